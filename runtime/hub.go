package runtime

import (
	"sync"

	"catenary/runtime/run"
)

// Change tells that something of a run was committed.
type Change struct {
	ID
	Org, Chain string
	State      run.State
	Seq        int64
	EndedAt    int64
}

// Watch tells when a run has moved on. It carries no events: whoever watches
// reads them from the journal, so that a slow watcher holds up nobody.
type Watch struct {
	// C gets a value when there is something new since the last one.
	C    <-chan struct{}
	c    chan struct{}
	hub  *hub
	id   ID
	once sync.Once
}

// Close ends the watch.
func (w *Watch) Close() { w.once.Do(func() { w.hub.leave(w) }) }

// hub tells watchers of commits in this process.
type hub struct {
	mu   sync.RWMutex
	runs map[ID]map[*Watch]struct{}
	all  map[int]func(Change)
	next int
}

func newHub() *hub { return &hub{runs: map[ID]map[*Watch]struct{}{}, all: map[int]func(Change){}} }

func (h *hub) watch(id ID) *Watch {
	w := &Watch{c: make(chan struct{}, 1), hub: h, id: id}
	w.C = w.c
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.runs[id] == nil {
		h.runs[id] = map[*Watch]struct{}{}
	}
	h.runs[id][w] = struct{}{}
	return w
}

func (h *hub) leave(w *Watch) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.runs[w.id], w)
	if len(h.runs[w.id]) == 0 {
		delete(h.runs, w.id)
	}
}

// watchAll calls f, which must not block, for each commit.
func (h *hub) watchAll(f func(Change)) (stop func()) {
	h.mu.Lock()
	defer h.mu.Unlock()
	n := h.next
	h.next++
	h.all[n] = f
	return func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		delete(h.all, n)
	}
}

func (h *hub) tell(c Change) {
	h.mu.RLock()
	defer h.mu.RUnlock()
	h.wake(c.ID)
	for _, f := range h.all {
		f(c)
	}
}

// hint wakes the watchers of a run that another process drives.
func (h *hub) hint(id ID) {
	h.mu.RLock()
	defer h.mu.RUnlock()
	h.wake(id)
}

func (h *hub) wake(id ID) {
	for w := range h.runs[id] {
		select {
		case w.c <- struct{}{}:
		default:
		}
	}
}
