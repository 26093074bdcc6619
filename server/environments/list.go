package environments

import (
	"context"

	"catenary/chain"
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

// List gives the environments of an org, or of its subtree, and those that orgs
// above share to it; the last changed one comes first.
func (s *Service) List(ctx context.Context, who rbac.Actor, org rbac.OrgID, q Query, r page.Request) (page.Of[View], error) {
	if err := s.Auth.Can(ctx, who, rbac.EnvironmentView, rbac.Resource{OrgID: org}); err != nil {
		return page.Of[View]{}, err
	}
	search, err := name.Search("/q", q.Search)
	if err != nil {
		return page.Of[View]{}, err
	}
	mayView, err := s.Auth.Filter(ctx, who, rbac.EnvironmentView)
	if err != nil {
		return page.Of[View]{}, err
	}
	f := Filter{Org: org, Deep: q.Deep, Search: search, Set: mayView}
	if q.Deep && org != rbac.OrgID(who.Tenant) {
		below, err := s.Auth.Subtree(ctx, who.Tenant, org)
		if err != nil {
			return page.Of[View]{}, err
		}
		f.Set = mayView.Among(below)
	}
	rows, err := s.Store.Environments(ctx, who.Tenant, f, r)
	if err != nil {
		return page.Of[View]{}, err
	}
	return s.views(ctx, who, rows, mayView)
}

// views adds what who may do, and hides what a shared environment is made of if
// who may not view its org.
func (s *Service) views(ctx context.Context, who rbac.Actor, rows page.Of[Environment], mayView rbac.OrgSet) (page.Of[View], error) {
	orgs := make([]rbac.OrgID, 0, len(rows.Items))
	for _, e := range rows.Items {
		if mayView.Contains(e.Org) {
			orgs = append(orgs, e.Org)
		}
	}
	allowed, err := s.Auth.Allowed(ctx, who, orgs...)
	if err != nil {
		return page.Of[View]{}, err
	}
	uses, err := s.uses(ctx, who, rows.Items)
	if err != nil {
		return page.Of[View]{}, err
	}
	out := page.Of[View]{Items: make([]View, 0, len(rows.Items)), Next: rows.Next}
	for _, e := range rows.Items {
		v := View{Environment: e, Can: can(allowed[e.Org]), Uses: uses[e.ID]}
		if !mayView.Contains(e.Org) {
			v.Org, v.CreatedBy, v.UpdatedBy, v.UpdatedByName = "", "", "", ""
			v.Source, v.Upload = Source{Kind: e.Source.Kind}, ""
		}
		out.Items = append(out.Items, v)
	}
	return out, nil
}

// uses counts who uses the environments of a page, all in one.
func (s *Service) uses(ctx context.Context, who rbac.Actor, all []Environment) (map[string]int64, error) {
	if len(all) == 0 {
		return nil, nil
	}
	set, err := s.Auth.Filter(ctx, who, rbac.ChainView)
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(all))
	for i, e := range all {
		ids[i] = e.ID
	}
	return s.Store.UseCounts(ctx, who.Tenant, chain.EnvironmentRef, ids, set)
}
