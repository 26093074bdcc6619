package identity_test

import (
	"context"
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

func TestLogin(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, p *place) {
		email := p.person(rbac.Designer, servertest.Stock)
		in, err := p.Login(from("192.0.2.1"), identity.Login{Email: " " + strings.ToUpper(email) + " ", Password: good, Agent: "Browser\x00\u202e 1"})
		p.must(err)
		v := p.with(in.Token)
		want := p.Actor(rbac.Designer, servertest.Stock)
		if v.Actor != want || v.MustEnrol || v.NewToken != "" {
			t.Errorf("actor = %+v, want %+v", v.Actor, want)
		}
		list, err := p.Sessions(context.Background(), v.Actor, v.Session, first)
		p.must(err)
		if len(list.Items) != 1 || list.Items[0].Agent != "Browser 1" || list.Items[0].Address != "192.0.2.1" || list.Items[0].TenantKey != "acme" {
			t.Errorf("Sessions = %+v", list.Items)
		}
		if !slices.Contains(p.actions(servertest.Acme), "session:begun") {
			t.Errorf("audit = %v", p.actions(servertest.Acme))
		}
	})
}

func TestUnknownPeopleCostAndGetTheSame(t *testing.T) {
	t.Parallel()
	p := one(t)
	email := p.person(rbac.Viewer, servertest.Stock)
	noPassword := servertest.Email(rbac.Admin, servertest.Stock)
	answers := map[string]bool{}
	for i, in := range []identity.Login{
		{Email: email, Password: "wrong horse battery"},
		{Email: "nobody@example.org", Password: good},
		{Email: noPassword, Password: ""},
		{Email: "no address", Password: good},
		{Email: "", Password: ""},
		{Email: email, Password: "wrong", Tenant: "umbra"},
		{Email: email, Password: "wrong", TOTP: "000000"},
	} {
		before := p.Passwords.Runs()
		_, err := p.Login(from("192.0.2."+string(rune('1'+i))), in)
		p.refused(err, "auth.failed")
		answers[err.Error()] = true
		if runs := p.Passwords.Runs() - before; runs != 1 {
			t.Errorf("%+v hashed %d times", in, runs)
		}
	}
	if len(answers) != 1 {
		t.Errorf("answers = %v", answers)
	}
}

func TestAnAccountIsThrottled(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, p *place) {
		email := p.person(rbac.Viewer, servertest.Stock)
		try := func(address, password string) error {
			_, err := p.Login(from(address), identity.Login{Email: email, Password: password})
			return err
		}
		for i := range 5 {
			p.refused(try("192.0.2."+string(rune('1'+i)), "wrong"), "auth.failed")
		}
		before := p.Passwords.Runs()
		err := try("192.0.2.9", good) // elsewhere, and even the right password
		p.refused(err, "auth.limited")
		if !fault.Is(err, fault.Limited) || fault.As(err).RetryAfter != 1 || p.Passwords.Runs() != before {
			t.Errorf("limited = %+v", fault.As(err))
		}
		for _, wait := range []int{1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900} {
			p.Clock.Add(time.Duration(wait) * time.Second)
			p.refused(try("198.51.100."+string(rune('0'+wait%10)), "wrong"), "auth.failed")
			p.refused(try("203.0.113.1", good), "auth.limited")
		}
		p.Clock.Add(15 * time.Minute) // never for longer
		p.must(try("203.0.113.1", good))
		for range 4 { // all is forgotten
			p.refused(try("203.0.113.2", "wrong"), "auth.failed")
		}
		p.must(try("203.0.113.1", good))
	})
}

func TestAnAddressIsThrottled(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, p *place) {
		mine := p.person(rbac.Viewer, servertest.Stock)
		try := func(address, email, password string) error {
			_, err := p.Login(from(address), identity.Login{Email: email, Password: password})
			return err
		}
		for i := range 4 {
			p.refused(try("2001:db8::"+string(rune('1'+i)), string(rune('a'+i))+"@example.org", good), "auth.failed")
			p.must(try("2001:db8::f", mine, good)) // does not wash the other failures off
		}
		p.refused(try("2001:db8::1", "e@example.org", good), "auth.failed")
		p.refused(try("2001:db8::ffff", mine, good), "auth.limited") // the same network
		p.must(try("2001:db8:1::1", mine, good))
		p.Clock.Add(25 * time.Hour)
		p.must(try("2001:db8::ffff", mine, good))
	})
}

func TestParallelGuessesCountAsMany(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, p *place) {
		email := p.person(rbac.Viewer, servertest.Stock)
		var group sync.WaitGroup
		errs := make([]error, 20)
		for i := range errs {
			group.Go(func() {
				_, errs[i] = p.Login(from("192.0.2.1"), identity.Login{Email: email, Password: "wrong"})
			})
		}
		group.Wait()
		failed := 0
		for _, err := range errs {
			switch {
			case fault.HasCode(err, "auth.failed"):
				failed++
			case !fault.HasCode(err, "auth.limited"):
				t.Errorf("error = %v", err)
			}
		}
		if failed != 5 {
			t.Errorf("%d guesses were let through", failed)
		}
	})
}

func TestLoginEndsTheSessionBefore(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, p *place) {
		victim := p.person(rbac.Viewer, servertest.Stock)
		planted := p.signed(rbac.Viewer, servertest.Picking) // an attacker's own session in the victim's browser
		in, err := p.Login(from("192.0.2.1"), identity.Login{Email: victim, Password: good, Previous: planted.token})
		p.must(err)
		if in.Token == planted.token {
			t.Error("the token was kept")
		}
		p.gone(planted.token)
		p.with(in.Token)
		_, err = p.Login(from("192.0.2.1"), identity.Login{Email: victim, Password: good, Previous: "unknown"})
		p.must(err)
	})
}

func TestTenantChoice(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, p *place) {
		email := p.person(rbac.Owner, servertest.Acme)
		_, err := p.CreateOwner(context.Background(), identity.NewOwner{TenantName: "Third", Email: email}, false)
		p.must(err)
		try := func(password, tenant string) (identity.SignedIn, error) {
			return p.Login(from("192.0.2.1"), identity.Login{Email: email, Password: password, Tenant: tenant})
		}
		_, err = try("wrong", "")
		p.refused(err, "auth.failed") // nothing of tenants
		for range 8 {                 // these are no failures
			_, err = try(good, "")
			p.refused(err, "auth.tenant_choice")
		}
		choice, _ := fault.As(err).Data.([]identity.TenantName)
		slices.SortFunc(choice, func(a, b identity.TenantName) int { return strings.Compare(a.Key, b.Key) })
		if !slices.Equal(choice, []identity.TenantName{{Key: "acme", Name: "Acme"}, {Key: "third", Name: "Third"}}) {
			t.Errorf("choice = %v", fault.As(err).Data)
		}
		_, err = try(good, "umbra") // no member there
		p.refused(err, "auth.tenant_choice")
		in, err := try(good, "acme")
		p.must(err)
		if in.Tenant != p.Tenant(servertest.Acme) {
			t.Errorf("tenant = %s", in.Tenant)
		}
	})
}

func TestWhoIsActiveNowhereCannotSignIn(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, p *place) {
		email := p.person(rbac.Viewer, servertest.Stock)
		p.must(p.DisableMember(context.Background(), p.Actor(rbac.Admin, servertest.Stock), p.Org(servertest.Stock), p.Subject(rbac.Viewer, servertest.Stock)))
		_, err := p.Login(from("192.0.2.1"), identity.Login{Email: email, Password: good})
		p.refused(err, "auth.no_tenant")
		_, err = p.Login(from("192.0.2.1"), identity.Login{Email: email, Password: "wrong"})
		p.refused(err, "auth.failed")
	})
}

func TestLoginHashesAnewWithPresentParameters(t *testing.T) {
	t.Parallel()
	p := one(t)
	email := p.person(rbac.Viewer, servertest.Stock)
	p.Passwords = identity.NewPasswords()
	for _, runs := range []int64{2, 1} {
		before := p.Passwords.Runs()
		_, err := p.Login(from("192.0.2.1"), identity.Login{Email: email, Password: good})
		p.must(err)
		if got := p.Passwords.Runs() - before; got != runs {
			t.Errorf("hashed %d times, want %d", got, runs)
		}
	}
	person, err := p.World.Store.PersonByEmail(context.Background(), email)
	p.must(err)
	if !strings.Contains(person.PasswordHash, "$m=19456,t=2,p=1$") {
		t.Errorf("hash = %s", person.PasswordHash)
	}
}

func TestRefusedLoginsAreLoggedWithoutWhatWasTyped(t *testing.T) {
	t.Parallel()
	p := one(t)
	_, err := p.Login(from("192.0.2.7"), identity.Login{Email: "typed@example.org", Password: "a secret in the wrong field"})
	p.refused(err, "auth.failed")
	if text := p.logs.String(); !strings.Contains(text, "192.0.2.7") || strings.Contains(text, "secret") || strings.Contains(text, "typed") {
		t.Errorf("logs = %s", text)
	}
}
