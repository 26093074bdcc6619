package store

import (
	"context"
	"errors"

	"catenary/internal/fault"
	"catenary/internal/page"
	"catenary/rbac"
	"catenary/server/orgs"
)

const roleColumns = `r.tenant_id, r.id, COALESCE(r.owner_org_id, '') AS owner_org_id, r.key, r.name, r.effect,
  r.revision, r.created_at, r.updated_at`

func roleUnknown(err error) error {
	if errors.Is(err, ErrNoRows) {
		return fault.New(fault.NotFound, "role.unknown", "no such role")
	}
	return err
}

func roleKeyTaken(err error) error {
	return keyTaken(err, "role.key_taken", "a role of this org has this key already")
}

// InsertRole adds a role. Those of a system role are in the code: no rows are
// written for them. A role of the same org with its key is role.key_taken.
func (s *Store) InsertRole(ctx context.Context, r orgs.Role) error {
	_, err := s.exec(ctx, `
INSERT INTO roles (tenant_id, id, owner_org_id, key, name, effect, revision, created_at, updated_at)
VALUES (:tenant_id, :id, NULLIF(:owner_org_id, ''), :key, :name, :effect, :revision, :created_at, :updated_at)`, r)
	if err != nil || r.System() {
		return roleKeyTaken(err)
	}
	return s.insertPermissions(ctx, r)
}

func (s *Store) insertPermissions(ctx context.Context, r orgs.Role) error {
	for _, p := range r.Permissions {
		_, err := s.exec(ctx, `INSERT INTO role_permissions (tenant_id, role_id, permission) VALUES (:tenant, :role, :permission)`,
			map[string]any{"tenant": r.Tenant, "role": r.ID, "permission": p})
		if err != nil {
			return err
		}
	}
	return nil
}

// Role reads one role; one that is not there is role.unknown (NotFound).
// Permissions of a system role are in the code and not among what is read.
func (s *Store) Role(ctx context.Context, tenant rbac.TenantID, id rbac.RoleID) (orgs.Role, error) {
	var r orgs.Role
	err := s.get(ctx, &r, `SELECT `+roleColumns+` FROM roles r WHERE r.tenant_id = :tenant AND r.id = :id`,
		map[string]any{"tenant": tenant, "id": id})
	if err != nil {
		return r, roleUnknown(err)
	}
	rows := []orgs.Role{r}
	err = s.addPermissions(ctx, tenant, rows)
	return rows[0], err
}

// Roles lists the system roles and those of the orgs, sorted by name.
func (s *Store) Roles(ctx context.Context, tenant rbac.TenantID, owners []rbac.OrgID, r page.Request) (page.Of[orgs.Role], error) {
	args := map[string]any{
		"tenant": tenant, "owners": s.dialect.list(texts(owners)), "name": r.After.Sort, "id": r.After.ID, "max": r.Limit + 1,
	}
	where := having(r, args, "r.key", "r.name")
	if !r.After.IsZero() {
		where += ` AND (r.name, r.id) > (:name, :id)`
	}
	var rows []orgs.Role
	err := s.list(ctx, &rows, `
SELECT `+roleColumns+` FROM roles r
 WHERE r.tenant_id = :tenant AND (r.owner_org_id IS NULL OR `+s.dialect.in("r.owner_org_id", "owners")+`)`+where+`
 ORDER BY r.name, r.id LIMIT :max`, args)
	if err != nil {
		return page.Of[orgs.Role]{}, err
	}
	p := page.Cut(rows, r, func(r orgs.Role) page.Cursor { return page.Cursor{Sort: r.Name, ID: string(r.ID)} })
	return p, s.addPermissions(ctx, tenant, p.Items)
}

// addPermissions reads the permissions of all roles at once.
func (s *Store) addPermissions(ctx context.Context, tenant rbac.TenantID, roles []orgs.Role) error {
	at := make(map[rbac.RoleID]int, len(roles))
	ids := make([]string, 0, len(roles))
	for i, r := range roles {
		if !r.System() {
			at[r.ID] = i
			ids = append(ids, string(r.ID))
		}
	}
	if len(ids) == 0 {
		return nil
	}
	var rows []struct {
		Role       rbac.RoleID     `db:"role_id"`
		Permission rbac.Permission `db:"permission"`
	}
	err := s.list(ctx, &rows, `
SELECT role_id, permission FROM role_permissions WHERE tenant_id = :tenant AND `+s.dialect.in("role_id", "roles"),
		map[string]any{"tenant": tenant, "roles": s.dialect.list(ids)})
	for _, row := range rows {
		r := &roles[at[row.Role]]
		r.Permissions = append(r.Permissions, row.Permission)
	}
	for _, i := range at {
		orgs.SortPermissions(roles[i].Permissions)
	}
	return err
}

// UpdateRole gives a custom role its name, key and permissions if it still has
// the revision, and says whether it had.
func (s *Store) UpdateRole(ctx context.Context, r orgs.Role) (bool, error) {
	n, err := s.exec(ctx, `
UPDATE roles SET key = :key, name = :name, revision = revision + 1, updated_at = :updated_at
 WHERE tenant_id = :tenant_id AND id = :id AND revision = :revision AND owner_org_id IS NOT NULL`, r)
	if err != nil || n != 1 {
		return false, roleKeyTaken(err)
	}
	_, err = s.exec(ctx, `DELETE FROM role_permissions WHERE tenant_id = :tenant_id AND role_id = :id`, r)
	if err != nil {
		return false, err
	}
	return true, s.insertPermissions(ctx, r)
}

// DeleteRole takes a custom role away if it still has the revision, and says
// whether it had. One that is granted somewhere is role.in_use (Conflict).
func (s *Store) DeleteRole(ctx context.Context, r orgs.Role) (bool, error) {
	n, err := s.exec(ctx, `
DELETE FROM roles WHERE tenant_id = :tenant_id AND id = :id AND revision = :revision AND owner_org_id IS NOT NULL`, r)
	if fault.HasCode(err, CodeMissing) {
		return false, fault.New(fault.Conflict, "role.in_use", "the role is granted to someone: withdraw those grants first, in deleted orgs too").Because(err)
	}
	return n == 1, err
}

// Holds says whether a subject, or a group that it is in, is granted the role
// anywhere and still.
func (s *Store) Holds(ctx context.Context, tenant rbac.TenantID, subject rbac.SubjectID, role rbac.RoleID) (bool, error) {
	var held bool
	err := s.get(ctx, &held, `
SELECT EXISTS (
  SELECT 1 FROM grants g
   WHERE g.tenant_id = :tenant AND g.role_id = :role AND (g.ends_at = 0 OR g.ends_at > :now)
     AND (g.subject_id = :subject OR g.subject_id IN (
           SELECT group_id FROM group_members WHERE tenant_id = :tenant AND member_id = :subject)))`,
		map[string]any{"tenant": tenant, "subject": subject, "role": role, "now": s.now().UnixMicro()})
	return held, err
}

// Holders reads whom a role is granted and where, still; of the grants nothing
// else is read.
func (s *Store) Holders(ctx context.Context, tenant rbac.TenantID, role rbac.RoleID) ([]orgs.Grant, error) {
	var rows []orgs.Grant
	err := s.list(ctx, &rows, `
SELECT g.subject_id, g.org_id FROM grants g
 WHERE g.tenant_id = :tenant AND g.role_id = :role AND (g.ends_at = 0 OR g.ends_at > :now)`,
		map[string]any{"tenant": tenant, "role": role, "now": s.now().UnixMicro()})
	return rows, err
}

// HeldBy reads, each once, which roles are held still and where by the subjects,
// by the members of those that are groups, and through groups by any of them.
func (s *Store) HeldBy(ctx context.Context, tenant rbac.TenantID, subjects ...rbac.SubjectID) ([]orgs.Grant, error) {
	var rows []orgs.Grant
	err := s.list(ctx, &rows, `
WITH hit (id) AS (
  SELECT id FROM subjects WHERE tenant_id = :tenant AND `+s.dialect.in("id", "subjects")+`
  UNION
  SELECT member_id FROM group_members WHERE tenant_id = :tenant AND `+s.dialect.in("group_id", "subjects")+`
)
SELECT DISTINCT g.role_id, g.org_id FROM grants g
 WHERE g.tenant_id = :tenant AND (g.ends_at = 0 OR g.ends_at > :now)
   AND (g.subject_id IN (SELECT id FROM hit) OR g.subject_id IN (
         SELECT m.group_id FROM group_members m WHERE m.tenant_id = :tenant AND m.member_id IN (SELECT id FROM hit)))
 ORDER BY g.role_id, g.org_id`,
		map[string]any{"tenant": tenant, "subjects": s.dialect.list(texts(subjects)), "now": s.now().UnixMicro()})
	return rows, err
}
