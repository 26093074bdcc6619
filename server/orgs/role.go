package orgs

import (
	"strings"

	"catenary/rbac"
)

// Role is a set of permissions that can be granted. Times are Unix µs.
type Role struct {
	Tenant rbac.TenantID `db:"tenant_id"`
	ID     rbac.RoleID   `db:"id"`
	// Owner is the org whose role this is: it can be granted there and below.
	// Empty for a system role.
	Owner     rbac.OrgID  `db:"owner_org_id"`
	Key       string      `db:"key"`
	Name      string      `db:"name"`
	Effect    rbac.Effect `db:"effect"`
	Revision  int64       `db:"revision"`
	CreatedAt int64       `db:"created_at"`
	UpdatedAt int64       `db:"updated_at"`
	// Permissions are sorted in the order of the catalogue.
	Permissions []rbac.Permission `db:"-"`
}

// System says whether the role is one of those that every tenant has.
func (r Role) System() bool { return r.Owner == "" }

// Fact is a custom role as the decision of rights sees it.
func (r Role) Fact() rbac.RoleFact {
	return rbac.RoleFact{ID: r.ID, Owner: r.Owner, Effect: r.Effect, Permissions: r.Permissions}
}

// SystemRoles are the rows of the roles that every tenant has, for a new tenant.
// What they allow is in the code.
func SystemRoles(tenant rbac.TenantID, at int64) []Role {
	var out []Role
	for _, r := range rbac.SystemRoles() {
		key := string(r.ID)
		out = append(out, Role{
			Tenant: tenant, ID: r.ID, Key: key, Name: strings.ToUpper(key[:1]) + key[1:], Effect: rbac.Allow,
			Revision: 1, CreatedAt: at, UpdatedAt: at, Permissions: r.Permissions,
		})
	}
	return out
}
