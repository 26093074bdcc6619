package identity_test

import (
	"context"
	"strconv"
	"strings"
	"testing"
	"time"

	"catenary/internal/fault"
	"catenary/rbac"
	"catenary/server/identity"
	"catenary/server/servertest"
)

func TestSecondFactor(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, p *place) {
		ctx := from("192.0.2.1")
		email := p.person(rbac.Designer, servertest.Stock)
		old, v := p.enter(email), p.enter(email)
		secret, codes, v := p.enrol(v)
		p.gone(old.token)
		if len(codes) != 10 || len(codes[0]) != 31 {
			t.Errorf("recovery codes = %v", codes)
		}
		host := 0
		try := func(code, recovery string) error {
			host++ // failures of one address are for another test
			_, err := p.Login(from("198.51.100."+strconv.Itoa(host)), identity.Login{Email: email, Password: good, TOTP: code, Recovery: recovery})
			return err
		}
		p.refused(try("", ""), "auth.second_factor_needed")
		p.refused(try(p.code(secret, 0), ""), "auth.second_factor_failed") // used to confirm
		p.refused(try("12345", ""), "auth.second_factor_failed")
		p.refused(try(p.code(secret, 5), ""), "auth.second_factor_failed")
		_, err := p.Login(ctx, identity.Login{Email: email, Password: "wrong", TOTP: p.code(secret, 1)})
		p.refused(err, "auth.failed")

		p.must(try(p.code(secret, 1), "")) // a clock half a minute ahead
		p.refused(try(p.code(secret, 1), ""), "auth.second_factor_failed")
		p.Clock.Add(2 * time.Minute)
		p.must(try(p.code(secret, -1), "")) // and one behind
		p.must(try(p.code(secret, 0), ""))
		p.refused(try(p.code(secret, -1), ""), "auth.second_factor_failed")

		p.must(try("", strings.ToLower(codes[3])))
		p.refused(try("", codes[3]), "auth.second_factor_failed")
		p.refused(try("", "0000-0000-00000-0000-0000-00000"), "auth.second_factor_failed")
		me, err := p.Me(ctx, v.Actor, v.Session)
		p.must(err)
		if !me.Person.SecondFactor() || me.RecoveryCodes != 9 {
			t.Errorf("Me = %+v", me)
		}
	})
}

func TestSecondFactorGuessesAreThrottled(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, p *place) {
		email := p.person(rbac.Designer, servertest.Stock)
		secret, codes, _ := p.enrol(p.enter(email))
		p.Clock.Add(time.Minute)
		for i := range 5 { // whoever knows the password goes from address to address
			_, err := p.Login(from("198.51.100."+string(rune('1'+i))), identity.Login{Email: email, Password: good, TOTP: "000000"})
			p.refused(err, "auth.second_factor_failed")
		}
		for _, in := range []identity.Login{{TOTP: p.code(secret, 0)}, {Recovery: codes[0]}} {
			in.Email, in.Password = email, good
			_, err := p.Login(from("203.0.113.1"), in)
			p.refused(err, "auth.limited")
		}
		p.Clock.Add(2 * time.Second)
		_, err := p.Login(from("203.0.113.1"), identity.Login{Email: email, Password: good, TOTP: p.code(secret, 0)})
		p.must(err)
	})
}

func TestSecondFactorIsSealed(t *testing.T) {
	t.Parallel()
	p := one(t)
	v := p.signed(rbac.Designer, servertest.Stock)
	secret, codes, _ := p.enrol(v)
	person, err := p.World.Store.Person(context.Background(), v.Person)
	p.must(err)
	if strings.Contains(string(person.TOTP), secret) || len(person.TOTP) == 0 {
		t.Error("the secret is stored in the clear")
	}
	if done, err := p.World.Store.UseRecoveryCode(context.Background(), v.Person, codes[0]); err != nil || done {
		t.Error("recovery codes are stored in the clear")
	}
}

func TestChangesOfFactorsNeedAFreshSession(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, p *place) {
		ctx := from("192.0.2.1")
		v := p.signed(rbac.Designer, servertest.Stock)
		p.Clock.Add(6 * time.Minute)
		_, err := p.EnrolTOTP(ctx, v.Actor, v.Session)
		p.refused(err, "auth.step_up_needed")
		up, err := p.StepUp(ctx, v.Actor, v.Session, identity.StepUp{Password: good})
		p.must(err)
		secret, _, v := p.enrol(p.with(up.Token))
		_, err = p.EnrolTOTP(ctx, v.Actor, v.Session)
		p.refused(err, "totp.exists")
		p.Clock.Add(6 * time.Minute)
		_, err = p.DisableTOTP(ctx, v.Actor, v.Session)
		p.refused(err, "auth.step_up_needed")
		_, err = p.StepUp(ctx, v.Actor, v.Session, identity.StepUp{Password: good})
		p.refused(err, "auth.second_factor_needed") // the password is not enough
		up, err = p.StepUp(ctx, v.Actor, v.Session, identity.StepUp{TOTP: p.code(secret, 0)})
		p.must(err)
		v = p.with(up.Token)
		codes, err := p.NewRecoveryCodes(ctx, v.Actor, v.Session)
		p.must(err)
		other, err := p.Login(ctx, identity.Login{Email: servertest.Email(rbac.Designer, servertest.Stock), Password: good, Recovery: codes[0]})
		p.must(err)
		off, err := p.DisableTOTP(ctx, v.Actor, v.Session)
		p.must(err)
		p.gone(other.Token)
		v = p.with(off.Token)
		_, err = p.DisableTOTP(ctx, v.Actor, v.Session)
		p.refused(err, "totp.none")
		_, err = p.NewRecoveryCodes(ctx, v.Actor, v.Session)
		p.refused(err, "totp.none")
		_, _, err = p.ConfirmTOTP(ctx, v.Actor, v.Session, "000000")
		p.refused(err, "totp.none")
		p.signed(rbac.Designer, servertest.Stock)
	})
}

func TestConfirmTOTPNeedsARightCode(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, p *place) {
		ctx := from("192.0.2.1")
		v := p.signed(rbac.Designer, servertest.Stock)
		first, err := p.EnrolTOTP(ctx, v.Actor, v.Session)
		p.must(err)
		second, err := p.EnrolTOTP(ctx, v.Actor, v.Session)
		p.must(err)
		if !strings.HasPrefix(second.URI, "otpauth://totp/Catenary:") || !strings.Contains(second.URI, second.Secret) {
			t.Errorf("URI = %s", second.URI)
		}
		_, _, err = p.ConfirmTOTP(ctx, v.Actor, v.Session, p.code(first.Secret, 0))
		p.refused(err, "auth.second_factor_failed")
		me, err := p.Me(ctx, v.Actor, v.Session)
		p.must(err)
		if me.Person.SecondFactor() {
			t.Error("it counts without having been confirmed")
		}
		_, in, err := p.ConfirmTOTP(ctx, v.Actor, v.Session, p.code(second.Secret, 0))
		p.must(err)
		p.with(in.Token)
	})
}

func TestATenantRequiresASecondFactor(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, p *place) {
		ctx := from("192.0.2.1")
		owner := p.Actor(rbac.Owner, servertest.Acme)
		v, free := p.signed(rbac.Admin, servertest.Stock), p.signed(rbac.Viewer, servertest.Stock)
		s, err := p.SetTenantSettings(ctx, owner, 1, identity.Settings{SecondFactorRoles: []rbac.RoleID{rbac.Owner, rbac.Admin}})
		p.must(err)
		_, err = p.SetTenantSettings(ctx, owner, 1, s)
		p.refused(err, "settings.stale")
		_, err = p.SetTenantSettings(ctx, owner, 2, identity.Settings{SecondFactorRoles: []rbac.RoleID{"no such role"}})
		p.refused(err, "settings.role")
		_, err = p.SetTenantSettings(ctx, p.Actor(rbac.Admin, servertest.Acme), 2, s)
		if !fault.Is(err, fault.Forbidden) {
			t.Errorf("an admin decides: %v", err)
		}

		if p.with(free.token).MustEnrol {
			t.Error("a viewer must enrol")
		}
		v = p.with(v.token)
		if !v.MustEnrol || v.Scope != "" {
			t.Fatalf("visit = %+v", v)
		}
		if err := p.Service.Auth.Can(ctx, v.Actor, rbac.OrgView, rbac.Resource{OrgID: p.Org(servertest.Stock)}); err == nil {
			t.Error("something else is allowed")
		}
		_, err = p.MakeToken(ctx, v.Actor, v.Session, identity.NewToken{Name: "x", Permissions: []string{"org:view"}})
		p.refused(err, "auth.second_factor_required")
		_, err = p.ChangeMe(ctx, v.Actor, v.Session, nil, nil)
		p.refused(err, "auth.second_factor_required")
		_, err = p.ChangePassword(ctx, v.Actor, v.Session, good, other)
		p.refused(err, "auth.second_factor_required")
		_, err = p.Sessions(ctx, v.Actor, v.Session, first)
		p.refused(err, "auth.second_factor_required")
		me, err := p.Me(ctx, v.Actor, v.Session)
		p.must(err)
		if !me.MustEnrol || len(me.Tops) != 0 {
			t.Errorf("Me = %+v", me)
		}
		secret, _, v := p.enrol(v)
		if v.MustEnrol {
			t.Error("enrolling was not enough")
		}
		p.must(p.Service.Auth.Can(ctx, v.Actor, rbac.OrgView, rbac.Resource{OrgID: p.Org(servertest.Stock)}))
		p.Clock.Add(time.Minute)
		in, err := p.Login(ctx, identity.Login{Email: servertest.Email(rbac.Admin, servertest.Stock), Password: good, TOTP: p.code(secret, 0)})
		p.must(err)
		if in.MustEnrol || p.with(in.Token).MustEnrol {
			t.Error("signing in with the factor was not enough")
		}
	})
}

func TestAWrongSecondFactorIsTold(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, p *place) {
		ctx := from("192.0.2.7")
		email := p.person(rbac.Designer, servertest.Stock)
		_, _, v := p.enrol(p.enter(email))
		told := func() int {
			n := 0
			for _, action := range p.actions(servertest.Acme) {
				if action == "session:refused" {
					n++
				}
			}
			return n
		}
		_, err := p.Login(ctx, identity.Login{Email: email, Password: "wrong", TOTP: "12345"})
		p.refused(err, "auth.failed")
		_, err = p.Login(ctx, identity.Login{Email: email, Password: good})
		p.refused(err, "auth.second_factor_needed")
		if n := told(); n != 0 {
			t.Errorf("%d entries before a second factor was wrong", n)
		}
		for range 2 { // a repeat is counted in the first one's entry
			_, err = p.Login(ctx, identity.Login{Email: email, Password: good, TOTP: "12345"})
			p.refused(err, "auth.second_factor_failed")
		}
		if n := told(); n != 1 {
			t.Errorf("%d entries", n)
		}
		p.Clock.Add(2 * time.Minute)
		_, err = p.StepUp(ctx, v.Actor, v.Session, identity.StepUp{Recovery: "0000-0000-00000-0000-0000-00000"})
		p.refused(err, "auth.second_factor_failed")
		if n := told(); n != 2 {
			t.Errorf("%d entries after a step-up", n)
		}
		rows, err := p.World.Store.UnsealedAudit(ctx, string(v.Actor.Tenant), p.Clock.Now().Add(time.Hour).UnixMicro(), 1000)
		p.must(err)
		for _, row := range rows {
			if row.Action == "session:refused" && (row.Result != "refused" || row.Code != "auth.second_factor_failed" || row.Resource != string(v.Actor.Subject)) {
				t.Errorf("entry = %+v", row)
			}
		}
		if text := p.logs.String(); !strings.Contains(text, "level=WARN") || !strings.Contains(text, string(v.Actor.Subject)) || strings.Contains(text, email) {
			t.Errorf("logs = %s", text)
		}
	})
}
