package store

import (
	"context"
	"slices"

	"catenary/rbac"
)

const (
	// usualOf is how many runs of a chain say how long one usually takes.
	usualOf = 20
	// usualFrom is how few of them say nothing yet.
	usualFrom = 3
)

// UsualDurations gives, in µs, how long runs of chains take: the median of the
// last ones that succeeded and were no tests. A chain with hardly any has none.
func (s *Store) UsualDurations(ctx context.Context, tenant rbac.TenantID, chains []string) (map[string]int64, error) {
	out := map[string]int64{}
	if len(chains) == 0 {
		return out, nil
	}
	var rows []struct {
		Chain string `db:"source"`
		Took  int64  `db:"took"`
	}
	err := s.list(ctx, &rows, `SELECT n.source, r.ended_at - r.started_at AS took FROM (`+s.dialect.newestOf("done", "")+`) n
  JOIN runs r ON r.tenant_id = :tenant AND r.id = n.id`, map[string]any{
		"tenant": tenant, "keys": s.dialect.list(chains), "each": usualOf, "floor": "", "below": lastID + "Z",
	})
	if err != nil {
		return nil, err
	}
	took := map[string][]int64{}
	for _, row := range rows {
		took[row.Chain] = append(took[row.Chain], row.Took)
	}
	for chain, of := range took {
		if len(of) >= usualFrom {
			slices.Sort(of)
			out[chain] = (of[(len(of)-1)/2] + of[len(of)/2]) / 2
		}
	}
	return out, nil
}
