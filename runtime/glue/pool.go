package glue

import (
	"context"
	"errors"
	"fmt"
	goruntime "runtime"
	"slices"
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
	stopped bool
}

// lane is what one tenant has of the pool.
type lane struct {
	slots   chan struct{}
	waiting int
	idle    []*process
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

// do lends a child of the tenant for one request. A tenant whose queue is full
// gets fault.Limited; errDied and errSlow are the request's own fault.
func (p *Pool) do(ctx context.Context, tenant string, req request, limit time.Duration) (response, *process, error) {
	p.init()
	l, err := p.enter(tenant)
	if err != nil {
		return response{}, nil, err
	}
	defer p.leave(tenant)
	if err := take(ctx, l.slots); err != nil {
		return response{}, nil, err
	}
	defer func() { <-l.slots }()
	if err := take(ctx, p.busy); err != nil {
		return response{}, nil, err
	}
	defer func() { <-p.busy }()

	child, err := p.lend(l)
	if err != nil {
		return response{}, nil, err
	}
	resp, err := child.do(req, limit)
	if err == nil {
		p.giveBack(l, child)
	}
	return resp, child, err
}

func take(ctx context.Context, slots chan struct{}) error {
	select {
	case slots <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (p *Pool) enter(tenant string) (*lane, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.stopped {
		return nil, fault.New(fault.Unavailable, "glue.stopped", "the server is stopping")
	}
	l := p.lanes[tenant]
	if l == nil {
		l = &lane{slots: make(chan struct{}, childrenPerTenant)}
		p.lanes[tenant] = l
	}
	if l.waiting == waitingPerTenant {
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
	if l.waiting == 0 && len(l.idle) == 0 {
		delete(p.lanes, tenant)
	}
}

func (p *Pool) lend(l *lane) (*process, error) {
	p.mu.Lock()
	if n := len(l.idle); n > 0 {
		child := l.idle[n-1]
		l.idle = l.idle[:n-1]
		p.mu.Unlock()
		return child, nil
	}
	p.mu.Unlock()
	return p.spawner.spawn(p.Program)
}

func (p *Pool) giveBack(l *lane, child *process) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.stopped || child.served >= requestsPerChild {
		go child.end()
		return
	}
	child.idle = p.Now()
	l.idle = append(l.idle, child)
	time.AfterFunc(idleTime, func() { p.retire(l, child) })
}

// retire ends a child that nobody has used since it was given back.
func (p *Pool) retire(l *lane, child *process) {
	p.mu.Lock()
	i := slices.Index(l.idle, child)
	if i < 0 || p.Now().Sub(child.idle) < idleTime {
		p.mu.Unlock()
		return
	}
	l.idle = slices.Delete(l.idle, i, i+1)
	if l.waiting == 0 && len(l.idle) == 0 {
		for tenant, other := range p.lanes {
			if other == l {
				delete(p.lanes, tenant)
			}
		}
	}
	p.mu.Unlock()
	child.end()
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
		l.idle = nil
	}
	p.mu.Unlock()
	for _, child := range all {
		child.end()
	}
}

// died says as what a source is reported whose child did not answer.
func died(child *process, err error) (code, message string) {
	switch {
	case errors.Is(err, errSlow):
		return "glue.timeout", fmt.Sprintf("it takes longer than %s", checkLimit)
	case child.starved():
		return "glue.memory", "it needs more memory than scripts may use"
	default:
		return "glue.crashed", "the interpreter cannot take it: it is nested too deeply, or far too large"
	}
}
