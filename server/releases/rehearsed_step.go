package releases

import (
	"encoding/json"
	"maps"
	"slices"

	"catenary/chain"
	"catenary/nodes"
	"catenary/runtime/run"
)

// place is a node, and the lists that it stands in, the outermost first.
type place struct {
	node chain.NodeID
	in   []chain.NodeID
}

// stepsOf are the places at which a phase is made to fail: each node, and behind
// it those in graphs inside of it, unless a mock stands for all of them.
func (w *rehearsing) stepsOf(g *chain.Graph, in []chain.NodeID, mocks map[chain.NodeID]json.RawMessage) (out []place) {
	for i := range g.Nodes {
		n := &g.Nodes[i]
		out = append(out, place{n.ID, in})
		if _, mocked := mocks[n.ID]; mocked {
			continue
		}
		for _, inner := range w.s.graphs(&n.Body) {
			out = append(out, w.stepsOf(inner, append(slices.Clone(in), n.ID), mocks)...)
		}
	}
	return out
}

// judge says what a failure at a step comes to, which stands in these lists. One
// with which the phase goes on is not rolled back.
func (w *rehearsing) judge(step *RehearsedStep, in []chain.NodeID, d *chain.Document, view *run.View, back *Trial) {
	step.Scope, step.Reached = failedIn(view, step.Node, in)
	if step.GoesOn = step.passed(); step.GoesOn {
		step.Covered = true
		return
	}
	changes := w.changes(&d.Graph, step.Node, succeeded(view), false)
	step.Nothing = len(changes) == 0
	if back != nil {
		step.Covered = step.Nothing || back.passed()
		return
	}
	for _, c := range changes {
		if !c.undone {
			step.Left = append(step.Left, c.node)
		}
	}
	step.Covered = len(step.Left) == 0
}

// failedIn is the first scope in which a step failed that stands in these lists;
// that of the first item, if it failed in none.
func failedIn(view *run.View, node chain.NodeID, in []chain.NodeID) (path string, failed bool) {
	first := -1
	for at, scope := range view.Scopes {
		step, there := scope.Steps[node]
		if there && step.State == run.StepFailed && slices.Equal(listsOf(at), in) && (first < 0 || scope.Opened < first) {
			path, first = at, scope.Opened
		}
	}
	if first >= 0 {
		return path, true
	}
	for _, list := range in {
		path = run.Place{Outer: path, Node: list}.Path()
	}
	return path, false
}

// listsOf are the steps in whose items' graphs a scope stands, the outermost
// first.
func listsOf(path string) (out []chain.NodeID) {
	for at := range run.Outward(path) {
		if p, inner := run.PlaceOf(at); inner {
			out = append(out, p.Node)
		}
	}
	slices.Reverse(out)
	return out
}

// succeeded are the nodes that were done in any scope, undos aside.
func succeeded(view *run.View) map[chain.NodeID]bool {
	done := map[chain.NodeID]bool{}
	for path, scope := range view.Scopes {
		if undoing(path) {
			continue
		}
		for id, step := range scope.Steps {
			done[id] = done[id] || step.State == run.StepSucceeded
		}
	}
	return done
}

func undoing(path string) bool {
	for at := range run.Outward(path) {
		if p, inner := run.PlaceOf(at); inner && p.Undo {
			return true
		}
	}
	return false
}

// change is a node that changed something outside, or says how it is undone.
type change struct {
	node   chain.NodeID
	undone bool
}

// changes are those of the nodes that were done before a step failed. Of a list
// that was not done itself they are those that were made for its items.
func (w *rehearsing) changes(g *chain.Graph, failed chain.NodeID, done map[chain.NodeID]bool, inside bool) (out []change) {
	for i := range g.Nodes {
		n := &g.Nodes[i]
		switch {
		case n.ID == failed:
		case done[n.ID]:
			out = append(out, slices.DeleteFunc(w.changed(n, inside), func(c change) bool { return c.node == failed })...)
		default:
			for _, inner := range w.s.graphs(&n.Body) {
				out = append(out, w.changes(inner, failed, done, true)...)
			}
		}
	}
	return out
}

// changed are the changes of a node and of those in graphs inside of it. A node
// inside has to name its undo itself.
func (w *rehearsing) changed(n *chain.Node, inside bool) (out []change) {
	switch {
	case n.Undo != nil, !inside && w.s.Kinds.Reverse(&n.Body) != nil:
		return []change{{n.ID, true}}
	case w.s.Kinds.Changes(&n.Body):
		return []change{{n.ID, false}}
	}
	for _, inner := range w.s.graphs(&n.Body) {
		for i := range inner.Nodes {
			out = append(out, w.changed(&inner.Nodes[i], true)...)
		}
	}
	return out
}

// pins are the outputs that nodes have in a rehearsal, those in graphs inside of
// nodes too: what the plan says, and null for those that would only wait.
func (w *rehearsing) pins(g *chain.Graph, mocks map[chain.NodeID]json.RawMessage) map[chain.NodeID]json.RawMessage {
	out := map[chain.NodeID]json.RawMessage{}
	for i := range g.Nodes {
		n := &g.Nodes[i]
		if output, there := mocks[n.ID]; there {
			out[n.ID] = output
		} else if about, ok := w.s.Kinds.Description(n.Kind); ok && about.Nature == nodes.Suspend {
			out[n.ID] = json.RawMessage("null")
		}
		for _, inner := range w.s.graphs(&n.Body) {
			maps.Copy(out, w.pins(inner, mocks))
		}
	}
	return out
}
