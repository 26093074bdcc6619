package plan_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"catenary/chain"
	"catenary/runtime/plan"
	"catenary/runtime/run"
)

func with(n chain.Node, change func(*chain.Node)) chain.Node {
	change(&n)
	return n
}

func TestNext(t *testing.T) {
	t.Parallel()
	diamond := chain.Graph{
		Nodes: []chain.Node{node("a", "http"), node("b", "http"), node("c", "script"), node("d", "http")},
		Edges: []chain.Edge{edge("a", "b"), edge("a", "c"), edge("b", "d"), edge("c", "d")},
	}
	g := compile(t, diamond)
	in := []byte(`{"in":1}`)
	one := []chain.Part{""}

	m := newMachine(t, g)
	step := func(name string, want ...plan.Action) {
		t.Helper()
		if diff := cmp.Diff(want, plan.Next(g, m.view, "")); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	do := func() {
		for _, a := range plan.Next(g, m.view, "") {
			m.perform(a)
		}
	}
	step("nothing begun starts the run", plan.Action{Kind: plan.Start, Roots: []chain.NodeID{"a"}})
	do()
	step("the root gets the run's input", plan.Action{Kind: plan.Begin, Node: "a", Attempt: 1, Halves: one, Input: in})
	do()
	step("nothing happens while a is at work")
	m.end(atWork{"", "a", 1, ""}, run.StepSucceeded)
	step("a ends, and its edges need no glue", plan.Action{
		Kind: plan.Finish, Node: "a", State: run.StepSucceeded, Output: []byte(`"a"`),
		Decided: &run.Decision{Edges: []run.Edge{{To: "b", Taken: true, Of: 1}, {To: "c", Taken: true, Of: 1}}},
	})
	do()
	step("both branches begin at the same time",
		plan.Action{Kind: plan.Begin, Node: "b", Attempt: 1, Halves: one, Input: []byte(`"a"`)},
		plan.Action{Kind: plan.Compute, Node: "c", Attempt: 1, Input: []byte(`"a"`)})
	do()
	do()
	step("the join waits for the slower branch")
	m.finish(atWork{"", "b", 1, ""})
	if got, want := m.told[len(m.told)-1], `begin d/#1 {"b":"b","c":"c"}`; got != want {
		t.Errorf("the join: %s, want %s", got, want)
	}
	if got := plan.Next(g, m.view, "loop[0]"); got != nil {
		t.Errorf("in a scope that is not there: %v", got)
	}
	m.toEnd()
	step("nothing follows the end")
}

func TestFlows(t *testing.T) {
	t.Parallel()
	onFailure := func(id chain.NodeID, o chain.OnFailure) chain.Node {
		return with(node(id, "http"), func(n *chain.Node) { n.OnFailure = o })
	}
	join := func(id chain.NodeID, j chain.Join) chain.Node {
		return with(node(id, "script"), func(n *chain.Node) { n.Join = &j })
	}
	when := func(e chain.Edge, s string) chain.Edge { e.When = s; return e }
	otherwise := func(e chain.Edge) chain.Edge { e.Otherwise = true; return e }
	failure := func(e chain.Edge) chain.Edge { e.Failure = true; return e }
	mapped := func(e chain.Edge, s string) chain.Edge { e.Map = s; return e }
	three := []chain.Node{node("a", "script"), node("b", "script"), node("c", "script")}

	tests := []struct {
		name  string
		graph chain.Graph
		fails string
		holds string // numbers of edges
		want  string
	}{
		{
			name:  "a branch goes where the condition holds",
			graph: chain.Graph{Nodes: three, Edges: []chain.Edge{when(edge("a", "b"), "x"), otherwise(edge("a", "c"))}}, holds: "0",
			want: `compute a {"in":1}|compute b "a"|skipped c |end succeeded {"b":"b"}`,
		},
		{
			name:  "otherwise it goes the other way",
			graph: chain.Graph{Nodes: three, Edges: []chain.Edge{when(edge("a", "b"), "x"), otherwise(edge("a", "c"))}},
			want:  `compute a {"in":1}|skipped b |compute c "a"|end succeeded {"c":"c"}`,
		},
		{
			name:  "a map makes the input",
			graph: chain.Graph{Nodes: three, Edges: []chain.Edge{mapped(edge("a", "b"), "m"), mapped(edge("b", "c"), "n")}},
			want:  `compute a {"in":1}|compute b "m"|compute c "n"|end succeeded "c"`,
		},
		{
			name:  "a map that throws fails the run",
			graph: chain.Graph{Nodes: three, Edges: []chain.Edge{edge("a", "b"), mapped(edge("a", "c"), "m")}}, fails: "m",
			want: `compute a {"in":1}|end failed `,
		},
		{
			name:  "what only skipped nodes lead to is skipped",
			graph: chain.Graph{Nodes: three, Edges: []chain.Edge{when(edge("a", "b"), "x"), edge("b", "c")}},
			want:  `compute a {"in":1}|skipped b |skipped c |end succeeded null`,
		},
		{
			name: "a join with one edge taken gets an object of that one",
			graph: chain.Graph{Nodes: append(three[:3:3], node("d", "script")), Edges: []chain.Edge{
				when(edge("a", "b"), "x"), otherwise(edge("a", "c")), edge("b", "d"), edge("c", "d"),
			}},
			want: `compute a {"in":1}|skipped b |compute c "a"|compute d {"c":"c"}|end succeeded "d"`,
		},
		{
			name: "any begins with the first and only once",
			graph: chain.Graph{
				Nodes: []chain.Node{node("a", "http"), node("b", "http"), join("c", chain.Join{Mode: chain.JoinAny})},
				Edges: []chain.Edge{edge("a", "c"), edge("b", "c")},
			},
			want: `begin a/#1 {"in":1}|begin b/#1 {"in":1}|succeeded a "a"|compute c {"a":"a"}|succeeded b "b"|end succeeded "c"`,
		},
		{
			name: "at_least waits for so many",
			graph: chain.Graph{
				Nodes: []chain.Node{node("a", "http"), node("b", "http"), node("d", "http"), join("c", chain.Join{AtLeast: 2})},
				Edges: []chain.Edge{edge("a", "c"), edge("b", "c"), edge("d", "c")},
			},
			want: `begin a/#1 {"in":1}|begin b/#1 {"in":1}|begin d/#1 {"in":1}|succeeded a "a"|succeeded b "b"|compute c {"a":"a","b":"b"}|succeeded d "d"|end succeeded "c"`,
		},
		{
			name: "at_least that cannot be reached is skipped",
			graph: chain.Graph{
				Nodes: []chain.Node{node("a", "script"), node("b", "script"), join("c", chain.Join{AtLeast: 2})},
				Edges: []chain.Edge{edge("a", "c"), when(edge("b", "c"), "x")},
			},
			want: `compute a {"in":1}|compute b {"in":1}|skipped c |end succeeded null`,
		},
		{
			name:  "stop cancels the siblings and fails the run",
			graph: chain.Graph{Nodes: []chain.Node{node("a", "http"), node("b", "http"), node("c", "http")}, Edges: []chain.Edge{edge("a", "c")}}, fails: "a",
			want: `begin a/#1 {"in":1}|begin b/#1 {"in":1}|failed a |cancel b/#1|canceled b |end failed `,
		},
		{
			name:  "continue goes on as if it had succeeded",
			graph: chain.Graph{Nodes: []chain.Node{onFailure("a", chain.Continue), node("b", "script")}, Edges: []chain.Edge{edge("a", "b")}}, fails: "a",
			want: `begin a/#1 {"in":1}|failed a |compute b {"error":{"code":"exit","message":"a/#1"}}|end succeeded "b"`,
		},
		{
			name: "failure edges are followed after a failure",
			graph: chain.Graph{
				Nodes: []chain.Node{onFailure("a", chain.FollowFailureEdges), node("b", "script"), node("c", "script")},
				Edges: []chain.Edge{edge("a", "b"), failure(edge("a", "c"))},
			}, fails: "a",
			want: `begin a/#1 {"in":1}|failed a |skipped b |compute c {"error":{"code":"exit","message":"a/#1"}}|end succeeded {"c":"c"}`,
		},
		{
			name: "and not after a success",
			graph: chain.Graph{
				Nodes: []chain.Node{onFailure("a", chain.FollowFailureEdges), node("b", "script"), node("c", "script")},
				Edges: []chain.Edge{edge("a", "b"), failure(edge("a", "c"))},
			},
			want: `begin a/#1 {"in":1}|succeeded a "a"|compute b "a"|skipped c |end succeeded {"b":"b"}`,
		},
		{
			name: "a normal and a failure edge to the same node are no join",
			graph: chain.Graph{
				Nodes: []chain.Node{onFailure("a", chain.FollowFailureEdges), node("b", "script")},
				Edges: []chain.Edge{edge("a", "b"), failure(edge("a", "b"))},
			},
			want: `begin a/#1 {"in":1}|succeeded a "a"|compute b "a"|end succeeded "b"`,
		},
		{
			name:  "a fail node ends the run whatever it says",
			graph: chain.Graph{Nodes: []chain.Node{with(node("a", "fail"), func(n *chain.Node) { n.OnFailure = chain.Continue }), node("b", "wait")}},
			want:  `compute a {"in":1}|await b|cancel b/#1|canceled b |end failed `,
		},
		{
			name:  "a wait gives what came",
			graph: chain.Graph{Nodes: []chain.Node{node("a", "wait"), node("b", "script")}, Edges: []chain.Edge{edge("a", "b")}},
			want:  `await a|succeeded a "a"|compute b "a"|end succeeded "b"`,
		},
		{
			name:  "a plain output is the run's",
			graph: chain.Graph{Nodes: []chain.Node{node("a", "script")}, Output: chain.JSON(`{"x":1}`)},
			want:  `compute a {"in":1}|end succeeded {"x":1}`,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			m := newMachine(t, compile(t, tt.graph))
			m.fails = func(w atWork) bool { return string(w.node) == tt.fails }
			m.holds = func(i int) bool { return strings.Contains(tt.holds, string(rune('0'+i))) }
			m.toEnd()
			if diff := cmp.Diff(strings.Split(tt.want, "|"), m.told); diff != "" {
				t.Errorf("what happened (-want +got):\n%s", diff)
			}
		})
	}
}

func TestAnOutputWithExpressionsIsEvaluated(t *testing.T) {
	t.Parallel()
	g := compile(t, chain.Graph{Nodes: []chain.Node{node("a", "http")}, Output: chain.JSON(`"${{ input }}"`)})
	m := newMachine(t, g)
	m.drive()
	m.end(atWork{"", "a", 1, ""}, run.StepSucceeded)
	for _, a := range plan.Next(g, m.view, "") {
		m.perform(a)
	}
	want := []plan.Action{{Kind: plan.End, End: run.Succeeded, Evaluate: true}}
	if diff := cmp.Diff(want, plan.Next(g, m.view, "")); diff != "" {
		t.Errorf("Next (-want +got):\n%s", diff)
	}
}

func TestCompileRefuses(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		graph chain.Graph
	}{
		{"an id that is there twice", chain.Graph{Nodes: []chain.Node{node("a", "script"), node("a", "script")}}},
		{"an edge to nowhere", chain.Graph{Nodes: []chain.Node{node("a", "script")}, Edges: []chain.Edge{edge("a", "b")}}},
		{"an edge from nowhere", chain.Graph{Nodes: []chain.Node{node("a", "script")}, Edges: []chain.Edge{edge("b", "a")}}},
		{"a cycle", chain.Graph{
			Nodes: []chain.Node{node("a", "script"), node("b", "script")},
			Edges: []chain.Edge{edge("a", "b"), edge("b", "a")},
		}},
		{"an unknown kind", chain.Graph{Nodes: []chain.Node{node("a", "magic")}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if _, err := plan.Compile(tt.graph, kinds); err == nil {
				t.Error("Compile took it")
			}
		})
	}
}
