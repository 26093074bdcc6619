package holds

import (
	"context"
	"slices"

	"catenary/internal/page"
	"catenary/rbac"
)

// List gives the holds of chains of an org and of those below it, the newest
// first, as far as who may view the chains.
func (s *Service) List(ctx context.Context, who rbac.Actor, org rbac.OrgID, r page.Request) (page.Of[Listed], error) {
	if err := s.Auth.Can(ctx, who, rbac.ChainView, rbac.Resource{OrgID: org}); err != nil {
		return page.Of[Listed]{}, err
	}
	set, err := s.Auth.Filter(ctx, who, rbac.ChainView)
	if err != nil {
		return page.Of[Listed]{}, err
	}
	if org != rbac.OrgID(who.Tenant) {
		below, err := s.Auth.Subtree(ctx, who.Tenant, org)
		if err != nil {
			return page.Of[Listed]{}, err
		}
		set = set.Among(below)
	}
	out, err := s.Store.ChainHolds(ctx, who.Tenant, set, r)
	if err != nil {
		return out, err
	}
	orgs := make([]rbac.OrgID, len(out.Items))
	for i, h := range out.Items {
		orgs[i] = h.Org
	}
	allowed, err := s.Auth.Allowed(ctx, who, orgs...)
	if err != nil {
		return out, err
	}
	for i := range out.Items {
		h := &out.Items[i]
		if h.Waiting, err = s.Store.HeldRuns(ctx, who.Tenant, h.Chain); err != nil {
			return out, err
		}
		if slices.Contains(allowed[h.Org], rbac.RunCancel) {
			h.Can = []rbac.Permission{rbac.RunCancel}
		}
	}
	return out, nil
}
