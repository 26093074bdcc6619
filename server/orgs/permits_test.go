package orgs_test

import (
	"slices"
	"testing"

	"catenary/internal/fault"
	"catenary/rbac"
	"catenary/server/servertest"
)

func TestPermitsAreWhatExplainSaysOfEach(t *testing.T) {
	t.Parallel()
	servertest.Each(t, func(t *testing.T, w *servertest.World) {
		ctx, admin, stock := t.Context(), w.Actor(rbac.Admin, servertest.Stock), w.Org(servertest.Stock)
		for _, subject := range []rbac.SubjectID{w.Subject(rbac.Designer, servertest.Stock), w.Subject(rbac.Admin, servertest.Stock)} {
			all, err := w.Orgs.Permits(ctx, admin, stock, subject)
			if err != nil || len(all) != len(rbac.Permissions()) {
				t.Fatalf("%d permissions, %v", len(all), err)
			}
			for _, p := range all {
				e, err := w.Orgs.Explain(ctx, admin, stock, subject, p.Permission)
				if err != nil || e.Allowed != p.Allowed || len(e.Lines) != len(p.Lines) {
					t.Errorf("%s: %+v, but explained as %+v, %v", p.Permission, p, e, err)
				}
				if p.Permission == rbac.ChainEdit && (!p.Allowed || p.Lines[0].Role.ID == "") {
					t.Errorf("editing chains is %+v", p)
				}
			}
			if i := slices.Index(rbac.Permissions(), rbac.OrgEdit); all[i].Allowed != (subject == admin.Subject) {
				t.Errorf("editing the org is %+v", all[i])
			}
		}
		for name, tt := range map[string]struct {
			who     rbac.Actor
			subject rbac.SubjectID
			kind    fault.Kind
		}{
			"without member:view":  {w.Actor(rbac.Viewer, servertest.Stock), admin.Subject, fault.NotFound},
			"another tenant":       {w.Actor(rbac.Owner, servertest.Umbra), admin.Subject, fault.NotFound},
			"a subject of another": {admin, w.Subject(rbac.Owner, servertest.Umbra), fault.NotFound},
		} {
			if _, err := w.Orgs.Permits(ctx, tt.who, stock, tt.subject); !fault.Is(err, tt.kind) {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}
