package glue

import (
	"encoding/json"
	"math"

	"catenary/chain"
	"catenary/runtime/plan"
	"catenary/runtime/run"
)

// question is one evaluation that the way of a run needs.
type question struct {
	about subject
	scope string
	id    chain.NodeID // empty: the output of the scope
	plan  *plan.Graph
	graph *graph
	// input is that of a script or a message.
	input json.RawMessage
	// ask are the edges whose when is asked, of a step that ended so.
	ask   []int
	state run.StepState
}

type subject byte

const (
	aboutScript   subject = iota + 1 // the output of a script
	aboutMessage                     // the expressions in the message of a node that fails
	aboutEdges                       // which edges are taken, and their maps
	aboutOutput                      // the expressions in the output of a graph
	aboutTemplate                    // those in a configuration
)

// answer is what came of a question: a failure, or values. Of edges it has the
// truth of those that were asked about, and the values of the maps of those
// that are then taken; of a script one value, otherwise one of each expression.
type answer struct {
	failure *run.Failure
	holds   []bool
	values  []json.RawMessage
}

// loop carries out everything pure that may happen in a run, one action after
// another and always the first that plan gives. The same view and the same
// answers make the same events, whether it is done in one go or in pieces. Both
// sides run it: a child to find out which questions come up and to answer them,
// the server to make events of the answers. So a child can say nothing about a
// run but what its glue evaluates to.
type loop struct {
	work *Graph
	view *run.View
	// start is the input that the Start event gets.
	start json.RawMessage
	// given is Work.Given. A child does not need it: nothing that it is asked
	// depends on it.
	given func(chain.NodeID) bool
	// ask answers; false: stop before this.
	ask     func(*question) (answer, bool)
	journal *journal // nil: events are not kept

	// replan says that the next action may be another than the next in the
	// list; low is the first node behind which that may be so.
	replan bool
	low    int
}

// pure says whether an action needs nobody but plan and glue.
func pure(k plan.Kind) bool {
	switch k {
	case plan.Start, plan.Compute, plan.Finish, plan.Decide, plan.Close, plan.Reverse, plan.End:
		return true
	default:
		return false
	}
}

// run goes on until nothing pure is left or ask says so. The error means that
// plan and fold do not fit together.
func (l *loop) run() error {
	for {
		more, err := l.round()
		if err != nil || !more {
			return err
		}
	}
}

func (l *loop) round() (more bool, err error) {
	l.replan, l.low = false, math.MaxInt
	scope := ""
	for _, a := range plan.Next(l.work.plan, l.view, "") {
		if !pure(a.Kind) {
			continue
		}
		if more {
			g := l.work.at(a.Scope)
			if l.replan || a.Scope != scope || a.Node == "" || g.index[a.Node] >= l.low {
				return true, nil
			}
		}
		if l.journal.full() {
			return false, nil
		}
		going, err := l.do(a)
		if err != nil || !going {
			return false, err
		}
		more, scope = true, a.Scope
	}
	return more, nil
}

// do carries out one action; false if ask said stop.
func (l *loop) do(a plan.Action) (bool, error) {
	switch a.Kind {
	case plan.Compute:
		return l.compute(a)
	case plan.Finish:
		return true, l.entry(a.Scope, run.Entry{Node: a.Node, State: a.State, Output: a.Output, Failure: a.Failure, Decided: a.Decided})
	case plan.Decide:
		return l.decide(a)
	case plan.Close, plan.End:
		return l.end(a)
	case plan.Reverse:
		return true, l.event(run.ReverseEvent, run.Reverse{Scope: a.Scope, Node: a.Node, Roots: a.Roots})
	default:
		b := run.Start{Input: l.start, Roots: a.Roots}
		return true, l.event(run.StartEvent, b)
	}
}

func (l *loop) question(about subject, a plan.Action) (*question, *node) {
	q := &question{about: about, scope: a.Scope, id: a.Node, graph: l.work.at(a.Scope), input: a.Input, ask: a.Ask}
	q.plan, _ = l.work.plan.At(a.Scope)
	return q, q.graph.node(a.Node)
}

func (l *loop) compute(a plan.Action) (bool, error) {
	q, n := l.question(aboutScript, a)
	e := run.Entry{Node: a.Node, State: run.StepSucceeded, Input: a.Input}
	switch {
	case n.nature == plan.Fail:
		q.about = aboutMessage
		message, failure, ok := l.fill(q, n.message)
		if !ok {
			return false, nil
		}
		e.State, e.Failure = run.StepFailed, failure
		if failure == nil {
			e.Failure = n.failed(message)
		}
	case n.body == "":
		e.Output = a.Input
	default:
		got, ok := l.ask(q)
		switch {
		case !ok:
			return false, nil
		case got.failure != nil:
			e.State, e.Failure = run.StepFailed, got.failure
		default:
			e.Output = got.values[0]
		}
	}
	e.Given = e.State == run.StepSucceeded && a.Scope == "" && l.given != nil && l.given(a.Node)
	if e.State == run.StepSucceeded && !n.asks {
		d, _ := q.plan.Decide(a.Node, e.State, nil)
		e.Decided = &d
	}
	return true, l.entry(a.Scope, e)
}

// failed is the failure that the node was designed to make.
func (n *node) failed(message json.RawMessage) *run.Failure {
	f := &run.Failure{Code: n.code}
	if f.Code == "" {
		f.Code = "failed"
	}
	if json.Unmarshal(message, &f.Message) != nil || f.Message == "" {
		f.Message = "the chain ends here"
	}
	f.Message = cut(f.Message)
	return f
}

// fill evaluates a template; false if ask said stop.
func (l *loop) fill(q *question, t *template) (json.RawMessage, *run.Failure, bool) {
	var got answer
	if len(t.sources) > 0 {
		var ok bool
		if got, ok = l.ask(q); !ok {
			return nil, nil, false
		}
	}
	if got.failure != nil {
		return nil, got.failure, true
	}
	text, err := t.fill(got.values)
	if err != nil {
		return nil, failureOf(err), true
	}
	return text, nil, true
}

func (l *loop) decide(a plan.Action) (bool, error) {
	e := run.Entry{Node: a.Node, Decided: a.Decided}
	if a.Decided == nil {
		q, _ := l.question(aboutEdges, a)
		q.state = l.view.Scope(a.Scope).Steps[a.Node].State
		got, ok := l.ask(q)
		if !ok {
			return false, nil
		}
		d := run.Decision{Failure: got.failure}
		if got.failure == nil {
			var maps []plan.Mapping
			d, maps = q.decide(got.holds)
			for i, m := range maps {
				d.Edges[m.Edge].Mapped = got.values[i]
			}
		}
		e.Decided = &d
	}
	return true, l.entry(a.Scope, e)
}

// decide says which edges are taken, and which maps are then needed.
func (q *question) decide(holds []bool) (run.Decision, []plan.Mapping) {
	truth := make(map[int]bool, len(holds))
	for i, edge := range q.ask {
		truth[edge] = holds[i]
	}
	return q.plan.Decide(q.id, q.state, truth)
}

func (l *loop) end(a plan.Action) (bool, error) {
	output, failure := a.Output, a.Failure
	state, scopeState := a.End, a.State
	if a.Evaluate {
		a.Node = ""
		q, _ := l.question(aboutOutput, a)
		var ok bool
		if output, failure, ok = l.fill(q, q.graph.output); !ok {
			return false, nil
		}
		if failure != nil {
			output, state, scopeState = nil, run.Failed, run.StepFailed
		}
	}
	if a.Kind == plan.End {
		return true, l.event(run.EndEvent, run.End{State: state, Output: output, Failure: failure})
	}
	return true, l.event(run.CloseEvent, run.Close{Scope: a.Scope, State: scopeState, Output: output, Failure: failure, Open: a.Open})
}
