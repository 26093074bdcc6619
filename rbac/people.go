package rbac

import (
	"cmp"
	"context"
	"slices"
)

// What stands here finds people by what they hold: who is to be asked, and what
// somebody is asked as. It decides nothing; whoever acts is asked by Confirm.

// Held is a role at the org where it is granted.
type Held struct {
	Role RoleID
	Org  OrgID
}

// Session is a member as he acts in a session of his own: for questions about
// somebody who is not at hand.
func Session(tenant TenantID, member SubjectID) Actor {
	return Actor{Subject: member, Kind: User, Tenant: tenant, Human: member, Scope: anything}
}

// Hand gives what a subject can be asked as: the roles that it or one of its
// groups holds, where they are granted, and the groups. What has ended, and
// what a subject holds that is not active, is left out.
func (a *Authorizer) Hand(ctx context.Context, tenant TenantID, id SubjectID) (held []Held, groups []SubjectID, err error) {
	err = a.ofSubject(ctx, tenant, id, func(t *tree, s *subject) {
		if !s.active {
			return
		}
		now := t.now()
		take := func(from *subject) {
			for _, g := range from.grants {
				if !g.ended(now) && g.org.alive() && g.role.effect == Allow && g.role.counts(g.org) {
					held = append(held, Held{Role: g.role.id, Org: OrgID(g.org.id)})
				}
			}
		}
		take(s)
		for _, g := range s.groups {
			if g.active {
				groups = append(groups, g.id)
				take(g)
			}
		}
	})
	slices.SortFunc(held, func(x, y Held) int { return cmp.Or(cmp.Compare(x.Role, y.Role), cmp.Compare(x.Org, y.Org)) })
	slices.Sort(groups)
	return slices.Compact(held), groups, err
}

// Holders gives the active members to whom, or to a group of whom, a role is
// granted at just this org, sorted. Those who hold it from above are Holders of
// an org above.
func (a *Authorizer) Holders(ctx context.Context, tenant TenantID, role RoleID, org OrgID) (people []SubjectID, err error) {
	err = a.tenants.with(ctx, tenant, 0, func(t *tree) error {
		r, o := t.roles[string(role)], t.orgs[string(org)]
		if r == nil || o == nil || !o.alive() || !r.counts(o) {
			return nil
		}
		now := t.now()
		at := func(s *subject) bool {
			i, there := s.find(r, o)
			return there && !s.grants[i].ended(now)
		}
		for _, s := range t.subjects {
			if s.kind == User && s.active && (at(s) || slices.ContainsFunc(s.groups, func(g *subject) bool { return g.active && at(g) })) {
				people = append(people, s.id)
			}
		}
		return nil
	})
	slices.Sort(people)
	return people, err
}

// Holds says whether an active member holds a role at an org: there or above
// it, himself or by a group.
func (a *Authorizer) Holds(ctx context.Context, tenant TenantID, id SubjectID, role RoleID, org OrgID) (holds bool, err error) {
	err = a.ofSubject(ctx, tenant, id, func(t *tree, s *subject) {
		holds = s.kind == User && t.holds(s.name, rolePrefix+string(role), string(org))
	})
	return holds, err
}

// Members gives the active members who are in a group, sorted.
func (a *Authorizer) Members(ctx context.Context, tenant TenantID, group SubjectID) (people []SubjectID, err error) {
	err = a.tenants.with(ctx, tenant, 0, func(t *tree) error {
		g := t.subjects[string(group)]
		if g == nil || !g.active {
			return nil
		}
		for _, s := range t.subjects {
			if s.kind == User && s.active && s.in(g) {
				people = append(people, s.id)
			}
		}
		return nil
	})
	slices.Sort(people)
	return people, err
}

// Current brings the rights that are asked about to those that the transaction
// of ctx reads and keeps, and gives their version.
func (a *Authorizer) Current(ctx context.Context, tenant TenantID) (version int64, err error) {
	if version, err = a.source.Version(ctx, tenant); err != nil {
		return 0, err
	}
	return version, a.tenants.with(ctx, tenant, version, func(*tree) error { return nil })
}
