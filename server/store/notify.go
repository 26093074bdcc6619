package store

import (
	"context"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"

	"catenary/rbac"
)

// policyChannel is where PostgreSQL tells all replicas of a policy change.
const policyChannel = "policy"

// policyEars is who wants to hear of policy changes. Every request reads the
// version anyway: hearing of it only makes it sooner.
type policyEars struct {
	// connect is how to open a connection that listens; nil on SQLite, where
	// all changes are made by this process.
	connect *pgx.ConnConfig

	mu    sync.Mutex
	next  int
	hears map[int]func(rbac.TenantID, int64)
}

func (e *policyEars) add(hear func(rbac.TenantID, int64)) (remove func()) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.hears == nil {
		e.hears = map[int]func(rbac.TenantID, int64){}
	}
	e.next++
	n := e.next
	e.hears[n] = hear
	return func() {
		e.mu.Lock()
		defer e.mu.Unlock()
		delete(e.hears, n)
	}
}

func (e *policyEars) tell(tenant rbac.TenantID, version int64) {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, hear := range e.hears {
		hear(tenant, version)
	}
}

// notifyPolicy tells all replicas, when the transaction of ctx commits.
func (s *Store) notifyPolicy(ctx context.Context, tenant rbac.TenantID, version int64) error {
	if s.policy.connect == nil {
		s.afterCommit(ctx, func() { s.policy.tell(tenant, version) })
		return nil
	}
	_, err := s.exec(ctx, `SELECT pg_notify(:channel, :payload)`, map[string]any{
		"channel": policyChannel, "payload": string(tenant) + ":" + strconv.FormatInt(version, 10),
	})
	return err
}

// The time between two tries to listen again.
const (
	listenAgain    = 250 * time.Millisecond
	listenAgainMax = 15 * time.Second
)

// ListenPolicy calls hear for each policy change that is committed, by any
// replica, until ctx ends. It is not sure to hear of all: while a connection is
// lost, changes pass unheard. hear must not block.
func (s *Store) ListenPolicy(ctx context.Context, hear func(tenant rbac.TenantID, version int64)) {
	if s.policy.connect == nil {
		remove := s.policy.add(hear)
		<-ctx.Done()
		remove()
		return
	}
	s.listen(ctx, policyChannel, func(payload string) {
		tenant, text, _ := strings.Cut(payload, ":")
		if version, err := strconv.ParseInt(text, 10, 64); err == nil {
			hear(rbac.TenantID(tenant), version)
		}
	})
}

// listen calls hear for what is told on a channel of PostgreSQL, until ctx ends.
func (s *Store) listen(ctx context.Context, channel string, hear func(payload string)) {
	wait := listenAgain
	for ctx.Err() == nil {
		if s.listenOnce(ctx, channel, hear) {
			wait = listenAgain
		}
		select {
		case <-ctx.Done():
		case <-time.After(wait):
			wait = min(2*wait, listenAgainMax)
		}
	}
}

// listenOnce listens until its connection ends, and says whether it had one.
func (s *Store) listenOnce(ctx context.Context, channel string, hear func(string)) bool {
	conn, err := pgx.ConnectConfig(ctx, s.policy.connect.Copy())
	if err != nil {
		return false
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	if _, err := conn.Exec(ctx, `LISTEN `+channel); err != nil {
		return false
	}
	for {
		n, err := conn.WaitForNotification(ctx)
		if err != nil {
			return true
		}
		hear(n.Payload)
	}
}
