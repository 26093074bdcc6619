package store

import (
	"context"
	"errors"

	"catenary/internal/fault"
	"catenary/rbac"
	"catenary/server/environments"
)

const registryColumns = `c.tenant_id, c.org_id, c.url, c.username, c.secret, c.revision, c.created_at, c.updated_at, c.updated_by`

// Registry reads the registry of an org; none is registry.unknown (NotFound).
func (s *Store) Registry(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID) (environments.Registry, error) {
	var row environments.Registry
	err := s.get(ctx, &row, `SELECT `+registryColumns+` FROM registries c WHERE c.tenant_id = :tenant AND c.org_id = :org`,
		map[string]any{"tenant": tenant, "org": org})
	if errors.Is(err, ErrNoRows) {
		err = fault.New(fault.NotFound, "registry.unknown", "the org has set no registry")
	}
	return row, err
}

// RegistriesOf reads those that some orgs have set.
func (s *Store) RegistriesOf(ctx context.Context, tenant rbac.TenantID, orgs []rbac.OrgID) ([]environments.Registry, error) {
	ids := make([]string, len(orgs))
	for i, org := range orgs {
		ids[i] = string(org)
	}
	var rows []environments.Registry
	err := s.list(ctx, &rows, `SELECT `+registryColumns+` FROM registries c WHERE c.tenant_id = :tenant AND `+s.dialect.in("c.org_id", "orgs"),
		map[string]any{"tenant": tenant, "orgs": s.dialect.list(ids)})
	return rows, err
}

// InsertRegistry adds the registry of an org; if another was faster that is
// registry.exists (Conflict).
func (s *Store) InsertRegistry(ctx context.Context, r environments.Registry) error {
	_, err := s.exec(ctx, `
INSERT INTO registries (tenant_id, org_id, url, username, secret, revision, created_at, updated_at, updated_by)
VALUES (:tenant_id, :org_id, :url, :username, :secret, :revision, :created_at, :updated_at, :updated_by)`, r)
	if fault.HasCode(err, CodeTaken) {
		err = fault.New(fault.Conflict, "registry.exists", "the org has set a registry already").Because(err)
	}
	return err
}

// UpdateRegistry writes a registry that still has the revision, and says
// whether it had.
func (s *Store) UpdateRegistry(ctx context.Context, r environments.Registry) (bool, error) {
	n, err := s.exec(ctx, `
UPDATE registries SET url = :url, username = :username, secret = :secret, revision = revision + 1, updated_at = :updated_at, updated_by = :updated_by
 WHERE tenant_id = :tenant_id AND org_id = :org_id AND revision = :revision`, r)
	return n == 1, err
}

// DeleteRegistry takes the registry of an org away, and says whether it had the
// revision.
func (s *Store) DeleteRegistry(ctx context.Context, r environments.Registry) (bool, error) {
	n, err := s.exec(ctx, `DELETE FROM registries WHERE tenant_id = :tenant_id AND org_id = :org_id AND revision = :revision`, r)
	return n == 1, err
}
