package rbac_test

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"catenary/rbac"
)

// table reads the table of system roles in the documentation: what each role
// has.
func table(t *testing.T) map[rbac.RoleID][]rbac.Permission {
	t.Helper()
	text, err := os.ReadFile("../docs/authorisation.md")
	if err != nil {
		t.Fatal(err)
	}
	words := regexp.MustCompile("`([a-z]+:[a-z]+)`")
	var roles []rbac.RoleID
	has := map[rbac.RoleID][]rbac.Permission{}
	for line := range strings.Lines(string(text)) {
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		if !strings.HasPrefix(line, "|") || len(cells) != 8 {
			continue
		}
		if strings.TrimSpace(cells[0]) == "permissions" {
			for _, c := range cells[1:] {
				roles = append(roles, rbac.RoleID(strings.TrimSpace(c)))
			}
			continue
		}
		for i, role := range roles {
			named := cells[i+1]
			if strings.TrimSpace(named) == "●" {
				named = cells[0]
			}
			for _, m := range words.FindAllStringSubmatch(named, -1) {
				has[role] = append(has[role], rbac.Permission(m[1]))
			}
		}
	}
	return has
}

func TestSystemRolesAreThoseOfTheDocumentation(t *testing.T) {
	t.Parallel()
	want := table(t)
	if len(want) != len(rbac.SystemRoles()) {
		t.Fatalf("the table has %d roles", len(want))
	}
	for _, r := range rbac.SystemRoles() {
		got, want := slices.Sorted(slices.Values(r.Permissions)), slices.Sorted(slices.Values(want[r.ID]))
		if !slices.Equal(got, want) {
			t.Errorf("%s has\n%v, documented are\n%v", r.ID, got, want)
		}
	}
	if owner := want[rbac.Owner]; len(owner) != len(rbac.Permissions()) {
		t.Errorf("%d permissions are documented, there are %d", len(owner), len(rbac.Permissions()))
	}
}

// TestRolesByLevel grants each system role at the middle of a tree and asks for
// each permission on each level: above and beside nothing is even visible, at
// the org and below it is as the documentation says.
func TestRolesByLevel(t *testing.T) {
	t.Parallel()
	roles := table(t)
	for role, permissions := range roles {
		t.Run(string(role), func(t *testing.T) {
			t.Parallel()
			acme := setup(t, grant("bob", role, "stock"))
			bob := acme.session("bob")
			for _, act := range rbac.Permissions() {
				for _, at := range []rbac.OrgID{"acme", "retail", "shop", "finance", "nowhere", ""} {
					acme.want(t, bob, act, at, unknown)
				}
				want := yes
				if !slices.Contains(permissions, act) {
					want = forbidden
					if !slices.Contains(permissions, viewOf(act)) {
						want = unknown
					}
				}
				for _, at := range []rbac.OrgID{"stock", "north"} {
					acme.want(t, bob, act, at, want)
				}
			}
		})
	}
}

// viewOf is the permission that shows the thing which act is about.
func viewOf(act rbac.Permission) rbac.Permission {
	kind, _, _ := strings.Cut(string(act), ":")
	if view := rbac.Permission(kind + ":view"); slices.Contains(rbac.Permissions(), view) {
		return view
	}
	return rbac.OrgView
}

func TestAPermissionThatIsNoneIsRefused(t *testing.T) {
	t.Parallel()
	acme := setup(t, custom("odd", "acme", rbac.Allow, "chain:*", "*", "", "secret:read", rbac.OrgView), grant("bob", "odd", "acme"))
	for _, act := range []rbac.Permission{"chain:*", "*", "", " ", "secret:read", "org", ":", "chain:edit chain:view"} {
		t.Run(fmt.Sprintf("%q", act), func(t *testing.T) {
			t.Parallel()
			acme.want(t, acme.session("ann"), act, "acme", forbidden)
			if acme.answer(acme.session("bob"), act, "acme") == yes {
				t.Error("a role may name it")
			}
			if set, err := acme.Filter(t.Context(), acme.session("ann"), act); err != nil || set.Mode != rbac.None {
				t.Errorf("Filter = %+v, %v", set, err)
			}
		})
	}
}

func TestSensitive(t *testing.T) {
	t.Parallel()
	roles := map[rbac.RoleID][]rbac.Permission{}
	for _, r := range rbac.SystemRoles() {
		roles[r.ID] = r.Permissions
	}
	for _, c := range []struct {
		name          string
		permissions   []rbac.Permission
		atRoot, below bool
	}{
		{"nothing", nil, false, false},
		{"owner", roles[rbac.Owner], true, true},
		{"all, by a custom role", rbac.Permissions(), true, true},
		{"one of the owner's own", []rbac.Permission{rbac.OrgView, rbac.KeysRotate}, true, true},
		{"admin", roles[rbac.Admin], true, false},
		{"members", []rbac.Permission{rbac.MemberWrite}, true, false},
		{"designer", roles[rbac.Designer], false, false},
	} {
		if root, below := rbac.Sensitive(c.permissions, true), rbac.Sensitive(c.permissions, false); root != c.atRoot || below != c.below {
			t.Errorf("%s: %v at the root, %v below", c.name, root, below)
		}
	}
}
