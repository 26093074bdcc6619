package plan_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"catenary/chain"
	"catenary/runtime/run"
)

// drawn counts the nodes of a graph and its inner graphs, which gives them ids.
type drawn int

func (d *drawn) graph(t testing.TB, r *rapid.T, depth int) chain.Graph {
	var g chain.Graph
	most := []int{8, 3, 2}[depth]
	count := rapid.IntRange(1, most).Draw(r, "nodes")
	for range count {
		*d++
		n := d.node(t, r, depth)
		if rapid.IntRange(0, 2).Draw(r, "undoable") > 0 {
			n.Undo = d.undo(t, r, depth)
		}
		n.OnFailure = rapid.SampledFrom([]chain.OnFailure{"", chain.Continue, chain.FollowFailureEdges}).Draw(r, "on_failure")
		incoming := 0
		for i := range g.Nodes {
			if rapid.IntRange(0, 2).Draw(r, "edge") > 0 {
				continue
			}
			e := edge(g.Nodes[i].ID, n.ID)
			switch rapid.IntRange(0, 5).Draw(r, "sort") {
			case 0:
				e.When = "x"
			case 1:
				e.Otherwise = true
			case 2:
				e.Failure = g.Nodes[i].OnFailure == chain.FollowFailureEdges
			case 3:
				e.Map = "m"
			}
			g.Edges = append(g.Edges, e)
			incoming++
		}
		switch {
		case incoming > 1 && rapid.Bool().Draw(r, "any"):
			n.Join = &chain.Join{Mode: chain.JoinAny}
		case incoming > 1 && rapid.Bool().Draw(r, "some"):
			n.Join = &chain.Join{AtLeast: rapid.IntRange(1, incoming).Draw(r, "at_least")}
		}
		g.Nodes = append(g.Nodes, n)
	}
	if rapid.IntRange(0, 3).Draw(r, "output") == 0 {
		g.Output = chain.JSON(rapid.SampledFrom([]string{`"${{ x }}"`, `7`}).Draw(r, "output of graph"))
	}
	return g
}

func (d *drawn) node(t testing.TB, r *rapid.T, depth int) chain.Node {
	of := []chain.KindName{"script", "http", "work", "wait"}
	if depth < 2 {
		of = append(of, "each", "each")
	}
	id := chain.NodeID(fmt.Sprintf("n%d", *d))
	n := node(id, rapid.SampledFrom(of).Draw(r, "kind"))
	switch n.Kind {
	case "work":
		n.Pipeline, n.Task = &chain.Pipeline{Engine: "e", Position: "p"}, &chain.Task{Script: "s", Environment: "e"}
		n.Execution = rapid.SampledFrom([]chain.ExecutionMode{"", chain.Parallel}).Draw(r, "execution")
		n.LetFinish = rapid.Bool().Draw(r, "let_finish")
	case "each":
		items := make([]any, rapid.IntRange(0, 4).Draw(r, "items"))
		for i := range items {
			items[i] = i
		}
		n = inner(t, id, d.graph(t, r, depth+1), rapid.IntRange(1, 3).Draw(r, "at once"),
			rapid.SampledFrom([]string{"stop", "continue"}).Draw(r, "on_item_failure"), items...)
	}
	if rapid.Bool().Draw(r, "retried") {
		n.Retry = &chain.Retry{Attempts: rapid.IntRange(1, 3).Draw(r, "attempts")}
	}
	return n
}

func (d *drawn) undo(t testing.TB, r *rapid.T, depth int) *chain.Body {
	*d++
	n := d.node(t, r, max(depth, 1))
	return &n.Body
}

// interfere does one thing that people or the world may do, if it may be done.
func interfere(r *rapid.T, m *machine) {
	switch rapid.IntRange(0, 60).Draw(r, "what") {
	case 0:
		if !m.view.Canceling {
			m.event(run.CancelEvent, run.Note{})
		}
	case 1, 2:
		if m.view.State == run.Running || m.view.State == run.Waiting {
			m.event(run.PauseEvent, run.Note{})
		}
	case 3, 4, 5, 6:
		if m.view.State == run.Paused {
			m.event(run.UnpauseEvent, run.Note{})
		}
	case 7, 8, 9, 10, 11:
		m.wake()
	case 12, 13:
		m.halt(r)
	case 14:
		if !m.view.Canceling && m.view.Overdue == nil && m.view.State != run.Undoing {
			m.event(run.TimeoutEvent, overdue)
		}
	default:
		if len(m.going) > 0 {
			w := m.going[rapid.IntRange(0, len(m.going)-1).Draw(r, "which")]
			m.end(w, rapid.SampledFrom([]run.StepState{
				run.StepSucceeded, run.StepSucceeded, run.StepSucceeded, run.StepSucceeded, run.StepFailed, run.StepCanceled,
			}).Draw(r, "how"))
		}
	}
}

// halt ends an each from outside, as a timeout does.
func (m *machine) halt(r *rapid.T) {
	for _, path := range m.paths() {
		s := m.view.Scopes[path]
		for id, step := range inOrder(s.Steps) {
			if step.State == run.StepProcessing && step.Each != nil && !step.Each.Stopped && s.State == "" {
				state := rapid.SampledFrom([]run.StepState{run.StepFailed, run.StepCanceled}).Draw(r, "halt")
				m.event(run.ResultEvent, run.Result{Scope: path, Node: id, Attempt: step.Attempt, State: state})
				return
			}
		}
	}
}
