package releases

import (
	"context"
	"slices"
	"time"

	"catenary/internal/fault"
	"catenary/rbac"
	"catenary/runtime/run"
	"catenary/server/runs"
	"catenary/server/triggers"
)

// gate looks at the gates of a phase that waits: approvals and checks in their
// order, each once, and then the times, at which all of them have to be open.
// When they are passed the phase begins.
func (e *execution) gate(ctx context.Context, i int) (wait bool, err error) {
	p, plan := e.phases[i], e.r.Plan.Phases[i]
	for j, g := range plan.Gates {
		if g.Approval == nil && g.Check == nil {
			continue
		}
		row, asked := e.gates[[2]int{p.Phase, j}]
		switch {
		case !asked:
			return false, e.open(ctx, i, j)
		case row.State == GateFailed:
			return false, e.failed(ctx, p, PhaseWaiting, row.Code, row.Message)
		case row.State == GatePassed:
		case g.Check != nil:
			return e.check(ctx, i, j, row)
		default:
			return true, e.until(ctx, e.s.Now().Add(longestRest))
		}
	}
	now := e.s.Now()
	opens, err := e.opens(ctx, plan.Gates, now)
	if f := userFault(err); f != nil {
		return false, e.failed(ctx, p, PhaseWaiting, f.Code, f.Message)
	}
	if err != nil {
		return true, err
	}
	if opens.After(now) {
		return true, e.until(ctx, opens)
	}
	return false, e.begin(ctx, i)
}

// open asks people, or writes down the run of a check.
func (e *execution) open(ctx context.Context, i, j int) error {
	s, p, g := e.s, e.phases[i], e.r.Plan.Phases[i].Gates[j]
	err := e.step(ctx, "gate_opened", func(ctx context.Context, r *Release) error {
		row := GateRow{Tenant: r.Tenant, Release: r.ID, Phase: p.Phase, Gate: j, State: GateWaiting, BeganAt: s.Now().UnixMicro()}
		if g.Check != nil {
			row.Subject = s.NewID()
			if err := s.Store.InsertReleaseRun(ctx, Run{
				Tenant: r.Tenant, Release: r.ID, Phase: p.Phase, Purpose: CheckOf(j), Run: row.Subject, CreatedAt: row.BeganAt,
			}); err != nil {
				return err
			}
			return s.Store.InsertReleaseGate(ctx, row)
		}
		now, err := s.look(ctx, *r, "")
		if err != nil {
			return err
		}
		people, err := s.Approvals.Open(ctx, s.question(*r, gateSubject(row), r.Name+": "+p.Name, r.ExecutedBy, now, g.Approval))
		if err != nil {
			return err
		}
		row.Subject = people.ID
		return s.Store.InsertReleaseGate(ctx, row)
	})
	if f := userFault(err); f != nil {
		return e.failed(ctx, p, PhaseWaiting, f.Code, f.Message)
	}
	return err
}

// unask ends what people are still asked for the gates of a phase.
func (e *execution) unask(ctx context.Context, phase int) error {
	for at, g := range e.gates {
		if at[0] != phase || g.State != GateWaiting {
			continue
		}
		if err := e.s.Approvals.Cancel(ctx, g.Tenant, gateSubject(g), "", "the phase does not begin"); err != nil {
			return err
		}
	}
	return nil
}

// check sees how the run of a check is, and starts it if nobody has.
func (e *execution) check(ctx context.Context, i, j int, row GateRow) (wait bool, err error) {
	p, c := e.phases[i], e.r.Plan.Phases[i].Gates[j].Check
	settle := func(state GateState, code, message string) error {
		return e.step(ctx, "gate_settled", func(ctx context.Context, r *Release) error {
			row.State, row.EndedAt, row.Code, row.Message = state, e.s.Now().UnixMicro(), code, message
			if done, err := e.s.Store.SettleReleaseGate(ctx, row); err != nil || !done {
				if err == nil {
					err = errTaken
				}
				return err
			}
			if state != GatePassed {
				return nil
			}
			return e.s.mark(ctx, r, rbac.Actor{}, Milestone{Kind: GateWasPassed, Phase: p.Phase})
		})
	}
	at, err := e.outcome(ctx, row.Subject)
	if err != nil {
		return true, err
	}
	if at == nil {
		err := e.s.unbroken(ctx, e.r, gatePointer(i, j))
		var begun runs.Unattended
		if err == nil {
			begun, err = e.s.begun(ctx, e.r.Tenant, e.r.Org, c)
		}
		if err == nil {
			err = e.start(ctx, p.Phase, CheckOf(j), row.Subject, begun, p.Name)
		}
		return e.started(ctx, err, func(f *fault.Fault) error { return settle(GateFailed, f.Code, f.Message) })
	}
	switch {
	case !at.State.Final():
		return true, e.await(ctx, row.Subject)
	case at.State == run.Succeeded:
		return false, settle(GatePassed, "", "")
	default:
		return false, settle(GateFailed, codeCheck, c.refused(*at))
	}
}

// opens is the first time at or after now at which all time gates are open:
// release.window_over (Conflict) if there is none.
func (e *execution) opens(ctx context.Context, gates []Gate, now time.Time) (time.Time, error) {
	at := now
	for range 1000 { // windows and frozen days that never meet
		moved := false
		for _, g := range gates {
			next := at
			switch {
			case g.Window != nil:
				next = g.Window.Next(at)
			case g.Freeze != nil:
				c, err := e.s.calendar(ctx, e.r.Tenant, e.r.Org, g.Freeze.Calendar)
				if err != nil {
					return at, err
				}
				next = nextWorking(c, g.Freeze.TimeZone, at)
			}
			if next.IsZero() {
				return at, windowOver()
			}
			if next.After(at) {
				at, moved = next, true
			}
		}
		if !moved {
			return at, nil
		}
	}
	return at, windowOver()
}

func windowOver() error {
	return fault.New(fault.Conflict, "release.window_over", "there is no time any more at which the phase may begin")
}

// calendar is that of an org, or of the nearest above: calendar.unknown
// (NotFound) if there is none.
func (s *Service) calendar(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, called string) (*triggers.Calendar, error) {
	above, err := s.Auth.Ancestors(ctx, tenant, org)
	if err != nil {
		return nil, err
	}
	found, err := s.Store.CalendarsOf(ctx, tenant, above, called)
	if err != nil {
		return nil, err
	}
	for _, o := range above {
		if i := slices.IndexFunc(found, func(c triggers.Calendar) bool { return c.Org == o }); i >= 0 {
			return &found[i], nil
		}
	}
	return nil, fault.New(fault.NotFound, "calendar.unknown", "no such calendar")
}
