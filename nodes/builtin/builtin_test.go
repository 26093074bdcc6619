package builtin_test

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"catenary/chain"
	"catenary/internal/schema"
	"catenary/nodes/builtin"
)

func TestRegistry(t *testing.T) {
	t.Parallel()
	want := []chain.KindName{"approval", "branch", "chain", "each", "fail", "form", "hold", "http", "notify", "script", "switch", "wait", "work"}
	if diff := cmp.Diff(want, builtin.Registry().Names()); diff != "" {
		t.Errorf("kinds (-want +got):\n%s", diff)
	}
}

// TestEveryFolderIsAKind: a kind that nobody lists is not shipped.
func TestEveryFolderIsAKind(t *testing.T) {
	t.Parallel()
	entries, err := os.ReadDir("..")
	if err != nil {
		t.Fatal(err)
	}
	folders := 0
	for _, e := range entries {
		if e.IsDir() && e.Name() != "builtin" && e.Name() != "nodestest" {
			folders++
		}
	}
	if kinds := len(builtin.Kinds()); kinds != folders {
		t.Errorf("%d folders and %d kinds", folders, kinds)
	}
}

// TestSchemaAndValidateAgree: what the published schema says of a
// configuration, Validate says too.
func TestSchemaAndValidateAgree(t *testing.T) {
	t.Parallel()
	registry := builtin.Registry()
	published, wrong := schema.Compile(registry.ChainSchema())
	if wrong != nil {
		t.Fatal(wrong)
	}
	for node, ok := range map[string]bool{
		`"kind":"http","http":{"url":"https://example.org","accept":[200]}`:                                                     true,
		`"kind":"http","http":{"url":"https://example.org","headers":{"A":{"secret":"s"}}}`:                                     true,
		`"kind":"http","http":{"url":"https://example.org","headers":{"A":{"secret":1}}}`:                                       false,
		`"kind":"http","http":{"url":"https://example.org","accept":"${{ [200] }}"}`:                                            false,
		`"kind":"http","http":{"url":7}`:                                                                                        false,
		`"kind":"http"`:                                                                                                         false,
		`"kind":"wait","wait":{"for":"${{ input.a }}"}`:                                                                         true,
		`"kind":"wait","wait":{"for":"a while"}`:                                                                                false,
		`"kind":"branch"`:                                                                                                       true,
		`"kind":"branch","branch":{"a":1}`:                                                                                      false,
		`"kind":"script","script":{"body":"return 1"}`:                                                                          true,
		`"kind":"script","http":{"url":"https://example.org"}`:                                                                  false,
		`"kind":"work","task":{"script":"s","environment":"e"}`:                                                                 true,
		`"kind":"each","each":{"items":[1],"graph":{"nodes":[{"id":"b","kind":"script","script":{"body":"1"}}]}}`:               true,
		`"kind":"each","each":{"items":[1],"graph":{"nodes":[{"id":"b","kind":"script","script":{}}]}}`:                         false,
		`"kind":"each","each":{"items":"${{ input.a }}","chain":{"key":"a"},"concurrency":"${{ 1 }}","on_item_failure":"stop"}`: true,
		`"kind":"each","each":{"items":"${{ input.a }}","chain":{"key":"a"},"on_item_failure":"${{ 'stop' }}"}`:                 false,
		`"kind":"chain","chain":{"key":"a","version":2,"input":"${{ 1 }}"}`:                                                     true,
		`"kind":"fail","fail":{"message":"m"},"undo":{"kind":"http","http":{"url":"https://example.org"}}`:                      true,
		`"kind":"fail","fail":{"message":"m"},"undo":{"kind":"http","http":{}}`:                                                 false,
		`"kind":"switch","switch":{"set":{"switch":"a","value":"${{ 1 }}"}}`:                                                    true,
		`"kind":"switch","switch":{"set":{"switch":"a","restore":1}}`:                                                           false,
		`"kind":"approval","approval":{"by":[{"role":"approver","org":"owner"}],"quorum":2,"due":"24h"}`:                        true,
		`"kind":"approval","approval":{"members":"${{ input.people }}"}`:                                                        true,
		`"kind":"approval","approval":{"by":[{"role":7}]}`:                                                                      false,
		`"kind":"form","form":{"schema":{"type":"object"}}`:                                                                     true,
		`"kind":"form","form":{}`:                                                                                               false,
		`"kind":"nothing"`:                                                                                                      false,
	} {
		text := `{"format":"catenary/v1","kind":"Chain","key":"k","name":"K","nodes":[{"id":"a",` + node + `}]}`
		if got := published.Check([]byte(text)); (len(got) == 0) != ok {
			t.Errorf("the schema says %v of %s", got, node)
		}
		refused := true
		if d, wrong := chain.Parse([]byte(text), chain.EncodingJSON); wrong == nil {
			problems, err := chain.Validate(context.Background(), d, chain.Env{Kinds: registry})
			if err != nil {
				t.Fatal(err)
			}
			refused = len(chain.Errors(problems)) > 0
		}
		if refused == ok {
			t.Errorf("Validate refuses %s: %v", node, refused)
		}
	}
}

// TestKeywords: a palette finds a kind by its Chinese title's pinyin.
func TestKeywords(t *testing.T) {
	t.Parallel()
	pinyin := map[chain.KindName]string{
		"approval": "sp", "form": "bd", "work": "ywzx", "script": "jb", "branch": "fz", "http": "qq", "wait": "dd", "chain": "zl", "each": "zx", "fail": "sb", "switch": "kg", "hold": "zc", "notify": "tz",
	}
	for _, d := range builtin.Registry().Descriptions() {
		if initials := pinyin[d.Name]; !slices.Contains(d.Keywords, initials) {
			t.Errorf("%s is not found by %q", d.Name, initials)
		}
		delete(pinyin, d.Name)
	}
	for name := range maps.Keys(pinyin) {
		t.Errorf("there is no %s", name)
	}
}

func BenchmarkValidate(b *testing.B) {
	bodies := []string{
		`"kind":"work","task":{"script":"s","environment":"e","arguments":["${{ input.a }}"]}`,
		`"kind":"script","script":{"body":"return {a: input.a, b: [1, 2, 3]}"}`,
		`"kind":"http","http":{"method":"POST","url":"https://example.org/${{ input.id }}","headers":{"A":{"secret":"s"}},"body":{"a":["${{ 1 }}"]}}`,
		`"kind":"branch"`,
		`"kind":"wait","wait":{"for":"1h"}`,
		`"kind":"chain","chain":{"key":"other","input":{"a":"${{ input.a }}"}}`,
		`"kind":"each","each":{"items":"${{ input.items }}","chain":{"key":"one"},"concurrency":5}`,
	}
	var nodes, edges []string
	for i := range chain.MaxNodes {
		nodes = append(nodes, fmt.Sprintf(`{"id":"n%d",%s}`, i, bodies[i%len(bodies)]))
		if i > 0 {
			edges = append(edges, fmt.Sprintf(`{"from":"n%d","to":"n%d","when":"nodes.n%d.output > 1"}`, i-1, i, i-1))
		}
	}
	text := `{"format":"catenary/v1","kind":"Chain","key":"k","name":"K","nodes":[` + strings.Join(nodes, ",") + `],"edges":[` + strings.Join(edges, ",") + `]}`
	d, wrong := chain.Parse([]byte(text), chain.EncodingJSON)
	if wrong != nil {
		b.Fatal(wrong)
	}
	registry := builtin.Registry()
	for b.Loop() {
		problems, err := chain.Validate(context.Background(), d, chain.Env{Kinds: registry, Purpose: chain.Publish})
		if err != nil || len(problems) > 0 {
			b.Fatal(problems, err)
		}
	}
}

func BenchmarkRegistry(b *testing.B) {
	for b.Loop() {
		if text := builtin.Registry().ChainSchema(); !json.Valid(text) {
			b.Fatal("no JSON")
		}
	}
}
