package store

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"catenary/internal/fault"
	"catenary/internal/page"
	"catenary/rbac"
	"catenary/server/orgs"
)

const orgColumns = `o.tenant_id, o.id, COALESCE(o.parent_id, '') AS parent_id, o.key, o.name,
  o.revision, o.created_at, o.updated_at, COALESCE(o.deleted_at, 0) AS deleted_at`

// keyTaken gives a broken unique key the code of the thing that has the key.
func keyTaken(err error, code, message string) error {
	if fault.HasCode(err, CodeTaken) {
		return fault.New(fault.Conflict, code, "%s", message).
			With(fault.Detail{Code: code, Pointer: "/key", Detail: message}).Because(err)
	}
	return err
}

func orgKeyTaken(err error) error {
	return keyTaken(err, "org.key_taken", "an org with this key is there already")
}

// InsertTenant makes a tenant with its root org and the rows of the system
// roles. A key that another tenant has is org.key_taken (Conflict).
func (s *Store) InsertTenant(ctx context.Context, root orgs.Org, roles []orgs.Role) error {
	return s.InTx(ctx, func(ctx context.Context) error {
		_, err := s.exec(ctx, `INSERT INTO tenants (id, key, created_at) VALUES (:tenant_id, :key, :created_at)`, root)
		if err != nil {
			return orgKeyTaken(err)
		}
		if err := s.InsertOrg(ctx, root); err != nil {
			return err
		}
		for _, r := range roles {
			if err := s.InsertRole(ctx, r); err != nil {
				return err
			}
		}
		return nil
	})
}

// InsertOrg adds an org. A sibling with its key is org.key_taken (Conflict).
func (s *Store) InsertOrg(ctx context.Context, o orgs.Org) error {
	_, err := s.exec(ctx, `
INSERT INTO orgs (tenant_id, id, parent_id, key, name, revision, created_at, updated_at)
VALUES (:tenant_id, :id, NULLIF(:parent_id, ''), :key, :name, :revision, :created_at, :updated_at)`, o)
	return orgKeyTaken(err)
}

// Org reads one org, a deleted one too; one that is not there is org.unknown
// (NotFound).
func (s *Store) Org(ctx context.Context, tenant rbac.TenantID, id rbac.OrgID) (orgs.Org, error) {
	var o orgs.Org
	err := s.get(ctx, &o, `SELECT `+orgColumns+` FROM orgs o WHERE o.tenant_id = :tenant AND o.id = :id`,
		map[string]any{"tenant": tenant, "id": id})
	return o, orgUnknown(err)
}

func orgUnknown(err error) error {
	if errors.Is(err, ErrNoRows) {
		return fault.New(fault.NotFound, "org.unknown", "no such org")
	}
	return err
}

// Orgs lists those of the set that q chooses, sorted by name.
func (s *Store) Orgs(ctx context.Context, tenant rbac.TenantID, set rbac.OrgSet, q orgs.Query, r page.Request) (page.Of[orgs.Org], error) {
	if set.Mode == rbac.None {
		return page.Of[orgs.Org]{}, nil
	}
	args := map[string]any{"tenant": tenant, "name": r.After.Sort, "id": r.After.ID, "max": r.Limit + 1}
	where := s.inOrgs(set, "o.id", args)
	switch {
	case q.Search != "":
		where += ` AND (LOWER(o.name) LIKE :search ESCAPE '!' OR o.key LIKE :search ESCAPE '!')`
		args["search"] = "%" + likeEscape.Replace(strings.ToLower(q.Search)) + "%"
	case q.Parent != "":
		where += ` AND o.parent_id = :parent`
		args["parent"] = q.Parent
	default:
		where += ` AND (o.parent_id IS NULL OR NOT (` + s.inOrgs(set, "o.parent_id", args) + `))`
	}
	if !r.After.IsZero() {
		where += ` AND (o.name, o.id) > (:name, :id)`
	}
	var rows []orgs.Org
	err := s.list(ctx, &rows, `
SELECT `+orgColumns+`, EXISTS (
         SELECT 1 FROM orgs c
          WHERE c.tenant_id = o.tenant_id AND c.parent_id = o.id AND c.deleted_at IS NULL AND `+s.inOrgs(set, "c.id", args)+`
       ) AS has_children
  FROM orgs o
 WHERE o.tenant_id = :tenant AND o.deleted_at IS NULL AND `+where+`
 ORDER BY o.name, o.id LIMIT :max`, args)
	return page.Cut(rows, r, func(o orgs.Org) page.Cursor { return page.Cursor{Sort: o.Name, ID: string(o.ID)} }), err
}

// likeEscape takes the meaning from the signs of LIKE.
var likeEscape = strings.NewReplacer("!", "!!", "%", "!%", "_", "!_")

// DeletedOrgs lists what was deleted below parent since a time, the latest first.
func (s *Store) DeletedOrgs(ctx context.Context, tenant rbac.TenantID, parent rbac.OrgID, since int64, r page.Request) (page.Of[orgs.Org], error) {
	where := ""
	if !r.After.IsZero() {
		where = ` AND (o.deleted_at, o.id) < (:at, :id)`
	}
	var rows []orgs.Org
	err := s.list(ctx, &rows, `
SELECT `+orgColumns+` FROM orgs o
 WHERE o.tenant_id = :tenant AND o.parent_id = :parent AND o.deleted_at > :since`+where+`
 ORDER BY o.deleted_at DESC, o.id DESC LIMIT :max`,
		map[string]any{"tenant": tenant, "parent": parent, "since": since, "at": r.After.Micros(), "id": r.After.ID, "max": r.Limit + 1})
	return page.Cut(rows, r, func(o orgs.Org) page.Cursor { return page.At(o.DeletedAt, string(o.ID)) }), err
}

// OrgAt follows keys from the tenant's root, whose own key is the first; one
// that leads nowhere is org.unknown (NotFound). It asks once, however long the
// way, so the time tells nothing of where it ended.
func (s *Store) OrgAt(ctx context.Context, tenant rbac.TenantID, keys []string) (orgs.Org, error) {
	if len(keys) == 0 || len(keys) > rbac.MaxDepth {
		return orgs.Org{}, orgUnknown(ErrNoRows)
	}
	args := map[string]any{"tenant": tenant}
	from, where, above := "", "", ""
	for i, key := range keys {
		n := strconv.Itoa(i)
		alias := "p" + n
		if i == len(keys)-1 {
			alias = "o"
		}
		if i == 0 {
			from = "orgs " + alias
			where = alias + ".tenant_id = :tenant AND " + alias + ".parent_id IS NULL"
		} else {
			from += " JOIN orgs " + alias + " ON " + alias + ".tenant_id = :tenant AND " + alias + ".parent_id = " + above + ".id"
		}
		args["key"+n] = key
		where += " AND " + alias + ".key = :key" + n + " AND " + alias + ".deleted_at IS NULL"
		above = alias
	}
	var o orgs.Org
	err := s.get(ctx, &o, `SELECT `+orgColumns+` FROM `+from+` WHERE `+where, args)
	return o, orgUnknown(err)
}

// OrgNames reads names and keys of orgs; ids that are not there are left out.
func (s *Store) OrgNames(ctx context.Context, tenant rbac.TenantID, ids []rbac.OrgID) (map[rbac.OrgID]orgs.Crumb, error) {
	out := make(map[rbac.OrgID]orgs.Crumb, len(ids))
	if len(ids) == 0 {
		return out, nil
	}
	var rows []orgs.Crumb
	err := s.list(ctx, &rows, `SELECT id, key, name FROM orgs WHERE tenant_id = :tenant AND `+s.dialect.in("id", "ids"),
		map[string]any{"tenant": tenant, "ids": s.dialect.list(texts(ids))})
	for _, row := range rows {
		out[row.ID] = row
	}
	return out, err
}

// texts makes plain strings of ids.
func texts[T ~string](ids []T) []string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = string(id)
	}
	return out
}

// Lineages gives the way up of each org to the root, nearest first.
func (s *Store) Lineages(ctx context.Context, tenant rbac.TenantID, ids ...rbac.OrgID) (map[rbac.OrgID][]orgs.Link, error) {
	var rows []orgs.Link
	err := s.list(ctx, &rows, `
WITH RECURSIVE up (start_id, id, parent_id, deleted_at, level) AS (
  SELECT id, id, parent_id, deleted_at, 0 FROM orgs WHERE tenant_id = :tenant AND `+s.dialect.in("id", "ids")+`
  UNION ALL
  SELECT up.start_id, o.id, o.parent_id, o.deleted_at, up.level + 1
    FROM up JOIN orgs o ON o.tenant_id = :tenant AND o.id = up.parent_id
   WHERE up.level < 1000
)
SELECT start_id, id, level, deleted_at IS NOT NULL AS deleted FROM up ORDER BY start_id, level`,
		map[string]any{"tenant": tenant, "ids": s.dialect.list(texts(ids))})
	out := make(map[rbac.OrgID][]orgs.Link, len(ids))
	for _, row := range rows {
		out[row.Start] = append(out[row.Start], row)
	}
	return out, err
}

// Height counts the levels of the living subtree of an org; alone it has 1.
func (s *Store) Height(ctx context.Context, tenant rbac.TenantID, id rbac.OrgID) (int, error) {
	var height int
	err := s.get(ctx, &height, `
WITH RECURSIVE down (id, level) AS (
  SELECT CAST(:id AS TEXT), 1
  UNION ALL
  SELECT o.id, down.level + 1
    FROM down JOIN orgs o ON o.tenant_id = :tenant AND o.parent_id = down.id AND o.deleted_at IS NULL
   WHERE down.level < 1000
)
SELECT MAX(level) FROM down`, map[string]any{"tenant": tenant, "id": id})
	return height, err
}

// RenameOrg gives an org its name and key if it still has the revision, and
// says whether it had. The key of a root is its tenant's too.
func (s *Store) RenameOrg(ctx context.Context, o orgs.Org) (bool, error) {
	n, err := s.exec(ctx, `
UPDATE orgs SET name = :name, key = :key, revision = revision + 1, updated_at = :updated_at
 WHERE tenant_id = :tenant_id AND id = :id AND revision = :revision AND deleted_at IS NULL`, o)
	if err != nil || n != 1 || o.Parent != "" {
		return n == 1, orgKeyTaken(err)
	}
	_, err = s.exec(ctx, `UPDATE tenants SET key = :key WHERE id = :tenant_id`, o)
	return err == nil, orgKeyTaken(err)
}

// MoveOrg hangs an org that is below from under to, and says whether it did.
func (s *Store) MoveOrg(ctx context.Context, o orgs.Org, to rbac.OrgID) (bool, error) {
	n, err := s.exec(ctx, `
UPDATE orgs SET parent_id = :to, revision = revision + 1, updated_at = :at
 WHERE tenant_id = :tenant AND id = :id AND parent_id = :from AND deleted_at IS NULL`,
		map[string]any{"tenant": o.Tenant, "id": o.ID, "from": o.Parent, "to": to, "at": o.UpdatedAt})
	return n == 1, orgKeyTaken(err)
}

// DeleteOrg marks an org as deleted, and says whether it was not before.
func (s *Store) DeleteOrg(ctx context.Context, o orgs.Org) (bool, error) {
	n, err := s.exec(ctx, `
UPDATE orgs SET deleted_at = :deleted_at, revision = revision + 1, updated_at = :deleted_at
 WHERE tenant_id = :tenant_id AND id = :id AND parent_id = :parent_id AND deleted_at IS NULL`, o)
	return n == 1, err
}

// RestoreOrg takes the mark away again and gives the key, and says whether
// there was a mark.
func (s *Store) RestoreOrg(ctx context.Context, o orgs.Org) (bool, error) {
	n, err := s.exec(ctx, `
UPDATE orgs SET deleted_at = NULL, key = :key, revision = revision + 1, updated_at = :updated_at
 WHERE tenant_id = :tenant_id AND id = :id AND parent_id = :parent_id AND deleted_at IS NOT NULL`, o)
	return n == 1, orgKeyTaken(err)
}

// orgHoldings are the tables whose rows live in an org, with the column that
// says in which and with what makes such a row count.
var orgHoldings = []struct{ table, column, alive string }{
	{"subjects", "org_id", "x.state <> 'removed'"},
	{"chains", "org_id", "x.deleted_at IS NULL"},
	{"scripts", "org_id", "x.deleted_at IS NULL"},
	{"secrets", "org_id", "1 = 1"},
	{"triggers", "org_id", "1 = 1"},
	{"calendars", "org_id", "1 = 1"},
	{"runs", "org_id", "x.state <> 'succeeded' AND x.state IN " + openStates},
	{"environments", "org_id", "x.deleted_at IS NULL"},
	{"engines", "org_id", "1 = 1"},
	{"switches", "org_id", "x.deleted_at IS NULL"},
	{"templates", "org_id", "1 = 1"},
	{"releases", "org_id", "x.state IN ('draft', 'in_review', 'approved', 'executing')"},
	{"orgs", "parent_id", "x.deleted_at IS NULL"},
}

// OrgEmpty says whether an org has neither living children nor anyone or
// anything of its own.
func (s *Store) OrgEmpty(ctx context.Context, tenant rbac.TenantID, id rbac.OrgID) (bool, error) {
	parts := make([]string, len(orgHoldings))
	for i, h := range orgHoldings {
		parts[i] = `EXISTS (SELECT 1 FROM ` + h.table + ` x WHERE x.tenant_id = :tenant AND x.` + h.column + ` = :id AND ` + h.alive + `)`
	}
	var full bool
	err := s.get(ctx, &full, `SELECT `+strings.Join(parts, ` OR `), map[string]any{"tenant": tenant, "id": id})
	return !full, err
}

// OrgHoldings counts what lives in an org and in all living ones below it, each
// kind up to most; kinds of which there is nothing are left out. SQLite takes a
// CROSS JOIN in the order in which it is written: the orgs first, and only what
// is in them.
func (s *Store) OrgHoldings(ctx context.Context, tenant rbac.TenantID, id rbac.OrgID, most int) ([]orgs.Holding, error) {
	parts := make([]string, len(orgHoldings))
	for i, h := range orgHoldings {
		parts[i] = `
SELECT '` + h.table + `' AS kind, COUNT(*) AS total
  FROM (SELECT 1 FROM down CROSS JOIN ` + h.table + ` x WHERE x.tenant_id = :tenant AND x.` + h.column + ` = down.id AND ` + h.alive + ` LIMIT :most) part`
	}
	var all []orgs.Holding
	err := s.list(ctx, &all, `
WITH RECURSIVE down (id, level) AS (
  SELECT CAST(:id AS TEXT), 1
  UNION ALL
  SELECT o.id, down.level + 1
    FROM down JOIN orgs o ON o.tenant_id = :tenant AND o.parent_id = down.id AND o.deleted_at IS NULL
   WHERE down.level < 1000
)`+strings.Join(parts, `
 UNION ALL`), map[string]any{"tenant": tenant, "id": id, "most": most})
	return slices.DeleteFunc(all, func(h orgs.Holding) bool { return h.Total == 0 }), err
}
