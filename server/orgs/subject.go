package orgs

import "catenary/rbac"

// Subject is whatever can hold a role: a member, a service account, a group.
// Times are Unix µs.
type Subject struct {
	Tenant rbac.TenantID    `db:"tenant_id"`
	ID     rbac.SubjectID   `db:"id"`
	Kind   rbac.SubjectKind `db:"kind"`
	// Org is where the subject belongs; what it may do there hangs on grants.
	Org       rbac.OrgID `db:"org_id"`
	Key       string     `db:"key"`
	Name      string     `db:"name"`
	State     string     `db:"state"`
	Revision  int64      `db:"revision"`
	CreatedAt int64      `db:"created_at"`
	UpdatedAt int64      `db:"updated_at"`
}

// The states that this package gives to a group, and looks for.
const (
	Active  = "active"
	Removed = "removed"
)

// Fact is the subject as the decision of rights sees it.
func (s Subject) Fact() rbac.SubjectFact {
	return rbac.SubjectFact{ID: s.ID, Kind: s.Kind, Active: s.State == Active}
}

// Member is a subject in a group.
type Member struct {
	Subject
	AddedAt int64 `db:"added_at"`
}
