package store_test

import (
	"context"
	"fmt"
	"maps"
	"testing"

	"catenary/internal/testkit"
	"catenary/runtime"
	"catenary/runtime/run"
)

func TestUsualDurations(t *testing.T) {
	t.Parallel()
	eachJournal(t, func(t *testing.T, j journal) {
		ctx := context.Background()
		s := &shelf{journal: j, ids: map[string]string{}, at: testkit.NewClock().Now()}
		n := 0
		add := func(chain string, state run.State, test bool, took int64) {
			n++
			name := fmt.Sprint(n)
			s.add(name, func(r *runtime.Run) { r.Chain, r.Key, r.Test = chain, "same", test }, state)
			if _, err := s.Exec(ctx, `UPDATE runs SET started_at = 1000000, ended_at = 1000000 + :took WHERE id = :id`,
				map[string]any{"took": took, "id": s.ids[name]}); err != nil {
				t.Fatal(err)
			}
		}
		for range 5 {
			add("c1", run.Succeeded, false, 900) // so long ago that the next 20 are all that is looked at
		}
		for i := range int64(20) {
			add("c1", run.Succeeded, false, 101+i)
			add("c1", run.Succeeded, true, 9)
			add("c1", run.Failed, false, 7)
		}
		for _, took := range []int64{50, 10, 30} {
			add("c2", run.Succeeded, false, took)
		}
		add("c3", run.Succeeded, false, 1)
		add("c3", run.Succeeded, false, 1)
		got, err := s.UsualDurations(ctx, "t1", []string{"c1", "c2", "c3", "c4"})
		if want := map[string]int64{"c1": 110, "c2": 30}; err != nil || !maps.Equal(got, want) {
			t.Errorf("usual = %v, %v", got, err)
		}
		if got, err = s.UsualDurations(ctx, "t2", []string{"c1", "c2"}); err != nil || len(got) != 0 {
			t.Errorf("another tenant: %v, %v", got, err)
		}
		if got, err = s.UsualDurations(ctx, "t1", nil); err != nil || len(got) != 0 {
			t.Errorf("of nothing: %v, %v", got, err)
		}
	})
}
