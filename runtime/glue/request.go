package glue

import (
	"encoding/json"

	"catenary/chain"
	"catenary/runtime/run"
)

// advanceRequest is what goes before the view in opAdvance.
type advanceRequest struct {
	graph string
	wire  []byte // of the graph, if the child may not have it
	most  int    // how many questions are to be answered; 0: as many as there is time for
	info  RunInfo
	// run and switches are seen by glue as they are.
	run, switches json.RawMessage
}

func (q *advanceRequest) write(w *writer) {
	w.text(q.graph)
	w.bytes(q.wire)
	w.number(q.most)
	w.text(q.info.ID)
	w.signed(q.info.StartedAt)
	w.bytes(q.run)
	w.bytes(q.switches)
}

func readAdvance(r *reader) advanceRequest {
	return advanceRequest{
		graph: r.text(), wire: r.bytes(), most: r.number(),
		info: RunInfo{ID: r.text(), StartedAt: r.signed()},
		run:  r.bytes(), switches: r.bytes(),
	}
}

// writeRender writes opRender: all that there is to see, and the expressions.
func writeRender(w *writer, s *scene, shown []shownNode, sources []string) {
	w.text(s.seed)
	w.signed(s.startedAt)
	for _, b := range [...][]byte{s.input, s.run, s.switches, s.incoming} {
		w.bytes(b)
	}
	w.number(len(s.names))
	for _, n := range s.names {
		w.text(n.name)
		w.bytes(n.value)
	}
	w.number(len(shown))
	for _, n := range shown {
		w.text(string(n.id))
		w.text(string(n.state))
		w.bytes(n.output)
		w.bytes(n.failure)
	}
	w.number(len(sources))
	for _, text := range sources {
		w.text(text)
	}
}

func readRender(r *reader) (*scene, []string) {
	s := &scene{seed: r.text(), startedAt: r.signed()}
	for _, b := range [...]*json.RawMessage{&s.input, &s.run, &s.switches, &s.incoming} {
		*b = r.bytes()
	}
	for range r.count() {
		s.names = append(s.names, namedValue{r.text(), r.bytes()})
	}
	var all []shownNode
	for range r.count() {
		all = append(all, shownNode{chain.NodeID(r.text()), run.StepState(r.text()), r.bytes(), r.bytes()})
	}
	s.nodes = func(means func(chain.NodeID) bool) []shownNode {
		var found []shownNode
		for _, n := range all {
			if means(n.id) {
				found = append(found, n)
			}
		}
		return found
	}
	var sources []string
	for range r.count() {
		sources = append(sources, r.text())
	}
	return s, sources
}
