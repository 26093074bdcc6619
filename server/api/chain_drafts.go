package api

import (
	"context"
	"net/http"

	"catenary/chain"
	"catenary/rbac"
	"catenary/server/chains"
)

func (a *API) registerChainDrafts() {
	register(a, route{
		ID: "getChainDraft", Method: http.MethodGet, Path: chainPath + "/draft", Permission: rbac.ChainView, Tag: chainTag,
		Summary: "The draft's document, or that of an older revision of it; JSON is in canonical form",
	}, a.getChainDraft)
	register(a, route{
		ID: "saveChainDraft", Method: http.MethodPut, Path: chainPath + "/draft", Permission: rbac.ChainEdit, Tag: chainTag,
		Summary: "Replace the draft's document; it is kept with its problems, if it is a document at all", MaxBody: documentMaxBody,
	}, a.saveChainDraft)
	givesDocument(a, "getChainDraft")
	takesDocument(a, "saveChainDraft", true)
}

// WithLease is embedded in the input of routes that change a draft.
type WithLease struct {
	Lease string `header:"Lease" maxLength:"26" doc:"Id of your edit lease, if you took one"`
}

type getChainDraftInput struct {
	InChain
	AcceptDocument
	Revision int64 `query:"revision" minimum:"1" doc:"An older revision, such as the base of a merge; by default the present one"`
}

// getChainDraft: GET /orgs/{org_id}/chains/{chain_key}/draft
func (a *API) getChainDraft(ctx context.Context, in *getChainDraftInput) (*documentOutput, error) {
	save, err := a.Chains.Draft(ctx, actor(ctx), in.org(), in.Key, in.Revision)
	if err != nil {
		return nil, err
	}
	return in.output(save.Document, etag(save.Revision))
}

type saveChainDraftInput struct {
	InChain
	IfMatch
	WithLease
	DocumentBody
}

type findingBody struct {
	Severity chain.Severity `json:"severity" enum:"error,warning" doc:"An error keeps a draft from being published"`
	Code     string         `json:"code"`
	Detail   string         `json:"detail"`
	Pointer  string         `json:"pointer" doc:"JSON pointer into the document"`
	Line     int            `json:"line,omitempty" doc:"In the text that was sent"`
	Column   int            `json:"column,omitempty"`
	Node     string         `json:"node,omitempty" doc:"The node that it is about"`
	From     string         `json:"from,omitempty" doc:"The edge that it is about"`
	To       string         `json:"to,omitempty"`
}

func newFindings(problems []chain.Problem) []findingBody {
	out := make([]findingBody, len(problems))
	for i, p := range problems {
		out[i] = findingBody{
			Severity: p.Severity, Code: p.Code, Detail: p.Detail.Detail, Pointer: p.Pointer, Line: p.Line, Column: p.Column,
			Node: string(p.Node), From: string(p.From), To: string(p.To),
		}
	}
	return out
}

// savedChainOutput's ETag is the draft's.
type savedChainOutput struct {
	ETag     string `header:"ETag"`
	Location string `header:"Location"`
	Body     struct {
		Chain    chainBody     `json:"chain"`
		Problems []findingBody `json:"problems" doc:"What is wrong with the draft as it is now"`
	}
}

func (a *API) newSavedChain(ctx context.Context, saved chains.Saved) *savedChainOutput {
	if saved.Unchecked != nil {
		a.Log.ErrorContext(ctx, "draft saved but not checked", "chain", saved.ID, "error", saved.Unchecked)
	}
	out := &savedChainOutput{ETag: etag(saved.Revision)}
	out.Body.Chain, out.Body.Problems = a.newChainBody(saved.View), newFindings(saved.Problems)
	return out
}

// saveChainDraft: PUT /orgs/{org_id}/chains/{chain_key}/draft
func (a *API) saveChainDraft(ctx context.Context, in *saveChainDraftInput) (*savedChainOutput, error) {
	revision, err := in.revision()
	if err != nil {
		return nil, err
	}
	saved, err := a.Chains.SaveDraft(ctx, actor(ctx), in.org(), in.Key, chains.Base{Revision: revision, Lease: in.Lease}, in.input())
	if err != nil {
		return nil, err
	}
	return a.newSavedChain(ctx, saved), nil
}
