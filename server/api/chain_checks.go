package api

import (
	"context"
	"net/http"

	"catenary/chain"
	"catenary/rbac"
)

func (a *API) registerChainChecks() {
	register(a, route{
		ID: "validateChainDocument", Method: http.MethodPost, Path: "/orgs/{org_id}/chain-validations", Permission: rbac.ChainEdit, Tag: chainTag,
		Summary: "What is wrong with a document that is not kept", MaxBody: documentMaxBody,
	}, a.validateChainDocument)
	register(a, route{
		ID: "validateChain", Method: http.MethodPost, Path: chainPath + "/validate", Permission: rbac.ChainEdit, Tag: chainTag,
		Summary: "What is wrong with a document that is sent, or else with the draft", MaxBody: documentMaxBody,
	}, a.validateChain)
	a.registerGlueTrials()
	takesDocument(a, "validateChainDocument", true)
	takesDocument(a, "validateChain", false)
}

// ForPurpose is embedded in the input of checks.
type ForPurpose struct {
	Purpose string `query:"for" enum:"save,publish" default:"publish" doc:"A draft may be unfinished; what is published may not"`
}

func (in ForPurpose) purpose() chain.Purpose {
	if in.Purpose == "save" {
		return chain.Save
	}
	return chain.Publish
}

type checkOutput struct {
	Body struct {
		Valid    bool          `json:"valid" doc:"Whether there is no error"`
		Problems []findingBody `json:"problems"`
	}
}

func newCheckOutput(problems []chain.Problem, err error) (*checkOutput, error) {
	if err != nil {
		return nil, err
	}
	out := &checkOutput{}
	out.Body.Valid, out.Body.Problems = len(chain.Errors(problems)) == 0, newFindings(problems)
	return out, nil
}

type validateChainDocumentInput struct {
	InOrg
	ForPurpose
	DocumentBody
}

// validateChainDocument: POST /orgs/{org_id}/chain-validations
func (a *API) validateChainDocument(ctx context.Context, in *validateChainDocumentInput) (*checkOutput, error) {
	return newCheckOutput(a.Chains.Check(ctx, actor(ctx), in.org(), in.input(), in.purpose()))
}

type validateChainInput struct {
	InChain
	ForPurpose
	DocumentBody
}

// validateChain: POST /orgs/{org_id}/chains/{chain_key}/validate
func (a *API) validateChain(ctx context.Context, in *validateChainInput) (*checkOutput, error) {
	if len(in.RawBody) == 0 {
		return newCheckOutput(a.Chains.CheckDraft(ctx, actor(ctx), in.org(), in.Key, in.purpose()))
	}
	return newCheckOutput(a.Chains.CheckFor(ctx, actor(ctx), in.org(), in.Key, in.input(), in.purpose()))
}
