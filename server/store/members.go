package store

import (
	"context"
	"errors"

	"catenary/internal/fault"
	"catenary/internal/page"
	"catenary/rbac"
	"catenary/server/identity"
)

const memberSelect = `
SELECT m.tenant_id, m.id, m.kind, m.org_id, COALESCE(m.person_id, '') AS person_id,
       COALESCE(p.email, m.email) AS email, m.name, m.state, m.revision,
       p.totp_sealed IS NOT NULL AS second_factor, m.created_at, m.updated_at
  FROM subjects m LEFT JOIN people p ON p.id = m.person_id
 WHERE m.tenant_id = :tenant AND m.kind = 'user' AND m.state <> 'removed'`

// hereOrGranted is the condition that a subject belongs to :org or was granted
// something there.
const hereOrGranted = ` AND m.id IN (
  SELECT id FROM subjects WHERE tenant_id = :tenant AND org_id = :org AND kind = 'user'
  UNION ALL SELECT subject_id FROM grants WHERE tenant_id = :tenant AND org_id = :org)`

// InsertMember adds a member. A person who is one already is member.exists
// (Conflict).
func (s *Store) InsertMember(ctx context.Context, m identity.Member) error {
	_, err := s.exec(ctx, `
INSERT INTO subjects (tenant_id, id, kind, org_id, person_id, email, name, state, revision, created_at, updated_at)
VALUES (:tenant_id, :id, 'user', :org_id, NULLIF(:person_id, ''), :email, :name, :state, 1, :created_at, :updated_at)`, m)
	return memberExists(err)
}

func memberExists(err error) error {
	if fault.HasCode(err, CodeTaken) {
		return fault.New(fault.Conflict, "member.exists", "this person is a member of the tenant already").Because(err)
	}
	return err
}

// Member reads a member; one that is not there or was removed is member.unknown
// (NotFound).
func (s *Store) Member(ctx context.Context, tenant rbac.TenantID, id rbac.SubjectID) (identity.Member, error) {
	return s.member(ctx, memberSelect+` AND m.id = :id`, map[string]any{"tenant": tenant, "id": id})
}

// MemberAt reads a member who belongs to an org or was granted something there;
// any other is member.unknown (NotFound).
func (s *Store) MemberAt(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, id rbac.SubjectID) (identity.Member, error) {
	return s.member(ctx, memberSelect+` AND m.id = :id`+hereOrGranted, map[string]any{"tenant": tenant, "org": org, "id": id})
}

// MemberByEmail reads the member, active or disabled, with an address; none is
// member.unknown (NotFound).
func (s *Store) MemberByEmail(ctx context.Context, tenant rbac.TenantID, email string) (identity.Member, error) {
	return s.member(ctx, memberSelect+` AND p.email = :email`, map[string]any{"tenant": tenant, "email": email})
}

func (s *Store) member(ctx context.Context, query string, args map[string]any) (identity.Member, error) {
	var m identity.Member
	err := s.get(ctx, &m, query, args)
	if errors.Is(err, ErrNoRows) {
		return m, fault.New(fault.NotFound, "member.unknown", "no such member")
	}
	return m, err
}

// Members lists those who belong to an org or were granted something there,
// sorted by name.
func (s *Store) Members(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, r page.Request) (page.Of[identity.Member], error) {
	args := map[string]any{"tenant": tenant, "org": org, "name": r.After.Sort, "id": r.After.ID, "max": r.Limit + 1}
	where := having(r, args, "m.name", "COALESCE(p.email, m.email)")
	if !r.After.IsZero() {
		where += ` AND (m.name, m.id) > (:name, :id)`
	}
	var rows []identity.Member
	err := s.list(ctx, &rows, memberSelect+hereOrGranted+where+` ORDER BY m.name, m.id LIMIT :max`, args)
	return page.Cut(rows, r, func(m identity.Member) page.Cursor { return page.Cursor{Sort: m.Name, ID: string(m.ID)} }), err
}

// RenameMember gives a member a name if it still has the revision, and says
// whether it had.
func (s *Store) RenameMember(ctx context.Context, m identity.Member) (bool, error) {
	n, err := s.exec(ctx, `
UPDATE subjects SET name = :name, revision = revision + 1, updated_at = :updated_at
 WHERE tenant_id = :tenant_id AND id = :id AND kind = 'user' AND state <> 'removed' AND revision = :revision`, m)
	return n == 1, err
}

// SubjectName reads what a member or service account is called; none is
// subject.unknown (NotFound).
func (s *Store) SubjectName(ctx context.Context, tenant rbac.TenantID, id rbac.SubjectID) (string, error) {
	var called string
	err := s.get(ctx, &called, `SELECT name FROM subjects WHERE tenant_id = :tenant AND id = :id AND state <> 'removed'`,
		map[string]any{"tenant": tenant, "id": id})
	if errors.Is(err, ErrNoRows) {
		return "", fault.New(fault.NotFound, "subject.unknown", "no such member or service account")
	}
	return called, err
}

// SetSubjectState brings a member or service account from one state to another,
// and says whether it was in the first.
func (s *Store) SetSubjectState(ctx context.Context, tenant rbac.TenantID, id rbac.SubjectID, from, to string) (bool, error) {
	n, err := s.exec(ctx, `
UPDATE subjects SET state = :to, revision = revision + 1, updated_at = :at
 WHERE tenant_id = :tenant AND id = :id AND kind <> 'group' AND state = :from`,
		map[string]any{"tenant": tenant, "id": id, "from": from, "to": to, "at": s.now().UnixMicro()})
	return n == 1, err
}

// JoinMember makes an invited member an active one, and says whether it was
// invited still. A person who is a member already is member.exists (Conflict).
func (s *Store) JoinMember(ctx context.Context, tenant rbac.TenantID, id rbac.SubjectID, person string) (bool, error) {
	n, err := s.exec(ctx, `
UPDATE subjects SET state = 'active', person_id = :person, email = '', revision = revision + 1, updated_at = :at
 WHERE tenant_id = :tenant AND id = :id AND kind = 'user' AND state = 'invited'`,
		map[string]any{"tenant": tenant, "id": id, "person": person, "at": s.now().UnixMicro()})
	return n == 1, memberExists(err)
}

// DropRights takes all grants and groups of a subject away.
func (s *Store) DropRights(ctx context.Context, tenant rbac.TenantID, id rbac.SubjectID) error {
	args := map[string]any{"tenant": tenant, "id": id}
	if _, err := s.exec(ctx, `DELETE FROM grants WHERE tenant_id = :tenant AND subject_id = :id`, args); err != nil {
		return err
	}
	_, err := s.exec(ctx, `DELETE FROM group_members WHERE tenant_id = :tenant AND member_id = :id`, args)
	return err
}
