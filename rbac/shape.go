package rbac

import "slices"

// shape is a tree as it is, or as it would be after a move. It answers for many
// questions at once what Casbin answers for one; tests hold the two together.
type shape struct {
	tree  *tree
	now   int64
	moved *org
	to    *org
}

// still is the tree as it is.
func (t *tree) still() shape { return shape{tree: t, now: t.now()} }

// after is the tree as it would be.
func (s shape) after(moved, to *org) shape {
	s.moved, s.to = moved, to
	return s
}

func (s shape) parent(o *org) *org {
	if o == s.moved {
		return s.to
	}
	return o.parent
}

func (s shape) below(o, top *org) bool {
	for ; o != nil; o = s.parent(o) {
		if o == top {
			return true
		}
	}
	return false
}

func (s shape) alive(o *org) bool {
	for o != nil {
		up := s.parent(o)
		if up == nil {
			return o.rooted
		}
		o = up
	}
	return false
}

// path gives o and all above it, the root last.
func (s shape) path(o *org) []*org {
	var path []*org
	for ; o != nil; o = s.parent(o) {
		path = append(path, o)
	}
	return path
}

// subtree gives top and all living orgs below it, parents first.
func (s shape) subtree(top *org) []*org {
	found := []*org{top}
	for i := 0; i < len(found); i++ {
		found = append(found, found[i].kids...)
	}
	return found
}

func (s shape) counts(r *role, o *org) bool {
	return r.system || r.owner != nil && s.below(o, r.owner)
}

// rights are what roles at one org allow and deny.
type rights struct{ allow, deny set }

// reach is what a subject holds, by the org that it is held at.
type reach map[*org]rights

// reach gathers what a subject and its groups hold at the orgs that matter;
// nil: all do.
func (s shape) reach(sub *subject, matters func(*org) bool) reach {
	if sub == nil || !sub.active {
		return nil
	}
	r := reach{}
	s.gather(r, sub, matters)
	for _, g := range sub.groups {
		if g.active {
			s.gather(r, g, matters)
		}
	}
	return r
}

func (s shape) gather(into reach, sub *subject, matters func(*org) bool) {
	for _, g := range sub.grants {
		if g.ended(s.now) || matters != nil && !matters(g.org) || !s.counts(g.role, g.org) {
			continue
		}
		at := into[g.org]
		if g.role.effect == Deny {
			at.deny |= g.role.grants
		} else {
			at.allow |= g.role.grants
		}
		into[g.org] = at
	}
}

// at is what is allowed in o: what roles allow there and above, without what
// any of them denies. In an org that is not alive nothing is.
func (s shape) at(r reach, o *org) set {
	if len(r) == 0 || !s.alive(o) {
		return 0
	}
	var all rights
	for ; o != nil; o = s.parent(o) {
		at := r[o]
		all.allow |= at.allow
		all.deny |= at.deny
	}
	return all.allow &^ all.deny
}

// bounds is what the actor's token leaves of what is allowed.
func (t *tree) bounds(who Actor) set { return t.words.scope(who.scope()) }

// acting is the subject that the actor is; nil if it is not what it says.
func (t *tree) acting(who Actor) *subject { return t.subjectNamed(who.name()) }

// covers says whether a share lets acting use the thing. Things are shared
// downward: the share works while both orgs are its owner or below it.
func (s shape) covers(f ShareFact, acting *org) bool {
	owner, to := s.tree.orgs[string(f.Owner)], s.tree.orgs[string(f.ToOrg)]
	if owner == nil || to == nil || acting == nil || !s.alive(acting) || !s.below(to, owner) {
		return false
	}
	return acting == to || f.Subtree && s.below(acting, to)
}

// ids gives the ids of orgs in the same order.
func ids(orgs []*org) []OrgID {
	out := make([]OrgID, len(orgs))
	for i, o := range orgs {
		out[i] = OrgID(o.id)
	}
	return out
}

func sortedIDs(orgs []*org) []OrgID {
	out := ids(orgs)
	slices.Sort(out)
	return out
}
