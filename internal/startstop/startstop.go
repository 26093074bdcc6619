// Package startstop starts what a process does in the background, and ends it
// so that nothing is left at work. It knows nothing of what that is.
package startstop

import (
	"context"
	"errors"
	"fmt"
	"sync"
)

// Service does something in the background between Start and Stop.
type Service interface {
	// Start returns when the service is at work. ctx bounds the starting; the
	// work itself goes on until Stop.
	Start(ctx context.Context) error
	// Stop ends the work and returns when all is quiet. It may be called twice,
	// and before Start.
	Stop()
}

// Failing is a Service whose work can end by itself, which is a failure.
type Failing interface {
	// Failed gives the reason, once.
	Failed() <-chan error
}

// ErrStopped is what starting something gives that was stopped already.
var ErrStopped = errors.New("it was stopped")

// Group starts services in the order in which they were added and stops them
// in reverse, so that each finds what it builds on at work. It is a Service
// itself.
type Group struct {
	mu       sync.Mutex
	services []named
	started  int
	stopped  bool
	failed   chan error
	done     chan struct{} // closed by the first Stop: watchers end
	watchers sync.WaitGroup
}

type named struct {
	name    string
	service Service
}

var (
	_ Service = (*Group)(nil)
	_ Failing = (*Group)(nil)
)

// NewGroup returns an empty group.
func NewGroup() *Group {
	return &Group{failed: make(chan error, 1), done: make(chan struct{})}
}

// Add appends a service; name tells it apart in errors. Call it before Start.
func (g *Group) Add(name string, s Service) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.services = append(g.services, named{name, s})
}

// Start starts all of them. If one fails, those before it are stopped again and
// its error is returned.
func (g *Group) Start(ctx context.Context) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.stopped {
		return ErrStopped
	}
	for _, n := range g.services[g.started:] {
		if err := n.service.Start(ctx); err != nil {
			g.stop()
			return fmt.Errorf("start %s: %w", n.name, err)
		}
		g.started++
		if f, ok := n.service.(Failing); ok {
			g.watchers.Go(func() { g.watch(n.name, f.Failed()) })
		}
	}
	return nil
}

// Failed gives the first failure of any service that was at work.
func (g *Group) Failed() <-chan error { return g.failed }

func (g *Group) watch(name string, failed <-chan error) {
	select {
	case err := <-failed:
		select {
		case g.failed <- fmt.Errorf("%s: %w", name, err):
		default: // another was first
		}
	case <-g.done:
	}
}

// Stop stops what was started, the last first.
func (g *Group) Stop() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.stop()
}

func (g *Group) stop() {
	if !g.stopped {
		close(g.done)
	}
	g.stopped = true
	for ; g.started > 0; g.started-- {
		g.services[g.started-1].service.Stop()
	}
	g.watchers.Wait()
}
