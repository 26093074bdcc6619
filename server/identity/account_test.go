package identity_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"catenary/internal/fault"
	"catenary/rbac"
	"catenary/server/identity"
	"catenary/server/servertest"
)

func TestServiceAccounts(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, p *place) {
		ctx, admin, org := from("192.0.2.1"), p.Actor(rbac.Admin, servertest.Stock), p.Org(servertest.Stock)
		a, err := p.CreateAccount(ctx, admin, org, "ci", "Continuous integration")
		p.must(err)
		_, err = p.CreateAccount(ctx, admin, org, "ci", "Another")
		p.refused(err, "account.key_taken")
		_, err = p.RenameAccount(ctx, admin, org, a.ID, a.Revision+1, "cd", "Delivery")
		p.refused(err, "account.stale")
		a, err = p.RenameAccount(ctx, admin, org, a.ID, a.Revision, "cd", "Delivery")
		p.must(err)
		if got, err := p.Account(ctx, admin, org, a.ID); err != nil || got != a || got.Name != "Delivery" {
			t.Errorf("Account = %+v, %v; want %+v", got, err, a)
		}
		p.grant(a.ID, rbac.Designer, servertest.Stock)
		made, err := p.MakeAccountToken(ctx, admin, org, a.ID, identity.NewToken{Name: "build", Permissions: []string{"chain:*"}})
		p.must(err)
		who, err := p.ByToken(ctx, made.Bearer)
		p.must(err)
		if who.Subject != a.ID || who.Kind != rbac.Service || who.Human != admin.Subject || who.Root != org {
			t.Errorf("actor = %+v", who)
		}
		p.must(p.Service.Auth.Can(ctx, who, rbac.ChainEdit, rbac.Resource{OrgID: org}))
		if me, err := p.Me(ctx, who, identity.Session{}); err != nil || me.Name != "Delivery" || me.Person.ID != "" {
			t.Errorf("Me = %+v, %v", me, err)
		}

		p.must(p.DisableAccount(ctx, admin, org, a.ID))
		p.refused(p.DisableAccount(ctx, admin, org, a.ID), "account.state")
		_, err = p.ByToken(ctx, made.Bearer)
		p.refused(err, "auth.token")
		p.must(p.EnableAccount(ctx, admin, org, a.ID))
		list, err := p.AccountTokens(ctx, admin, org, a.ID, first)
		p.must(err)
		if len(list.Items) != 1 || list.Items[0].ID != made.ID {
			t.Errorf("tokens = %+v", list.Items)
		}
		p.must(p.RevokeAccountToken(ctx, admin, org, a.ID, made.ID))
		_, err = p.ByToken(ctx, made.Bearer)
		p.refused(err, "auth.token")

		again, err := p.MakeAccountToken(ctx, admin, org, a.ID, identity.NewToken{Name: "build", Permissions: []string{"chain:view"}})
		p.must(err)
		p.must(p.DeleteAccount(ctx, admin, org, a.ID))
		_, err = p.ByToken(ctx, again.Bearer)
		p.refused(err, "auth.token")
		_, err = p.Account(ctx, admin, org, a.ID)
		p.refused(err, "account.unknown")
		if grants, err := p.World.Store.GrantsOf(ctx, admin.Tenant, a.ID, 10); err != nil || len(grants) != 0 {
			t.Errorf("grants left = %v, %v", grants, err)
		}
		_, err = p.CreateAccount(ctx, admin, org, "cd", "A new one") // the key is free again
		p.must(err)
		for _, want := range []string{"account:created", "account:renamed", "account:disabled", "account:enabled", "account:deleted"} {
			if !slices.Contains(p.actions(servertest.Acme), want) {
				t.Errorf("the audit log has no %s", want)
			}
		}
	})
}

func TestServiceAccountsBelongToTheirOrg(t *testing.T) {
	t.Parallel()
	p := one(t)
	ctx, org := context.Background(), p.Org(servertest.Stock)
	a, err := p.CreateAccount(ctx, p.Actor(rbac.Admin, servertest.Stock), org, "ci", "CI")
	p.must(err)
	for _, who := range []rbac.Actor{
		p.Actor(rbac.Admin, servertest.Shop), p.Actor(rbac.Owner, servertest.Umbra),
	} {
		if _, err := p.Account(ctx, who, org, a.ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("a stranger reads it: %v", err)
		}
		if _, err := p.Accounts(ctx, who, org, first); !fault.Is(err, fault.NotFound) {
			t.Errorf("a stranger lists: %v", err)
		}
		if err := p.DeleteAccount(ctx, who, org, a.ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("a stranger deletes it: %v", err)
		}
	}
	if _, err := p.Accounts(ctx, p.Actor(rbac.Designer, servertest.Stock), org, first); !fault.Is(err, fault.Forbidden) {
		t.Errorf("a designer lists: %v", err)
	}
	above := p.Actor(rbac.Admin, servertest.Acme)
	_, err = p.Account(ctx, above, p.Org(servertest.Retail), a.ID) // by way of another org
	p.refused(err, "account.unknown")
	list, err := p.Accounts(ctx, above, org, first)
	if err != nil || len(list.Items) != 1 {
		t.Errorf("Accounts = %v, %v", list.Items, err)
	}
	token := p.Token(p.Actor(rbac.Owner, servertest.Acme), "", rbac.Permissions()...)
	_, err = p.CreateAccount(ctx, token, org, "x", "X")
	p.refused(err, "auth.session_needed")
	p.refused(p.DeleteAccount(ctx, token, org, a.ID), "auth.session_needed")
	_, err = p.MakeAccountToken(ctx, token, org, a.ID, identity.NewToken{Name: "x", Permissions: []string{"org:view"}})
	p.refused(err, "auth.session_needed")
}

func TestNobodyGivesATokenMoreThanTheyHave(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, p *place) {
		ctx, org := context.Background(), p.Org(servertest.Stock)
		owner, admin := p.Actor(rbac.Owner, servertest.Acme), p.Actor(rbac.Admin, servertest.Stock)
		a, err := p.CreateAccount(ctx, admin, org, "ci", "CI")
		p.must(err)
		p.grant(a.ID, rbac.Owner, servertest.Acme)
		want := identity.NewToken{Name: "more", Permissions: []string{"chain:view"}, Org: p.Org(servertest.Retail)}
		_, err = p.MakeAccountToken(ctx, admin, org, a.ID, want) // an org that the admin does not see
		if !fault.Is(err, fault.NotFound) {
			t.Errorf("a token for an org above: %v", err)
		}
		p.grant(admin.Subject, rbac.Viewer, servertest.Retail)
		want.Permissions = []string{"chain:view", "chain:edit"}
		admin.Version = p.Version(admin.Tenant)
		_, err = p.MakeAccountToken(ctx, admin, org, a.ID, want)
		p.refused(err, "auth.beyond")
		want.Permissions = []string{"chain:view"}
		_, err = p.MakeAccountToken(ctx, admin, org, a.ID, want)
		p.must(err)

		p.must(p.DisableAccount(ctx, admin, org, a.ID)) // its org may always
		p.refused(p.EnableAccount(ctx, admin, org, a.ID), "auth.beyond")
		p.must(p.EnableAccount(ctx, owner, org, a.ID))
		p.must(p.DeleteAccount(ctx, admin, org, a.ID))

		admin.AuthAt = p.Clock.Now().Add(-6 * time.Minute)
		_, err = p.MakeAccountToken(ctx, admin, org, a.ID, want)
		p.refused(err, "auth.step_up_needed")
	})
}

func TestAnAccountsTokenEndsWithItsHuman(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, p *place) {
		ctx, org := context.Background(), p.Org(servertest.Stock)
		leaving, staying := p.Actor(rbac.Admin, servertest.Stock), p.Actor(rbac.Owner, servertest.Acme)
		a, err := p.CreateAccount(ctx, leaving, org, "ci", "CI")
		p.must(err)
		in := identity.NewToken{Name: "build", Permissions: []string{"chain:view"}}
		theirs, err := p.MakeAccountToken(ctx, leaving, org, a.ID, in)
		p.must(err)
		ours, err := p.MakeAccountToken(ctx, staying, org, a.ID, in)
		p.must(err)
		p.must(p.RemoveMember(ctx, staying, org, leaving.Subject))
		_, err = p.ByToken(ctx, theirs.Bearer)
		p.refused(err, "auth.token") // its secret left with the human
		_, err = p.ByToken(ctx, ours.Bearer)
		p.must(err)
	})
}
