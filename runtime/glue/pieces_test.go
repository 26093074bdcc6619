package glue

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"catenary/chain"
	"catenary/runtime/plan"
	"catenary/runtime/run"
)

var drawKinds = kindTable{
	"script": plan.Glue, "branch": plan.Glue, "fail": plan.Fail, "http": plan.Effect, "chain": plan.Effect, "wait": plan.Wait, "each": plan.Each,
}

// drawGraph makes a graph of scripts that look at all there is, of effects, and
// of lists.
func drawGraph(r *rapid.T, prefix string, most int, inner bool) chain.Graph {
	var g chain.Graph
	// Some look at nothing that cannot be told before.
	plain := rapid.Bool().Draw(r, "plain")
	bodies := []string{
		"return {nodes, incoming, input, run, i: typeof item === 'undefined' ? null : [item, index]}",
		"return Object.keys(nodes)", "return [Math.random(), uuid()]", "throw new Error('no')", "return 1 / 3", "return incoming",
		"nodes.x = 1; input.y = 2; Array.prototype.z = 3; return nodes",
	}
	when, mapping, output := "Object.keys(nodes).length % 2", "return {incoming, chance: Math.random()}", `{"all":"${{ nodes }}","chance":"${{ Math.random() }}"}`
	if plain {
		bodies = []string{"return nodes.n0 && nodes.n0.output", `return [nodes["n1"], input]`, "return incoming", "return 1"}
		when, mapping, output = "nodes.n1?.output", "return [nodes.n0]", `"${{ nodes.n2 }}"`
	}
	for i := range rapid.IntRange(1, most).Draw(r, "nodes") {
		n := chain.Node{ID: chain.NodeID(fmt.Sprintf("%s%d", prefix, i))}
		n.Kind = rapid.SampledFrom([]chain.KindName{"script", "script", "script", "script", "branch", "http", "wait", "each", "fail"}).Draw(r, "kind")
		if n.Kind == "each" && inner || n.Kind == "fail" && rapid.IntRange(0, 3).Draw(r, "no fail") > 0 {
			n.Kind = "script"
		}
		switch n.Kind {
		case "script":
			n.Config = object(map[string]any{"body": rapid.SampledFrom(bodies).Draw(r, "body")})
			if rapid.Bool().Draw(r, "undone") {
				n.Undo = &chain.Body{Kind: "script", Config: object(map[string]any{"body": "return nodes"})}
			}
		case "fail":
			n.Config = object(map[string]any{"message": "no ${{ Object.keys(nodes) }}"})
		case "each":
			graph, err := json.Marshal(documentOf(drawGraph(r, string(n.ID)+"x", 3, true)))
			if err != nil {
				r.Fatal(err)
			}
			n.Config = object(map[string]any{"items": []any{}, "graph": json.RawMessage(graph)})
		}
		n.OnFailure = rapid.SampledFrom([]chain.OnFailure{"", chain.Continue, chain.FollowFailureEdges}).Draw(r, "on_failure")
		incoming := 0
		for from := range i {
			if rapid.IntRange(0, 2).Draw(r, "edge") > 0 {
				continue
			}
			e := chain.Edge{From: g.Nodes[from].ID, To: n.ID}
			switch rapid.IntRange(0, 6).Draw(r, "sort") {
			case 0:
				e.When = when
			case 1:
				e.Otherwise = true
			case 2:
				e.Failure = g.Nodes[from].OnFailure == chain.FollowFailureEdges
			case 3:
				e.Map = mapping
			case 4:
				e.When, e.Map = "Math.random() < 0.7", "if (Math.random() < 0.1) throw 1; return incoming"
			}
			g.Edges = append(g.Edges, e)
			incoming++
		}
		if incoming > 1 && rapid.Bool().Draw(r, "any") {
			n.Join = &chain.Join{AtLeast: rapid.IntRange(1, incoming).Draw(r, "at_least")}
		}
		g.Nodes = append(g.Nodes, n)
	}
	// Not always in the order in which they follow each other.
	g.Nodes = rapid.Permutation(g.Nodes).Draw(r, "order")
	if rapid.Bool().Draw(r, "output") {
		g.Output = chain.JSON(output)
	}
	return g
}

func object(fields map[string]any) chain.JSON {
	text, err := json.Marshal(fields)
	if err != nil {
		panic(err)
	}
	return text
}

// documentOf is a graph as a document has it.
func documentOf(g chain.Graph) any {
	nodes, edges := []any{}, []any{}
	for _, n := range g.Nodes {
		o := map[string]any{"id": n.ID, "kind": n.Kind}
		if n.OnFailure != "" {
			o["on_failure"] = n.OnFailure
		}
		if n.Config != nil {
			o[string(n.Kind)] = n.Config
		}
		if n.Join != nil {
			o["join"] = map[string]any{"at_least": n.Join.AtLeast}
		}
		nodes = append(nodes, o)
	}
	for _, e := range g.Edges {
		o := map[string]any{"from": e.From, "to": e.To}
		for name, text := range map[string]string{"when": e.When, "map": e.Map} {
			if text != "" {
				o[name] = text
			}
		}
		if e.Otherwise {
			o["otherwise"] = true
		}
		if e.Failure {
			o["failure"] = true
		}
		edges = append(edges, o)
	}
	doc := map[string]any{"nodes": nodes, "edges": edges}
	if g.Output != nil {
		doc["output"] = g.Output
	}
	return doc
}

// drive carries a run to its end: advance does what is pure, and what is not
// ends in a way that depends on the run alone.
func drive(r *rapid.T, g *Graph, advance func(*run.View) []Body) []run.Event {
	v := &run.View{}
	var events []run.Event
	fold := func(kind run.Kind, body json.RawMessage) {
		e := run.Event{Seq: v.Seq + 1, Epoch: 1, Kind: kind, Body: body}
		if err := run.Fold(v, e); err != nil {
			r.Fatalf("%v: %s %s", err, kind, body)
		}
		events = append(events, e)
	}
	for range 500 {
		for bodies := advance(v); len(bodies) > 0; bodies = advance(v) {
			for _, b := range bodies {
				fold(b.Kind, b.Body)
			}
		}
		if v.State == run.Succeeded {
			fold(run.UndoEvent, json.RawMessage(`{}`))
			continue
		}
		actions := plan.Next(g.plan, v, "")
		if len(actions) == 0 {
			work, ok := atWork(v)
			if !ok {
				break
			}
			fold(run.ResultEvent, work)
			continue
		}
		a := actions[0]
		at := fmt.Sprintf(`"scope":%q,"node":%q,"attempt":%d`, a.Scope, a.Node, a.Attempt)
		switch a.Kind {
		case plan.Begin:
			fold(run.IntentEvent, json.RawMessage(`{`+at+`,"halves":[{"key":"k"}]}`))
		case plan.Await:
			fold(run.SuspendEvent, json.RawMessage(`{`+at+`,"for":"callback"}`))
		case plan.Expand:
			roots, err := json.Marshal(a.Roots)
			if err != nil {
				r.Fatal(err)
			}
			fold(run.ExpandEvent, json.RawMessage(`{`+at+`,"items":[1,"two",{"three":3}],"at_once":2,"continue":true,"roots":`+string(roots)+`}`))
		case plan.Cancel:
			fold(run.ResultEvent, json.RawMessage(`{`+at+`,"state":"canceled"}`))
		default:
			r.Fatalf("%s is left", a.Kind)
		}
	}
	return events
}

// atWork is the result of the first step that something outside is at work on.
func atWork(v *run.View) (json.RawMessage, bool) {
	var found []string
	for path, s := range v.Scopes {
		for id, step := range s.Steps {
			if s.State == "" && step.Each == nil && (step.State == run.StepProcessing || step.State == run.StepWaiting) {
				found = append(found, fmt.Sprintf(`{"scope":%q,"node":%q,"attempt":%d,"state":"succeeded","output":{"of":%q}}`, path, id, step.Attempt, id))
			}
		}
	}
	if found == nil {
		return nil, false
	}
	return json.RawMessage(slices.Min(found)), true
}

// TestPiecesMakeTheSameAsOneGo lets a run be done in one go, and anew with a
// single question answered at a time, each with a view that went to a child and
// a child that knows nothing of before.
func TestPiecesMakeTheSameAsOneGo(t *testing.T) {
	t.Parallel()
	info := RunInfo{ID: "r1"}
	rapid.Check(t, func(r *rapid.T) {
		made, err := NewGraph("g", drawGraph(r, "n", 8, false), drawKinds)
		if err != nil {
			r.Fatal(err)
		}
		var whole evaluator
		inOneGo := drive(r, made, func(v *run.View) []Body {
			l := loop{work: made, view: v.Clone(), start: json.RawMessage(`{"in":[1]}`), journal: &journal{}}
			l.ask = func(q *question) (answer, bool) { return whole.answer(q, l.scene(q, &info, nil, nil)), true }
			return bodiesOf(r, &l)
		})
		inPieces := drive(r, made, func(v *run.View) []Body {
			asked := false
			l := loop{work: made, view: v.Clone(), start: json.RawMessage(`{"in":[1]}`), journal: &journal{}}
			l.ask = func(q *question) (answer, bool) {
				if asked {
					return answer{}, false
				}
				asked = true
				return elsewhere(r, made, l.view, q, info)
			}
			return bodiesOf(r, &l)
		})
		if diff := cmp.Diff(told(r, inOneGo), told(r, inPieces)); diff != "" {
			r.Errorf("in one go and in pieces (-one +pieces):\n%s", diff)
		}
	})
}

func bodiesOf(r *rapid.T, l *loop) []Body {
	if err := l.run(); err != nil {
		r.Fatal(err)
	}
	l.journal.flush()
	return l.journal.bodies
}

// elsewhere answers one question as a fresh child does, bytes and all.
func elsewhere(r *rapid.T, g *Graph, v *run.View, q *question, info RunInfo) (answer, bool) {
	w := newFrame(byte(opAdvance))
	req := advanceRequest{graph: g.name, wire: g.wire, most: 1, info: info}
	req.write(w)
	if err := writeView(w, g, v); err != nil {
		r.Fatal(err)
	}
	c := child{graphs: map[string]*Graph{}}
	response, err := c.handle(w.b[4:])
	if err != nil {
		r.Fatal(err)
	}
	got, err := readAnswer(&reader{b: response.b[5:]})
	if err != nil || !got.fits(q) {
		r.Fatalf("the child answered %+v to %+v: %v", got, q, err)
	}
	return got.answer, true
}

// told is what a journal tells, however it is cut into segments.
func told(r *rapid.T, events []run.Event) []string {
	var lines []string
	for _, e := range events {
		if e.Kind != run.SegmentEvent {
			lines = append(lines, string(e.Kind)+" "+string(e.Body))
			continue
		}
		var b struct {
			Scope   string
			Entries []json.RawMessage
		}
		if err := json.Unmarshal(e.Body, &b); err != nil {
			r.Fatal(err)
		}
		for _, entry := range b.Entries {
			lines = append(lines, b.Scope+" "+string(entry))
		}
	}
	return lines
}
