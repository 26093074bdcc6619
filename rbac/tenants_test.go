package rbac_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"catenary/rbac"
)

func TestAnIdleTreeIsForgotten(t *testing.T) {
	t.Parallel()
	acme := setup(t)
	ann := acme.session("ann")
	for range 3 {
		acme.want(t, ann, rbac.OrgView, "acme", yes)
		acme.clock.Add(14 * time.Minute)
	}
	if acme.loads != 1 {
		t.Errorf("%d loads while it is used", acme.loads)
	}
	acme.clock.Add(time.Minute)
	stranger := ann
	stranger.Tenant = "other"
	acme.want(t, stranger, rbac.OrgView, "acme", unknown)
	acme.want(t, ann, rbac.OrgView, "acme", yes)
	if acme.loads != 2 {
		t.Errorf("%d loads after it was idle", acme.loads)
	}
}

// TestMovesUnderReaders moves an org to and fro while others ask: every answer
// is one of before or of after, and what a reader was told once under a version
// it is told again. Run with -race it shows that readers share the tree safely.
func TestMovesUnderReaders(t *testing.T) {
	t.Parallel()
	acme := setup(t, grant("bob", rbac.Viewer, "finance"), grant("bob", rbac.Operator, "north"))
	const moves, readers = 150, 6
	parents := []rbac.OrgID{"retail", "finance"}
	done := make(chan struct{})
	go func() {
		defer close(done)
		for i := range moves {
			acme.commit(org("stock", parents[(i+1)%2]), grant("bob", rbac.Auditor, "shop"), withdrawn("bob", rbac.Auditor, "shop"))
		}
	}()
	var all sync.WaitGroup
	for range readers {
		all.Go(func() {
			for asked := 0; ; asked++ {
				select {
				case <-done:
					if asked > 50 {
						return
					}
				default:
				}
				bob := acme.session("bob")
				if got := acme.answer(bob, rbac.RunStart, "north"); got != yes {
					t.Errorf("at north: %q", got)
					return
				}
				stock := acme.answer(bob, rbac.OrgView, "stock")
				set, err := acme.Filter(context.Background(), bob, rbac.OrgView)
				if err != nil || !set.Contains("finance") || set.Contains("shop") {
					t.Errorf("Filter = %+v, %v", set, err)
					return
				}
				if now, _ := acme.Version(context.Background(), "acme"); now == bob.Version { // nothing happened meanwhile
					want := yes
					if (now-1)%2 == 0 {
						want = unknown
					}
					if stock != want || set.Contains("stock") != (want == yes) {
						t.Errorf("version %d: %q, want %q, Filter %+v", now, stock, want, set)
						return
					}
				}
			}
		})
	}
	all.Wait()
}

func TestWatchersHearOfTheNewestVersion(t *testing.T) {
	t.Parallel()
	acme := setup(t)
	ctx, cancel := context.WithCancel(t.Context())
	heard := acme.Watch(ctx, "acme")
	other := acme.Watch(t.Context(), "other")

	acme.Hint("acme", 5)
	acme.Hint("acme", 7)
	acme.Hint("acme", 6)
	if v := <-heard; v != 7 {
		t.Errorf("heard %d", v)
	}
	select {
	case v := <-heard:
		t.Errorf("heard %d again", v)
	case v := <-other:
		t.Errorf("another tenant heard %d", v)
	default:
	}

	// A change that a request finds is heard of without any hint.
	late := acme.Watch(ctx, "acme")
	ann := acme.session("ann")
	ann.Version = acme.commit(rbac.Change{Touch: "ann"})
	acme.want(t, ann, rbac.OrgView, "acme", yes)
	if v := <-late; v != ann.Version {
		t.Errorf("heard %d, want %d", v, ann.Version)
	}

	cancel()
	for range heard { // until it is closed
		t.Error("heard something after the end")
	}
	acme.Hint("acme", 100)
}

func TestTwoServersFollowTheSameChanges(t *testing.T) {
	t.Parallel()
	acme := setup(t)
	second := rbac.New(rbac.Config{Source: acme, Now: acme.clock.Now})
	bob := acme.session("bob")
	for i := range 40 {
		at := []rbac.OrgID{"stock", "finance"}[i%2]
		bob.Version = acme.commit(grant("bob", rbac.Viewer, at))
		if i%3 == 0 {
			acme.want(t, bob, rbac.OrgView, at, yes)
		}
		if err := second.Can(t.Context(), bob, rbac.OrgView, rbac.Resource{OrgID: at}); err != nil {
			t.Fatal(fmt.Errorf("step %d: %w", i, err))
		}
		bob.Version = acme.commit(withdrawn("bob", rbac.Viewer, at), org("north", at))
		acme.want(t, bob, rbac.OrgView, at, unknown)
	}
	if acme.loads != 2 {
		t.Errorf("%d loads", acme.loads)
	}
}
