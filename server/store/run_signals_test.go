package store_test

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"sync"
	"testing"

	"catenary/internal/fault"
	"catenary/runtime"
	"catenary/runtime/run"
)

func (j journal) signal(id, name string, kind runtime.SignalKind) error {
	return j.InsertSignal(context.Background(), runtime.Signal{
		Tenant: "t1", Run: id, ID: name, Kind: kind, Body: json.RawMessage(`{"by":"u1"}`), At: j.now(),
	})
}

func (j journal) asked(id string) []string {
	j.t.Helper()
	signals, err := j.Signals(context.Background(), "t1", id)
	if err != nil {
		j.t.Fatal(err)
	}
	var out []string
	for _, s := range signals {
		out = append(out, s.ID)
	}
	return out
}

func TestSignalMakesARunDue(t *testing.T) {
	t.Parallel()
	eachJournal(t, func(t *testing.T, j journal) {
		asleep := j.begin("asleep")
		asleep.State, asleep.Release, asleep.Due = run.Waiting, true, j.now()+hour
		j.commit("r1", asleep, j.begin("driven"))
		for _, id := range []string{"asleep", "driven", "driven"} { // the third is left out
			if err := j.signal(id, "s1", runtime.AnswerSignal); err != nil {
				t.Fatal(err)
			}
		}
		if r := j.run("driven"); r.Owner != "r1" || r.Due != 0 {
			t.Errorf("a driven run: %+v", r)
		}
		got, err := j.Signaled(context.Background(), "r1")
		if err != nil || !slices.Equal(got, []runtime.ID{{Tenant: "t1", Run: "driven"}}) {
			t.Errorf("Signaled = %v, %v", got, err)
		}
		if got := j.claim("r1", 10); !slices.Equal(got, []string{"t1/asleep"}) {
			t.Errorf("claimed %v", got)
		}
		signals, err := j.Signals(context.Background(), "t1", "driven")
		if err != nil || len(signals) != 1 || signals[0].Kind != runtime.AnswerSignal || string(signals[0].Body) != `{"by":"u1"}` {
			t.Errorf("Signals = %+v, %v", signals, err)
		}
		w := j.next("driven", 1, 1)
		w.Taken = []string{"s1"}
		none(t, j.commit("r1", w))
		if got := j.asked("driven"); len(got) != 0 {
			t.Errorf("taken, but still there: %v", got)
		}
		if other, err := j.Signals(context.Background(), "t2", "asleep"); err != nil || len(other) != 0 {
			t.Errorf("another tenant reads %v, %v", other, err)
		}
	})
}

func TestRunGivenUpWithASignalIsDue(t *testing.T) {
	t.Parallel()
	eachJournal(t, func(t *testing.T, j journal) {
		j.commit("r1", j.begin("a"))
		if err := j.signal("a", "s1", runtime.CancelSignal); err != nil {
			t.Fatal(err)
		}
		w := j.next("a", 1, 1)
		w.State, w.Release, w.Due = run.Waiting, true, j.now()+hour
		none(t, j.commit("r1", w))
		if got := j.claim("r1", 10); !slices.Equal(got, []string{"t1/a"}) {
			t.Errorf("claimed %v", got)
		}
	})
}

func TestEndedRunTakesOnlyAnUndo(t *testing.T) {
	t.Parallel()
	eachJournal(t, func(t *testing.T, j journal) {
		j.gate("org:o", 1, 10)
		j.commit("r1", j.begin("a", at(`["org:o"]`)))
		for id, kind := range map[string]runtime.SignalKind{"s1": runtime.PauseSignal, "s2": runtime.AnswerSignal} {
			if err := j.signal("a", id, kind); err != nil {
				t.Fatal(err)
			}
		}
		none(t, j.commit("r1", j.end("a", 1)))
		if got := j.asked("a"); len(got) != 0 {
			t.Errorf("left at its end: %v", got)
		}
		if err := j.signal("a", "s3", runtime.CancelSignal); !fault.HasCode(err, "run.ended") {
			t.Errorf("a cancel: %v", err)
		}
		if err := j.signal("b", "s3", runtime.CancelSignal); !fault.HasCode(err, "run.unknown") {
			t.Errorf("a run that is not there: %v", err)
		}
		if _, ok, err := j.ClaimRun(context.Background(), "r1", "t1", "a"); ok || err != nil {
			t.Errorf("ClaimRun of one that ended = %v, %v", ok, err)
		}
		if err := j.signal("a", "s4", runtime.UndoSignal); err != nil {
			t.Fatal(err)
		}
		if r := j.run("a"); r.Due == 0 || r.State != run.Succeeded {
			t.Errorf("to be undone: %+v", r)
		}
		r, ok, err := j.ClaimRun(context.Background(), "r1", "t1", "a")
		if !ok || err != nil {
			t.Fatalf("ClaimRun = %v, %v", ok, err)
		}
		w := j.next("a", 2, 1)
		w.Epoch, w.State, w.Taken = r.Epoch, run.Undoing, []string{"s4"}
		none(t, j.commit("r1", w))
		if r, g := j.run("a"), j.used("org:o"); r.EndedAt != 0 || g.Used != 1 {
			t.Errorf("at undoing: %+v, gate %+v", r, g)
		}
		w = j.next("a", 3, 1)
		w.Epoch, w.State, w.Release = r.Epoch, run.Undone, true
		none(t, j.commit("r1", w))
		if r, g := j.run("a"), j.used("org:o"); r.EndedAt == 0 || r.Owner != "" || g.Used != 0 {
			t.Errorf("undone: %+v, gate %+v", r, g)
		}
	})
}

func TestEndOfAChildReachesItsParent(t *testing.T) {
	t.Parallel()
	eachJournal(t, func(t *testing.T, j journal) {
		child := *j.begin("child").Create
		child.Parent, child.ParentStep, child.ParentKey, child.Input = "parent", `{"node":"n","attempt":1}`, "k", `{"x":1}`
		j.commit("r1", j.begin("parent"))
		w := j.next("parent", 1, 1)
		w.State, w.Release, w.Children = run.Waiting, true, []runtime.Run{child}
		none(t, j.commit("r1", w))
		if got := j.claim("r1", 10); !slices.Equal(got, []string{"t1/child"}) {
			t.Fatalf("claimed %v", got)
		}
		if c := j.run("child"); c.Input != `{"x":1}` || c.Epoch != 1 {
			t.Errorf("child %+v", c)
		}
		end := j.end("child", 0)
		end.Signals = []runtime.Signal{
			{Tenant: "t1", Run: "parent", ID: "child", Kind: runtime.AnswerSignal, Body: json.RawMessage(`{}`), At: j.now()},
			{Tenant: "t1", Run: "parent", ID: "twice", Kind: runtime.AnswerSignal, Body: json.RawMessage(`{}`), At: j.now()},
			{Tenant: "t1", Run: "nobody", ID: "child", Kind: runtime.CancelSignal, At: j.now()},
		}
		none(t, j.commit("r1", end))
		if got := j.asked("parent"); !slices.Equal(got, []string{"child", "twice"}) {
			t.Errorf("asked of the parent: %v", got)
		}
		if got := j.claim("r1", 10); !slices.Equal(got, []string{"t1/parent"}) {
			t.Errorf("claimed %v", got)
		}
		children, err := j.Children(context.Background(), "t1", "parent", 10)
		if err != nil || len(children) != 1 || children[0].ID != "child" {
			t.Errorf("Children = %v, %v", children, err)
		}
	})
}

func TestCallbackIsTakenOnce(t *testing.T) {
	t.Parallel()
	eachJournal(t, func(t *testing.T, j journal) {
		ctx := context.Background()
		j.commit("r1", j.begin("a"), j.begin("b"))
		for _, id := range []string{"a", "b"} {
			w := j.next(id, 1, 1)
			w.Callbacks = []runtime.Callback{{
				Hash: "h-" + id, Tenant: "t1", Run: id, Step: `{"node":"n","attempt":1}`, Schema: json.RawMessage(`{"type":"object"}`), EndsAt: 7, Created: 5,
			}}
			none(t, j.commit("r1", w))
		}
		c, err := j.Callback(ctx, "h-a")
		if err != nil || c.Run != "a" || c.Tenant != "t1" || string(c.Schema) != `{"type":"object"}` || c.EndsAt != 7 || c.Created != 5 || c.Step == "" {
			t.Errorf("Callback = %+v, %v", c, err)
		}
		var took sync.Map
		var callers sync.WaitGroup
		for i := range 4 {
			callers.Go(func() {
				err := j.InTx(ctx, func(ctx context.Context) error {
					ok, err := j.TakeCallback(ctx, "h-a")
					if err != nil || !ok {
						return errors.Join(err, errors.New("gone"))
					}
					return j.InsertSignal(ctx, runtime.Signal{Tenant: "t1", Run: "a", ID: "x", Kind: runtime.AnswerSignal, At: j.now()})
				})
				if err == nil {
					took.Store(i, true)
				}
			})
		}
		callers.Wait()
		n := 0
		took.Range(func(any, any) bool { n++; return true })
		if n != 1 || !slices.Equal(j.asked("a"), []string{"x"}) {
			t.Errorf("%d callers took it, signals %v", n, j.asked("a"))
		}
		none(t, j.commit("r1", j.end("b", 2)))
		for _, hash := range []string{"h-a", "h-b"} { // the end of b ended the other
			if _, err := j.Callback(ctx, hash); !fault.HasCode(err, "callback.unknown") {
				t.Errorf("%s: %v", hash, err)
			}
		}
	})
}
