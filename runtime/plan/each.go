package plan

import (
	"bytes"
	"encoding/json"
	"fmt"

	"catenary/chain"
	"catenary/runtime/run"
)

// settleEach decides about a step with items: it cancels those at work if it is
// to stop, and says how the step ends when none is at work any more.
func (w *walk) settleEach(path string, n *node, step *run.Step, stopping bool) {
	each := step.Each
	a := Action{Kind: Finish, Scope: path, Node: n.ID}
	switch {
	case len(each.Open) > 0:
		for _, i := range each.Open {
			w.wind(itemPath(path, n.ID, step, i), run.StepCanceled, nil)
		}
		return
	case each.Stopped:
		a.State, a.Failure = run.StepFailed, each.Failure
	case len(each.Rest)+each.Canceled > 0:
		a.State = run.StepCanceled
	default:
		a.State, a.Output = run.StepSucceeded, w.outputs(path, n.ID, step)
		if each.Failed > 0 {
			a.State, a.Failure = run.StepFailed, someFailed(each)
		}
	}
	if a.State == run.StepFailed && !stopping && n.again(step) {
		a = n.retry(path, step, a.Failure, each.At)
	}
	w.finish(n, a, stopping)
}

// outputs are those of the items in their order, null for those that failed.
func (w *walk) outputs(path string, id chain.NodeID, step *run.Step) json.RawMessage {
	var b bytes.Buffer
	b.WriteByte('[')
	for i := range step.Each.Count {
		if i > 0 {
			b.WriteByte(',')
		}
		s := w.v.Scope(itemPath(path, id, step, i))
		if s.State != run.StepSucceeded {
			b.Write(null)
		} else {
			b.Write(orNull(s.Output))
		}
	}
	b.WriteByte(']')
	return b.Bytes()
}

func itemPath(path string, id chain.NodeID, step *run.Step, index int) string {
	return run.Place{Outer: path, Node: id, Attempt: step.Attempt, Index: index}.Path()
}

// someFailed is the failure of a step some of whose items failed while the
// others went on.
func someFailed(each *run.Each) *run.Failure {
	var f run.Failure
	if each.Failure != nil {
		f = *each.Failure
	}
	f.Message = fmt.Sprintf("%d of %d items failed; the first: %s", each.Failed, each.Count, f.Message)
	return &f
}
