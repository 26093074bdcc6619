package glue

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"catenary/runtime/plan"
	"catenary/runtime/run"
)

// Advance does all that needs nobody but glue and plan, and returns the events
// that it made of it, in order; none: nothing of that kind is due. It may
// return before all is done, so that people see progress: ask until it returns
// nothing. It waits for its turn, and fails only if the pool is stopped, no
// child can be started or ctx ends. What is wrong with the glue is a failure
// in the events.
func (p *Pool) Advance(ctx context.Context, tenant string, w Work) ([]Body, error) {
	due := func(a plan.Action) bool { return pure(a.Kind) }
	if !slices.ContainsFunc(plan.Next(w.Graph.plan, w.View, ""), due) {
		return nil, nil
	}
	switches, err := w.switches(ctx, w.Graph.shown.switches)
	if err != nil {
		return nil, err
	}
	r := &respondent{ctx: ctx, pool: p, tenant: tenant, work: &w, switches: switches}
	r.loop = loop{work: w.Graph, view: w.View.Clone(), start: w.Input, given: w.Given, ask: r.ask, journal: &journal{}}
	if err := errors.Join(r.loop.run(), r.err); err != nil {
		return nil, err
	}
	r.loop.journal.flush()
	return r.loop.journal.bodies, nil
}

// respondent answers the questions of a run by asking a child. One request
// brings the answers to all questions that the child had time for. If it dies,
// they are asked one at a time, until the one that kills children is found: it
// is answered by a failure.
type respondent struct {
	ctx    context.Context //nolint:containedctx // it lives as long as the call of Advance
	pool   *Pool
	tenant string
	work   *Work
	loop   loop
	// switches are the same for all that one call does.
	switches json.RawMessage

	answers []given
	child   *process
	asked   bool
	careful bool
	err     error
}

func (r *respondent) ask(q *question) (answer, bool) {
	if len(r.answers) == 0 {
		if r.asked && !r.careful {
			return answer{}, false
		}
		r.asked = true
		if blame := r.send(); blame != nil || r.err != nil {
			return answer{failure: blame}, r.err == nil
		}
	}
	if len(r.answers) > 0 && r.answers[0].fits(q) {
		a := r.answers[0].answer
		r.answers = r.answers[1:]
		return a, true
	}
	r.pool.discard(r.tenant, r.child)
	r.answers = nil
	if r.careful {
		r.careful = false
		return answer{failure: &run.Failure{Code: CodeCrashed, Message: crashedMessage}}, true
	}
	r.careful = true
	return r.ask(q)
}

// send asks a child, again one question at a time if it dies of many. The
// failure is that of the one question which it dies of.
func (r *respondent) send() *run.Failure {
	for {
		limit := evaluationLimit
		if !r.careful {
			limit += segmentTime
		}
		err := r.request(limit)
		switch {
		case err == nil:
			return nil
		case errors.Is(err, errTooMuch):
			return &run.Failure{Code: CodeMemory, Message: "what it can see of the run is too large for glue"}
		case !isDeath(err):
			r.err = err
			return nil
		case r.careful:
			r.careful = false
			code, message := died(r.child, err, evaluationLimit)
			return &run.Failure{Code: code, Message: message}
		}
		r.careful = true
	}
}

func (r *respondent) request(limit time.Duration) error {
	req := advanceRequest{graph: r.work.Graph.name, info: r.work.Run, run: r.work.Run.runJSON(), switches: r.switches}
	if r.careful {
		req.most = 1
	}
	child, err := r.pool.do(r.ctx, r.tenant, call{
		patient: true, graph: req.graph, limit: limit,
		frame: func(whole bool) (*writer, error) {
			w := newFrame(byte(opAdvance))
			req.wire = nil
			if whole {
				req.wire = r.work.Graph.wire
			}
			req.write(w)
			return w, writeView(w, r.work.Graph, r.loop.view)
		},
		take: func(in *reader) error {
			r.answers = nil
			for len(in.b) > 0 {
				a, err := readAnswer(in)
				if err != nil {
					return err
				}
				r.answers = append(r.answers, a)
			}
			return in.err
		},
	})
	r.child = child
	return err
}
