package store_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"catenary/internal/id"
	"catenary/internal/page"
	"catenary/internal/testkit"
	"catenary/rbac"
	"catenary/runtime"
	"catenary/runtime/run"
	"catenary/server/runs"
)

// shelf is a journal with runs to list; ids are made a minute apart.
type shelf struct {
	journal
	ids map[string]string // by a short name
	at  time.Time
}

func (s *shelf) add(name string, change func(*runtime.Run), state run.State) {
	s.t.Helper()
	s.at = s.at.Add(time.Minute)
	full := id.First(s.at)[:20] + fmt.Sprintf("%06d", len(s.ids))
	s.ids[name] = full
	w := s.begin(full, change, func(r *runtime.Run) { r.CreatedAt = s.at.UnixMicro() })
	if w.State = state; state.Final() {
		w.Release = true
	}
	s.commit("r1", w)
}

func (s *shelf) names(rows []runs.Row) []string {
	var out []string
	for _, r := range rows {
		for name, full := range s.ids {
			if full == r.ID {
				out = append(out, name)
			}
		}
	}
	return out
}

// all reads a list to its end, in pages of two.
func (s *shelf) all(tenant rbac.TenantID, f runs.Filter) []string {
	s.t.Helper()
	var out []string
	r := page.Request{Limit: 2}
	for range 200 {
		p, err := s.Runs(context.Background(), tenant, f, r)
		if err != nil {
			s.t.Fatal(err)
		}
		if len(p.Items) > 2 {
			s.t.Fatalf("a page of %d", len(p.Items))
		}
		out = append(out, s.names(p.Items)...)
		if p.Next.IsZero() {
			return out
		}
		r.After = p.Next
	}
	s.t.Fatal("the list has no end")
	return nil
}

func TestRunsAreListedTheNewestFirst(t *testing.T) {
	t.Parallel()
	eachJournal(t, func(t *testing.T, j journal) {
		s := &shelf{journal: j, ids: map[string]string{}, at: testkit.NewClock().Now()}
		start := s.at
		in := func(org, chain, title string) func(*runtime.Run) {
			return func(r *runtime.Run) { r.Org, r.Key, r.Title, r.Trigger = org, chain, title, "api" }
		}
		s.add("a", in("o1", "orders", "Order 4711 of acme"), run.Succeeded)
		s.add("b", func(r *runtime.Run) {
			in("o1", "orders", "Order 4712 of acme")(r)
			r.Test = true
		}, run.Failed)
		s.add("c", in("o2", "orders", "ORDER 4713, again"), run.Running)
		s.add("d", func(r *runtime.Run) {
			in("o2", "stock", "Inventur für März")(r)
			r.By = "ann"
		}, run.Succeeded)
		s.add("e", func(r *runtime.Run) {
			in("o3", "stock", "acme")(r)
			r.By = "ann"
		}, run.Failed)
		s.add("f", func(r *runtime.Run) {
			in("o3", "stock", "")(r)
			r.Trigger, r.Parent, r.ParentKey = "chain", s.ids["c"], "k"
		}, run.Succeeded)
		everything := rbac.OrgSet{Mode: rbac.All, Total: 4}
		some := func(mode rbac.OrgSetMode, ids ...rbac.OrgID) rbac.OrgSet {
			return rbac.OrgSet{Mode: mode, IDs: ids, Total: 4}
		}
		for _, tt := range []struct {
			name   string
			filter runs.Filter
			want   []string
		}{
			{"all", runs.Filter{Set: everything}, []string{"f", "e", "d", "c", "b", "a"}},
			{"none", runs.Filter{}, nil},
			{"of an org", runs.Filter{Set: some(rbac.In, "o1")}, []string{"b", "a"}},
			{"of two orgs", runs.Filter{Set: some(rbac.In, "o1", "o3")}, []string{"f", "e", "b", "a"}},
			{"but one org", runs.Filter{Set: some(rbac.NotIn, "o3")}, []string{"d", "c", "b", "a"}},
			{"by chain", runs.Filter{Set: everything, Chain: "stock"}, []string{"f", "e", "d"}},
			{"by chain and org", runs.Filter{Set: some(rbac.In, "o2"), Chain: "stock"}, []string{"d"}},
			{"by states", runs.Filter{Set: everything, States: []run.State{run.Failed, run.Running}}, []string{"e", "c", "b"}},
			{"by states and orgs", runs.Filter{Set: some(rbac.In, "o1", "o2"), States: []run.State{run.Succeeded}}, []string{"d", "a"}},
			{"by trigger", runs.Filter{Set: everything, Trigger: "chain"}, []string{"f"}},
			{"test runs", runs.Filter{Set: everything, Test: new(true)}, []string{"b"}},
			{"no test runs that failed", runs.Filter{Set: everything, Test: new(false), States: []run.State{run.Failed}}, []string{"e"}},
			{"no test runs of orgs that failed", runs.Filter{Set: some(rbac.In, "o1", "o3"), Test: new(false), States: []run.State{run.Failed}}, []string{"e"}},
			{"by who started them", runs.Filter{Set: everything, By: "ann"}, []string{"e", "d"}},
			{"by who started them, and failed", runs.Filter{Set: everything, By: "ann", States: []run.State{run.Failed}}, []string{"e"}},
			{"by who started them in an org", runs.Filter{Set: some(rbac.In, "o2"), By: "ann"}, []string{"d"}},
			{"by nobody", runs.Filter{Set: everything, By: "nobody"}, nil},
			{"by parent", runs.Filter{Set: everything, Parent: s.ids["c"]}, []string{"f"}},
			{"from", runs.Filter{Set: everything, From: start.Add(4 * time.Minute).UnixMicro()}, []string{"f", "e", "d"}},
			{"to", runs.Filter{Set: everything, To: start.Add(4 * time.Minute).UnixMicro()}, []string{"c", "b", "a"}},
			{"one word", runs.Filter{Set: everything, Search: "acme"}, []string{"e", "b", "a"}},
			{"a beginning", runs.Filter{Set: everything, Search: "47"}, []string{"c", "b", "a"}},
			{"two words", runs.Filter{Set: everything, Search: "order ac"}, []string{"b", "a"}},
			{"words in any order", runs.Filter{Set: everything, Search: "again order"}, []string{"c"}},
			{"other letters", runs.Filter{Set: everything, Search: "MÄR"}, []string{"d"}},
			{"a word and an org", runs.Filter{Set: some(rbac.In, "o2"), Search: "order"}, []string{"c"}},
			{"a word that no title has", runs.Filter{Set: everything, Search: "nothing"}, nil},
			{"no word", runs.Filter{Set: everything, Search: "%_!"}, nil},
			{"an id", runs.Filter{Set: everything, Search: s.ids["d"]}, []string{"d"}},
			{"an id of another's org", runs.Filter{Set: some(rbac.In, "o1"), Search: s.ids["d"]}, nil},
			{"the beginning of ids", runs.Filter{Set: everything, Search: s.ids["a"][:10]}, []string{"a"}},
		} {
			if got := s.all("t1", tt.filter); !slices.Equal(got, tt.want) {
				t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
			}
			if got := s.all("t2", tt.filter); len(got) != 0 {
				t.Errorf("%s: another tenant sees %v", tt.name, got)
			}
		}
	})
}

func TestRunsThatAreFarApartAreFound(t *testing.T) {
	t.Parallel()
	eachJournal(t, func(t *testing.T, j journal) {
		s := &shelf{journal: j, ids: map[string]string{}, at: testkit.NewClock().Now()}
		for i := range 300 {
			trigger := "api"
			if i%100 == 3 {
				trigger = "manual"
			}
			s.add(fmt.Sprintf("n%03d", i), func(r *runtime.Run) { r.Trigger, r.Title = trigger, fmt.Sprintf("Order %d", i) }, run.Succeeded)
		}
		set := rbac.OrgSet{Mode: rbac.All, Total: 4}
		if got := s.all("t1", runs.Filter{Set: set, Trigger: "manual"}); !slices.Equal(got, []string{"n203", "n103", "n003"}) {
			t.Errorf("got %v", got)
		}
		if got := s.all("t1", runs.Filter{Set: set, Search: "order"}); len(got) != 300 {
			t.Errorf("got %d", len(got))
		}
	})
}
