package store

import (
	"context"
	"errors"
	"strconv"

	"catenary/internal/fault"
	"catenary/internal/page"
	"catenary/rbac"
	"catenary/server/scripts"
)

const scriptVersionColumns = `v.tenant_id, v.script_id, v.version, v.digest, v.message, v.created_at, v.created_by,
  v.human_id, COALESCE(w.name, '') AS created_by_name`

const fromScriptVersions = `
  FROM script_versions v LEFT JOIN subjects w ON w.tenant_id = v.tenant_id AND w.id = v.created_by`

// InsertScriptVersion adds a version, which nothing changes any more.
func (s *Store) InsertScriptVersion(ctx context.Context, v scripts.Version) error {
	_, err := s.exec(ctx, `
INSERT INTO script_versions (tenant_id, script_id, version, digest, message, created_at, created_by, human_id, source)
VALUES (:tenant_id, :script_id, :version, :digest, :message, :created_at, :created_by, :human_id, :source)`, v)
	return err
}

// ScriptVersions lists the versions of a script without sources, the newest first.
func (s *Store) ScriptVersions(ctx context.Context, tenant rbac.TenantID, script string, r page.Request) (page.Of[scripts.Version], error) {
	args := map[string]any{"tenant": tenant, "script": script, "max": r.Limit + 1}
	where := ""
	if !r.After.IsZero() {
		where = ` AND v.version < :after`
		args["after"] = r.After.Micros()
	}
	var rows []scripts.Version
	err := s.list(ctx, &rows, `SELECT `+scriptVersionColumns+`, '' AS source`+fromScriptVersions+`
 WHERE v.tenant_id = :tenant AND v.script_id = :script`+where+`
 ORDER BY v.version DESC LIMIT :max`, args)
	return page.Cut(rows, r, func(v scripts.Version) page.Cursor { return byNumber(v.Version) }), err
}

// byNumber is the cursor of a list that is sorted by a number alone.
func byNumber(n int64) page.Cursor { return page.Cursor{Sort: strconv.FormatInt(n, 10)} }

// ScriptVersion reads one version with its source; one that is not there is
// script.version_unknown (NotFound).
func (s *Store) ScriptVersion(ctx context.Context, tenant rbac.TenantID, script string, version int64) (scripts.Version, error) {
	var row scripts.Version
	err := s.get(ctx, &row, `SELECT `+scriptVersionColumns+`, v.source`+fromScriptVersions+`
 WHERE v.tenant_id = :tenant AND v.script_id = :script AND v.version = :version`,
		map[string]any{"tenant": tenant, "script": script, "version": version})
	if errors.Is(err, ErrNoRows) {
		return row, fault.New(fault.NotFound, "script.version_unknown", "the script has no version %d", version)
	}
	return row, err
}
