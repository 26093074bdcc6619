package stream

import (
	"context"
	"time"

	"catenary/internal/clock"
	"catenary/internal/page"
	"catenary/rbac"
	"catenary/server/runs"
)

// others finds what other processes changed, where there may be some: it looks
// at the newest runs now and then. It is one reader's.
type others struct {
	tick   <-chan time.Time
	store  runs.Store
	tenant rbac.TenantID
	seen   map[string]int64 // the last number of each run
}

// othersPoll is how often, and othersLook at how many runs it is looked.
const (
	othersPoll = 2 * time.Second
	othersLook = 50
)

func (s *Service) others(tenant rbac.TenantID) (*others, func()) {
	o := &others{store: s.Runs.Store, tenant: tenant}
	if s.Poll == 0 {
		return o, func() {}
	}
	t := time.NewTicker(othersPoll)
	o.tick = t.C
	return o, t.Stop
}

// look sends what is new among the newest runs. The first time it only looks.
func (o *others) look(ctx context.Context, out *sender, set rbac.OrgSet) error {
	rows, err := o.store.Runs(ctx, o.tenant, runs.Filter{Set: set}, page.Request{Limit: othersLook})
	if err != nil {
		return err
	}
	before := o.seen
	o.seen = make(map[string]int64, len(rows.Items))
	for _, r := range rows.Items {
		o.seen[r.ID] = r.Seq
		if seq, known := before[r.ID]; before == nil || known && seq == r.Seq {
			continue
		}
		if err := out.event("", "run", newRow(r)); err != nil {
			return err
		}
	}
	return nil
}

func newRow(r runs.Row) Change {
	c := Change{ID: r.ID, OrgID: r.Org, ChainID: r.Chain, State: r.State, Seq: r.Seq}
	if r.EndedAt > 0 {
		at := clock.Time(r.EndedAt)
		c.EndedAt = &at
	}
	return c
}
