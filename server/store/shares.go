package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"catenary/internal/fault"
	"catenary/internal/page"
	"catenary/rbac"
	"catenary/server/orgs"
)

// shareRow is a share as it is stored: its permissions are JSON.
type shareRow struct {
	orgs.Share
	Words string `db:"permissions"`
}

func (r shareRow) share() (orgs.Share, error) {
	if err := json.Unmarshal([]byte(r.Words), &r.Permissions); err != nil {
		return orgs.Share{}, fmt.Errorf("read the permissions of share %s: %w", r.ID, err)
	}
	return r.Share, nil
}

const shareColumns = `sh.tenant_id, sh.id, sh.kind, sh.resource_id, sh.owner_org_id, sh.to_org_id, sh.subtree,
  sh.permissions, sh.created_at, sh.created_by`

// InsertShare adds a share. A thing that is shared to the org already is
// share.exists (Conflict).
func (s *Store) InsertShare(ctx context.Context, share orgs.Share) error {
	words, err := json.Marshal(share.Permissions)
	if err != nil {
		return fmt.Errorf("encode permissions: %w", err)
	}
	_, err = s.exec(ctx, `
INSERT INTO shares (tenant_id, id, kind, resource_id, owner_org_id, to_org_id, subtree, permissions, created_at, created_by)
VALUES (:tenant_id, :id, :kind, :resource_id, :owner_org_id, :to_org_id, :subtree, :permissions, :created_at, :created_by)`,
		shareRow{Share: share, Words: string(words)})
	if fault.HasCode(err, CodeTaken) {
		return fault.New(fault.Conflict, "share.exists", "it is shared to that org already").Because(err)
	}
	return err
}

// Share reads a share of an org; one that is not there is share.unknown
// (NotFound).
func (s *Store) Share(ctx context.Context, tenant rbac.TenantID, owner rbac.OrgID, id string) (orgs.Share, error) {
	var row shareRow
	err := s.get(ctx, &row, `
SELECT `+shareColumns+`, o.name AS to_name
  FROM shares sh JOIN orgs o ON o.tenant_id = sh.tenant_id AND o.id = sh.to_org_id
 WHERE sh.tenant_id = :tenant AND sh.owner_org_id = :owner AND sh.id = :id`,
		map[string]any{"tenant": tenant, "owner": owner, "id": id})
	if errors.Is(err, ErrNoRows) {
		return orgs.Share{}, fault.New(fault.NotFound, "share.unknown", "no such share of this org")
	}
	if err != nil {
		return orgs.Share{}, err
	}
	return row.share()
}

// Shares lists what an org shares, the oldest first; of one kind or all.
func (s *Store) Shares(ctx context.Context, tenant rbac.TenantID, owner rbac.OrgID, kind orgs.Kind, r page.Request) (page.Of[orgs.Share], error) {
	where := ""
	if kind != "" {
		where += ` AND sh.kind = :kind`
	}
	if !r.After.IsZero() {
		where += ` AND sh.id > :id`
	}
	var rows []shareRow
	err := s.list(ctx, &rows, `
SELECT `+shareColumns+`, o.name AS to_name
  FROM shares sh JOIN orgs o ON o.tenant_id = sh.tenant_id AND o.id = sh.to_org_id
 WHERE sh.tenant_id = :tenant AND sh.owner_org_id = :owner`+where+`
 ORDER BY sh.id LIMIT :max`,
		map[string]any{"tenant": tenant, "owner": owner, "kind": kind, "id": r.After.ID, "max": r.Limit + 1})
	if err != nil {
		return page.Of[orgs.Share]{}, err
	}
	items := make([]orgs.Share, 0, len(rows))
	for _, row := range rows {
		share, err := row.share()
		if err != nil {
			return page.Of[orgs.Share]{}, err
		}
		items = append(items, share)
	}
	return page.Cut(items, r, func(s orgs.Share) page.Cursor { return page.Cursor{ID: s.ID} }), nil
}

// DeleteShare takes a share away, and says whether it was there.
func (s *Store) DeleteShare(ctx context.Context, share orgs.Share) (bool, error) {
	n, err := s.exec(ctx, `DELETE FROM shares WHERE tenant_id = :tenant_id AND id = :id`, share)
	return n == 1, err
}

// SharesOf reads the shares of one thing that are in force: those whose owner
// still stands above the org that it is shared to.
func (s *Store) SharesOf(ctx context.Context, tenant rbac.TenantID, kind orgs.Kind, resource string) ([]orgs.Share, error) {
	var rows []shareRow
	err := s.list(ctx, &rows, `
WITH RECURSIVE up (share_id, owner_id, id, level) AS (
  SELECT id, owner_org_id, to_org_id, 0 FROM shares
   WHERE tenant_id = :tenant AND kind = :kind AND resource_id = :resource
  UNION ALL
  SELECT up.share_id, up.owner_id, o.parent_id, up.level + 1
    FROM up JOIN orgs o ON o.tenant_id = :tenant AND o.id = up.id
   WHERE o.parent_id IS NOT NULL AND up.id <> up.owner_id AND up.level < 1000
)
SELECT `+shareColumns+`, '' AS to_name FROM shares sh
 WHERE sh.tenant_id = :tenant AND sh.kind = :kind AND sh.resource_id = :resource
   AND sh.id IN (SELECT share_id FROM up WHERE id = owner_id AND level > 0)
 ORDER BY sh.id`,
		map[string]any{"tenant": tenant, "kind": kind, "resource": resource})
	out := make([]orgs.Share, 0, len(rows))
	for _, row := range rows {
		share, err := row.share()
		if err != nil {
			return nil, err
		}
		out = append(out, share)
	}
	return out, err
}

// UsableIn reads the ids of what is shared to an org by orgs above it: to the
// org itself, or to one above it with its subtree.
func (s *Store) UsableIn(ctx context.Context, tenant rbac.TenantID, kind orgs.Kind, org rbac.OrgID) ([]string, error) {
	return s.usableFor(ctx, tenant, kind, org, "")
}

// usableFor is UsableIn for one permission: shares that do not give it do not
// count. An empty one takes all shares.
func (s *Store) usableFor(ctx context.Context, tenant rbac.TenantID, kind orgs.Kind, org rbac.OrgID, needs rbac.Permission) ([]string, error) {
	args := map[string]any{"tenant": tenant, "kind": kind, "org": org}
	where := ""
	if needs != "" {
		where = ` AND sh.permissions LIKE :needs` // a JSON list of words
		args["needs"] = `%"` + string(needs) + `"%`
	}
	var ids []string
	err := s.list(ctx, &ids, `
WITH RECURSIVE up (id, parent_id, level) AS (
  SELECT id, parent_id, 0 FROM orgs WHERE tenant_id = :tenant AND id = :org
  UNION ALL
  SELECT o.id, o.parent_id, up.level + 1
    FROM up JOIN orgs o ON o.tenant_id = :tenant AND o.id = up.parent_id
   WHERE up.level < 1000
)
SELECT DISTINCT sh.resource_id FROM shares sh
  JOIN up target ON target.id = sh.to_org_id AND (target.level = 0 OR sh.subtree)
  JOIN up owner ON owner.id = sh.owner_org_id AND owner.level > target.level
 WHERE sh.tenant_id = :tenant AND sh.kind = :kind`+where+`
 ORDER BY sh.resource_id`, args)
	return ids, err
}

// holder says where a thing of a kind stands with its owner.
func holder(kind orgs.Kind) (condition string, known bool) {
	switch kind {
	case orgs.KindScript:
		return `FROM scripts WHERE tenant_id = :tenant AND id = :id AND org_id = :org AND deleted_at IS NULL`, true
	case orgs.KindSecret:
		return `FROM secrets WHERE tenant_id = :tenant AND id = :id AND org_id = :org`, true
	case orgs.KindEnvironment:
		return `FROM environments WHERE tenant_id = :tenant AND id = :id AND org_id = :org AND deleted_at IS NULL`, true
	case orgs.KindEngine:
		return `FROM engines WHERE tenant_id = :tenant AND id = :id AND org_id = :org`, true
	case orgs.KindSwitch:
		return `FROM switches WHERE tenant_id = :tenant AND id = :id AND org_id = :org AND deleted_at IS NULL`, true
	case orgs.KindTemplate:
		return `FROM templates WHERE tenant_id = :tenant AND id = :id AND org_id = :org`, true
	case orgs.KindRole:
		return `FROM roles WHERE tenant_id = :tenant AND id = :id AND owner_org_id = :org`, true
	default:
		return "", false
	}
}

// Owns says whether an org owns the thing.
func (s *Store) Owns(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, kind orgs.Kind, resource string) (bool, error) {
	from, known := holder(kind)
	if !known {
		return false, nil
	}
	var owns bool
	err := s.get(ctx, &owns, `SELECT EXISTS (SELECT 1 `+from+`)`,
		map[string]any{"tenant": tenant, "org": org, "id": resource})
	return owns, err
}

// sharesOf is SharesOf as a check of rights takes them.
func (s *Store) sharesOf(ctx context.Context, tenant rbac.TenantID, kind orgs.Kind, resource string) ([]rbac.Share, error) {
	rows, err := s.SharesOf(ctx, tenant, kind, resource)
	out := make([]rbac.Share, 0, len(rows))
	for _, row := range rows {
		out = append(out, rbac.Share{ToOrg: row.To, Subtree: row.Subtree, Permissions: row.Permissions})
	}
	return out, err
}

// ownOr is the condition that c belongs to the org of :org or is one of those
// shared to it; args gets the parameter :shared if there are any.
func (s *Store) ownOr(shared []string, args map[string]any) string {
	const own = `c.org_id = :org`
	if len(shared) == 0 {
		return own
	}
	args["shared"] = s.dialect.list(shared)
	return `(` + own + ` OR ` + s.dialect.in("c.id", "shared") + `)`
}
