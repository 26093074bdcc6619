package orgs

import (
	"context"

	"catenary/internal/fault"
	"catenary/internal/name"
	"catenary/internal/page"
	"catenary/rbac"
	"catenary/server/audit"
)

// rooted refuses what cannot be done to a tenant's root: org.root (Conflict).
func rooted(o Org) error {
	if o.Parent == "" {
		return fault.New(fault.Conflict, "org.root", "the root of a tenant is neither moved nor deleted")
	}
	return nil
}

// Delete takes an org away, with all below it if subtree says so; it and they
// are gone from the next request on and can be restored for 30 days. Without
// subtree only an empty org goes; another is org.not_empty (Conflict).
func (s *Service) Delete(ctx context.Context, who rbac.Actor, id rbac.OrgID, subtree bool) error {
	_, err := s.change(ctx, who, func(ctx context.Context) ([]rbac.Change, error) {
		o, err := s.deletable(ctx, who, id)
		if err != nil {
			return nil, err
		}
		if err := s.Auth.Fresh(who); err != nil {
			return nil, err
		}
		if !subtree {
			switch empty, err := s.Store.OrgEmpty(ctx, who.Tenant, id); {
			case err != nil:
				return nil, err
			case !empty:
				return nil, fault.New(fault.Conflict, "org.not_empty", "the org is not empty: say that its subtree is to go with it")
			}
		}
		o.DeletedAt = s.Now().UnixMicro()
		switch done, err := s.Store.DeleteOrg(ctx, o); {
		case err != nil:
			return nil, err
		case !done:
			return nil, stale("org.stale", "org")
		}
		fact := o.Fact()
		e := audit.Entry{Action: "org:deleted", Kind: "org", OrgID: o.Parent, ResourceID: string(o.ID), Before: stateOf(o)}
		return []rbac.Change{{Org: &fact}}, s.Audit.Record(ctx, who, e)
	})
	return err
}

// deletable reads the org if the actor may delete it.
func (s *Service) deletable(ctx context.Context, who rbac.Actor, id rbac.OrgID) (Org, error) {
	if err := s.Auth.Confirm(ctx, who, rbac.OrgView, rbac.Resource{OrgID: id}); err != nil {
		return Org{}, err
	}
	o, err := s.Store.Org(ctx, who.Tenant, id)
	if err != nil {
		return Org{}, err
	}
	if err := rooted(o); err != nil {
		return Org{}, err
	}
	return o, s.confirmAbove(ctx, who, rbac.OrgDelete, o.Parent)
}

// Holding is how much of a kind lives in an org and below it.
type Holding struct {
	Kind  string `db:"kind"`
	Total int    `db:"total"`
}

// MaxCounted is up to how much PreviewDelete counts of each kind.
const MaxCounted = 1000

// PreviewDelete says what would go with an org, by the rules of Delete, and
// changes nothing; a fresh factor is not needed yet.
func (s *Service) PreviewDelete(ctx context.Context, who rbac.Actor, id rbac.OrgID) ([]Holding, error) {
	if err := rbac.HumanOnly(who); err != nil {
		return nil, err
	}
	if _, err := s.deletable(ctx, who, id); err != nil {
		return nil, err
	}
	return s.Store.OrgHoldings(ctx, who.Tenant, id, MaxCounted+1)
}

// Deleted lists what was deleted directly below an org and can be restored,
// the latest first.
func (s *Service) Deleted(ctx context.Context, who rbac.Actor, parent rbac.OrgID, r page.Request) (page.Of[Org], error) {
	if err := s.Auth.Can(ctx, who, rbac.OrgDelete, rbac.Resource{OrgID: parent}); err != nil {
		return page.Of[Org]{}, err
	}
	return s.Store.DeletedOrgs(ctx, who.Tenant, parent, s.keptSince(), r)
}

// keptSince is when the oldest org was deleted that can be restored now.
func (s *Service) keptSince() int64 { return s.Now().Add(-Kept).UnixMicro() }

// Restore brings a deleted org back with all that went with it; what had been
// deleted below it before stays deleted. If a sibling took its key meanwhile,
// that is org.key_taken (Conflict) and a new key can be given. One that is not
// there, not deleted or deleted too long ago, or below an org where the actor
// may not delete, is resource.unknown (NotFound).
func (s *Service) Restore(ctx context.Context, who rbac.Actor, id rbac.OrgID, key string) (View, error) {
	if key != "" {
		if err := name.Key("/key", key); err != nil {
			return View{}, err
		}
	}
	var after Org
	who, err := s.change(ctx, who, func(ctx context.Context) ([]rbac.Change, error) {
		before, err := s.deleted(ctx, who, id)
		if err != nil {
			return nil, err
		}
		height, err := s.Store.Height(ctx, who.Tenant, id)
		if err != nil {
			return nil, err
		}
		if err := s.fits(ctx, who.Tenant, before.Parent, height); err != nil {
			return nil, err
		}
		after = before
		after.DeletedAt, after.UpdatedAt = 0, s.Now().UnixMicro()
		if key != "" {
			after.Key = key
		}
		switch done, err := s.Store.RestoreOrg(ctx, after); {
		case err != nil:
			return nil, err
		case !done:
			return nil, stale("org.stale", "org")
		}
		fact := after.Fact()
		return []rbac.Change{{Org: &fact}}, s.recordOrg(ctx, who, "org:restored", before.Parent, nil, &after)
	})
	if err != nil {
		return View{}, err
	}
	return s.changed(ctx, who, after)
}

// deleted reads a deleted org that the actor may restore. To everybody else it
// is gone.
func (s *Service) deleted(ctx context.Context, who rbac.Actor, id rbac.OrgID) (Org, error) {
	o, err := s.Store.Org(ctx, who.Tenant, id)
	switch {
	case fault.Is(err, fault.NotFound):
		return Org{}, hidden(err)
	case err != nil:
		return Org{}, err
	case o.DeletedAt <= s.keptSince():
		return Org{}, hidden(nil)
	}
	err = s.Auth.Confirm(ctx, who, rbac.OrgDelete, rbac.Resource{OrgID: o.Parent})
	if fault.Is(err, fault.NotFound) || fault.Is(err, fault.Forbidden) {
		return Org{}, hidden(err)
	}
	return o, err
}
