package rbac

import (
	"context"
	"slices"

	"catenary/internal/fault"
)

// What stands here answers rules and breadcrumbs. Only Path looks at who asks;
// the others are not for eyes. Inside a transaction they are asked after
// Confirm, which has brought the tree to the version that the transaction keeps.

// orgUnknown is the same as for whoever may not see the org.
func orgUnknown(org OrgID) error { return (&Refusal{Permission: OrgView, Org: org}).fault() }

// Path gives the ancestors of org that who may see, topmost first, org last. An
// org that who may not see is resource.unknown (NotFound).
func (a *Authorizer) Path(ctx context.Context, who Actor, org OrgID) (path []OrgID, err error) {
	err = a.tenants.with(ctx, who.Tenant, who.Version, func(t *tree) error {
		if path = t.visible(who, t.orgs[string(org)]); len(path) == 0 {
			return orgUnknown(org)
		}
		return nil
	})
	return path, a.unknownTenant(err, OrgView, org)
}

// visible gives the way down to o as far as who may see it.
func (t *tree) visible(who Actor, o *org) []OrgID {
	if t.bounds(who)&t.words.bit[OrgView] == 0 {
		return nil
	}
	now := t.still()
	held := now.reach(t.acting(who), nil)
	var seen []*org
	for _, up := range now.path(o) {
		if now.at(held, up)&t.words.bit[OrgView] == 0 || !t.within(up.id, string(who.Root)) {
			break
		}
		seen = append(seen, up)
	}
	slices.Reverse(seen)
	return ids(seen)
}

// ofOrg asks about a living org; any other is resource.unknown (NotFound).
func (a *Authorizer) ofOrg(ctx context.Context, tenant TenantID, org OrgID, ask func(*tree, *org)) error {
	err := a.tenants.with(ctx, tenant, 0, func(t *tree) error {
		o := t.orgs[string(org)]
		if o == nil || !o.alive() {
			return orgUnknown(org)
		}
		ask(t, o)
		return nil
	})
	return a.unknownTenant(err, OrgView, org)
}

// Ancestors gives org and all above it, the root last.
func (a *Authorizer) Ancestors(ctx context.Context, tenant TenantID, id OrgID) (up []OrgID, err error) {
	err = a.ofOrg(ctx, tenant, id, func(t *tree, o *org) { up = ids(t.still().path(o)) })
	return up, err
}

// Depth is on which level org is; the root is on the first.
func (a *Authorizer) Depth(ctx context.Context, tenant TenantID, id OrgID) (depth int, err error) {
	err = a.ofOrg(ctx, tenant, id, func(t *tree, o *org) { depth = len(t.still().path(o)) })
	return depth, err
}

// Subtree gives org and all living orgs below it, parents first.
func (a *Authorizer) Subtree(ctx context.Context, tenant TenantID, id OrgID) (down []OrgID, err error) {
	err = a.ofOrg(ctx, tenant, id, func(t *tree, o *org) { down = ids(t.still().subtree(o)) })
	return down, err
}

// ofRole asks about a role; one that is not there is role.unknown (NotFound).
func (a *Authorizer) ofRole(ctx context.Context, tenant TenantID, id RoleID, ask func(*tree, *role)) error {
	return a.tenants.with(ctx, tenant, 0, func(t *tree) error {
		r := t.roles[string(id)]
		if r == nil {
			return fault.New(fault.NotFound, "role.unknown", "no such role")
		}
		ask(t, r)
		return nil
	})
}

// RolePermissions gives what a role allows or denies, a system role's too.
func (a *Authorizer) RolePermissions(ctx context.Context, tenant TenantID, id RoleID) (effect Effect, list []Permission, err error) {
	err = a.ofRole(ctx, tenant, id, func(t *tree, r *role) {
		effect, list = r.effect, t.words.list(r.grants)
	})
	return effect, list, err
}

// RoleCounts says whether a role can be held at org: a system role, or a custom
// one of org or of an org above it.
func (a *Authorizer) RoleCounts(ctx context.Context, tenant TenantID, id RoleID, org OrgID) (counts bool, err error) {
	err = a.ofRole(ctx, tenant, id, func(t *tree, r *role) {
		o := t.orgs[string(org)]
		counts = o != nil && o.alive() && r.counts(o)
	})
	return counts, err
}

// ofSubject asks about a subject; of one that is not there nothing is said.
func (a *Authorizer) ofSubject(ctx context.Context, tenant TenantID, id SubjectID, ask func(*tree, *subject)) error {
	return a.tenants.with(ctx, tenant, 0, func(t *tree) error {
		if s := t.subjects[string(id)]; s != nil {
			ask(t, s)
		}
		return nil
	})
}

// Grants gives what a subject itself is granted, not its groups, and not what
// has ended.
func (a *Authorizer) Grants(ctx context.Context, tenant TenantID, id SubjectID) (grants []GrantFact, err error) {
	err = a.ofSubject(ctx, tenant, id, func(t *tree, s *subject) {
		for _, g := range s.grants {
			if !g.ended(t.now()) {
				grants = append(grants, s.fact(g))
			}
		}
	})
	return grants, err
}

// Groups gives the groups that a member or service account is in.
func (a *Authorizer) Groups(ctx context.Context, tenant TenantID, id SubjectID) (groups []SubjectID, err error) {
	err = a.ofSubject(ctx, tenant, id, func(_ *tree, s *subject) {
		for _, g := range s.groups {
			groups = append(groups, g.id)
		}
		slices.Sort(groups)
	})
	return groups, err
}

func (s *subject) fact(g grant) GrantFact {
	return GrantFact{Subject: s.id, Role: g.role.id, Org: OrgID(g.org.id), EndsAt: g.ends}
}
