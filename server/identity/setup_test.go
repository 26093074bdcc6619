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
)

func wanted(code string) identity.Setup {
	return identity.Setup{Code: code, TenantName: "Acme Inc", Name: "Ada", Email: "Ada@Example.org", Password: good}
}

func TestSetupMakesTheFirstOwner(t *testing.T) {
	t.Parallel()
	empty(t, func(t *testing.T, p *place) {
		ctx := from("192.0.2.1")
		if needed, err := p.NeedsSetup(ctx); err != nil || !needed {
			t.Fatalf("NeedsSetup = %v, %v", needed, err)
		}
		code, err := p.PrepareSetup(ctx)
		p.must(err)
		in, err := p.Setup(ctx, wanted(strings.ToLower(strings.ReplaceAll(code, "-", " "))))
		p.must(err)
		v := p.with(in.Token)
		for _, permission := range []rbac.Permission{rbac.KeysRotate, rbac.MemberWrite, rbac.ChainEdit} {
			p.must(p.Service.Auth.Can(ctx, v.Actor, permission, rbac.Resource{OrgID: rbac.OrgID(v.Actor.Tenant)}))
		}
		me, err := p.Me(ctx, v.Actor, v.Session)
		p.must(err)
		if me.Name != "Ada" || me.Person.Email != "ada@example.org" || len(me.Tops) != 1 || me.Tops[0].Key != "acme-inc" || me.Tops[0].Name != "Acme Inc" {
			t.Errorf("Me = %+v", me)
		}
		if needed, err := p.NeedsSetup(ctx); err != nil || needed {
			t.Errorf("NeedsSetup = %v, %v", needed, err)
		}
		if again, err := p.PrepareSetup(ctx); err != nil || again != "" {
			t.Errorf("a second code = %q, %v", again, err)
		}
		_, err = p.Setup(ctx, wanted(code))
		p.refused(err, "setup.done")
		if !fault.Is(err, fault.NotFound) {
			t.Errorf("a second set-up = %v", err)
		}
	})
}

func TestSetupCode(t *testing.T) {
	t.Parallel()
	empty(t, func(t *testing.T, p *place) {
		ctx := from("192.0.2.1")
		_, err := p.Setup(ctx, wanted(""))
		p.refused(err, "setup.code") // there is none yet
		older, err := p.PrepareSetup(ctx)
		p.must(err)
		newer, err := p.PrepareSetup(ctx)
		p.must(err)
		_, err = p.Setup(ctx, wanted(older))
		p.refused(err, "setup.code")
		p.Clock.Add(24*time.Hour + time.Second)
		_, err = p.Setup(ctx, wanted(newer))
		p.refused(err, "setup.code")
		newest, err := p.PrepareSetup(ctx)
		p.must(err)
		_, err = p.Setup(ctx, wanted(newest))
		p.must(err)
	})
}

func TestSetupGuessesAreThrottled(t *testing.T) {
	t.Parallel()
	empty(t, func(t *testing.T, p *place) {
		code, err := p.PrepareSetup(context.Background())
		p.must(err)
		for range 5 {
			_, err := p.Setup(from("192.0.2.66"), wanted("0000-0000-00000-0000-0000-00000"))
			p.refused(err, "setup.code")
		}
		_, err = p.Setup(from("192.0.2.66"), wanted(code))
		p.refused(err, "auth.limited")
		_, err = p.Setup(from("192.0.2.1"), wanted(code)) // whoever has it is elsewhere
		p.must(err)
	})
}

func TestSetupRefusesBadInput(t *testing.T) {
	t.Parallel()
	empty(t, func(t *testing.T, p *place) {
		code, err := p.PrepareSetup(context.Background())
		p.must(err)
		tests := map[string]func(*identity.Setup){
			"name.empty":        func(s *identity.Setup) { s.TenantName = " " },
			"tenant.key_needed": func(s *identity.Setup) { s.TenantName = "库存" },
			"name.key":          func(s *identity.Setup) { s.TenantKey = "Acme!" },
			"name.characters":   func(s *identity.Setup) { s.Name = "A\u202eda" },
			"email.invalid":     func(s *identity.Setup) { s.Email = "Ada <ada@example.org>" },
			"password.short":    func(s *identity.Setup) { s.Password = "short" },
			"password.known":    func(s *identity.Setup) { s.Password = "acme-inc-2026" },
		}
		for want, change := range tests {
			in := wanted(code)
			change(&in)
			_, err := p.Setup(from("192.0.2.1"), in)
			p.refused(err, want)
		}
		if found, err := p.World.Store.HasTenants(context.Background()); err != nil || found {
			t.Errorf("HasTenants = %v, %v", found, err)
		}
		_, err = p.Setup(from("192.0.2.1"), wanted(code)) // none of these was a guess at the code
		p.must(err)
	})
}

func TestOfParallelSetupsOneWins(t *testing.T) {
	t.Parallel()
	empty(t, func(t *testing.T, p *place) {
		ctx := context.Background()
		code, err := p.PrepareSetup(ctx)
		p.must(err)
		errs := make([]error, 4)
		var group sync.WaitGroup
		for i := range errs {
			group.Go(func() {
				in := wanted(code)
				in.TenantKey = []string{"a", "b", "c", "d"}[i]
				in.Email = in.TenantKey + "@example.org"
				_, errs[i] = p.Setup(ctx, in)
			})
		}
		group.Wait()
		won := 0
		for _, err := range errs {
			if err == nil {
				won++
			} else if !fault.HasCode(err, "setup.done") && !fault.HasCode(err, "setup.code") {
				t.Errorf("a loser got %v", err)
			}
		}
		if won != 1 {
			t.Errorf("%d set-ups won", won)
		}
	})
}

func TestCreateOwner(t *testing.T) {
	t.Parallel()
	empty(t, func(t *testing.T, p *place) {
		ctx := context.Background()
		in := identity.NewOwner{TenantName: "Acme", Email: "Ada@Example.org", Password: good}
		made, err := p.CreateOwner(ctx, in, true)
		p.must(err)
		if made.Known || made.TenantKey != "acme" || made.Email != "ada@example.org" {
			t.Errorf("CreateOwner = %+v", made)
		}
		if needed, err := p.NeedsSetup(ctx); err != nil || needed {
			t.Errorf("NeedsSetup = %v, %v", needed, err)
		}
		who, err := p.ByToken(ctx, made.Token)
		p.must(err)
		root := rbac.Resource{OrgID: rbac.OrgID(made.Tenant)}
		for _, permission := range identity.TokenPermissions() {
			p.must(p.Service.Auth.Can(ctx, who, permission, root))
		}
		for _, never := range []rbac.Permission{rbac.MemberWrite, rbac.OrgCreate, rbac.ApprovalDecide, rbac.AccountWrite, rbac.RoleWrite} {
			if err := p.Service.Auth.Can(ctx, who, never, root); !fault.Is(err, fault.Forbidden) {
				t.Errorf("a token may %s: %v", never, err)
			}
		}

		_, err = p.CreateOwner(ctx, in, false)
		p.refused(err, "tenant.key_taken")
		in.TenantName, in.Password = "Umbra", "ignored"
		second, err := p.CreateOwner(ctx, in, false)
		p.must(err)
		if !second.Known || second.Tenant == made.Tenant || second.Token != "" {
			t.Errorf("CreateOwner = %+v", second)
		}
		_, err = p.Login(from("192.0.2.1"), identity.Login{Email: "ada@example.org", Password: good, Tenant: "umbra"})
		p.must(err)

		in.TenantName, in.Email, in.Password = "Third", "b@example.org", "short"
		_, err = p.CreateOwner(ctx, in, false)
		p.refused(err, "password.short")
	})
}

func TestTokensMayNeverDoWhatNeedsAPerson(t *testing.T) {
	t.Parallel()
	for _, p := range identity.TokenPermissions() {
		kind, verb, _ := strings.Cut(string(p), ":")
		if verb != "view" && slices.Contains([]string{"org", "member", "role", "account", "approval", "sso", "keys", "tenant"}, kind) {
			t.Errorf("tokens may %s", p)
		}
	}
}
