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

// Whoever is denied something at an org does not give it there, to a service
// account either, by what reaches that org from above.
func TestWhoIsDeniedDoesNotGiveFromAbove(t *testing.T) {
	t.Parallel()
	servertest.Each(t, func(t *testing.T, w *servertest.World) {
		ctx := context.Background()
		owner, admin := w.Actor(rbac.Owner, servertest.Acme), w.Actor(rbac.Admin, servertest.Retail)
		retail, viewer := w.Org(servertest.Retail), w.Subject(rbac.Viewer, servertest.Retail)
		deny := role(t, w, owner, servertest.Acme, "no-secrets", rbac.Deny, rbac.SecretWrite)
		narrow := role(t, w, owner, servertest.Retail, "narrow", rbac.Allow, rbac.OrgView)
		grant(t, w, owner, servertest.Retail, viewer, narrow.ID)
		admins := groupOf(t, w, owner, servertest.Retail, "admins")
		grant(t, w, owner, servertest.Retail, admins, rbac.Admin)
		denied := groupOf(t, w, owner, servertest.Retail, "denied", admin.Subject)
		grant(t, w, owner, servertest.Stock, denied, deny.ID)
		robot := rbac.SubjectID(w.NewID())
		works(t, w.Store.InsertAccount(ctx, identity.Account{
			Tenant: owner.Tenant, ID: robot, Org: retail, Key: "robot", Name: "Robot", State: identity.Active,
		}))
		for name, attempt := range map[string]func() error{
			"a grant": func() error {
				_, err := w.Orgs.Grant(ctx, admin, retail, orgs.NewGrant{Subject: robot, Role: rbac.Admin})
				return err
			},
			"a group": func() error { return w.Orgs.Join(ctx, admin, retail, admins, robot) },
			"a role that widens": func() error {
				_, err := w.Orgs.EditRole(ctx, admin, retail, narrow.ID, 1, orgs.RoleEdit{
					Permissions: []rbac.Permission{rbac.OrgView, rbac.SecretWrite},
				})
				return err
			},
		} {
			inTurn(t, name, func(t *testing.T) { unchanged(t, w, owner.Tenant, "grant.under_deny", attempt) })
		}
		grant(t, w, admin, servertest.Retail, robot, rbac.Designer)
		grant(t, w, admin, servertest.Shop, robot, rbac.Admin)
		grant(t, w, owner, servertest.Retail, robot, rbac.Admin)
	})
}

// Whoever is denied something at an org does not move what is below it away.
func TestWhoIsDeniedDoesNotMoveAway(t *testing.T) {
	t.Parallel()
	servertest.Each(t, func(t *testing.T, w *servertest.World) {
		ctx := context.Background()
		owner, admin := w.Actor(rbac.Owner, servertest.Acme), w.Actor(rbac.Admin, servertest.Acme)
		retail, stock, shop, wholesale := w.Org(servertest.Retail), w.Org(servertest.Stock), w.Org(servertest.Shop), w.Org(servertest.Wholesale)
		deny := role(t, w, owner, servertest.Acme, "no-secrets", rbac.Deny, rbac.SecretWrite)
		here := role(t, w, owner, servertest.Retail, "no-scripts", rbac.Deny, rbac.ScriptEdit)
		onStock := grant(t, w, owner, servertest.Stock, admin.Subject, deny.ID)
		child, err := w.Orgs.Create(ctx, admin, stock, "child", "Child")
		works(t, err)
		move := func(id, to rbac.OrgID) func() error {
			return func() error {
				_, err := w.Orgs.Move(ctx, w.Actor(rbac.Admin, servertest.Acme), id, to)
				return err
			}
		}
		unchanged(t, w, owner.Tenant, "move.under_deny", move(child.ID, retail))
		unchanged(t, w, owner.Tenant, "move.under_deny", func() error {
			_, err := w.Orgs.PreviewMove(ctx, admin, child.ID, retail)
			return err
		})
		works(t, move(child.ID, w.Org(servertest.Picking))()) // still below
		works(t, move(stock, wholesale)())                    // the deny moves along
		works(t, move(stock, retail)())
		works(t, w.Orgs.Withdraw(ctx, owner, stock, onStock.ID))

		// A deny moves along with its org, but counts only below its role's owner.
		grant(t, w, owner, servertest.Stock, admin.Subject, here.ID)
		works(t, move(stock, shop)())
		unchanged(t, w, owner.Tenant, "move.under_deny", move(stock, wholesale))
		if _, err := w.Orgs.Move(ctx, w.Actor(rbac.Owner, servertest.Acme), stock, wholesale); err != nil {
			t.Errorf("who is not under it: %v", err)
		}
	})
}
