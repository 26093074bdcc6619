package rbac

import (
	"context"

	"catenary/internal/fault"
)

// Filter says in which orgs who may do act: those for which Can would say yes.
// It is never an error that there are none.
func (a *Authorizer) Filter(ctx context.Context, who Actor, act Permission) (set OrgSet, err error) {
	err = a.tenants.with(ctx, who.Tenant, who.Version, func(t *tree) error {
		set = t.filter(who, act)
		return nil
	})
	if fault.HasCode(err, codeTenantUnknown) {
		return OrgSet{}, nil
	}
	return set, err
}

func (t *tree) filter(who Actor, act Permission) OrgSet {
	out := OrgSet{Total: len(t.orgs)}
	top := t.orgs[string(t.tenant)]
	if who.Root != "" {
		top = t.orgs[string(who.Root)]
	}
	bit := t.words.bit[act] & t.bounds(who)
	if bit == 0 || top == nil || !top.alive() {
		return out
	}
	held := reach{}
	for o, r := range t.still().reach(t.acting(who), nil) {
		if r.allow&bit != 0 || r.deny&bit != 0 {
			held[o] = r
		}
	}
	w := walk{bit: bit, held: held, seen: map[*org]bool{}}
	if w.fromAbove(top); !w.allowed && len(held) == 0 || w.denied {
		return out
	}
	if w.allowed && top.rooted && t.linked == len(t.orgs) && !w.denies() {
		out.Mode = All
		return out
	}
	w.collect(top)
	return t.setOf(w.found, w.seen)
}

// setOf names the orgs that were found by whichever is the shorter list; seen
// are the same.
func (t *tree) setOf(found []*org, seen map[*org]bool) OrgSet {
	out := OrgSet{Total: len(t.orgs)}
	switch {
	case len(found) == 0:
	case len(found) == len(t.orgs):
		out.Mode = All
	case 2*len(found) > len(t.orgs):
		out.Mode, out.IDs = NotIn, t.without(seen)
	default:
		out.Mode, out.IDs = In, sortedIDs(found)
	}
	return out
}

// FilterUp is Filter with all that lies above those orgs, up to the root of a
// token: what an org tells to everybody below it is asked for by it. It says
// nothing of what who may see of the orgs above.
func (a *Authorizer) FilterUp(ctx context.Context, who Actor, act Permission) (set OrgSet, err error) {
	err = a.tenants.with(ctx, who.Tenant, who.Version, func(t *tree) error {
		if set = t.filter(who, act); set.Mode == In || set.Mode == NotIn {
			set = t.upwards(set, who.Root)
		}
		return nil
	})
	if fault.HasCode(err, codeTenantUnknown) {
		return OrgSet{}, nil
	}
	return set, err
}

// upwards adds to a set what lies above its orgs, up to root.
func (t *tree) upwards(set OrgSet, root OrgID) OrgSet {
	seen := map[*org]bool{}
	var found []*org
	climb := func(o *org) {
		for ; o != nil && !seen[o] && t.within(o.id, string(root)); o = o.parent {
			seen[o] = true
			found = append(found, o)
		}
	}
	if set.Mode == In {
		for _, id := range set.IDs {
			climb(t.orgs[string(id)])
		}
		return t.setOf(found, seen)
	}
	for id, o := range t.orgs {
		if set.Contains(OrgID(id)) {
			climb(o)
		}
	}
	return t.setOf(found, seen)
}

// walk finds the orgs in which one permission is allowed.
type walk struct {
	bit     set
	held    reach
	allowed bool // at the top, or from above
	denied  bool
	seen    map[*org]bool
	found   []*org
}

// fromAbove finds what holds at the top already.
func (w *walk) fromAbove(top *org) {
	for o := top; o != nil; o = o.parent {
		w.allowed = w.allowed || w.held[o].allow&w.bit != 0
		w.denied = w.denied || w.held[o].deny&w.bit != 0
	}
}

func (w *walk) denies() bool {
	for _, r := range w.held {
		if r.deny&w.bit != 0 {
			return true
		}
	}
	return false
}

// collect goes through the subtrees of the orgs below top where something is
// allowed, each once, and leaves out the subtrees of denies.
func (w *walk) collect(top *org) {
	if w.allowed {
		w.down(top)
		return
	}
	for o, r := range w.held {
		if r.allow&w.bit != 0 && o.below(top) && !w.deniedAbove(o) {
			w.down(o)
		}
	}
}

func (w *walk) deniedAbove(o *org) bool {
	for ; o != nil; o = o.parent {
		if w.held[o].deny&w.bit != 0 {
			return true
		}
	}
	return false
}

func (w *walk) down(o *org) {
	if w.seen[o] || w.held[o].deny&w.bit != 0 {
		return
	}
	w.seen[o] = true
	w.found = append(w.found, o)
	for _, kid := range o.kids {
		w.down(kid)
	}
}

// without gives the sorted ids of all other orgs, the deleted ones too.
func (t *tree) without(seen map[*org]bool) []OrgID {
	var rest []*org
	for _, o := range t.orgs {
		if !seen[o] {
			rest = append(rest, o)
		}
	}
	return sortedIDs(rest)
}

// Allowed says what who may do in each of the orgs; those where that is nothing
// are left out. It is what resources show as "can".
func (a *Authorizer) Allowed(ctx context.Context, who Actor, orgs ...OrgID) (can map[OrgID][]Permission, err error) {
	can = make(map[OrgID][]Permission, len(orgs))
	err = a.tenants.with(ctx, who.Tenant, who.Version, func(t *tree) error {
		now, bounds := t.still(), t.bounds(who)
		held := now.reach(t.acting(who), nil)
		for _, id := range orgs {
			o := t.orgs[string(id)]
			if o == nil || !t.within(string(id), string(who.Root)) {
				continue
			}
			if list := t.words.list(now.at(held, o) & bounds); list != nil {
				can[id] = list
			}
		}
		return nil
	})
	if fault.HasCode(err, codeTenantUnknown) {
		return can, nil
	}
	return can, err
}
