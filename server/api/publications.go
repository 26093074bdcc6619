package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"catenary/chain"
	"catenary/internal/clock"
	"catenary/rbac"
	"catenary/server/chains"
	"catenary/server/stream"
)

func (a *API) registerPublications() {
	const all = chainPath + "/publications"
	register(a, route{
		ID: "startPublication", Method: http.MethodPost, Path: all, Permission: rbac.ChainPublish, Tag: chainTag,
		Summary: "Begin to make the draft the next version; its state tells how far it is", Status: http.StatusAccepted,
	}, a.startPublication)
	register(a, route{
		ID: "listPublications", Method: http.MethodGet, Path: all, Permission: rbac.ChainView, Tag: chainTag,
		Summary: "Attempts to publish the chain, the newest first",
	}, a.listPublications)
	register(a, route{
		ID: "getPublication", Method: http.MethodGet, Path: all + "/{publication_id}", Permission: rbac.ChainView, Tag: chainTag,
		Summary: "One attempt, with what is made for each node",
	}, a.getPublication)
	register(a, route{
		ID: "streamPublication", Method: http.MethodGet, Path: all + "/{publication_id}/stream", Permission: rbac.ChainView, Tag: chainTag,
		Summary: "One attempt until it has ended: an event whenever it has changed (server-sent events); 204 if it has ended and you have that",
	}, a.streamPublication)
	a.streams("streamPublication")
	a.operation("streamPublication").Responses["204"] = &huma.Response{Description: "It has ended, and you have that"}
}

type publicationBody struct {
	ID        string     `json:"id"`
	State     string     `json:"state" enum:"running,succeeded,failed"`
	Revision  int64      `json:"revision" doc:"Of the draft"`
	Version   int64      `json:"version,omitempty" doc:"The version, when there is one"`
	CreatedAt time.Time  `json:"created_at"`
	EndedAt   *time.Time `json:"ended_at,omitempty"`
	Code      string     `json:"code,omitempty" doc:"Why it failed; a problem of the same code has a page"`
	Detail    string     `json:"detail,omitempty"`
	Parts     []partBody `json:"parts" doc:"What is made, in this order"`
}

type partBody struct {
	Node   chain.NodeID `json:"node"`
	Undo   bool         `json:"undo,omitempty" doc:"It belongs to the node's undo"`
	Kind   chain.Part   `json:"kind" enum:"pipeline,task"`
	Key    chain.Ref    `json:"key" doc:"Of the engine, or of the environment"`
	State  string       `json:"state" enum:"pending,making,made,failed"`
	Phase  string       `json:"phase,omitempty" doc:"Of an image on its way to the registry"`
	Done   int64        `json:"done,omitempty" doc:"Bytes"`
	Total  int64        `json:"total,omitempty" doc:"Bytes; absent while nobody knows"`
	Made   string       `json:"made,omitempty" doc:"What the engine calls the pipeline, or the digest of the image"`
	Link   string       `json:"link,omitempty" doc:"Where the engine shows the pipeline"`
	Code   string       `json:"code,omitempty"`
	Detail string       `json:"detail,omitempty"`
}

func newPublication(p chains.Publication) publicationBody {
	body := publicationBody{
		ID: p.ID, State: string(p.State), Revision: p.Revision, Version: p.Version, CreatedAt: clock.Time(p.CreatedAt),
		Code: p.Code, Detail: p.Detail, Parts: make([]partBody, len(p.Parts)),
	}
	if p.EndedAt > 0 {
		ended := clock.Time(p.EndedAt)
		body.EndedAt = &ended
	}
	for i, part := range p.Parts {
		body.Parts[i] = partBody{
			Node: part.Node, Undo: part.Undo, Kind: part.Kind, Key: part.Key, State: string(part.State),
			Phase: part.Phase, Done: part.Done, Total: part.Total, Made: part.Made, Link: part.Link, Code: part.Code, Detail: part.Detail,
		}
	}
	return body
}

type publicationOutput struct {
	Location string `header:"Location"`
	Body     publicationBody
}

// startPublication: POST /orgs/{org_id}/chains/{chain_key}/publications
func (a *API) startPublication(ctx context.Context, in *publishChainInput) (*publicationOutput, error) {
	revision, err := in.revision()
	if err != nil {
		return nil, err
	}
	p, err := a.Chains.StartPublication(ctx, actor(ctx), in.org(), in.Key, revision, in.Body.Message)
	if err != nil {
		return nil, err
	}
	return &publicationOutput{
		Location: prefix + "/orgs/" + in.OrgID + "/chains/" + in.Key + "/publications/" + p.ID, Body: newPublication(p),
	}, nil
}

// listPublications: GET /orgs/{org_id}/chains/{chain_key}/publications
func (a *API) listPublications(ctx context.Context, in *inChainPaged) (*listOutput[publicationBody], error) {
	r, err := in.page()
	if err != nil {
		return nil, err
	}
	p, err := a.Chains.Publications(ctx, actor(ctx), in.org(), in.Key, r)
	if err != nil {
		return nil, err
	}
	return list(p, newPublication), nil
}

type onePublicationInput struct {
	InChain
	ID string `path:"publication_id"`
}

// getPublication: GET /orgs/{org_id}/chains/{chain_key}/publications/{publication_id}
func (a *API) getPublication(ctx context.Context, in *onePublicationInput) (*publicationOutput, error) {
	p, err := a.Chains.Publication(ctx, actor(ctx), in.org(), in.Key, in.ID)
	if err != nil {
		return nil, err
	}
	return &publicationOutput{Body: newPublication(p)}, nil
}

type streamPublicationInput struct {
	InChain
	ID string `path:"publication_id"`
	Resumed
}

// streamPublication: GET /orgs/{org_id}/chains/{chain_key}/publications/{publication_id}/stream
func (a *API) streamPublication(ctx context.Context, in *streamPublicationInput) (*huma.StreamResponse, error) {
	s, err := a.Streams.Follow(ctx, a.reader(ctx, in.Resumed), stream.Followed{
		Name: "publication",
		Join: func(context.Context, rbac.Actor) (<-chan struct{}, func(), error) {
			changed, leave := a.Chains.WatchPublication(in.ID)
			return changed, leave, nil
		},
		See: func(ctx context.Context, who rbac.Actor) (stream.Standing, error) {
			p, err := a.Chains.Publication(ctx, who, in.org(), in.Key, in.ID)
			return stream.Standing{Data: newPublication(p), Over: p.State != chains.Publishing}, err
		},
	})
	return a.streamed(ctx, s, err)
}
