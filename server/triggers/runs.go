package triggers

import (
	"cmp"
	"context"

	"catenary/internal/fault"
	"catenary/server/runs"
)

// Runs is a Starter of runs of published chains.
type Runs struct {
	Service *runs.Service
	Gates   Gates
}

// Gates says whether a limit has a place left.
type Gates interface {
	GateFull(ctx context.Context, tenant, key string) (bool, error)
}

// Start implements Starter.
func (r Runs) Start(ctx context.Context, q StartRequest) (runs.Started, error) {
	by := &runs.Trigger{Kind: string(q.Kind), ID: q.Trigger, Makers: q.Makers}
	if q.Concurrency > 0 {
		by.Gates = []string{Gate(q.Trigger)}
		if q.Queue == Refuse && !q.Again {
			full, err := r.Gates.GateFull(ctx, string(q.By.Tenant), Gate(q.Trigger))
			if err != nil {
				return runs.Started{}, err
			}
			if full {
				return runs.Started{}, fault.New(fault.Limited, "trigger.limited", "as many runs of the trigger are at work as may be")
			}
		}
	}
	return r.Service.Start(ctx, q.By, q.Org, q.Chain, runs.Request{
		Input: q.Input, Once: runs.Once{Key: q.Key, Digest: cmp.Or(q.Digest, q.Key)}, Trigger: by,
	})
}
