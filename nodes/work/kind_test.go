package work_test

import (
	"encoding/json"
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"catenary/chain"
	"catenary/nodes"
	"catenary/nodes/nodestest"
	"catenary/nodes/work"
)

func TestKind(t *testing.T) {
	t.Parallel()
	nodestest.Check(t, work.Kind{}, []nodestest.Case{
		{
			Name: "a pipeline", Body: `pipeline: {engine: ci, position: pipeline.run, parameters: {ref: "${{ input.branch }}"}}`,
			Sources:    []string{"expression /pipeline/parameters/ref input.branch"},
			References: []string{"engine ci /pipeline/engine", "position pipeline.run /pipeline/position"},
		},
		{
			Name: "a task", Body: `task: {script: check, environment: python-3.11, env: {TOKEN: {secret: token}}}`,
			References: []string{"script check /task/script", "environment python-3.11 /task/environment", "secret token /task/env/TOKEN/secret"},
		},
		{Name: "neither", Problems: []string{"work.empty "}},
		{
			Name: "a key of its name", Body: `work: {}, task: {script: s, environment: e}`, Problems: []string{"chain.kind_field /work"},
			References: []string{"script s /task/script", "environment e /task/environment"},
		},
	})
}

// TestFormHasTheFieldsOfTheDocument: the form is written apart from the types
// in package chain and must not fall behind them.
func TestFormHasTheFieldsOfTheDocument(t *testing.T) {
	t.Parallel()
	registry, err := nodes.NewRegistry(work.Kind{})
	if err != nil {
		t.Fatal(err)
	}
	var document, form map[string]any
	if err := json.Unmarshal(registry.ChainSchema(), &document); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(work.Kind{}.Describe().Config.JSON, &form); err != nil {
		t.Fatal(err)
	}
	names := func(schema any) []string {
		properties, _ := schema.(map[string]any)["properties"].(map[string]any)
		return slices.Sorted(maps.Keys(properties))
	}
	at := func(schema any, path ...string) any {
		for _, key := range path {
			schema = schema.(map[string]any)[key]
		}
		return schema
	}
	for _, tt := range []struct {
		definition string
		form       any
	}{
		{"Pipeline", at(form, "properties", "pipeline")},
		{"Task", at(form, "properties", "task")},
		{"Limits", at(form, "properties", "task", "properties", "limits")},
		{"Artefact", at(form, "properties", "task", "properties", "artefacts", "additionalProperties")},
	} {
		if diff := cmp.Diff(names(at(document, "$defs", tt.definition)), names(tt.form)); diff != "" {
			t.Errorf("%s (-document +form):\n%s", tt.definition, diff)
		}
	}
	all := chain.Body{
		Pipeline: &chain.Pipeline{}, Task: &chain.Task{}, Execution: chain.Parallel, Order: []chain.Part{chain.TaskPart}, LetFinish: true,
	}
	if diff := cmp.Diff(slices.Sorted(slices.Values(all.PartFields())), names(form)); diff != "" {
		t.Errorf("body (-document +form):\n%s", diff)
	}
}
