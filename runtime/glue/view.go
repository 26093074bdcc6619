package glue

import (
	"encoding/json"
	"slices"

	"catenary/chain"
	"catenary/runtime/run"
)

// slot says which value of a view comes next.
type slot int

const (
	inputSlot  slot = iota + 1 // of the run
	scopeSlot                  // input of a scope
	closedSlot                 // output of a scope
	outputSlot                 // of a step
	mappedSlot                 // of an edge to a step
	halfSlot                   // output of a half
)

// writeView writes a view for a child: its frame as JSON without the values,
// and then those that plan or glue may still look at. Of a run that has but
// started it writes the input, and the child starts it by itself.
func writeView(w *writer, g *Graph, v *run.View) error {
	started := v.Seq == 1 && v.State == run.Running
	w.flag(started)
	if started {
		w.bytes(v.Input)
		return nil
	}
	bare := *v
	bare.Input, bare.Output = nil, nil
	bare.Scopes = make(map[string]*run.Scope, len(v.Scopes))
	values := writer{}
	count := 0
	put := func(kind slot, path string, id chain.NodeID, n int, value json.RawMessage) {
		if len(value) == 0 {
			return
		}
		count++
		values.number(int(kind))
		values.text(path)
		values.text(string(id))
		values.number(n)
		values.bytes(value)
	}
	put(inputSlot, "", "", 0, v.Input)
	for path, scope := range v.Scopes {
		s := *scope
		s.Input, s.Output = nil, nil
		bare.Scopes[path] = &s
		put(closedSlot, path, "", 0, scope.Output)
		if scope.State != "" && v.State != run.Undoing {
			s.Steps = nil // it is over, and plan looks no more into it
			continue
		}
		put(scopeSlot, path, "", 0, scope.Input)
		s.Steps = make(map[chain.NodeID]*run.Step, len(scope.Steps))
		graph := g.at(path)
		for id, step := range scope.Steps {
			t := *step
			t.Input, t.Output = nil, nil
			if graph != nil && g.wanted(graph, scope, id, step) {
				put(outputSlot, path, id, 0, step.Output)
			}
			t.In, t.Halves = slices.Clone(step.In), slices.Clone(step.Halves)
			for i := range t.In {
				if !step.State.Final() {
					put(mappedSlot, path, id, i, t.In[i].Mapped)
				}
				t.In[i].Mapped = nil
			}
			for i := range t.Halves {
				if !step.State.Final() {
					put(halfSlot, path, id, i, t.Halves[i].Output)
				}
				t.Halves[i].Output = nil
			}
			s.Steps[id] = &t
		}
	}
	frame, err := json.Marshal(&bare)
	if err != nil {
		return err
	}
	w.bytes(frame)
	w.number(count)
	w.b = append(w.b, values.b...)
	return nil
}

// wanted says whether the output of a step can still be looked at: by glue, as
// the graph's result, or by a node that has not begun.
func (g *Graph) wanted(graph *graph, s *run.Scope, id chain.NodeID, step *run.Step) bool {
	if !step.Decided || g.shown.means(id) {
		return true
	}
	i, ok := graph.index[id]
	if !ok {
		return true
	}
	for _, to := range graph.nodes[i].to {
		next := s.Steps[to]
		if next == nil || next.State == run.StepPending || next.State == run.StepReady {
			return true
		}
	}
	return len(graph.nodes[i].to) == 0
}

// readView reads what writeView wrote.
func readView(r *reader, g *Graph) (*run.View, error) {
	v := &run.View{}
	started, frame := r.flag(), r.bytes()
	if r.err != nil {
		return nil, r.err
	}
	if started {
		return v, run.Apply(v, run.Event{Seq: 1, Kind: run.StartEvent}, run.Start{Input: frame, Roots: g.plan.Roots()})
	}
	if err := json.Unmarshal(frame, v); err != nil {
		return nil, err
	}
	for range r.count() {
		kind, path, id, n, value := slot(r.number()), r.text(), chain.NodeID(r.text()), r.number(), r.bytes()
		if r.err != nil {
			return nil, r.err
		}
		if kind == inputSlot {
			v.Input = value
			continue
		}
		s := v.Scopes[path]
		if s == nil {
			return nil, errFrame
		}
		if kind == scopeSlot || kind == closedSlot {
			if kind == scopeSlot {
				s.Input = value
			} else {
				s.Output = value
			}
			continue
		}
		step := s.Steps[id]
		switch {
		case step == nil:
			return nil, errFrame
		case kind == outputSlot:
			step.Output = value
		case kind == mappedSlot && n < len(step.In):
			step.In[n].Mapped = value
		case kind == halfSlot && n < len(step.Halves):
			step.Halves[n].Output = value
		default:
			return nil, errFrame
		}
	}
	return v, r.err
}
