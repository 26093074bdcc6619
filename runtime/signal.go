package runtime

import (
	"encoding/json"
	"fmt"
	"math"

	"catenary/runtime/plan"
	"catenary/runtime/run"
)

// takeSignals takes up what was asked of the run. What does not fit the state
// that it is in by now is taken and has no effect.
func (d *driver) takeSignals() error {
	signals, err := d.e.Journal.Signals(d.ctx, d.id.Tenant, d.id.Run)
	if err != nil {
		return fmt.Errorf("read signals: %w", err)
	}
	for _, s := range signals {
		if err := d.takeSignal(s); err != nil {
			return fmt.Errorf("signal %s: %w", s.Kind, err)
		}
		d.taken = append(d.taken, s.ID)
	}
	return nil
}

func (d *driver) takeSignal(s Signal) error {
	if s.Kind == AnswerSignal {
		var a Answer
		if err := json.Unmarshal(s.Body, &a); err != nil {
			return err
		}
		return d.answer(a)
	}
	var note run.Note
	if err := json.Unmarshal(s.Body, &note); err != nil {
		return err
	}
	switch state := d.view.State; s.Kind {
	case CancelSignal:
		if !state.Final() && !d.view.Canceling {
			return d.append(run.CancelEvent, note)
		}
	case PauseSignal:
		if state == run.Running || state == run.Waiting {
			return d.append(run.PauseEvent, note)
		}
	case UnpauseSignal:
		if state == run.Paused {
			return d.append(run.UnpauseEvent, note)
		}
	case UndoSignal:
		if run.May(state, run.Undoing) {
			return d.append(run.UndoEvent, note)
		}
	}
	return nil
}

// answer gives a waiting step what it waits for. One that no longer waits, or is
// in another attempt, needs no answer.
func (d *driver) answer(a Answer) error {
	scope := d.view.Scope(a.Scope)
	if scope == nil {
		return nil
	}
	step := scope.Steps[a.Node]
	if step == nil || step.State != run.StepWaiting || step.Attempt != a.Attempt || step.For == run.ForRetry {
		return nil
	}
	switch {
	case a.Canceled:
		return d.append(run.ResultEvent, canceled(a.StepRef))
	case a.Failure != nil:
		return d.append(run.ResultEvent, result(a.StepRef, run.StepFailed, nil, a.Failure))
	default:
		return d.append(run.ResultEvent, result(a.StepRef, run.StepSucceeded, a.Output, nil))
	}
}

func result(ref StepRef, state run.StepState, output json.RawMessage, failure *run.Failure) run.Result {
	return run.Result{Scope: ref.Scope, Node: ref.Node, Attempt: ref.Attempt, Half: ref.Half, State: state, Output: output, Failure: failure}
}

// timed calls f for each step whose time can run out while nothing else
// happens: those that wait, and lists.
func (d *driver) timed(f func(ref StepRef, step *run.Step)) {
	for path, scope := range d.view.Open() {
		if scope.Active() == 0 {
			continue
		}
		for id, step := range scope.Steps {
			if step.State == run.StepWaiting || step.State == run.StepProcessing && step.Each != nil && !step.Each.Stopped {
				f(StepRef{Scope: path, Node: id, Attempt: step.Attempt}, step)
			}
		}
	}
}

// elapse ends the waits whose time has come.
func (d *driver) elapse() error {
	if d.view.State.Final() {
		return nil
	}
	now := d.e.Now().UnixMicro()
	if d.deadline() <= now {
		f := &run.Failure{Code: run.CodeTimeout, Message: fmt.Sprintf("the run took longer than the %s that its chain gives it", d.version.Document.Timeout)}
		// All that waits is cancelled, whether its own time is over or not.
		return d.append(run.TimeoutEvent, run.Timeout{Failure: f})
	}
	type due struct {
		ref  StepRef
		step *run.Step
	}
	var over []due
	d.timed(func(ref StepRef, step *run.Step) {
		if end := d.endOf(ref, step); end <= now {
			over = append(over, due{ref, step})
		}
	})
	for _, o := range over {
		var err error
		switch o.step.For {
		case run.ForRetry:
			err = d.append(run.ResumeEvent, run.Resume{Scope: o.ref.Scope, Node: o.ref.Node})
		case run.ForTime:
			err = d.append(run.ResultEvent, result(o.ref, run.StepSucceeded, orNull(o.step.Input), nil))
		case run.ForChild:
			d.cancelChild(o.ref)
			err = d.append(run.ResultEvent, result(o.ref, run.StepFailed, nil, timedOut()))
		default:
			err = d.append(run.ResultEvent, result(o.ref, run.StepFailed, nil, timedOut()))
		}
		if err != nil {
			return fmt.Errorf("end the wait of %s: %w", o.ref.Node, err)
		}
	}
	return nil
}

// endOf is when the wait of a step ends by itself, or that its attempt may take
// no longer.
func (d *driver) endOf(ref StepRef, step *run.Step) int64 {
	end := int64(math.MaxInt64)
	if step.Until > 0 {
		end = step.Until
	}
	if step.For == run.ForRetry {
		return end
	}
	if body := d.body(ref); body != nil && body.Timeout != "" {
		end = min(end, step.BegunAt+body.Timeout.Value().Microseconds())
	}
	return end
}

// deadline is when the run may take no longer. One that is about to end, or that
// an undo takes back, has none.
func (d *driver) deadline() int64 {
	limit := d.version.Document.Timeout
	if limit == "" {
		return math.MaxInt64
	}
	switch d.view.State {
	case run.Running, run.Waiting, run.Paused:
	default:
		return math.MaxInt64
	}
	if d.view.Canceling || d.view.Overdue != nil || plan.Failing(d.graph.Plan(), d.view) {
		return math.MaxInt64
	}
	return d.view.StartedAt + limit.Value().Microseconds()
}

// nextTime is when the next wait ends by itself, or the run.
func (d *driver) nextTime() int64 {
	next := d.deadline()
	d.timed(func(ref StepRef, step *run.Step) {
		if step.For != run.ForRetry || d.view.State != run.Paused {
			next = min(next, d.endOf(ref, step))
		}
	})
	return next
}

func timedOut() *run.Failure {
	return &run.Failure{Code: run.CodeTimeout, Message: "it took longer than it may"}
}

func orNull(value json.RawMessage) json.RawMessage {
	if len(value) == 0 {
		return json.RawMessage("null")
	}
	return value
}
