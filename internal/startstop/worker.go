package startstop

import (
	"context"
	"errors"
	"sync"
)

// Worker is a Service made of one function that works until its context ends.
type Worker struct {
	run    func(context.Context) error
	failed chan error

	mu      sync.Mutex
	stopped bool
	cancel  context.CancelFunc
	done    chan struct{}
}

var (
	_ Service = (*Worker)(nil)
	_ Failing = (*Worker)(nil)
)

// Work makes a service of run. An error that run returns before Stop is a
// failure; returning nil is done work.
func Work(run func(context.Context) error) *Worker {
	return &Worker{run: run, failed: make(chan error, 1)}
}

// Start lets the function run, with the values of ctx but not its end.
func (w *Worker) Start(ctx context.Context) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	switch {
	case w.stopped:
		return ErrStopped
	case w.cancel != nil:
		return errors.New("it was started already")
	}
	ctx, w.cancel = context.WithCancel(context.WithoutCancel(ctx))
	w.done = make(chan struct{})
	go func() {
		defer close(w.done)
		if err := w.run(ctx); err != nil && ctx.Err() == nil {
			w.failed <- err
		}
	}()
	return nil
}

// Failed gives the error with which the function ended by itself.
func (w *Worker) Failed() <-chan error { return w.failed }

// Stop ends the function's context and waits until it returned.
func (w *Worker) Stop() {
	w.mu.Lock()
	w.stopped = true
	cancel, done := w.cancel, w.done
	w.mu.Unlock()
	if cancel == nil {
		return
	}
	cancel()
	<-done
}

// AtStop makes a service of what is to be done once, when it stops.
func AtStop(work func()) Service { return &atStop{work: sync.OnceFunc(work)} }

type atStop struct{ work func() }

func (*atStop) Start(context.Context) error { return nil }
func (a *atStop) Stop()                     { a.work() }
