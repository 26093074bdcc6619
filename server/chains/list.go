package chains

import (
	"context"
	"slices"

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
	// Tag leaves those that have it.
	Tag string
}

// Filter is a Query as the store needs it.
type Filter struct {
	// Org: what it owns. Empty: what the orgs of Set own.
	Org         rbac.OrgID
	Set         rbac.OrgSet
	Search, Tag string
}

// lastRuns is how many of the last runs of a chain lists show.
const lastRuns = 10

// List gives the chains of an org, or of its subtree as far as who may view
// them; the last changed one comes first.
func (s *Service) List(ctx context.Context, who rbac.Actor, org rbac.OrgID, q Query, r page.Request) (page.Of[View], error) {
	if err := s.Auth.Can(ctx, who, rbac.ChainView, rbac.Resource{OrgID: org}); err != nil {
		return page.Of[View]{}, err
	}
	search, err := name.Search("/q", q.Search)
	if err != nil {
		return page.Of[View]{}, err
	}
	f := Filter{Org: org, Search: search, Tag: q.Tag}
	if q.Deep {
		if f, err = s.deep(ctx, who, org, f); err != nil {
			return page.Of[View]{}, err
		}
	}
	rows, err := s.Store.Chains(ctx, who.Tenant, f, r)
	if err != nil {
		return page.Of[View]{}, err
	}
	return s.views(ctx, who, rows)
}

func (s *Service) deep(ctx context.Context, who rbac.Actor, org rbac.OrgID, f Filter) (Filter, error) {
	set, err := s.Auth.Filter(ctx, who, rbac.ChainView)
	if err != nil {
		return f, err
	}
	if org != rbac.OrgID(who.Tenant) {
		below, err := s.Auth.Subtree(ctx, who.Tenant, org)
		if err != nil {
			return f, err
		}
		set = set.Among(below)
	}
	f.Org, f.Set = "", set
	return f, nil
}

func (s *Service) views(ctx context.Context, who rbac.Actor, rows page.Of[Chain]) (page.Of[View], error) {
	orgs := make([]rbac.OrgID, len(rows.Items))
	for i, c := range rows.Items {
		orgs[i] = c.Org
	}
	allowed, err := s.Auth.Allowed(ctx, who, orgs...)
	if err != nil {
		return page.Of[View]{}, err
	}
	var ids []string // of those whose runs may be seen
	for _, c := range rows.Items {
		if c.Version > 0 && slices.Contains(allowed[c.Org], rbac.RunView) {
			ids = append(ids, c.ID)
		}
	}
	usual, err := s.Store.UsualDurations(ctx, who.Tenant, ids)
	if err != nil {
		return page.Of[View]{}, err
	}
	last, err := s.lastRuns(ctx, who, ids)
	if err != nil {
		return page.Of[View]{}, err
	}
	out := page.Of[View]{Items: make([]View, len(rows.Items)), Next: rows.Next}
	for i, c := range rows.Items {
		out.Items[i] = View{Chain: c, Can: can(allowed[c.Org]), Usual: usual[c.ID], Last: last[c.ID]}
	}
	return out, nil
}

// lastRuns gives the last runs of chains as far as who may view them: one that a
// chain of another org began is that org's.
func (s *Service) lastRuns(ctx context.Context, who rbac.Actor, ids []string) (map[string][]LastRun, error) {
	set, err := s.Auth.Filter(ctx, who, rbac.RunView)
	if err != nil {
		return nil, err
	}
	return s.Store.LastRuns(ctx, who.Tenant, set, ids, lastRuns)
}

// Get gives one chain.
func (s *Service) Get(ctx context.Context, who rbac.Actor, org rbac.OrgID, key string) (View, error) {
	c, err := s.find(ctx, who, rbac.ChainView, org, key)
	if err != nil {
		return View{}, err
	}
	return s.view(ctx, who, c)
}
