package plan_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"catenary/chain"
	"catenary/runtime/run"
)

func drawGraph(r *rapid.T) chain.Graph {
	var g chain.Graph
	count := rapid.IntRange(1, 12).Draw(r, "nodes")
	id := func(i int) chain.NodeID { return chain.NodeID(fmt.Sprintf("n%d", i)) }
	for i := range count {
		n := node(id(i), rapid.SampledFrom([]chain.KindName{"script", "http", "work", "wait"}).Draw(r, "kind"))
		if n.Kind == "work" {
			n.Pipeline, n.Task = &chain.Pipeline{}, &chain.Task{}
			n.Execution = rapid.SampledFrom([]chain.ExecutionMode{"", chain.Parallel}).Draw(r, "execution")
			n.LetFinish = rapid.Bool().Draw(r, "let_finish")
		}
		if rapid.Bool().Draw(r, "retried") {
			n.Retry = &chain.Retry{Attempts: rapid.IntRange(1, 3).Draw(r, "attempts")}
		}
		n.OnFailure = rapid.SampledFrom([]chain.OnFailure{"", chain.Continue, chain.FollowFailureEdges}).Draw(r, "on_failure")
		incoming := 0
		for from := range i {
			if rapid.IntRange(0, 2).Draw(r, "edge") > 0 {
				continue
			}
			e := edge(id(from), id(i))
			switch rapid.IntRange(0, 5).Draw(r, "sort") {
			case 0:
				e.When = "x"
			case 1:
				e.Otherwise = true
			case 2:
				e.Failure = g.Nodes[from].OnFailure == chain.FollowFailureEdges
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
	return g
}

// interfere does one thing that people or the world may do, if it may be done.
func interfere(r *rapid.T, m *machine) {
	switch rapid.IntRange(0, 30).Draw(r, "what") {
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
	case 7, 8, 9:
		m.wake()
	default:
		if len(m.going) > 0 {
			w := m.going[rapid.IntRange(0, len(m.going)-1).Draw(r, "which")]
			m.end(w, rapid.SampledFrom([]run.StepState{
				run.StepSucceeded, run.StepSucceeded, run.StepSucceeded, run.StepFailed, run.StepCanceled,
			}).Draw(r, "how"))
		}
	}
}

func TestAnyGraphRunsToItsEnd(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		graph := drawGraph(r)
		m := newMachine(t, compile(t, graph))
		m.holds = func(int) bool { return rapid.Bool().Draw(r, "holds") }
		m.fails = func(atWork) bool { return rapid.IntRange(0, 9).Draw(r, "fails") == 0 }
		m.drive()
		for range 200 {
			if m.view.State.Final() {
				break
			}
			interfere(r, m)
			m.drive()
		}
		if m.view.State == run.Paused {
			m.event(run.UnpauseEvent, run.Note{})
		}
		m.toEnd()
		if len(m.going) > 0 {
			r.Fatalf("%v is still at work", m.going)
		}
		checkBeginnings(r, graph, m)
		checkFold(r, m)
	})
}

// checkBeginnings goes through the journal with rules of its own: no half
// begins twice in an attempt, no node before its join allows it, nothing while
// the run is paused or after a cancel.
func checkBeginnings(r *rapid.T, graph chain.Graph, m *machine) {
	edges, taken, decided := map[chain.NodeID]int{}, map[chain.NodeID]int{}, map[chain.NodeID]int{}
	joins := map[chain.NodeID]*chain.Join{}
	for _, e := range graph.Edges {
		edges[e.To]++
	}
	for _, n := range graph.Nodes {
		joins[n.ID] = n.Join
	}
	begun, ended, closed := map[string]bool{}, map[chain.NodeID]bool{}, false
	begins := func(id chain.NodeID, what string) {
		if begun[what] {
			r.Fatalf("%s began twice", what)
		}
		begun[what] = true
		j := joins[id]
		ok := edges[id] == 0 || taken[id] > 0 && decided[id] == edges[id]
		if j != nil && j.Mode == chain.JoinAny {
			ok = taken[id] > 0
		} else if j != nil {
			ok = taken[id] >= j.AtLeast
		}
		if !ok || closed || ended[id] {
			r.Fatalf("%s began with %d of %d edges decided and %d taken; paused or cancelled: %v, ended: %v",
				what, decided[id], edges[id], taken[id], closed, ended[id])
		}
	}
	for _, e := range m.events {
		switch e.Kind {
		case run.PauseEvent, run.CancelEvent:
			closed = true
		case run.UnpauseEvent:
			closed = false
		case run.IntentEvent:
			var b run.Intent
			must(r, e, &b)
			for _, h := range b.Halves {
				begins(b.Node, atWork{b.Node, b.Attempt, h.Half}.String())
			}
		case run.SuspendEvent:
			var b run.Suspend
			must(r, e, &b)
			begins(b.Node, atWork{node: b.Node, attempt: b.Attempt}.String())
		case run.SegmentEvent:
			var b run.Segment
			must(r, e, &b)
			for _, entry := range b.Entries {
				if entry.State != "" {
					if n, _ := m.g.Node(entry.Node); n.Kind == "script" && (entry.State == run.StepSucceeded || entry.State == run.StepFailed) {
						begins(entry.Node, string(entry.Node))
					}
					ended[entry.Node] = true
				}
				if entry.Decided != nil {
					for _, d := range entry.Decided.Edges {
						decided[d.To]++
						if d.Taken {
							taken[d.To]++
						}
					}
				}
			}
		}
	}
}

// everything lets views be compared with what follows from their content.
var everything = cmp.Exporter(func(reflect.Type) bool { return true })

func must(r *rapid.T, e run.Event, into any) {
	if err := json.Unmarshal(e.Body, into); err != nil {
		r.Fatal(err)
	}
}

// checkFold folds the journal again, in two parts with the view written and
// read in between.
func checkFold(r *rapid.T, m *machine) {
	cut := rapid.IntRange(0, len(m.events)).Draw(r, "cut")
	first, err := run.FoldAll(m.events[:cut])
	if err != nil {
		r.Fatal(err)
	}
	text, err := json.Marshal(first)
	if err != nil {
		r.Fatal(err)
	}
	again := &run.View{}
	if err := json.Unmarshal(text, again); err != nil {
		r.Fatal(err)
	}
	copied := first.Clone()
	for _, e := range m.events[cut:] {
		for _, v := range []*run.View{again, copied} {
			if err := run.Fold(v, e); err != nil {
				r.Fatal(err)
			}
		}
	}
	for _, v := range []*run.View{again, copied} {
		if diff := cmp.Diff(m.view, v, everything, cmpopts.EquateEmpty()); diff != "" {
			r.Fatalf("folded again (-once +again):\n%s", diff)
		}
	}
	if after, err := json.Marshal(first); err != nil || string(after) != string(text) {
		r.Fatalf("a copy changed what it was made of: %s, was %s (%v)", after, text, err)
	}
}
