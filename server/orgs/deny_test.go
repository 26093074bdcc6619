package orgs_test

import (
	"context"
	"testing"
	"time"

	"catenary/rbac"
	"catenary/server/orgs"
	"catenary/server/servertest"
)

// Nobody shuts out who stands above with a deny, in whatever way it would reach
// that person.
func TestADenyDoesNotReachUp(t *testing.T) {
	t.Parallel()
	servertest.Each(t, func(t *testing.T, w *servertest.World) {
		ctx := context.Background()
		root := w.Org(servertest.Acme)
		admin, owner := w.Actor(rbac.Admin, servertest.Acme), w.Actor(rbac.Owner, servertest.Acme)
		viewer := w.Subject(rbac.Viewer, servertest.Acme)
		shut := role(t, w, admin, servertest.Acme, "shut", rbac.Deny, rbac.MemberWrite, rbac.MemberView, rbac.OrgView, rbac.RoleWrite)
		mild := role(t, w, admin, servertest.Acme, "mild", rbac.Deny, rbac.RunStart)
		owners := groupOf(t, w, owner, servertest.Acme, "owners")
		denied := groupOf(t, w, admin, servertest.Acme, "denied")
		grant(t, w, admin, servertest.Acme, denied, shut.ID)
		second := w.Subject(rbac.Operator, servertest.Acme)
		grant(t, w, owner, servertest.Acme, second, rbac.Owner)
		other := w.Session(owner.Tenant, second)
		works(t, w.Orgs.Join(ctx, other, root, owners, owner.Subject))
		onOwner := grant(t, w, other, servertest.Acme, owner.Subject, mild.ID)
		give := func(subject rbac.SubjectID, org string) func() error {
			return func() error {
				_, err := w.Orgs.Grant(ctx, admin, w.Org(org), orgs.NewGrant{Subject: subject, Role: shut.ID})
				return err
			}
		}
		for name, attempt := range map[string]func() error{
			"to the owner":          give(owner.Subject, servertest.Acme),
			"to the owner, below":   give(owner.Subject, servertest.Stock),
			"to a group with one":   give(owners, servertest.Acme),
			"by joining":            func() error { return w.Orgs.Join(ctx, admin, root, denied, owner.Subject) },
			"by a later end":        func() error { _, err := w.Orgs.EndGrant(ctx, admin, root, onOwner.ID, 1, time.Time{}); return err },
			"by a role that widens": func() error { _, err := edit(w, admin, mild.ID, shut.Permissions); return err },
		} {
			inTurn(t, name, func(t *testing.T) { unchanged(t, w, owner.Tenant, "auth.beyond", attempt) })
		}
		idle := other
		idle.AuthAt = w.Clock.Now().Add(-6 * time.Minute)
		unchanged(t, w, owner.Tenant, "auth.step_up_needed", func() error {
			_, err := w.Orgs.Grant(ctx, idle, root, orgs.NewGrant{Subject: owner.Subject, Role: shut.ID})
			return err
		})

		works(t, w.Orgs.Join(ctx, admin, root, denied, viewer))
		if may(t, w, w.Session(owner.Tenant, viewer), rbac.OrgView, root) {
			t.Error("an admin denies a viewer, and it does nothing")
		}
		_, err := edit(w, other, mild.ID, shut.Permissions)
		works(t, err)
		if may(t, w, owner, rbac.MemberWrite, root) {
			t.Error("an owner denies another owner, and it does nothing")
		}
	})
}
