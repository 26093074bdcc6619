package runtime_test

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"
	"testing"
	"time"

	"catenary/chain"
	"catenary/runtime"
	"catenary/runtime/run"
)

const tenGlue = `
nodes:
  - {id: a, kind: script, script: {body: "return {n: input.n + 1}"}}
  - {id: b, kind: script, script: {body: "return {n: incoming.a.n + 1}"}}
  - {id: c, kind: script, script: {body: "return {n: nodes.b.output.n * 2}"}}
edges:
  - {from: a, to: b}
  - {from: b, to: c}
output: "${{ nodes.c.output.n }}"
`

func TestGlueRunsToItsEnd(t *testing.T) {
	t.Parallel()
	w := newWorld(t, sqlite(t))
	_, view := w.run(w.chain(tenGlue), `{"n": 1}`)
	if view.State != run.Succeeded || string(view.Output) != "6" {
		t.Errorf("%s, %s, %+v", view.State, view.Output, view.Failure)
	}
}

func TestTaskRunsOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t, sqlite(t))
	_, view := w.run(w.chain(`
nodes:
  - {id: a, kind: script, script: {body: "return {n: 7}"}}
  - {id: b, kind: work, task: {script: s, arguments: [echo], environment: e, input: "${{ {twice: nodes.a.output.n * 2} }}"}}
edges: [{from: a, to: b}]
`), `{}`)
	if view.State != run.Succeeded || string(view.Output) != `{"twice":14}` || w.executor.times("b") != 1 {
		t.Errorf("%s, %s, %+v, begun %s", view.State, view.Output, view.Failure, w.executor.order())
	}
}

// Glue sees what a switch has when it is evaluated: a later node sees what it was
// set to meanwhile, and a run waits for none. Glue that names no switch asks for
// none, nor does a chain that refers to none.
func TestGlueSeesSwitches(t *testing.T) {
	t.Parallel()
	w := newWorld(t, sqlite(t))
	asked := 0
	w.turned = func() string {
		asked++
		return fmt.Sprintf(`{"stock-mode": "m%d"}`, asked)
	}
	seeing := w.chain(`
nodes:
  - {id: a, kind: script, script: {body: "return switches['stock-mode']"}}
  - {id: b, kind: work, task: {script: s, arguments: [echo], environment: e, input: "${{ [nodes.a.output, switches['stock-mode'], switches.gone] }}"}}
  - {id: c, kind: script, script: {body: "return [incoming.b, switches['stock-mode']]"}}
edges: [{from: a, to: b}, {from: b, to: c}]
`)
	seeing.Pins = runtime.Pins{chain.SwitchRef: {"stock-mode": {ID: "s1"}}}
	_, view := w.run(seeing, `{}`)
	if want := `[["m1","m2",null],"m3"]`; view.State != run.Succeeded || string(view.Output) != want {
		t.Errorf("%s, %s, %+v, want %s", view.State, view.Output, view.Failure, want)
	}
	w.turned = nil
	blind := w.chain(tenGlue)
	blind.Pins = seeing.Pins
	if _, view := w.run(blind, `{"n": 1}`); view.State != run.Succeeded {
		t.Errorf("glue that names no switch: %s, %+v", view.State, view.Failure)
	}
	unbound := w.chain(`nodes: [{id: a, kind: script, script: {body: "return typeof switches.any"}}]`)
	if _, view := w.run(unbound, `{}`); string(view.Output) != `"undefined"` {
		t.Errorf("a chain that refers to no switch: %s, %+v", view.Output, view.Failure)
	}
}

func signal(w *world, id runtime.ID, kind runtime.SignalKind) {
	w.t.Helper()
	body, _ := json.Marshal(run.Note{By: "s1"})
	if err := w.store.InsertSignal(context.Background(), runtime.Signal{
		Tenant: id.Tenant, Run: id.Run, ID: w.newID(), Kind: kind, Body: body, At: 1,
	}); err != nil {
		w.t.Fatal(err)
	}
	w.engine.Nudge(id)
}

func TestCancelStopsWhatIsAtWork(t *testing.T) {
	t.Parallel()
	w := newWorld(t, sqlite(t))
	s := w.begin(w.chain(`
nodes:
  - {id: a, kind: work, task: {script: s, arguments: [wait], environment: e}}
  - {id: b, kind: wait, wait: {for: 1h}}
`), `{}`)
	s.Wait = 0
	started, err := w.engine.Start(context.Background(), s)
	if err != nil {
		t.Fatal(err)
	}
	id := idOf(started.Run)
	w.until(id, run.Running)
	signal(w, id, runtime.CancelSignal)
	view := w.until(id, run.Canceled)
	if len(w.executor.stopped) != 1 || view.Scope("").Steps["a"].State != run.StepCanceled {
		t.Errorf("stopped %v, step %s", w.executor.stopped, view.Scope("").Steps["a"].State)
	}
}

// What was at work when a process stopped is stopped by the next one if that was
// asked for meanwhile, and is not followed to its end.
func TestCancelBetweenTwoProcessesStopsWhatIsAtWork(t *testing.T) {
	t.Parallel()
	w := newWorld(t, sqlite(t))
	id := begun(t, w, `nodes: [{id: a, kind: work, task: {script: s, arguments: [wait], environment: e}}]`)
	deadline := time.After(60 * time.Second)
	for w.executor.times("a") == 0 {
		select {
		case <-deadline:
			t.Fatal("it did not begin")
		case <-time.After(10 * time.Millisecond):
		}
	}
	w.engine.Service().Stop()
	signal(w, id, runtime.CancelSignal)
	w.engine = w.start(w.store)
	w.until(id, run.Canceled)
	if len(w.executor.stopped) != 1 || w.executor.times("a") != 1 {
		t.Errorf("stopped %v, begun %s", w.executor.stopped, w.executor.order())
	}
}

func begun(t *testing.T, w *world, text string) runtime.ID {
	t.Helper()
	s := w.begin(w.chain(text), `{}`)
	s.Wait = 0
	started, err := w.engine.Start(context.Background(), s)
	if err != nil {
		t.Fatal(err)
	}
	return idOf(started.Run)
}

func TestUndoGoesBackInReverseOrder(t *testing.T) {
	t.Parallel()
	w := newWorld(t, sqlite(t))
	id := begun(t, w, `
nodes:
  - {id: a, kind: work, task: {script: s, arguments: ["ok 1"], environment: e}, undo: {kind: work, task: {script: s, arguments: ["ok 11"], environment: e}}}
  - {id: b, kind: script, script: {body: "return 2"}}
  - {id: c, kind: work, task: {script: s, arguments: ["ok 3"], environment: e}, undo: {kind: work, task: {script: s, arguments: ["ok 33"], environment: e}}}
  - {id: d, kind: fail, fail: {message: no}}
edges: [{from: a, to: b}, {from: b, to: c}, {from: c, to: d}]
`)
	w.until(id, run.Failed)
	w.settled(id)
	signal(w, id, runtime.UndoSignal)
	view := w.until(id, run.Undone, run.UndoFailed)
	if view.State != run.Undone || w.executor.order() != "a c c a" {
		t.Errorf("%s, begun %s", view.State, w.executor.order())
	}
	w.settled(id)
}

func TestPauseLetsNothingBegin(t *testing.T) {
	t.Parallel()
	w := newWorld(t, sqlite(t))
	id := begun(t, w, `
nodes:
  - {id: a, kind: work, task: {script: s, arguments: [wait], environment: e}}
  - {id: b, kind: work, task: {script: s, arguments: ["ok 2"], environment: e}}
edges: [{from: a, to: b}]
`)
	w.until(id, run.Running)
	deadline := time.After(60 * time.Second)
	for w.executor.times("a") == 0 {
		select {
		case <-deadline:
			t.Fatal("it did not begin")
		case <-time.After(10 * time.Millisecond):
		}
	}
	signal(w, id, runtime.PauseSignal)
	w.until(id, run.Paused)
	w.executor.release(`1`)
	for w.until(id, run.Paused).Scope("").Steps["a"].State != run.StepSucceeded {
		select {
		case <-deadline:
			t.Fatal("what had begun did not end")
		case <-time.After(10 * time.Millisecond):
		}
	}
	if w.executor.times("b") != 0 {
		t.Error("it began while the run was paused")
	}
	signal(w, id, runtime.UnpauseSignal)
	if view := w.until(id, run.Succeeded); string(view.Output) != "2" {
		t.Errorf("output %s", view.Output)
	}
}

func TestWaitingRunIsGivenUpAndComesBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t, sqlite(t))
	id := begun(t, w, `
nodes:
  - {id: a, kind: wait, wait: {callback: {within: 1h}}}
`)
	w.until(id, run.Waiting)
	deadline := time.After(90 * time.Second)
	for {
		row, err := w.store.Run(context.Background(), id.Tenant, id.Run)
		if err != nil {
			t.Fatal(err)
		}
		if row.Owner == "" && row.Due > 0 {
			break
		}
		select {
		case <-deadline:
			t.Fatalf("it is kept: %+v", row)
		case <-time.After(50 * time.Millisecond):
		}
	}
	hash := runtime.CallbackHash(id.Run + "a")
	if _, err := w.store.Callback(context.Background(), hash); err != nil {
		t.Fatal(err)
	}
	body, _ := json.Marshal(runtime.Answer{StepRef: runtime.StepRef{Node: "a", Attempt: 1}, Output: json.RawMessage(`{"yes":true}`)})
	if err := w.store.InsertSignal(context.Background(), runtime.Signal{
		Tenant: id.Tenant, Run: id.Run, ID: "x", Kind: runtime.AnswerSignal, Body: body, At: 1,
	}); err != nil {
		t.Fatal(err)
	}
	w.engine.Nudge(id)
	if view := w.until(id, run.Succeeded); string(view.Output) != `{"yes":true}` {
		t.Errorf("output %s", view.Output)
	}
}

func TestChildRun(t *testing.T) {
	t.Parallel()
	w := newWorld(t, sqlite(t))
	child := w.chain(`
nodes:
  - {id: x, kind: script, script: {body: "return input.n * 2"}}
`)
	w.versions.known["child"] = child
	id := begun(t, w, `
nodes:
  - {id: a, kind: chain, chain: {key: child, input: {n: 21}}}
  - {id: b, kind: each, each: {items: [1, 2, 3], chain: {key: child, input: {n: "${{ item }}"}}}}
`)
	view := w.until(id, run.Succeeded, run.Failed)
	if string(view.Output) != `{"a":42,"b":[2,4,6]}` {
		t.Errorf("%s, output %s, %+v", view.State, view.Output, view.Failure)
	}
}

func TestTimeoutIsAFailureAndStopsTheTask(t *testing.T) {
	t.Parallel()
	w := newWorld(t, sqlite(t))
	_, view := w.run(w.chain(`
nodes:
  - {id: a, kind: work, timeout: 100ms, task: {script: s, arguments: [wait], environment: e}}
`), `{}`)
	if view.State != run.Failed || view.Failure.Code != run.CodeTimeout || len(w.executor.stopped) == 0 {
		t.Errorf("%s, %+v, stopped %v", view.State, view.Failure, w.executor.stopped)
	}
}

func TestSameKeyStartsOneRun(t *testing.T) {
	t.Parallel()
	w := newWorld(t, sqlite(t))
	v := w.chain(tenGlue)
	ids := map[string]bool{}
	var mu sync.Mutex
	var all sync.WaitGroup
	for range 50 {
		all.Go(func() {
			s := w.begin(v, `{"n": 1}`)
			s.Run.StartKey, s.Run.StartDigest = "k", "d"
			started, err := w.engine.Start(context.Background(), s)
			if err != nil {
				t.Error(err)
				return
			}
			mu.Lock()
			defer mu.Unlock()
			ids[started.Run.ID] = true
		})
	}
	all.Wait()
	if len(ids) != 1 {
		t.Errorf("%d runs", len(ids))
	}
}
