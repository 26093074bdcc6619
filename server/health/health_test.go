package health_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"catenary/internal/testkit"
	"catenary/rbac"
	"catenary/server/health"
	"catenary/server/servertest"
)

func setup(t *testing.T, checks ...health.Check) (*health.Service, *servertest.World) {
	t.Helper()
	w := servertest.SQLite(t)
	return &health.Service{Auth: w.Auth, Checks: checks, Now: w.Clock.Now, Log: slog.New(slog.DiscardHandler)}, w
}

func TestPartsSaysHowEachIs(t *testing.T) {
	t.Parallel()
	stuck := make(chan struct{})
	defer close(stuck)
	s, w := setup(t,
		health.Check{Part: health.Database, Look: func(context.Context) error { return nil }},
		health.Check{Part: health.Disk, Look: func(context.Context) error { return fmt.Errorf("3 MiB: %w", health.ErrLow) }},
		health.Check{Part: health.Registry, Look: func(context.Context) error { return errors.New("refused at 10.0.0.1") }},
		health.Check{Part: health.Glue, Look: func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }},
		health.Check{Part: health.Runs, Look: func(context.Context) error { <-stuck; return nil }},
	)
	found, _, err := s.Parts(t.Context(), w.Actor(rbac.Admin, servertest.Acme), w.Org(servertest.Acme))
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []health.State{health.Good, health.Low, health.Failed, health.Silent, health.Silent} {
		if found[i].State != want {
			t.Errorf("%s is %s, want %s", found[i].Part, found[i].State, want)
		}
	}
}

func TestPartsAreLookedAtNowAndThen(t *testing.T) {
	t.Parallel()
	var looks atomic.Int64
	s, w := setup(t, health.Check{Part: health.Database, Look: func(context.Context) error { looks.Add(1); return nil }})
	ask := func() {
		t.Helper()
		if _, _, err := s.Parts(t.Context(), w.Actor(rbac.Admin, servertest.Acme), w.Org(servertest.Acme)); err != nil {
			t.Fatal(err)
		}
	}
	for range 5 {
		ask()
	}
	if n := looks.Load(); n != 1 {
		t.Errorf("%d looks for five questions at once", n)
	}
	w.Clock.Add(11 * time.Second)
	if ask(); looks.Load() != 2 {
		t.Errorf("%d looks", looks.Load())
	}
}

func TestAPartThatHangsIsAskedOnce(t *testing.T) {
	t.Parallel()
	stuck := make(chan struct{})
	defer close(stuck)
	var looks atomic.Int64
	s, w := setup(t, health.Check{Part: health.Disk, Look: func(context.Context) error { looks.Add(1); <-stuck; return nil }})
	for range 2 {
		found, _, err := s.Parts(t.Context(), w.Actor(rbac.Admin, servertest.Acme), w.Org(servertest.Acme))
		if err != nil || found[0].State != health.Silent {
			t.Fatalf("%v %v", found, err)
		}
		w.Clock.Add(time.Minute)
	}
	if n := looks.Load(); n != 1 {
		t.Errorf("%d looks at once", n)
	}
}

func TestAskRegistry(t *testing.T) {
	t.Parallel()
	for status, good := range map[int]bool{http.StatusOK: true, http.StatusUnauthorized: true, http.StatusNotFound: false, http.StatusBadGateway: false} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path != "/v2/" {
				status = http.StatusTeapot
			}
			w.WriteHeader(status)
		}))
		if err := health.AskRegistry(t.Context(), server.URL); (err == nil) != good {
			t.Errorf("%d: %v", status, err)
		}
		server.Close()
	}
}

func TestRecently(t *testing.T) {
	t.Parallel()
	now := testkit.NewClock().Now()
	if err := health.Recently(now.Add(-time.Second), now, time.Minute); err != nil {
		t.Error(err)
	}
	if err := health.Recently(now.Add(-time.Hour), now, time.Minute); err == nil {
		t.Error("an hour is recent")
	}
}
