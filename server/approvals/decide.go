package approvals

import (
	"context"
	"slices"

	"catenary/internal/fault"
	"catenary/internal/name"
	"catenary/rbac"
	"catenary/server/audit"
	"catenary/server/inbox"
)

// maxText is how many characters a reason or a comment may have.
const maxText = 2000

// In is what somebody decides. Digest is that of what he saw. Behalf is whom he
// stands in for; empty: nobody.
type In struct {
	Verdict Verdict
	Digest  string
	Reason  string
	Behalf  rbac.SubjectID
}

// Decide says yes or no, for good. It takes a session and the permission of the
// kind (approval:decide for steps of runs) at the approval's org, and that who
// is asked. Besides the faults of those:
//
//   - approval.over (Conflict): nothing is to be decided any more
//   - approval.changed (Stale): what was seen is not what is to be decided
//   - approval.own (Forbidden): who, or whom he stands in for, had a hand in it
//   - approval.twice (Conflict): one of them has decided in this approval
//   - approval.not_asked (Forbidden): the level does not ask him
//   - approval.no_deputy (Forbidden): he is not the deputy of Behalf now
//   - approval.reason (Invalid): a no takes a reason
func (s *Service) Decide(ctx context.Context, who rbac.Actor, org rbac.OrgID, id string, in In) (View, error) {
	if err := rbac.HumanOnly(who); err != nil {
		return View{}, err
	}
	reason, err := name.Text("/reason", in.Reason, maxText)
	if err != nil {
		return View{}, err
	}
	in.Reason = reason
	switch {
	case in.Verdict != Approve && in.Verdict != Reject && in.Verdict != SendBack:
		return View{}, fault.At("/verdict", "approval.verdict", "want %s, %s or %s", Approve, Reject, SendBack)
	case in.Verdict != Approve && reason == "":
		return View{}, fault.At("/reason", "approval.reason", "say why")
	}
	err = s.Store.InTx(ctx, func(ctx context.Context) error {
		a, l, err := s.acting(ctx, who, org, id)
		if err != nil {
			return err
		}
		return s.decide(ctx, who, a, l, in)
	})
	if err != nil {
		return View{}, err
	}
	s.reached("decided")
	return s.Get(ctx, who, org, id)
}

// acting reads an approval to change it, for somebody who wants to decide or to
// pass it on: he is a human in a session, has the right, and it waits.
func (s *Service) acting(ctx context.Context, who rbac.Actor, org rbac.OrgID, id string) (Approval, *lookup, error) {
	if err := rbac.HumanOnly(who); err != nil {
		return Approval{}, nil, err
	}
	a, err := s.toChange(ctx, who.Tenant, id)
	if err != nil {
		return a, nil, s.hide(ctx, who, org, err)
	}
	k, err := s.kind(a.Kind)
	if err != nil {
		return a, nil, err
	}
	if a.Org != org {
		return a, nil, s.hide(ctx, who, org, approvalUnknown())
	}
	// Asked without the authors first: an author who may decide here otherwise
	// is told why he may not.
	if err := s.Auth.Confirm(ctx, who, k.Decide, rbac.Resource{OrgID: a.Org, ID: a.ID}); err != nil {
		return a, nil, err
	}
	l, err := s.lookup(ctx, a)
	if err != nil {
		return a, nil, err
	}
	if slices.Contains(l.authors, who.Subject) || slices.Contains(l.authors, who.Human) {
		return a, nil, own()
	}
	if err := s.Auth.Confirm(ctx, who, k.Decide, rbac.Resource{OrgID: a.Org, ID: a.ID, Authors: l.authors}); err != nil {
		return a, nil, err
	}
	if a.State != Waiting {
		return a, nil, over(a)
	}
	return a, l, nil
}

// hide lets nobody tell what is not there from what he may not see.
func (s *Service) hide(ctx context.Context, who rbac.Actor, org rbac.OrgID, err error) error {
	if !fault.Is(err, fault.NotFound) {
		return err
	}
	if refused := s.Auth.Can(ctx, who, rbac.OrgView, rbac.Resource{OrgID: org}); refused != nil {
		return refused
	}
	return err
}

func approvalUnknown() error {
	return fault.New(fault.NotFound, "approval.unknown", "no such approval")
}

func own() error {
	return fault.New(fault.Forbidden, "approval.own", "who asked for what is decided, wrote any of it, or gave what it works on does not decide it")
}

func twice() error {
	return fault.New(fault.Conflict, "approval.twice", "everybody decides once in an approval, whether for himself or for another")
}

func changed() error {
	return fault.New(fault.Stale, "approval.changed", "what you saw is not what is to be decided; look at it again")
}

func (s *Service) decide(ctx context.Context, who rbac.Actor, a Approval, l *lookup, in In) error {
	if in.Digest != a.Digest {
		return changed()
	}
	if l.k.Digest != nil {
		now, err := l.k.Digest(ctx, a)
		if err != nil {
			return err
		}
		if now != a.Digest {
			return changed()
		}
	}
	voice := who.Subject
	deciders := []rbac.SubjectID{who.Subject}
	if in.Behalf != "" && in.Behalf != who.Subject {
		if err := s.standsIn(ctx, l, who, in.Behalf); err != nil {
			return err
		}
		voice = in.Behalf
		deciders = append(deciders, voice)
	}
	for _, id := range deciders {
		if slices.Contains(l.decided, id) {
			return twice()
		}
	}
	if err := s.mustBeAsked(ctx, l, voice); err != nil {
		return err
	}
	homes, err := s.Store.HomeOrgs(ctx, a.Tenant, []rbac.SubjectID{voice})
	if err != nil {
		return err
	}
	d := Decision{
		Tenant: a.Tenant, ID: s.NewID(), Approval: a.ID, Level: a.Level, Verdict: in.Verdict, By: who.Subject, Behalf: voice,
		Kind: who.Kind, Token: who.Token, Org: homes[voice], Reason: in.Reason, Digest: in.Digest,
		Address: audit.OriginOf(ctx).Address, At: s.Now().UnixMicro(),
	}
	if err := s.Store.InsertDeciders(ctx, a, deciders); err != nil {
		if fault.HasCode(err, codeTaken) { // found by the database, not above
			return twice()
		}
		return err
	}
	if err := s.Store.InsertDecision(ctx, d); err != nil {
		return err
	}
	act := Act{Kind: ActKind(in.Verdict), By: who.Subject, Text: in.Reason}
	if voice != who.Subject {
		act.Behalf = voice
	}
	if err := s.act(ctx, a, act); err != nil {
		return err
	}
	for _, id := range deciders {
		if err := s.Inbox.Mark(ctx, a.Tenant, inbox.Approvals, a.ID, id, inbox.PartDone); err != nil {
			return err
		}
	}
	if err := s.Audit.Record(ctx, who, audit.Entry{
		Action: "approval:decided", Kind: kind, ResourceID: a.ID, OrgID: a.Org,
		After: map[string]any{"verdict": in.Verdict, "level": a.Level, "reason": in.Reason, "digest": in.Digest, "behalf": act.Behalf},
	}); err != nil {
		return err
	}
	return s.after(ctx, a, d)
}

// codeTaken is the fault of a store that has a row with the key already.
const codeTaken = "store.taken"

// standsIn says whether who is the deputy of another now, who could decide
// himself.
func (s *Service) standsIn(ctx context.Context, l *lookup, who rbac.Actor, behalf rbac.SubjectID) error {
	stands, err := s.Store.StandsIn(ctx, who.Tenant, behalf, who.Subject, s.Now().UnixMicro())
	if err != nil {
		return err
	}
	if !stands {
		return fault.New(fault.Forbidden, "approval.no_deputy", "you do not stand in for this person now")
	}
	if slices.Contains(l.authors, behalf) {
		return own()
	}
	if slices.Contains(l.decided, behalf) {
		return twice()
	}
	can, err := l.can(ctx, behalf)
	if err == nil && !can {
		err = notAsked()
	}
	return err
}

func notAsked() error {
	return fault.New(fault.Forbidden, "approval.not_asked", "others are asked to decide this")
}

func (s *Service) mustBeAsked(ctx context.Context, l *lookup, id rbac.SubjectID) error {
	if slices.Contains(l.gave, id) {
		return notAsked()
	}
	asked, err := l.isAsked(ctx, id)
	if err == nil && !asked {
		err = notAsked()
	}
	return err
}

// after draws the conclusion from a decision: the end, the next level, or
// others.
func (s *Service) after(ctx context.Context, a Approval, d Decision) error {
	switch d.Verdict {
	case Reject:
		return s.settle(ctx, &a, Rejected, d.By, d.Reason)
	case SendBack:
		return s.settle(ctx, &a, SentBack, d.By, d.Reason)
	}
	l, err := s.lookup(ctx, a)
	if err != nil {
		return err
	}
	have := len(l.voices)
	if a.level().DistinctOrgs {
		have = len(l.orgs)
	}
	switch {
	case have < a.level().quorum()+a.Extra:
	case a.Level+1 == len(a.Plan.Levels):
		return s.settle(ctx, &a, Approved, d.By, "")
	default:
		return s.nextLevel(ctx, &a)
	}
	return s.ask(ctx, &a)
}

// nextLevel asks the people of the level after the present one.
func (s *Service) nextLevel(ctx context.Context, a *Approval) error {
	a.Level++
	a.Extra, a.Raised, a.Rounds, a.DueAt, a.NextAt, a.RemindedAt = 0, 0, 0, 0, 0, 0
	if err := s.ask(ctx, a); err != nil {
		return err
	}
	return s.mail(ctx, *a, inbox.NoticeNew)
}

// Each decides on many at once, each in a transaction of its own. What keeps one
// from being decided is told of it, and keeps no other from it. Only a fault of
// the platform's ends it early.
func (s *Service) Each(ctx context.Context, who rbac.Actor, all []Each) ([]error, error) {
	if err := rbac.HumanOnly(who); err != nil {
		return nil, err
	}
	out := make([]error, len(all))
	for i, one := range all {
		_, out[i] = s.Decide(ctx, who, one.Org, one.ID, one.In)
		if f := fault.As(out[i]); out[i] != nil && f.Kind == fault.Internal {
			return nil, out[i]
		}
	}
	return out, nil
}

// Each is one decision of many.
type Each struct {
	Org rbac.OrgID
	ID  string
	In
}
