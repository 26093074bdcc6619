package orgs_test

import (
	"context"
	"slices"
	"testing"

	"catenary/rbac"
	"catenary/server/orgs"
	"catenary/server/servertest"
)

func TestExplain(t *testing.T) {
	t.Parallel()
	servertest.Each(t, func(t *testing.T, w *servertest.World) {
		ctx := context.Background()
		owner := w.Actor(rbac.Owner, servertest.Acme)
		picking := w.Org(servertest.Picking)
		someone := w.Subject(rbac.Viewer, servertest.Stock)
		group := groupOf(t, w, owner, servertest.Acme, "everyone", someone)
		grant(t, w, owner, servertest.Retail, group, rbac.Operator)
		deny := role(t, w, owner, servertest.Stock, "no-runs", rbac.Deny, rbac.RunStart)
		grant(t, w, owner, servertest.Stock, someone, deny.ID)

		e, err := w.Orgs.Explain(ctx, w.Actor(rbac.Owner, servertest.Acme), picking, someone, rbac.RunStart)
		works(t, err)
		if e.Allowed || len(e.Lines) != 2 || e.Lines[0].Effect != rbac.Deny || e.Lines[0].Role.Name != "Role no-runs" ||
			e.Lines[1].Via.Name != "Group everyone" || len(e.Lines[1].Path) != 3 || e.Lines[1].Path[0].Name != "Retail" {
			t.Errorf("explained by %+v", e)
		}

		// The same seen from stock: of what is above only that there is more.
		e, err = w.Orgs.Explain(ctx, w.Actor(rbac.Admin, servertest.Stock), picking, someone, rbac.RunStart)
		works(t, err)
		if len(e.Lines) != 2 || !e.Lines[1].Hidden || e.Lines[1].Via.Name != "" || e.Lines[1].Path[0].Name != "Stock" {
			t.Errorf("explained from below by %+v", e)
		}
		e, err = w.Orgs.Explain(ctx, w.Actor(rbac.Admin, servertest.Stock), picking, someone, rbac.ChainEdit)
		works(t, err)
		byName := func(n orgs.Named) bool {
			return n.ID == string(w.Subject(rbac.Admin, servertest.Stock)) && n.Name == "Admin of acme/retail/stock"
		}
		if e.Allowed || len(e.Lines) != 0 || !slices.ContainsFunc(e.Grantors, byName) {
			t.Errorf("who may grant it: %+v", e.Grantors)
		}
		for _, g := range e.Grantors {
			if g.ID == string(owner.Subject) && g.Name != "" {
				t.Errorf("the name of somebody above appears: %+v", g)
			}
		}
		for name, tt := range map[string]struct {
			who     rbac.Actor
			subject rbac.SubjectID
			act     rbac.Permission
			code    string
		}{
			"unknown permission":   {owner, someone, "chain:*", "explain.permission"},
			"stranger":             {w.Actor(rbac.Admin, servertest.Stock), w.Subject(rbac.Viewer, servertest.Export), rbac.ChainEdit, "subject.unknown"},
			"other tenant":         {owner, w.Subject(rbac.Viewer, servertest.Umbra), rbac.ChainEdit, "subject.unknown"},
			"may not see members":  {w.Actor(rbac.Viewer, servertest.Stock), someone, rbac.ChainEdit, "resource.unknown"},
			"may not see the org":  {w.Actor(rbac.Admin, servertest.Shop), someone, rbac.ChainEdit, "resource.unknown"},
			"from another tenant":  {w.Actor(rbac.Owner, servertest.Umbra), someone, rbac.ChainEdit, "resource.unknown"},
			"nobody of that id":    {owner, rbac.SubjectID(w.NewID()), rbac.ChainEdit, "subject.unknown"},
			"empty permission too": {owner, someone, "", "explain.permission"},
		} {
			inTurn(t, name, func(t *testing.T) {
				_, err := w.Orgs.Explain(ctx, tt.who, picking, tt.subject, tt.act)
				refused(t, err, tt.code)
			})
		}
	})
}

func TestLacking(t *testing.T) {
	t.Parallel()
	servertest.Each(t, func(t *testing.T, w *servertest.World) {
		ctx := context.Background()
		picking := w.Org(servertest.Picking)
		viewer := w.Actor(rbac.Viewer, servertest.Picking)
		told := func(who rbac.Actor) orgs.Lacking {
			t.Helper()
			l, err := w.Orgs.Lacking(ctx, who, picking, rbac.ChainEdit)
			works(t, err)
			if l.Org.ID != picking || l.Org.Name != "Picking" {
				t.Errorf("of the org %+v", l.Org)
			}
			return l
		}
		near := []string{"Owner of acme/retail/stock/picking", "Admin of acme/retail/stock/picking"}
		got := told(viewer).Grantors
		if len(got) != 5 || !slices.Contains(got[:2], near[0]) || !slices.Contains(got[:2], near[1]) {
			t.Errorf("who could grant it: %q, want 5, those of the org first", got)
		}
		for name, who := range map[string]rbac.Actor{
			"a token":                                w.Token(viewer, "", rbac.OrgView),
			"a token that is all that is in the way": w.Token(w.Actor(rbac.Designer, servertest.Picking), "", rbac.OrgView),
			"whom nobody needs to grant it":          w.Actor(rbac.Designer, servertest.Picking),
		} {
			if got := told(who).Grantors; got != nil {
				t.Errorf("%s is told of %q", name, got)
			}
		}
		for name, who := range map[string]rbac.Actor{
			"another tenant": w.Actor(rbac.Owner, servertest.Umbra), "a sibling org": w.Actor(rbac.Viewer, servertest.Shop),
			"a token without org:view": w.Token(viewer, "", rbac.ChainView),
		} {
			inTurn(t, name, func(t *testing.T) {
				_, err := w.Orgs.Lacking(ctx, who, picking, rbac.ChainEdit)
				refused(t, err, "resource.unknown")
			})
		}
	})
}
