package store

import (
	"cmp"
	"maps"
	"slices"

	"catenary/runtime"
	"catenary/runtime/run"
)

// count keeps the gates of runs that end, and of those that an undo brings back.
func (c *commit) count(done []int) error {
	turned := map[runtime.ID]int{} // the write that did it
	for _, i := range done {
		if w := &c.batch[i]; w.Create == nil && !w.Ungated && (w.State.Final() || w.State == run.Undoing) {
			turned[w.ID] = i
		}
	}
	limited, err := c.limited(turned)
	if err != nil {
		return err
	}
	var all []gateID
	for _, r := range limited {
		all = append(all, gatesOf(r.Tenant, r.Gates)...)
	}
	if err := c.gates.load(all); err != nil { // together, so that they are locked in order
		return err
	}
	var counted, drop [][]any
	for _, r := range limited {
		i := turned[runtime.ID{Tenant: r.Tenant, Run: r.ID}]
		back := !c.batch[i].State.Final()
		if r.Held {
			drop = append(drop, []any{r.Tenant, r.ID})
		}
		if r.Counted == back {
			continue
		}
		gates := gatesOf(r.Tenant, r.Gates)
		if counted = append(counted, []any{back, r.Tenant, r.ID}); back {
			c.gates.add(gates, 1)
			continue
		}
		c.gates.add(gates, -1)
		for _, id := range gates {
			if c.freed == nil {
				c.freed = map[gateID]int{}
			}
			if _, known := c.freed[id]; !known {
				c.freed[id] = i
			}
		}
	}
	for _, statement := range []*bulk{dropWaits, unhold} {
		if _, err := c.do.do(statement, drop); err != nil {
			return err
		}
	}
	_, err = c.do.do(countRuns, counted)
	return err
}

// limitedRun is a run that has gates.
type limitedRun struct {
	Tenant        string `db:"tenant_id"`
	ID            string `db:"id"`
	Gates         string `db:"gates"`
	Held, Counted bool
}

// limited reads those runs that have gates.
func (c *commit) limited(runs map[runtime.ID]int) ([]limitedRun, error) {
	if len(runs) == 0 {
		return nil, nil
	}
	var tenants, ids []string
	for id := range runs {
		ids = append(ids, id.Run)
		if !slices.Contains(tenants, id.Tenant) {
			tenants = append(tenants, id.Tenant)
		}
	}
	slices.Sort(ids)
	d := c.s.dialect
	var rows []limitedRun
	err := c.s.list(c.ctx, &rows, `SELECT tenant_id, id, gates, held, counted FROM runs
 WHERE `+d.in("tenant_id", "tenants")+` AND `+d.in("id", "ids")+` AND gates NOT IN ('', '[]') ORDER BY id`,
		map[string]any{"tenants": d.list(tenants), "ids": d.list(ids)})
	return slices.DeleteFunc(rows, func(r limitedRun) bool {
		_, asked := runs[runtime.ID{Tenant: r.Tenant, Run: r.ID}]
		return !asked
	}), err
}

// promote gives the places that became free to the runs that wait longest.
func (c *commit) promote() error {
	for _, id := range slices.SortedFunc(maps.Keys(c.freed), func(x, y gateID) int {
		return cmp.Or(cmp.Compare(x.Tenant, y.Tenant), cmp.Compare(x.Key, y.Key))
	}) {
		freed, err := c.gates.promote(c.do, id, c.now)
		if err != nil {
			return err
		}
		o := &c.outcomes[c.freed[id]]
		o.Freed = append(o.Freed, freed...)
	}
	return c.gates.write()
}
