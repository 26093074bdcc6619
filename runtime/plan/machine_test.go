package plan_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"catenary/chain"
	"catenary/runtime/plan"
	"catenary/runtime/run"
)

// atWork is a half that was begun and has not ended.
type atWork struct {
	scope   string
	node    chain.NodeID
	attempt int
	half    chain.Part
}

func (w atWork) String() string {
	text := fmt.Sprintf("%s/%s#%d", w.node, w.half, w.attempt)
	if w.scope != "" {
		text += " in " + w.scope
	}
	return text
}

// machine carries actions out the way the engine does, with outcomes that a
// test sets: a small interpreter without glue, containers or time.
type machine struct {
	t      testing.TB
	g      *plan.Graph
	view   *run.View
	events []run.Event
	now    int64
	input  string
	// fails says whether glue, or a half, fails.
	fails func(atWork) bool
	// given says whether an outcome is given instead of what is to begin.
	given func(plan.Action) bool
	// holds says whether the when of an edge is true.
	holds func(edge int) bool
	// going are the halves at work.
	going []atWork
	// told is what happened, in words.
	told []string
	// light leaves told and the checks away, to measure.
	light bool
}

func newMachine(t testing.TB, g *plan.Graph) *machine {
	return &machine{
		t: t, g: g, view: &run.View{}, input: `{"in":1}`,
		fails: func(atWork) bool { return false },
		given: func(plan.Action) bool { return false },
		holds: func(int) bool { return false },
	}
}

func (m *machine) event(kind run.Kind, body any) {
	m.now += 1000
	e, err := run.NewEvent(m.view.Seq+1, 1, m.now, kind, body)
	if err != nil {
		m.t.Fatal(err)
	}
	if err := run.Fold(m.view, e); err != nil {
		m.t.Fatalf("%v\nafter %v", err, m.told)
	}
	if !m.light {
		m.events = append(m.events, e)
	}
}

func (m *machine) tell(format string, args ...any) {
	if !m.light {
		m.told = append(m.told, fmt.Sprintf(format, args...))
	}
}

// drive carries out what may happen until nothing more may without a result.
func (m *machine) drive() {
	m.t.Helper()
	for range 100_000 {
		before := m.view.Seq
		for _, a := range plan.Next(m.g, m.view, "") {
			m.perform(a)
		}
		if m.view.Seq == before {
			return
		}
	}
	m.t.Fatal("it never comes to rest")
}

func (m *machine) perform(a plan.Action) {
	m.t.Helper()
	at := place(a.Scope, a.Node)
	if m.given(a) {
		m.tell("given %s", at)
		m.event(run.SegmentEvent, run.Segment{Scope: a.Scope, Entries: []run.Entry{{
			Node: a.Node, State: run.StepSucceeded, Input: a.Input, Output: json.RawMessage(`"given"`), Given: true,
		}}})
		return
	}
	switch a.Kind {
	case plan.Start:
		m.event(run.StartEvent, run.Start{Input: json.RawMessage(m.input), Roots: a.Roots})
	case plan.Compute:
		e := run.Entry{Node: a.Node, Input: a.Input, State: run.StepSucceeded, Output: json.RawMessage(`"` + a.Node + `"`)}
		if m.fails(atWork{scope: a.Scope, node: a.Node, attempt: a.Attempt}) || m.node(a).Kind == "fail" {
			e.State, e.Output, e.Failure = run.StepFailed, nil, &run.Failure{Code: "thrown", Message: "no"}
		}
		m.tell("compute %s %s", at, a.Input)
		m.event(run.SegmentEvent, run.Segment{Scope: a.Scope, Entries: []run.Entry{e}})
	case plan.Begin:
		b := run.Intent{Scope: a.Scope, Node: a.Node, Attempt: a.Attempt, Input: a.Input}
		for _, h := range a.Halves {
			b.Halves = append(b.Halves, run.Begun{Half: h, Key: run.Key("r", a.Scope, a.Node, a.Attempt, h)})
			w := atWork{a.Scope, a.Node, a.Attempt, h}
			m.tell("begin %s %s%s", w, a.Input, a.Before)
			m.going = append(m.going, w)
		}
		m.event(run.IntentEvent, b)
	case plan.Await:
		m.tell("await %s", at)
		m.going = append(m.going, atWork{scope: a.Scope, node: a.Node, attempt: a.Attempt})
		m.event(run.SuspendEvent, run.Suspend{Scope: a.Scope, Node: a.Node, Attempt: a.Attempt, For: run.ForCallback, Input: a.Input})
	case plan.Expand:
		m.expand(a)
	case plan.Retry:
		m.tell("retry %s#%d after %d", at, a.Attempt, a.At-m.now)
		m.event(run.RetryEvent, run.Retry{Scope: a.Scope, Node: a.Node, Attempt: a.Attempt, At: a.At, Failure: a.Failure})
	case plan.Finish:
		m.tell("%s %s %s", a.State, at, a.Output)
		m.event(run.SegmentEvent, run.Segment{Scope: a.Scope, Entries: []run.Entry{{
			Node: a.Node, State: a.State, Output: a.Output, Failure: a.Failure, Decided: a.Decided,
		}}})
	case plan.Decide:
		m.decide(a)
	case plan.Cancel:
		for _, h := range a.Halves {
			w := atWork{a.Scope, a.Node, a.Attempt, h}
			m.tell("cancel %s", w)
			m.end(w, run.StepCanceled)
		}
	case plan.Close:
		b := run.Close{Scope: a.Scope, State: a.State, Output: a.Output, Failure: a.Failure, Open: a.Open}
		if a.Evaluate {
			b.Output = json.RawMessage(`"output"`)
			if m.fails(atWork{scope: a.Scope}) {
				b.State, b.Output, b.Failure = run.StepFailed, nil, &run.Failure{Code: "thrown", Message: "output"}
			}
		}
		m.tell("close %s %s %s", a.Scope, b.State, b.Output)
		m.event(run.CloseEvent, b)
	case plan.Reverse:
		m.tell("reverse %s", at)
		m.event(run.ReverseEvent, run.Reverse{Scope: a.Scope, Node: a.Node, Roots: a.Roots})
	case plan.End:
		m.tell("end %s %s", a.End, a.Output)
		m.event(run.EndEvent, run.End{State: a.End, Output: a.Output, Failure: a.Failure})
	default:
		m.t.Fatalf("unknown action %v", a)
	}
}

// graph is that of an action's scope.
func (m *machine) graph(a plan.Action) *plan.Graph {
	m.t.Helper()
	g, ok := m.g.At(a.Scope)
	if !ok {
		m.t.Fatalf("there is no graph at %q", a.Scope)
	}
	return g
}

func (m *machine) node(a plan.Action) *chain.Node {
	m.t.Helper()
	n, ok := m.graph(a).Node(a.Node)
	if !ok {
		m.t.Fatalf("there is no node %q at %q", a.Node, a.Scope)
	}
	return n
}

func (m *machine) expand(a plan.Action) {
	m.t.Helper()
	var config struct {
		Items       []json.RawMessage `json:"items"`
		Concurrency int               `json:"concurrency"`
		OnFailure   string            `json:"on_item_failure"`
	}
	if err := json.Unmarshal(m.node(a).Config, &config); err != nil {
		m.t.Fatal(err)
	}
	m.tell("expand %s#%d %s", place(a.Scope, a.Node), a.Attempt, a.Input)
	m.event(run.ExpandEvent, run.Expand{
		Scope: a.Scope, Node: a.Node, Attempt: a.Attempt, Input: a.Input, Roots: a.Roots,
		Items: config.Items, AtOnce: config.Concurrency, Continue: config.OnFailure == "continue",
	})
}

func (m *machine) decide(a plan.Action) {
	m.t.Helper()
	d := a.Decided
	if d == nil {
		holds := map[int]bool{}
		for _, i := range a.Ask {
			holds[i] = m.holds(i)
		}
		step := m.view.Scope(a.Scope).Steps[a.Node]
		made, maps := m.graph(a).Decide(a.Node, step.State, holds)
		for _, mapping := range maps {
			if m.fails(atWork{scope: a.Scope, node: chain.NodeID(mapping.Source)}) {
				made = run.Decision{Failure: &run.Failure{Code: "thrown", Message: "map"}}
				break
			}
			made.Edges[mapping.Edge].Mapped = json.RawMessage(`"` + mapping.Source + `"`)
		}
		d = &made
	}
	m.event(run.SegmentEvent, run.Segment{Scope: a.Scope, Entries: []run.Entry{{Node: a.Node, Decided: d}}})
}

// end ends a half.
func (m *machine) end(w atWork, state run.StepState) {
	m.t.Helper()
	i := len(m.going) - 1
	for i >= 0 && m.going[i] != w {
		i--
	}
	if i < 0 {
		m.t.Fatalf("%v is not at work, only %v\nafter %v", w, m.going, m.told)
	}
	m.going = slices.Delete(m.going, i, i+1)
	r := run.Result{Scope: w.scope, Node: w.node, Attempt: w.attempt, Half: w.half, State: state}
	switch state {
	case run.StepSucceeded:
		r.Output = json.RawMessage(`"` + string(w.node) + string(w.half) + `"`)
		if _, index, ok := m.view.Item(w.scope); ok {
			r.Output = fmt.Appendf(nil, `"%s%s%d"`, w.node, w.half, index)
		}
	case run.StepFailed:
		r.Failure = &run.Failure{Code: "exit", Message: w.String()}
	}
	m.event(run.ResultEvent, r)
}

func (m *machine) finish(w atWork) {
	m.t.Helper()
	state := run.StepSucceeded
	if m.fails(w) {
		state = run.StepFailed
	}
	m.end(w, state)
	m.drive()
}

// wake lets the steps that wait for their next attempt go on.
func (m *machine) wake() bool {
	if !m.resumeOne() {
		return false
	}
	m.drive()
	return true
}

func (m *machine) resumeOne() bool {
	for _, path := range m.paths() {
		for id, step := range inOrder(m.view.Scopes[path].Steps) {
			if step.For == run.ForRetry {
				m.event(run.ResumeEvent, run.Resume{Scope: path, Node: id})
				return true
			}
		}
	}
	return false
}

// toEnd ends what is at work, the oldest first, until the run is over.
func (m *machine) toEnd() {
	m.t.Helper()
	m.drive()
	for range 100_000 {
		switch {
		case m.view.State.Final():
			return
		case len(m.going) > 0 && m.light:
			m.finish(m.going[len(m.going)-1]) // found at once
		case len(m.going) > 0:
			m.finish(m.going[0])
		case !m.wake():
			m.t.Fatalf("the run is stuck in %s after %v", m.view.State, m.told)
		}
	}
	m.t.Fatal("it never ends")
}
