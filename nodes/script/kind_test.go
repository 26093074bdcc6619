package script_test

import (
	"testing"

	"catenary/nodes/nodestest"
	"catenary/nodes/script"
)

func TestKind(t *testing.T) {
	t.Parallel()
	nodestest.Check(t, script.Kind{}, []nodestest.Case{
		{Name: "a body", Body: `script: {body: "return input.a"}`, Sources: []string{"body /script/body return input.a"}},
		{Name: "nothing", Problems: []string{"chain.config /script/body"}},
		{Name: "an empty body", Body: `script: {body: ""}`, Problems: []string{"chain.config /script/body"}},
		{Name: "an unknown field", Body: `script: {body: "1", language: python}`, Problems: []string{"chain.config /script/language"}},
		{
			Name: "parts of work", Body: `script: {body: "1"}, task: {script: s, environment: e}, let_finish: true`,
			Problems:   []string{"chain.kind_field /task", "?chain.ineffective /let_finish", "chain.kind_field /let_finish"},
			Sources:    []string{"body /script/body 1"},
			References: []string{"script s /task/script", "environment e /task/environment"},
		},
	})
}
