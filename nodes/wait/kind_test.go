package wait_test

import (
	"testing"

	"catenary/nodes/nodestest"
	"catenary/nodes/wait"
)

func TestKind(t *testing.T) {
	t.Parallel()
	nodestest.Check(t, wait.Kind{}, []nodestest.Case{
		{Name: "a time", Body: `wait: {for: 2h30m}`},
		{Name: "a computed time", Body: `wait: {for: "${{ input.pause }}"}`, Sources: []string{"expression /wait/for input.pause"}},
		{Name: "a moment", Body: `wait: {until: "2026-10-01T08:00:00+08:00"}`},
		{Name: "a computed moment", Body: `wait: {until: "${{ input.day }}T08:00:00Z"}`, Sources: []string{"expression /wait/until input.day"}},
		{Name: "a callback", Body: `wait: {callback: {}}`},
		{Name: "a callback with a schema", Body: `wait: {callback: {within: 7d, schema: {type: object}}}`},
		{Name: "nothing", Problems: []string{"wait.one /wait"}},
		{Name: "two", Body: `wait: {for: 1s, callback: {}}`, Problems: []string{"wait.one /wait"}},
		{Name: "no time", Body: `wait: {for: soon}`, Problems: []string{"chain.config /wait/for"}},
		{Name: "no moment", Body: `wait: {until: "2026-10-01 08:00"}`, Problems: []string{"wait.moment /wait/until"}},
		{Name: "no schema", Body: `wait: {callback: {schema: {type: words}}}`, Problems: []string{"chain.input_schema /wait/callback/schema/type"}},
		{
			Name: "a computed end", Body: `wait: {callback: {within: "${{ 1 }}"}}`,
			Problems: []string{"chain.config /wait/callback/within", "chain.expression_here /wait/callback/within"},
		},
	})
}
