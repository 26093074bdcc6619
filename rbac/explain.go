package rbac

import (
	"cmp"
	"context"
	"slices"
)

// Decision is an answer with its reasons.
type Decision struct {
	Allowed bool
	// Lines are the grants that speak for or against, denies first. None:
	// nothing that the subject holds has the permission here.
	Lines []Line
	// Grantors are people who could now give the subject a role with the
	// permission here, those granted something nearest first; at most 20.
	// Against a deny no grant helps.
	Grantors []SubjectID
}

// Line is one grant that counts for a question.
type Line struct {
	// Via is the group that holds the grant; empty: the subject itself.
	Via    SubjectID
	Role   RoleID
	Effect Effect
	// Path is the way from the granting org down to the one asked about. Orgs
	// that the asker may not see are left out, and Hidden says so.
	Path   []OrgID
	Hidden bool
	EndsAt int64
}

// maxGrantors is how many people Explain names.
const maxGrantors = 20

// Explain says why a subject may or may not do act at org, in a session. Others
// than the subject need member:view there; it refuses like Can.
func (a *Authorizer) Explain(ctx context.Context, who Actor, subject SubjectID, act Permission, org OrgID) (d Decision, err error) {
	needed := OrgView
	if subject != who.Subject {
		needed = MemberView
	}
	err = a.tenants.with(ctx, who.Tenant, who.Version, func(t *tree) error {
		if !a.allows(ctx, t, who, needed, org, nil) {
			return a.refuse(ctx, t, who, needed, org)
		}
		s := t.subjects[string(subject)]
		if s == nil {
			return (&Refusal{Permission: needed, Org: org}).fault()
		}
		asked := Actor{Subject: s.id, Kind: s.kind, Tenant: who.Tenant, Scope: anything}
		o := t.orgs[string(org)]
		d.Allowed = a.allows(ctx, t, asked, act, org, nil)
		d.Lines = t.decided(s, t.words.bit[act], o, t.visible(who, o))
		if len(d.Lines) == 0 || d.Lines[0].Effect == Allow {
			d.Grantors = t.grantors(s, t.words.bit[act], o)
		}
		return nil
	})
	return d, a.unknownTenant(err, needed, org)
}

// decided gives the grants with the permission that the subject, if active, and
// its active groups hold on the way up from o.
func (t *tree) decided(s *subject, bit set, o *org, visible []OrgID) []Line {
	var lines []Line
	if !s.active {
		return nil
	}
	for _, holder := range append([]*subject{s}, s.groups...) {
		if !holder.active {
			continue
		}
		for _, g := range holder.grants {
			if g.role.grants&bit == 0 || g.ended(t.now()) || !o.below(g.org) || !g.role.counts(g.org) {
				continue
			}
			l := Line{Role: g.role.id, Effect: g.role.effect, EndsAt: g.ends}
			if holder != s {
				l.Via = holder.id
			}
			l.Path = visible
			if i := slices.Index(visible, OrgID(g.org.id)); i >= 0 {
				l.Path = visible[i:]
			} else {
				l.Hidden = true
			}
			lines = append(lines, l)
		}
	}
	slices.SortStableFunc(lines, func(l, m Line) int { return -cmp.Compare(l.Effect, m.Effect) }) // "deny" before "allow"
	return lines
}

// grantors gives the people who may grant, at o, a role that allows the
// permission: they need member:write there and all of the role's permissions.
func (t *tree) grantors(to *subject, bit set, o *org) []SubjectID {
	if bit == 0 {
		return nil
	}
	now := t.still()
	var roles []set
	for _, r := range t.roles {
		if r.effect == Allow && r.grants&bit != 0 && r.counts(o) {
			roles = append(roles, r.grants|t.words.bit[MemberWrite])
		}
	}
	onPath := func(at *org) bool { return o.below(at) }
	up := now.path(o)
	var people []SubjectID
	steps := map[SubjectID]int{}
	for _, s := range t.subjects {
		if s == to || s.kind != User || !s.active || s.in(to) {
			continue
		}
		held := now.reach(s, onPath)
		may := now.at(held, o)
		if slices.ContainsFunc(roles, func(need set) bool { return need&^may == 0 }) {
			people = append(people, s.id)
			steps[s.id] = slices.IndexFunc(up, func(at *org) bool { _, here := held[at]; return here })
		}
	}
	slices.SortFunc(people, func(x, y SubjectID) int { return cmp.Or(cmp.Compare(steps[x], steps[y]), cmp.Compare(x, y)) })
	return people[:min(len(people), maxGrantors)]
}
