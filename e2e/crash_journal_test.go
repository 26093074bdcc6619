package e2e

import (
	"context"
	"testing"
	"time"

	"catenary/internal/clock"
	"catenary/runtime/run"
	"catenary/server/store"
)

// journals looks at runs in the database itself: each has ended, its journal
// folds to what its row says, and its epochs never fall. It returns their ends.
func journals(t *testing.T, database, data, tenant string, runs []string) map[string]ended {
	t.Helper()
	ctx := context.Background()
	s, err := store.Open(ctx, store.Options{URL: database, Dir: data, Existing: true, Now: clock.Wall})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	ends := map[string]ended{}
	for _, id := range runs {
		row, err := s.Run(ctx, tenant, id)
		if err != nil {
			t.Errorf("run %s was accepted and is lost: %v", id, err)
			continue
		}
		events, err := s.Events(ctx, tenant, id, 0, 10000)
		if err != nil {
			t.Fatal(err)
		}
		view := &run.View{State: run.Queued}
		epoch := int64(0)
		for _, e := range events {
			if err := run.Fold(view, e); err != nil {
				t.Errorf("run %s: event %d: %v", id, e.Seq, err)
			}
			if e.Epoch < epoch {
				t.Errorf("run %s: event %d of epoch %d comes after epoch %d", id, e.Seq, e.Epoch, epoch)
			}
			epoch = e.Epoch
		}
		if !view.State.Final() || row.State != view.State || row.Seq != view.Seq || row.Owner != "" || row.EndedAt == 0 {
			t.Errorf("run %s: the row says %s at %d, owned by %q; the journal %s at %d", id, row.State, row.Seq, row.Owner, view.State, view.Seq)
		}
		ends[id] = ended{view, events}
	}
	return ends
}

// ended is how a run ended, and how it came to that.
type ended struct {
	*run.View
	journal []run.Event
}

// succeeded says that all runs did.
func succeeded(t *testing.T, ends map[string]ended) {
	t.Helper()
	for id, end := range ends {
		if end.State == run.Succeeded {
			continue
		}
		t.Errorf("run %s has %s: %+v", id, end.State, end.Failure)
		for _, e := range end.journal {
			t.Logf("%d of epoch %d at %s: %s %s", e.Seq, e.Epoch, clock.Time(e.At).Format(time.TimeOnly+".000"), e.Kind, e.Body)
		}
	}
}
