package orgs_test

import (
	"slices"
	"testing"

	"catenary/rbac"
	"catenary/server/orgs"
	"catenary/server/servertest"
)

func TestRightsAreForeseen(t *testing.T) {
	t.Parallel()
	servertest.Each(t, func(t *testing.T, w *servertest.World) {
		ctx := t.Context()
		owner := w.Actor(rbac.Owner, servertest.Acme)
		stock := w.Org(servertest.Stock)
		someone := w.Subject(rbac.Viewer, servertest.Stock)
		teller := role(t, w, owner, servertest.Stock, "teller", rbac.Allow, rbac.OrgView, rbac.RunStart)

		f, err := w.Orgs.PreviewGrant(ctx, owner, stock, orgs.NewGrant{Subject: someone, Role: teller.ID})
		works(t, err)
		if f.Total != 1 || f.Gain != 1 || f.Lose != 0 || len(f.Rights) != 1 || f.Rights[0].Subject.Name != "Viewer of acme/retail/stock" ||
			f.Rights[0].Org.Name != "Stock" || !slices.Equal(f.Rights[0].Gains, []rbac.Permission{rbac.RunStart}) {
			t.Errorf("of a grant is foreseen %+v", f)
		}
		group := groupOf(t, w, owner, servertest.Stock, "tellers", someone, w.Subject(rbac.Auditor, servertest.Stock))
		g := grant(t, w, owner, servertest.Stock, group, teller.ID)
		f, err = w.Orgs.PreviewRole(ctx, owner, stock, teller.ID, []rbac.Permission{rbac.OrgView, rbac.FormFill})
		works(t, err)
		if f.Gain != 2 || f.Lose != 2 || f.Total != 2 || !slices.Equal(f.Rights[0].Gains, []rbac.Permission{rbac.FormFill}) ||
			!slices.Equal(f.Rights[1].Loses, []rbac.Permission{rbac.RunStart}) {
			t.Errorf("of a role's change is foreseen %+v", f)
		}
		f, err = w.Orgs.PreviewWithdrawal(ctx, owner, stock, g.ID)
		works(t, err)
		if f.Gain != 0 || f.Lose != 2 {
			t.Errorf("of a withdrawal is foreseen %+v", f)
		}

		_, err = w.Orgs.PreviewGrant(ctx, w.Actor(rbac.Viewer, servertest.Stock), stock, orgs.NewGrant{Subject: someone, Role: teller.ID})
		refused(t, err, "resource.unknown") // may not see members
		_, err = w.Orgs.PreviewGrant(ctx, owner, stock, orgs.NewGrant{Subject: owner.Subject, Role: teller.ID})
		refused(t, err, "grant.self")
		_, err = w.Orgs.PreviewRole(ctx, w.Actor(rbac.Admin, servertest.Stock), stock, teller.ID, []rbac.Permission{rbac.KeysRotate})
		refused(t, err, "auth.beyond")
		_, err = w.Orgs.PreviewRole(ctx, owner, stock, rbac.Viewer, []rbac.Permission{rbac.OrgView})
		refused(t, err, "role.system")
		_, err = w.Orgs.PreviewWithdrawal(ctx, owner, w.Org(servertest.Picking), g.ID)
		refused(t, err, "grant.unknown")
	})
}
