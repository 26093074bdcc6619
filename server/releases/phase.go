package releases

import (
	"context"

	"catenary/internal/fault"
	"catenary/rbac"
	"catenary/runtime/run"
	"catenary/server/audit"
	"catenary/server/runs"
)

// finish ends the execution by how its phases ended.
func (e *execution) finish(ctx context.Context) error {
	return e.step(ctx, "finished", func(ctx context.Context, r *Release) error {
		now := e.s.Now().UnixMicro()
		before := record(*r)
		for i, p := range e.phases {
			if p.State != PhasePending {
				continue
			}
			p.State, p.EndedAt = PhaseCanceled, now
			if err := e.move(ctx, r, p, PhasePending, Milestone{Kind: PhaseDropped}); err != nil {
				return err
			}
			e.phases[i] = p
		}
		r.State, r.DueAt = outcome(e.phases), 0
		if r.EndedAt == 0 {
			r.EndedAt = now
			for _, p := range e.phases {
				if p.Code != "" {
					r.Code, r.Message = p.Code, p.Message
				}
			}
		}
		if err := e.s.mark(ctx, r, rbac.Actor{}, Milestone{Kind: Finished, Code: string(r.State), Note: r.Message}); err != nil {
			return err
		}
		return e.s.Audit.Record(ctx, e.actor(), audit.Entry{
			Action: "release:finished", Kind: kind, ResourceID: r.ID, OrgID: r.Org, Before: before, After: record(*r),
		})
	})
}

// failed ends a phase that did not come to run, or did not succeed.
func (e *execution) failed(ctx context.Context, p PhaseRow, was PhaseState, code, message string) error {
	p.State, p.EndedAt, p.Code, p.Message = PhaseFailed, e.s.Now().UnixMicro(), code, message
	return e.moved(ctx, "phase_failed", p, was, Milestone{Kind: PhaseBroken})
}

// begin lets the steps of a phase run, if they are what was approved and whoever
// executes the release still may: the row of their run is written first.
func (e *execution) begin(ctx context.Context, i int) error {
	s, p := e.s, e.phases[i]
	err := e.step(ctx, "phase_begun", func(ctx context.Context, r *Release) error {
		who := e.actor()
		var err error
		if who.Version, err = s.Store.Version(ctx, r.Tenant); err != nil {
			return err
		}
		if err := s.Auth.Can(ctx, who, rbac.ReleaseExecute, rbac.Resource{OrgID: r.Org}); err != nil {
			return err
		}
		if err := s.unbroken(ctx, *r, ""); err != nil {
			return err
		}
		p.State = PhaseRunning
		return e.move(ctx, r, p, PhaseWaiting, Milestone{Kind: PhaseBegun}, func(ctx context.Context) error {
			return s.Store.InsertReleaseRun(ctx, Run{
				Tenant: r.Tenant, Release: r.ID, Phase: p.Phase, Purpose: ForSteps, Run: s.NewID(), CreatedAt: s.Now().UnixMicro(),
			})
		})
	})
	if f := userFault(err); f != nil {
		return e.failed(ctx, e.phases[i], PhaseWaiting, f.Code, f.Message)
	}
	return err
}

// follow sees how the steps of a phase are, and starts them if nobody has.
func (e *execution) follow(ctx context.Context, i int) (wait bool, err error) {
	p := e.phases[i]
	id := e.runs[key{p.Phase, ForSteps}]
	at, err := e.outcome(ctx, id)
	if err != nil {
		return true, err
	}
	plan := e.r.Plan.Phases[i]
	if at == nil {
		err := e.start(ctx, p.Phase, ForSteps, id, runs.Unattended{
			Chain: plan.Chain.ID, ChainKey: plan.Chain.Key, Version: plan.Chain.Version, Input: plan.Input,
		}, p.Name)
		if err == nil {
			err = e.endUnwanted(ctx, i, id)
		}
		return e.started(ctx, err, func(f *fault.Fault) error { return e.failed(ctx, p, PhaseRunning, f.Code, f.Message) })
	}
	switch {
	case !at.State.Final():
		return true, e.await(ctx, id)
	case at.State == run.Succeeded:
		p.State, p.EndedAt = PhaseSucceeded, e.s.Now().UnixMicro()
		return false, e.moved(ctx, "phase_succeeded", p, PhaseRunning, Milestone{Kind: PhaseDone})
	default:
		code, message := at.Code, at.Message
		if code == "" {
			code, message = "release.run_ended", "the run of the phase is "+string(at.State)
		}
		return false, e.failed(ctx, p, PhaseRunning, code, message)
	}
}

// stopRun ends the run of a phase that is to be rolled back. Steps that have not
// begun never do: there is nothing to take back.
func (e *execution) stopRun(ctx context.Context, i int) (wait bool, err error) {
	p := e.phases[i]
	id := e.runs[key{p.Phase, ForSteps}]
	at, err := e.outcome(ctx, id)
	if err != nil {
		return true, err
	}
	if at == nil {
		p.State, p.EndedAt = PhaseCanceled, e.s.Now().UnixMicro()
		return false, e.moved(ctx, "phase_canceled", p, PhaseRunning, Milestone{Kind: PhaseDropped})
	}
	if err := e.end(ctx, id); err != nil {
		return true, err
	}
	return e.follow(ctx, i)
}

func (e *execution) end(ctx context.Context, id string) error {
	return e.s.Runs.End(ctx, e.r.Tenant, id, string(by(e.phases)), "its release is rolled back")
}

// endUnwanted ends a run that was just started for a phase which another server
// gave up meanwhile: one that was slow to start it knows nothing of that.
func (e *execution) endUnwanted(ctx context.Context, i int, id string) (err error) {
	if e.phases, err = e.s.Store.ReleasePhases(ctx, e.r.Tenant, e.r.ID); err != nil {
		return err
	}
	if e.phases[i].State == PhaseRunning {
		return nil
	}
	return e.end(ctx, id)
}
