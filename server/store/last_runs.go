package store

import (
	"context"

	"catenary/rbac"
	"catenary/server/chains"
)

// LastRuns gives the newest runs of each chain in the orgs of a set, by its id,
// the newest first; tests are not among them.
func (s *Store) LastRuns(ctx context.Context, tenant rbac.TenantID, set rbac.OrgSet, of []string, each int) (map[string][]chains.LastRun, error) {
	out := map[string][]chains.LastRun{}
	if len(of) == 0 || set.Mode == rbac.None {
		return out, nil
	}
	args := map[string]any{"tenant": tenant, "keys": s.dialect.list(of), "each": each, "floor": "", "below": lastID + "Z"}
	where := ` AND ` + s.inOrgs(set, s.dialect.unindexed("x.org_id"), args)
	var rows []struct {
		Chain string `db:"source"`
		chains.LastRun
	}
	err := s.list(ctx, &rows, `SELECT n.source, r.id, r.org_id, r.state, r.title, r.created_at
  FROM (`+s.dialect.newestOf("last", where)+`) n
  JOIN runs r ON r.tenant_id = :tenant AND r.id = n.id
 ORDER BY r.id DESC`, args)
	for _, row := range rows {
		out[row.Chain] = append(out[row.Chain], row.LastRun)
	}
	return out, err
}
