package orgs_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"catenary/rbac"
	"catenary/server/orgs"
	"catenary/server/servertest"
)

func TestGrantActsAtOnceAndEnds(t *testing.T) {
	t.Parallel()
	servertest.Each(t, func(t *testing.T, w *servertest.World) {
		ctx := context.Background()
		who := w.Actor(rbac.Admin, servertest.Retail)
		retail, picking := w.Org(servertest.Retail), w.Org(servertest.Picking)
		someone := w.Actor(rbac.Viewer, servertest.Stock)
		var g orgs.GrantView
		raises(t, w, who.Tenant, "grant:given", func() (err error) {
			g, err = w.Orgs.Grant(ctx, who, retail, orgs.NewGrant{
				Subject: someone.Subject, Role: rbac.Designer, EndsAt: w.Clock.Now().Add(time.Hour),
			})
			return err
		})
		if g.SubjectName != "Viewer of acme/retail/stock" || g.RoleKey != "designer" || g.CreatedBy != who.Subject || g.Revision != 1 {
			t.Errorf("granted %+v", g)
		}
		if !may(t, w, someone, rbac.ChainEdit, picking) {
			t.Error("the grant gives nothing")
		}
		w.Clock.Add(time.Hour)
		if may(t, w, someone, rbac.ChainEdit, picking) {
			t.Error("the grant did not end")
		}
		raises(t, w, who.Tenant, "grant:changed", func() (err error) {
			g, err = w.Orgs.EndGrant(ctx, w.Actor(rbac.Admin, servertest.Retail), retail, g.ID, 1, time.Time{})
			return err
		})
		if g.EndsAt != 0 || g.Revision != 2 || !may(t, w, someone, rbac.ChainEdit, picking) {
			t.Errorf("without an end: %+v", g)
		}
		unchanged(t, w, who.Tenant, "grant.stale", func() error {
			_, err := w.Orgs.EndGrant(ctx, w.Actor(rbac.Admin, servertest.Retail), retail, g.ID, 1, time.Time{})
			return err
		})
		raises(t, w, who.Tenant, "grant:withdrawn", func() error {
			return w.Orgs.Withdraw(ctx, w.Actor(rbac.Admin, servertest.Retail), retail, g.ID)
		})
		if may(t, w, someone, rbac.ChainEdit, picking) {
			t.Error("the grant was withdrawn and acts")
		}
		unchanged(t, w, who.Tenant, "grant.unknown", func() error {
			return w.Orgs.Withdraw(ctx, w.Actor(rbac.Admin, servertest.Retail), retail, g.ID)
		})
	})
}

func TestANewGrantReplacesAnEndedOne(t *testing.T) {
	t.Parallel()
	servertest.Each(t, func(t *testing.T, w *servertest.World) {
		ctx := context.Background()
		retail, viewer := w.Org(servertest.Retail), w.Actor(rbac.Viewer, servertest.Retail)
		give := func(end time.Time) (orgs.GrantView, error) {
			return w.Orgs.Grant(ctx, w.Actor(rbac.Admin, servertest.Retail), retail, orgs.NewGrant{
				Subject: viewer.Subject, Role: rbac.Designer, EndsAt: end,
			})
		}
		first, err := give(w.Clock.Now().Add(time.Hour))
		works(t, err)
		unchanged(t, w, viewer.Tenant, "grant.exists", func() error { _, err := give(time.Time{}); return err })
		w.Clock.Add(time.Hour)
		var second orgs.GrantView
		raises(t, w, viewer.Tenant, "grant:given", func() (err error) { second, err = give(time.Time{}); return err })
		if second.ID == first.ID || second.EndsAt != 0 || second.Revision != 1 || !may(t, w, viewer, rbac.ChainEdit, retail) {
			t.Errorf("after %+v came %+v", first, second)
		}
		_, err = w.Orgs.OneGrant(ctx, w.Actor(rbac.Admin, servertest.Retail), retail, first.ID)
		refused(t, err, "grant.unknown")
		unchanged(t, w, viewer.Tenant, "grant.exists", func() error { _, err := give(time.Time{}); return err })
	})
}

func TestGrantRefused(t *testing.T) {
	t.Parallel()
	servertest.Each(t, func(t *testing.T, w *servertest.World) {
		ctx := context.Background()
		admin, owner := w.Actor(rbac.Admin, servertest.Retail), w.Actor(rbac.Owner, servertest.Acme)
		idle := owner
		idle.AuthAt = w.Clock.Now().Add(-6 * time.Minute)
		viewer := w.Subject(rbac.Viewer, servertest.Retail)
		group := groupOf(t, w, admin, servertest.Retail, "team", admin.Subject)
		own := role(t, w, owner, servertest.Retail, "own", rbac.Allow, rbac.OrgView)
		below := role(t, w, owner, servertest.Stock, "below", rbac.Allow, rbac.OrgView)
		foreign := role(t, w, w.Actor(rbac.Owner, servertest.Umbra), servertest.Umbra, "foreign", rbac.Allow, rbac.OrgView)
		strong := role(t, w, owner, servertest.Acme, "strong", rbac.Allow, rbac.KeysRotate)
		denied := role(t, w, owner, servertest.Acme, "denied", rbac.Deny, rbac.KeysRotate)
		writer := role(t, w, owner, servertest.Acme, "writer", rbac.Allow, rbac.OrgView, rbac.MemberView, rbac.MemberWrite)
		grant(t, w, owner, servertest.Stock, w.Subject(rbac.Viewer, servertest.Stock), writer.ID)
		weak := w.Actor(rbac.Viewer, servertest.Stock)
		for name, tt := range map[string]struct {
			who  rbac.Actor
			org  string
			in   orgs.NewGrant
			code string
		}{
			"twice":                       {admin, servertest.Retail, orgs.NewGrant{Subject: viewer, Role: rbac.Viewer}, "grant.exists"},
			"ends now":                    {admin, servertest.Retail, orgs.NewGrant{Subject: viewer, Role: rbac.Operator, EndsAt: w.Clock.Now()}, "grant.ends_at"},
			"ended":                       {admin, servertest.Retail, orgs.NewGrant{Subject: viewer, Role: rbac.Operator, EndsAt: time.Unix(1, 0)}, "grant.ends_at"},
			"owner by an admin":           {admin, servertest.Retail, orgs.NewGrant{Subject: viewer, Role: rbac.Owner}, "auth.beyond"},
			"a role above one's own":      {weak, servertest.Stock, orgs.NewGrant{Subject: w.Subject(rbac.Operator, servertest.Stock), Role: rbac.Designer}, "auth.beyond"},
			"a custom role above one's":   {admin, servertest.Retail, orgs.NewGrant{Subject: viewer, Role: strong.ID}, "auth.beyond"},
			"a deny of what one lacks":    {admin, servertest.Retail, orgs.NewGrant{Subject: viewer, Role: denied.ID}, "auth.beyond"},
			"to oneself":                  {owner, servertest.Stock, orgs.NewGrant{Subject: owner.Subject, Role: rbac.Viewer}, "grant.self"},
			"to one's group":              {admin, servertest.Stock, orgs.NewGrant{Subject: group, Role: rbac.Viewer}, "grant.self"},
			"owner without fresh factor":  {idle, servertest.Stock, orgs.NewGrant{Subject: viewer, Role: rbac.Owner}, "auth.step_up_needed"},
			"as strong without factor":    {idle, servertest.Stock, orgs.NewGrant{Subject: viewer, Role: strong.ID}, "auth.step_up_needed"},
			"of members at the root":      {idle, servertest.Acme, orgs.NewGrant{Subject: w.Subject(rbac.Viewer, servertest.Acme), Role: writer.ID}, "auth.step_up_needed"},
			"a role of an org below":      {admin, servertest.Retail, orgs.NewGrant{Subject: viewer, Role: below.ID}, "role.unknown"},
			"a role of an org beside":     {owner, servertest.Wholesale, orgs.NewGrant{Subject: viewer, Role: own.ID}, "role.unknown"},
			"a role of the other tenant":  {owner, servertest.Retail, orgs.NewGrant{Subject: viewer, Role: foreign.ID}, "role.unknown"},
			"no such role":                {owner, servertest.Retail, orgs.NewGrant{Subject: viewer, Role: "root"}, "role.unknown"},
			"to a stranger":               {admin, servertest.Retail, orgs.NewGrant{Subject: w.Subject(rbac.Viewer, servertest.Export), Role: rbac.Viewer}, "subject.unknown"},
			"to somebody above":           {admin, servertest.Retail, orgs.NewGrant{Subject: w.Subject(rbac.Viewer, servertest.Acme), Role: rbac.Viewer}, "subject.unknown"},
			"to the other tenant":         {owner, servertest.Retail, orgs.NewGrant{Subject: w.Subject(rbac.Viewer, servertest.Umbra), Role: rbac.Viewer}, "subject.unknown"},
			"to nobody":                   {owner, servertest.Retail, orgs.NewGrant{Subject: rbac.SubjectID(w.NewID()), Role: rbac.Viewer}, "subject.unknown"},
			"at an org above":             {admin, servertest.Acme, orgs.NewGrant{Subject: viewer, Role: rbac.Viewer}, "resource.unknown"},
			"in the other tenant":         {owner, servertest.Umbra, orgs.NewGrant{Subject: viewer, Role: rbac.Viewer}, "resource.unknown"},
			"by who only sees members":    {w.Actor(rbac.Auditor, servertest.Retail), servertest.Retail, orgs.NewGrant{Subject: viewer, Role: rbac.Operator}, "auth.forbidden"},
			"by who does not see members": {w.Actor(rbac.Designer, servertest.Retail), servertest.Retail, orgs.NewGrant{Subject: viewer, Role: rbac.Operator}, "resource.unknown"},
			"with a token":                {w.Token(owner, w.Org(servertest.Acme), rbac.Permissions()...), servertest.Retail, orgs.NewGrant{Subject: viewer, Role: rbac.Operator}, "auth.session_needed"},
		} {
			inTurn(t, name, func(t *testing.T) {
				unchanged(t, w, w.Tenant(tt.org), tt.code, func() error {
					_, err := w.Orgs.Grant(ctx, tt.who, w.Org(tt.org), tt.in)
					return err
				})
			})
		}
		if _, err := w.Orgs.Grant(ctx, w.Actor(rbac.Owner, servertest.Acme), w.Org(servertest.Retail), orgs.NewGrant{Subject: viewer, Role: rbac.Owner}); err != nil {
			t.Errorf("an owner makes an owner: %v", err)
		}
	})
}

func TestWithdrawRefused(t *testing.T) {
	t.Parallel()
	servertest.Each(t, func(t *testing.T, w *servertest.World) {
		ctx := context.Background()
		owner, admin := w.Actor(rbac.Owner, servertest.Acme), w.Actor(rbac.Admin, servertest.Retail)
		idle := owner
		idle.AuthAt = w.Clock.Now().Add(-6 * time.Minute)
		deny := role(t, w, owner, servertest.Retail, "no-chains", rbac.Deny, rbac.ChainEdit)
		onAdmin := grant(t, w, owner, servertest.Retail, admin.Subject, deny.ID)
		group := groupOf(t, w, owner, servertest.Retail, "team", admin.Subject)
		onGroup := grant(t, w, owner, servertest.Retail, group, rbac.Operator)
		ofOwner := only(t, w, owner, servertest.Retail, w.Subject(rbac.Owner, servertest.Retail))
		ofViewer := only(t, w, owner, servertest.Retail, w.Subject(rbac.Viewer, servertest.Retail))
		foreign := only(t, w, w.Actor(rbac.Owner, servertest.Umbra), servertest.Umbra, w.Subject(rbac.Viewer, servertest.Umbra))
		for name, tt := range map[string]struct {
			who  rbac.Actor
			org  string
			id   string
			code string
		}{
			"a deny from oneself":            {admin, servertest.Retail, onAdmin.ID, "grant.self"},
			"from one's group":               {admin, servertest.Retail, onGroup.ID, "grant.self"},
			"the owner's by an admin":        {w.Actor(rbac.Admin, servertest.Acme), servertest.Retail, ofOwner.ID, "auth.beyond"},
			"the owner's without factor":     {idle, servertest.Retail, ofOwner.ID, "auth.step_up_needed"},
			"at another org":                 {owner, servertest.Stock, ofViewer.ID, "grant.unknown"},
			"of the other tenant":            {owner, servertest.Retail, foreign.ID, "grant.unknown"},
			"by who only sees members":       {w.Actor(rbac.Auditor, servertest.Retail), servertest.Retail, ofViewer.ID, "auth.forbidden"},
			"by the admin of an org below":   {w.Actor(rbac.Admin, servertest.Stock), servertest.Retail, ofViewer.ID, "resource.unknown"},
			"with a token":                   {w.Token(owner, w.Org(servertest.Acme), rbac.Permissions()...), servertest.Retail, ofViewer.ID, "auth.session_needed"},
			"a deny by who is under it also": {admin, servertest.Retail, onAdmin.ID, "grant.self"},
		} {
			inTurn(t, name, func(t *testing.T) {
				unchanged(t, w, owner.Tenant, tt.code, func() error { return w.Orgs.Withdraw(ctx, tt.who, w.Org(tt.org), tt.id) })
				unchanged(t, w, owner.Tenant, tt.code, func() error {
					_, err := w.Orgs.EndGrant(ctx, tt.who, w.Org(tt.org), tt.id, 1, w.Clock.Now().Add(time.Hour))
					return err
				})
			})
		}
		// Under the deny by a group of another: no permission, so no withdrawal.
		denied := groupOf(t, w, owner, servertest.Retail, "denied", w.Subject(rbac.Admin, servertest.Stock))
		grant(t, w, owner, servertest.Stock, denied, deny.ID)
		third := grant(t, w, owner, servertest.Stock, w.Subject(rbac.Viewer, servertest.Stock), deny.ID)
		unchanged(t, w, owner.Tenant, "auth.beyond", func() error {
			return w.Orgs.Withdraw(ctx, w.Actor(rbac.Admin, servertest.Stock), w.Org(servertest.Stock), third.ID)
		})
		works(t, w.Orgs.Withdraw(ctx, w.Actor(rbac.Owner, servertest.Acme), w.Org(servertest.Retail), ofOwner.ID))
	})
}

func TestListGrants(t *testing.T) {
	t.Parallel()
	servertest.Each(t, func(t *testing.T, w *servertest.World) {
		ctx := context.Background()
		owner := w.Actor(rbac.Owner, servertest.Acme)
		viewer := w.Subject(rbac.Viewer, servertest.Stock)
		grant(t, w, owner, servertest.Picking, viewer, rbac.Operator)
		grant(t, w, owner, servertest.Export, viewer, rbac.Designer)
		places := func(who rbac.Actor, org string, q orgs.GrantList) []string {
			p, err := w.Orgs.Grants(ctx, who, w.Org(org), q, all())
			works(t, err)
			out := []string{}
			for _, g := range p.Items {
				out = append(out, g.OrgName)
			}
			slices.Sort(out)
			return slices.Compact(out)
		}
		stock := w.Actor(rbac.Admin, servertest.Stock)
		for _, tt := range []struct {
			who  rbac.Actor
			q    orgs.GrantList
			want []string
		}{
			{owner, orgs.GrantList{}, []string{"Picking"}},
			{owner, orgs.GrantList{Inherited: true}, []string{"Acme", "Picking", "Retail", "Stock"}},
			{stock, orgs.GrantList{Inherited: true}, []string{"Picking", "Stock"}},
			{stock, orgs.GrantList{Inherited: true, Subject: viewer}, []string{"Picking", "Stock"}},
			{stock, orgs.GrantList{Subject: w.Subject(rbac.Viewer, servertest.Acme)}, []string{}},
		} {
			if got := places(tt.who, servertest.Picking, tt.q); !slices.Equal(got, tt.want) {
				t.Errorf("%+v for %s: %q, want %q", tt.q, tt.who.Subject, got, tt.want)
			}
		}
		of := func(who rbac.Actor) int {
			p, err := w.Orgs.GrantsOf(ctx, who, viewer, all())
			works(t, err)
			return len(p.Items)
		}
		if of(owner) != 3 || of(stock) != 2 || of(w.Actor(rbac.Admin, servertest.Wholesale)) != 1 {
			t.Errorf("grants of one: %d, %d, %d", of(owner), of(stock), of(w.Actor(rbac.Admin, servertest.Wholesale)))
		}
		for _, who := range []rbac.Actor{w.Actor(rbac.Admin, servertest.Shop), w.Actor(rbac.Owner, servertest.Umbra), w.Actor(rbac.Viewer, servertest.Acme)} {
			_, err := w.Orgs.GrantsOf(ctx, who, viewer, all())
			refused(t, err, "resource.unknown")
		}
		_, err := w.Orgs.Grants(ctx, w.Actor(rbac.Viewer, servertest.Stock), w.Org(servertest.Stock), orgs.GrantList{}, all())
		refused(t, err, "resource.unknown")
		one := only(t, w, owner, servertest.Stock, viewer)
		if _, err := w.Orgs.OneGrant(ctx, stock, w.Org(servertest.Stock), one.ID); err != nil {
			t.Error(err)
		}
		_, err = w.Orgs.OneGrant(ctx, stock, w.Org(servertest.Picking), one.ID)
		refused(t, err, "grant.unknown")
	})
}

// only finds the single grant of a subject at an org.
func only(t *testing.T, w *servertest.World, who rbac.Actor, path string, subject rbac.SubjectID) orgs.GrantView {
	t.Helper()
	p, err := w.Orgs.Grants(context.Background(), who, w.Org(path), orgs.GrantList{Subject: subject}, all())
	works(t, err)
	if len(p.Items) != 1 {
		t.Fatalf("%d grants", len(p.Items))
	}
	return p.Items[0]
}

// groupOf makes a group with members, whoever they are: put there by an owner
// of the tenant.
func groupOf(t *testing.T, w *servertest.World, who rbac.Actor, path, key string, members ...rbac.SubjectID) rbac.SubjectID {
	t.Helper()
	g, err := w.Orgs.CreateGroup(context.Background(), who, w.Org(path), key, "Group "+key)
	works(t, err)
	for _, m := range members {
		works(t, w.Orgs.Join(context.Background(), w.Actor(rbac.Owner, servertest.Acme), w.Org(path), g.ID, m))
	}
	return g.ID
}
