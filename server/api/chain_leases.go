package api

import (
	"context"
	"net/http"
	"time"

	"catenary/internal/clock"
	"catenary/rbac"
	"catenary/server/chains"
)

func (a *API) registerChainLeases() {
	const path = chainPath + "/lease"
	register(a, route{
		ID: "takeChainLease", Method: http.MethodPost, Path: path, Permission: rbac.ChainEdit, Tag: chainTag,
		Summary: "Begin to edit: for 60 seconds, unless it is renewed, nobody else's saves are taken",
	}, a.takeChainLease)
	register(a, route{
		ID: "renewChainLease", Method: http.MethodPut, Path: path, Permission: rbac.ChainEdit, Tag: chainTag,
		Summary: "Go on editing",
	}, a.renewChainLease)
	register(a, route{
		ID: "askChainLease", Method: http.MethodPost, Path: path + "/ask", Permission: rbac.ChainEdit, Tag: chainTag,
		Summary: "Ask whoever edits the draft to let you edit; it stays as it is if somebody else asks already, or nobody else edits",
	}, a.askChainLease)
	register(a, route{
		ID: "answerChainLease", Method: http.MethodPost, Path: path + "/answer", Permission: rbac.ChainEdit, Tag: chainTag,
		Summary: "Answer who asks to edit: hand the draft over, which is then kept for them for 60 seconds, or say no", Status: http.StatusNoContent,
	}, a.answerChainLease)
	register(a, route{
		ID: "releaseChainLease", Method: http.MethodDelete, Path: path, Permission: rbac.ChainEdit, Tag: chainTag,
		Summary: "End editing", Status: http.StatusNoContent,
	}, a.releaseChainLease)
}

type takeChainLeaseInput struct {
	InChain
	Body struct {
		TakeOver bool `json:"take_over,omitempty" doc:"Even if somebody else edits"`
	}
}

type chainLeaseBody struct {
	ID    string        `json:"id" doc:"Send it as the header Lease with every change of the draft"`
	Since time.Time     `json:"since"`
	Until time.Time     `json:"until"`
	Ask   *leaseAskBody `json:"ask,omitempty" doc:"Who asks to edit"`
}

// leaseAskBody is who asks whoever edits to let them edit.
type leaseAskBody struct {
	By       *authorBody `json:"by"`
	At       time.Time   `json:"at"`
	Declined bool        `json:"declined,omitempty" doc:"Whoever edits does not want to"`
}

func newLeaseAsk(l chains.Lease) *leaseAskBody {
	if l.AskedBy == "" || l.HandedOver() {
		return nil
	}
	return &leaseAskBody{By: newAuthor(l.AskedBy, l.AskedName), At: clock.Time(l.AskedAt), Declined: l.Declined}
}

type chainLeaseOutput struct{ Body chainLeaseBody }

func newChainLease(l chains.Lease, err error) (*chainLeaseOutput, error) {
	if err != nil {
		return nil, err
	}
	return &chainLeaseOutput{Body: chainLeaseBody{ID: l.LeaseID, Since: clock.Time(l.Since), Until: clock.Time(l.Ends), Ask: newLeaseAsk(l)}}, nil
}

// takeChainLease: POST /orgs/{org_id}/chains/{chain_key}/lease
func (a *API) takeChainLease(ctx context.Context, in *takeChainLeaseInput) (*chainLeaseOutput, error) {
	return newChainLease(a.Chains.TakeLease(ctx, actor(ctx), in.org(), in.Key, in.Body.TakeOver))
}

type chainLeaseInput struct {
	InChain
	Lease string `header:"Lease" required:"true" maxLength:"26" doc:"Id of your edit lease"`
}

// renewChainLease: PUT /orgs/{org_id}/chains/{chain_key}/lease
func (a *API) renewChainLease(ctx context.Context, in *chainLeaseInput) (*chainLeaseOutput, error) {
	return newChainLease(a.Chains.RenewLease(ctx, actor(ctx), in.org(), in.Key, in.Lease))
}

// releaseChainLease: DELETE /orgs/{org_id}/chains/{chain_key}/lease
func (a *API) releaseChainLease(ctx context.Context, in *chainLeaseInput) (*none, error) {
	return &none{}, a.Chains.ReleaseLease(ctx, actor(ctx), in.org(), in.Key, in.Lease)
}

// askChainLease: POST /orgs/{org_id}/chains/{chain_key}/lease/ask
func (a *API) askChainLease(ctx context.Context, in *struct{ InChain }) (*chainOutput, error) {
	return a.newChainOutput(a.Chains.AskLease(ctx, actor(ctx), in.org(), in.Key))
}

type answerChainLeaseInput struct {
	InChain
	Lease string `header:"Lease" required:"true" maxLength:"26" doc:"Id of your edit lease"`
	Body  struct {
		HandOver bool `json:"hand_over" doc:"true: they may edit now; false: not now"`
	}
}

// answerChainLease: POST /orgs/{org_id}/chains/{chain_key}/lease/answer
func (a *API) answerChainLease(ctx context.Context, in *answerChainLeaseInput) (*none, error) {
	return &none{}, a.Chains.AnswerLease(ctx, actor(ctx), in.org(), in.Key, in.Lease, in.Body.HandOver)
}
