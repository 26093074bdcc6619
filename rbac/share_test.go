package rbac_test

import (
	"testing"

	"catenary/rbac"
)

func TestSharedThings(t *testing.T) {
	t.Parallel()
	acme := setup(t, member("eve"), member("dan"),
		grant("bob", rbac.Designer, "stock"), grant("eve", rbac.Viewer, "stock"), grant("dan", rbac.Designer, "retail"))
	secret := func(owner rbac.OrgID, shares ...rbac.Share) rbac.Resource {
		return rbac.Resource{OrgID: owner, ID: "s1", Shares: shares}
	}
	use := []rbac.Permission{rbac.SecretUse}
	toStock := rbac.Share{ToOrg: "stock", Permissions: use}
	toAll := rbac.Share{ToOrg: "retail", Subtree: true, Permissions: use}
	tests := []struct {
		name   string
		who    rbac.SubjectID
		what   rbac.Resource
		acting rbac.OrgID
		want   string
		usable bool
	}{
		{"the org's own", "bob", secret("stock"), "stock", yes, true},
		{"shared to the org", "bob", secret("retail", toStock), "stock", yes, true},
		{"shared to a subtree", "bob", secret("retail", toAll), "north", yes, true},
		{"shared to the org, not below it", "dan", secret("retail", toStock), "north", "auth.not_shared", false},
		{"not shared, and its owner is hidden", "bob", secret("retail"), "stock", unknown, false},
		{"not shared, and its owner is visible", "dan", secret("retail"), "stock", "auth.not_shared", false},
		{"shared for something else", "bob", secret("retail", rbac.Share{ToOrg: "stock", Permissions: []rbac.Permission{rbac.SecretList}}), "stock", unknown, false},
		{"shared, but the actor may not there", "eve", secret("retail", toStock), "stock", forbidden, true},
		{"shared, but the actor is not there", "bob", secret("retail", toAll), "shop", unknown, true},
		{"shared upward", "ann", secret("stock", rbac.Share{ToOrg: "retail", Subtree: true, Permissions: use}), "retail", "auth.not_shared", false},
		{"shared sideways", "ann", secret("finance", toStock), "stock", "auth.not_shared", false},
		{"to an org that is not there", "ann", secret("retail", rbac.Share{ToOrg: "nowhere", Permissions: use}), "nowhere", "auth.not_shared", false},
		{"to no org", "ann", secret("retail", rbac.Share{Permissions: use}), "", "auth.not_shared", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			err := acme.CanFor(t.Context(), acme.session(tt.who), rbac.SecretUse, tt.what, tt.acting)
			if got := code(err); got != tt.want {
				t.Errorf("CanFor = %q, want %q", got, tt.want)
			}
			usable, err := acme.Usable(t.Context(), "acme", rbac.SecretUse, tt.what, tt.acting)
			if err != nil || usable != tt.usable {
				t.Errorf("Usable = %v, %v", usable, err)
			}
		})
	}
}

func TestASharedThingStopsWhenTheOrgLeaves(t *testing.T) {
	t.Parallel()
	acme := setup(t, grant("bob", rbac.Designer, "stock"))
	what := rbac.Resource{OrgID: "retail", Shares: []rbac.Share{{ToOrg: "stock", Subtree: true, Permissions: []rbac.Permission{rbac.EngineUse}}}}
	bob := acme.session("bob")
	if err := acme.CanFor(t.Context(), bob, rbac.EngineUse, what, "north"); err != nil {
		t.Fatal(err)
	}
	bob.Version = acme.commit(org("stock", "finance"))
	if err := acme.CanFor(t.Context(), bob, rbac.EngineUse, what, "north"); code(err) != unknown {
		t.Errorf("after the move: %v", err)
	}
	if usable, err := acme.Usable(t.Context(), "acme", rbac.EngineUse, what, "north"); err != nil || usable {
		t.Errorf("Usable = %v, %v", usable, err)
	}
	if usable, err := acme.Usable(t.Context(), "acme", rbac.EngineUse, rbac.Resource{OrgID: "nowhere"}, "nowhere"); err != nil || usable {
		t.Errorf("Usable of what is not there = %v, %v", usable, err)
	}
	if _, err := acme.Usable(t.Context(), "other", rbac.EngineUse, what, "north"); code(err) != "tenant.unknown" {
		t.Errorf("Usable in another tenant: %v", err)
	}
}
