package store

import (
	"context"
	"slices"
	"time"

	"catenary/internal/clock"
	"catenary/internal/id"
	"catenary/rbac"
	"catenary/runtime/run"
	"catenary/server/runs"
)

// RunMoments gives the times of the runs of some orgs that were made since from,
// and of those that still wait to begin; of each at most max, the newest first.
// whole is since when all are among them, if from is too long ago for that.
func (s *Store) RunMoments(ctx context.Context, tenant rbac.TenantID, set rbac.OrgSet, from time.Time, max int) (out []runs.Moments, whole time.Time, err error) {
	if set.Mode == rbac.None {
		return nil, time.Time{}, nil
	}
	src, queued := runSources{}, runSources{column: "state", keys: []string{string(run.Queued)}}
	if set.Mode == rbac.In && len(set.IDs) <= askedEach {
		src, queued.column, queued.keys = runSources{column: "org_id", keys: texts(set.IDs)}, "org_state", nil
		for _, org := range set.IDs {
			queued.keys = append(queued.keys, string(org)+" "+string(run.Queued))
		}
	}
	since := id.First(from)
	newest := func(src runSources, floor, below string) ([]runs.Moments, bool, error) {
		args := map[string]any{"tenant": tenant, "floor": floor, "below": below, "keys": s.dialect.list(src.keys)}
		each := max
		if len(src.keys) > 0 {
			each = max / len(src.keys)
		}
		ids, more, err := s.newestRuns(ctx, src, each, args)
		if err != nil || len(ids) == 0 {
			return nil, false, err
		}
		args["ids"] = s.dialect.list(ids)
		var rows []runs.Moments
		err = s.list(ctx, &rows, `SELECT r.state, r.created_at, r.started_at, r.ended_at FROM runs r
 WHERE r.tenant_id = :tenant AND `+s.dialect.in("r.id", "ids")+` AND `+s.inOrgs(set, "r.org_id", args), args)
		return rows, more != "", err
	}
	out, cut, err := newest(src, since, lastID+"Z")
	if err != nil {
		return nil, time.Time{}, err
	}
	if cut && len(out) > 0 {
		oldest := slices.MinFunc(out, func(a, b runs.Moments) int { return int(a.CreatedAt - b.CreatedAt) })
		whole = clock.Time(oldest.CreatedAt)
	}
	waiting, _, err := newest(queued, "", since)
	return append(out, waiting...), whole, err
}
