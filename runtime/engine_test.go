package runtime_test

import (
	"context"
	"encoding/json"
	"testing"

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
