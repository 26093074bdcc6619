package api

import (
	"context"
	"net/http"
	"time"

	"catenary/internal/clock"
	"catenary/rbac"
	"catenary/server/limits"
)

func (a *API) registerRunLimits() {
	const tag, ofOrg, ofChain = "limits", "/orgs/{org_id}/limits", chainPath + "/limits"
	register(a, route{
		ID: "getOrgLimits", Method: http.MethodGet, Path: ofOrg, Permission: rbac.OrgView, Tag: tag,
		Summary: "How many runs of an org and all orgs below it may be at work, wait and be started",
	}, a.getOrgLimits)
	register(a, route{
		ID: "setOrgLimits", Method: http.MethodPut, Path: ofOrg, Permission: rbac.LimitsWrite, Tag: tag,
		Summary: "Limit the runs of an org and all orgs below it; at the root those of the tenant; zeros clear the limit",
	}, a.setOrgLimits)
	register(a, route{
		ID: "getChainLimits", Method: http.MethodGet, Path: ofChain, Permission: rbac.ChainView, Tag: tag,
		Summary: "How many runs of a chain may be at work, wait and be started",
	}, a.getChainLimits)
	register(a, route{
		ID: "setChainLimits", Method: http.MethodPut, Path: ofChain, Permission: rbac.LimitsWrite, Tag: tag,
		Summary: "Limit the runs of a chain; zeros clear the limit",
	}, a.setChainLimits)
}

// InLimitedChain is embedded in the input of routes about the limit of a chain.
type InLimitedChain struct {
	InOrg
	Key string `path:"chain_key" doc:"The chain's key" example:"stock-release"`
}

type runLimitsBody struct {
	Concurrency int64      `json:"concurrency" doc:"Runs at work at once; 0: no limit"`
	Queue       int64      `json:"queue" doc:"Runs that wait beyond; who starts one more is refused with run.queue_full"`
	Rate        int64      `json:"rate" doc:"Starts in a minute; 0: no limit"`
	Running     int64      `json:"running" doc:"Runs that count now; without a limit of concurrency none are counted"`
	Waiting     int64      `json:"waiting"`
	Revision    int64      `json:"revision" doc:"1: nothing was ever limited here"`
	UpdatedAt   *time.Time `json:"updated_at,omitempty"`
}

type runLimitsOutput struct {
	ETag string `header:"ETag"`
	Body runLimitsBody
}

func newRunLimitsOutput(v limits.View, err error) (*runLimitsOutput, error) {
	if err != nil {
		return nil, err
	}
	out := &runLimitsOutput{ETag: etag(v.Revision), Body: runLimitsBody{
		Concurrency: v.Concurrency, Queue: v.Queue, Rate: v.Rate, Running: v.Running, Waiting: v.Waiting, Revision: v.Revision,
	}}
	if v.UpdatedAt > 0 {
		at := clock.Time(v.UpdatedAt)
		out.Body.UpdatedAt = &at
	}
	return out, nil
}

// RunLimitsIn is embedded in the input of routes that set a limit.
type RunLimitsIn struct {
	IfMatch
	Body struct {
		Concurrency int64  `json:"concurrency,omitempty" minimum:"0" maximum:"100000" doc:"Runs at work at once; 0: no limit" example:"10"`
		Queue       *int64 `json:"queue,omitempty" minimum:"0" maximum:"10000" doc:"Runs that may wait beyond; 1000 if left out"`
		Rate        int64  `json:"rate,omitempty" minimum:"0" maximum:"1000000" doc:"Starts in a minute; 0: no limit" example:"60"`
	}
}

func (in RunLimitsIn) bounds() (b limits.Bounds, revision int64, err error) {
	b = limits.Bounds{Concurrency: in.Body.Concurrency, Queue: limits.DefaultQueue, Rate: in.Body.Rate}
	if in.Body.Queue != nil {
		b.Queue = *in.Body.Queue
	}
	revision, err = in.revision()
	return b, revision, err
}

// getOrgLimits: GET /orgs/{org_id}/limits
func (a *API) getOrgLimits(ctx context.Context, in *struct{ InOrg }) (*runLimitsOutput, error) {
	return newRunLimitsOutput(a.RunLimits.Get(ctx, actor(ctx), in.org(), ""))
}

// getChainLimits: GET /orgs/{org_id}/chains/{chain_key}/limits
func (a *API) getChainLimits(ctx context.Context, in *struct{ InLimitedChain }) (*runLimitsOutput, error) {
	return newRunLimitsOutput(a.RunLimits.Get(ctx, actor(ctx), in.org(), in.Key))
}

type setOrgLimitsInput struct {
	InOrg
	RunLimitsIn
}

// setOrgLimits: PUT /orgs/{org_id}/limits
func (a *API) setOrgLimits(ctx context.Context, in *setOrgLimitsInput) (*runLimitsOutput, error) {
	b, revision, err := in.bounds()
	if err != nil {
		return nil, err
	}
	return newRunLimitsOutput(a.RunLimits.Set(ctx, actor(ctx), in.org(), "", revision, b))
}

type setChainLimitsInput struct {
	InLimitedChain
	RunLimitsIn
}

// setChainLimits: PUT /orgs/{org_id}/chains/{chain_key}/limits
func (a *API) setChainLimits(ctx context.Context, in *setChainLimitsInput) (*runLimitsOutput, error) {
	b, revision, err := in.bounds()
	if err != nil {
		return nil, err
	}
	return newRunLimitsOutput(a.RunLimits.Set(ctx, actor(ctx), in.org(), in.Key, revision, b))
}
