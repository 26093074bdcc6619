package store

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"catenary/runtime"
	"catenary/runtime/run"
)

// gateID names a limit: chain:<id>, org:<id> or tenant:<id> of a tenant.
type gateID struct {
	Tenant string `db:"tenant_id"`
	Key    string `db:"key"`
}

// gateRow is a limit as it is stored. A run whose gate has no row is not
// limited by it.
type gateRow struct {
	gateID
	Capacity int64 `db:"capacity"`
	Used     int64 `db:"used"`

	written int64 // what the database has of Used
}

// gateBook has the gates that a transaction has locked, and what it takes and
// frees at them.
type gateBook struct {
	s    *Store
	ctx  context.Context
	rows map[gateID]*gateRow // nil: there is no limit
}

// load locks gates.
func (b *gateBook) load(ids []gateID) error {
	var want []gateID
	for _, id := range ids {
		if _, known := b.rows[id]; !known && !slices.Contains(want, id) {
			want = append(want, id)
		}
	}
	if len(want) == 0 {
		return nil
	}
	if b.rows == nil {
		b.rows = map[gateID]*gateRow{}
	}
	tenants, keys := make([]string, len(want)), make([]string, len(want))
	for i, id := range want {
		tenants[i], keys[i] = id.Tenant, id.Key
		b.rows[id] = nil
	}
	d := b.s.dialect
	var rows []gateRow
	err := b.s.list(b.ctx, &rows, `SELECT tenant_id, key, capacity, used FROM run_gates
 WHERE `+d.in("tenant_id", "tenants")+` AND `+d.in("key", "keys")+` ORDER BY tenant_id, key`+d.forUpdate,
		map[string]any{"tenants": d.list(tenants), "keys": d.list(keys)})
	for i := range rows {
		if have, asked := b.rows[rows[i].gateID]; asked && have == nil {
			rows[i].written = rows[i].Used
			b.rows[rows[i].gateID] = &rows[i]
		}
	}
	return err
}

// free says whether each of the gates has a place.
func (b *gateBook) free(ids []gateID) bool {
	for _, id := range ids {
		if g := b.rows[id]; g != nil && g.Used >= g.Capacity {
			return false
		}
	}
	return true
}

func (b *gateBook) add(ids []gateID, n int64) {
	for _, id := range ids {
		if g := b.rows[id]; g != nil {
			g.Used += n
		}
	}
}

// write brings the counts into the database.
func (b *gateBook) write() error {
	var changed []*gateRow
	for _, g := range b.rows {
		if g != nil && g.Used != g.written {
			changed = append(changed, g)
		}
	}
	slices.SortFunc(changed, func(x, y *gateRow) int {
		return cmp.Or(cmp.Compare(x.Tenant, y.Tenant), cmp.Compare(x.Key, y.Key))
	})
	for _, g := range changed {
		_, err := b.s.exec(b.ctx, `UPDATE run_gates SET used = :used WHERE tenant_id = :tenant_id AND key = :key`, g)
		if err != nil {
			return err
		}
		g.written = g.Used
	}
	return nil
}

// count keeps the gates of runs that end, and of those that an undo brings back.
func (c *commit) count(done []int) error {
	turned := map[runtime.ID]int{} // the write that did it
	for _, i := range done {
		if w := &c.batch[i]; w.Create == nil && (w.State.Final() || w.State == run.Undoing) {
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
	if _, err := c.do.do(dropWaits, drop); err != nil {
		return err
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

// promotePage is how many held runs are looked at together.
const promotePage = 16

// promote makes the oldest runs due that wait for a gate and find a place at
// all of theirs.
func (b *gateBook) promote(do *bulks, id gateID, now int64) ([]runtime.ID, error) {
	var freed []runtime.ID
	for {
		if err := b.load([]gateID{id}); err != nil {
			return nil, err
		}
		if !b.free([]gateID{id}) {
			return freed, nil
		}
		some, err := b.promoteSome(do, id, now)
		freed = append(freed, some...)
		if err != nil || len(some) == 0 {
			return freed, err
		}
	}
}

func (b *gateBook) promoteSome(do *bulks, id gateID, now int64) ([]runtime.ID, error) {
	if err := b.write(); err != nil { // the query looks at the counts
		return nil, err
	}
	var waiting []struct{ ID, Gates string }
	err := b.s.list(b.ctx, &waiting, `
SELECT r.id, r.gates FROM run_waits w JOIN runs r ON r.tenant_id = w.tenant_id AND r.id = w.run_id
 WHERE w.tenant_id = :tenant AND w.gate = :gate AND r.owner = '' AND r.held
   AND NOT EXISTS (SELECT 1 FROM run_waits o JOIN run_gates g ON g.tenant_id = o.tenant_id AND g.key = o.gate
                    WHERE o.tenant_id = w.tenant_id AND o.run_id = w.run_id AND g.used >= g.capacity)
 ORDER BY w.run_id LIMIT :max`, map[string]any{"tenant": id.Tenant, "gate": id.Key, "max": promotePage})
	if err != nil {
		return nil, err
	}
	var freed []runtime.ID
	for _, r := range waiting {
		gates := gatesOf(id.Tenant, r.Gates)
		if err := b.load(gates); err != nil {
			return nil, err
		}
		if !b.free(gates) {
			continue
		}
		n, err := b.s.exec(b.ctx, `
UPDATE runs SET held = :no, counted = :yes, due_at = :now
 WHERE tenant_id = :tenant AND id = :id AND held AND owner = ''`,
			map[string]any{"no": false, "yes": true, "now": now, "tenant": id.Tenant, "id": r.ID})
		if err != nil {
			return nil, err
		}
		if n == 1 {
			b.add(gates, 1)
			freed = append(freed, runtime.ID{Tenant: id.Tenant, Run: r.ID})
		}
		if _, err := do.do(dropWaits, [][]any{{id.Tenant, r.ID}}); err != nil {
			return nil, err
		}
	}
	return freed, nil
}
