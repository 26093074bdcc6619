package rbac

import (
	"context"

	"catenary/internal/fault"
)

// KeepsOwner refuses changes, not made yet, that would leave nobody who can put
// the tenant's rights in order: an active person with member:write at the root
// by a grant without end. It is grant.last_owner (Conflict). If there is no such
// person already, nothing is refused. Ask under LockTenant, after Confirm.
func (a *Authorizer) KeepsOwner(ctx context.Context, tenant TenantID, ops ...Change) error {
	return a.tenants.with(ctx, tenant, 0, func(t *tree) error {
		at := t.atRoot()
		if !at.owned() {
			return nil
		}
		for _, op := range ops {
			at.apply(op)
		}
		if at.owned() {
			return nil
		}
		return fault.New(fault.Conflict, "grant.last_owner", "someone active must keep member:write at the tenant's root")
	})
}

// rootRights is a copy of what decides about member:write at the root.
type rootRights struct {
	root     OrgID
	bit      set
	words    *vocabulary
	subjects map[SubjectID]SubjectFact
	members  map[MembershipFact]bool
	roles    map[RoleID]RoleFact
	grants   map[GrantFact]int64 // by subject, role and org; the value is the end
	now      int64
}

func (t *tree) atRoot() *rootRights {
	c := &rootRights{
		root: OrgID(t.tenant), bit: t.words.bit[MemberWrite], words: t.words, now: t.now(),
		subjects: make(map[SubjectID]SubjectFact), members: make(map[MembershipFact]bool),
		roles: make(map[RoleID]RoleFact), grants: make(map[GrantFact]int64),
	}
	for _, r := range t.roles {
		f := RoleFact{ID: r.id, Owner: c.root, Effect: r.effect, Permissions: t.words.list(r.grants)}
		if r.owner != nil {
			f.Owner = OrgID(r.owner.id)
		}
		c.roles[r.id] = f
	}
	for _, s := range t.subjects {
		c.subjects[s.id] = SubjectFact{ID: s.id, Kind: s.kind, Active: s.active}
		for _, g := range s.groups {
			c.members[MembershipFact{Group: g.id, Member: s.id}] = true
		}
		for _, g := range s.grants {
			if g.org.rooted {
				c.grants[GrantFact{Subject: s.id, Role: g.role.id, Org: c.root}] = g.ends
			}
		}
	}
	return c
}

func (c *rootRights) apply(op Change) {
	switch {
	case op.Role != nil:
		c.roles[op.Role.ID] = *op.Role
	case op.RoleGone != "":
		delete(c.roles, op.RoleGone)
	case op.Grant != nil && op.Grant.Org == c.root:
		c.grants[GrantFact{Subject: op.Grant.Subject, Role: op.Grant.Role, Org: c.root}] = op.Grant.EndsAt
	case op.GrantGone != nil:
		delete(c.grants, GrantFact{Subject: op.GrantGone.Subject, Role: op.GrantGone.Role, Org: op.GrantGone.Org})
	case op.Member != nil:
		c.members[*op.Member] = true
	case op.MemberGone != nil:
		delete(c.members, *op.MemberGone)
	case op.Subject != nil:
		c.subjects[op.Subject.ID] = *op.Subject
	case op.SubjectGone != "":
		delete(c.subjects, op.SubjectGone)
	}
}

// owned says whether someone is left.
func (c *rootRights) owned() bool {
	allowed, denied := map[SubjectID]bool{}, map[SubjectID]bool{}
	for g, ends := range c.grants {
		r, ok := c.roles[g.Role]
		if !ok || r.Owner != c.root || c.words.set(r.Permissions)&c.bit == 0 {
			continue
		}
		switch {
		case r.Effect == Allow && ends == 0:
			c.mark(allowed, g.Subject)
		case r.Effect == Deny && (ends == 0 || ends > c.now):
			c.mark(denied, g.Subject)
		}
	}
	for id := range allowed {
		if s := c.subjects[id]; s.Active && s.Kind == User && !denied[id] {
			return true
		}
	}
	return false
}

// mark notes a subject, or the members of an active group.
func (c *rootRights) mark(whom map[SubjectID]bool, id SubjectID) {
	s, ok := c.subjects[id]
	if !ok || !s.Active {
		return
	}
	whom[id] = true
	if s.Kind != Group {
		return
	}
	for m := range c.members {
		if m.Group == id {
			whom[m.Member] = true
		}
	}
}
