package orgs

import (
	"context"

	"catenary/internal/fault"
	"catenary/internal/page"
	"catenary/rbac"
	"catenary/server/audit"
)

// MaxGroup bounds the members of a group, and what it is granted: all of it is
// looked at when someone joins.
const MaxGroup = 5000

// GroupView is a group as one person sees it.
type GroupView struct {
	Subject
	Can []rbac.Permission
}

// Groups lists those of an org.
func (s *Service) Groups(ctx context.Context, who rbac.Actor, org rbac.OrgID, r page.Request) (page.Of[GroupView], error) {
	if err := s.Auth.Can(ctx, who, rbac.MemberView, rbac.Resource{OrgID: org}); err != nil {
		return page.Of[GroupView]{}, err
	}
	rows, err := s.Store.Groups(ctx, who.Tenant, org, r)
	if err != nil {
		return page.Of[GroupView]{}, err
	}
	views, err := s.groupViews(ctx, who, org, rows.Items...)
	return page.Of[GroupView]{Items: views, Next: rows.Next}, err
}

// Group reads a group of an org; another is group.unknown (NotFound).
func (s *Service) Group(ctx context.Context, who rbac.Actor, org rbac.OrgID, id rbac.SubjectID) (GroupView, error) {
	if err := s.Auth.Can(ctx, who, rbac.MemberView, rbac.Resource{OrgID: org}); err != nil {
		return GroupView{}, err
	}
	return s.group(ctx, who, org, id)
}

// group reads a group as it is after a change.
func (s *Service) group(ctx context.Context, who rbac.Actor, org rbac.OrgID, id rbac.SubjectID) (GroupView, error) {
	g, err := s.Store.Group(ctx, who.Tenant, org, id)
	if err != nil {
		return GroupView{}, err
	}
	views, err := s.groupViews(ctx, who, org, g)
	if err != nil {
		return GroupView{}, err
	}
	return views[0], nil
}

func (s *Service) groupViews(ctx context.Context, who rbac.Actor, org rbac.OrgID, list ...Subject) ([]GroupView, error) {
	may, err := s.can(ctx, who, rbac.MemberWrite, org)
	if err != nil {
		return nil, err
	}
	out := make([]GroupView, len(list))
	for i, g := range list {
		out[i] = GroupView{Subject: g, Can: may[org]}
	}
	return out, nil
}

// GroupMembers lists who is in a group.
func (s *Service) GroupMembers(ctx context.Context, who rbac.Actor, org rbac.OrgID, id rbac.SubjectID, r page.Request) (page.Of[Member], error) {
	if _, err := s.Group(ctx, who, org, id); err != nil {
		return page.Of[Member]{}, err
	}
	return s.Store.GroupMembers(ctx, who.Tenant, id, r)
}

// CreateGroup makes an empty group of an org that holds nothing yet. It needs
// member:write there. One with the key is group.key_taken (Conflict).
func (s *Service) CreateGroup(ctx context.Context, who rbac.Actor, org rbac.OrgID, key, title string) (GroupView, error) {
	title, err := names(key, title)
	if err != nil {
		return GroupView{}, err
	}
	var g Subject
	who, err = s.change(ctx, who, func(ctx context.Context) ([]rbac.Change, error) {
		if err := s.Auth.Confirm(ctx, who, rbac.MemberWrite, rbac.Resource{OrgID: org}); err != nil {
			return nil, err
		}
		now := s.Now().UnixMicro()
		g = Subject{
			Tenant: who.Tenant, ID: rbac.SubjectID(s.NewID()), Kind: rbac.Group, Org: org, Key: key, Name: title,
			State: Active, Revision: 1, CreatedAt: now, UpdatedAt: now,
		}
		if err := s.Store.InsertGroup(ctx, g); err != nil {
			return nil, err
		}
		fact := g.Fact()
		return []rbac.Change{{Subject: &fact}}, s.recordGroup(ctx, who, "group:created", nil, &g)
	})
	if err != nil {
		return GroupView{}, err
	}
	return s.group(ctx, who, org, g.ID)
}

// EditGroup changes name and key. It needs what Join needs: people know a group,
// and whom to put in it, by its name. A revision that is overtaken is
// group.stale (Stale). No right hangs on either, so the policy stays as it is.
func (s *Service) EditGroup(ctx context.Context, who rbac.Actor, org rbac.OrgID, id rbac.SubjectID, revision int64, e Edit) (GroupView, error) {
	who, err := s.change(ctx, who, func(ctx context.Context) ([]rbac.Change, error) {
		before, _, err := s.handable(ctx, who, org, id)
		if err != nil {
			return nil, err
		}
		after := before
		after.Key, after.Name, err = e.apply(before.Key, before.Name)
		if err != nil {
			return nil, err
		}
		after.Revision, after.UpdatedAt = revision, s.Now().UnixMicro()
		switch done, err := s.Store.RenameGroup(ctx, after); {
		case err != nil:
			return nil, err
		case !done:
			return nil, stale("group.stale", "group")
		}
		return nil, s.recordGroup(ctx, who, "group:renamed", &before, &after)
	})
	if err != nil {
		return GroupView{}, err
	}
	return s.group(ctx, who, org, id)
}

// DeleteGroup takes a group away, with all that it was granted. It needs what
// Join needs, and the actor is not in it (grant.self).
func (s *Service) DeleteGroup(ctx context.Context, who rbac.Actor, org rbac.OrgID, id rbac.SubjectID) error {
	_, err := s.change(ctx, who, func(ctx context.Context) ([]rbac.Change, error) {
		g, grants, err := s.handable(ctx, who, org, id)
		if err != nil {
			return nil, err
		}
		if err := s.notSelf(ctx, who, id); err != nil {
			return nil, err
		}
		members, err := s.Store.MembershipsOf(ctx, who.Tenant, id, MaxGroup)
		if err != nil {
			return nil, err
		}
		after := g
		after.UpdatedAt = s.Now().UnixMicro()
		switch done, err := s.Store.DeleteGroup(ctx, after); {
		case err != nil:
			return nil, err
		case !done:
			return nil, stale("group.stale", "group")
		}
		var ops []rbac.Change
		for _, grant := range grants {
			gone := grant.Fact()
			ops = append(ops, rbac.Change{GrantGone: &gone})
		}
		for _, member := range members {
			ops = append(ops, rbac.Change{MemberGone: &rbac.MembershipFact{Group: id, Member: member}})
		}
		return append(ops, rbac.Change{SubjectGone: id}), s.recordGroup(ctx, who, "group:deleted", &g, nil)
	})
	return err
}

// Join puts a member or service account in a group; one that is in it already
// changes nothing. It needs member:write at the group's org and all that the
// group holds anywhere (auth.beyond), if it is denied something also all that
// the subject holds, never for oneself (grant.self), and a
// fresh factor if rbac.Sensitive names any of it (all Forbidden). A subject
// that cannot be seen is subject.unknown (NotFound), another group is
// group.nested (Invalid), one too many group.full (Conflict).
func (s *Service) Join(ctx context.Context, who rbac.Actor, org rbac.OrgID, id, subject rbac.SubjectID) error {
	_, err := s.change(ctx, who, func(ctx context.Context) ([]rbac.Change, error) {
		_, grants, err := s.handable(ctx, who, org, id)
		if err != nil {
			return nil, err
		}
		member, err := s.subject(ctx, who, subject)
		if err != nil {
			return nil, err
		}
		if member.Kind == rbac.Group {
			return nil, fault.At("/subject_id", "group.nested", "a group is not put into a group")
		}
		if err := s.notSelf(ctx, who, subject); err != nil {
			return nil, err
		}
		for _, g := range grants {
			if err := s.mayDeny(ctx, who, g.Role, subject); err != nil {
				return nil, err
			}
		}
		members, err := s.Store.MembershipsOf(ctx, who.Tenant, id, MaxGroup)
		if err != nil {
			return nil, err
		}
		if len(members) == MaxGroup {
			return nil, fault.New(fault.Conflict, "group.full", "a group has at most %d members", MaxGroup)
		}
		fact := rbac.MembershipFact{Group: id, Member: subject}
		switch done, err := s.Store.AddToGroup(ctx, who.Tenant, fact); {
		case err != nil:
			return nil, err
		case !done:
			return nil, nil
		}
		return []rbac.Change{{Member: &fact}}, s.recordMember(ctx, who, "group:joined", org, fact)
	})
	return err
}

// Leave takes a member or service account out of a group, by the rules of
// Join. One that is not in it is group.member_unknown (NotFound).
func (s *Service) Leave(ctx context.Context, who rbac.Actor, org rbac.OrgID, id, subject rbac.SubjectID) error {
	_, err := s.change(ctx, who, func(ctx context.Context) ([]rbac.Change, error) {
		if _, _, err := s.handable(ctx, who, org, id); err != nil {
			return nil, err
		}
		if err := s.notSelf(ctx, who, subject); err != nil {
			return nil, err
		}
		fact := rbac.MembershipFact{Group: id, Member: subject}
		switch done, err := s.Store.RemoveFromGroup(ctx, who.Tenant, fact); {
		case err != nil:
			return nil, err
		case !done:
			return nil, fault.New(fault.NotFound, "group.member_unknown", "the group has no such member")
		}
		return []rbac.Change{{MemberGone: &fact}}, s.recordMember(ctx, who, "group:left", org, fact)
	})
	return err
}

// handable reads a group, and all that it was granted, if the actor may hand
// all of that out.
func (s *Service) handable(ctx context.Context, who rbac.Actor, org rbac.OrgID, id rbac.SubjectID) (Subject, []Grant, error) {
	if err := s.Auth.Confirm(ctx, who, rbac.MemberWrite, rbac.Resource{OrgID: org}); err != nil {
		return Subject{}, nil, err
	}
	g, err := s.Store.Group(ctx, who.Tenant, org, id)
	if err != nil {
		return Subject{}, nil, err
	}
	grants, err := s.Store.GrantsOf(ctx, who.Tenant, id, MaxGroup+1)
	if err != nil {
		return Subject{}, nil, err
	}
	if len(grants) > MaxGroup {
		return Subject{}, nil, fault.New(fault.Conflict, "group.full", "the group is granted more than %d roles: withdraw some first", MaxGroup)
	}
	now := s.Now().UnixMicro()
	var held []handing
	for _, grant := range grants {
		if grant.EndsAt == 0 || grant.EndsAt > now {
			held = append(held, handing{role: grant.Role, org: grant.Org})
		}
	}
	return g, grants, s.mayHand(ctx, who, held...)
}

// groupState is a group as the audit log keeps it.
type groupState struct {
	Key  string `json:"key"`
	Name string `json:"name"`
}

func (s *Service) recordGroup(ctx context.Context, who rbac.Actor, action string, before, after *Subject) error {
	e := audit.Entry{Action: action, Kind: "group"}
	if before != nil {
		e.ResourceID, e.OrgID, e.Before = string(before.ID), before.Org, groupState{before.Key, before.Name}
	}
	if after != nil {
		e.ResourceID, e.OrgID, e.After = string(after.ID), after.Org, groupState{after.Key, after.Name}
	}
	return s.Audit.Record(ctx, who, e)
}

func (s *Service) recordMember(ctx context.Context, who rbac.Actor, action string, org rbac.OrgID, m rbac.MembershipFact) error {
	return s.Audit.Record(ctx, who, audit.Entry{
		Action: action, Kind: "group", ResourceID: string(m.Group), OrgID: org,
		After: map[string]rbac.SubjectID{"member": m.Member},
	})
}
