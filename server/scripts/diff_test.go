package scripts_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"catenary/server/scripts"
	"catenary/server/servertest"
)

func TestCompare(t *testing.T) {
	t.Parallel()
	w := newWorld(t, servertest.SQLite(t))
	w.create(w.designer, w.org, "check", "one\ntwo\nthree\nfour\nfive\nsix\nseven\n@@ -1,1 +1,1 @@\n")
	_, _, err := w.scripts.AddVersion(ctx, w.designer, w.org, "check", 1, "one\n2\nthree\nfour\nfive\nsix\nseven\n@@ -1,1 +1,1 @@\n-- eight", "")
	w.must(err)
	d, err := w.scripts.Compare(ctx, w.designer, w.org, "check", 1, 2)
	w.must(err)
	unified := `diff check@1 check@2
--- check@1
+++ check@2
@@ -1,5 +1,5 @@
 one
-two
+2
 three
 four
 five
@@ -6,3 +6,4 @@
 six
 seven
 @@ -1,1 +1,1 @@
+-- eight
\ No newline at end of file
`
	if d.Unified != unified {
		t.Errorf("unified:\n%s", d.Unified)
	}
	hunks := []scripts.Hunk{
		{OldStart: 1, OldLines: 5, NewStart: 1, NewLines: 5, Lines: []scripts.Line{
			{Kind: scripts.Same, Old: 1, New: 1, Text: "one"},
			{Kind: scripts.Removed, Old: 2, Text: "two"},
			{Kind: scripts.Added, New: 2, Text: "2"},
			{Kind: scripts.Same, Old: 3, New: 3, Text: "three"},
			{Kind: scripts.Same, Old: 4, New: 4, Text: "four"},
			{Kind: scripts.Same, Old: 5, New: 5, Text: "five"},
		}},
		{OldStart: 6, OldLines: 3, NewStart: 6, NewLines: 4, Lines: []scripts.Line{
			{Kind: scripts.Same, Old: 6, New: 6, Text: "six"},
			{Kind: scripts.Same, Old: 7, New: 7, Text: "seven"},
			{Kind: scripts.Same, Old: 8, New: 8, Text: "@@ -1,1 +1,1 @@"},
			{Kind: scripts.Added, New: 9, Text: "-- eight"},
		}},
	}
	if diff := cmp.Diff(hunks, d.Hunks); diff != "" || d.Truncated {
		t.Errorf("hunks (-want +got):\n%s", diff)
	}
	same, err := w.scripts.Compare(ctx, w.designer, w.org, "check", 1, 1)
	if err != nil || same.Unified != "" || len(same.Hunks) != 0 {
		t.Errorf("the same: %+v, %v", same, err)
	}
	_, err = w.scripts.Compare(ctx, w.designer, w.org, "check", 1, 3)
	wantCode(t, err, "script.version_unknown")
}

// Sources on which other ways of comparing take hours.
func TestCompareOfHostileSourcesEnds(t *testing.T) {
	t.Parallel()
	w := newWorld(t, servertest.SQLite(t))
	older, newer := strings.Repeat("a\nb\n", scripts.MaxSource/4), strings.Repeat("b\na\nc\n", scripts.MaxSource/6)
	w.create(w.designer, w.org, "check", older)
	_, _, err := w.scripts.AddVersion(ctx, w.designer, w.org, "check", 1, newer, "")
	w.must(err)
	d, err := w.scripts.Compare(ctx, w.designer, w.org, "check", 1, 2)
	w.must(err)
	if !d.Truncated || len(d.Hunks) == 0 {
		t.Error("the hunks are bounded")
	}
}
