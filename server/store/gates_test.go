package store_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"catenary/runtime"
	"catenary/runtime/run"
	"catenary/server/runs"
	"catenary/server/store"
)

func at(gates string) func(*runtime.Run) { return func(r *runtime.Run) { r.Gates = gates } }

func (j journal) gate(key string, capacity, queue int64) {
	j.t.Helper()
	if _, err := j.SetGate(context.Background(), "t1", key, capacity, queue); err != nil {
		j.t.Fatal(err)
	}
}

func (j journal) used(key string) store.Gate {
	j.t.Helper()
	gates, err := j.Gates(context.Background(), "t1", []string{key})
	if err != nil || len(gates) != 1 {
		j.t.Fatalf("Gates = %+v, %v", gates, err)
	}
	return gates[0]
}

func TestGateHoldsRunsBackAndFreesTheOldest(t *testing.T) {
	t.Parallel()
	eachJournal(t, func(t *testing.T, j journal) {
		j.gate("chain:c", 2, 10)
		gates := at(`["chain:c","org:o"]`)
		out := j.commit("r1", j.begin("a", gates), j.begin("b", gates), j.begin("c", gates), j.begin("d", gates), j.begin("e"))
		for i, held := range []bool{false, false, true, true, false} {
			if out[i].Held != held || out[i].Lost {
				t.Errorf("outcome %d: %+v", i, out[i])
			}
		}
		c := j.run("c")
		if !c.Held || c.Owner != "" || c.Due != 0 || c.Seq != 0 || c.State != run.Queued || len(j.seqs("c")) != 0 {
			t.Errorf("a held run: %+v", c)
		}
		if g := j.used("chain:c"); g.Used != 2 || g.Waiting != 2 || g.Capacity != 2 || g.QueueMax != 10 {
			t.Errorf("gate: %+v", g)
		}
		if _, ok, err := j.ClaimRun(context.Background(), "r1", "t1", "c"); ok || err != nil {
			t.Errorf("a held run was claimed: %v, %v", ok, err)
		}
		out = j.commit("r1", j.end("b", 1))
		if want := []runtime.ID{{Tenant: "t1", Run: "c"}}; !slices.Equal(out[0].Freed, want) {
			t.Errorf("Freed = %v", out[0].Freed)
		}
		if got := j.claim("r1", 10); !slices.Equal(got, []string{"t1/c"}) {
			t.Errorf("claimed %v", got)
		}
		c = j.run("c")
		if c.Held || c.Epoch != 1 {
			t.Errorf("a freed run: %+v", c)
		}
		none(t, j.commit("r1", j.next("c", 0, 1)))
		if g := j.used("chain:c"); g.Used != 2 || g.Waiting != 1 {
			t.Errorf("gate: %+v", g)
		}
	})
}

func TestHeldRunIsInsertedWithItsInput(t *testing.T) {
	t.Parallel()
	eachJournal(t, func(t *testing.T, j journal) {
		j.gate("chain:c", 0, 10)
		input := func(r *runtime.Run) { r.Input = `{"a":1}` }
		j.commit("r1", j.begin("a", at(`["chain:c"]`), input), j.begin("b", input))
		if a, b := j.run("a"), j.run("b"); a.Input != `{"a":1}` || b.Input != "" {
			t.Errorf("inputs %q, %q", a.Input, b.Input)
		}
		freed, err := j.SetGate(context.Background(), "t1", "chain:c", 1, 10)
		if err != nil || len(freed) != 1 || freed[0].Run != "a" {
			t.Errorf("SetGate = %v, %v", freed, err)
		}
	})
}

func TestRunThatWaitsForTwoGatesHoldsUpNobody(t *testing.T) {
	t.Parallel()
	eachJournal(t, func(t *testing.T, j journal) {
		j.gate("org:o", 2, 10)
		j.gate("chain:c", 1, 10)
		j.commit("r1", j.begin("a", at(`["chain:c","org:o"]`)), j.begin("b", at(`["org:o"]`)),
			j.begin("c", at(`["chain:c","org:o"]`)), j.begin("d", at(`["org:o"]`)))
		out := j.commit("r1", j.end("b", 1))
		if len(out[0].Freed) != 1 || out[0].Freed[0].Run != "d" {
			t.Errorf("Freed = %v, want d, as c waits for its chain", out[0].Freed)
		}
		out = j.commit("r1", j.end("a", 1))
		if len(out[0].Freed) != 1 || out[0].Freed[0].Run != "c" {
			t.Errorf("Freed = %v", out[0].Freed)
		}
		if c, o := j.used("chain:c"), j.used("org:o"); c.Used != 1 || o.Used != 2 || c.Waiting+o.Waiting != 0 {
			t.Errorf("gates %+v, %+v", c, o)
		}
	})
}

func TestHeldRunCanBeCanceled(t *testing.T) {
	t.Parallel()
	eachJournal(t, func(t *testing.T, j journal) {
		j.gate("chain:c", 0, 10)
		j.commit("r1", j.begin("a", at(`["chain:c"]`)))
		for i, kind := range []runtime.SignalKind{runtime.PauseSignal, runtime.CancelSignal} {
			err := j.InsertSignal(context.Background(), runtime.Signal{Tenant: "t1", Run: "a", ID: fmt.Sprint(i), Kind: kind, Body: []byte(`{}`), At: j.now()})
			if err != nil {
				t.Fatal(err)
			}
			if got := j.claim("r1", 1); len(got) != i {
				t.Errorf("after %s: claimed %v", kind, got)
			}
		}
		w := j.next("a", 0, 2)
		w.State, w.Release = run.Canceled, true
		none(t, j.commit("r1", w))
		if g := j.used("chain:c"); g.Used != 0 || g.Waiting != 0 {
			t.Errorf("gate: %+v", g)
		}
		if j.run("a").Held {
			t.Error("a run that has ended waits still")
		}
	})
}

// TestGateCountsWhatIsAtWork lets runs start, end, be freed and be taken over as
// chance will have it; what gates count stays what the rows say.
func TestGateCountsWhatIsAtWork(t *testing.T) {
	t.Parallel()
	eachJournal(t, func(t *testing.T, j journal) {
		ctx := context.Background()
		j.gate("org:o", 5, 100)
		j.gate("chain:c", 3, 100)
		sets := []string{`["chain:c","org:o"]`, `["org:o"]`, `[]`, `["chain:c"]`}
		chance := rand.New(rand.NewPCG(7, 11))
		owner := "r1"
		alive := map[string]runtime.Run{}
		for round := range 150 {
			var batch []runtime.Write
			for n := range chance.IntN(4) {
				batch = append(batch, j.begin(fmt.Sprintf("n%03d-%d", round, n), at(sets[chance.IntN(len(sets))])))
			}
			for id, r := range alive {
				w := j.end(id, r.Seq)
				switch w.Epoch = r.Epoch; chance.IntN(4) {
				case 0:
					batch = append(batch, w)
					delete(alive, id)
				case 1:
					w.State, w.Release, w.Due = run.Waiting, true, j.now()
					batch = append(batch, w)
					delete(alive, id)
				}
			}
			if len(batch) > 0 {
				outcomes := j.commit(owner, batch...)
				if chance.IntN(3) == 0 {
					j.commit(owner, batch...) // nobody knew whether it was done
				}
				for i, o := range outcomes {
					if batch[i].Create != nil && !o.Held {
						alive[batch[i].Run] = runtime.Run{Seq: 1, Epoch: 1}
					}
				}
			}
			if chance.IntN(20) == 0 {
				if err := j.Leave(ctx, owner); err != nil {
					t.Fatal(err)
				}
				owner = fmt.Sprintf("r-%d", round)
				j.enlist(owner)
				clear(alive)
			}
			rows, err := j.Claim(ctx, owner, 1+chance.IntN(5))
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range rows {
				alive[r.ID] = r
			}
			for _, key := range []string{"org:o", "chain:c"} {
				var count int64
				err := j.Get(ctx, &count, `SELECT COUNT(*) FROM runs WHERE tenant_id = 't1' AND NOT held AND gates LIKE :key
 AND state IN ('queued', 'running', 'waiting', 'paused', 'undoing')`, map[string]any{"key": "%" + key + "%"})
				if err != nil {
					t.Fatal(err)
				}
				if g := j.used(key); g.Used != count || g.Used > g.Capacity {
					t.Fatalf("round %d: %+v, but %d runs are at work", round, g, count)
				}
			}
		}
		if wrong, err := j.RepairGates(ctx); err != nil || len(wrong) != 0 {
			t.Errorf("RepairGates = %+v, %v", wrong, err)
		}
		if _, err := j.Exec(ctx, `UPDATE run_gates SET used = used + 3 WHERE key = :key`, map[string]any{"key": "org:o"}); err != nil {
			t.Fatal(err)
		}
		wrong, err := j.RepairGates(ctx)
		if err != nil || len(wrong) != 1 || wrong[0].Key != "org:o" || wrong[0].Counted-wrong[0].Found != 3 {
			t.Errorf("RepairGates = %+v, %v", wrong, err)
		}
	})
}

func TestFullQueueTakesNobodyOn(t *testing.T) {
	t.Parallel()
	eachJournal(t, func(t *testing.T, j journal) {
		ctx := context.Background()
		j.gate("chain:c", 1, 2)
		gates := at(`["chain:c"]`)
		keyed := func(r *runtime.Run) { r.By, r.StartKey = "s1", "k1" }
		var batch []runtime.Write
		for _, id := range []string{"a", "b", "c", "d", "e"} {
			batch = append(batch, j.begin(id, gates))
		}
		batch[1] = j.begin("b", gates, keyed)
		out := j.commit("r1", batch...)
		for i, want := range []runtime.Outcome{{}, {Held: true}, {Held: true}, {Full: true}, {Full: true}} {
			if out[i].Held != want.Held || out[i].Full != want.Full || out[i].Lost {
				t.Errorf("outcome %d: %+v", i, out[i])
			}
		}
		if _, err := j.Run(ctx, "t1", "d"); err == nil {
			t.Error("a run that was not taken on has a row")
		}
		out = j.commit("r1", j.begin("f", gates), j.begin("g", gates, keyed))
		if !out[0].Full || out[1].Full || out[1].Twin == nil || out[1].Twin.ID != "b" {
			t.Errorf("later: %+v", out)
		}
		j.commit("r1", j.end("a", 1))
		if out = j.commit("r1", j.begin("h", gates), j.begin("i", gates)); !out[0].Held || !out[1].Full {
			t.Errorf("after one has ended: %+v", out)
		}
		j.gate("chain:c", 1, -1)
		if out = j.commit("r1", j.begin("k", gates)); !out[0].Held {
			t.Errorf("with no bound: %+v", out)
		}
	})
}

func TestARunKnowsItsPlaceInAQueue(t *testing.T) {
	t.Parallel()
	eachJournal(t, func(t *testing.T, j journal) {
		ctx := context.Background()
		j.gate("chain:c", 1, 10)
		j.gate("org:o", 5, 10)
		gates := at(`["chain:c","org:o"]`)
		j.commit("r1", j.begin("a", gates), j.begin("b", gates), j.begin("c", gates), j.begin("d", gates))
		waited, err := j.Waited(ctx, "t1", "d", 10)
		want := []runs.Waited{{Key: "chain:c", Capacity: 1, Used: 1, Ahead: 2}, {Key: "org:o", Capacity: 5, Used: 1, Ahead: 2}}
		if err != nil || !slices.Equal(waited, want) {
			t.Errorf("Waited = %+v, %v", waited, err)
		}
		if waited, err = j.Waited(ctx, "t1", "d", 1); err != nil || waited[0].Ahead != 1 {
			t.Errorf("Waited = %+v, %v: it counts too far", waited, err)
		}
		for _, id := range []string{"a", "x"} {
			if waited, err = j.Waited(ctx, "t1", id, 10); err != nil || len(waited) != 0 {
				t.Errorf("Waited of %s = %+v, %v", id, waited, err)
			}
		}
		if waited, err = j.Waited(ctx, "t2", "d", 10); err != nil || len(waited) != 0 {
			t.Errorf("Waited of another tenant = %+v, %v", waited, err)
		}
		if n, err := j.AheadOfDue(ctx, "t1", j.now()+1, 10); err != nil || n != 0 {
			t.Errorf("AheadOfDue = %d, %v", n, err)
		}
		j.commit("r1", j.end("a", 1))
		if n, err := j.AheadOfDue(ctx, "t1", j.run("b").Due+1, 10); err != nil || n != 1 {
			t.Errorf("AheadOfDue = %d, %v", n, err)
		}
	})
}
