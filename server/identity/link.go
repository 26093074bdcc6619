package identity

import "catenary/rbac"

// LinkKind says what a one-time link is for.
type LinkKind string

// The kinds of link.
const (
	LinkInvite LinkKind = "invite"
	LinkReset  LinkKind = "reset"
	LinkVerify LinkKind = "verify"
)

// Link is a one-time link as it is kept: only its hash. Times are Unix µs.
type Link struct {
	Hash string   `db:"hash"`
	Kind LinkKind `db:"kind"`
	// Mailed says that the link went to the address and nowhere else, so who
	// comes by it has the address.
	Mailed  bool           `db:"mailed"`
	Person  string         `db:"person_id"`
	Tenant  rbac.TenantID  `db:"tenant_id"`
	Subject rbac.SubjectID `db:"subject_id"`
	// Inviter is the member to whom an invitation's link was handed, who could
	// take it up too; Fresh says that this one had just given a factor.
	Inviter   rbac.SubjectID `db:"inviter_id"`
	Fresh     bool           `db:"fresh"`
	Email     string         `db:"email"`
	CreatedAt int64          `db:"created_at"`
	EndsAt    int64          `db:"ends_at"`
}
