package chains_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"catenary/internal/page"
	"catenary/server/chains"
	"catenary/server/servertest"
)

// revisions lists all saves, the newest first, page by page.
func (w *world) revisions(key string, labelled bool) []int64 {
	w.t.Helper()
	var out []int64
	for r := (page.Request{Limit: 17}); ; {
		p, err := w.chains.Saves(ctx, w.designer, w.org, key, labelled, r)
		w.must(err)
		for _, s := range p.Items {
			if s.Document != "" {
				w.t.Error("a list carries documents")
			}
			out = append(out, s.Revision)
		}
		if p.Next.IsZero() {
			return out
		}
		r.After = p.Next
	}
}

func TestSavesThinOut(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		w.create(doc("a", "A", ""))
		_, err := w.chains.Label(ctx, w.designer, w.org, "a", 1, "the beginning")
		w.must(err)
		w.Clock.Add(w.Clock.Now().Truncate(time.Hour).Add(time.Hour).Sub(w.Clock.Now()))
		revision := int64(1)
		hours := map[int64]int{1: -1}
		for hour := range 6 {
			for i := range 20 {
				revision = w.save("a", revision, doc("a", fmt.Sprintf("hour %d save %d", hour, i), "")).Revision
				hours[revision] = hour
				w.Clock.Add(2 * time.Minute)
			}
			w.Clock.Add(20 * time.Minute)
		}
		// Beyond the newest 50 the last of each hour stays.
		var want []int64
		for r := revision; r > 0; r-- {
			if edge := revision - 50; r >= edge || hours[r] != hours[r+1] {
				want = append(want, r)
			}
		}
		if got := w.revisions("a", false); !slices.Equal(got, want) {
			t.Fatalf("kept %v\nwant %v", got, want)
		}

		// A month later only the newest and the labelled are left.
		w.Clock.Add(31 * 24 * time.Hour)
		revision = w.save("a", revision, doc("a", "later", "")).Revision
		got := w.revisions("a", false)
		if len(got) != 51 || got[0] != revision || got[49] != revision-49 || got[50] != 1 {
			t.Fatalf("after a month %v", got)
		}
		if _, err := w.chains.Draft(ctx, w.designer, w.org, "a", 20); err == nil {
			t.Error("a thinned save can be read")
		} else {
			wantCode(t, err, "chain.save_unknown")
		}
		if got := w.revisions("a", true); !slices.Equal(got, []int64{1}) {
			t.Errorf("labelled %v", got)
		}
	})
}

func TestGoBackIsANewRevision(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		w.create(doc("a", "First", ""))
		w.save("a", 1, doc("a", "Second", "script: nowhere"))
		_, err := w.chains.GoBack(ctx, w.designer, w.org, "a", chains.Base{Revision: 1}, 1)
		wantCode(t, err, "chain.stale")
		_, err = w.chains.GoBack(ctx, w.designer, w.org, "a", chains.Base{Revision: 2}, 7)
		wantCode(t, err, "chain.save_unknown")
		back, err := w.chains.GoBack(ctx, w.designer, w.org, "a", chains.Base{Revision: 2}, 1)
		w.must(err)
		if back.Revision != 3 || back.Name != "First" || len(back.Problems) != 0 {
			t.Errorf("went back to %+v %v", back.Chain, back.Problems)
		}
		if w.draft("a", 0).Document != w.draft("a", 1).Document {
			t.Error("the document is not that of the save")
		}
		// And that can be undone.
		again, err := w.chains.GoBack(ctx, w.designer, w.org, "a", chains.Base{Revision: 3}, 2)
		if err != nil || again.Name != "Second" || len(again.Problems) != 1 || again.Problems[0].Line != 0 {
			t.Errorf("undone: %+v %v", again, err)
		}
	})
}

func TestLabels(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		w.create(doc("a", "A", ""))
		save, err := w.chains.Label(ctx, w.designer, w.org, "a", 1, "  before the freeze ")
		if err != nil || save.Label != "before the freeze" {
			t.Fatalf("%+v, %v", save, err)
		}
		_, err = w.chains.Label(ctx, w.designer, w.org, "a", 1, "a\u202eb")
		wantCode(t, err, "name.characters")
		_, err = w.chains.Label(ctx, w.designer, w.org, "a", 2, "x")
		wantCode(t, err, "chain.save_unknown")
		_, err = w.chains.Label(ctx, w.designer, w.org, "a", 1, "")
		w.must(err)
		if got := w.revisions("a", true); len(got) != 0 {
			t.Errorf("labelled %v", got)
		}
		if got := w.Audited(w.designer.Tenant); got[len(got)-1] != "chain:save_labelled" {
			t.Errorf("audited %v", got)
		}
	})
}

func TestLabelsAreBounded(t *testing.T) {
	t.Parallel()
	w := newWorld(t, servertest.SQLite(t))
	w.create(doc("a", "A", ""))
	for i := range int64(200) {
		_, err := w.chains.Label(ctx, w.designer, w.org, "a", i+1, "kept")
		w.must(err)
		w.save("a", i+1, doc("a", fmt.Sprint(i), ""))
	}
	_, err := w.chains.Label(ctx, w.designer, w.org, "a", 201, "one more")
	wantCode(t, err, "chain.labels_full")
	_, err = w.chains.Label(ctx, w.designer, w.org, "a", 100, "another name")
	w.must(err)
}
