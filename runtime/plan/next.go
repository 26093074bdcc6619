package plan

import (
	"bytes"
	"slices"

	"catenary/chain"
	"catenary/runtime/run"
)

// Next returns all that may happen now in a scope, in the order of the graph's
// nodes. Nothing means: wait for a result, a time or people, or it is over.
//
// While the run is paused nothing begins; what has begun may end. When it is
// cancelled, or a node fails whose on_failure is stop, everything at work is
// cancelled, its siblings too, and then the run ends. The cost grows with the
// steps about which something is to be decided, not with the graph; only the
// way to a stop looks at every node.
func Next(g *Graph, v *run.View, scope string) []Action {
	if v.State == run.Queued || v.State == "" {
		if v.Canceling {
			return []Action{{Kind: End, End: run.Canceled}}
		}
		return []Action{{Kind: Start, Roots: g.Roots()}}
	}
	s := v.Scope(scope)
	if s == nil || v.State.Final() {
		return nil
	}
	due := g.due(s)
	if end, failure, ok := g.stop(v, s, due); ok {
		return g.wind(v, scope, s, end, failure)
	}
	var actions []Action
	for _, n := range due {
		step := s.Steps[n.ID]
		switch {
		case step.State == run.StepProcessing:
			for _, a := range g.settle(v, scope, n, step, false) {
				if v.State != run.Paused {
					g.pass(n, &a)
				}
				actions = append(actions, a)
			}
		case v.State == run.Paused:
		case step.State == run.StepPending:
			a := Action{Kind: Finish, Scope: scope, Node: n.ID, State: run.StepSkipped}
			g.pass(n, &a)
			actions = append(actions, a)
		case step.State == run.StepReady:
			actions = append(actions, g.begin(scope, s, n, step))
		default:
			actions = append(actions, g.decide(scope, n, step))
		}
	}
	if len(due) == 0 && s.Active() == 0 && v.State != run.Paused {
		actions = append(actions, g.end(scope, s))
	}
	return actions
}

// due are the nodes of the steps about which something is to be decided.
func (g *Graph) due(s *run.Scope) []*node {
	ids := s.Due()
	slices.SortFunc(ids, func(a, b chain.NodeID) int { return g.index[a] - g.index[b] })
	nodes := make([]*node, 0, len(ids))
	for _, id := range ids {
		if i, ok := g.index[id]; ok {
			nodes = append(nodes, &g.nodes[i])
		}
	}
	return nodes
}

// begin makes the action for a step that is ready.
func (g *Graph) begin(scope string, s *run.Scope, n *node, step *run.Step) Action {
	a := Action{Scope: scope, Node: n.ID, Attempt: step.Attempt + 1, Input: g.input(s, n, step)}
	switch n.nature {
	case Effect:
		a.Kind, a.Halves = Begin, n.halves
		if !n.parallel {
			a.Halves = n.halves[:1]
		}
	case Wait:
		a.Kind = Await
	default:
		a.Kind = Compute
	}
	return a
}

// end makes the action for a graph in which all is done.
func (g *Graph) end(scope string, s *run.Scope) Action {
	a := Action{Kind: End, Scope: scope, End: run.Succeeded}
	switch {
	case g.output == nil:
		a.Output = g.result(s)
	case bytes.Contains(g.output, []byte("${{")):
		a.Evaluate = true
	default:
		a.Output = g.output
	}
	return a
}
