package wake

import (
	"context"
	"sync"
	"time"

	"catenary/internal/clock"
)

// Due does what is due: when its time comes, and when it is woken. The zero value
// is ready for use.
type Due struct {
	once  sync.Once
	woken chan struct{}
}

// Pace is how long Run rests at most.
type Pace struct {
	// Look is how long it may take until Run finds what it was not woken for, such
	// as what another server wrote.
	Look time.Duration
	// AfterFailure is how long it rests behind work that failed.
	AfterFailure time.Duration
}

// Wake lets Run look at once, or once more if it is at work. It never blocks.
func (d *Due) Wake() {
	select {
	case d.calls() <- struct{}{}:
	default:
	}
}

func (d *Due) calls() chan struct{} {
	d.once.Do(func() { d.woken = make(chan struct{}, 1) })
	return d.woken
}

// Run works until ctx ends. work does what is due now, and says when something is
// due next, the zero Time if nothing is; failed is told of its errors.
func (d *Due) Run(ctx context.Context, pace Pace, now clock.Now, work func(context.Context) (time.Time, error), failed func(error)) error {
	for {
		next, err := work(ctx)
		wait := pace.Look
		switch {
		case err != nil && ctx.Err() == nil:
			failed(err)
			wait = pace.AfterFailure
		case !next.IsZero():
			wait = min(max(next.Sub(now()), 0), pace.Look)
		}
		timer := time.NewTimer(wait)
		select {
		case <-ctx.Done():
			timer.Stop()
			return nil
		case <-d.calls():
		case <-timer.C:
		}
		timer.Stop()
	}
}
