package store

import (
	"context"
	"errors"

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
// turn it was first. It hops over the runs from tenant to tenant.
func (s *Store) dueTenants(ctx context.Context, now int64, max int) ([]string, error) {
	var last string
	if t := s.turn.Load(); t != nil {
		last = *t
	}
	var out []string
	for _, from := range []string{last, ""} {
		at := from
		for len(out) < max {
			var next *string
			err := s.get(ctx, &next, `SELECT MIN(tenant_id) FROM runs
 WHERE owner = '' AND due_at > 0 AND due_at <= :now AND tenant_id > :at`, map[string]any{"now": now, "at": at})
			if err != nil {
				return nil, err
			}
			if next == nil || from == "" && last != "" && *next > last {
				break
			}
			at = *next
			out = append(out, at)
		}
		if last == "" {
			break
		}
	}
	return out, nil
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

// NextDue implements runtime.Journal.
func (s *Store) NextDue(ctx context.Context) (int64, error) {
	var next int64
	err := s.get(ctx, &next, `SELECT COALESCE(MIN(due_at), 0) FROM runs WHERE owner = '' AND due_at > 0`, nil)
	return next, err
}
