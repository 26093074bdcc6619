package runtime

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"

	"catenary/internal/fault"
	"catenary/runtime/run"
)

// append adds an event to the journal and folds it. It is on disk after the
// next flush.
func (d *driver) append(kind run.Kind, body any) error {
	at := d.e.Now().UnixMicro()
	ev, err := run.NewEvent(d.view.Seq+1, d.row.Epoch, at, kind, body)
	if err != nil {
		return err
	}
	if r, ok := body.(run.Result); ok {
		d.askNoMore(r)
	}
	// Folded as it is written: values from outside may have blanks in them that
	// are not kept.
	return d.fold(ev, nil)
}

// fold takes an event whose body is known, or nil.
func (d *driver) fold(ev run.Event, body any) error {
	if err := run.Apply(d.view, ev, body); err != nil {
		return fmt.Errorf("fold: %w", err)
	}
	d.pending = append(d.pending, ev)
	return nil
}

// begin appends the start of the run.
func (d *driver) begin() error {
	if d.view.Seq > 0 {
		return nil
	}
	start := run.Start{Roots: d.graph.Plan().Roots()}
	body, err := json.Marshal(start)
	if err != nil {
		return err
	}
	if d.row.Input != "" {
		// Put in as it is, and so not written twice.
		const before = `{"input":`
		whole := bytes.NewBuffer(make([]byte, 0, len(before)+len(d.row.Input)+len(body)))
		whole.WriteString(before)
		if err := json.Compact(whole, []byte(d.row.Input)); err != nil {
			return fmt.Errorf("read input: %w", err)
		}
		end := whole.Len()
		whole.WriteByte(',')
		whole.Write(body[1:])
		body = whole.Bytes()
		start.Input = body[len(before):end:end]
	}
	ev := run.Event{Seq: 1, Epoch: d.row.Epoch, At: d.e.Now().UnixMicro(), Kind: run.StartEvent, Body: body}
	return d.fold(ev, start)
}

// unwritten says whether there is something that is not on disk.
func (d *driver) unwritten() bool {
	return d.create != nil || len(d.pending) > 0 || len(d.taken) > 0 || len(d.children) > 0 || len(d.callbacks) > 0 || len(d.switches) > 0 || len(d.signals) > 0 ||
		len(d.asks) > 0 || len(d.answered) > 0
}

// flush writes what is not on disk, and then lets begin what waited for it. It
// passes an earlier error on.
func (d *driver) flush(earlier error) error {
	if earlier != nil {
		return earlier
	}
	return d.write(false, 0)
}

// write is flush, and may give the run up with it.
func (d *driver) write(release bool, due int64) error {
	if !d.unwritten() && !release {
		return d.launchAll()
	}
	w := Write{
		ID: d.id, Epoch: d.row.Epoch, From: d.row.Seq, Create: d.create, Events: d.pending, State: d.view.State, Failure: d.view.Failure,
		Release: release, Due: due, Ungated: d.row.Gates == "", Taken: d.taken, Children: d.children, Callbacks: d.callbacks, SwitchWaits: d.switches, Signals: d.signals,
		Asks: d.asks, Answered: d.answered, Todo: d.todo(),
	}
	if w.State.Final() {
		w.Release = true
	}
	if w.State.Final() && d.row.Parent != "" {
		s, err := d.answerParent()
		if err != nil {
			return err
		}
		w.Signals = append(w.Signals, s)
	}
	d.e.Reached("write")
	// Not under the driver's own context: what was begun is to be told of, even
	// while the process stops.
	outcome, err := d.e.committer.submit(d.e.writeCtx, w)
	if err != nil {
		return err
	}
	d.e.Reached("written")
	switch {
	case outcome.Lost:
		return errLost
	case outcome.Twin != nil:
		d.twin = outcome.Twin
		return errTwin
	case outcome.Full:
		return errFull()
	case outcome.Held:
		d.row.Owner, d.row.Held = "", true
		d.first = d.row
		close(d.accepted)
		return errHeld
	}
	d.committed(w, outcome)
	return d.launchAll()
}

// errTwin and errHeld end a driver whose run is another's, or waits.
var (
	errTwin = errors.New("a run with this key is there already")
	errHeld = errors.New("the run waits for its turn")
)

// codeFull is that of a start which finds too many waiting before it.
const codeFull = "run.queue_full"

// errFull ends a driver whose run was not taken on.
func errFull() error {
	f := fault.New(fault.Limited, codeFull, "as many runs are at work and wait as may; try again later")
	f.RetryAfter = queuePause
	return f
}

// queuePause is after how many seconds there may be room again. Nobody knows
// how long runs take.
const queuePause = 5

// committed brings the row to what is on disk, and tells whoever watches.
func (d *driver) committed(w Write, outcome Outcome) {
	now := d.e.Now().UnixMicro()
	d.row.Seq, d.row.State = d.view.Seq, w.State
	if d.row.StartedAt == 0 && d.row.Seq > 0 {
		d.row.StartedAt = now
	}
	if w.State.Final() {
		d.row.EndedAt = now
		if f := d.view.Failure; f != nil {
			d.row.FailureCode, d.row.FailureMessage, d.row.FailureNode = f.Code, f.Message, string(f.Node)
		}
	}
	d.create, d.pending, d.children, d.callbacks, d.switches, d.signals, d.taken = nil, nil, nil, nil, nil, nil, nil
	d.asks, d.answered = nil, nil
	d.flushed = d.e.Now()
	if !d.onDisk() {
		d.first = d.row
		close(d.accepted)
	}
	d.e.hub.tell(Change{ID: d.id, Org: d.row.Org, Chain: d.row.Chain, State: d.row.State, Seq: d.row.Seq, EndedAt: d.row.EndedAt})
	for _, s := range w.Signals {
		d.e.Nudge(ID{s.Tenant, s.Run})
	}
	if len(w.SwitchWaits) > 0 { // one may be answered already
		d.nudge()
	}
	if len(w.Children) > 0 || len(outcome.Freed) > 0 {
		d.e.stir()
	}
}

// launchAll lets begin what is on disk as intended, if this process may still begin
// anything.
func (d *driver) launchAll() error {
	then := d.then
	d.then = nil
	for _, begin := range then {
		if !d.e.lease.held() {
			return ErrFenced
		}
		begin()
	}
	return nil
}

// rest gives a run up that waits for something far off.
func (d *driver) rest(next int64) (given bool, err error) {
	if next == math.MaxInt64 {
		next = 0
	}
	if err := d.write(true, next); err != nil {
		return false, err
	}
	d.e.Reached("rested")
	return true, nil
}

// handOver gives the run up because this process is about to stop.
func (d *driver) handOver() error {
	if d.e.lease.lost.Load() {
		return ErrFenced
	}
	d.then = nil // whoever takes the run over begins it
	return d.write(true, d.e.Now().UnixMicro())
}

// answerParent tells the run that waits for this one.
func (d *driver) answerParent() (Signal, error) {
	var ref StepRef
	if err := json.Unmarshal([]byte(d.row.ParentStep), &ref); err != nil {
		return Signal{}, fmt.Errorf("read parent step: %w", err)
	}
	a := Answer{StepRef: ref, Output: d.view.Output}
	switch d.view.State {
	case run.Succeeded:
	case run.Canceled:
		a.Canceled = true
	default:
		a.Failure = d.view.Failure
		if a.Failure == nil {
			a.Failure = &run.Failure{Code: "failed", Message: "the child run ended as " + string(d.view.State)}
		}
	}
	body, err := json.Marshal(a)
	if err != nil {
		return Signal{}, err
	}
	return Signal{
		Tenant: d.row.Tenant, Run: d.row.Parent, ID: "child-" + d.row.ID + "-" + string(d.view.State), Kind: AnswerSignal, Body: body, At: d.e.Now().UnixMicro(),
	}, nil
}
