package identity_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"catenary/rbac"
	"catenary/server/identity"
	"catenary/server/orgs"
	"catenary/server/servertest"
)

func TestSessionsEnd(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, p *place) {
		v := p.signed(rbac.Viewer, servertest.Stock)
		for range 3 { // used now and then it lasts beyond the idle time
			p.Clock.Add(7 * time.Hour)
			p.with(v.token)
		}
		p.Clock.Add(3*time.Hour + time.Second)
		p.gone(v.token) // 24 hours are over

		idle := p.signed(rbac.Viewer, servertest.Stock)
		p.Clock.Add(8*time.Hour + time.Second)
		p.gone(idle.token)
		p.gone("")
		p.gone("unknown")
		n, err := p.Sweep(context.Background())
		if err != nil || n < 2 {
			t.Errorf("Sweep = %d, %v", n, err)
		}
	})
}

func TestATenantShortensSessions(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, p *place) {
		owner := p.Actor(rbac.Owner, servertest.Acme)
		s, err := p.TenantSettings(context.Background(), owner)
		p.must(err)
		_, err = p.SetTenantSettings(context.Background(), owner, s.Revision, identity.Settings{IdleMinutes: 10, SessionHours: 1})
		p.must(err)
		v := p.signed(rbac.Viewer, servertest.Stock)
		for range 7 {
			p.Clock.Add(9 * time.Minute)
			if p.Clock.Now().After(v.EndsAt) {
				p.gone(v.token)
				return
			}
			p.with(v.token)
		}
		t.Error("the session lasts longer than an hour")
	})
}

func TestUseIsNotedOnceAMinute(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, p *place) {
		v := p.signed(rbac.Viewer, servertest.Stock)
		seen := func() time.Time {
			list, err := p.Sessions(context.Background(), v.Actor, v.Session, first)
			p.must(err)
			return time.UnixMicro(list.Items[0].SeenAt)
		}
		begun := seen()
		p.Clock.Add(59 * time.Second)
		p.with(v.token)
		if !seen().Equal(begun) {
			t.Error("it was noted within the minute")
		}
		p.Clock.Add(time.Second)
		p.with(v.token)
		if seen().Sub(begun) != time.Minute {
			t.Errorf("seen after %v", seen().Sub(begun))
		}
	})
}

func TestOnlyHashesOfTokensAreStored(t *testing.T) {
	t.Parallel()
	p := one(t)
	v := p.signed(rbac.Viewer, servertest.Stock)
	found, err := p.World.Store.Session(context.Background(), identity.Hash("session", v.token))
	p.must(err)
	if found.Hash == v.token || len(found.Hash) != 64 || len(v.token) != 43 {
		t.Errorf("token %q is stored as %q", v.token, found.Hash)
	}
}

func TestAChangeOfRolesReplacesTheToken(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, p *place) {
		v := p.signed(rbac.Viewer, servertest.Stock)
		bystander := p.signed(rbac.Viewer, servertest.Picking)
		p.grant(v.Actor.Subject, rbac.Designer, servertest.Stock)

		if again := p.with(bystander.token); again.NewToken != "" {
			t.Error("another's token was replaced")
		}
		replaced := p.with(v.token)
		if replaced.NewToken == "" || replaced.NewToken == v.token {
			t.Fatalf("new token = %q", replaced.NewToken)
		}
		late := p.with(v.token) // was under way
		if late.NewToken != "" || !late.Actor.AuthAt.IsZero() || p.Service.Auth.Fresh(late.Actor) == nil {
			t.Errorf("with the old token: %+v", late)
		}
		now := p.with(replaced.NewToken)
		if now.NewToken != "" || now.Actor.AuthAt.IsZero() {
			t.Errorf("with the new token: %+v", now)
		}
		p.Clock.Add(11 * time.Second)
		p.gone(v.token)
		p.with(replaced.NewToken)
	})
}

func TestAChangeOfAGroupReplacesTheToken(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, p *place) {
		ctx, admin, org := context.Background(), p.Actor(rbac.Admin, servertest.Retail), p.Org(servertest.Retail)
		group, err := p.Orgs.CreateGroup(ctx, admin, org, "team", "Team")
		p.must(err)
		v := p.signed(rbac.Viewer, servertest.Stock)
		p.must(p.Orgs.Join(ctx, admin, org, group.ID, v.Actor.Subject))
		v = p.with(v.token)
		if v.NewToken == "" {
			t.Fatal("joining a group did not replace the token")
		}
		_, err = p.Orgs.Grant(ctx, admin, org, orgs.NewGrant{Subject: group.ID, Role: rbac.Designer})
		p.must(err)
		if v = p.with(v.NewToken); v.NewToken == "" {
			t.Error("a grant to the group did not replace the token")
		}
	})
}

func TestPeopleEndTheirSessions(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, p *place) {
		ctx := context.Background()
		email := p.person(rbac.Viewer, servertest.Stock)
		a, b := p.enter(email), p.enter(email)
		stranger := p.signed(rbac.Owner, servertest.Umbra)
		p.refused(p.EndSession(ctx, stranger.Actor, stranger.Session, a.ID), "session.unknown")
		version := p.Version(p.Tenant(servertest.Acme))
		p.must(p.Still(ctx, b.Actor, b.Session))
		p.must(p.EndSession(ctx, a.Actor, a.Session, b.ID))
		p.gone(b.token)
		p.refused(p.Still(ctx, b.Actor, b.Session), "auth.session")
		p.must(p.Still(ctx, a.Actor, a.Session))
		if p.Version(p.Tenant(servertest.Acme)) == version {
			t.Error("streams are not told")
		}
		if again := p.with(a.token); again.NewToken != "" {
			t.Error("the end of another session replaced the token")
		}
		p.must(p.EndSession(ctx, a.Actor, a.Session, a.ID))
		p.gone(a.token)
		if !slices.Contains(p.actions(servertest.Acme), "session:ended") {
			t.Error("the audit log does not tell")
		}
	})
}

func TestSessionsOfWhoIsNotActiveEnd(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, p *place) {
		ctx, admin, org := context.Background(), p.Actor(rbac.Admin, servertest.Stock), p.Org(servertest.Stock)
		disabled, removed, out := p.signed(rbac.Viewer, servertest.Stock), p.signed(rbac.Designer, servertest.Stock), p.signed(rbac.Operator, servertest.Stock)
		p.must(p.DisableMember(ctx, admin, org, disabled.Actor.Subject))
		p.must(p.RemoveMember(ctx, admin, org, removed.Actor.Subject))
		p.must(p.EndMemberSessions(ctx, admin, org, out.Actor.Subject))
		for _, v := range []visit{disabled, removed, out} {
			p.gone(v.token)
		}
		p.must(p.EnableMember(ctx, admin, org, disabled.Actor.Subject))
		p.gone(disabled.token)
		p.enter(servertest.Email(rbac.Viewer, servertest.Stock))
		p.enter(servertest.Email(rbac.Operator, servertest.Stock))
	})
}

func TestStepUp(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, p *place) {
		v := p.signed(rbac.Viewer, servertest.Stock)
		p.Clock.Add(6 * time.Minute)
		if p.Service.Auth.Fresh(p.with(v.token).Actor) == nil {
			t.Error("fresh after six minutes")
		}
		_, err := p.StepUp(from("192.0.2.1"), v.Actor, v.Session, identity.StepUp{Password: "wrong"})
		p.refused(err, "auth.failed")
		if strings.Contains(err.Error(), "address") {
			t.Errorf("error = %v, though no address was given", err)
		}
		up, err := p.StepUp(from("192.0.2.1"), v.Actor, v.Session, identity.StepUp{Password: good})
		p.must(err)
		if up.Token == v.token || up.Token == "" {
			t.Error("the token was kept")
		}
		p.must(p.Service.Auth.Fresh(p.with(up.Token).Actor))
		if p.Service.Auth.Fresh(p.with(v.token).Actor) == nil {
			t.Error("the old token is fresh too")
		}
		_, err = p.StepUp(from("192.0.2.1"), p.Token(v.Actor, "", rbac.OrgView), v.Session, identity.StepUp{Password: good})
		p.refused(err, "auth.session_needed")
	})
}

func TestStepUpIsThrottled(t *testing.T) {
	t.Parallel()
	p := one(t)
	v := p.signed(rbac.Viewer, servertest.Stock)
	for range 5 {
		_, err := p.StepUp(from("192.0.2.1"), v.Actor, v.Session, identity.StepUp{Password: "wrong"})
		p.refused(err, "auth.failed")
	}
	_, err := p.StepUp(from("192.0.2.2"), v.Actor, v.Session, identity.StepUp{Password: good})
	p.refused(err, "auth.limited")
}

func TestChangePassword(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, p *place) {
		ctx := from("192.0.2.1")
		email := p.person(rbac.Viewer, servertest.Stock)
		a, b := p.enter(email), p.enter(email)
		_, err := p.ChangePassword(ctx, a.Actor, a.Session, "wrong", other)
		p.refused(err, "auth.failed")
		_, err = p.ChangePassword(ctx, a.Actor, a.Session, good, "acme-viewer-1")
		p.refused(err, "password.known")
		in, err := p.ChangePassword(ctx, a.Actor, a.Session, good, other)
		p.must(err)
		p.with(in.Token)
		p.gone(b.token)
		p.Clock.Add(time.Minute)
		p.gone(a.token)
		_, err = p.Login(ctx, identity.Login{Email: email, Password: good})
		p.refused(err, "auth.failed")
		_, err = p.Login(ctx, identity.Login{Email: email, Password: other})
		p.must(err)
		if !slices.Contains(p.actions(servertest.Acme), "person:password_changed") {
			t.Error("the audit log does not tell")
		}
	})
}

func TestAPasswordIsNoSecondFactor(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, p *place) {
		for _, second := range []bool{true, false} {
			role := map[bool]rbac.RoleID{true: rbac.Viewer, false: rbac.Operator}[second]
			v := p.signed(role, servertest.Stock)
			if second {
				_, _, v = p.enrol(v)
			}
			p.Clock.Add(6 * time.Minute)
			v = p.with(v.token)
			in, err := p.ChangePassword(from("192.0.2.1"), v.Actor, v.Session, good, other)
			p.must(err)
			if fresh := p.Service.Auth.Fresh(p.with(in.Token).Actor) == nil; fresh == second {
				t.Errorf("with a second factor %v: fresh after the password was changed: %v", second, fresh)
			}
		}
	})
}
