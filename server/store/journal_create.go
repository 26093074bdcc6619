package store

import (
	"encoding/json"
	"errors"

	"catenary/internal/fault"
	"catenary/runtime"
	"catenary/runtime/run"
)

func unknown(err error) bool { return fault.HasCode(err, "run.unknown") }

// newRun is a row on its way into the table.
type newRun struct {
	row     runtime.Run
	gates   []gateID
	counted bool
	full    bool // it may not even wait
	// hold keeps it, in the order of orderKey.
	hold     *chainHold
	orderKey string
}

// create inserts the runs of a wave's starts. It returns the writes that go on.
func (c *commit) create(wave []int) ([]int, error) {
	var starts []int
	var all []newRun
	for _, i := range wave {
		if c.batch[i].Create != nil {
			starts = append(starts, i)
			all = append(all, c.newRun(&c.batch[i]))
		}
	}
	inserted, err := c.insert(all)
	if err != nil {
		return nil, err
	}
	var begun []int
	for n, i := range starts {
		switch {
		case !inserted[n]:
			if err := c.twin(i); err != nil {
				return nil, err
			}
			if o := &c.outcomes[i]; all[n].full && o.Lost {
				o.Lost, o.Full = false, true
			}
		case all[n].row.Held:
			c.outcomes[i].Held = true
		default:
			begun = append(begun, i)
		}
	}
	return begun, nil
}

// newRun makes the row as it is after the write.
func (c *commit) newRun(w *runtime.Write) newRun {
	r, m := *w.Create, c.after(w)
	r.Tenant, r.ID, r.Epoch, r.Held = w.Tenant, w.Run, 1, false
	r.Seq, r.State, r.Owner, r.Due, r.StartedAt, r.EndedAt = m.seq, w.State, m.owner, m.due, m.started, m.ended
	r.FailureCode, r.FailureNode, r.FailureMessage = m.failure.Code, string(m.failure.Node), m.failure.Message
	return newRun{row: r, gates: gatesOf(r.Tenant, r.Gates)}
}

// insert takes the places at gates and inserts the rows; it says which of them
// were not there yet.
func (c *commit) insert(all []newRun) ([]bool, error) {
	if len(all) == 0 {
		return nil, nil
	}
	holds, err := c.holds(all)
	if err != nil {
		return nil, err
	}
	var keys []gateID
	for _, r := range all {
		keys = append(keys, r.gates...)
	}
	if err := c.gates.load(keys); err != nil {
		return nil, err
	}
	inserted, rows := make([]bool, len(all)), make([][]any, 0, len(all))
	var places []int // in all, of the rows
	for i := range all {
		if err := c.admit(&all[i]); err != nil {
			return nil, err
		}
		if !all[i].full {
			rows, places = append(rows, runRow(all[i])), append(places, i)
		}
	}
	there, err := c.do.do(insertRuns, rows)
	if err != nil {
		return nil, err
	}
	for n, i := range places {
		inserted[i] = there[n]
	}
	var words, waits [][]any
	for i := range all {
		r := &all[i]
		if !inserted[i] {
			if r.counted {
				c.gates.add(r.gates, -1)
			}
			if r.row.Held && r.hold == nil {
				c.gates.wait(r.gates, -1)
			}
			continue
		}
		for _, word := range wordsOf(r.row.Title) {
			words = append(words, []any{r.row.Tenant, word, r.row.ID})
		}
		switch {
		case r.hold != nil:
			r.hold.kept = append(r.hold.kept, r)
		case r.row.Held:
			for _, g := range r.gates {
				waits = append(waits, []any{g.Tenant, g.Key, r.row.ID})
			}
		}
	}
	if _, err := c.do.do(insertWords, words); err != nil {
		return nil, err
	}
	if _, err := c.do.do(insertWaits, waits); err != nil {
		return nil, err
	}
	return inserted, c.keep(holds)
}

// admit decides whether a new run is held back. One that has ended already
// takes no place, but only begins if there is one.
func (c *commit) admit(r *newRun) (err error) {
	if r.hold != nil {
		r.row.Gates, err = gated(r.row)
		r.holdBack()
		return err
	}
	free := c.gates.free(r.gates)
	if !free {
		if r.full, err = c.gates.queued(r.gates); r.full || err != nil {
			return err
		}
	}
	switch {
	case len(r.gates) == 0:
	case !free:
		c.gates.wait(r.gates, 1)
		r.holdBack()
	case !r.row.State.Final():
		r.counted = true
		c.gates.add(r.gates, 1)
	}
	if r.row.Seq > 0 {
		r.row.Input = "" // the start event has it
	}
	return nil
}

// holdBack makes the row that of a run which has not begun.
func (r *newRun) holdBack() {
	r.row.Held, r.row.Owner, r.row.Epoch, r.row.Seq, r.row.State = true, "", 0, 0, run.Queued
	r.row.Due, r.row.StartedAt, r.row.EndedAt = 0, 0, 0
	r.row.FailureCode, r.row.FailureNode, r.row.FailureMessage = "", "", ""
}

func runRow(n newRun) []any {
	r := n.row
	return []any{
		r.Tenant, r.ID, string(r.State), r.Owner, r.Epoch, r.Seq, r.Due,
		r.Held, n.counted, r.CreatedAt, r.StartedAt, r.EndedAt, r.Org, r.Chain,
		r.Key, r.Version, r.Document, r.Trigger, r.TriggerID, r.By, r.Human,
		r.Test, r.Parent, r.ParentStep, r.ParentKey, r.StartKey, r.StartDigest, r.Gates,
		clean(r.FailureCode), clean(r.FailureNode), clean(r.FailureMessage), clean(r.Title), clean(r.Options), clean(r.Input),
	}
}

// twin tells what a start met that inserted nothing: itself, or another with
// its StartKey.
func (c *commit) twin(i int) error {
	w := &c.batch[i]
	row, err := c.s.Run(c.ctx, w.Tenant, w.Run)
	if err == nil {
		c.outcomes[i].Held = row.Held || row.Epoch == 0
		c.outcomes[i].Lost = !c.outcomes[i].Held && !c.repeats(w, row)
		return nil
	}
	if !unknown(err) {
		return err
	}
	var other runtime.Run
	err = c.s.get(c.ctx, &other, `SELECT `+runColumns+` FROM runs
 WHERE tenant_id = :tenant AND started_by = :by AND start_key = :key AND start_key <> ''`,
		map[string]any{"tenant": w.Tenant, "by": w.Create.By, "key": w.Create.StartKey})
	if errors.Is(err, ErrNoRows) {
		c.outcomes[i].Lost = true
		return nil
	}
	if err == nil {
		c.outcomes[i].Twin = &other
	}
	return err
}

// children inserts the runs that begin with these writes.
func (c *commit) children(done []int) error {
	var all []newRun
	for _, i := range done {
		for _, r := range c.batch[i].Children {
			r.State, r.Owner, r.Epoch, r.Seq, r.Due, r.Held = run.Queued, "", 0, 0, c.now, false
			all = append(all, newRun{row: r, gates: gatesOf(r.Tenant, r.Gates)})
		}
	}
	inserted, err := c.insert(all)
	for n, r := range all {
		if err == nil && inserted[n] && !r.row.Held {
			c.due = append(c.due, runtime.ID{Tenant: r.row.Tenant, Run: r.row.ID})
		}
	}
	return err
}

// gatesOf reads the gates of a row.
func gatesOf(tenant, text string) []gateID {
	if text == "" || text == "[]" {
		return nil
	}
	var keys []string
	if json.Unmarshal([]byte(text), &keys) != nil {
		return nil // as if it had none
	}
	out := make([]gateID, len(keys))
	for i, key := range keys {
		out[i] = gateID{Tenant: tenant, Key: key}
	}
	return out
}
