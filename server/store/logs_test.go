package store_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"

	"catenary/internal/clock"
	"catenary/runtime"
	"catenary/server/store"
	"catenary/server/store/storetest"
)

var (
	logID = runtime.ID{Tenant: "t1", Run: "a"}
	logOf = runtime.StepRef{Scope: "items[3]", Node: "build", Attempt: 1, Half: "task"}
)

// said are n lines from a number on.
func said(from int64, n int, text string) []runtime.Line {
	out := make([]runtime.Line, n)
	for i := range out {
		at := from + int64(i)
		out[i] = runtime.Line{Number: at, At: 1000 + at, Stream: "stdout", Text: fmt.Sprintf("%d %s", at, text)}
	}
	return out
}

func lines(t *testing.T, s *store.Store, id runtime.ID, of runtime.StepRef, from int64, max int) []runtime.Line {
	t.Helper()
	out, err := s.Lines(context.Background(), id, of, from, max)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestLogsAreReadAsTheyWereWritten(t *testing.T) {
	t.Parallel()
	storetest.Each(t, clock.Wall, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		text := strings.Repeat("字 \"\\\x1b[31m", 8)
		written := int64(0)
		for _, n := range []int{1, 1, 3, 0, 2000, 1, 500} {
			if err := s.Append(ctx, logID, logOf, said(written, n, text)); err != nil {
				t.Fatal(err)
			}
			written += int64(n)
		}
		// What is there already is left out, as after a crash.
		if err := s.Append(ctx, logID, logOf, said(written-100, 200, text)); err != nil {
			t.Fatal(err)
		}
		written += 100
		if end, err := s.End(ctx, logID, logOf); err != nil || end != written {
			t.Errorf("End = %d, %v, want %d", end, err, written)
		}
		for _, cut := range []struct {
			from int64
			max  int
			want int
		}{{0, 10_000, int(written)}, {0, 1, 1}, {1, 700, 700}, {written - 3, 10, 3}, {written, 10, 0}, {1234, 5, 5}} {
			got := lines(t, s, logID, logOf, cut.from, cut.max)
			if len(got) != cut.want {
				t.Fatalf("%d lines from %d, want %d", len(got), cut.from, cut.want)
			}
			for i, l := range got {
				if want := said(cut.from+int64(i), 1, text)[0]; l != want {
					t.Fatalf("line %+v, want %+v", l, want)
				}
			}
		}
		for _, other := range []struct {
			id runtime.ID
			of runtime.StepRef
		}{
			{runtime.ID{Tenant: "t2", Run: "a"}, logOf},
			{runtime.ID{Tenant: "t1", Run: "b"}, logOf},
			{logID, runtime.StepRef{Scope: "items[3]", Node: "build", Attempt: 2, Half: "task"}},
			{logID, runtime.StepRef{Scope: "items[3]", Node: "build", Attempt: 1, Half: "pipeline"}},
		} {
			if got := lines(t, s, other.id, other.of, 0, 10); len(got) != 0 {
				t.Errorf("%+v has lines of another", other)
			}
			if end, err := s.End(ctx, other.id, other.of); end != 0 || err != nil {
				t.Errorf("End = %d, %v", end, err)
			}
		}
	})
}

func TestLogsTakeTextThatIsNone(t *testing.T) {
	t.Parallel()
	storetest.Each(t, clock.Wall, func(t *testing.T, s *store.Store) {
		line := runtime.Line{Number: 0, At: 1, Stream: "stderr", Text: "a\x00b\xffc"}
		if err := s.Append(context.Background(), logID, logOf, []runtime.Line{line}); err != nil {
			t.Fatal(err)
		}
		if got := lines(t, s, logID, logOf, 0, 1); len(got) != 1 || got[0].Text != "a\uFFFDb\uFFFDc" {
			t.Errorf("got %+v", got)
		}
	})
}

func TestLogsOfTwoWritersHaveEachLineOnce(t *testing.T) {
	t.Parallel()
	storetest.Each(t, clock.Wall, func(t *testing.T, s *store.Store) {
		var both sync.WaitGroup
		for range 2 {
			both.Go(func() {
				for at := int64(0); at < 300; at += 10 {
					if err := s.Append(context.Background(), logID, logOf, said(at, 10, "x")); err != nil {
						t.Error(err)
					}
				}
			})
		}
		both.Wait()
		got := lines(t, s, logID, logOf, 0, 1000)
		for i, l := range got {
			if l.Number != int64(i) {
				t.Fatalf("line %d has number %d", i, l.Number)
			}
		}
		if len(got) != 300 {
			t.Errorf("%d lines", len(got))
		}
	})
}
