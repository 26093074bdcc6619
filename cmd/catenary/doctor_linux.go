package main

import (
	"math"

	"golang.org/x/sys/unix"
)

// freeSpace is how many bytes this user may still write.
func freeSpace(dir string) (int64, bool) {
	var s unix.Statfs_t
	if err := unix.Statfs(dir, &s); err != nil {
		return 0, false
	}
	return int64(min(s.Bavail, math.MaxInt64/uint64(s.Bsize))) * s.Bsize, true
}

// systemLimits are how many files and processes this user may have.
func systemLimits() (files, processes uint64, known bool) {
	var f, p unix.Rlimit
	if unix.Getrlimit(unix.RLIMIT_NOFILE, &f) != nil || unix.Getrlimit(unix.RLIMIT_NPROC, &p) != nil {
		return 0, 0, false
	}
	return f.Cur, p.Cur, true
}
