package runtime

import (
	"context"
	"slices"
	"sync"
)

// turns lends a bounded number of places. While all are taken, the next one goes
// to the tenant that has the fewest: who asks for a thousand gets one for each
// that another tenant gets. No tenant has more than most of them, so that others
// need not wait for the end of what it does, however long that takes.
type turns struct {
	most    int
	mu      sync.Mutex
	free    int
	taken   map[string]int
	waiting map[string][]turn
	order   []string // tenants that wait; of those with as many places the first is next
}

// turn is closed when its place is granted.
type turn chan struct{}

func newTurns(places, most int) *turns {
	return &turns{most: most, free: places, taken: map[string]int{}, waiting: map[string][]turn{}}
}

// take waits for a place; release gives it back.
func (t *turns) take(ctx context.Context, tenant string) (release func(), err error) {
	mine := t.ask(tenant)
	release = sync.OnceFunc(func() { t.release(tenant) })
	select {
	case <-mine:
		return release, nil
	case <-ctx.Done():
	}
	if t.withdrawn(tenant, mine) {
		return nil, ctx.Err()
	}
	return release, nil // granted at the same moment
}

func (t *turns) ask(tenant string) turn {
	t.mu.Lock()
	defer t.mu.Unlock()
	mine := make(turn)
	if len(t.waiting[tenant]) == 0 {
		t.order = append(t.order, tenant)
	}
	t.waiting[tenant] = append(t.waiting[tenant], mine)
	t.grant()
	return mine
}

// withdrawn takes a turn off that nobody waits for any more; false if it is
// granted.
func (t *turns) withdrawn(tenant string, mine turn) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	at := slices.Index(t.waiting[tenant], mine)
	if at >= 0 {
		t.drop(tenant, at)
	}
	return at >= 0
}

// drop takes one off those that a tenant waits with.
func (t *turns) drop(tenant string, at int) {
	t.waiting[tenant] = slices.Delete(t.waiting[tenant], at, at+1)
	if len(t.waiting[tenant]) > 0 {
		return
	}
	delete(t.waiting, tenant)
	t.order = slices.DeleteFunc(t.order, func(o string) bool { return o == tenant })
}

func (t *turns) release(tenant string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.free++
	if t.taken[tenant]--; t.taken[tenant] == 0 {
		delete(t.taken, tenant)
	}
	t.grant()
}

// grant gives the free places to those whose turn it is.
func (t *turns) grant() {
	for t.free > 0 {
		next := -1
		for i, tenant := range t.order {
			if t.taken[tenant] < t.most && (next < 0 || t.taken[tenant] < t.taken[t.order[next]]) {
				next = i
			}
		}
		if next < 0 {
			return
		}
		tenant := t.order[next]
		t.order = append(slices.Delete(t.order, next, next+1), tenant)
		t.free--
		t.taken[tenant]++
		close(t.waiting[tenant][0])
		t.drop(tenant, 0)
	}
}
