package api

import (
	"context"
	"net/http"
	"time"

	"catenary/internal/clock"
	"catenary/rbac"
	"catenary/server/releases"
)

const (
	releaseTag  = "releases"
	releasesAll = "/orgs/{org_id}/releases"
	releasePath = releasesAll + "/{release_id}"
)

func (a *API) registerReleases() {
	register(a, route{
		ID: "listReleases", Method: http.MethodGet, Path: releasesAll, Permission: rbac.ReleaseView, Tag: releaseTag,
		Summary: "Releases of an org and of those below it, the last changed first",
	}, a.listReleases)
	register(a, route{
		ID: "getRelease", Method: http.MethodGet, Path: releasePath, Permission: rbac.ReleaseView, Tag: releaseTag,
		Summary: "One release: its plan, and how it goes",
	}, a.getRelease)
	register(a, route{
		ID: "createRelease", Method: http.MethodPost, Path: releasesAll, Permission: rbac.ReleaseCreate, Tag: releaseTag,
		Summary: "Draw up a release", Status: http.StatusCreated,
	}, a.createRelease)
	register(a, route{
		ID: "replaceRelease", Method: http.MethodPut, Path: releasePath, Permission: rbac.ReleaseEdit, Tag: releaseTag,
		Summary: "Say anew what a release does; one in review is a draft again",
	}, a.replaceRelease)
	register(a, route{
		ID: "deleteRelease", Method: http.MethodDelete, Path: releasePath, Permission: rbac.ReleaseEdit, Tag: releaseTag,
		Summary: "Delete a release that was not approved; others are permanent", Status: http.StatusNoContent,
	}, a.deleteRelease)
	a.registerReleaseActs()
	a.registerReleaseReview()
	a.registerRehearsals()
}

// InRelease is embedded in the input of routes below a release.
type InRelease struct {
	InOrg
	ReleaseID string `path:"release_id" doc:"The release's id" example:"01JD0000000000000000000000"`
}

type releaseChainBody struct {
	Key     string `json:"key" doc:"Key of a chain of this org" example:"stock-release"`
	Version int64  `json:"version,omitempty" minimum:"0" doc:"A published version; the latest without it"`
}

type releaseRollbackBody struct {
	Chain *releaseChainBody `json:"chain,omitempty" doc:"What takes the phase back; without it the undos of its steps do, in reverse order"`
	Input any               `json:"input,omitempty" doc:"Input of that chain"`
}

type releaseCheckBody struct {
	Chain releaseChainBody `json:"chain"`
	Input any              `json:"input,omitempty"`
	When  string           `json:"when,omitempty" doc:"Expression that has to hold; without it the chain has to succeed" example:"nodes.check.output.ready"`
}

type releaseWindowBody struct {
	From      string     `json:"from,omitempty" doc:"Time of the day" example:"22:00"`
	To        string     `json:"to,omitempty" doc:"Time of the day, of the next one if it is not later" example:"05:00"`
	Weekdays  []int      `json:"weekdays,omitempty" doc:"Days on which the window opens: 1, Monday, to 7"`
	TimeZone  string     `json:"time_zone,omitempty" doc:"IANA name; UTC without it" example:"Asia/Shanghai"`
	NotBefore *time.Time `json:"not_before,omitempty"`
	NotAfter  *time.Time `json:"not_after,omitempty"`
}

type releaseFreezeBody struct {
	Calendar string `json:"calendar" doc:"Key of a calendar of this org or the nearest above: its days off are frozen" example:"office"`
	TimeZone string `json:"time_zone,omitempty" doc:"IANA name; UTC without it"`
}

type releaseGateBody struct {
	Approval *askedPlanBody     `json:"approval,omitempty" doc:"People have to agree"`
	Check    *releaseCheckBody  `json:"check,omitempty" doc:"A chain runs and its result has to be as asked"`
	Window   *releaseWindowBody `json:"window,omitempty" doc:"It has to be in a window of time"`
	Freeze   *releaseFreezeBody `json:"freeze,omitempty" doc:"The day must not be frozen"`
}

type releasePhaseBody struct {
	Name     string              `json:"name" doc:"1 to 200 characters" example:"Switch the mode"`
	Gates    []releaseGateBody   `json:"gates,omitempty" doc:"All are to be passed: approvals and checks in order, then times"`
	Chain    releaseChainBody    `json:"chain"`
	Input    any                 `json:"input,omitempty" doc:"Input of the chain; an empty object without it"`
	Rollback releaseRollbackBody `json:"rollback,omitempty"`
	Mocks    map[string]any      `json:"mocks,omitempty" doc:"Outputs of nodes in a rehearsal, by node"`
}

// ReleasePlan is what a release does, as it is sent and answered; it is embedded
// in bodies.
type ReleasePlan struct {
	Review    *askedPlanBody     `json:"review,omitempty" doc:"Who approves it; without it one holder of the role approver of this org"`
	Phases    []releasePhaseBody `json:"phases" doc:"In order"`
	ValidDays int                `json:"valid_days,omitempty" minimum:"0" maximum:"365" doc:"How long an approval is good; 30 days without it"`
}

// releaseProgressBody is how a phase goes.
type releaseProgressBody struct {
	Phase          int                  `json:"phase" doc:"From 1"`
	Name           string               `json:"name"`
	State          releases.PhaseState  `json:"state" enum:"pending,waiting,running,succeeded,failed,rolling_back,rolled_back,rollback_failed,canceled"`
	BeganAt        *time.Time           `json:"began_at,omitempty"`
	EndedAt        *time.Time           `json:"ended_at,omitempty"`
	Code           string               `json:"code,omitempty"`
	Message        string               `json:"message,omitempty"`
	RollbackAt     *time.Time           `json:"rollback_requested_at,omitempty" doc:"When somebody asked for a rollback by hand"`
	RollbackBy     string               `json:"rollback_requested_by,omitempty"`
	RollbackReason string               `json:"rollback_reason,omitempty"`
	Runs           []releaseRunBody     `json:"runs" doc:"What ran for it"`
	Gates          []releaseGateRowBody `json:"gates" doc:"Gates that wait or waited for people or a check"`
}

type releaseRunBody struct {
	Purpose string `json:"purpose" doc:"steps, rollback, rollback-2 for the second attempt, or gate-1 for the check of the first gate"`
	RunID   string `json:"run_id"`
}

type releaseGateRowBody struct {
	Gate      int                `json:"gate" doc:"From 1"`
	State     releases.GateState `json:"state" enum:"waiting,passed,failed"`
	SubjectID string             `json:"subject_id" doc:"The approval or run that it waits for"`
	Message   string             `json:"message,omitempty"`
}

type releaseBody struct {
	ID          string                `json:"id"`
	OrgID       string                `json:"org_id"`
	Name        string                `json:"name"`
	Description string                `json:"description"`
	State       releases.State        `json:"state" enum:"draft,in_review,approved,executing,succeeded,failed,rolled_back,rejected,withdrawn,expired"`
	Revision    int64                 `json:"revision"`
	Plan        *ReleasePlan          `json:"plan,omitempty" doc:"Not in lists"`
	Progress    []releaseProgressBody `json:"progress,omitempty" doc:"The phases, once it is executed; not in lists"`
	Rehearsal   *rehearsalBody        `json:"rehearsal,omitempty" doc:"The newest one, without its report; not in lists"`
	Seal        string                `json:"seal,omitempty" doc:"Digest over all that is approved"`
	ApprovalID  string                `json:"approval_id,omitempty"`
	Milestones  int64                 `json:"milestones" doc:"Number of the last one"`
	CreatedAt   time.Time             `json:"created_at"`
	CreatedBy   *authorBody           `json:"created_by"`
	UpdatedAt   time.Time             `json:"updated_at"`
	EditedAt    time.Time             `json:"edited_at"`
	EditedBy    string                `json:"edited_by" doc:"Who edited it last, by id"`
	RequestedAt *time.Time            `json:"requested_at,omitempty" doc:"When the review was asked for"`
	ApprovedAt  *time.Time            `json:"approved_at,omitempty"`
	ExpiresAt   *time.Time            `json:"expires_at,omitempty" doc:"Until when the approval is good"`
	ExecutedAt  *time.Time            `json:"executed_at,omitempty"`
	ExecutedBy  *authorBody           `json:"executed_by,omitempty"`
	EndedAt     *time.Time            `json:"ended_at,omitempty"`
	Code        string                `json:"code,omitempty" doc:"Why it did not succeed"`
	Message     string                `json:"message,omitempty"`
	Can         []rbac.Permission     `json:"can" doc:"What you may do with it"`
}

// at is a time that may not have come.
func at(us int64) *time.Time {
	if us == 0 {
		return nil
	}
	t := clock.Time(us)
	return &t
}

func newReleaseBody(v releases.View) releaseBody {
	b := releaseBody{
		ID: v.ID, OrgID: string(v.Org), Name: v.Name, Description: v.Description, State: v.State, Revision: v.Revision, Seal: v.Seal,
		ApprovalID: v.Approval, Milestones: v.Milestones, CreatedAt: clock.Time(v.CreatedAt), CreatedBy: newAuthor(v.CreatedBy, v.CreatedByName),
		UpdatedAt: clock.Time(v.UpdatedAt), EditedAt: clock.Time(v.EditedAt), EditedBy: string(v.EditedBy), RequestedAt: at(v.RequestedAt),
		ApprovedAt: at(v.ApprovedAt), ExpiresAt: at(v.ExpiresAt), ExecutedAt: at(v.ExecutedAt), ExecutedBy: newAuthor(v.ExecutedBy, v.ExecutedByName),
		EndedAt: at(v.EndedAt), Code: v.Code, Message: v.Message, Can: some(v.Can),
	}
	if len(v.Plan.Phases) > 0 {
		b.Plan = newReleasePlan(v.Plan)
	}
	for _, p := range v.Phases {
		b.Progress = append(b.Progress, newReleaseProgress(p, v))
	}
	if v.Rehearsal != nil {
		h := newRehearsalBody(*v.Rehearsal)
		h.Report = nil
		b.Rehearsal = &h
	}
	return b
}

func newReleaseProgress(p releases.PhaseRow, v releases.View) releaseProgressBody {
	b := releaseProgressBody{
		Phase: p.Phase, Name: p.Name, State: p.State, BeganAt: at(p.BeganAt), EndedAt: at(p.EndedAt), Code: p.Code, Message: p.Message,
		RollbackAt: at(p.RollbackAt), RollbackBy: string(p.RollbackBy), RollbackReason: p.RollbackReason,
		Runs: []releaseRunBody{}, Gates: []releaseGateRowBody{},
	}
	for _, r := range v.Runs {
		if r.Phase == p.Phase {
			b.Runs = append(b.Runs, releaseRunBody{Purpose: string(r.Purpose), RunID: r.Run})
		}
	}
	for _, g := range v.Gates {
		if g.Phase == p.Phase {
			b.Gates = append(b.Gates, releaseGateRowBody{Gate: g.Gate + 1, State: g.State, SubjectID: g.Subject, Message: g.Message})
		}
	}
	return b
}

type releaseOutput struct {
	ETag     string `header:"ETag"`
	Location string `header:"Location"`
	Body     releaseBody
}

func newReleaseOutput(v releases.View, err error) (*releaseOutput, error) {
	if err != nil {
		return nil, err
	}
	return &releaseOutput{ETag: etag(v.Revision), Body: newReleaseBody(v)}, nil
}

type listReleasesInput struct {
	InOrg
	Search string `query:"q" maxLength:"200" doc:"A part of the name"`
	States string `query:"state" maxLength:"200" doc:"States with commas between them" example:"in_review,approved"`
	Paged
}

// listReleases: GET /orgs/{org_id}/releases
func (a *API) listReleases(ctx context.Context, in *listReleasesInput) (*listOutput[releaseBody], error) {
	r, err := in.page()
	if err != nil {
		return nil, err
	}
	p, err := a.Releases.List(ctx, actor(ctx), in.org(), releases.Query{Search: in.Search, States: in.States}, r)
	if err != nil {
		return nil, err
	}
	return list(p, newReleaseBody), nil
}

// getRelease: GET /orgs/{org_id}/releases/{release_id}
func (a *API) getRelease(ctx context.Context, in *struct{ InRelease }) (*releaseOutput, error) {
	return newReleaseOutput(a.Releases.Get(ctx, actor(ctx), in.org(), in.ReleaseID))
}

// ReleaseIn is embedded in bodies that say what a release is.
type ReleaseIn struct {
	Name        string `json:"name" doc:"1 to 200 characters" example:"Stock release 12"`
	Description string `json:"description,omitempty" doc:"At most 10000 characters"`
	ReleasePlan
}

type createReleaseInput struct {
	InOrg
	Body struct{ ReleaseIn }
}

// createRelease: POST /orgs/{org_id}/releases
func (a *API) createRelease(ctx context.Context, in *createReleaseInput) (*releaseOutput, error) {
	wanted, err := in.Body.in()
	if err != nil {
		return nil, err
	}
	out, err := newReleaseOutput(a.Releases.Create(ctx, actor(ctx), in.org(), wanted))
	if err == nil {
		out.Location = prefix + "/orgs/" + in.OrgID + "/releases/" + out.Body.ID
	}
	return out, err
}

type replaceReleaseInput struct {
	InRelease
	IfMatch
	Body struct{ ReleaseIn }
}

// replaceRelease: PUT /orgs/{org_id}/releases/{release_id}
func (a *API) replaceRelease(ctx context.Context, in *replaceReleaseInput) (*releaseOutput, error) {
	revision, err := in.revision()
	if err != nil {
		return nil, err
	}
	wanted, err := in.Body.in()
	if err != nil {
		return nil, err
	}
	return newReleaseOutput(a.Releases.Replace(ctx, actor(ctx), in.org(), in.ReleaseID, revision, wanted))
}

type deleteReleaseInput struct {
	InRelease
	IfMatch
	Reasoned
}

// deleteRelease: DELETE /orgs/{org_id}/releases/{release_id}
func (a *API) deleteRelease(ctx context.Context, in *deleteReleaseInput) (*none, error) {
	revision, err := in.revision()
	if err != nil {
		return nil, err
	}
	return &none{}, a.Releases.Delete(ctx, actor(ctx), in.org(), in.ReleaseID, revision)
}
