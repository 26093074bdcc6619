package releases

import (
	"context"

	"catenary/internal/fault"
	"catenary/internal/name"
	"catenary/rbac"
	"catenary/server/approvals"
	"catenary/server/audit"
)

// Submit seals a draft and has it reviewed. From then on it may be approved.
func (s *Service) Submit(ctx context.Context, who rbac.Actor, org rbac.OrgID, id string, revision int64) (View, error) {
	return s.change(ctx, who, rbac.ReleaseEdit, org, id, func(ctx context.Context, r *Release) error {
		if r.State != Draft {
			return inState(*r, "submitted for review")
		}
		if r.Revision != revision {
			return stale(*r)
		}
		r.RequestedAt, r.RequestedBy, r.RequestedHuman = s.Now().UnixMicro(), who.Subject, who.Human
		now, err := s.look(ctx, *r, "")
		if err != nil {
			return err
		}
		if err := here(now.Parts); err != nil {
			return err
		}
		r.Parts, r.Seal, r.State = now.Parts, now.seal(), InReview
		asked, err := s.Approvals.Open(ctx, s.question(*r, approvals.Subject{Kind: SubjectRelease, ID: r.ID}, r.Name, who.Subject, now, r.Plan.Review))
		if err != nil {
			return err
		}
		r.Approval = asked.ID
		if err := s.mark(ctx, r, who, Milestone{Kind: ReviewRequested}); err != nil {
			return err
		}
		return s.Audit.Record(ctx, who, audit.Entry{
			Action: "release:review_requested", Kind: kind, ResourceID: id, OrgID: org, After: record(*r),
		})
	})
}

// here says that nothing is gone that a release would run: release.gone
// (Conflict).
func here(p Parts) error {
	for name, d := range p {
		if d == gone {
			return fault.New(fault.Conflict, "release.gone", "what stands at %s is no longer there", name).
				With(fault.Detail{Code: "release.gone", Pointer: name, Detail: "this is no longer there"})
		}
	}
	return nil
}

// Withdraw gives a release up that was not executed. reason is needed.
func (s *Service) Withdraw(ctx context.Context, who rbac.Actor, org rbac.OrgID, id, reason string) (View, error) {
	reason, err := needed(reason)
	if err != nil {
		return View{}, err
	}
	return s.change(ctx, who, rbac.ReleaseEdit, org, id, func(ctx context.Context, r *Release) error {
		if !r.State.Open() && r.State != Approved {
			return inState(*r, "withdrawn")
		}
		before := record(*r)
		if err := s.endReview(ctx, who, r, reason); err != nil {
			return err
		}
		r.State, r.DueAt = Withdrawn, 0
		if err := s.mark(ctx, r, who, Milestone{Kind: WasWithdrawn, Note: reason}); err != nil {
			return err
		}
		return s.Audit.Record(ctx, who, audit.Entry{
			Action: "release:withdrawn", Kind: kind, ResourceID: id, OrgID: org, Before: before, After: map[string]any{"reason": reason},
		})
	})
}

// maxReason is how many characters may be said about why.
const maxReason = 2000

func needed(reason string) (string, error) {
	reason, err := name.Text("/reason", reason, maxReason)
	if err == nil && reason == "" {
		err = fault.At("/reason", "release.reason", "say why")
	}
	return reason, err
}

// endReview closes the approval of a release that is in review.
func (s *Service) endReview(ctx context.Context, who rbac.Actor, r *Release, why string) error {
	if r.State != InReview {
		return nil
	}
	r.Approval = ""
	return s.Approvals.Cancel(ctx, r.Tenant, approvals.Subject{Kind: SubjectRelease, ID: r.ID}, who.Subject, why)
}

// acting is who an entry of the log names: who acts, or, where time does, who
// asked for the release.
func (s *Service) acting(r Release, who rbac.Actor) rbac.Actor {
	if who.Subject != "" {
		return who
	}
	return rbac.Actor{Tenant: r.Tenant, Subject: r.RequestedBy, Human: r.RequestedHuman, Kind: rbac.User}
}
