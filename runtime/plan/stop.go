package plan

import (
	"catenary/chain"
	"catenary/runtime/run"
)

// Failing says that a failure is about to end the run.
func Failing(g *Graph, v *run.View) bool {
	s := v.Scope("")
	if s == nil {
		return false
	}
	_, failing := stop("", s, g.due(s))
	return failing
}

// stop says whether the scope is to be ended before its graph is done, and
// returns the first failure that is to stop it.
func stop(path string, s *run.Scope, due []*node) (*run.Failure, bool) {
	var first *run.Step
	var failure *run.Failure
	for _, n := range due {
		step := s.Steps[n.ID]
		if first != nil && first.Order < step.Order {
			continue
		}
		switch {
		case step.EdgeFailure != nil:
			first, failure = step, at(path, n.ID, step.EdgeFailure)
		case step.State == run.StepFailed && !step.Decided && stops(n):
			first, failure = step, at(path, n.ID, step.Failure)
		}
	}
	return failure, first != nil
}

// stops says whether the run ends when the node fails.
func stops(n *node) bool {
	return n.nature == Fail || n.OnFailure == "" || n.OnFailure == chain.Stop
}

// at returns the failure with the node it happened at.
func at(path string, id chain.NodeID, f *run.Failure) *run.Failure {
	c := run.Failure{Code: "failed", Message: "it failed without saying why"}
	if f != nil {
		c = *f
	}
	if c.Node == "" {
		c.Node = id
	}
	if c.Node == id && c.Scope == "" {
		c.Scope = path
	}
	return &c
}

// wind cancels what is at work in a scope, ends what is ready, and then the
// scope. What is pending stays so.
func (w *walk) wind(path string, end run.StepState, failure *run.Failure) {
	if w.wound == nil {
		w.wound = map[string]bool{}
	}
	w.wound[path] = true
	s := w.v.Scope(path)
	g, ok := w.root.At(path)
	if !ok {
		return
	}
	before := len(w.actions)
	for i := range g.nodes {
		n := &g.nodes[i]
		step := s.Steps[n.ID]
		if step == nil {
			continue
		}
		switch step.State {
		case run.StepReady:
			w.add(Action{Kind: Finish, Scope: path, Node: n.ID, State: run.StepCanceled})
		case run.StepWaiting:
			if len(step.Halves) == 0 { // for its next attempt
				w.add(Action{Kind: Finish, Scope: path, Node: n.ID, State: run.StepCanceled})
			} else {
				w.settle(path, n, step, true)
			}
		case run.StepProcessing:
			w.settle(path, n, step, true)
		}
	}
	switch {
	case len(w.actions) > before || s.Active() > 0:
	case path == "":
		w.add(Action{Kind: End, End: run.State(end), Failure: failure})
	default:
		w.add(Action{Kind: Close, Scope: path, State: end, Failure: failure, Open: end == run.StepFailed})
	}
}
