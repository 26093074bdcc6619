package store

import (
	"context"
	"sync"

	"catenary/rbac"
)

// The channels on which servers tell each other what is no matter of runs or
// rights.
const (
	inboxChannel = "catenary_inbox"
	asksChannel  = "catenary_asks"
)

// ears are who wants to hear on channels, where all is changed by this process.
type ears struct {
	mu    sync.Mutex
	next  int
	hears map[string]map[int]func(string)
}

func (e *ears) add(channel string, hear func(string)) (remove func()) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.hears == nil {
		e.hears = map[string]map[int]func(string){}
	}
	if e.hears[channel] == nil {
		e.hears[channel] = map[int]func(string){}
	}
	e.next++
	n := e.next
	e.hears[channel][n] = hear
	return func() {
		e.mu.Lock()
		defer e.mu.Unlock()
		delete(e.hears[channel], n)
	}
}

func (e *ears) tell(channel, payload string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, hear := range e.hears[channel] {
		hear(payload)
	}
}

// tell tells all servers on a channel, when the transaction of ctx commits.
func (s *Store) tell(ctx context.Context, channel, payload string) error {
	if s.policy.connect == nil {
		s.afterCommit(ctx, func() { s.ears.tell(channel, payload) })
		return nil
	}
	_, err := s.exec(ctx, `SELECT pg_notify(:channel, :payload)`, map[string]any{"channel": channel, "payload": payload})
	return err
}

// hear calls hear for what any server tells on a channel, until ctx ends. While
// a connection is lost, some of it passes unheard. hear must not block.
func (s *Store) hear(ctx context.Context, channel string, hear func(payload string)) {
	if s.policy.connect == nil {
		remove := s.ears.add(channel, hear)
		<-ctx.Done()
		remove()
		return
	}
	s.listen(ctx, channel, hear)
}

// tellInbox tells that to-dos of a tenant changed.
func (s *Store) tellInbox(ctx context.Context, tenant rbac.TenantID) error {
	return s.tell(ctx, inboxChannel, string(tenant))
}

// ListenInbox calls hear for tenants whose to-dos changed, until ctx ends. It is
// not sure to hear of all. hear must not block.
func (s *Store) ListenInbox(ctx context.Context, hear func(rbac.TenantID)) {
	s.hear(ctx, inboxChannel, func(tenant string) { hear(rbac.TenantID(tenant)) })
}
