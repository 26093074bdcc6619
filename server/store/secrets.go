package store

import (
	"context"
	"errors"

	"catenary/internal/fault"
	"catenary/internal/page"
	"catenary/rbac"
	"catenary/server/orgs"
	"catenary/server/secrets"
)

const secretColumns = `c.tenant_id, c.id, c.org_id, c.key, c.description, c.hosts, c.engines, c.version, c.revision,
  c.created_at, c.updated_at, c.rotated_at, c.updated_by`

// fromSecrets joins who changed a secret last.
const fromSecrets = `
  FROM secrets c LEFT JOIN subjects w ON w.tenant_id = c.tenant_id AND w.id = c.updated_by`

func secretUnknown(err error) error {
	if errors.Is(err, ErrNoRows) {
		return fault.New(fault.NotFound, "secret.unknown", "no such secret")
	}
	return err
}

// Secrets implements secrets.Store.
func (s *Store) Secrets(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, r page.Request) (page.Of[secrets.Secret], error) {
	shared, err := s.UsableIn(ctx, tenant, orgs.KindSecret, org)
	if err != nil {
		return page.Of[secrets.Secret]{}, err
	}
	args := map[string]any{"tenant": tenant, "org": org, "max": r.Limit + 1}
	where := ` WHERE c.tenant_id = :tenant` + having(r, args, "c.key")
	if !r.After.IsZero() {
		where += ` AND (c.key, c.id) > (:after_key, :after_id)`
		args["after_key"], args["after_id"] = r.After.Sort, r.After.ID
	}
	arm := func(shared, condition string) string {
		return `SELECT * FROM (
SELECT ` + secretColumns + `, COALESCE(w.name, '') AS updated_by_name, ` + shared + ` AS shared` + fromSecrets + where + ` AND ` + condition + `
 ORDER BY c.key, c.id LIMIT :max) part`
	}
	query := arm(`FALSE`, `c.org_id = :org`)
	if len(shared) > 0 {
		args["shared"] = s.dialect.list(shared)
		query = `SELECT * FROM (` + query + ` UNION ALL ` + arm(`TRUE`, s.dialect.in("c.id", "shared")) + `) c
 ORDER BY c.key, c.id LIMIT :max`
	}
	var rows []secrets.Secret
	err = s.list(ctx, &rows, query, args)
	return page.Cut(rows, r, func(s secrets.Secret) page.Cursor { return page.Cursor{Sort: s.Key, ID: s.ID} }), err
}

// Secret implements secrets.Store.
func (s *Store) Secret(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, key string) (secrets.Secret, error) {
	var row secrets.Secret
	err := s.get(ctx, &row, `SELECT `+secretColumns+`, COALESCE(w.name, '') AS updated_by_name`+fromSecrets+`
 WHERE c.tenant_id = :tenant AND c.org_id = :org AND c.key = :key`,
		map[string]any{"tenant": tenant, "org": org, "key": key})
	return row, secretUnknown(err)
}

// SharedSecrets implements secrets.Store.
func (s *Store) SharedSecrets(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, key string) ([]secrets.Secret, error) {
	shared, err := s.UsableIn(ctx, tenant, orgs.KindSecret, org)
	if err != nil || len(shared) == 0 {
		return nil, err
	}
	var rows []secrets.Secret
	err = s.list(ctx, &rows, `SELECT `+secretColumns+`, TRUE AS shared FROM secrets c
 WHERE c.tenant_id = :tenant AND c.key = :key AND `+s.dialect.in("c.id", "shared")+` ORDER BY c.id`,
		map[string]any{"tenant": tenant, "key": key, "shared": s.dialect.list(shared)})
	return rows, err
}

// SealedSecret implements secrets.Store.
func (s *Store) SealedSecret(ctx context.Context, tenant rbac.TenantID, id string) (secrets.SealedSecret, error) {
	var row secrets.SealedSecret
	err := s.get(ctx, &row, `SELECT `+secretColumns+`, c.data_key_id, c.sealed FROM secrets c
 WHERE c.tenant_id = :tenant AND c.id = :id`,
		map[string]any{"tenant": tenant, "id": id})
	return row, secretUnknown(err)
}

// InsertSecret implements secrets.Store.
func (s *Store) InsertSecret(ctx context.Context, secret secrets.SealedSecret) error {
	_, err := s.exec(ctx, `
INSERT INTO secrets (tenant_id, id, org_id, key, description, hosts, engines, version, data_key_id, sealed,
  revision, created_at, updated_at, rotated_at, updated_by)
VALUES (:tenant_id, :id, :org_id, :key, :description, :hosts, :engines, :version, :data_key_id, :sealed,
  :revision, :created_at, :updated_at, :rotated_at, :updated_by)`, secret)
	return keyTaken(err, "secret.key_taken", "a secret with this key is there already")
}

// UpdateSecret implements secrets.Store.
func (s *Store) UpdateSecret(ctx context.Context, secret secrets.Secret) (bool, error) {
	n, err := s.exec(ctx, `
UPDATE secrets
   SET description = :description, hosts = :hosts, engines = :engines,
       revision = revision + 1, updated_at = :updated_at, updated_by = :updated_by
 WHERE tenant_id = :tenant_id AND id = :id AND revision = :revision`, secret)
	return n == 1, err
}

// ReplaceSecret implements secrets.Store.
func (s *Store) ReplaceSecret(ctx context.Context, secret secrets.SealedSecret) (bool, error) {
	n, err := s.exec(ctx, `
UPDATE secrets
   SET version = :version, data_key_id = :data_key_id, sealed = :sealed, rotated_at = :rotated_at,
       revision = revision + 1, updated_at = :updated_at, updated_by = :updated_by
 WHERE tenant_id = :tenant_id AND id = :id AND revision = :revision`, secret)
	return n == 1, err
}

// DeleteSecret implements secrets.Store.
func (s *Store) DeleteSecret(ctx context.Context, secret secrets.Secret) (bool, error) {
	n, err := s.exec(ctx, `
DELETE FROM secrets WHERE tenant_id = :tenant_id AND id = :id AND revision = :revision`, secret)
	if err != nil || n != 1 {
		return false, err
	}
	_, err = s.exec(ctx, `DELETE FROM shares WHERE tenant_id = :tenant_id AND kind = 'secret' AND resource_id = :id`, secret)
	return true, err
}

// SecretShares implements secrets.Store.
func (s *Store) SecretShares(ctx context.Context, tenant rbac.TenantID, id string) ([]rbac.Share, error) {
	return s.sharesOf(ctx, tenant, orgs.KindSecret, id)
}
