package rbac

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"catenary/internal/fault"
)

// MaxDepth is how many levels a tree has at most, the root's included.
const MaxDepth = 32

// Move puts an org, with all below it, under another.
type Move struct{ Org, To OrgID }

// Diff is what a move changes, all inside the moved subtree: nothing outside it
// changes.
type Diff struct {
	// Version is that of the rights it was made from.
	Version int64
	// Rights are whose rights change: members and service accounts, sorted by
	// subject and org.
	Rights []RightsDiff
	// Stops worked somewhere in the subtree before and works nowhere in it
	// after; Starts the other way round.
	Stops  Affected
	Starts Affected
}

// RightsDiff is what a subject gains and loses at an org and at all below it,
// but not at and below a lower org for which the subject has an entry too.
type RightsDiff struct {
	Subject SubjectID
	Org     OrgID
	Gains   []Permission
	Loses   []Permission
}

// Affected are things that a move makes stop or start.
type Affected struct {
	// Grants are those of custom roles, to groups too.
	Grants []GrantFact
	// Shares and Tokens are ids.
	Shares []string
	Tokens []string
}

// CheckMove says whether the tree allows a move: org.root (Conflict) for the
// root, org.cycle (Conflict) for a place in the moved subtree, org.depth
// (Conflict) if an org came to stand too deep, resource.unknown (NotFound) for
// orgs that are not there. Asked under LockTenant and after Confirm, it holds
// until the transaction ends.
func (a *Authorizer) CheckMove(ctx context.Context, tenant TenantID, m Move) error {
	err := a.tenants.with(ctx, tenant, 0, func(t *tree) error {
		_, _, err := t.moving(m)
		return err
	})
	return a.unknownTenant(err, OrgView, m.Org)
}

func (t *tree) moving(m Move) (moved, to *org, err error) {
	moved, to = t.orgs[string(m.Org)], t.orgs[string(m.To)]
	switch {
	case moved == nil || !moved.alive():
		return nil, nil, orgUnknown(m.Org)
	case to == nil || !to.alive():
		return nil, nil, orgUnknown(m.To)
	case moved.rooted:
		return nil, nil, fault.New(fault.Conflict, "org.root", "the tenant itself cannot be moved")
	case to.below(moved):
		return nil, nil, fault.New(fault.Conflict, "org.cycle", "an org cannot be moved below itself")
	case len(t.still().path(to))+moved.height() > MaxDepth:
		return nil, nil, fault.New(fault.Conflict, "org.depth", "the tree has at most %d levels", MaxDepth)
	}
	return moved, to, nil
}

// height is how many levels the subtree has.
func (o *org) height() int {
	deepest := 0
	for _, kid := range o.kids {
		deepest = max(deepest, kid.height())
	}
	return deepest + 1
}

// Preview says what a move would change, and changes nothing. It needs what the
// move needs, org:move at the org's present parent and org:create at the new
// one, and refuses like Can and like CheckMove.
func (a *Authorizer) Preview(ctx context.Context, who Actor, m Move) (d Diff, err error) {
	if err := a.Can(ctx, who, OrgView, Resource{OrgID: m.Org}); err != nil {
		return d, err
	}
	if err := a.Can(ctx, who, OrgCreate, Resource{OrgID: m.To}); err != nil {
		return d, err
	}
	ties, err := a.source.Ties(ctx, who.Tenant)
	if err != nil {
		return d, err
	}
	err = a.tenants.with(ctx, who.Tenant, who.Version, func(t *tree) error {
		moved, to, err := t.moving(m)
		if err != nil {
			return err
		}
		if from := OrgID(moved.parent.id); !a.allows(ctx, t, who, OrgMove, from, nil) {
			return a.refuse(ctx, t, who, OrgMove, from)
		}
		d = t.preview(moved, to, ties)
		return nil
	})
	return d, err
}

// comparison holds a subtree before and after a move side by side.
type comparison struct {
	tree          *tree
	moved         *org
	before, after shape
	// groups remembers what groups hold, for all of their members.
	groups map[*subject][2]reach
}

func (t *tree) preview(moved, to *org, ties Ties) Diff {
	c := comparison{tree: t, moved: moved, before: t.still(), groups: map[*subject][2]reach{}}
	c.after = c.before.after(moved, to)
	d := Diff{Version: t.version}
	tokens := map[SubjectID][]TokenFact{}
	for _, f := range ties.Tokens {
		tokens[f.Subject] = append(tokens[f.Subject], f)
	}
	for _, s := range t.subjects {
		c.grants(s, &d)
		if s.kind == Group || !s.active {
			continue
		}
		held := c.held(s)
		if len(held[0]) == 0 && len(held[1]) == 0 {
			continue
		}
		places := c.places(held)
		d.Rights = append(d.Rights, c.rights(s, held, places)...)
		for _, token := range tokens[s.id] {
			c.token(token, held, places, &d)
		}
	}
	for _, f := range ties.Shares {
		c.share(f, &d)
	}
	slices.SortFunc(d.Rights, func(x, y RightsDiff) int {
		return cmp.Or(cmp.Compare(x.Subject, y.Subject), cmp.Compare(x.Org, y.Org))
	})
	for _, affected := range []*Affected{&d.Stops, &d.Starts} {
		slices.Sort(affected.Shares)
		slices.Sort(affected.Tokens)
		slices.SortFunc(affected.Grants, func(x, y GrantFact) int {
			return cmp.Or(cmp.Compare(x.Subject, y.Subject), cmp.Compare(x.Role, y.Role), cmp.Compare(x.Org, y.Org))
		})
	}
	return d
}

// matters says whether a grant at o can change the subtree: o is in it, or
// above it before or after.
func (c *comparison) matters(o *org) bool {
	return o.below(c.moved) || c.before.below(c.moved, o) || c.after.below(c.moved, o)
}

// held gives what a subject holds before and after, with its groups.
func (c *comparison) held(s *subject) [2]reach {
	both := c.own(s)
	for _, g := range s.groups {
		if !g.active {
			continue
		}
		of, ok := c.groups[g]
		if !ok {
			of = c.own(g)
			c.groups[g] = of
		}
		for i := range both {
			for o, r := range of[i] {
				sum := both[i][o]
				both[i][o] = rights{allow: sum.allow | r.allow, deny: sum.deny | r.deny}
			}
		}
	}
	return both
}

func (c *comparison) own(s *subject) [2]reach {
	both := [2]reach{{}, {}}
	c.before.gather(both[0], s, c.matters)
	c.after.gather(both[1], s, c.matters)
	return both
}

// places gives the orgs of the subtree where rights can differ from those of
// the org above: its top, and where something is held. The upper come first.
func (c *comparison) places(held [2]reach) []*org {
	depth := map[*org]int{}
	for _, r := range held {
		for o := range r {
			if o.below(c.moved) {
				depth[o] = len(c.before.path(o))
			}
		}
	}
	depth[c.moved] = 0
	return slices.SortedFunc(maps.Keys(depth), func(x, y *org) int {
		return cmp.Or(cmp.Compare(depth[x], depth[y]), cmp.Compare(x.id, y.id))
	})
}

// rights compares what a subject may do, place by place.
func (c *comparison) rights(s *subject, held [2]reach, places []*org) []RightsDiff {
	type change struct{ gains, loses set }
	at := make(map[*org]change, len(places))
	var out []RightsDiff
	for _, o := range places {
		before, after := c.before.at(held[0], o), c.after.at(held[1], o)
		now := change{gains: after &^ before, loses: before &^ after}
		at[o] = now
		var above change // that of the next place above
		for up := o; up != c.moved; {
			up = up.parent
			if there, ok := at[up]; ok {
				above = there
				break
			}
		}
		if now != above {
			out = append(out, RightsDiff{
				Subject: s.id, Org: OrgID(o.id),
				Gains: c.tree.words.list(now.gains), Loses: c.tree.words.list(now.loses),
			})
		}
	}
	return out
}

// grants finds the grants of custom roles that stop or start to count.
func (c *comparison) grants(s *subject, d *Diff) {
	for _, g := range s.grants {
		if g.role.system || !g.org.below(c.moved) || g.ended(c.before.now) {
			continue
		}
		switch before, after := c.before.counts(g.role, g.org), c.after.counts(g.role, g.org); {
		case before && !after:
			d.Stops.Grants = append(d.Stops.Grants, s.fact(g))
		case after && !before:
			d.Starts.Grants = append(d.Starts.Grants, s.fact(g))
		}
	}
}

// token finds out whether a token of the subject can do anything in the subtree
// before and after.
func (c *comparison) token(f TokenFact, held [2]reach, places []*org, d *Diff) {
	root := c.tree.orgs[string(f.Root)]
	if root == nil {
		return
	}
	scope := c.tree.words.scope(f.Scope)
	if root.below(c.moved) && root != c.moved {
		places = append(slices.Clone(places), root)
	}
	works := func(s shape, r reach) bool {
		return slices.ContainsFunc(places, func(o *org) bool { return s.below(o, root) && s.at(r, o)&scope != 0 })
	}
	switch before, after := works(c.before, held[0]), works(c.after, held[1]); {
	case before && !after:
		d.Stops.Tokens = append(d.Stops.Tokens, f.ID)
	case after && !before:
		d.Starts.Tokens = append(d.Starts.Tokens, f.ID)
	}
}

// share finds out whether a share reaches the subtree before and after.
func (c *comparison) share(f ShareFact, d *Diff) {
	at := c.moved
	if to := c.tree.orgs[string(f.ToOrg)]; to != nil && to.below(c.moved) {
		at = to // if it works at all in the subtree, then here
	}
	switch before, after := c.before.covers(f, at), c.after.covers(f, at); {
	case before && !after:
		d.Stops.Shares = append(d.Stops.Shares, f.ID)
	case after && !before:
		d.Starts.Shares = append(d.Starts.Shares, f.ID)
	}
}
