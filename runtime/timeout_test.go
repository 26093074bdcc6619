package runtime_test

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"catenary/internal/clock"
	"catenary/runtime"
	"catenary/runtime/run"
	"catenary/server/store"
	"catenary/server/store/storetest"
)

func TestRunThatTakesTooLongFailsAndStopsWhatIsAtWork(t *testing.T) {
	t.Parallel()
	storetest.Each(t, clock.Wall, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		w.versions.known["child"] = w.chain(`nodes: [{id: x, kind: wait, wait: {for: 1h}}]`)
		_, view := w.run(w.chain(`
timeout: 5s
nodes:
  - {id: a, kind: work, on_failure: continue, retry: {attempts: 9}, timeout: 1h, task: {script: s, arguments: [wait], environment: e}}
  - {id: b, kind: wait, wait: {for: 1h}}
  - {id: c, kind: chain, chain: {key: child}}
  - {id: d, kind: each, each: {items: [1, 2], on_item_failure: continue, chain: {key: child}}}
  - {id: e, kind: script, script: {body: "return 1"}}
edges: [{from: a, to: e}]
`), `{}`)
		f := view.Failure
		if view.State != run.Failed || f.Code != run.CodeTimeout || f.Message != "the run took longer than the 5s that its chain gives it" || f.Node != "" {
			t.Errorf("%s, %+v", view.State, f)
		}
		for id, step := range view.Scope("").Steps {
			want := run.StepCanceled
			if id == "e" {
				want = run.StepPending
			}
			if step.State != want {
				t.Errorf("%s is %s, want %s", id, step.State, want)
			}
		}
		if len(w.executor.stopped) != 1 {
			t.Errorf("stopped %v", w.executor.stopped)
		}
	})
}

// What a run waits for makes no difference to when it is over, nor that it is
// paused, or that another process looks after it by then. Until that moment
// nobody looks at it.
func TestParkedRunFailsWhenItsTimeIsOver(t *testing.T) {
	t.Parallel()
	waits := map[string]string{
		"a callback": `{id: a, kind: wait, wait: {callback: {within: 9h}}}`,
		"a time":     `{id: a, kind: wait, wait: {for: 9h}}`,
		"a pause":    `{id: a, kind: wait, wait: {for: 9h}}`,
		"another":    `{id: a, kind: chain, chain: {key: child}}`,
	}
	for what, node := range waits {
		for name, open := range map[string]func(testing.TB, clock.Now) *store.Store{"sqlite": storetest.SQLite, "postgres": storetest.Postgres} {
			t.Run(what+" on "+name, func(t *testing.T) {
				t.Parallel()
				var ahead atomic.Int64
				now := func() time.Time { return time.Now().Add(time.Duration(ahead.Load())) }
				w := newWorld(t, open(t, now))
				w.now = now
				w.versions.known["child"] = w.chain(`nodes: [{id: x, kind: wait, wait: {for: 9h}}]`)
				id := begun(t, w, "timeout: 2h\nnodes: ["+node+"]\n")
				w.until(id, run.Waiting)
				if what == "a pause" {
					signal(w, id, runtime.PauseSignal)
					w.until(id, run.Paused)
				}
				started := w.until(id, run.Waiting, run.Paused).StartedAt
				deadline := time.After(90 * time.Second)
				for {
					row, err := w.store.Run(context.Background(), id.Tenant, id.Run)
					if err != nil {
						t.Fatal(err)
					}
					if row.Owner == "" {
						if want := started + (2 * time.Hour).Microseconds(); row.Due != want {
							t.Errorf("it is due at %d, want %d", row.Due, want)
						}
						break
					}
					select {
					case <-deadline:
						t.Fatalf("it is kept: %+v", row)
					case <-time.After(50 * time.Millisecond):
					}
				}
				w.engine.Service().Stop()
				ahead.Store(int64(2 * time.Hour))
				w.engine = w.start(w.store)
				view := w.until(id, final()...)
				if view.State != run.Failed || view.Failure.Code != run.CodeTimeout || view.Scope("").Steps["a"].State != run.StepCanceled {
					t.Errorf("%s, %+v, the step is %s", view.State, view.Failure, view.Scope("").Steps["a"].State)
				}
				w.settled(id)
			})
		}
	}
}
