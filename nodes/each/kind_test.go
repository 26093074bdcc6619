package each_test

import (
	"testing"

	"catenary/nodes/each"
	"catenary/nodes/nodestest"
)

func TestKind(t *testing.T) {
	t.Parallel()
	nodestest.Check(t, each.Kind{}, []nodestest.Case{
		{
			Name: "a chain for each", Body: `each: {items: "${{ input.items }}", chain: {key: one, input: "${{ item }}"}, concurrency: 3}`,
			Sources: []string{"expression /each/items input.items", "expression /each/chain/input item"}, References: []string{"chain one /each/chain/key"},
		},
		{
			Name: "a fixed list and a computed concurrency", Body: `each: {items: [1, "${{ 2 }}"], chain: {key: one}, concurrency: "${{ input.n }}", on_item_failure: continue}`,
			Sources: []string{"expression /each/items/1 2", "expression /each/concurrency input.n"}, References: []string{"chain one /each/chain/key"},
		},
		{
			Name: "an inner graph", Body: `each: {items: "${{ [1] }}", graph: {nodes: [{id: x, kind: each}], edges: [{from: x, to: y}]}}`,
			Problems: []string{"chain.config /each/graph/nodes/0/each/items", "chain.edge_end /each/graph/edges/0/to"},
			Sources:  []string{"expression /each/items [1]"},
		},
		{
			Name: "a graph with a wrong shape", Body: `each: {items: [], graph: {nodes: [{id: X}]}}`,
			Problems: []string{"chain.missing_field /each/graph/nodes/0/kind", "chain.value /each/graph/nodes/0/id"},
		},
		{Name: "neither", Body: `each: {items: []}`, Problems: []string{"each.one /each"}},
		{Name: "both", Body: `each: {items: [], graph: {nodes: []}, chain: {key: a}}`, Problems: []string{"each.one /each"}, References: []string{"chain a /each/chain/key"}},
		{Name: "no list", Body: `each: {chain: {key: a}}`, Problems: []string{"chain.config /each/items"}, References: []string{"chain a /each/chain/key"}},
		{
			Name: "too much at once", Body: `each: {items: [], chain: {key: a}, concurrency: 1001}`, Problems: []string{"chain.config /each/concurrency"},
			References: []string{"chain a /each/chain/key"},
		},
		{Name: "text that is not an expression", Body: `each: {items: all, chain: {key: a}}`, Problems: []string{"chain.config /each/items"}},
	})
}
