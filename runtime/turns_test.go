package runtime

import (
	"context"
	"testing"
	"time"
)

// grants asks n times for a place and tells of each that is granted.
func grants(t *testing.T, of *turns, tenant string, n int) <-chan func() {
	t.Helper()
	granted := make(chan func(), n)
	ctx, cancel := context.WithCancel(t.Context())
	t.Cleanup(cancel)
	for range n {
		go func() {
			if release, err := of.take(ctx, tenant); err == nil {
				granted <- release
			}
		}()
	}
	return granted
}

// count waits until nothing more is granted, and gives what was.
func count(granted <-chan func()) (all []func()) {
	for {
		select {
		case release := <-granted:
			all = append(all, release)
		case <-time.After(500 * time.Millisecond):
			return all
		}
	}
}

func TestATenantLeavesPlacesForOthers(t *testing.T) {
	t.Parallel()
	of := newTurns(8, 6)
	greedy := grants(t, of, "a", 100)
	held := count(greedy)
	if len(held) != 6 {
		t.Fatalf("one tenant has %d of 8 places, want 6", len(held))
	}
	modest := count(grants(t, of, "b", 3))
	if len(modest) != 2 {
		t.Fatalf("another got %d at once, want 2", len(modest))
	}
	held[0]()
	if more := count(greedy); len(more) != 0 {
		t.Errorf("the place went to the tenant that has most, %d times, while another waits", len(more))
	}
	modest[0]()
	if more := count(greedy); len(more) != 1 {
		t.Errorf("a place that nobody else waits for was given %d times", len(more))
	}
	held[1]()
	held[1]() // a second time means nothing
	if more := count(greedy); len(more) != 1 {
		t.Errorf("one place that was given back was given %d times", len(more))
	}
}

func TestWhoWaitsNoMoreIsPassedOver(t *testing.T) {
	t.Parallel()
	of := newTurns(1, 1)
	release, err := of.take(t.Context(), "a")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	gone := make(chan error)
	go func() {
		_, err := of.take(ctx, "b")
		gone <- err
	}()
	cancel()
	if err := <-gone; err == nil {
		t.Fatal("it got a place that is taken")
	}
	waits := grants(t, of, "c", 1)
	release()
	if got := count(waits); len(got) != 1 {
		t.Fatalf("who waited after it got %d places", len(got))
	}
}
