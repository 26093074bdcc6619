package chain_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"catenary/chain"
	"catenary/internal/schema"
)

var someKinds = []chain.KindSchema{
	{Name: "work"},
	{Name: "alpha", Config: chain.JSON(`{"type":"object"}`)},
	{Name: "beta", Config: chain.JSON(`{"type":"object"}`)},
}

// TestSchemaAndParseAgree spoils documents at random: the published schema and
// Parse take and refuse the same ones.
func TestSchemaAndParseAgree(t *testing.T) {
	t.Parallel()
	published, wrong := schema.Compile(chain.Schema(someKinds))
	if wrong != nil {
		t.Fatal(wrong)
	}
	refused := 0
	rapid.Check(t, func(t *rapid.T) {
		_, text := drawDocument(t, "document")
		var value any
		if err := json.Unmarshal(text, &value); err != nil {
			t.Fatal(err)
		}
		for range rapid.IntRange(0, 2).Draw(t, "spoils") {
			value = spoil(t, value)
		}
		text, err := json.Marshal(value)
		if err != nil {
			t.Fatal(err)
		}
		_, problems := chain.Parse(text, chain.EncodingJSON)
		if len(problems) == 0 && !knownKinds(value) {
			return // Parse leaves the kinds to Validate
		}
		violations := published.Check(text)
		if (len(problems) == 0) != (len(violations) == 0) {
			t.Fatalf("Parse says %v, the schema %v of\n%s", problems, violations, text)
		}
		if len(problems) > 0 {
			refused++
		}
	})
	if refused == 0 {
		t.Error("no document was spoiled")
	}
}

// spoil changes one place of a value.
func spoil(t *rapid.T, v any) any {
	stop := rapid.IntRange(0, 3).Draw(t, "stop") == 0
	switch v := v.(type) {
	case map[string]any:
		keys := make([]string, 0, len(v))
		for key := range v {
			keys = append(keys, key)
		}
		slices.Sort(keys)
		if stop || len(keys) == 0 {
			switch {
			case rapid.Bool().Draw(t, "add") || len(keys) == 0:
				v[rapid.SampledFrom([]string{"id", "kind", "name", "extra", "alpha", "work", "join", "task", "", "x", "undo", "nodes"}).Draw(t, "key")] = junk(t)
			default:
				delete(v, rapid.SampledFrom(keys).Draw(t, "key"))
			}
			return v
		}
		key := rapid.SampledFrom(keys).Draw(t, "key")
		v[key] = spoil(t, v[key])
		return v
	case []any:
		if stop || len(v) == 0 {
			return append(v, junk(t))
		}
		i := rapid.IntRange(0, len(v)-1).Draw(t, "index")
		v[i] = spoil(t, v[i])
		return v
	default:
		return junk(t)
	}
}

func junk(t *rapid.T) any {
	return rapid.SampledFrom([]any{
		nil, true, 0, 1, -1, 1.5, 101, 1e9, "", "a", "A", "all", "task", "none", "1s", "10", "1Gi", "work", "a b", "dependent",
		[]any{},
		[]any{"task"},
		[]any{"task", "task"},
		map[string]any{},
		map[string]any{"secret": "s"},
		map[string]any{"secret": ""},
		map[string]any{"at_least": 2},
		map[string]any{"at_least": 0},
		map[string]any{"kind": "work"},
		map[string]any{"attempts": 2},
		map[string]any{"x": 1, "y": 2},
		fmt.Sprintf("%201d", 1),
	}).Draw(t, "junk")
}

// knownKinds says whether all nodes are of the kinds that the schema knows.
func knownKinds(v any) bool {
	switch v := v.(type) {
	case map[string]any:
		for _, at := range []string{"nodes", "undo"} {
			if !knownKinds(v[at]) {
				return false
			}
		}
		kind, ok := v["kind"].(string)
		return !ok || kind == "Chain" || slices.ContainsFunc(someKinds, func(k chain.KindSchema) bool { return string(k.Name) == kind })
	case []any:
		return !slices.ContainsFunc(v, func(item any) bool { return !knownKinds(item) })
	}
	return true
}

func TestSchemaLooksIntoConfigurations(t *testing.T) {
	t.Parallel()
	text := chain.Schema([]chain.KindSchema{
		{Name: "call", Config: chain.JSON(`{"type":"object","required":["n"],"additionalProperties":false,"properties":{
			"n":{"type":"integer","x-expression":true},"fixed":{"type":"integer"},"inner":{"type":"object","x-graph":true}}}`)},
		{Name: "bare", Config: chain.JSON(`{"type":"object"}`)},
	})
	published, wrong := schema.Compile(text)
	if wrong != nil {
		t.Fatal(wrong)
	}
	for node, ok := range map[string]bool{
		`"kind":"call","call":{"n":1}`:                                     true,
		`"kind":"call","call":{"n":"${{ input.n }}"}`:                      true,
		`"kind":"call","call":{"n":"many"}`:                                false,
		`"kind":"call","call":{"n":1,"fixed":"${{ 1 }}"}`:                  false,
		`"kind":"call","call":{}`:                                          false,
		`"kind":"call"`:                                                    false,
		`"kind":"call","bare":{}`:                                          false,
		`"kind":"bare"`:                                                    true,
		`"kind":"bare","bare":{"a":1}`:                                     true,
		`"kind":"other"`:                                                   false,
		`"kind":"call","call":{"n":1,"inner":{"nodes":[]}}`:                true,
		`"kind":"call","call":{"n":1,"inner":{"nodes":[{"id":"b"}]}}`:      false,
		`"kind":"bare","undo":{"kind":"call","call":{"n":1}}`:              true,
		`"kind":"bare","undo":{"kind":"call","call":{"n":1},"id":"again"}`: false,
	} {
		doc := `{"format":"catenary/v1","kind":"Chain","key":"k","name":"K","nodes":[{"id":"a",` + node + `}]}`
		if got := published.Check([]byte(doc)); (len(got) == 0) != ok {
			t.Errorf("%s: %v", node, got)
		}
	}
}
