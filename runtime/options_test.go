package runtime

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"catenary/chain"
)

// A node that is tried out alone finds what is pinned before it, as far as
// nothing that is not pinned stands between, and no edge keeps it from running.
func TestOnlyKeepsWhatIsPinnedBeforeIt(t *testing.T) {
	t.Parallel()
	g := chain.Graph{
		Nodes: []chain.Node{{ID: "far"}, {ID: "between"}, {ID: "read"}, {ID: "look"}, {ID: "only", Join: &chain.Join{AtLeast: 2}}, {ID: "after"}},
		Edges: []chain.Edge{
			{From: "far", To: "between"},
			{From: "between", To: "only"},
			{From: "read", To: "look"},
			{From: "look", To: "only", When: "false", Map: "return 1"},
			{From: "look", To: "only", Failure: true},
			{From: "only", To: "after"},
		},
	}
	pin := json.RawMessage(`1`)
	part := Options{Only: "only", Pins: map[chain.NodeID]json.RawMessage{"far": pin, "read": pin, "look": pin, "after": pin}}.cut(g)
	var ids []chain.NodeID
	for _, n := range part.Nodes {
		ids = append(ids, n.ID)
		if n.Join != nil {
			t.Errorf("node %q waits for edges that are left out", n.ID)
		}
	}
	if diff := cmp.Diff([]chain.NodeID{"read", "look", "only"}, ids); diff != "" {
		t.Errorf("nodes (-want +got):\n%s", diff)
	}
	want := []chain.Edge{{From: "read", To: "look"}, {From: "look", To: "only", Map: "return 1"}}
	if diff := cmp.Diff(want, part.Edges); diff != "" {
		t.Errorf("edges (-want +got):\n%s", diff)
	}
}
