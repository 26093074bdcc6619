//go:build crash

package main

import (
	"os"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"time"

	"catenary/runtime"
)

// reached kills the process, as kill -9 does, when the engine comes to the point
// that CRASH_AT names: "written:3" is the third time. Only binaries
// built for the tests of crashes have it.
func reached() func(point string) {
	point, nth, found := strings.Cut(os.Getenv("CRASH_AT"), ":")
	n, err := strconv.ParseInt(nth, 10, 64)
	if !found || err != nil {
		return nil
	}
	var count atomic.Int64
	return func(at string) {
		if at == point && count.Add(1) == n {
			_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
			select {}
		}
	}
}

// leaseTime is that of CRASH_LEASE: tests of crashes do not wait for the real
// one.
func leaseTime() time.Duration {
	if d, err := time.ParseDuration(os.Getenv("CRASH_LEASE")); err == nil {
		return d
	}
	return runtime.DefaultLease
}
