package runtime

import (
	"context"
	"sync"
)

// turns lends a bounded number of places. While all are taken, tenants wait in
// turns: who asks for a thousand places gets one for each that another tenant
// gets.
type turns struct {
	mu      sync.Mutex
	free    int
	waiting map[string][]*turn
	order   []string // tenants that wait, the next one first
}

type turn struct {
	granted chan struct{}
	gone    bool
}

func newTurns(places int) *turns { return &turns{free: places, waiting: map[string][]*turn{}} }

// take waits for a place; release gives it back.
func (t *turns) take(ctx context.Context, tenant string) (release func(), err error) {
	t.mu.Lock()
	if t.free > 0 {
		t.free--
		t.mu.Unlock()
		return sync.OnceFunc(t.release), nil
	}
	mine := &turn{granted: make(chan struct{})}
	if len(t.waiting[tenant]) == 0 {
		t.order = append(t.order, tenant)
	}
	t.waiting[tenant] = append(t.waiting[tenant], mine)
	t.mu.Unlock()
	select {
	case <-mine.granted:
		return sync.OnceFunc(t.release), nil
	case <-ctx.Done():
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	select {
	case <-mine.granted: // at the same moment
		return sync.OnceFunc(t.release), nil
	default:
		mine.gone = true
		return nil, ctx.Err()
	}
}

func (t *turns) release() {
	t.mu.Lock()
	defer t.mu.Unlock()
	for len(t.order) > 0 {
		tenant := t.order[0]
		t.order = t.order[1:]
		queue := t.waiting[tenant]
		for len(queue) > 0 && queue[0].gone {
			queue = queue[1:]
		}
		if len(queue) == 0 {
			delete(t.waiting, tenant)
			continue
		}
		next := queue[0]
		if len(queue) == 1 {
			delete(t.waiting, tenant)
		} else {
			t.waiting[tenant] = queue[1:]
			t.order = append(t.order, tenant)
		}
		close(next.granted)
		return
	}
	t.free++
}
