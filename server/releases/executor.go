package releases

import (
	"context"
	"errors"
	"fmt"
	"time"

	"catenary/internal/fault"
	"catenary/rbac"
	"catenary/runtime/run"
	"catenary/server/audit"
	"catenary/server/runs"
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
	for {
		next, err := s.Due(ctx)
		wait := min(next.Sub(s.Now()), lookEvery)
		if next.IsZero() {
			wait = lookEvery
		}
		if err != nil && ctx.Err() == nil {
			s.Log.WarnContext(ctx, "a release could not be taken further", "error", err)
			wait = afterFailure
		}
		timer := time.NewTimer(wait)
		select {
		case <-ctx.Done():
			timer.Stop()
			return nil
		case <-s.woken():
		case <-timer.C:
		}
		timer.Stop()
	}
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
		p := e.phases[i]
		id := e.runs[key{p.Phase, ForSteps}]
		if at, err := e.outcome(ctx, id); err != nil || at != nil {
			if err == nil {
				err = e.s.Runs.End(ctx, e.r.Tenant, id, string(by(e.phases)), "its release is rolled back")
			}
			if err != nil {
				return true, err
			}
		}
		return e.follow(ctx, i)
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

// by is who asked for a rollback.
func by(phases []PhaseRow) rbac.SubjectID {
	for _, p := range phases {
		if p.RollbackBy != "" {
			return p.RollbackBy
		}
	}
	return ""
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

// outcome is where a run stands, nil if it was not started.
func (e *execution) outcome(ctx context.Context, id string) (*runs.Outcome, error) {
	if id == "" {
		return nil, nil
	}
	o, err := e.s.Runs.Outcome(ctx, e.r.Tenant, id)
	if fault.HasCode(err, "run.unknown") {
		return nil, nil
	}
	return &o, err
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

// userFault is the fault if it is one that trying again does not mend.
func userFault(err error) *fault.Fault {
	var f *fault.Fault
	if errors.As(err, &f) && f.Kind != fault.Internal && f.Kind != fault.Unavailable && f.Kind != fault.Limited {
		return f
	}
	return nil
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

// start starts a run of the release, the same each time.
func (e *execution) start(ctx context.Context, phase int, purpose Purpose, id string, u runs.Unattended, title string) error {
	u.ID, u.Key = id, "release:"+e.r.ID+":"+fmt.Sprint(phase)+":"+string(purpose)
	u.By, u.Org, u.Title = e.actor(), e.r.Org, e.r.Name+": "+title
	if runes := []rune(u.Title); len(runes) > maxRunTitle {
		u.Title = string(runes[:maxRunTitle])
	}
	u.Trigger = runs.Trigger{Kind: "release", ID: e.r.ID}
	_, err := e.s.Runs.Unattended(ctx, u)
	if err == nil {
		e.s.reached("run_started")
	}
	return err
}

const maxRunTitle = 200

// started goes on behind a start: what cannot be started is given up, what
// could not be started now is tried again.
func (e *execution) started(ctx context.Context, err error, giveUp func(*fault.Fault) error) (wait bool, _ error) {
	if f := userFault(err); f != nil {
		return false, giveUp(f)
	}
	if err != nil && ctx.Err() == nil {
		e.s.Log.WarnContext(ctx, "a release could not start its run yet", "tenant", e.r.Tenant, "release", e.r.ID, "error", err)
		return true, e.until(ctx, e.s.Now().Add(retryStart))
	}
	return false, err
}

// await puts the release off until a run has moved on, or until somebody looks
// again.
func (e *execution) await(ctx context.Context, id string) error {
	if err := e.until(ctx, e.s.Now().Add(lookEvery)); err != nil {
		return err
	}
	e.s.listen(ctx, e.r, id)
	return nil
}

// listen makes a release due when its run comes to an end.
func (s *Service) listen(ctx context.Context, r Release, id string) {
	s.woken()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.following[r.ID] == id {
		return
	}
	s.following[r.ID] = id
	s.working.Go(func() {
		defer func() {
			s.mu.Lock()
			defer s.mu.Unlock()
			if s.following[r.ID] == id {
				delete(s.following, r.ID)
			}
		}()
		s.hear(ctx, r, id)
	})
}

func (s *Service) hear(ctx context.Context, r Release, id string) {
	moved, leave := s.Runs.Moved(r.Tenant, id)
	defer leave()
	// Whatever is missed is found by the next look.
	for patience := time.NewTimer(lookEvery); ; {
		at, err := s.Runs.Outcome(ctx, r.Tenant, id)
		if err == nil && at.State.Final() {
			if err := s.Store.WakeRelease(ctx, r.Tenant, r.ID, s.Now().UnixMicro()); err == nil {
				s.nudge()
			}
			return
		}
		select {
		case <-ctx.Done():
			patience.Stop()
			return
		case <-patience.C:
			return
		case <-moved:
		}
	}
}

// rollBack begins to take back what a phase did, if the plan for it is what was
// approved.
func (e *execution) rollBack(ctx context.Context, i int) error {
	s, p := e.s, e.phases[i]
	was := p.State
	return e.step(ctx, "rolling_back", func(ctx context.Context, r *Release) error {
		p := p
		p.State = PhaseRollingBack
		id := e.runs[key{p.Phase, ForSteps}]
		if r.Plan.Phases[i].Rollback.Chain != nil {
			id = s.NewID()
		}
		if err := e.move(ctx, r, p, was, Milestone{Kind: RollbackBegun}, func(ctx context.Context) error {
			return s.Store.InsertReleaseRun(ctx, Run{
				Tenant: r.Tenant, Release: r.ID, Phase: p.Phase, Purpose: ForRollback, Run: id, CreatedAt: s.Now().UnixMicro(),
			})
		}); err != nil {
			return err
		}
		if err := s.unbroken(ctx, *r, phasePointer(i)); err != nil {
			f := userFault(err)
			if f == nil {
				return err
			}
			p.State, p.EndedAt, p.Code, p.Message = PhaseRollbackFailed, s.Now().UnixMicro(), f.Code, f.Message
			return e.move(ctx, r, p, PhaseRollingBack, Milestone{Kind: RollbackBroken})
		}
		return nil
	})
}

// followBack sees how a rollback is, and starts it if nobody has.
func (e *execution) followBack(ctx context.Context, i int) (wait bool, err error) {
	p, plan := e.phases[i], e.r.Plan.Phases[i]
	id := e.runs[key{p.Phase, ForRollback}]
	broken := func(code, message string) error {
		p.State, p.EndedAt, p.Code, p.Message = PhaseRollbackFailed, e.s.Now().UnixMicro(), code, message
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
		err := e.start(ctx, p.Phase, ForRollback, id, runs.Unattended{
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
		if code == "" {
			code, message = "release.run_ended", "the run of the rollback is "+string(at.State)
		}
		return false, broken(code, message)
	}
}
