package builtin

import (
	"context"
	"sync"
)

// hub tells those who follow an execution that something has changed. The zero
// one works.
type hub struct {
	mu        sync.Mutex
	listeners map[string]map[chan struct{}]struct{}
}

func (h *hub) watch(ctx context.Context, execution string) <-chan struct{} {
	changed := make(chan struct{}, 1)
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.listeners == nil {
		h.listeners = map[string]map[chan struct{}]struct{}{}
	}
	if h.listeners[execution] == nil {
		h.listeners[execution] = map[chan struct{}]struct{}{}
	}
	h.listeners[execution][changed] = struct{}{}
	context.AfterFunc(ctx, func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		delete(h.listeners[execution], changed)
		if len(h.listeners[execution]) == 0 {
			delete(h.listeners, execution)
		}
	})
	return changed
}

func (h *hub) tell(execution string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for changed := range h.listeners[execution] {
		select {
		case changed <- struct{}{}:
		default: // it has not been looked at since the last one
		}
	}
}
