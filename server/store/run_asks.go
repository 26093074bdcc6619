package store

import (
	"context"
	"errors"

	"catenary/internal/fault"
	"catenary/rbac"
	"catenary/runtime"
)

// asks keeps what steps ask of people, what they ask no more, and which runs
// have failed.
func (c *commit) asks(done []int) error {
	var asked, over, failed, starters [][]any
	tenants := map[string]bool{}
	for _, i := range done {
		w := &c.batch[i]
		for _, a := range w.Asks {
			asked = append(asked, []any{a.Tenant, a.Key, a.Run, a.Step, a.Kind, "asked", a.Created, clean(a.Body)})
		}
		for _, key := range w.Answered {
			over = append(over, []any{w.Tenant, key})
		}
		if w.Todo != "" {
			failed = append(failed, []any{w.Todo, c.now, w.Tenant, w.Run})
			starters = append(starters, []any{w.Todo, w.Tenant, w.Run})
			tenants[w.Tenant] = true
		}
	}
	for _, s := range []struct {
		statement *bulk
		rows      [][]any
	}{{insertAsks, asked}, {endAsks, over}, {putFailure, failed}, {askStarter, starters}} {
		if _, err := c.do.do(s.statement, s.rows); err != nil {
			return err
		}
	}
	for tenant := range tenants {
		if err := c.s.tellInbox(c.ctx, rbac.TenantID(tenant)); err != nil {
			return err
		}
	}
	if len(asked)+len(over) == 0 {
		return nil
	}
	return c.s.tell(c.ctx, asksChannel, "")
}

const askSelect = `SELECT tenant_id, key, run_id, step, kind, body, created_at FROM run_asks`

// NewAsks are those that are not before people yet, the oldest first.
func (s *Store) NewAsks(ctx context.Context, limit int) ([]runtime.Ask, error) {
	return s.asks(ctx, `asked`, limit)
}

// OverAsks are those that ask no more and are not put away yet.
func (s *Store) OverAsks(ctx context.Context, limit int) ([]runtime.Ask, error) {
	return s.asks(ctx, `over`, limit)
}

func (s *Store) asks(ctx context.Context, state string, limit int) ([]runtime.Ask, error) {
	var rows []runtime.Ask
	err := s.list(ctx, &rows, askSelect+` WHERE state = :state AND state <> 'open' ORDER BY created_at LIMIT :max`,
		map[string]any{"state": state, "max": limit})
	return rows, err
}

// Ask reads one that a step still waits for, or is ask.unknown (NotFound).
func (s *Store) Ask(ctx context.Context, tenant rbac.TenantID, key string) (runtime.Ask, error) {
	var a runtime.Ask
	err := s.get(ctx, &a, askSelect+` WHERE tenant_id = :tenant AND key = :key AND state <> 'over'`, map[string]any{"tenant": tenant, "key": key})
	if errors.Is(err, ErrNoRows) {
		return a, fault.New(fault.NotFound, "ask.unknown", "the step asks for nothing any more")
	}
	return a, err
}

// TakeAsk marks one as before people, and says whether it was new.
func (s *Store) TakeAsk(ctx context.Context, a runtime.Ask) (bool, error) {
	n, err := s.exec(ctx, `UPDATE run_asks SET state = 'open' WHERE tenant_id = :tenant_id AND key = :key AND state = 'asked'`, a)
	return n == 1, err
}

// DropAsk puts away one that is over, and says whether it was there.
func (s *Store) DropAsk(ctx context.Context, a runtime.Ask) (bool, error) {
	n, err := s.exec(ctx, `DELETE FROM run_asks WHERE tenant_id = :tenant_id AND key = :key AND state = 'over'`, a)
	return n == 1, err
}

// ListenAsks calls hear when there are asks that are new or over, until ctx
// ends. It is not sure to hear of all. hear must not block.
func (s *Store) ListenAsks(ctx context.Context, hear func()) {
	s.hear(ctx, asksChannel, func(string) { hear() })
}
