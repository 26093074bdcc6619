package rbac

import "time"

// Ids of the things that rights are about. All are ULIDs made by the server,
// but for the ids of system roles, which are words.
type (
	// TenantID is the id of a root org, which is a tenant.
	TenantID string
	// OrgID is the id of an Org (组织).
	OrgID string
	// SubjectID is the id of a member, a service account or a group.
	SubjectID string
	// RoleID is the id of a role.
	RoleID string
)

// Actor is who asks, as found by the edge with the session or the token.
type Actor struct {
	Subject SubjectID
	Kind    SubjectKind
	Tenant  TenantID
	// Human is the person behind the request: the session's user, or whoever
	// made the token. It is what separation of duties looks at.
	Human SubjectID
	// Token is the id of the token used; empty in a session.
	Token string
	// Scope is "*" in a session, else the token's permissions: words between
	// single blanks, with a blank at both ends.
	Scope string
	// Root is the subtree that a token is bound to; empty: the whole tenant.
	Root OrgID
	// AuthAt is when a factor was last given; sensitive acts need it fresh.
	AuthAt time.Time
	// Version is the tenant's policy version read in the statement that found
	// the session or token. A decision is made under this version or a newer.
	Version int64
}

// Session says whether a person acts with a session rather than a token.
func (a Actor) Session() bool { return a.Token == "" && a.Kind == User }

// SubjectKind tells members, service accounts and groups apart.
type SubjectKind string

// The kinds of subject.
const (
	User    SubjectKind = "user"
	Service SubjectKind = "service"
	Group   SubjectKind = "group"
)

// Resource is what is acted on: a thing in an org, or the org itself when ID
// is empty.
type Resource struct {
	OrgID OrgID
	ID    string
	// Authors requested, wrote or last edited what is to be decided.
	Authors []SubjectID
	// Shares are those of this resource.
	Shares []Share
}

// Share lets an org, and what is below it if Subtree, use a resource of
// another org.
type Share struct {
	ToOrg       OrgID
	Subtree     bool
	Permissions []Permission
}
