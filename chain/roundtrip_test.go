package chain_test

import (
	"bytes"
	"testing"

	"pgregory.net/rapid"

	"catenary/chain"
)

// TestRoundTrip: what is exported and imported again, in either encoding, is
// the same document byte for byte in canonical form.
func TestRoundTrip(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d, text := drawDocument(t, "document")
		canonical := d.Canonical()
		again, problems := chain.Parse(canonical, chain.EncodingJSON)
		if problems != nil {
			t.Fatalf("the canonical form is refused: %v\n%s", problems, canonical)
		}
		if !bytes.Equal(again.Canonical(), canonical) {
			t.Fatalf("the canonical form of %s changed:\n%s\n%s", text, canonical, again.Canonical())
		}
		yaml := d.YAML()
		again, problems = chain.Parse(yaml, chain.EncodingYAML)
		if problems != nil {
			t.Fatalf("the YAML is refused: %v\n%s", problems, yaml)
		}
		if !bytes.Equal(again.Canonical(), canonical) {
			t.Fatalf("through YAML came another document:\n%s\n%s\n%s", canonical, again.Canonical(), yaml)
		}
		if !bytes.Equal(again.YAML(), yaml) {
			t.Fatalf("the YAML is not stable:\n%s\n%s", yaml, again.YAML())
		}
		if again.Digest() != d.Digest() {
			t.Fatal("the digest changed")
		}
	})
}

// TestDiffSeesAll: there is no difference exactly if the canonical forms are
// equal.
func TestDiffSeesAll(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a, _ := drawDocument(t, "a")
		b := a
		if rapid.Bool().Draw(t, "other") {
			b, _ = drawDocument(t, "b")
		}
		same := bytes.Equal(a.Canonical(), b.Canonical())
		if changes := chain.Diff(a, b); (len(changes) == 0) != same {
			t.Fatalf("same = %v, Diff = %v\n%s\n%s", same, changes, a.Canonical(), b.Canonical())
		}
	})
}
