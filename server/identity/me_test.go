package identity_test

import (
	"context"
	"testing"

	"catenary/internal/fault"
	"catenary/rbac"
	"catenary/server/identity"
	"catenary/server/servertest"
)

func TestMe(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, p *place) {
		ctx := context.Background()
		v := p.signed(rbac.Viewer, servertest.Stock)
		p.grant(v.Actor.Subject, rbac.Designer, servertest.Export)
		v = p.with(v.token)
		me, err := p.Me(ctx, v.Actor, v.Session)
		p.must(err)
		if me.Person.Email != servertest.Email(rbac.Viewer, servertest.Stock) || len(me.Memberships) != 1 || me.Memberships[0].Key != "acme" {
			t.Errorf("Me = %+v", me)
		}
		if len(me.Tops) != 2 || me.Tops[0].ID != p.Org(servertest.Export) || me.Tops[1].ID != p.Org(servertest.Stock) ||
			len(me.Tops[0].Can) <= len(me.Tops[1].Can) {
			t.Errorf("tops = %+v", me.Tops)
		}

		token := p.Token(v.Actor, p.Org(servertest.Picking), rbac.OrgView)
		me, err = p.Me(ctx, token, identity.Session{})
		p.must(err)
		if me.Person.ID != "" || me.Memberships != nil || len(me.Tops) != 1 || me.Tops[0].ID != p.Org(servertest.Picking) {
			t.Errorf("a token's Me = %+v", me)
		}
	})
}

func TestChangeMe(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, p *place) {
		ctx := context.Background()
		v := p.signed(rbac.Viewer, servertest.Stock)
		name, locale := " Vera ", "zh-CN"
		me, err := p.ChangeMe(ctx, v.Actor, v.Session, &name, &locale)
		p.must(err)
		if me.Name != "Vera" || me.Person.Name != "Vera" || me.Person.Locale != "zh-CN" {
			t.Errorf("Me = %+v", me)
		}
		told := len(p.actions(servertest.Acme))
		_, err = p.ChangeMe(ctx, v.Actor, v.Session, &me.Name, &locale)
		p.must(err)
		me, err = p.ChangeMe(ctx, v.Actor, v.Session, nil, nil)
		p.must(err)
		if n := len(p.actions(servertest.Acme)); n != told {
			t.Errorf("%d entries where nothing changed", n-told)
		}
		if me.Name != "Vera" || me.Person.Locale != "zh-CN" {
			t.Errorf("Me = %+v", me)
		}
		bad := "zh CN; drop"
		_, err = p.ChangeMe(ctx, v.Actor, v.Session, nil, &bad)
		p.refused(err, "locale.invalid")
		_, err = p.ChangeMe(ctx, v.Actor, v.Session, &bad, nil)
		p.must(err)
		empty := ""
		_, err = p.ChangeMe(ctx, v.Actor, v.Session, &empty, nil)
		p.refused(err, "name.empty")
		_, err = p.ChangeMe(ctx, p.Token(v.Actor, "", rbac.OrgView), identity.Session{}, &name, nil)
		p.refused(err, "auth.session_needed")
	})
}

func TestSettingsBelongToTheTenant(t *testing.T) {
	t.Parallel()
	p := one(t)
	ctx := context.Background()
	_, err := p.SetTenantSettings(ctx, p.Actor(rbac.Owner, servertest.Acme), 1, identity.Settings{IdleMinutes: 5})
	p.must(err)
	theirs, err := p.TenantSettings(ctx, p.Actor(rbac.Owner, servertest.Umbra))
	if err != nil || theirs.IdleMinutes != 0 || theirs.Revision != 1 {
		t.Errorf("settings = %+v, %v", theirs, err)
	}
	if _, err := p.TenantSettings(ctx, p.Actor(rbac.Admin, servertest.Acme)); !fault.Is(err, fault.Forbidden) {
		t.Errorf("an admin reads them: %v", err)
	}
	token := p.Token(p.Actor(rbac.Owner, servertest.Acme), "", rbac.TenantSettings)
	_, err = p.SetTenantSettings(ctx, token, 2, identity.Settings{})
	p.refused(err, "auth.session_needed")
}
