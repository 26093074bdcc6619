package api

import (
	"context"
	"net/http"
	"time"

	"catenary/internal/clock"
	"catenary/rbac"
	"catenary/server/identity"
)

func (a *API) registerTokens() {
	const tag = "tokens"
	register(a, route{
		ID: "listMyTokens", Method: http.MethodGet, Path: "/me/tokens", Access: personal, Tag: tag,
		Summary: "Your tokens",
	}, a.listMyTokens)
	register(a, route{
		ID: "createMyToken", Method: http.MethodPost, Path: "/me/tokens", Access: personal, Tag: tag, Sensitive: true,
		Summary: "Make a token, shown once; it needs a fresh step-up", Status: http.StatusCreated,
	}, a.createMyToken)
	register(a, route{
		ID: "revokeMyToken", Method: http.MethodDelete, Path: "/me/tokens/{token_id}", Access: personal, Tag: tag,
		Summary: "Revoke a token; it stops at once", Status: http.StatusNoContent,
	}, a.revokeMyToken)
}

// TokenBody is a token without its secret.
type TokenBody struct {
	ID          string            `json:"id"`
	Name        string            `json:"name"`
	Permissions []rbac.Permission `json:"permissions"`
	OrgID       string            `json:"org_id" doc:"The subtree that the token is bound to"`
	HumanID     string            `json:"human_id" doc:"Who made it"`
	CreatedAt   time.Time         `json:"created_at"`
	EndsAt      time.Time         `json:"ends_at"`
	UsedAt      *time.Time        `json:"used_at,omitempty" doc:"Hour of the last use"`
	UsedFrom    string            `json:"used_from,omitempty" doc:"Address of the last use"`
}

func newTokenBody(t identity.Token) TokenBody {
	b := TokenBody{
		ID: t.ID, Name: t.Name, Permissions: t.Permissions(), OrgID: string(t.Root), HumanID: string(t.Human),
		CreatedAt: clock.Time(t.CreatedAt), EndsAt: clock.Time(t.EndsAt), UsedFrom: t.UsedFrom,
	}
	if t.UsedAt != 0 {
		at := clock.Time(t.UsedAt)
		b.UsedAt = &at
	}
	return b
}

type newTokenInput struct {
	Name        string     `json:"name" example:"nightly release"`
	Permissions []string   `json:"permissions" maxItems:"200" example:"chain:*,run:start" doc:"Permissions, or kind:* for all of a kind that tokens may have"`
	OrgID       string     `json:"org_id,omitempty" maxLength:"26" doc:"The subtree that the token is bound to"`
	EndsAt      *time.Time `json:"ends_at,omitempty" doc:"By default in 90 days; at latest in a year"`
}

func (b newTokenInput) wanted() identity.NewToken {
	t := identity.NewToken{Name: b.Name, Permissions: b.Permissions, Org: rbac.OrgID(b.OrgID)}
	if b.EndsAt != nil {
		t.EndsAt = *b.EndsAt
	}
	return t
}

type madeTokenOutput struct {
	Location string `header:"Location"`
	Body     struct {
		TokenBody
		Token string `json:"token" doc:"Shown once; send it as Authorization: Bearer"`
	}
}

func newMadeTokenOutput(path string, t identity.MadeToken, err error) (*madeTokenOutput, error) {
	if err != nil {
		return nil, err
	}
	out := &madeTokenOutput{Location: prefix + path + "/" + t.ID}
	out.Body.TokenBody, out.Body.Token = newTokenBody(t.Token), t.Bearer
	return out, nil
}

// listMyTokens: GET /me/tokens
func (a *API) listMyTokens(ctx context.Context, in *struct{ Paged }) (*listOutput[TokenBody], error) {
	r, err := in.page()
	if err != nil {
		return nil, err
	}
	p, err := a.Identity.Tokens(ctx, actor(ctx), identity.SessionOf(ctx), r)
	if err != nil {
		return nil, err
	}
	return list(p, newTokenBody), nil
}

// createMyToken: POST /me/tokens
func (a *API) createMyToken(ctx context.Context, in *struct{ Body newTokenInput }) (*madeTokenOutput, error) {
	t, err := a.Identity.MakeToken(ctx, actor(ctx), identity.SessionOf(ctx), in.Body.wanted())
	return newMadeTokenOutput("/me/tokens", t, err)
}

// revokeMyToken: DELETE /me/tokens/{token_id}
func (a *API) revokeMyToken(ctx context.Context, in *struct {
	TokenID string `path:"token_id"`
},
) (*none, error) {
	return nil, a.Identity.RevokeToken(ctx, actor(ctx), identity.SessionOf(ctx), in.TokenID)
}
