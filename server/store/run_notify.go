package store

import (
	"context"
	"strings"
	"sync"

	"catenary/runtime"
)

// runChannel is where PostgreSQL tells all replicas of runs that have moved on,
// became due, or are asked something.
const runChannel = "catenary_runs"

// runEars is who wants to hear of runs, where all are changed by this process.
type runEars struct {
	mu    sync.Mutex
	next  int
	hears map[int]func(runtime.ID)
}

func (e *runEars) add(hear func(runtime.ID)) (remove func()) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.hears == nil {
		e.hears = map[int]func(runtime.ID){}
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

func (e *runEars) tell(ids []runtime.ID) {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, hear := range e.hears {
		for _, id := range ids {
			hear(id)
		}
	}
}

// maxPayload is what fits into one notification of PostgreSQL.
const maxPayload = 7900

// notifyRuns tells all replicas of runs, when the transaction of ctx commits.
func (s *Store) notifyRuns(ctx context.Context, ids []runtime.ID) error {
	if len(ids) == 0 {
		return nil
	}
	if s.policy.connect == nil {
		s.afterCommit(ctx, func() { s.runs.tell(ids) })
		return nil
	}
	var payloads []string
	var b strings.Builder
	for _, id := range ids {
		if b.Len()+len(id.Tenant)+len(id.Run)+2 > maxPayload {
			payloads = append(payloads, b.String())
			b.Reset()
		}
		b.WriteString(id.Tenant + ":" + id.Run + " ")
	}
	payloads = append(payloads, b.String())
	_, err := s.exec(ctx, `SELECT pg_notify(:channel, payload) FROM unnest(CAST(:payloads AS text[])) AS p (payload)`,
		map[string]any{"channel": runChannel, "payloads": payloads})
	return err
}

// ListenRuns calls hear for runs that any replica changed, made due or asked
// something, until ctx ends. It is not sure to hear of all: while a connection
// is lost, changes pass unheard, and a replica that is alone tells nobody of
// what it commits itself. hear must not block.
func (s *Store) ListenRuns(ctx context.Context, hear func(runtime.ID)) {
	if s.policy.connect == nil {
		remove := s.runs.add(hear)
		<-ctx.Done()
		remove()
		return
	}
	s.listen(ctx, runChannel, func(payload string) {
		for _, pair := range strings.Fields(payload) {
			if tenant, run, found := strings.Cut(pair, ":"); found {
				hear(runtime.ID{Tenant: tenant, Run: run})
			}
		}
	})
}
