package plan

import (
	"encoding/json"

	"catenary/chain"
	"catenary/runtime/run"
)

// settle decides about a step at work of which a half or an item has ended.
func (w *walk) settle(path string, n *node, step *run.Step, stopping bool) {
	if step.Each != nil {
		w.settleEach(path, n, step, stopping)
		return
	}
	var going []chain.Part
	var bad *run.Half
	canceled := false
	for i := range step.Halves {
		h := &step.Halves[i]
		switch h.State {
		case run.StepProcessing:
			going = append(going, h.Name)
		case run.StepFailed:
			if bad == nil || h.Seq < bad.Seq {
				bad = h
			}
		case run.StepCanceled:
			canceled = true
		}
	}
	a := Action{Scope: path, Node: n.ID}
	switch {
	case len(going) > 0 && (stopping || (bad != nil || canceled) && !n.LetFinish):
		a.Kind, a.Attempt, a.Halves = Cancel, step.Attempt, going
	case len(going) > 0:
		return
	case bad != nil && !stopping && n.again(step) && !bad.Failure.Doubtful():
		a = n.retry(path, step, bad.Failure, lastEnd(step))
	case bad != nil:
		a.Kind, a.State, a.Failure = Finish, run.StepFailed, bad.Failure
	case stopping && (canceled || len(step.Halves) < len(n.halves)):
		a.Kind, a.State = Finish, run.StepCanceled
	case canceled:
		a.Kind, a.State = Finish, run.StepFailed
		a.Failure = &run.Failure{Code: run.CodeCanceled, Message: "it was cancelled from outside", Node: n.ID, Scope: path}
	case len(step.Halves) < len(n.halves):
		if w.v.State == run.Paused {
			return
		}
		a.Kind, a.Attempt, a.Input = Begin, step.Attempt, step.Input
		a.Halves = n.halves[len(step.Halves) : len(step.Halves)+1]
		a.Before = orNull(step.Halves[0].Output)
	default:
		a.Kind, a.State, a.Output = Finish, run.StepSucceeded, output(n, step)
	}
	w.finish(n, a, stopping)
}

// finish adds an action about a step at work. If it ends the step, its edges
// are decided with it where nothing speaks against that.
func (w *walk) finish(n *node, a Action, stopping bool) {
	if !stopping && w.v.State != run.Paused {
		n.in.pass(n, &a)
	}
	w.add(a)
}

// again says whether the step may be tried again.
func (n *node) again(step *run.Step) bool {
	return n.Retry != nil && step.Attempt < n.Retry.Attempts
}

func (n *node) retry(path string, step *run.Step, f *run.Failure, ended int64) Action {
	return Action{
		Kind: Retry, Scope: path, Node: n.ID, Attempt: step.Attempt + 1, Failure: f,
		At: ended + pause(n.Retry, step.Attempt).Microseconds(),
	}
}

// output is that of the last half, or, of parallel ones, an object of both.
func output(n *node, step *run.Step) json.RawMessage {
	if !n.parallel {
		return orNull(step.Halves[len(step.Halves)-1].Output)
	}
	var o object
	for i := range step.Halves {
		o.add(chain.NodeID(step.Halves[i].Name), orNull(step.Halves[i].Output))
	}
	return o.bytes()
}

func lastEnd(step *run.Step) int64 {
	var at int64
	for i := range step.Halves {
		at = max(at, step.Halves[i].At)
	}
	return at
}
