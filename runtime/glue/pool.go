package glue

import (
	"context"
	"errors"
	"fmt"
	goruntime "runtime"
	"sync"
	"time"

	"catenary/internal/clock"
	"catenary/internal/fault"
)

// Bounds of the pool.
const (
	childrenPerTenant = 2
	waitingPerTenant  = 64
	requestsPerChild  = 1000
	idleTime          = time.Minute
	// maxIdle bounds the idle children of all tenants.
	maxIdle = 32
)

// Pool lends children to tenants. A child serves one tenant only, so nothing
// that one tenant's script did to it can reach another. The zero value is
// ready; Stop ends it.
type Pool struct {
	// Program starts a child; empty: this binary.
	Program []string
	// Busy bounds the children at work at once, of all tenants; 0: two a core.
	Busy int
	Now  clock.Now

	spawner spawner
	once    sync.Once
	busy    chan struct{}
	mu      sync.Mutex
	lanes   map[string]*lane
	idle    int // children in all lanes
	stopped bool
}

func (p *Pool) init() {
	p.once.Do(func() {
		if len(p.Program) == 0 {
			p.Program = self()
		}
		if p.Busy == 0 {
			p.Busy = 2 * goruntime.NumCPU()
		}
		if p.Now == nil {
			p.Now = clock.Wall
		}
		p.busy = make(chan struct{}, p.Busy)
		p.lanes = map[string]*lane{}
	})
}

// call is one request to a child.
type call struct {
	// patient says that it waits for its turn however many wait before it, and
	// that its limit is one of processor time.
	patient bool
	// graph is the name of the graph that is needed; empty: none.
	graph string
	limit time.Duration
	// frame makes the request, with the whole of the graph if the child may not
	// have it. take reads the response; its error ends the child.
	frame func(whole bool) (*writer, error)
	take  func(*reader) error
}

// errTooMuch says that a request is larger than a child takes.
var errTooMuch = errors.New("the request is too large")

// do lends a child of the tenant for one request. A tenant whose queue is full
// gets fault.Limited, unless the call is patient; errDied and errSlow are the
// request's own fault.
func (p *Pool) do(ctx context.Context, tenant string, c call) (*process, error) {
	p.init()
	l, err := p.enter(tenant, c.patient)
	if err != nil {
		return nil, err
	}
	defer p.leave(tenant)
	if err := take(ctx, l.slots); err != nil {
		return nil, err
	}
	defer func() { <-l.slots }()
	if err := take(ctx, p.busy); err != nil {
		return nil, err
	}
	defer func() { <-p.busy }()

	child, err := p.lend(l)
	if err != nil {
		return nil, err
	}
	ended, err := child.serve(c)
	if !ended {
		p.giveBack(l, child)
	}
	return child, err
}

// serve has the child do a call, and says whether it is gone.
func (p *process) serve(c call) (ended bool, err error) {
	whole := c.graph != "" && !p.graphs[c.graph]
	for {
		frame, err := c.frame(whole)
		if err != nil {
			return false, err
		}
		if len(frame.b) > maxFrame {
			return false, errTooMuch
		}
		body, err := p.exchange(frame, c.limit, c.patient)
		if err != nil {
			return true, err
		}
		switch {
		case body[0] == statusUnknown && !whole && c.graph != "":
			whole = true
			clear(p.graphs) // it has dropped some; which is its own business
			continue
		case body[0] != statusDone || c.take(&reader{b: body[1:]}) != nil:
			p.end()
			return true, errDied
		}
		if c.graph != "" {
			p.graphs[c.graph] = true
		}
		return false, nil
	}
}

func take(ctx context.Context, slots chan struct{}) error {
	select {
	case slots <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (p *Pool) enter(tenant string, patient bool) (*lane, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.stopped {
		return nil, fault.New(fault.Unavailable, "glue.stopped", "the server is stopping")
	}
	l := p.lane(tenant)
	if l.waiting >= waitingPerTenant && !patient {
		f := fault.New(fault.Limited, "glue.busy", "too many scripts of this tenant wait to be looked at")
		f.RetryAfter = 1
		return nil, f
	}
	l.waiting++
	return l, nil
}

func (p *Pool) leave(tenant string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	l := p.lanes[tenant]
	l.waiting--
	p.forget(l)
}

// Stop ends all idle children; those at work end with their request. It may be
// called twice.
func (p *Pool) Stop() {
	p.init()
	p.mu.Lock()
	p.stopped = true
	var all []*process
	for _, l := range p.lanes {
		all = append(all, l.idle...)
		for len(l.idle) > 0 {
			p.take(l, 0)
		}
	}
	p.mu.Unlock()
	for _, child := range all {
		child.end()
	}
}

// crashedMessage is what is said of glue of which nothing more is known.
const crashedMessage = "the interpreter cannot take it: it is nested too deeply, or far too large"

// died says as what a source is reported whose child did not answer within the
// limit.
func died(child *process, err error, limit time.Duration) (code, message string) {
	switch {
	case errors.Is(err, errSlow):
		return CodeTimeout, fmt.Sprintf("it takes longer than %s", limit)
	case child.starved():
		return CodeMemory, errMemory.Error()
	default:
		return CodeCrashed, crashedMessage
	}
}
