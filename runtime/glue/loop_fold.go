package glue

import (
	"encoding/json"
	"fmt"
	"strconv"

	"catenary/runtime/plan"
	"catenary/runtime/run"
)

// event keeps an event that is no segment, and folds it.
func (l *loop) event(kind run.Kind, body any) error {
	l.replan = true
	if err := l.journal.event(kind, body); err != nil {
		return err
	}
	return l.fold(kind, body)
}

func (l *loop) fold(kind run.Kind, body any) error {
	if err := run.Apply(l.view, run.Event{Seq: l.view.Seq + 1, Epoch: l.view.Epoch, Kind: kind}, body); err != nil {
		return fmt.Errorf("fold what glue did: %w", err)
	}
	return nil
}

// entry keeps an entry of a segment, and folds it.
func (l *loop) entry(scope string, e run.Entry) error {
	l.journal.entry(scope, e)
	if err := l.fold(run.SegmentEvent, run.Segment{Scope: scope, Entries: []run.Entry{e}}); err != nil {
		return err
	}
	l.look(scope, l.view.Scope(scope), e)
	return nil
}

// look finds out what else has become due by an entry, so that the list of
// actions at hand is gone through only as long as plan would say the same.
func (l *loop) look(path string, s *run.Scope, e run.Entry) {
	g := l.work.at(path)
	if e.State == run.StepFailed || e.Decided == nil || e.Decided.Failure != nil {
		l.replan = true
		return
	}
	for _, edge := range e.Decided.Edges {
		step, i := s.Steps[edge.To], g.index[edge.To]
		switch {
		case step.State == run.StepReady && g.nodes[i].nature != plan.Glue && g.nodes[i].nature != plan.Fail:
		case step.State == run.StepReady, step.State == run.StepPending && len(step.In)+step.Refused == step.Of:
			l.low = min(l.low, i)
		}
	}
}

// Bounds of what one Advance returns and of one event.
const (
	maxJournal = 4 << 20
	maxSegment = 64 << 10
)

// journal collects events. A nil journal keeps nothing.
type journal struct {
	bodies []Body
	size   int
	scope  string
	// segment is the one that is being written, without its end; entries are
	// what it tells.
	segment []byte
	entries []run.Entry
}

func (j *journal) full() bool { return j != nil && j.size+len(j.segment) > maxJournal }

func (j *journal) event(kind run.Kind, body any) error {
	if j == nil {
		return nil
	}
	j.flush()
	text, err := json.Marshal(body)
	if err != nil {
		return fmt.Errorf("write %s: %w", kind, err)
	}
	j.add(kind, text, body)
	return nil
}

func (j *journal) add(kind run.Kind, text []byte, value any) {
	j.bodies = append(j.bodies, Body{Kind: kind, Body: text, Value: value})
	j.size += len(text)
}

func (j *journal) flush() {
	if len(j.segment) > 0 {
		j.add(run.SegmentEvent, append(j.segment, "]}"...), run.Segment{Scope: j.scope, Entries: j.entries})
		j.segment, j.entries = nil, nil
	}
}

func (j *journal) entry(scope string, e run.Entry) {
	if j == nil {
		return
	}
	if j.scope != scope || len(j.segment) > maxSegment {
		j.flush()
	}
	if len(j.segment) > 0 {
		j.segment = append(j.segment, ',')
	} else {
		j.segment = openSegment(nil, scope)
	}
	j.scope, j.segment, j.entries = scope, appendEntry(j.segment, e), append(j.entries, e)
}

func openSegment(b []byte, scope string) []byte {
	if scope == "" {
		return append(b, `{"entries":[`...)
	}
	return append(appendText(append(b, `{"scope":`...), scope), `,"entries":[`...)
}

func appendEntry(b []byte, e run.Entry) []byte {
	b = appendText(append(b, `{"node":`...), string(e.Node))
	if e.State != "" {
		b = appendText(append(b, `,"state":`...), string(e.State))
	}
	b = appendValue(b, `,"input":`, e.Input)
	b = appendValue(b, `,"output":`, e.Output)
	b = appendFailure(b, `,"failure":`, e.Failure)
	if e.Given {
		b = append(b, `,"given":true`...)
	}
	if d := e.Decided; d != nil {
		b = append(b, `,"decided":{`...)
		for i, edge := range d.Edges {
			if i == 0 {
				b = append(b, `"edges":[`...)
			} else {
				b = append(b, ',')
			}
			b = appendEdge(b, edge)
		}
		if len(d.Edges) > 0 {
			b = append(b, ']')
		}
		name := `"failure":`
		if len(d.Edges) > 0 {
			name = `,"failure":`
		}
		b = append(appendFailure(b, name, d.Failure), '}')
	}
	return append(b, '}')
}

func appendEdge(b []byte, e run.Edge) []byte {
	b = appendText(append(b, `{"to":`...), string(e.To))
	if e.Taken {
		b = append(b, `,"taken":true`...)
	}
	b = strconv.AppendInt(append(b, `,"of":`...), int64(e.Of), 10)
	if e.Need > 0 {
		b = strconv.AppendInt(append(b, `,"need":`...), int64(e.Need), 10)
	}
	return append(appendValue(b, `,"mapped":`, e.Mapped), '}')
}

func appendValue(b []byte, name string, value json.RawMessage) []byte {
	if len(value) == 0 {
		return b
	}
	return append(append(b, name...), value...)
}

func appendFailure(b []byte, name string, f *run.Failure) []byte {
	if f == nil {
		return b
	}
	b = appendText(append(append(b, name...), `{"code":`...), f.Code)
	b = appendText(append(b, `,"message":`...), f.Message)
	if f.Node != "" {
		b = appendText(append(b, `,"node":`...), string(f.Node))
	}
	if f.Scope != "" {
		b = appendText(append(b, `,"scope":`...), f.Scope)
	}
	if f.Line != 0 {
		b = strconv.AppendInt(append(b, `,"line":`...), int64(f.Line), 10)
	}
	return append(b, '}')
}
