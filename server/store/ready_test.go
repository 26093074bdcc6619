package store_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"catenary/internal/clock"
	"catenary/internal/fault"
	"catenary/runtime"
	"catenary/runtime/run"
	"catenary/server/store/storetest"
)

// TestReadsStayRight reads the same by one statement from many goroutines, while
// what it reads changes.
func TestReadsStayRight(t *testing.T) {
	t.Parallel()
	s := storetest.SQLite(t, clock.Wall)
	ctx := context.Background()
	if err := s.Enlist(ctx, "r1", clock.Wall().UnixMicro()+int64(1e12)); err != nil {
		t.Fatal(err)
	}
	id := func(n int) runtime.ID { return runtime.ID{Tenant: "t", Run: fmt.Sprintf("run-%d", n)} }
	var readers sync.WaitGroup
	for n := range 20 {
		out, err := s.Commit(ctx, "r1", []runtime.Write{{
			ID: id(n), Epoch: 1, State: run.Running, Create: &runtime.Run{Title: fmt.Sprint(n)},
		}})
		if err != nil || out[0].Lost {
			t.Fatal(out, err)
		}
		readers.Go(func() {
			for range 50 {
				if r, err := s.Run(ctx, "t", id(n).Run); err != nil || r.Title != fmt.Sprint(n) {
					t.Errorf("run %d: %q, %v", n, r.Title, err)
				}
				if _, err := s.Run(ctx, "another", id(n).Run); !fault.Is(err, fault.NotFound) {
					t.Errorf("run %d of another tenant: %v", n, err)
				}
			}
		})
	}
	ended, cancel := context.WithCancel(ctx)
	cancel()
	if _, err := s.Run(ended, "t", id(1).Run); !errors.Is(err, context.Canceled) {
		t.Errorf("after the end: %v", err)
	}
	readers.Wait()
}
