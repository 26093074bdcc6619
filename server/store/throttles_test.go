package store_test

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"catenary/internal/testkit"
	"catenary/server/identity"
	"catenary/server/store"
	"catenary/server/store/storetest"
)

// eachThrottle runs test on both databases, each with a clock of its own.
func eachThrottle(t *testing.T, test func(*testing.T, *store.Store, *testkit.Clock)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		clock := testkit.NewClock()
		test(t, storetest.SQLite(t, clock.Now), clock)
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		clock := testkit.NewClock()
		test(t, storetest.Postgres(t, clock.Now), clock)
	})
}

func TestThrottleWaits(t *testing.T) {
	t.Parallel()
	eachThrottle(t, func(t *testing.T, s *store.Store, clock *testkit.Clock) {
		ctx, names := context.Background(), []string{"account", "address"}
		for n := 1; n <= 20; n++ {
			until, err := s.Attempt(ctx, names)
			if err != nil || until != 0 {
				t.Fatalf("attempt %d = %d, %v", n, until, err)
			}
			want := identity.ThrottleLongest
			if waits := identity.ThrottleWaits(); n < len(waits) {
				want = waits[n]
			}
			if want == 0 {
				continue
			}
			until, err = s.Attempt(ctx, names[:1])
			if got := time.UnixMicro(until).Sub(clock.Now()); err != nil || got != want {
				t.Fatalf("after %d failures one waits %v, %v; want %v", n, got, err, want)
			}
			clock.Add(want)
		}
		clock.Add(identity.ThrottleForgets + time.Second)
		for range 5 { // all is forgotten
			if until, err := s.Attempt(ctx, names); err != nil || until != 0 {
				t.Fatalf("attempt = %d, %v", until, err)
			}
		}
	})
}

func TestARefusedAttemptCountsNowhere(t *testing.T) {
	t.Parallel()
	eachThrottle(t, func(t *testing.T, s *store.Store, clock *testkit.Clock) {
		ctx := context.Background()
		for range 5 {
			if _, err := s.Attempt(ctx, []string{"address"}); err != nil {
				t.Fatal(err)
			}
		}
		until, err := s.Attempt(ctx, []string{"account", "address"})
		if err != nil || until == 0 {
			t.Fatalf("attempt = %d, %v", until, err)
		}
		if failures, err := s.Forget(ctx, "account", "address"); err != nil || failures != 0 {
			t.Errorf("the account has %d failures, %v", failures, err)
		}
	})
}

func TestForgetting(t *testing.T) {
	t.Parallel()
	eachThrottle(t, func(t *testing.T, s *store.Store, _ *testkit.Clock) {
		ctx := context.Background()
		attempt := func(names ...string) int64 {
			t.Helper()
			until, err := s.Attempt(ctx, names)
			if err != nil {
				t.Fatal(err)
			}
			return until
		}
		attempt("a", "address")
		attempt("b", "address")
		attempt("b", "address")
		if err := s.TakeBack(ctx, []string{"a", "address"}); err != nil {
			t.Fatal(err)
		}
		attempt("b", "address")
		if failures, err := s.Forget(ctx, "b", "address"); err != nil || failures != 3 {
			t.Fatalf("Forget = %d, %v", failures, err)
		}
		for range 5 { // the address has none left, nor has b
			if until := attempt("b", "address"); until != 0 {
				t.Fatal("something was not forgotten")
			}
		}
		if attempt("a") != 0 || attempt("address") == 0 {
			t.Error("a waits, or the address does not")
		}
	})
}

func TestParallelAttemptsAreCountedOneByOne(t *testing.T) {
	t.Parallel()
	eachThrottle(t, func(t *testing.T, s *store.Store, _ *testkit.Clock) {
		var passed atomic.Int64
		var group sync.WaitGroup
		for range 30 {
			group.Go(func() {
				until, err := s.Attempt(context.Background(), []string{"account", "address"})
				if err != nil {
					t.Error(err)
				} else if until == 0 {
					passed.Add(1)
				}
			})
		}
		group.Wait()
		if passed.Load() != 5 {
			t.Errorf("%d passed", passed.Load())
		}
	})
}
