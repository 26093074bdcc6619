package orgs_test

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"catenary/rbac"
	"catenary/server/orgs"
	"catenary/server/servertest"
)

func TestMoveOrg(t *testing.T) {
	t.Parallel()
	servertest.Each(t, func(t *testing.T, w *servertest.World) {
		ctx := context.Background()
		who := w.Actor(rbac.Admin, servertest.Acme)
		stock, wholesale := w.Org(servertest.Stock), w.Org(servertest.Wholesale)
		above, below := w.Actor(rbac.Designer, servertest.Retail), w.Actor(rbac.Designer, servertest.Stock)
		beside := w.Actor(rbac.Designer, servertest.Wholesale)
		preview, err := w.Orgs.PreviewMove(ctx, who, stock, wholesale)
		works(t, err)
		raises(t, w, who.Tenant, "org:moved", func() error {
			v, err := w.Orgs.Move(ctx, who, stock, wholesale)
			if err == nil && (v.Parent != wholesale || len(v.Path) != 3 || v.Revision != 2) {
				t.Errorf("moved to %+v", v)
			}
			return err
		})
		picking := w.Org(servertest.Picking)
		for name, tt := range map[string]struct {
			who  rbac.Actor
			want bool
		}{
			"from above no more": {above, false},
			"granted below":      {below, true},
			"from the new above": {beside, true},
			"from the root":      {w.Actor(rbac.Designer, servertest.Acme), true},
		} {
			if got := may(t, w, tt.who, rbac.ChainEdit, picking); got != tt.want {
				t.Errorf("%s: may edit = %v", name, got)
			}
		}
		// What was foretold is what came.
		for _, r := range preview.Rights {
			subject := rbac.SubjectID(r.Subject.ID)
			for _, p := range r.Gains {
				if !may(t, w, w.Session(who.Tenant, subject), p, r.Org.ID) {
					t.Errorf("%s was to gain %s at %s", r.Subject.Name, p, r.Org.Name)
				}
			}
			for _, p := range r.Loses {
				if may(t, w, w.Session(who.Tenant, subject), p, r.Org.ID) {
					t.Errorf("%s was to lose %s at %s", r.Subject.Name, p, r.Org.Name)
				}
			}
		}
		lost := slices.ContainsFunc(preview.Rights, func(r orgs.PreviewRight) bool {
			return r.Subject.ID == string(above.Subject) && r.Subject.Name != "" && slices.Contains(r.Loses, rbac.ChainEdit)
		})
		if !lost || preview.Total != len(preview.Rights) {
			t.Errorf("the preview does not say that the designer above loses: %+v", preview)
		}
		before := w.Version(who.Tenant)
		if _, err := w.Orgs.Move(ctx, who, stock, wholesale); err != nil || w.Version(who.Tenant) != before {
			t.Errorf("a move to where it is: %v, version %d to %d", err, before, w.Version(who.Tenant))
		}
	})
}

func TestMoveRefused(t *testing.T) {
	t.Parallel()
	servertest.Each(t, func(t *testing.T, w *servertest.World) {
		ctx := context.Background()
		root := w.Actor(rbac.Admin, servertest.Acme)
		middle := w.Actor(rbac.Admin, servertest.Retail)
		idle := root
		idle.AuthAt = w.Clock.Now().Add(-6 * time.Minute)
		_, err := w.Orgs.Create(ctx, root, w.Org(servertest.Wholesale), "stock", "Another stock")
		works(t, err)
		// An admin of shop and of stock, but not of retail between them.
		grant(t, w, w.Actor(rbac.Owner, servertest.Acme), servertest.Stock, w.Subject(rbac.Admin, servertest.Shop), rbac.Admin)
		twice := w.Actor(rbac.Admin, servertest.Shop)
		for name, tt := range map[string]struct {
			who     rbac.Actor
			org, to string
			code    string
		}{
			"root":                   {root, servertest.Acme, servertest.Retail, "org.root"},
			"under itself":           {root, servertest.Stock, servertest.Stock, "org.cycle"},
			"under a grandchild":     {root, servertest.Retail, servertest.Picking, "org.cycle"},
			"key taken":              {root, servertest.Stock, servertest.Wholesale, "org.key_taken"},
			"old factor":             {idle, servertest.Stock, servertest.Shop, "auth.step_up_needed"},
			"to the other tenant":    {root, servertest.Stock, servertest.Umbra, "resource.unknown"},
			"of the other tenant":    {root, servertest.Labs, servertest.Shop, "resource.unknown"},
			"to where I see nothing": {middle, servertest.Stock, servertest.Wholesale, "resource.unknown"},
			"my own org":             {middle, servertest.Retail, servertest.Stock, "auth.forbidden"},
			"parent is not mine":     {twice, servertest.Stock, servertest.Shop, "auth.forbidden"},
			"may only view":          {w.Actor(rbac.Viewer, servertest.Acme), servertest.Stock, servertest.Shop, "auth.forbidden"},
			"may not see":            {w.Actor(rbac.Admin, servertest.Wholesale), servertest.Stock, servertest.Export, "resource.unknown"},
			"token":                  {w.Token(root, w.Org(servertest.Acme), rbac.OrgMove, rbac.OrgCreate), servertest.Stock, servertest.Shop, "auth.session_needed"},
		} {
			inTurn(t, name, func(t *testing.T) {
				unchanged(t, w, root.Tenant, tt.code, func() error {
					_, err := w.Orgs.Move(ctx, tt.who, w.Org(tt.org), w.Org(tt.to))
					return err
				})
			})
		}
		_, err = w.Orgs.Move(ctx, twice, w.Org(servertest.Stock), w.Org(servertest.Shop))
		if text := faultOf(err); strings.Contains(text, string(w.Org(servertest.Retail))) {
			t.Errorf("a refusal names an org that may not be seen: %s", text)
		}
		_, err = w.Orgs.PreviewMove(ctx, twice, w.Org(servertest.Stock), w.Org(servertest.Shop))
		refused(t, err, "auth.forbidden")
		_, err = w.Orgs.PreviewMove(ctx, root, w.Org(servertest.Retail), w.Org(servertest.Picking))
		refused(t, err, "org.cycle")
	})
}

// Two orgs that go under each other at once, over two servers: without the lock
// on the tenant each move would be right by itself, and both a cycle.
func TestCrossingMovesMakeNoCycle(t *testing.T) {
	t.Parallel()
	servertest.Each(t, func(t *testing.T, w *servertest.World) {
		ctx := context.Background()
		servers := []*servertest.World{w, w.Replica()}
		who := w.Actor(rbac.Owner, servertest.Acme)
		for round := range 10 {
			a, err := w.Orgs.Create(ctx, who, w.Org(servertest.Shop), "a", "A")
			works(t, err)
			b, err := w.Orgs.Create(ctx, who, w.Org(servertest.Shop), "b", "B")
			works(t, err)
			moves := []rbac.Move{{Org: a.ID, To: b.ID}, {Org: b.ID, To: a.ID}}
			errs := make([]error, 2)
			var ready, done sync.WaitGroup
			ready.Add(2)
			for i, m := range moves {
				done.Go(func() {
					ready.Done()
					ready.Wait()
					_, errs[i] = servers[i].Orgs.Move(ctx, who, m.Org, m.To)
				})
			}
			done.Wait()
			won := slices.IndexFunc(errs, func(err error) bool { return err == nil })
			if won < 0 || errs[1-won] == nil {
				t.Fatalf("round %d: %v; want exactly one to win", round, errs)
			}
			refused(t, errs[1-won], "org.cycle")
			for _, id := range []rbac.OrgID{a.ID, b.ID} {
				way, err := w.Store.Lineages(ctx, who.Tenant, id)
				works(t, err)
				if n := len(way[id]); way[id][n-1].Org != w.Org(servertest.Acme) || n > 5 {
					t.Fatalf("round %d: the way up is %+v", round, way[id])
				}
			}
			works(t, w.Orgs.Delete(ctx, w.Actor(rbac.Owner, servertest.Acme), moves[won].To, true))
		}
	})
}
