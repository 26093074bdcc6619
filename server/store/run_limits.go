package store

import (
	"context"
	"errors"

	"catenary/internal/clock"
	"catenary/rbac"
	"catenary/server/limits"
)

var _ limits.Store = (*Store)(nil)

const limitColumns = `tenant_id, key, org_id, chain_id, concurrency, queue, rate, revision, updated_at, updated_by`

// Limits implements limits.Store.
func (s *Store) Limits(ctx context.Context, tenant rbac.TenantID) ([]limits.Limit, error) {
	var out []limits.Limit
	err := s.list(ctx, &out, `SELECT `+limitColumns+` FROM run_limits WHERE tenant_id = :tenant ORDER BY key`,
		map[string]any{"tenant": tenant})
	return out, err
}

// Limit implements limits.Store.
func (s *Store) Limit(ctx context.Context, tenant rbac.TenantID, key string) (limits.Limit, error) {
	var l limits.Limit
	err := s.get(ctx, &l, `SELECT `+limitColumns+` FROM run_limits WHERE tenant_id = :tenant AND key = :key`,
		map[string]any{"tenant": tenant, "key": key})
	if errors.Is(err, ErrNoRows) {
		return limits.Limit{Tenant: tenant, Key: key, Revision: 1}, nil
	}
	return l, err
}

// LimitUse implements limits.Store.
func (s *Store) LimitUse(ctx context.Context, tenant rbac.TenantID, key string) (limits.Use, error) {
	gates, err := s.Gates(ctx, string(tenant), []string{key})
	if err != nil || len(gates) == 0 {
		return limits.Use{}, err
	}
	return limits.Use{Running: gates[0].Used, Waiting: gates[0].Waiting}, nil
}

// SetLimit implements limits.Store. Starts begin anew at the new pace.
func (s *Store) SetLimit(ctx context.Context, l limits.Limit) (bool, error) {
	const change = `
UPDATE run_limits SET concurrency = :concurrency, queue = :queue, rate = :rate, paced_until = 0,
       revision = revision + 1, updated_at = :updated_at, updated_by = :updated_by
 WHERE tenant_id = :tenant_id AND key = :key AND revision = :revision`
	const first = `
INSERT INTO run_limits (` + limitColumns + `, paced_until)
VALUES (:tenant_id, :key, :org_id, :chain_id, :concurrency, :queue, :rate, 2, :updated_at, :updated_by, 0) ON CONFLICT DO NOTHING`
	statement := change
	if l.Revision == 1 {
		statement = first
	}
	n, err := s.exec(ctx, statement, l)
	return n == 1, err
}

// minute is what rates count by, in microseconds.
const minute = 60_000_000

// PaceStart implements limits.Store. Each start takes its part of a minute; as
// many are let in as a minute has parts left. The rows are locked in order, so
// that servers at once let in no more together.
func (s *Store) PaceStart(ctx context.Context, tenant rbac.TenantID, keys []string) (wait int64, err error) {
	err = s.InTx(ctx, func(ctx context.Context) error {
		var rows []struct {
			Tenant string `db:"tenant_id"`
			Key    string
			Rate   int64
			Until  int64 `db:"paced_until"`
		}
		err := s.list(ctx, &rows, `SELECT tenant_id, key, rate, paced_until FROM run_limits
 WHERE tenant_id = :tenant AND `+s.dialect.in("key", "keys")+` AND rate > 0 ORDER BY key`+s.dialect.forUpdate,
			map[string]any{"tenant": tenant, "keys": s.dialect.list(keys)})
		if err != nil {
			return err
		}
		now := clock.Micros(s.now())
		wait = 0
		for i := range rows {
			r := &rows[i]
			r.Until = max(r.Until, now) + minute/r.Rate
			wait = max(wait, r.Until-now-minute)
		}
		if wait > 0 {
			return nil
		}
		for _, r := range rows {
			_, err := s.exec(ctx, `UPDATE run_limits SET paced_until = :paced_until WHERE tenant_id = :tenant_id AND key = :key`, r)
			if err != nil {
				return err
			}
		}
		return nil
	})
	return wait, err
}

// StartedBefore says whether somebody started a run with this key.
func (s *Store) StartedBefore(ctx context.Context, tenant rbac.TenantID, by rbac.SubjectID, key string) (bool, error) {
	var found bool
	err := s.get(ctx, &found, `SELECT EXISTS (
  SELECT 1 FROM runs WHERE tenant_id = :tenant AND started_by = :by AND start_key = :key AND start_key <> '')`,
		map[string]any{"tenant": tenant, "by": by, "key": key})
	return found, err
}
