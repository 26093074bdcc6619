package chains

import (
	"context"

	"catenary/chain"
	"catenary/internal/page"
	"catenary/rbac"
	"catenary/server/audit"
)

// Delete takes a chain away for at most Kept; its key is free at once. What the
// latest version of another chain runs is chain.in_use (Conflict), with those
// chains that who may view.
func (s *Service) Delete(ctx context.Context, who rbac.Actor, org rbac.OrgID, key string) error {
	mayView, err := s.Auth.Filter(ctx, who, rbac.ChainView)
	if err != nil {
		return err
	}
	return s.Store.InTx(ctx, func(ctx context.Context) error {
		c, err := s.confirm(ctx, who, rbac.ChainDelete, org, key)
		if err != nil {
			return err
		}
		// Held before the uses are read, so that none is published in between.
		if err := s.Store.LockChain(ctx, who.Tenant, c.ID); err != nil {
			return err
		}
		if err := Unused(ctx, s.Store, c.Tenant, chain.ChainRef, c.ID, mayView); err != nil {
			return err
		}
		c.DeletedAt, c.UpdatedBy = s.Now().UnixMicro(), who.Subject
		done, err := s.Store.DeleteChain(ctx, c)
		if err != nil {
			return err
		}
		if !done {
			return stale(c)
		}
		return s.Audit.Record(ctx, who, audit.Entry{
			Action: "chain:deleted", Kind: kind, ResourceID: c.ID, OrgID: org, Before: record(c),
		})
	})
}

// Uses lists the published chains whose latest version runs the chain, as far as
// who may view them; the last changed one comes first.
func (s *Service) Uses(ctx context.Context, who rbac.Actor, org rbac.OrgID, key string, r page.Request) (page.Of[Use], error) {
	c, err := s.find(ctx, who, rbac.ChainView, org, key)
	if err != nil {
		return page.Of[Use]{}, err
	}
	set, err := s.Auth.Filter(ctx, who, rbac.ChainView)
	if err != nil {
		return page.Of[Use]{}, err
	}
	return s.Store.ChainUses(ctx, who.Tenant, chain.ChainRef, c.ID, set, r)
}

// Deleted lists the chains of an org that can be restored, the last deleted one
// first.
func (s *Service) Deleted(ctx context.Context, who rbac.Actor, org rbac.OrgID, r page.Request) (page.Of[Chain], error) {
	if err := s.Auth.Can(ctx, who, rbac.ChainDelete, rbac.Resource{OrgID: org}); err != nil {
		return page.Of[Chain]{}, err
	}
	return s.Store.DeletedChains(ctx, who.Tenant, org, s.since(), r)
}

// Restore brings a deleted chain back. If its key is another's by now that is
// chain.key_taken (Conflict).
func (s *Service) Restore(ctx context.Context, who rbac.Actor, org rbac.OrgID, id string) (View, error) {
	var c Chain
	err := s.Store.InTx(ctx, func(ctx context.Context) error {
		if err := s.Auth.Confirm(ctx, who, rbac.ChainDelete, rbac.Resource{OrgID: org}); err != nil {
			return err
		}
		var err error
		if c, err = s.Store.DeletedChain(ctx, who.Tenant, org, id, s.since()); err != nil {
			return err
		}
		c.UpdatedAt, c.UpdatedBy = s.Now().UnixMicro(), who.Subject
		done, err := s.Store.RestoreChain(ctx, c)
		if err != nil {
			return err
		}
		if !done {
			return stale(c)
		}
		err = s.Audit.Record(ctx, who, audit.Entry{
			Action: "chain:restored", Kind: kind, ResourceID: c.ID, OrgID: org, After: record(c),
		})
		if err != nil {
			return err
		}
		c, err = s.Store.Chain(ctx, who.Tenant, org, c.Key)
		return err
	})
	if err != nil {
		return View{}, err
	}
	return s.view(ctx, who, c)
}

// since is when what can still be restored was deleted at the earliest.
func (s *Service) since() int64 { return s.Now().Add(-Kept).UnixMicro() }
