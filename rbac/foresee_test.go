package rbac_test

import (
	"fmt"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"catenary/rbac"
)

func TestForesee(t *testing.T) {
	t.Parallel()
	acme := setup(t, member("eve"), member("dan"),
		custom("clerk", "acme", rbac.Allow, rbac.RunStart, rbac.RunView), grant("eve", "clerk", "retail"), grant("dan", "clerk", "north"),
		custom("stop", "acme", rbac.Deny, rbac.ChainEdit), grant("eve", "stop", "north"), grant("eve", rbac.Operator, "stock"),
	)
	stopped := grant("eve", "stop", "north").Grant
	for name, tt := range map[string]struct {
		change rbac.Change
		want   []rbac.RightsDiff
	}{
		"a role gets more and gives less": {
			custom("clerk", "acme", rbac.Allow, rbac.RunStart, rbac.ChainEdit, rbac.AuditView),
			[]rbac.RightsDiff{
				{Subject: "dan", Org: "north", Gains: []rbac.Permission{rbac.ChainEdit, rbac.AuditView}, Loses: []rbac.Permission{rbac.RunView}},
				{Subject: "eve", Org: "north", Gains: []rbac.Permission{rbac.AuditView}}, // of the rest a deny is in the way, or another role gives it
				{Subject: "eve", Org: "retail", Gains: []rbac.Permission{rbac.ChainEdit, rbac.AuditView}, Loses: []rbac.Permission{rbac.RunView}},
				{Subject: "eve", Org: "stock", Gains: []rbac.Permission{rbac.ChainEdit, rbac.AuditView}},
			},
		},
		"a grant of what is held already": {grant("eve", "clerk", "stock"), nil},
		"a grant of more": {
			grant("dan", "clerk", "retail"),
			[]rbac.RightsDiff{
				{Subject: "dan", Org: "north"}, // holds it there already
				{Subject: "dan", Org: "retail", Gains: []rbac.Permission{rbac.RunView, rbac.RunStart}},
			},
		},
		"a deny that is withdrawn, of what is not held":  {rbac.Change{GrantGone: stopped}, nil},
		"a role that there is not":                       {grant("dan", "nothing", "retail"), nil},
		"a change of something else":                     {member("zoe"), nil},
		"a grant that is withdrawn and was never given ": {rbac.Change{GrantGone: grant("dan", "clerk", "shop").Grant}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := acme.Foresee(t.Context(), acme.session("ann"), tt.change)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("Foresee (-want +got):\n%s", diff)
			}
		})
	}
}

// What is foreseen of random changes is what is measured when they are made.
func TestForeseenEqualsTheMeasuredDifference(t *testing.T) {
	t.Parallel()
	seeds, steps := 20, 40
	if testing.Short() {
		seeds, steps = 3, 15
	}
	var found atomic.Int64
	t.Cleanup(func() {
		if found.Load() == 0 {
			t.Error("the changes were too poor")
		}
	})
	for seed := range seeds {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			w := newWorld(uint64(7000 + seed))
			a := rbac.New(rbac.Config{Source: w, Now: w.clock.Now})
			changes := []func() []rbac.Change{w.changeRole, w.addGrant, w.dropGrant}
			for range steps {
				w.step()
				w.step()
				ops := changes[w.chance.IntN(len(changes))]()
				if len(ops) != 1 {
					continue
				}
				boss := rbac.Actor{Tenant: "t0", Version: w.facts.Version}
				got, err := a.Foresee(t.Context(), boss, ops[0])
				if err != nil {
					t.Fatal(err)
				}
				all, err := a.Subtree(t.Context(), "t0", "t0")
				if err != nil {
					t.Fatal(err)
				}
				before := w.measure(t, a, all)
				w.commit(ops...)
				after := w.measure(t, a, all)
				if diff := cmp.Diff(difference(before, after), w.expand(rbac.Diff{Rights: got}, "t0", all)); diff != "" {
					t.Fatalf("%+v: rights (-measured +foreseen):\n%s", ops[0], diff)
				}
				found.Add(int64(len(got)))
			}
		})
	}
}
