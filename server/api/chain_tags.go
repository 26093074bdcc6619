package api

import (
	"context"
	"net/http"

	"catenary/rbac"
	"catenary/server/chains"
)

func (a *API) registerChainTags() {
	const path = "/orgs/{org_id}/chain-tags"
	register(a, route{
		ID: "listChainTags", Method: http.MethodGet, Path: path, Permission: rbac.ChainView, Tag: chainTag,
		Summary: "The tags that chains of an org have, and how many each",
	}, a.listChainTags)
	register(a, route{
		ID: "tagChains", Method: http.MethodPost, Path: path, Permission: rbac.ChainEdit, Tag: chainTag,
		Summary: "Give chains of an org tags and take tags from them, all or none", Status: http.StatusNoContent,
	}, a.tagChains)
}

type chainTagBody struct {
	Tag    string `json:"tag"`
	Chains int64  `json:"chains" doc:"How many have it"`
}

type listChainTagsInput struct {
	InOrg
	Deep bool `query:"deep" doc:"With the orgs below"`
}

type listChainTagsOutput struct {
	Body struct {
		Items []chainTagBody `json:"items"`
	}
}

// listChainTags: GET /orgs/{org_id}/chain-tags
func (a *API) listChainTags(ctx context.Context, in *listChainTagsInput) (*listChainTagsOutput, error) {
	tags, err := a.Chains.Tags(ctx, actor(ctx), in.org(), in.Deep)
	if err != nil {
		return nil, err
	}
	out := &listChainTagsOutput{}
	out.Body.Items = make([]chainTagBody, len(tags))
	for i, t := range tags {
		out.Body.Items[i] = chainTagBody(t)
	}
	return out, nil
}

type tagChainsInput struct {
	InOrg
	Body struct {
		Chains []string `json:"chains" minItems:"1" maxItems:"100" doc:"Their keys"`
		Add    []string `json:"add,omitempty" maxItems:"20"`
		Remove []string `json:"remove,omitempty" maxItems:"20"`
	}
}

// tagChains: POST /orgs/{org_id}/chain-tags
func (a *API) tagChains(ctx context.Context, in *tagChainsInput) (*none, error) {
	t := chains.Tagging{Keys: in.Body.Chains, Add: in.Body.Add, Remove: in.Body.Remove}
	return &none{}, a.Chains.Tag(ctx, actor(ctx), in.org(), t)
}
