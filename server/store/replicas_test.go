package store_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"catenary/internal/clock"
	"catenary/internal/testkit"
	"catenary/runtime"
	"catenary/runtime/run"
	"catenary/server/store/storetest"
)

// twoReplicas are two servers on one PostgreSQL, with a clock that both follow.
func twoReplicas(t *testing.T) (one, two journal) {
	t.Helper()
	clock := testkit.NewClock()
	url := storetest.PostgresURL(t)
	one = journal{Store: storetest.Open(t, url, clock.Now), t: t, clock: clock}
	two = journal{Store: storetest.Open(t, url, clock.Now), t: t, clock: clock}
	one.enlist("r1")
	two.enlist("r2")
	return one, two
}

func TestDeadReplicaLosesItsRuns(t *testing.T) {
	t.Parallel()
	one, two := twoReplicas(t)
	ctx := context.Background()
	one.commit("r1", one.begin("a"), one.begin("b"), one.begin("c"))
	one.commit("r1", one.end("c", 1))
	if n, err := two.Reap(ctx); n != 0 || err != nil {
		t.Fatalf("Reap while the lease lasts = %d, %v", n, err)
	}
	one.clock.Add(2 * time.Hour) // as if r1 had been stopped meanwhile
	if ok, err := two.Renew(ctx, "r2", two.now()+hour); !ok || err != nil {
		t.Fatalf("Renew = %v, %v", ok, err)
	}
	if _, err := one.Commit(ctx, "r1", []runtime.Write{one.next("a", 1, 1)}); !errors.Is(err, runtime.ErrFenced) {
		t.Errorf("Commit after the lease: %v", err)
	}
	if n, err := two.Reap(ctx); n != 2 || err != nil {
		t.Fatalf("Reap = %d, %v", n, err)
	}
	got := two.claim("r2", 10)
	slices.Sort(got)
	if !slices.Equal(got, []string{"t1/a", "t1/b"}) {
		t.Fatalf("claimed %v", got)
	}
	if ok, err := one.Renew(ctx, "r1", one.now()+hour); ok || err != nil {
		t.Errorf("Renew of a dead one = %v, %v", ok, err)
	}
	if _, err := one.Commit(ctx, "r1", []runtime.Write{one.next("a", 1, 1)}); !errors.Is(err, runtime.ErrFenced) {
		t.Errorf("Commit of a dead one: %v", err)
	}
	one.enlist("r3")
	if out := one.commit("r3", one.next("a", 1, 1)); !out[0].Lost {
		t.Errorf("what another owns: %+v", out)
	}
	w := two.next("a", 1, 1)
	w.Epoch = 2
	none(t, two.commit("r2", w))
	if got := two.seqs("a"); !slices.Equal(got, []int64{1, 2}) {
		t.Errorf("events %v", got)
	}
}

func TestLeavingFreesRunsAtOnce(t *testing.T) {
	t.Parallel()
	one, two := twoReplicas(t)
	one.commit("r1", one.begin("a"))
	if err := one.Leave(context.Background(), "r1"); err != nil {
		t.Fatal(err)
	}
	if got := two.claim("r2", 10); !slices.Equal(got, []string{"t1/a"}) {
		t.Errorf("claimed %v", got)
	}
}

func TestReplicasClaimEachRunOnce(t *testing.T) {
	t.Parallel()
	one, two := twoReplicas(t)
	var batch []runtime.Write
	for i := range 200 {
		w := one.begin(fmt.Sprintf("n%03d", i))
		w.Release, w.Due = true, one.now()
		batch = append(batch, w)
	}
	one.commit("r1", batch...)
	var mu sync.Mutex
	seen := map[string]int{}
	var both sync.WaitGroup
	for replica, j := range map[string]journal{"r1": one, "r2": two} {
		both.Go(func() {
			for empty := 0; empty < 3; {
				rows, err := j.Claim(context.Background(), replica, 7)
				if err != nil {
					t.Error(err)
					return
				}
				if len(rows) == 0 {
					empty++
				}
				mu.Lock()
				for _, r := range rows {
					seen[r.ID]++
				}
				mu.Unlock()
			}
		})
	}
	both.Wait()
	if len(seen) != 200 {
		t.Errorf("%d of 200 claimed", len(seen))
	}
	for id, n := range seen {
		if n != 1 {
			t.Errorf("%s was claimed %d times", id, n)
		}
	}
}

// TestNothingStaleIsWritten lets a replica write on while another declares it
// dead again and again: no event of it follows one of the run's next owner.
func TestNothingStaleIsWritten(t *testing.T) {
	t.Parallel()
	one, two := twoReplicas(t)
	ctx := context.Background()
	const runs = 20
	var ids []string
	var batch []runtime.Write
	for i := range runs {
		ids = append(ids, fmt.Sprintf("n%02d", i))
		batch = append(batch, one.begin(ids[i]))
	}
	one.commit("r1", batch...)
	stop := make(chan struct{})
	var stale sync.WaitGroup
	for i, id := range ids {
		stale.Go(func() {
			for seq := int64(1); ; {
				select {
				case <-stop:
					return
				default:
				}
				out, err := one.Commit(ctx, "r1", []runtime.Write{one.next(id, seq, 1)})
				if errors.Is(err, runtime.ErrFenced) || err == nil && out[0].Lost {
					return
				}
				if err != nil {
					t.Errorf("run %d: %v", i, err)
					return
				}
				seq++
			}
		})
	}
	if _, err := two.Exec(ctx, `UPDATE replicas SET lease_until = 0 WHERE id = 'r1'`, nil); err != nil {
		t.Fatal(err)
	}
	if n, err := two.Reap(ctx); n != runs || err != nil {
		t.Errorf("Reap = %d, %v", n, err)
	}
	rows, err := two.Claim(ctx, "r2", 100)
	if err != nil || len(rows) != runs {
		t.Fatalf("Claim = %d, %v", len(rows), err)
	}
	for _, r := range rows {
		w := two.next(r.ID, r.Seq, 1)
		w.Epoch, w.Events[0].Epoch = r.Epoch, r.Epoch
		none(t, two.commit("r2", w))
	}
	close(stop)
	stale.Wait()
	for _, r := range rows {
		events, err := two.Events(ctx, "t1", r.ID, 0, 10_000)
		if err != nil {
			t.Fatal(err)
		}
		for i, e := range events {
			if e.Seq != int64(i)+1 || (e.Epoch == 2) != (i == len(events)-1) {
				t.Fatalf("event %d of %d of %s: %+v", i, len(events), r.ID, e)
			}
		}
	}
}

func TestOthersHearOfRuns(t *testing.T) {
	t.Parallel()
	one, two := twoReplicas(t)
	ctx, stop := context.WithCancel(context.Background())
	heard := make(chan runtime.ID, 1000)
	var listener sync.WaitGroup
	listener.Go(func() { two.ListenRuns(ctx, func(id runtime.ID) { heard <- id }) })
	defer listener.Wait()
	defer stop()
	one.commit("r1", one.begin("a"))
	wait := func(want string, again func()) {
		t.Helper()
		tick := time.NewTicker(100 * time.Millisecond)
		defer tick.Stop()
		limit := time.After(20 * time.Second)
		for {
			select {
			case id := <-heard:
				if id == (runtime.ID{Tenant: "t1", Run: want}) {
					return
				}
			case <-tick.C:
				again() // it may not have listened yet
			case <-limit:
				t.Fatalf("nothing was heard of %s", want)
			}
		}
	}
	seq := int64(1)
	wait("a", func() {
		one.commit("r1", one.next("a", seq, 1))
		seq++
	})
	one.commit("r1", one.begin("b"))
	wait("b", func() {})
	if err := one.signal("a", "s", runtime.PauseSignal); err != nil {
		t.Fatal(err)
	}
	wait("a", func() {})
}

func TestNewServerOnSQLiteTakesAllOver(t *testing.T) {
	t.Parallel()
	j := journal{Store: storetest.SQLite(t, clock.Wall), t: t, clock: testkit.NewClock()}
	ctx := context.Background()
	now := clock.Wall().UnixMicro()
	for _, r := range []string{"r1", "r2"} {
		if err := j.Enlist(ctx, r, now+hour); err != nil {
			t.Fatal(err)
		}
		if r == "r1" {
			none(t, j.commit("r1", runtime.Write{
				ID: runtime.ID{Tenant: "t1", Run: "a"}, Epoch: 1, Create: &runtime.Run{}, State: run.Running,
				Events: []run.Event{{Seq: 1, Epoch: 1, At: 1, Kind: run.StartEvent, Body: json.RawMessage(`{}`)}},
			}))
		}
	}
	if got := j.claim("r2", 10); !slices.Equal(got, []string{"t1/a"}) {
		t.Errorf("claimed %v", got)
	}
	if _, err := j.Commit(ctx, "r1", nil); !errors.Is(err, runtime.ErrFenced) {
		t.Errorf("the one before: %v", err)
	}
}

// The first commit of a process prepares its statements. On SQLite it waits for
// the one connection that writes; who has that must not wait for it in turn.
func TestClaimWhileTheFirstCommitWaits(t *testing.T) {
	t.Parallel()
	clock := testkit.NewClock()
	j := journal{Store: storetest.SQLite(t, clock.Now), t: t, clock: clock}
	j.enlist("r1")
	before := j.Waiting()
	claimed, committed := make(chan error, 1), make(chan error, 1)
	go func() {
		claimed <- j.InTx(context.Background(), func(ctx context.Context) error {
			go func() {
				_, err := j.Commit(context.Background(), "r1", []runtime.Write{j.begin("a")})
				committed <- err
			}()
			for j.Waiting() == before {
				time.Sleep(time.Millisecond)
			}
			_, _, err := j.ClaimRun(ctx, "r1", "t1", "none")
			return err
		})
	}()
	for _, done := range []chan error{claimed, committed} {
		select {
		case err := <-done:
			if err != nil {
				t.Fatal(err)
			}
		case <-time.After(30 * time.Second):
			t.Fatal("the claim and the first commit wait for each other")
		}
	}
}
