package api

import (
	"context"
	"net/http"
	"time"

	"catenary/internal/clock"
	"catenary/rbac"
	"catenary/runtime/run"
	"catenary/server/releases"
)

func (a *API) registerRehearsals() {
	const all = releasePath + "/rehearsals"
	register(a, route{
		ID: "rehearseRelease", Method: http.MethodPost, Path: all, Permission: rbac.RunStart, Tag: releaseTag,
		Summary: "Try the phases out without effects outside, with a failure at each step", Status: http.StatusAccepted,
	}, a.rehearseRelease)
	register(a, route{
		ID: "listRehearsals", Method: http.MethodGet, Path: all, Permission: rbac.ReleaseView, Tag: releaseTag,
		Summary: "Rehearsals of a release, the newest first",
	}, a.listRehearsals)
	register(a, route{
		ID: "getRehearsal", Method: http.MethodGet, Path: all + "/{rehearsal_id}", Permission: rbac.ReleaseView, Tag: releaseTag,
		Summary: "One rehearsal with its report: which failures the rollback plans cover",
	}, a.getRehearsal)
}

type rehearsedRunBody struct {
	RunID   string    `json:"run_id,omitempty"`
	State   run.State `json:"state,omitempty"`
	Code    string    `json:"code,omitempty"`
	Message string    `json:"message,omitempty"`
}

func newRehearsedRun(t releases.Trial) rehearsedRunBody {
	return rehearsedRunBody{RunID: t.Run, State: t.State, Code: t.Code, Message: t.Message}
}

type rehearsedStepBody struct {
	Node    string           `json:"node"`
	Scope   string           `json:"scope,omitempty" doc:"Path of the item's graph that the node stands in, the first in which it failed, such as pack:0"`
	Trial   rehearsedRunBody `json:"trial" doc:"The test run in which it failed"`
	Reached bool             `json:"reached" doc:"The run came to the step"`
	GoesOn  bool             `json:"goes_on,omitempty" doc:"The phase succeeds though the step fails"`
	Covered bool             `json:"covered" doc:"The rollback plan takes back all that was done by then, or there is nothing to take back"`
	Left    []string         `json:"left,omitempty" doc:"Nodes whose doings stay"`
	Nothing bool             `json:"nothing,omitempty" doc:"Nothing was changed outside by then"`
}

type rehearsedPhaseBody struct {
	Name     string              `json:"name"`
	Whole    rehearsedRunBody    `json:"whole" doc:"The phase without a failure"`
	Rollback *rehearsedRunBody   `json:"rollback,omitempty" doc:"The chain that takes it back; absent for an undo"`
	Steps    []rehearsedStepBody `json:"steps"`
}

type rehearsalReportBody struct {
	Message string               `json:"message,omitempty" doc:"Why it could not be carried out"`
	Phases  []rehearsedPhaseBody `json:"phases"`
}

type rehearsalBody struct {
	ID      string                  `json:"id"`
	State   releases.RehearsalState `json:"state" enum:"running,passed,uncovered,failed" doc:"uncovered: it ran through, and what some failures leave behind is not taken back"`
	Seal    string                  `json:"seal" doc:"Digest of what was rehearsed"`
	BeganAt time.Time               `json:"began_at"`
	EndedAt *time.Time              `json:"ended_at,omitempty"`
	By      string                  `json:"by" doc:"Who asked for it, by id"`
	Report  *rehearsalReportBody    `json:"report,omitempty" doc:"Not in lists, and not while it goes on"`
}

func newRehearsalBody(h releases.Rehearsal) rehearsalBody {
	b := rehearsalBody{
		ID: h.ID, State: h.State, Seal: h.Seal, BeganAt: clock.Time(h.BeganAt), EndedAt: at(h.EndedAt), By: string(h.By),
	}
	if h.State == releases.RehearsalRunning {
		return b
	}
	b.Report = &rehearsalReportBody{Message: h.Report.Message, Phases: []rehearsedPhaseBody{}}
	for _, p := range h.Report.Phases {
		phase := rehearsedPhaseBody{Name: p.Name, Whole: newRehearsedRun(p.Whole), Steps: []rehearsedStepBody{}}
		if p.Rollback != nil {
			back := newRehearsedRun(*p.Rollback)
			phase.Rollback = &back
		}
		for _, s := range p.Steps {
			step := rehearsedStepBody{
				Node: string(s.Node), Scope: s.Scope, Trial: newRehearsedRun(s.Trial), Reached: s.Reached, GoesOn: s.GoesOn, Covered: s.Covered, Nothing: s.Nothing,
			}
			for _, n := range s.Left {
				step.Left = append(step.Left, string(n))
			}
			phase.Steps = append(phase.Steps, step)
		}
		b.Report.Phases = append(b.Report.Phases, phase)
	}
	return b
}

type rehearsalOutput struct{ Body rehearsalBody }

func newRehearsalOutput(h releases.Rehearsal, err error) (*rehearsalOutput, error) {
	if err != nil {
		return nil, err
	}
	return &rehearsalOutput{Body: newRehearsalBody(h)}, nil
}

// rehearseRelease: POST /orgs/{org_id}/releases/{release_id}/rehearsals
func (a *API) rehearseRelease(ctx context.Context, in *struct{ InRelease }) (*rehearsalOutput, error) {
	return newRehearsalOutput(a.Releases.Rehearse(ctx, actor(ctx), in.org(), in.ReleaseID))
}

// listRehearsals: GET /orgs/{org_id}/releases/{release_id}/rehearsals
func (a *API) listRehearsals(ctx context.Context, in *pagedRelease) (*listOutput[rehearsalBody], error) {
	r, err := in.page()
	if err != nil {
		return nil, err
	}
	p, err := a.Releases.Rehearsals(ctx, actor(ctx), in.org(), in.ReleaseID, r)
	if err != nil {
		return nil, err
	}
	return list(p, func(h releases.Rehearsal) rehearsalBody {
		b := newRehearsalBody(h)
		b.Report = nil
		return b
	}), nil
}

type getRehearsalInput struct {
	InRelease
	RehearsalID string `path:"rehearsal_id"`
}

// getRehearsal: GET /orgs/{org_id}/releases/{release_id}/rehearsals/{rehearsal_id}
func (a *API) getRehearsal(ctx context.Context, in *getRehearsalInput) (*rehearsalOutput, error) {
	return newRehearsalOutput(a.Releases.Rehearsal(ctx, actor(ctx), in.org(), in.ReleaseID, in.RehearsalID))
}
