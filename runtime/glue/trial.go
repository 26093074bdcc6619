package glue

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"slices"

	"github.com/dop251/goja"

	"catenary/chain"
	"catenary/runtime/run"
)

// TrialKind says as what a source is tried.
type TrialKind int

// The kinds of sources.
const (
	TryExpression TrialKind = iota // one expression, as between ${{ and }}
	TryCondition                   // one expression that holds or not, as at an edge
	TryBody                        // a function's body, as of a script or a map
)

// Trial is one source that is tried outside of a run.
type Trial struct {
	Kind TrialKind
	Text string
}

// Sample is what a source that is tried sees. What is left out is empty, and
// Incoming is not seen by conditions, as in a run.
type Sample struct {
	Input, Run, Switches, Incoming json.RawMessage
	Nodes                          map[chain.NodeID]SampleNode
	// Names are seen beside the usual, as item and index inside an each.
	Names map[string]json.RawMessage
	// Seed is where chance comes from; StartedAt is the one moment that Date
	// knows, in Unix microseconds.
	Seed      string
	StartedAt int64
}

// SampleNode is a step that is done.
type SampleNode struct {
	State         run.StepState
	Output, Error json.RawMessage
}

// tryLimit is when a child is killed that does not let itself be interrupted
// at the limit of an evaluation.
const tryLimit = 3 * evaluationLimit

// Try evaluates one source with a sample, in a child and within the limits that
// runs have. Its children are others than those of the tenant's runs, which
// therefore never wait for it. What fails is a Failure; that too many wait is
// fault.Limited.
func (p *Pool) Try(ctx context.Context, tenant string, t Trial, with *Sample) (json.RawMessage, *run.Failure, error) {
	if len(t.Text) > MaxSource {
		return nil, &run.Failure{Code: CodeTooLarge, Message: "a script has at most 64 KiB"}, nil
	}
	s, shown := with.scene()
	if t.Kind == TryCondition {
		s.incoming = nil
	}
	var got given
	for try := 1; ; try++ {
		child, err := p.do(ctx, tenant+" tries", call{
			limit: tryLimit,
			frame: func(bool) (*writer, error) {
				w := newFrame(byte(opTry))
				w.number(int(t.Kind))
				writeRender(w, s, shown, []string{t.Text})
				return w, nil
			},
			take: func(in *reader) error {
				var err error
				if got, err = readAnswer(in); err != nil {
					return err
				}
				if got.about != aboutTemplate || got.failure == nil && (len(got.values) != 1 || len(got.holds) > 0) {
					return errForged
				}
				return in.end()
			},
		})
		switch {
		case err == nil && got.failure != nil:
			return nil, got.failure, nil
		case err == nil:
			return got.values[0], nil, nil
		case errors.Is(err, errTooMuch):
			return nil, &run.Failure{Code: CodeMemory, Message: "what it can see of the run is too large for glue"}, nil
		case errors.Is(err, errDied) && try == 1: // of something else, perhaps
		case isDeath(err):
			code, message := died(child, err, evaluationLimit)
			return nil, &run.Failure{Code: code, Message: message}, nil
		default:
			return nil, nil, err
		}
	}
}

func (m *Sample) scene() (*scene, []shownNode) {
	s := &scene{
		input: orEmpty(m.Input), run: orEmpty(m.Run), switches: orEmpty(m.Switches), incoming: orEmpty(m.Incoming),
		seed: m.Seed, startedAt: m.StartedAt,
	}
	for _, name := range slices.Sorted(maps.Keys(m.Names)) {
		s.names = append(s.names, namedValue{name, m.Names[name]})
	}
	var shown []shownNode
	for _, id := range slices.Sorted(maps.Keys(m.Nodes)) {
		n := m.Nodes[id]
		shown = append(shown, shownNode{id: id, state: n.State, output: n.Output, failure: n.Error})
	}
	return s, shown
}

func orEmpty(value json.RawMessage) json.RawMessage {
	if len(value) == 0 {
		return json.RawMessage("{}")
	}
	return value
}

// try evaluates one source outside of a run.
func (c *child) try(r *reader) (*writer, error) {
	kind := TrialKind(r.number())
	s, sources := readRender(r)
	if err := r.end(); err != nil {
		return nil, err
	}
	if len(sources) != 1 {
		return nil, errFrame
	}
	src := source{Body: kind == TryBody, Text: sources[0]}
	c.evaluator.guard.begin()
	defer c.evaluator.guard.end()
	var a answer
	if kind == TryCondition {
		a = c.evaluator.condition(s, src)
	} else {
		a = c.evaluator.values(s, []source{src})
	}
	w := newFrame(statusDone)
	writeAnswer(w, &question{about: aboutTemplate}, a)
	return w, nil
}

// condition evaluates a source to whether it holds.
func (e *evaluator) condition(s *scene, src source) answer {
	var a answer
	a.failure = e.evaluate(s, src, 0, func(_ *goja.Runtime, v goja.Value) error {
		text := "false"
		if v.ToBoolean() {
			text = "true"
		}
		a.values = append(a.values, json.RawMessage(text))
		return nil
	})
	return a
}
