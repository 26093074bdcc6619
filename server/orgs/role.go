package orgs

import "catenary/rbac"

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
