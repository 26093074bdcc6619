package identity_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"catenary/internal/fault"
	"catenary/rbac"
	"catenary/server/identity"
	"catenary/server/servertest"
)

func (p *place) wants(words ...string) identity.NewToken {
	return identity.NewToken{Name: "nightly", Permissions: words, Org: p.Org(servertest.Stock)}
}

// made is a token of somebody signed in.
func (p *place) made(v visit, in identity.NewToken) identity.MadeToken {
	p.t.Helper()
	t, err := p.MakeToken(context.Background(), v.Actor, v.Session, in)
	p.must(err)
	return t
}

func TestTokens(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, p *place) {
		ctx := from("192.0.2.5")
		v := p.signed(rbac.Designer, servertest.Retail)
		made := p.made(v, p.wants("chain:*", "audit:view"))
		if !strings.HasPrefix(made.Bearer, "ctn_pat_"+made.ID+"_") || made.EndsAt != p.Clock.Now().Add(90*24*time.Hour).UnixMicro() {
			t.Errorf("token = %+v", made)
		}
		who, err := p.ByToken(ctx, made.Bearer)
		p.must(err)
		if who.Subject != v.Actor.Subject || who.Human != v.Actor.Subject || who.Token != made.ID || who.Session() ||
			who.Root != p.Org(servertest.Stock) || who.Scope != " chain:view chain:edit chain:publish chain:delete audit:view " {
			t.Errorf("actor = %+v", who)
		}
		can := func(act rbac.Permission, path string) bool {
			return p.Service.Auth.Can(ctx, who, act, rbac.Resource{OrgID: p.Org(path)}) == nil
		}
		for _, tt := range []struct {
			act  rbac.Permission
			path string
			want bool
		}{
			{rbac.ChainEdit, servertest.Stock, true},
			{rbac.ChainEdit, servertest.Picking, true},
			{rbac.ChainEdit, servertest.Retail, false},  // above the subtree
			{rbac.ScriptEdit, servertest.Stock, false},  // not in the scope
			{rbac.ChainDelete, servertest.Stock, false}, // not among the owner's rights
			{rbac.AuditView, servertest.Stock, false},   // neither
			{rbac.ChainView, servertest.Wholesale, false},
		} {
			if got := can(tt.act, tt.path); got != tt.want {
				t.Errorf("%s at %s = %v", tt.act, tt.path, got)
			}
		}
		list, err := p.Tokens(ctx, v.Actor, v.Session, first)
		p.must(err)
		if len(list.Items) != 1 || list.Items[0].UsedAt != p.Clock.Now().Truncate(time.Hour).UnixMicro() || list.Items[0].UsedFrom != "192.0.2.5" {
			t.Errorf("tokens = %+v", list.Items)
		}
		if strings.Contains(list.Items[0].Hash, made.Bearer[40:60]) {
			t.Error("the secret is stored")
		}
		bearer, err := p.ByToken(ctx, made.Bearer)
		p.must(err)
		p.must(p.Still(ctx, bearer, identity.Session{}))
		p.must(p.RevokeToken(ctx, v.Actor, v.Session, made.ID))
		_, err = p.ByToken(ctx, made.Bearer)
		p.refused(err, "auth.token")
		p.refused(p.Still(ctx, bearer, identity.Session{}), "auth.token")
		p.refused(p.RevokeToken(ctx, v.Actor, v.Session, made.ID), "token.unknown")
		if got := p.actions(servertest.Acme); !slices.Contains(got, "token:made") || !slices.Contains(got, "token:revoked") {
			t.Errorf("audit = %v", got)
		}
	})
}

func TestMakingATokenNeedsAFreshHuman(t *testing.T) {
	t.Parallel()
	p := one(t)
	ctx := context.Background()
	v := p.signed(rbac.Designer, servertest.Stock)
	in := p.wants("chain:view")
	_, err := p.MakeToken(ctx, p.Token(v.Actor, "", rbac.ChainView), identity.Session{}, in)
	p.refused(err, "auth.session_needed")
	for name, change := range map[string]func(*identity.NewToken){
		"name.empty":        func(n *identity.NewToken) { n.Name = "" },
		"token.permissions": func(n *identity.NewToken) { n.Permissions = []string{"chain:view", "member:write"} },
		"token.ends_at":     func(n *identity.NewToken) { n.EndsAt = p.Clock.Now().Add(366 * 24 * time.Hour) },
		"resource.unknown":  func(n *identity.NewToken) { n.Org = p.Org(servertest.Wholesale) },
	} {
		bad := in
		change(&bad)
		_, err := p.MakeToken(ctx, v.Actor, v.Session, bad)
		p.refused(err, name)
	}
	past := in
	past.EndsAt = p.Clock.Now()
	_, err = p.MakeToken(ctx, v.Actor, v.Session, past)
	p.refused(err, "token.ends_at")
	elsewhere := in
	elsewhere.Org = p.Org(servertest.Labs) // another tenant
	_, err = p.MakeToken(ctx, v.Actor, v.Session, elsewhere)
	p.refused(err, "resource.unknown")
	p.Clock.Add(6 * time.Minute)
	_, err = p.MakeToken(ctx, v.Actor, v.Session, in)
	p.refused(err, "auth.step_up_needed")
}

func TestTokensThatNoLongerWork(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, p *place) {
		ctx, admin, org := context.Background(), p.Actor(rbac.Admin, servertest.Stock), p.Org(servertest.Stock)
		v := p.signed(rbac.Designer, servertest.Stock)
		bearer := p.made(v, p.wants("chain:view")).Bearer
		other := p.made(p.signed(rbac.Viewer, servertest.Stock), p.wants("chain:view")).Bearer

		for _, bad := range []string{
			"", "x", bearer[:len(bearer)-1], strings.Replace(bearer, "pat", "sa", 1),
			other[:34] + bearer[34:], // the id of one and the secret of another
		} {
			_, err := p.ByToken(ctx, bad)
			p.refused(err, "auth.token")
		}
		p.must(p.DisableMember(ctx, admin, org, v.Actor.Subject))
		_, err := p.ByToken(ctx, bearer)
		p.refused(err, "auth.token")
		p.must(p.EnableMember(ctx, admin, org, v.Actor.Subject))
		_, err = p.ByToken(ctx, bearer)
		p.must(err)
		p.must(p.RemoveMember(ctx, admin, org, v.Actor.Subject))
		_, err = p.ByToken(ctx, bearer)
		p.refused(err, "auth.token")

		_, err = p.ByToken(ctx, other)
		p.must(err)
		p.Clock.Add(90*24*time.Hour + time.Second)
		_, err = p.ByToken(ctx, other)
		p.refused(err, "auth.token")
	})
}

func TestOneTenantsTokensAreNotAnothers(t *testing.T) {
	t.Parallel()
	p := one(t)
	ctx := context.Background()
	mine, theirs := p.signed(rbac.Owner, servertest.Acme), p.signed(rbac.Owner, servertest.Umbra)
	made := p.made(theirs, identity.NewToken{Name: "theirs", Permissions: []string{"org:view"}})
	p.refused(p.RevokeToken(ctx, mine.Actor, mine.Session, made.ID), "token.unknown")
	list, err := p.Tokens(ctx, mine.Actor, mine.Session, first)
	if err != nil || len(list.Items) != 0 {
		t.Errorf("tokens = %v, %v", list.Items, err)
	}
	who, err := p.ByToken(ctx, made.Bearer)
	p.must(err)
	err = p.Service.Auth.Can(ctx, who, rbac.OrgView, rbac.Resource{OrgID: p.Org(servertest.Acme)})
	if !fault.Is(err, fault.NotFound) {
		t.Errorf("another tenant's token: %v", err)
	}
}

func TestTokensAreBoundedInNumber(t *testing.T) {
	t.Parallel()
	p := one(t)
	v := p.signed(rbac.Designer, servertest.Stock)
	for range 100 {
		p.made(v, p.wants("chain:view"))
	}
	_, err := p.MakeToken(context.Background(), v.Actor, v.Session, p.wants("chain:view"))
	p.refused(err, "token.too_many")
	page, err := p.Tokens(context.Background(), v.Actor, v.Session, first)
	p.must(err)
	next := first
	next.After = page.Next
	rest, err := p.Tokens(context.Background(), v.Actor, v.Session, next)
	p.must(err)
	if len(page.Items) != 50 || len(rest.Items) != 50 || !rest.Next.IsZero() || rest.Items[0].ID >= page.Items[49].ID {
		t.Errorf("pages of %d and %d", len(page.Items), len(rest.Items))
	}
}

// TestWhatWasFoundEndsAtOnce: a server that has just let a token in refuses it
// as soon as another server has ended it.
func TestWhatWasFoundEndsAtOnce(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, p *place) {
		ctx, admin, org := context.Background(), p.Actor(rbac.Admin, servertest.Stock), p.Org(servertest.Stock)
		elsewhere := &identity.Service{Store: p.World.Store, Now: p.Clock.Now}
		v := p.signed(rbac.Designer, servertest.Stock)
		one, two := p.made(v, p.wants("chain:view")), p.made(v, p.wants("chain:edit"))
		in := func(made identity.MadeToken, want string) {
			t.Helper()
			for range 2 { // read, and remembered
				who, err := elsewhere.ByToken(ctx, made.Bearer)
				if want != "" {
					p.refused(err, want)
					continue
				}
				p.must(err)
				if who.Token != made.ID || who.Version != p.Version(who.Tenant) || who.Scope != made.Scope {
					t.Errorf("actor = %+v", who)
				}
			}
		}
		in(one, "")
		in(two, "")
		p.must(p.RevokeToken(ctx, v.Actor, v.Session, one.ID))
		in(one, "auth.token")
		in(two, "")
		_, err := elsewhere.ByToken(ctx, one.Bearer[:34]+two.Bearer[34:])
		p.refused(err, "auth.token")
		p.must(p.DisableMember(ctx, admin, org, v.Actor.Subject))
		in(two, "auth.token")
		p.must(p.EnableMember(ctx, admin, org, v.Actor.Subject))
		in(two, "")
		p.Clock.Add(90*24*time.Hour + time.Second)
		in(two, "auth.token")
	})
}
