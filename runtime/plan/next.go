package plan

import (
	"bytes"
	"slices"
	"strings"

	"catenary/chain"
	"catenary/runtime/run"
)

// Next returns all that may happen now, in the order in which the scopes were
// opened and then that of the graph's nodes. With the path of an inner scope it
// leaves out what is not in that scope or one inside it. Nothing means: wait
// for a result, a time or people, or it is over.
//
// While the run is paused nothing begins; what has begun may end. When it is
// cancelled, takes longer than it may, or a node fails whose on_failure is stop,
// everything at work is cancelled, its siblings too, and then the run ends. The
// same holds within an item when one of its nodes fails, and for the items of an
// each when one of them fails and the others are not to go on. The cost grows
// with the steps and scopes about which something is to be decided, not with the
// graph; only the way to a stop looks at every node, and at every item that has
// begun.
func Next(g *Graph, v *run.View, scope string) []Action {
	w := walk{root: g, v: v}
	switch v.State {
	case "", run.Queued:
		if v.Canceling {
			return []Action{{Kind: End, End: run.Canceled}}
		}
		return []Action{{Kind: Start, Roots: g.Roots()}}
	case run.Running, run.Waiting, run.Paused:
		w.forward()
	case run.Undoing:
		w.backward()
	}
	if scope == "" {
		return w.actions
	}
	return slices.DeleteFunc(w.actions, func(a Action) bool {
		return a.Scope != scope && !strings.HasPrefix(a.Scope, scope+"/")
	})
}

// walk goes through the scopes of a run.
type walk struct {
	root    *Graph
	v       *run.View
	actions []Action
	// wound are the scopes that a stop further out has dealt with.
	wound map[string]bool
}

func (w *walk) add(a ...Action) { w.actions = append(w.actions, a...) }

func (w *walk) forward() {
	switch {
	case w.v.Canceling:
		w.wind("", run.StepCanceled, nil)
	case w.v.Overdue != nil:
		w.wind("", run.StepFailed, w.v.Overdue)
	default:
		w.scopes()
	}
}

// scopes goes through those in which something is to be decided.
func (w *walk) scopes() {
	for _, path := range w.v.Due() {
		if !w.wound[path] {
			w.scope(path)
		}
	}
}

func (w *walk) scope(path string) {
	s := w.v.Scope(path)
	g, ok := w.root.At(path)
	if !ok {
		return
	}
	due := g.due(s)
	if failure, ok := stop(path, s, due); ok {
		w.wind(path, run.StepFailed, failure)
		return
	}
	paused := w.v.State == run.Paused
	for _, n := range due {
		step := s.Steps[n.ID]
		switch {
		case step.State == run.StepProcessing:
			w.settle(path, n, step, false)
		case paused:
		case step.State == run.StepPending:
			a := Action{Kind: Finish, Scope: path, Node: n.ID, State: run.StepSkipped}
			g.pass(n, &a)
			w.add(a)
		case step.State == run.StepReady:
			w.add(g.begin(path, s, n, step))
		default:
			w.add(g.decide(path, n, step))
		}
	}
	if len(due) == 0 && s.Active() == 0 && !paused {
		w.add(g.end(path, s))
	}
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
	case Each:
		a.Kind, a.Roots = Expand, n.inner.Roots()
	default:
		a.Kind = Compute
	}
	return a
}

// end makes the action for a graph in which all is done.
func (g *Graph) end(scope string, s *run.Scope) Action {
	a := Action{Kind: End, Scope: scope, End: run.Succeeded}
	if scope != "" {
		a = Action{Kind: Close, Scope: scope, State: run.StepSucceeded, Open: true}
	}
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
