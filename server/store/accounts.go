package store

import (
	"context"
	"errors"

	"catenary/internal/fault"
	"catenary/internal/page"
	"catenary/rbac"
	"catenary/server/identity"
)

const accountSelect = `
SELECT a.tenant_id, a.id, a.org_id, COALESCE(a.key, '') AS key, a.name, a.state, a.revision, a.created_at, a.updated_at
  FROM subjects a
 WHERE a.tenant_id = :tenant AND a.org_id = :org AND a.kind = 'service' AND a.state <> 'removed'`

func accountKeyTaken(err error) error {
	return keyTaken(err, "account.key_taken", "a service account of this org has this key already")
}

// InsertAccount adds a service account. One of the same org with its key is
// account.key_taken (Conflict).
func (s *Store) InsertAccount(ctx context.Context, a identity.Account) error {
	_, err := s.exec(ctx, `
INSERT INTO subjects (tenant_id, id, kind, org_id, key, name, state, revision, created_at, updated_at)
VALUES (:tenant_id, :id, 'service', :org_id, :key, :name, :state, 1, :created_at, :updated_at)`, a)
	return accountKeyTaken(err)
}

// Account reads a service account of an org; one that is not there is
// account.unknown (NotFound).
func (s *Store) Account(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, id rbac.SubjectID) (identity.Account, error) {
	var a identity.Account
	err := s.get(ctx, &a, accountSelect+` AND a.id = :id`, map[string]any{"tenant": tenant, "org": org, "id": id})
	if errors.Is(err, ErrNoRows) {
		return a, fault.New(fault.NotFound, "account.unknown", "no such service account in this org")
	}
	return a, err
}

// Accounts lists the service accounts of an org, sorted by name.
func (s *Store) Accounts(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, r page.Request) (page.Of[identity.Account], error) {
	args := map[string]any{"tenant": tenant, "org": org, "name": r.After.Sort, "id": r.After.ID, "max": r.Limit + 1}
	where := having(r, args, "a.key", "a.name")
	if !r.After.IsZero() {
		where += ` AND (a.name, a.id) > (:name, :id)`
	}
	var rows []identity.Account
	err := s.list(ctx, &rows, accountSelect+where+` ORDER BY a.name, a.id LIMIT :max`, args)
	return page.Cut(rows, r, func(a identity.Account) page.Cursor { return page.Cursor{Sort: a.Name, ID: string(a.ID)} }), err
}

// RenameAccount gives a service account its name and key if it still has the
// revision, and says whether it had.
func (s *Store) RenameAccount(ctx context.Context, a identity.Account) (bool, error) {
	n, err := s.exec(ctx, `
UPDATE subjects SET name = :name, key = :key, revision = revision + 1, updated_at = :updated_at
 WHERE tenant_id = :tenant_id AND id = :id AND kind = 'service' AND state <> 'removed' AND revision = :revision`, a)
	return n == 1, accountKeyTaken(err)
}
