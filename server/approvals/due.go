package approvals

import (
	"context"
	"errors"
	"fmt"
	"time"

	"catenary/internal/wake"
	"catenary/rbac"
	"catenary/server/inbox"
)

// DueStore finds the approvals that something is to be done about.
type DueStore interface {
	// DueApprovals are those whose NextAt has come; NextDueApproval says when
	// the first comes, 0 if none.
	DueApprovals(ctx context.Context, now int64, max int) ([]Ref, error)
	NextDueApproval(ctx context.Context) (int64, error)
	// MovedApprovals wait under rights that have changed since it was found who
	// is asked.
	MovedApprovals(ctx context.Context, max int) ([]Ref, error)
}

// Ref names an approval.
type Ref struct {
	Tenant rbac.TenantID `db:"tenant_id"`
	ID     string        `db:"id"`
}

const (
	// lookEvery is how long a server waits at most until it looks again.
	lookEvery = 15 * time.Second
	// atOnce is how many are looked at before the next look.
	atOnce = 100
	// afterFailure is how long is waited when the database did not answer.
	afterFailure = 5 * time.Second
)

// time sets when the level that begins is due, and when something comes first.
func (s *Service) time(a *Approval) {
	now, l := s.Now(), a.level()
	a.DueAt = 0
	if l.Due != "" {
		a.DueAt = now.Add(l.Due.Value()).UnixMicro()
	}
	s.next(a, now)
}

// next sets when the next reminder or the end of the level comes.
func (s *Service) next(a *Approval, now time.Time) {
	l := a.level()
	a.NextAt = a.DueAt
	if r := l.Remind; r != nil && (r.Rounds == 0 && a.DueAt > 0 || a.Rounds < r.Rounds) {
		if at := now.Add(r.Every.Value()).UnixMicro(); a.NextAt == 0 || at < a.NextAt {
			a.NextAt = at
		}
	}
}

// Run reminds, escalates and ends what is due, and asks anew where rights have
// changed, until ctx ends. It is the database that lets one of several servers
// do each.
func (s *Service) Run(ctx context.Context) error {
	return s.due.Run(ctx, wake.Pace{Look: lookEvery, AfterFailure: afterFailure}, s.Now, s.Due, func(err error) {
		s.Log.WarnContext(ctx, "what is due in approvals could not be done", "error", err)
	})
}

// Due does what is due now, and says when something comes next; the zero Time if
// nothing does.
func (s *Service) Due(ctx context.Context) (time.Time, error) {
	now := s.Now().UnixMicro()
	moved, err := s.Store.MovedApprovals(ctx, atOnce)
	if err != nil {
		return time.Time{}, fmt.Errorf("approvals under changed rights: %w", err)
	}
	due, err := s.Store.DueApprovals(ctx, now, atOnce)
	if err != nil {
		return time.Time{}, fmt.Errorf("due approvals: %w", err)
	}
	var failed error
	each := func(refs []Ref, work func(context.Context, *Approval) error) {
		for _, ref := range refs {
			err := s.Store.InTx(ctx, func(ctx context.Context) error {
				a, err := s.toChange(ctx, ref.Tenant, ref.ID)
				if err != nil || a.State != Waiting {
					return err
				}
				return work(ctx, &a)
			})
			if err != nil {
				failed = errors.Join(failed, fmt.Errorf("approval %s: %w", ref.ID, err))
			}
		}
	}
	each(moved, s.ask)
	each(due, s.onTime)
	if len(due) > 0 {
		s.reached("timed")
	}
	if len(moved) == atOnce || len(due) == atOnce {
		return s.Now(), failed
	}
	next, err := s.Store.NextDueApproval(ctx)
	if err != nil || next == 0 {
		return time.Time{}, errors.Join(failed, err)
	}
	return time.UnixMicro(next), failed
}

// onTime does what has come at an approval.
func (s *Service) onTime(ctx context.Context, a *Approval) error {
	now := s.Now()
	if a.NextAt == 0 || a.NextAt > now.UnixMicro() {
		return nil // another did it
	}
	l := a.level()
	if a.DueAt == 0 || a.DueAt > now.UnixMicro() {
		a.Rounds++
		s.next(a, now)
		return s.urge(ctx, a, inbox.NoticeReminder, Reminded)
	}
	if a.Raised < l.Escalate {
		a.Raised++
		a.Rounds = 0
		s.time(a)
		return s.urge(ctx, a, inbox.NoticeEscalated, Escalated)
	}
	switch l.AtEnd {
	case RejectAtEnd:
		return s.settle(ctx, a, Expired, "", "nobody decided in time")
	case ApproveIt:
		a.Lapsed = true
		if a.Level+1 == len(a.Plan.Levels) {
			return s.settle(ctx, a, Approved, "", "nobody decided in time")
		}
		return s.nextLevel(ctx, a)
	default:
		a.NextAt = 0
		return s.urge(ctx, a, inbox.NoticeOverdue, Reminded)
	}
}

// urge asks those of the level again, whoever they are now.
func (s *Service) urge(ctx context.Context, a *Approval, notice inbox.NoticeKind, act ActKind) error {
	if err := s.ask(ctx, a); err != nil {
		return err
	}
	if err := s.act(ctx, *a, Act{Kind: act}); err != nil {
		return err
	}
	return s.mail(ctx, *a, notice)
}
