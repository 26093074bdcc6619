package nodes_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"catenary/chain"
	"catenary/nodes"
)

// config has a field of each type that a document must know of.
type config struct {
	Text    nodes.Template            `json:"text,omitempty"`
	Value   nodes.Any                 `json:"value,omitempty"`
	Count   nodes.Dynamic[int]        `json:"count,omitzero" jsonschema:"minimum=1"`
	Many    nodes.Dynamic[[]part]     `json:"many,omitzero"`
	Code    nodes.Code                `json:"code,omitempty"`
	Inner   nodes.Graph               `json:"inner,omitempty"`
	Secret  nodes.Secret              `json:"secret,omitempty"`
	Mixed   map[string]chain.Text     `json:"mixed,omitempty"`
	Chain   *nodes.Chain              `json:"chain,omitempty"`
	Schema  nodes.JSONSchema          `json:"schema,omitempty"`
	Fixed   string                    `json:"fixed,omitempty"`
	Deep    map[string][]*part        `json:"deep,omitempty"`
	Time    chain.Duration            `json:"time,omitempty"`
	Numbers map[string]map[string]int `json:"numbers,omitempty"`
}

type part struct {
	Text nodes.Template `json:"a/b"`
}

// kind describes itself as it is told.
type kind struct{ d nodes.Description }

func (k kind) Describe() nodes.Description { return k.d }

// runner and waiter are kinds that can be run.
type (
	runner struct{ kind }
	waiter struct{ kind }
)

func (runner) Run(context.Context, nodes.Call) (nodes.Outcome, error) {
	return nodes.Outcome{Output: json.RawMessage(`1`)}, nil
}

func (waiter) Begin(_ context.Context, call nodes.Call) (nodes.Wait, *nodes.Failure, error) {
	return nodes.Wait{Until: call.Now}, nil, nil
}

func described(change func(*nodes.Description)) kind {
	w := nodes.Words{EN: "a", ZH: "一"}
	d := nodes.Description{
		Name: "test", Version: 1, Title: w, Summary: w, Help: w, Icon: "box", Keywords: []string{"t"},
		Config: nodes.SchemaOf[config](), Ports: nodes.Usual(), Nature: nodes.Glue,
	}
	if change != nil {
		change(&d)
	}
	return kind{d}
}

func TestRegistryRefuses(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		kinds []nodes.Kind
	}{
		{"a name that is none", []nodes.Kind{described(func(d *nodes.Description) { d.Name = "Test" })}},
		{"the name of a field", []nodes.Kind{described(func(d *nodes.Description) { d.Name = "task" })}},
		{"the name of a field of nodes", []nodes.Kind{described(func(d *nodes.Description) { d.Name = "undo" })}},
		{"version 0", []nodes.Kind{described(func(d *nodes.Description) { d.Version = 0 })}},
		{"no schema", []nodes.Kind{described(func(d *nodes.Description) { d.Config = nodes.Schema{} })}},
		{"a bad schema", []nodes.Kind{described(func(d *nodes.Description) { d.Config.JSON = chain.JSON(`{"type":"word"}`) })}},
		{"no icon", []nodes.Kind{described(func(d *nodes.Description) { d.Icon = "" })}},
		{"no keywords", []nodes.Kind{described(func(d *nodes.Description) { d.Keywords = nil })}},
		{"one language", []nodes.Kind{described(func(d *nodes.Description) { d.Summary.ZH = "" })}},
		{"no nature", []nodes.Kind{described(func(d *nodes.Description) { d.Nature = "" })}},
		{"an unknown nature", []nodes.Kind{described(func(d *nodes.Description) { d.Nature = "other" })}},
		{"a wait that is no Waiter", []nodes.Kind{described(func(d *nodes.Description) { d.Nature = nodes.Suspend })}},
		{"a Waiter that is glue", []nodes.Kind{waiter{described(nil)}}},
		{"a Runner that is glue", []nodes.Kind{runner{described(nil)}}},
		{"a name twice", []nodes.Kind{described(nil), described(nil)}},
	}
	for _, tt := range tests {
		if _, err := nodes.NewRegistry(tt.kinds...); err == nil {
			t.Errorf("%s passed", tt.name)
		}
	}
	r, err := nodes.NewRegistry(described(nil))
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := r.Description("test"); !ok {
		t.Error("the kind is not there")
	}
	if nature, ok := r.Nature("test"); !ok || nature != nodes.Glue {
		t.Errorf("its nature is %q", nature)
	}
	if _, ok := r.Runner("test"); ok {
		t.Error("what has no Run is a Runner")
	}
	if _, ok := r.Waiter("test"); ok {
		t.Error("what has no Begin is a Waiter")
	}
	if _, ok := r.Kind("other"); ok {
		t.Error("a kind is there that nobody gave")
	}
}

// checkConfig gives what the registry finds in a configuration.
func checkConfig(t *testing.T, text string) chain.Findings {
	t.Helper()
	r, err := nodes.NewRegistry(described(nil))
	if err != nil {
		t.Fatal(err)
	}
	k, _ := r.Kind("test")
	canonical, err := chain.CanonicalJSON([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return k.Check(&chain.Body{Kind: "test", Config: canonical})
}

func TestFindings(t *testing.T) {
	t.Parallel()
	found := checkConfig(t, `{
		"text": "a ${{ t }}", "value": {"x": ["${{ v }}"]}, "count": "${{ c }}", "many": [{"a/b": "${{ m }}"}], "code": "return 1",
		"inner": {"nodes": [{"id": "n", "kind": "x"}]}, "secret": "s1", "mixed": {"a": "${{ x }}", "b": {"secret": "s2"}},
		"chain": {"key": "other", "version": 2, "input": "${{ i }}"}, "schema": {"type": "object"}, "fixed": "$${{ no",
		"deep": {"k": [{"a/b": "${{ d }}"}]}, "time": "5s", "numbers": {"a": {"b": 1}}}`)
	var got []string
	for _, p := range found.Problems {
		got = append(got, p.Code+" "+p.Pointer)
	}
	for _, s := range found.Sources {
		got = append(got, string(s.Kind)+" "+s.Pointer+" "+s.Text)
	}
	for _, r := range found.References {
		got = append(got, string(r.Kind)+" "+r.Pointer+" "+string(r.Key))
	}
	for _, g := range found.Graphs {
		got = append(got, "graph "+g.Pointer+" "+string(g.Graph.Nodes[0].ID))
	}
	want := []string{
		"expression /test/text t", "expression /test/value/x/0 v", "expression /test/count c", "expression /test/many/0/a~1b m",
		"body /test/code return 1", "expression /test/mixed/a x", "expression /test/chain/input i", "expression /test/deep/k/0/a~1b d",
		"secret /test/secret s1", "secret /test/mixed/b/secret s2", "chain /test/chain/key other", "graph /test/inner n",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
}

func TestFindingsProblems(t *testing.T) {
	t.Parallel()
	for config, want := range map[string]string{
		`{"fixed": "${{ a }}"}`:                    "chain.expression_here /test/fixed",
		`{"time": "${{ a }}"}`:                     "chain.config /test/time",
		`{"text": "${{ a"}`:                        "chain.expression_open /test/text",
		`{"count": "${{ a"}`:                       "chain.config /test/count",
		`{"count": "a ${{ 1 }}"}`:                  "chain.config /test/count",
		`{"count": 0}`:                             "chain.config /test/count",
		`{"count": 1.5}`:                           "chain.config /test/count",
		`{"many": [{}]}`:                           "chain.config /test/many/0/a~1b",
		`{"other": 1}`:                             "chain.config /test/other",
		`{"schema": {"type": 3}}`:                  "chain.input_schema /test/schema/type",
		`{"inner": {"nodes": [{"id": "N"}]}}`:      "chain.value /test/inner/nodes/0/id",
		`{"inner": []}`:                            "chain.config /test/inner",
		`{"mixed": {"a": {"secret": "s", "b":1}}}`: "chain.config /test/mixed/a/b",
		`{"chain": {"key": "a", "version": 1e30}}`: "chain.config /test",
	} {
		found := checkConfig(t, config)
		if len(found.Problems) == 0 || found.Problems[0].Code+" "+found.Problems[0].Pointer != want {
			t.Errorf("%s: %v, want %s", config, found.Problems, want)
		}
	}
}

func TestDecode(t *testing.T) {
	t.Parallel()
	c, err := nodes.Decode[config](chain.JSON(`{"count": 3, "mixed": {"a": {"secret": "s"}}, "value": {"b": 1}}`))
	if err != nil || c.Count.Value != 3 || c.Mixed["a"].Secret != "s" || string(c.Value) != `{"b": 1}` {
		t.Errorf("Decode = %+v, %v", c, err)
	}
	text, err := json.Marshal(c)
	if err != nil || string(text) != `{"value":{"b":1},"count":3,"mixed":{"a":{"secret":"s"}}}` {
		t.Errorf("Marshal = %s, %v", text, err)
	}
	if c, err := nodes.Decode[config](nil); err != nil || c.Count.Value != 0 {
		t.Errorf("no configuration: %+v, %v", c, err)
	}
	for _, bad := range []string{`{"unknown": 1}`, `{} {}`, `{"count": "3"}`, `{"mixed": {"a": 1}}`, `{"mixed": {"a": {}}}`, `[`} {
		if _, err := nodes.Decode[config](chain.JSON(bad)); err == nil || !strings.HasPrefix(err.Error(), "read configuration: ") {
			t.Errorf("Decode(%s) = %v", bad, err)
		}
	}
}

// TestChainSchema: a document with the kind is held to its configuration.
func TestChainSchema(t *testing.T) {
	t.Parallel()
	r, err := nodes.NewRegistry(described(nil), described(func(d *nodes.Description) { d.Name, d.Fields = "flat", true }))
	if err != nil {
		t.Fatal(err)
	}
	var schema struct {
		Defs map[string]struct {
			AllOf []struct {
				Then struct{ Properties map[string]any }
			} `json:"allOf"`
		} `json:"$defs"`
	}
	if err := json.Unmarshal(r.ChainSchema(), &schema); err != nil {
		t.Fatal(err)
	}
	if all := schema.Defs["Node"].AllOf; len(all) != 1 || all[0].Then.Properties["test"] == nil {
		t.Errorf("configurations: %v", all)
	}
	d, wrong := chain.Parse([]byte(`{"format":"catenary/v1","kind":"Chain","key":"k","name":"K","nodes":[{"id":"a","kind":"flat","flat":{}}]}`), chain.EncodingJSON)
	if wrong != nil {
		t.Fatal(wrong)
	}
	problems, err := chain.Validate(context.Background(), d, chain.Env{Kinds: r})
	if err != nil || len(problems) != 1 || problems[0].Code != "chain.kind_field" {
		t.Errorf("problems = %v, %v", problems, err)
	}
}
