package plan

import (
	"encoding/json"

	"catenary/chain"
	"catenary/runtime/run"
)

// settle decides about a step at work of which a half has ended.
func (g *Graph) settle(v *run.View, scope string, n *node, step *run.Step, stopping bool) []Action {
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
	a := Action{Scope: scope, Node: n.ID}
	switch {
	case len(going) > 0 && (stopping || (bad != nil || canceled) && !n.LetFinish):
		a.Kind, a.Attempt, a.Halves = Cancel, step.Attempt, going
	case len(going) > 0:
		return nil
	case bad != nil && !stopping && n.Retry != nil && step.Attempt < n.Retry.Attempts:
		a.Kind, a.Attempt, a.Failure = Retry, step.Attempt+1, bad.Failure
		a.At = lastEnd(step) + pause(n.Retry, step.Attempt).Microseconds()
	case bad != nil:
		a.Kind, a.State, a.Failure = Finish, run.StepFailed, bad.Failure
	case stopping && (canceled || len(step.Halves) < len(n.halves)):
		a.Kind, a.State = Finish, run.StepCanceled
	case canceled:
		a.Kind, a.State = Finish, run.StepFailed
		a.Failure = &run.Failure{Code: run.CodeCanceled, Message: "it was cancelled from outside", Node: n.ID}
	case len(step.Halves) < len(n.halves):
		if v.State == run.Paused {
			return nil
		}
		a.Kind, a.Attempt, a.Input = Begin, step.Attempt, step.Input
		a.Halves = n.halves[len(step.Halves) : len(step.Halves)+1]
		a.Before = orNull(step.Halves[0].Output)
	default:
		a.Kind, a.State, a.Output = Finish, run.StepSucceeded, output(n, step)
	}
	return []Action{a}
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
