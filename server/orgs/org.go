package orgs

import (
	"time"

	"catenary/rbac"
)

// Kept is how long a deleted org can be restored.
const Kept = 30 * 24 * time.Hour

// Org is a node of the organisation tree (组织). Times are Unix µs.
type Org struct {
	Tenant rbac.TenantID `db:"tenant_id"`
	ID     rbac.OrgID    `db:"id"`
	// Parent is empty at the tenant's root.
	Parent    rbac.OrgID `db:"parent_id"`
	Key       string     `db:"key"`
	Name      string     `db:"name"`
	Revision  int64      `db:"revision"`
	CreatedAt int64      `db:"created_at"`
	UpdatedAt int64      `db:"updated_at"`
	// DeletedAt is set on the topmost org of what was deleted; what is below
	// it is gone because its way to the root is.
	DeletedAt int64 `db:"deleted_at"`
	// HasChildren says whether there are children among the orgs that were
	// asked about; only lists know it.
	HasChildren bool `db:"has_children"`
}

// Fact is the org as the decision of rights sees it.
func (o Org) Fact() rbac.OrgFact {
	return rbac.OrgFact{ID: o.ID, Parent: o.Parent, Deleted: o.DeletedAt != 0}
}

// Crumb names an org on the way to another.
type Crumb struct {
	ID   rbac.OrgID `db:"id"   json:"id"`
	Key  string     `db:"key"  json:"key"`
	Name string     `db:"name" json:"name"`
}

// View is an org as one person sees it: nothing above what that person may
// view appears.
type View struct {
	Org
	// Path leads from the topmost org that may be viewed to this one.
	Path []Crumb
	// Can is what the person may do there.
	Can []rbac.Permission
}

// Query chooses orgs for a list, sorted by name.
type Query struct {
	// Parent: its children. Empty: the orgs of the set whose parent is not in it.
	Parent rbac.OrgID
	// Search: instead, all whose name or key has this in it.
	Search string
}

// Link is an org on the way up from another, which has level 0.
type Link struct {
	Start   rbac.OrgID `db:"start_id"`
	Org     rbac.OrgID `db:"id"`
	Level   int        `db:"level"`
	Deleted bool       `db:"deleted"`
}
