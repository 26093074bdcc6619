package glue_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"catenary/chain"
	"catenary/runtime/glue"
	"catenary/runtime/run"
)

func sample() *glue.Sample {
	return &glue.Sample{
		Input:    json.RawMessage(`{"sku":"A-1","amount":120}`),
		Switches: json.RawMessage(`{"new-way":true}`),
		Incoming: json.RawMessage(`{"check":{"risk":3}}`),
		Nodes: map[chain.NodeID]glue.SampleNode{
			"check": {State: run.StepSucceeded, Output: json.RawMessage(`{"risk":3,"tags":["a"]}`)},
			"scan":  {State: run.StepFailed, Error: json.RawMessage(`{"code":"x"}`)},
		},
		Names:     map[string]json.RawMessage{"item": json.RawMessage(`{"n":2}`)},
		StartedAt: 1_700_000_000_000_000,
	}
}

func TestTry(t *testing.T) {
	t.Parallel()
	pool := newPool(t)
	for _, tt := range []struct {
		name       string
		kind       glue.TrialKind
		text, want string
	}{
		{"an expression over the input", glue.TryExpression, "input.amount * 2", "240"},
		{"nodes, their states and errors", glue.TryExpression, "[nodes.check.output.risk, nodes.scan.state, nodes.scan.error.code, nodes.none?.output]", `[3,"failed","x",null]`},
		{"switches and the run", glue.TryExpression, `[switches["new-way"], run]`, `[true,{}]`},
		{"the item of a list", glue.TryExpression, "item.n", "2"},
		{"a condition is whether it holds", glue.TryCondition, "input.sku", "true"},
		{"a condition of a value that is not there", glue.TryCondition, "nodes.none?.output?.risk > 3", "false"},
		{"a text that includes", glue.TryCondition, `nodes.check?.output?.tags?.includes?.("a")`, "true"},
		{"a guarded comparison", glue.TryCondition, `(input.none ?? NaN) < 3`, "false"},
		{"a condition sees nothing incoming", glue.TryCondition, "incoming === undefined", "true"},
		{"a body", glue.TryBody, "// it isn't }} the end\nreturn incoming.check.risk + 1;", "4"},
		{"the time stands still", glue.TryBody, "return new Date().toISOString()", `"2023-11-14T22:13:20.000Z"`},
		{"no secret, file or process is in reach", glue.TryExpression, "[typeof secrets, typeof process, typeof require, typeof fetch]", `["undefined","undefined","undefined","undefined"]`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, failure, err := pool.Try(t.Context(), "acme", glue.Trial{Kind: tt.kind, Text: tt.text}, sample())
			if err != nil || failure != nil || string(got) != tt.want {
				t.Errorf("Try = %s, %+v, %v; want %s", got, failure, err, tt.want)
			}
		})
	}
}

func TestTryNamesTheLine(t *testing.T) {
	t.Parallel()
	pool := newPool(t)
	for _, tt := range []struct {
		text, message string
		line          int
	}{
		{"const a = 1;\nreturn a.b.c;", "TypeError", 2},
		{"const a = 1;\n\nreturn a +* 2;", "SyntaxError", 3},
	} {
		got, failure, err := pool.Try(t.Context(), "acme", glue.Trial{Kind: glue.TryBody, Text: tt.text}, sample())
		if err != nil || got != nil || failure == nil || failure.Line != tt.line || !strings.HasPrefix(failure.Message, tt.message) {
			t.Errorf("Try(%q) = %s, %+v, %v; want a %s in line %d", tt.text, got, failure, err, tt.message, tt.line)
		}
	}
}

// What kills a child is said of the source, and the next one is tried.
func TestTryOutlivesDeadlyScripts(t *testing.T) {
	t.Parallel()
	pool := newPool(t)
	for _, tt := range deadly {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, failure, err := pool.Try(t.Context(), tt.name, glue.Trial{Kind: glue.TryBody, Text: tt.body}, sample())
			if err != nil || failure == nil || !slices.Contains(tt.codes, failure.Code) {
				t.Errorf("it failed as %+v, %v, want one of %v", failure, err, tt.codes)
			}
			got, failure, err := pool.Try(t.Context(), tt.name, glue.Trial{Text: "1 + 1"}, sample())
			if err != nil || failure != nil || string(got) != "2" {
				t.Errorf("the next gave %s, %+v, %v", got, failure, err)
			}
		})
	}
	_, failure, err := pool.Try(t.Context(), "acme", glue.Trial{Text: strings.Repeat("1+", glue.MaxSource)}, sample())
	if err != nil || failure == nil {
		t.Errorf("a source that is too long gave %+v, %v", failure, err)
	}
}
