package glue

import (
	"encoding/json"
	"errors"
	"strings"

	"catenary/chain"
	"catenary/runtime/run"
)

// given is an answer with the question that a child says it answered.
type given struct {
	about subject
	scope string
	id    chain.NodeID
	answer
}

func writeAnswer(w *writer, q *question, a answer) {
	w.number(int(q.about))
	w.text(q.scope)
	w.text(string(q.id))
	w.flag(a.failure != nil)
	if f := a.failure; f != nil {
		w.text(f.Code)
		w.text(f.Message)
		w.number(f.Line)
		return
	}
	w.number(len(a.holds))
	for _, h := range a.holds {
		w.flag(h)
	}
	w.number(len(a.values))
	for _, v := range a.values {
		w.bytes(v)
	}
}

// errForged says that a child answered what no child of ours would.
var errForged = errors.New("the answer of the child cannot be")

// readAnswer reads what writeAnswer wrote, and trusts none of it: a child may
// have been taken over by what it evaluates.
func readAnswer(r *reader) (given, error) {
	g := given{about: subject(r.number()), scope: r.text(), id: chain.NodeID(r.text())}
	if r.flag() {
		g.failure = &run.Failure{Code: r.text(), Message: r.text(), Line: r.number()}
		switch g.failure.Code {
		case CodeError, CodeTimeout, CodeMemory, CodeTooLarge:
		default:
			return g, errForged
		}
		if len(g.failure.Message) > maxMessage+3 || strings.ToValidUTF8(g.failure.Message, "") != g.failure.Message {
			return g, errForged
		}
		return g, r.err
	}
	for range r.count() {
		g.holds = append(g.holds, r.flag())
	}
	for range r.count() {
		v := r.bytes()
		if len(v) > MaxOutput || checkJSON(v) != nil {
			return g, errForged
		}
		g.values = append(g.values, json.RawMessage(v))
	}
	return g, r.err
}

// fits says whether the answer is one to the question.
func (g *given) fits(q *question) bool {
	if g.about != q.about || g.scope != q.scope || g.id != q.id {
		return false
	}
	if g.failure != nil {
		return true
	}
	switch q.about {
	case aboutScript:
		return len(g.holds) == 0 && len(g.values) == 1
	case aboutMessage:
		return len(g.holds) == 0 && len(g.values) == len(q.graph.node(q.id).message.sources)
	case aboutOutput:
		return len(g.holds) == 0 && len(g.values) == len(q.graph.output.sources)
	case aboutEdges:
		if len(g.holds) != len(q.ask) {
			return false
		}
		_, maps := q.decide(g.holds)
		return len(g.values) == len(maps)
	default:
		return false
	}
}
