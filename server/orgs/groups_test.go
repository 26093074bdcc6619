package orgs_test

import (
	"context"
	"testing"
	"time"

	"catenary/rbac"
	"catenary/server/identity"
	"catenary/server/orgs"
	"catenary/server/servertest"
)

func TestGroupGivesItsMembersWhatItHolds(t *testing.T) {
	t.Parallel()
	servertest.Each(t, func(t *testing.T, w *servertest.World) {
		ctx := context.Background()
		admin := func() rbac.Actor { return w.Actor(rbac.Admin, servertest.Retail) }
		tenant, retail, picking := w.Tenant(servertest.Acme), w.Org(servertest.Retail), w.Org(servertest.Picking)
		someone := w.Actor(rbac.Viewer, servertest.Stock)
		var g orgs.GroupView
		raises(t, w, tenant, "group:created", func() (err error) {
			g, err = w.Orgs.CreateGroup(ctx, admin(), retail, "release", "Release team")
			return err
		})
		grant(t, w, admin(), servertest.Stock, g.ID, rbac.Designer)
		raises(t, w, tenant, "group:joined", func() error { return w.Orgs.Join(ctx, admin(), retail, g.ID, someone.Subject) })
		if !may(t, w, someone, rbac.ChainEdit, picking) {
			t.Error("a member may not do what the group may")
		}
		before := w.Version(tenant)
		if err := w.Orgs.Join(ctx, admin(), retail, g.ID, someone.Subject); err != nil || w.Version(tenant) != before {
			t.Errorf("joining twice: %v, version %d to %d", err, before, w.Version(tenant))
		}
		members, err := w.Orgs.GroupMembers(ctx, admin(), retail, g.ID, all())
		if err != nil || len(members.Items) != 1 || members.Items[0].ID != someone.Subject || members.Items[0].AddedAt == 0 {
			t.Errorf("members = %+v, %v", members.Items, err)
		}
		raises(t, w, tenant, "group:left", func() error { return w.Orgs.Leave(ctx, admin(), retail, g.ID, someone.Subject) })
		if may(t, w, someone, rbac.ChainEdit, picking) {
			t.Error("who left may do what the group may")
		}
		unchanged(t, w, tenant, "group.member_unknown", func() error { return w.Orgs.Leave(ctx, admin(), retail, g.ID, someone.Subject) })
		works(t, w.Orgs.Join(ctx, admin(), retail, g.ID, someone.Subject))
		raises(t, w, tenant, "group:deleted", func() error { return w.Orgs.DeleteGroup(ctx, admin(), retail, g.ID) })
		if may(t, w, someone, rbac.ChainEdit, picking) {
			t.Error("a deleted group gives rights")
		}
		_, err = w.Orgs.Group(ctx, admin(), retail, g.ID)
		refused(t, err, "group.unknown")
		if _, err := w.Orgs.CreateGroup(ctx, admin(), retail, "release", "Release team"); err != nil {
			t.Errorf("the key of a deleted group is free: %v", err)
		}
	})
}

func TestEditGroup(t *testing.T) {
	t.Parallel()
	servertest.Each(t, func(t *testing.T, w *servertest.World) {
		ctx := context.Background()
		admin := w.Actor(rbac.Admin, servertest.Retail)
		retail := w.Org(servertest.Retail)
		a := groupOf(t, w, admin, servertest.Retail, "a")
		groupOf(t, w, admin, servertest.Retail, "b")
		name, key, bad := "Alpha", "b", "x\u200ey"
		before := w.Version(admin.Tenant)
		g, err := w.Orgs.EditGroup(ctx, admin, retail, a, 1, orgs.Edit{Name: &name})
		works(t, err)
		if g.Name != "Alpha" || g.Key != "a" || g.Revision != 2 || w.Version(admin.Tenant) != before {
			t.Errorf("edited to %+v", g)
		}
		for name, tt := range map[string]struct {
			who      rbac.Actor
			org      string
			revision int64
			edit     orgs.Edit
			code     string
		}{
			"stale":        {admin, servertest.Retail, 1, orgs.Edit{Name: &name}, "group.stale"},
			"key taken":    {admin, servertest.Retail, 2, orgs.Edit{Key: &key}, "group.key_taken"},
			"bad name":     {admin, servertest.Retail, 2, orgs.Edit{Name: &bad}, "name.characters"},
			"another org":  {admin, servertest.Stock, 2, orgs.Edit{Name: &name}, "group.unknown"},
			"may not":      {w.Actor(rbac.Auditor, servertest.Retail), servertest.Retail, 2, orgs.Edit{Name: &name}, "auth.forbidden"},
			"may not see":  {w.Actor(rbac.Admin, servertest.Stock), servertest.Retail, 2, orgs.Edit{Name: &name}, "resource.unknown"},
			"other tenant": {w.Actor(rbac.Owner, servertest.Umbra), servertest.Umbra, 2, orgs.Edit{Name: &name}, "group.unknown"},
			"token":        {w.Token(admin, retail, rbac.MemberWrite), servertest.Retail, 2, orgs.Edit{Name: &name}, "auth.session_needed"},
		} {
			inTurn(t, name, func(t *testing.T) {
				unchanged(t, w, admin.Tenant, tt.code, func() error {
					_, err := w.Orgs.EditGroup(ctx, tt.who, w.Org(tt.org), a, tt.revision, tt.edit)
					return err
				})
			})
		}
		p, err := w.Orgs.Groups(ctx, admin, retail, all())
		if err != nil || len(p.Items) != 2 || p.Items[0].Name != "Alpha" || len(p.Items[0].Can) != 1 {
			t.Errorf("groups = %+v, %v", p.Items, err)
		}
		_, err = w.Orgs.Groups(ctx, w.Actor(rbac.Admin, servertest.Stock), retail, all())
		refused(t, err, "resource.unknown")
	})
}

func TestJoinRefused(t *testing.T) {
	t.Parallel()
	servertest.Each(t, func(t *testing.T, w *servertest.World) {
		ctx := context.Background()
		owner, admin := w.Actor(rbac.Owner, servertest.Acme), w.Actor(rbac.Admin, servertest.Retail)
		idle := owner
		idle.AuthAt = w.Clock.Now().Add(-6 * time.Minute)
		viewer := w.Subject(rbac.Viewer, servertest.Retail)
		plain := groupOf(t, w, admin, servertest.Retail, "plain")
		// A group of retail that holds something outside of it, one that holds
		// more there than an admin does, and one whose right slept in an org
		// that is deleted and can come back.
		wide := groupOf(t, w, owner, servertest.Retail, "wide")
		grant(t, w, owner, servertest.Wholesale, wide, rbac.Viewer)
		owners := groupOf(t, w, owner, servertest.Retail, "owners")
		grant(t, w, owner, servertest.Stock, owners, rbac.Owner)
		sleeping := groupOf(t, w, owner, servertest.Retail, "sleeping")
		grant(t, w, owner, servertest.Export, sleeping, rbac.Designer)
		works(t, w.Orgs.Delete(ctx, owner, w.Org(servertest.Export), true))
		ended := groupOf(t, w, owner, servertest.Retail, "ended")
		_, err := w.Orgs.Grant(ctx, w.Actor(rbac.Owner, servertest.Acme), w.Org(servertest.Wholesale), orgs.NewGrant{
			Subject: ended, Role: rbac.Viewer, EndsAt: w.Clock.Now().Add(time.Minute),
		})
		works(t, err)
		unchanged(t, w, owner.Tenant, "auth.beyond", func() error { return w.Orgs.Join(ctx, admin, w.Org(servertest.Retail), ended, viewer) })
		w.Clock.Add(time.Minute)
		owner, admin = w.Actor(rbac.Owner, servertest.Acme), w.Actor(rbac.Admin, servertest.Retail)
		for name, tt := range map[string]struct {
			who     rbac.Actor
			org     string
			group   rbac.SubjectID
			subject rbac.SubjectID
			code    string
		}{
			"holds more elsewhere":  {admin, servertest.Retail, wide, viewer, "auth.beyond"},
			"holds more here":       {admin, servertest.Retail, owners, viewer, "auth.beyond"},
			"will hold more":        {admin, servertest.Retail, sleeping, viewer, "auth.beyond"},
			"owners without factor": {idle, servertest.Retail, owners, viewer, "auth.step_up_needed"},
			"oneself":               {admin, servertest.Retail, plain, admin.Subject, "grant.self"},
			"a group":               {admin, servertest.Retail, plain, plain, "group.nested"},
			"a stranger":            {admin, servertest.Retail, plain, w.Subject(rbac.Viewer, servertest.Wholesale), "subject.unknown"},
			"other tenant's member": {owner, servertest.Retail, plain, w.Subject(rbac.Viewer, servertest.Umbra), "subject.unknown"},
			"group of another org":  {admin, servertest.Stock, plain, viewer, "group.unknown"},
			"group of nobody":       {admin, servertest.Retail, viewer, viewer, "group.unknown"},
			"may only see members":  {w.Actor(rbac.Auditor, servertest.Retail), servertest.Retail, plain, viewer, "auth.forbidden"},
			"may not see":           {w.Actor(rbac.Admin, servertest.Shop), servertest.Retail, plain, viewer, "resource.unknown"},
			"token":                 {w.Token(admin, w.Org(servertest.Retail), rbac.Permissions()...), servertest.Retail, plain, viewer, "auth.session_needed"},
		} {
			inTurn(t, name, func(t *testing.T) {
				unchanged(t, w, owner.Tenant, tt.code, func() error { return w.Orgs.Join(ctx, tt.who, w.Org(tt.org), tt.group, tt.subject) })
			})
		}
		retail := w.Org(servertest.Retail)
		works(t, w.Orgs.Join(ctx, owner, retail, sleeping, viewer))
		unchanged(t, w, owner.Tenant, "auth.beyond", func() error { return w.Orgs.Leave(ctx, admin, retail, sleeping, viewer) })
		unchanged(t, w, owner.Tenant, "auth.beyond", func() error { return w.Orgs.DeleteGroup(ctx, admin, retail, wide) })
		title := "Nobody of note"
		unchanged(t, w, owner.Tenant, "auth.beyond", func() error {
			_, err := w.Orgs.EditGroup(ctx, admin, retail, wide, 1, orgs.Edit{Name: &title})
			return err
		})
		works(t, w.Orgs.Join(ctx, owner, retail, plain, admin.Subject))
		unchanged(t, w, owner.Tenant, "grant.self", func() error { return w.Orgs.Leave(ctx, admin, retail, plain, admin.Subject) })
		unchanged(t, w, owner.Tenant, "grant.self", func() error { return w.Orgs.DeleteGroup(ctx, admin, retail, plain) })
		if err := w.Orgs.Join(ctx, admin, retail, ended, viewer); err != nil {
			t.Errorf("what has ended does not count: %v", err)
		}
		robot := rbac.SubjectID(w.NewID())
		works(t, w.Store.InsertAccount(ctx, identity.Account{
			Tenant: owner.Tenant, ID: robot, Org: retail, Key: "robot", Name: "Robot", State: identity.Active,
		}))
		if err := w.Orgs.Join(ctx, admin, retail, ended, robot); err != nil {
			t.Errorf("a service account joins: %v", err)
		}
	})
}
