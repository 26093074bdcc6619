package plan

import (
	"bytes"
	"encoding/json"
	"slices"

	"catenary/chain"
	"catenary/runtime/run"
)

var null = json.RawMessage("null")

// input makes the input of a node: the scope's if no edge leads to it, the
// value of the one node before it, or, at a join, an object with the values of
// those whose edges are taken, by node id.
func (g *Graph) input(s *run.Scope, n *node, step *run.Step) json.RawMessage {
	switch {
	case n.of == 0:
		return orNull(s.Input)
	case !n.joins:
		return incoming(s, step.In[0])
	}
	in := slices.Clone(step.In)
	slices.SortStableFunc(in, func(a, b run.Incoming) int { return g.index[a.From] - g.index[b.From] })
	var o object
	for _, edge := range in {
		o.add(edge.From, incoming(s, edge))
	}
	return o.bytes()
}

// incoming is what comes along an edge: what its map returned, the output of
// the node that it comes from, or {error} if that has failed.
func incoming(s *run.Scope, in run.Incoming) json.RawMessage {
	if len(in.Mapped) > 0 {
		return in.Mapped
	}
	from := s.Steps[in.From]
	if from.State == run.StepFailed && from.Failure != nil {
		text, err := json.Marshal(struct {
			Error *run.Failure `json:"error"`
		}{from.Failure})
		if err != nil {
			return null // texts and a number can always be written
		}
		return text
	}
	return orNull(from.Output)
}

// result is the output of a graph that says none: that of its last node, or,
// if it has several, an object of those that succeeded.
func (g *Graph) result(s *run.Scope) json.RawMessage {
	var o object
	for _, i := range g.leaves {
		step := s.Steps[g.nodes[i].ID]
		switch {
		case step == nil || step.State != run.StepSucceeded:
		case len(g.leaves) == 1:
			return orNull(step.Output)
		default:
			o.add(g.nodes[i].ID, orNull(step.Output))
		}
	}
	if len(g.leaves) == 1 {
		return null
	}
	return o.bytes()
}

func orNull(value json.RawMessage) json.RawMessage {
	if len(value) == 0 {
		return null
	}
	return value
}

// object writes an object whose keys are ids, which need no escapes.
type object struct{ b bytes.Buffer }

func (o *object) add(key chain.NodeID, value json.RawMessage) {
	if o.b.Len() > 0 {
		o.b.WriteByte(',')
	}
	o.b.WriteString(`"` + string(key) + `":`)
	o.b.Write(value)
}

func (o *object) bytes() json.RawMessage {
	return slices.Concat([]byte("{"), o.b.Bytes(), []byte("}"))
}
