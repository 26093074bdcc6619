package plan

import (
	"fmt"
	"slices"

	"catenary/chain"
)

// Graph is a chain's graph in the form that Next needs. It is made once per
// version, never changes, and may be used by many runs at once. It shares the
// chain.Graph that it was made of.
type Graph struct {
	nodes  []node
	edges  []chain.Edge
	index  map[chain.NodeID]int
	roots  []chain.NodeID
	leaves []int
	output chain.JSON
}

type node struct {
	*chain.Node
	in     *Graph
	nature Nature
	out    []int // edges that leave, by index
	// of and need are what run.Edge says of them.
	of, need int
	// joins says that edges from several nodes lead here.
	joins    bool
	halves   []chain.Part
	parallel bool
	// inner is what an each does for an item; undo is the graph of the one
	// node that reverses this.
	inner, undo *Graph
}

// Compile makes a Graph, inner graphs and undos included. The error names what
// is wrong: an id that is there twice, an edge from or to nowhere, a cycle, a
// kind that cannot run, an inner graph that is none. A graph that
// chain.Validate found sound has only a kind that cannot run.
func Compile(graph chain.Graph, kinds Natures) (*Graph, error) {
	g := &Graph{
		nodes: make([]node, len(graph.Nodes)), edges: graph.Edges, output: graph.Output,
		index: make(map[chain.NodeID]int, len(graph.Nodes)),
	}
	for i := range graph.Nodes {
		n := &graph.Nodes[i]
		if _, twice := g.index[n.ID]; twice {
			return nil, fmt.Errorf("node %q is there twice", n.ID)
		}
		nature, ok := kinds.Nature(n.Kind)
		if !ok || nature < Glue || nature > Each {
			return nil, fmt.Errorf("node %q: kind %q cannot run", n.ID, n.Kind)
		}
		g.index[n.ID] = i
		g.nodes[i] = node{Node: n, in: g, nature: nature, need: need(n.Join)}
		if nature == Effect {
			g.nodes[i].halves, g.nodes[i].parallel = halves(&n.Body)
		}
		if err := g.nodes[i].compileInner(kinds); err != nil {
			return nil, err
		}
	}
	if err := g.connect(); err != nil {
		return nil, err
	}
	return g, g.acyclic()
}

func need(j *chain.Join) int {
	switch {
	case j == nil:
		return 0
	case j.AtLeast > 0:
		return j.AtLeast
	case j.Mode == chain.JoinAny:
		return 1
	default:
		return 0
	}
}

// halves are what an attempt of a body consists of, in its order.
func halves(b *chain.Body) (parts []chain.Part, parallel bool) {
	switch {
	case b.Pipeline != nil && b.Task != nil:
		if b.Execution == chain.Parallel {
			return []chain.Part{chain.PipelinePart, chain.TaskPart}, true
		}
		if len(b.Order) == 2 {
			return b.Order, false
		}
		return []chain.Part{chain.PipelinePart, chain.TaskPart}, false
	case b.Pipeline != nil:
		return []chain.Part{chain.PipelinePart}, false
	case b.Task != nil:
		return []chain.Part{chain.TaskPart}, false
	default:
		return []chain.Part{""}, false
	}
}

func (g *Graph) connect() error {
	from := make([]chain.NodeID, len(g.nodes)) // the first node before each
	for i, e := range g.edges {
		f, fromOK := g.index[e.From]
		t, toOK := g.index[e.To]
		if !fromOK || !toOK {
			return fmt.Errorf("the edge from %q to %q has an end that is not there", e.From, e.To)
		}
		g.nodes[f].out = append(g.nodes[f].out, i)
		to := &g.nodes[t]
		to.joins = to.joins || to.of > 0 && from[t] != e.From
		from[t] = e.From
		to.of++
	}
	for i := range g.nodes {
		if g.nodes[i].of == 0 {
			g.roots = append(g.roots, g.nodes[i].ID)
		}
		if len(g.nodes[i].out) == 0 {
			g.leaves = append(g.leaves, i)
		}
	}
	return nil
}

func (g *Graph) acyclic() error {
	before := make([]int, len(g.nodes))
	var ready []int
	for i := range g.nodes {
		if before[i] = g.nodes[i].of; before[i] == 0 {
			ready = append(ready, i)
		}
	}
	done := 0
	for ; done < len(ready); done++ {
		for _, e := range g.nodes[ready[done]].out {
			t := g.index[g.edges[e].To]
			if before[t]--; before[t] == 0 {
				ready = append(ready, t)
			}
		}
	}
	if done < len(g.nodes) {
		return fmt.Errorf("node %q waits for itself", g.nodes[slices.IndexFunc(before, func(n int) bool { return n > 0 })].ID)
	}
	return nil
}

// Roots are the nodes that no edge leads to, in the order of the graph.
func (g *Graph) Roots() []chain.NodeID { return slices.Clone(g.roots) }

// Edge returns an edge by its index.
func (g *Graph) Edge(i int) chain.Edge { return g.edges[i] }

// Node returns a node as designed.
func (g *Graph) Node(id chain.NodeID) (*chain.Node, bool) {
	i, ok := g.index[id]
	if !ok {
		return nil, false
	}
	return g.nodes[i].Node, true
}

// Output is the output as designed, with its expressions; nil if there is none.
func (g *Graph) Output() chain.JSON { return g.output }
