package store

import (
	"context"
	"errors"
	"slices"

	"catenary/internal/clock"
	"catenary/runtime"
)

// Claim implements runtime.Journal.
func (s *Store) Claim(ctx context.Context, replica string, max int) ([]runtime.Run, error) {
	now := clock.Micros(s.now())
	tenants, err := s.dueTenants(ctx, now, max)
	if err != nil || len(tenants) == 0 {
		return nil, err
	}
	var out []runtime.Run
	err = s.InTx(ctx, func(ctx context.Context) error {
		out = out[:0]
		if _, err := s.holdLease(ctx, replica); err != nil {
			return err
		}
		for len(tenants) > 0 && len(out) < max {
			each := (max - len(out) + len(tenants) - 1) / len(tenants)
			var more []string
			for _, tenant := range tenants {
				n := min(each, max-len(out))
				if n == 0 {
					break
				}
				rows, err := s.claimOf(ctx, replica, tenant, now, n)
				if err != nil {
					return err
				}
				if out = append(out, rows...); len(rows) == n {
					more = append(more, tenant)
				}
			}
			tenants = more
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if len(out) > 0 {
		s.turn.Store(&out[len(out)-1].Tenant)
	}
	return out, nil
}

// dueTenants are tenants that have due runs, those behind the last one whose
// turn it was first.
func (s *Store) dueTenants(ctx context.Context, now int64, max int) ([]string, error) {
	first, err := s.NextDue(ctx)
	if err != nil || first == 0 || first > now {
		return nil, err
	}
	last := ""
	if t := s.turn.Load(); t != nil {
		last = *t
	}
	out, err := s.dueBehind(ctx, last, now, max)
	if err != nil || last == "" || len(out) == max {
		return out, err
	}
	again, err := s.dueBehind(ctx, "", now, max-len(out))
	for _, tenant := range again {
		if !slices.Contains(out, tenant) {
			out = append(out, tenant)
		}
	}
	return out, err
}

// dueBehind hops over the runs that wait, from tenant to tenant, so that it does
// not matter how many a tenant has.
func (s *Store) dueBehind(ctx context.Context, last string, now int64, max int) ([]string, error) {
	const waiting = `FROM runs x WHERE x.owner = '' AND x.due_at > 0 AND `
	var out []string
	err := s.list(ctx, &out, `
WITH RECURSIVE t (tenant_id) AS (
  SELECT MIN(x.tenant_id) `+waiting+`x.tenant_id > :last
  UNION ALL
  SELECT (SELECT MIN(x.tenant_id) `+waiting+`x.tenant_id > t.tenant_id) FROM t WHERE t.tenant_id IS NOT NULL
)
SELECT tenant_id FROM t
 WHERE tenant_id IS NOT NULL AND EXISTS (SELECT 1 `+waiting+`x.tenant_id = t.tenant_id AND x.due_at <= :now)
 LIMIT :max`, map[string]any{"last": last, "now": now, "max": max})
	return out, err
}

// claimOf takes the runs of a tenant that are due longest.
func (s *Store) claimOf(ctx context.Context, replica, tenant string, now int64, max int) ([]runtime.Run, error) {
	var rows []runtime.Run
	err := s.listFrom(ctx, s.writer(ctx), &rows, `
WITH due AS MATERIALIZED (
  SELECT id AS due_id FROM runs
   WHERE tenant_id = :tenant AND owner = '' AND due_at > 0 AND due_at <= :now
   ORDER BY due_at LIMIT :max`+s.dialect.skipLocked+`)
UPDATE runs SET owner = :replica, epoch = epoch + 1, due_at = 0 FROM due
 WHERE tenant_id = :tenant AND id = due_id
RETURNING `+runColumns, map[string]any{"tenant": tenant, "now": now, "max": max, "replica": replica})
	return rows, err
}

// ClaimRun implements runtime.Journal. A run that is held back can be claimed
// if it is due: it is to be cancelled.
func (s *Store) ClaimRun(ctx context.Context, replica, tenant, id string) (r runtime.Run, claimed bool, err error) {
	err = s.InTx(ctx, func(ctx context.Context) error {
		if _, err := s.holdLease(ctx, replica); err != nil {
			return err
		}
		err := s.returning(ctx, &r, `
UPDATE runs SET owner = :replica, epoch = epoch + 1, due_at = 0
 WHERE tenant_id = :tenant AND id = :id AND owner = '' AND (NOT held OR due_at > 0)
   AND (state NOT IN `+finalStates+` OR EXISTS (
        SELECT 1 FROM run_signals g WHERE g.tenant_id = runs.tenant_id AND g.run_id = runs.id))
RETURNING `+runColumns, map[string]any{"tenant": tenant, "id": id, "replica": replica})
		if claimed = err == nil; errors.Is(err, ErrNoRows) {
			return nil
		}
		return err
	})
	return r, claimed && err == nil, err
}

// Owned implements runtime.Journal.
func (s *Store) Owned(ctx context.Context, replica string) ([]runtime.Run, error) {
	var rows []runtime.Run
	err := s.listFrom(ctx, s.writer(ctx), &rows, `SELECT `+runColumns+` FROM runs WHERE owner = :replica AND owner <> ''`,
		map[string]any{"replica": replica})
	return rows, err
}

// NextDue implements runtime.Journal.
func (s *Store) NextDue(ctx context.Context) (int64, error) {
	var next int64
	err := s.get(ctx, &next, `SELECT COALESCE(MIN(due_at), 0) FROM runs WHERE owner = '' AND due_at > 0`, nil)
	return next, err
}
