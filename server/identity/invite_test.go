package identity_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"catenary/internal/fault"
	"catenary/rbac"
	"catenary/server/identity"
	"catenary/server/servertest"
)

const guest = "new.person@example.org"

func (p *place) invite(email string) identity.Invitation {
	p.t.Helper()
	i, err := p.Invite(from("192.0.2.1"), p.Actor(rbac.Admin, servertest.Stock), p.Org(servertest.Stock), email, "New Person")
	p.must(err)
	return i
}

func TestInvitationOfSomebodyNew(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, p *place) {
		ctx := from("192.0.2.1")
		i := p.invite(strings.ToUpper(guest))
		if i.Member.State != identity.Invited || i.Member.Email != guest || !i.Mailed || !strings.HasPrefix(i.URL, "https://catenary.example.org/invite#") {
			t.Errorf("invitation = %+v", i)
		}
		if p.link() == secretOf(i.URL) {
			t.Error("the mailed link is the inviter's")
		}
		_, err := p.Login(ctx, identity.Login{Email: guest, Password: good})
		p.refused(err, "auth.failed")
		in := identity.Acceptance{Link: secretOf(i.URL), Password: "short"}
		_, err = p.Accept(ctx, in)
		p.refused(err, "password.short")
		in.Password = "new.person@example.org"
		_, err = p.Accept(ctx, in)
		p.refused(err, "password.known")
		in.Password = good
		joined, err := p.Accept(ctx, in)
		p.must(err)
		if joined.Tenant.Key != "acme" || joined.Email != guest {
			t.Errorf("joined = %+v", joined)
		}
		_, err = p.Accept(ctx, in)
		p.refused(err, "link.unknown")
		v := p.enter(guest)
		me, err := p.Me(ctx, v.Actor, v.Session)
		p.must(err)
		if me.Name != "New Person" || me.Person.VerifiedAt != 0 || len(me.Tops) != 0 {
			t.Errorf("Me = %+v", me)
		}
		p.grant(i.Member.ID, rbac.Viewer, servertest.Stock)
		v = p.with(v.token)
		p.must(p.Service.Auth.Can(ctx, v.Actor, rbac.ChainView, rbac.Resource{OrgID: p.Org(servertest.Stock)}))
		if got := p.actions(servertest.Acme); !slices.Contains(got, "member:invited") || !slices.Contains(got, "member:joined") {
			t.Errorf("audit = %v", got)
		}
	})
}

func TestTheMailedLinkVerifiesTheAddress(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, p *place) {
		i := p.invite(guest)
		_, err := p.Accept(from("192.0.2.1"), identity.Acceptance{Link: p.link(), Password: good, Locale: "zh-CN"})
		p.must(err)
		person, err := p.World.Store.PersonByEmail(context.Background(), guest)
		p.must(err)
		if person.VerifiedAt == 0 || person.Locale != "zh-CN" {
			t.Errorf("person = %+v", person)
		}
		_, err = p.Accept(from("192.0.2.1"), identity.Acceptance{Link: secretOf(i.URL), Password: good})
		p.refused(err, "link.unknown") // of both links one is used
	})
}

func TestInvitationOfSomebodyKnown(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, p *place) {
		ctx := from("192.0.2.1")
		email := p.person(rbac.Owner, servertest.Umbra)
		unknown, known := p.invite(guest), p.invite(email)
		shape := func(i identity.Invitation) string {
			m := i.Member
			m.ID, m.Email = "", ""
			return fmt.Sprintf("%+v %v %d", m, i.Mailed, len(i.URL))
		}
		if shape(unknown) != shape(known) {
			t.Errorf("the inviter learns who is known:\n%s\n%s", shape(unknown), shape(known))
		}
		in := identity.Acceptance{Link: secretOf(known.URL), Password: "wrong horse battery"}
		_, err := p.Accept(ctx, in)
		p.refused(err, "auth.failed")
		in.Password = good
		_, err = p.Accept(ctx, in)
		p.must(err)
		_, err = p.Login(ctx, identity.Login{Email: email, Password: good, Tenant: "acme"})
		p.must(err)
	})
}

func TestAcceptingWhileSignedIn(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, p *place) {
		ctx := from("192.0.2.1")
		v, stranger := p.signed(rbac.Owner, servertest.Umbra), p.signed(rbac.Admin, servertest.Umbra)
		i := p.invite(servertest.Email(rbac.Owner, servertest.Umbra))
		_, err := p.Accept(ctx, identity.Acceptance{Link: secretOf(i.URL), Token: stranger.token})
		p.refused(err, "invitation.other")
		_, err = p.Accept(ctx, identity.Acceptance{Link: secretOf(i.URL), Token: "unknown"})
		p.refused(err, "auth.session")
		_, err = p.Accept(ctx, identity.Acceptance{Link: secretOf(i.URL), Token: v.token})
		p.must(err)
	})
}

func TestInvitingAMember(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, p *place) {
		ctx := from("192.0.2.1")
		admin, org := p.Actor(rbac.Admin, servertest.Stock), p.Org(servertest.Stock)
		_, err := p.Invite(ctx, admin, org, servertest.Email(rbac.Viewer, servertest.Stock), "Known here")
		p.refused(err, "member.exists")
		hidden := p.person(rbac.Viewer, servertest.Wholesale) // whom the admin may not know of
		i := p.invite(hidden)
		_, err = p.Accept(ctx, identity.Acceptance{Link: secretOf(i.URL), Password: good})
		p.refused(err, "member.exists")
		m, err := p.Member(ctx, admin, org, i.Member.ID)
		p.must(err)
		if m.State != identity.Invited {
			t.Errorf("member = %+v", m)
		}
	})
}

func TestInvitationsEnd(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, p *place) {
		ctx, admin, org := from("192.0.2.1"), p.Actor(rbac.Admin, servertest.Stock), p.Org(servertest.Stock)
		a, b := p.invite("a@example.org"), p.invite("b@example.org")
		again, err := p.InviteAgain(ctx, admin, org, a.Member.ID)
		p.must(err)
		p.must(p.RemoveMember(ctx, admin, org, b.Member.ID))
		for _, i := range []identity.Invitation{a, b} {
			_, err := p.Accept(ctx, identity.Acceptance{Link: secretOf(i.URL), Password: good})
			p.refused(err, "link.unknown")
		}
		_, err = p.InviteAgain(ctx, admin, org, p.Subject(rbac.Viewer, servertest.Stock))
		p.refused(err, "member.state")
		p.Clock.Add(7*24*time.Hour + time.Second)
		_, err = p.Accept(from("192.0.2.2"), identity.Acceptance{Link: secretOf(again.URL), Password: good})
		p.refused(err, "link.unknown")
	})
}

func TestOfParallelAcceptancesOneWins(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, p *place) {
		i := p.invite(guest)
		errs := make([]error, 4)
		var group sync.WaitGroup
		for n := range errs {
			group.Go(func() {
				_, errs[n] = p.Accept(from(fmt.Sprintf("192.0.2.%d", n)), identity.Acceptance{Link: secretOf(i.URL), Password: good})
			})
		}
		group.Wait()
		won := 0
		for _, err := range errs {
			if err == nil {
				won++
			} else if !fault.HasCode(err, "link.unknown") {
				t.Errorf("a loser got %v", err)
			}
		}
		if won != 1 {
			t.Errorf("%d won", won)
		}
	})
}

func TestWhoMayInvite(t *testing.T) {
	t.Parallel()
	p := one(t)
	ctx, org := context.Background(), p.Org(servertest.Stock)
	try := func(who rbac.Actor, email, name string) error {
		_, err := p.Invite(ctx, who, org, email, name)
		return err
	}
	admin := p.Actor(rbac.Admin, servertest.Stock)
	p.refused(try(p.Token(admin, "", rbac.Permissions()...), guest, "X"), "auth.session_needed")
	p.refused(try(admin, "no address", "X"), "email.invalid")
	p.refused(try(admin, guest, ""), "name.empty")
	for _, stranger := range []rbac.Actor{p.Actor(rbac.Designer, servertest.Stock), p.Actor(rbac.Admin, servertest.Shop), p.Actor(rbac.Owner, servertest.Umbra)} {
		if err := try(stranger, guest, "X"); !fault.Is(err, fault.NotFound) {
			t.Errorf("a stranger: %v", err)
		}
	}
	if p.Close(); len(p.post.mails) != 0 {
		t.Errorf("mails = %v", p.post.mails)
	}
}

func TestGuessesAtLinksAreThrottled(t *testing.T) {
	t.Parallel()
	p := one(t)
	i := p.invite(guest)
	for range 5 {
		_, err := p.Accept(from("192.0.2.66"), identity.Acceptance{Link: "guess", Password: good})
		p.refused(err, "link.unknown")
	}
	_, err := p.Accept(from("192.0.2.66"), identity.Acceptance{Link: secretOf(i.URL), Password: good})
	p.refused(err, "auth.limited")
	_, err = p.Accept(from("192.0.2.1"), identity.Acceptance{Link: secretOf(i.URL), Password: good})
	p.must(err)
}
