package store

import (
	"context"
	"errors"
	"strings"

	"catenary/internal/fault"
	"catenary/internal/page"
	"catenary/rbac"
	"catenary/server/orgs"
	"catenary/server/scripts"
)

const scriptColumns = `c.tenant_id, c.id, c.org_id, c.key, c.name, c.language, c.version, c.digest, c.revision,
  c.created_at, c.created_by, c.updated_at, c.updated_by, COALESCE(c.deleted_at, 0) AS deleted_at`

// fromScripts joins who changed a script last.
const fromScripts = `
  FROM scripts c` + withWriter

const withWriter = `
  LEFT JOIN subjects w ON w.tenant_id = c.tenant_id AND w.id = c.updated_by`

func scriptUnknown(err error) error {
	if errors.Is(err, ErrNoRows) {
		return fault.New(fault.NotFound, "script.unknown", "no such script")
	}
	return err
}

func scriptKeyTaken(err error) error {
	return keyTaken(err, "script.key_taken", "a script with this key is there already")
}

// searchText is what the search of a list looks into.
func searchText(key, name string) string { return strings.ToLower(key + "\n" + name) }

// searched is the condition that a row has the words in its search text.
func searched(words string, args map[string]any) string {
	if words == "" {
		return ""
	}
	args["search"] = "%" + likeEscape.Replace(words) + "%"
	return ` AND c.search LIKE :search ESCAPE '!'`
}

// having is the condition that one of the columns has in it what is searched
// for, for tables without a search text. A database's LOWER may know the letters
// of English only: others are found as they are written.
func having(r page.Request, args map[string]any, columns ...string) string {
	if r.Search == "" {
		return ""
	}
	args["search"] = "%" + likeEscape.Replace(strings.ToLower(r.Search)) + "%"
	args["written"] = "%" + likeEscape.Replace(r.Search) + "%"
	found := make([]string, 0, len(columns))
	for _, c := range columns {
		found = append(found, `LOWER(`+c+`) LIKE :search ESCAPE '!' OR `+c+` LIKE :written ESCAPE '!'`)
	}
	return ` AND (` + strings.Join(found, " OR ") + `)`
}

// after is the condition that a row comes after the cursor in a list that is
// sorted by a time and the id, the latest first.
func after(r page.Request, column string, args map[string]any) string {
	args["max"] = r.Limit + 1
	if r.After.IsZero() {
		return ""
	}
	args["after_at"], args["after_id"] = r.After.Micros(), r.After.ID
	return ` AND (` + column + `, c.id) < (:after_at, :after_id)`
}

// Scripts lists what the orgs of f own, and what is shared to f.Org; the last
// changed one comes first.
func (s *Store) Scripts(ctx context.Context, tenant rbac.TenantID, f scripts.Filter, r page.Request) (page.Of[scripts.Script], error) {
	shared, err := s.UsableIn(ctx, tenant, orgs.KindScript, f.Org)
	if err != nil {
		return page.Of[scripts.Script]{}, err
	}
	args := map[string]any{"tenant": tenant}
	where := `c.tenant_id = :tenant AND c.deleted_at IS NULL` + searched(f.Search, args) + after(r, "c.updated_at", args)
	set := f.Set
	if !f.Deep {
		set = rbac.OrgSet{Mode: rbac.In, IDs: []rbac.OrgID{f.Org}}
	}
	query := `SELECT ` + scriptColumns + `, FALSE AS shared FROM ` + s.newest("scripts", set, where, args) + newestFirst
	if len(shared) > 0 {
		args["shared"] = s.dialect.list(shared)
		query = `SELECT * FROM (` + query + `) own
UNION ALL SELECT * FROM (
SELECT ` + scriptColumns + `, TRUE AS shared FROM scripts c WHERE ` + where + ` AND ` + s.dialect.in("c.id", "shared") + newestFirst + `) shared`
	}
	query = `SELECT c.*, COALESCE(w.name, '') AS updated_by_name FROM (` + query + `) c` + withWriter + newestFirst
	var rows []scripts.Script
	err = s.list(ctx, &rows, query, args)
	return page.Cut(rows, r, func(s scripts.Script) page.Cursor { return page.At(s.UpdatedAt, s.ID) }), err
}

// Script reads a living script by its key; one that is not there is
// script.unknown (NotFound).
func (s *Store) Script(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, key string) (scripts.Script, error) {
	var row scripts.Script
	err := s.get(ctx, &row, `SELECT `+scriptColumns+`, COALESCE(w.name, '') AS updated_by_name`+fromScripts+`
 WHERE c.tenant_id = :tenant AND c.org_id = :org AND c.key = :key AND c.deleted_at IS NULL`,
		map[string]any{"tenant": tenant, "org": org, "key": key})
	return row, scriptUnknown(err)
}

// scriptRow is a script as it is written.
type scriptRow struct {
	scripts.Script
	Search string `db:"search"`
}

// InsertScript adds a script; a key that is there already is script.key_taken
// (Conflict).
func (s *Store) InsertScript(ctx context.Context, script scripts.Script) error {
	_, err := s.exec(ctx, `
INSERT INTO scripts (tenant_id, id, org_id, key, name, search, language, version, digest, revision, created_at, created_by, updated_at, updated_by)
VALUES (:tenant_id, :id, :org_id, :key, :name, :search, :language, :version, :digest, :revision, :created_at, :created_by, :updated_at, :updated_by)`,
		scriptRow{Script: script, Search: searchText(script.Key, script.Name)})
	return scriptKeyTaken(err)
}

// UpdateScript writes a living script that still has the revision, and says
// whether it had.
func (s *Store) UpdateScript(ctx context.Context, script scripts.Script) (bool, error) {
	n, err := s.exec(ctx, `
UPDATE scripts
   SET name = :name, search = :search, language = :language, version = :version, digest = :digest,
       revision = revision + 1, updated_at = :updated_at, updated_by = :updated_by
 WHERE tenant_id = :tenant_id AND id = :id AND revision = :revision AND deleted_at IS NULL`,
		scriptRow{Script: script, Search: searchText(script.Key, script.Name)})
	return n == 1, err
}

// LockScript keeps others from changing, deleting and pinning a script until
// the transaction of ctx ends.
func (s *Store) LockScript(ctx context.Context, tenant rbac.TenantID, id string) error {
	var found string
	err := s.get(ctx, &found, `SELECT id FROM scripts WHERE tenant_id = :tenant AND id = :id`+s.dialect.forUpdate,
		map[string]any{"tenant": tenant, "id": id})
	return scriptUnknown(err)
}

// DeleteScript marks a living script as deleted, and says whether it was there.
func (s *Store) DeleteScript(ctx context.Context, script scripts.Script) (bool, error) {
	n, err := s.exec(ctx, `
UPDATE scripts SET deleted_at = :deleted_at, updated_by = :updated_by, revision = revision + 1
 WHERE tenant_id = :tenant_id AND id = :id AND deleted_at IS NULL`, script)
	return n == 1, err
}

// DeletedScripts lists what was deleted in an org since a time, the last first.
func (s *Store) DeletedScripts(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, since int64, r page.Request) (page.Of[scripts.Script], error) {
	args := map[string]any{"tenant": tenant, "org": org, "since": since}
	var rows []scripts.Script
	err := s.list(ctx, &rows, `SELECT `+scriptColumns+`, COALESCE(w.name, '') AS updated_by_name`+fromScripts+`
 WHERE c.tenant_id = :tenant AND c.org_id = :org AND c.deleted_at > :since`+after(r, "c.deleted_at", args)+`
 ORDER BY c.deleted_at DESC, c.id DESC LIMIT :max`, args)
	return page.Cut(rows, r, func(s scripts.Script) page.Cursor { return page.At(s.DeletedAt, s.ID) }), err
}

// DeletedScript reads one that was deleted since a time.
func (s *Store) DeletedScript(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, id string, since int64) (scripts.Script, error) {
	var row scripts.Script
	err := s.get(ctx, &row, `SELECT `+scriptColumns+`, COALESCE(w.name, '') AS updated_by_name`+fromScripts+`
 WHERE c.tenant_id = :tenant AND c.org_id = :org AND c.id = :id AND c.deleted_at > :since`,
		map[string]any{"tenant": tenant, "org": org, "id": id, "since": since})
	return row, scriptUnknown(err)
}

// RestoreScript takes the mark of deletion away, and says whether it was there.
// A key that another has by now is script.key_taken (Conflict).
func (s *Store) RestoreScript(ctx context.Context, script scripts.Script) (bool, error) {
	n, err := s.exec(ctx, `
UPDATE scripts SET deleted_at = NULL, updated_at = :updated_at, updated_by = :updated_by, revision = revision + 1
 WHERE tenant_id = :tenant_id AND id = :id AND deleted_at IS NOT NULL`, script)
	return n == 1, scriptKeyTaken(err)
}
