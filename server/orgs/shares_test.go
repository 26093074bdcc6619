package orgs_test

import (
	"context"
	"slices"
	"testing"

	"catenary/rbac"
	"catenary/server/orgs"
	"catenary/server/servertest"
)

func TestSharesReachDownward(t *testing.T) {
	t.Parallel()
	servertest.Each(t, func(t *testing.T, w *servertest.World) {
		ctx := context.Background()
		admin := w.Actor(rbac.Admin, servertest.Acme)
		tenant := admin.Tenant
		acme, retail, stock, picking := w.Org(servertest.Acme), w.Org(servertest.Retail), w.Org(servertest.Stock), w.Org(servertest.Picking)
		thing := role(t, w, w.Actor(rbac.Owner, servertest.Acme), servertest.Retail, "thing", rbac.Allow, rbac.OrgView)
		id := string(thing.ID)
		var share orgs.ShareView
		raises(t, w, tenant, "share:given", func() (err error) {
			share, err = w.Orgs.Share(ctx, admin, retail, orgs.NewShare{Kind: orgs.KindRole, Resource: id, To: stock})
			return err
		})
		if share.ToName != "Stock" || !slices.Equal(share.Permissions, orgs.UsePermissions(orgs.KindRole)) {
			t.Errorf("shared %+v", share)
		}
		usable := func(org rbac.OrgID) bool {
			ids, err := w.Orgs.UsableIn(ctx, tenant, orgs.KindRole, org)
			works(t, err)
			return slices.Equal(ids, []string{id})
		}
		of := func() []rbac.Share {
			list, err := w.Orgs.SharesOf(ctx, tenant, orgs.KindRole, id)
			works(t, err)
			return list
		}
		if !usable(stock) || usable(picking) || usable(retail) || usable(w.Org(servertest.Shop)) {
			t.Error("a share without its subtree reaches its target and nothing else")
		}
		if got := of(); len(got) != 1 || got[0].ToOrg != stock || got[0].Subtree {
			t.Errorf("SharesOf = %+v", got)
		}
		raises(t, w, tenant, "share:withdrawn", func() error { return w.Orgs.Unshare(ctx, admin, retail, share.ID) })
		if usable(stock) || len(of()) != 0 {
			t.Error("a share that was withdrawn acts")
		}
		_, err := w.Orgs.Share(ctx, admin, retail, orgs.NewShare{Kind: orgs.KindRole, Resource: id, To: stock, Subtree: true})
		works(t, err)
		if !usable(stock) || !usable(picking) || usable(acme) {
			t.Error("a share with its subtree reaches what is below")
		}
		p, err := w.Orgs.Shares(ctx, w.Actor(rbac.Viewer, servertest.Retail), retail, orgs.KindRole, all())
		if err != nil || len(p.Items) != 1 || len(p.Items[0].Can) != 0 {
			t.Errorf("shares = %+v, %v", p.Items, err)
		}
		p, err = w.Orgs.Shares(ctx, admin, retail, orgs.KindSecret, all())
		if err != nil || len(p.Items) != 0 {
			t.Errorf("shares of another kind = %+v, %v", p.Items, err)
		}

		// The target moves away from below the owner, and comes back.
		_, err = w.Orgs.Move(ctx, w.Actor(rbac.Owner, servertest.Acme), stock, w.Org(servertest.Wholesale))
		works(t, err)
		if usable(stock) || usable(picking) || len(of()) != 0 {
			t.Error("a share acts where the owner is no longer above")
		}
		_, err = w.Orgs.Move(ctx, w.Actor(rbac.Owner, servertest.Acme), stock, retail)
		works(t, err)
		if !usable(picking) || len(of()) != 1 {
			t.Error("the share does not act again")
		}
	})
}

func TestShareRefused(t *testing.T) {
	t.Parallel()
	servertest.Each(t, func(t *testing.T, w *servertest.World) {
		ctx := context.Background()
		admin := w.Actor(rbac.Admin, servertest.Retail)
		stock := w.Org(servertest.Stock)
		thing := string(role(t, w, admin, servertest.Retail, "thing", rbac.Allow, rbac.OrgView).ID)
		good := orgs.NewShare{Kind: orgs.KindRole, Resource: thing, To: stock}
		made, err := w.Orgs.Share(ctx, admin, w.Org(servertest.Retail), good)
		works(t, err)
		with := func(change func(*orgs.NewShare)) orgs.NewShare {
			in := good
			in.To = w.Org(servertest.Shop)
			change(&in)
			return in
		}
		for name, tt := range map[string]struct {
			who  rbac.Actor
			org  string
			in   orgs.NewShare
			code string
		}{
			"twice":               {admin, servertest.Retail, good, "share.exists"},
			"kind":                {admin, servertest.Retail, with(func(s *orgs.NewShare) { s.Kind = "chain" }), "share.kind"},
			"more than use":       {admin, servertest.Retail, with(func(s *orgs.NewShare) { s.Permissions = []rbac.Permission{rbac.RoleWrite} }), "share.permissions"},
			"to itself":           {admin, servertest.Retail, with(func(s *orgs.NewShare) { s.To = w.Org(servertest.Retail) }), "share.target"},
			"up":                  {w.Actor(rbac.Admin, servertest.Acme), servertest.Retail, with(func(s *orgs.NewShare) { s.To = w.Org(servertest.Acme) }), "share.target"},
			"sideways":            {w.Actor(rbac.Admin, servertest.Acme), servertest.Retail, with(func(s *orgs.NewShare) { s.To = w.Org(servertest.Wholesale) }), "share.target"},
			"to what I don't see": {admin, servertest.Retail, with(func(s *orgs.NewShare) { s.To = w.Org(servertest.Wholesale) }), "resource.unknown"},
			"to another tenant":   {admin, servertest.Retail, with(func(s *orgs.NewShare) { s.To = w.Org(servertest.Labs) }), "resource.unknown"},
			"not there":           {admin, servertest.Retail, with(func(s *orgs.NewShare) { s.Resource = w.NewID() }), "share.resource_unknown"},
			"of another org":      {w.Actor(rbac.Admin, servertest.Acme), servertest.Acme, with(func(*orgs.NewShare) {}), "share.resource_unknown"},
			"no such things yet":  {admin, servertest.Retail, with(func(s *orgs.NewShare) { s.Kind = orgs.KindEngine }), "share.resource_unknown"},
			"may only view":       {w.Actor(rbac.Designer, servertest.Retail), servertest.Retail, with(func(*orgs.NewShare) {}), "auth.forbidden"},
			"may not see":         {w.Actor(rbac.Admin, servertest.Shop), servertest.Retail, with(func(*orgs.NewShare) {}), "resource.unknown"},
		} {
			inTurn(t, name, func(t *testing.T) {
				unchanged(t, w, admin.Tenant, tt.code, func() error {
					_, err := w.Orgs.Share(ctx, tt.who, w.Org(tt.org), tt.in)
					return err
				})
			})
		}
		for name, tt := range map[string]struct {
			who  rbac.Actor
			org  string
			code string
		}{
			"may only view": {w.Actor(rbac.Viewer, servertest.Retail), servertest.Retail, "auth.forbidden"},
			"at the target": {admin, servertest.Stock, "share.unknown"},
			"other tenant":  {w.Actor(rbac.Owner, servertest.Umbra), servertest.Umbra, "share.unknown"},
		} {
			inTurn(t, "withdraw "+name, func(t *testing.T) {
				unchanged(t, w, admin.Tenant, tt.code, func() error { return w.Orgs.Unshare(ctx, tt.who, w.Org(tt.org), made.ID) })
			})
		}
	})
}
