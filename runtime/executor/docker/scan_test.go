package docker

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"catenary/runtime/executor"
)

const testMarker = "0123456789abcdef0123456789abcdef"

func scanned(t interface{ Fatal(...any) }, limit int64, pieces []string) (*scan, []string) {
	var lines []string
	s := newScan(found{marker: testMarker, log: limit, output: 1000}, func(l executor.Line) error {
		lines = append(lines, fmt.Sprintf("%d %s %d", l.Number, l.Text, l.Cut))
		return nil
	})
	for _, p := range pieces {
		if err := s.write(executor.Stdout, time.Unix(1, 0), []byte(p)); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.finish(); err != nil {
		t.Fatal(err)
	}
	return s, lines
}

// However the engine cuts the output into pieces, the same comes out.
func TestPiecesDoNotMatter(t *testing.T) {
	t.Parallel()
	whole := testMarker + " begun\none\n\n" + strings.Repeat("long", 10000) + "\nhalf" + testMarker + " stop timeout\n a line\r\nlast" +
		testMarker + " end 3 ,memory,disk\n" + testMarker + " output 8 \neyJhIjoxfQo=\n" +
		testMarker + " artefact 3 a name\naGk\nK\n" + testMarker + " refuse artefact-kind x y\n" + testMarker + " done\n"
	_, want := scanned(t, 1<<20, []string{whole})
	if diff := cmp.Diff([]string{"0 one 0", "1  0", fmt.Sprintf("2 %s %d", strings.Repeat("long", executor.MaxLine/4), 40000-executor.MaxLine), "3 half a line 0", "4 last 0"}, want); diff != "" {
		t.Fatalf("lines (-want +got):\n%s", diff)
	}
	rapid.Check(t, func(t *rapid.T) {
		limit := int64(rapid.SampledFrom([]int{60, 100, 1 << 20}).Draw(t, "limit"))
		_, want := scanned(t, limit, []string{whole})
		var pieces []string
		for rest := whole; rest != ""; {
			n := min(len(rest), rapid.IntRange(1, 20000).Draw(t, "n"))
			pieces, rest = append(pieces, rest[:n]), rest[n:]
		}
		s, got := scanned(t, limit, pieces)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("lines (-want +got):\n%s", diff)
		}
		if limit < 1000 {
			if !s.over {
				t.Fatal("the limit was not seen")
			}
			return
		}
		if s.first != begun || s.stop != "timeout" || !s.ended || s.code != 3 || !s.done || s.over || len(s.items) != 2 || len(s.refusals) != 1 {
			t.Fatalf("it understood %+v", s)
		}
		for i, want := range []string{"{\"a\":1}\n", "hi\n"} {
			if content, err := s.items[i].content(); err != nil || string(content) != want {
				t.Fatalf("%q, %v", content, err)
			}
		}
		if s.items[1].name != "a name" || s.refusals[0] != (refusal{"artefact-kind", "x y"}) {
			t.Fatalf("%+v %+v", s.items, s.refusals)
		}
	})
}

// Whatever a script writes that does not know the marker, is its log.
func TestWithoutTheMarkerAllIsLog(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.SliceOf(rapid.SampledFrom([]string{"a", "\n", " ", "end 0", "done", testMarker[:31], "catenary: hand-over broken", "\x00", "\xff"})).Draw(t, "text")
		s, lines := scanned(t, 1<<20, append([]string{testMarker + " begun\n"}, text...))
		if s.ended || s.done || s.stop != "" || s.first != begun || len(s.items) > 0 {
			t.Fatalf("it took %q for ours: %+v", text, s)
		}
		all := strings.Join(text, "")
		want := strings.Count(all, "\n")
		if all != "" && !strings.HasSuffix(all, "\n") {
			want++
		}
		if len(lines) != want {
			t.Fatalf("%d lines of %q", len(lines), all)
		}
	})
}
