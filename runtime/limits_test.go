package runtime_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"catenary/internal/clock"
	"catenary/internal/fault"
	"catenary/runtime"
	"catenary/runtime/run"
	"catenary/server/store"
	"catenary/server/store/storetest"
)

// long is a run that is at work until it is cancelled.
const long = `
nodes:
  - {id: a, kind: work, task: {script: s, arguments: [wait], environment: e}}
`

const gate = "chain:c1"

func (w *world) limit(capacity, queue int64) {
	w.t.Helper()
	if _, err := w.store.SetGate(context.Background(), "t1", gate, capacity, queue); err != nil {
		w.t.Fatal(err)
	}
}

// limited starts a run that counts for the gate.
func (w *world) limited(e *runtime.Engine, v *runtime.Version) (runtime.Run, error) {
	w.t.Helper()
	s := w.begin(v, `{}`)
	s.Wait, s.Run.Gates = 0, `["`+gate+`"]`
	started, err := e.Start(context.Background(), s)
	return started.Run, err
}

func (w *world) gate() store.Gate {
	w.t.Helper()
	gates, err := w.store.Gates(context.Background(), "t1", []string{gate})
	if err != nil || len(gates) != 1 {
		w.t.Fatalf("%+v, %v", gates, err)
	}
	return gates[0]
}

// counted checks that the gate counts what the rows say.
func (w *world) counted(running, waiting int64) {
	w.t.Helper()
	if g := w.gate(); g.Used != running || g.Waiting != waiting {
		w.t.Errorf("%d run and %d wait, want %d and %d", g.Used, g.Waiting, running, waiting)
	}
	if wrong, err := w.store.RepairGates(context.Background()); err != nil || len(wrong) > 0 {
		w.t.Errorf("miscounted: %+v, %v", wrong, err)
	}
}

func TestThreeOfTenAreAtWorkAndTheOthersFollowInOrder(t *testing.T) {
	t.Parallel()
	w := newWorld(t, sqlite(t))
	w.limit(3, 7)
	v := w.chain(long)
	var ids []runtime.ID
	for i := range 10 {
		r, err := w.limited(w.engine, v)
		if err != nil || r.Held != (i >= 3) {
			t.Fatalf("start %d: %+v, %v", i, r, err)
		}
		ids = append(ids, idOf(r))
	}
	if _, err := w.limited(w.engine, v); !fault.HasCode(err, "run.queue_full") || fault.As(err).RetryAfter == 0 {
		t.Errorf("one too many: %v", err)
	}
	for i, id := range ids {
		w.until(id, run.Running)
		if next := i + 3; next < len(ids) {
			if _, row, err := w.view(ids[next]); err != nil || row.State != run.Queued || !row.Held {
				t.Errorf("run %d begins before its turn: %+v, %v", next, row, err)
			}
		}
		w.counted(min(3, int64(10-i)), max(0, int64(7-i)))
		signal(w, id, runtime.CancelSignal)
		w.until(id, run.Canceled)
	}
	w.counted(0, 0)
}

func TestHeldRunThatIsCanceledOnlyEnds(t *testing.T) {
	t.Parallel()
	w := newWorld(t, sqlite(t))
	w.limit(0, 10)
	r, err := w.limited(w.engine, w.chain(long))
	if err != nil {
		t.Fatal(err)
	}
	for _, kind := range []runtime.SignalKind{runtime.PauseSignal, runtime.CancelSignal} {
		signal(w, idOf(r), kind)
	}
	w.until(idOf(r), run.Canceled)
	view := w.settled(idOf(r))
	if len(view.Scopes) > 0 || view.Input != nil || w.executor.times("a") != 0 {
		t.Errorf("it was driven: %+v, begun %s", view, w.executor.order())
	}
	if row, err := w.store.Run(context.Background(), "t1", r.ID); err != nil || row.Held {
		t.Errorf("it waits still: %+v, %v", row, err)
	}
	w.counted(0, 0)
}

// TestRunThatIsClaimedBeforeItsTurnIsGivenBack makes a run due that waits, as a
// process does that dies with it.
func TestRunThatIsClaimedBeforeItsTurnIsGivenBack(t *testing.T) {
	t.Parallel()
	storetest.EachRaw(t, clock.Wall, func(t *testing.T, s storetest.Raw) { givenBack(t, s) })
}

func givenBack(t *testing.T, s storetest.Raw) {
	ctx := context.Background()
	w := newWorld(t, s.Store)
	w.limit(0, 10)
	r, err := w.limited(w.engine, w.chain(long))
	if err != nil {
		t.Fatal(err)
	}
	s.Exec(t, `UPDATE runs SET owner = 'other', epoch = 5 WHERE id = '`+r.ID+`'`,
		`INSERT INTO replicas (id, lease_until, state) VALUES ('other', 1, 'live')`)
	deadline := time.Now().Add(90 * time.Second)
	for row := r; row.Epoch < 6 || row.Owner != "" || row.Due != 0; {
		if time.Now().After(deadline) {
			t.Fatalf("it is not given back: %+v", row)
		}
		if row, err = s.Run(ctx, "t1", r.ID); err != nil {
			t.Fatal(err)
		}
	}
	if row, err := s.Run(ctx, "t1", r.ID); err != nil || !row.Held || row.State != run.Queued || row.Seq != 0 || row.Due != 0 {
		t.Errorf("it does not wait: %+v, %v", row, err)
	}
	w.limit(1, 10)
	w.engine.Hint(idOf(r))
	w.until(idOf(r), run.Running)
	w.counted(1, 0)
}

func TestLimitHoldsOverTwoEngines(t *testing.T) {
	t.Parallel()
	s := storetest.Postgres(t, clock.Wall)
	w := newWorld(t, s)
	second := w.start(s)
	w.limit(2, 100)
	v := w.chain(`nodes: [{id: a, kind: script, script: {body: "return 1"}}, {id: b, kind: wait, wait: {for: 50ms}}]` + "\nedges: [{from: a, to: b}]\n")
	const n = 24
	ids, failed := make(chan runtime.ID, n), make(chan error, n)
	for i := range n {
		go func() {
			r, err := w.limited([]*runtime.Engine{w.engine, second}[i%2], v)
			if err != nil {
				failed <- fmt.Errorf("start %d: %w", i, err)
				return
			}
			ids <- idOf(r)
		}()
	}
	for range n {
		select {
		case err := <-failed:
			t.Fatal(err)
		case id := <-ids:
			defer func() { w.settled(id) }()
			w.until(id, run.Succeeded)
			if g := w.gate(); g.Used > 2 {
				t.Errorf("%d are at work", g.Used)
			}
		}
	}
	w.counted(0, 0)
}

func TestCountsAreRightAfterACrash(t *testing.T) {
	t.Parallel()
	storetest.EachRaw(t, clock.Wall, func(t *testing.T, s storetest.Raw) { countsAfterACrash(t, s) })
}

func countsAfterACrash(t *testing.T, s storetest.Raw) {
	w := newWorld(t, s.Store)
	w.limit(2, 100)
	v := w.chain(long)
	var ids []runtime.ID
	for range 4 {
		r, err := w.limited(w.engine, v)
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, idOf(r))
	}
	// All replicas die with what they own; the counts are damaged besides.
	s.Exec(t, `UPDATE replicas SET lease_until = 1`, `UPDATE run_gates SET used = 7`)
	w.engine = w.start(s.Store)
	wrong, err := s.RepairGates(context.Background())
	if err != nil || !slices.Equal(wrong, []store.Miscount{{Tenant: "t1", Key: gate, Counted: 7, Found: 2}}) {
		t.Errorf("RepairGates = %+v, %v", wrong, err)
	}
	for i, id := range ids {
		w.until(id, run.Running)
		w.counted(min(2, int64(4-i)), max(0, int64(2-i)))
		signal(w, id, runtime.CancelSignal)
		w.until(id, run.Canceled)
	}
	w.counted(0, 0)
}
