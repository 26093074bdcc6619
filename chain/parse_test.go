package chain_test

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"catenary/chain"
	"catenary/internal/fault"
)

// head is a document without the rest; rest is added in YAML.
const head = "format: catenary/v1\nkind: Chain\nkey: k\nname: K\n"

// places lists details as "code pointer line:column".
func places(details []fault.Detail) []string {
	var got []string
	for _, d := range details {
		got = append(got, fmt.Sprintf("%s %s %d:%d", d.Code, d.Pointer, d.Line, d.Column))
	}
	return got
}

func TestParseYAMLProblems(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, rest string
		want       []string
	}{
		{"nothing wrong", "nodes: []", nil},
		{"no nodes", "", []string{"chain.missing_field /nodes 1:1"}},
		{"all at once", `nodes:
  - id: Build
    kind: work
    colour: red
    retry: {attempts: 0}
  - kind: script
    script: 7
edges:
  - {from: a, to: 3, sometimes: true}
layout: {nodes: {a: {x: left, y: 0}}}`, []string{
			"chain.value /nodes/0/id 6:9", "chain.unknown_field /nodes/0/colour 8:5", "chain.value /nodes/0/retry/attempts 9:23",
			"chain.type /nodes/1/script 11:13", "chain.missing_field /nodes/1/id 10:5",
			"chain.type /edges/0/to 13:19", "chain.unknown_field /edges/0/sometimes 13:22", "chain.type /layout/nodes/a/x 14:25",
		}},
		{"a configuration of another kind", "nodes: [{id: a, kind: http, script: {}}]", []string{"chain.unknown_field /nodes/0/script 5:29"}},
		{"null", "nodes: null\ndescription:", []string{"chain.type /nodes 5:8", "chain.type /description 6:13"}},
		{"a key twice", "nodes: []\nname: L", []string{"chain.duplicate_field /name 6:1"}},
		{"an anchor and an alias", "nodes: [&a {id: a, kind: x}, *a]", []string{"chain.yaml_feature /nodes/0 5:9", "chain.yaml_feature /nodes/1 5:30"}},
		{"a merge key", "nodes:\n  - {<<: {id: a}, kind: x, id: b}", []string{"chain.yaml_feature /nodes/0/<< 6:6"}},
		{"a tag", "nodes: !!seq []", []string{"chain.yaml_feature /nodes 5:8"}},
		{"a tag of our own", "nodes: [!node {id: a, kind: x}]", []string{"chain.yaml_feature /nodes/0 5:9"}},
		{"two documents", "nodes: []\n---\nformat: x", []string{"chain.yaml_feature  1:1"}},
		{"a number as key", "nodes: []\ninput: {1: x}", []string{"chain.syntax /input/1 6:9"}},
		{"a list as key", "nodes: []\ninput: {[1]: x}", []string{"chain.syntax /input/ 6:9"}},
		{"an octal number", "nodes: []\noutput: 0777", []string{"chain.number /output 6:9"}},
		{"infinity", "nodes: []\noutput: .inf", []string{"chain.number /output 6:9"}},
		{"a number too exact", "nodes: []\noutput: 9007199254740993", []string{"chain.number /output 6:9"}},
		{"broken", "nodes: [", []string{"chain.syntax  5:1"}},
		{"a tab", "nodes:\n\t- a", []string{"chain.syntax  6:1"}},
		{"a control character", "nodes: []\ndescription: \"a\x01\"", []string{"chain.syntax  1:1"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d, got := chain.Parse([]byte(head+tt.rest), chain.EncodingYAML)
			if diff := cmp.Diff(tt.want, places(got)); diff != "" {
				t.Errorf("Parse (-want +got):\n%s\n%v", diff, got)
			}
			if (d == nil) != (len(tt.want) > 0) {
				t.Errorf("document = %v", d)
			}
		})
	}
}

func TestParseJSONProblems(t *testing.T) {
	t.Parallel()
	const head = `{"format": "catenary/v1", "kind": "Chain", "key": "k", "name": "K",` + "\n"
	tests := []struct {
		name, rest string
		want       []string
	}{
		{"nothing wrong", `"nodes": []}`, nil},
		{"an unknown field and a wrong type", "\"nodes\": {},\n\"nodse\": []}", []string{"chain.type /nodes 2:10", "chain.unknown_field /nodse 3:1"}},
		{"a key twice", `"nodes": [], "nodes": []}`, []string{"chain.duplicate_field /nodes 2:14"}},
		{"a key twice in a value", `"nodes": [], "output": {"a": 1, "a": 2}}`, []string{"chain.duplicate_field /output/a 2:33"}},
		{"more behind the end", `"nodes": []} {}`, []string{"chain.syntax  2:14"}},
		{"not closed", `"nodes": [`, []string{"chain.syntax /nodes/0 2:11"}},
		{"a comma too many", `"nodes": [],}`, []string{"chain.syntax  2:13"}},
		{"a comma missing", `"nodes": [] "output": 1}`, []string{"chain.syntax  2:13"}},
		{"single quotes", `'nodes': []}`, []string{"chain.syntax  2:1"}},
		{"a comment", `"nodes": [] /* no */}`, []string{"chain.syntax  2:13"}},
		{"half a surrogate pair", `"nodes": [], "output": "\ud800"}`, []string{"chain.syntax /output 2:31"}},
		{"two high surrogates", `"nodes": [], "output": "\ud800\ud800"}`, []string{"chain.syntax /output 2:37"}},
		{"a bad escape", `"nodes": [], "output": "\x"}`, []string{"chain.syntax /output 2:26"}},
		{"a line break in text", "\"nodes\": [], \"output\": \"a\nb\"}", []string{"chain.syntax /output 2:26"}},
		{"a leading zero", `"nodes": [], "output": 01}`, []string{"chain.syntax /output 2:24"}},
		{"a number too large", `"nodes": [], "output": 1e400}`, []string{"chain.number /output 2:24"}},
		{"a number too exact", `"nodes": [], "output": [9007199254740993]}`, []string{"chain.number /output/0 2:25"}},
		{"a number with many digits", `"nodes": [], "output": ` + strings.Repeat("1", 100) + `}`, []string{"chain.number /output 2:24"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, got := chain.Parse([]byte(head+tt.rest), chain.EncodingJSON)
			if diff := cmp.Diff(tt.want, places(got)); diff != "" {
				t.Errorf("Parse (-want +got):\n%s\n%v", diff, got)
			}
		})
	}
}

func TestParseHelpsWithSlips(t *testing.T) {
	t.Parallel()
	_, got := chain.Parse([]byte(head+"nodes: []\nedge: []"), chain.EncodingYAML)
	if len(got) != 1 || !strings.Contains(got[0].Detail, `"edges"`) {
		t.Errorf("got %v", got)
	}
}

// TestParseBounds gives texts that would cost a naive reader its time, its
// memory or its stack.
func TestParseBounds(t *testing.T) {
	t.Parallel()
	const n = 500_000
	laughs := "a: &a [x, x, x, x, x, x, x, x, x]\n"
	for c := 'b'; c < 'k'; c++ {
		laughs += fmt.Sprintf("%c: &%c [%s]\n", c, c, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*%c, ", c-1), 9), ", "))
	}
	var indented strings.Builder
	for i := range 2000 {
		indented.WriteString(strings.Repeat(" ", i) + "a:\n")
	}
	tests := []struct {
		name, text string
		encoding   chain.Encoding
		want       string
	}{
		{"too large", head + "# " + strings.Repeat("x", chain.MaxBytes), chain.EncodingYAML, "chain.too_large"},
		{"too large", `"` + strings.Repeat("x", chain.MaxBytes) + `"`, chain.EncodingJSON, "chain.too_large"},
		{"too many values", "[" + strings.Repeat("1,", n) + "1]", chain.EncodingYAML, "chain.too_large"},
		{"too many values", "[" + strings.Repeat("1,", n) + "1]", chain.EncodingJSON, "chain.too_large"},
		{"flow too deep", strings.Repeat("[", n/2), chain.EncodingYAML, "chain.syntax"},
		{"flow a little too deep", strings.Repeat("[", 65) + strings.Repeat("]", 65), chain.EncodingYAML, "chain.too_deep"},
		{"blocks too deep", strings.Repeat("- ", 1000) + "a", chain.EncodingYAML, "chain.too_deep"},
		{"keys too deep", indented.String(), chain.EncodingYAML, "chain.too_deep"},
		{"lists too deep", strings.Repeat("[", n), chain.EncodingJSON, "chain.too_deep"},
		{"objects too deep", strings.Repeat(`{"a":`, n), chain.EncodingJSON, "chain.too_deep"},
		{"a billion laughs", laughs, chain.EncodingYAML, "chain.yaml_feature"},
		{"an alias of itself", "a: &a [*a]", chain.EncodingYAML, "chain.yaml_feature"},
		{"an alias of nothing", "a: *b", chain.EncodingYAML, "chain.syntax"},
		{"many unknown fields", "{" + strings.Repeat("a: 1, ", n/10) + "}", chain.EncodingYAML, "chain.duplicate_field"},
		{"many merge keys", strings.Repeat("<", n), chain.EncodingYAML, "chain.type"},
		{"many comments", strings.Repeat("# c\n", n/2) + head + "nodes: []", chain.EncodingYAML, ""},
		{"a long line", head + "nodes: []\ndescription: " + strings.Repeat("x", 9_000) + "\noutput: " + strings.Repeat("é", n), chain.EncodingYAML, ""},
		{"not UTF-8", head + "nodes: []\ndescription: \xff", chain.EncodingYAML, "chain.syntax"},
		{"UTF-16", "\xff\xfef\x00o\x00", chain.EncodingYAML, "chain.syntax"},
		{"nothing", "", chain.EncodingYAML, "chain.syntax"},
		{"nothing", "", chain.EncodingJSON, "chain.syntax"},
		{"a list", "[]", chain.EncodingYAML, "chain.type"},
		{"only a comment", "# hello", chain.EncodingYAML, "chain.syntax"},
		{"an unknown directive", "%FOO\n---\na: 1", chain.EncodingYAML, "chain.syntax"},
		{"a mark of byte order", "\ufeff" + head + "nodes: []", chain.EncodingYAML, ""},
	}
	for _, tt := range tests {
		t.Run(string(tt.encoding)+" "+tt.name, func(t *testing.T) {
			t.Parallel()
			start := time.Now()
			_, got := chain.Parse([]byte(tt.text), tt.encoding)
			code := ""
			if len(got) > 0 {
				code = got[0].Code
			}
			if code != tt.want {
				t.Errorf("Parse = %v, want %s", got, tt.want)
			}
			if len(got) > 100 {
				t.Errorf("%d problems", len(got))
			}
			// Far more than it takes, and far less than what is quadratic takes.
			if took := time.Since(start); took > 30*time.Second {
				t.Errorf("took %v", took)
			}
		})
	}
}

func TestExample(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("testdata/stock-release.yaml")
	if err != nil {
		t.Fatal(err)
	}
	d, problems := chain.Parse(text, chain.EncodingYAML)
	if problems != nil {
		t.Fatal(problems)
	}
	for file, got := range map[string][]byte{"testdata/stock-release.export.yaml": d.YAML(), "testdata/stock-release.canonical.json": d.Canonical()} {
		if os.Getenv("UPDATE_GOLDEN") != "" {
			if err := os.WriteFile(file, got, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), string(got)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", file, diff)
		}
	}
	build := d.Nodes[0]
	if build.Task.Env["TOKEN"].Secret != "artefact-token" || build.Retry.Backoff.Max.Value() != time.Minute ||
		build.Task.Limits.Memory.Bytes() != 512<<20 || d.Nodes[3].Join.AtLeast != 1 {
		t.Errorf("read as %+v", build)
	}
}

func TestDigestCoversMeaningOnly(t *testing.T) {
	t.Parallel()
	parse := func(rest string) *chain.Document {
		d, problems := chain.Parse([]byte(head+rest), chain.EncodingYAML)
		if problems != nil {
			t.Fatal(problems)
		}
		return d
	}
	a := parse("nodes: [{id: a, kind: x}]\nlayout: {nodes: {a: {x: 1, y: 2}}}")
	moved := parse("layout: {nodes: {a: {y: 3, x: 1}}}\nnodes: [{kind: x, id: a}]")
	other := parse("nodes: [{id: b, kind: x}]")
	if a.Digest() != moved.Digest() {
		t.Error("moving a node changed the digest")
	}
	if string(a.Canonical()) == string(moved.Canonical()) {
		t.Error("moving a node did not change the canonical form")
	}
	if a.Digest() == other.Digest() || !strings.HasPrefix(a.Digest(), "sha256:") || len(a.Digest()) != 71 {
		t.Errorf("digests %s and %s", a.Digest(), other.Digest())
	}
	empty := parse("nodes: []\nedges: []\ndescription: \"\"\nlayout: {notes: []}")
	if string(empty.Canonical()) != string(parse("nodes: []").Canonical()) {
		t.Error("what says nothing stands in the canonical form")
	}
}

func TestCanonicalJSON(t *testing.T) {
	t.Parallel()
	for give, want := range map[string]string{
		` { "b" : 1.0 , "a" : [ true , null ] } `: `{"a":[true,null],"b":1}`,
		`"\u00e9\u20ac\ud83d\ude00\/\b"`:          `"é€😀/\b"`,
		`"\u001f\u007f"`:                          "\"\\u001f\u007f\"",
		// The examples of RFC 8785.
		`[333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001]`:                        `[333333333.3333333,1e+30,4.5,0.002,1e-27]`,
		`[-0, 1e21, 1e20, 1e-6, 1e-7, 9007199254740992, 1.2345678901234567e20, 123456789012345670000]`: `[0,1e+21,100000000000000000000,0.000001,1e-7,9007199254740992,123456789012345670000,123456789012345670000]`,
		`{"\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "\ud83d\ude00": 5, "\u0080": 6, "\u00f6": 7}`:     "{\"\\r\":2,\"1\":4,\"\u0080\":6,\"ö\":7,\"€\":1,\"😀\":5,\"\ufb33\":3}",
	} {
		got, err := chain.CanonicalJSON([]byte(give))
		if err != nil || string(got) != want {
			t.Errorf("CanonicalJSON(%s) = %s, %v; want %s", give, got, err, want)
		}
	}
	if _, err := chain.CanonicalJSON([]byte(`{"a":1,"a":2}`)); err == nil {
		t.Error("a key may be there twice")
	}
}
