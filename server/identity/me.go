package identity

import (
	"context"
	"regexp"

	"catenary/internal/fault"
	"catenary/internal/name"
	"catenary/internal/page"
	"catenary/rbac"
	"catenary/server/audit"
	"catenary/server/orgs"
)

// Me is what somebody learns of themselves. Person, Memberships and
// RecoveryCodes are empty unless they are signed in with a session.
type Me struct {
	Subject rbac.SubjectID
	Kind    rbac.SubjectKind
	// Name is that of the member, or of the service account, in this tenant.
	Name          string
	Tenant        rbac.TenantID
	Person        Person
	MustEnrol     bool
	RecoveryCodes int
	Memberships   []TenantName
	// Tops are the topmost orgs that may be viewed, with what may be done there.
	Tops []Top
}

// Top is an org that begins what somebody sees.
type Top struct {
	ID   rbac.OrgID
	Key  string
	Name string
	Can  []rbac.Permission
}

// mostTops bounds the orgs that Me tells of; GET /orgs pages through all.
const mostTops = 50

// Me tells who asks.
func (s *Service) Me(ctx context.Context, who rbac.Actor, session Session) (Me, error) {
	me := Me{Subject: who.Subject, Kind: who.Kind, Tenant: who.Tenant, MustEnrol: session.MustEnrol}
	var err error
	if me.Name, err = s.Store.SubjectName(ctx, who.Tenant, who.Subject); err != nil {
		return Me{}, err
	}
	if who.Session() {
		if err := s.aboutPerson(ctx, session, &me); err != nil {
			return Me{}, err
		}
	}
	me.Tops, err = s.tops(ctx, who)
	return me, err
}

func (s *Service) aboutPerson(ctx context.Context, session Session, me *Me) error {
	var err error
	if me.Person, err = s.Store.Person(ctx, session.Person); err != nil {
		return err
	}
	if me.Person.SecondFactor() {
		if me.RecoveryCodes, err = s.Store.RecoveryCodesLeft(ctx, session.Person); err != nil {
			return err
		}
	}
	all, err := s.Store.Memberships(ctx, session.Person, mostMemberships)
	if err != nil {
		return err
	}
	for _, m := range all {
		me.Memberships = append(me.Memberships, TenantName{Key: m.TenantKey, Name: m.TenantName})
	}
	return nil
}

func (s *Service) tops(ctx context.Context, who rbac.Actor) ([]Top, error) {
	set, err := s.Auth.Filter(ctx, who, rbac.OrgView)
	if err != nil {
		return nil, err
	}
	found, err := s.Store.Orgs(ctx, who.Tenant, set, orgs.Query{}, page.Request{Limit: mostTops})
	if err != nil {
		return nil, err
	}
	ids := make([]rbac.OrgID, 0, len(found.Items))
	for _, o := range found.Items {
		ids = append(ids, o.ID)
	}
	allowed, err := s.Auth.Allowed(ctx, who, ids...)
	if err != nil {
		return nil, err
	}
	out := make([]Top, 0, len(found.Items))
	for _, o := range found.Items {
		out = append(out, Top{ID: o.ID, Key: o.Key, Name: o.Name, Can: allowed[o.ID]})
	}
	return out, nil
}

var localeForm = regexp.MustCompile(`^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$`)

// locale is a language tag as it is kept; what is none is empty.
func locale(tag string) string {
	if !localeForm.MatchString(tag) {
		return ""
	}
	return tag
}

// checkLocale refuses, with locale.invalid (Invalid), what is neither empty nor
// a language tag.
func checkLocale(tag string) error {
	if tag != "" && locale(tag) == "" {
		return fault.At("/locale", "locale.invalid", "a locale is a language tag such as zh-CN")
	}
	return nil
}

// ChangeMe gives the person a name, in this tenant too, and a locale; nil
// leaves one as it is.
func (s *Service) ChangeMe(ctx context.Context, who rbac.Actor, session Session, called, tag *string) (Me, error) {
	if err := settled(who, session); err != nil {
		return Me{}, err
	}
	if tag != nil {
		if err := checkLocale(*tag); err != nil {
			return Me{}, err
		}
	}
	if called != nil {
		checked, err := name.Check("/name", *called)
		if err != nil {
			return Me{}, err
		}
		called = &checked
	}
	err := s.Store.InTx(ctx, func(ctx context.Context) error {
		person, err := s.Store.Person(ctx, session.Person)
		if err != nil {
			return err
		}
		m, err := s.Store.Member(ctx, who.Tenant, who.Subject)
		if err != nil {
			return err
		}
		var what []string
		person.UpdatedAt = s.Now().UnixMicro()
		if tag != nil && *tag != person.Locale {
			what = append(what, "locale")
			person.Locale = *tag
		}
		if called != nil && (*called != person.Name || *called != m.Name) {
			what = append(what, "name")
			person.Name = *called
			m.Name, m.UpdatedAt = *called, person.UpdatedAt
			done, err := s.Store.RenameMember(ctx, m)
			if err != nil {
				return err
			}
			if !done {
				return fault.New(fault.Stale, "member.stale", "the member was changed meanwhile")
			}
		}
		if len(what) == 0 {
			return nil
		}
		if err := s.Store.RenamePerson(ctx, person); err != nil {
			return err
		}
		return s.Audit.Record(ctx, who, audit.Entry{
			Action: "person:changed", Kind: "member", ResourceID: string(m.ID), OrgID: m.Org,
			After: changed(what...),
		})
	})
	if err != nil {
		return Me{}, err
	}
	return s.Me(ctx, who, session)
}
