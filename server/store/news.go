package store

import (
	"context"
	"errors"

	"catenary/internal/fault"
	"catenary/internal/page"
	"catenary/rbac"
	"catenary/server/portal"
)

const newsColumns = `n.tenant_id, n.id, n.org_id, n.title, n.text, n.shown_at, n.starts_at, n.ends_at, n.revision, n.created_at, n.updated_at, n.updated_by,
  o.name AS org_name`

const fromNews = ` FROM news n JOIN orgs o ON o.tenant_id = n.tenant_id AND o.id = n.org_id`

// News implements portal.Store.
func (s *Store) News(ctx context.Context, tenant rbac.TenantID, set rbac.OrgSet, f portal.NewsFilter, r page.Request) (page.Of[portal.News], error) {
	if set.Mode == rbac.None {
		return page.Of[portal.News]{}, nil
	}
	args := map[string]any{"tenant": tenant, "at": f.At, "max": r.Limit + 1, "before": r.After.Micros(), "id": r.After.ID}
	where := s.inOrgs(set, "n.org_id", args)
	if f.At != 0 {
		where += ` AND n.shown_at <= :at AND (n.ends_at = 0 OR n.ends_at > :at)`
	}
	if !r.After.IsZero() {
		where += ` AND (n.shown_at, n.id) < (:before, :id)`
	}
	var rows []portal.News
	err := s.list(ctx, &rows, `SELECT `+newsColumns+fromNews+`
 WHERE n.tenant_id = :tenant AND o.deleted_at IS NULL AND `+where+` ORDER BY n.shown_at DESC, n.id DESC LIMIT :max`, args)
	return page.Cut(rows, r, func(n portal.News) page.Cursor { return page.At(n.ShownAt, n.ID) }), err
}

// OneNews implements portal.Store.
func (s *Store) OneNews(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, id string) (portal.News, error) {
	var n portal.News
	err := s.get(ctx, &n, `SELECT `+newsColumns+fromNews+` WHERE n.tenant_id = :tenant AND n.org_id = :org AND n.id = :id`,
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
