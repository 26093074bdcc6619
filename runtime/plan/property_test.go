package plan_test

import (
	"encoding/json"
	"hash/fnv"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"catenary/chain"
	"catenary/runtime/plan"
	"catenary/runtime/run"
)

func TestAnyGraphRunsToItsEndAndBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		graph := new(drawn).graph(t, r, 0)
		m := newMachine(t, compile(t, graph))
		m.holds = func(int) bool { return rapid.IntRange(0, 3).Draw(r, "holds") > 0 }
		m.fails = func(atWork) bool { return rapid.IntRange(0, 15).Draw(r, "fails") == 0 }
		m.given = func(a plan.Action) bool {
			switch a.Kind {
			case plan.Begin, plan.Await, plan.Expand, plan.Compute:
				step := m.view.Scope(a.Scope).Steps[a.Node]
				return step.State == run.StepReady && rapid.IntRange(0, 9).Draw(r, "given") == 0
			default:
				return false
			}
		}
		m.drive()
		m.disturb(r)
		if m.view.State == run.Paused {
			m.event(run.UnpauseEvent, run.Note{})
		}
		m.toEnd()
		if rapid.Bool().Draw(r, "undo") {
			m.event(run.UndoEvent, run.Note{})
			m.drive()
			m.disturb(r)
			m.toEnd()
		}
		checkRest(r, m)
		checkBeginnings(r, graph, m)
		checkUndo(r, m)
		checkFold(r, m)
	})
}

func (m *machine) disturb(r *rapid.T) {
	for range 200 {
		if m.view.State.Final() {
			return
		}
		interfere(r, m)
		m.drive()
	}
}

// A crash after any event changes nothing: whoever goes on with the journal as
// it is writes what would have been written.
func TestACrashChangesNothing(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		g := compile(t, new(drawn).graph(t, r, 0))
		salt := rapid.Uint32().Draw(r, "salt")
		begin := func(events []run.Event) *machine {
			m := newMachine(t, g)
			m.holds = func(edge int) bool { return chance(salt, "edge", edge) > 1 }
			m.fails = func(w atWork) bool { return chance(salt, w.String(), w.attempt) == 0 }
			m.resume(events)
			return m
		}
		whole := begin(nil)
		whole.steadily()
		for range 5 {
			cut := rapid.IntRange(0, len(whole.events)).Draw(r, "cut")
			m := begin(whole.events[:cut])
			m.steadily()
			if !reflect.DeepEqual(whole.events, m.events) { // cmp.Diff takes long where nothing differs
				r.Fatalf("cut at %d of %d (-whole +cut):\n%s", cut, len(whole.events), cmp.Diff(whole.events, m.events))
			}
		}
	})
}

// chance is a number from 0 to 9 that is the same for the same arguments.
func chance(salt uint32, what string, n int) uint32 {
	h := fnv.New32a()
	_, _ = h.Write([]byte{byte(salt), byte(salt >> 8), byte(n)})
	_, _ = h.Write([]byte(what))
	return h.Sum32() % 10
}

// resume takes up a journal as a new process does.
func (m *machine) resume(events []run.Event) {
	v, err := run.FoldAll(events)
	if err != nil {
		m.t.Fatal(err)
	}
	text, err := json.Marshal(v)
	if err != nil {
		m.t.Fatal(err)
	}
	m.view, m.events, m.now = &run.View{}, slices.Clone(events), int64(1000*len(events))
	if err := json.Unmarshal(text, m.view); err != nil {
		m.t.Fatal(err)
	}
	for _, path := range m.paths() {
		for id, step := range inOrder(m.view.Scopes[path].Steps) {
			for _, h := range step.Halves {
				if h.State == run.StepProcessing {
					m.going = append(m.going, atWork{path, id, step.Attempt, h.Name})
				}
			}
		}
	}
}

// steadily does one thing after another, whatever the view says is the first,
// to the end of the undo.
func (m *machine) steadily() {
	m.t.Helper()
	for range 100_000 {
		actions := plan.Next(m.g, m.view, "")
		switch {
		case len(actions) > 0:
			m.perform(actions[0])
		case m.view.State == run.Undone || m.view.State == run.UndoFailed:
			return
		case m.view.State.Final():
			m.event(run.UndoEvent, run.Note{})
		case len(m.going) > 0:
			w := slices.MinFunc(m.going, func(a, b atWork) int { return strings.Compare(a.String(), b.String()) })
			state := run.StepSucceeded
			if m.fails(w) {
				state = run.StepFailed
			}
			m.end(w, state)
		case !m.resumeOne():
			m.t.Fatalf("stuck in %s after %v", m.view.State, m.told)
		}
	}
	m.t.Fatal("it never ends")
}

// checkRest looks at what is left when all is over.
func checkRest(r *rapid.T, m *machine) {
	if len(m.going) > 0 {
		r.Fatalf("%v is still at work", m.going)
	}
	for path, s := range m.view.Scopes {
		if s.State == "" || s.Active() > 0 {
			r.Fatalf("the scope %q is left over: %q, %d at work", path, s.State, s.Active())
		}
		for id, step := range s.Steps {
			if step.Each != nil && step.State == run.StepSucceeded {
				checkOutputs(r, m.view, path, id, step)
			}
		}
	}
}

// checkOutputs compares the output of an each with those of its items.
func checkOutputs(r *rapid.T, v *run.View, path string, id chain.NodeID, step *run.Step) {
	var outputs []json.RawMessage
	if err := json.Unmarshal(step.Output, &outputs); err != nil || len(outputs) != step.Each.Count {
		r.Fatalf("%d items of %s in %q gave %s (%v)", step.Each.Count, id, path, step.Output, err)
	}
	for i, output := range outputs {
		item := v.Scope(run.Place{Outer: path, Node: id, Attempt: step.Attempt, Index: i}.Path())
		if string(item.Output) != string(output) || string(item.Input) != string('0'+rune(i)) {
			r.Fatalf("item %d of %s in %q is %s and gave %s, not %s", i, id, path, item.Input, item.Output, output)
		}
	}
}

// everything lets views be compared with what follows from their content.
var everything = cmp.Exporter(func(reflect.Type) bool { return true })

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
