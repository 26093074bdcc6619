package outbound

import (
	"context"
	"sync"
)

// turns bounds how many requests of one tenant are under way, so that one that
// waits for many slow servers takes nothing from the others.
type turns struct {
	most    int
	mu      sync.Mutex
	tenants map[string]*turn
}

type turn struct {
	free  chan struct{}
	users int // those who have a place or wait for one
}

func newTurns(most int) *turns { return &turns{most: most, tenants: map[string]*turn{}} }

// take waits for a place. What it returns gives the place back; it is called
// once.
func (t *turns) take(ctx context.Context, tenant string) (func(), error) {
	t.mu.Lock()
	its := t.tenants[tenant]
	if its == nil {
		its = &turn{free: make(chan struct{}, t.most)}
		t.tenants[tenant] = its
	}
	its.users++
	t.mu.Unlock()
	select {
	case its.free <- struct{}{}:
		return func() { <-its.free; t.leave(tenant, its) }, nil
	case <-ctx.Done():
		t.leave(tenant, its)
		return nil, ctx.Err()
	}
}

func (t *turns) leave(tenant string, its *turn) {
	t.mu.Lock()
	defer t.mu.Unlock()
	its.users--
	if its.users == 0 {
		delete(t.tenants, tenant)
	}
}
