package identity

import (
	"context"
	"slices"

	"catenary/internal/fault"
	"catenary/rbac"
	"catenary/server/audit"
	"catenary/server/orgs"
)

// changeMember changes who may act: it takes the tenant's lock, checks the
// rules on the locked state, does work, which says what changed of the rights
// and what the audit log keeps, and tells the policy. It needs member:write at
// the member's org, by a human's session, and never for oneself.
func (s *Service) changeMember(ctx context.Context, who rbac.Actor, org rbac.OrgID, id rbac.SubjectID,
	work func(context.Context, Member) ([]rbac.Change, audit.Entry, error),
) error {
	if err := rbac.HumanOnly(who); err != nil {
		return err
	}
	return s.Store.InTx(ctx, func(ctx context.Context) error {
		if _, err := s.Store.LockTenant(ctx, who.Tenant); err != nil {
			return err
		}
		m, err := s.ownMember(ctx, who, org, id)
		if err != nil {
			return err
		}
		ops, entry, err := work(ctx, m)
		if err != nil {
			return err
		}
		if len(ops) > 0 {
			if err := s.Auth.KeepsOwner(ctx, who.Tenant, ops...); err != nil {
				return err
			}
			if err := s.Store.AppendPolicy(ctx, who.Tenant, ops...); err != nil {
				return err
			}
		}
		entry.Kind, entry.ResourceID, entry.OrgID = "member", string(id), org
		return s.Audit.Record(ctx, who, entry)
	})
}

// DisableMember keeps a member from acting, and ends the member's sessions. The
// rights stay for when the member is enabled again. A member who holds what who
// lacks is auth.beyond (Forbidden); the last one who can look after members of
// the tenant stays.
func (s *Service) DisableMember(ctx context.Context, who rbac.Actor, org rbac.OrgID, id rbac.SubjectID) error {
	return s.changeMember(ctx, who, org, id, func(ctx context.Context, m Member) ([]rbac.Change, audit.Entry, error) {
		return s.setState(ctx, who, m, Active, Disabled, "member:disabled")
	})
}

// EnableMember undoes DisableMember. It gives back what the member holds, so
// who needs all of that.
func (s *Service) EnableMember(ctx context.Context, who rbac.Actor, org rbac.OrgID, id rbac.SubjectID) error {
	return s.changeMember(ctx, who, org, id, func(ctx context.Context, m Member) ([]rbac.Change, audit.Entry, error) {
		return s.setState(ctx, who, m, Disabled, Active, "member:enabled")
	})
}

func (s *Service) setState(ctx context.Context, who rbac.Actor, m Member, from, to, action string) ([]rbac.Change, audit.Entry, error) {
	before := m.seen()
	if err := s.mayHandAll(ctx, who, m.ID); err != nil {
		return nil, audit.Entry{}, err
	}
	done, err := s.Store.SetSubjectState(ctx, m.Tenant, m.ID, from, to)
	if err != nil {
		return nil, audit.Entry{}, err
	}
	if !done {
		return nil, audit.Entry{}, fault.New(fault.Conflict, "member.state", "the member is %s", m.State)
	}
	if to != Active {
		if _, err := s.Store.DeleteMemberSessions(ctx, m.Tenant, m.ID); err != nil {
			return nil, audit.Entry{}, err
		}
	}
	m.State = to
	fact := m.Fact()
	return []rbac.Change{{Subject: &fact}}, audit.Entry{Action: action, Before: before, After: m.seen()}, nil
}

// RemoveMember ends a membership with its rights, sessions, tokens (those that
// the member made for service accounts too) and invitations. The row stays, so
// that old audit entries keep a name. Refusals are those of DisableMember.
func (s *Service) RemoveMember(ctx context.Context, who rbac.Actor, org rbac.OrgID, id rbac.SubjectID) error {
	return s.changeMember(ctx, who, org, id, func(ctx context.Context, m Member) ([]rbac.Change, audit.Entry, error) {
		if err := s.mayHandAll(ctx, who, m.ID); err != nil {
			return nil, audit.Entry{}, err
		}
		ops, err := s.removeSubject(ctx, m.Tenant, m.ID, m.State)
		if err != nil {
			return nil, audit.Entry{}, err
		}
		_, err = s.Store.DeleteMemberSessions(ctx, m.Tenant, m.ID)
		if err != nil {
			return nil, audit.Entry{}, err
		}
		return ops, audit.Entry{Action: "member:removed", Before: m.seen()}, s.Store.EndInvitations(ctx, m.Tenant, m.ID)
	})
}

// removeSubject takes a member or service account away with all rights and
// tokens, and says what that changed.
func (s *Service) removeSubject(ctx context.Context, tenant rbac.TenantID, id rbac.SubjectID, state string) ([]rbac.Change, error) {
	grants, err := s.Auth.Grants(ctx, tenant, id)
	if err != nil {
		return nil, err
	}
	groups, err := s.Auth.Groups(ctx, tenant, id)
	if err != nil {
		return nil, err
	}
	done, err := s.Store.SetSubjectState(ctx, tenant, id, state, Removed)
	if err != nil {
		return nil, err
	}
	if !done {
		return nil, fault.New(fault.Conflict, "member.state", "it was changed meanwhile")
	}
	if err := s.Store.DropRights(ctx, tenant, id); err != nil {
		return nil, err
	}
	if _, err := s.Store.RevokeTokensOf(ctx, tenant, id); err != nil {
		return nil, err
	}
	var ops []rbac.Change
	for _, g := range grants {
		ops = append(ops, rbac.Change{GrantGone: &g})
	}
	for _, g := range groups {
		ops = append(ops, rbac.Change{MemberGone: &rbac.MembershipFact{Group: g, Member: id}})
	}
	return append(ops, rbac.Change{SubjectGone: id}), nil
}

// mayHandAll refuses who, with auth.beyond (Forbidden), to take from a subject,
// or give back to it, what who could not grant: member:write and all of the
// role's permissions at the org of each grant, the subject's own and those of
// its groups. It does not say where something is lacking: who may not know of
// that org. An org that is deleted can come back: the nearest one above it that
// is not answers for it. What is rbac.Sensitive needs a fresh step-up besides.
func (s *Service) mayHandAll(ctx context.Context, who rbac.Actor, id rbac.SubjectID) error {
	grants, err := s.allGrants(ctx, who.Tenant, id)
	if err != nil || len(grants) == 0 {
		return err
	}
	ids := make([]rbac.OrgID, 0, len(grants))
	for _, g := range grants {
		ids = append(ids, g.Org)
	}
	ways, err := s.Store.Lineages(ctx, who.Tenant, ids...)
	if err != nil {
		return err
	}
	for i, org := range ids {
		ids[i] = living(ways[org])
	}
	allowed, err := s.Auth.Allowed(ctx, who, ids...)
	if err != nil {
		return err
	}
	sensitive := false
	for i, g := range grants {
		effect, permissions, err := s.Auth.RolePermissions(ctx, who.Tenant, g.Role)
		if err != nil {
			return err
		}
		needed := []rbac.Permission{rbac.MemberWrite}
		if effect == rbac.Allow {
			needed = append(needed, permissions...)
			sensitive = sensitive || rbac.Sensitive(permissions, g.Org == rbac.OrgID(who.Tenant))
		}
		if lacking := missing(allowed[ids[i]], needed); lacking != "" {
			return fault.New(fault.Forbidden, "auth.beyond", "this one holds rights that you could not grant").
				Because(&rbac.Refusal{Permission: lacking, Org: g.Org, Visible: true})
		}
	}
	if sensitive {
		return s.Auth.Fresh(who)
	}
	return nil
}

// living is the nearest org of a way up from which every link to the root is
// alive.
func living(way []orgs.Link) rbac.OrgID {
	at := rbac.OrgID("")
	for _, link := range slices.Backward(way) {
		if link.Deleted {
			break
		}
		at = link.Org
	}
	return at
}

func (s *Service) allGrants(ctx context.Context, tenant rbac.TenantID, id rbac.SubjectID) ([]rbac.GrantFact, error) {
	groups, err := s.Auth.Groups(ctx, tenant, id)
	if err != nil {
		return nil, err
	}
	now := s.Now().UnixMicro()
	var all []rbac.GrantFact
	for _, holder := range append(groups, id) {
		grants, err := s.Auth.Grants(ctx, tenant, holder)
		if err != nil {
			return nil, err
		}
		for _, g := range grants {
			if g.EndsAt == 0 || g.EndsAt > now {
				all = append(all, g)
			}
		}
	}
	return all, nil
}

// missing is one of needed that is not held; empty if all are.
func missing(held, needed []rbac.Permission) rbac.Permission {
	for _, p := range needed {
		if !slices.Contains(held, p) {
			return p
		}
	}
	return ""
}
