package releases

import (
	"context"
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"time"

	"catenary/chain"
	"catenary/internal/fault"
	"catenary/internal/page"
	"catenary/rbac"
	"catenary/runtime"
	"catenary/runtime/run"
	"catenary/server/audit"
	"catenary/server/chains"
	"catenary/server/runs"
)

const (
	// rehearsalLease is how long whoever carries a rehearsal out has for one of
	// its runs; then another may go on.
	rehearsalLease = 2 * time.Minute
	// rehearsedWithin is how long one test run may take.
	rehearsedWithin = 10 * time.Minute
	// rehearsalWait is how long is waited at once.
	rehearsalWait = 20 * time.Second
	// maxRehearsed is how many steps are rehearsed at most.
	maxRehearsed = 500
)

// RehearsalState is where a rehearsal stands.
type RehearsalState string

// The states. One that passed ran through all phases and rollbacks, and each of
// its failures is covered; one that is uncovered ran through too, and its report
// says which steps stay as they were left.
const (
	RehearsalRunning   RehearsalState = "running"
	RehearsalPassed    RehearsalState = "passed"
	RehearsalUncovered RehearsalState = "uncovered"
	RehearsalFailed    RehearsalState = "failed"
)

// Rehearsal is a series of test runs of a release, in which nothing outside is
// touched: each phase as it is, and with a failure at each of its steps. A step
// inside of a list fails in each turn that comes to it; chains that are run for
// items or by a step are left out, so no step of theirs fails.
type Rehearsal struct {
	Tenant  rbac.TenantID  `db:"tenant_id"`
	Release string         `db:"release_id"`
	ID      string         `db:"id"`
	State   RehearsalState `db:"state"`
	DueAt   int64          `db:"due_at"`
	BeganAt int64          `db:"began_at"`
	EndedAt int64          `db:"ended_at"`
	By      rbac.SubjectID `db:"subject_id"`
	Human   rbac.SubjectID `db:"human_id"`
	// Seal is the digest of what was rehearsed.
	Seal   string `db:"seal"`
	Report Report `db:"report"`
}

// Report is what a rehearsal found.
type Report struct {
	// Message says why it could not be carried out.
	Message string           `json:"message,omitempty"`
	Phases  []RehearsedPhase `json:"phases,omitempty"`
}

// Trial is one test run of a rehearsal.
type Trial struct {
	Run     string    `json:"run,omitempty"`
	State   run.State `json:"state,omitempty"`
	Code    string    `json:"code,omitempty"`
	Message string    `json:"message,omitempty"`
}

func (t Trial) passed() bool { return t.State == run.Succeeded }

// RehearsedPhase is a phase of a report.
type RehearsedPhase struct {
	Name string `json:"name"`
	// Whole is the phase without a failure.
	Whole Trial `json:"whole"`
	// Rollback is the chain that takes the phase back; nil for an undo.
	Rollback *Trial          `json:"rollback,omitempty"`
	Steps    []RehearsedStep `json:"steps"`
}

// state is what a phase makes of its rehearsal. It fails if a test run could not
// be carried out, too: then nobody knows.
func (p RehearsedPhase) state() RehearsalState {
	broken := func(s RehearsedStep) bool { return s.Run == "" }
	switch {
	case !p.Whole.passed(), p.Rollback != nil && !p.Rollback.passed(), slices.ContainsFunc(p.Steps, broken):
		return RehearsalFailed
	case slices.ContainsFunc(p.Steps, func(s RehearsedStep) bool { return !s.Covered }):
		return RehearsalUncovered
	}
	return RehearsalPassed
}

// RehearsedStep is a failure at one step of a phase.
type RehearsedStep struct {
	Node chain.NodeID `json:"node"`
	// Scope is the path of the item's graph that the step stands in, the first
	// in which it failed; empty for a step of the phase itself.
	Scope string `json:"scope,omitempty"`
	Trial
	// Reached says that the run came to the step at all, GoesOn that the phase
	// succeeds though the step fails.
	Reached bool `json:"reached"`
	GoesOn  bool `json:"goes_on,omitempty"`
	// Covered says that the rollback plan takes back all that was done by then,
	// or that there is nothing to take back; Left are the steps that it does not.
	Covered bool           `json:"covered"`
	Left    []chain.NodeID `json:"left,omitempty"`
	// Nothing says that nothing was changed outside by then.
	Nothing bool `json:"nothing,omitempty"`
}

// Value implements driver.Valuer.
func (r Report) Value() (driver.Value, error) {
	text, err := json.Marshal(r)
	return string(text), err
}

// Scan implements sql.Scanner.
func (r *Report) Scan(from any) error { return scan(from, r) }

// Rehearse begins a rehearsal of a release that was not executed yet. One that
// goes on already is release.rehearsing (Conflict).
func (s *Service) Rehearse(ctx context.Context, who rbac.Actor, org rbac.OrgID, id string) (Rehearsal, error) {
	if err := s.Auth.Can(ctx, who, rbac.ReleaseView, rbac.Resource{OrgID: org}); err != nil {
		return Rehearsal{}, err
	}
	now := s.Now().UnixMicro()
	h := Rehearsal{
		Tenant: who.Tenant, Release: id, ID: s.NewID(), State: RehearsalRunning, DueAt: now, BeganAt: now, By: who.Subject, Human: who.Human,
	}
	_, err := s.change(ctx, who, rbac.RunStart, org, id, func(ctx context.Context, r *Release) error {
		if !r.State.Open() && r.State != Approved {
			return inState(*r, "rehearsed")
		}
		seen, err := s.look(ctx, *r, "")
		if err != nil {
			return err
		}
		if err := here(seen.Parts); err != nil {
			return err
		}
		h.Seal = seen.seal()
		if err := s.Store.InsertRehearsal(ctx, h); err != nil {
			if fault.Is(err, fault.Conflict) {
				err = fault.New(fault.Conflict, "release.rehearsing", "the release is being rehearsed already")
			}
			return err
		}
		if err := s.mark(ctx, r, who, Milestone{Kind: RehearsalBegun, Note: h.ID}); err != nil {
			return err
		}
		return s.Audit.Record(ctx, who, audit.Entry{
			Action: "release:rehearsal_begun", Kind: kind, ResourceID: id, OrgID: org, After: map[string]any{"rehearsal": h.ID, "seal": h.Seal},
		})
	})
	return h, err
}

// Rehearsals lists those of a release, the newest first.
func (s *Service) Rehearsals(ctx context.Context, who rbac.Actor, org rbac.OrgID, id string, r page.Request) (page.Of[Rehearsal], error) {
	if _, err := s.find(ctx, who, org, id); err != nil {
		return page.Of[Rehearsal]{}, err
	}
	return s.Store.Rehearsals(ctx, who.Tenant, id, r)
}

// Rehearsal gives one with its report.
func (s *Service) Rehearsal(ctx context.Context, who rbac.Actor, org rbac.OrgID, id, rehearsal string) (Rehearsal, error) {
	if _, err := s.find(ctx, who, org, id); err != nil {
		return Rehearsal{}, err
	}
	return s.Store.Rehearsal(ctx, who.Tenant, id, rehearsal)
}

// rehearseDue takes up the rehearsals that nobody carries out.
func (s *Service) rehearseDue(ctx context.Context, now int64) error {
	due, err := s.Store.DueRehearsals(ctx, now, atOnce)
	if err != nil {
		return fmt.Errorf("due rehearsals: %w", err)
	}
	for _, h := range due {
		until := s.Now().Add(rehearsalLease).UnixMicro()
		mine, err := s.Store.ClaimRehearsal(ctx, h, until)
		if err != nil {
			return err
		}
		if !mine {
			continue
		}
		h.DueAt = until
		s.working.Go(func() {
			err := s.rehearse(ctx, h)
			if err != nil && ctx.Err() == nil {
				s.Log.WarnContext(ctx, "a rehearsal could not go on; it is taken up again", "release", h.Release, "rehearsal", h.ID, "error", err)
			}
		})
	}
	return nil
}

// rehearse carries a rehearsal out and keeps its report. Its runs have keys of
// their own, so that whoever takes it up finds those that were begun.
func (s *Service) rehearse(ctx context.Context, h Rehearsal) error {
	r, err := s.Store.Release(ctx, h.Tenant, h.Release)
	if err != nil {
		return err
	}
	w := &rehearsing{s: s, h: h, r: r}
	report, state, err := w.report(ctx)
	if f := userFault(err); f != nil {
		report, state, err = Report{Message: f.Message}, RehearsalFailed, nil
	}
	if err != nil {
		return err
	}
	w.h.State, w.h.EndedAt, w.h.Report = state, s.Now().UnixMicro(), report
	err = s.Store.InTx(ctx, func(ctx context.Context) error {
		r, err := s.Store.LockRelease(ctx, h.Tenant, h.Release)
		if err != nil {
			return err
		}
		if done, err := s.Store.EndRehearsal(ctx, w.h); err != nil || !done {
			return err
		}
		return s.write(ctx, r, func(ctx context.Context, r *Release) error {
			who := rbac.Actor{Tenant: h.Tenant, Subject: h.By, Human: h.Human, Kind: rbac.User}
			if err := s.mark(ctx, r, who, Milestone{Kind: Rehearsed, Code: string(w.h.State), Note: h.ID}); err != nil {
				return err
			}
			return s.Audit.Record(ctx, who, audit.Entry{
				Action: "release:rehearsed", Kind: kind, ResourceID: r.ID, OrgID: r.Org,
				After: map[string]any{"rehearsal": h.ID, "state": w.h.State, "seal": h.Seal},
			})
		})
	})
	s.tell(r.ID)
	return err
}

// rehearsing is a rehearsal that this server carries out.
type rehearsing struct {
	s     *Service
	h     Rehearsal
	r     Release
	steps int
}

func (w *rehearsing) report(ctx context.Context) (out Report, state RehearsalState, err error) {
	seen, err := w.s.look(ctx, w.r, "")
	if err != nil {
		return out, "", err
	}
	if seen.seal() != w.h.Seal {
		return out, "", fault.New(fault.Conflict, "release.changed", "the release was changed during the rehearsal")
	}
	state = RehearsalPassed
	for i, p := range w.r.Plan.Phases {
		phase, err := w.phase(ctx, i, p, seen)
		if err != nil {
			return out, "", err
		}
		out.Phases = append(out.Phases, phase)
		switch found := phase.state(); {
		case found == RehearsalFailed, state == RehearsalPassed:
			state = found
		}
	}
	return out, state, nil
}

func (w *rehearsing) phase(ctx context.Context, i int, p Phase, seen *sealed) (out RehearsedPhase, err error) {
	out.Name = p.Name
	at := phasePointer(i)
	d, err := read(seen.versions[at+"/chain"])
	if err != nil {
		return out, err
	}
	options := runtime.Options{Mock: true, Pins: w.pins(&d.Graph, p.Mocks)}
	if out.Whole, _, err = w.try(ctx, i, "whole", p.Chain, p.Input, options); err != nil {
		return out, err
	}
	if c := p.Rollback.Chain; c != nil {
		back, err := read(seen.versions[at+"/rollback/chain"])
		if err != nil {
			return out, err
		}
		trial, _, err := w.try(ctx, i, "rollback", *c, p.Rollback.Input, runtime.Options{Mock: true, Pins: w.pins(&back.Graph, p.Mocks)})
		if err != nil {
			return out, err
		}
		out.Rollback = &trial
	}
	for _, at := range w.stepsOf(&d.Graph, nil, p.Mocks) {
		if w.steps++; w.steps > maxRehearsed {
			return out, fault.New(fault.TooLarge, "release.large", "the release has more than %d steps to be rehearsed", maxRehearsed)
		}
		options.Fail = at.node
		step := RehearsedStep{Node: at.node}
		var view *run.View
		if step.Trial, view, err = w.try(ctx, i, "fail:"+string(at.node), p.Chain, p.Input, options); err != nil {
			return out, err
		}
		w.judge(&step, at.in, d, view, out.Rollback)
		out.Steps = append(out.Steps, step)
	}
	return out, nil
}

// try carries out one test run.
func (w *rehearsing) try(ctx context.Context, phase int, what string, c Chain, input json.RawMessage, options runtime.Options) (Trial, *run.View, error) {
	u := runs.Unattended{
		ID: w.s.NewID(), Key: "rehearsal:" + w.h.ID + ":" + strconv.Itoa(phase) + ":" + what,
		By: rbac.Actor{Tenant: w.h.Tenant, Subject: w.h.By, Human: w.h.Human}, Org: w.r.Org,
		Chain: c.ID, ChainKey: c.Key, Version: c.Version, Title: "Rehearsal: " + what, Input: input,
		Trigger: runs.Trigger{Kind: "release", ID: w.r.ID}, Test: true, Options: options, Wait: rehearsalWait,
	}
	for since := w.s.Now(); ; {
		until := w.s.Now().Add(rehearsalLease).UnixMicro()
		mine, err := w.s.Store.ClaimRehearsal(ctx, w.h, until)
		if err == nil && !mine {
			err = errTaken
		}
		if err != nil {
			return Trial{}, nil, err
		}
		w.h.DueAt = until
		began, err := w.s.Runs.Unattended(ctx, u)
		if f := userFault(err); f != nil {
			return Trial{Code: f.Code, Message: f.Message, State: run.Failed}, &run.View{}, nil //nolint:nilerr // it is the result of the trial
		}
		if err != nil {
			return Trial{}, nil, err
		}
		if began.Ended {
			view, err := w.s.Runs.State(ctx, w.h.Tenant, began.Run.ID)
			if err != nil {
				return Trial{}, nil, err
			}
			out := Trial{Run: began.Run.ID, State: view.State}
			if view.Failure != nil {
				out.Code, out.Message = view.Failure.Code, view.Failure.Message
			}
			return out, view, nil
		}
		if w.s.Now().Sub(since) > rehearsedWithin {
			return Trial{}, nil, fault.New(fault.Conflict, "release.rehearsal_slow", "a test run did not end within %s", rehearsedWithin)
		}
	}
}

// read parses a version that was published.
func read(v chains.Version) (*chain.Document, error) {
	d, wrong := chain.Parse([]byte(v.Document), chain.EncodingJSON)
	if len(wrong) > 0 {
		return nil, fault.New(fault.Conflict, "release.gone", "a chain of the release cannot be read any more: %s", wrong[0].Detail)
	}
	return d, nil
}
