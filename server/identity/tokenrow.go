package identity

import "catenary/rbac"

// Token is an API token as it is kept: never its secret. Times are Unix µs.
type Token struct {
	Tenant rbac.TenantID `db:"tenant_id"`
	ID     string        `db:"id"`
	// Subject is whose rights the token has: a member or a service account.
	Subject rbac.SubjectID `db:"subject_id"`
	// Human is who made the token.
	Human rbac.SubjectID `db:"human_id"`
	Name  string         `db:"name"`
	Hash  string         `db:"hash"`
	// Scope is the token's permissions, between single blanks and with one at
	// both ends.
	Scope string `db:"scope"`
	// Root is the subtree that the token is bound to.
	Root      rbac.OrgID `db:"root_org_id"`
	CreatedAt int64      `db:"created_at"`
	EndsAt    int64      `db:"ends_at"`
	// UsedAt is the hour of the last use, 0 for never; UsedFrom where it came from.
	UsedAt    int64  `db:"used_at"`
	UsedFrom  string `db:"used_from"`
	RevokedAt int64  `db:"revoked_at"`
}

// FoundToken is a token with what a request needs to know of its tenant, read
// in one statement.
type FoundToken struct {
	Token
	Kind          rbac.SubjectKind `db:"kind"`
	PolicyVersion int64            `db:"policy_version"`
}
