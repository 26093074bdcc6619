package store

import (
	"context"
	"errors"

	"catenary/internal/fault"
	"catenary/internal/page"
	"catenary/rbac"
	"catenary/server/environments"
)

const imageColumns = `c.tenant_id, c.environment_id, c.digest, c.registry, c.repository, c.source_digest, c.platform, c.size,
  c.created_at, c.used_at`

// PutImage records an image; one that is there already may be in another
// registry by now.
func (s *Store) PutImage(ctx context.Context, img environments.Image) error {
	_, err := s.exec(ctx, `
INSERT INTO environment_images (tenant_id, environment_id, digest, registry, repository, source_digest, platform, size, created_at, used_at)
VALUES (:tenant_id, :environment_id, :digest, :registry, :repository, :source_digest, :platform, :size, :created_at, :used_at)
ON CONFLICT (tenant_id, environment_id, digest) DO UPDATE
   SET registry = excluded.registry, repository = excluded.repository, source_digest = excluded.source_digest,
       size = excluded.size, used_at = excluded.used_at`, img)
	return err
}

// EnvironmentImage reads an image; one that is not there is image.unknown
// (NotFound).
func (s *Store) EnvironmentImage(ctx context.Context, tenant rbac.TenantID, environment, digest string) (environments.Image, error) {
	var row environments.Image
	err := s.get(ctx, &row, `SELECT `+imageColumns+` FROM environment_images c
 WHERE c.tenant_id = :tenant AND c.environment_id = :environment AND c.digest = :digest`,
		map[string]any{"tenant": tenant, "environment": environment, "digest": digest})
	if errors.Is(err, ErrNoRows) {
		err = fault.New(fault.NotFound, "image.unknown", "no such image")
	}
	return row, err
}

// EnvironmentImages lists the images of an environment, the newest first.
func (s *Store) EnvironmentImages(ctx context.Context, tenant rbac.TenantID, environment string, r page.Request) (page.Of[environments.Image], error) {
	args := map[string]any{"tenant": tenant, "environment": environment, "max": r.Limit + 1}
	where := ""
	if !r.After.IsZero() {
		where = ` AND (c.created_at, c.digest) < (:after_at, :after_digest)`
		args["after_at"], args["after_digest"] = r.After.Micros(), r.After.ID
	}
	var rows []environments.Image
	err := s.list(ctx, &rows, `SELECT `+imageColumns+` FROM environment_images c
 WHERE c.tenant_id = :tenant AND c.environment_id = :environment`+where+`
 ORDER BY c.created_at DESC, c.digest DESC LIMIT :max`, args)
	return page.Cut(rows, r, func(i environments.Image) page.Cursor { return page.At(i.CreatedAt, i.Digest) }), err
}

// TouchImage records when an image was used.
func (s *Store) TouchImage(ctx context.Context, img environments.Image) error {
	_, err := s.exec(ctx, `
UPDATE environment_images SET used_at = :used_at
 WHERE tenant_id = :tenant_id AND environment_id = :environment_id AND digest = :digest AND used_at < :used_at`, img)
	return err
}

// ImagesIn lists the images in a registry, of all tenants.
func (s *Store) ImagesIn(ctx context.Context, registry string) ([]environments.Image, error) {
	var rows []environments.Image
	err := s.list(ctx, &rows, `SELECT `+imageColumns+` FROM environment_images c WHERE c.registry = :registry`,
		map[string]any{"registry": registry})
	return rows, err
}

// PruneImages forgets images that were not used since a time, and that neither
// a living environment nor any version of a chain names; it says how many.
func (s *Store) PruneImages(ctx context.Context, unusedSince int64) (int64, error) {
	return s.exec(ctx, `
DELETE FROM environment_images
 WHERE used_at < :since
   AND NOT EXISTS (SELECT 1 FROM environments e
         WHERE e.tenant_id = environment_images.tenant_id AND e.id = environment_images.environment_id
           AND e.image = environment_images.digest AND e.deleted_at IS NULL)
   AND NOT EXISTS (SELECT 1 FROM chain_versions v
         WHERE v.tenant_id = environment_images.tenant_id AND v.pins LIKE '%' || environment_images.environment_id || '%' || environment_images.digest || '%')`,
		map[string]any{"since": unusedSince})
}

const pushColumns = `c.tenant_id, c.environment_id, c.source_revision, c.state, c.owner, c.lease_until, c.phase, c.bytes, c.bytes_total,
  c.layer, c.layers, c.accept, c.code, c.detail, c.started_at, c.updated_at`

// ClaimPush makes the push of an environment the owner's, unless another's
// lasts, and says whether it did.
func (s *Store) ClaimPush(ctx context.Context, p environments.Push) (bool, error) {
	n, err := s.exec(ctx, `
INSERT INTO environment_pushes (tenant_id, environment_id, source_revision, state, owner, lease_until, phase, bytes, bytes_total,
  layer, layers, accept, code, detail, started_at, updated_at)
VALUES (:tenant_id, :environment_id, :source_revision, :state, :owner, :lease_until, :phase, :bytes, :bytes_total,
  :layer, :layers, :accept, :code, :detail, :started_at, :updated_at)
ON CONFLICT (tenant_id, environment_id) DO UPDATE
   SET source_revision = excluded.source_revision, state = excluded.state, owner = excluded.owner, lease_until = excluded.lease_until,
       phase = excluded.phase, bytes = 0, bytes_total = 0, layer = 0, layers = 0, accept = excluded.accept, code = '', detail = '',
       started_at = excluded.started_at, updated_at = excluded.updated_at
 WHERE environment_pushes.state <> 'uploading' OR environment_pushes.lease_until < excluded.started_at`, p)
	return n == 1, err
}

// Push reads the latest push of an environment, if there was one.
func (s *Store) Push(ctx context.Context, tenant rbac.TenantID, environment string) (environments.Push, bool, error) {
	var row environments.Push
	err := s.get(ctx, &row, `SELECT `+pushColumns+` FROM environment_pushes c
 WHERE c.tenant_id = :tenant AND c.environment_id = :environment`, map[string]any{"tenant": tenant, "environment": environment})
	if errors.Is(err, ErrNoRows) {
		return row, false, nil
	}
	return row, err == nil, err
}

// UpdatePush writes how a push stands that is still its owner's, and says
// whether it was.
func (s *Store) UpdatePush(ctx context.Context, p environments.Push) (bool, error) {
	n, err := s.exec(ctx, `
UPDATE environment_pushes
   SET state = :state, lease_until = :lease_until, phase = :phase, bytes = :bytes, bytes_total = :bytes_total,
       layer = :layer, layers = :layers, code = :code, detail = :detail, updated_at = :updated_at
 WHERE tenant_id = :tenant_id AND environment_id = :environment_id AND owner = :owner AND state = 'uploading'`, p)
	return n == 1, err
}

// DeadPushes lists pushes of owners that did not tell of themselves in time.
func (s *Store) DeadPushes(ctx context.Context, now int64, limit int) ([]environments.Push, error) {
	var rows []environments.Push
	err := s.list(ctx, &rows, `SELECT `+pushColumns+` FROM environment_pushes c
 WHERE c.state = 'uploading' AND c.lease_until < :now ORDER BY c.lease_until LIMIT :max`, map[string]any{"now": now, "max": limit})
	return rows, err
}

// SettlePushes ends, at the start of a server, the claims of those before it.
// Only SQLite belongs to one server alone; on PostgreSQL others may be at work,
// and the claims of dead ones run out.
func (s *Store) SettlePushes(ctx context.Context) error {
	if s.dialect.name == "postgres" {
		return nil
	}
	_, err := s.exec(ctx, `UPDATE environment_pushes SET lease_until = 0 WHERE state = 'uploading'`, struct{}{})
	return err
}
