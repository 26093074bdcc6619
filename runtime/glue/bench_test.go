package glue_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"catenary/chain"
	"catenary/runtime/glue"
	"catenary/runtime/run"
)

// kib is a value of 1 KiB such as programs make.
func kib() string {
	var items []string
	for i := range 16 {
		items = append(items, fmt.Sprintf(`{"sku":"article-%04d","count":%d,"price":%d.25,"ok":true}`, i, i*3, i*100))
	}
	return `{"items":[` + strings.Join(items, ",") + `],"ref":"main"}`
}

func line(nodes int, body string) chain.Graph {
	var g chain.Graph
	for i := range nodes {
		id := chain.NodeID(fmt.Sprintf("n%d", i))
		text := strings.ReplaceAll(body, "BEFORE", fmt.Sprintf("nodes.n%d.output", i-1))
		if i == 0 {
			text = "return input"
		} else {
			g.Edges = append(g.Edges, edge(g.Nodes[i-1].ID, id))
		}
		g.Nodes = append(g.Nodes, script(id, text))
	}
	return g
}

func fan(nodes int) chain.Graph {
	g := chain.Graph{Nodes: []chain.Node{script("first", "return {base: input.items.length}")}}
	for i := range nodes {
		id := chain.NodeID(fmt.Sprintf("n%d", i))
		g.Nodes = append(g.Nodes, script(id, fmt.Sprintf("return {value: nodes.first.output.base * %d}", i)))
		g.Edges = append(g.Edges, edge("first", id), edge(id, "last"))
	}
	g.Nodes = append(g.Nodes, script("last", "let n = 0; for (const id in incoming) { n += incoming[id].value }\nreturn n"))
	return g
}

func BenchmarkAdvance(b *testing.B) {
	for _, bb := range []struct {
		name  string
		graph chain.Graph
		input string
	}{
		{"ten nodes of 1 KiB", line(10, "const v = BEFORE; v.ref = 'next'; return v"), kib()},
		{"ten nodes of 1 KiB, one field", line(10, "return {n: (BEFORE.n || 0) + 1, items: BEFORE.items.length}"), kib()},
		{"ten nodes, small", line(10, "return {n: (BEFORE.n || 0) + 1}"), `{"n":1}`},
		{"one node", line(1, ""), `1`},
		{"fan of 100", fan(100), kib()},
		{"fan of 900", fan(900), kib()},
	} {
		b.Run(bb.name, func(b *testing.B) {
			pool := &glue.Pool{}
			defer pool.Stop()
			r := newRunner(b, pool, bb.graph, bb.input)
			b.ReportAllocs()
			for b.Loop() {
				r.work.View, r.events = &run.View{}, nil
				for r.work.View.State != run.Succeeded { // what takes long comes in pieces
					bodies, err := pool.Advance(context.Background(), "t1", r.work)
					if err != nil {
						b.Fatal(err)
					}
					if bodies[len(bodies)-1].Kind == run.EndEvent {
						break
					}
					for _, body := range bodies {
						r.fold(body.Kind, body.Body)
					}
				}
			}
		})
	}
}

func BenchmarkRender(b *testing.B) {
	pool := &glue.Pool{}
	defer pool.Stop()
	r := newRunner(b, pool, chain.Graph{Nodes: []chain.Node{script("a", "return input"), node("b", "http")}, Edges: []chain.Edge{edge("a", "b")}}, kib())
	r.drive()
	for b.Loop() {
		_, failure, err := pool.Render(context.Background(), "t1", r.work, "", "b", json.RawMessage(`1`), chain.JSON(`{"url":"https://example.org/${{ nodes.a.output.ref }}","body":{"n":"${{ input.items.length }}"}}`), nil)
		if err != nil || failure != nil {
			b.Fatal(failure, err)
		}
	}
}
