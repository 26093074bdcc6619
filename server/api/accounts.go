package api

import (
	"context"
	"net/http"
	"time"

	"catenary/internal/clock"
	"catenary/rbac"
	"catenary/server/identity"
)

func (a *API) registerAccounts() {
	const tag, accounts = "accounts", "/orgs/{org_id}/accounts"
	const one = accounts + "/{account_id}"
	register(a, route{
		ID: "listAccounts", Method: http.MethodGet, Path: accounts, Permission: rbac.AccountWrite, Tag: tag,
		Summary: "The service accounts of an org",
	}, a.listAccounts)
	register(a, route{
		ID: "createAccount", Method: http.MethodPost, Path: accounts, Permission: rbac.AccountWrite, Tag: tag,
		Summary: "Make a service account", Status: http.StatusCreated,
	}, a.createAccount)
	register(a, route{
		ID: "getAccount", Method: http.MethodGet, Path: one, Permission: rbac.AccountWrite, Tag: tag,
		Summary: "One service account",
	}, a.getAccount)
	register(a, route{
		ID: "renameAccount", Method: http.MethodPatch, Path: one, Permission: rbac.AccountWrite, Tag: tag,
		Summary: "Change a service account's name and key",
	}, a.renameAccount)
	register(a, route{
		ID: "deleteAccount", Method: http.MethodDelete, Path: one, Permission: rbac.AccountWrite, Tag: tag,
		Summary: "Delete a service account with its rights and tokens", Status: http.StatusNoContent,
	}, a.deleteAccount)
	register(a, route{
		ID: "disableAccount", Method: http.MethodPost, Path: one + "/disable", Permission: rbac.AccountWrite, Tag: tag,
		Summary: "Keep a service account's tokens from working", Status: http.StatusNoContent,
	}, a.disableAccount)
	register(a, route{
		ID: "enableAccount", Method: http.MethodPost, Path: one + "/enable", Permission: rbac.AccountWrite, Tag: tag,
		Summary: "Let a disabled service account act again", Status: http.StatusNoContent,
	}, a.enableAccount)
	register(a, route{
		ID: "listAccountTokens", Method: http.MethodGet, Path: one + "/tokens", Permission: rbac.AccountWrite, Tag: tag,
		Summary: "The tokens of a service account",
	}, a.listAccountTokens)
	register(a, route{
		ID: "createAccountToken", Method: http.MethodPost, Path: one + "/tokens", Permission: rbac.AccountWrite, Tag: tag, Sensitive: true,
		Summary: "Make a token of a service account, shown once; it needs a fresh step-up", Status: http.StatusCreated,
	}, a.createAccountToken)
	register(a, route{
		ID: "revokeAccountToken", Method: http.MethodDelete, Path: one + "/tokens/{token_id}", Permission: rbac.AccountWrite, Tag: tag,
		Summary: "Revoke a token of a service account; it stops at once", Status: http.StatusNoContent,
	}, a.revokeAccountToken)
}

type accountBody struct {
	ID        string    `json:"id"`
	OrgID     string    `json:"org_id"`
	Key       string    `json:"key"`
	Name      string    `json:"name"`
	State     string    `json:"state" enum:"active,disabled"`
	Revision  int64     `json:"revision"`
	CreatedAt time.Time `json:"created_at"`
	UpdatedAt time.Time `json:"updated_at"`
	// Whoever sees an account may do all about it.
	Can []rbac.Permission `json:"can"`
}

func newAccountBody(a identity.Account) accountBody {
	return accountBody{
		ID: string(a.ID), OrgID: string(a.Org), Key: a.Key, Name: a.Name, State: a.State, Revision: a.Revision,
		CreatedAt: clock.Time(a.CreatedAt), UpdatedAt: clock.Time(a.UpdatedAt), Can: []rbac.Permission{rbac.AccountWrite},
	}
}

type accountOutput struct {
	ETag     string `header:"ETag"`
	Location string `header:"Location"`
	Body     accountBody
}

func newAccountOutput(acc identity.Account, err error) (*accountOutput, error) {
	if err != nil {
		return nil, err
	}
	return &accountOutput{ETag: etag(acc.Revision), Body: newAccountBody(acc)}, nil
}

// InAccount is embedded in the input of routes about one service account.
type InAccount struct {
	InOrg
	AccountID string `path:"account_id"`
}

func (in InAccount) account() rbac.SubjectID { return rbac.SubjectID(in.AccountID) }

// listAccounts: GET /orgs/{org_id}/accounts
func (a *API) listAccounts(ctx context.Context, in *inOrgSearched) (*listOutput[accountBody], error) {
	r, err := in.page()
	if err != nil {
		return nil, err
	}
	p, err := a.Identity.Accounts(ctx, actor(ctx), in.org(), r)
	if err != nil {
		return nil, err
	}
	return list(p, newAccountBody), nil
}

type accountWordsBody struct {
	Key  string `json:"key" example:"ci"`
	Name string `json:"name" example:"Continuous integration"`
}

// createAccount: POST /orgs/{org_id}/accounts
func (a *API) createAccount(ctx context.Context, in *struct {
	InOrg
	Body accountWordsBody
},
) (*accountOutput, error) {
	out, err := newAccountOutput(a.Identity.CreateAccount(ctx, actor(ctx), in.org(), in.Body.Key, in.Body.Name))
	if err == nil {
		out.Location = prefix + "/orgs/" + in.OrgID + "/accounts/" + out.Body.ID
	}
	return out, err
}

// getAccount: GET /orgs/{org_id}/accounts/{account_id}
func (a *API) getAccount(ctx context.Context, in *struct{ InAccount }) (*accountOutput, error) {
	return newAccountOutput(a.Identity.Account(ctx, actor(ctx), in.org(), in.account()))
}

type renameAccountInput struct {
	InAccount
	IfMatch
	Body accountWordsBody
}

// renameAccount: PATCH /orgs/{org_id}/accounts/{account_id}
func (a *API) renameAccount(ctx context.Context, in *renameAccountInput) (*accountOutput, error) {
	revision, err := in.revision()
	if err != nil {
		return nil, err
	}
	return newAccountOutput(a.Identity.RenameAccount(ctx, actor(ctx), in.org(), in.account(), revision, in.Body.Key, in.Body.Name))
}

// deleteAccount: DELETE /orgs/{org_id}/accounts/{account_id}
func (a *API) deleteAccount(ctx context.Context, in *struct {
	InAccount
	Reasoned
},
) (*none, error) {
	return nil, a.Identity.DeleteAccount(ctx, actor(ctx), in.org(), in.account())
}

// disableAccount: POST /orgs/{org_id}/accounts/{account_id}/disable
func (a *API) disableAccount(ctx context.Context, in *struct{ InAccount }) (*none, error) {
	return nil, a.Identity.DisableAccount(ctx, actor(ctx), in.org(), in.account())
}

// enableAccount: POST /orgs/{org_id}/accounts/{account_id}/enable
func (a *API) enableAccount(ctx context.Context, in *struct{ InAccount }) (*none, error) {
	return nil, a.Identity.EnableAccount(ctx, actor(ctx), in.org(), in.account())
}

// listAccountTokens: GET /orgs/{org_id}/accounts/{account_id}/tokens
func (a *API) listAccountTokens(ctx context.Context, in *struct {
	InAccount
	Paged
},
) (*listOutput[TokenBody], error) {
	r, err := in.page()
	if err != nil {
		return nil, err
	}
	p, err := a.Identity.AccountTokens(ctx, actor(ctx), in.org(), in.account(), r)
	if err != nil {
		return nil, err
	}
	return list(p, newTokenBody), nil
}

// createAccountToken: POST /orgs/{org_id}/accounts/{account_id}/tokens
func (a *API) createAccountToken(ctx context.Context, in *struct {
	InAccount
	Body newTokenInput
},
) (*madeTokenOutput, error) {
	t, err := a.Identity.MakeAccountToken(ctx, actor(ctx), in.org(), in.account(), in.Body.wanted())
	return newMadeTokenOutput("/orgs/"+in.OrgID+"/accounts/"+in.AccountID+"/tokens", t, err)
}

// revokeAccountToken: DELETE /orgs/{org_id}/accounts/{account_id}/tokens/{token_id}
func (a *API) revokeAccountToken(ctx context.Context, in *struct {
	InAccount
	Reasoned
	TokenID string `path:"token_id"`
},
) (*none, error) {
	return nil, a.Identity.RevokeAccountToken(ctx, actor(ctx), in.org(), in.account(), in.TokenID)
}
