package runtime_test

import (
	"encoding/json"
	"strings"
	"syscall"
	"testing"

	"catenary/chain"
	"catenary/runtime"
	"catenary/runtime/run"
)

const leaveAndTake = `
nodes:
  - id: build
    kind: work
    task: {script: s, environment: e, arguments: ["leave out.tar"]}
    retry: {attempts: 2, backoff: {initial: 1ms}}
    undo: {kind: work, task: {script: s, environment: e, arguments: ["echo"], artefacts: {out.tar: {node: build}}}}
  - id: ship
    kind: work
    task: {script: s, environment: e, arguments: ["echo"], artefacts: {package.tar: {node: build, name: "${{ 'out.' + 'tar' }}"}, out.tar: {node: build}}}
edges: [{from: build, to: ship}]
output: "${{ nodes.ship.output }}"
`

func same(t *testing.T, got json.RawMessage, want string) {
	t.Helper()
	if string(got) != want {
		t.Errorf("it found %s, want %s", got, want)
	}
}

func TestTaskFindsWhatEarlierOnesLeft(t *testing.T) {
	t.Parallel()
	w := newWorld(t, sqlite(t))
	v := w.chain(leaveAndTake)
	_, view := w.run(v, `2`)
	same(t, view.Output, `{"out.tar":"build 1 2","package.tar":"build 1 2"}`)
	started, view := w.run(v, `1`) // the first attempt fails, and leaves a file too
	same(t, view.Output, `{"out.tar":"build 2 1","package.tar":"build 2 1"}`)

	signal(w, idOf(started.Run), runtime.UndoSignal)
	view = w.until(idOf(started.Run), run.Undone)
	same(t, view.Scope("build:undo").Steps["build"].Output, `{"out.tar":"build 2 1"}`)
}

func TestTaskOfAnItemFindsItsOwn(t *testing.T) {
	t.Parallel()
	w := newWorld(t, sqlite(t))
	_, view := w.run(w.chain(`
nodes:
  - {id: before, kind: work, task: {script: s, environment: e, arguments: ["leave all.txt"]}}
  - id: list
    kind: each
    each:
      items: [10, 20]
      graph:
        nodes:
          - {id: make, kind: work, task: {script: s, environment: e, arguments: ["leave one.txt"]}}
          - {id: use, kind: work, task: {script: s, environment: e, arguments: ["echo"], artefacts: {one: {node: make, name: one.txt}, all.txt: {node: before}}}}
        edges: [{from: make, to: use}]
        output: "${{ nodes.use.output }}"
edges: [{from: before, to: list}]
output: "${{ nodes.list.output }}"
`), `5`)
	same(t, view.Output, `[{"all.txt":"before 1 5","one":"make 1 10"},{"all.txt":"before 1 5","one":"make 1 20"}]`)
}

func TestTaskFailsForWantOfAnArtefact(t *testing.T) {
	t.Parallel()
	w := newWorld(t, sqlite(t))
	for name, text := range map[string]string{
		"another name": strings.Replace(leaveAndTake, "'out.'", "'other.'", 1),
		"skipped": strings.NewReplacer(
			"nodes:", "nodes:\n  - {id: x, kind: script, script: {body: return 1}}",
			"edges: [", `edges: [{from: x, to: ship}, {from: x, to: build, when: "false"}, `,
		).Replace(leaveAndTake),
	} {
		_, view := w.run(w.chain(text), `2`)
		if view.State != run.Failed || view.Failure.Code != "artefact.unknown" || !strings.Contains(view.Failure.Message, `node "build"`) {
			t.Errorf("%s: %s, %+v", name, view.State, view.Failure)
		}
	}
	if n := w.executor.times("ship"); n != 0 {
		t.Errorf("%d tasks were begun without what they take", n)
	}
}

func TestRerunFindsWhatTheFirstRunLeft(t *testing.T) {
	t.Parallel()
	w := newWorld(t, sqlite(t))
	v := w.chain(leaveAndTake)
	first, _ := w.run(v, `1`)
	options, err := json.Marshal(runtime.Options{
		Pins: map[chain.NodeID]json.RawMessage{"build": json.RawMessage(`1`)}, From: "ship", Of: first.Run.ID,
		Left: map[chain.NodeID]runtime.Left{"build": {Run: first.Run.ID, Attempt: 2}},
	})
	if err != nil {
		t.Fatal(err)
	}
	again := w.begin(v, `1`)
	again.Run.Options = string(options)
	started, err := w.engine.Start(t.Context(), again)
	if err != nil {
		t.Fatal(err)
	}
	same(t, started.View.Output, `{"out.tar":"build 2 1","package.tar":"build 2 1"}`)
	for id, step := range started.View.Scope("").Steps {
		if step.Given != (id == "build") {
			t.Errorf("step %q: given is %t", id, step.Given)
		}
	}
}

func TestATaskIsNotAtItsEndBeforeWhatItLeftIsKept(t *testing.T) {
	t.Parallel()
	w := newWorld(t, sqlite(t))
	s := w.begin(w.chain(`
nodes:
  - {id: a, kind: work, task: {script: s, arguments: ["leave f"], environment: e}}
  - {id: b, kind: work, task: {script: s, arguments: [echo], environment: e, artefacts: {f: {node: a}}}}
edges: [{from: a, to: b}]
`), `{}`)
	tries := 0
	w.keep = func() error {
		view, _, err := w.view(runtime.ID{Tenant: s.Run.Tenant, Run: s.Run.ID})
		if err != nil || view.State != run.Running || len(view.Scope("").Steps) != 1 {
			t.Errorf("while the disk is full: %+v, %v", view, err)
		}
		if tries++; tries < 3 {
			return syscall.ENOSPC
		}
		return nil
	}
	started, err := w.engine.Start(t.Context(), s)
	if err != nil || started.View == nil || started.View.State != run.Succeeded {
		t.Fatalf("%+v, %v", started, err)
	}
	if tries != 3 || !strings.Contains(string(started.View.Output), "a 1") {
		t.Errorf("after %d tries the next task was handed %s", tries, started.View.Output)
	}
}
