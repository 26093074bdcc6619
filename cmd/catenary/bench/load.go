package bench

import (
	"context"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// times are how long requests took.
type times []time.Duration

// at is the time below which a share of them lies.
func (t times) at(share float64) time.Duration {
	if len(t) == 0 {
		return 0
	}
	slices.Sort(t)
	return t[min(int(float64(len(t))*share), len(t)-1)]
}

// load sends a request on several connections until a time is over, or until it
// was sent most times (0: no bound). It gives how long each took, and all
// together.
func (t *Target) load(ctx context.Context, connections int, length time.Duration, most int64, request []byte, status int) (times, time.Duration, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	conns := make([]*conn, connections)
	for i := range conns {
		c, err := t.dial(ctx)
		if err != nil {
			return nil, 0, err
		}
		defer func() { _ = c.Close() }()
		conns[i] = c
	}
	var sent atomic.Int64
	took := make([]times, connections)
	began := time.Now()
	var all sync.WaitGroup
	for i, c := range conns {
		all.Go(func() {
			for ctx.Err() == nil && (length == 0 || time.Since(began) < length) {
				if most > 0 && sent.Add(1) > most {
					return
				}
				at := time.Now()
				if _, err := c.send(request, status); err != nil {
					cancel(err)
					return
				}
				took[i] = append(took[i], time.Since(at))
			}
		})
	}
	all.Wait()
	whole := time.Since(began)
	if ctx.Err() != nil {
		return nil, 0, context.Cause(ctx)
	}
	return slices.Concat(took...), whole, nil
}

// nap lets a time pass between two looks.
func nap(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}
