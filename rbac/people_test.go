package rbac_test

import (
	"slices"
	"testing"

	"catenary/rbac"
)

func TestPeopleAreFoundByWhatTheyHold(t *testing.T) {
	t.Parallel()
	acme := setup(t,
		subject("crew", rbac.Group, true), joined("crew", "bob"), grant("crew", rbac.Approver, "stock"),
		subject("cat", rbac.User, true), grant("cat", rbac.Approver, "retail"),
		subject("off", rbac.User, false), grant("off", rbac.Approver, "stock"), joined("crew", "off"),
		subject("bot", rbac.Service, true), grant("bot", rbac.Approver, "stock"),
		subject("dan", rbac.User, true),
		rbac.Change{Grant: &rbac.GrantFact{Subject: "dan", Role: rbac.Approver, Org: "stock", EndsAt: 1}},
	)
	ctx := t.Context()
	for org, want := range map[rbac.OrgID][]rbac.SubjectID{"stock": {"bob"}, "retail": {"cat"}, "north": nil, "nowhere": nil} {
		if got, err := acme.Holders(ctx, "acme", rbac.Approver, org); err != nil || !slices.Equal(got, want) {
			t.Errorf("holders at %s: %v, %v", org, got, err)
		}
	}
	if got, err := acme.Members(ctx, "acme", "crew"); err != nil || !slices.Equal(got, []rbac.SubjectID{"bob"}) {
		t.Errorf("members: %v, %v", got, err)
	}
	for who, want := range map[rbac.SubjectID]bool{"bob": true, "cat": true, "off": false, "bot": false, "dan": false, "nobody": false} {
		if got, err := acme.Holds(ctx, "acme", who, rbac.Approver, "north"); err != nil || got != want {
			t.Errorf("%s holds: %v, %v", who, got, err)
		}
	}
	held, groups, err := acme.Hand(ctx, "acme", "bob")
	if err != nil || !slices.Equal(held, []rbac.Held{{Role: rbac.Approver, Org: "stock"}}) || !slices.Equal(groups, []rbac.SubjectID{"crew"}) {
		t.Errorf("hand: %v %v, %v", held, groups, err)
	}
	if held, groups, err := acme.Hand(ctx, "acme", "off"); err != nil || len(held)+len(groups) > 0 {
		t.Errorf("the hand of who is not active: %v %v, %v", held, groups, err)
	}
	if version, err := acme.Current(ctx, "acme"); err != nil || version == 0 {
		t.Errorf("version %d, %v", version, err)
	}
	if who := rbac.Session("acme", "bob"); !who.Session() || acme.Can(ctx, who, rbac.ApprovalDecide, rbac.Resource{OrgID: "stock"}) != nil {
		t.Errorf("as in a session: %+v", who)
	}
}
