package runs

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"catenary/rbac"
	"catenary/runtime"
)

// MaxAhead is up to how many runs are counted that come before another.
const MaxAhead = 10_000

// Queue says why a run has not begun, and how many come before it.
type Queue struct {
	// For is limit, hold or worker: what the run waits for.
	For string
	// Position counts from 1; with MaxAhead before it, nobody counted further.
	Position int64
	// Limits are those that have no place for it.
	Limits []Full
}

// Full is a limit with no place left for a run that waits.
type Full struct {
	// Of is what is limited: chain, org or trigger; ID is its id.
	Of, ID string
	// Concurrency is how many may be at work, Running how many are.
	Concurrency, Running int64
	Position             int64
}

// Waited is a gate at which a run waits.
type Waited struct {
	Key      string `db:"gate"`
	Capacity int64  `db:"capacity"`
	Used     int64  `db:"used"`
	// Ahead is how many runs that wait there come before it.
	Ahead int64 `db:"ahead"`
}

// QueueStore knows who waits before a run. It counts no further than max.
type QueueStore interface {
	// Waited are the gates of limits at which a run waits, in the order of
	// their keys.
	Waited(ctx context.Context, tenant rbac.TenantID, id string, max int) ([]Waited, error)
	// AheadInHold counts those that the hold of the run's chain kept before it.
	AheadInHold(ctx context.Context, tenant rbac.TenantID, id string, max int) (int64, error)
	// AheadOfDue counts the runs of a tenant that are due before a time.
	AheadOfDue(ctx context.Context, tenant rbac.TenantID, due int64, max int) (int64, error)
}

// queue says why a run that has not begun waits.
func (s *Service) queue(ctx context.Context, row Row) (*Queue, error) {
	tenant := rbac.TenantID(row.Tenant)
	q := &Queue{For: row.HeldBy()}
	var ahead int64
	var err error
	switch q.For {
	case "hold":
		ahead, err = s.Store.AheadInHold(ctx, tenant, row.ID, MaxAhead)
	case "limit":
		var at []Waited
		at, err = s.Store.Waited(ctx, tenant, row.ID, MaxAhead)
		for _, w := range at {
			ahead = max(ahead, w.Ahead)
			if of, id, found := strings.Cut(w.Key, ":"); found && w.Used >= w.Capacity {
				q.Limits = append(q.Limits, Full{Of: of, ID: id, Concurrency: w.Capacity, Running: w.Used, Position: w.Ahead + 1})
			}
		}
	default:
		q.For = "worker"
		if row.Owner == "" && row.Due > 0 {
			ahead, err = s.Store.AheadOfDue(ctx, tenant, row.Due, MaxAhead)
		}
	}
	if err != nil {
		return nil, fmt.Errorf("what a run waits behind: %w", err)
	}
	q.Position = ahead + 1
	return q, nil
}

// Caller is the step that a run was begun by and answers to; none for most runs.
func (r Row) Caller() (of runtime.StepRef, found bool) {
	if r.Parent == "" || json.Unmarshal([]byte(r.ParentStep), &of) != nil {
		return runtime.StepRef{}, false
	}
	return of, true
}
