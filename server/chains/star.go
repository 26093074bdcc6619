package chains

import (
	"context"

	"catenary/internal/fault"
	"catenary/internal/page"
	"catenary/rbac"
)

// Starred gives the chains that who keeps at hand, as far as they may view
// them.
func (s *Service) Starred(ctx context.Context, who rbac.Actor, r page.Request) (page.Of[View], error) {
	set, err := s.Auth.Filter(ctx, who, rbac.ChainView)
	if err != nil {
		return page.Of[View]{}, err
	}
	rows, err := s.Store.StarredChains(ctx, who.Tenant, who.Subject, set, r)
	if err != nil {
		return page.Of[View]{}, err
	}
	return s.views(ctx, who, rows)
}

// Star keeps a chain at hand for who. One that they may not view is
// chain.unknown (NotFound), as one that is not there.
func (s *Service) Star(ctx context.Context, who rbac.Actor, chain string) error {
	if err := s.viewable(ctx, who, chain); err != nil {
		return err
	}
	return s.Store.Star(ctx, who.Tenant, who.Subject, chain)
}

// Unstar ends that, also for a chain that is there no more. One that has no star
// is none the worse, but chain.unknown (NotFound) if they may not view it.
func (s *Service) Unstar(ctx context.Context, who rbac.Actor, chain string) error {
	if done, err := s.Store.Unstar(ctx, who.Tenant, who.Subject, chain); err != nil || done {
		return err
	}
	return s.viewable(ctx, who, chain)
}

func (s *Service) viewable(ctx context.Context, who rbac.Actor, chain string) error {
	at, err := s.Store.LivingChain(ctx, who.Tenant, chain)
	if err != nil {
		return err
	}
	err = s.Auth.Can(ctx, who, rbac.ChainView, rbac.Resource{OrgID: at})
	if fault.Is(err, fault.NotFound) || fault.Is(err, fault.Forbidden) {
		return fault.New(fault.NotFound, "chain.unknown", "no such chain").Because(err)
	}
	return err
}
