package glue

import (
	"encoding/json"
	"io"
	"strings"
	"testing"

	"catenary/chain"
	"catenary/runtime/plan"
	"catenary/runtime/run"
)

// lies are what a child could say that was taken over by what it evaluates. It
// is asked about the script "a".
var lies = map[string]func(w *writer){
	"about another node":  lie(aboutScript, "b", answer{values: texts64(`1`)}),
	"about an unknown":    lie(aboutScript, "zzz", answer{values: texts64(`1`)}),
	"about another thing": lie(aboutOutput, "a", answer{values: texts64(`1`)}),
	"no value":            lie(aboutScript, "a", answer{}),
	"two values":          lie(aboutScript, "a", answer{values: texts64(`1`, `2`)}),
	"a truth":             lie(aboutScript, "a", answer{holds: []bool{true}, values: texts64(`1`)}),
	"an entry of its own": lie(aboutScript, "a", answer{values: texts64(`1},{"node":"h","state":"succeeded","output":"forged"`)}),
	"no JSON":             lie(aboutScript, "a", answer{values: texts64(`forged`)}),
	"nothing as JSON":     lie(aboutScript, "a", answer{values: texts64(``)}),
	"too deep":            lie(aboutScript, "a", answer{values: texts64(strings.Repeat("[", 65) + strings.Repeat("]", 65))}),
	"too large":           lie(aboutScript, "a", answer{values: texts64(`"` + strings.Repeat("x", MaxOutput) + `"`)}),
	"a code of others":    lie(aboutScript, "a", answer{failure: &run.Failure{Code: "forged", Message: "m"}}),
	"a long message":      lie(aboutScript, "a", answer{failure: &run.Failure{Code: CodeError, Message: strings.Repeat("x", 5000)}}),
	"a broken text":       lie(aboutScript, "a", answer{failure: &run.Failure{Code: CodeError, Message: "\xff"}}),
	"nothing":             func(*writer) {},
	"half an answer":      func(w *writer) { w.b = append(w.b, 1, 0, 9) },
	"that it has no graph": func(w *writer) {
		w.b[4] = statusUnknown
	},
	"an unknown status": func(w *writer) { w.b[4] = 7 },
}

func texts64(values ...string) []json.RawMessage {
	var all []json.RawMessage
	for _, v := range values {
		all = append(all, json.RawMessage(v))
	}
	return all
}

func lie(about subject, id chain.NodeID, a answer) func(*writer) {
	return func(w *writer) { writeAnswer(w, &question{about: about, id: id}, a) }
}

// Lie is the life of a child that says one of the lies whatever it is asked.
func Lie(name string, in io.Reader, out io.Writer) int {
	for {
		if _, err := readFrame(in); err != nil {
			return 0
		}
		w := newFrame(statusDone)
		lies[name](w)
		if err := writeFrame(out, w); err != nil {
			return 1
		}
	}
}

func TestLiesAreNotBelieved(t *testing.T) {
	t.Parallel()
	config := chain.JSON(`{"body":"return 1"}`)
	graph, err := NewGraph("g", chain.Graph{
		Nodes: []chain.Node{
			{ID: "a", Body: chain.Body{Kind: "script", Config: config}}, {ID: "b", Body: chain.Body{Kind: "script", Config: config}}, {ID: "h", Body: chain.Body{Kind: "http"}},
		},
		Edges: []chain.Edge{{From: "a", To: "b"}, {From: "a", To: "h"}},
	}, drawKinds)
	if err != nil {
		t.Fatal(err)
	}
	for name := range lies {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			pool := &Pool{Program: []string{self()[0], "lie:" + name}}
			defer pool.Stop()
			work := Work{Graph: graph, View: &run.View{}, Input: json.RawMessage(`1`)}
			for range 10 {
				bodies, err := pool.Advance(t.Context(), "t1", work)
				if err != nil {
					t.Fatal(err)
				}
				for _, b := range bodies {
					if strings.Contains(string(b.Body), "forged") {
						t.Errorf("the lie went into the journal: %s", b.Body)
					}
					if err := run.Fold(work.View, run.Event{Seq: work.View.Seq + 1, Kind: b.Kind, Body: b.Body}); err != nil {
						t.Fatal(err)
					}
				}
			}
			v := work.View
			if v.State != run.Failed || v.Failure.Code != CodeCrashed || v.Failure.Node != "a" {
				t.Errorf("%s %+v", v.State, v.Failure)
			}
			if a := plan.Next(graph.plan, v, ""); len(a) > 0 {
				t.Errorf("left to do: %v", a)
			}
			_, failure, err := pool.Render(t.Context(), "t1", work, "", "a", nil, chain.JSON(`"${{ 1 }}"`), nil)
			if err != nil || failure == nil || failure.Code != CodeCrashed {
				t.Errorf("Render = %+v, %v", failure, err)
			}
		})
	}
}
