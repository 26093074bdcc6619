package store

import (
	"context"

	"catenary/internal/clock"
	"catenary/runtime"
)

// Gate is a limit of how many runs are at work at once.
type Gate struct {
	Tenant string `db:"tenant_id"`
	// Key says what is limited: chain:<id>, org:<id> or tenant:<id>.
	Key      string `db:"key"`
	Capacity int64  `db:"capacity"`
	// QueueMax is how many may wait, less than 0 any number; Waiting is how many
	// do.
	QueueMax int64 `db:"queue_max"`
	Used     int64 `db:"used"`
	Waiting  int64 `db:"waiting"`
}

// gateColumns counts who waits: no more than the longest queue and one.
const gateColumns = `g.tenant_id, g.key, g.capacity, g.queue_max, g.used,
 (SELECT COUNT(*) FROM (SELECT 1 FROM run_waits w WHERE w.tenant_id = g.tenant_id AND w.gate = g.key LIMIT 10001) q) AS waiting`

// Gates reads limits of a tenant by their keys, or all if there are none. A key
// without a limit is left out.
func (s *Store) Gates(ctx context.Context, tenant string, keys []string) ([]Gate, error) {
	args := map[string]any{"tenant": tenant}
	where := ""
	if keys != nil {
		where = ` AND ` + s.dialect.in("g.key", "keys")
		args["keys"] = s.dialect.list(keys)
	}
	var out []Gate
	err := s.list(ctx, &out, `SELECT `+gateColumns+` FROM run_gates g WHERE g.tenant_id = :tenant`+where+` ORDER BY g.key`, args)
	return out, err
}

// SetGate sets a limit; it counts the runs that are at work already, and holds
// back new ones only; with a queueMax of less than 0 any number may wait. It
// returns the runs that find a place now.
func (s *Store) SetGate(ctx context.Context, tenant, key string, capacity, queueMax int64) (freed []runtime.ID, err error) {
	err = s.InTx(ctx, func(ctx context.Context) error {
		_, err := s.exec(ctx, `
INSERT INTO run_gates (tenant_id, key, capacity, used, queue_max) VALUES (:tenant, :key, :capacity, 0, :queue)
ON CONFLICT (tenant_id, key) DO UPDATE SET capacity = excluded.capacity, queue_max = excluded.queue_max`,
			map[string]any{"tenant": tenant, "key": key, "capacity": capacity, "queue": queueMax})
		if err != nil {
			return err
		}
		if _, err := s.recount(ctx, gateID{tenant, key}); err != nil {
			return err
		}
		freed, err = s.fill(ctx, gateID{tenant, key})
		return err
	})
	return freed, err
}

// DropGate takes a limit away. It returns the runs that find a place now.
func (s *Store) DropGate(ctx context.Context, tenant, key string) (freed []runtime.ID, err error) {
	err = s.InTx(ctx, func(ctx context.Context) error {
		_, err := s.exec(ctx, `DELETE FROM run_gates WHERE tenant_id = :tenant AND key = :key`,
			map[string]any{"tenant": tenant, "key": key})
		if err != nil {
			return err
		}
		freed, err = s.fill(ctx, gateID{tenant, key})
		return err
	})
	return freed, err
}

// fill gives the free places of a gate to those who wait.
func (s *Store) fill(ctx context.Context, id gateID) ([]runtime.ID, error) {
	book := gateBook{s: s, ctx: ctx}
	freed, err := book.promote(s.bulksOf(ctx), id, clock.Micros(s.now()))
	if err == nil {
		err = book.write()
	}
	if err == nil {
		err = s.notifyRuns(ctx, freed)
	}
	return freed, err
}

// Miscount is a limit that did not count what is at work.
type Miscount struct {
	Tenant, Key string
	// Counted is what it had counted, Found what is at work.
	Counted, Found int64
}

// RepairGates counts the runs of all gates anew, gives free places to those who
// wait, and tells what was wrong.
func (s *Store) RepairGates(ctx context.Context) ([]Miscount, error) {
	var all []gateID
	if err := s.list(ctx, &all, `SELECT tenant_id, key FROM run_gates ORDER BY tenant_id, key`, nil); err != nil {
		return nil, err
	}
	var out []Miscount
	for _, id := range all {
		err := s.InTx(ctx, func(ctx context.Context) error {
			wrong, err := s.recount(ctx, id)
			if err != nil {
				return err
			}
			if wrong.Counted != wrong.Found {
				out = append(out, wrong)
			}
			_, err = s.fill(ctx, id)
			return err
		})
		if err != nil {
			return out, err
		}
	}
	return out, nil
}

// recount locks a gate and makes it count what is at work. The lock comes
// first: who holds it has brought its runs and its count to the same state.
func (s *Store) recount(ctx context.Context, id gateID) (Miscount, error) {
	out := Miscount{Tenant: id.Tenant, Key: id.Key}
	book := gateBook{s: s, ctx: ctx}
	if err := book.load([]gateID{id}); err != nil {
		return out, err
	}
	g := book.rows[id]
	if g == nil {
		return out, nil
	}
	out.Counted = g.Used
	// Those that have not ended are few; the index by state finds them.
	err := s.get(ctx, &out.Found, `
SELECT COUNT(*) FROM runs
 WHERE tenant_id = :tenant AND state <> 'succeeded' AND state IN `+openStates+` AND NOT held
   AND gates LIKE :key ESCAPE '!'`, map[string]any{"tenant": id.Tenant, "key": `%"` + likeEscape.Replace(id.Key) + `"%`})
	if err != nil {
		return out, err
	}
	_, err = s.exec(ctx, `
UPDATE runs SET counted = :yes
 WHERE tenant_id = :tenant AND state <> 'succeeded' AND state IN `+openStates+` AND NOT held AND NOT counted
   AND gates LIKE :key ESCAPE '!'`, map[string]any{"yes": true, "tenant": id.Tenant, "key": `%"` + likeEscape.Replace(id.Key) + `"%`})
	if err != nil {
		return out, err
	}
	g.Used = out.Found
	return out, book.write()
}
