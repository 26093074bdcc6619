package health

import (
	"math"

	"golang.org/x/sys/unix"
)

// FreeSpace is how many bytes this user may still write; false if that cannot
// be told.
func FreeSpace(dir string) (int64, bool) {
	var s unix.Statfs_t
	if err := unix.Statfs(dir, &s); err != nil {
		return 0, false
	}
	return int64(min(s.Bavail, math.MaxInt64/uint64(s.Bsize))) * s.Bsize, true
}
