package plan_test

import (
	"encoding/json"
	"iter"
	"maps"
	"slices"
	"testing"

	"catenary/chain"
	"catenary/runtime/plan"
	"catenary/runtime/run"
)

type natures map[chain.KindName]plan.Nature

func (n natures) Nature(k chain.KindName) (plan.Nature, bool) { v, ok := n[k]; return v, ok }

var kinds = natures{
	"script": plan.Glue, "branch": plan.Glue, "fail": plan.Fail,
	"work": plan.Effect, "http": plan.Effect, "chain": plan.Effect, "wait": plan.Wait, "each": plan.Each,
}

func compile(t testing.TB, g chain.Graph) *plan.Graph {
	t.Helper()
	c, err := plan.Compile(g, kinds)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func node(id chain.NodeID, kind chain.KindName) chain.Node {
	return chain.Node{ID: id, Body: chain.Body{Kind: kind}}
}

// inner makes an each; onFailure is empty, "stop" or "continue".
func inner(t testing.TB, id chain.NodeID, g chain.Graph, atOnce int, onFailure string, items ...any) chain.Node {
	t.Helper()
	d := chain.Document{Graph: g}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(d.Canonical(), &fields); err != nil {
		t.Fatal(err)
	}
	graph := map[string]json.RawMessage{}
	for _, key := range []string{"nodes", "edges", "output"} {
		if fields[key] != nil {
			graph[key] = fields[key]
		}
	}
	config, err := json.Marshal(map[string]any{"items": items, "graph": graph, "concurrency": atOnce, "on_item_failure": onFailure})
	if err != nil {
		t.Fatal(err)
	}
	n := node(id, "each")
	n.Config = config
	return n
}

func edge(from, to chain.NodeID) chain.Edge { return chain.Edge{From: from, To: to} }

// paths are those of the scopes, in an order.
func (m *machine) paths() []string { return slices.Sorted(maps.Keys(m.view.Scopes)) }

func inOrder(steps map[chain.NodeID]*run.Step) iter.Seq2[chain.NodeID, *run.Step] {
	return func(yield func(chain.NodeID, *run.Step) bool) {
		for _, id := range slices.Sorted(maps.Keys(steps)) {
			if !yield(id, steps[id]) {
				return
			}
		}
	}
}

// place is how the node of a scope is told.
func place(scope string, node chain.NodeID) string {
	if scope == "" {
		return string(node)
	}
	return string(node) + " in " + scope
}
