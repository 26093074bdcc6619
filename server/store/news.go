package store

import (
	"context"
	"errors"

	"catenary/internal/fault"
	"catenary/internal/page"
	"catenary/rbac"
	"catenary/server/portal"
)

const newsColumns = `c.tenant_id, c.id, c.org_id, c.title, c.text, c.shown_at, c.starts_at, c.ends_at, c.revision, c.created_at, c.updated_at, c.updated_by,
  o.name AS org_name`

const newsOrgs = ` JOIN orgs o ON o.tenant_id = c.tenant_id AND o.id = c.org_id`

const latestFirst = ` ORDER BY c.shown_at DESC, c.id DESC LIMIT :max`

// News implements portal.Store.
func (s *Store) News(ctx context.Context, tenant rbac.TenantID, set rbac.OrgSet, f portal.NewsFilter, r page.Request) (page.Of[portal.News], error) {
	if set.Mode == rbac.None {
		return page.Of[portal.News]{}, nil
	}
	args := map[string]any{"tenant": tenant}
	where := `c.tenant_id = :tenant AND EXISTS (
  SELECT 1 FROM orgs x WHERE x.tenant_id = c.tenant_id AND x.id = c.org_id AND x.deleted_at IS NULL)` + after(r, "c.shown_at", args)
	if f.At != 0 {
		args["at"] = f.At
		where += ` AND c.shown_at <= :at AND (c.ends_at = 0 OR c.ends_at > :at)`
	}
	var rows []portal.News
	err := s.list(ctx, &rows, `SELECT `+newsColumns+` FROM `+s.first("news", set, where, latestFirst, args)+newsOrgs+latestFirst, args)
	return page.Cut(rows, r, func(n portal.News) page.Cursor { return page.At(n.ShownAt, n.ID) }), err
}

// OneNews implements portal.Store.
func (s *Store) OneNews(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, id string) (portal.News, error) {
	var n portal.News
	err := s.get(ctx, &n, `SELECT `+newsColumns+` FROM news c`+newsOrgs+` WHERE c.tenant_id = :tenant AND c.org_id = :org AND c.id = :id`,
		map[string]any{"tenant": tenant, "org": org, "id": id})
	if errors.Is(err, ErrNoRows) {
		err = fault.New(fault.NotFound, "news.unknown", "no such news")
	}
	return n, err
}

// InsertNews implements portal.Store.
func (s *Store) InsertNews(ctx context.Context, n portal.News) error {
	_, err := s.exec(ctx, `
INSERT INTO news (tenant_id, id, org_id, title, text, shown_at, starts_at, ends_at, revision, created_at, updated_at, updated_by)
VALUES (:tenant_id, :id, :org_id, :title, :text, :shown_at, :starts_at, :ends_at, :revision, :created_at, :updated_at, :updated_by)`, n)
	return err
}

// UpdateNews implements portal.Store.
func (s *Store) UpdateNews(ctx context.Context, n portal.News) (bool, error) {
	count, err := s.exec(ctx, `
UPDATE news
   SET title = :title, text = :text, shown_at = :shown_at, starts_at = :starts_at, ends_at = :ends_at,
       revision = revision + 1, updated_at = :updated_at, updated_by = :updated_by
 WHERE tenant_id = :tenant_id AND id = :id AND revision = :revision`, n)
	return count == 1, err
}

// DeleteNews implements portal.Store.
func (s *Store) DeleteNews(ctx context.Context, n portal.News) (bool, error) {
	count, err := s.exec(ctx, `DELETE FROM news WHERE tenant_id = :tenant_id AND id = :id AND revision = :revision`, n)
	return count == 1, err
}
