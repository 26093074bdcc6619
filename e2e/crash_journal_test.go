package e2e

import (
	"context"
	"testing"

	"catenary/internal/clock"
	"catenary/runtime/run"
	"catenary/server/store"
)

// journals looks at runs in the database itself: each has ended, its journal
// folds to what its row says, and its epochs never fall. It returns the states.
func journals(t *testing.T, database, data, tenant string, runs []string) map[string]run.State {
	t.Helper()
	ctx := context.Background()
	s, err := store.Open(ctx, store.Options{URL: database, Dir: data, Existing: true, Now: clock.Wall})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	states := map[string]run.State{}
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
		states[id] = row.State
	}
	return states
}

// succeeded says that all runs did.
func succeeded(t *testing.T, states map[string]run.State) {
	t.Helper()
	for id, s := range states {
		if s != run.Succeeded {
			t.Errorf("run %s has %s", id, s)
		}
	}
}
