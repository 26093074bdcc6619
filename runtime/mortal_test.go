package runtime_test

import (
	"context"
	"errors"
	"sync"

	"catenary/runtime"
)

// counting counts how often each point is come to.
func counting(visits map[string]int) func(string) {
	var mu sync.Mutex
	return func(point string) {
		mu.Lock()
		defer mu.Unlock()
		visits[point]++
	}
}

// mortal is the journal of a process that dies at a place: from then on it
// writes nothing, and whatever comes to a point stays there.
type mortal struct {
	runtime.Journal
	place place

	mu    sync.Mutex
	count int
	dead  bool
	gone  chan struct{}
	// buried ends the wait of what came to a point after the death, so that the
	// test can end.
	buried chan struct{}
}

func newMortal(j runtime.Journal, at place) *mortal {
	return &mortal{Journal: j, place: at, gone: make(chan struct{}), buried: make(chan struct{})}
}

var errDead = errors.New("the process is dead")

func (m *mortal) reached(point string) {
	m.mu.Lock()
	if point == m.place.point && !m.dead {
		if m.count++; m.count == m.place.nth {
			m.dead = true
			close(m.gone)
		}
	}
	dead := m.dead
	m.mu.Unlock()
	if dead {
		<-m.buried
	}
}

func (m *mortal) isDead() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.dead
}

func (m *mortal) Commit(ctx context.Context, replica string, batch []runtime.Write) ([]runtime.Outcome, error) {
	if m.isDead() {
		return nil, runtime.ErrFenced
	}
	return m.Journal.Commit(ctx, replica, batch)
}

func (m *mortal) Renew(ctx context.Context, replica string, until int64) (bool, error) {
	if m.isDead() {
		return false, errDead
	}
	return m.Journal.Renew(ctx, replica, until)
}

func (m *mortal) Claim(ctx context.Context, replica string, max int) ([]runtime.Run, error) {
	if m.isDead() {
		return nil, errDead
	}
	return m.Journal.Claim(ctx, replica, max)
}

func (m *mortal) Leave(ctx context.Context, replica string) error {
	if m.isDead() {
		return errDead
	}
	return m.Journal.Leave(ctx, replica)
}
