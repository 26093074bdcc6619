package rbac_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"catenary/rbac"
)

func TestExplain(t *testing.T) {
	t.Parallel()
	ends := time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC).UnixMicro()
	state := []rbac.Change{
		member("eve"), member("amy"), member("off"), subject("crew", rbac.Group, true), subject("bot", rbac.Service, true),
		joined("crew", "bob"),
		grant("crew", rbac.Operator, "retail"),
		grant("amy", rbac.Admin, "retail"), grant("eve", rbac.Admin, "stock"), grant("bot", rbac.Owner, "acme"),
		grant("off", rbac.Owner, "acme"), subject("off", rbac.User, false),
		custom("freeze", "acme", rbac.Deny, rbac.RunStart),
		custom("runner", "retail", rbac.Allow, rbac.RunStart),
		custom("afar", "finance", rbac.Allow, rbac.RunStart),
		grant("bob", "afar", "stock"),
		{Grant: &rbac.GrantFact{Subject: "bob", Role: "runner", Org: "north", EndsAt: ends}},
		{Grant: &rbac.GrantFact{Subject: "bob", Role: rbac.Owner, Org: "north", EndsAt: 1}},
	}
	crew := rbac.Line{Via: "crew", Role: rbac.Operator, Effect: rbac.Allow, Path: []rbac.OrgID{"retail", "stock", "north"}}
	own := rbac.Line{Role: "runner", Effect: rbac.Allow, Path: []rbac.OrgID{"north"}, EndsAt: ends}
	deny := rbac.Line{Via: "crew", Role: "freeze", Effect: rbac.Deny, Path: []rbac.OrgID{"stock", "north"}}
	partly := crew
	partly.Path, partly.Hidden = []rbac.OrgID{"stock", "north"}, true
	admins := []rbac.SubjectID{"eve", "amy", "ann"}

	tests := []struct {
		name         string
		more         []rbac.Change
		who, subject rbac.SubjectID
		act          rbac.Permission
		at           rbac.OrgID
		want         rbac.Decision
		refused      string
	}{
		{
			name: "allowed by a group and by a grant of one's own", who: "ann", subject: "bob", act: rbac.RunStart, at: "north",
			want: rbac.Decision{Allowed: true, Lines: []rbac.Line{own, crew}, Grantors: admins},
		},
		{
			name: "what is above the asker stays hidden", who: "eve", subject: "bob", act: rbac.RunStart, at: "north",
			want: rbac.Decision{Allowed: true, Lines: []rbac.Line{own, partly}, Grantors: admins},
		},
		{name: "nothing held", who: "bob", subject: "bob", act: rbac.ChainEdit, at: "north", want: rbac.Decision{Grantors: admins}},
		{
			name: "only who holds all of a role may grant it", who: "ann", subject: "amy", act: rbac.KeysRotate, at: "retail",
			want: rbac.Decision{Grantors: []rbac.SubjectID{"ann"}},
		},
		{
			name: "nobody grants to themselves, nor without member:write", who: "ann", subject: "eve", act: rbac.RunStart, at: "stock",
			want: rbac.Decision{
				Allowed: true, Grantors: []rbac.SubjectID{"amy", "ann"},
				Lines: []rbac.Line{{Role: rbac.Admin, Effect: rbac.Allow, Path: []rbac.OrgID{"stock"}}},
			},
		},
		{name: "no permission", who: "ann", subject: "amy", act: "secret:read", at: "retail"},
		{
			name: "a deny comes first, and no grant helps", more: []rbac.Change{grant("crew", "freeze", "stock")},
			who: "ann", subject: "bob", act: rbac.RunStart, at: "north", want: rbac.Decision{Lines: []rbac.Line{deny, own, crew}},
		},
		{
			name: "an inactive subject holds nothing", who: "ann", subject: "off", act: rbac.OrgView, at: "acme",
			want: rbac.Decision{Grantors: []rbac.SubjectID{"ann"}},
		},
		{name: "members are not for operators to see", who: "bob", subject: "amy", act: rbac.RunStart, at: "north", refused: unknown},
		{name: "nor is what they do not see for them to ask", who: "bob", subject: "bob", act: rbac.RunStart, at: "finance", refused: unknown},
		{name: "a subject that is not there", who: "amy", subject: "nobody", act: rbac.RunStart, at: "north", refused: unknown},
		{name: "an org above", who: "amy", subject: "bob", act: rbac.RunStart, at: "acme", refused: unknown},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			acme := setup(t, slices.Concat(state, tt.more)...)
			got, err := acme.Explain(t.Context(), acme.session(tt.who), tt.subject, tt.act, tt.at)
			if code(err) != tt.refused {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("Explain (-want +got):\n%s", diff)
			}
		})
	}
}

func TestKeepsOwner(t *testing.T) {
	t.Parallel()
	chief := custom("chief", "acme", rbac.Allow, rbac.MemberWrite)
	start := []rbac.Change{subject("crew", rbac.Group, true), subject("bot", rbac.Service, true), chief, custom("not", "acme", rbac.Deny, rbac.MemberWrite)}
	later := func(who rbac.SubjectID, at int64) rbac.Change {
		return rbac.Change{Grant: &rbac.GrantFact{Subject: who, Role: rbac.Owner, Org: "acme", EndsAt: at}}
	}
	leave := rbac.Change{MemberGone: &rbac.MembershipFact{Group: "crew", Member: "bob"}}
	const last = "grant.last_owner"
	tests := []struct {
		name  string
		state []rbac.Change
		ops   []rbac.Change
		want  string
	}{
		{"nothing changes", nil, nil, yes},
		{"the last owner's grant goes", nil, []rbac.Change{withdrawn("ann", rbac.Owner, "acme")}, last},
		{"it gets an end", nil, []rbac.Change{later("ann", 1<<60)}, last},
		{"it is replaced", nil, []rbac.Change{withdrawn("ann", rbac.Owner, "acme"), grant("ann", rbac.Admin, "acme")}, yes},
		{"another's goes", []rbac.Change{grant("bob", rbac.Admin, "acme")}, []rbac.Change{withdrawn("ann", rbac.Owner, "acme")}, yes},
		{"one elsewhere is no help", []rbac.Change{grant("bob", rbac.Owner, "retail")}, []rbac.Change{withdrawn("ann", rbac.Owner, "acme")}, last},
		{"the last owner is disabled", nil, []rbac.Change{subject("ann", rbac.User, false)}, last},
		{"the last owner is removed", nil, []rbac.Change{{SubjectGone: "ann"}}, last},
		{"a service account is no help", []rbac.Change{grant("bot", rbac.Owner, "acme")}, []rbac.Change{{SubjectGone: "ann"}}, last},
		{"a group is a help", []rbac.Change{grant("crew", rbac.Owner, "acme"), joined("crew", "bob")}, []rbac.Change{{SubjectGone: "ann"}}, yes},
		{"an empty group is none", []rbac.Change{grant("crew", rbac.Owner, "acme")}, []rbac.Change{{SubjectGone: "ann"}}, last},
		{"who leaves the group", []rbac.Change{withdrawn("ann", rbac.Owner, "acme"), grant("crew", rbac.Owner, "acme"), joined("crew", "bob")}, []rbac.Change{leave}, last},
		{"who joins it", []rbac.Change{grant("crew", rbac.Owner, "acme")}, []rbac.Change{joined("crew", "bob"), {SubjectGone: "ann"}}, yes},
		{"the group goes", []rbac.Change{withdrawn("ann", rbac.Owner, "acme"), grant("crew", rbac.Owner, "acme"), joined("crew", "bob")}, []rbac.Change{{SubjectGone: "crew"}}, last},
		{"a deny", nil, []rbac.Change{grant("ann", "not", "acme")}, last},
		{"a deny below", nil, []rbac.Change{grant("ann", "not", "retail")}, yes},
		{"a deny by a role that changes", []rbac.Change{custom("not", "acme", rbac.Deny), grant("ann", "not", "acme")}, []rbac.Change{custom("not", "acme", rbac.Deny, rbac.MemberWrite)}, last},
		{"a custom role loses it", []rbac.Change{withdrawn("ann", rbac.Owner, "acme"), grant("ann", "chief", "acme")}, []rbac.Change{custom("chief", "acme", rbac.Allow, rbac.MemberView)}, last},
		{"a custom role goes", []rbac.Change{withdrawn("ann", rbac.Owner, "acme"), grant("ann", "chief", "acme")}, []rbac.Change{withdrawn("ann", "chief", "acme"), {RoleGone: "chief"}}, last},
		{"there is none already", []rbac.Change{withdrawn("ann", rbac.Owner, "acme")}, []rbac.Change{{SubjectGone: "ann"}}, yes},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			acme := setup(t, append(start, tt.state...)...)
			if got := code(acme.KeepsOwner(t.Context(), "acme", tt.ops...)); got != tt.want {
				t.Errorf("KeepsOwner = %q, want %q", got, tt.want)
			}
		})
	}
}

func TestGrantsAndGroups(t *testing.T) {
	t.Parallel()
	acme := setup(t, subject("crew", rbac.Group, true), subject("band", rbac.Group, true), joined("crew", "bob"), joined("band", "bob"),
		grant("bob", rbac.Viewer, "stock"), grant("crew", rbac.Owner, "acme"),
		rbac.Change{Grant: &rbac.GrantFact{Subject: "bob", Role: rbac.Owner, Org: "acme", EndsAt: 1}})
	grants, err := acme.Grants(t.Context(), "acme", "bob")
	if diff := cmp.Diff([]rbac.GrantFact{{Subject: "bob", Role: rbac.Viewer, Org: "stock"}}, grants); err != nil || diff != "" {
		t.Errorf("Grants: %v %s", err, diff)
	}
	groups, err := acme.Groups(t.Context(), "acme", "bob")
	if diff := cmp.Diff([]rbac.SubjectID{"band", "crew"}, groups); err != nil || diff != "" {
		t.Errorf("Groups: %v %s", err, diff)
	}
	if grants, err := acme.Grants(t.Context(), "acme", "nobody"); err != nil || grants != nil {
		t.Errorf("Grants of nobody = %v, %v", grants, err)
	}
}
