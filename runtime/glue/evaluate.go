package glue

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"

	"github.com/dop251/goja"
	"github.com/dop251/goja/parser"

	"catenary/runtime/run"
)

// evaluator answers questions. It lives in the child.
type evaluator struct {
	guard    guard
	programs map[source]*compiled
	// held is how long the sources of programs are together.
	held int
}

// maxHeld bounds the sources that are kept compiled, in bytes.
const maxHeld = 1 << 20

type compiled struct {
	program *goja.Program
	wrong   *problem
	mention mention
}

// compile compiles a source once.
func (e *evaluator) compile(s source) *compiled {
	if c, ok := e.programs[s]; ok {
		return c
	}
	c := &compiled{mention: mentions(s.Text)}
	if c.wrong = check(s); c.wrong == nil {
		c.program, c.wrong = function(s)
	}
	if e.held += len(s.Text); e.held > maxHeld || e.programs == nil {
		e.programs, e.held = map[source]*compiled{}, len(s.Text)
	}
	e.programs[s] = c
	return c
}

// function compiles a source that check found right into a function of what it
// may see.
func function(s source) (*goja.Program, *problem) {
	head, tail := "(function(input, nodes, run, switches, incoming) {return (\n", "\n)})"
	if s.Body {
		head, tail = "(function(input, nodes, run, switches, incoming) {\n", "\n})"
	}
	program, err := parser.ParseFile(nil, "", head+s.Text+tail, 0, parser.WithDisableSourceMaps)
	if err != nil {
		return nil, located(err)
	}
	compiled, err := goja.CompileAST(program, true)
	if err != nil {
		return nil, located(err)
	}
	return compiled, nil
}

// answer answers a question that came up in a run.
func (e *evaluator) answer(q *question, s *scene) answer {
	e.guard.begin()
	defer e.guard.end()
	switch q.about {
	case aboutScript:
		return e.values(s, []source{{Body: true, Text: q.graph.node(q.id).body}})
	case aboutMessage:
		return e.templateValues(s, q.graph.node(q.id).message.sources)
	case aboutOutput:
		return e.templateValues(s, q.graph.output.sources)
	default:
		return e.edges(q, s)
	}
}

func (e *evaluator) templateValues(s *scene, texts []string) answer {
	sources := make([]source, len(texts))
	for i, text := range texts {
		sources[i].Text = text
	}
	return e.values(s, sources)
}

// values evaluates sources to JSON, each in a world of its own.
func (e *evaluator) values(s *scene, sources []source) answer {
	var a answer
	for i, src := range sources {
		a.failure = e.evaluate(s, src, i, func(r *goja.Runtime, v goja.Value) error {
			v, err := settled(v)
			if err != nil {
				return err
			}
			text, err := encode(r, v)
			a.values = append(a.values, text)
			return err
		})
		if a.failure != nil {
			return answer{failure: a.failure}
		}
	}
	return a
}

// edges evaluates conditions, then the maps of the edges that are taken.
func (e *evaluator) edges(q *question, s *scene) answer {
	var a answer
	conditions := *s
	conditions.incoming = nil
	for i, text := range q.whens() {
		failure := e.evaluate(&conditions, source{Text: text}, i, func(_ *goja.Runtime, v goja.Value) error {
			a.holds = append(a.holds, v.ToBoolean())
			return nil
		})
		if failure != nil {
			failure.Message = cut(fmt.Sprintf("condition of the edge to %q: %s", q.plan.Edge(q.ask[i]).To, failure.Message))
			return answer{failure: failure}
		}
	}
	d, maps := q.decide(a.holds)
	for _, m := range maps {
		got := e.values(s, []source{{Body: true, Text: m.Source}})
		if got.failure != nil {
			got.failure.Message = cut(fmt.Sprintf("map of the edge to %q: %s", d.Edges[m.Edge].To, got.failure.Message))
			return answer{failure: got.failure}
		}
		a.values = append(a.values, got.values...)
	}
	return a
}

var promiseType = reflect.TypeFor[*goja.Promise]()

// settled takes the value out of a promise.
func settled(v goja.Value) (goja.Value, error) {
	o, ok := v.(*goja.Object)
	if !ok || o.ExportType() != promiseType {
		return v, nil
	}
	p, ok := o.Export().(*goja.Promise)
	if !ok {
		return v, nil
	}
	switch p.State() {
	case goja.PromiseStateFulfilled:
		return p.Result(), nil
	case goja.PromiseStateRejected:
		panic(p.Result())
	default:
		return nil, errors.New("the promise that it returned is never kept")
	}
}

// evaluate runs a source in a new world, and hands its value to use while still
// on guard.
func (e *evaluator) evaluate(s *scene, src source, nth int, use func(*goja.Runtime, goja.Value) error) (failure *run.Failure) {
	c := e.compile(src)
	if c.wrong != nil {
		return &run.Failure{Code: CodeError, Message: cut("SyntaxError: " + c.wrong.Message), Line: c.wrong.Line}
	}
	defer func() {
		if thrown := recover(); thrown != nil {
			failure = failureOf(recovered(thrown))
		}
	}()
	r, err := world(s, &c.mention, nth)
	if err != nil {
		return failureOf(err)
	}
	args, err := arguments(r, s, &c.mention)
	if err != nil {
		return failureOf(err)
	}
	if err := e.guard.watch(r); err != nil {
		return failureOf(err)
	}
	f, err := r.RunProgram(c.program)
	if err != nil {
		return failureOf(err)
	}
	call, _ := goja.AssertFunction(f)
	v, err := call(goja.Undefined(), args...)
	if err != nil {
		return failureOf(err)
	}
	var used error
	if thrown := r.Try(func() { used = use(r, v) }); thrown != nil {
		return failureOf(thrown)
	}
	if used != nil {
		return failureOf(used)
	}
	return nil
}

// recovered is what a panic of the interpreter means.
func recovered(thrown any) error {
	if err, ok := thrown.(error); ok {
		var interrupted *goja.InterruptedError
		var overflow *goja.StackOverflowError
		if errors.As(err, &interrupted) || errors.As(err, &overflow) {
			return err
		}
	}
	return fmt.Errorf("the interpreter could not go on: %v", thrown)
}

// arguments are what the function of a source gets: of each value only as much
// as it mentions.
func arguments(r *goja.Runtime, s *scene, m *mention) ([]goja.Value, error) {
	args := make([]goja.Value, len(seenNames))
	for i, text := range [...]json.RawMessage{s.input, nil, s.run, s.switches, s.incoming} {
		w := &m.of[i]
		args[i] = goja.Undefined()
		if w.nothing() || i == len(seenNames)-1 && text == nil {
			continue
		}
		if len(text) == 0 && seenNames[i] == "switches" {
			text = json.RawMessage("{}")
		}
		var err error
		if i == nodesName {
			args[i], err = nodesOf(r, s.nodes(m.means), w)
		} else {
			args[i], err = decodeParts(r, text, w)
		}
		if err != nil {
			return nil, err
		}
	}
	return args, nil
}

func nodesOf(r *goja.Runtime, shown []shownNode, w *want) (goja.Value, error) {
	nodes := r.NewObject()
	for _, n := range shown {
		o, parts := r.NewObject(), w.field(string(n.id))
		if parts.field("state") != nil {
			if err := o.Set("state", r.ToValue(string(n.state))); err != nil {
				return nil, err
			}
		}
		for _, p := range [...]struct {
			name string
			text json.RawMessage
		}{{"output", n.output}, {"error", n.failure}} {
			part := parts.field(p.name)
			if part == nil {
				continue
			}
			v, err := decodeParts(r, p.text, part)
			if err != nil {
				return nil, err
			}
			if err := o.Set(p.name, v); err != nil {
				return nil, err
			}
		}
		if err := nodes.Set(string(n.id), o); err != nil {
			return nil, err
		}
	}
	return nodes, nil
}
