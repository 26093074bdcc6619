package approvals

import (
	"context"
	"fmt"
	"slices"

	"catenary/internal/fault"
	"catenary/rbac"
	"catenary/server/inbox"
)

// What stands here is for others who ask people in the same words.

// Understand finds the ids of those whom by names, seen from an org, without
// members who have left. What else is not there is approval.plan (Invalid), with
// pointers below at.
func (s *Service) Understand(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, by []By, at string) ([]Who, error) {
	c := &planCheck{}
	if len(by) > MaxBy {
		c.wrong(at, "want at most %d who are asked", MaxBy)
	}
	for i, one := range by {
		c.by(fmt.Sprintf("%s/%d", at, i), one)
	}
	if err := c.fault(); err != nil {
		return nil, err
	}
	out, _, err := s.all(ctx, tenant, org, by, c, at)
	if err != nil {
		return nil, err
	}
	return out, c.fault()
}

// Audience gives the holders of a to-do for those who are asked, and the people
// among them who may do act at an org. A role goes up the tree until somebody
// holds it who may.
func (s *Service) Audience(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, all []Who, act rbac.Permission) (holders []inbox.Holder, people []rbac.SubjectID, err error) {
	if _, err := s.Auth.Current(ctx, tenant); err != nil {
		return nil, nil, err
	}
	add := func(h inbox.Holder, ids ...rbac.SubjectID) (some bool, err error) {
		holders = append(holders, h)
		for _, id := range ids {
			switch err := s.Auth.Can(ctx, rbac.Session(tenant, id), act, rbac.Resource{OrgID: org}); {
			case err == nil:
				people, some = append(people, id), true
			case !fault.Is(err, fault.Forbidden) && !fault.Is(err, fault.NotFound):
				return false, err
			}
		}
		return some, nil
	}
	for _, w := range all {
		switch {
		case w.Member != "":
			_, err = add(inbox.Person(w.Member), w.Member)
		case w.Group != "":
			var in []rbac.SubjectID
			if in, err = s.Auth.Members(ctx, tenant, w.Group); err == nil {
				_, err = add(inbox.Group(w.Group), in...)
			}
		default:
			err = s.climb(ctx, tenant, w, add)
		}
		if err != nil {
			return nil, nil, err
		}
	}
	slices.Sort(people)
	return holders, slices.Compact(people), nil
}

func (s *Service) climb(ctx context.Context, tenant rbac.TenantID, w Who, add func(inbox.Holder, ...rbac.SubjectID) (bool, error)) error {
	up, err := s.Auth.Ancestors(ctx, tenant, w.Org)
	if err != nil {
		return err
	}
	for _, org := range up {
		in, err := s.Auth.Holders(ctx, tenant, w.Role, org)
		if err != nil {
			return err
		}
		if some, err := add(inbox.Role(w.Role, org), in...); some || err != nil {
			return err
		}
	}
	return nil
}

// Among says whether somebody is one of those who are asked: by name, by a
// group, or by a role that he holds there or from above.
func (s *Service) Among(ctx context.Context, tenant rbac.TenantID, all []Who, id rbac.SubjectID) (bool, error) {
	for _, w := range all {
		switch {
		case w.Member == id:
			return true, nil
		case w.Group != "":
			in, err := s.Auth.Groups(ctx, tenant, id)
			if err != nil || slices.Contains(in, w.Group) {
				return err == nil, err
			}
		case w.Role != "":
			holds, err := s.Auth.Holds(ctx, tenant, id, w.Role, w.Org)
			if err != nil || holds {
				return holds, err
			}
		}
	}
	return false, nil
}
