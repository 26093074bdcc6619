package glue

import (
	"fmt"
	"os"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// maxThreads bounds the threads of all processes of the child's user together:
// those of every child, and of whatever else runs as nobody.
const maxThreads = 4096

// nobody is the user and group that a child of root becomes.
const nobody = 65534

// bind makes this thread one whose children can gain no privileges. The flag
// belongs to a thread, and each thread of a child has it only if the one that
// starts the child has: set in a child it would hold for one thread there.
func bind() error {
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return fmt.Errorf("no new privileges: %w", err)
	}
	return nil
}

// harden gives up what the child does not need. It runs before the first
// request is read.
func harden() error {
	if os.Geteuid() == 0 {
		if err := syscall.Setgroups(nil); err != nil {
			return fmt.Errorf("drop groups: %w", err)
		}
		if err := syscall.Setresgid(nobody, nobody, nobody); err != nil {
			return fmt.Errorf("drop group: %w", err)
		}
		if err := syscall.Setresuid(nobody, nobody, nobody); err != nil {
			return fmt.Errorf("drop user: %w", err)
		}
	}
	// After the change of user, which clears it.
	if err := unix.Prctl(unix.PR_SET_PDEATHSIG, uintptr(unix.SIGKILL), 0, 0, 0); err != nil {
		return fmt.Errorf("parent-death signal: %w", err)
	}
	if err := unix.Prctl(unix.PR_SET_DUMPABLE, 0, 0, 0, 0); err != nil {
		return fmt.Errorf("no dumps: %w", err)
	}
	for _, l := range []struct {
		name     string
		resource int
		value    uint64
	}{
		{"data", unix.RLIMIT_DATA, dataLimit},
		{"files", unix.RLIMIT_NOFILE, 16},
		{"core", unix.RLIMIT_CORE, 0},
		{"file size", unix.RLIMIT_FSIZE, 0},
		{"processes", unix.RLIMIT_NPROC, maxThreads},
	} {
		if err := unix.Setrlimit(l.resource, &unix.Rlimit{Cur: l.value, Max: l.value}); err != nil {
			return fmt.Errorf("limit of %s: %w", l.name, err)
		}
	}
	return nil
}

// cpuTime is how much processor time a process of ours has used; false if that
// cannot be told.
func cpuTime(pid int) (time.Duration, bool) {
	var used unix.Timespec
	// The kernel's number of the clock of a process: see clock_getcpuclockid(3).
	if err := unix.ClockGettime(int32(^pid<<3|2), &used); err != nil {
		return 0, false
	}
	return time.Duration(used.Nano()), true
}
