package docker

import (
	"context"
	"errors"
	"time"

	"catenary/internal/fault"
	"catenary/runtime/executor"
)

const (
	// lookAfter is how often a running container is looked at though no event
	// told of it.
	lookAfter = 15 * time.Second
	// logEnd is how long the end of a log may come after that of its container.
	logEnd = 2 * time.Second
)

// Await implements executor.Executor. While the engine is away it waits for it
// to come back, and returns executor.unavailable never.
func (e *Executor) Await(ctx context.Context, id string) (executor.Result, error) {
	w := &waiter{executor: e, id: id, pause: firstPause}
	defer w.close()
	var end func()
	w.rung, end = e.bell.wait(id)
	defer end()
	for {
		c, err := e.find(ctx, id)
		switch {
		case ctx.Err() != nil:
			return executor.Result{}, context.Cause(ctx)
		case fault.Is(err, fault.Unavailable):
			w.pause = rest(ctx, w.pause)
			continue
		case fault.HasCode(err, executor.FaultUnknown) && w.seen:
			return vanished(), nil
		case err != nil:
			return executor.Result{}, err
		}
		w.seen = true
		if c.unstartable() || c.ended() {
			r, err := w.settle(ctx, c)
			if err == nil || ctx.Err() != nil {
				return r, err
			}
			w.pause = rest(ctx, w.pause)
			continue
		}
		if err := w.watch(ctx, c); err != nil {
			return executor.Result{}, err
		}
	}
}

// waiter is one Await.
type waiter struct {
	executor *Executor
	id       string
	rung     <-chan struct{}
	pause    time.Duration
	seen     bool

	follower *follower
	quiet    quietness
	kill     <-chan time.Time // when SIGTERM has been given its grace
	ending   bool
}

// follower reads a log while it is written.
type follower struct {
	scan   *scan
	stop   context.CancelFunc
	ended  chan struct{}
	result error
}

func (w *waiter) close() {
	if w.follower != nil {
		w.follower.stop()
		<-w.follower.ended
	}
}

func (w *waiter) follow(ctx context.Context, c found) {
	ctx, stop := context.WithCancel(ctx)
	f := &follower{scan: newScan(c, nil), stop: stop, ended: make(chan struct{})}
	quiet := w.quiet.next(f.scan)
	go func() {
		defer close(f.ended)
		f.result = w.executor.read(ctx, c, f.scan, quiet)
	}()
	w.follower = f
}

// watch returns when something may have changed about a container that has not
// ended, and ends it at its limits.
func (w *waiter) watch(ctx context.Context, c found) error {
	look := time.NewTimer(lookAfter)
	defer look.Stop()
	var deadline <-chan time.Time
	var logEnded chan struct{}
	if !c.never() {
		if w.follower == nil {
			w.follow(ctx, c)
		}
		// A log that is complete says nothing more, unless it was too much and
		// nobody has acted on that yet.
		if !w.follower.complete() || w.follower.scan.over && !w.ending {
			logEnded = w.follower.ended
		}
		if !w.ending {
			t := time.NewTimer(c.started.Add(c.timeout).Sub(w.executor.config.Now()))
			defer t.Stop()
			deadline = t.C
		}
	}
	select {
	case <-w.rung:
	case <-look.C:
	case <-logEnded:
		switch f := w.follower; {
		case f.complete() && f.scan.over:
			w.end(ctx, c, "log", "HUP")
		case !f.complete():
			// The log was quiet, or the connection broke: follow again.
			w.close()
			if w.follower = nil; !errors.Is(f.result, errQuiet) {
				w.pause = rest(ctx, w.pause)
			}
		}
	case <-deadline:
		w.end(ctx, c, "timeout", "USR2")
	case <-w.kill:
		w.kill = time.After(grace) // again, if the engine was away
		w.executor.signal(ctx, c, "KILL")
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	return nil
}

// complete says that a log was read to its end, or as far as it counts.
func (f *follower) complete() bool {
	select {
	case <-f.ended:
		return f.result == nil && (f.scan.done || f.scan.over)
	default:
		return false
	}
}

func (w *waiter) end(ctx context.Context, c found, why, signal string) {
	w.ending = true
	w.executor.setReason(w.id, why)
	w.executor.signal(ctx, c, signal)
	w.kill = time.After(grace)
}

// settle reads how a container ended.
func (w *waiter) settle(ctx context.Context, c found) (executor.Result, error) {
	if c.unstartable() {
		return settle(c, nil, ""), nil
	}
	s := w.whole(ctx)
	if s == nil {
		s = newScan(c, nil)
		if err := w.executor.read(ctx, c, s, 0); err != nil {
			if absent(err) {
				return vanished(), nil
			}
			return executor.Result{}, away(ctx, err)
		}
	}
	return settle(c, s, w.executor.reason(w.id)), nil
}

// whole gives the log as it was followed, if it was to its end.
func (w *waiter) whole(ctx context.Context) *scan {
	if w.follower == nil {
		return nil
	}
	t := time.NewTimer(logEnd)
	defer t.Stop()
	select {
	case <-w.follower.ended:
	case <-t.C:
		return nil
	case <-ctx.Done():
		return nil
	}
	if !w.follower.complete() {
		return nil
	}
	return w.follower.scan
}
