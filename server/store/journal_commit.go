package store

import (
	"context"

	"catenary/internal/clock"
	"catenary/runtime"
	"catenary/runtime/run"
)

// Commit implements runtime.Journal. Gates and runs are locked in the order of
// the batch; where two replicas meet, the database gives one transaction up and
// InTx begins it anew.
//
// Freed is not told again when a batch is repeated: the runs are due, and found
// by Claim.
func (s *Store) Commit(ctx context.Context, replica string, batch []runtime.Write) ([]runtime.Outcome, error) {
	if err := s.prepare(ctx, journalStatements()); err != nil {
		return nil, err
	}
	var c *commit
	err := s.InTx(ctx, func(ctx context.Context) error {
		live, err := s.holdLease(ctx, replica)
		if err != nil {
			return err
		}
		c = &commit{
			s: s, ctx: ctx, do: s.bulksOf(ctx), replica: replica, now: clock.Micros(s.now()),
			batch: batch, outcomes: make([]runtime.Outcome, len(batch)), gates: gateBook{s: s, ctx: ctx},
		}
		for _, wave := range waves(batch) {
			if err := c.wave(wave); err != nil {
				return err
			}
		}
		if err := c.promote(); err != nil {
			return err
		}
		return c.tell(live > 1)
	})
	if err != nil {
		return nil, err
	}
	return c.outcomes, nil
}

// commit is the work of one transaction.
type commit struct {
	s        *Store
	ctx      context.Context
	do       *bulks
	replica  string
	now      int64
	batch    []runtime.Write
	outcomes []runtime.Outcome
	gates    gateBook
	// freed are the gates at which places became free, and the write that was
	// the first to free one.
	freed map[gateID]int
	// due are runs that became due, or that something is asked of.
	due []runtime.ID
}

// waves cuts a batch so that each run is in a wave but once.
func waves(batch []runtime.Write) [][]int {
	var out [][]int
	seen := make(map[runtime.ID]bool, len(batch))
	wave := make([]int, 0, len(batch))
	for i := range batch {
		if seen[batch[i].ID] {
			out, wave = append(out, wave), nil
			clear(seen)
		}
		seen[batch[i].ID] = true
		wave = append(wave, i)
	}
	return append(out, wave)
}

func (c *commit) wave(wave []int) error {
	done := make([]int, 0, len(wave))
	begun, err := c.create(wave)
	if err != nil {
		return err
	}
	done = append(done, begun...)
	moved, err := c.update(wave)
	if err != nil {
		return err
	}
	done = append(done, moved...)
	for _, step := range []func([]int) error{c.events, c.taken, c.children, c.callbacks, c.asks, c.settle, c.signals, c.switchWaits} {
		if err := step(done); err != nil {
			return err
		}
	}
	return nil
}

// update moves the runs on whose guards hold. It returns their writes.
func (c *commit) update(wave []int) ([]int, error) {
	var light, full []int
	for _, i := range wave {
		w := &c.batch[i]
		switch {
		case w.Create != nil:
		case w.State == run.Running && !w.Release && w.Failure == nil && c.s.dialect.name != "postgres":
			light = append(light, i)
		default:
			full = append(full, i)
		}
	}
	changed, err := c.do.do(checkpoint, c.rows(light, c.checkpointRow))
	if err != nil {
		return nil, err
	}
	var done []int
	for n, i := range light {
		if changed[n] {
			done = append(done, i)
		} else {
			full = append(full, i) // it was in another state, or is lost
		}
	}
	changed, err = c.do.do(advance, c.rows(full, c.advanceRow))
	if err != nil {
		return nil, err
	}
	var refused []int
	for n, i := range full {
		if changed[n] {
			done = append(done, i)
		} else {
			refused = append(refused, i)
		}
	}
	return done, c.refused(refused)
}

func (c *commit) rows(writes []int, row func(*runtime.Write) []any) [][]any {
	out := make([][]any, len(writes))
	for n, i := range writes {
		out[n] = row(&c.batch[i])
	}
	return out
}

func (c *commit) checkpointRow(w *runtime.Write) []any {
	return []any{w.From + int64(len(w.Events)), w.Tenant, w.Run, c.replica, w.Epoch, w.From, string(w.State)}
}

func (c *commit) advanceRow(w *runtime.Write) []any {
	m := c.after(w)
	return []any{
		m.seq, string(w.State), m.owner, m.due, m.started, m.ended,
		clean(m.failure.Code), clean(string(m.failure.Node)), clean(m.failure.Message), w.Tenant, w.Run, c.replica, w.Epoch, w.From,
	}
}

// moved is what a write leaves in a run's row.
type moved struct {
	seq, due, started, ended int64
	owner                    string
	failure                  run.Failure
}

func (c *commit) after(w *runtime.Write) moved {
	m := moved{seq: w.From + int64(len(w.Events)), owner: c.replica}
	first, last := c.now, c.now
	if len(w.Events) > 0 {
		first, last = w.Events[0].At, w.Events[len(w.Events)-1].At
	}
	if w.State != run.Queued {
		m.started = first
	}
	if w.State.Final() {
		m.ended = last
	}
	if w.Release {
		m.owner, m.due = "", w.Due
	}
	if w.Failure != nil {
		m.failure = *w.Failure
	}
	return m
}

// refused tells, of writes that changed nothing, those that were carried out
// before from those that are lost.
func (c *commit) refused(writes []int) error {
	for _, i := range writes {
		w := &c.batch[i]
		row, err := c.s.Run(c.ctx, w.Tenant, w.Run)
		if unknown(err) {
			c.outcomes[i].Lost = true
			continue
		}
		if err != nil {
			return err
		}
		c.outcomes[i].Lost = !c.repeats(w, row)
	}
	return nil
}

// repeats says whether a write was carried out before: the run is past it in
// the same epoch, in which nobody else has written.
func (c *commit) repeats(w *runtime.Write, row runtime.Run) bool {
	mine := row.Owner == c.replica || row.Owner == "" && (w.Release || len(w.Events) > 0)
	return mine && row.Epoch == w.Epoch && row.Seq >= w.From+int64(len(w.Events))
}

func (c *commit) events(done []int) error {
	n := 0
	for _, i := range done {
		n += len(c.batch[i].Events)
	}
	rows := make([][]any, 0, n)
	for _, i := range done {
		w := &c.batch[i]
		for n, e := range w.Events {
			rows = append(rows, []any{w.Tenant, w.Run, w.From + int64(n) + 1, e.Epoch, e.At, string(e.Kind), clean(string(e.Body))})
		}
	}
	_, err := c.do.do(insertEvents, rows)
	return err
}

func (c *commit) taken(done []int) error {
	var rows [][]any
	for _, i := range done {
		w := &c.batch[i]
		for _, id := range w.Taken {
			rows = append(rows, []any{w.Tenant, w.Run, id})
		}
	}
	_, err := c.do.do(deleteTaken, rows)
	return err
}

func (c *commit) callbacks(done []int) error {
	var rows [][]any
	for _, i := range done {
		for _, k := range c.batch[i].Callbacks {
			rows = append(rows, []any{k.Hash, k.Tenant, k.Run, k.Step, k.EndsAt, k.Created, clean(string(k.Schema))})
		}
	}
	_, err := c.do.do(insertCallbacks, rows)
	return err
}

// settle does what follows from an end, an undo and giving a run up.
func (c *commit) settle(done []int) error {
	var over, given [][]any
	for _, i := range done {
		w := &c.batch[i]
		if w.State.Final() && w.From > 0 {
			over = append(over, []any{w.Tenant, w.Run})
		}
		if w.Release && (w.Due == 0 || w.Due > c.now) && (w.From > 0 || w.Create == nil) {
			given = append(given, []any{c.now, w.Tenant, w.Run})
		}
	}
	for _, statement := range []*bulk{dropSignals, dropCallbacks} {
		if _, err := c.do.do(statement, over); err != nil {
			return err
		}
	}
	if err := c.count(done); err != nil {
		return err
	}
	_, err := c.do.do(dueForSignals, given)
	return err
}

func (c *commit) signals(done []int) error {
	var all []runtime.Signal
	for _, i := range done {
		all = append(all, c.batch[i].Signals...)
	}
	asked, err := c.s.ask(c.do, c.now, all)
	c.due = append(c.due, asked...)
	return err
}

// tell lets other replicas know, if there are any.
func (c *commit) tell(others bool) error {
	if !others {
		return nil
	}
	ids := c.due
	for i := range c.batch {
		if o := c.outcomes[i]; !o.Lost && o.Twin == nil {
			ids = append(ids, c.batch[i].ID)
		}
		ids = append(ids, c.outcomes[i].Freed...)
	}
	return c.s.notifyRuns(c.ctx, ids)
}
