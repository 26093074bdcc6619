package rbac_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"catenary/internal/fault"
	"catenary/rbac"
)

// TestWorldsAgreeWithANaiveWalker asks a million questions in worlds that
// change all the time, of an Authorizer that follows the changes, and of the
// walker. One that reads its facts anew must agree too.
func TestWorldsAgreeWithANaiveWalker(t *testing.T) {
	t.Parallel()
	seeds, steps, questions := 20, 100, 500
	if testing.Short() {
		seeds, steps = 4, 25
	}
	for seed := range seeds {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			ctx := context.Background()
			w := newWorld(uint64(seed))
			a := rbac.New(rbac.Config{Source: w, Now: w.clock.Now})
			allowed, forbidden, fresh := 0, 0, 0
			for step := range steps {
				w.step()
				if w.chance.IntN(30) == 0 {
					w.forget(w.facts.Version) // the next one finds a gap
					w.step()
				}
				n := w.naive()
				for range questions {
					q := w.ask()
					err := a.Can(ctx, q.who, q.act, rbac.Resource{OrgID: q.org, Authors: q.authors})
					want := "resource.unknown"
					switch {
					case n.allowed(q):
						want = ""
						allowed++
					case n.visible(q):
						want = "auth.forbidden"
						forbidden++
					}
					if got := code(err); got != want {
						t.Fatalf("step %d: %+v: got %q, want %q (%v)", step, q, got, want, err)
					}
				}
				fresh += lists(ctx, t, w, a, n)
			}
			if loads := w.loads - fresh; loads > steps/4 {
				t.Errorf("%d loads in %d steps: changes were not followed", loads, steps)
			}
			if allowed == 0 || forbidden == 0 {
				t.Errorf("%d allowed, %d forbidden: the world is too poor", allowed, forbidden)
			}
		})
	}
}

func code(err error) string {
	if err == nil {
		return ""
	}
	return fault.As(err).Code
}

// lists holds Filter and Allowed to the walker, for all orgs.
// Some questions go to one that has just read its facts; it says how often.
func lists(ctx context.Context, t *testing.T, w *world, a *rbac.Authorizer, n *naive) (fresh int) {
	t.Helper()
	var orgs []rbac.OrgID
	for _, o := range w.facts.Orgs {
		orgs = append(orgs, o.ID)
	}
	for i := range 12 {
		q := w.ask()
		q.authors = nil
		ask := a
		if i == 0 && w.chance.IntN(4) == 0 {
			ask = rbac.New(rbac.Config{Source: w, Now: w.clock.Now})
			fresh = 1
		}
		set, err := ask.Filter(ctx, q.who, q.act)
		if err != nil {
			t.Fatal(err)
		}
		can, err := ask.Allowed(ctx, q.who, append(orgs, "nowhere")...)
		if err != nil {
			t.Fatal(err)
		}
		if set.Total != len(orgs) || !slices.IsSorted(set.IDs) || 2*len(set.IDs) > len(orgs) {
			t.Fatalf("%+v: %+v of %d orgs", q, set, len(orgs))
		}
		for _, org := range orgs {
			q.org = org
			want := n.allowed(q)
			if set.Contains(org) != want || slices.Contains(can[org], q.act) != want {
				t.Fatalf("%+v: Filter %v, Allowed %v, want %v; %+v", q, set.Contains(org), can[org], want, set)
			}
		}
	}
	return fresh
}

// TestFilterIsCanForAllPairs asks for each member, permission and org.
func TestFilterIsCanForAllPairs(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(99)
	a := rbac.New(rbac.Config{Source: w, Now: w.clock.Now})
	modes := map[rbac.OrgSetMode]int{}
	for range 30 {
		w.step()
	}
	w.commit(rbac.Change{Subject: &rbac.SubjectFact{ID: "boss", Kind: rbac.User, Active: true}},
		rbac.Change{Subject: &rbac.SubjectFact{ID: "most", Kind: rbac.Service, Active: true}},
		rbac.Change{Org: &rbac.OrgFact{ID: "leaf", Parent: "t0"}},
		rbac.Change{Role: &rbac.RoleFact{ID: "not", Owner: "t0", Effect: rbac.Deny, Permissions: rbac.Permissions()}},
		rbac.Change{Grant: &rbac.GrantFact{Subject: "boss", Role: rbac.Owner, Org: "t0"}},
		rbac.Change{Grant: &rbac.GrantFact{Subject: "most", Role: rbac.Owner, Org: "t0"}},
		rbac.Change{Grant: &rbac.GrantFact{Subject: "most", Role: "not", Org: "leaf"}})
	for _, o := range w.facts.Orgs {
		if o.Deleted {
			w.commit(w.restore(o)...)
		}
	}
	for _, s := range w.facts.Subjects {
		who := rbac.Actor{Subject: s.ID, Kind: s.Kind, Tenant: "t0", Scope: "*", Version: w.facts.Version}
		for _, act := range rbac.Permissions() {
			set, err := a.Filter(ctx, who, act)
			if err != nil {
				t.Fatal(err)
			}
			modes[set.Mode]++
			for _, o := range w.facts.Orgs {
				if can := a.Can(ctx, who, act, rbac.Resource{OrgID: o.ID}) == nil; can != set.Contains(o.ID) {
					t.Fatalf("%s %s at %s: Can %v, Filter %+v", s.ID, act, o.ID, can, set)
				}
			}
		}
	}
	if len(modes) != 4 {
		t.Errorf("modes met: %v", modes)
	}
}

func (w *world) restore(o rbac.OrgFact) []rbac.Change {
	o.Deleted = false
	o.Parent = "t0"
	return []rbac.Change{{Org: &o}}
}
