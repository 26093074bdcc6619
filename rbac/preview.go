package rbac

import "context"

// Move puts an org, with all below it, under another.
type Move struct{ Org, To OrgID }

// Diff is what a move changes, all inside the moved subtree: nothing outside it
// changes.
type Diff struct {
	// Version is that of the rights it was made from.
	Version int64
	// Rights are whose rights change, sorted by subject and org.
	Rights []RightsDiff
	// Stops worked somewhere in the subtree before and nowhere in it after;
	// Starts the other way round.
	Stops  Affected
	Starts Affected
}

// RightsDiff is what a subject gains and loses at an org and at all below it,
// down to the next org for which the subject has an entry of its own.
type RightsDiff struct {
	Subject SubjectID
	Org     OrgID
	Gains   []Permission
	Loses   []Permission
}

// Affected are things that a move makes stop or start.
type Affected struct {
	// Grants are those of custom roles.
	Grants []GrantFact
	// Shares and Tokens are ids.
	Shares []string
	Tokens []string
}

// Preview says what a move would change.
func (a *Authorizer) Preview(ctx context.Context, who Actor, m Move) (Diff, error) {
	return Diff{}, errNotYet
}

// CheckMove says whether the tree allows a move.
func (a *Authorizer) CheckMove(ctx context.Context, tenant TenantID, m Move) error {
	return errNotYet
}
