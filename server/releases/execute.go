package releases

import (
	"context"

	"catenary/internal/fault"
	"catenary/rbac"
	"catenary/runtime/run"
	"catenary/server/audit"
)

// Execute lets an approved release run: once, whoever asks how often. What would
// run and is not what was approved is release.seal_broken (Conflict), which names
// it; a rehearsal that is asked for and missing is release.rehearsal, an approval
// that is too old release.expired, any other state release.state (all Conflict).
func (s *Service) Execute(ctx context.Context, who rbac.Actor, org rbac.OrgID, id string) (View, error) {
	v, err := s.change(ctx, who, rbac.ReleaseExecute, org, id, func(ctx context.Context, r *Release) error {
		now := s.Now().UnixMicro()
		switch {
		case r.State != Approved:
			return inState(*r, "executed")
		case now >= r.ExpiresAt:
			return fault.New(fault.Conflict, "release.expired", "the approval is no longer good")
		}
		if err := s.unbroken(ctx, *r, ""); err != nil {
			return err
		}
		if err := s.rehearsed(ctx, *r); err != nil {
			return err
		}
		before := record(*r)
		r.State, r.ExecutedAt, r.ExecutedBy, r.ExecutedKind, r.ExecutedHuman = Executing, now, who.Subject, who.Kind, who.Human
		r.DueAt = now
		for i, p := range r.Plan.Phases {
			if err := s.Store.InsertReleasePhase(ctx, PhaseRow{
				Tenant: r.Tenant, Release: r.ID, Phase: i + 1, State: PhasePending, Name: p.Name, Chain: p.Chain.ID, Version: p.Chain.Version,
			}); err != nil {
				return err
			}
		}
		if err := s.mark(ctx, r, who, Milestone{Kind: ExecutionBegun}); err != nil {
			return err
		}
		return s.Audit.Record(ctx, who, audit.Entry{
			Action: "release:executed", Kind: kind, ResourceID: id, OrgID: org, Before: before, After: record(*r),
		})
	})
	if fault.HasCode(err, codeBroken) {
		refused := audit.Entry{Action: "release:executed", Kind: kind, ResourceID: id, OrgID: org, Code: codeBroken}
		if failed := s.Audit.Refuse(context.WithoutCancel(ctx), who, refused); failed != nil {
			return v, failed
		}
	}
	return v, err
}

// RollBack takes back what a phase did, during the execution, which stops by it,
// or after; one whose rollback failed again, as often as somebody asks after it
// failed. reason is needed. A phase that has nothing to take back, or has done so,
// is release.phase_state (Conflict), a run whose undo failed release.undone_once.
func (s *Service) RollBack(ctx context.Context, who rbac.Actor, org rbac.OrgID, id string, phase int, reason string) (View, error) {
	reason, err := needed(reason)
	if err != nil {
		return View{}, err
	}
	return s.change(ctx, who, rbac.ReleaseExecute, org, id, func(ctx context.Context, r *Release) error {
		if r.State != Executing && !r.State.Executed() {
			return inState(*r, "rolled back")
		}
		phases, err := s.Store.ReleasePhases(ctx, r.Tenant, r.ID)
		if err != nil {
			return err
		}
		if phase < 1 || phase > len(phases) {
			return fault.New(fault.NotFound, "release.phase_unknown", "the release has no phase %d", phase)
		}
		p := phases[phase-1]
		may := p.State == PhaseSucceeded || r.State == Executing && (p.State == PhaseRunning || p.State == PhaseWaiting)
		again := r.State.Executed() && p.State == PhaseRollbackFailed && !p.again()
		if (!may || p.RollbackAt != 0) && !again {
			return fault.New(fault.Conflict, "release.phase_state", "a phase that is %s has nothing to be taken back", p.State).
				Carrying(map[string]string{"state": string(p.State)})
		}
		if again {
			if err := s.repeatable(ctx, *r, phase); err != nil {
				return err
			}
		}
		now := s.Now().UnixMicro()
		p.RollbackAt, p.RollbackBy, p.RollbackHuman, p.RollbackReason = now, who.Subject, who.Human, reason
		if again { // whatever the clocks of two servers say
			p.RollbackAt = max(now, p.EndedAt+1)
		}
		if done, err := s.Store.UpdateReleasePhase(ctx, p, p.State); err != nil || !done {
			if err == nil {
				err = stale(*r)
			}
			return err
		}
		r.DueAt = now
		if err := s.mark(ctx, r, who, Milestone{Kind: RollbackRequested, Phase: phase, Note: reason}); err != nil {
			return err
		}
		return s.Audit.Record(ctx, who, audit.Entry{
			Action: "release:rollback_requested", Kind: kind, ResourceID: id, OrgID: org,
			After: map[string]any{"phase": phase, "reason": reason, "state": p.State},
		})
	})
}

// repeatable says that a rollback that failed can be tried again: a chain can, an
// undo of a run that has begun cannot, release.undone_once (Conflict).
func (s *Service) repeatable(ctx context.Context, r Release, phase int) error {
	if r.Plan.Phases[phase-1].Rollback.Chain != nil {
		return nil
	}
	rows, err := s.Store.ReleaseRuns(ctx, r.Tenant, r.ID)
	if err != nil {
		return err
	}
	for _, row := range rows {
		if row.Phase != phase || row.Purpose != ForSteps {
			continue
		}
		at, err := s.Runs.Outcome(ctx, r.Tenant, row.Run)
		if err != nil && !fault.HasCode(err, "run.unknown") {
			return err
		}
		if err == nil && at.State != run.UndoFailed {
			return nil
		}
	}
	return fault.New(fault.Conflict, "release.undone_once", "the undo of the phase's run failed, and a run is undone once; go on with runs of your own")
}
