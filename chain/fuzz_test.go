package chain_test

import (
	"bytes"
	"context"
	"os"
	"testing"

	"catenary/chain"
)

// FuzzParse gives any bytes to both readers. They never panic, and what they
// take survives export and import.
func FuzzParse(f *testing.F) {
	for _, file := range []string{"testdata/stock-release.yaml", "testdata/stock-release.export.yaml", "testdata/stock-release.canonical.json"} {
		text, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	for _, text := range []string{
		"a: &a [*a]", "<<: {a: 1}", "? a\n: b", "!!binary aGk=", "- - - a", "{a: [}", "a: |2+\n   b\n\n", "%YAML 1.2\n---\na", `{"a":"\ud800"}`,
		"a: >-\n  b\n\n  c", "'a''b': \"\\x41\\u00e9\"", "\ufeff{}", "a: 1e400", "---\n...\n---", "a: !<tag:x> b", "#", "[1,2,]", "{a, b: c,}",
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, e := range []chain.Encoding{chain.EncodingJSON, chain.EncodingYAML} {
			d, problems := chain.Parse(data, e)
			if (d == nil) == (len(problems) == 0) {
				t.Fatalf("document %v with problems %v", d, problems)
			}
			if d == nil {
				continue
			}
			for again, text := range map[chain.Encoding][]byte{chain.EncodingJSON: d.Canonical(), chain.EncodingYAML: d.YAML()} {
				other, problems := chain.Parse(text, again)
				if problems != nil || !bytes.Equal(other.Canonical(), d.Canonical()) {
					t.Fatalf("%s: %v\n%s", again, problems, text)
				}
			}
			if _, err := chain.Validate(context.Background(), d, chain.Env{Kinds: kinds{}}); err != nil {
				t.Fatal(err)
			}
			if changes := chain.Diff(d, d); len(changes) > 0 {
				t.Fatalf("differs from itself: %v", changes)
			}
		}
	})
}

// FuzzSplit: a text is the sum of its segments.
func FuzzSplit(f *testing.F) {
	for _, text := range []string{
		"", "a", "${{ a }}", "a ${{ b }} c", "$${{ a }}", "${{ {a: {b: 1}} }}", "${{ `${`}}`}` }}", "${{ '}}' }}", "${{ /}}/ }}",
		"${{ a /* }} */ }}", "${{ a // }}\n }}", "${{", "${{ }}", "${{ a }", "${{ \"\\\"}}\" }}", "${{ a / b }} / ${{ c }}", "}} ${{ a }} {{",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		segments, err := chain.Split(text)
		for i, s := range segments {
			if s.Text == "" {
				t.Fatalf("segment %d of %q is empty", i, text)
			}
			if s.Expression && text[s.Offset:s.Offset+len(s.Text)] != s.Text {
				t.Fatalf("segment %d of %q is not at %d", i, text, s.Offset)
			}
			if i > 0 && !s.Expression && !segments[i-1].Expression {
				t.Fatalf("two texts in a row in %q", text)
			}
		}
		if err == nil && len(segments) == 0 && text != "" {
			t.Fatalf("nothing is left of %q", text)
		}
	})
}
