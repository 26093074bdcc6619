package glue

import (
	"encoding/json"
	"errors"
	"testing"

	"github.com/dop251/goja"

	"catenary/chain"
)

func FuzzJSON(f *testing.F) {
	for _, s := range []string{`{"a":[1,-0.5e+3,"x\u00e9\n",true,null]}`, `01`, `-`, `1.`, `"\x"`, `[1,]`, `{"a" : {}}`, ` 1 `, "\"\t\"", `""`, `{"__proto__":1}`, `1e999`, "\"\xff\""} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		err := checkJSON(text)
		if errors.Is(err, errDeep) {
			return
		}
		if valid := json.Valid(text); valid != (err == nil) {
			t.Fatalf("%q: valid %v, but %v", text, valid, err)
		}
		r := goja.New()
		v, decodeErr := decode(r, text)
		if len(text) == 0 {
			return
		}
		if (decodeErr == nil) != (err == nil) {
			t.Fatalf("%q: check says %v, decode %v", text, err, decodeErr)
		}
		if err != nil {
			return
		}
		again, err := encode(r, v)
		if err != nil || !json.Valid(again) {
			t.Fatalf("%q became %q, %v", text, again, err)
		}
		w, err := decode(r, again)
		if err != nil {
			t.Fatal(err)
		}
		if third, err := encode(r, w); err != nil || string(third) != string(again) {
			t.Fatalf("%q became %q and then %q, %v", text, again, third, err)
		}
	})
}

func FuzzFrames(f *testing.F) {
	w := newFrame(byte(opRender))
	writeRender(w, &scene{seed: "s", names: []namedValue{{"item", []byte(`1`)}}}, []shownNode{{id: "a", state: "succeeded", output: []byte(`{}`)}}, []string{"input", "nodes.a"})
	f.Add(w.b[4:])
	w = newFrame(statusDone)
	writeAnswer(w, &question{about: aboutScript, id: "a"}, answer{values: texts64(`1`)})
	f.Add(w.b[4:])
	g, err := NewGraph("g", chain.Graph{Nodes: []chain.Node{{ID: "a", Body: chain.Body{Kind: "script", Config: chain.JSON(`{"body":"return 1"}`)}}}}, glueKinds{})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(_ *testing.T, b []byte) {
		if len(b) == 0 {
			return
		}
		_, _ = readAnswer(&reader{b: b[1:]})
		_, _ = readRender(&reader{b: b[1:]})
		r := &reader{b: b[1:]}
		_ = readAdvance(r)
		_, _ = readView(r, g)
	})
}

func FuzzMentions(f *testing.F) {
	for _, s := range []string{"nodes.a.output", `nodes["a-b"]?.x`, "nodes?.['b']", "const {a} = nodes", "nodes[x]", "mynodes.a", "nodes.a-b", `nodes["\x61"]`, "input.a.b.map(x => x.c)", "input.a?.b", "[input.a.toString()]", "(input.a.hasOwnProperty)('d')", "input.a.b [1] ['c']", "input\n.a/**/.d", "input.a.keys?.()", "Object.keys(input)", "input.a.x = input.a", "nodes.b.output.y.z + nodes['b'].output['x']", "`${input.a.d}`", "({...input.a})", "input.a.d\n`x`"} {
		f.Add(s)
	}
	// What is not mentioned cannot be seen: a script that sees only what it
	// mentions gives the same as one that sees all.
	values := &scene{input: []byte(`{"a":{"b":[1,{"c":2}],"d":"x"},"e":null}`), nodes: func(means func(chain.NodeID) bool) []shownNode {
		var found []shownNode
		for _, n := range []shownNode{{id: "a", state: "succeeded", output: []byte(`1`)}, {id: "b", state: "succeeded", output: []byte(`{"x":[2],"y":{"z":1}}`)}, {id: "a-b", state: "succeeded", output: []byte(`"3"`)}} {
			if means(n.id) {
				found = append(found, n)
			}
		}
		return found
	}}
	f.Fuzz(func(t *testing.T, text string) {
		var e, all evaluator
		src := source{Text: text}
		if len(text) > 1000 || e.compile(src).wrong != nil {
			return
		}
		everything := &all.compile(src).mention
		everything.any = true
		everything.removed = [...]bool{true, true}
		for i := range everything.of {
			everything.of[i].whole = true
		}
		got, want := e.bounded(values, src), all.bounded(values, src)
		if got != want {
			t.Fatalf("%q: %s, but if everything is there %s", text, got, want)
		}
	})
}

// bounded evaluates a source as the child does.
func (e *evaluator) bounded(s *scene, src source) string {
	e.guard.begin()
	defer e.guard.end()
	a := e.values(s, []source{src})
	switch {
	case a.failure == nil:
		return string(a.values[0])
	case a.failure.Code == CodeTimeout || a.failure.Code == CodeMemory:
		return "interrupted"
	default:
		return "failed"
	}
}
