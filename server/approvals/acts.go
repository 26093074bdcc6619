package approvals

import (
	"context"
	"slices"
	"time"

	"catenary/internal/fault"
	"catenary/internal/name"
	"catenary/rbac"
	"catenary/server/audit"
	"catenary/server/inbox"
)

// remindPause is how long after one reminder by hand the next may come.
const remindPause = 10 * time.Minute

// Transfer gives the place of who at the present level to somebody else who may
// decide. Who has none, or has decided, is refused as Decide does; somebody who
// cannot take it is approval.cannot (Invalid). While too few of those who are
// asked can decide, whoever may manage the roles of the org (role:write) names
// somebody in their place, and has no place himself.
func (s *Service) Transfer(ctx context.Context, who rbac.Actor, org rbac.OrgID, id string, to rbac.SubjectID, reason string) (View, error) {
	return s.pass(ctx, who, org, id, to, reason, Transferred)
}

// AddApprover asks somebody more at the present level, and one approval more
// than before is needed there. Who does so is asked himself.
func (s *Service) AddApprover(ctx context.Context, who rbac.Actor, org rbac.OrgID, id string, to rbac.SubjectID, reason string) (View, error) {
	return s.pass(ctx, who, org, id, to, reason, Added)
}

func (s *Service) pass(ctx context.Context, who rbac.Actor, org rbac.OrgID, id string, to rbac.SubjectID, reason string, act ActKind) (View, error) {
	reason, err := name.Text("/reason", reason, maxText)
	if err != nil {
		return View{}, err
	}
	err = s.Store.InTx(ctx, func(ctx context.Context) error {
		a, l, err := s.acting(ctx, who, org, id)
		if err != nil {
			return err
		}
		if slices.Contains(l.decided, who.Subject) {
			return twice()
		}
		stranded := false
		if err := s.mustBeAsked(ctx, l, who.Subject); err != nil {
			if stranded = act == Transferred && fault.HasCode(err, "approval.not_asked"); !stranded {
				return err
			}
			if err := s.mayName(ctx, who, a, err); err != nil {
				return err
			}
		}
		if to, err = s.Store.FindMember(ctx, a.Tenant, string(to)); err != nil {
			return err
		}
		// One who gave his place away may be given it back.
		l.never[to] = slices.Contains(l.authors, to) || slices.Contains(l.decided, to)
		can, err := l.can(ctx, to)
		switch {
		case err != nil:
			return err
		case to == "" || to == who.Subject || !can:
			return fault.At("/to", "approval.cannot", "want another member who may decide this, did not author it and has not decided")
		case act == Added:
			already, err := l.isAsked(ctx, to)
			if err != nil {
				return err
			}
			if a.Extra++; already && !slices.Contains(l.gave, to) {
				return fault.At("/to", "approval.asked", "this person is asked already")
			}
		case !stranded:
			if err := s.Store.SetApprovalPerson(ctx, a, PersonPart{Level: a.Level, Subject: who.Subject, Part: partOut}); err != nil {
				return err
			}
		}
		if err := s.Store.SetApprovalPerson(ctx, a, PersonPart{Level: a.Level, Subject: to, Part: partAsked}); err != nil {
			return err
		}
		if err := s.told(ctx, who, a, Act{Kind: act, By: who.Subject, To: to, Text: reason}); err != nil {
			return err
		}
		if err := s.ask(ctx, &a); err != nil {
			return err
		}
		return s.mailTo(ctx, a, to, inbox.NoticeNew)
	})
	if err != nil {
		return View{}, err
	}
	s.reached("passed")
	return s.Get(ctx, who, org, id)
}

// mayName says whether who may name others in the place of those who are asked:
// only while too few of them can decide. Otherwise it is what he was refused.
func (s *Service) mayName(ctx context.Context, who rbac.Actor, a Approval, refused error) error {
	p, err := s.people(ctx, a)
	if err != nil {
		return err
	}
	if !p.short {
		return refused
	}
	return s.Auth.Confirm(ctx, who, rbac.RoleWrite, rbac.Resource{OrgID: a.Org, ID: a.ID})
}

// told writes down what somebody did, in the approval and in the audit log.
func (s *Service) told(ctx context.Context, who rbac.Actor, a Approval, act Act) error {
	if err := s.act(ctx, a, act); err != nil {
		return err
	}
	return s.Audit.Record(ctx, who, audit.Entry{
		Action: "approval:" + string(act.Kind), Kind: kind, ResourceID: a.ID, OrgID: a.Org,
		After: map[string]any{"to": act.To, "text": act.Text, "level": a.Level},
	})
}

// seen reads an approval to change it, for somebody who may see it.
func (s *Service) seen(ctx context.Context, who rbac.Actor, org rbac.OrgID, id string) (Approval, error) {
	a, err := s.toChange(ctx, who.Tenant, id)
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
	return a, s.Auth.Confirm(ctx, who, k.View, rbac.Resource{OrgID: a.Org, ID: a.ID})
}

// Copy tells somebody of an approval who may see it, by the list of what he
// follows. Whoever may see it does so,
// as a person.
func (s *Service) Copy(ctx context.Context, who rbac.Actor, org rbac.OrgID, id string, to rbac.SubjectID) (View, error) {
	return s.talk(ctx, who, org, id, func(ctx context.Context, a Approval) error {
		k, err := s.kind(a.Kind)
		if err != nil {
			return err
		}
		if to, err = s.Store.FindMember(ctx, a.Tenant, string(to)); err != nil {
			return err
		}
		if to == "" || s.Auth.Can(ctx, rbac.Session(a.Tenant, to), k.View, rbac.Resource{OrgID: a.Org}) != nil {
			return fault.At("/to", "approval.cannot", "want a member who may see this")
		}
		if err := s.Store.SetApprovalPerson(ctx, a, PersonPart{Level: toldLevel, Subject: to, Part: partTold}); err != nil {
			return err
		}
		if err := s.told(ctx, who, a, Act{Kind: Copied, By: who.Subject, To: to}); err != nil {
			return err
		}
		if err := s.ask(ctx, &a); err != nil {
			return err
		}
		return s.mailTo(ctx, a, to, inbox.NoticeTold)
	})
}

// Comment says something about an approval. Whoever may see it does so, as a
// person, and also after its end is refused with approval.over.
func (s *Service) Comment(ctx context.Context, who rbac.Actor, org rbac.OrgID, id, text string) (View, error) {
	text, err := name.Text("/text", text, maxText)
	if err == nil && text == "" {
		err = fault.At("/text", "approval.reason", "say something")
	}
	if err != nil {
		return View{}, err
	}
	return s.talk(ctx, who, org, id, func(ctx context.Context, a Approval) error {
		return s.told(ctx, who, a, Act{Kind: Commented, By: who.Subject, Text: text})
	})
}

// Remind reminds those who are asked. The requester does so, and not again
// within ten minutes: approval.reminded (Limited).
func (s *Service) Remind(ctx context.Context, who rbac.Actor, org rbac.OrgID, id string) (View, error) {
	return s.talk(ctx, who, org, id, func(ctx context.Context, a Approval) error {
		if who.Subject != a.Requester {
			return notRequester()
		}
		now := s.Now()
		if wait := time.UnixMicro(a.RemindedAt).Add(remindPause).Sub(now); wait > 0 {
			f := fault.New(fault.Limited, "approval.reminded", "they were reminded a moment ago")
			f.RetryAfter = int(wait/time.Second) + 1
			return f
		}
		a.RemindedAt = now.UnixMicro()
		if err := s.save(ctx, &a); err != nil {
			return err
		}
		if err := s.mail(ctx, a, inbox.NoticeReminder); err != nil {
			return err
		}
		return s.told(ctx, who, a, Act{Kind: Reminded, By: who.Subject})
	})
}

func notRequester() error {
	return fault.New(fault.Forbidden, "approval.not_requester", "only who asked for the approval does this")
}

// Withdraw ends an approval that its requester needs no more.
func (s *Service) Withdraw(ctx context.Context, who rbac.Actor, org rbac.OrgID, id, reason string) (View, error) {
	reason, err := name.Text("/reason", reason, maxText)
	if err != nil {
		return View{}, err
	}
	return s.talk(ctx, who, org, id, func(ctx context.Context, a Approval) error {
		if who.Subject != a.Requester {
			return notRequester()
		}
		return s.settle(ctx, &a, Withdrawn, who.Subject, reason)
	})
}

// talk does something with an approval that waits, for a person who may see it.
func (s *Service) talk(ctx context.Context, who rbac.Actor, org rbac.OrgID, id string, work func(context.Context, Approval) error) (View, error) {
	if err := rbac.HumanOnly(who); err != nil {
		return View{}, err
	}
	err := s.Store.InTx(ctx, func(ctx context.Context) error {
		a, err := s.seen(ctx, who, org, id)
		if err != nil {
			return err
		}
		if a.State != Waiting {
			return over(a)
		}
		return work(ctx, a)
	})
	if err != nil {
		return View{}, err
	}
	s.reached("talked")
	return s.Get(ctx, who, org, id)
}

// mail mails those who are asked now.
func (s *Service) mail(ctx context.Context, a Approval, notice inbox.NoticeKind) error {
	p, err := s.people(ctx, a)
	if err != nil {
		return err
	}
	return s.Inbox.Notify(ctx, a.Tenant, inbox.Notice{Kind: notice, Org: a.Org, Title: a.Title, Link: a.Link, DueAt: a.DueAt, To: p.asked})
}

// mailTo mails somebody whom a person named, and nobody else.
func (s *Service) mailTo(ctx context.Context, a Approval, to rbac.SubjectID, notice inbox.NoticeKind) error {
	return s.Inbox.Notify(ctx, a.Tenant, inbox.Notice{
		Kind: notice, Org: a.Org, Title: a.Title, Link: a.Link, DueAt: a.DueAt, To: []rbac.SubjectID{to}, Personal: true,
	})
}
