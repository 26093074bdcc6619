package rbac

import (
	"fmt"
	"time"

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
	// unshared: what is lacking is a share to Org.
	unshared bool
}

func (r *Refusal) Error() string { return fmt.Sprintf("refused %s at %s", r.Permission, r.Org) }

// fault is what the actor is told. All that cannot be seen is told alike.
func (r *Refusal) fault() error {
	switch {
	case r.Visible && r.unshared:
		return fault.New(fault.Forbidden, "auth.not_shared", "this is not shared to org %s with %s", r.Org, r.Permission).Because(r)
	case r.Visible:
		return fault.New(fault.Forbidden, "auth.forbidden", "this needs %s in org %s", r.Permission, r.Org).Because(r)
	}
	return fault.New(fault.NotFound, "resource.unknown", "there is no such thing, or you may not see it").Because(r)
}

// freshFor is how long a factor counts as just given.
const freshFor = 5 * time.Minute

// Fresh refuses, with auth.step_up_needed (Forbidden), whoever is not in a
// session in which a factor was given in the last five minutes.
func (a *Authorizer) Fresh(who Actor) error {
	if who.Session() && !who.AuthAt.IsZero() && a.now().Sub(who.AuthAt) <= freshFor {
		return nil
	}
	return fault.New(fault.Forbidden, "auth.step_up_needed", "confirm that it is you: this needs a factor given in the last five minutes")
}

// HumanOnly refuses tokens and service accounts with auth.session_needed.
func HumanOnly(who Actor) error {
	if who.Session() {
		return nil
	}
	return fault.New(fault.Forbidden, "auth.session_needed", "this needs a person who has signed in; a token is not enough")
}
