package glue_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"catenary/chain"
	"catenary/runtime/glue"
	"catenary/runtime/run"
)

func TestFlow(t *testing.T) {
	t.Parallel()
	pool := newPool(t)
	when := func(e chain.Edge, s string) chain.Edge { e.When = s; return e }
	mapped := func(e chain.Edge, s string) chain.Edge { e.Map = s; return e }
	otherwise := func(e chain.Edge) chain.Edge { e.Otherwise = true; return e }
	failing := func(n chain.Node, o chain.OnFailure) chain.Node { n.OnFailure = o; return n }
	fail := func(id chain.NodeID, config string) chain.Node {
		n := node(id, "fail")
		n.Config = chain.JSON(config)
		return n
	}
	a, b, c := script("a", "return {n: input.in}"), script("b", "return incoming"), script("c", "return nodes")
	tests := []struct {
		name  string
		graph chain.Graph
		want  string
	}{
		{
			"no switches",
			chain.Graph{Nodes: []chain.Node{script("a", "return [switches, switches.none]")}},
			`succeeded [{},null]`,
		},
		{
			"what came along the edge",
			chain.Graph{Nodes: []chain.Node{a, b}, Edges: []chain.Edge{edge("a", "b")}},
			`succeeded {"a":{"n":1}}`,
		},
		{
			"what a map made of it",
			chain.Graph{Nodes: []chain.Node{a, b}, Edges: []chain.Edge{mapped(edge("a", "b"), "return incoming.a.n + nodes.a.output.n")}},
			`succeeded {"a":2}`,
		},
		{
			"a join",
			chain.Graph{
				Nodes: []chain.Node{script("x", "return 1"), script("y", "return 2"), b},
				Edges: []chain.Edge{edge("y", "b"), mapped(edge("x", "b"), "return 'mapped'")},
			},
			`succeeded {"x":"mapped","y":2}`,
		},
		{
			"nodes that lie before",
			chain.Graph{Nodes: []chain.Node{script("other", "return 0"), a, c}, Edges: []chain.Edge{edge("a", "c")}},
			`succeeded {"other":0,"c":{"a":{"state":"succeeded","output":{"n":1},"error":null}}}`,
		},
		{
			"a failed node that lies before",
			chain.Graph{
				Nodes: []chain.Node{failing(script("a", "throw 1"), chain.Continue), script("b", "return [incoming, nodes.a]")}, Edges: []chain.Edge{edge("a", "b")},
			},
			`succeeded [{"a":{"error":{"code":"glue.error","message":"1","line":1}}},{"state":"failed","output":null,"error":{"code":"glue.error","message":"1","line":1}}]`,
		},
		{
			"a branch passes its input on",
			chain.Graph{
				Nodes: []chain.Node{a, node("d", "branch"), b, script("e", "return 'no'")},
				Edges: []chain.Edge{edge("a", "d"), when(edge("d", "b"), "nodes.a.output.n"), when(edge("d", "e"), "nodes.d.output.n > 1")},
			},
			`succeeded {"b":{"d":{"n":1}}}`,
		},
		{
			"otherwise",
			chain.Graph{
				Nodes: []chain.Node{a, b, script("e", "return 'otherwise'")},
				Edges: []chain.Edge{when(edge("a", "b"), "''"), otherwise(edge("a", "e"))},
			},
			`succeeded {"e":"otherwise"}`,
		},
		{
			"a condition that throws",
			chain.Graph{Nodes: []chain.Node{a, b}, Edges: []chain.Edge{when(edge("a", "b"), "x.y")}},
			`failed glue.error at a: condition of the edge to "b": ReferenceError: x is not defined (line 1)`,
		},
		{
			"a map that throws",
			chain.Graph{Nodes: []chain.Node{a, b}, Edges: []chain.Edge{mapped(edge("a", "b"), "\nthrow 'no'")}},
			`failed glue.error at a: map of the edge to "b": no (line 2)`,
		},
		{
			"a condition sees no incoming",
			chain.Graph{Nodes: []chain.Node{a, b}, Edges: []chain.Edge{when(edge("a", "b"), "incoming === undefined")}},
			`succeeded {"a":{"n":1}}`,
		},
		{
			"the output",
			chain.Graph{Nodes: []chain.Node{a}, Output: chain.JSON(`{"n":"${{ nodes.a.output }}","text":"is ${{ nodes.a.output }} ${{ null }}.","plain":[1,"$${{ }}"]}`)},
			`succeeded {"n":{"n":1},"text":"is {\"n\":1} .","plain":[1,"${{ }}"]}`,
		},
		{
			"an output that throws",
			chain.Graph{Nodes: []chain.Node{a}, Output: chain.JSON(`"${{ nodes.b.output }}"`)},
			`failed glue.error at : TypeError: Cannot read property 'output' of undefined (line 1)`,
		},
		{
			"fail",
			chain.Graph{Nodes: []chain.Node{a, fail("f", `{"message":"No stock of ${{ input.in }}: ${{ incoming.a }}","code":"stock.empty"}`)}, Edges: []chain.Edge{edge("a", "f")}},
			`failed stock.empty at f: No stock of 1: {"n":1}`,
		},
		{
			"fail plainly",
			chain.Graph{Nodes: []chain.Node{fail("f", `{"message":"No"}`)}},
			`failed failed at f: No`,
		},
		{
			"fail whose message fails",
			chain.Graph{Nodes: []chain.Node{fail("f", `{"message":"${{ no }}"}`)}},
			`failed glue.error at f: ReferenceError: no is not defined (line 1)`,
		},
		{
			"nothing that a script does is seen by another",
			chain.Graph{
				Nodes: []chain.Node{
					script("a", "Array.prototype.map = () => 'spoilt'; globalThis.x = 1; input.in = 2; return [1]"),
					script("b", "nodes.a.output.push(2); return [typeof x, [1].map(n => n), input.in]"),
					script("c", "return [nodes.a.output, nodes.b.output]"),
				},
				Edges: []chain.Edge{edge("a", "b"), edge("b", "c")},
			},
			`succeeded [[1],["undefined",[1],1]]`,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := newRunner(t, pool, tt.graph, `{"in":1}`)
			if diff := cmp.Diff(tt.want, outcome(r.drive())); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestItems(t *testing.T) {
	t.Parallel()
	each := node("e", "each")
	each.Config = chain.JSON(`{"items":[],"graph":{"nodes":[
		{"id":"x","kind":"script","script":{"body":"return item * 10 + index + nodes.a.output"}},
		{"id":"y","kind":"script","script":{"body":"return nodes.x.output"}}],
		"edges":[{"from":"x","to":"y"}],"output":"${{ [index, nodes.y.output] }}"}}`)
	r := newRunner(t, newPool(t), chain.Graph{
		Nodes: []chain.Node{script("a", "return 1000"), each, script("z", "return incoming.e")},
		Edges: []chain.Edge{edge("a", "e"), edge("e", "z")},
	}, `{}`)
	r.drive()
	r.fold(run.ExpandEvent, []byte(`{"node":"e","attempt":1,"items":[7,8,9],"at_once":2,"roots":["x"]}`))
	if got, want := outcome(r.drive()), `succeeded [[0,1070],[1,1081],[2,1092]]`; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func TestRender(t *testing.T) {
	t.Parallel()
	pool := newPool(t)
	r := newRunner(t, pool, chain.Graph{
		Nodes: []chain.Node{script("a", "return {ref: 'main', list: [1, 2]}"), script("other", "return 1"), node("h", "http")}, Edges: []chain.Edge{edge("a", "h")},
	}, `{"sku":"x1"}`)
	r.drive()
	tests := []struct{ name, value, want string }{
		{"plain", `{"a":[1,"x"]}`, `{"a":[1,"x"]}`},
		{"whole and part", `{"u":"https://e/${{ input.sku }}?r=${{ nodes.a.output.ref }}","l":"${{ nodes.a.output.list }}"}`, `{"u":"https://e/x1?r=main","l":[1,2]}`},
		{"undefined", `["${{ input.none }}","<${{ input.none }}>"]`, `[null,"<>"]`},
		{"incoming and extra", `"${{ [incoming, item, index] }}"`, `[{"a":{"ref":"main"}},"i",4]`},
		{"keys stay", `{"${{ a }}":1}`, `{"${{ a }}":1}`},
		{"escapes", `"\"${{ '\"' + \"\\n\" }}\""`, `"\"\"\n\""`},
		{"no expression sees what another did", `["${{ input.sku = 2 }}","${{ input.sku }}"]`, `[2,"x1"]`},
		{"a node that does not lie before", `"${{ nodes.other.output }}"`, `glue.error TypeError: Cannot read property 'output' of undefined`},
		{"one that throws", `["${{ 1 }}","${{ no }}"]`, `glue.error ReferenceError: no is not defined`},
		{"too much", `["${{ 'x'.repeat(600000) }}","${{ 'x'.repeat(600000) }}"]`, `glue.output_too_large it gave more than 1 MiB`},
		{"an endless loop", `"${{ (() => { for (;;); })() }}"`, `glue.timeout it takes longer than one second`},
		{"never closed", `"${{ 1"`, `glue.error ` + chain.ErrOpenExpression.Error()},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			text, failure, err := pool.Render(t.Context(), "t1", r.work, "", "h", []byte(`{"ref":"main"}`), chain.JSON(tt.value),
				map[string]json.RawMessage{"item": json.RawMessage(`"i"`), "index": json.RawMessage(`4`)})
			if err != nil {
				t.Fatal(err)
			}
			got := string(text)
			if failure != nil {
				got = failure.Code + " " + failure.Message
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestOnlyWhatIsPureIsDone(t *testing.T) {
	t.Parallel()
	r := newRunner(t, newPool(t), chain.Graph{
		Nodes: []chain.Node{script("a", "return 1"), node("h", "http"), script("b", "return incoming.h")}, Edges: []chain.Edge{edge("a", "h"), edge("h", "b")},
	}, `{}`)
	if r.drive(); r.work.View.State != run.Running || r.work.View.Scope("").Steps["h"].State != run.StepReady {
		t.Fatalf("%s", outcome(r.work.View))
	}
	if r.advance() {
		t.Error("something was done although nothing is due")
	}
	r.fold(run.IntentEvent, []byte(`{"node":"h","attempt":1,"halves":[{"key":"k"}]}`))
	if r.advance() {
		t.Error("something was done while the effect is at work")
	}
	r.fold(run.ResultEvent, []byte(`{"node":"h","attempt":1,"state":"succeeded","output":{"status":200}}`))
	if got, want := outcome(r.drive()), `succeeded {"status":200}`; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func TestAStoppedPoolAdvancesNothing(t *testing.T) {
	t.Parallel()
	pool := &glue.Pool{}
	pool.Stop()
	r := newRunner(t, pool, chain.Graph{Nodes: []chain.Node{script("a", "return 1")}}, `{}`)
	if _, err := pool.Advance(t.Context(), "t1", r.work); err == nil {
		t.Error("Advance did not fail")
	}
}
