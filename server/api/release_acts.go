package api

import (
	"context"
	"net/http"

	"catenary/rbac"
	"catenary/server/releases"
)

func (a *API) registerReleaseActs() {
	register(a, route{
		ID: "submitRelease", Method: http.MethodPost, Path: releasePath + "/submit", Permission: rbac.ReleaseEdit, Tag: releaseTag,
		Summary: "Seal a draft and have it reviewed",
	}, a.submitRelease)
	register(a, route{
		ID: "withdrawRelease", Method: http.MethodPost, Path: releasePath + "/withdraw", Permission: rbac.ReleaseEdit, Tag: releaseTag,
		Summary: "Give up a release that was not executed",
	}, a.withdrawRelease)
	register(a, route{
		ID: "executeRelease", Method: http.MethodPost, Path: releasePath + "/execute", Permission: rbac.ReleaseExecute, Tag: releaseTag,
		Summary: "Let an approved release run, once", Status: http.StatusAccepted,
	}, a.executeRelease)
	register(a, route{
		ID: "rollBackPhase", Method: http.MethodPost, Path: releasePath + "/phases/{phase}/rollback", Permission: rbac.ReleaseExecute, Tag: releaseTag,
		Summary: "Take back what a phase did, during the execution, which stops by it, or after", Status: http.StatusAccepted,
	}, a.rollBackPhase)
	register(a, route{
		ID: "getReleaseRule", Method: http.MethodGet, Path: "/orgs/{org_id}/release-rule", Permission: rbac.ReleaseView, Tag: releaseTag,
		Summary: "What an org asks of releases",
	}, a.getReleaseRule)
	register(a, route{
		ID: "setReleaseRule", Method: http.MethodPut, Path: "/orgs/{org_id}/release-rule", Permission: rbac.LimitsWrite, Tag: releaseTag,
		Summary: "Say what an org asks of releases of itself and of all orgs below it",
	}, a.setReleaseRule)
}

type submitReleaseInput struct {
	InRelease
	IfMatch
}

// submitRelease: POST /orgs/{org_id}/releases/{release_id}/submit
func (a *API) submitRelease(ctx context.Context, in *submitReleaseInput) (*releaseOutput, error) {
	revision, err := in.revision()
	if err != nil {
		return nil, err
	}
	return newReleaseOutput(a.Releases.Submit(ctx, actor(ctx), in.org(), in.ReleaseID, revision))
}

// ReasonIn is embedded in inputs of acts that need a reason.
type ReasonIn struct {
	Body struct {
		Reason string `json:"reason" doc:"Why, 1 to 2000 characters" example:"The numbers are wrong"`
	}
}

type withdrawReleaseInput struct {
	InRelease
	ReasonIn
}

// withdrawRelease: POST /orgs/{org_id}/releases/{release_id}/withdraw
func (a *API) withdrawRelease(ctx context.Context, in *withdrawReleaseInput) (*releaseOutput, error) {
	return newReleaseOutput(a.Releases.Withdraw(ctx, actor(ctx), in.org(), in.ReleaseID, in.Body.Reason))
}

// executeRelease: POST /orgs/{org_id}/releases/{release_id}/execute
func (a *API) executeRelease(ctx context.Context, in *struct{ InRelease }) (*releaseOutput, error) {
	return newReleaseOutput(a.Releases.Execute(ctx, actor(ctx), in.org(), in.ReleaseID))
}

type rollBackPhaseInput struct {
	InRelease
	Phase int `path:"phase" doc:"From 1"`
	ReasonIn
}

// rollBackPhase: POST /orgs/{org_id}/releases/{release_id}/phases/{phase}/rollback
func (a *API) rollBackPhase(ctx context.Context, in *rollBackPhaseInput) (*releaseOutput, error) {
	return newReleaseOutput(a.Releases.RollBack(ctx, actor(ctx), in.org(), in.ReleaseID, in.Phase, in.Body.Reason))
}

type releaseRuleOutput struct {
	ETag string `header:"ETag"`
	Body struct {
		RehearsalDays int64 `json:"rehearsal_days" doc:"How old a rehearsal that passed may be when a release is executed; 0: none is needed"`
		Effective     int64 `json:"effective_rehearsal_days" doc:"What holds by the rules of this org and of all above it"`
		Revision      int64 `json:"revision"`
	}
}

func newReleaseRuleOutput(v releases.RuleView, err error) (*releaseRuleOutput, error) {
	if err != nil {
		return nil, err
	}
	out := &releaseRuleOutput{ETag: etag(v.Revision)}
	out.Body.RehearsalDays, out.Body.Effective, out.Body.Revision = v.RehearsalDays, v.Effective, v.Revision
	return out, nil
}

// getReleaseRule: GET /orgs/{org_id}/release-rule
func (a *API) getReleaseRule(ctx context.Context, in *struct{ InOrg }) (*releaseRuleOutput, error) {
	return newReleaseRuleOutput(a.Releases.Rule(ctx, actor(ctx), in.org()))
}

type setReleaseRuleInput struct {
	InOrg
	IfMatch
	Body struct {
		RehearsalDays int64 `json:"rehearsal_days" minimum:"0" maximum:"3650" example:"14"`
	}
}

// setReleaseRule: PUT /orgs/{org_id}/release-rule
func (a *API) setReleaseRule(ctx context.Context, in *setReleaseRuleInput) (*releaseRuleOutput, error) {
	revision, err := in.revision()
	if err != nil {
		return nil, err
	}
	return newReleaseRuleOutput(a.Releases.SetRule(ctx, actor(ctx), in.org(), revision, in.Body.RehearsalDays))
}
