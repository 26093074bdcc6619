package glue

import (
	"encoding/json"
	"time"

	"catenary/chain"
	"catenary/runtime/run"
)

// scene is what there is to see at one place of a run.
type scene struct {
	input, run, switches json.RawMessage
	// incoming is an object by source node; empty: it is not seen here.
	incoming json.RawMessage
	// nodes finds the steps that are done and lie before the place.
	nodes func(means func(chain.NodeID) bool) []shownNode
	// names are what is seen beside the usual.
	names []namedValue
	// seed tells evaluations apart whose time is startedAt, in Unix
	// microseconds.
	seed      string
	startedAt int64
}

type namedValue struct {
	name  string
	value json.RawMessage
}

// shownNode is a step as glue sees it.
type shownNode struct {
	id      chain.NodeID
	state   run.StepState
	output  json.RawMessage
	failure json.RawMessage
}

// runJSON is what glue sees as run.
func (r *RunInfo) runJSON() json.RawMessage {
	text, err := json.Marshal(struct {
		ID        string `json:"id"`
		Chain     string `json:"chain"`
		Version   int64  `json:"version"`
		Org       string `json:"org"`
		Trigger   string `json:"trigger"`
		StartedAt string `json:"started_at"`
	}{r.ID, r.Chain, r.Version, r.Org, r.Trigger, time.UnixMicro(r.StartedAt).UTC().Format("2006-01-02T15:04:05.000Z")})
	if err != nil {
		return nil // texts and a number can always be written
	}
	return text
}

// visible finds the steps that glue at a node may see: those that are done and
// lie on a way to it, in its own graph and in those around it. With self also
// the node's own; without a node all.
func visible(g *Graph, v *run.View, path string, id chain.NodeID, self bool, means func(chain.NodeID) bool) []shownNode {
	var found []shownNode
	seen := map[chain.NodeID]bool{}
	for at := range run.Outward(path) {
		graph, s := g.at(at), v.Scope(at)
		if graph == nil || s == nil {
			return found
		}
		var place *node
		if id != "" {
			place = graph.node(id)
		}
		for i := range graph.nodes {
			n := &graph.nodes[i]
			if place != nil && !place.isBehind(i) && (!self || place != n) || seen[n.id] || !means(n.id) {
				continue
			}
			if step := s.Steps[n.id]; step != nil && step.State.Final() {
				seen[n.id] = true
				found = append(found, shown(n.id, step))
			}
		}
		if p, inner := run.PlaceOf(at); inner {
			id, self = p.Node, p.Undo
		}
	}
	return found
}

func shown(id chain.NodeID, step *run.Step) shownNode {
	n := shownNode{id: id, state: step.State, output: step.Output}
	if step.Failure != nil {
		n.failure = appendFailure(nil, "", step.Failure)
	}
	return n
}

// incomingOf is what came to a node along its taken edges, by source node.
func incomingOf(n *node, step *run.Step, input json.RawMessage) json.RawMessage {
	switch {
	case n == nil || step == nil || len(n.from) == 0 || len(step.In) == 0:
		return json.RawMessage("{}")
	case len(n.from) > 1:
		return input
	default:
		return incomingFrom(step.In[0].From, input)
	}
}

func incomingFrom(id chain.NodeID, value json.RawMessage) json.RawMessage {
	if len(value) == 0 {
		value = json.RawMessage("null")
	}
	b := append(appendText(make([]byte, 0, len(id)+len(value)+8), string(id)), ':')
	return append(append(append([]byte{'{'}, b...), value...), '}')
}

// along is what comes along an edge that has no map.
func along(step *run.Step) json.RawMessage {
	if step.State == run.StepFailed && step.Failure != nil {
		return append(appendFailure(nil, `{"error":`, step.Failure), '}')
	}
	return step.Output
}

// scene sets the stage for a question that came up in a run.
func (l *loop) scene(q *question, info *RunInfo, runJSON, switches json.RawMessage) *scene {
	s := &scene{
		input: l.view.Input, run: runJSON, switches: switches, startedAt: info.StartedAt,
		seed: seedOf(info.ID, q.scope, q.id, q.about),
		nodes: func(means func(chain.NodeID) bool) []shownNode {
			return visible(l.work, l.view, q.scope, q.id, q.about == aboutEdges, means)
		},
		names: itemOf(l.view, q.scope),
	}
	var step *run.Step
	if q.id != "" {
		step = l.view.Scope(q.scope).Steps[q.id]
	}
	switch q.about {
	case aboutScript, aboutMessage:
		s.incoming = incomingOf(q.graph.node(q.id), step, q.input)
	case aboutEdges:
		s.incoming = incomingFrom(q.id, along(step))
	}
	return s
}

// itemOf are the names that glue inside an each sees.
func itemOf(v *run.View, path string) []namedValue {
	item, index, ok := v.Item(path)
	if !ok {
		return nil
	}
	text, err := json.Marshal(index)
	if err != nil {
		return nil
	}
	return []namedValue{{"item", item}, {"index", text}}
}

// seedOf tells places in runs apart.
func seedOf(id, scope string, node chain.NodeID, about subject) string {
	return id + "\x00" + scope + "\x00" + string(node) + "\x00" + string('0'+rune(about))
}

// whens are the conditions that a question asks about.
func (q *question) whens() []string {
	texts := make([]string, len(q.ask))
	for i, edge := range q.ask {
		texts[i] = q.plan.Edge(edge).When
	}
	return texts
}
