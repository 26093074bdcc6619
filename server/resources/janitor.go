package resources

import (
	"context"
	"errors"
	"time"

	"catenary/internal/clock"
	"catenary/internal/fault"
	"catenary/runtime"
	"catenary/runtime/executor"
)

// Janitor takes away containers that nobody follows any more: those of runs
// that have ended. It knows them by their labels and touches no others.
type Janitor struct {
	Executor executor.Executor
	Owner    string
	Runs     interface {
		Run(ctx context.Context, tenant, id string) (runtime.Run, error)
	}
	// Rest is how long a container is left alone after its run has ended: whoever
	// ended the run takes it away himself, and has two leases of time for it.
	Rest time.Duration
	Now  clock.Now
}

// Sweep takes away what there is, and says how many.
func (j *Janitor) Sweep(ctx context.Context) (int64, error) {
	all, err := j.Executor.List(ctx, j.Owner)
	if fault.Is(err, fault.Unavailable) {
		return 0, nil // without an engine there are no containers
	}
	var removed int64
	for _, status := range all {
		over, one := j.over(ctx, status)
		if one == nil && over {
			one = j.Executor.Remove(ctx, status.ID)
			removed++
		}
		err = errors.Join(err, one)
	}
	return removed, err
}

func (j *Janitor) over(ctx context.Context, s executor.Status) (bool, error) {
	r, err := j.Runs.Run(ctx, s.Tenant, s.Run)
	if fault.Is(err, fault.NotFound) {
		return j.Now().Sub(s.CreatedAt) > time.Hour, nil
	}
	if err != nil {
		return false, err
	}
	return r.State.Final() && j.Now().Sub(clock.Time(r.EndedAt)) > j.Rest, nil
}
