package store_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"catenary/internal/testkit"
	"catenary/rbac"
	"catenary/runtime"
	"catenary/runtime/run"
)

func TestRunMoments(t *testing.T) {
	t.Parallel()
	eachJournal(t, func(t *testing.T, j journal) {
		s := &shelf{journal: j, ids: map[string]string{}, at: testkit.NewClock().Now()}
		start := s.at
		in := func(org string) func(*runtime.Run) { return func(r *runtime.Run) { r.Org = org } }
		s.add("old", in("o1"), run.Succeeded)
		s.add("held", in("o1"), run.Queued)
		s.add("done", in("o1"), run.Succeeded)
		s.add("beside", in("o2"), run.Failed)
		s.add("new", in("o1"), run.Running)

		all := rbac.OrgSet{Mode: rbac.All, Total: 2}
		one := rbac.OrgSet{Mode: rbac.In, IDs: []rbac.OrgID{"o1"}, Total: 2}
		from := start.Add(3 * time.Minute)
		for _, tt := range []struct {
			name  string
			set   rbac.OrgSet
			max   int
			want  []string
			whole time.Time
		}{
			{name: "the whole tenant", set: all, max: 100, want: []string{"done", "beside", "new", "held"}},
			{name: "one org", set: one, max: 100, want: []string{"done", "new", "held"}},
			{name: "more than are looked at", set: all, max: 2, want: []string{"beside", "new", "held"}, whole: start.Add(4 * time.Minute)},
			{name: "none", set: rbac.OrgSet{}, max: 100},
		} {
			moments, whole, err := s.RunMoments(context.Background(), "t1", tt.set, from, tt.max)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, m := range moments {
				for name, id := range s.ids {
					if r, err := s.Run(context.Background(), "t1", id); err == nil && r.CreatedAt == m.CreatedAt {
						got = append(got, name)
					}
				}
			}
			slices.Sort(got)
			slices.Sort(tt.want)
			if !slices.Equal(got, tt.want) || !whole.Equal(tt.whole) {
				t.Errorf("%s: %v since %s, want %v since %s", tt.name, got, whole, tt.want, tt.whole)
			}
		}
		if moments, _, err := s.RunMoments(context.Background(), "t2", all, from, 100); err != nil || len(moments) > 0 {
			t.Errorf("another tenant's: %v %v", moments, err)
		}
	})
}
