package plan

import (
	"catenary/chain"
	"catenary/runtime/run"
)

// backward undoes what the run did: the steps that succeeded and have an undo,
// the last to end first, one after another.
func (w *walk) backward() {
	u := w.v.Undo
	switch {
	case u.Scope != "" && w.v.Canceling:
		p, _ := run.PlaceOf(u.Scope)
		w.wind(u.Scope, run.StepCanceled, canceledUndo(p.Outer, p.Node))
		return
	case u.Scope != "":
		w.scopes()
		return
	case u.Failure != nil:
		w.add(Action{Kind: End, End: run.UndoFailed, Failure: u.Failure})
		return
	}
	for order := u.Left; order > 0; order-- {
		path, id, step := w.v.Ended(order)
		if step == nil || step.State != run.StepSucceeded {
			continue
		}
		g, ok := w.root.At(path)
		if !ok {
			continue
		}
		n := &g.nodes[g.index[id]]
		switch {
		case n.undo == nil || !n.did(step):
		case w.v.Canceling:
			w.add(Action{Kind: End, End: run.UndoFailed, Failure: canceledUndo(path, id)})
			return
		default:
			w.add(Action{Kind: Reverse, Scope: path, Node: id, Roots: n.undo.Roots()})
			return
		}
	}
	w.add(Action{Kind: End, End: run.Undone})
}

// did says whether this run itself did what the step stands for. A step whose
// outcome was given is not undone: the run that did it does that.
func (n *node) did(step *run.Step) bool {
	switch {
	case step.Given:
		return false
	case n.nature == Each:
		return step.Each != nil
	case n.nature == Effect || n.nature == Wait:
		return len(step.Halves) > 0
	default:
		return true
	}
}

func canceledUndo(path string, id chain.NodeID) *run.Failure {
	return &run.Failure{Code: run.CodeCanceled, Message: "the undo was cancelled", Node: id, Scope: path}
}
