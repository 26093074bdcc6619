package filelock_test

import (
	"context"
	"errors"
	"path/filepath"
	"testing"

	"catenary/internal/filelock"
)

func TestOneHasTheLock(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "lock")
	first, err := filelock.Try(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := filelock.Try(path); !errors.Is(err, filelock.ErrTaken) {
		t.Fatalf("second Try = %v", err)
	}
	impatient, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := filelock.Wait(impatient, path); !errors.Is(err, context.Canceled) {
		t.Fatalf("Wait of someone who gave up = %v", err)
	}
	got := make(chan error, 1)
	go func() {
		l, err := filelock.Wait(t.Context(), path)
		if err == nil {
			l.Release()
		}
		got <- err
	}()
	first.Release()
	if err := <-got; err != nil {
		t.Fatalf("Wait = %v", err)
	}
}

func TestNoPlaceForTheLock(t *testing.T) {
	t.Parallel()
	if _, err := filelock.Try(filepath.Join(t.TempDir(), "absent", "lock")); err == nil || errors.Is(err, filelock.ErrTaken) {
		t.Fatalf("Try = %v", err)
	}
}
