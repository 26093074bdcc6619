package releases

import (
	"context"
	"fmt"

	"catenary/internal/fault"
	"catenary/rbac"
	"catenary/runtime/run"
	"catenary/server/runs"
)

// by is who asked for a rollback.
func by(phases []PhaseRow) rbac.SubjectID {
	for _, p := range phases {
		if p.RollbackBy != "" {
			return p.RollbackBy
		}
	}
	return ""
}

// rollBack begins to take back what a phase did, if the plan for it is what was
// approved.
func (e *execution) rollBack(ctx context.Context, i int) error {
	s, p := e.s, e.phases[i]
	was := p.State
	return e.step(ctx, "rolling_back", func(ctx context.Context, r *Release) error {
		p := p
		p.State = PhaseRollingBack
		if was == PhaseRollbackFailed {
			p.Code, p.Message = "", ""
		}
		id := e.runs[key{p.Phase, ForSteps}]
		if r.Plan.Phases[i].Rollback.Chain != nil {
			id = s.NewID()
		}
		if err := e.move(ctx, r, p, was, Milestone{Kind: RollbackBegun}, func(ctx context.Context) error {
			return s.Store.InsertReleaseRun(ctx, Run{
				Tenant: r.Tenant, Release: r.ID, Phase: p.Phase, Purpose: RollbackOf(e.rollbacks(p.Phase) + 1), Run: id, CreatedAt: s.Now().UnixMicro(),
			})
		}); err != nil {
			return err
		}
		if err := s.rollbackUnbroken(ctx, *r, i); err != nil {
			f := userFault(err)
			if f == nil {
				return err
			}
			p.fail(f.Code, f.Message, s.Now().UnixMicro())
			return e.move(ctx, r, p, PhaseRollingBack, Milestone{Kind: RollbackBroken})
		}
		return nil
	})
}

// undoneStep is the step whose undo failed as people read it, such as
// pack:0/wrap.
func undoneStep(f *run.Failure) string {
	scope, node := f.Scope, f.Node
	for at := range run.Outward(f.Scope) {
		if p, inner := run.PlaceOf(at); inner && p.Undo {
			scope, node = p.Outer, p.Node
		}
	}
	if scope == "" {
		return string(node)
	}
	return scope + "/" + string(node)
}

// fail ends a rollback, not before it was asked for: whoever asks later wants
// another one.
func (p *PhaseRow) fail(code, message string, now int64) {
	p.State, p.EndedAt, p.Code, p.Message = PhaseRollbackFailed, max(now, p.RollbackAt), code, message
}

// rollbacks is how often a phase was begun to be rolled back.
func (e *execution) rollbacks(phase int) (n int) {
	for e.runs[key{phase, RollbackOf(n + 1)}] != "" {
		n++
	}
	return n
}

// followBack sees how a rollback is, and starts it if nobody has.
func (e *execution) followBack(ctx context.Context, i int) (wait bool, err error) {
	p, plan := e.phases[i], e.r.Plan.Phases[i]
	purpose := RollbackOf(e.rollbacks(p.Phase))
	id := e.runs[key{p.Phase, purpose}]
	broken := func(code, message string) error {
		p.fail(code, message, e.s.Now().UnixMicro())
		return e.moved(ctx, "rollback_failed", p, PhaseRollingBack, Milestone{Kind: RollbackBroken})
	}
	at, err := e.outcome(ctx, id)
	if err != nil {
		return true, err
	}
	undo := plan.Rollback.Chain == nil
	switch {
	case at == nil && undo:
		return false, broken("run.unknown", "the run of the phase is no longer kept, and cannot be undone")
	case at == nil:
		c := *plan.Rollback.Chain
		err := e.start(ctx, p.Phase, purpose, id, runs.Unattended{
			Chain: c.ID, ChainKey: c.Key, Version: c.Version, Input: plan.Rollback.Input,
		}, p.Name)
		return e.started(ctx, err, func(f *fault.Fault) error { return broken(f.Code, f.Message) })
	case undo && (at.State == run.Succeeded || at.State == run.Failed || at.State == run.Canceled):
		if err := e.s.Runs.TakeBack(ctx, e.r.Tenant, id, string(by(e.phases)), "its release is rolled back"); err != nil {
			return true, err
		}
		return true, e.await(ctx, id)
	case !at.State.Final():
		return true, e.await(ctx, id)
	case undo && at.State == run.Undone, !undo && at.State == run.Succeeded:
		p.State, p.EndedAt = PhaseRolledBack, e.s.Now().UnixMicro()
		return false, e.moved(ctx, "rolled_back", p, PhaseRollingBack, Milestone{Kind: RollbackDone})
	default:
		code, message := at.Code, at.Message
		if undo {
			view, err := e.s.Runs.State(ctx, e.r.Tenant, id)
			if err != nil {
				return true, err
			}
			if u := view.Undo; u != nil && u.Failure != nil {
				f := u.Failure
				code, message = f.Code, fmt.Sprintf("the undo of the step %s failed: %s", undoneStep(f), f.Message)
			}
		}
		if code == "" {
			code, message = "release.run_ended", "the run of the rollback is "+string(at.State)
		}
		return false, broken(code, message)
	}
}
