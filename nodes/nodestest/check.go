// Package nodestest is the suite that every node kind passes.
package nodestest

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"catenary/chain"
	"catenary/nodes"
)

// Case is a body and what is found in it. Body is the inside of a YAML mapping
// on one line: `http: {url: "https://example.org"}`.
type Case struct {
	Name string
	Body string
	// Problems are "code pointer", from the body; ? stands before a warning.
	Problems []string
	// Sources are "kind pointer text".
	Sources []string
	// References are "kind key pointer".
	References []string
}

// Check holds a kind against the contract: it can be registered, its schema is
// the golden one in testdata/schema.json (UPDATE_GOLDEN=1 writes it) and can be
// shown as a form in both languages, its help is a page, and it finds in each
// case just what is said there.
func Check(t *testing.T, kind nodes.Kind, cases []Case) {
	t.Helper()
	registry, err := nodes.NewRegistry(kind)
	if err != nil {
		t.Fatal(err)
	}
	d := kind.Describe()
	golden(t, d.Config.JSON)
	var schema map[string]any
	if err := json.Unmarshal(d.Config.JSON, &schema); err != nil {
		t.Fatal(err)
	}
	form(t, "", schema)
	for language, help := range map[string]string{"en": d.Help.EN, "zh": d.Help.ZH} {
		if !strings.HasPrefix(help, "# ") || strings.Count(help, "\n") < 3 {
			t.Errorf("the help page (%s) has no heading or no text", language)
		}
	}
	for _, tt := range cases {
		t.Run(tt.Name, func(t *testing.T) {
			t.Parallel()
			runCase(t, registry, d.Name, tt)
		})
	}
}

func golden(t *testing.T, got chain.JSON) {
	t.Helper()
	var pretty strings.Builder
	encoder := json.NewEncoder(&pretty)
	encoder.SetIndent("", "  ")
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(got); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join("testdata", "schema.json")
	if os.Getenv("UPDATE_GOLDEN") != "" {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(pretty.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), pretty.String()); diff != "" {
		t.Errorf("the schema changed; if that is meant, and old configurations still fit, write it with UPDATE_GOLDEN=1 (-want +got):\n%s", diff)
	}
}

// form checks that every field has a title in both languages, and that nothing
// stands in the schema that a form cannot show.
func form(t *testing.T, pointer string, schema map[string]any) {
	t.Helper()
	if _, ok := schema["$ref"]; ok {
		t.Errorf("%s: a kind's schema has no references", pointer)
	}
	properties, _ := schema["properties"].(map[string]any)
	for name, p := range properties {
		property, ok := p.(map[string]any)
		inner := chain.Pointer(pointer, name)
		if !ok {
			t.Errorf("%s: has no schema of its own", inner)
			continue
		}
		if property["title"] == nil || property["x-title-zh"] == nil {
			t.Errorf("%s: has no title in both languages", inner)
		}
		if property["description"] != nil && property["x-description-zh"] == nil {
			t.Errorf("%s: has a description in English only", inner)
		}
		form(t, inner, property)
	}
	for _, key := range []string{"items", "additionalProperties"} {
		if inner, ok := schema[key].(map[string]any); ok {
			form(t, pointer+"/"+key, inner)
		}
	}
}

func runCase(t *testing.T, registry *nodes.Registry, name chain.KindName, tt Case) {
	t.Helper()
	node := "{id: n, kind: " + string(name)
	if tt.Body != "" {
		node += ", " + tt.Body
	}
	text := "{format: catenary/v1, kind: Chain, key: k, name: K, nodes: [\n" + node + "\n}]}"
	doc, wrong := chain.Parse([]byte(text), chain.EncodingYAML)
	if len(wrong) > 0 {
		t.Fatalf("the case is no document: %v\n%s", wrong, text)
	}
	world := &recorder{}
	problems, err := chain.Validate(context.Background(), doc, chain.Env{Kinds: registry, References: world, Compiler: world})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range problems {
		mark := ""
		if p.Severity == chain.Warning {
			mark = "?"
		}
		got = append(got, mark+p.Code+" "+fromBody(p.Pointer))
	}
	if diff := cmp.Diff(tt.Problems, got); diff != "" {
		t.Errorf("problems (-want +got):\n%s\n%v", diff, problems)
	}
	if diff := cmp.Diff(tt.Sources, world.sources); diff != "" {
		t.Errorf("sources (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(tt.References, world.references); diff != "" {
		t.Errorf("references (-want +got):\n%s", diff)
	}
}

func fromBody(pointer string) string { return strings.TrimPrefix(pointer, "/nodes/0") }

// recorder keeps what it is asked and finds nothing wrong.
type recorder struct{ sources, references []string }

func (r *recorder) Check(_ context.Context, sources []chain.Source) ([]chain.SourceProblem, error) {
	for _, s := range sources {
		r.sources = append(r.sources, string(s.Kind)+" "+fromBody(s.Pointer)+" "+s.Text)
	}
	return nil, nil
}

func (r *recorder) Resolve(_ context.Context, refs []chain.Reference) ([]chain.ReferenceProblem, error) {
	for _, ref := range refs {
		r.references = append(r.references, string(ref.Kind)+" "+string(ref.Key)+" "+fromBody(ref.Pointer))
	}
	return nil, nil
}
