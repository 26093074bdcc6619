package orgs

import (
	"context"
	"slices"

	"catenary/internal/fault"
	"catenary/rbac"
)

// The rules by which nobody walks around a deny that is on oneself. They count
// denies that sleep too, in an org that is deleted: they can come back.

// denial is a role that denies something to the actor, granted at the first org
// of way.
type denial struct {
	role Role
	way  []rbac.OrgID // up to the root
}

// denials are all that the actor is under, alone or by a group.
func (s *Service) denials(ctx context.Context, who rbac.Actor) ([]denial, error) {
	held, err := s.Store.HeldBy(ctx, who.Tenant, who.Subject)
	if err != nil {
		return nil, err
	}
	var list []denial
	var at []rbac.OrgID
	for _, g := range held {
		effect, _, err := s.Auth.RolePermissions(ctx, who.Tenant, g.Role)
		if err != nil {
			return nil, err
		}
		if effect != rbac.Deny {
			continue
		}
		r, err := s.Store.Role(ctx, who.Tenant, g.Role)
		if err != nil {
			return nil, err
		}
		list, at = append(list, denial{role: r}), append(at, g.Org)
	}
	if len(list) == 0 {
		return nil, nil
	}
	ways, err := s.Store.Lineages(ctx, who.Tenant, at...)
	for i := range list {
		list[i].way = upward(ways[at[i]])
	}
	return list, err
}

func upward(way []Link) []rbac.OrgID {
	out := make([]rbac.OrgID, len(way))
	for i, link := range way {
		out[i] = link.Org
	}
	return out
}

// mayReach refuses, with grant.under_deny (Forbidden), to hand permissions out
// at orgs, or to take them back, if one of them is denied to the actor anywhere
// below: what holds at an org holds there too.
func (s *Service) mayReach(ctx context.Context, who rbac.Actor, permissions []rbac.Permission, at ...rbac.OrgID) error {
	list, err := s.denials(ctx, who)
	if err != nil {
		return err
	}
	for _, d := range list {
		if !slices.ContainsFunc(at, func(org rbac.OrgID) bool { return slices.Contains(d.way, org) }) {
			continue
		}
		for _, p := range d.role.Permissions {
			if slices.Contains(permissions, p) {
				return fault.New(fault.Forbidden, "grant.under_deny", "it would reach an org below in which you are denied %s", p)
			}
		}
	}
	return nil
}

// mayLeave refuses, with move.under_deny (Forbidden), a move by which a deny
// that the actor is under would stop to hold at the org or below it.
func (s *Service) mayLeave(ctx context.Context, who rbac.Actor, id, to rbac.OrgID) error {
	list, err := s.denials(ctx, who)
	if err != nil || len(list) == 0 {
		return err
	}
	ways, err := s.Store.Lineages(ctx, who.Tenant, id, to)
	if err != nil {
		return err
	}
	before, after := upward(ways[id]), append([]rbac.OrgID{id}, upward(ways[to])...)
	for _, d := range list {
		way := after
		switch i := slices.Index(d.way, id); {
		case i >= 0: // it is granted at the org, or below it, and moves along
			way = append(slices.Clone(d.way[:i]), after...)
		case !slices.Contains(before, d.way[0]):
			continue
		}
		if slices.Contains(d.way, d.role.Owner) && (!slices.Contains(way, d.way[0]) || !slices.Contains(way, d.role.Owner)) {
			return fault.New(fault.Forbidden, "move.under_deny", "you are under a deny there that would not hold at the new place")
		}
	}
	return nil
}
