package api

import (
	"context"
	"net/http"
	"time"

	"catenary/internal/clock"
	"catenary/rbac"
	"catenary/server/chains"
)

func (a *API) registerChainSaves() {
	const all, one = chainPath + "/saves", chainPath + "/saves/{revision}"
	register(a, route{
		ID: "listChainSaves", Method: http.MethodGet, Path: all, Permission: rbac.ChainView, Tag: chainTag,
		Summary: "Revisions that the draft can go back to, the newest first",
	}, a.listChainSaves)
	register(a, route{
		ID: "getChainSave", Method: http.MethodGet, Path: one, Permission: rbac.ChainView, Tag: chainTag,
		Summary: "One of them; the draft's document at that revision is at …/draft?revision=",
	}, a.getChainSave)
	register(a, route{
		ID: "labelChainSave", Method: http.MethodPatch, Path: one, Permission: rbac.ChainEdit, Tag: chainTag,
		Summary: "Name a save, so that it is kept; an empty label takes the name away",
	}, a.labelChainSave)
	register(a, route{
		ID: "restoreChainSave", Method: http.MethodPost, Path: one + "/restore", Permission: rbac.ChainEdit, Tag: chainTag,
		Summary: "Make an older document that of the draft, as a new revision",
	}, a.restoreChainSave)
}

type chainSaveBody struct {
	Revision  int64       `json:"revision"`
	Label     string      `json:"label"`
	Checksum  string      `json:"checksum"`
	CreatedAt time.Time   `json:"created_at"`
	CreatedBy *authorBody `json:"created_by"`
}

func newChainSave(s chains.Save) chainSaveBody {
	return chainSaveBody{
		Revision: s.Revision, Label: s.Label, Checksum: s.Checksum,
		CreatedAt: clock.Time(s.CreatedAt), CreatedBy: newAuthor(s.CreatedBy, s.CreatedByName),
	}
}

type listChainSavesInput struct {
	InChain
	Labelled bool `query:"labelled" doc:"Only those with a label"`
	Paged
}

// listChainSaves: GET /orgs/{org_id}/chains/{chain_key}/saves
func (a *API) listChainSaves(ctx context.Context, in *listChainSavesInput) (*listOutput[chainSaveBody], error) {
	r, err := in.page()
	if err != nil {
		return nil, err
	}
	p, err := a.Chains.Saves(ctx, actor(ctx), in.org(), in.Key, in.Labelled, r)
	if err != nil {
		return nil, err
	}
	return list(p, newChainSave), nil
}

// AtRevision is embedded in the input of routes about one save.
type AtRevision struct {
	InChain
	Revision int64 `path:"revision"`
}

type chainSaveOutput struct{ Body chainSaveBody }

// getChainSave: GET /orgs/{org_id}/chains/{chain_key}/saves/{revision}
func (a *API) getChainSave(ctx context.Context, in *struct{ AtRevision }) (*chainSaveOutput, error) {
	save, err := a.Chains.Save(ctx, actor(ctx), in.org(), in.Key, in.Revision)
	if err != nil {
		return nil, err
	}
	return &chainSaveOutput{Body: newChainSave(save)}, nil
}

type labelChainSaveInput struct {
	AtRevision
	Body struct {
		Label string `json:"label" doc:"At most 200 characters" example:"before the freeze"`
	}
}

// labelChainSave: PATCH /orgs/{org_id}/chains/{chain_key}/saves/{revision}
func (a *API) labelChainSave(ctx context.Context, in *labelChainSaveInput) (*chainSaveOutput, error) {
	save, err := a.Chains.Label(ctx, actor(ctx), in.org(), in.Key, in.Revision, in.Body.Label)
	if err != nil {
		return nil, err
	}
	return &chainSaveOutput{Body: newChainSave(save)}, nil
}

type restoreChainSaveInput struct {
	AtRevision
	IfMatch
	WithLease
}

// restoreChainSave: POST /orgs/{org_id}/chains/{chain_key}/saves/{revision}/restore
func (a *API) restoreChainSave(ctx context.Context, in *restoreChainSaveInput) (*savedChainOutput, error) {
	revision, err := in.revision()
	if err != nil {
		return nil, err
	}
	saved, err := a.Chains.GoBack(ctx, actor(ctx), in.org(), in.Key, chains.Base{Revision: revision, Lease: in.Lease}, in.Revision)
	if err != nil {
		return nil, err
	}
	return a.newSavedChain(ctx, saved), nil
}
