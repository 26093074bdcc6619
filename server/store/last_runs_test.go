package store_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"catenary/internal/testkit"
	"catenary/rbac"
	"catenary/runtime"
	"catenary/runtime/run"
)

func TestLastRunsAreOfEachChain(t *testing.T) {
	t.Parallel()
	eachJournal(t, func(t *testing.T, j journal) {
		ctx := context.Background()
		s := &shelf{journal: j, ids: map[string]string{}, at: testkit.NewClock().Now()}
		all := rbac.OrgSet{Mode: rbac.All}
		add := func(name, chain string, test bool) {
			s.add(name, func(r *runtime.Run) { r.Chain, r.Key, r.Test = chain, "same", test }, run.Failed)
		}
		add("rare", "c1", false)
		for i := range 5 { // many of another one do not push it out
			add(fmt.Sprint("often", i), "c2", false)
			add(fmt.Sprint("test", i), "c1", true)
		}
		last, err := s.LastRuns(ctx, "t1", all, []string{"c1", "c2", "c3"}, 3)
		if err != nil {
			t.Fatal(err)
		}
		for chain, want := range map[string][]string{"c1": {"rare"}, "c2": {"often4", "often3", "often2"}, "c3": nil} {
			var got []string
			for _, r := range last[chain] {
				for name, id := range s.ids {
					if id == r.ID {
						got = append(got, name)
					}
				}
				if r.State != run.Failed || r.Org == "" || r.CreatedAt == 0 {
					t.Errorf("%+v", r)
				}
			}
			if !slices.Equal(got, want) {
				t.Errorf("of %s: %v, want %v", chain, got, want)
			}
		}
		if last, err = s.LastRuns(ctx, "t2", all, []string{"c1"}, 3); err != nil || len(last) != 0 {
			t.Errorf("another tenant: %v, %v", last, err)
		}
		if last, err = s.LastRuns(ctx, "t1", all, nil, 3); err != nil || len(last) != 0 {
			t.Errorf("of nothing: %v, %v", last, err)
		}

		// Newer ones of another org do not push out what may be seen.
		s.add("ours", func(r *runtime.Run) { r.Chain, r.Key, r.Org = "c4", "same", "ours" }, run.Failed)
		for i := range 5 {
			add(fmt.Sprint("theirs", i), "c4", false)
		}
		for _, set := range []rbac.OrgSet{{Mode: rbac.In, IDs: []rbac.OrgID{"ours"}, Total: 9}, {Mode: rbac.NotIn, IDs: []rbac.OrgID{"o1"}, Total: 9}} {
			if last, err = s.LastRuns(ctx, "t1", set, []string{"c4"}, 3); err != nil || len(last["c4"]) != 1 || last["c4"][0].ID != s.ids["ours"] {
				t.Errorf("of %v: %v, %v", set, last, err)
			}
		}
		if last, err = s.LastRuns(ctx, "t1", rbac.OrgSet{}, []string{"c1"}, 3); err != nil || len(last) != 0 {
			t.Errorf("of no org: %v, %v", last, err)
		}
	})
}
