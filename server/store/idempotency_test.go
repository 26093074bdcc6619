package store_test

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"catenary/internal/clock"
	"catenary/internal/fault"
	"catenary/internal/testkit"
	"catenary/server/store"
	"catenary/server/store/storetest"
)

// eachAtAClock gives each database a clock of its own.
func eachAtAClock(t *testing.T, test func(*testing.T, *store.Store, *testkit.Clock)) {
	t.Helper()
	for name, open := range map[string]func(testing.TB, clock.Now) *store.Store{
		"sqlite": storetest.SQLite, "postgres": storetest.Postgres,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			now := testkit.NewClock()
			test(t, open(t, now.Now), now)
		})
	}
}

// attempt is a claim by owner at the clock's time.
func attempt(now *testkit.Clock, owner string) store.Idempotency {
	return store.Idempotency{
		Tenant: "t1", Subject: "s1", Key: "k1", Digest: "d1", Owner: owner,
		CreatedAt: clock.Micros(now.Now()), EndsAt: clock.Micros(now.Now().Add(24 * time.Hour)),
	}
}

func claim(t *testing.T, s *store.Store, now *testkit.Clock, k store.Idempotency) (store.Idempotency, bool) {
	t.Helper()
	row, claimed, err := s.ClaimIdempotency(context.Background(), k, now.Now().Add(-time.Minute))
	if err != nil {
		t.Fatal(err)
	}
	return row, claimed
}

func TestIdempotencyIsClaimedOnce(t *testing.T) {
	t.Parallel()
	eachAtAClock(t, func(t *testing.T, s *store.Store, now *testkit.Clock) {
		var mu sync.Mutex
		var winners []string
		var all sync.WaitGroup
		for _, owner := range []string{"a", "b", "c", "d", "e", "f"} {
			all.Go(func() {
				_, claimed, err := s.ClaimIdempotency(context.Background(), attempt(now, owner), now.Now().Add(-time.Minute))
				if err != nil {
					t.Error(err)
				}
				if claimed {
					mu.Lock()
					winners = append(winners, owner)
					mu.Unlock()
				}
			})
		}
		all.Wait()
		if len(winners) != 1 {
			t.Fatalf("winners = %v, want one", winners)
		}
		other := attempt(now, "g")
		other.Subject = "s2"
		if _, claimed := claim(t, s, now, other); !claimed {
			t.Error("another subject's key of the same name is taken")
		}
		other.Tenant = "t2"
		if _, claimed := claim(t, s, now, other); !claimed {
			t.Error("another tenant's key of the same name is taken")
		}
	})
}

func TestIdempotencyKeepsTheAnswer(t *testing.T) {
	t.Parallel()
	eachAtAClock(t, func(t *testing.T, s *store.Store, now *testkit.Clock) {
		ctx := context.Background()
		k, _ := claim(t, s, now, attempt(now, "a"))
		err := s.InTx(store.BeforeCommit(ctx, func(ctx context.Context) error { return s.MarkIdempotency(ctx, k) }),
			func(context.Context) error { return nil })
		if err != nil {
			t.Fatal(err)
		}
		if row, claimed := claim(t, s, now, attempt(now, "b")); claimed || row.State != store.IdempotencyDone {
			t.Fatalf("after the commit: %+v, %v", row, claimed)
		}
		k.Status, k.Headers, k.Answer = 201, `{"ETag":"\"1\""}`, []byte("{}")
		if err := s.AnswerIdempotency(ctx, k); err != nil {
			t.Fatal(err)
		}
		now.Add(2 * time.Minute)
		row, claimed := claim(t, s, now, attempt(now, "c"))
		if claimed || row.State != store.IdempotencyAnswered || row.Status != 201 || string(row.Answer) != "{}" || row.Headers != k.Headers {
			t.Fatalf("after the answer: %+v, %v", row, claimed)
		}
		if err := s.FreeIdempotency(ctx, k, false); err != nil {
			t.Fatal(err)
		}
		if _, claimed := claim(t, s, now, attempt(now, "d")); claimed {
			t.Error("an answered key was freed")
		}
	})
}

func TestIdempotencyIsTakenOverFromTheDead(t *testing.T) {
	t.Parallel()
	eachAtAClock(t, func(t *testing.T, s *store.Store, now *testkit.Clock) {
		ctx := context.Background()
		dead, _ := claim(t, s, now, attempt(now, "dead"))
		if _, claimed := claim(t, s, now, attempt(now, "b")); claimed {
			t.Fatal("taken over at once")
		}
		now.Add(time.Minute)
		mismatched := attempt(now, "c")
		mismatched.Digest = "d2"
		if row, claimed := claim(t, s, now, mismatched); claimed || row.Digest != "d1" {
			t.Fatal("another request took the key over")
		}
		if _, claimed := claim(t, s, now, attempt(now, "b")); !claimed {
			t.Fatal("not taken over")
		}
		err := s.InTx(store.BeforeCommit(ctx, func(ctx context.Context) error { return s.MarkIdempotency(ctx, dead) }),
			func(context.Context) error { return nil })
		if !fault.HasCode(err, "idempotency.running") {
			t.Fatalf("the dead one's late commit = %v, want it refused", err)
		}
		if err := s.FreeIdempotency(ctx, dead, false); err != nil {
			t.Fatal(err)
		}
		if row, claimed := claim(t, s, now, attempt(now, "e")); claimed || row.Owner != "b" {
			t.Fatalf("the dead one freed what is not its: %+v", row)
		}
	})
}

func TestIdempotencyIsFreedIfNothingChanged(t *testing.T) {
	t.Parallel()
	eachAtAClock(t, func(t *testing.T, s *store.Store, now *testkit.Clock) {
		ctx := context.Background()
		k, _ := claim(t, s, now, attempt(now, "a"))
		if err := s.MarkIdempotency(ctx, k); err != nil {
			t.Fatal(err)
		}
		if err := s.FreeIdempotency(ctx, k, true); err != nil {
			t.Fatal(err)
		}
		if _, claimed := claim(t, s, now, attempt(now, "b")); claimed {
			t.Fatal("freed though something was committed")
		}
		if err := s.FreeIdempotency(ctx, k, false); err != nil {
			t.Fatal(err)
		}
		if _, claimed := claim(t, s, now, attempt(now, "c")); !claimed {
			t.Fatal("not freed")
		}
	})
}

func TestIdempotencyEndsAfterADay(t *testing.T) {
	t.Parallel()
	eachAtAClock(t, func(t *testing.T, s *store.Store, now *testkit.Clock) {
		ctx := context.Background()
		for _, key := range []string{"k1", "k2", "k3"} {
			k := attempt(now, "a")
			k.Key = key
			claim(t, s, now, k)
			if err := s.AnswerIdempotency(ctx, k); err != nil {
				t.Fatal(err)
			}
		}
		if n, err := s.DropIdempotency(ctx, 10); n != 0 || err != nil {
			t.Fatalf("dropped too early: %d, %v", n, err)
		}
		now.Add(24 * time.Hour)
		if _, claimed := claim(t, s, now, attempt(now, "b")); !claimed {
			t.Error("an ended key cannot be used anew")
		}
		for _, want := range []int64{1, 1, 0} {
			if n, err := s.DropIdempotency(ctx, 1); n != want || err != nil {
				t.Fatalf("dropped %d, %v; want %d", n, err, want)
			}
		}
	})
}

func TestIdempotencyIsSettledAtTheStart(t *testing.T) {
	t.Parallel()
	eachAtAClock(t, func(t *testing.T, s *store.Store, now *testkit.Clock) {
		ctx := context.Background()
		keys := map[string]store.Idempotency{}
		for _, name := range []string{"begun", "done", "answered"} {
			k := attempt(now, "gone")
			k.Key = name
			keys[name], _ = claim(t, s, now, k)
		}
		done, answered := keys["done"], keys["answered"]
		answered.Status, answered.Headers, answered.Answer = 201, "{}", []byte("{}")
		if err := s.MarkIdempotency(ctx, done); err != nil {
			t.Fatal(err)
		}
		if err := s.AnswerIdempotency(ctx, answered); err != nil {
			t.Fatal(err)
		}
		if err := s.SettleIdempotency(ctx); err != nil {
			t.Fatal(err)
		}
		alone := !strings.HasSuffix(t.Name(), "/postgres")
		for name, want := range map[string]struct {
			claimed bool
			state   store.IdempotencyState
			status  int
		}{
			"begun": {alone, store.IdempotencyBegun, 0}, "answered": {false, store.IdempotencyAnswered, 201},
			"done": {false, map[bool]store.IdempotencyState{true: store.IdempotencyAnswered, false: store.IdempotencyDone}[alone], 0},
		} {
			k := attempt(now, "new")
			k.Key = name
			row, claimed := claim(t, s, now, k)
			if claimed != want.claimed || row.State != want.state || row.Status != want.status {
				t.Errorf("%s: %v %+v, want %+v", name, claimed, row, want)
			}
		}
	})
}
