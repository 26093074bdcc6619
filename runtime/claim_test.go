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
	begin := w.begin(w.chain("nodes: [{id: a, kind: wait, wait: {for: 3s}}]\n"), `{}`)
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

func TestRunsAtWorkForLongKeepNobodyFromComingBack(t *testing.T) {
	t.Parallel()
	db := sqlite(t)
	w := newWorld(t, db)
	work := w.chain(long)
	var all []runtime.ID
	begin := func(tenant string, v *runtime.Version) runtime.ID {
		s := w.begin(v, `{}`)
		s.Wait, s.Run.Tenant = 0, tenant
		started, err := w.engine.Start(t.Context(), s)
		if err != nil {
			t.Fatal(err)
		}
		return idOf(started.Run)
	}
	for range 5 {
		all = append(all, begin("t1", work))
		w.until(all[len(all)-1], run.Running)
	}
	short := begin("t2", w.chain("nodes: [{id: a, kind: wait, wait: {for: 3s}}]\n"))
	w.engine.Service().Stop()
	w.bounds = runtime.Bounds{Runs: 4, Recovered: 2, Tasks: 16, TenantTasks: 16}
	w.engine = w.start(db)
	w.until(short, run.Succeeded)
	// Two more than there is room for are taken over all the same, in the places
	// of those that come back; what is beyond waits.
	w.executor.release("1")
	for _, id := range all {
		w.until(id, run.Succeeded)
	}
}

func TestAStartThatThereIsNoRoomForIsWaitedFor(t *testing.T) {
	t.Parallel()
	db := sqlite(t)
	w := newWorld(t, db)
	w.engine.Service().Stop()
	w.bounds = runtime.Bounds{Runs: 1, Recovered: 1, Tasks: 16, TenantTasks: 16}
	w.engine = w.start(db)
	if _, err := w.limited(w.engine, w.chain(long)); err != nil {
		t.Fatal(err)
	}
	started, err := w.engine.Start(t.Context(), w.begin(w.chain("nodes: [{id: a, kind: script, script: {body: return 1}}]\n"), `{}`))
	if err != nil || started.Run.Owner != "" {
		t.Fatalf("it is said to be driven by %q: %v", started.Run.Owner, err)
	}
	w.until(idOf(started.Run), run.Succeeded)
}
