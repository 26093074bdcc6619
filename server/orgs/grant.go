package orgs

import "catenary/rbac"

// Grant gives a subject a role at an org and below it. Times are Unix µs.
type Grant struct {
	Tenant  rbac.TenantID  `db:"tenant_id"`
	ID      string         `db:"id"`
	Subject rbac.SubjectID `db:"subject_id"`
	Role    rbac.RoleID    `db:"role_id"`
	Org     rbac.OrgID     `db:"org_id"`
	// EndsAt is 0 for a grant without an end.
	EndsAt    int64          `db:"ends_at"`
	Revision  int64          `db:"revision"`
	CreatedAt int64          `db:"created_at"`
	CreatedBy rbac.SubjectID `db:"created_by"`
	// Names of what the grant joins; only reads fill them in.
	SubjectName string           `db:"subject_name"`
	SubjectKind rbac.SubjectKind `db:"subject_kind"`
	RoleKey     string           `db:"role_key"`
	RoleName    string           `db:"role_name"`
	OrgName     string           `db:"org_name"`
}

// Fact is the grant as the decision of rights sees it.
func (g Grant) Fact() rbac.GrantFact {
	return rbac.GrantFact{Subject: g.Subject, Role: g.Role, Org: g.Org, EndsAt: g.EndsAt}
}

// GrantQuery chooses grants for a list.
type GrantQuery struct {
	// Orgs: those granted at one of them. Empty: in the set that is asked with.
	Orgs []rbac.OrgID
	// Subject: only this one's.
	Subject rbac.SubjectID
}
