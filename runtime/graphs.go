package runtime

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"sync"

	"github.com/hashicorp/golang-lru/v2/simplelru"

	"catenary/chain"
	"catenary/nodes"
	"catenary/nodes/each"
	"catenary/runtime/glue"
	"catenary/runtime/plan"
)

// manyGraphs is how many compiled graphs are kept.
const manyGraphs = 512

// graphs compiles each graph once.
type graphs struct {
	kinds *nodes.Registry
	mu    sync.Mutex
	kept  *simplelru.LRU[string, *glue.Graph]
}

func newGraphs(kinds *nodes.Registry) *graphs {
	kept, err := simplelru.NewLRU[string, *glue.Graph](manyGraphs, nil)
	if err != nil {
		panic(err) // only for a size that is not positive
	}
	return &graphs{kinds: kinds, kept: kept}
}

// get gives the graph of a version, as far as the options leave it.
func (g *graphs) get(v *Version, o Options) (*glue.Graph, error) {
	name := v.Digest
	o.Makers = nil // nothing of the graph
	if text, err := json.Marshal(o); err == nil && string(text) != "{}" {
		sum := sha256.Sum256(text)
		name += "+" + hex.EncodeToString(sum[:])
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if graph, ok := g.kept.Get(name); ok {
		return graph, nil
	}
	graph, err := glue.NewGraph(name, g.reversed(o.apply(v.Document.Graph)), natures{g.kinds})
	if err != nil {
		return nil, fmt.Errorf("compile: %w", err)
	}
	g.kept.Add(name, graph)
	return graph, nil
}

// natures tells package plan what package nodes knows.
type natures struct{ kinds *nodes.Registry }

func (n natures) Nature(kind chain.KindName) (plan.Nature, bool) {
	nature, ok := n.kinds.Nature(kind)
	switch nature {
	case nodes.Glue:
		return plan.Glue, ok
	case nodes.Fail:
		return plan.Fail, ok
	case nodes.Effect:
		if kind == each.Name {
			return plan.Each, ok
		}
		return plan.Effect, ok
	case nodes.Suspend:
		return plan.Wait, ok
	default:
		return 0, false
	}
}

// reversed gives nodes that name no undo the one that their kind knows; those
// inside of a list have to name theirs.
func (g *graphs) reversed(graph chain.Graph) chain.Graph {
	var nodes []chain.Node // a copy, once one of them changes
	for i := range graph.Nodes {
		n := &graph.Nodes[i]
		if n.Undo != nil {
			continue
		}
		if undo := g.kinds.Reverse(&n.Body); undo != nil {
			if nodes == nil {
				nodes = slices.Clone(graph.Nodes)
			}
			nodes[i].Undo = undo
		}
	}
	if nodes != nil {
		graph.Nodes = nodes
	}
	return graph
}
