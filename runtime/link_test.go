package runtime_test

import (
	"testing"

	"catenary/runtime/run"
)

func TestAPipelineSaysWhereItIsShown(t *testing.T) {
	t.Parallel()
	w := newWorld(t, sqlite(t))
	v := w.chain(`
nodes:
  - id: n
    kind: work
    pipeline: {engine: e, position: p, parameters: {do: 'ok 1', node: build}}
`)
	_, view := w.run(v, `{}`)
	step := view.Scope("").Steps["n"]
	if h := step.Half("pipeline"); h == nil || h.Link != "https://ci.example/build" || h.State != run.StepSucceeded {
		t.Errorf("halves: %+v", step.Halves)
	}
}
