package store

import (
	"context"
	"errors"

	"catenary/internal/page"
	"catenary/rbac"
	"catenary/server/triggers"
)

const triggerColumns = `c.tenant_id, c.id, c.org_id, c.key, c.kind, c.enabled, c.next_at, c.since, c.paced_until, c.calendar,
  c.chain_key, c.name, c.revision, c.created_at, c.updated_at, c.updated_by, c.actor_kind, c.human_id, c.spec`

// fromTriggers joins who changed a trigger last.
const fromTriggers = `
  FROM triggers c` + withWriter

func triggerUnknown(err error) error {
	if errors.Is(err, ErrNoRows) {
		return triggers.Unknown()
	}
	return err
}

// Triggers implements triggers.Store.
func (s *Store) Triggers(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, r page.Request) (page.Of[triggers.Trigger], error) {
	args := map[string]any{"tenant": tenant, "org": org, "max": r.Limit + 1, "after": r.After.Sort}
	var rows []triggers.Trigger
	err := s.list(ctx, &rows, `SELECT `+triggerColumns+`, COALESCE(w.name, '') AS updated_by_name`+fromTriggers+`
 WHERE c.tenant_id = :tenant AND c.org_id = :org AND c.key > :after`+having(r, args, "c.key", "c.name")+` ORDER BY c.key LIMIT :max`, args)
	return page.Cut(rows, r, func(t triggers.Trigger) page.Cursor { return page.Cursor{Sort: t.Key, ID: t.ID} }), err
}

// Trigger implements triggers.Store.
func (s *Store) Trigger(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, key string) (triggers.Trigger, error) {
	var row triggers.Trigger
	err := s.get(ctx, &row, `SELECT `+triggerColumns+`, COALESCE(w.name, '') AS updated_by_name`+fromTriggers+`
 WHERE c.tenant_id = :tenant AND c.org_id = :org AND c.key = :key`,
		map[string]any{"tenant": tenant, "org": org, "key": key})
	return row, triggerUnknown(err)
}

// TriggerByID implements triggers.Store.
func (s *Store) TriggerByID(ctx context.Context, id string) (triggers.Trigger, error) {
	var row triggers.Trigger
	err := s.get(ctx, &row, `SELECT `+triggerColumns+` FROM triggers c WHERE c.id = :id`, map[string]any{"id": id})
	return row, triggerUnknown(err)
}

// LockTrigger implements triggers.Store.
func (s *Store) LockTrigger(ctx context.Context, tenant rbac.TenantID, id string) (triggers.Trigger, error) {
	var row triggers.Trigger
	err := s.get(ctx, &row, `SELECT `+triggerColumns+` FROM triggers c WHERE c.tenant_id = :tenant AND c.id = :id`+s.dialect.forUpdate,
		map[string]any{"tenant": tenant, "id": id})
	return row, triggerUnknown(err)
}

// InsertTrigger implements triggers.Store.
func (s *Store) InsertTrigger(ctx context.Context, t triggers.Trigger) error {
	_, err := s.exec(ctx, `
INSERT INTO triggers (tenant_id, id, org_id, key, kind, enabled, next_at, since, paced_until, calendar, chain_key, name,
  revision, created_at, updated_at, updated_by, actor_kind, human_id, spec)
VALUES (:tenant_id, :id, :org_id, :key, :kind, :enabled, :next_at, :since, :paced_until, :calendar, :chain_key, :name,
  :revision, :created_at, :updated_at, :updated_by, :actor_kind, :human_id, :spec)`, t)
	return keyTaken(err, "trigger.key_taken", "a trigger with this key is there already")
}

// UpdateTrigger implements triggers.Store.
func (s *Store) UpdateTrigger(ctx context.Context, t triggers.Trigger) (bool, error) {
	n, err := s.exec(ctx, `
UPDATE triggers
   SET enabled = :enabled, next_at = :next_at, since = :since, calendar = :calendar, chain_key = :chain_key, name = :name,
       revision = revision + 1, updated_at = :updated_at, updated_by = :updated_by, actor_kind = :actor_kind,
       human_id = :human_id, spec = :spec
 WHERE tenant_id = :tenant_id AND id = :id AND revision = :revision`, t)
	return n == 1, err
}

// DeleteTrigger implements triggers.Store.
func (s *Store) DeleteTrigger(ctx context.Context, t triggers.Trigger) (bool, error) {
	if _, err := s.LockTrigger(ctx, t.Tenant, t.ID); err != nil {
		return false, err
	}
	for _, table := range []string{"trigger_firings", "trigger_keys"} {
		if _, err := s.exec(ctx, `DELETE FROM `+table+` WHERE tenant_id = :tenant_id AND trigger_id = :id`, t); err != nil {
			return false, err
		}
	}
	n, err := s.exec(ctx, `DELETE FROM triggers WHERE tenant_id = :tenant_id AND id = :id AND revision = :revision`, t)
	return n == 1, err
}

// PaceTrigger implements triggers.Store.
func (s *Store) PaceTrigger(ctx context.Context, t triggers.Trigger) error {
	_, err := s.exec(ctx, `UPDATE triggers SET paced_until = :paced_until WHERE tenant_id = :tenant_id AND id = :id`, t)
	return err
}

// TriggerKeys implements triggers.Store.
func (s *Store) TriggerKeys(ctx context.Context, tenant rbac.TenantID, trigger string) ([]triggers.Key, error) {
	var rows []triggers.Key
	err := s.list(ctx, &rows, `
SELECT tenant_id, id, trigger_id, created_at, data_key_id, sealed FROM trigger_keys
 WHERE tenant_id = :tenant AND trigger_id = :trigger ORDER BY id DESC`, map[string]any{"tenant": tenant, "trigger": trigger})
	return rows, err
}

// InsertTriggerKey implements triggers.Store.
func (s *Store) InsertTriggerKey(ctx context.Context, k triggers.Key) error {
	_, err := s.exec(ctx, `
INSERT INTO trigger_keys (tenant_id, id, trigger_id, created_at, data_key_id, sealed)
VALUES (:tenant_id, :id, :trigger_id, :created_at, :data_key_id, :sealed)`, k)
	return err
}

// DeleteTriggerKey implements triggers.Store.
func (s *Store) DeleteTriggerKey(ctx context.Context, tenant rbac.TenantID, trigger, id string) (bool, error) {
	n, err := s.exec(ctx, `DELETE FROM trigger_keys WHERE tenant_id = :tenant AND trigger_id = :trigger AND id = :id`,
		map[string]any{"tenant": tenant, "trigger": trigger, "id": id})
	return n == 1, err
}

// DueTriggers implements triggers.Store. The ids of tenants are not asked for:
// it is the server's own work.
func (s *Store) DueTriggers(ctx context.Context, now int64, max int) ([]triggers.Trigger, error) {
	var rows []triggers.Trigger
	err := s.list(ctx, &rows, `SELECT `+triggerColumns+` FROM triggers c
 WHERE c.next_at > 0 AND c.next_at <= :now ORDER BY c.next_at, c.id LIMIT :max`, map[string]any{"now": now, "max": max})
	return rows, err
}

// AdvanceTrigger implements triggers.Store.
func (s *Store) AdvanceTrigger(ctx context.Context, t triggers.Trigger, before int64) (bool, error) {
	n, err := s.exec(ctx, `
UPDATE triggers SET next_at = :next_at, since = :since
 WHERE tenant_id = :tenant AND id = :id AND revision = :revision AND next_at = :before`, map[string]any{
		"tenant": t.Tenant, "id": t.ID, "revision": t.Revision, "next_at": t.NextAt, "since": t.Since, "before": before,
	})
	return n == 1, err
}

// NextDueTrigger implements triggers.Store.
func (s *Store) NextDueTrigger(ctx context.Context) (int64, error) {
	var next int64
	err := s.get(ctx, &next, `
SELECT COALESCE(MIN(due.at), 0) FROM (
  SELECT MIN(next_at) AS at FROM triggers WHERE next_at > 0
  UNION ALL SELECT MIN(due_at) AS at FROM trigger_firings WHERE state = 'pending') due`, nil)
	return next, err
}

// LookAgain implements triggers.Store.
func (s *Store) LookAgain(ctx context.Context, tenant rbac.TenantID, calendar string, now int64) error {
	_, err := s.exec(ctx, `
UPDATE triggers SET next_at = :now WHERE tenant_id = :tenant AND calendar = :calendar AND calendar <> '' AND enabled`,
		map[string]any{"tenant": tenant, "calendar": calendar, "now": now})
	return err
}

// GateFull implements triggers.Gates. Runs that wait for a place take one, too.
func (s *Store) GateFull(ctx context.Context, tenant, key string) (bool, error) {
	gates, err := s.Gates(ctx, tenant, []string{key})
	if err != nil || len(gates) == 0 {
		return false, err
	}
	return gates[0].Used+gates[0].Waiting >= gates[0].Capacity, nil
}
