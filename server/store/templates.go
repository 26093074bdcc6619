package store

import (
	"context"
	"errors"

	"catenary/internal/fault"
	"catenary/internal/page"
	"catenary/rbac"
	"catenary/server/orgs"
	"catenary/server/templates"
)

var _ templates.Store = (*Store)(nil)

const templateColumns = `c.tenant_id, c.id, c.org_id, c.key, c.name, c.of_kind, c.revision, c.created_at, c.created_by, c.updated_at, c.updated_by,
  COALESCE(w.name, '') AS updated_by_name, c.description, c.card`

// fromTemplates joins who changed a template last.
const fromTemplates = ` FROM templates c LEFT JOIN subjects w ON w.tenant_id = c.tenant_id AND w.id = c.updated_by`

// Templates implements templates.Store.
func (s *Store) Templates(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, r page.Request) (page.Of[templates.Kept], error) {
	shared, err := s.usableFor(ctx, tenant, orgs.KindTemplate, org, rbac.TemplateView)
	if err != nil {
		return page.Of[templates.Kept]{}, err
	}
	args := map[string]any{"tenant": tenant, "org": org, "max": r.Limit + 1}
	where := ` WHERE c.tenant_id = :tenant` + having(r, args, "c.key", "c.name")
	if !r.After.IsZero() {
		where += ` AND (c.key, c.id) > (:after_key, :after_id)`
		args["after_key"], args["after_id"] = r.After.Sort, r.After.ID
	}
	from := s.ownOr(shared, args)
	var rows []templates.Kept
	err = s.list(ctx, &rows, `SELECT `+templateColumns+fromTemplates+where+` AND `+from+` ORDER BY c.key, c.id LIMIT :max`, args)
	return page.Cut(rows, r, func(k templates.Kept) page.Cursor { return page.Cursor{Sort: k.Key, ID: k.ID} }), err
}

// Template implements templates.Store.
func (s *Store) Template(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, key string) (templates.Kept, error) {
	var row templates.Kept
	err := s.get(ctx, &row, `SELECT `+templateColumns+`, c.content`+fromTemplates+`
 WHERE c.tenant_id = :tenant AND c.org_id = :org AND c.key = :key`, map[string]any{"tenant": tenant, "org": org, "key": key})
	if errors.Is(err, ErrNoRows) {
		err = fault.New(fault.NotFound, "template.unknown", "there is no such template %q", key)
	}
	return row, err
}

// SharedTemplates implements templates.Store.
func (s *Store) SharedTemplates(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, key string) ([]templates.Kept, error) {
	shared, err := s.usableFor(ctx, tenant, orgs.KindTemplate, org, rbac.TemplateView)
	if err != nil || len(shared) == 0 {
		return nil, err
	}
	var rows []templates.Kept
	err = s.list(ctx, &rows, `SELECT `+templateColumns+`, c.content`+fromTemplates+`
 WHERE c.tenant_id = :tenant AND c.key = :key AND `+s.dialect.in("c.id", "shared")+` ORDER BY c.id`,
		map[string]any{"tenant": tenant, "key": key, "shared": s.dialect.list(shared)})
	return rows, err
}

// TemplateShares implements templates.Store.
func (s *Store) TemplateShares(ctx context.Context, tenant rbac.TenantID, id string) ([]rbac.Share, error) {
	return s.sharesOf(ctx, tenant, orgs.KindTemplate, id)
}

// InsertTemplate implements templates.Store.
func (s *Store) InsertTemplate(ctx context.Context, k templates.Kept) error {
	_, err := s.exec(ctx, `
INSERT INTO templates (tenant_id, id, org_id, key, name, of_kind, revision, created_at, created_by, updated_at, updated_by, description, card, content)
VALUES (:tenant_id, :id, :org_id, :key, :name, :of_kind, :revision, :created_at, :created_by, :updated_at, :updated_by, :description, :card, :content)`, k)
	return keyTaken(err, "template.key_taken", "a template with this key is there already")
}

// UpdateTemplate implements templates.Store.
func (s *Store) UpdateTemplate(ctx context.Context, k templates.Kept) (bool, error) {
	n, err := s.exec(ctx, `
UPDATE templates
   SET name = :name, description = :description, card = :card, content = :content, revision = revision + 1, updated_at = :updated_at, updated_by = :updated_by
 WHERE tenant_id = :tenant_id AND id = :id AND revision = :revision AND of_kind = :of_kind`, k)
	return n == 1, err
}

// DeleteTemplate implements templates.Store.
func (s *Store) DeleteTemplate(ctx context.Context, k templates.Kept) (bool, error) {
	n, err := s.exec(ctx, `DELETE FROM templates WHERE tenant_id = :tenant_id AND id = :id AND revision = :revision`, k)
	if err != nil || n != 1 {
		return false, err
	}
	_, err = s.exec(ctx, `DELETE FROM shares WHERE tenant_id = :tenant_id AND kind = 'template' AND resource_id = :id`, k)
	return true, err
}
