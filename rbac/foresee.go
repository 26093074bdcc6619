package rbac

import (
	"cmp"
	"context"
	"maps"
	"slices"
)

// Foresee says whose rights a change of a role's permissions, or a grant that is
// given or withdrawn, would change: members and service accounts, sorted by
// subject and org. It changes nothing and asks for no permission. Other changes
// foresee nothing.
func (a *Authorizer) Foresee(ctx context.Context, who Actor, c Change) (rights []RightsDiff, err error) {
	err = a.tenants.with(ctx, who.Tenant, who.Version, func(t *tree) error {
		rights = t.foresee(c)
		return nil
	})
	return rights, err
}

// foresight is a tree and what would be different in it: a role that has other
// permissions, or a grant of its that somebody has more or less.
type foresight struct {
	shape
	role    *role
	becomes set
	// holder gets the role at org, or with gone loses it; nil: the role changes.
	holder *subject
	org    *org
	ends   int64
	gone   bool
}

func (t *tree) foresee(c Change) []RightsDiff {
	f := foresight{shape: t.still()}
	given := cmp.Or(c.Grant, c.GrantGone)
	switch {
	case c.Role != nil:
		f.role, f.becomes = t.roles[string(c.Role.ID)], t.words.set(c.Role.Permissions)
	case given != nil:
		f.role, f.org, f.gone = t.roles[string(given.Role)], t.orgs[string(given.Org)], c.Grant == nil
		f.holder, f.ends = t.subjects[string(given.Subject)], given.EndsAt
		if f.holder == nil || f.org == nil || f.role == nil || !f.counts(f.role, f.org) {
			return nil
		}
		f.becomes = f.role.grants
	}
	if f.role == nil {
		return nil
	}
	var out []RightsDiff
	for _, s := range t.subjects {
		if s.kind != Group && s.active {
			out = append(out, f.rights(s)...)
		}
	}
	slices.SortFunc(out, func(x, y RightsDiff) int {
		return cmp.Or(cmp.Compare(x.Subject, y.Subject), cmp.Compare(x.Org, y.Org))
	})
	return out
}

// tops are the orgs at which something changes of what the subject or one of its
// groups holds.
func (f foresight) tops(s *subject) []*org {
	var tops []*org
	for _, holder := range append([]*subject{s}, s.groups...) {
		switch {
		case !holder.active:
		case f.holder == holder:
			tops = append(tops, f.org)
		case f.holder == nil:
			for _, g := range holder.grants {
				if g.role == f.role && !g.ended(f.now) && f.counts(g.role, g.org) {
					tops = append(tops, g.org)
				}
			}
		}
	}
	return tops
}

// after is what the subject would hold.
func (f foresight) after(s *subject) reach {
	r := reach{}
	for _, holder := range append([]*subject{s}, s.groups...) {
		if !holder.active {
			continue
		}
		then := subject{active: true}
		for _, g := range holder.grants {
			if g.role != f.role {
				then.grants = append(then.grants, g)
				continue
			}
			if holder == f.holder && g.org == f.org {
				continue
			}
			changed := *g.role
			changed.grants = f.becomes
			g.role = &changed
			then.grants = append(then.grants, g)
		}
		if holder == f.holder && !f.gone {
			then.grants = append(then.grants, grant{role: f.role, org: f.org, ends: f.ends})
		}
		f.gather(r, &then, nil)
	}
	return r
}

// rights compares what a subject may do before and after, at the orgs where
// something changes and at those below where it holds something else.
func (f foresight) rights(s *subject) []RightsDiff {
	tops := f.tops(s)
	if len(tops) == 0 {
		return nil
	}
	before, after := f.reach(s, nil), f.after(s)
	depth := map[*org]int{}
	place := func(o *org) {
		if slices.ContainsFunc(tops, o.below) {
			depth[o] = len(f.path(o))
		}
	}
	for _, o := range tops {
		place(o)
	}
	for o := range before {
		place(o)
	}
	type change struct{ gains, loses set }
	at := make(map[*org]change, len(depth))
	var out []RightsDiff
	for _, o := range slices.SortedFunc(maps.Keys(depth), func(x, y *org) int { return cmp.Compare(depth[x], depth[y]) }) {
		was, is := f.at(before, o), f.at(after, o)
		now := change{gains: is &^ was, loses: was &^ is}
		at[o] = now
		var above change // that of the next place above
		for up := o.parent; up != nil; up = up.parent {
			if there, ok := at[up]; ok {
				above = there
				break
			}
		}
		if now != above {
			words := f.tree.words
			out = append(out, RightsDiff{Subject: s.id, Org: OrgID(o.id), Gains: words.list(now.gains), Loses: words.list(now.loses)})
		}
	}
	return out
}
