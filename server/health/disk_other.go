//go:build !linux

package health

// FreeSpace cannot be told here.
func FreeSpace(string) (int64, bool) { return 0, false }
