package orgs_test

import (
	"context"
	"testing"
	"time"

	"catenary/rbac"
	"catenary/server/orgs"
	"catenary/server/servertest"
)

// A tenant keeps somebody who can put its rights in order, in whatever way that
// person would lose the right.
func TestTheLastOwnerStays(t *testing.T) {
	t.Parallel()
	servertest.Each(t, func(t *testing.T, w *servertest.World) {
		ctx := context.Background()
		root := w.Org(servertest.Acme)
		owner := func() rbac.Actor { return w.Actor(rbac.Owner, servertest.Acme) }
		keeper := w.Subject(rbac.Viewer, servertest.Acme)
		writer := role(t, w, owner(), servertest.Acme, "writer", rbac.Allow, rbac.Permissions()...)
		deny := role(t, w, owner(), servertest.Acme, "no-runs", rbac.Deny, rbac.RunStart)
		group := groupOf(t, w, owner(), servertest.Acme, "keepers", keeper)
		grant(t, w, owner(), servertest.Acme, group, writer.ID)

		// The keepers become the only ones, and a helper may do all of it but
		// for good: his own right ends some day, so he does not count.
		helper := w.Subject(rbac.Operator, servertest.Acme)
		_, err := w.Orgs.Grant(ctx, owner(), root, orgs.NewGrant{Subject: helper, Role: rbac.Owner, EndsAt: w.Clock.Now().Add(1000 * time.Hour)})
		works(t, err)
		as := func() rbac.Actor { return w.Session(w.Tenant(servertest.Acme), helper) }
		for _, role := range []rbac.RoleID{rbac.Owner, rbac.Admin} {
			g := only(t, w, as(), servertest.Acme, w.Subject(role, servertest.Acme))
			works(t, w.Orgs.Withdraw(ctx, as(), root, g.ID))
		}

		held := only(t, w, as(), servertest.Acme, group)
		soon := w.Clock.Now().Add(time.Hour)
		less := []rbac.Permission{rbac.OrgView}
		more := []rbac.Permission{rbac.RunStart, rbac.MemberWrite}
		onKeeper := grant(t, w, as(), servertest.Acme, keeper, deny.ID)
		blocked := groupOf(t, w, as(), servertest.Acme, "blocked")
		never := role(t, w, as(), servertest.Acme, "never", rbac.Deny, rbac.MemberWrite)
		grant(t, w, as(), servertest.Acme, blocked, never.ID)
		for name, attempt := range map[string]func() error{
			"withdraw":    func() error { return w.Orgs.Withdraw(ctx, as(), root, held.ID) },
			"end":         func() error { _, err := w.Orgs.EndGrant(ctx, as(), root, held.ID, 1, soon); return err },
			"leave":       func() error { return w.Orgs.Leave(ctx, as(), root, group, keeper) },
			"group goes":  func() error { return w.Orgs.DeleteGroup(ctx, as(), root, group) },
			"role change": func() error { _, err := edit(w, as(), writer.ID, less); return err },
			"deny": func() error {
				_, err := w.Orgs.Grant(ctx, as(), root, orgs.NewGrant{Subject: keeper, Role: never.ID})
				return err
			},
			"deny for a while": func() error {
				_, err := w.Orgs.Grant(ctx, as(), root, orgs.NewGrant{Subject: keeper, Role: never.ID, EndsAt: soon})
				return err
			},
			"deny for the group": func() error {
				_, err := w.Orgs.Grant(ctx, as(), root, orgs.NewGrant{Subject: group, Role: never.ID})
				return err
			},
			"deny by joining":    func() error { return w.Orgs.Join(ctx, as(), root, blocked, keeper) },
			"deny that is wider": func() error { _, err := edit(w, as(), deny.ID, more); return err },
		} {
			inTurn(t, name, func(t *testing.T) { unchanged(t, w, as().Tenant, "grant.last_owner", attempt) })
		}

		// With a second keeper each of them works.
		grant(t, w, as(), servertest.Acme, w.Subject(rbac.Auditor, servertest.Acme), rbac.Owner)
		works(t, w.Orgs.Withdraw(ctx, as(), root, onKeeper.ID))
		works(t, w.Orgs.Leave(ctx, as(), root, group, keeper))
		works(t, w.Orgs.DeleteGroup(ctx, as(), root, group))
	})
}

func edit(w *servertest.World, who rbac.Actor, id rbac.RoleID, permissions []rbac.Permission) (orgs.RoleView, error) {
	return w.Orgs.EditRole(context.Background(), who, w.Org(servertest.Acme), id, 1, orgs.RoleEdit{Permissions: permissions})
}
