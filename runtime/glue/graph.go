package glue

import (
	"encoding/json"
	"fmt"
	"slices"

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
	made := &Graph{name: name, plan: compiled}
	made.root, err = made.read(g, r.seen)
	return made, r.seen, err
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

// read finds the glue in a graph that plan.Compile took.
func (made *Graph) read(g chain.Graph, kinds kindTable) (*graph, error) {
	read := &graph{index: make(map[chain.NodeID]int, len(g.Nodes)), nodes: make([]node, len(g.Nodes))}
	for i := range g.Nodes {
		read.index[g.Nodes[i].ID] = i
		n := &read.nodes[i]
		n.id, n.nature = g.Nodes[i].ID, kinds[g.Nodes[i].Kind]
		if err := made.readNode(n, &g.Nodes[i], kinds); err != nil {
			return nil, fmt.Errorf("node %q: %w", n.id, err)
		}
	}
	for _, e := range g.Edges {
		from, to := &read.nodes[read.index[e.From]], &read.nodes[read.index[e.To]]
		from.asks = from.asks || e.When != "" || e.Map != ""
		made.shown.add(mentions(e.When))
		made.shown.add(mentions(e.Map))
		if !slices.Contains(to.from, e.From) {
			to.from = append(to.from, e.From)
			from.to = append(from.to, e.To)
		}
	}
	read.order(g.Edges)
	var err error
	if len(g.Output) > 0 {
		read.output, err = made.template(g.Output)
	}
	return read, err
}

func (made *Graph) template(value []byte) (*template, error) {
	t, err := parseTemplate(value)
	if err != nil {
		return nil, err
	}
	for _, source := range t.sources {
		made.shown.add(mentions(source))
	}
	return t, nil
}

func (made *Graph) readNode(n *node, designed *chain.Node, kinds kindTable) error {
	var config struct {
		Body          string
		Message, Code string
		Graph, Chain  json.RawMessage
	}
	var err error
	if n.nature == plan.Glue || n.nature == plan.Fail || n.nature == plan.Each {
		if len(designed.Config) > 0 {
			err = json.Unmarshal(designed.Config, &config)
		}
		if err != nil {
			return err
		}
	}
	switch n.nature {
	case plan.Glue:
		n.body = config.Body
		made.shown.add(mentions(n.body))
	case plan.Fail:
		n.code = config.Code
		n.message, err = made.template(appendText(nil, config.Message))
	case plan.Each:
		inner := chain.Graph{Nodes: []chain.Node{{ID: n.id, Body: chain.Body{Kind: "chain", Config: chain.JSON(config.Chain)}}}}
		if len(config.Graph) > 0 {
			parsed, wrong := chain.ParseGraph(chain.JSON(config.Graph))
			if len(wrong) > 0 {
				return fmt.Errorf("%s: %s", wrong[0].Pointer, wrong[0].Detail)
			}
			inner = *parsed
		}
		n.inner, err = made.read(inner, kinds)
	}
	if err == nil && designed.Undo != nil {
		n.undo, err = made.read(chain.Graph{Nodes: []chain.Node{{ID: n.id, Body: *designed.Undo}}}, kinds)
	}
	return err
}

// order finds the nodes before each.
func (g *graph) order(edges []chain.Edge) {
	words := (len(g.nodes) + 63) / 64
	next := make([][]int, len(g.nodes))
	waiting := make([]int, len(g.nodes))
	for _, e := range edges {
		from, to := g.index[e.From], g.index[e.To]
		next[from] = append(next[from], to)
		waiting[to]++
	}
	var ready []int
	for i := range g.nodes {
		g.nodes[i].before = make([]uint64, words)
		if waiting[i] == 0 {
			ready = append(ready, i)
		}
	}
	for ; len(ready) > 0; ready = ready[1:] {
		from := ready[0]
		for _, to := range next[from] {
			for i, bits := range g.nodes[from].before {
				g.nodes[to].before[i] |= bits
			}
			g.nodes[to].before[from/64] |= 1 << (from % 64)
			if waiting[to]--; waiting[to] == 0 {
				ready = append(ready, to)
			}
		}
	}
}

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
