package store

import (
	"context"
	"errors"
	"strings"

	"catenary/internal/page"
	"catenary/rbac"
	"catenary/server/releases"
)

var _ releases.Store = (*Store)(nil)

const releaseColumns = `c.tenant_id, c.id, c.org_id, c.state, c.due_at, c.updated_at, c.milestones, c.name, c.revision,
  c.created_at, c.created_by, c.created_human, c.edited_at, c.edited_by, c.edited_human, c.requested_at, c.requested_by, c.requested_human,
  c.approval_id, c.approved_at, c.expires_at, c.executed_at, c.executed_by, c.executed_kind, c.executed_human,
  c.ended_at, c.code, c.message, c.seal, c.description,
  COALESCE(w.name, '') AS created_by_name, COALESCE(x.name, '') AS executed_by_name`

// releaseWhole is what lists leave out.
const (
	releaseWhole  = `, c.parts, c.plan`
	releaseListed = `, '' AS parts, '' AS plan`
)

const withReleasers = `
  LEFT JOIN subjects w ON w.tenant_id = c.tenant_id AND w.id = c.created_by
  LEFT JOIN subjects x ON x.tenant_id = c.tenant_id AND x.id = c.executed_by`

func releaseUnknown(err error) error {
	if errors.Is(err, ErrNoRows) {
		return releases.Unknown()
	}
	return err
}

// releaseRow is a release as it is written.
type releaseRow struct {
	releases.Release
	Search string `db:"search"`
	Was    string `db:"was"`
	Raise  int    `db:"raise"`
}

func newReleaseRow(r releases.Release) releaseRow {
	return releaseRow{Release: r, Search: strings.ToLower(r.Name)}
}

// Releases implements releases.Store.
func (s *Store) Releases(ctx context.Context, tenant rbac.TenantID, f releases.Filter, r page.Request) (page.Of[releases.Release], error) {
	if f.Set.Mode == rbac.None {
		return page.Of[releases.Release]{}, nil
	}
	args := map[string]any{"tenant": tenant}
	where := `c.tenant_id = :tenant` + searched(f.Search, args) + after(r, "c.updated_at", args)
	if len(f.States) > 0 {
		args["states"] = s.dialect.list(texts(f.States))
		where += ` AND ` + s.dialect.in("c.state", "states")
	}
	var rows []releases.Release
	err := s.list(ctx, &rows, `SELECT `+releaseColumns+releaseListed+`
  FROM `+s.newest("releases", f.Set, where, args)+withReleasers+newestFirst, args)
	return page.Cut(rows, r, func(row releases.Release) page.Cursor { return page.At(row.UpdatedAt, row.ID) }), err
}

// Release implements releases.Store.
func (s *Store) Release(ctx context.Context, tenant rbac.TenantID, id string) (releases.Release, error) {
	var row releases.Release
	err := s.get(ctx, &row, `SELECT `+releaseColumns+releaseWhole+` FROM releases c`+withReleasers+`
 WHERE c.tenant_id = :tenant AND c.id = :id`, map[string]any{"tenant": tenant, "id": id})
	return row, releaseUnknown(err)
}

// LockRelease implements releases.Store.
func (s *Store) LockRelease(ctx context.Context, tenant rbac.TenantID, id string) (releases.Release, error) {
	var locked string
	err := s.get(ctx, &locked, `SELECT c.id FROM releases c WHERE c.tenant_id = :tenant AND c.id = :id`+s.dialect.forUpdate,
		map[string]any{"tenant": tenant, "id": id})
	if err != nil {
		return releases.Release{}, releaseUnknown(err)
	}
	return s.Release(ctx, tenant, id)
}

// InsertRelease implements releases.Store.
func (s *Store) InsertRelease(ctx context.Context, r releases.Release) error {
	_, err := s.exec(ctx, `
INSERT INTO releases (tenant_id, id, org_id, state, due_at, updated_at, milestones, name, search, revision,
  created_at, created_by, created_human, edited_at, edited_by, edited_human, requested_at, requested_by, requested_human,
  approval_id, approved_at, expires_at, executed_at, executed_by, executed_kind, executed_human,
  ended_at, code, message, seal, description, parts, plan)
VALUES (:tenant_id, :id, :org_id, :state, :due_at, :updated_at, :milestones, :name, :search, :revision,
  :created_at, :created_by, :created_human, :edited_at, :edited_by, :edited_human, :requested_at, :requested_by, :requested_human,
  :approval_id, :approved_at, :expires_at, :executed_at, :executed_by, :executed_kind, :executed_human,
  :ended_at, :code, :message, :seal, :description, :parts, :plan)`, newReleaseRow(r))
	return err
}

// UpdateRelease implements releases.Store. What was sealed is written only where
// it may change, so that the text of a plan stays what it was.
func (s *Store) UpdateRelease(ctx context.Context, r releases.Release, was releases.State, edited bool) (bool, error) {
	row := newReleaseRow(r)
	row.Was = string(was)
	if edited {
		row.Raise = 1
	}
	sealed := ``
	if was.Open() {
		sealed = `,
       name = :name, search = :search, description = :description, edited_at = :edited_at, edited_by = :edited_by, edited_human = :edited_human,
       requested_at = :requested_at, requested_by = :requested_by, requested_human = :requested_human, approval_id = :approval_id,
       approved_at = :approved_at, expires_at = :expires_at, seal = :seal, parts = :parts`
	}
	if edited {
		sealed += `, plan = :plan`
	}
	n, err := s.exec(ctx, `
UPDATE releases
   SET state = :state, due_at = :due_at, updated_at = :updated_at, milestones = :milestones, revision = revision + :raise,
       executed_at = :executed_at, executed_by = :executed_by, executed_kind = :executed_kind, executed_human = :executed_human,
       ended_at = :ended_at, code = :code, message = :message`+sealed+`
 WHERE tenant_id = :tenant_id AND id = :id AND revision = :revision AND state = :was`, row)
	return n == 1, err
}

// DeleteRelease implements releases.Store.
func (s *Store) DeleteRelease(ctx context.Context, r releases.Release) (bool, error) {
	for _, table := range []string{"release_milestones", "release_comments", "release_rehearsals"} {
		if _, err := s.exec(ctx, `DELETE FROM `+table+` WHERE tenant_id = :tenant_id AND release_id = :id`, r); err != nil {
			return false, err
		}
	}
	n, err := s.exec(ctx, `DELETE FROM releases WHERE tenant_id = :tenant_id AND id = :id AND revision = :revision`, r)
	return n == 1, err
}

// DueReleases implements releases.Store. The ids of tenants are not asked for:
// it is the server's own work.
func (s *Store) DueReleases(ctx context.Context, now int64, max int) ([]releases.Release, error) {
	var rows []releases.Release
	err := s.list(ctx, &rows, `SELECT `+releaseColumns+releaseWhole+` FROM releases c`+withReleasers+`
 WHERE c.due_at > 0 AND c.due_at <= :now ORDER BY c.due_at, c.id LIMIT :max`, map[string]any{"now": now, "max": max})
	return rows, err
}

// ClaimRelease implements releases.Store.
func (s *Store) ClaimRelease(ctx context.Context, r releases.Release, until int64) (bool, error) {
	n, err := s.exec(ctx, `
UPDATE releases SET due_at = :until WHERE tenant_id = :tenant AND id = :id AND due_at = :before AND state = :state`,
		map[string]any{"tenant": r.Tenant, "id": r.ID, "before": r.DueAt, "state": r.State, "until": until})
	return n == 1, err
}

// WakeRelease implements releases.Store.
func (s *Store) WakeRelease(ctx context.Context, tenant rbac.TenantID, id string, now int64) error {
	_, err := s.exec(ctx, `UPDATE releases SET due_at = :now WHERE tenant_id = :tenant AND id = :id AND due_at > :now`,
		map[string]any{"tenant": tenant, "id": id, "now": now})
	return err
}

// NextDueRelease implements releases.Store.
func (s *Store) NextDueRelease(ctx context.Context) (int64, error) {
	var next int64
	err := s.get(ctx, &next, `
SELECT COALESCE(MIN(due.at), 0) FROM (
  SELECT MIN(due_at) AS at FROM releases WHERE due_at > 0
  UNION ALL SELECT MIN(due_at) AS at FROM release_rehearsals WHERE state = 'running') due`, nil)
	return next, err
}

// ReleaseMilestones implements releases.Store.
func (s *Store) ReleaseMilestones(ctx context.Context, tenant rbac.TenantID, release string, after int64, max int) ([]releases.Milestone, error) {
	var rows []releases.Milestone
	err := s.list(ctx, &rows, `
SELECT m.tenant_id, m.release_id, m.seq, m.kind, m.phase, m.at, m.subject_id, m.human_id, m.code, m.note, COALESCE(w.name, '') AS by_name
  FROM release_milestones m LEFT JOIN subjects w ON w.tenant_id = m.tenant_id AND w.id = m.subject_id
 WHERE m.tenant_id = :tenant AND m.release_id = :release AND m.seq > :after ORDER BY m.seq LIMIT :max`,
		map[string]any{"tenant": tenant, "release": release, "after": after, "max": max})
	return rows, err
}

// InsertReleaseMilestone implements releases.Store.
func (s *Store) InsertReleaseMilestone(ctx context.Context, m releases.Milestone) error {
	_, err := s.exec(ctx, `
INSERT INTO release_milestones (tenant_id, release_id, seq, kind, phase, at, subject_id, human_id, code, note)
VALUES (:tenant_id, :release_id, :seq, :kind, :phase, :at, :subject_id, :human_id, :code, :note)`, m)
	return err
}

// ReleaseComments implements releases.Store.
func (s *Store) ReleaseComments(ctx context.Context, tenant rbac.TenantID, release string, r page.Request) (page.Of[releases.Comment], error) {
	var rows []releases.Comment
	err := s.list(ctx, &rows, `
SELECT m.tenant_id, m.release_id, m.id, m.at, m.subject_id, m.human_id, m.revision, m.pointer, m.body, COALESCE(w.name, '') AS by_name
  FROM release_comments m LEFT JOIN subjects w ON w.tenant_id = m.tenant_id AND w.id = m.subject_id
 WHERE m.tenant_id = :tenant AND m.release_id = :release AND m.id > :after ORDER BY m.id LIMIT :max`,
		map[string]any{"tenant": tenant, "release": release, "after": r.After.ID, "max": r.Limit + 1})
	return page.Cut(rows, r, func(c releases.Comment) page.Cursor { return page.Cursor{ID: c.ID} }), err
}

// InsertReleaseComment implements releases.Store.
func (s *Store) InsertReleaseComment(ctx context.Context, c releases.Comment) error {
	_, err := s.exec(ctx, `
INSERT INTO release_comments (tenant_id, release_id, id, at, subject_id, human_id, revision, pointer, body)
VALUES (:tenant_id, :release_id, :id, :at, :subject_id, :human_id, :revision, :pointer, :body)`, c)
	return err
}

// ReleaseRules implements releases.Store.
func (s *Store) ReleaseRules(ctx context.Context, tenant rbac.TenantID, orgs []rbac.OrgID) ([]releases.Rule, error) {
	var rows []releases.Rule
	err := s.list(ctx, &rows, `
SELECT tenant_id, org_id, rehearsal_days, revision, updated_at, updated_by FROM release_rules
 WHERE tenant_id = :tenant AND `+s.dialect.in("org_id", "orgs"), map[string]any{"tenant": tenant, "orgs": s.dialect.list(texts(orgs))})
	return rows, err
}

// SetReleaseRule implements releases.Store. One that was never set is at
// revision 1.
func (s *Store) SetReleaseRule(ctx context.Context, r releases.Rule) (bool, error) {
	if r.Revision == 1 {
		n, err := s.exec(ctx, `
INSERT INTO release_rules (tenant_id, org_id, rehearsal_days, revision, updated_at, updated_by)
VALUES (:tenant_id, :org_id, :rehearsal_days, 2, :updated_at, :updated_by) ON CONFLICT DO NOTHING`, r)
		return n == 1, err
	}
	n, err := s.exec(ctx, `
UPDATE release_rules SET rehearsal_days = :rehearsal_days, revision = revision + 1, updated_at = :updated_at, updated_by = :updated_by
 WHERE tenant_id = :tenant_id AND org_id = :org_id AND revision = :revision`, r)
	return n == 1, err
}
