package rbac

import (
	"fmt"

	"catenary/internal/fault"
)

// Refusal is the cause inside every fault by which an Authorizer says no to a
// question; errors.As finds it. The edge writes it to the audit log.
type Refusal struct {
	Permission Permission
	Org        OrgID
	// Visible says whether the actor may see the resource, and so is told what
	// is lacking; otherwise it is told that there is no such resource.
	Visible bool
}

func (r *Refusal) Error() string { return fmt.Sprintf("refused %s at %s", r.Permission, r.Org) }

// fault is what the actor is told. All that cannot be seen is told alike.
func (r *Refusal) fault() error {
	if r.Visible {
		return fault.New(fault.Forbidden, "auth.forbidden", "this needs %s in org %s", r.Permission, r.Org).Because(r)
	}
	return fault.New(fault.NotFound, "resource.unknown", "there is no such thing, or you may not see it").Because(r)
}

// HumanOnly refuses tokens and service accounts with auth.session_needed.
func HumanOnly(who Actor) error {
	if who.Session() {
		return nil
	}
	return fault.New(fault.Forbidden, "auth.session_needed", "this needs a person who has signed in; a token is not enough")
}
