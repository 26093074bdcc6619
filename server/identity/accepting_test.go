package identity_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"catenary/rbac"
	"catenary/server/identity"
	"catenary/server/servertest"
)

func TestAnInvitersLinkGivesNoMoreThanTheInviterHas(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, p *place) {
		ctx, org := from("192.0.2.1"), p.Org(servertest.Stock)
		admin, owner := p.Actor(rbac.Admin, servertest.Stock), p.Actor(rbac.Owner, servertest.Acme)
		for _, role := range []rbac.RoleID{rbac.Owner, rbac.Admin, rbac.Viewer} {
			i, err := p.Invite(ctx, admin, org, string(role)+"."+guest, "New Person")
			p.must(err)
			mailed := p.link()
			p.grant(i.Member.ID, role, servertest.Acme)
			in := identity.Acceptance{Link: secretOf(i.URL), Password: good}
			_, err = p.Accept(ctx, in) // by the admin himself, say
			p.refused(err, "invitation.beyond")
			_, err = p.InviteAgain(ctx, admin, org, i.Member.ID)
			p.refused(err, "auth.beyond")
			in.Link = mailed
			_, err = p.Accept(ctx, in)
			p.must(err)
		}

		// Who could grant it all gives a link that works, if a factor was given.
		for _, fresh := range []bool{true, false} {
			i, err := p.Invite(ctx, admin, org, fmt.Sprint(fresh, guest), "New Person")
			p.must(err)
			who := owner
			if !fresh {
				who.AuthAt = p.Clock.Now().Add(-time.Hour)
			}
			again, err := p.InviteAgain(ctx, who, org, i.Member.ID)
			p.must(err)
			p.grant(i.Member.ID, rbac.Owner, servertest.Acme)
			_, err = p.Accept(ctx, identity.Acceptance{Link: secretOf(again.URL), Password: good})
			if fresh {
				p.must(err)
				continue
			}
			p.refused(err, "invitation.beyond")
			_, err = p.InviteAgain(ctx, who, org, i.Member.ID)
			p.refused(err, "auth.step_up_needed")
		}
	})
}

func TestAnInvitersLinkCountsWhatGroupsGive(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, p *place) {
		ctx, org := from("192.0.2.1"), p.Org(servertest.Stock)
		admin, owner := p.Actor(rbac.Admin, servertest.Stock), p.Actor(rbac.Owner, servertest.Acme)
		i := p.invite(guest)
		group, err := p.Orgs.CreateGroup(ctx, owner, p.Org(servertest.Acme), "team", "Team")
		p.must(err)
		p.grant(group.ID, rbac.Admin, servertest.Acme)
		p.must(p.Orgs.Join(ctx, owner, p.Org(servertest.Acme), group.ID, i.Member.ID))
		_, err = p.InviteAgain(ctx, admin, org, i.Member.ID)
		p.refused(err, "auth.beyond")
		_, err = p.Accept(ctx, identity.Acceptance{Link: secretOf(i.URL), Password: good})
		p.refused(err, "invitation.beyond")
	})
}

func TestAnInvitersLinkEndsWithTheInviter(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, p *place) {
		ctx, org := from("192.0.2.1"), p.Org(servertest.Stock)
		i := p.invite(guest)
		p.must(p.DisableMember(ctx, p.Actor(rbac.Owner, servertest.Acme), org, p.Subject(rbac.Admin, servertest.Stock)))
		_, err := p.Accept(ctx, identity.Acceptance{Link: secretOf(i.URL), Password: good})
		p.refused(err, "invitation.beyond")
	})
}

func TestTheMailedLinkSettlesWhoseAnAddressIs(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, p *place) {
		ctx := from("192.0.2.1")
		umbra := p.Actor(rbac.Admin, servertest.Umbra)
		i, err := p.Invite(ctx, umbra, p.Org(servertest.Umbra), guest, "Not Yours")
		p.must(err)
		p.link()
		_, err = p.Accept(ctx, identity.Acceptance{Link: secretOf(i.URL), Password: good})
		p.must(err)
		_, _, squatter := p.enrol(p.enter(guest))

		handed := p.invite(guest)
		mailed := p.link()
		_, err = p.Accept(ctx, identity.Acceptance{Link: secretOf(handed.URL), Password: other})
		p.refused(err, "auth.failed")
		_, err = p.Accept(ctx, identity.Acceptance{Link: mailed, Password: "x"})
		p.refused(err, "password.short")
		p.with(squatter.token)
		_, err = p.Accept(ctx, identity.Acceptance{Link: mailed, Password: other})
		p.must(err)
		p.gone(squatter.token)
		_, err = p.Login(ctx, identity.Login{Email: guest, Password: good, Tenant: "acme"})
		p.refused(err, "auth.failed")
		_, err = p.Login(ctx, identity.Login{Email: guest, Password: other, Tenant: "acme"})
		p.must(err)
		person, err := p.World.Store.PersonByEmail(ctx, guest)
		p.must(err)
		if person.VerifiedAt == 0 || person.SecondFactor() {
			t.Errorf("person = %+v", person)
		}
		for _, action := range []string{"person:password_changed", "person:second_factor_disabled", "person:email_verified"} {
			if !slices.Contains(p.actions(servertest.Umbra), action) {
				t.Errorf("the audit log does not tell %s", action)
			}
		}
	})
}

func TestTheMailedLinkChangesNothingOfWhoKnowsThePassword(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, p *place) {
		for _, verified := range []bool{false, true} {
			role := map[bool]rbac.RoleID{false: rbac.Viewer, true: rbac.Designer}[verified]
			v := p.signed(role, servertest.Umbra)
			email := servertest.Email(role, servertest.Umbra)
			_, _, v = p.enrol(v)
			if verified {
				p.must(p.World.Store.VerifyPerson(context.Background(), v.Person, email))
			}
			p.invite(email)
			link := p.link()
			if verified {
				_, err := p.Accept(from("192.0.2.1"), identity.Acceptance{Link: link, Password: other})
				p.refused(err, "auth.failed")
			}
			_, err := p.Accept(from("192.0.2.1"), identity.Acceptance{Link: link, Password: good})
			p.must(err)
			p.with(v.token)
			person, err := p.World.Store.PersonByEmail(context.Background(), email)
			p.must(err)
			if person.VerifiedAt == 0 || !person.SecondFactor() {
				t.Errorf("person = %+v", person)
			}
		}
	})
}

func TestABadPasswordDoesNotTellWhoIsKnown(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, p *place) {
		known := p.invite(p.person(rbac.Owner, servertest.Umbra))
		unknown := p.invite(guest)
		for password, code := range map[string]string{
			"x": "password.short", "": "password.short", "aaaaaaaaaaaa": "password.common", "New Person 123": "password.known",
		} {
			for _, i := range []identity.Invitation{known, unknown} {
				_, err := p.Accept(from("192.0.2.1"), identity.Acceptance{Link: secretOf(i.URL), Password: password})
				p.refused(err, code)
			}
		}
	})
}

func TestALocaleAtAnInvitationIsALanguageTag(t *testing.T) {
	t.Parallel()
	p := one(t)
	in := identity.Acceptance{Link: secretOf(p.invite(guest).URL), Password: good}
	for _, in.Locale = range []string{"x\r\ny", "zh-CN\n", "zh CN"} {
		_, err := p.Accept(from("192.0.2.1"), in)
		p.refused(err, "locale.invalid")
	}
	in.Locale = "zh-CN"
	_, err := p.Accept(from("192.0.2.1"), in)
	p.must(err)
}
