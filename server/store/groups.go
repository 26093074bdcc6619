package store

import (
	"context"
	"errors"

	"catenary/internal/fault"
	"catenary/internal/page"
	"catenary/rbac"
	"catenary/server/orgs"
)

const subjectColumns = `s.tenant_id, s.id, s.kind, s.org_id, COALESCE(s.key, '') AS key, s.name, s.state,
  s.revision, s.created_at, s.updated_at`

// InsertGroup adds a group. One of the same org with its key is
// group.key_taken (Conflict).
func (s *Store) InsertGroup(ctx context.Context, g orgs.Subject) error {
	_, err := s.exec(ctx, `
INSERT INTO subjects (tenant_id, id, kind, org_id, key, name, state, revision, created_at, updated_at)
VALUES (:tenant_id, :id, 'group', :org_id, :key, :name, 'active', :revision, :created_at, :updated_at)`, g)
	return groupKeyTaken(err)
}

func groupKeyTaken(err error) error {
	return keyTaken(err, "group.key_taken", "a group of this org has this key already")
}

// Group reads a group of an org; one that is not there is group.unknown
// (NotFound).
func (s *Store) Group(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, id rbac.SubjectID) (orgs.Subject, error) {
	var g orgs.Subject
	err := s.get(ctx, &g, `
SELECT `+subjectColumns+` FROM subjects s
 WHERE s.tenant_id = :tenant AND s.org_id = :org AND s.id = :id AND s.kind = 'group' AND s.state <> 'removed'`,
		map[string]any{"tenant": tenant, "org": org, "id": id})
	if errors.Is(err, ErrNoRows) {
		return g, fault.New(fault.NotFound, "group.unknown", "no such group in this org")
	}
	return g, err
}

// Groups lists those of an org, sorted by name.
func (s *Store) Groups(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, r page.Request) (page.Of[orgs.Subject], error) {
	args := map[string]any{"tenant": tenant, "org": org, "name": r.After.Sort, "id": r.After.ID, "max": r.Limit + 1}
	where := having(r, args, "s.key", "s.name")
	if !r.After.IsZero() {
		where += ` AND (s.name, s.id) > (:name, :id)`
	}
	var rows []orgs.Subject
	err := s.list(ctx, &rows, `
SELECT `+subjectColumns+` FROM subjects s
 WHERE s.tenant_id = :tenant AND s.org_id = :org AND s.kind = 'group' AND s.state <> 'removed'`+where+`
 ORDER BY s.name, s.id LIMIT :max`, args)
	return page.Cut(rows, r, func(g orgs.Subject) page.Cursor { return page.Cursor{Sort: g.Name, ID: string(g.ID)} }), err
}

// RenameGroup gives a group its name and key if it still has the revision, and
// says whether it had.
func (s *Store) RenameGroup(ctx context.Context, g orgs.Subject) (bool, error) {
	n, err := s.exec(ctx, `
UPDATE subjects SET name = :name, key = :key, revision = revision + 1, updated_at = :updated_at
 WHERE tenant_id = :tenant_id AND id = :id AND kind = 'group' AND state <> 'removed' AND revision = :revision`, g)
	return n == 1, groupKeyTaken(err)
}

// DeleteGroup takes a group away with its members and grants if it still has
// the revision, and says whether it had. Its row stays, so that old entries of
// the audit keep a name.
func (s *Store) DeleteGroup(ctx context.Context, g orgs.Subject) (bool, error) {
	n, err := s.exec(ctx, `
UPDATE subjects SET state = 'removed', revision = revision + 1, updated_at = :updated_at
 WHERE tenant_id = :tenant_id AND id = :id AND kind = 'group' AND state <> 'removed' AND revision = :revision`, g)
	if err != nil || n != 1 {
		return false, err
	}
	if _, err := s.exec(ctx, `DELETE FROM group_members WHERE tenant_id = :tenant_id AND group_id = :id`, g); err != nil {
		return false, err
	}
	_, err = s.exec(ctx, `DELETE FROM grants WHERE tenant_id = :tenant_id AND subject_id = :id`, g)
	return err == nil, err
}

// GroupMembers lists who is in a group, sorted by name.
func (s *Store) GroupMembers(ctx context.Context, tenant rbac.TenantID, group rbac.SubjectID, r page.Request) (page.Of[orgs.Member], error) {
	where := ""
	if !r.After.IsZero() {
		where = ` AND (s.name, s.id) > (:name, :id)`
	}
	var rows []orgs.Member
	err := s.list(ctx, &rows, `
SELECT `+subjectColumns+`, m.added_at
  FROM group_members m JOIN subjects s ON s.tenant_id = m.tenant_id AND s.id = m.member_id
 WHERE m.tenant_id = :tenant AND m.group_id = :group_id`+where+`
 ORDER BY s.name, s.id LIMIT :max`,
		map[string]any{"tenant": tenant, "group_id": group, "name": r.After.Sort, "id": r.After.ID, "max": r.Limit + 1})
	return page.Cut(rows, r, func(m orgs.Member) page.Cursor { return page.Cursor{Sort: m.Name, ID: string(m.ID)} }), err
}

// AddToGroup puts a subject in a group, and says whether it was not in it yet.
func (s *Store) AddToGroup(ctx context.Context, tenant rbac.TenantID, m rbac.MembershipFact) (bool, error) {
	n, err := s.exec(ctx, `
INSERT INTO group_members (tenant_id, group_id, member_id, added_at)
VALUES (:tenant, :group_id, :member_id, :at) ON CONFLICT DO NOTHING`,
		map[string]any{"tenant": tenant, "group_id": m.Group, "member_id": m.Member, "at": s.now().UnixMicro()})
	return n == 1, err
}

// RemoveFromGroup takes a subject out of a group, and says whether it was in it.
func (s *Store) RemoveFromGroup(ctx context.Context, tenant rbac.TenantID, m rbac.MembershipFact) (bool, error) {
	n, err := s.exec(ctx, `
DELETE FROM group_members WHERE tenant_id = :tenant AND group_id = :group_id AND member_id = :member_id`,
		map[string]any{"tenant": tenant, "group_id": m.Group, "member_id": m.Member})
	return n == 1, err
}

// InGroup says whether a subject is in a group.
func (s *Store) InGroup(ctx context.Context, tenant rbac.TenantID, m rbac.MembershipFact) (bool, error) {
	var in bool
	err := s.get(ctx, &in, `
SELECT EXISTS (SELECT 1 FROM group_members WHERE tenant_id = :tenant AND group_id = :group_id AND member_id = :member_id)`,
		map[string]any{"tenant": tenant, "group_id": m.Group, "member_id": m.Member})
	return in, err
}

// MembershipsOf reads all members of a group, at most limit.
func (s *Store) MembershipsOf(ctx context.Context, tenant rbac.TenantID, group rbac.SubjectID, limit int) ([]rbac.SubjectID, error) {
	var ids []rbac.SubjectID
	err := s.list(ctx, &ids, `
SELECT member_id FROM group_members WHERE tenant_id = :tenant AND group_id = :group_id ORDER BY member_id LIMIT :max`,
		map[string]any{"tenant": tenant, "group_id": group, "max": limit})
	return ids, err
}

// VisibleSubject reads a subject that belongs to an org of the set or was
// granted something in one; any other is subject.unknown (NotFound).
func (s *Store) VisibleSubject(ctx context.Context, tenant rbac.TenantID, set rbac.OrgSet, id rbac.SubjectID) (orgs.Subject, error) {
	args := map[string]any{"tenant": tenant, "id": id}
	var out orgs.Subject
	err := s.get(ctx, &out, `
SELECT `+subjectColumns+` FROM subjects s
 WHERE s.tenant_id = :tenant AND s.id = :id AND s.state <> 'removed'
   AND `+s.seenIn(set, args), args)
	if errors.Is(err, ErrNoRows) {
		return out, fault.New(fault.NotFound, "subject.unknown", "no such member, service account or group")
	}
	return out, err
}
