package main

import "golang.org/x/sys/unix"

// systemLimits are how many files and processes this user may have.
func systemLimits() (files, processes uint64, known bool) {
	var f, p unix.Rlimit
	if unix.Getrlimit(unix.RLIMIT_NOFILE, &f) != nil || unix.Getrlimit(unix.RLIMIT_NPROC, &p) != nil {
		return 0, 0, false
	}
	return f.Cur, p.Cur, true
}
