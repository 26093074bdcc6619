//go:build !linux

package main

func freeSpace(string) (int64, bool) { return 0, false }

func systemLimits() (files, processes uint64, known bool) { return 0, 0, false }
