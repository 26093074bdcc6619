package orgs_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"catenary/internal/page"
	"catenary/rbac"
	"catenary/server/orgs"
	"catenary/server/servertest"
)

func role(t *testing.T, w *servertest.World, who rbac.Actor, path, key string, effect rbac.Effect, permissions ...rbac.Permission) orgs.RoleView {
	t.Helper()
	r, err := w.Orgs.CreateRole(context.Background(), who, w.Org(path), orgs.NewRole{
		Key: key, Name: "Role " + key, Effect: effect, Permissions: permissions,
	})
	works(t, err)
	return r
}

func TestRolesOfAnOrg(t *testing.T) {
	t.Parallel()
	servertest.Each(t, func(t *testing.T, w *servertest.World) {
		ctx := context.Background()
		owner := w.Actor(rbac.Owner, servertest.Acme)
		above := role(t, w, owner, servertest.Acme, "above", rbac.Allow, rbac.ChainView)
		own := role(t, w, owner, servertest.Retail, "own", rbac.Allow, rbac.RunStart, rbac.ChainView)
		below := role(t, w, owner, servertest.Stock, "below", rbac.Deny, rbac.ChainEdit)
		beside := role(t, w, owner, servertest.Wholesale, "beside", rbac.Allow, rbac.ChainView)

		who := w.Actor(rbac.Admin, servertest.Retail)
		seen := map[rbac.RoleID]orgs.RoleView{}
		r := page.Request{Limit: 3}
		for {
			p, err := w.Orgs.Roles(ctx, who, w.Org(servertest.Retail), r)
			works(t, err)
			for _, v := range p.Items {
				seen[v.ID] = v
			}
			if p.Next.IsZero() {
				break
			}
			r.After = p.Next
		}
		if len(seen) != len(rbac.SystemRoles())+2 {
			t.Errorf("saw %d roles", len(seen))
		}
		if v := seen[above.ID]; !v.Inherited || v.Owner != "" || len(v.Can) != 0 {
			t.Errorf("a role from above shows its org, or may be changed: %+v", v)
		}
		if v := seen[own.ID]; v.Inherited || v.Owner != w.Org(servertest.Retail) || !slices.Equal(v.Can, []rbac.Permission{rbac.RoleWrite}) ||
			!slices.Equal(v.Permissions, []rbac.Permission{rbac.ChainView, rbac.RunStart}) {
			t.Errorf("own role = %+v", v)
		}
		if v := seen[rbac.Viewer]; !v.IsSystem || len(v.Permissions) == 0 {
			t.Errorf("system role = %+v", v)
		}
		for _, hidden := range []rbac.RoleID{below.ID, beside.ID, rbac.RoleID(w.NewID())} {
			_, err := w.Orgs.Role(ctx, who, w.Org(servertest.Retail), hidden)
			refused(t, err, "role.unknown")
		}
		foreign := role(t, w, w.Actor(rbac.Owner, servertest.Umbra), servertest.Umbra, "foreign", rbac.Allow, rbac.ChainView)
		_, err := w.Orgs.Role(ctx, owner, w.Org(servertest.Acme), foreign.ID)
		refused(t, err, "role.unknown")
		_, err = w.Orgs.Roles(ctx, who, w.Org(servertest.Acme), all())
		refused(t, err, "resource.unknown")
	})
}

func TestCreateRole(t *testing.T) {
	t.Parallel()
	servertest.Each(t, func(t *testing.T, w *servertest.World) {
		ctx := context.Background()
		who := w.Actor(rbac.Admin, servertest.Retail)
		raises(t, w, who.Tenant, "role:created", func() error {
			r, err := w.Orgs.CreateRole(ctx, who, w.Org(servertest.Retail), orgs.NewRole{
				Key: "starter", Name: "Starter", Effect: rbac.Allow, Permissions: []rbac.Permission{rbac.RunStart, rbac.OrgView},
			})
			if err == nil && (!slices.Equal(r.Permissions, []rbac.Permission{rbac.OrgView, rbac.RunStart}) || r.Owner != w.Org(servertest.Retail)) {
				t.Errorf("made %+v", r)
			}
			return err
		})
		// A role with which others could be made an admin's equal, and no more.
		writer := role(t, w, who, servertest.Retail, "writer", rbac.Allow, rbac.OrgView, rbac.RoleWrite, rbac.MemberView, rbac.MemberWrite)
		someone := w.Subject(rbac.Viewer, servertest.Retail)
		grant(t, w, w.Actor(rbac.Admin, servertest.Retail), servertest.Retail, someone, writer.ID)
		weak := w.Session(who.Tenant, someone)
		good := orgs.NewRole{Key: "x", Name: "X", Effect: rbac.Allow, Permissions: []rbac.Permission{rbac.OrgView}}
		with := func(change func(*orgs.NewRole)) orgs.NewRole {
			in := good
			change(&in)
			return in
		}
		for name, tt := range map[string]struct {
			who  rbac.Actor
			org  string
			in   orgs.NewRole
			code string
		}{
			"key taken":                {who, servertest.Retail, with(func(r *orgs.NewRole) { r.Key = "starter" }), "role.key_taken"},
			"key of a system role":     {who, servertest.Retail, with(func(r *orgs.NewRole) { r.Key = "owner" }), "role.key_taken"},
			"bad key":                  {who, servertest.Retail, with(func(r *orgs.NewRole) { r.Key = "A b" }), "name.key"},
			"bad name":                 {who, servertest.Retail, with(func(r *orgs.NewRole) { r.Name = "\u200f" }), "name.characters"},
			"no effect":                {who, servertest.Retail, with(func(r *orgs.NewRole) { r.Effect = "" }), "role.effect"},
			"no permission":            {who, servertest.Retail, with(func(r *orgs.NewRole) { r.Permissions = nil }), "role.permissions"},
			"unknown permission":       {who, servertest.Retail, with(func(r *orgs.NewRole) { r.Permissions = []rbac.Permission{"secret:read"} }), "role.permissions"},
			"wildcard":                 {who, servertest.Retail, with(func(r *orgs.NewRole) { r.Permissions = []rbac.Permission{"chain:*"} }), "role.permissions"},
			"twice":                    {who, servertest.Retail, with(func(r *orgs.NewRole) { r.Permissions = []rbac.Permission{rbac.OrgView, rbac.OrgView} }), "role.permissions"},
			"more than an admin has":   {who, servertest.Retail, with(func(r *orgs.NewRole) { r.Permissions = []rbac.Permission{rbac.TenantSettings} }), "auth.beyond"},
			"more than I have":         {weak, servertest.Retail, with(func(r *orgs.NewRole) { r.Permissions = []rbac.Permission{rbac.ChainEdit} }), "auth.beyond"},
			"deny more than I have":    {weak, servertest.Retail, with(func(r *orgs.NewRole) { r.Effect, r.Permissions = rbac.Deny, []rbac.Permission{rbac.ChainEdit} }), "auth.beyond"},
			"may only view":            {w.Actor(rbac.Designer, servertest.Retail), servertest.Retail, good, "auth.forbidden"},
			"of an org above":          {who, servertest.Acme, good, "resource.unknown"},
			"of another tenant":        {who, servertest.Umbra, good, "resource.unknown"},
			"with a token":             {w.Token(who, w.Org(servertest.Acme), rbac.RoleWrite, rbac.OrgView), servertest.Retail, good, "auth.session_needed"},
			"by what cannot be a name": {who, servertest.Retail, with(func(r *orgs.NewRole) { r.Name = "a\x00b" }), "name.characters"},
		} {
			inTurn(t, name, func(t *testing.T) {
				unchanged(t, w, who.Tenant, tt.code, func() error {
					_, err := w.Orgs.CreateRole(ctx, tt.who, w.Org(tt.org), tt.in)
					return err
				})
			})
		}
	})
}

func TestEditRole(t *testing.T) {
	t.Parallel()
	servertest.Each(t, func(t *testing.T, w *servertest.World) {
		ctx := context.Background()
		owner := w.Actor(rbac.Owner, servertest.Acme)
		retail := w.Org(servertest.Retail)
		made := role(t, w, owner, servertest.Retail, "starter", rbac.Allow, rbac.OrgView, rbac.RunStart)
		strong := role(t, w, owner, servertest.Acme, "strong", rbac.Allow, rbac.KeysRotate)
		holder := w.Subject(rbac.Viewer, servertest.Stock)
		grant(t, w, owner, servertest.Stock, holder, made.ID)
		held := w.Session(owner.Tenant, holder)
		if !may(t, w, held, rbac.RunStart, w.Org(servertest.Stock)) {
			t.Fatal("the role gives nothing")
		}
		called, system := "Rerunner", "owner"
		raises(t, w, owner.Tenant, "role:changed", func() error {
			r, err := w.Orgs.EditRole(ctx, w.Actor(rbac.Admin, servertest.Retail), retail, made.ID, 1, orgs.RoleEdit{
				Name: &called, Permissions: []rbac.Permission{rbac.RunRerun, rbac.OrgView},
			})
			if err == nil && (r.Revision != 2 || r.Name != called || r.Key != "starter") {
				t.Errorf("changed to %+v", r)
			}
			return err
		})
		if may(t, w, held, rbac.RunStart, w.Org(servertest.Stock)) || !may(t, w, held, rbac.RunRerun, w.Org(servertest.Stock)) {
			t.Error("the change does not act on who has the role")
		}
		deny := role(t, w, owner, servertest.Retail, "no-runs", rbac.Deny, rbac.RunStart)
		// Under the deny further down only: at the owner of the role the admin
		// has everything.
		grant(t, w, w.Actor(rbac.Owner, servertest.Acme), servertest.Picking, w.Subject(rbac.Admin, servertest.Retail), deny.ID)
		admin := w.Actor(rbac.Admin, servertest.Retail)
		for name, tt := range map[string]struct {
			who      rbac.Actor
			org      string
			role     rbac.RoleID
			revision int64
			edit     orgs.RoleEdit
			code     string
		}{
			"stale":                {admin, servertest.Retail, made.ID, 1, orgs.RoleEdit{Name: &called}, "role.stale"},
			"system":               {owner, servertest.Acme, rbac.Viewer, 1, orgs.RoleEdit{Name: &called}, "role.system"},
			"key of a system role": {admin, servertest.Retail, made.ID, 2, orgs.RoleEdit{Key: &system}, "role.key_taken"},
			"nothing left":         {admin, servertest.Retail, made.ID, 2, orgs.RoleEdit{Permissions: []rbac.Permission{}}, "role.permissions"},
			"more than I have":     {admin, servertest.Retail, made.ID, 2, orgs.RoleEdit{Permissions: []rbac.Permission{rbac.TenantSettings}}, "auth.beyond"},
			"had more than I have": {w.Actor(rbac.Admin, servertest.Acme), servertest.Acme, strong.ID, 1, orgs.RoleEdit{Permissions: []rbac.Permission{rbac.OrgView}}, "auth.beyond"},
			"owned above":          {admin, servertest.Retail, strong.ID, 1, orgs.RoleEdit{Name: &called}, "auth.forbidden"},
			"seen from below":      {w.Actor(rbac.Admin, servertest.Stock), servertest.Stock, made.ID, 2, orgs.RoleEdit{Name: &called}, "auth.forbidden"},
			"under the deny":       {admin, servertest.Retail, deny.ID, 1, orgs.RoleEdit{Permissions: []rbac.Permission{rbac.OrgView}}, "role.under_deny"},
			"other tenant":         {w.Actor(rbac.Owner, servertest.Umbra), servertest.Umbra, made.ID, 2, orgs.RoleEdit{Name: &called}, "role.unknown"},
			"token":                {w.Token(admin, retail, rbac.RoleWrite, rbac.OrgView), servertest.Retail, made.ID, 2, orgs.RoleEdit{Name: &called}, "auth.session_needed"},
		} {
			inTurn(t, name, func(t *testing.T) {
				unchanged(t, w, owner.Tenant, tt.code, func() error {
					_, err := w.Orgs.EditRole(ctx, tt.who, w.Org(tt.org), tt.role, tt.revision, tt.edit)
					return err
				})
			})
		}
		for name, tt := range map[string]struct {
			who  rbac.Actor
			role rbac.RoleID
			code string
		}{
			"in use":         {admin, made.ID, "role.in_use"},
			"system":         {admin, rbac.Viewer, "role.system"},
			"under the deny": {admin, deny.ID, "role.under_deny"},
			"may only view":  {w.Actor(rbac.Viewer, servertest.Retail), made.ID, "auth.forbidden"},
			"not there":      {admin, rbac.RoleID(w.NewID()), "role.unknown"},
		} {
			inTurn(t, "delete "+name, func(t *testing.T) {
				unchanged(t, w, owner.Tenant, tt.code, func() error { return w.Orgs.DeleteRole(ctx, tt.who, retail, tt.role) })
			})
		}
		unused := role(t, w, w.Actor(rbac.Owner, servertest.Acme), servertest.Retail, "unused", rbac.Allow, rbac.OrgView)
		raises(t, w, owner.Tenant, "role:deleted", func() error {
			return w.Orgs.DeleteRole(ctx, w.Actor(rbac.Admin, servertest.Retail), retail, unused.ID)
		})
		again := role(t, w, w.Actor(rbac.Owner, servertest.Acme), servertest.Retail, "unused", rbac.Allow, rbac.OrgView)
		if again.ID == unused.ID {
			t.Error("an id came twice")
		}
	})
}

func TestCatalogue(t *testing.T) {
	t.Parallel()
	entries := orgs.Catalogue()
	if len(entries) != len(rbac.Permissions()) {
		t.Fatalf("%d entries for %d permissions", len(entries), len(rbac.Permissions()))
	}
	for _, e := range entries {
		if e.Kind+":"+e.Verb != string(e.Permission) || !slices.Contains(e.Roles, rbac.Owner) {
			t.Errorf("entry %+v", e)
		}
	}
}

// What a role that is granted gets more, its holders get: that asks for a fresh
// factor where a grant of it would.
func TestToWidenAGrantedRoleAsksForAFreshFactor(t *testing.T) {
	t.Parallel()
	servertest.Each(t, func(t *testing.T, w *servertest.World) {
		owner := w.Actor(rbac.Owner, servertest.Acme)
		idle := owner
		idle.AuthAt = w.Clock.Now().Add(-6 * time.Minute)
		free := role(t, w, owner, servertest.Acme, "free", rbac.Allow, rbac.OrgView)
		held := role(t, w, owner, servertest.Acme, "held", rbac.Allow, rbac.OrgView)
		atRoot := role(t, w, owner, servertest.Acme, "at-root", rbac.Allow, rbac.OrgView)
		grant(t, w, owner, servertest.Stock, w.Subject(rbac.Viewer, servertest.Stock), held.ID)
		grant(t, w, owner, servertest.Acme, w.Subject(rbac.Viewer, servertest.Acme), atRoot.ID)
		rotates := []rbac.Permission{rbac.OrgView, rbac.KeysRotate}
		writes := []rbac.Permission{rbac.OrgView, rbac.MemberWrite}
		unchanged(t, w, owner.Tenant, "auth.step_up_needed", func() error { _, err := edit(w, idle, held.ID, rotates); return err })
		unchanged(t, w, owner.Tenant, "auth.step_up_needed", func() error { _, err := edit(w, idle, atRoot.ID, writes); return err })
		_, err := edit(w, idle, free.ID, rotates)
		works(t, err)
		_, err = edit(w, idle, held.ID, writes)
		works(t, err)
		_, err = edit(w, owner, atRoot.ID, rotates)
		works(t, err)
	})
}
