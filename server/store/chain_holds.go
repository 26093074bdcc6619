package store

import (
	"context"
	"encoding/json"
	"errors"
	"slices"

	"catenary/internal/clock"
	"catenary/internal/page"
	"catenary/rbac"
	"catenary/runtime"
	"catenary/runtime/run"
	"catenary/server/holds"
	"catenary/server/runs"
)

var _ holds.Store = (*Store)(nil)

const holdColumns = `h.tenant_id, h.chain_id, h.id, h.org_id, h.state, h.order_by, h.per_minute, h.paced_until, h.due_at,
  h.held_at, h.held_by, h.run_id, h.cause, h.reason`

// Hold implements holds.Store.
func (s *Store) Hold(ctx context.Context, tenant rbac.TenantID, chain string) (holds.Hold, error) {
	var h holds.Hold
	err := s.get(ctx, &h, `SELECT `+holdColumns+`, COALESCE(w.name, '') AS held_by_name
  FROM chain_holds h LEFT JOIN subjects w ON w.tenant_id = h.tenant_id AND w.id = h.held_by
 WHERE h.tenant_id = :tenant AND h.chain_id = :chain`, map[string]any{"tenant": tenant, "chain": chain})
	if errors.Is(err, ErrNoRows) {
		return holds.Hold{}, nil
	}
	return h, err
}

// LockHold implements holds.Store.
func (s *Store) LockHold(ctx context.Context, tenant rbac.TenantID, chain string) (holds.Hold, error) {
	var h holds.Hold
	err := s.get(ctx, &h, `SELECT `+holdColumns+` FROM chain_holds h
 WHERE h.tenant_id = :tenant AND h.chain_id = :chain`+s.dialect.forUpdate, map[string]any{"tenant": tenant, "chain": chain})
	if errors.Is(err, ErrNoRows) {
		return holds.Hold{}, nil
	}
	return h, err
}

// ChainHolds implements holds.Store.
func (s *Store) ChainHolds(ctx context.Context, tenant rbac.TenantID, set rbac.OrgSet, r page.Request) (page.Of[holds.Listed], error) {
	if set.Mode == rbac.None {
		return page.Of[holds.Listed]{}, nil
	}
	args := map[string]any{"tenant": tenant, "before": r.After.ID, "max": r.Limit + 1}
	where := ` AND ` + s.inOrgs(set, "h.org_id", args)
	if !r.After.IsZero() {
		where += ` AND h.id < :before`
	}
	var rows []holds.Listed
	err := s.list(ctx, &rows, `SELECT `+holdColumns+`, COALESCE(w.name, '') AS held_by_name, c.key AS chain_key, c.name AS chain_name, o.name AS org_name
  FROM chain_holds h
  JOIN chains c ON c.tenant_id = h.tenant_id AND c.id = h.chain_id AND c.deleted_at IS NULL
  JOIN orgs o ON o.tenant_id = h.tenant_id AND o.id = h.org_id
  LEFT JOIN subjects w ON w.tenant_id = h.tenant_id AND w.id = h.held_by
 WHERE h.tenant_id = :tenant`+where+` ORDER BY h.id DESC LIMIT :max`, args)
	return page.Cut(rows, r, func(h holds.Listed) page.Cursor { return page.Cursor{ID: h.ID} }), err
}

// HeldRuns implements holds.Store.
func (s *Store) HeldRuns(ctx context.Context, tenant rbac.TenantID, chain string) (int64, error) {
	var n int64
	err := s.get(ctx, &n, `
SELECT COUNT(*) FROM (
  SELECT 1 FROM held_runs h JOIN runs r ON r.tenant_id = h.tenant_id AND r.id = h.run_id
   WHERE h.tenant_id = :tenant AND h.chain_id = :chain AND h.state IN ('next', 'behind') AND r.held LIMIT :max) q`,
		map[string]any{"tenant": tenant, "chain": chain, "max": holds.MaxWaiting})
	return n, err
}

// InsertHold implements holds.Store.
func (s *Store) InsertHold(ctx context.Context, h holds.Hold) error {
	_, err := s.exec(ctx, `
INSERT INTO chain_holds (tenant_id, chain_id, id, org_id, state, order_by, per_minute, last, paced_until, due_at, held_at, held_by, run_id, cause, reason)
VALUES (:tenant_id, :chain_id, :id, :org_id, :state, :order_by, :per_minute, 0, 0, 0, :held_at, :held_by, :run_id, :cause, :reason)`, h)
	return err
}

// UpdateHold implements holds.Store.
func (s *Store) UpdateHold(ctx context.Context, h holds.Hold) error {
	_, err := s.exec(ctx, `
UPDATE chain_holds
   SET id = :id, state = :state, per_minute = :per_minute, paced_until = :paced_until, due_at = :due_at,
       held_at = :held_at, held_by = :held_by, run_id = :run_id, cause = :cause, reason = :reason
 WHERE tenant_id = :tenant_id AND chain_id = :chain_id`, h)
	return err
}

// DueHolds implements holds.Store.
func (s *Store) DueHolds(ctx context.Context, now int64, most int) (due []holds.Hold, err error) {
	err = s.list(ctx, &due, `SELECT `+holdColumns+` FROM chain_holds h
 WHERE h.due_at > 0 AND h.due_at <= :now ORDER BY h.due_at LIMIT :max`, map[string]any{"now": now, "max": most})
	return due, err
}

// NextDueHold implements holds.Store.
func (s *Store) NextDueHold(ctx context.Context) (next int64, err error) {
	err = s.get(ctx, &next, `SELECT COALESCE(MIN(due_at), 0) FROM chain_holds WHERE due_at > 0`, nil)
	return next, err
}

// How often a hold is looked at, and how many runs are released by one
// transaction.
const (
	releaseEvery = 25_000  // µs, while some may be released, or others were just now
	releaseLook  = 200_000 // µs, while all wait for others to end, and none does
	releaseBurst = 1_000_000
	releasePage  = 500
)

// releasing is the work of one transaction that lets go of held runs.
type releasing struct {
	s     *Store
	ctx   context.Context
	hold  holds.Hold
	book  gateBook
	do    *bulks
	now   int64
	freed []runtime.ID
	// ended is how many that were released have ended since the last look.
	ended int
}

// ReleaseHeld implements holds.Store. The hold is locked first, as by those who
// are to be kept, so that none is kept by a hold that is over.
func (s *Store) ReleaseHeld(ctx context.Context, tenant rbac.TenantID, chain string) (freed []runtime.ID, err error) {
	err = s.InTx(ctx, func(ctx context.Context) error {
		h, err := s.LockHold(ctx, tenant, chain)
		now := clock.Micros(s.now())
		if err != nil || h.State != holds.Releasing || h.DueAt == 0 || h.DueAt > now {
			return err
		}
		r := &releasing{s: s, ctx: ctx, hold: h, book: gateBook{s: s, ctx: ctx}, do: s.bulksOf(ctx), now: now}
		if err := r.settle(); err != nil {
			return err
		}
		if err := r.release(); err != nil {
			return err
		}
		freed = r.freed
		if err := r.book.write(); err != nil {
			return err
		}
		return s.notifyRuns(ctx, freed)
	})
	return freed, err
}

// heldRun is a run that is kept, with what its row says.
type heldRun struct {
	Run   string    `db:"run_id"`
	Key   string    `db:"order_key"`
	Gates string    `db:"gates"`
	State run.State `db:"state"`
	Owner string    `db:"owner"`
	Held  bool      `db:"held"`
}

func (r *releasing) args(more map[string]any) map[string]any {
	args := map[string]any{"tenant": r.hold.Tenant, "chain": r.hold.Chain}
	for k, v := range more {
		args[k] = v
	}
	return args
}

func (r *releasing) runs(state string, condition string, most int64) ([]heldRun, error) {
	var rows []heldRun
	err := r.s.list(r.ctx, &rows, `
SELECT h.run_id, h.order_key, COALESCE(r.gates, '') AS gates, COALESCE(r.state, 'canceled') AS state, COALESCE(r.owner, '') AS owner,
       COALESCE(r.held, FALSE) AS held
  FROM held_runs h LEFT JOIN runs r ON r.tenant_id = h.tenant_id AND r.id = h.run_id
 WHERE h.tenant_id = :tenant AND h.chain_id = :chain AND h.state = :state`+condition+` ORDER BY h.number LIMIT :max`,
		r.args(map[string]any{"state": state, "max": most}))
	return rows, err
}

// settle makes the next of its key whatever stands behind runs that have ended.
func (r *releasing) settle() error {
	ended, err := r.runs("released", ` AND (r.state IS NULL OR r.state IN `+finalStates+`)`, releasePage)
	if err != nil {
		return err
	}
	r.ended = len(ended)
	return r.drop(ended...)
}

// drop takes runs out of the row, and lets the next of their keys come.
func (r *releasing) drop(all ...heldRun) error {
	var ids, keys []string
	for _, h := range all {
		ids = append(ids, h.Run)
		if h.Key != "" && !slices.Contains(keys, h.Key) {
			keys = append(keys, h.Key)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	d := r.s.dialect
	args := r.args(map[string]any{"runs": d.list(ids), "keys": d.list(keys)})
	_, err := r.s.exec(r.ctx, `DELETE FROM held_runs WHERE tenant_id = :tenant AND `+d.in("run_id", "runs"), args)
	if err != nil || len(keys) == 0 {
		return err
	}
	// The first of each key is found by itself, and changed by its id: whatever
	// the planner thinks of the table, neither looks at all that stand behind.
	var first []string
	err = r.s.list(r.ctx, &first, `
SELECT q.run_id FROM (
  SELECT (SELECT o.run_id FROM held_runs o
           WHERE o.tenant_id = :tenant AND o.chain_id = :chain AND o.order_key = v.value AND o.order_key <> ''
           ORDER BY o.number LIMIT 1) AS run_id
    FROM `+d.values("keys")+`) q
 WHERE q.run_id IS NOT NULL`, args)
	if err != nil || len(first) == 0 {
		return err
	}
	args["first"] = d.list(first)
	_, err = r.s.exec(r.ctx, `UPDATE held_runs SET state = 'next' WHERE tenant_id = :tenant AND state = 'behind' AND `+d.in("run_id", "first"), args)
	return err
}

// release lets go of as many as the pace allows, and says when to look again, or
// that the hold is over.
func (r *releasing) release() error {
	h := &r.hold
	most, interval := int64(releasePage), int64(0)
	if h.PerMinute > 0 {
		interval = max(minute/h.PerMinute, 1)
		if h.PacedTo == 0 {
			h.PacedTo = r.now - interval // it begins with one
		}
		// What was missed for longer than a moment is not made up.
		h.PacedTo = max(h.PacedTo, r.now-max(releaseBurst, interval))
		most = min((r.now-h.PacedTo)/interval, releasePage)
	}
	if most > 0 {
		some, err := r.runs("next", ` AND (r.owner IS NULL OR r.owner = '')`, most)
		if err != nil {
			return err
		}
		n, err := r.let(some)
		if err != nil {
			return err
		}
		h.PacedTo += n * interval
	}
	var left struct{ Next, Behind bool }
	err := r.s.get(r.ctx, &left, `
SELECT EXISTS (SELECT 1 FROM held_runs WHERE tenant_id = :tenant AND chain_id = :chain AND state = 'next') AS next,
       EXISTS (SELECT 1 FROM held_runs WHERE tenant_id = :tenant AND chain_id = :chain AND state = 'behind') AS behind`, r.args(nil))
	switch {
	case err != nil:
		return err
	case !left.Next && !left.Behind:
		if _, err := r.s.exec(r.ctx, `DELETE FROM held_runs WHERE tenant_id = :tenant AND chain_id = :chain`, r.args(nil)); err != nil {
			return err
		}
		_, err = r.s.exec(r.ctx, `DELETE FROM chain_holds WHERE tenant_id = :tenant AND chain_id = :chain`, r.args(nil))
		return err
	case left.Next:
		h.DueAt = max(r.now+releaseEvery, h.PacedTo+interval)
	case r.ended > 0 || len(r.freed) > 0: // they are short
		h.DueAt = r.now + releaseEvery
	default:
		h.DueAt = r.now + releaseLook
	}
	_, err = r.s.exec(r.ctx, `UPDATE chain_holds SET paced_until = :paced_until, due_at = :due_at
 WHERE tenant_id = :tenant_id AND chain_id = :chain_id`, *h)
	return err
}

// freeHeld makes runs due that are kept, letHeld lets them wait for their limits
// like any other, and passHeld lets what is behind them wait for their end.
var (
	freeHeld = change(`gates text, counted boolean, due_at bigint, tenant_id text, id text`,
		`UPDATE runs SET gates = ?, held = FALSE, counted = ?, due_at = ? WHERE tenant_id = ? AND id = ? AND held AND owner = ''`,
		`UPDATE runs r SET gates = b.gates, held = FALSE, counted = b.counted, due_at = b.due_at
  FROM b WHERE r.tenant_id = b.tenant_id AND r.id = b.id AND r.held AND r.owner = '' RETURNING b.n`, true)
	letHeld = change(`gates text, tenant_id text, id text`,
		`UPDATE runs SET gates = ? WHERE tenant_id = ? AND id = ? AND held AND owner = ''`,
		`UPDATE runs r SET gates = b.gates
  FROM b WHERE r.tenant_id = b.tenant_id AND r.id = b.id AND r.held AND r.owner = '' RETURNING b.n`, true)
	passHeld = change(`tenant_id text, run_id text`,
		`UPDATE held_runs SET state = 'released' WHERE tenant_id = ? AND run_id = ?`,
		`UPDATE held_runs h SET state = 'released' FROM b WHERE h.tenant_id = b.tenant_id AND h.run_id = b.run_id`, false)
)

// let lets go of runs, in their order: each is due, or waits for its limits like
// any other. Those that have ended meanwhile only give way. It says how many it
// let go of; what somebody else has in his hand just now stays.
func (r *releasing) let(some []heldRun) (n int64, err error) {
	tenant := string(r.hold.Tenant)
	gates, texts := make([][]gateID, len(some)), make([]string, len(some))
	var all []gateID
	for i, h := range some {
		if gates[i], texts[i], err = r.gates(h); err != nil {
			return 0, err
		}
		all = append(all, gates[i]...)
	}
	if err := r.book.load(all); err != nil { // together, so that they are locked in order
		return 0, err
	}
	var over, begin, wait []int
	var free, let [][]any
	for i, h := range some {
		switch {
		case h.State.Final() || !h.Held:
			over = append(over, i)
		case r.book.free(gates[i]):
			due := r.now - releasePage + int64(len(begin)) // in their order
			begin, free = append(begin, i), append(free, []any{texts[i], len(gates[i]) > 0, due, tenant, h.Run})
			r.book.add(gates[i], 1)
		default:
			wait, let = append(wait, i), append(let, []any{texts[i], tenant, h.Run})
		}
	}
	done, err := r.do.do(freeHeld, free)
	if err != nil {
		return 0, err
	}
	var gone []int
	for k, i := range begin {
		if !done[k] {
			r.book.add(gates[i], -1)
			continue
		}
		gone = append(gone, i)
		r.freed = append(r.freed, runtime.ID{Tenant: tenant, Run: some[i].Run})
	}
	if done, err = r.do.do(letHeld, let); err != nil {
		return 0, err
	}
	var waits [][]any
	for k, i := range wait {
		if !done[k] {
			continue
		}
		gone = append(gone, i)
		for _, g := range gates[i] {
			waits = append(waits, []any{g.Tenant, g.Key, some[i].Run})
		}
	}
	if _, err := r.do.do(insertWaits, waits); err != nil {
		return 0, err
	}
	var pass [][]any
	var drop []heldRun
	for _, i := range over {
		drop = append(drop, some[i])
	}
	for _, i := range gone {
		if some[i].Key == "" {
			drop = append(drop, some[i])
		} else {
			pass = append(pass, []any{tenant, some[i].Run})
		}
	}
	if _, err := r.do.do(passHeld, pass); err != nil {
		return 0, err
	}
	return int64(len(gone)), r.drop(drop...)
}

// gates are the limits of a run without its hold, and how they are kept.
func (r *releasing) gates(h heldRun) ([]gateID, string, error) {
	if h.Gates == "" { // it is gone
		return nil, "", nil
	}
	var keys []string
	if err := json.Unmarshal([]byte(h.Gates), &keys); err != nil {
		return nil, "", err
	}
	keys = slices.DeleteFunc(keys, func(k string) bool { return k == runs.HoldGate(r.hold.Chain) })
	if len(keys) == 0 {
		return nil, "", nil
	}
	text, err := json.Marshal(keys)
	return gatesOf(string(r.hold.Tenant), string(text)), string(text), err
}
