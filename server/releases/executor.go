package releases

import (
	"context"
	"errors"
	"fmt"
	"time"

	"catenary/internal/fault"
	"catenary/internal/wake"
	"catenary/rbac"
	"catenary/server/audit"
)

const (
	// lookEvery is how long a server waits at most until it looks again: so long
	// may it take until it finds what nobody told it of.
	lookEvery = 15 * time.Second
	// atOnce is how many are looked at before the next look.
	atOnce = 100
	// afterFailure is how long is waited when something did not answer.
	afterFailure = 5 * time.Second
	// retryStart is how long is waited when a run could not be started now.
	retryStart = 2 * time.Second
	// longestRest is how long a release rests at most for a gate that opens by
	// itself: until then a calendar may have changed.
	longestRest = time.Hour
)

// Run carries out what is due, until ctx ends. It sleeps until the next time
// there is, until something changes here, or until a run that it waits for ends.
func (s *Service) Run(ctx context.Context) error {
	defer s.working.Wait()
	return s.due.Run(ctx, wake.Pace{Look: lookEvery, AfterFailure: afterFailure}, s.Now, s.Due, func(err error) {
		s.Log.WarnContext(ctx, "a release could not be taken further", "error", err)
	})
}

// Due takes further what is due now, and says when something is due next; the
// zero Time if nothing is.
func (s *Service) Due(ctx context.Context) (time.Time, error) {
	now := s.Now().UnixMicro()
	due, err := s.Store.DueReleases(ctx, now, atOnce)
	if err != nil {
		return time.Time{}, fmt.Errorf("due releases: %w", err)
	}
	var failed error
	for _, r := range due {
		if err := s.take(ctx, r); err != nil {
			failed = errors.Join(failed, fmt.Errorf("release %s: %w", r.ID, err))
		}
	}
	if err := s.rehearseDue(ctx, now); err != nil {
		failed = errors.Join(failed, err)
	}
	next, err := s.Store.NextDueRelease(ctx)
	if err != nil || next == 0 {
		return time.Time{}, errors.Join(failed, err)
	}
	return time.UnixMicro(next), failed
}

// take makes a release this server's for a while, and takes it as far as it goes
// without waiting.
func (s *Service) take(ctx context.Context, r Release) error {
	until := s.leased().UnixMicro()
	if mine, err := s.Store.ClaimRelease(ctx, r, until); err != nil || !mine {
		return err
	}
	r.DueAt = until
	e := &execution{s: s, r: r}
	err := e.advance(ctx)
	if errors.Is(err, errTaken) { // somebody changed it, and it is due again
		return nil
	}
	return err
}

// execution is a release that this server takes further.
type execution struct {
	s *Service
	r Release

	phases []PhaseRow
	runs   map[key]string
	gates  map[[2]int]GateRow
}

// key names a run of a release.
type key struct {
	phase   int
	purpose Purpose
}

// errTaken says that the release is no longer this server's as it was read.
var errTaken = errors.New("the release was changed by another")

// step is one change of the release, under the guard that it is this server's
// still. point is told of when it is committed.
func (e *execution) step(ctx context.Context, point string, work func(context.Context, *Release) error) error {
	s := e.s
	var after Release
	err := s.Store.InTx(ctx, func(ctx context.Context) error {
		r, err := s.Store.LockRelease(ctx, e.r.Tenant, e.r.ID)
		if err != nil {
			return err
		}
		if r.DueAt != e.r.DueAt || r.State != e.r.State {
			return errTaken
		}
		r.DueAt = s.leased().UnixMicro()
		return s.write(ctx, r, func(ctx context.Context, r *Release) error {
			err := work(ctx, r)
			after = *r
			return err
		})
	})
	if err != nil {
		return err
	}
	e.r = after
	s.changed.Tell(e.r.ID)
	s.reached(point)
	return nil
}

// until puts the release off.
func (e *execution) until(ctx context.Context, at time.Time) error {
	return e.due(ctx, min(at.UnixMicro(), e.s.Now().Add(longestRest).UnixMicro()))
}

// due says when the release is looked at next, 0 for never.
func (e *execution) due(ctx context.Context, at int64) error {
	mine, err := e.s.Store.ClaimRelease(ctx, e.r, at)
	if err == nil && !mine {
		err = errTaken
	}
	e.r.DueAt = at
	return err
}

func (e *execution) load(ctx context.Context) (err error) {
	s := e.s
	if e.phases, err = s.Store.ReleasePhases(ctx, e.r.Tenant, e.r.ID); err != nil {
		return err
	}
	rows, err := s.Store.ReleaseRuns(ctx, e.r.Tenant, e.r.ID)
	if err != nil {
		return err
	}
	e.runs = map[key]string{}
	for _, r := range rows {
		e.runs[key{r.Phase, r.Purpose}] = r.Run
	}
	gates, err := s.Store.ReleaseGates(ctx, e.r.Tenant, e.r.ID)
	if err != nil {
		return err
	}
	e.gates = map[[2]int]GateRow{}
	for _, g := range gates {
		e.gates[[2]int{g.Phase, g.Gate}] = g
	}
	return nil
}

// advance does one thing after the other until something is to be waited for.
func (e *execution) advance(ctx context.Context) error {
	if e.r.State == Approved {
		return e.expire(ctx)
	}
	for ctx.Err() == nil {
		if err := e.load(ctx); err != nil {
			return err
		}
		ran := map[int]bool{}
		for _, p := range e.phases {
			if p.State != PhaseFailed {
				continue
			}
			began, err := e.outcome(ctx, e.runs[key{p.Phase, ForSteps}])
			if err != nil {
				return err
			}
			ran[p.Phase] = began != nil
		}
		do, i := next(e.r.State, e.phases, func(p PhaseRow) bool { return ran[p.Phase] })
		wait, err := e.do(ctx, do, i)
		if err != nil || wait {
			return err
		}
	}
	return ctx.Err()
}

// do carries out one act; wait says that there is nothing to do for now.
func (e *execution) do(ctx context.Context, do act, i int) (wait bool, err error) {
	switch do {
	case begin:
		p := e.phases[i]
		p.State, p.BeganAt = PhaseWaiting, e.s.Now().UnixMicro()
		return false, e.moved(ctx, "phase_waiting", p, PhasePending, Milestone{Kind: PhaseGated})
	case gate:
		return e.gate(ctx, i)
	case follow:
		return e.follow(ctx, i)
	case stopRun:
		return e.stopRun(ctx, i)
	case drop:
		p := e.phases[i]
		p.State, p.EndedAt = PhaseCanceled, e.s.Now().UnixMicro()
		return false, e.moved(ctx, "phase_canceled", p, PhaseWaiting, Milestone{Kind: PhaseDropped})
	case rollBack:
		return false, e.rollBack(ctx, i)
	case followBack:
		return e.followBack(ctx, i)
	case finish:
		return false, e.finish(ctx)
	default:
		return true, e.due(ctx, 0)
	}
}

// moved writes a phase that was in a state, and its milestone.
func (e *execution) moved(ctx context.Context, point string, p PhaseRow, was PhaseState, m Milestone) error {
	return e.step(ctx, point, func(ctx context.Context, r *Release) error {
		return e.move(ctx, r, p, was, m)
	})
}

// move does it in a transaction that is there, with what else belongs to it.
func (e *execution) move(ctx context.Context, r *Release, p PhaseRow, was PhaseState, m Milestone, also ...func(context.Context) error) error {
	if done, err := e.s.Store.UpdateReleasePhase(ctx, p, was); err != nil || !done {
		if err == nil {
			err = errTaken
		}
		return err
	}
	for _, f := range also {
		if err := f(ctx); err != nil {
			return err
		}
	}
	if was == PhaseWaiting && p.State != PhaseRunning {
		if err := e.unask(ctx, p.Phase); err != nil {
			return err
		}
	}
	m.Phase, m.Code, m.Note = p.Phase, p.Code, p.Message
	if err := e.s.mark(ctx, r, rbac.Actor{}, m); err != nil {
		return err
	}
	return e.s.Audit.Record(ctx, e.actor(), audit.Entry{
		Action: "release:" + string(m.Kind), Kind: kind, ResourceID: r.ID, OrgID: r.Org,
		Before: map[string]any{"phase": p.Phase, "state": was}, After: map[string]any{"phase": p.Phase, "state": p.State, "code": p.Code},
	})
}

// actor is who executes the release, with no other right than that.
func (e *execution) actor() rbac.Actor {
	return rbac.Actor{
		Tenant: e.r.Tenant, Subject: e.r.ExecutedBy, Kind: e.r.ExecutedKind, Human: e.r.ExecutedHuman, Token: e.r.ID,
		Scope: " " + string(rbac.ReleaseExecute) + " ", Root: e.r.Org,
	}
}

// expire ends an approval that is no longer good.
func (e *execution) expire(ctx context.Context) error {
	return e.step(ctx, "expired", func(ctx context.Context, r *Release) error {
		if e.s.Now().UnixMicro() < r.ExpiresAt {
			r.DueAt = r.ExpiresAt
			return nil
		}
		r.State, r.DueAt = Expired, 0
		if err := e.s.mark(ctx, r, rbac.Actor{}, Milestone{Kind: HasExpired}); err != nil {
			return err
		}
		return e.s.Audit.Record(ctx, e.s.acting(*r, rbac.Actor{}), audit.Entry{
			Action: "release:expired", Kind: kind, ResourceID: r.ID, OrgID: r.Org, After: record(*r),
		})
	})
}

// userFault is the fault if it is one that trying again does not mend.
func userFault(err error) *fault.Fault {
	var f *fault.Fault
	if errors.As(err, &f) && f.Kind != fault.Internal && f.Kind != fault.Unavailable && f.Kind != fault.Limited {
		return f
	}
	return nil
}
