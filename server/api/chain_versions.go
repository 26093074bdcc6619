package api

import (
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"time"

	"catenary/chain"
	"catenary/internal/clock"
	"catenary/rbac"
	"catenary/server/chains"
)

func (a *API) registerChainVersions() {
	const all, one = chainPath + "/versions", chainPath + "/versions/{version}"
	register(a, route{
		ID: "publishChain", Method: http.MethodPost, Path: all, Permission: rbac.ChainPublish, Tag: chainTag,
		Summary: "Make the draft the next version", Status: http.StatusCreated,
	}, a.publishChain)
	register(a, route{
		ID: "listChainVersions", Method: http.MethodGet, Path: all, Permission: rbac.ChainView, Tag: chainTag,
		Summary: "Published versions, the newest first",
	}, a.listChainVersions)
	register(a, route{
		ID: "getChainVersion", Method: http.MethodGet, Path: one, Permission: rbac.ChainView, Tag: chainTag,
		Summary: "One version, with what its references were pinned to",
	}, a.getChainVersion)
	register(a, route{
		ID: "getChainVersionDocument", Method: http.MethodGet, Path: one + "/document", Permission: rbac.ChainView, Tag: chainTag,
		Summary: "The document of one version; JSON is in canonical form",
	}, a.getChainVersionDocument)
	register(a, route{
		ID: "compareChain", Method: http.MethodGet, Path: chainPath + "/compare", Permission: rbac.ChainView, Tag: chainTag,
		Summary: "How one version, or the draft, differs from another",
	}, a.compareChain)
	givesDocument(a, "getChainVersionDocument")
	a.registerPublications()
}

type chainVersionBody struct {
	Version   int64                                   `json:"version"`
	Revision  int64                                   `json:"revision" doc:"Of the draft that was published"`
	Digest    string                                  `json:"digest" doc:"Of what the document means; the canvas does not count"`
	Checksum  string                                  `json:"checksum" doc:"Of the canonical text"`
	Message   string                                  `json:"message"`
	Authors   []string                                `json:"authors" doc:"Who changed the draft since the version before, or published it"`
	CreatedAt time.Time                               `json:"created_at"`
	CreatedBy *authorBody                             `json:"created_by"`
	Pins      map[chain.RefKind]map[string]chains.Pin `json:"pins,omitempty" doc:"What the references mean, by kind and key; absent in lists"`
}

func newChainVersion(v chains.Version) chainVersionBody {
	authors := make([]string, len(v.Authors))
	for i, id := range v.Authors {
		authors[i] = string(id)
	}
	return chainVersionBody{
		Version: v.Version, Revision: v.Revision, Digest: v.Digest, Checksum: v.Checksum, Message: v.Message, Authors: authors,
		CreatedAt: clock.Time(v.CreatedAt), CreatedBy: newAuthor(v.CreatedBy, v.CreatedByName), Pins: v.Pins,
	}
}

type chainVersionOutput struct {
	Location string `header:"Location"`
	Body     chainVersionBody
}

type publishChainInput struct {
	InChain
	IfMatch
	Body struct {
		Message string `json:"message,omitempty" doc:"What to know of this version"`
	}
}

// publishChain: POST /orgs/{org_id}/chains/{chain_key}/versions
func (a *API) publishChain(ctx context.Context, in *publishChainInput) (*chainVersionOutput, error) {
	revision, err := in.revision()
	if err != nil {
		return nil, err
	}
	v, err := a.Chains.Publish(ctx, actor(ctx), in.org(), in.Key, revision, in.Body.Message)
	if err != nil {
		return nil, err
	}
	return &chainVersionOutput{
		Location: prefix + "/orgs/" + in.OrgID + "/chains/" + in.Key + "/versions/" + strconv.FormatInt(v.Version, 10), Body: newChainVersion(v),
	}, nil
}

// listChainVersions: GET /orgs/{org_id}/chains/{chain_key}/versions
func (a *API) listChainVersions(ctx context.Context, in *inChainPaged) (*listOutput[chainVersionBody], error) {
	r, err := in.page()
	if err != nil {
		return nil, err
	}
	p, err := a.Chains.Versions(ctx, actor(ctx), in.org(), in.Key, r)
	if err != nil {
		return nil, err
	}
	return list(p, newChainVersion), nil
}

// AtVersion is embedded in the input of routes about one version.
type AtVersion struct {
	InChain
	Version int64 `path:"version"`
}

// getChainVersion: GET /orgs/{org_id}/chains/{chain_key}/versions/{version}
func (a *API) getChainVersion(ctx context.Context, in *struct{ AtVersion }) (*chainVersionOutput, error) {
	v, err := a.Chains.Version(ctx, actor(ctx), in.org(), in.Key, in.Version)
	if err != nil {
		return nil, err
	}
	return &chainVersionOutput{Body: newChainVersion(v)}, nil
}

type chainVersionDocumentInput struct {
	AtVersion
	AcceptDocument
}

// getChainVersionDocument: GET /orgs/{org_id}/chains/{chain_key}/versions/{version}/document
func (a *API) getChainVersionDocument(ctx context.Context, in *chainVersionDocumentInput) (*documentOutput, error) {
	v, err := a.Chains.Version(ctx, actor(ctx), in.org(), in.Key, in.Version)
	if err != nil {
		return nil, err
	}
	return in.output(v.Document, `"`+v.Checksum+`"`)
}

type compareChainInput struct {
	InChain
	From string `query:"from" required:"true" maxLength:"20" doc:"Number of a version, or draft" example:"14"`
	To   string `query:"to" required:"true" maxLength:"20" doc:"Number of a version, or draft" example:"draft"`
}

type compareChainOutput struct {
	Body struct {
		Changes []changeBody `json:"changes"`
	}
}

type changeBody struct {
	Kind    chain.ChangeKind `json:"kind" enum:"added,removed,changed,moved"`
	Subject chain.Subject    `json:"subject" enum:"document,node,edge,layout"`
	Node    string           `json:"node,omitempty"`
	From    string           `json:"from,omitempty"`
	To      string           `json:"to,omitempty"`
	Pointer string           `json:"pointer" doc:"In the newer document; of what was removed, in the older"`
	Fields  []fieldBody      `json:"fields,omitempty"`
}

type fieldBody struct {
	Pointer string          `json:"pointer" doc:"From the part that changed"`
	Before  json.RawMessage `json:"before,omitempty" doc:"Absent if the field was not there"`
	After   json.RawMessage `json:"after,omitempty" doc:"Absent if the field is not there"`
}

// compareChain: GET /orgs/{org_id}/chains/{chain_key}/compare
func (a *API) compareChain(ctx context.Context, in *compareChainInput) (*compareChainOutput, error) {
	changes, err := a.Chains.Compare(ctx, actor(ctx), in.org(), in.Key, in.From, in.To)
	if err != nil {
		return nil, err
	}
	out := &compareChainOutput{}
	out.Body.Changes = newChanges(changes)
	return out, nil
}
