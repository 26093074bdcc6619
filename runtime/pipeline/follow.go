package pipeline

import (
	"bytes"
	"context"
	"time"

	"catenary/internal/fault"
)

// Follower follows executions to their end. The zero one works.
type Follower struct {
	// First and Max are the shortest and the longest pause between two
	// questions; 250 ms and 15 s if they are zero. The pause grows by half while
	// nothing changes, and is the first one again when something has.
	First, Max time.Duration
	// After is time.After; tests give their own.
	After func(time.Duration) <-chan time.Time
}

// Follow asks for the status until it is final, and returns that. A wake, such
// as a callback, makes it ask at once. It calls seen for every status that
// differs from the one before; seen may be nil.
//
// While the engine does not answer, Follow goes on asking: it is the caller's
// context that ends it. An execution that the engine does not know is a failure
// with the code pipeline.lost. Other faults are returned.
func (f Follower) Follow(ctx context.Context, e Engine, x Execution, wake <-chan struct{}, seen func(Status)) (Status, error) {
	first, longest, after := f.First, f.Max, f.After
	if first <= 0 {
		first = 250 * time.Millisecond
	}
	if longest < first {
		longest = max(first, 15*time.Second)
	}
	if after == nil {
		after = time.After
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var changed <-chan struct{}
	if watcher, ok := e.(Watcher); ok {
		changed = watcher.Watch(ctx, x)
	}
	var last Status
	for pause := first; ; {
		status, err := e.Status(ctx, x)
		switch {
		case ctx.Err() != nil:
			return last, ctx.Err()
		case fault.HasCode(err, "execution.unknown"):
			return Fail(CodeLost, "the engine no longer knows the execution"), nil
		case err != nil && !passing(err):
			return last, err
		case err == nil && status.State.Final():
			return status, nil
		case err == nil && !same(status, last):
			last, pause = status, first
			if seen != nil {
				seen(status)
			}
		}
		select {
		case <-ctx.Done():
			return last, ctx.Err()
		case <-changed:
			pause = first
		case <-wake:
			pause = first
		case <-after(max(pause, retryAfter(err))):
			pause = min(pause+pause/2, longest)
		}
	}
}

// passing says that a fault may be gone the next time.
func passing(err error) bool {
	return fault.Is(err, fault.Unavailable) || fault.Is(err, fault.Limited)
}

// retryAfter is how long the engine, or its limit, asks to be left alone.
func retryAfter(err error) time.Duration {
	if err == nil {
		return 0
	}
	return time.Duration(min(fault.As(err).RetryAfter, 300)) * time.Second
}

func same(a, b Status) bool {
	return a.State == b.State && a.Progress == b.Progress && a.Link == b.Link && bytes.Equal(a.Output, b.Output)
}
