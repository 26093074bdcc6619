package plan_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"catenary/chain"
	"catenary/runtime/plan"
	"catenary/runtime/run"
)

func one(n ...chain.Node) chain.Graph { return chain.Graph{Nodes: n} }

func TestEachIsDoneForEveryItemInOrder(t *testing.T) {
	t.Parallel()
	g := one(inner(t, "loop", one(node("a", "http")), 2, "", "x", "y", "z"))
	m := newMachine(t, compile(t, g))
	m.drive()
	item := func(i int) atWork { return atWork{"loop:" + string(rune('0'+i)), "a", 1, ""} }
	if diff := cmp.Diff([]atWork{item(0), item(1)}, m.going, cmp.AllowUnexported(atWork{})); diff != "" {
		t.Fatalf("at once (-want +got):\n%s", diff)
	}
	for _, i := range []int{1, 2, 0} {
		m.finish(item(i))
	}
	want := []string{
		`expand loop#1 {"in":1}`,
		`begin a/#1 in loop:0 "x"`,
		`begin a/#1 in loop:1 "y"`,
		`succeeded a in loop:1 "a1"`,
		`close loop:1 succeeded "a1"`,
		`begin a/#1 in loop:2 "z"`,
		`succeeded a in loop:2 "a2"`,
		`close loop:2 succeeded "a2"`,
		`succeeded a in loop:0 "a0"`,
		`close loop:0 succeeded "a0"`,
		`succeeded loop ["a0","a1","a2"]`,
		`end succeeded ["a0","a1","a2"]`,
	}
	if diff := cmp.Diff(want, m.told); diff != "" {
		t.Errorf("told (-want +got):\n%s", diff)
	}
	if got, want := m.view.Progress(), (run.Progress{Succeeded: 4}); got != want {
		t.Errorf("Progress = %+v, want %+v", got, want)
	}
}

func TestEndsOfAnEach(t *testing.T) {
	t.Parallel()
	a := node("a", "http")
	retried := func(n chain.Node) chain.Node { n.Retry = &chain.Retry{Attempts: 2}; return n }
	failsAt := func(scopes ...string) func(atWork) bool {
		return func(w atWork) bool {
			return len(scopes) > 0 && strings.Contains(strings.Join(scopes, " ")+" ", w.scope+" ")
		}
	}
	tests := []struct {
		name   string
		each   chain.Node
		fails  func(atWork) bool
		state  run.State
		output string // of the step
		code   string
		where  string // the failure's scope and node
		open   int    // scopes that were opened, without the run's
	}{
		{name: "no items", each: inner(t, "loop", one(a), 1, ""), fails: failsAt(), state: run.Succeeded, output: `[]`},
		{name: "an inner graph without nodes", each: inner(t, "loop", one(), 1, "", 1, 2), fails: failsAt(), state: run.Succeeded, output: `[{},{}]`, open: 2},
		{
			name: "one fails and stops the others", each: inner(t, "loop", one(a), 2, "stop", 1, 2, 3, 4), fails: failsAt("loop:0"),
			state: run.Failed, code: "exit", where: "loop:0/a", open: 2,
		},
		{
			name: "some fail and the others go on", each: inner(t, "loop", one(a), 2, "continue", 1, 2, 3, 4), fails: failsAt("loop:0", "loop:2"),
			state: run.Failed, output: `[null,"a1",null,"a3"]`, code: "exit", where: "loop:0/a", open: 4,
		},
		{
			name: "a fail node ends its item only", each: inner(t, "loop", one(node("f", "fail")), 1, "continue", 1, 2), fails: failsAt(),
			state: run.Failed, output: `[null,null]`, code: "thrown", where: "loop:0/f", open: 2,
		},
		{
			name: "a retry does all items again, in other scopes", each: retried(inner(t, "loop", one(a), 3, "", 1, 2)), fails: failsAt("loop:1"),
			state: run.Succeeded, output: `["a0","a1"]`, open: 4,
		},
		{
			name: "a retry that fails too", each: retried(inner(t, "loop", one(a), 1, "", 1)), fails: failsAt("loop:0", "loop:0~2"),
			state: run.Failed, code: "exit", where: "loop:0~2/a", open: 2,
		},
		{
			name: "a node of an item is retried by itself", each: inner(t, "loop", one(retried(a)), 1, "", 1, 2),
			fails: func(w atWork) bool { return w.attempt == 1 }, state: run.Succeeded, output: `["a0","a1"]`, open: 2,
		},
		{
			name:  "each in each",
			each:  inner(t, "loop", one(inner(t, "in", one(a), 2, "", 1, 2)), 2, "", "x", "y", "z"),
			fails: failsAt(), state: run.Succeeded, output: `[["a0","a1"],["a0","a1"],["a0","a1"]]`, open: 9,
		},
		{
			name:  "each in each, one fails far inside",
			each:  inner(t, "loop", one(inner(t, "in", one(a), 1, "", 1, 2)), 2, "", "x", "y", "z"),
			fails: failsAt("loop:1/in:0"), state: run.Failed, code: "exit", where: "loop:1/in:0/a", open: 5,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			m := newMachine(t, compile(t, one(tt.each)))
			m.fails = tt.fails
			m.toEnd()
			step := m.view.Scope("").Steps["loop"]
			if m.view.State != tt.state || string(step.Output) != tt.output {
				t.Errorf("the run is %s with %s, want %s with %s\nafter %v", m.view.State, step.Output, tt.state, tt.output, m.told)
			}
			if n := len(m.view.Scopes) - 1; n != tt.open {
				t.Errorf("%d scopes were opened, want %d", n, tt.open)
			}
			var code, where string
			if f := m.view.Failure; f != nil {
				code, where = f.Code, f.Scope+"/"+string(f.Node)
			}
			if code != tt.code || where != tt.where {
				t.Errorf("failure %q at %q, want %q at %q", code, where, tt.code, tt.where)
			}
		})
	}
}

func TestAFailedOutputOfAnItemIsItsFailure(t *testing.T) {
	t.Parallel()
	m := newMachine(t, compile(t, one(inner(t, "loop", chain.Graph{Nodes: []chain.Node{node("s", "script")}, Output: []byte(`"${{ item }}"`)}, 1, "continue", 1, 2))))
	m.fails = func(w atWork) bool { return w.scope == "loop:1" && w.node == "" }
	m.toEnd()
	f := m.view.Failure
	if got := string(m.view.Scope("").Steps["loop"].Output); got != `["output",null]` || f == nil || f.Message != "1 of 2 items failed; the first: output" {
		t.Errorf("output %s, failure %+v", got, f)
	}
}

func TestAnotherChainForEachItem(t *testing.T) {
	t.Parallel()
	n := node("loop", "each")
	n.Config = chain.JSON(`{"items":["x","y"],"concurrency":2,"chain":{"key":"other","input":"${{ index }}"}}`)
	g := compile(t, one(n))
	m := newMachine(t, g)
	m.toEnd()
	if got, want := string(m.view.Output), `["loop0","loop1"]`; got != want {
		t.Errorf("output %s, want %s", got, want)
	}
	sub, ok := g.At("loop:1")
	if !ok {
		t.Fatal("there is no graph for an item")
	}
	call, ok := sub.Node("loop")
	if !ok || call.Kind != "chain" || string(call.Config) != `{"key":"other","input":"${{ index }}"}` {
		t.Errorf("what runs for an item is %+v", call)
	}
}

func TestAnEachCanBeEndedFromOutside(t *testing.T) {
	t.Parallel()
	n := inner(t, "loop", one(node("a", "http")), 2, "continue", 1, 2, 3)
	n.Retry = &chain.Retry{Attempts: 2}
	m := newMachine(t, compile(t, one(n)))
	m.drive()
	m.event(run.ResultEvent, run.Result{Node: "loop", Attempt: 1, State: run.StepFailed, Failure: &run.Failure{Code: run.CodeTimeout, Message: "30s"}})
	m.drive()
	if step := m.view.Scope("").Steps["loop"]; len(m.going) > 0 || step.For != run.ForRetry || step.Failure.Code != run.CodeTimeout {
		t.Fatalf("at work: %v, the step: %+v", m.going, step)
	}
	m.wake()
	if len(m.going) != 2 || m.going[0].scope != "loop:0~2" {
		t.Fatalf("at work in the second attempt: %v", m.going)
	}
	m.event(run.ResultEvent, run.Result{Node: "loop", Attempt: 2, State: run.StepCanceled})
	m.drive()
	if m.view.State != run.Failed || m.view.Failure.Code != run.CodeCanceled {
		t.Errorf("the run is %s: %+v", m.view.State, m.view.Failure)
	}
}

func TestARunWaitsWhileAllItemsDo(t *testing.T) {
	t.Parallel()
	m := newMachine(t, compile(t, one(inner(t, "loop", one(node("w", "wait")), 2, "", 1, 2))))
	m.drive()
	if m.view.State != run.Waiting {
		t.Errorf("the run is %s", m.view.State)
	}
	m.finish(m.going[0])
	if m.view.State != run.Waiting {
		t.Errorf("with one item left the run is %s", m.view.State)
	}
	m.toEnd()
	if m.view.State != run.Succeeded {
		t.Errorf("in the end the run is %s", m.view.State)
	}
}

func TestAPausedEachBeginsNothing(t *testing.T) {
	t.Parallel()
	m := newMachine(t, compile(t, one(inner(t, "loop", one(node("a", "http")), 1, "", 1, 2))))
	m.drive()
	m.event(run.PauseEvent, run.Note{})
	m.finish(m.going[0])
	if len(m.going) > 0 || m.view.State != run.Paused {
		t.Fatalf("while paused: %s, at work: %v", m.view.State, m.going)
	}
	m.event(run.UnpauseEvent, run.Note{})
	m.toEnd()
	if string(m.view.Output) != `["a0","a1"]` {
		t.Errorf("output %s", m.view.Output)
	}
}

func TestAStopBeginsNoFurtherItems(t *testing.T) {
	t.Parallel()
	items := make([]any, 50)
	m := newMachine(t, compile(t, chain.Graph{Nodes: []chain.Node{
		inner(t, "loop", one(node("a", "http")), 2, "continue", items...), node("b", "http"),
	}}))
	m.fails = func(w atWork) bool { return w.node == "b" }
	m.drive()
	m.finish(atWork{"", "b", 1, ""})
	loop := m.view.Scope("").Steps["loop"]
	if m.view.State != run.Failed || loop.State != run.StepCanceled || len(m.view.Scopes) != 3 {
		t.Errorf("the run is %s, the each %s, %d scopes were opened", m.view.State, loop.State, len(m.view.Scopes))
	}
}

func TestNextOfOneScope(t *testing.T) {
	t.Parallel()
	g := compile(t, chain.Graph{Nodes: []chain.Node{
		inner(t, "loop", one(inner(t, "in", one(node("a", "http")), 2, "", 1, 2)), 2, "", 1, 2), node("b", "http"),
	}})
	m := newMachine(t, g)
	for range 3 {
		for _, a := range plan.Next(g, m.view, "") {
			if a.Kind != plan.Begin {
				m.perform(a)
			}
		}
	}
	scopes := func(scope string) (paths []string) {
		for _, a := range plan.Next(g, m.view, scope) {
			paths = append(paths, a.Scope)
		}
		return paths
	}
	if diff := cmp.Diff([]string{"", "loop:0/in:0", "loop:0/in:1", "loop:1/in:0", "loop:1/in:1"}, scopes("")); diff != "" {
		t.Errorf("all scopes (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"loop:1/in:0", "loop:1/in:1"}, scopes("loop:1")); diff != "" {
		t.Errorf("one scope (-want +got):\n%s", diff)
	}
}

func TestCompileOfInnerGraphs(t *testing.T) {
	t.Parallel()
	with := func(config string) chain.Node {
		n := node("loop", "each")
		n.Config = chain.JSON(config)
		return n
	}
	undone := node("a", "http")
	undone.Undo = &chain.Body{Kind: "dance"}
	for want, n := range map[string]chain.Node{
		`in node "loop": there must be either an inner graph or a chain`: with(`{"items":[]}`),
		`in node "loop": node "x": kind "dance" cannot run`:              with(`{"graph":{"nodes":[{"id":"x","kind":"dance"}]}}`),
		`undo of node "a": kind "dance" cannot run`:                      undone,
	} {
		if _, err := plan.Compile(one(n), kinds); err == nil || err.Error() != want {
			t.Errorf("Compile = %v, want %s", err, want)
		}
	}
	for _, config := range []string{``, `[]`, `{"graph":{"nodes":[{"id":"X"}]}}`, `{"graph":{"nodes":[]},"chain":{}}`} {
		if _, err := plan.Compile(one(with(config)), kinds); err == nil {
			t.Errorf("Compile took %s", config)
		}
	}
	g := compile(t, one(with(`{"graph":{"nodes":[{"id":"x","kind":"script"}]}}`)))
	for _, path := range []string{"loop", "loop:undo", "x:0", "loop:0/x:0", "loop:0/y:0", "loop:-1", "y:0/x:1"} {
		if _, ok := g.At(path); ok {
			t.Errorf("there is a graph at %q", path)
		}
	}
}
