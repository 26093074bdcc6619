package tuple_test

import (
	"bytes"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"catenary/internal/tuple"
)

func TestNoTwoListsAreEncodedAlike(t *testing.T) {
	t.Parallel()
	lists := [][]string{
		nil,
		{""},
		{"", ""},
		{"a"},
		{"a", ""},
		{"", "a"},
		{"ab"},
		{"a", "b"},
		{"a\x00b"},
		{"\x00\x00\x00\x00\x00\x00\x00\x01a"},
		{"\x00\x00\x00\x00\x00\x00\x00\x01", "a"},
	}
	for i, a := range lists {
		for j, b := range lists {
			if bytes.Equal(tuple.Of(a...), tuple.Of(b...)) != (i == j) {
				t.Errorf("%q and %q", a, b)
			}
		}
	}
	if bytes.Equal(tuple.AppendInt(nil, 1), tuple.AppendInt(nil, -1)) {
		t.Error("1 and -1 are alike")
	}
}

func TestDecodeGivesBackWhatWasEncoded(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		texts := rapid.SliceOf(rapid.String()).Draw(t, "texts")
		got, err := tuple.Decode(tuple.Of(texts...))
		if err != nil || !slices.Equal(got, texts) {
			t.Fatalf("%q came back as %q, %v", texts, got, err)
		}
	})
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte{})
	f.Add(tuple.Of("a", ""))
	f.Add([]byte{255, 255, 255, 255, 255, 255, 255, 255, 1})
	f.Fuzz(func(t *testing.T, b []byte) {
		if texts, err := tuple.Decode(b); err == nil && !bytes.Equal(tuple.Of(texts...), b) {
			t.Errorf("%q is decoded to %q, which is encoded otherwise", b, texts)
		}
	})
}
