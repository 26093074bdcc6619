package releases

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"catenary/internal/fault"
	"catenary/rbac"
	"catenary/server/approvals"
	"catenary/server/audit"
)

// The kinds of what releases have approved.
const (
	SubjectRelease = "release"
	SubjectGate    = "release_gate"
)

// Register says what the approvals of releases and of their gates are.
func (s *Service) Register(on *approvals.Service) {
	k := approvals.Kind{View: rbac.ReleaseView, Decide: rbac.ReleaseApprove, Settled: s.Settled}
	on.Register(SubjectRelease, k)
	on.Register(SubjectGate, k)
}

// asked is who approves where nobody said: a holder of the role approver.
func asked(p *approvals.Plan) *approvals.Plan {
	if p != nil {
		return p
	}
	return &approvals.Plan{Levels: []approvals.Level{{By: []approvals.By{{Role: string(rbac.Approver), Org: approvals.OwnerOrg}}}}}
}

// question is what people are asked about a release or a gate of it. Who wrote
// any part of what would run does not answer, nor does who executes it, himself or
// by an account.
func (s *Service) question(r Release, of approvals.Subject, title string, by rbac.SubjectID, seen *sealed, plan *approvals.Plan) approvals.Request {
	if runes := []rune(title); len(runes) > maxRunTitle {
		title = string(runes[:maxRunTitle])
	}
	return approvals.Request{
		Tenant: r.Tenant, Org: r.Org, Subject: of, Digest: seen.seal(), Title: title, Link: address(r),
		Details:   []byte(written(map[string]string{"release": r.ID, "description": r.Description})),
		Requester: by, Authors: slices.Sorted(maps.Keys(seen.authors)), Plan: *plan,
	}
}

// address is the path at which the designer shows a release.
func address(r Release) string { return "/o/" + string(r.Org) + "/releases/" + r.ID }

// askable says what is wrong with who is asked: approval.plan (Invalid). That
// too few could decide as things stand is said when they are asked.
func (s *Service) askable(ctx context.Context, who rbac.Actor, org rbac.OrgID, at string, plan *approvals.Plan) error {
	err := s.Approvals.Preview(ctx, approvals.Request{
		Tenant: who.Tenant, Org: org, Subject: approvals.Subject{Kind: SubjectRelease}, Digest: "draft", Title: "draft",
		Requester: who.Subject, Plan: *plan,
	})
	if fault.HasCode(err, "approval.nobody_can") {
		return nil
	}
	return below(at, err)
}

// Settled takes up, in the transaction that decides, what people decided about a
// release or a gate of one. An approval of something other than what would run
// is release.seal_broken (Conflict): then nothing is decided.
func (s *Service) Settled(ctx context.Context, a approvals.Approval) error {
	if a.State == approvals.Canceled { // by a change of the release
		return nil
	}
	if a.Kind == SubjectGate {
		return s.gateSettled(ctx, a)
	}
	r, err := s.Store.LockRelease(ctx, a.Tenant, a.Subject.ID)
	if err != nil {
		return err
	}
	if r.State != InReview || r.Approval != a.ID {
		return nil // it is about what the release was before
	}
	s.Store.AfterCommit(ctx, func() { s.reached("settled"); s.tell(r.ID) })
	by := rbac.Actor{Tenant: a.Tenant, Subject: a.SettledBy, Human: a.SettledBy, Kind: rbac.User}
	return s.write(ctx, r, func(ctx context.Context, r *Release) error {
		m, now := Milestone{Note: a.Reason}, s.Now()
		switch a.State {
		case approvals.Approved:
			if a.Digest != r.Seal {
				return fault.New(fault.Conflict, codeBroken, "what was approved is not what would run: /seal")
			}
			if err := s.unbroken(ctx, *r, ""); err != nil {
				return err
			}
			r.State, m.Kind = Approved, WasApproved
			r.ApprovedAt, r.ExpiresAt = now.UnixMicro(), now.Add(r.Plan.valid()).UnixMicro()
			r.DueAt = r.ExpiresAt
		case approvals.Rejected:
			r.State, m.Kind = Rejected, WasRejected
		case approvals.SentBack, approvals.Withdrawn:
			r.State, m.Kind, r.Approval, r.Seal, r.Parts = Draft, SentBack, "", "", nil
		default:
			r.State, m.Kind = Expired, HasExpired
		}
		if err := s.mark(ctx, r, by, m); err != nil {
			return err
		}
		return s.Audit.Record(ctx, s.acting(*r, by), audit.Entry{
			Action: "release:" + string(m.Kind), Kind: kind, ResourceID: r.ID, OrgID: r.Org,
			After: map[string]any{"seal": a.Digest, "approval": a.ID, "reason": a.Reason},
		})
	})
}

// gateSubject is what the approval of a gate is about.
func gateSubject(g GateRow) approvals.Subject {
	return approvals.Subject{Kind: SubjectGate, ID: fmt.Sprintf("%s/%d/%d", g.Release, g.Phase, g.Gate)}
}

// gateOf reads what gateSubject wrote.
func gateOf(of approvals.Subject) (GateRow, error) {
	part := strings.Split(of.ID, "/")
	if len(part) != 3 {
		return GateRow{}, fmt.Errorf("%q is no gate of a release", of.ID)
	}
	phase, err := strconv.Atoi(part[1])
	if err != nil {
		return GateRow{}, fmt.Errorf("%q is no gate of a release: %w", of.ID, err)
	}
	gate, err := strconv.Atoi(part[2])
	return GateRow{Release: part[0], Phase: phase, Gate: gate}, err
}

func (s *Service) gateSettled(ctx context.Context, a approvals.Approval) error {
	g, err := gateOf(a.Subject)
	if err != nil {
		return err
	}
	r, err := s.Store.LockRelease(ctx, a.Tenant, g.Release)
	if err != nil {
		return err
	}
	g.Tenant, g.State, g.EndedAt, g.Subject, g.Message = a.Tenant, GatePassed, s.Now().UnixMicro(), a.ID, a.Reason
	if a.State != approvals.Approved {
		g.State, g.Code, g.Message = GateFailed, "release.gate_closed", strings.TrimSpace("the approval is "+string(a.State)+": "+a.Reason)
	}
	s.Store.AfterCommit(ctx, func() { s.reached("gate_decided"); s.tell(r.ID) })
	if done, err := s.Store.SettleReleaseGate(ctx, g); err != nil || !done {
		return err
	}
	return s.write(ctx, r, func(ctx context.Context, r *Release) error {
		r.DueAt = s.Now().UnixMicro()
		if g.State != GatePassed {
			return nil // the phase fails by it, and says so
		}
		by := rbac.Actor{Subject: a.SettledBy, Human: a.SettledBy}
		return s.mark(ctx, r, by, Milestone{Kind: GateWasPassed, Phase: g.Phase, Note: a.Reason})
	})
}
