package plan_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"catenary/chain"
	"catenary/runtime/plan"
	"catenary/runtime/run"
)

// busy has every nature, both executions, a retry, a branch and a join.
func busy(t *testing.T) *machine {
	dependent, parallel := both(""), both(chain.Parallel)
	dependent.ID, parallel.ID = "d", "p"
	again := node("h", "http")
	again.Retry = &chain.Retry{Attempts: 2}
	m := newMachine(t, compile(t, chain.Graph{
		Nodes: []chain.Node{node("s", "script"), dependent, parallel, again, node("t", "wait"), node("e", "script")},
		Edges: []chain.Edge{
			edge("s", "d"),
			edge("s", "p"),
			edge("s", "h"),
			{From: "s", To: "t", When: "x"},
			edge("d", "e"),
			edge("p", "e"),
			edge("h", "e"),
			edge("t", "e"),
		},
	}))
	m.fails = func(w atWork) bool { return w.node == "h" && w.attempt == 1 }
	m.holds = func(int) bool { return true }
	return m
}

// interruptAt carries actions out one by one, asking again after each, and interrupts
// once when so many events are written. It says whether it came to that.
func (m *machine) interruptAt(seq int64, interrupt func()) bool {
	m.t.Helper()
	did := false
	for range 10_000 {
		if !did && m.view.Seq >= seq && !m.view.State.Final() {
			did = true
			interrupt()
		}
		actions := plan.Next(m.g, m.view, "")
		switch {
		case len(actions) > 0:
			m.perform(actions[0])
		case m.view.State.Final():
			return did
		case len(m.going) > 0:
			w := m.going[0]
			state := run.StepSucceeded
			if m.fails(w) {
				state = run.StepFailed
			}
			m.end(w, state)
		case m.view.State == run.Paused:
			m.event(run.UnpauseEvent, run.Note{})
		case !m.wake():
			m.t.Fatalf("stuck after %v", m.told)
		}
	}
	m.t.Fatal("it never ends")
	return did
}

func TestACancelAtAnyPointEndsTheRun(t *testing.T) {
	t.Parallel()
	for seq := int64(0); ; seq++ {
		m := busy(t)
		if !m.interruptAt(seq, func() { m.event(run.CancelEvent, run.Note{}) }) {
			if seq < 20 {
				t.Errorf("there were only %d points", seq)
			}
			return
		}
		if m.view.State != run.Canceled || len(m.going) > 0 {
			t.Errorf("cancelled after event %d: the run is %s, at work: %v", seq, m.view.State, m.going)
		}
	}
}

var overdue = run.Timeout{Failure: &run.Failure{Code: run.CodeTimeout, Message: "the time is over"}}

// Paused or not, a run whose time is over fails at once, and can be undone.
func TestATimeoutAtAnyPointFailsTheRun(t *testing.T) {
	t.Parallel()
	for _, paused := range []bool{false, true} {
		for seq := int64(1); ; seq++ {
			m := busy(t)
			came := m.interruptAt(seq, func() {
				if paused {
					m.event(run.PauseEvent, run.Note{})
				}
				m.event(run.TimeoutEvent, overdue)
			})
			if !came {
				if seq < 20 {
					t.Errorf("there were only %d points", seq)
				}
				break
			}
			if v := m.view; v.State != run.Failed || v.Failure.Code != run.CodeTimeout || v.Failure.Node != "" || len(m.going) > 0 {
				t.Errorf("overdue after event %d: the run is %s with %+v, at work: %v", seq, v.State, v.Failure, m.going)
			}
			m.event(run.UndoEvent, run.Note{})
			if m.toEnd(); m.view.State != run.Undone || m.view.Failure.Code != run.CodeTimeout {
				t.Errorf("overdue after event %d: the undo ends as %s", seq, m.view.State)
			}
		}
	}
}

func TestAFailureBeforeTheTimeIsOverIsWhatTheRunFailsWith(t *testing.T) {
	t.Parallel()
	g := compile(t, chain.Graph{Nodes: []chain.Node{node("a", "http"), node("b", "http")}})
	m := newMachine(t, g)
	m.drive()
	if plan.Failing(g, m.view) {
		t.Error("it fails before anything has failed")
	}
	m.end(atWork{node: "a", attempt: 1}, run.StepFailed)
	m.perform(plan.Next(g, m.view, "")[0])
	if !plan.Failing(g, m.view) {
		t.Errorf("it goes on after %v", m.told)
	}
}

func TestAPauseAtAnyPointChangesNothingInTheEnd(t *testing.T) {
	t.Parallel()
	plainly := busy(t)
	plainly.toEnd()
	for seq := int64(1); ; seq++ {
		m := busy(t)
		if !m.interruptAt(seq, func() { m.event(run.PauseEvent, run.Note{}) }) {
			return
		}
		if m.view.State != run.Succeeded {
			t.Errorf("paused after event %d: the run is %s", seq, m.view.State)
		}
		if diff := cmp.Diff(string(plainly.view.Output), string(m.view.Output)); diff != "" {
			t.Errorf("paused after event %d: output (-plain +paused):\n%s", seq, diff)
		}
	}
}

func TestWhatIsAtWorkEndsWhilePaused(t *testing.T) {
	t.Parallel()
	m := newMachine(t, compile(t, chain.Graph{Nodes: []chain.Node{both("")}}))
	m.drive()
	m.event(run.PauseEvent, run.Note{})
	m.finish(atWork{"", "w", 1, chain.PipelinePart})
	if len(m.going) > 0 || m.view.State != run.Paused {
		t.Fatalf("while paused: %s, at work: %v", m.view.State, m.going)
	}
	m.event(run.UnpauseEvent, run.Note{})
	m.toEnd()
	if m.view.State != run.Succeeded {
		t.Errorf("the run is %s", m.view.State)
	}
}

func TestAQueuedRunCanBeCancelled(t *testing.T) {
	t.Parallel()
	m := newMachine(t, compile(t, chain.Graph{Nodes: []chain.Node{node("a", "http")}}))
	m.event(run.CancelEvent, run.Note{})
	m.drive()
	if m.view.State != run.Canceled || len(m.told) != 1 {
		t.Errorf("the run is %s after %v", m.view.State, m.told)
	}
}

// Memory is counted instead of time, which the machine's other work changes.
func TestTheCostGrowsWithTheGraphAndNoFaster(t *testing.T) { //nolint:paralleltest // AllocsPerRun counts the whole process
	for name, draw := range map[string]func(chain.KindName, int) chain.Graph{
		"line": line, "fan": fan,
		"items":         func(kind chain.KindName, n int) chain.Graph { return loop(t, kind, n, 10) },
		"items at once": func(kind chain.KindName, n int) chain.Graph { return loop(t, kind, n, n) },
		"undo": func(kind chain.KindName, n int) chain.Graph {
			g := line(kind, n)
			for i := range g.Nodes {
				g.Nodes[i].Undo = &chain.Body{Kind: kind}
			}
			return g
		},
	} {
		cost := func(nodes int) float64 {
			g := compile(t, draw("http", nodes))
			return testing.AllocsPerRun(1, func() {
				m := newMachine(t, g)
				m.light = true
				m.toEnd()
				if name == "undo" {
					m.event(run.UndoEvent, run.Note{})
					m.toEnd()
				}
			})
		}
		small, large := cost(many/10), cost(many)
		if ratio := large / small; ratio > 12 {
			t.Errorf("%s: ten times the nodes cost %.1f times the allocations (%.0f, %.0f)", name, ratio, small, large)
		}
	}
}
