package store

import (
	"context"
	"errors"

	"catenary/internal/fault"
	"catenary/internal/page"
	"catenary/rbac"
	"catenary/server/portal"
)

const selectQuickLinks = `
SELECT l.tenant_id, l.id, l.org_id, l.chain_id, l.pinned_at, l.pinned_by, o.name AS org_name,
       c.org_id AS chain_org_id, co.name AS chain_org_name, c.key AS chain_key, c.name AS chain_name, c.version
  FROM quick_links l
  JOIN chains c ON c.tenant_id = l.tenant_id AND c.id = l.chain_id AND c.deleted_at IS NULL
  JOIN orgs o ON o.tenant_id = l.tenant_id AND o.id = l.org_id
  JOIN orgs co ON co.tenant_id = c.tenant_id AND co.id = c.org_id
 WHERE l.tenant_id = :tenant`

// QuickLinks implements portal.Store.
func (s *Store) QuickLinks(ctx context.Context, tenant rbac.TenantID, f portal.LinkFilter, r page.Request) (page.Of[portal.QuickLink], error) {
	args := map[string]any{"tenant": tenant, "after": r.After.ID, "max": r.Limit + 1}
	where, order := ` AND l.id > :after`, "l.id"
	if f.Pinned.Mode == rbac.In && len(f.Pinned.IDs) <= askedEach {
		// An org has MaxQuickLinks at most: better found by the org and sorted.
		args["pinned"] = s.orgList(f.Pinned)
		where += ` AND ` + s.dialect.in("l.org_id", "pinned")
		order = s.dialect.unindexed(order)
	} else {
		where += ` AND ` + s.inOrgs(f.Pinned, s.dialect.unindexed("l.org_id"), args)
	}
	for _, set := range f.Chains {
		where += ` AND ` + s.inOrgs(set, s.dialect.unindexed("c.org_id"), args)
	}
	if f.Live {
		where += ` AND c.version > 0`
	}
	var rows []portal.QuickLink
	err := s.list(ctx, &rows, selectQuickLinks+where+` ORDER BY `+order+` LIMIT :max`, args)
	return page.Cut(rows, r, func(l portal.QuickLink) page.Cursor { return page.Cursor{ID: l.ID} }), err
}

// QuickLink implements portal.Store.
func (s *Store) QuickLink(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, chain string) (portal.QuickLink, error) {
	var l portal.QuickLink
	err := s.get(ctx, &l, selectQuickLinks+` AND l.org_id = :org AND l.chain_id = :chain`,
		map[string]any{"tenant": tenant, "org": org, "chain": chain})
	if errors.Is(err, ErrNoRows) {
		err = fault.New(fault.NotFound, "pin.unknown", "no such quick link")
	}
	return l, err
}

// CountQuickLinks implements portal.Store.
func (s *Store) CountQuickLinks(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID) (n int, err error) {
	err = s.get(ctx, &n, `
SELECT COUNT(*) FROM quick_links l JOIN chains c ON c.tenant_id = l.tenant_id AND c.id = l.chain_id AND c.deleted_at IS NULL
 WHERE l.tenant_id = :tenant AND l.org_id = :org`, map[string]any{"tenant": tenant, "org": org})
	return n, err
}

// InsertQuickLink implements portal.Store.
func (s *Store) InsertQuickLink(ctx context.Context, l portal.QuickLink) (bool, error) {
	n, err := s.exec(ctx, `
INSERT INTO quick_links (tenant_id, id, org_id, chain_id, pinned_at, pinned_by)
VALUES (:tenant_id, :id, :org_id, :chain_id, :pinned_at, :pinned_by)
    ON CONFLICT DO NOTHING`, l)
	return n == 1, err
}

// DeleteQuickLink implements portal.Store.
func (s *Store) DeleteQuickLink(ctx context.Context, l portal.QuickLink) (bool, error) {
	n, err := s.exec(ctx, `DELETE FROM quick_links WHERE tenant_id = :tenant_id AND id = :id`, l)
	return n == 1, err
}

// LivingChain implements portal.Store.
func (s *Store) LivingChain(ctx context.Context, tenant rbac.TenantID, id string) (org rbac.OrgID, err error) {
	err = s.get(ctx, &org, `SELECT org_id FROM chains WHERE tenant_id = :tenant AND id = :id AND deleted_at IS NULL`,
		map[string]any{"tenant": tenant, "id": id})
	return org, chainUnknown(err)
}
