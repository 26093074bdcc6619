package store

import (
	"context"
	"errors"

	"catenary/internal/page"
	"catenary/rbac"
	"catenary/server/triggers"
)

const firingColumns = `tenant_id, trigger_id, key, id, state, due_at, tries, fired_at, ends_at, run_id, code, message, input`

// Firing implements triggers.Store. One that is not there is ErrNoRows.
func (s *Store) Firing(ctx context.Context, tenant rbac.TenantID, trigger, key string) (triggers.Firing, error) {
	var row triggers.Firing
	err := s.get(ctx, &row, `SELECT `+firingColumns+` FROM trigger_firings
 WHERE tenant_id = :tenant AND trigger_id = :trigger AND key = :key`,
		map[string]any{"tenant": tenant, "trigger": trigger, "key": key})
	return row, err
}

// Firings implements triggers.Store.
func (s *Store) Firings(ctx context.Context, tenant rbac.TenantID, trigger string, r page.Request) (page.Of[triggers.Firing], error) {
	args := map[string]any{"tenant": tenant, "trigger": trigger, "max": r.Limit + 1, "after": r.After.ID}
	where := ""
	if !r.After.IsZero() {
		where = ` AND id < :after`
	}
	var rows []triggers.Firing
	err := s.list(ctx, &rows, `SELECT `+firingColumns+` FROM trigger_firings
 WHERE tenant_id = :tenant AND trigger_id = :trigger`+where+` ORDER BY id DESC LIMIT :max`, args)
	return page.Cut(rows, r, func(f triggers.Firing) page.Cursor { return page.At(f.FiredAt, f.ID) }), err
}

// InsertFiring implements triggers.Store.
func (s *Store) InsertFiring(ctx context.Context, f triggers.Firing) (bool, error) {
	n, err := s.exec(ctx, `
INSERT INTO trigger_firings (`+firingColumns+`)
VALUES (:tenant_id, :trigger_id, :key, :id, :state, :due_at, :tries, :fired_at, :ends_at, :run_id, :code, :message, :input)
ON CONFLICT (tenant_id, trigger_id, key) DO NOTHING`, f)
	return n == 1, err
}

// ClaimFiring implements triggers.Store.
func (s *Store) ClaimFiring(ctx context.Context, f triggers.Firing, until int64) (bool, error) {
	n, err := s.exec(ctx, `
UPDATE trigger_firings SET due_at = :until
 WHERE tenant_id = :tenant AND trigger_id = :trigger AND key = :key AND state = 'pending' AND due_at = :due`, map[string]any{
		"tenant": f.Tenant, "trigger": f.Trigger, "key": f.Key, "due": f.DueAt, "until": until,
	})
	return n == 1, err
}

// SettleFiring implements triggers.Store. One that another server has settled
// stays as it is.
func (s *Store) SettleFiring(ctx context.Context, f triggers.Firing) error {
	_, err := s.exec(ctx, `
UPDATE trigger_firings
   SET state = :state, due_at = :due_at, tries = :tries, run_id = :run_id, code = :code, message = :message, input = :input
 WHERE tenant_id = :tenant_id AND trigger_id = :trigger_id AND key = :key AND state = 'pending'`, f)
	return err
}

// DeleteFiring implements triggers.Store.
func (s *Store) DeleteFiring(ctx context.Context, f triggers.Firing) error {
	_, err := s.exec(ctx, `DELETE FROM trigger_firings WHERE tenant_id = :tenant_id AND trigger_id = :trigger_id AND key = :key`, f)
	return err
}

// DueFirings implements triggers.Store.
func (s *Store) DueFirings(ctx context.Context, now int64, max int) ([]triggers.Firing, error) {
	var rows []triggers.Firing
	err := s.list(ctx, &rows, `SELECT `+firingColumns+` FROM trigger_firings
 WHERE state = 'pending' AND due_at <= :now ORDER BY due_at, id LIMIT :max`, map[string]any{"now": now, "max": max})
	return rows, err
}

// PruneFirings implements triggers.Store.
func (s *Store) PruneFirings(ctx context.Context, now int64) (int64, error) {
	var some bool // mostly there are none, and a write would wake the disk
	err := s.get(ctx, &some, `SELECT TRUE FROM trigger_firings WHERE state <> 'pending' AND ends_at <= :now LIMIT 1`, map[string]any{"now": now})
	if errors.Is(err, ErrNoRows) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	return s.exec(ctx, `DELETE FROM trigger_firings WHERE state <> 'pending' AND ends_at <= :now`, map[string]any{"now": now})
}
