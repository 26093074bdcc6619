package scripts

import (
	"context"

	"catenary/internal/name"
	"catenary/internal/page"
	"catenary/rbac"
)

// Query is what a list is asked for.
type Query struct {
	// Deep takes in all orgs below.
	Deep bool
	// Search leaves those whose key or name has this in it.
	Search string
}

// Filter is a Query as the store needs it.
type Filter struct {
	// Org: only what it owns and what is shared to it.
	Org rbac.OrgID
	// Deep: what the orgs of Set own, instead of what Org owns.
	Deep   bool
	Set    rbac.OrgSet
	Search string
}

// List gives the scripts of an org, or of its subtree, and those that orgs above
// share to it; the last changed one comes first.
func (s *Service) List(ctx context.Context, who rbac.Actor, org rbac.OrgID, q Query, r page.Request) (page.Of[View], error) {
	if err := s.Auth.Can(ctx, who, rbac.ChainView, rbac.Resource{OrgID: org}); err != nil {
		return page.Of[View]{}, err
	}
	search, err := name.Search("/q", q.Search)
	if err != nil {
		return page.Of[View]{}, err
	}
	mayView, err := s.Auth.Filter(ctx, who, rbac.ChainView)
	if err != nil {
		return page.Of[View]{}, err
	}
	f := Filter{Org: org, Deep: q.Deep, Search: search}
	f.Set = mayView
	if q.Deep && org != rbac.OrgID(who.Tenant) {
		below, err := s.Auth.Subtree(ctx, who.Tenant, org)
		if err != nil {
			return page.Of[View]{}, err
		}
		f.Set = mayView.Among(below)
	}
	rows, err := s.Store.Scripts(ctx, who.Tenant, f, r)
	if err != nil {
		return page.Of[View]{}, err
	}
	return s.views(ctx, who, rows, mayView)
}

// views adds what who may do, and hides where shared scripts come from if who
// may not view that org.
func (s *Service) views(ctx context.Context, who rbac.Actor, rows page.Of[Script], mayView rbac.OrgSet) (page.Of[View], error) {
	orgs := make([]rbac.OrgID, 0, len(rows.Items))
	for _, script := range rows.Items {
		if mayView.Contains(script.Org) {
			orgs = append(orgs, script.Org)
		}
	}
	allowed, err := s.Auth.Allowed(ctx, who, orgs...)
	if err != nil {
		return page.Of[View]{}, err
	}
	out := page.Of[View]{Items: make([]View, 0, len(rows.Items)), Next: rows.Next}
	for _, script := range rows.Items {
		v := View{Script: script, Can: can(allowed[script.Org])}
		if !mayView.Contains(script.Org) {
			v.Org, v.CreatedBy, v.UpdatedBy, v.UpdatedByName = "", "", "", ""
		}
		out.Items = append(out.Items, v)
	}
	return out, nil
}
