package runtime_test

import (
	"context"
	"errors"
	"testing"

	"catenary/runtime"
	"catenary/runtime/run"
)

// cut is a journal whose first claim is carried out, and the answer lost.
type cut struct {
	runtime.Journal
	lost int
}

func (c *cut) Claim(ctx context.Context, replica string, most int) ([]runtime.Run, error) {
	rows, err := c.Journal.Claim(ctx, replica, most)
	if len(rows) > 0 && c.lost == 0 {
		c.lost = len(rows)
		return nil, errors.New("the connection is cut")
	}
	return rows, err
}

func TestRunsOfAClaimThatWasNotAnsweredAreDriven(t *testing.T) {
	t.Parallel()
	db := sqlite(t)
	w := newWatchedWorld(t, db, nil)
	begin := w.begin(w.chain("nodes: [{id: a, kind: wait, wait: {for: 500ms}}]\n"), `{}`)
	begin.Wait = 0
	started, err := w.engine.Start(context.Background(), begin)
	if err != nil {
		t.Fatal(err)
	}
	w.engine.Service().Stop()
	broken := &cut{Journal: db}
	w.engine = w.start(broken)
	w.until(idOf(started.Run), run.Succeeded)
	w.settled(idOf(started.Run))
	if broken.lost != 1 {
		t.Errorf("%d claimed runs were lost for a while", broken.lost)
	}
}
