package runtime

import (
	"encoding/json"
	"slices"

	"catenary/chain"
	"catenary/nodes/each"
)

// Options is what a test run or a rerun was asked for.
type Options struct {
	// Pins are outputs that nodes have without being carried out, in each turn
	// of those inside of a list.
	Pins map[chain.NodeID]json.RawMessage `json:"pins,omitempty"`
	// UpTo ends the run behind a node; Only runs one node alone.
	UpTo chain.NodeID `json:"up_to,omitempty"`
	Only chain.NodeID `json:"only,omitempty"`
	// Mock leaves out everything that could be noticed outside: such a node
	// succeeds with the output null, unless it is pinned.
	Mock bool `json:"mock,omitempty"`
	// Fail is a node that fails instead of being carried out, wherever it
	// stands: inside of a list it fails in each turn that comes to it.
	Fail chain.NodeID `json:"fail,omitempty"`
	// From is the node that a rerun begins at, and Of the run that it repeats.
	From chain.NodeID `json:"from,omitempty"`
	Of   string       `json:"of,omitempty"`
	// Left says of nodes whose outputs are pinned which attempt of which run
	// left their artefacts.
	Left map[chain.NodeID]Left `json:"left,omitempty"`
	// Makers are people who had a hand in what the run does and cannot be found
	// by its row later: the editors of a draft, those of the run that a rerun
	// repeats.
	Makers []string `json:"makers,omitempty"`
}

// Left names an attempt of a node of the outermost graph in another run.
type Left struct {
	Run     string `json:"run"`
	Attempt int    `json:"attempt"`
}

// ParseOptions reads what a row keeps.
func ParseOptions(text string) (Options, error) {
	var o Options
	if text == "" {
		return o, nil
	}
	err := json.Unmarshal([]byte(text), &o)
	return o, err
}

// pinned says that a node has its output without being carried out.
func (o Options) pinned(id chain.NodeID) bool {
	_, pinned := o.Pins[id]
	return pinned
}

// cut returns the part of a graph that the options ask for.
func (o Options) cut(g chain.Graph) chain.Graph {
	switch {
	case o.Only != "":
		return o.alone(g)
	case o.UpTo != "":
		return keep(g, before(g, o.UpTo))
	}
	return g
}

// alone is one node, and before it the pinned nodes that lead to it by nothing
// but pinned ones, so that it finds what it asks of them. It is carried out
// whatever the edges to it say.
func (o Options) alone(g chain.Graph) chain.Graph {
	part := keep(g, reach(o.Only, func(at chain.NodeID, visit func(chain.NodeID)) {
		for _, e := range g.Edges {
			if e.To == at && o.pinned(e.From) && !e.Failure {
				visit(e.From)
			}
		}
	}))
	var edges []chain.Edge
	for _, e := range part.Edges {
		if !e.Failure {
			e.When, e.Otherwise = "", false
			edges = append(edges, e)
		}
	}
	part.Edges = edges
	for i := range part.Nodes {
		part.Nodes[i].Join = nil
	}
	return part
}

// keep leaves out all other nodes, and with them the output that the whole
// graph would have made.
func keep(g chain.Graph, nodes map[chain.NodeID]bool) chain.Graph {
	var part chain.Graph
	for _, n := range g.Nodes {
		if nodes[n.ID] {
			part.Nodes = append(part.Nodes, n)
		}
	}
	for _, e := range g.Edges {
		if nodes[e.From] && nodes[e.To] {
			part.Edges = append(part.Edges, e)
		}
	}
	return part
}

// before are a node and all from which a way leads to it.
func before(g chain.Graph, id chain.NodeID) map[chain.NodeID]bool {
	return reach(id, func(at chain.NodeID, visit func(chain.NodeID)) {
		for _, e := range g.Edges {
			if e.To == at {
				visit(e.From)
			}
		}
	})
}

// From are a node and all to which a way leads from it: what a rerun carries
// out anew.
func From(g chain.Graph, id chain.NodeID) map[chain.NodeID]bool {
	return reach(id, func(at chain.NodeID, visit func(chain.NodeID)) {
		for _, e := range g.Edges {
			if e.From == at {
				visit(e.To)
			}
		}
	})
}

func reach(from chain.NodeID, next func(at chain.NodeID, visit func(chain.NodeID))) map[chain.NodeID]bool {
	seen := map[chain.NodeID]bool{from: true}
	todo := []chain.NodeID{from}
	for len(todo) > 0 {
		at := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		next(at, func(id chain.NodeID) {
			if !seen[id] {
				seen[id] = true
				todo = append(todo, id)
			}
		})
	}
	return seen
}

// apply cuts the graph, and puts in the place of a pinned node one that
// gives its output by glue, and in that of the node to fail one that throws, so
// that everything else treats them like any other node.
func (o Options) apply(g chain.Graph) chain.Graph {
	part := o.cut(g)
	part.Nodes = slices.Clone(part.Nodes)
	for i := range part.Nodes {
		o.replace(&part.Nodes[i])
	}
	return part
}

// replace does that with one node or with those inside of it, and says whether
// there was something to do.
func (o Options) replace(n *chain.Node) bool {
	output, pinned := o.Pins[n.ID]
	switch {
	case n.ID == o.Fail:
		n.Body, n.Undo = failing(), nil
	case pinned:
		n.Body, n.Undo = constant(output), nil
	default:
		return o.inside(&n.Body)
	}
	return true
}

// inside replaces nodes in the graph of a list. Whatever is wrong with that graph
// is told where it is compiled.
func (o Options) inside(list *chain.Body) bool {
	if list.Kind != each.Name || o.Fail == "" && len(o.Pins) == 0 {
		return false
	}
	var config map[string]json.RawMessage
	if err := json.Unmarshal(list.Config, &config); err != nil || config["graph"] == nil {
		return false
	}
	graph, wrong := chain.ParseGraph(config["graph"])
	if len(wrong) > 0 {
		return false
	}
	replaced := false
	for i := range graph.Nodes {
		replaced = o.replace(&graph.Nodes[i]) || replaced
	}
	if !replaced {
		return false
	}
	config["graph"] = chain.WriteGraph(graph)
	text, err := json.Marshal(config)
	if err == nil {
		list.Config = text
	}
	return err == nil
}

// constant is a body that gives a value. The text is parsed, not written as
// JavaScript, where "__proto__" would be no key like others.
func constant(value json.RawMessage) chain.Body {
	text, err := json.Marshal(string(value))
	if err != nil {
		text = []byte(`"null"`) // strings can always be written
	}
	config, err := json.Marshal(map[string]string{"body": "return JSON.parse(" + string(text) + ");"})
	if err != nil {
		config = []byte(`{"body":"return null;"}`)
	}
	return chain.Body{Kind: "script", Config: config}
}

// failing is a body that fails, whatever it is given.
func failing() chain.Body {
	return chain.Body{Kind: "script", Config: chain.JSON(`{"body":"throw new Error(\"a failure to try out what follows\");"}`)}
}
