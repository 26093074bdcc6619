package glue

import (
	"encoding/json"
	"fmt"
	"slices"

	"catenary/chain"
	"catenary/runtime/plan"
)

// finder finds the glue in graphs.
type finder struct {
	kinds kindTable
	shown nodeSet
}

// read finds the glue in a graph that plan.Compile took.
func (f *finder) read(g chain.Graph) (*graph, error) {
	read := &graph{index: make(map[chain.NodeID]int, len(g.Nodes)), nodes: make([]node, len(g.Nodes))}
	for i := range g.Nodes {
		read.index[g.Nodes[i].ID] = i
		n := &read.nodes[i]
		n.id, n.nature = g.Nodes[i].ID, f.kinds[g.Nodes[i].Kind]
		if err := f.readNode(n, &g.Nodes[i]); err != nil {
			return nil, fmt.Errorf("node %q: %w", n.id, err)
		}
	}
	for _, e := range g.Edges {
		from, to := &read.nodes[read.index[e.From]], &read.nodes[read.index[e.To]]
		from.asks = from.asks || e.When != "" || e.Map != ""
		f.shown.add(mentions(e.When))
		f.shown.add(mentions(e.Map))
		if !slices.Contains(to.from, e.From) {
			to.from = append(to.from, e.From)
			from.to = append(from.to, e.To)
		}
	}
	read.order(g.Edges)
	var err error
	if len(g.Output) > 0 {
		read.output, err = f.template(g.Output)
	}
	return read, err
}

func (f *finder) template(value []byte) (*template, error) {
	t, err := parseTemplate(value)
	if err != nil {
		return nil, err
	}
	for _, source := range t.sources {
		f.shown.add(mentions(source))
	}
	return t, nil
}

func (f *finder) readNode(n *node, designed *chain.Node) error {
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
		f.shown.add(mentions(n.body))
	case plan.Fail:
		n.code = config.Code
		n.message, err = f.template(appendText(nil, config.Message))
	case plan.Each:
		inner := chain.Graph{Nodes: []chain.Node{{ID: n.id, Body: chain.Body{Kind: "chain", Config: config.Chain}}}}
		if len(config.Graph) > 0 {
			parsed, wrong := chain.ParseGraph(config.Graph)
			if len(wrong) > 0 {
				return fmt.Errorf("%s: %s", wrong[0].Pointer, wrong[0].Detail)
			}
			inner = *parsed
		}
		n.inner, err = f.read(inner)
	}
	if err == nil && designed.Undo != nil {
		n.undo, err = f.read(chain.Graph{Nodes: []chain.Node{{ID: n.id, Body: *designed.Undo}}})
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
