package approvals

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"catenary/internal/fault"
	"catenary/internal/name"
	"catenary/rbac"
	"catenary/server/audit"
	"catenary/server/inbox"
)

// Bounds of what is shown.
const (
	maxDetails = 256 << 10
	maxLink    = 2000
)

// Open opens an approval and asks the people of its first level. It belongs to
// the caller's transaction, if there is one, and asks for no rights of the
// requester. A member of the plan who has left is left out, which the acts and
// the audit log name. A plan that cannot be is approval.plan (Invalid); one that
// not enough people can decide, as rights stand, is approval.nobody_can
// (Conflict); a subject that waits for another one is approval.open (Conflict).
func (s *Service) Open(ctx context.Context, r Request) (Approval, error) {
	var a Approval
	err := s.Store.InTx(ctx, func(ctx context.Context) (err error) {
		if _, err := s.Auth.Current(ctx, r.Tenant); err != nil {
			return err
		}
		var authors []rbac.SubjectID
		if a, authors, err = s.made(ctx, r); err != nil {
			return err
		}
		if err := s.decidable(ctx, a, authors); err != nil {
			return err
		}
		if err := s.Store.InsertApproval(ctx, a); err != nil {
			return err
		}
		if err := s.Store.InsertAuthors(ctx, a, authors); err != nil {
			return err
		}
		if err := s.ask(ctx, &a); err != nil {
			return err
		}
		if err := s.opened(ctx, a); err != nil {
			return err
		}
		if err := s.mail(ctx, a, inbox.NoticeNew); err != nil {
			return err
		}
		return s.Audit.Record(ctx, rbac.Actor{Tenant: a.Tenant, Subject: a.Requester, Human: a.Requester}, audit.Entry{
			Action: "approval:opened", Kind: kind, ResourceID: a.ID, OrgID: a.Org,
			After: map[string]any{"subject": a.Subject, "title": a.Title, "digest": a.Digest, "authors": authors, "plan": a.Plan},
		})
	})
	return a, err
}

// opened writes down that an approval was opened, and who was left out.
func (s *Service) opened(ctx context.Context, a Approval) error {
	if err := s.act(ctx, a, Act{Kind: Opened, By: a.Requester}); err != nil {
		return err
	}
	for i, l := range a.Plan.Levels {
		at := a
		at.Level = i
		for _, id := range l.Gone {
			if err := s.act(ctx, at, Act{Kind: LeftOut, To: id}); err != nil {
				return err
			}
		}
	}
	return nil
}

// Preview says what Open would say of a plan, and changes nothing.
func (s *Service) Preview(ctx context.Context, r Request) error {
	if _, err := s.Auth.Current(ctx, r.Tenant); err != nil {
		return err
	}
	a, authors, err := s.made(ctx, r)
	if err != nil {
		return err
	}
	return s.decidable(ctx, a, authors)
}

// Stranded says that nobody could decide by a standing plan any more, whoever
// asked: too few of those whom it asks are left. It asks for no rights.
func (s *Service) Stranded(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, of string, plan Plan) (bool, error) {
	err := s.Preview(ctx, Request{Tenant: tenant, Org: org, Subject: Subject{Kind: of}, Digest: "-", Title: "-", Plan: plan, Standing: true})
	if fault.HasCode(err, "approval.nobody_can") {
		return true, nil
	}
	return false, err
}

// made is the approval that a request asks for, and its authors.
func (s *Service) made(ctx context.Context, r Request) (Approval, []rbac.SubjectID, error) {
	k, err := s.kind(r.Kind)
	if err != nil {
		return Approval{}, nil, err
	}
	now := s.Now()
	a := Approval{
		Tenant: r.Tenant, ID: s.NewID(), Org: r.Org, Subject: r.Subject, Digest: r.Digest, Details: string(r.Details), Link: r.Link,
		Requester: r.Requester, State: Waiting, Revision: 1, CreatedAt: now.UnixMicro(), UpdatedAt: now.UnixMicro(),
	}
	if a.Title, err = name.Check("/title", r.Title); err != nil {
		return a, nil, err
	}
	if len(r.Details) > maxDetails {
		return a, nil, fault.At("/details", "approval.plan", "the details are longer than %d bytes", maxDetails)
	}
	if len(r.Link) > maxLink {
		return a, nil, fault.At("/link", "approval.plan", "the link is longer than %d characters", maxLink)
	}
	if a.Plan, err = r.Plan.checked(); err != nil {
		return a, nil, err
	}
	if err := s.understand(ctx, a, k, r.Standing); err != nil {
		return a, nil, err
	}
	text, err := json.Marshal(a.Plan)
	if err != nil {
		return a, nil, fmt.Errorf("write a plan: %w", err)
	}
	a.PlanText = string(text)
	authors := append(slices.Clone(r.Authors), r.Requester)
	slices.Sort(authors)
	return a, slices.DeleteFunc(slices.Compact(authors), func(id rbac.SubjectID) bool { return id == "" }), nil
}

// understand finds the ids of those whom the plan asks, and the members who have
// left; in a standing plan whatever else is gone is left out, too.
func (s *Service) understand(ctx context.Context, a Approval, k Kind, standing bool) error {
	c := &planCheck{}
	for i := range a.Plan.Levels {
		l := &a.Plan.Levels[i]
		if l.AtEnd == ApproveIt && !k.MayLapse {
			c.wrong(fmt.Sprintf("/levels/%d/at_end", i), "this is not approved without people")
		}
		found := c
		if standing {
			found = &planCheck{}
		}
		var err error
		if l.Who, l.Gone, err = s.all(ctx, a.Tenant, a.Org, l.By, found, fmt.Sprintf("/levels/%d/by", i)); err != nil {
			return err
		}
	}
	return c.fault()
}

// all are those among by who are there, and the members who have left.
func (s *Service) all(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, by []By, c *planCheck, at string) (out []Who, gone []rbac.SubjectID, err error) {
	up, err := s.Auth.Ancestors(ctx, tenant, org)
	if err != nil {
		return nil, nil, err
	}
	for i, one := range by {
		w, err := s.found(ctx, tenant, up, one, c, fmt.Sprintf("%s/%d", at, i))
		if err != nil {
			return nil, nil, err
		}
		switch {
		case w.left != "" && !slices.Contains(gone, w.left):
			gone = append(gone, w.left)
		case w.Role != "" || w.Group != "" || w.Member != "":
			out = append(out, w.Who)
		}
	}
	return out, gone, nil
}

// whoever is one entry of By: whom it means, or a member who has left.
type whoever struct {
	Who
	left rbac.SubjectID
}

func (s *Service) found(ctx context.Context, tenant rbac.TenantID, up []rbac.OrgID, by By, c *planCheck, at string) (w whoever, err error) {
	switch {
	case by.Member != "":
		if w.Member, err = s.Store.FindMember(ctx, tenant, by.Member); err != nil || w.Member != "" {
			return w, err
		}
		if w.left, err = s.Store.FindFormerMember(ctx, tenant, by.Member); err == nil && w.left == "" {
			c.wrong(at+"/member", "no such member")
		}
	case by.Group != "":
		if w.Group, err = s.Store.FindGroup(ctx, tenant, up, by.Group); err == nil && w.Group == "" {
			c.wrong(at+"/group", "neither this org nor one above has such a group")
		}
	default:
		switch {
		case by.Org == "" || by.Org == OwnerOrg:
			w.Org = up[0]
		case by.Org == ParentOrg && len(up) > 1:
			w.Org = up[1]
		case by.Org == RootOrg:
			w.Org = up[len(up)-1]
		case slices.Contains(up, rbac.OrgID(by.Org)):
			w.Org = rbac.OrgID(by.Org)
		default:
			c.wrong(at+"/org", "want %s, %s, %s, or the id of an org above", OwnerOrg, ParentOrg, RootOrg)
			return w, nil
		}
		if w.Role, err = s.role(ctx, tenant, up, by.Role); err == nil && w.Role == "" {
			c.wrong(at+"/role", "there is no such role here")
		}
	}
	return w, err
}

func (s *Service) role(ctx context.Context, tenant rbac.TenantID, up []rbac.OrgID, key string) (rbac.RoleID, error) {
	for _, r := range rbac.SystemRoles() {
		if string(r.ID) == key {
			return r.ID, nil
		}
	}
	return s.Store.FindRole(ctx, tenant, up, key)
}

// ask begins a level, or asks anew after who is asked has changed: it finds who
// can decide and puts the to-do before them.
func (s *Service) ask(ctx context.Context, a *Approval) error {
	version, err := s.Auth.Current(ctx, a.Tenant)
	if err != nil {
		return err
	}
	a.Policy = version
	p, err := s.people(ctx, *a)
	if err != nil {
		return err
	}
	a.Nobody = p.short
	if a.DueAt == 0 && a.NextAt == 0 {
		s.time(a)
	}
	if err := s.save(ctx, a); err != nil {
		return err
	}
	_, err = s.Inbox.Put(ctx, inbox.Todo{
		Tenant: a.Tenant, Org: a.Org, Source: inbox.Approvals, SourceID: a.ID, Title: a.Title, Link: a.Link, Digest: a.Digest, DueAt: a.DueAt,
	}, inbox.Asked{Holders: p.holders, Mine: append([]rbac.SubjectID{a.Requester}, p.told...), Out: p.out})
	return err
}

// Bar keeps people from deciding on an approval that waits, as those who had a
// hand in it are: they gave what it works on after it was opened, the first by
// himself. What somebody decided before stands. It belongs to the caller's
// transaction.
func (s *Service) Bar(ctx context.Context, tenant rbac.TenantID, id string, people []rbac.SubjectID) error {
	return s.Store.InTx(ctx, func(ctx context.Context) error {
		a, err := s.toChange(ctx, tenant, id)
		if err != nil || a.State != Waiting {
			return err
		}
		authors, deciders, err := s.Store.ApprovalParts(ctx, tenant, id)
		if err != nil {
			return err
		}
		var fresh []rbac.SubjectID
		for _, who := range people {
			if who != "" && !slices.Contains(authors, who) && !slices.Contains(deciders, who) && !slices.Contains(fresh, who) {
				fresh = append(fresh, who)
			}
		}
		if len(fresh) == 0 {
			return nil
		}
		if err := s.Store.InsertAuthors(ctx, a, fresh); err != nil {
			return err
		}
		if err := s.ask(ctx, &a); err != nil {
			return err
		}
		return s.Audit.Record(ctx, rbac.Actor{Tenant: tenant, Subject: people[0], Human: people[0]}, audit.Entry{
			Action: "approval:barred", Kind: kind, ResourceID: a.ID, OrgID: a.Org, After: map[string]any{"authors": fresh},
		})
	})
}

// Cancel ends what waits for a subject, because it need not be decided any more.
// It belongs to the caller's transaction; where nothing waits it does nothing,
// and Settled is not told.
func (s *Service) Cancel(ctx context.Context, tenant rbac.TenantID, of Subject, by rbac.SubjectID, reason string) error {
	return s.Store.InTx(ctx, func(ctx context.Context) error {
		open, err := s.Store.OpenApproval(ctx, tenant, of)
		if fault.Is(err, fault.NotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		a, err := s.toChange(ctx, tenant, open.ID)
		if err != nil || a.State != Waiting {
			return err
		}
		return s.end(ctx, &a, Canceled, by, reason)
	})
}

// end brings an approval to a final state and its to-do to an end.
func (s *Service) end(ctx context.Context, a *Approval, state State, by rbac.SubjectID, reason string) error {
	a.State, a.SettledAt, a.SettledBy, a.Reason, a.NextAt = state, s.Now().UnixMicro(), by, reason, 0
	if err := s.save(ctx, a); err != nil {
		return err
	}
	if err := s.act(ctx, *a, Act{Kind: ActKind(state), By: by, Text: reason}); err != nil {
		return err
	}
	todo := inbox.Gone
	if state == Approved || state == Rejected || state == SentBack {
		todo = inbox.Done
	}
	if err := s.Inbox.End(ctx, a.Tenant, inbox.Approvals, a.ID, todo, ""); err != nil {
		return err
	}
	return s.Audit.Record(ctx, rbac.Actor{Tenant: a.Tenant, Subject: by, Human: by}, audit.Entry{
		Action: "approval:" + string(state), Kind: kind, ResourceID: a.ID, OrgID: a.Org,
		Before: map[string]any{"state": Waiting}, After: map[string]any{"state": state, "reason": reason, "digest": a.Digest, "lapsed": a.Lapsed},
	})
}

// settle is end, and tells the subject's kind.
func (s *Service) settle(ctx context.Context, a *Approval, state State, by rbac.SubjectID, reason string) error {
	if err := s.end(ctx, a, state, by, reason); err != nil {
		return err
	}
	k, err := s.kind(a.Kind)
	if err != nil || k.Settled == nil {
		return err
	}
	return k.Settled(ctx, *a)
}
