package glue

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"slices"

	"catenary/chain"
	"catenary/runtime/run"
)

// Render replaces the ${{ }} in a JSON value, such as the configuration of a
// node that is about to begin with that input. The expressions see what those
// of the node see, incoming too, and extra are more names. One that fails is a
// Failure; errors are those of Advance.
func (p *Pool) Render(ctx context.Context, tenant string, w Work, scope string, node chain.NodeID, input json.RawMessage, value chain.JSON, extra map[string]json.RawMessage) (json.RawMessage, *run.Failure, error) {
	t, err := parseTemplate(value)
	if err != nil {
		return nil, failureOf(err), nil
	}
	var values []json.RawMessage
	if len(t.sources) > 0 {
		s, shown, err := w.rendering(ctx, scope, node, input, t.sources)
		if err != nil {
			return nil, nil, err
		}
		for _, name := range slices.Sorted(maps.Keys(extra)) {
			s.names = append(s.names, namedValue{name, extra[name]})
		}
		a, err := p.render(ctx, tenant, s, shown, t.sources)
		if err != nil || a.failure != nil {
			return nil, a.failure, err
		}
		values = a.values
	}
	text, err := t.fill(values)
	if err != nil {
		return nil, failureOf(err), nil
	}
	return text, nil, nil
}

// rendering is the scene of a node that is about to begin.
func (w *Work) rendering(ctx context.Context, scope string, id chain.NodeID, input json.RawMessage, sources []string) (_ *scene, _ []shownNode, err error) {
	var named nodeSet
	uses := map[string]bool{}
	for _, text := range sources {
		m := mentions(text)
		named.add(m)
		for _, name := range []string{"input", "incoming", "nodes"} {
			uses[name] = uses[name] || m.has(name)
		}
	}
	s := &scene{
		run: w.Run.runJSON(), names: itemOf(w.View, scope),
		seed: seedOf(w.Run.ID, scope, id, aboutTemplate), startedAt: w.Run.StartedAt,
	}
	if uses["input"] {
		s.input = w.View.Input
	}
	if s.switches, err = w.switches(ctx, named.switches); err != nil {
		return nil, nil, err
	}
	if uses["incoming"] {
		var step *run.Step
		if in := w.View.Scope(scope); in != nil {
			step = in.Steps[id]
		}
		if g := w.Graph.at(scope); g != nil {
			s.incoming = incomingOf(g.node(id), step, input)
		}
	}
	if !uses["nodes"] {
		return s, nil, nil
	}
	return s, visible(w.Graph, w.View, scope, id, false, named.means), nil
}

func (p *Pool) render(ctx context.Context, tenant string, s *scene, shown []shownNode, sources []string) (answer, error) {
	var got given
	for try := 1; ; try++ {
		child, err := p.do(ctx, tenant, call{
			patient: true, limit: evaluationLimit,
			frame: func(bool) (*writer, error) {
				w := newFrame(byte(opRender))
				writeRender(w, s, shown, sources)
				return w, nil
			},
			take: func(in *reader) error {
				var err error
				if got, err = readAnswer(in); err != nil {
					return err
				}
				if got.about != aboutTemplate || got.failure == nil && (len(got.values) != len(sources) || len(got.holds) > 0) {
					return errForged
				}
				return in.end()
			},
		})
		switch {
		case err == nil:
			return got.answer, nil
		case errors.Is(err, errTooMuch):
			return answer{failure: &run.Failure{Code: CodeMemory, Message: "what it can see of the run is too large for glue"}}, nil
		case errors.Is(err, errDied) && try == 1: // of something else, perhaps
		case isDeath(err):
			code, message := died(child, err, evaluationLimit)
			return answer{failure: &run.Failure{Code: code, Message: message}}, nil
		default:
			return answer{}, err
		}
	}
}
