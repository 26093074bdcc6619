package approvals

import (
	"context"
	"slices"

	"catenary/internal/fault"
	"catenary/internal/page"
	"catenary/rbac"
)

// View is an approval as somebody sees it.
type View struct {
	Approval
	Decisions []Decision
	Authors   []rbac.SubjectID
	// Asked are those who can decide now.
	Asked []rbac.SubjectID
	// MayDecide says that who looks is asked; Shown that he sees the details.
	MayDecide bool
	Shown     bool
	// Names are those of all people in it.
	Names map[rbac.SubjectID]string
	// Can is what he may do at the org of it.
	Can []rbac.Permission
}

// Get shows one approval to who has the permission of its kind to see it. One
// that is not there is approval.unknown (NotFound).
func (s *Service) Get(ctx context.Context, who rbac.Actor, org rbac.OrgID, id string) (View, error) {
	a, err := s.find(ctx, who, org, id)
	if err != nil {
		return View{}, err
	}
	v := View{Approval: a}
	l, err := s.lookup(ctx, a)
	if err != nil {
		return v, err
	}
	v.Authors = l.authors
	if v.Decisions, err = s.Store.Decisions(ctx, a.Tenant, a.ID); err != nil {
		return v, err
	}
	if a.State == Waiting {
		p, err := s.people(ctx, a)
		if err != nil {
			return v, err
		}
		v.Asked = p.asked
		if v.MayDecide, err = s.mayDecide(ctx, who, l); err != nil {
			return v, err
		}
	}
	allowed, err := s.Auth.Allowed(ctx, who, org)
	for _, p := range allowed[org] {
		if p == l.k.View || p == l.k.Decide || p == l.k.Data || p == rbac.RoleWrite {
			v.Can = append(v.Can, p)
		}
		v.Shown = v.Shown || p == l.k.Data || p == l.k.Decide
	}
	if !v.Shown {
		v.Details = ""
	}
	if err != nil {
		return v, err
	}
	people := append(slices.Clone(v.Authors), v.Requester)
	people = append(people, v.Asked...)
	for _, d := range v.Decisions {
		people = append(people, d.By, d.Behalf)
	}
	v.Names, err = s.Store.NamesOf(ctx, a.Tenant, people)
	return v, err
}

// mayDecide says whether who can decide for himself.
func (s *Service) mayDecide(ctx context.Context, who rbac.Actor, l *lookup) (bool, error) {
	if !who.Session() {
		return false, nil
	}
	can, err := l.can(ctx, who.Subject)
	if err != nil || !can {
		return false, err
	}
	return l.isAsked(ctx, who.Subject)
}

func (s *Service) find(ctx context.Context, who rbac.Actor, org rbac.OrgID, id string) (Approval, error) {
	a, err := s.Store.Approval(ctx, who.Tenant, id)
	if err == nil && a.Org != org {
		err = approvalUnknown()
	}
	if err != nil {
		return a, s.hide(ctx, who, org, err)
	}
	k, err := s.kind(a.Kind)
	if err != nil {
		return a, err
	}
	if err := s.Auth.Can(ctx, who, k.View, rbac.Resource{OrgID: a.Org, ID: a.ID}); err != nil {
		return a, err
	}
	return read(a)
}

// Acts lists what happened to an approval, the oldest first.
func (s *Service) Acts(ctx context.Context, who rbac.Actor, org rbac.OrgID, id string, r page.Request) (page.Of[Act], error) {
	a, err := s.find(ctx, who, org, id)
	if err != nil {
		return page.Of[Act]{}, err
	}
	return s.Store.Acts(ctx, a.Tenant, a.ID, r)
}

// List gives the approvals of an org and of those below it, the newest first, as
// far as who may view runs there, without their details.
func (s *Service) List(ctx context.Context, who rbac.Actor, org rbac.OrgID, state State, r page.Request) (page.Of[Approval], error) {
	switch state {
	case "", Waiting, Approved, Rejected, SentBack, Withdrawn, Expired, Canceled:
	default:
		return page.Of[Approval]{}, fault.At("#/query/state", "request.parameter", "an approval has no state %q", state)
	}
	if err := s.Auth.Can(ctx, who, rbac.RunView, rbac.Resource{OrgID: org}); err != nil {
		return page.Of[Approval]{}, err
	}
	set, err := s.Auth.Filter(ctx, who, rbac.RunView)
	if err != nil {
		return page.Of[Approval]{}, err
	}
	if org != rbac.OrgID(who.Tenant) {
		below, err := s.Auth.Subtree(ctx, who.Tenant, org)
		if err != nil {
			return page.Of[Approval]{}, err
		}
		set = set.Among(below)
	}
	out, err := s.Store.Approvals(ctx, who.Tenant, set, state, r)
	if err != nil {
		return out, err
	}
	for i, a := range out.Items {
		if a, err = read(a); err != nil {
			return out, err
		}
		a.Details = ""
		out.Items[i] = a
	}
	return out, nil
}

// History lists all approvals of a subject, the newest first. It asks for no
// rights: it is for who shows the subject.
func (s *Service) History(ctx context.Context, tenant rbac.TenantID, of Subject, r page.Request) (page.Of[Approval], error) {
	return s.Store.ApprovalsOf(ctx, tenant, of, r)
}

// Decided gives who decided what in an approval. It asks for no rights.
func (s *Service) Decided(ctx context.Context, tenant rbac.TenantID, id string) ([]Decision, error) {
	return s.Store.Decisions(ctx, tenant, id)
}
