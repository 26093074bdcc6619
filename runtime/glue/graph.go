package glue

import (
	"encoding/json"

	"catenary/chain"
	"catenary/runtime/plan"
	"catenary/runtime/run"
)

// Graph is a chain's graph as children get it. It is made once per version and
// may be used by many runs at once.
type Graph struct {
	name string
	plan *plan.Graph
	root *graph
	// wire is what a child makes the same Graph of.
	wire []byte
	// shown is what glue that Advance evaluates may look at.
	shown nodeSet
}

// kindTable has the natures of the kinds that a graph uses.
type kindTable map[chain.KindName]plan.Nature

func (k kindTable) Nature(kind chain.KindName) (plan.Nature, bool) {
	n, ok := k[kind]
	return n, ok
}

// recorder notes which natures were asked for.
type recorder struct {
	plan.Natures
	seen kindTable
}

func (r recorder) Nature(kind chain.KindName) (plan.Nature, bool) {
	n, ok := r.Natures.Nature(kind)
	if ok {
		r.seen[kind] = n
	}
	return n, ok
}

// wireGraph is a Graph on its way to a child.
type wireGraph struct {
	Graph chain.Graph
	// Output keeps "no output" and "the output null" apart, also inside.
	Output string
	Kinds  kindTable
}

// NewGraph makes a Graph. The name must differ for graphs that differ: a
// digest. The error is that of plan.Compile, or says which node's glue cannot
// be read.
func NewGraph(name string, g chain.Graph, kinds plan.Natures) (*Graph, error) {
	made, seen, err := newGraph(name, g, kinds)
	if err != nil {
		return nil, err
	}
	w := wireGraph{Graph: g, Output: string(g.Output), Kinds: seen}
	w.Graph.Output = nil
	made.wire, err = json.Marshal(w)
	return made, err
}

// readGraph makes in a child what NewGraph made.
func readGraph(name string, wire []byte) (*Graph, error) {
	var w wireGraph
	if err := json.Unmarshal(wire, &w); err != nil {
		return nil, err
	}
	w.Graph.Output = nil
	if w.Output != "" {
		w.Graph.Output = chain.JSON(w.Output)
	}
	for i := range w.Graph.Nodes {
		clean(&w.Graph.Nodes[i].Body)
		if w.Graph.Nodes[i].Undo != nil {
			clean(w.Graph.Nodes[i].Undo)
		}
	}
	g, _, err := newGraph(name, w.Graph, w.Kinds)
	return g, err
}

// clean takes back that encoding/json reads the null of an empty value as one.
func clean(b *chain.Body) {
	if string(b.Config) == "null" {
		b.Config = nil
	}
}

func newGraph(name string, g chain.Graph, kinds plan.Natures) (*Graph, kindTable, error) {
	r := recorder{kinds, kindTable{}}
	compiled, err := plan.Compile(g, r)
	if err != nil {
		return nil, nil, err
	}
	f := finder{kinds: r.seen}
	root, err := f.read(g)
	return &Graph{name: name, plan: compiled, root: root, shown: f.shown}, r.seen, err
}

// Plan is the graph for package plan.
func (g *Graph) Plan() *plan.Graph { return g.plan }

// graph is the glue of one graph: the chain's own, or one inside a node.
type graph struct {
	index  map[chain.NodeID]int
	nodes  []node
	output *template
}

// node is the glue of a node.
type node struct {
	id     chain.NodeID
	nature plan.Nature
	// body is the source of a script; a glue node without one passes its input
	// on.
	body string
	// message and code are those of a node that fails.
	message *template
	code    string
	// from and to are the nodes next to it; before are all from which a way
	// leads here.
	from   []chain.NodeID
	to     []chain.NodeID
	before []uint64
	// asks says that edges which leave it have glue.
	asks        bool
	inner, undo *graph
}

func (n *node) isBehind(i int) bool { return n.before[i/64]&(1<<(i%64)) != 0 }

// at returns the graph that runs in a scope, or nil.
func (g *Graph) at(path string) *graph {
	if path == "" {
		return g.root
	}
	p, ok := run.PlaceOf(path)
	if !ok {
		return nil
	}
	outer := g.at(p.Outer)
	if outer == nil {
		return nil
	}
	n := outer.node(p.Node)
	switch {
	case n == nil:
		return nil
	case p.Undo:
		return n.undo
	default:
		return n.inner
	}
}

func (g *graph) node(id chain.NodeID) *node {
	i, ok := g.index[id]
	if !ok {
		return nil
	}
	return &g.nodes[i]
}
