package store_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"testing"

	"catenary/internal/testkit"
	"catenary/runtime"
	"catenary/runtime/run"
	"catenary/server/store"
	"catenary/server/store/storetest"
)

// journal is a store with one replica, r1, whose lease lasts an hour.
type journal struct {
	*store.Store
	t     *testing.T
	clock *testkit.Clock
}

const hour = int64(3600 * 1e6)

func eachJournal(t *testing.T, test func(*testing.T, journal)) {
	t.Helper()
	clock := testkit.NewClock()
	storetest.Each(t, clock.Now, func(t *testing.T, s *store.Store) {
		j := journal{Store: s, t: t, clock: clock}
		j.enlist("r1")
		test(t, j)
	})
}

func (j journal) now() int64 { return j.clock.Now().UnixMicro() }

func (j journal) enlist(replica string) {
	j.t.Helper()
	if err := j.Enlist(context.Background(), replica, j.now()+hour); err != nil {
		j.t.Fatal(err)
	}
}

// commit writes as a replica, and fails the test on an error.
func (j journal) commit(replica string, batch ...runtime.Write) []runtime.Outcome {
	j.t.Helper()
	out, err := j.Commit(context.Background(), replica, batch)
	if err != nil {
		j.t.Fatal(err)
	}
	return out
}

// begin is the start of a run with one event.
func (j journal) begin(id string, change ...func(*runtime.Run)) runtime.Write {
	r := runtime.Run{
		Org: "o1", Chain: "c1", Key: "chain", Version: 1, Document: "sha256:x", Title: "Order " + id,
		Trigger: "api", By: "u1", CreatedAt: j.now(),
	}
	for _, c := range change {
		c(&r)
	}
	r.Tenant, r.ID = "t1", id
	return runtime.Write{
		ID: runtime.ID{Tenant: "t1", Run: id}, Epoch: 1, Create: &r, State: run.Running, Events: j.events(0, 1, 1),
	}
}

func (j journal) events(from int64, n int, epoch int64) []run.Event {
	out := make([]run.Event, n)
	for i := range out {
		out[i] = run.Event{Seq: from + int64(i) + 1, Epoch: epoch, At: j.now(), Kind: run.SegmentEvent, Body: json.RawMessage(fmt.Sprintf(`{"entries":[%d]}`, i))}
	}
	return out
}

// next goes on with a run.
func (j journal) next(id string, from int64, n int) runtime.Write {
	return runtime.Write{ID: runtime.ID{Tenant: "t1", Run: id}, Epoch: 1, From: from, State: run.Running, Events: j.events(from, n, 1)}
}

// end ends a run and gives it up.
func (j journal) end(id string, from int64) runtime.Write {
	w := j.next(id, from, 1)
	w.State, w.Release = run.Succeeded, true
	return w
}

func (j journal) run(id string) runtime.Run {
	j.t.Helper()
	r, err := j.Run(context.Background(), "t1", id)
	if err != nil {
		j.t.Fatal(err)
	}
	return r
}

func (j journal) seqs(id string) []int64 {
	j.t.Helper()
	events, err := j.Events(context.Background(), "t1", id, 0, 1000)
	if err != nil {
		j.t.Fatal(err)
	}
	out := make([]int64, len(events))
	for i, e := range events {
		out[i] = e.Seq
	}
	return out
}

func (j journal) claim(replica string, max int) []string {
	j.t.Helper()
	rows, err := j.Claim(context.Background(), replica, max)
	if err != nil {
		j.t.Fatal(err)
	}
	out := make([]string, len(rows))
	for i, r := range rows {
		out[i] = r.Tenant + "/" + r.ID
	}
	return out
}

func none(t *testing.T, outcomes []runtime.Outcome) {
	t.Helper()
	for i, o := range outcomes {
		if o.Lost || o.Held || o.Twin != nil || len(o.Freed) > 0 {
			t.Errorf("outcome %d: %+v", i, o)
		}
	}
}

func TestCommitWritesARunFromStartToEnd(t *testing.T) {
	t.Parallel()
	eachJournal(t, func(t *testing.T, j journal) {
		none(t, j.commit("r1", j.begin("a"), j.begin("b")))
		none(t, j.commit("r1", j.next("a", 1, 3), j.next("a", 4, 1), j.end("b", 1)))
		a, b := j.run("a"), j.run("b")
		if a.State != run.Running || a.Seq != 5 || a.Owner != "r1" || a.Epoch != 1 || a.StartedAt == 0 || a.EndedAt != 0 {
			t.Errorf("a: %+v", a)
		}
		if b.State != run.Succeeded || b.Seq != 2 || b.Owner != "" || b.Due != 0 || b.EndedAt == 0 {
			t.Errorf("b: %+v", b)
		}
		if got := j.seqs("a"); !slices.Equal(got, []int64{1, 2, 3, 4, 5}) {
			t.Errorf("events of a: %v", got)
		}
		events, err := j.Events(context.Background(), "t1", "a", 3, 1)
		if err != nil || len(events) != 1 || events[0].Seq != 4 || string(events[0].Body) != `{"entries":[2]}` || events[0].Kind != run.SegmentEvent {
			t.Errorf("Events = %+v, %v", events, err)
		}
		if other, err := j.Events(context.Background(), "t2", "a", 0, 10); err != nil || len(other) != 0 {
			t.Errorf("another tenant reads %v, %v", other, err)
		}
	})
}

func TestCommitRefusesWhoDoesNotOwnTheRun(t *testing.T) {
	t.Parallel()
	eachJournal(t, func(t *testing.T, j journal) {
		j.commit("r1", j.begin("a"), j.begin("b"))
		stale := j.next("a", 0, 1)
		old := j.next("b", 1, 1)
		old.Epoch = 0
		unknown := j.next("c", 1, 1)
		out := j.commit("r1", stale, old, unknown, j.next("b", 1, 1))
		if out[0].Lost { // as if it had been repeated
			t.Errorf("a: %+v", out[0])
		}
		if !out[1].Lost || !out[2].Lost || out[3].Lost {
			t.Errorf("outcomes %+v", out)
		}
		if got := j.seqs("b"); !slices.Equal(got, []int64{1, 2}) {
			t.Errorf("events of b: %v", got)
		}
		behind := j.next("b", 1, 3)
		if out := j.commit("r1", behind); !out[0].Lost {
			t.Errorf("a write from an old place: %+v", out)
		}
	})
}

func TestCommitTwiceIsCommitOnce(t *testing.T) {
	t.Parallel()
	eachJournal(t, func(t *testing.T, j journal) {
		child := j.begin("z").Create
		child.Parent, child.ParentKey = "a", "k1"
		withChild := j.next("a", 1, 2)
		withChild.Children = []runtime.Run{*child}
		batch := []runtime.Write{j.begin("a"), withChild, j.begin("b"), j.end("b", 1)}
		none(t, j.commit("r1", batch...))
		none(t, j.commit("r1", batch...))
		if got := j.seqs("a"); !slices.Equal(got, []int64{1, 2, 3}) {
			t.Errorf("events of a: %v", got)
		}
		if z := j.run("z"); z.Owner != "" || z.Due == 0 || z.Seq != 0 || z.State != run.Queued || z.Parent != "a" {
			t.Errorf("the child: %+v", z)
		}
	})
}

func TestCommitTellsTheTwinOfAStart(t *testing.T) {
	t.Parallel()
	eachJournal(t, func(t *testing.T, j journal) {
		key := func(by string) func(*runtime.Run) {
			return func(r *runtime.Run) { r.StartKey, r.StartDigest, r.By = "k", "d", by }
		}
		out := j.commit("r1", j.begin("a", key("u1")), j.begin("b", key("u1")), j.begin("c", key("u2")))
		if out[0].Twin != nil || out[1].Twin == nil || out[1].Twin.ID != "a" || out[2].Twin != nil {
			t.Fatalf("outcomes %+v", out)
		}
		if len(j.seqs("b")) != 0 {
			t.Error("the twin wrote events")
		}
		if out = j.commit("r1", j.begin("d", key("u1"))); out[0].Twin == nil || out[0].Twin.ID != "a" || out[0].Twin.StartDigest != "d" {
			t.Errorf("later: %+v", out)
		}
	})
}

func TestCommitNeedsTheLease(t *testing.T) {
	t.Parallel()
	eachJournal(t, func(t *testing.T, j journal) {
		ctx := context.Background()
		if _, err := j.Commit(ctx, "nobody", []runtime.Write{j.begin("a")}); !errors.Is(err, runtime.ErrFenced) {
			t.Errorf("an unknown replica: %v", err)
		}
		j.enlist("r2")
		if err := j.Leave(ctx, "r2"); err != nil {
			t.Fatal(err)
		}
		if _, err := j.Commit(ctx, "r2", []runtime.Write{j.begin("a")}); !errors.Is(err, runtime.ErrFenced) {
			t.Errorf("one that left: %v", err)
		}
		if ok, err := j.Renew(ctx, "r2", j.now()+hour); ok || err != nil {
			t.Errorf("Renew after Leave = %v, %v", ok, err)
		}
		if _, err := j.Claim(ctx, "r2", 1); err != nil && !errors.Is(err, runtime.ErrFenced) {
			t.Errorf("Claim: %v", err)
		}
	})
}

func TestClaimTakesTenantsInTurns(t *testing.T) {
	t.Parallel()
	eachJournal(t, func(t *testing.T, j journal) {
		var batch []runtime.Write
		for i := range 12 {
			w := j.begin(fmt.Sprintf("x%02d", i))
			tenant := "t1"
			if i >= 10 {
				tenant = "t2"
			}
			w.Tenant, w.Release, w.Due = tenant, true, j.now()-int64(100-i)
			w.Create.Tenant = tenant
			batch = append(batch, w)
		}
		later := j.begin("later")
		later.Release, later.Due = true, j.now()+hour
		asleep := j.begin("asleep")
		asleep.Release = true
		j.commit("r1", append(batch, later, asleep)...)
		got := j.claim("r1", 4)
		want := []string{"t1/x00", "t1/x01", "t2/x10", "t2/x11"}
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("first claim: %v", got)
		}
		if got = j.claim("r1", 100); len(got) != 8 {
			t.Errorf("the rest: %v", got)
		}
		for replica, want := range map[string]int{"r1": 12, "r2": 0, "": 0} {
			if owned, err := j.Owned(context.Background(), replica); err != nil || len(owned) != want {
				t.Errorf("%q owns %d runs, %v", replica, len(owned), err)
			}
		}
		if r := j.run("x00"); r.Owner != "r1" || r.Epoch != 2 || r.Due != 0 {
			t.Errorf("a claimed run: %+v", r)
		}
		next, err := j.NextDue(context.Background())
		if err != nil || next != later.Due {
			t.Errorf("NextDue = %d, %v, want %d", next, err, later.Due)
		}
		for _, want := range []bool{true, false} {
			r, ok, err := j.ClaimRun(context.Background(), "r1", "t1", "asleep")
			if err != nil || ok != want || ok && (r.Epoch != 2 || r.Owner != "r1") {
				t.Errorf("ClaimRun = %+v, %v, %v", r, ok, err)
			}
		}
	})
}
