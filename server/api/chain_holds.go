package api

import (
	"context"
	"net/http"
	"time"

	"catenary/rbac"
	"catenary/server/holds"
)

func (a *API) registerHolds() {
	const tag, one = "holds", chainPath + "/hold"
	register(a, route{
		ID: "listHolds", Method: http.MethodGet, Path: "/orgs/{org_id}/holds", Permission: rbac.ChainView, Tag: tag,
		Summary: "Chains of an org and of those below it whose starts are kept, the newest first",
	}, a.listHolds)
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

// HoldBody is how the starts of a chain stand; it is embedded in lists.
type HoldBody struct {
	State     holds.State       `json:"state" enum:"open,held,releasing"`
	Waiting   int64             `json:"waiting" doc:"Runs that are kept"`
	Most      int64             `json:"most" doc:"No more are counted: so many may be more"`
	OrderBy   string            `json:"order_by,omitempty" doc:"JSON Pointer into the input: runs whose inputs are alike there begin one after another"`
	PerMinute int64             `json:"per_minute,omitempty" doc:"The pace of a release; absent: all at once"`
	Reason    string            `json:"reason,omitempty"`
	HeldAt    *time.Time        `json:"held_at,omitempty"`
	HeldBy    *authorBody       `json:"held_by,omitempty"`
	RunID     string            `json:"run_id,omitempty" doc:"The run whose step holds it"`
	Can       []rbac.Permission `json:"can" doc:"What you may do with it"`
}

type holdOutput struct{ Body HoldBody }

func newHoldBody(v holds.View) HoldBody {
	return HoldBody{
		State: v.State, Waiting: v.Waiting, Most: holds.MaxWaiting, OrderBy: v.OrderBy, PerMinute: v.PerMinute, Reason: v.Reason, HeldAt: at(v.HeldAt),
		HeldBy: newAuthor(v.HeldBy, v.HeldByName), RunID: v.Run, Can: some(v.Can),
	}
}

func newHoldOutput(v holds.View, err error) (*holdOutput, error) {
	if err != nil {
		return nil, err
	}
	return &holdOutput{Body: newHoldBody(v)}, nil
}

type listedHoldBody struct {
	OrgID     string `json:"org_id"`
	OrgName   string `json:"org_name"`
	ChainKey  string `json:"chain_key"`
	ChainName string `json:"chain_name"`
	HoldBody
}

// listHolds: GET /orgs/{org_id}/holds
func (a *API) listHolds(ctx context.Context, in *inOrgPaged) (*listOutput[listedHoldBody], error) {
	r, err := in.page()
	if err != nil {
		return nil, err
	}
	p, err := a.Holds.List(ctx, actor(ctx), in.org(), r)
	if err != nil {
		return nil, err
	}
	return list(p, func(h holds.Listed) listedHoldBody {
		return listedHoldBody{OrgID: string(h.Org), OrgName: h.OrgName, ChainKey: h.ChainKey, ChainName: h.ChainName, HoldBody: newHoldBody(h.View)}
	}), nil
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
