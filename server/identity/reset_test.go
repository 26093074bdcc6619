package identity_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"catenary/rbac"
	"catenary/server/identity"
	"catenary/server/servertest"
)

// verified is a member with a password and an address that is known to be
// theirs.
func (p *place) verified(role rbac.RoleID, path string) string {
	p.t.Helper()
	email := p.person(role, path)
	person, err := p.World.Store.PersonByEmail(context.Background(), email)
	p.must(err)
	p.must(p.World.Store.VerifyPerson(context.Background(), person.ID, email))
	return email
}

func TestReset(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, p *place) {
		ctx := from("192.0.2.1")
		email := p.verified(rbac.Designer, servertest.Stock)
		v := p.enter(email)
		secret, _, v := p.enrol(v)
		p.must(p.RequestReset(ctx, strings.ToUpper(email)))
		if p.Close(); p.post.mails[0].to != email || !strings.Contains(p.post.mails[0].text, "30 minutes") {
			t.Errorf("mails = %v", p.post.mails)
		}
		link := p.link()
		p.must(p.RequestReset(ctx, email))
		second := p.link()

		p.refused(p.Reset(ctx, "unknown", other), "link.unknown")
		p.refused(p.Reset(ctx, link, "password1234"), "password.common")
		p.must(p.Reset(ctx, link, other))
		p.gone(v.token)
		p.refused(p.Reset(from("192.0.2.3"), link, other), "link.unknown")
		p.refused(p.Reset(from("192.0.2.3"), second, good), "link.unknown") // the others end with it
		_, err := p.Login(from("192.0.2.2"), identity.Login{Email: email, Password: good})
		p.refused(err, "auth.failed")
		_, err = p.Login(from("192.0.2.2"), identity.Login{Email: email, Password: other})
		p.refused(err, "auth.second_factor_needed") // which it does not skip
		p.Clock.Add(time.Minute)
		_, err = p.Login(from("192.0.2.2"), identity.Login{Email: email, Password: other, TOTP: p.code(secret, 0)})
		p.must(err)
	})
}

func TestResetLinksEnd(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, p *place) {
		p.must(p.RequestReset(from("192.0.2.1"), p.verified(rbac.Designer, servertest.Stock)))
		link := p.link()
		p.Clock.Add(30*time.Minute + time.Second)
		p.refused(p.Reset(from("192.0.2.1"), link, other), "link.unknown")
	})
}

func TestResetIsAnsweredAlike(t *testing.T) {
	t.Parallel()
	p := one(t)
	unverified := p.person(rbac.Viewer, servertest.Stock)
	p.must(p.RequestReset(from("192.0.2.1"), unverified))
	p.must(p.RequestReset(from("192.0.2.1"), "nobody@example.org"))
	if p.Close(); len(p.post.mails) != 0 {
		t.Errorf("mails = %v", p.post.mails)
	}
	verified := p.verified(rbac.Designer, servertest.Stock)
	p.Mailer = nil
	p.must(p.RequestReset(from("192.0.2.1"), verified))
	if p.Close(); !strings.Contains(p.logs.String(), "no mail to reset a password was sent") || strings.Contains(p.logs.String(), verified) {
		t.Errorf("logs = %s", p.logs)
	}
}

func TestResetRequestsAreThrottled(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, p *place) {
		known := p.verified(rbac.Designer, servertest.Stock)
		for _, email := range []string{known, "nobody@example.org"} {
			for i := range 5 {
				p.must(p.RequestReset(from("198.51.100."+string(rune('1'+i))), email))
			}
			p.refused(p.RequestReset(from("203.0.113.1"), email), "auth.limited")
			p.Clock.Add(25 * time.Hour)
		}
		p.Close()
	})
}

func TestResetLetsInWhoWasThrottled(t *testing.T) {
	t.Parallel()
	p := one(t)
	email := p.verified(rbac.Designer, servertest.Stock)
	p.must(p.RequestReset(from("192.0.2.1"), email))
	for i := range 5 {
		_, err := p.Login(from("198.51.100."+string(rune('1'+i))), identity.Login{Email: email, Password: "wrong"})
		p.refused(err, "auth.failed")
	}
	p.must(p.Reset(from("192.0.2.1"), p.link(), other))
	_, err := p.Login(from("192.0.2.1"), identity.Login{Email: email, Password: other})
	p.must(err)
}

func TestVerification(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, p *place) {
		ctx := from("192.0.2.1")
		v := p.signed(rbac.Viewer, servertest.Stock)
		p.must(p.RequestVerification(ctx, v.Actor, v.Session))
		link := p.link()
		p.refused(p.Reset(ctx, link, other), "link.unknown") // it is for nothing else
		p.must(p.Verify(ctx, link))
		p.refused(p.Verify(ctx, link), "link.unknown")
		p.refused(p.RequestVerification(ctx, v.Actor, v.Session), "email.verified")
		p.Mailer = nil
		p.refused(p.RequestVerification(ctx, v.Actor, v.Session), "mail.off")
	})
}
