package rbac

import "context"

// Decision is an answer with its reasons.
type Decision struct {
	Allowed bool
	// Lines are the grants that speak for or against, denies first. None: nothing
	// that was granted has the permission here.
	Lines []Line
	// Grantors are people who could give the subject a role with the
	// permission here; at most 20.
	Grantors []SubjectID
}

// Line is one grant that counts for a question.
type Line struct {
	// Via is the group that holds the grant; empty: the subject itself.
	Via    SubjectID
	Role   RoleID
	Effect Effect
	// Path is the way from the granting org down to the one asked about. Orgs
	// above what the asker may see are left out, and Hidden is set.
	Path   []OrgID
	Hidden bool
	EndsAt int64
}

// Explain says why a subject may or may not do act at org.
func (a *Authorizer) Explain(ctx context.Context, who Actor, subject SubjectID, act Permission, org OrgID) (Decision, error) {
	return Decision{}, errNotYet
}
