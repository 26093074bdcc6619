package glue

import (
	"slices"
	"time"
)

// lane is what one tenant has of the pool.
type lane struct {
	tenant  string
	slots   chan struct{}
	waiting int
	idle    []*process
}

func (p *Pool) lend(l *lane) (*process, error) {
	p.mu.Lock()
	if n := len(l.idle); n > 0 {
		child := l.idle[n-1]
		p.take(l, n-1)
		p.mu.Unlock()
		return child, nil
	}
	p.mu.Unlock()
	return p.start()
}

// Warm starts a child for a tenant that is about to need one, unless one waits
// already. It returns when the child is there; that it cannot be started shows
// at the next request.
func (p *Pool) Warm(tenant string) {
	p.init()
	p.mu.Lock()
	l := p.lanes[tenant]
	enough := p.stopped || l != nil && len(l.idle) > 0
	p.mu.Unlock()
	if enough {
		return
	}
	child, err := p.start()
	if err != nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.stopped {
		go child.end()
		return
	}
	p.keep(p.lane(tenant), child)
}

// lane returns that of a tenant; the lock is held.
func (p *Pool) lane(tenant string) *lane {
	l := p.lanes[tenant]
	if l == nil {
		l = &lane{tenant: tenant, slots: make(chan struct{}, childrenPerTenant)}
		p.lanes[tenant] = l
	}
	return l
}

func (p *Pool) start() (*process, error) {
	child, err := p.spawner.spawn(p.Program)
	if err == nil {
		child.greet()
	}
	return child, err
}

// take takes an idle child out of its lane; the lock is held.
func (p *Pool) take(l *lane, i int) {
	l.idle[i].retire.Stop()
	l.idle = slices.Delete(l.idle, i, i+1)
	p.idle--
}

// giveBack keeps a child for the tenant's next request. If there are too many
// idle ones of all tenants, the one that has been so for longest is ended.
func (p *Pool) giveBack(l *lane, child *process) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.stopped {
		go child.end()
		return
	}
	if child.served >= requestsPerChild {
		go child.end()
		go p.Warm(l.tenant)
		return
	}
	p.keep(l, child)
}

// keep adds a child to the idle ones of a lane; the lock is held.
func (p *Pool) keep(l *lane, child *process) {
	child.since = p.Now()
	if child.retire == nil {
		child.retire = time.AfterFunc(idleTime, func() { p.drop(l, child) })
	} else {
		child.retire.Reset(idleTime)
	}
	l.idle = append(l.idle, child)
	if p.idle++; p.idle <= maxIdle {
		return
	}
	oldest := l
	for _, other := range p.lanes {
		if len(other.idle) > 0 && other.idle[0].since.Before(oldest.idle[0].since) {
			oldest = other
		}
	}
	go oldest.idle[0].end()
	p.take(oldest, 0)
	p.forget(oldest)
}

// drop ends a child if it is idle.
func (p *Pool) drop(l *lane, child *process) {
	p.mu.Lock()
	i := slices.Index(l.idle, child)
	if i < 0 {
		p.mu.Unlock()
		return
	}
	p.take(l, i)
	p.forget(l)
	p.mu.Unlock()
	child.end()
}

// discard ends a child that answered what cannot be.
func (p *Pool) discard(tenant string, child *process) {
	p.mu.Lock()
	l := p.lanes[tenant]
	p.mu.Unlock()
	if l != nil && child != nil {
		p.drop(l, child)
	}
}

// forget removes a lane in which there is nothing; the lock is held.
func (p *Pool) forget(l *lane) {
	if l.waiting == 0 && len(l.idle) == 0 && p.lanes[l.tenant] == l {
		delete(p.lanes, l.tenant)
	}
}
