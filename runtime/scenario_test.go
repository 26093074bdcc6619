package runtime_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"catenary/runtime"
	"catenary/runtime/run"
)

// TestScenarios runs the stories in testdata/scenarios. A story is a txtar
// file: what it shows, chain.yaml (nodes, edges, output), input.json, and what
// is wanted: the steps in the order of their end with their states, then "run"
// with its state and output or failure, then what was begun outside.
//
// Each is told several times: once as it is, and once for each point of the way
// at which the process is killed and another one takes over.
func TestScenarios(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/scenarios/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		story := readStory(t, text)
		name := strings.TrimSuffix(filepath.Base(file), ".txtar")
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			visits := map[string]int{}
			w := newWatchedWorld(t, sqlite(t), counting(visits))
			if diff := cmp.Diff(story.want, story.tell(w, w.engine)); diff != "" {
				t.Fatalf("(-want +got)\n%s", diff)
			}
			w.engine.Service().Stop()
			for _, at := range places(visits) {
				t.Run("killed at "+at.String(), func(t *testing.T) {
					t.Parallel()
					story.tellKilled(t, at)
				})
			}
		})
	}
}

type story struct{ chain, input, want string }

func readStory(t *testing.T, text []byte) story {
	t.Helper()
	var s story
	for _, f := range txtar.Parse(text).Files {
		switch f.Name {
		case "chain.yaml":
			s.chain = string(f.Data)
		case "input.json":
			s.input = string(f.Data)
		case "want":
			s.want = string(f.Data)
		default:
			t.Fatalf("a story has no %q", f.Name)
		}
	}
	if s.input == "" {
		s.input = "{}"
	}
	return s
}

// place is the nth time that the engine comes to a point.
type place struct {
	point string
	nth   int
}

func (p place) String() string { return fmt.Sprintf("%s %d", p.point, p.nth) }

// mostPlaces bounds how often the process is killed at one point. Where time is
// short it is killed nowhere.
const mostPlaces = 6

func places(visits map[string]int) []place {
	if testing.Short() {
		return nil
	}
	var all []place
	for point, n := range visits {
		for i := 1; i <= min(n, mostPlaces); i++ {
			all = append(all, place{point, i})
		}
	}
	slices.SortFunc(all, func(a, b place) int { return strings.Compare(a.String(), b.String()) })
	return all
}

// tell starts the run and says how it went.
func (s story) tell(w *world, e *runtime.Engine) string {
	w.t.Helper()
	begin := w.begin(w.chain(s.chain), strings.TrimSpace(s.input))
	started, err := e.Start(context.Background(), begin)
	if err != nil {
		w.t.Fatal(err)
	}
	id := idOf(started.Run)
	w.until(id, final()...)
	return s.told(w, w.settled(id))
}

// tellKilled kills the process at a place and lets another bring the run to its
// end: what is told must be the same.
func (s story) tellKilled(t *testing.T, at place) {
	db := sqlite(t)
	mortal := newMortal(db, at)
	w := newWatchedWorld(t, mortal, mortal.reached)
	first := w.engine
	t.Cleanup(func() { close(mortal.buried) })
	begin := w.begin(w.chain(s.chain), strings.TrimSpace(s.input))
	begin.Wait = 0
	accepted := make(chan error, 1)
	go func() {
		_, err := first.Start(context.Background(), begin)
		accepted <- err
	}()
	select {
	case <-mortal.gone:
	case err := <-accepted:
		if err != nil {
			t.Fatal(err)
		}
		<-mortal.gone
	}
	w.engine = w.start(db)
	id := idOf(begin.Run)
	if _, _, err := w.view(id); err != nil {
		return // it was not accepted, and nothing is left of it
	}
	w.until(id, final()...)
	if diff := cmp.Diff(s.want, s.told(w, w.settled(id))); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func final() []run.State {
	return []run.State{run.Succeeded, run.Failed, run.Canceled, run.Undone, run.UndoFailed}
}

// told writes what became of a run.
func (s story) told(w *world, view *run.View) string {
	var b strings.Builder
	for order := 1; order <= view.Finished; order++ {
		scope, node, step := view.Ended(order)
		if scope != "" {
			scope += "/"
		}
		fmt.Fprintf(&b, "%s%s %s%s\n", scope, node, step.State, tail(step.Output, step.Failure))
	}
	fmt.Fprintf(&b, "run %s%s\n", view.State, tail(view.Output, view.Failure))
	begun := strings.Fields(w.executor.order())
	slices.Sort(begun)
	if len(begun) > 0 {
		fmt.Fprintf(&b, "begun %s\n", strings.Join(begun, " "))
	}
	return s.normal(b.String())
}

// normal sorts the steps, whose order is a matter of chance where they run at
// the same time, unless the story wants it kept.
func (s story) normal(text string) string {
	if strings.HasPrefix(s.want, "in order\n") {
		return "in order\n" + text
	}
	lines := strings.SplitAfter(text, "\n")
	end := slices.IndexFunc(lines, func(l string) bool { return strings.HasPrefix(l, "run ") })
	slices.Sort(lines[:end])
	return strings.Join(lines, "")
}

func tail(output json.RawMessage, failure *run.Failure) string {
	switch {
	case failure != nil:
		return " " + failure.Code
	case len(output) > 0:
		return " " + string(output)
	default:
		return ""
	}
}
