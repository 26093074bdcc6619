package rbac

import "context"

// Source gives the committed facts of a tenant, never those of a transaction
// that is still open.
type Source interface {
	// Facts reads everything of a tenant in one snapshot. A tenant that is not
	// there is a fault.NotFound.
	Facts(ctx context.Context, tenant TenantID) (Facts, error)
	// Changes reads what followed version, oldest first, at most limit+1 of
	// them. The first one has version+1 unless it was dropped meanwhile.
	Changes(ctx context.Context, tenant TenantID, version int64, limit int) ([]VersionedChange, error)
	// Version reads the present policy version. Inside a transaction it also
	// keeps the version from changing until the transaction ends.
	Version(ctx context.Context, tenant TenantID) (int64, error)
	// Ties reads what hangs on the shape of the tree and decides nothing by
	// itself. Only Preview asks for it.
	Ties(ctx context.Context, tenant TenantID) (Ties, error)
}

// Ties are the shares and the living tokens of a tenant.
type Ties struct {
	Shares []ShareFact
	Tokens []TokenFact
}

// ShareFact is a row of shares. It works while ToOrg is Owner or below it.
type ShareFact struct {
	ID    string
	Owner OrgID
	Share
}

// TokenFact is a token that is neither revoked nor ended.
type TokenFact struct {
	ID      string
	Subject SubjectID
	Scope   string
	Root    OrgID
}

// Facts are all rows that rights are made of, at one policy version.
type Facts struct {
	Tenant  TenantID
	Version int64
	// Orgs are all of them, deleted ones too, in no order.
	Orgs     []OrgFact
	Roles    []RoleFact
	Grants   []GrantFact
	Members  []MembershipFact
	Subjects []SubjectFact
}

// OrgFact is a row of the tree. Parent is empty at the root.
type OrgFact struct {
	ID      OrgID `json:"id"`
	Parent  OrgID `json:"parent,omitempty"`
	Deleted bool  `json:"deleted,omitempty"`
}

// Effect says whether a role allows or denies.
type Effect string

// The effects.
const (
	Allow Effect = "allow"
	Deny  Effect = "deny"
)

// RoleFact is a custom role. System roles are in the code and in no facts.
type RoleFact struct {
	ID          RoleID       `json:"id"`
	Owner       OrgID        `json:"owner"`
	Effect      Effect       `json:"effect"`
	Permissions []Permission `json:"permissions"`
}

// GrantFact gives a subject a role at an org; EndsAt is Unix µs, 0 for none.
type GrantFact struct {
	Subject SubjectID `json:"subject"`
	Role    RoleID    `json:"role"`
	Org     OrgID     `json:"org"`
	EndsAt  int64     `json:"ends_at,omitempty"`
}

// MembershipFact puts a member or service account in a group.
type MembershipFact struct {
	Group  SubjectID `json:"group"`
	Member SubjectID `json:"member"`
}

// SubjectFact is a member, service account or group; only active ones act.
type SubjectFact struct {
	ID     SubjectID   `json:"id"`
	Kind   SubjectKind `json:"kind"`
	Active bool        `json:"active"`
}

// VersionedChange is a row of policy_changes: what one transaction did.
type VersionedChange struct {
	Version int64
	Ops     []Change
}

// Change is one step of a policy change. Exactly one field is set. Org, Role
// and Subject upsert; an org whose Parent differs is a move.
type Change struct {
	Org         *OrgFact        `json:"org,omitempty"`
	OrgGone     OrgID           `json:"org_gone,omitempty"`
	Role        *RoleFact       `json:"role,omitempty"`
	RoleGone    RoleID          `json:"role_gone,omitempty"`
	Grant       *GrantFact      `json:"grant,omitempty"`
	GrantGone   *GrantFact      `json:"grant_gone,omitempty"`
	Member      *MembershipFact `json:"member,omitempty"`
	MemberGone  *MembershipFact `json:"member_gone,omitempty"`
	Subject     *SubjectFact    `json:"subject,omitempty"`
	SubjectGone SubjectID       `json:"subject_gone,omitempty"`
	// Touch changes no line: a session or token ended, so live streams look.
	Touch SubjectID `json:"touch,omitempty"`
}
