//go:build !linux

package glue

import "time"

// harden does nothing where the kernel offers nothing that Go can ask for; the
// platform is run on Linux, other systems are for developing it.
func harden() error { return nil }

func bind() error { return nil }

func cpuTime(int) (time.Duration, bool) { return 0, false }
