package plan_test

import (
	"fmt"
	"testing"

	"catenary/chain"
	"catenary/runtime/run"
)

const many = 1000

func line(kind chain.KindName, nodes int) chain.Graph {
	var g chain.Graph
	for i := range nodes {
		id := chain.NodeID(fmt.Sprintf("n%d", i))
		g.Nodes = append(g.Nodes, node(id, kind))
		if i > 0 {
			g.Edges = append(g.Edges, edge(g.Nodes[i-1].ID, id))
		}
	}
	return g
}

func fan(kind chain.KindName, nodes int) chain.Graph {
	g := chain.Graph{Nodes: []chain.Node{node("first", kind), node("last", kind)}}
	for i := range nodes {
		id := chain.NodeID(fmt.Sprintf("n%d", i))
		g.Nodes = append(g.Nodes, node(id, kind))
		g.Edges = append(g.Edges, edge("first", id), edge(id, "last"))
	}
	return g
}

// loop does one thing for many items.
func loop(t testing.TB, kind chain.KindName, items, atOnce int) chain.Graph {
	return one(inner(t, "loop", one(node("a", kind)), atOnce, "", make([]any, items)...))
}

func BenchmarkRun(b *testing.B) {
	for _, bb := range []struct {
		name  string
		graph chain.Graph
	}{
		{"line of glue", line("script", many)},
		{"line of effects", line("http", many)},
		{"fan of glue", fan("script", many)},
		{"fan of effects", fan("http", many)},
		{"items of glue", loop(b, "script", many, 10)},
		{"items of effects, all at once", loop(b, "http", many, many)},
	} {
		b.Run(bb.name, func(b *testing.B) {
			g := compile(b, bb.graph)
			for b.Loop() {
				m := newMachine(b, g)
				m.light = true
				m.toEnd()
				if m.view.State != run.Succeeded {
					b.Fatal(m.view.State)
				}
			}
		})
	}
}
