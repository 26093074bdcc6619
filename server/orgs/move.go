package orgs

import (
	"context"

	"catenary/rbac"
)

// Move hangs an org, with all below it, under another of the same tenant.
// Grants stay where they are; what is inherited follows the new parents. To move
// the root is org.root, to put an org under itself or what is below it
// org.cycle, a tree too deep org.depth, a sibling with its key org.key_taken
// (all Conflict), and for whoever would so leave a deny move.under_deny
// (Forbidden). Moved to where it is, it stays as it is.
func (s *Service) Move(ctx context.Context, who rbac.Actor, id, to rbac.OrgID) (View, error) {
	var o Org
	who, err := s.change(ctx, who, func(ctx context.Context) (_ []rbac.Change, err error) {
		o, err = s.movable(ctx, who, id, to)
		if err != nil {
			return nil, err
		}
		if err := s.Auth.Fresh(who); err != nil {
			return nil, err
		}
		if o.Parent == to {
			return nil, nil
		}
		before := o
		o.UpdatedAt = s.Now().UnixMicro()
		switch done, err := s.Store.MoveOrg(ctx, o, to); {
		case err != nil:
			return nil, err
		case !done:
			return nil, stale("org.stale", "org")
		}
		o.Parent = to
		fact := o.Fact()
		return []rbac.Change{{Org: &fact}}, s.recordOrg(ctx, who, "org:moved", id, &before, &o)
	})
	if err != nil {
		return View{}, err
	}
	return s.changed(ctx, who, o)
}

// movable reads the org if the actor may move it there and the tree allows it.
// Inside the transaction of a change nothing of that can change any more.
func (s *Service) movable(ctx context.Context, who rbac.Actor, id, to rbac.OrgID) (Org, error) {
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
	if err := s.confirmAbove(ctx, who, rbac.OrgMove, o.Parent); err != nil {
		return Org{}, err
	}
	if err := s.Auth.Confirm(ctx, who, rbac.OrgCreate, rbac.Resource{OrgID: to}); err != nil {
		return Org{}, err
	}
	if err := s.Auth.CheckMove(ctx, who.Tenant, rbac.Move{Org: id, To: to}); err != nil {
		return Org{}, err
	}
	return o, s.mayLeave(ctx, who, id, to)
}
