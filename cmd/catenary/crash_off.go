//go:build !crash

package main

// reached is what the engine tells of its way: nothing listens.
func reached() func(point string) { return nil }
