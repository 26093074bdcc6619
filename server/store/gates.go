package store

import (
	"cmp"
	"context"
	"slices"

	"catenary/runtime"
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
	// QueueMax is how many may wait for a place; less than 0: any number.
	QueueMax int64 `db:"queue_max"`

	written int64 // what the database has of Used
	waiting int64 // who waits, in this transaction too; -1: not read yet
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
	err := b.s.list(b.ctx, &rows, `SELECT tenant_id, key, capacity, used, queue_max FROM run_gates
 WHERE `+d.in("tenant_id", "tenants")+` AND `+d.in("key", "keys")+` ORDER BY tenant_id, key`+d.forUpdate,
		map[string]any{"tenants": d.list(tenants), "keys": d.list(keys)})
	for i := range rows {
		if have, asked := b.rows[rows[i].gateID]; asked && have == nil {
			rows[i].written, rows[i].waiting = rows[i].Used, -1
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

// queued says whether one of the gates has no place, and as many waiting as may.
func (b *gateBook) queued(ids []gateID) (bool, error) {
	for _, id := range ids {
		g := b.rows[id]
		if g == nil || g.QueueMax < 0 || g.Used < g.Capacity {
			continue
		}
		if g.waiting < 0 {
			err := b.s.get(b.ctx, &g.waiting, `SELECT COUNT(*) FROM run_waits WHERE tenant_id = :tenant_id AND gate = :key`, g.gateID)
			if err != nil {
				return false, err
			}
		}
		if g.waiting >= g.QueueMax {
			return true, nil
		}
	}
	return false, nil
}

// wait counts runs that wait at gates.
func (b *gateBook) wait(ids []gateID, n int64) {
	for _, id := range ids {
		if g := b.rows[id]; g != nil && g.waiting >= 0 {
			g.waiting += n
		}
	}
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
