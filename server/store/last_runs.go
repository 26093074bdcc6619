package store

import (
	"context"

	"catenary/rbac"
	"catenary/server/chains"
)

// LastRuns gives the newest runs of each chain, by its id, the newest first;
// tests are not among them.
func (s *Store) LastRuns(ctx context.Context, tenant rbac.TenantID, of []string, each int) (map[string][]chains.LastRun, error) {
	out := map[string][]chains.LastRun{}
	if len(of) == 0 {
		return out, nil
	}
	var rows []struct {
		Chain string `db:"source"`
		chains.LastRun
	}
	err := s.list(ctx, &rows, `SELECT n.source, r.id, r.org_id, r.state, r.title, r.created_at
  FROM (`+s.dialect.newestOf("last")+`) n
  JOIN runs r ON r.tenant_id = :tenant AND r.id = n.id
 ORDER BY r.id DESC`, map[string]any{
		"tenant": tenant, "keys": s.dialect.list(of), "each": each, "floor": "", "below": lastID + "Z",
	})
	for _, row := range rows {
		out[row.Chain] = append(out[row.Chain], row.LastRun)
	}
	return out, err
}
