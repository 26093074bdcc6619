package store

import (
	"context"
	"errors"

	"catenary/internal/fault"
	"catenary/rbac"
	"catenary/server/environments"
)

const uploadColumns = `c.tenant_id, c.id, c.org_id, c.size, c.received, c.digest, c.created_at, c.created_by, c.updated_at`

// InsertUpload adds an upload, unless the org has as many as it may have, and
// says whether it did.
func (s *Store) InsertUpload(ctx context.Context, u environments.Upload, most int) (bool, error) {
	if err := s.alone(ctx, "uploads", string(u.Tenant), string(u.Org)); err != nil {
		return false, err
	}
	var there int
	err := s.get(ctx, &there, `SELECT COUNT(*) FROM (SELECT 1 FROM uploads WHERE tenant_id = :tenant AND org_id = :org LIMIT :most) few`,
		map[string]any{"tenant": u.Tenant, "org": u.Org, "most": most})
	if err != nil || there >= most {
		return false, err
	}
	_, err = s.exec(ctx, `
INSERT INTO uploads (tenant_id, id, org_id, size, received, digest, created_at, created_by, updated_at)
VALUES (:tenant_id, :id, :org_id, :size, :received, :digest, :created_at, :created_by, :updated_at)`, u)
	return err == nil, err
}

// Upload reads an upload of an org; one that is not there is upload.unknown
// (NotFound).
func (s *Store) Upload(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, id string) (environments.Upload, error) {
	var row environments.Upload
	err := s.get(ctx, &row, `SELECT `+uploadColumns+` FROM uploads c
 WHERE c.tenant_id = :tenant AND c.org_id = :org AND c.id = :id`, map[string]any{"tenant": tenant, "org": org, "id": id})
	if errors.Is(err, ErrNoRows) {
		err = fault.New(fault.NotFound, "upload.unknown", "no such upload")
	}
	return row, err
}

// AdvanceUpload records how much is there of an upload of which before bytes
// were there, and says whether they were.
func (s *Store) AdvanceUpload(ctx context.Context, u environments.Upload, before int64) (bool, error) {
	n, err := s.exec(ctx, `
UPDATE uploads SET received = :received, digest = :digest, updated_at = :updated_at
 WHERE tenant_id = :tenant AND id = :id AND received = :before`, map[string]any{
		"tenant": u.Tenant, "id": u.ID, "received": u.Received, "digest": u.Digest, "updated_at": u.UpdatedAt, "before": before,
	})
	return n == 1, err
}

// DeleteUpload takes an upload away, and says whether it was there.
func (s *Store) DeleteUpload(ctx context.Context, u environments.Upload) (bool, error) {
	n, err := s.exec(ctx, `DELETE FROM uploads WHERE tenant_id = :tenant_id AND id = :id`, u)
	return n == 1, err
}

// OldUploads lists uploads that nothing was added to since a time, but for those
// that an environment without an image waits for.
func (s *Store) OldUploads(ctx context.Context, before int64, limit int) ([]environments.Upload, error) {
	var rows []environments.Upload
	err := s.list(ctx, &rows, `SELECT `+uploadColumns+` FROM uploads c
 WHERE c.updated_at < :before AND NOT EXISTS (
       SELECT 1 FROM environments e WHERE e.tenant_id = c.tenant_id AND e.upload_id = c.id AND e.image = '' AND e.deleted_at IS NULL)
 ORDER BY c.updated_at, c.id LIMIT :max`, map[string]any{"before": before, "max": limit})
	return rows, err
}
