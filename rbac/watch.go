package rbac

import (
	"context"
	"sync"
)

// watch tells those who keep something open that rights changed.
type watch struct {
	mu   sync.Mutex
	ears map[TenantID]map[*ear]struct{}
}

// ear has room for one version, the newest.
type ear struct {
	c    chan int64
	last int64
}

// Hint says that a tenant's rights have this version now, or a newer one. Only
// Watch hears of it: decisions go by the version that each request reads.
func (a *Authorizer) Hint(tenant TenantID, version int64) { a.watch.tell(tenant, version) }

// Watch gives a version each time that the tenant's rights are heard to have
// changed, the newest if nobody has taken the one before. Whoever keeps a
// stream open asks again with it as Actor.Version, and at times without it:
// changes can pass unheard. The channel is closed when ctx ends.
func (a *Authorizer) Watch(ctx context.Context, tenant TenantID) <-chan int64 {
	e := &ear{c: make(chan int64, 1)}
	w := a.watch
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.ears == nil {
		w.ears = map[TenantID]map[*ear]struct{}{}
	}
	if w.ears[tenant] == nil {
		w.ears[tenant] = map[*ear]struct{}{}
	}
	w.ears[tenant][e] = struct{}{}
	context.AfterFunc(ctx, func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		delete(w.ears[tenant], e)
		if len(w.ears[tenant]) == 0 {
			delete(w.ears, tenant)
		}
		close(e.c)
	})
	return e.c
}

func (w *watch) tell(tenant TenantID, version int64) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for e := range w.ears[tenant] {
		if version <= e.last {
			continue
		}
		e.last = version
		select {
		case <-e.c:
		default:
		}
		e.c <- version // there is room: only tell sends, and it took what was there
	}
}
