package rbac_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"catenary/rbac"
)

// tie makes random shares and tokens.
func (w *world) tie() {
	w.ties = rbac.Ties{}
	for i := range 12 {
		owner, _ := one(w, w.facts.Orgs)
		to, _ := one(w, w.facts.Orgs)
		if up := w.naive().up(to.ID); i%3 > 0 && up != nil { // most go downward
			owner.ID, _ = one(w, up)
		}
		w.ties.Shares = append(w.ties.Shares, rbac.ShareFact{ID: fmt.Sprintf("%02d", i), Owner: owner.ID, Share: rbac.Share{
			ToOrg: to.ID, Subtree: w.chance.IntN(2) == 0, Permissions: []rbac.Permission{rbac.EngineUse},
		}})
		s, _ := one(w, w.facts.Subjects)
		root, _ := one(w, w.facts.Orgs)
		w.ties.Tokens = append(w.ties.Tokens, rbac.TokenFact{ID: fmt.Sprintf("%02d", i), Subject: s.ID, Scope: rbac.Words(w.permissions()), Root: root.ID})
	}
}

type place struct {
	subject rbac.SubjectID
	org     rbac.OrgID
}

// measured is what holds in a subtree.
type measured struct {
	rights         map[place][]rbac.Permission
	grants         []rbac.GrantFact
	shares, tokens []string
}

func (w *world) measure(t *testing.T, a *rbac.Authorizer, below []rbac.OrgID) measured {
	t.Helper()
	ctx := context.Background()
	m := measured{rights: map[place][]rbac.Permission{}}
	kinds := map[rbac.SubjectID]rbac.SubjectKind{}
	for _, s := range w.facts.Subjects {
		kinds[s.ID] = s.Kind
		can, err := a.Allowed(ctx, rbac.Actor{Subject: s.ID, Kind: s.Kind, Tenant: "t0", Scope: "*", Version: w.facts.Version}, below...)
		if err != nil {
			t.Fatal(err)
		}
		for o, list := range can {
			m.rights[place{s.ID, o}] = list
		}
	}
	n := newNaive(w.facts, w.clock.Now())
	for _, g := range w.facts.Grants {
		if n.roles[g.Role].Owner != "" && slices.Contains(below, g.Org) && (g.EndsAt == 0 || time.UnixMicro(g.EndsAt).After(w.clock.Now())) && n.counts(g) {
			m.grants = append(m.grants, g)
		}
	}
	slices.SortFunc(m.grants, func(x, y rbac.GrantFact) int {
		return slices.Compare([]string{string(x.Subject), string(x.Role), string(x.Org)}, []string{string(y.Subject), string(y.Role), string(y.Org)})
	})
	for _, f := range w.ties.Shares {
		on := rbac.Resource{OrgID: f.Owner, Shares: []rbac.Share{f.Share}}
		if slices.ContainsFunc(below, func(o rbac.OrgID) bool {
			usable, err := a.Usable(ctx, "t0", rbac.EngineUse, on, o)
			return err == nil && usable && (o != f.Owner || o == f.ToOrg) // the owner needs no share
		}) {
			m.shares = append(m.shares, f.ID)
		}
	}
	for _, f := range w.ties.Tokens {
		who := rbac.Actor{Subject: f.Subject, Kind: kinds[f.Subject], Tenant: "t0", Token: f.ID, Scope: f.Scope, Root: f.Root, Version: w.facts.Version}
		can, err := a.Allowed(ctx, who, below...)
		if err != nil {
			t.Fatal(err)
		}
		if len(can) > 0 {
			m.tokens = append(m.tokens, f.ID)
		}
	}
	return m
}

type change struct{ Gains, Loses []rbac.Permission }

func difference(before, after measured) map[place]change {
	out := map[place]change{}
	for _, rights := range []map[place][]rbac.Permission{before.rights, after.rights} {
		for p := range rights {
			c := change{Gains: gained(before.rights[p], after.rights[p]), Loses: gained(after.rights[p], before.rights[p])}
			if c.Gains != nil || c.Loses != nil {
				out[p] = c
			}
		}
	}
	return out
}

// gained is what is in the second list only.
func gained[T comparable](before, after []T) []T {
	var out []T
	for _, x := range after {
		if !slices.Contains(before, x) {
			out = append(out, x)
		}
	}
	return out
}

// expand says for each org of the subtree what a Diff says for its top and some
// below.
func (w *world) expand(d rbac.Diff, top rbac.OrgID, below []rbac.OrgID) map[place]change {
	entries := map[place]rbac.RightsDiff{}
	for _, r := range d.Rights {
		entries[place{r.Subject, r.Org}] = r
	}
	n := newNaive(w.facts, w.clock.Now())
	out := map[place]change{}
	for _, s := range w.facts.Subjects {
		for _, o := range below {
			for _, up := range n.up(o) {
				r, ok := entries[place{s.ID, up}]
				if ok && (r.Gains != nil || r.Loses != nil) {
					out[place{s.ID, o}] = change{r.Gains, r.Loses}
				}
				if ok || up == top {
					break
				}
			}
		}
	}
	return out
}
