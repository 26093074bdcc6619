package rbac_test

import (
	"context"
	"testing"

	"catenary/internal/testkit"
	"catenary/rbac"
)

// The tenant that most tests start from:
//
//	acme ─┬─ retail ─┬─ stock ── north
//	      │          └─ shop
//	      └─ finance
//
// ann owns it all, bob is in nothing.
type tenant struct {
	*source
	*rbac.Authorizer
	clock *testkit.Clock
}

func setup(t *testing.T, ops ...rbac.Change) *tenant {
	t.Helper()
	s := &source{facts: rbac.Facts{Tenant: "acme", Version: 1}}
	for _, o := range [][2]rbac.OrgID{{"acme", ""}, {"retail", "acme"}, {"stock", "retail"}, {"north", "stock"}, {"shop", "retail"}, {"finance", "acme"}} {
		s.apply(org(o[0], o[1]))
	}
	s.apply(member("ann"))
	s.apply(member("bob"))
	s.apply(grant("ann", rbac.Owner, "acme"))
	for _, op := range ops {
		s.apply(op)
	}
	clock := testkit.NewClock()
	return &tenant{source: s, clock: clock, Authorizer: rbac.New(rbac.Config{Source: s, Now: clock.Now})}
}

func org(id, parent rbac.OrgID) rbac.Change {
	return rbac.Change{Org: &rbac.OrgFact{ID: id, Parent: parent}}
}

func gone(id, parent rbac.OrgID) rbac.Change {
	return rbac.Change{Org: &rbac.OrgFact{ID: id, Parent: parent, Deleted: true}}
}

func member(id rbac.SubjectID) rbac.Change { return subject(id, rbac.User, true) }

func subject(id rbac.SubjectID, kind rbac.SubjectKind, active bool) rbac.Change {
	return rbac.Change{Subject: &rbac.SubjectFact{ID: id, Kind: kind, Active: active}}
}

func grant(to rbac.SubjectID, role rbac.RoleID, at rbac.OrgID) rbac.Change {
	return rbac.Change{Grant: &rbac.GrantFact{Subject: to, Role: role, Org: at}}
}

func withdrawn(to rbac.SubjectID, role rbac.RoleID, at rbac.OrgID) rbac.Change {
	return rbac.Change{GrantGone: &rbac.GrantFact{Subject: to, Role: role, Org: at}}
}

func joined(group, who rbac.SubjectID) rbac.Change {
	return rbac.Change{Member: &rbac.MembershipFact{Group: group, Member: who}}
}

func custom(id rbac.RoleID, owner rbac.OrgID, effect rbac.Effect, permissions ...rbac.Permission) rbac.Change {
	return rbac.Change{Role: &rbac.RoleFact{ID: id, Owner: owner, Effect: effect, Permissions: permissions}}
}

// session is a signed-in member, at the present version.
func (t *tenant) session(id rbac.SubjectID) rbac.Actor {
	version, _ := t.Version(context.Background(), "acme")
	return rbac.Actor{
		Subject: id, Human: id, Kind: rbac.User, Tenant: "acme", Scope: "*",
		AuthAt: t.clock.Now(), Version: version,
	}
}

// answer is the code of the refusal, empty for yes.
func (t *tenant) answer(who rbac.Actor, act rbac.Permission, at rbac.OrgID, authors ...rbac.SubjectID) string {
	return code(t.Can(context.Background(), who, act, rbac.Resource{OrgID: at, Authors: authors}))
}

// want checks one answer.
func (t *tenant) want(tb testing.TB, who rbac.Actor, act rbac.Permission, at rbac.OrgID, want string) {
	tb.Helper()
	if got := t.answer(who, act, at); got != want {
		tb.Errorf("%s %s at %s: got %q, want %q", who.Subject, act, at, got, want)
	}
}

const (
	yes       = ""
	forbidden = "auth.forbidden"
	unknown   = "resource.unknown"
)
