package store

import (
	"context"
	"errors"

	"catenary/internal/fault"
	"catenary/internal/page"
	"catenary/rbac"
	"catenary/server/switches"
)

const switchRequestColumns = `r.tenant_id, r.id, r.switch_id, r.revision, r.was, r.value, r.approval_was, r.approval, r.reason, r.requested_by,
  r.human_id, r.run_id, r.ask, r.approval_id, r.digest, r.state, r.message, r.created_at, r.settled_at`

const switchRequestSelect = `SELECT ` + switchRequestColumns + `, COALESCE(w.name, '') AS by_name
  FROM switch_requests r LEFT JOIN subjects w ON w.tenant_id = r.tenant_id AND w.id = r.requested_by
 WHERE r.tenant_id = :tenant`

// InsertSwitchRequest implements switches.Store.
func (s *Store) InsertSwitchRequest(ctx context.Context, r switches.Request) error {
	_, err := s.exec(ctx, `
INSERT INTO switch_requests (tenant_id, id, switch_id, revision, was, value, approval_was, approval, reason, requested_by,
  human_id, run_id, ask, approval_id, digest, state, message, created_at, settled_at)
VALUES (:tenant_id, :id, :switch_id, :revision, :was, :value, :approval_was, :approval, :reason, :requested_by,
  :human_id, :run_id, :ask, :approval_id, :digest, :state, :message, :created_at, :settled_at)`, r)
	return err
}

// SettleSwitchRequest implements switches.Store.
func (s *Store) SettleSwitchRequest(ctx context.Context, r switches.Request) (bool, error) {
	n, err := s.exec(ctx, `
UPDATE switch_requests SET state = :state, message = :message, settled_at = :settled_at
 WHERE tenant_id = :tenant_id AND id = :id AND state = 'waiting'`, r)
	return n == 1, err
}

func (s *Store) switchRequest(ctx context.Context, query string, args map[string]any) (switches.Request, error) {
	var r switches.Request
	err := s.get(ctx, &r, query, args)
	if errors.Is(err, ErrNoRows) {
		return r, fault.New(fault.NotFound, "switch.request_unknown", "no such request")
	}
	return r, err
}

// LockSwitchRequest implements switches.Store.
func (s *Store) LockSwitchRequest(ctx context.Context, tenant rbac.TenantID, id string) (switches.Request, error) {
	return s.switchRequest(ctx, `SELECT `+switchRequestColumns+` FROM switch_requests r
 WHERE r.tenant_id = :tenant AND r.id = :id`+s.dialect.forUpdate, map[string]any{"tenant": tenant, "id": id})
}

// SwitchRequestOf implements switches.Store.
func (s *Store) SwitchRequestOf(ctx context.Context, tenant rbac.TenantID, ask string) (switches.Request, error) {
	return s.switchRequest(ctx, switchRequestSelect+` AND r.ask = :ask AND r.ask <> ''`, map[string]any{"tenant": tenant, "ask": ask})
}

// SwitchRequest implements switches.Store.
func (s *Store) SwitchRequest(ctx context.Context, tenant rbac.TenantID, of, id string) (switches.Request, error) {
	return s.switchRequest(ctx, switchRequestSelect+` AND r.switch_id = :of AND r.id = :id`, map[string]any{"tenant": tenant, "of": of, "id": id})
}

// SwitchRequests implements switches.Store.
func (s *Store) SwitchRequests(ctx context.Context, tenant rbac.TenantID, of string, state switches.RequestState, r page.Request) (page.Of[switches.Request], error) {
	args := map[string]any{"tenant": tenant, "of": of, "max": r.Limit + 1}
	where := ` AND r.switch_id = :of`
	if state != "" {
		where += ` AND r.state = :state`
		args["state"] = state
	}
	if !r.After.IsZero() {
		where += ` AND r.id < :below`
		args["below"] = r.After.ID
	}
	var rows []switches.Request
	err := s.list(ctx, &rows, switchRequestSelect+where+` ORDER BY r.id DESC LIMIT :max`, args)
	return page.Cut(rows, r, func(r switches.Request) page.Cursor { return page.Cursor{ID: r.ID} }), err
}

// WaitingSwitchRequests implements switches.Store.
func (s *Store) WaitingSwitchRequests(ctx context.Context, tenant rbac.TenantID, of string, before int64) ([]switches.Request, error) {
	var rows []switches.Request
	err := s.list(ctx, &rows, switchRequestSelect+` AND r.switch_id = :of AND r.state = 'waiting' AND r.revision < :before ORDER BY r.id`,
		map[string]any{"tenant": tenant, "of": of, "before": before})
	return rows, err
}
