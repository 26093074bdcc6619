package store_test

import (
	"context"
	"slices"
	"strconv"
	"testing"

	"catenary/internal/fault"
	"catenary/internal/page"
	"catenary/rbac"
	"catenary/server/orgs"
	"catenary/server/servertest"
)

// wantCode fails the test unless err has the code.
func wantCode(t *testing.T, err error, code string) {
	t.Helper()
	if !fault.HasCode(err, code) {
		t.Errorf("got %v, want %s", err, code)
	}
}

// wantDone fails the test unless a guarded change did what is wanted.
func wantDone(t *testing.T, what string, want bool, done bool, err error) {
	t.Helper()
	if err != nil || done != want {
		t.Errorf("%s: done = %v, %v; want %v", what, done, err, want)
	}
}

func TestOrgsKnowOnlyTheirTenant(t *testing.T) {
	t.Parallel()
	servertest.Each(t, func(t *testing.T, w *servertest.World) {
		ctx, s := context.Background(), w.Store
		acme, umbra := w.Tenant(servertest.Acme), w.Tenant(servertest.Umbra)
		stock, labs := w.Org(servertest.Stock), w.Org(servertest.Labs)
		_, err := s.Org(ctx, umbra, stock)
		wantCode(t, err, "org.unknown")
		_, err = s.OrgAt(ctx, umbra, []string{"acme", "retail"})
		wantCode(t, err, "org.unknown")
		named, err := s.OrgNames(ctx, umbra, []rbac.OrgID{stock, labs})
		if err != nil || len(named) != 1 || named[labs].Name != "Labs" {
			t.Errorf("OrgNames = %v, %v", named, err)
		}
		ways, err := s.Lineages(ctx, umbra, stock, labs)
		if err != nil || len(ways) != 1 || len(ways[labs]) != 2 || ways[labs][1].Org != w.Org(servertest.Umbra) {
			t.Errorf("Lineages = %v, %v", ways, err)
		}
		for _, set := range []rbac.OrgSet{
			{Mode: rbac.All, Total: 2},
			{Mode: rbac.In, IDs: []rbac.OrgID{stock}, Total: 2},
			{Mode: rbac.NotIn, IDs: []rbac.OrgID{labs}, Total: 2},
		} {
			p, err := s.Orgs(ctx, umbra, set, orgs.Query{Search: "stock"}, page.Request{Limit: 9})
			if err != nil || len(p.Items) != 0 {
				t.Errorf("Orgs(%v) of the other tenant = %v, %v", set.Mode, p.Items, err)
			}
		}
		before, err := s.Org(ctx, acme, stock)
		if err != nil {
			t.Fatal(err)
		}
		foreign := before
		foreign.Tenant, foreign.Name, foreign.DeletedAt = umbra, "Stolen", 1
		done, err := s.RenameOrg(ctx, foreign)
		wantDone(t, "rename", false, done, err)
		done, err = s.MoveOrg(ctx, foreign, labs)
		wantDone(t, "move", false, done, err)
		done, err = s.DeleteOrg(ctx, foreign)
		wantDone(t, "delete", false, done, err)
		if after, err := s.Org(ctx, acme, stock); err != nil || after != before {
			t.Errorf("after it all %+v, %v", after, err)
		}
		// No row can join two tenants.
		done, err = s.MoveOrg(ctx, before, labs)
		if done || err == nil {
			t.Errorf("moved into the other tenant: %v, %v", done, err)
		}
		err = s.InsertOrg(ctx, orgs.Org{Tenant: acme, ID: rbac.OrgID(w.NewID()), Parent: labs, Key: "x", Name: "X", Revision: 1})
		wantCode(t, err, "store.missing")
	})
}

func TestOrgsBySet(t *testing.T) {
	t.Parallel()
	servertest.Each(t, func(t *testing.T, w *servertest.World) {
		ctx, s := context.Background(), w.Store
		tenant := w.Tenant(servertest.Acme)
		ids := func(paths ...string) []rbac.OrgID {
			var out []rbac.OrgID
			for _, path := range paths {
				out = append(out, w.Org(path))
			}
			slices.Sort(out)
			return out
		}
		in := func(total int, paths ...string) rbac.OrgSet {
			return rbac.OrgSet{Mode: rbac.In, IDs: ids(paths...), Total: total}
		}
		for name, tt := range map[string]struct {
			set  rbac.OrgSet
			q    orgs.Query
			want []string
		}{
			"nothing":             {rbac.OrgSet{}, orgs.Query{}, nil},
			"all: the root":       {rbac.OrgSet{Mode: rbac.All, Total: 8}, orgs.Query{}, []string{"acme+"}},
			"all: children":       {rbac.OrgSet{Mode: rbac.All, Total: 8}, orgs.Query{Parent: w.Org(servertest.Retail)}, []string{"shop", "stock+"}},
			"some: topmost":       {in(8, servertest.Stock, servertest.Picking, servertest.Export), orgs.Query{}, []string{"export", "stock+"}},
			"few of many":         {in(800, servertest.Stock, servertest.Picking), orgs.Query{}, []string{"stock+"}},
			"leaf shown alone":    {in(8, servertest.Stock), orgs.Query{}, []string{"stock"}},
			"all but some":        {rbac.OrgSet{Mode: rbac.NotIn, IDs: ids(servertest.Acme, servertest.Shop, servertest.Packing), Total: 8}, orgs.Query{}, []string{"retail+", "wholesale+"}},
			"children of the set": {in(8, servertest.Stock, servertest.Picking), orgs.Query{Parent: w.Org(servertest.Stock)}, []string{"picking"}},
			"search":              {rbac.OrgSet{Mode: rbac.All, Total: 8}, orgs.Query{Search: "p"}, []string{"export", "packing", "picking", "shop"}},
			"signs are no signs":  {rbac.OrgSet{Mode: rbac.All, Total: 8}, orgs.Query{Search: "%"}, nil},
		} {
			p, err := s.Orgs(ctx, tenant, tt.set, tt.q, page.Request{Limit: 9})
			var got []string
			for _, o := range p.Items {
				key := o.Key
				if o.HasChildren {
					key += "+"
				}
				got = append(got, key)
			}
			if err != nil || !slices.Equal(got, tt.want) {
				t.Errorf("%s: %q, %v; want %q", name, got, err, tt.want)
			}
		}
	})
}

func TestOrgIsChangedOnlyAsItWasSeen(t *testing.T) {
	t.Parallel()
	servertest.Each(t, func(t *testing.T, w *servertest.World) {
		ctx, s := context.Background(), w.Store
		tenant := w.Tenant(servertest.Acme)
		o, err := s.Org(ctx, tenant, w.Org(servertest.Stock))
		if err != nil {
			t.Fatal(err)
		}
		o.Revision = 2
		done, err := s.RenameOrg(ctx, o)
		wantDone(t, "rename with another revision", false, done, err)
		elsewhere := o
		elsewhere.Parent = w.Org(servertest.Wholesale)
		done, err = s.MoveOrg(ctx, elsewhere, w.Org(servertest.Shop))
		wantDone(t, "move from elsewhere", false, done, err)
		done, err = s.RestoreOrg(ctx, o)
		wantDone(t, "restore what is there", false, done, err)
		o.DeletedAt = 7
		done, err = s.DeleteOrg(ctx, o)
		wantDone(t, "delete", true, done, err)
		done, err = s.DeleteOrg(ctx, o)
		wantDone(t, "delete twice", false, done, err)
		done, err = s.MoveOrg(ctx, o, w.Org(servertest.Shop))
		wantDone(t, "move what is deleted", false, done, err)
		for i := range 3 {
			fresh := orgs.Org{Tenant: tenant, ID: rbac.OrgID(w.NewID()), Parent: o.Parent, Key: "d" + strconv.Itoa(i), Name: "D", Revision: 1}
			if err := s.InsertOrg(ctx, fresh); err != nil {
				t.Fatal(err)
			}
			fresh.DeletedAt = int64(10 + i)
			if _, err := s.DeleteOrg(ctx, fresh); err != nil {
				t.Fatal(err)
			}
		}
		var keys []string
		r := page.Request{Limit: 2}
		for {
			p, err := s.DeletedOrgs(ctx, tenant, o.Parent, 7, r)
			if err != nil {
				t.Fatal(err)
			}
			for _, d := range p.Items {
				keys = append(keys, d.Key)
			}
			if p.Next.IsZero() {
				break
			}
			r.After = p.Next
		}
		if want := []string{"d2", "d1", "d0"}; !slices.Equal(keys, want) {
			t.Errorf("deleted after 7: %q, want %q", keys, want)
		}
		if height, err := s.Height(ctx, tenant, w.Org(servertest.Retail)); err != nil || height != 2 {
			t.Errorf("height without what is deleted = %d, %v", height, err)
		}
	})
}

func TestOrgEmpty(t *testing.T) {
	t.Parallel()
	servertest.Each(t, func(t *testing.T, w *servertest.World) {
		ctx, s := context.Background(), w.Store
		tenant := w.Tenant(servertest.Acme)
		empty := orgs.Org{Tenant: tenant, ID: rbac.OrgID(w.NewID()), Parent: w.Org(servertest.Shop), Key: "empty", Name: "Empty", Revision: 1}
		if err := s.InsertOrg(ctx, empty); err != nil {
			t.Fatal(err)
		}
		for id, want := range map[rbac.OrgID]bool{empty.ID: true, empty.Parent: false, w.Org(servertest.Export): false} {
			if got, err := s.OrgEmpty(ctx, tenant, id); err != nil || got != want {
				t.Errorf("OrgEmpty(%s) = %v, %v; want %v", id, got, err, want)
			}
		}
		empty.DeletedAt = 1
		if _, err := s.DeleteOrg(ctx, empty); err != nil {
			t.Fatal(err)
		}
		group := orgs.Subject{Tenant: tenant, ID: rbac.SubjectID(w.NewID()), Org: empty.ID, Key: "g", Name: "G", Revision: 1}
		if err := s.InsertGroup(ctx, group); err != nil {
			t.Fatal(err)
		}
		if got, err := s.OrgEmpty(ctx, tenant, empty.ID); err != nil || got {
			t.Errorf("with a group: %v, %v", got, err)
		}
		if done, err := s.DeleteGroup(ctx, group); err != nil || !done {
			t.Fatal(done, err)
		}
		if got, err := s.OrgEmpty(ctx, tenant, empty.ID); err != nil || !got {
			t.Errorf("with a group that was removed: %v, %v", got, err)
		}
	})
}
