package api

import (
	"context"
	"net/http"
	"time"

	"catenary/internal/clock"
	"catenary/rbac"
	"catenary/server/holds"
)

func (a *API) registerHolds() {
	const tag, one = "holds", chainPath + "/hold"
	register(a, route{
		ID: "getChainHold", Method: http.MethodGet, Path: one, Permission: rbac.ChainView, Tag: tag,
		Summary: "Whether the starts of a chain are kept, and how many wait",
	}, a.getChainHold)
	register(a, route{
		ID: "holdChain", Method: http.MethodPut, Path: one, Permission: rbac.RunCancel, Tag: tag,
		Summary: "Keep what starts a chain: callers get 202 and the id of a run that begins when the chain is released",
	}, a.holdChain)
	register(a, route{
		ID: "releaseChain", Method: http.MethodPost, Path: one + "/release", Permission: rbac.RunCancel, Tag: tag,
		Summary: "Release what is kept at a pace, in order; when nobody waits any more the chain is open",
	}, a.releaseChain)
}

type holdBody struct {
	State     holds.State       `json:"state" enum:"open,held,releasing"`
	Waiting   int64             `json:"waiting" doc:"Runs that are kept; more than 100000 are not counted"`
	OrderBy   string            `json:"order_by,omitempty" doc:"JSON Pointer into the input: runs whose inputs are alike there begin one after another"`
	PerMinute int64             `json:"per_minute,omitempty" doc:"The pace of a release; absent: all at once"`
	Reason    string            `json:"reason,omitempty"`
	HeldAt    *time.Time        `json:"held_at,omitempty"`
	HeldBy    *authorBody       `json:"held_by,omitempty"`
	RunID     string            `json:"run_id,omitempty" doc:"The run whose step holds it"`
	Can       []rbac.Permission `json:"can" doc:"What you may do with it"`
}

type holdOutput struct{ Body holdBody }

func newHoldOutput(v holds.View, err error) (*holdOutput, error) {
	if err != nil {
		return nil, err
	}
	out := &holdOutput{Body: holdBody{
		State: v.State, Waiting: v.Waiting, OrderBy: v.OrderBy, PerMinute: v.PerMinute, Reason: v.Reason,
		HeldBy: newAuthor(v.HeldBy, v.HeldByName), RunID: v.Run, Can: some(v.Can),
	}}
	if v.HeldAt > 0 {
		at := clock.Time(v.HeldAt)
		out.Body.HeldAt = &at
	}
	return out, nil
}

// getChainHold: GET /orgs/{org_id}/chains/{chain_key}/hold
func (a *API) getChainHold(ctx context.Context, in *struct{ InChain }) (*holdOutput, error) {
	return newHoldOutput(a.Holds.Get(ctx, actor(ctx), in.org(), in.Key))
}

type holdChainInput struct {
	InChain
	Body struct {
		OrderBy string `json:"order_by,omitempty" maxLength:"500" doc:"JSON Pointer into the input: runs whose inputs are alike there begin one after another" example:"/order/id"`
		Reason  string `json:"reason,omitempty"`
	}
}

// holdChain: PUT /orgs/{org_id}/chains/{chain_key}/hold
func (a *API) holdChain(ctx context.Context, in *holdChainInput) (*holdOutput, error) {
	return newHoldOutput(a.Holds.Hold(ctx, actor(ctx), in.org(), in.Key, holds.Order(in.Body)))
}

type releaseChainInput struct {
	InChain
	Body struct {
		PerMinute int64  `json:"per_minute,omitempty" minimum:"0" maximum:"1000000" doc:"Runs that begin in a minute; 0: all at once" example:"600"`
		Reason    string `json:"reason,omitempty"`
	}
}

// releaseChain: POST /orgs/{org_id}/chains/{chain_key}/hold/release
func (a *API) releaseChain(ctx context.Context, in *releaseChainInput) (*holdOutput, error) {
	return newHoldOutput(a.Holds.Release(ctx, actor(ctx), in.org(), in.Key, in.Body.PerMinute, in.Body.Reason))
}
