package api

import (
	"context"
	"net/http"

	"catenary/internal/fault"
	"catenary/server/identity"
)

func (a *API) registerSetup() {
	register(a, route{
		ID: "getSetup", Method: http.MethodGet, Path: "/setup", Access: public, Tag: setupTag,
		Summary: "Whether the server still has no owner; 404 once it has",
	}, a.getSetup)
	register(a, route{
		ID: "setUp", Method: http.MethodPost, Path: "/setup", Access: public, Tag: setupTag, Sensitive: true,
		Summary: "Make the first tenant and its owner with the one-time code, and sign in", Status: http.StatusCreated,
	}, a.setUpOwner)
}

type setupOutput struct {
	Body struct {
		Needed bool `json:"needed"`
	}
}

// getSetup: GET /setup
func (a *API) getSetup(ctx context.Context, _ *struct{}) (*setupOutput, error) {
	needed, err := a.Identity.NeedsSetup(ctx)
	if err != nil {
		return nil, err
	}
	if !needed {
		return nil, fault.New(fault.NotFound, "setup.done", "the set-up is done")
	}
	out := &setupOutput{}
	out.Body.Needed = true
	return out, nil
}

type setupInput struct {
	UserAgent string `header:"User-Agent"`
	Body      struct {
		Code   string `json:"code" maxLength:"100" doc:"The code that the server wrote when it started"`
		Tenant struct {
			Name string `json:"name" example:"Acme"`
			Key  string `json:"key,omitempty" doc:"Made of the name if it is left out" example:"acme"`
		} `json:"tenant"`
		Name     string `json:"name" doc:"The owner's name"`
		Email    string `json:"email" maxLength:"254" example:"owner@example.org"`
		Password string `json:"password" maxLength:"1024" doc:"12 to 256 characters"`
		Locale   string `json:"locale,omitempty" maxLength:"35" example:"zh-CN"`
	}
}

// setUpOwner: POST /setup
func (a *API) setUpOwner(ctx context.Context, in *setupInput) (*signedInOutput, error) {
	b := in.Body
	return newSignedInOutput(a.Identity.Setup(ctx, identity.Setup{
		Code: b.Code, TenantName: b.Tenant.Name, TenantKey: b.Tenant.Key, Name: b.Name, Email: b.Email,
		Password: b.Password, Locale: b.Locale, Agent: in.UserAgent,
	}))
}
