package orgs

import (
	"context"
	"time"

	"catenary/internal/clock"
	"catenary/internal/fault"
	"catenary/internal/page"
	"catenary/rbac"
	"catenary/server/audit"
)

// GrantView is a grant as one person sees it.
type GrantView struct {
	Grant
	Can []rbac.Permission
}

// GrantList chooses what Grants lists.
type GrantList struct {
	// Inherited: those of the orgs above too, as far as members may be viewed there.
	Inherited bool
	// Subject: only this one's.
	Subject rbac.SubjectID
}

// Grants lists what was granted at an org, the oldest first.
func (s *Service) Grants(ctx context.Context, who rbac.Actor, org rbac.OrgID, q GrantList, r page.Request) (page.Of[GrantView], error) {
	if err := s.Auth.Can(ctx, who, rbac.MemberView, rbac.Resource{OrgID: org}); err != nil {
		return page.Of[GrantView]{}, err
	}
	at := []rbac.OrgID{org}
	if q.Inherited {
		path, err := s.Auth.Path(ctx, who, org)
		if err != nil {
			return page.Of[GrantView]{}, err
		}
		at = append(path, org)
	}
	return s.grants(ctx, who, GrantQuery{Orgs: at, Subject: q.Subject}, r)
}

// GrantsOf lists what a subject was granted itself, wherever members may be
// viewed. A subject that may not be seen at all is resource.unknown (NotFound).
func (s *Service) GrantsOf(ctx context.Context, who rbac.Actor, subject rbac.SubjectID, r page.Request) (page.Of[GrantView], error) {
	switch _, err := s.subject(ctx, who, subject); {
	case fault.Is(err, fault.NotFound):
		return page.Of[GrantView]{}, hidden(err)
	case err != nil:
		return page.Of[GrantView]{}, err
	}
	return s.grants(ctx, who, GrantQuery{Subject: subject}, r)
}

func (s *Service) grants(ctx context.Context, who rbac.Actor, q GrantQuery, r page.Request) (page.Of[GrantView], error) {
	set, err := s.Auth.Filter(ctx, who, rbac.MemberView)
	if err != nil {
		return page.Of[GrantView]{}, err
	}
	rows, err := s.Store.Grants(ctx, who.Tenant, set, q, r)
	if err != nil {
		return page.Of[GrantView]{}, err
	}
	views, err := s.grantViews(ctx, who, rows.Items)
	return page.Of[GrantView]{Items: views, Next: rows.Next}, err
}

func (s *Service) grantViews(ctx context.Context, who rbac.Actor, list []Grant) ([]GrantView, error) {
	ids := make([]rbac.OrgID, len(list))
	for i, g := range list {
		ids[i] = g.Org
	}
	may, err := s.can(ctx, who, rbac.MemberWrite, ids...)
	if err != nil {
		return nil, err
	}
	out := make([]GrantView, len(list))
	for i, g := range list {
		out[i] = GrantView{Grant: g, Can: may[g.Org]}
	}
	return out, nil
}

// subject reads one that the actor may see: where it belongs, or where it was
// granted something, members may be viewed.
func (s *Service) subject(ctx context.Context, who rbac.Actor, id rbac.SubjectID) (Subject, error) {
	set, err := s.Auth.Filter(ctx, who, rbac.MemberView)
	if err != nil {
		return Subject{}, err
	}
	return s.Store.VisibleSubject(ctx, who.Tenant, set, id)
}

// OneGrant reads one grant at an org.
func (s *Service) OneGrant(ctx context.Context, who rbac.Actor, org rbac.OrgID, id string) (GrantView, error) {
	if err := s.Auth.Can(ctx, who, rbac.MemberView, rbac.Resource{OrgID: org}); err != nil {
		return GrantView{}, err
	}
	return s.grant(ctx, who, org, id)
}

// NewGrant is what a grant is made of; EndsAt is zero for one without an end.
type NewGrant struct {
	Subject rbac.SubjectID
	Role    rbac.RoleID
	EndsAt  time.Time
}

// Grant gives a subject a role at an org. It needs member:write there and every
// permission of the role (auth.beyond), never for oneself (grant.self), and a
// fresh factor for what rbac.Sensitive names (all Forbidden). To give a role that denies,
// the actor also holds all that whoever it hits holds; of what is denied to the
// actor below that org nothing is given (grant.under_deny). A subject or role that
// cannot be seen there is subject.unknown or role.unknown (NotFound), an end
// in the past grant.ends_at (Invalid), a second grant of it grant.exists
// (Conflict); one that has ended is replaced.
func (s *Service) Grant(ctx context.Context, who rbac.Actor, org rbac.OrgID, in NewGrant) (GrantView, error) {
	var g Grant
	who, err := s.change(ctx, who, func(ctx context.Context) (_ []rbac.Change, err error) {
		if g, err = s.grantable(ctx, who, org, in); err != nil {
			return nil, err
		}
		return s.insertGrant(ctx, who, g)
	})
	if err != nil {
		return GrantView{}, err
	}
	return s.grant(ctx, who, org, g.ID)
}

// grantable makes the grant if the actor may give it.
func (s *Service) grantable(ctx context.Context, who rbac.Actor, org rbac.OrgID, in NewGrant) (Grant, error) {
	if err := s.Auth.Confirm(ctx, who, rbac.MemberWrite, rbac.Resource{OrgID: org}); err != nil {
		return Grant{}, err
	}
	if err := s.future(in.EndsAt); err != nil {
		return Grant{}, err
	}
	if _, err := s.subject(ctx, who, in.Subject); err != nil {
		return Grant{}, err
	}
	switch counts, err := s.Auth.RoleCounts(ctx, who.Tenant, in.Role, org); {
	case err != nil:
		return Grant{}, err
	case !counts:
		return Grant{}, roleUnknown()
	}
	g := Grant{
		Tenant: who.Tenant, ID: s.NewID(), Subject: in.Subject, Role: in.Role, Org: org,
		EndsAt: clock.Micros(in.EndsAt), Revision: 1, CreatedAt: s.Now().UnixMicro(), CreatedBy: who.Subject,
	}
	if err := s.mayChange(ctx, who, g); err != nil {
		return Grant{}, err
	}
	return g, s.mayDeny(ctx, who, g.Role, g.Subject)
}

// insertGrant adds a grant, in the place of one that has ended.
func (s *Service) insertGrant(ctx context.Context, who rbac.Actor, g Grant) ([]rbac.Change, error) {
	ended, there, err := s.Store.DropEnded(ctx, g)
	if err != nil {
		return nil, err
	}
	if err := s.Store.InsertGrant(ctx, g); err != nil {
		return nil, err
	}
	fact, gone := g.Fact(), ended.Fact()
	if !there {
		return []rbac.Change{{Grant: &fact}}, s.recordGrant(ctx, who, "grant:given", nil, &g)
	}
	return []rbac.Change{{GrantGone: &gone}, {Grant: &fact}}, s.recordGrant(ctx, who, "grant:given", &ended, &g)
}

// EndGrant gives a grant another end, or with a zero time none, by the rules of
// Grant. A revision that is overtaken is grant.stale (Stale).
func (s *Service) EndGrant(ctx context.Context, who rbac.Actor, org rbac.OrgID, id string, revision int64, end time.Time) (GrantView, error) {
	who, err := s.change(ctx, who, func(ctx context.Context) ([]rbac.Change, error) {
		before, err := s.changeable(ctx, who, org, id)
		if err != nil {
			return nil, err
		}
		if err := s.future(end); err != nil {
			return nil, err
		}
		if err := s.mayDeny(ctx, who, before.Role, before.Subject); err != nil {
			return nil, err
		}
		after := before
		after.EndsAt, after.Revision = clock.Micros(end), revision
		switch done, err := s.Store.EndGrant(ctx, after); {
		case err != nil:
			return nil, err
		case !done:
			return nil, stale("grant.stale", "grant")
		}
		gone, fact := before.Fact(), after.Fact()
		return []rbac.Change{{GrantGone: &gone}, {Grant: &fact}}, s.recordGrant(ctx, who, "grant:changed", &before, &after)
	})
	if err != nil {
		return GrantView{}, err
	}
	return s.grant(ctx, who, org, id)
}

// Withdraw takes a grant away, by the rules of Grant.
func (s *Service) Withdraw(ctx context.Context, who rbac.Actor, org rbac.OrgID, id string) error {
	_, err := s.change(ctx, who, func(ctx context.Context) ([]rbac.Change, error) {
		g, err := s.changeable(ctx, who, org, id)
		if err != nil {
			return nil, err
		}
		switch done, err := s.Store.DeleteGrant(ctx, g); {
		case err != nil:
			return nil, err
		case !done:
			return nil, stale("grant.stale", "grant")
		}
		gone := g.Fact()
		return []rbac.Change{{GrantGone: &gone}}, s.recordGrant(ctx, who, "grant:withdrawn", &g, nil)
	})
	return err
}

// changeable reads a grant that the actor may change.
func (s *Service) changeable(ctx context.Context, who rbac.Actor, org rbac.OrgID, id string) (Grant, error) {
	if err := s.Auth.Confirm(ctx, who, rbac.MemberWrite, rbac.Resource{OrgID: org}); err != nil {
		return Grant{}, err
	}
	g, err := s.Store.Grant(ctx, who.Tenant, org, id)
	if err != nil {
		return Grant{}, err
	}
	return g, s.mayChange(ctx, who, g)
}

func (s *Service) mayChange(ctx context.Context, who rbac.Actor, g Grant) error {
	if err := s.notSelf(ctx, who, g.Subject); err != nil {
		return err
	}
	return s.mayHand(ctx, who, handing{role: g.Role, org: g.Org})
}

func (s *Service) future(end time.Time) error {
	if !end.IsZero() && !end.After(s.Now()) {
		return fault.At("/ends_at", "grant.ends_at", "the end is not in the future")
	}
	return nil
}

func (s *Service) grant(ctx context.Context, who rbac.Actor, org rbac.OrgID, id string) (GrantView, error) {
	g, err := s.Store.Grant(ctx, who.Tenant, org, id)
	if err != nil {
		return GrantView{}, err
	}
	views, err := s.grantViews(ctx, who, []Grant{g})
	if err != nil {
		return GrantView{}, err
	}
	return views[0], nil
}

// grantState is a grant as the audit log keeps it.
type grantState struct {
	Subject rbac.SubjectID `json:"subject"`
	Role    rbac.RoleID    `json:"role"`
	EndsAt  int64          `json:"ends_at,omitempty"`
}

func (s *Service) recordGrant(ctx context.Context, who rbac.Actor, action string, before, after *Grant) error {
	e := audit.Entry{Action: action, Kind: "grant"}
	if before != nil {
		e.ResourceID, e.OrgID, e.Before = before.ID, before.Org, grantState{before.Subject, before.Role, before.EndsAt}
	}
	if after != nil {
		e.ResourceID, e.OrgID, e.After = after.ID, after.Org, grantState{after.Subject, after.Role, after.EndsAt}
	}
	return s.Audit.Record(ctx, who, e)
}
