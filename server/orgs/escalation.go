package orgs

import (
	"context"
	"slices"
	"strings"

	"catenary/internal/fault"
	"catenary/rbac"
)

// The rules by which nobody gets or gives more than he has. All are asked under
// the tenant's lock.

// handing is a role that someone would hold at an org, or hold no longer.
type handing struct {
	role rbac.RoleID
	org  rbac.OrgID
	// held: nobody gets or loses it, but something is done to who holds it.
	held bool
}

// mayHand refuses, with auth.beyond (Forbidden), to hand out or take back a
// role that has a permission which the actor lacks at the org. What rbac.Sensitive
// names needs a fresh factor besides, and what mayReach refuses is refused. An org that is deleted can come
// back: there the nearest one above it that is not answers for it.
func (s *Service) mayHand(ctx context.Context, who rbac.Actor, list ...handing) error {
	ids := make([]rbac.OrgID, len(list))
	for i, h := range list {
		ids[i] = h.org
	}
	ways, err := s.Store.Lineages(ctx, who.Tenant, ids...)
	if err != nil {
		return err
	}
	for i, id := range ids {
		ids[i] = living(ways[id])
	}
	can, err := s.Auth.Allowed(ctx, who, ids...)
	if err != nil {
		return err
	}
	fresh := false
	for i, h := range list {
		effect, permissions, err := s.Auth.RolePermissions(ctx, who.Tenant, h.role)
		if err != nil {
			return err
		}
		if h.held {
			err = over(effect, permissions, can[ids[i]], h.org)
		} else {
			err = within(permissions, can[ids[i]], h.org)
		}
		if err == nil && !h.held {
			err = s.mayReach(ctx, who, permissions, h.org)
		}
		if err != nil {
			return err
		}
		fresh = fresh || rbac.Sensitive(permissions, isRoot(who.Tenant, h.org))
	}
	if fresh {
		return s.Auth.Fresh(who)
	}
	return nil
}

// isRoot says whether an org is the tenant itself.
func isRoot(tenant rbac.TenantID, org rbac.OrgID) bool { return string(org) == string(tenant) }

// living is the nearest org of a way up from which every link to the root is
// alive.
func living(way []Link) rbac.OrgID {
	at := rbac.OrgID("")
	for _, link := range slices.Backward(way) {
		if link.Deleted {
			break
		}
		at = link.Org
	}
	return at
}

// within refuses, with auth.beyond (Forbidden), what needs permissions that are
// not held.
func within(needed, held []rbac.Permission, org rbac.OrgID) error {
	var lacking []string
	for _, p := range needed {
		if !slices.Contains(held, p) {
			lacking = append(lacking, string(p))
		}
	}
	if len(lacking) == 0 {
		return nil
	}
	return fault.New(fault.Forbidden, "auth.beyond", "you do not hold there yourself: %s", strings.Join(lacking, ", ")).
		Because(&rbac.Refusal{Permission: rbac.Permission(lacking[0]), Org: org, Visible: true})
}

// over is within for what somebody else holds. It does not say what is lacking:
// who asks may not know of that org. A deny takes only member:write to lift.
func over(effect rbac.Effect, permissions, held []rbac.Permission, org rbac.OrgID) error {
	needed := []rbac.Permission{rbac.MemberWrite}
	if effect == rbac.Allow {
		needed = append(needed, permissions...)
	}
	err := within(needed, held, org)
	if err == nil {
		return nil
	}
	return fault.New(fault.Forbidden, "auth.beyond", "whom this denies something holds rights that you could not grant").Because(err)
}

// mayDeny refuses, with auth.beyond (Forbidden), to put a deny on subjects of
// whom one, or one of whose members if it is a group, holds what the actor could
// not grant: else a deny could shut out who stands above. It asks nothing if the
// role allows.
func (s *Service) mayDeny(ctx context.Context, who rbac.Actor, role rbac.RoleID, subjects ...rbac.SubjectID) error {
	effect, _, err := s.Auth.RolePermissions(ctx, who.Tenant, role)
	if err != nil || effect != rbac.Deny {
		return err
	}
	grants, err := s.Store.HeldBy(ctx, who.Tenant, subjects...)
	if err != nil {
		return err
	}
	list := make([]handing, len(grants))
	for i, g := range grants {
		list[i] = handing{role: g.Role, org: g.Org, held: true}
	}
	return s.mayHand(ctx, who, list...)
}

// mayWiden asks, if a role gets permissions that it had not, what giving them to
// all who hold the role would need.
func (s *Service) mayWiden(ctx context.Context, who rbac.Actor, r Role, permissions []rbac.Permission) error {
	more := slices.DeleteFunc(slices.Clone(permissions), func(p rbac.Permission) bool { return slices.Contains(r.Permissions, p) })
	if len(more) == 0 {
		return nil
	}
	grants, err := s.Store.Holders(ctx, who.Tenant, r.ID)
	if err != nil || len(grants) == 0 {
		return err
	}
	subjects, at := make([]rbac.SubjectID, len(grants)), make([]rbac.OrgID, len(grants))
	for i, g := range grants {
		subjects[i], at[i] = g.Subject, g.Org
	}
	if err := s.mayReach(ctx, who, more, at...); err != nil {
		return err
	}
	root := slices.ContainsFunc(at, func(org rbac.OrgID) bool { return isRoot(who.Tenant, org) })
	if rbac.Sensitive(more, root) {
		if err := s.Auth.Fresh(who); err != nil {
			return err
		}
	}
	return s.mayDeny(ctx, who, r.ID, subjects...)
}

// notSelf refuses, with grant.self (Forbidden), what changes the rights of the
// actor, of the person behind it, or of a group that the actor is in.
func (s *Service) notSelf(ctx context.Context, who rbac.Actor, subject rbac.SubjectID) error {
	refused := fault.New(fault.Forbidden, "grant.self", "nobody changes rights of their own, or of a group they are in")
	if subject == who.Subject || subject == who.Human {
		return refused
	}
	in, err := s.Store.InGroup(ctx, who.Tenant, rbac.MembershipFact{Group: subject, Member: who.Subject})
	if err == nil && in {
		return refused
	}
	return err
}
