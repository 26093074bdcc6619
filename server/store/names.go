package store

import (
	"context"

	"catenary/rbac"
	"catenary/server/orgs"
)

// SubjectNames reads the names of those subjects that belong to an org of the
// set or were granted something in one. Any others are left out.
func (s *Store) SubjectNames(ctx context.Context, tenant rbac.TenantID, set rbac.OrgSet, ids []rbac.SubjectID) (map[string]orgs.Named, error) {
	if len(ids) == 0 || set.Mode == rbac.None {
		return nil, nil
	}
	args := map[string]any{"tenant": tenant, "ids": s.dialect.list(texts(ids))}
	return s.names(ctx, `
SELECT s.id, s.kind, s.name FROM subjects s
 WHERE s.tenant_id = :tenant AND `+s.dialect.in("s.id", "ids")+` AND `+s.seenIn(set, args), args)
}

// seenIn is the condition that the subject s belongs to an org of the set or
// was granted something in one.
func (s *Store) seenIn(set rbac.OrgSet, args map[string]any) string {
	return `(` + s.inOrgs(set, "s.org_id", args) + ` OR EXISTS (
         SELECT 1 FROM grants g WHERE g.tenant_id = :tenant AND g.subject_id = s.id AND ` + s.inOrgs(set, "g.org_id", args) + `))`
}

// RoleNames reads the names of roles.
func (s *Store) RoleNames(ctx context.Context, tenant rbac.TenantID, ids []rbac.RoleID) (map[string]orgs.Named, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	return s.names(ctx, `
SELECT r.id, r.effect AS kind, r.name FROM roles r WHERE r.tenant_id = :tenant AND `+s.dialect.in("r.id", "ids"),
		map[string]any{"tenant": tenant, "ids": s.dialect.list(texts(ids))})
}

func (s *Store) names(ctx context.Context, query string, args map[string]any) (map[string]orgs.Named, error) {
	var rows []orgs.Named
	err := s.list(ctx, &rows, query, args)
	out := make(map[string]orgs.Named, len(rows))
	for _, row := range rows {
		out[row.ID] = row
	}
	return out, err
}
