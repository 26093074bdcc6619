package plan_test

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"catenary/chain"
	"catenary/runtime/plan"
	"catenary/runtime/run"
)

// undoable gives a node an undo.
func undoable(n chain.Node, b chain.Body) chain.Node {
	n.Undo = &b
	return n
}

func body(kind chain.KindName) chain.Body { return chain.Body{Kind: kind} }

// reversals are the steps whose undo began, in that order.
func (m *machine) reversals() (paths []string) {
	for _, e := range m.events {
		if e.Kind == run.ReverseEvent {
			var b run.Reverse
			if err := json.Unmarshal(e.Body, &b); err != nil {
				m.t.Fatal(err)
			}
			paths = append(paths, place(b.Scope, b.Node))
		}
	}
	return paths
}

// undo begins the undo, and forgets what was told before.
func (m *machine) undo() {
	m.t.Helper()
	m.told = nil
	m.event(run.UndoEvent, run.Note{By: "someone", Reason: "wrong stock"})
	m.drive()
}

func TestUndoGoesBackwardsOneByOne(t *testing.T) {
	t.Parallel()
	work := both("").Body
	m := newMachine(t, compile(t, chain.Graph{
		Nodes: []chain.Node{
			undoable(node("a", "http"), body("http")),
			undoable(node("b", "http"), work),
			node("c", "http"),
			undoable(node("d", "http"), body("script")),
			undoable(node("e", "http"), body("wait")),
		},
		Edges: []chain.Edge{edge("a", "b"), edge("a", "c"), edge("a", "d"), edge("c", "e"), {From: "c", To: "d", When: "false"}},
	}))
	m.drive()
	for _, id := range []chain.NodeID{"a", "c", "b", "d", "e"} {
		m.finish(atWork{"", id, 1, ""})
	}
	output := string(m.view.Output)
	m.undo()
	m.toEnd()
	want := []string{
		`reverse e`, `await e in e:undo`, `succeeded e in e:undo "e"`, `close e:undo succeeded "e"`,
		`reverse d`, `compute d in d:undo "d"`, `close d:undo succeeded "d"`,
		`reverse b`, `begin b/pipeline#1 in b:undo "b"`, `begin b/task#1 in b:undo "b""bpipeline"`,
		`succeeded b in b:undo "btask"`, `close b:undo succeeded "btask"`,
		`reverse a`, `begin a/#1 in a:undo "a"`, `succeeded a in a:undo "a"`, `close a:undo succeeded "a"`,
		`end undone `,
	}
	if diff := cmp.Diff(want, m.told); diff != "" {
		t.Errorf("told (-want +got):\n%s", diff)
	}
	if got, want := m.view.Progress(), (run.Progress{Succeeded: 1, Undone: 4}); got != want {
		t.Errorf("Progress = %+v, want %+v", got, want)
	}
	if m.view.State != run.Undone || string(m.view.Output) != output || m.view.Undo.Failure != nil {
		t.Errorf("the run is %s with %s: %+v", m.view.State, m.view.Output, m.view.Undo)
	}
}

func TestUndoOfItems(t *testing.T) {
	t.Parallel()
	a, b := undoable(node("a", "http"), body("http")), undoable(node("b", "http"), body("http"))
	b.Retry = &chain.Retry{Attempts: 2}
	each := inner(t, "loop", chain.Graph{Nodes: []chain.Node{a, b}, Edges: []chain.Edge{edge("a", "b")}}, 2, "", 1, 2)
	each.Retry = &chain.Retry{Attempts: 2}
	// The undo of an each may be an each.
	back := inner(t, "loop", one(undoable(node("z", "http"), body("http"))), 1, "", 1, 2)
	m := newMachine(t, compile(t, chain.Graph{
		Nodes: []chain.Node{undoable(node("s", "http"), body("http")), undoable(each, back.Body)},
		Edges: []chain.Edge{edge("s", "loop")},
	}))
	m.fails = func(w atWork) bool { return w.scope == "loop:1" && w.node == "b" }
	m.toEnd()
	m.undo()
	m.toEnd()
	want := []string{
		"loop", "b in loop:1~2", "b in loop:0~2", "a in loop:1~2", "a in loop:0~2",
		"b in loop:0", "a in loop:1", "a in loop:0", "s",
	}
	if diff := cmp.Diff(want, m.reversals()); diff != "" {
		t.Errorf("undone (-want +got):\n%s", diff)
	}
	if _, ok := m.view.Scopes["loop:undo/loop:1"]; !ok || m.view.State != run.Undone {
		t.Errorf("the run is %s", m.view.State)
	}
}

func TestEndsOfAnUndo(t *testing.T) {
	t.Parallel()
	retried := body("http")
	retried.Retry = &chain.Retry{Attempts: 3}
	graph := chain.Graph{
		Nodes: []chain.Node{undoable(node("a", "http"), body("http")), undoable(node("b", "http"), retried), node("c", "http")},
		Edges: []chain.Edge{edge("a", "b"), edge("b", "c")},
	}
	tests := []struct {
		name      string
		fails     func(atWork) bool
		cancel    bool // while the first undo is at work
		state     run.State
		reversals []string
		code      string
		undone    int
	}{
		{
			name: "of a failed run", fails: func(w atWork) bool { return w.scope == "" && w.node == "c" },
			state: run.Undone, reversals: []string{"b", "a"}, undone: 2,
		},
		{
			name: "a retry helps", fails: func(w atWork) bool { return w.scope == "b:undo" && w.attempt < 3 },
			state: run.Undone, reversals: []string{"b", "a"}, undone: 2,
		},
		{
			name: "one fails, and nothing follows", fails: func(w atWork) bool { return w.scope == "b:undo" },
			state: run.UndoFailed, reversals: []string{"b"}, code: "exit",
		},
		{
			name: "the last one fails", fails: func(w atWork) bool { return w.scope == "a:undo" },
			state: run.UndoFailed, reversals: []string{"b", "a"}, code: "exit", undone: 1,
		},
		{
			name: "a cancel ends it", fails: func(atWork) bool { return false }, cancel: true,
			state: run.UndoFailed, reversals: []string{"b"}, code: run.CodeCanceled,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			m := newMachine(t, compile(t, graph))
			m.fails = tt.fails
			m.toEnd()
			m.undo()
			if tt.cancel {
				m.event(run.CancelEvent, run.Note{})
			}
			m.drive()
			m.toEnd()
			var code string
			if f := m.view.Undo.Failure; f != nil {
				code = f.Code
			}
			if m.view.State != tt.state || code != tt.code || m.view.Progress().Undone != tt.undone || len(m.going) > 0 {
				t.Errorf("the run is %s (%s), %d undone, at work %v, after %v", m.view.State, code, m.view.Progress().Undone, m.going, m.told)
			}
			if diff := cmp.Diff(tt.reversals, m.reversals()); diff != "" {
				t.Errorf("undone (-want +got):\n%s", diff)
			}
		})
	}
}

func TestUndoOfACancelledRun(t *testing.T) {
	t.Parallel()
	queued := newMachine(t, compile(t, one(undoable(node("a", "http"), body("http")))))
	queued.event(run.CancelEvent, run.Note{})
	queued.toEnd()
	queued.undo()
	if queued.view.State != run.Undone || len(queued.reversals()) > 0 {
		t.Errorf("a run that never began: %s", queued.view.State)
	}
	m := newMachine(t, compile(t, chain.Graph{
		Nodes: []chain.Node{undoable(node("a", "http"), body("http")), undoable(node("b", "http"), body("http"))},
		Edges: []chain.Edge{edge("a", "b")},
	}))
	m.drive()
	m.finish(atWork{"", "a", 1, ""})
	m.event(run.CancelEvent, run.Note{})
	m.toEnd()
	m.undo()
	m.toEnd()
	if diff := cmp.Diff([]string{"a"}, m.reversals()); diff != "" || m.view.State != run.Undone {
		t.Errorf("the run is %s; undone (-want +got):\n%s", m.view.State, diff)
	}
}

// What a run was given it has not done: the run that did undoes it.
func TestGivenOutcomes(t *testing.T) {
	t.Parallel()
	glue := undoable(node("s", "script"), body("http"))
	effect := undoable(node("h", "http"), body("http"))
	each := undoable(inner(t, "loop", one(undoable(node("a", "http"), body("http"))), 1, "", 1), body("http"))
	wait := undoable(node("w", "wait"), body("http"))
	last := undoable(node("z", "http"), body("http"))
	graph := chain.Graph{
		Nodes: []chain.Node{glue, effect, each, wait, last},
		Edges: []chain.Edge{edge("s", "h"), edge("h", "loop"), {From: "loop", To: "w", When: "x"}, edge("w", "z")},
	}
	for _, given := range []bool{true, false} {
		m := newMachine(t, compile(t, graph))
		m.holds = func(int) bool { return true }
		m.perform(plan.Next(m.g, m.view, "")[0])
		for _, id := range []chain.NodeID{"s", "h", "loop", "w"} {
			entry := run.Entry{Node: id, State: run.StepSucceeded, Output: json.RawMessage(`"kept"`), Given: given}
			m.event(run.SegmentEvent, run.Segment{Entries: []run.Entry{entry}})
			actions := plan.Next(m.g, m.view, "")
			if len(actions) != 1 || actions[0].Kind != plan.Decide || actions[0].Node != id {
				t.Fatalf("after %s: %+v", id, actions)
			}
			m.perform(actions[0])
		}
		m.toEnd()
		if got := string(m.view.Scope("").Steps["z"].Input); got != `"kept"` {
			t.Errorf("z came from %s", got)
		}
		m.undo()
		m.toEnd()
		want := []string{"z", "s"} // of glue nobody can see who did it
		if given {
			want = []string{"z"}
		}
		if got := m.reversals(); !slices.Equal(got, want) || m.view.State != run.Undone {
			t.Errorf("given %v: undone %v, the run is %s", given, got, m.view.State)
		}
	}
}
