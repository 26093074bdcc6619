package orgs_test

import (
	"context"
	"slices"
	"strconv"
	"testing"

	"catenary/internal/page"
	"catenary/rbac"
	"catenary/server/orgs"
	"catenary/server/servertest"
)

func TestTreeBeginsWhereItMayBeViewed(t *testing.T) {
	t.Parallel()
	servertest.Each(t, func(t *testing.T, w *servertest.World) {
		ctx := context.Background()
		grant(t, w, w.Actor(rbac.Owner, servertest.Acme), servertest.Export, w.Subject(rbac.Viewer, servertest.Stock), rbac.Viewer)
		for _, tt := range []struct {
			who  rbac.Actor
			q    orgs.Query
			want []string
		}{
			{who: w.Actor(rbac.Viewer, servertest.Acme), want: []string{"Acme"}},
			{who: w.Actor(rbac.Auditor, servertest.Retail), want: []string{"Retail"}},
			{who: w.Actor(rbac.Viewer, servertest.Stock), want: []string{"Export", "Stock"}},
			{who: w.Actor(rbac.Viewer, servertest.Umbra), want: []string{"Umbra"}},
			{who: w.Actor(rbac.Viewer, servertest.Stock), q: orgs.Query{Parent: w.Org(servertest.Stock)}, want: []string{"Packing", "Picking"}},
			{who: w.Actor(rbac.Viewer, servertest.Acme), q: orgs.Query{Search: "OCK"}, want: []string{"Stock"}},
			{who: w.Actor(rbac.Viewer, servertest.Acme), q: orgs.Query{Search: "p_ck"}, want: []string{}},
			{who: w.Actor(rbac.Viewer, servertest.Wholesale), q: orgs.Query{Search: "ock"}, want: []string{}},
		} {
			p, err := w.Orgs.List(ctx, tt.who, tt.q, all())
			works(t, err)
			if got := names(p.Items); !slices.Equal(got, tt.want) {
				t.Errorf("List(%+v) for %s = %q, want %q", tt.q, tt.who.Subject, got, tt.want)
			}
		}
		_, err := w.Orgs.List(ctx, w.Actor(rbac.Viewer, servertest.Stock), orgs.Query{Parent: w.Org(servertest.Retail)}, all())
		refused(t, err, "resource.unknown")
		_, err = w.Orgs.List(ctx, w.Actor(rbac.Viewer, servertest.Stock), orgs.Query{Search: "a\u202eb"}, all())
		refused(t, err, "name.characters")
	})
}

func TestNothingAboveIsShown(t *testing.T) {
	t.Parallel()
	servertest.Each(t, func(t *testing.T, w *servertest.World) {
		ctx := context.Background()
		who := w.Actor(rbac.Admin, servertest.Stock)
		v, err := w.Orgs.Get(ctx, who, w.Org(servertest.Picking))
		works(t, err)
		if v.Parent != w.Org(servertest.Stock) || len(v.Path) != 2 || v.Path[0].Key != "stock" || v.Path[1].Key != "picking" {
			t.Errorf("the way to picking is %+v below %s", v.Path, v.Parent)
		}
		if v.HasChildren || !slices.Contains(v.Can, rbac.OrgEdit) || slices.Contains(v.Can, rbac.TenantSettings) {
			t.Errorf("view = %+v", v)
		}
		top, err := w.Orgs.Get(ctx, who, w.Org(servertest.Stock))
		works(t, err)
		if top.Parent != "" || len(top.Path) != 1 || !top.HasChildren {
			t.Errorf("the topmost org shows what is above: %+v", top)
		}
		for _, hidden := range []string{servertest.Retail, servertest.Acme, servertest.Shop, servertest.Umbra} {
			_, err := w.Orgs.Get(ctx, who, w.Org(hidden))
			refused(t, err, "resource.unknown")
		}
	})
}

func TestOrgByPath(t *testing.T) {
	t.Parallel()
	servertest.Each(t, func(t *testing.T, w *servertest.World) {
		ctx := context.Background()
		who := w.Actor(rbac.Viewer, servertest.Stock)
		for _, path := range []string{servertest.Stock, "/" + servertest.Picking + "/"} {
			if _, err := w.Orgs.At(ctx, who, path); err != nil {
				t.Errorf("At(%q) = %v", path, err)
			}
		}
		root, err := w.Orgs.At(ctx, w.Actor(rbac.Viewer, servertest.Acme), servertest.Acme)
		works(t, err)
		if root.ID != w.Org(servertest.Acme) {
			t.Errorf("At(acme) = %s", root.ID)
		}
		_, absent := w.Orgs.At(ctx, who, "acme/retail/none")
		for _, path := range []string{"", "/", "stock", "acme/stock", servertest.Retail, servertest.Shop, servertest.Umbra, servertest.Labs, "acme" + longPath(40)} {
			_, err := w.Orgs.At(ctx, who, path)
			refused(t, err, "org.unknown")
			if faultOf(err) != faultOf(absent) {
				t.Errorf("At(%q) says %q, and %q where nothing is", path, faultOf(err), faultOf(absent))
			}
		}
	})
}

func TestCreateOrg(t *testing.T) {
	t.Parallel()
	servertest.Each(t, func(t *testing.T, w *servertest.World) {
		ctx := context.Background()
		tenant := w.Tenant(servertest.Acme)
		who := w.Actor(rbac.Admin, servertest.Retail)
		retail := w.Org(servertest.Retail)
		var made orgs.View
		raises(t, w, tenant, "org:created", func() (err error) {
			made, err = w.Orgs.Create(ctx, who, retail, "returns", "  Cafe\u0301 ")
			return err
		})
		if made.Name != "Café" || made.Parent != retail || made.Revision != 1 || !slices.Contains(made.Can, rbac.OrgCreate) {
			t.Errorf("made %+v", made)
		}
		if !may(t, w, w.Actor(rbac.Viewer, servertest.Retail), rbac.OrgView, made.ID) || may(t, w, w.Actor(rbac.Viewer, servertest.Stock), rbac.OrgView, made.ID) {
			t.Error("rights at the new org are not those of its parent")
		}
		elsewhere, err := w.Orgs.Create(ctx, w.Actor(rbac.Admin, servertest.Wholesale), w.Org(servertest.Wholesale), "returns", "Returns")
		if err != nil || elsewhere.Key != "returns" {
			t.Errorf("the key of a cousin is free: %v", err)
		}
		for name, tt := range map[string]struct {
			who         rbac.Actor
			parent      rbac.OrgID
			key, called string
			code        string
		}{
			"key of a sibling":   {who, retail, "returns", "Again", "org.key_taken"},
			"bad key":            {who, retail, "Re turns", "Returns", "name.key"},
			"no name":            {who, retail, "empty", "  ", "name.empty"},
			"control character":  {who, retail, "bell", "a\x07b", "name.characters"},
			"right-to-left mark": {who, retail, "bidi", "a\u202eb", "name.characters"},
			"may only view":      {w.Actor(rbac.Viewer, servertest.Retail), retail, "x", "X", "auth.forbidden"},
			"may not see":        {who, w.Org(servertest.Wholesale), "x", "X", "resource.unknown"},
			"above":              {who, w.Org(servertest.Acme), "x", "X", "resource.unknown"},
			"other tenant":       {who, w.Org(servertest.Umbra), "x", "X", "resource.unknown"},
			"no such org":        {who, rbac.OrgID(w.NewID()), "x", "X", "resource.unknown"},
			"token":              {w.Token(who, retail, rbac.OrgCreate), retail, "x", "X", "auth.session_needed"},
		} {
			inTurn(t, name, func(t *testing.T) {
				unchanged(t, w, tenant, tt.code, func() error {
					_, err := w.Orgs.Create(ctx, tt.who, tt.parent, tt.key, tt.called)
					return err
				})
			})
		}
	})
}

func TestTreeHasThirtyTwoLevels(t *testing.T) {
	t.Parallel()
	servertest.Each(t, func(t *testing.T, w *servertest.World) {
		ctx := context.Background()
		who := w.Actor(rbac.Owner, servertest.Umbra)
		at := w.Org(servertest.Umbra)
		for level := 2; level <= rbac.MaxDepth; level++ {
			v, err := w.Orgs.Create(ctx, who, at, "l"+strconv.Itoa(level), "Level")
			works(t, err)
			at = v.ID
		}
		unchanged(t, w, who.Tenant, "org.depth", func() error {
			_, err := w.Orgs.Create(ctx, who, at, "l33", "Level")
			return err
		})
		unchanged(t, w, who.Tenant, "org.depth", func() error {
			_, err := w.Orgs.Move(ctx, who, w.Org(servertest.Labs), at)
			return err
		})
		path := "umbra"
		for level := 2; level <= rbac.MaxDepth; level++ {
			path += "/l" + strconv.Itoa(level)
		}
		v, err := w.Orgs.At(ctx, w.Actor(rbac.Viewer, servertest.Umbra), path)
		if err != nil || v.ID != at || len(v.Path) != rbac.MaxDepth {
			t.Errorf("At the deepest org = %s, %v", v.ID, err)
		}
	})
}

func TestRenameOrg(t *testing.T) {
	t.Parallel()
	servertest.Each(t, func(t *testing.T, w *servertest.World) {
		ctx := context.Background()
		who := w.Actor(rbac.Admin, servertest.Retail)
		stock := w.Org(servertest.Stock)
		called, key := "Stores", "stores"
		before := w.Version(who.Tenant)
		v, err := w.Orgs.Rename(ctx, who, stock, 1, orgs.Edit{Name: &called})
		works(t, err)
		if v.Name != "Stores" || v.Key != "stock" || v.Revision != 2 {
			t.Errorf("renamed to %+v", v.Org)
		}
		v, err = w.Orgs.Rename(ctx, who, stock, 2, orgs.Edit{Key: &key})
		works(t, err)
		if v.Name != "Stores" || v.Key != "stores" || v.Revision != 3 {
			t.Errorf("rekeyed to %+v", v.Org)
		}
		if w.Version(who.Tenant) != before {
			t.Error("a name is no right: the policy version rose")
		}
		taken, bad := "shop", "a\u2067b"
		for name, tt := range map[string]struct {
			who      rbac.Actor
			org      rbac.OrgID
			revision int64
			edit     orgs.Edit
			code     string
		}{
			"stale":         {who, stock, 2, orgs.Edit{Name: &called}, "org.stale"},
			"key taken":     {who, stock, 3, orgs.Edit{Key: &taken}, "org.key_taken"},
			"bad name":      {who, stock, 3, orgs.Edit{Name: &bad}, "name.characters"},
			"may only view": {w.Actor(rbac.Operator, servertest.Retail), stock, 3, orgs.Edit{Name: &called}, "auth.forbidden"},
			"other tenant":  {w.Actor(rbac.Owner, servertest.Umbra), stock, 3, orgs.Edit{Name: &called}, "resource.unknown"},
			"token":         {w.Token(who, stock, rbac.OrgEdit), stock, 3, orgs.Edit{Name: &called}, "auth.session_needed"},
		} {
			inTurn(t, name, func(t *testing.T) {
				unchanged(t, w, who.Tenant, tt.code, func() error {
					_, err := w.Orgs.Rename(ctx, tt.who, tt.org, tt.revision, tt.edit)
					return err
				})
			})
		}
		root, fresh := w.Actor(rbac.Owner, servertest.Acme), "acme-group"
		if _, err := w.Orgs.Rename(ctx, root, w.Org(servertest.Acme), 1, orgs.Edit{Key: &fresh}); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Orgs.At(ctx, root, "acme-group/retail"); err != nil {
			t.Errorf("by the root's new key: %v", err)
		}
		umbra := servertest.Umbra
		_, err = w.Orgs.Rename(ctx, root, w.Org(servertest.Acme), 2, orgs.Edit{Key: &umbra})
		refused(t, err, "org.key_taken")
	})
}

func TestOrgsComeInPages(t *testing.T) {
	t.Parallel()
	servertest.Each(t, func(t *testing.T, w *servertest.World) {
		ctx := context.Background()
		owner := w.Actor(rbac.Owner, servertest.Acme)
		for i := range 5 {
			_, err := w.Orgs.Create(ctx, owner, w.Org(servertest.Shop), "s"+strconv.Itoa(i), "Same name")
			works(t, err)
		}
		var got []string
		r := page.Request{Limit: 2}
		for {
			p, err := w.Orgs.List(ctx, w.Actor(rbac.Viewer, servertest.Shop), orgs.Query{Parent: w.Org(servertest.Shop)}, r)
			works(t, err)
			for _, v := range p.Items {
				got = append(got, v.Key)
			}
			if p.Next.IsZero() {
				break
			}
			r.After = p.Next
		}
		slices.Sort(got)
		if want := []string{"s0", "s1", "s2", "s3", "s4"}; !slices.Equal(got, want) {
			t.Errorf("pages gave %q, want %q", got, want)
		}
	})
}
