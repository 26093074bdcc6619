package engines

import (
	"context"
	"slices"

	"catenary/internal/page"
	"catenary/rbac"
)

// List gives the engines of an org and those that orgs above share to it, by
// their keys. The first page has the built-in engine before them.
func (s *Service) List(ctx context.Context, who rbac.Actor, org rbac.OrgID, r page.Request) (page.Of[View], error) {
	if err := s.Auth.Can(ctx, who, rbac.EngineUse, rbac.Resource{OrgID: org}); err != nil {
		return page.Of[View]{}, err
	}
	rows, err := s.Store.Engines(ctx, who.Tenant, org, r)
	if err != nil {
		return page.Of[View]{}, err
	}
	if r.After.IsZero() && s.adapter(BuiltIn) != nil {
		title := s.adapter(BuiltIn).Describe().Title
		if r.Has(BuiltIn, title.EN, title.ZH) {
			rows.Items = slices.Insert(rows.Items, 0, s.builtIn(who.Tenant, org))
		}
	}
	allowed, err := s.Auth.Allowed(ctx, who, org)
	if err != nil {
		return page.Of[View]{}, err
	}
	mayView, err := s.Auth.Filter(ctx, who, rbac.OrgView)
	if err != nil {
		return page.Of[View]{}, err
	}
	out := page.Of[View]{Items: make([]View, 0, len(rows.Items)), Next: rows.Next}
	for _, row := range rows.Items {
		out.Items = append(out.Items, s.view(row, org, allowed[org], mayView))
	}
	return out, nil
}

// Get gives the engine that an org means by a key.
func (s *Service) Get(ctx context.Context, who rbac.Actor, org rbac.OrgID, key string) (View, error) {
	if err := s.Auth.Can(ctx, who, rbac.EngineUse, rbac.Resource{OrgID: org}); err != nil {
		return View{}, err
	}
	e, err := s.find(ctx, who.Tenant, org, key)
	if err != nil {
		return View{}, err
	}
	return s.seen(ctx, who, org, e)
}

// seen is an engine as who sees it from an org.
func (s *Service) seen(ctx context.Context, who rbac.Actor, org rbac.OrgID, e Engine) (View, error) {
	allowed, err := s.Auth.Allowed(ctx, who, org)
	if err != nil {
		return View{}, err
	}
	mayView, err := s.Auth.Filter(ctx, who, rbac.OrgView)
	if err != nil {
		return View{}, err
	}
	return s.view(e, org, allowed[org], mayView), nil
}

// view hides what is not for someone who is allowed some things at org.
func (s *Service) view(e Engine, org rbac.OrgID, allowed []rbac.Permission, mayView rbac.OrgSet) View {
	e.Shared = e.Org != org
	v := View{Engine: e}
	for _, p := range []rbac.Permission{rbac.EngineUse, rbac.EngineWrite, rbac.ShareWrite} {
		if slices.Contains(allowed, p) && (p == rbac.EngineUse || !e.Shared && e.ID != BuiltIn) {
			v.Can = append(v.Can, p)
		}
	}
	if e.ID == BuiltIn {
		return v
	}
	if c := s.known(e); c != nil {
		b := c.guard.Breaker()
		v.Breaker = &b
	}
	if !slices.Contains(v.Can, rbac.EngineWrite) {
		v.Settings, v.Secret = "", ""
	}
	if e.Shared && !mayView.Contains(e.Org) {
		v.Org, v.UpdatedBy, v.UpdatedByName = "", "", ""
	}
	return v
}
