package store

import (
	"context"
	"errors"

	"catenary/internal/fault"
	"catenary/internal/page"
	"catenary/rbac"
	"catenary/server/orgs"
)

const grantSelect = `
SELECT g.tenant_id, g.id, g.subject_id, g.role_id, g.org_id, g.ends_at, g.revision, g.created_at, g.created_by,
       s.name AS subject_name, s.kind AS subject_kind, r.key AS role_key, r.name AS role_name, o.name AS org_name
  FROM grants g
  JOIN subjects s ON s.tenant_id = g.tenant_id AND s.id = g.subject_id
  JOIN roles r ON r.tenant_id = g.tenant_id AND r.id = g.role_id
  JOIN orgs o ON o.tenant_id = g.tenant_id AND o.id = g.org_id
 WHERE g.tenant_id = :tenant`

// InsertGrant adds a grant. A subject that has the role at the org already is
// grant.exists (Conflict).
func (s *Store) InsertGrant(ctx context.Context, g orgs.Grant) error {
	_, err := s.exec(ctx, `
INSERT INTO grants (tenant_id, id, subject_id, role_id, org_id, ends_at, revision, created_at, created_by)
VALUES (:tenant_id, :id, :subject_id, :role_id, :org_id, :ends_at, :revision, :created_at, :created_by)`, g)
	if fault.HasCode(err, CodeTaken) {
		return fault.New(fault.Conflict, "grant.exists", "the role is granted there already; change its end instead").Because(err)
	}
	return err
}

// DropEnded takes away the grant of the same role to the same subject at the
// same org if it has ended, gives it back, and says whether there was one.
func (s *Store) DropEnded(ctx context.Context, g orgs.Grant) (orgs.Grant, bool, error) {
	var ended orgs.Grant
	err := s.returning(ctx, &ended, `
DELETE FROM grants
 WHERE tenant_id = :tenant AND subject_id = :subject AND role_id = :role AND org_id = :org
   AND ends_at <> 0 AND ends_at <= :now
RETURNING tenant_id, id, subject_id, role_id, org_id, ends_at, revision, created_at, created_by`,
		map[string]any{"tenant": g.Tenant, "subject": g.Subject, "role": g.Role, "org": g.Org, "now": s.now().UnixMicro()})
	if errors.Is(err, ErrNoRows) {
		return ended, false, nil
	}
	return ended, err == nil, err
}

// Grant reads one grant at an org; one that is not there is grant.unknown
// (NotFound).
func (s *Store) Grant(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, id string) (orgs.Grant, error) {
	var g orgs.Grant
	err := s.get(ctx, &g, grantSelect+` AND g.org_id = :org AND g.id = :id`,
		map[string]any{"tenant": tenant, "org": org, "id": id})
	if errors.Is(err, ErrNoRows) {
		return g, fault.New(fault.NotFound, "grant.unknown", "no such grant at this org")
	}
	return g, err
}

// Grants lists those that q chooses out of the set, the oldest first.
func (s *Store) Grants(ctx context.Context, tenant rbac.TenantID, set rbac.OrgSet, q orgs.GrantQuery, r page.Request) (page.Of[orgs.Grant], error) {
	if set.Mode == rbac.None {
		return page.Of[orgs.Grant]{}, nil
	}
	args := map[string]any{"tenant": tenant, "subject": q.Subject, "id": r.After.ID, "max": r.Limit + 1}
	where := ` AND ` + s.inOrgs(set, "g.org_id", args)
	if q.Subject != "" {
		where += ` AND g.subject_id = :subject`
	}
	if len(q.Orgs) > 0 {
		where += ` AND ` + s.dialect.in("g.org_id", "orgs")
		args["orgs"] = s.dialect.list(texts(q.Orgs))
	}
	if !r.After.IsZero() {
		where += ` AND g.id > :id`
	}
	var rows []orgs.Grant
	err := s.list(ctx, &rows, grantSelect+where+` ORDER BY g.id LIMIT :max`, args)
	return page.Cut(rows, r, func(g orgs.Grant) page.Cursor { return page.Cursor{ID: g.ID} }), err
}

// GrantsOf reads all that a subject itself was granted, ended or not, in
// deleted orgs too; at most limit.
func (s *Store) GrantsOf(ctx context.Context, tenant rbac.TenantID, subject rbac.SubjectID, limit int) ([]orgs.Grant, error) {
	var rows []orgs.Grant
	err := s.list(ctx, &rows, grantSelect+` AND g.subject_id = :subject ORDER BY g.id LIMIT :max`,
		map[string]any{"tenant": tenant, "subject": subject, "max": limit})
	return rows, err
}

// EndGrant gives a grant its end if it still has the revision, and says whether
// it had.
func (s *Store) EndGrant(ctx context.Context, g orgs.Grant) (bool, error) {
	n, err := s.exec(ctx, `
UPDATE grants SET ends_at = :ends_at, revision = revision + 1
 WHERE tenant_id = :tenant_id AND id = :id AND revision = :revision`, g)
	return n == 1, err
}

// DeleteGrant takes a grant away, and says whether it was there.
func (s *Store) DeleteGrant(ctx context.Context, g orgs.Grant) (bool, error) {
	n, err := s.exec(ctx, `DELETE FROM grants WHERE tenant_id = :tenant_id AND id = :id`, g)
	return n == 1, err
}
