package rbac_test

import (
	"fmt"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"catenary/rbac"
)

func TestPreviewOfAMove(t *testing.T) {
	t.Parallel()
	acme := setup(t, member("eve"), member("dan"),
		grant("bob", rbac.Viewer, "retail"), grant("eve", rbac.Viewer, "finance"), grant("dan", rbac.Viewer, "acme"),
		custom("clerk", "retail", rbac.Allow, rbac.RunStart), grant("dan", "clerk", "north"),
		custom("book", "finance", rbac.Allow, rbac.AuditView), grant("dan", "book", "stock"),
	)
	acme.ties = rbac.Ties{
		Shares: []rbac.ShareFact{
			{ID: "stops", Owner: "retail", Share: rbac.Share{ToOrg: "stock"}},
			{ID: "starts", Owner: "finance", Share: rbac.Share{ToOrg: "finance", Subtree: true}},
			{ID: "inside", Owner: "stock", Share: rbac.Share{ToOrg: "north"}},
			{ID: "stays", Owner: "acme", Share: rbac.Share{ToOrg: "north"}},
			{ID: "elsewhere", Owner: "retail", Share: rbac.Share{ToOrg: "shop"}},
		},
		Tokens: []rbac.TokenFact{
			{ID: "stops", Subject: "dan", Scope: " run:view ", Root: "retail"},
			{ID: "starts", Subject: "ann", Scope: " run:view ", Root: "finance"},
			{ID: "stays", Subject: "dan", Scope: " run:view ", Root: "acme"},
			{ID: "never", Subject: "dan", Scope: " keys:rotate ", Root: "retail"},
			{ID: "with its owner", Subject: "bob", Scope: " run:view ", Root: "acme"},
			{ID: "inside", Subject: "dan", Scope: " run:start ", Root: "north"},
		},
	}
	got, err := acme.Preview(t.Context(), acme.session("ann"), rbac.Move{Org: "stock", To: "finance"})
	if err != nil {
		t.Fatal(err)
	}
	views := rbac.SystemRoles()[5].Permissions
	want := rbac.Diff{
		Version: 1,
		Rights: []rbac.RightsDiff{
			{Subject: "bob", Org: "stock", Loses: views},
			{Subject: "dan", Org: "north", Gains: []rbac.Permission{rbac.AuditView}, Loses: []rbac.Permission{rbac.RunStart}},
			{Subject: "dan", Org: "stock", Gains: []rbac.Permission{rbac.AuditView}},
			{Subject: "eve", Org: "stock", Gains: views},
		},
		Stops: rbac.Affected{
			Grants: []rbac.GrantFact{{Subject: "dan", Role: "clerk", Org: "north"}},
			Shares: []string{"stops"}, Tokens: []string{"inside", "stops", "with its owner"},
		},
		Starts: rbac.Affected{
			Grants: []rbac.GrantFact{{Subject: "dan", Role: "book", Org: "stock"}},
			Shares: []string{"starts"}, Tokens: []string{"starts"},
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Preview (-want +got):\n%s", diff)
	}
	acme.want(t, acme.session("bob"), rbac.OrgView, "north", yes) // nothing has changed
}

func TestMovesThatAreRefused(t *testing.T) {
	t.Parallel()
	ops := []rbac.Change{
		grant("bob", rbac.Admin, "stock"), gone("shop", "retail"), member("dan"),
		grant("dan", rbac.Viewer, "acme"), grant("dan", rbac.Admin, "finance"), grant("dan", rbac.Admin, "stock"),
	}
	parent := rbac.OrgID("finance")
	for level := range 29 { // the deepest stands on level 31
		id := rbac.OrgID(fmt.Sprintf("level%d", level+3))
		ops = append(ops, org(id, parent))
		parent = id
	}
	acme := setup(t, ops...)
	tests := []struct {
		name     string
		who      rbac.SubjectID
		org, to  rbac.OrgID
		want     string
		treeSays string
	}{
		{"the tenant", "ann", "acme", "retail", "org.root", "org.root"},
		{"below itself", "ann", "retail", "north", "org.cycle", "org.cycle"},
		{"under itself", "ann", "retail", "retail", "org.cycle", "org.cycle"},
		{"too deep", "ann", "stock", "level31", "org.depth", "org.depth"},
		{"just not too deep", "ann", "north", "level31", yes, yes},
		{"to a deleted org", "ann", "stock", "shop", unknown, unknown},
		{"of a deleted org", "ann", "shop", "finance", unknown, unknown},
		{"of nothing", "ann", "nowhere", "finance", unknown, unknown},
		{"to nowhere", "ann", "stock", "nowhere", unknown, unknown},
		{"out of an org that the actor does not see", "bob", "stock", "finance", unknown, yes},
		{"within what the actor has", "bob", "north", "stock", yes, yes},
		{"out of an org that the actor may only view", "dan", "stock", "finance", forbidden, yes},
		{"into an org that the actor may only view", "dan", "north", "retail", forbidden, yes},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			m := rbac.Move{Org: tt.org, To: tt.to}
			if _, err := acme.Preview(t.Context(), acme.session(tt.who), m); code(err) != tt.want {
				t.Errorf("Preview = %v, want %q", err, tt.want)
			}
			if err := acme.CheckMove(t.Context(), "acme", m); code(err) != tt.treeSays {
				t.Errorf("CheckMove = %v, want %q", err, tt.treeSays)
			}
		})
	}
}

// TestPreviewEqualsTheMeasuredDifference previews random moves, makes them, and
// compares what was foreseen with what is asked before and after.
func TestPreviewEqualsTheMeasuredDifference(t *testing.T) {
	t.Parallel()
	seeds, steps := 30, 40
	if testing.Short() {
		seeds, steps = 3, 15
	}
	var mu sync.Mutex
	var met rbac.Diff
	t.Cleanup(func() {
		if len(met.Rights) == 0 || len(met.Stops.Grants) == 0 || len(met.Stops.Shares) == 0 || len(met.Stops.Tokens) == 0 {
			t.Errorf("the moves were too poor: %d rights, %+v", len(met.Rights), met.Stops)
		}
	})
	for seed := range seeds {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			w := newWorld(uint64(1000 + seed))
			w.commit(subject("boss", rbac.User, true), grant("boss", rbac.Owner, "t0"))
			a := rbac.New(rbac.Config{Source: w, Now: w.clock.Now})
			for range steps {
				w.step()
				w.step()
				w.commit(subject("boss", rbac.User, true), grant("boss", rbac.Owner, "t0"))
				for _, g := range w.facts.Grants {
					if g.Subject == "boss" && g.Role != rbac.Owner {
						w.commit(rbac.Change{GrantGone: &g})
					}
				}
				for _, m := range w.facts.Members {
					if m.Member == "boss" {
						w.commit(rbac.Change{MemberGone: &m})
					}
				}
				w.tie()
				m, ok := w.move()
				if !ok {
					continue
				}
				boss := rbac.Actor{Subject: "boss", Kind: rbac.User, Tenant: "t0", Scope: "*", Version: w.facts.Version}
				got, err := a.Preview(t.Context(), boss, m)
				if err != nil {
					t.Fatal(err)
				}
				below, err := a.Subtree(t.Context(), "t0", m.Org)
				if err != nil {
					t.Fatal(err)
				}
				before := w.measure(t, a, below)
				w.commit(org(m.Org, m.To))
				after := w.measure(t, a, below)
				if diff := cmp.Diff(difference(before, after), w.expand(got, m.Org, below)); diff != "" {
					t.Fatalf("%+v: rights (-measured +foreseen):\n%s", m, diff)
				}
				for _, pair := range [][2]any{
					{gained(before.grants, after.grants), got.Starts.Grants},
					{gained(after.grants, before.grants), got.Stops.Grants},
					{gained(before.shares, after.shares), got.Starts.Shares},
					{gained(after.shares, before.shares), got.Stops.Shares},
					{gained(before.tokens, after.tokens), got.Starts.Tokens},
					{gained(after.tokens, before.tokens), got.Stops.Tokens},
				} {
					if diff := cmp.Diff(pair[0], pair[1]); diff != "" {
						t.Fatalf("%+v (-measured +foreseen):\n%s", m, diff)
					}
				}
				mu.Lock()
				met.Rights = append(met.Rights, got.Rights...)
				met.Stops.Grants = append(met.Stops.Grants, got.Stops.Grants...)
				met.Stops.Shares = append(met.Stops.Shares, got.Stops.Shares...)
				met.Stops.Tokens = append(met.Stops.Tokens, got.Stops.Tokens...)
				mu.Unlock()
			}
		})
	}
}
