package releases_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"catenary/internal/fault"
	"catenary/internal/page"
	"catenary/rbac"
	"catenary/runtime/run"
	"catenary/server/approvals"
	"catenary/server/releases"
	"catenary/server/servertest"
)

func TestPhasesRunOneAfterTheOther(t *testing.T) {
	t.Parallel()
	servertest.Each(t, func(t *testing.T, w *servertest.World) {
		s := setup(t, w)
		v := s.executing(plan(phase("one"), phase("two"), phase("three")))
		s.due()
		s.wants(v.ID, releases.Succeeded, releases.PhaseSucceeded, releases.PhaseSucceeded, releases.PhaseSucceeded)
		if got := s.stage.told(); !slices.Equal(got, []string{"one", "two", "three"}) {
			t.Errorf("what ran: %v", got)
		}
		want := []releases.MilestoneKind{
			releases.Drafted, releases.ReviewRequested, releases.WasApproved, releases.ExecutionBegun,
			releases.PhaseGated, releases.PhaseBegun, releases.PhaseDone, releases.PhaseGated, releases.PhaseBegun, releases.PhaseDone,
			releases.PhaseGated, releases.PhaseBegun, releases.PhaseDone, releases.Finished,
		}
		if got := s.history(v.ID); !slices.Equal(got, want) {
			t.Errorf("history: %v", got)
		}
	})
}

// TestExecuteShowsWhatItMade: however soon the executor goes on. Who follows the
// milestones from there misses none.
func TestExecuteShowsWhatItMade(t *testing.T) {
	t.Parallel()
	servertest.Each(t, func(t *testing.T, w *servertest.World) {
		s := setup(t, w)
		made := s.approved(plan(phase("one")))
		s.Reached = func(point string) {
			if point == "changed" {
				s.due()
			}
		}
		v, err := s.Execute(t.Context(), s.operate, s.org, made.ID)
		if err != nil || v.State != releases.Executing || v.Milestones != made.Milestones+1 || v.Phases[0].State != releases.PhasePending {
			t.Errorf("it is %s with %d milestones and the phases %+v, %v", v.State, v.Milestones, v.Phases, err)
		}
		s.wants(made.ID, releases.Succeeded, releases.PhaseSucceeded)
	})
}

func TestAFailedPhaseIsRolledBackAndIsTheLast(t *testing.T) {
	t.Parallel()
	for _, plan := range []struct {
		name   string
		change []func(*releases.Phase)
		ran    []string
	}{{"by a chain", []func(*releases.Phase){chained}, []string{"one", "two", "back"}}, {"by its undos", nil, []string{"one", "two"}}} {
		t.Run(plan.name, func(t *testing.T) {
			t.Parallel()
			servertest.Each(t, func(t *testing.T, w *servertest.World) {
				s := setup(t, w)
				s.stage.fails["two"] = true
				v := s.executing(planOf(phase("one"), phase("two", plan.change...), phase("three")))
				v = s.settled(v.ID, releases.RolledBack, releases.PhaseSucceeded, releases.PhaseRolledBack, releases.PhaseCanceled)
				if got := s.stage.told(); !slices.Equal(got, plan.ran) || v.Code != "task.exit" {
					t.Errorf("what ran: %v; code %q", got, v.Code)
				}
			})
		})
	}
}

func planOf(phases ...releases.Phase) releases.In { return plan(phases...) }

// settled carries a release on, woken as by the ends of its runs, until it is in
// a state. Whoever listens to a run may wake it in between.
func (s *scene) settled(id string, state releases.State, phases ...releases.PhaseState) releases.View {
	s.t.Helper()
	for range 100 {
		s.Clock.Add(time.Second)
		s.must(s.World.Store.WakeRelease(s.t.Context(), s.designer.Tenant, id, s.Clock.Now().UnixMicro()))
		s.due()
		if s.now(id).State == state {
			break
		}
	}
	return s.wants(id, state, phases...)
}

func TestARollbackThatFailsIsAFailedRelease(t *testing.T) {
	t.Parallel()
	servertest.Each(t, func(t *testing.T, w *servertest.World) {
		s := setup(t, w)
		s.stage.fails["two"], s.stage.fails["back"] = true, true
		v := s.executing(plan(phase("one"), phase("two", chained)))
		s.due()
		s.wants(v.ID, releases.Failed, releases.PhaseSucceeded, releases.PhaseRollbackFailed)
	})
}

func TestRollBackByHand(t *testing.T) {
	t.Parallel()
	servertest.Each(t, func(t *testing.T, w *servertest.World) {
		s := setup(t, w)
		t.Run("during", func(t *testing.T) { //nolint:paralleltest // they share a world
			s.stage.holds["two"] = true
			v := s.executing(plan(phase("one", chained), phase("two"), phase("three")))
			s.due()
			s.wants(v.ID, releases.Executing, releases.PhaseSucceeded, releases.PhaseRunning, releases.PhasePending)
			if _, err := s.RollBack(t.Context(), s.operate, s.org, v.ID, 1, ""); !fault.HasCode(err, "release.reason") {
				t.Errorf("without a reason: %v", err)
			}
			if _, err := s.RollBack(t.Context(), s.operate, s.org, v.ID, 3, "why"); !fault.HasCode(err, "release.phase_state") {
				t.Errorf("a phase that has not begun: %v", err)
			}
			if _, err := s.RollBack(t.Context(), s.designer, s.org, v.ID, 1, "why"); !fault.Is(err, fault.Forbidden) {
				t.Errorf("without the right: %v", err)
			}
			_, err := s.RollBack(t.Context(), s.operate, s.org, v.ID, 1, "the numbers are wrong")
			s.must(err)
			s.settled(v.ID, releases.RolledBack, releases.PhaseRolledBack, releases.PhaseRolledBack, releases.PhaseCanceled)
		})
		t.Run("after", func(t *testing.T) { //nolint:paralleltest // they share a world
			v := s.executing(plan(phase("one", chained), phase("three", chained)))
			s.due()
			s.wants(v.ID, releases.Succeeded, releases.PhaseSucceeded, releases.PhaseSucceeded)
			_, err := s.RollBack(t.Context(), s.operate, s.org, v.ID, 2, "the shelf is full")
			s.must(err)
			s.due()
			v = s.wants(v.ID, releases.RolledBack, releases.PhaseSucceeded, releases.PhaseRolledBack)
			if p := v.Phases[1]; p.RollbackBy != s.operate.Subject || p.RollbackReason != "the shelf is full" || p.RollbackAt == 0 {
				t.Errorf("who rolled back: %+v", p)
			}
			if _, err := s.RollBack(t.Context(), s.operate, s.org, v.ID, 2, "again"); !fault.HasCode(err, "release.phase_state") {
				t.Errorf("twice: %v", err)
			}
		})
	})
}

// Nothing of a phase begins once its rollback was asked for.
func TestAPhaseThatWaitsForRoomNeverBeginsOnceRolledBack(t *testing.T) {
	t.Parallel()
	servertest.Each(t, func(t *testing.T, w *servertest.World) {
		s := setup(t, w)
		s.stage.full["two"] = true
		v := s.executing(plan(phase("one"), phase("two"), phase("three")))
		s.due()
		s.wants(v.ID, releases.Executing, releases.PhaseSucceeded, releases.PhaseRunning, releases.PhasePending)
		_, err := s.RollBack(t.Context(), s.operate, s.org, v.ID, 2, "not today")
		s.must(err)
		s.stage.full["two"] = false
		s.settled(v.ID, releases.RolledBack, releases.PhaseSucceeded, releases.PhaseCanceled, releases.PhaseCanceled)
		if got := s.stage.told(); !slices.Equal(got, []string{"one"}) {
			t.Errorf("what ran: %v", got)
		}
	})
}

// A server that is slow to start a run ends it when the phase was given up
// meanwhile.
func TestARunThatIsStartedLateIsEnded(t *testing.T) {
	t.Parallel()
	servertest.Each(t, func(t *testing.T, w *servertest.World) {
		s := setup(t, w)
		s.stage.holds["one"] = true
		v := s.executing(plan(phase("one")))
		other := s.service(w.Replica())
		s.stage.slow = func() {
			_, err := other.RollBack(t.Context(), s.operate, s.org, v.ID, 1, "not today")
			s.must(err)
			_, err = other.Due(t.Context())
			s.must(err)
		}
		s.due()
		v = s.settled(v.ID, releases.RolledBack, releases.PhaseCanceled)
		for _, r := range v.Runs {
			if at, err := s.stage.Outcome(t.Context(), v.Tenant, r.Run); err != nil || at.State != run.Canceled {
				t.Errorf("the run that began late is %s, %v", at.State, err)
			}
		}
	})
}

// A rollback that failed is tried again by whoever asks, one at a time, and once
// for each time, whenever the server is killed.
func TestARollbackThatFailedIsTriedAgain(t *testing.T) {
	t.Parallel()
	servertest.Each(t, func(t *testing.T, w *servertest.World) {
		s := setup(t, w)
		s.stage.fails["two"] = true
		for nth := 1; ; nth++ {
			s.stage.fails["back"], s.stage.started = true, nil
			v := s.executing(plan(phase("one"), phase("two", chained)))
			s.settled(v.ID, releases.Failed, releases.PhaseSucceeded, releases.PhaseRollbackFailed)
			s.operate = w.Actor(rbac.Operator, servertest.Stock)
			var all sync.WaitGroup
			var done atomic.Int64
			for range 5 {
				all.Go(func() {
					if _, err := s.RollBack(t.Context(), s.operate, s.org, v.ID, 2, "it answers again"); err == nil {
						done.Add(1)
					} else if !fault.HasCode(err, "release.phase_state") {
						t.Error(err)
					}
				})
			}
			all.Wait()
			if done.Load() != 1 {
				t.Fatalf("%d of 5 requests were taken", done.Load())
			}
			s.stage.fails["back"] = false
			killed := s.killedAt(nth)
			s.Clock.Add(5 * time.Minute) // the lease of the dead ends
			s.due()
			v = s.wants(v.ID, releases.RolledBack, releases.PhaseSucceeded, releases.PhaseRolledBack)
			if got := s.stage.told(); !slices.Equal(got, []string{"one", "two", "back", "back"}) {
				t.Fatalf("killed at change %d: what ran is %v", nth, got)
			}
			second := slices.ContainsFunc(v.Runs, func(r releases.Run) bool { return r.Purpose == releases.RollbackOf(2) })
			if !second || len(v.Runs) != 4 || v.Phases[1].RollbackReason != "it answers again" {
				t.Errorf("the runs are %+v of %+v", v.Runs, v.Phases[1])
			}
			if !killed {
				return
			}
		}
	})
}

// A run is undone once: asking again says so, and nothing more happens.
func TestAnUndoThatFailedIsNotTriedAgain(t *testing.T) {
	t.Parallel()
	servertest.Each(t, func(t *testing.T, w *servertest.World) {
		s := setup(t, w)
		s.stage.fails["one"], s.stage.stuck = true, true
		v := s.executing(plan(phase("one")))
		s.settled(v.ID, releases.Failed, releases.PhaseRollbackFailed)
		if _, err := s.RollBack(t.Context(), s.operate, s.org, v.ID, 1, "again"); !fault.HasCode(err, "release.undone_once") {
			t.Errorf("%v", err)
		}
	})
}

// killedAt takes what is due further on a server that dies at the nth change, and
// says whether there were so many.
func (s *scene) killedAt(nth int) (killed bool) {
	s.t.Helper()
	doomed, count := s.service(s.Replica()), 0
	doomed.Reached = func(string) {
		if count++; count == nth {
			killed = true
			panic(errDied)
		}
	}
	defer func() {
		if r := recover(); r != nil && r != any(errDied) {
			panic(r)
		}
	}()
	_, _ = doomed.Due(s.t.Context())
	return killed
}

// A release is executed once, by however many and wherever.
func TestHundredExecutionsAreOne(t *testing.T) {
	t.Parallel()
	servertest.Each(t, func(t *testing.T, w *servertest.World) {
		s := setup(t, w)
		v := s.approved(plan(phase("one")))
		second := s.service(w.Replica())
		var all sync.WaitGroup
		var done, refused atomic.Int64
		for i := range 100 {
			all.Go(func() {
				at := []*releases.Service{s.Service, second}[i%2]
				_, err := at.Execute(context.Background(), s.operate, s.org, v.ID)
				switch {
				case err == nil:
					done.Add(1)
				case fault.HasCode(err, "release.state"):
					refused.Add(1)
				default:
					t.Error(err)
				}
			})
		}
		all.Wait()
		if done.Load() != 1 || refused.Load() != 99 {
			t.Fatalf("%d executed it, %d were refused", done.Load(), refused.Load())
		}
		for range 20 { // and all servers take it up at once
			all.Go(func() {
				for _, at := range []*releases.Service{s.Service, second} {
					if _, err := at.Due(context.Background()); err != nil {
						t.Error(err)
					}
				}
			})
		}
		all.Wait()
		s.wants(v.ID, releases.Succeeded, releases.PhaseSucceeded)
		if got := s.stage.told(); !slices.Equal(got, []string{"one"}) {
			t.Errorf("what ran: %v", got)
		}
	})
}

// errDied is what a server that is killed gives back.
var errDied = errors.New("killed")

// TestItGoesOnWhereAServerDied kills the server at each change of state that is
// reached, in turn, and lets another go on: nothing happens twice.
func TestItGoesOnWhereAServerDied(t *testing.T) {
	t.Parallel()
	servertest.Each(t, func(t *testing.T, w *servertest.World) {
		s := setup(t, w)
		s.stage.fails["two"] = true
		in := plan(phase("one", func(p *releases.Phase) {
			p.Gates = []releases.Gate{{Check: &releases.Check{Chain: releases.Chain{Key: "ready"}}}}
		}), phase("two", chained), phase("three"))
		for nth := 1; ; nth++ {
			s.stage.started = nil
			v := s.executing(in)
			doomed, count, killed := s.service(w.Replica()), 0, false
			doomed.Reached = func(string) {
				if count++; count == nth {
					killed = true
					panic(errDied)
				}
			}
			func() {
				defer func() {
					if r := recover(); r != nil && r != any(errDied) {
						panic(r)
					}
				}()
				_, _ = doomed.Due(t.Context())
			}()
			s.Clock.Add(5 * time.Minute) // the lease of the dead ends
			s.due()
			s.wants(v.ID, releases.RolledBack, releases.PhaseSucceeded, releases.PhaseRolledBack, releases.PhaseCanceled)
			if got := s.stage.told(); !slices.Equal(got, []string{"ready", "one", "two", "back"}) {
				t.Fatalf("killed at change %d: what ran is %v", nth, got)
			}
			if !killed {
				if nth < 12 {
					t.Errorf("there are only %d changes", nth-1)
				}
				return
			}
		}
	})
}

func TestGates(t *testing.T) {
	t.Parallel()
	servertest.Each(t, func(t *testing.T, w *servertest.World) {
		gated := func(g ...releases.Gate) func(*releases.Phase) { return func(p *releases.Phase) { p.Gates = g } }
		t.Run("a check that does not hold", func(t *testing.T) {
			s := setup(t, w)
			s.stage.fails["ready"] = true
			v := s.executing(plan(phase("one", gated(releases.Gate{Check: &releases.Check{Chain: releases.Chain{Key: "ready"}, When: "nodes.check.output.ok"}}))))
			s.due()
			v = s.wants(v.ID, releases.Failed, releases.PhaseFailed)
			if v.Code != "release.check" || len(s.stage.told()) != 1 {
				t.Errorf("%s, %v", v.Code, s.stage.told())
			}
		})
	})
}

// people are asked at a gate.
var people = &approvals.Plan{Levels: []approvals.Level{{By: []approvals.By{{Role: "approver"}}}}}

func TestGatesOfPeopleAndTimes(t *testing.T) {
	t.Parallel()
	servertest.Each(t, func(t *testing.T, w *servertest.World) {
		s := setup(t, w)
		opens := w.Clock.Now().Add(3 * time.Hour).UTC()
		v := s.executing(plan(phase("one", func(p *releases.Phase) {
			p.Gates = []releases.Gate{{Window: &releases.Window{NotBefore: opens}}, {Approval: people}}
		})))
		s.due()
		s.wants(v.ID, releases.Executing, releases.PhaseWaiting)
		s.must(s.decide(approvals.Subject{Kind: releases.SubjectGate, ID: v.ID + "/1/1"}, approvals.Approved))
		s.due()
		s.wants(v.ID, releases.Executing, releases.PhaseWaiting) // it is too early still
		w.Clock.Add(4 * time.Hour)
		s.due()
		s.wants(v.ID, releases.Succeeded, releases.PhaseSucceeded)

		v = s.executing(plan(phase("one", func(p *releases.Phase) { p.Gates = []releases.Gate{{Approval: people}} })))
		s.due()
		s.must(s.decide(approvals.Subject{Kind: releases.SubjectGate, ID: v.ID + "/1/0"}, approvals.Rejected))
		s.due()
		if v = s.wants(v.ID, releases.Failed, releases.PhaseFailed); v.Code != "release.gate_closed" {
			t.Errorf("code %q", v.Code)
		}
	})
}

// Whoever executes a release and loses the right to does not go on.
func TestRightsAreAskedForAtEachPhase(t *testing.T) {
	t.Parallel()
	servertest.Each(t, func(t *testing.T, w *servertest.World) {
		s := setup(t, w)
		s.stage.holds["one"] = true
		v := s.executing(plan(phase("one"), phase("two")))
		s.due()
		owner := w.Actor(rbac.Owner, servertest.Acme)
		grants, err := w.Orgs.GrantsOf(t.Context(), owner, s.operate.Subject, page.Request{Limit: 10})
		s.must(err)
		for _, g := range grants.Items {
			s.must(w.Orgs.Withdraw(t.Context(), owner, g.Org, g.ID))
		}
		for id := range s.stage.state {
			s.stage.set(id, run.Succeeded)
		}
		s.settled(v.ID, releases.Failed, releases.PhaseSucceeded, releases.PhaseFailed)
	})
}

func TestAnApprovalLapses(t *testing.T) {
	t.Parallel()
	servertest.Each(t, func(t *testing.T, w *servertest.World) {
		s := setup(t, w)
		in := plan(phase("one"))
		in.Plan.ValidDays = 2
		v := s.approved(in)
		w.Clock.Add(49 * time.Hour)
		s.operate = w.Actor(rbac.Operator, servertest.Stock)
		if _, err := s.Execute(t.Context(), s.operate, s.org, v.ID); !fault.HasCode(err, "release.expired") {
			t.Errorf("%v", err)
		}
		s.due()
		s.wants(v.ID, releases.Expired)
	})
}

func TestWindows(t *testing.T) {
	t.Parallel()
	shanghai, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		t.Fatal(err)
	}
	at := func(text string) time.Time {
		moment, err := time.ParseInLocation("2006-01-02 15:04", text, shanghai)
		if err != nil {
			t.Fatal(err)
		}
		return moment
	}
	night := releases.Window{From: "22:00", To: "05:00", TimeZone: "Asia/Shanghai"}
	monday := releases.Window{From: "22:00", To: "05:00", Weekdays: []int{1}, TimeZone: "Asia/Shanghai"}
	bounded := releases.Window{NotBefore: at("2026-10-08 09:00"), NotAfter: at("2026-10-08 12:00"), TimeZone: "Asia/Shanghai"}
	for _, tt := range []struct {
		name      string
		window    releases.Window
		now, want string
	}{
		{"before it opens", night, "2026-10-05 12:00", "2026-10-05 22:00"},
		{"open in the evening", night, "2026-10-05 23:30", "2026-10-05 23:30"},
		{"open since the day before", night, "2026-10-06 04:59", "2026-10-06 04:59"},
		{"just closed", night, "2026-10-06 05:00", "2026-10-06 22:00"},
		{"the night that began on Monday", monday, "2026-10-06 03:00", "2026-10-06 03:00"},
		{"the next Monday", monday, "2026-10-06 06:00", "2026-10-12 22:00"},
		{"before its bounds", bounded, "2026-10-01 00:00", "2026-10-08 09:00"},
		{"within its bounds", bounded, "2026-10-08 11:59", "2026-10-08 11:59"},
		{"over for good", bounded, "2026-10-08 12:00", ""},
	} {
		got := tt.window.Next(at(tt.now))
		if tt.want == "" && !got.IsZero() || tt.want != "" && !got.Equal(at(tt.want)) {
			t.Errorf("%s: %s, want %s", tt.name, got.In(shanghai), tt.want)
		}
	}
}
