package store

import (
	"context"
	"errors"

	"catenary/internal/fault"
	"catenary/internal/page"
	"catenary/rbac"
	"catenary/server/approvals"
)

const delegationSelect = `
SELECT d.tenant_id, d.id, d.from_id, d.to_id, d.begins_at, d.ends_at, d.reason, d.created_at,
       COALESCE(f.name, '') AS from_name, COALESCE(w.name, '') AS to_name
  FROM delegations d
  LEFT JOIN subjects f ON f.tenant_id = d.tenant_id AND f.id = d.from_id
  LEFT JOIN subjects w ON w.tenant_id = d.tenant_id AND w.id = d.to_id
 WHERE d.tenant_id = :tenant`

// InsertDelegation adds a deputy.
func (s *Store) InsertDelegation(ctx context.Context, d approvals.Delegation) error {
	_, err := s.exec(ctx, `
INSERT INTO delegations (tenant_id, id, from_id, to_id, begins_at, ends_at, reason, created_at)
VALUES (:tenant_id, :id, :from_id, :to_id, :begins_at, :ends_at, :reason, :created_at)`, d)
	if err != nil {
		return err
	}
	return s.tellInbox(ctx, d.Tenant)
}

// Delegation reads one; one that is not there is delegation.unknown (NotFound).
func (s *Store) Delegation(ctx context.Context, tenant rbac.TenantID, id string) (approvals.Delegation, error) {
	var d approvals.Delegation
	err := s.get(ctx, &d, delegationSelect+` AND d.id = :id`, map[string]any{"tenant": tenant, "id": id})
	if errors.Is(err, ErrNoRows) {
		return d, fault.New(fault.NotFound, "delegation.unknown", "no such delegation")
	}
	return d, err
}

// EndDelegation moves the end of a delegation to an earlier time, and says
// whether it lasted longer. One that has not begun goes.
func (s *Store) EndDelegation(ctx context.Context, d approvals.Delegation, at int64) (bool, error) {
	args := map[string]any{"tenant": d.Tenant, "id": d.ID, "at": at}
	n, err := s.exec(ctx, `DELETE FROM delegations WHERE tenant_id = :tenant AND id = :id AND begins_at >= :at`, args)
	if err == nil && n == 0 {
		n, err = s.exec(ctx, `UPDATE delegations SET ends_at = :at WHERE tenant_id = :tenant AND id = :id AND ends_at > :at`, args)
	}
	if err != nil {
		return false, err
	}
	return n == 1, s.tellInbox(ctx, d.Tenant)
}

// Delegations are those from or to somebody that end after a time, the newest
// first.
func (s *Store) Delegations(ctx context.Context, tenant rbac.TenantID, of rbac.SubjectID, endingAfter int64, r page.Request) (page.Of[approvals.Delegation], error) {
	where := ` AND (d.from_id = :of OR d.to_id = :of) AND d.ends_at > :after`
	if !r.After.IsZero() {
		where += ` AND d.id < :before`
	}
	var rows []approvals.Delegation
	err := s.list(ctx, &rows, delegationSelect+where+` ORDER BY d.id DESC LIMIT :max`,
		map[string]any{"tenant": tenant, "of": of, "after": endingAfter, "before": r.After.ID, "max": r.Limit + 1})
	return page.Cut(rows, r, func(d approvals.Delegation) page.Cursor { return page.Cursor{ID: d.ID} }), err
}

// StandsIn says whether to is the deputy of from at a time.
func (s *Store) StandsIn(ctx context.Context, tenant rbac.TenantID, from, to rbac.SubjectID, at int64) (bool, error) {
	var stands bool
	err := s.get(ctx, &stands, `
SELECT EXISTS (SELECT 1 FROM delegations
  WHERE tenant_id = :tenant AND from_id = :from AND to_id = :to AND begins_at <= :at AND ends_at > :at)`,
		map[string]any{"tenant": tenant, "from": from, "to": to, "at": at})
	return stands, err
}
