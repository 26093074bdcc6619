package plan

import (
	"catenary/chain"
	"catenary/runtime/run"
)

// Mapping is glue that makes the input of the node that a taken edge leads to.
// Its value goes to Decision.Edges[Edge].Mapped.
type Mapping struct {
	Edge   int
	Source string
}

// Decide says which edges of a step that ended are taken. holds has the truth
// of the edges that an action asked about, by index in the graph. What it
// returns does not depend on the rest of the run; the values of the mappings
// are to be filled in.
func (g *Graph) Decide(id chain.NodeID, ended run.StepState, holds map[int]bool) (run.Decision, []Mapping) {
	n := &g.nodes[g.index[id]]
	var d run.Decision
	var maps []Mapping
	some := false
	for _, i := range n.out {
		some = some || g.taken(n, ended, i, holds)
	}
	for _, i := range n.out {
		e := &g.edges[i]
		taken := g.taken(n, ended, i, holds)
		if e.Otherwise && open(n, ended, e) {
			taken = !some
		}
		to := &g.nodes[g.index[e.To]]
		if taken && e.Map != "" {
			maps = append(maps, Mapping{Edge: len(d.Edges), Source: e.Map})
		}
		d.Edges = append(d.Edges, run.Edge{To: e.To, Taken: taken, Of: to.of, Need: to.need})
	}
	return d, maps
}

// open says whether an edge can be taken at all after its node ended so.
func open(n *node, ended run.StepState, e *chain.Edge) bool {
	switch ended {
	case run.StepSucceeded:
		return !e.Failure
	case run.StepFailed:
		return e.Failure == (n.OnFailure == chain.FollowFailureEdges)
	default:
		return false
	}
}

// taken leaves otherwise out.
func (g *Graph) taken(n *node, ended run.StepState, i int, holds map[int]bool) bool {
	e := &g.edges[i]
	return open(n, ended, e) && !e.Otherwise && (e.When == "" || holds[i])
}

// decide makes the action for a step whose edges are not decided.
func (g *Graph) decide(scope string, n *node, step *run.Step) Action {
	ask, decided := g.ask(n, step.State)
	return Action{Kind: Decide, Scope: scope, Node: n.ID, Ask: ask, Decided: decided}
}

// ask returns the edges whose when must be evaluated, or the decision if that
// needs no glue.
func (g *Graph) ask(n *node, ended run.StepState) (ask []int, decided *run.Decision) {
	for _, i := range n.out {
		if e := &g.edges[i]; e.When != "" && open(n, ended, e) {
			ask = append(ask, i)
		}
	}
	if ask != nil {
		return ask, nil
	}
	if d, maps := g.Decide(n.ID, ended, nil); maps == nil {
		decided = &d
	}
	return nil, decided
}

// pass decides the edges of a step together with its end if that needs no
// glue, which saves an event. A failure that stops the run decides nothing.
func (g *Graph) pass(n *node, a *Action) {
	if a.Kind == Finish && (a.State != run.StepFailed || !stops(n)) {
		_, a.Decided = g.ask(n, a.State)
	}
}
