package plan

import (
	"catenary/chain"
	"catenary/runtime/run"
)

// stop says whether the scope is to be ended before its graph is done: because
// of a cancel, or of the first failure that is to stop it. Cancel comes first.
func (g *Graph) stop(v *run.View, s *run.Scope, due []*node) (run.State, *run.Failure, bool) {
	if v.Canceling {
		return run.Canceled, nil, true
	}
	var first *run.Step
	var failure *run.Failure
	for _, n := range due {
		step := s.Steps[n.ID]
		if first != nil && first.Order < step.Order {
			continue
		}
		switch {
		case step.EdgeFailure != nil:
			first, failure = step, at(n.ID, step.EdgeFailure)
		case step.State == run.StepFailed && !step.Decided && stops(n):
			first, failure = step, at(n.ID, step.Failure)
		}
	}
	return run.Failed, failure, first != nil
}

// stops says whether the run ends when the node fails.
func stops(n *node) bool {
	return n.nature == Fail || n.OnFailure == "" || n.OnFailure == chain.Stop
}

// at returns the failure with the node it happened at.
func at(id chain.NodeID, f *run.Failure) *run.Failure {
	c := run.Failure{Code: "failed", Message: "it failed without saying why"}
	if f != nil {
		c = *f
	}
	if c.Node == "" {
		c.Node = id
	}
	return &c
}

// wind cancels what is at work, ends what is ready, and then the run. What is
// pending stays so.
func (g *Graph) wind(v *run.View, scope string, s *run.Scope, end run.State, failure *run.Failure) []Action {
	var actions []Action
	for i := range g.nodes {
		n := &g.nodes[i]
		step := s.Steps[n.ID]
		if step == nil {
			continue
		}
		switch step.State {
		case run.StepReady:
			actions = append(actions, Action{Kind: Finish, Scope: scope, Node: n.ID, State: run.StepCanceled})
		case run.StepWaiting:
			if len(step.Halves) == 0 { // for its next attempt
				actions = append(actions, Action{Kind: Finish, Scope: scope, Node: n.ID, State: run.StepCanceled})
			} else {
				actions = append(actions, g.settle(v, scope, n, step, true)...)
			}
		case run.StepProcessing:
			actions = append(actions, g.settle(v, scope, n, step, true)...)
		}
	}
	if len(actions) == 0 && s.Active() == 0 {
		actions = append(actions, Action{Kind: End, Scope: scope, End: end, Failure: failure})
	}
	return actions
}
