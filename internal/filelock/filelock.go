// Package filelock keeps two processes of a machine from doing the same work
// at once. A lock ends with the process that has it, however that ends.
package filelock

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// ErrTaken says that another process, or another Lock of this one, has it.
var ErrTaken = errors.New("the lock is taken")

// Lock is a lock that is held.
type Lock struct{ file *os.File }

// Try takes the lock whose file is path, which it makes if needed. It gives
// ErrTaken if somebody else has it.
func Try(path string) (*Lock, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	switch err := unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB); {
	case errors.Is(err, unix.EWOULDBLOCK):
		_ = f.Close()
		return nil, ErrTaken
	case err != nil:
		_ = f.Close()
		return nil, fmt.Errorf("lock %s: %w", path, err)
	}
	return &Lock{f}, nil
}

// Wait takes the lock as soon as nobody else has it, or until ctx ends.
func Wait(ctx context.Context, path string) (*Lock, error) {
	for {
		l, err := Try(path)
		if !errors.Is(err, ErrTaken) {
			return l, err
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// Release gives the lock back. The file stays: taking it away would let two
// processes lock two files of one name.
func (l *Lock) Release() { _ = l.file.Close() }
