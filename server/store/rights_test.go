package store_test

import (
	"context"
	"slices"
	"testing"

	"catenary/internal/page"
	"catenary/rbac"
	"catenary/server/orgs"
	"catenary/server/servertest"
)

func TestRolesKnowOnlyTheirTenant(t *testing.T) {
	t.Parallel()
	servertest.Each(t, func(t *testing.T, w *servertest.World) {
		ctx, s := context.Background(), w.Store
		acme, umbra := w.Tenant(servertest.Acme), w.Tenant(servertest.Umbra)
		r := orgs.Role{
			Tenant: acme, ID: rbac.RoleID(w.NewID()), Owner: w.Org(servertest.Retail), Key: "runner", Name: "Runner",
			Effect: rbac.Allow, Revision: 1, Permissions: []rbac.Permission{rbac.RunStart, rbac.OrgView},
		}
		if err := s.InsertRole(ctx, r); err != nil {
			t.Fatal(err)
		}
		got, err := s.Role(ctx, acme, r.ID)
		if err != nil || !slices.Equal(got.Permissions, []rbac.Permission{rbac.OrgView, rbac.RunStart}) {
			t.Errorf("Role = %+v, %v", got, err)
		}
		again := r
		again.ID = rbac.RoleID(w.NewID())
		wantCode(t, s.InsertRole(ctx, again), "role.key_taken")
		again.Owner = w.Org(servertest.Labs)
		wantCode(t, s.InsertRole(ctx, again), "store.missing")
		_, err = s.Role(ctx, umbra, r.ID)
		wantCode(t, err, "role.unknown")
		p, err := s.Roles(ctx, umbra, []rbac.OrgID{w.Org(servertest.Retail)}, page.Request{Limit: 99})
		if err != nil || len(p.Items) != len(rbac.SystemRoles()) {
			t.Errorf("%d roles of the other tenant, %v", len(p.Items), err)
		}
		names, err := s.RoleNames(ctx, umbra, []rbac.RoleID{r.ID, rbac.Viewer})
		if err != nil || len(names) != 1 {
			t.Errorf("RoleNames = %v, %v", names, err)
		}
		foreign := r
		foreign.Tenant = umbra
		done, err := s.UpdateRole(ctx, foreign)
		wantDone(t, "update over tenants", false, done, err)
		done, err = s.DeleteRole(ctx, foreign)
		wantDone(t, "delete over tenants", false, done, err)
		stale := r
		stale.Revision = 7
		done, err = s.UpdateRole(ctx, stale)
		wantDone(t, "update of another revision", false, done, err)
		system := orgs.Role{Tenant: acme, ID: rbac.Viewer, Key: "v", Name: "V", Revision: 1}
		done, err = s.UpdateRole(ctx, system)
		wantDone(t, "update of a system role", false, done, err)
		done, err = s.DeleteRole(ctx, system)
		wantDone(t, "delete of a system role", false, done, err)
		r.Permissions = []rbac.Permission{rbac.RunCancel}
		done, err = s.UpdateRole(ctx, r)
		wantDone(t, "update", true, done, err)
		if got, err = s.Role(ctx, acme, r.ID); err != nil || !slices.Equal(got.Permissions, r.Permissions) || got.Revision != 2 {
			t.Errorf("after the update %+v, %v", got, err)
		}
		done, err = s.DeleteRole(ctx, got)
		wantDone(t, "delete", true, done, err)
	})
}

func TestGrantsKnowOnlyTheirTenant(t *testing.T) {
	t.Parallel()
	servertest.Each(t, func(t *testing.T, w *servertest.World) {
		ctx, s := context.Background(), w.Store
		acme, umbra := w.Tenant(servertest.Acme), w.Tenant(servertest.Umbra)
		stock, viewer := w.Org(servertest.Stock), w.Subject(rbac.Viewer, servertest.Stock)
		g := orgs.Grant{
			Tenant: acme, ID: w.NewID(), Subject: viewer, Role: rbac.Operator, Org: stock, Revision: 1, CreatedBy: viewer,
		}
		if err := s.InsertGrant(ctx, g); err != nil {
			t.Fatal(err)
		}
		again := g
		again.ID = w.NewID()
		wantCode(t, s.InsertGrant(ctx, again), "grant.exists")
		for name, change := range map[string]func(*orgs.Grant){
			"org":     func(g *orgs.Grant) { g.Org = w.Org(servertest.Labs) },
			"subject": func(g *orgs.Grant) { g.Subject = w.Subject(rbac.Viewer, servertest.Umbra) },
			"tenant":  func(g *orgs.Grant) { g.Tenant = umbra },
			"role":    func(g *orgs.Grant) { g.Role = "nothing" },
		} {
			bad := g
			bad.ID = w.NewID()
			change(&bad)
			t.Run("joins another "+name, func(t *testing.T) { wantCode(t, s.InsertGrant(ctx, bad), "store.missing") })
		}
		_, err := s.Grant(ctx, umbra, stock, g.ID)
		wantCode(t, err, "grant.unknown")
		_, err = s.Grant(ctx, acme, w.Org(servertest.Picking), g.ID)
		wantCode(t, err, "grant.unknown")
		for _, q := range []orgs.GrantQuery{{Subject: viewer}, {Orgs: []rbac.OrgID{stock}}} {
			p, err := s.Grants(ctx, umbra, rbac.OrgSet{Mode: rbac.All}, q, page.Request{Limit: 9})
			if err != nil || len(p.Items) != 0 {
				t.Errorf("Grants(%+v) of the other tenant = %v, %v", q, p.Items, err)
			}
		}
		p, err := s.Grants(ctx, acme, rbac.OrgSet{Mode: rbac.In, IDs: []rbac.OrgID{w.Org(servertest.Export)}, Total: 8}, orgs.GrantQuery{Subject: viewer}, page.Request{Limit: 9})
		if err != nil || len(p.Items) != 0 {
			t.Errorf("Grants outside the set = %v, %v", p.Items, err)
		}
		first, err := s.Grants(ctx, acme, rbac.OrgSet{Mode: rbac.All}, orgs.GrantQuery{Subject: viewer}, page.Request{Limit: 1})
		if err != nil || len(first.Items) != 1 || first.Next.IsZero() {
			t.Fatalf("first page = %+v, %v", first, err)
		}
		second, err := s.Grants(ctx, acme, rbac.OrgSet{Mode: rbac.All}, orgs.GrantQuery{Subject: viewer}, page.Request{Limit: 1, After: first.Next})
		if err != nil || len(second.Items) != 1 || second.Items[0].ID != g.ID || !second.Next.IsZero() {
			t.Errorf("second page = %+v, %v", second, err)
		}
		foreign := g
		foreign.Tenant, foreign.EndsAt = umbra, 5
		done, err := s.EndGrant(ctx, foreign)
		wantDone(t, "end over tenants", false, done, err)
		done, err = s.DeleteGrant(ctx, foreign)
		wantDone(t, "delete over tenants", false, done, err)
		wantCode(t, deleteRole(ctx, w, acme), "role.in_use")
		done, err = s.DeleteGrant(ctx, g)
		wantDone(t, "delete", true, done, err)
	})
}

// deleteRole makes a custom role, grants it, and deletes it.
func deleteRole(ctx context.Context, w *servertest.World, tenant rbac.TenantID) error {
	r := orgs.Role{
		Tenant: tenant, ID: rbac.RoleID(w.NewID()), Owner: w.Org(servertest.Acme), Key: "held", Name: "Held",
		Effect: rbac.Deny, Revision: 1, Permissions: []rbac.Permission{rbac.RunStart},
	}
	if err := w.Store.InsertRole(ctx, r); err != nil {
		return err
	}
	subject := w.Subject(rbac.Viewer, servertest.Stock)
	err := w.Store.InsertGrant(ctx, orgs.Grant{
		Tenant: tenant, ID: w.NewID(), Subject: subject, Role: r.ID, Org: w.Org(servertest.Picking), EndsAt: 1, Revision: 1, CreatedBy: subject,
	})
	if err != nil {
		return err
	}
	if held, err := w.Store.Holds(ctx, tenant, subject, r.ID); err != nil || held {
		return err // it has ended
	}
	_, err = w.Store.DeleteRole(ctx, r)
	return err
}

func TestGroupsKnowOnlyTheirTenant(t *testing.T) {
	t.Parallel()
	servertest.Each(t, func(t *testing.T, w *servertest.World) {
		ctx, s := context.Background(), w.Store
		acme, umbra := w.Tenant(servertest.Acme), w.Tenant(servertest.Umbra)
		retail, viewer := w.Org(servertest.Retail), w.Subject(rbac.Viewer, servertest.Stock)
		g := orgs.Subject{Tenant: acme, ID: rbac.SubjectID(w.NewID()), Org: retail, Key: "team", Name: "Team", Revision: 1}
		if err := s.InsertGroup(ctx, g); err != nil {
			t.Fatal(err)
		}
		again := g
		again.ID = rbac.SubjectID(w.NewID())
		wantCode(t, s.InsertGroup(ctx, again), "group.key_taken")
		again.Org = w.Org(servertest.Labs)
		wantCode(t, s.InsertGroup(ctx, again), "store.missing")
		_, err := s.Group(ctx, umbra, retail, g.ID)
		wantCode(t, err, "group.unknown")
		_, err = s.Group(ctx, acme, w.Org(servertest.Stock), g.ID)
		wantCode(t, err, "group.unknown")
		_, err = s.Group(ctx, acme, w.Org(servertest.Stock), viewer)
		wantCode(t, err, "group.unknown")
		_, err = s.AddToGroup(ctx, acme, rbac.MembershipFact{Group: g.ID, Member: w.Subject(rbac.Viewer, servertest.Umbra)})
		wantCode(t, err, "store.missing")
		_, err = s.AddToGroup(ctx, umbra, rbac.MembershipFact{Group: g.ID, Member: viewer})
		wantCode(t, err, "store.missing")
		in := rbac.MembershipFact{Group: g.ID, Member: viewer}
		done, err := s.AddToGroup(ctx, acme, in)
		wantDone(t, "add", true, done, err)
		done, err = s.AddToGroup(ctx, acme, in)
		wantDone(t, "add twice", false, done, err)
		done, err = s.RemoveFromGroup(ctx, umbra, in)
		wantDone(t, "remove over tenants", false, done, err)
		if is, err := s.InGroup(ctx, umbra, in); err != nil || is {
			t.Errorf("in a group of the other tenant: %v, %v", is, err)
		}
		p, err := s.GroupMembers(ctx, umbra, g.ID, page.Request{Limit: 9})
		if err != nil || len(p.Items) != 0 {
			t.Errorf("members seen from the other tenant = %v, %v", p.Items, err)
		}
		_, err = s.VisibleSubject(ctx, umbra, rbac.OrgSet{Mode: rbac.All}, viewer)
		wantCode(t, err, "subject.unknown")
		_, err = s.VisibleSubject(ctx, acme, rbac.OrgSet{}, viewer)
		wantCode(t, err, "subject.unknown")
		names, err := s.SubjectNames(ctx, umbra, rbac.OrgSet{Mode: rbac.All}, []rbac.SubjectID{viewer})
		if err != nil || len(names) != 0 {
			t.Errorf("names of the other tenant = %v, %v", names, err)
		}
		foreign := g
		foreign.Tenant = umbra
		done, err = s.RenameGroup(ctx, foreign)
		wantDone(t, "rename over tenants", false, done, err)
		done, err = s.DeleteGroup(ctx, foreign)
		wantDone(t, "delete over tenants", false, done, err)
		member := g
		member.ID = viewer
		done, err = s.DeleteGroup(ctx, member)
		wantDone(t, "delete a member as a group", false, done, err)
		done, err = s.DeleteGroup(ctx, g)
		wantDone(t, "delete", true, done, err)
		if is, err := s.InGroup(ctx, acme, in); err != nil || is {
			t.Errorf("in a deleted group: %v, %v", is, err)
		}
	})
}

func TestSharesKnowOnlyTheirTenant(t *testing.T) {
	t.Parallel()
	servertest.Each(t, func(t *testing.T, w *servertest.World) {
		ctx, s := context.Background(), w.Store
		acme, umbra := w.Tenant(servertest.Acme), w.Tenant(servertest.Umbra)
		retail, stock := w.Org(servertest.Retail), w.Org(servertest.Stock)
		share := orgs.Share{
			Tenant: acme, ID: w.NewID(), Kind: orgs.KindScript, Resource: w.NewID(), Owner: retail, To: stock, Subtree: true,
			Permissions: []rbac.Permission{rbac.ChainEdit}, CreatedBy: w.Subject(rbac.Admin, servertest.Retail),
		}
		if err := s.InsertShare(ctx, share); err != nil {
			t.Fatal(err)
		}
		again := share
		again.ID = w.NewID()
		wantCode(t, s.InsertShare(ctx, again), "share.exists")
		again.To = w.Org(servertest.Labs)
		wantCode(t, s.InsertShare(ctx, again), "store.missing")
		_, err := s.Share(ctx, umbra, retail, share.ID)
		wantCode(t, err, "share.unknown")
		got, err := s.Share(ctx, acme, retail, share.ID)
		if err != nil || !got.Subtree || !slices.Equal(got.Permissions, share.Permissions) || got.ToName != "Stock" {
			t.Errorf("Share = %+v, %v", got, err)
		}
		for tenant, want := range map[rbac.TenantID]int{acme: 1, umbra: 0} {
			of, err := s.SharesOf(ctx, tenant, orgs.KindScript, share.Resource)
			if err != nil || len(of) != want {
				t.Errorf("SharesOf = %v, %v; want %d", of, err, want)
			}
			in, err := s.UsableIn(ctx, tenant, orgs.KindScript, w.Org(servertest.Picking))
			if err != nil || len(in) != want {
				t.Errorf("UsableIn = %v, %v; want %d", in, err, want)
			}
			p, err := s.Shares(ctx, tenant, retail, "", page.Request{Limit: 9})
			if err != nil || len(p.Items) != want {
				t.Errorf("Shares = %v, %v; want %d", p.Items, err, want)
			}
		}
		of, err := s.SharesOf(ctx, acme, orgs.KindSecret, share.Resource)
		if err != nil || len(of) != 0 {
			t.Errorf("shares of another kind = %v, %v", of, err)
		}
		if owns, err := s.Owns(ctx, acme, retail, orgs.KindScript, share.Resource); err != nil || owns {
			t.Errorf("owns a script that is not there: %v, %v", owns, err)
		}
		foreign := share
		foreign.Tenant = umbra
		done, err := s.DeleteShare(ctx, foreign)
		wantDone(t, "delete over tenants", false, done, err)
		done, err = s.DeleteShare(ctx, share)
		wantDone(t, "delete", true, done, err)
	})
}
