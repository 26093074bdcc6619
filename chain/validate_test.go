package chain_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"catenary/chain"
)

// kinds knows plain, which has nothing to say, glue, whose "code" is a body,
// loop, whose "graph" is one, and end, after which nothing comes.
type kinds struct{}

func (kinds) Kind(name chain.KindName) (chain.Kind, bool) {
	switch name {
	case "plain", "glue", "loop", "end":
		return kind(name), true
	}
	return nil, false
}

type kind chain.KindName

func (k kind) Check(body *chain.Body) chain.Findings {
	var found chain.Findings
	switch config := string(body.Config); k {
	case "glue":
		if config == "" {
			found.Problems = append(found.Problems, chain.NewProblem(chain.Error, "/glue", "glue.none", "no code"))
			break
		}
		code := strings.TrimSuffix(strings.TrimPrefix(config, `{"code":"`), `"}`)
		found.Sources = append(found.Sources, chain.Source{Pointer: "/glue/code", Kind: chain.FunctionBody, Text: code})
		found.References = append(found.References, chain.Reference{Kind: chain.SecretRef, Key: "s", Pointer: "/glue/secret"})
	case "loop":
		graph, wrong := chain.ParseGraph(chain.JSON(strings.TrimSuffix(strings.TrimPrefix(config, `{"graph":`), "}")))
		for _, d := range wrong {
			found.Problems = append(found.Problems, chain.NewProblem(chain.Error, "/loop/graph"+d.Pointer, d.Code, "%s", d.Detail))
		}
		if len(wrong) == 0 {
			found.Graphs = append(found.Graphs, chain.InnerGraph{Pointer: "/loop/graph", Graph: graph})
		}
	case "end":
		found.Ends = true
	}
	return found
}

func parse(t testing.TB, rest string) *chain.Document {
	t.Helper()
	d, problems := chain.Parse([]byte(head+rest), chain.EncodingYAML)
	if problems != nil {
		t.Fatal(problems)
	}
	return d
}

// said lists problems as "code pointer", warnings with a question mark.
func said(problems []chain.Problem) []string {
	var got []string
	for _, p := range problems {
		mark := ""
		if p.Severity == chain.Warning {
			mark = "?"
		}
		got = append(got, mark+p.Code+" "+p.Pointer)
	}
	return got
}

func TestValidate(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, rest string
		want       []string
	}{
		{"two nodes", `
nodes: [{id: a, kind: plain}, {id: b, kind: plain}]
edges: [{from: a, to: b}]`, nil},
		{"nothing to publish yet", "nodes: []", nil},
		{"names", `
name: ""
nodes: [{id: a, kind: plain, name: "a\u202Eb"}]`, []string{"name.empty /name", "name.characters /nodes/0/name"}},
		{"a schema that is none", `
input: {properties: {a: {type: word}}}
nodes: []`, []string{"chain.input_schema /input/properties/a/type"}},
		{"ids and ends", `
nodes: [{id: a, kind: plain}, {id: a, kind: plain}, {id: b, kind: plain}]
edges: [{from: a, to: c}, {from: a, to: a}, {from: a, to: b}, {from: a, to: b}, {from: a, to: b, failure: true}]`, []string{
			"chain.node_duplicate /nodes/1/id", "chain.edge_end /edges/0/to", "chain.edge_self /edges/1",
			"chain.edge_duplicate /edges/3", "chain.failure_edge /edges/4/failure",
		}},
		{"a cycle and what is behind it", `
nodes: [{id: a, kind: plain}, {id: b, kind: plain}, {id: c, kind: plain}, {id: d, kind: plain}]
edges: [{from: a, to: b}, {from: b, to: c}, {from: c, to: b}, {from: c, to: d}]`, []string{"chain.cycle /edges/2"}},
		{"a cycle that no run can come to", `
nodes: [{id: a, kind: plain}, {id: b, kind: plain}, {id: c, kind: plain}]
edges: [{from: a, to: b}, {from: b, to: a}, {from: b, to: c}]`, []string{"chain.unreachable /nodes/2", "chain.cycle /edges/1"}},
		{"the end of a run", `
nodes: [{id: a, kind: end}, {id: b, kind: plain}]
edges: [{from: a, to: b}]`, []string{"chain.unreachable /nodes/1", "chain.edge_never /edges/0"}},
		{"alone", `
nodes: [{id: a, kind: plain}, {id: b, kind: plain}, {id: c, kind: plain}]
edges: [{from: a, to: b}]`, []string{"?chain.isolated /nodes/2"}},
		{"joins", `
nodes: [{id: a, kind: plain}, {id: b, kind: plain}, {id: c, kind: plain, join: {at_least: 3}}, {id: d, kind: plain, join: {at_least: 1}}]
edges: [{from: a, to: c}, {from: b, to: c}, {from: c, to: d}]`, []string{"chain.join /nodes/2/join"}},
		{"otherwise", `
nodes: [{id: a, kind: plain}, {id: b, kind: plain}, {id: c, kind: plain}, {id: d, kind: plain}, {id: e, kind: plain}]
edges:
  - {from: a, to: b, otherwise: true}
  - {from: a, to: c, otherwise: true, when: "true"}
  - {from: a, to: d, otherwise: true}
  - {from: b, to: e, otherwise: true}`, []string{
			"chain.otherwise /edges/1/otherwise", "chain.otherwise /edges/1/otherwise", "?chain.otherwise /edges/2/otherwise",
			"?chain.otherwise /edges/3/otherwise",
		}},
		{"failure edges", `
nodes: [{id: a, kind: plain, on_failure: follow_failure_edges}, {id: b, kind: plain, on_failure: follow_failure_edges}]
edges: [{from: a, to: b, failure: true}]`, []string{"?chain.failure_edge /nodes/1/on_failure"}},
		{"kinds", `
nodes: [{id: a, kind: other, other: {x: "${{"}}, {id: b, kind: glue, undo: {kind: another}}]
edges: [{from: a, to: b}]`, []string{"chain.unknown_kind /nodes/0/kind", "glue.none /nodes/1/glue", "chain.unknown_kind /nodes/1/undo/kind"}},
		{"execution", `
nodes:
  - {id: a, kind: plain, execution: parallel, let_finish: true, order: [task]}
  - id: b
    kind: plain
    pipeline: {engine: e, position: p}
    task: {script: s, environment: e}
    let_finish: true
    order: [task]
edges: [{from: a, to: b}]`, []string{
			"?chain.ineffective /nodes/0/execution", "?chain.ineffective /nodes/0/let_finish", "?chain.ineffective /nodes/0/order",
			"?chain.ineffective /nodes/1/let_finish", "chain.order /nodes/1/order",
		}},
		{"times", `
timeout: 3661d
nodes: [{id: a, kind: plain, timeout: 9999d, retry: {attempts: 2, backoff: {max: 999999999d}}}]`, []string{
			"chain.time /timeout", "chain.time /nodes/0/timeout", "chain.time /nodes/0/retry/backoff/max",
		}},
		{"no time", `
timeout: 0s
nodes: [{id: a, kind: plain, timeout: 0ms, retry: {attempts: 2, backoff: {initial: 0s}}}]`, []string{
			"chain.time /timeout", "chain.time /nodes/0/timeout",
		}},
		{"braces", `
nodes:
  - id: a
    kind: plain
    pipeline: {engine: e, position: p, parameters: {x: ["${{ a"]}}
    task: {script: s, environment: e, arguments: ["${{ }}"], env: {A: "${{", B: {secret: s}}, input: {y: "${{ 1 }} ${{"}}
output: "${{"`, []string{
			"chain.expression_open /nodes/0/pipeline/parameters/x/0", "chain.expression_empty /nodes/0/task/arguments/0",
			"chain.expression_open /nodes/0/task/env/A", "chain.expression_open /nodes/0/task/input/y", "chain.expression_open /output",
		}},
		{"what glue names", `
nodes:
  - {id: a, kind: glue, glue: {code: "return nodes.b.output + nodes.a.output"}}
  - {id: b, kind: glue, glue: {code: "return nodes.a.output + nodes.nobody.output + x.nodes.y + nodes['c-d'] + nodes.c-d"}}
  - {id: c-d, kind: glue, glue: {code: "return nodes.a.output // nodes.gone"}, undo: {kind: glue, glue: {code: "nodes['c-d'].output"}}}
edges:
  - {from: a, to: b, when: "nodes.a.output > nodes.b.output"}
  - {from: b, to: c-d, map: "return nodes?.b.output"}
output: "${{ nodes['c-d'].output + nodes.never.output }}"`, []string{
			"?chain.glue_node /nodes/0/glue/code", "?chain.glue_node /nodes/0/glue/code",
			"?chain.glue_node /nodes/1/glue/code", "?chain.glue_node /nodes/1/glue/code", "?chain.glue_node /nodes/1/glue/code",
			"?chain.glue_node /edges/0/when", "?chain.glue_node /output",
		}},
		{"which switches glue means", `
nodes:
  - {id: a, kind: glue, glue: {code: "return [switches['stock-mode'], switches.stock-mode, x.switches.no, {switches: 1}] // switches.gone"}}
  - {id: b, kind: glue, glue: {code: "return Object.keys(switches)"}}
  - {id: c, kind: glue, glue: {code: "const switches = input; return switches.mine"}}
edges:
  - {from: a, to: b, when: "switches.open"}
  - {from: b, to: c, map: "return switches?.open"}`, []string{"?chain.glue_switch /nodes/0/glue/code", "?chain.glue_switch /nodes/1/glue/code"}},
		{"inner graphs", `
nodes:
  - {id: a, kind: plain}
  - id: b
    kind: loop
    loop:
      graph:
        nodes: [{id: x, kind: glue, glue: {code: "nodes.a.output + nodes.c.output + nodes.y.output"}}, {id: y, kind: plain}, {id: a, kind: other}]
        edges: [{from: x, to: y}, {from: y, to: x}, {from: y, to: c}]
  - {id: c, kind: loop, loop: {graph: {nodes: [{id: Z, kind: plain}]}}}
edges: [{from: a, to: b}, {from: b, to: c}]
output: "${{ nodes.x.output }}"`, []string{
			"?chain.glue_node /nodes/1/loop/graph/nodes/0/glue/code", "chain.node_duplicate /nodes/1/loop/graph/nodes/2/id",
			"chain.unknown_kind /nodes/1/loop/graph/nodes/2/kind", "chain.cycle /nodes/1/loop/graph/edges/1",
			"chain.edge_end /nodes/1/loop/graph/edges/2/to", "chain.value /nodes/2/loop/graph/nodes/0/id", "?chain.glue_node /output",
		}},
		{"artefacts", `
nodes:
  - {id: a, kind: plain, task: {script: s, environment: e, artefacts: {x.tar: {node: b}, y: {node: a}, z: {node: nobody}}}}
  - id: b
    kind: plain
    task: {script: s, environment: e, artefacts: {x.tar: {node: a}, 报告.xlsx: {node: a, name: "${{ input.file }}"}, y: {node: a, name: ../y}, z: {node: a, name: "${{"}}}
    undo: {kind: plain, task: {script: s, environment: e, artefacts: {own.tar: {node: b}, c: {node: c}}}}
  - id: c
    kind: loop
    loop: {graph: {nodes: [{id: d, kind: plain, task: {script: s, environment: e, artefacts: {x: {node: b}}}}]}}
  - {id: e, kind: plain, task: {script: s, environment: e, artefacts: {x: {node: d}, y: {node: c}, z: {node: b}}}}
edges: [{from: a, to: b}, {from: b, to: c}, {from: c, to: e}]`, []string{
			"chain.artefact /nodes/0/task/artefacts/x.tar/node", "chain.artefact /nodes/0/task/artefacts/y/node", "chain.artefact /nodes/0/task/artefacts/z/node",
			"chain.artefact /nodes/1/task/artefacts/y/name", "chain.expression_open /nodes/1/task/artefacts/z/name",
			"chain.artefact /nodes/1/undo/task/artefacts/c/node",
			"chain.artefact /nodes/3/task/artefacts/x/node", "chain.artefact /nodes/3/task/artefacts/y/node",
		}},
		{"layout", `
nodes: [{id: a, kind: plain}]
layout:
  nodes: {a: {x: 0, y: 0}, b: {x: 1, y: 1}}
  notes: [{id: n, text: hi, x: 0, y: 0}]
  groups: [{id: n, nodes: [a, c]}]`, []string{"?chain.layout /layout/nodes/b", "chain.layout /layout/groups/0/id", "?chain.layout /layout/groups/0/nodes/1"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			text := tt.rest
			if strings.HasPrefix(text, "\nname:") {
				text = strings.Replace(text, "\nname: \"\"", "", 1)
			}
			d := parse(t, text)
			if text != tt.rest {
				d.Name = ""
			}
			problems, err := chain.Validate(context.Background(), d, chain.Env{Kinds: kinds{}})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, said(problems)); diff != "" {
				t.Errorf("Validate (-want +got):\n%s\n%v", diff, problems)
			}
			for _, p := range problems {
				if p.Line == 0 || p.Column == 0 || p.Detail.Detail == "" {
					t.Errorf("incomplete: %+v", p)
				}
			}
		})
	}
}

func TestValidateNamesTheCycle(t *testing.T) {
	t.Parallel()
	d := parse(t, `
nodes: [{id: start, kind: plain}, {id: build, kind: plain}, {id: test, kind: plain}, {id: pack, kind: plain}]
edges: [{from: start, to: build}, {from: build, to: test}, {from: test, to: pack}, {from: pack, to: build}, {from: pack, to: test}]`)
	problems, err := chain.Validate(context.Background(), d, chain.Env{Kinds: kinds{}})
	if err != nil {
		t.Fatal(err)
	}
	if len(problems) != 1 || !strings.Contains(problems[0].Detail.Detail, "build → test → pack → build") || problems[0].From != "pack" || problems[0].To != "build" {
		t.Errorf("problems = %+v", problems)
	}
}

func TestValidateForPublishing(t *testing.T) {
	t.Parallel()
	for rest, want := range map[string][]string{
		"nodes: []":                     {"chain.too_few_nodes /nodes"},
		"nodes: [{id: a, kind: plain}]": {"chain.too_few_nodes /nodes"},
		"nodes: [{id: a, kind: plain}, {id: b, kind: plain}]\nedges: [{from: a, to: b}]": nil,
		"nodes: [{id: a, kind: loop, loop: {graph: {nodes: [{id: b, kind: plain}]}}}]":   nil,
	} {
		problems, err := chain.Validate(context.Background(), parse(t, rest), chain.Env{Kinds: kinds{}, Purpose: chain.Publish})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, said(problems)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", rest, diff)
		}
		if got := chain.Errors(problems); len(got) != len(want) {
			t.Errorf("Errors = %v", got)
		}
	}
}

func TestValidateCountsInnerNodes(t *testing.T) {
	t.Parallel()
	var inner []string
	for i := range 1000 {
		inner = append(inner, fmt.Sprintf("{id: n%d, kind: plain}", i))
	}
	d := parse(t, "nodes: [{id: a, kind: loop, loop: {graph: {nodes: ["+strings.Join(inner, ", ")+"], edges: []}}}]")
	problems, err := chain.Validate(context.Background(), d, chain.Env{Kinds: kinds{}})
	if err != nil {
		t.Fatal(err)
	}
	if got := chain.Errors(problems); len(got) != 1 || got[0].Code != "chain.too_many_nodes" {
		t.Errorf("Errors = %v", got)
	}
}

func TestValidateBounds(t *testing.T) {
	t.Parallel()
	nested := "{nodes: [{id: n9, kind: plain}]}"
	for i := range 6 {
		nested = fmt.Sprintf("{nodes: [{id: n%d, kind: loop, loop: {graph: %s}}]}", i, nested)
	}
	problems, err := chain.Validate(context.Background(), parse(t, nested[1:len(nested)-1]), chain.Env{Kinds: kinds{}})
	if err != nil {
		t.Fatal(err)
	}
	at := strings.Repeat("/nodes/0/loop/graph", chain.MaxNesting)
	if diff := cmp.Diff([]string{"chain.nested " + at}, said(problems)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	edges := strings.Repeat("{from: a, to: b}, ", 5000)
	problems, err = chain.Validate(context.Background(), parse(t, "nodes: []\nedges: ["+edges+"]"), chain.Env{Kinds: kinds{}})
	if err != nil || len(problems) != chain.MaxProblems {
		t.Errorf("%d problems, %v", len(problems), err)
	}
}

// world answers for references and glue as it is told.
type world struct {
	references []chain.Reference
	sources    []chain.Source
	calls      int
	err        error
}

func (w *world) Resolve(_ context.Context, refs []chain.Reference) ([]chain.ReferenceProblem, error) {
	w.references, w.calls = refs, w.calls+1
	var found []chain.ReferenceProblem
	for i, r := range refs {
		if r.Kind == chain.ScriptRef {
			found = append(found, chain.ReferenceProblem{Index: i, Code: "chain.reference_missing", Detail: "there is no script " + string(r.Key)})
		}
	}
	return found, w.err
}

func (w *world) Check(_ context.Context, sources []chain.Source) ([]chain.SourceProblem, error) {
	w.sources, w.calls = sources, w.calls+1
	var found []chain.SourceProblem
	for i, s := range sources {
		if strings.Contains(s.Text, "@") {
			found = append(found, chain.SourceProblem{Index: i, Code: "glue.syntax", Detail: "unexpected @", Line: 2, Column: 3})
		}
		if strings.Contains(s.Text, "?<=") {
			found = append(found, chain.SourceProblem{Index: i, Code: "glue.slow", Detail: "look-behind", Severity: chain.Warning})
		}
	}
	return found, w.err
}

func TestValidateAsksOnce(t *testing.T) {
	t.Parallel()
	d := parse(t, `
nodes:
  - id: a
    kind: glue
    glue: {code: "@"}
    pipeline: {engine: ci, position: run, parameters: {x: "a ${{ input.x }} b ${{ @ }}"}}
    task: {script: build, environment: py, arguments: ["${{ 1 }}"], env: {A: {secret: token}, B: "${{ 2 }}"}, input: "${{ 3 }}"}
  - id: b
    kind: plain
    undo: {kind: glue, glue: {code: "/(?<=a)/"}}
edges: [{from: a, to: b, when: "true || switches['m-n']", map: "return 1"}]
output: {deep: ["${{ nodes.b.output }}"]}`)
	w := &world{}
	problems, err := chain.Validate(context.Background(), d, chain.Env{Kinds: kinds{}, References: w, Compiler: w})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"glue.syntax /nodes/0/glue/code", "glue.syntax /nodes/0/pipeline/parameters/x", "chain.reference_missing /nodes/0/task/script",
		"?glue.slow /nodes/1/undo/glue/code",
	}
	if diff := cmp.Diff(want, said(problems)); diff != "" {
		t.Errorf("problems (-want +got):\n%s", diff)
	}
	if !strings.Contains(problems[0].Detail.Detail, "line 2, column 3") || problems[0].Node != "a" {
		t.Errorf("problem = %+v", problems[0])
	}
	if w.calls != 2 {
		t.Errorf("%d calls", w.calls)
	}
	var refs []string
	for _, r := range w.references {
		refs = append(refs, fmt.Sprintf("%s %s%s %s", r.Kind, r.Within, r.Key, r.Pointer))
	}
	wantRefs := []string{
		"engine ci /nodes/0/pipeline/engine", "position cirun /nodes/0/pipeline/position", "script build /nodes/0/task/script",
		"environment py /nodes/0/task/environment", "secret token /nodes/0/task/env/A/secret", "secret s /nodes/0/glue/secret",
		"secret s /nodes/1/undo/glue/secret", "switch m-n /edges/0/when",
	}
	if diff := cmp.Diff(wantRefs, refs); diff != "" {
		t.Errorf("references (-want +got):\n%s", diff)
	}
	var sources []string
	for _, s := range w.sources {
		sources = append(sources, fmt.Sprintf("%s %s %d %s", s.Kind, s.Pointer, s.Offset, s.Text))
	}
	wantSources := []string{
		"expression /edges/0/when 0 true || switches['m-n']", "body /edges/0/map 0 return 1",
		"expression /nodes/0/pipeline/parameters/x 6 input.x", "expression /nodes/0/pipeline/parameters/x 23 @",
		"expression /nodes/0/task/arguments/0 4 1", "expression /nodes/0/task/env/B 4 2", "expression /nodes/0/task/input 4 3",
		"body /nodes/0/glue/code 0 @", "body /nodes/1/undo/glue/code 0 /(?<=a)/", "expression /output/deep/0 4 nodes.b.output",
	}
	if diff := cmp.Diff(wantSources, sources); diff != "" {
		t.Errorf("sources (-want +got):\n%s", diff)
	}
}

func TestValidateSaysWhenItCannotAsk(t *testing.T) {
	t.Parallel()
	broken := errors.New("no connection")
	d := parse(t, "nodes: [{id: a, kind: glue, glue: {code: x}}]")
	for _, env := range []chain.Env{{Kinds: kinds{}, References: &world{err: broken}}, {Kinds: kinds{}, Compiler: &world{err: broken}}} {
		if _, err := chain.Validate(context.Background(), d, env); !errors.Is(err, broken) {
			t.Errorf("err = %v", err)
		}
	}
}

func TestValidateLongSources(t *testing.T) {
	t.Parallel()
	d := parse(t, "nodes: [{id: a, kind: plain}, {id: b, kind: plain}]\nedges: [{from: a, to: b, map: \""+strings.Repeat("x", chain.MaxSource+1)+"\"}]")
	w := &world{}
	problems, err := chain.Validate(context.Background(), d, chain.Env{Kinds: kinds{}, Compiler: w})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"chain.source_long /edges/0/map"}, said(problems)); diff != "" || len(w.sources) > 0 {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
