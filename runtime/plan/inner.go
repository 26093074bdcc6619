package plan

import (
	"encoding/json"
	"errors"
	"fmt"

	"catenary/chain"
	"catenary/runtime/run"
)

// compileInner makes the graphs that run in scopes of their own.
func (n *node) compileInner(kinds Natures) error {
	if n.nature == Each {
		inner, err := innerGraph(n.Node)
		if err == nil {
			n.inner, err = Compile(inner, kinds)
		}
		if err != nil {
			return fmt.Errorf("in node %q: %w", n.ID, err)
		}
	}
	if n.Undo != nil {
		undo, err := Compile(single(n.ID, *n.Undo), kinds)
		if err != nil {
			return fmt.Errorf("undo of %w", err)
		}
		n.undo = undo
	}
	return nil
}

// innerGraph is what an each does for an item. Another chain becomes a graph
// of one node, which has the id of the each.
func innerGraph(n *chain.Node) (chain.Graph, error) {
	var config struct{ Graph, Chain json.RawMessage }
	if err := json.Unmarshal(n.Config, &config); err != nil {
		return chain.Graph{}, err
	}
	switch {
	case config.Chain != nil && config.Graph == nil:
		return single(n.ID, chain.Body{Kind: "chain", Config: config.Chain}), nil
	case config.Chain != nil || config.Graph == nil:
		return chain.Graph{}, errors.New("there must be either an inner graph or a chain")
	}
	graph, wrong := chain.ParseGraph(config.Graph)
	if len(wrong) > 0 {
		return chain.Graph{}, errors.New(wrong[0].Pointer + ": " + wrong[0].Detail)
	}
	return *graph, nil
}

func single(id chain.NodeID, b chain.Body) chain.Graph {
	return chain.Graph{Nodes: []chain.Node{{ID: id, Body: b}}}
}

// At returns the graph that runs in a scope. Node ids and edge indices of an
// action are those of the graph at its scope; the one node of an undo has the
// id of the node that it reverses, and the undo as its body.
func (g *Graph) At(path string) (*Graph, bool) {
	if path == "" {
		return g, true
	}
	p, ok := run.PlaceOf(path)
	if !ok {
		return nil, false
	}
	outer, ok := g.At(p.Outer)
	if !ok {
		return nil, false
	}
	i, ok := outer.index[p.Node]
	if !ok {
		return nil, false
	}
	inner := outer.nodes[i].inner
	if p.Undo {
		inner = outer.nodes[i].undo
	}
	return inner, inner != nil
}
