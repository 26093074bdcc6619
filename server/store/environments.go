package store

import (
	"context"
	"errors"

	"catenary/internal/fault"
	"catenary/internal/page"
	"catenary/rbac"
	"catenary/server/chains"
	"catenary/server/environments"
	"catenary/server/orgs"
)

// environmentColumns has all but the description, which lists leave out.
const environmentColumns = `c.tenant_id, c.id, c.org_id, c.key, c.name, c.run_as, c.image, c.upload_id, c.source_revision, c.revision,
  c.created_at, c.created_by, c.updated_at, c.updated_by, COALESCE(c.deleted_at, 0) AS deleted_at, c.source, c.entry, c.limits,
  c.deprecated_at, c.deprecation_note, c.replacement`

// fromEnvironments joins who changed an environment last.
const fromEnvironments = `, c.description, COALESCE(w.name, '') AS updated_by_name
  FROM environments c` + withWriter

func environmentUnknown(err error) error {
	if errors.Is(err, ErrNoRows) {
		return fault.New(fault.NotFound, "environment.unknown", "no such environment")
	}
	return err
}

// Environments lists what the orgs of f own, and what is shared to f.Org; the
// last changed one comes first.
func (s *Store) Environments(ctx context.Context, tenant rbac.TenantID, f environments.Filter, r page.Request) (page.Of[environments.Environment], error) {
	shared, err := s.UsableIn(ctx, tenant, orgs.KindEnvironment, f.Org)
	if err != nil {
		return page.Of[environments.Environment]{}, err
	}
	args := map[string]any{"tenant": tenant}
	where := `c.tenant_id = :tenant AND c.deleted_at IS NULL` + searched(f.Search, args) + after(r, "c.updated_at", args)
	set := f.Set
	if !f.Deep {
		set = rbac.OrgSet{Mode: rbac.In, IDs: []rbac.OrgID{f.Org}}
	}
	query := `SELECT ` + environmentColumns + `, FALSE AS shared FROM ` + s.newest("environments", set, where, args) + newestFirst
	if len(shared) > 0 {
		args["shared"] = s.dialect.list(shared)
		query = `SELECT * FROM (` + query + `) own
UNION ALL SELECT * FROM (
SELECT ` + environmentColumns + `, TRUE AS shared FROM environments c WHERE ` + where + ` AND ` + s.dialect.in("c.id", "shared") + newestFirst + `) shared`
	}
	query = `SELECT c.*, COALESCE(w.name, '') AS updated_by_name, COALESCE(i.size, 0) AS image_size, COALESCE(i.created_at, 0) AS image_since
  FROM (` + query + `) c` + withWriter + `
  LEFT JOIN environment_images i ON i.tenant_id = c.tenant_id AND i.environment_id = c.id AND i.digest = c.image` + newestFirst
	var rows []environments.Environment
	err = s.list(ctx, &rows, query, args)
	return page.Cut(rows, r, func(e environments.Environment) page.Cursor { return page.At(e.UpdatedAt, e.ID) }), err
}

// Environment reads a living environment by its key; one that is not there is
// environment.unknown (NotFound).
func (s *Store) Environment(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, key string) (environments.Environment, error) {
	var row environments.Environment
	err := s.get(ctx, &row, `SELECT `+environmentColumns+fromEnvironments+`
 WHERE c.tenant_id = :tenant AND c.org_id = :org AND c.key = :key AND c.deleted_at IS NULL`,
		map[string]any{"tenant": tenant, "org": org, "key": key})
	return row, environmentUnknown(err)
}

// EnvironmentByID reads an environment, a deleted one too.
func (s *Store) EnvironmentByID(ctx context.Context, tenant rbac.TenantID, id string) (environments.Environment, error) {
	var row environments.Environment
	err := s.get(ctx, &row, `SELECT `+environmentColumns+fromEnvironments+`
 WHERE c.tenant_id = :tenant AND c.id = :id`, map[string]any{"tenant": tenant, "id": id})
	return row, environmentUnknown(err)
}

// environmentRow is an environment as it is written.
type environmentRow struct {
	environments.Environment
	Search string `db:"search"`
}

func newEnvironmentRow(e environments.Environment) environmentRow {
	return environmentRow{Environment: e, Search: searchText(e.Key, e.Name)}
}

// InsertEnvironment adds an environment; a key that is there already is
// environment.key_taken (Conflict).
func (s *Store) InsertEnvironment(ctx context.Context, e environments.Environment) error {
	_, err := s.exec(ctx, `
INSERT INTO environments (tenant_id, id, org_id, key, name, search, run_as, image, upload_id, source_revision, revision,
  created_at, created_by, updated_at, updated_by, source, entry, limits, description)
VALUES (:tenant_id, :id, :org_id, :key, :name, :search, :run_as, :image, :upload_id, :source_revision, :revision,
  :created_at, :created_by, :updated_at, :updated_by, :source, :entry, :limits, :description)`, newEnvironmentRow(e))
	return keyTaken(err, "environment.key_taken", "an environment with this key is there already")
}

// UpdateEnvironment writes a living environment that still has the revision,
// and says whether it had.
func (s *Store) UpdateEnvironment(ctx context.Context, e environments.Environment) (bool, error) {
	n, err := s.exec(ctx, `
UPDATE environments
   SET name = :name, search = :search, description = :description, source = :source, upload_id = :upload_id, run_as = :run_as,
       entry = :entry, limits = :limits, deprecated_at = :deprecated_at, deprecation_note = :deprecation_note, replacement = :replacement,
       image = CASE WHEN source_revision = :source_revision THEN image ELSE '' END, source_revision = :source_revision,
       revision = revision + 1, updated_at = :updated_at, updated_by = :updated_by
 WHERE tenant_id = :tenant_id AND id = :id AND revision = :revision AND deleted_at IS NULL`, newEnvironmentRow(e))
	return n == 1, err
}

// LockEnvironment keeps others from changing, deleting and pinning an
// environment until the transaction of ctx ends.
func (s *Store) LockEnvironment(ctx context.Context, tenant rbac.TenantID, id string) error {
	var found string
	err := s.get(ctx, &found, `SELECT id FROM environments WHERE tenant_id = :tenant AND id = :id`+s.dialect.forUpdate,
		map[string]any{"tenant": tenant, "id": id})
	return environmentUnknown(err)
}

// DeleteEnvironment marks a living environment as deleted, and says whether it
// was there.
func (s *Store) DeleteEnvironment(ctx context.Context, e environments.Environment) (bool, error) {
	n, err := s.exec(ctx, `
UPDATE environments SET deleted_at = :deleted_at, updated_by = :updated_by, revision = revision + 1
 WHERE tenant_id = :tenant_id AND id = :id AND deleted_at IS NULL`, e)
	return n == 1, err
}

// SetImage makes an image the present one, unless the source is another by now,
// and says whether it did.
func (s *Store) SetImage(ctx context.Context, e environments.Environment, digest string) (bool, error) {
	e.Image = digest
	n, err := s.exec(ctx, `
UPDATE environments SET image = :image
 WHERE tenant_id = :tenant_id AND id = :id AND source_revision = :source_revision AND deleted_at IS NULL`, e)
	return n == 1, err
}

// UsableEnvironments is UsableScripts for environments; the digest is that of
// the present image.
func (s *Store) UsableEnvironments(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, needs rbac.Permission, keys []string) ([]chains.Target, error) {
	return s.usable(ctx, tenant, org, orgs.KindEnvironment, needs, keys, `
SELECT c.id, c.org_id, c.key, 0 AS version, c.image AS digest, c.deprecated_at > 0 AS deprecated, c.replacement FROM environments c
 WHERE c.tenant_id = :tenant AND c.deleted_at IS NULL`)
}
