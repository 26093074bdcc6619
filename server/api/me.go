package api

import (
	"context"
	"net/http"
	"time"

	"catenary/internal/clock"
	"catenary/rbac"
	"catenary/server/identity"
)

func (a *API) registerMe() {
	const tag = "me"
	register(a, route{
		ID: "getMe", Method: http.MethodGet, Path: "/me", Access: personal, Tag: tag,
		Summary: "Who asks, and what may be done where the visible orgs begin",
	}, a.getMe)
	register(a, route{
		ID: "editMe", Method: http.MethodPatch, Path: "/me", Access: personal, Tag: tag,
		Summary: "Change your name or locale",
	}, a.editMe)
	register(a, route{
		ID: "changePassword", Method: http.MethodPost, Path: "/me/password", Access: personal, Tag: tag, Sensitive: true, Limit: limitLogin,
		Summary: "Change your password; your other sessions end",
	}, a.changePassword)
	register(a, route{
		ID: "requestVerification", Method: http.MethodPost, Path: "/me/verification-requests", Access: personal, Tag: tag,
		Summary: "Ask for a mail with a link that shows that the address is yours", Status: http.StatusAccepted,
	}, a.requestVerification)
	register(a, route{
		ID: "listMySessions", Method: http.MethodGet, Path: "/me/sessions", Access: personal, Tag: tag,
		Summary: "Where you are signed in",
	}, a.listMySessions)
	register(a, route{
		ID: "endMySession", Method: http.MethodDelete, Path: "/me/sessions/{session_id}", Access: personal, Tag: tag,
		Summary: "End one of your sessions", Status: http.StatusNoContent,
	}, a.endMySession)
	a.registerFactors()
	a.registerTenant()
}

type tenantNameBody struct {
	Key  string `json:"key"`
	Name string `json:"name"`
}

type personBody struct {
	ID            string           `json:"id"`
	Email         string           `json:"email"`
	EmailVerified bool             `json:"email_verified"`
	Name          string           `json:"name"`
	Locale        string           `json:"locale"`
	SecondFactor  bool             `json:"second_factor"`
	RecoveryCodes int              `json:"recovery_codes" doc:"How many can still be used"`
	Memberships   []tenantNameBody `json:"memberships" doc:"The tenants that you can sign in to"`
}

type topBody struct {
	ID   string            `json:"id"`
	Key  string            `json:"key"`
	Name string            `json:"name"`
	Can  []rbac.Permission `json:"can"`
}

type meBody struct {
	SubjectID string      `json:"subject_id"`
	Kind      string      `json:"kind" enum:"user,service"`
	Name      string      `json:"name"`
	TenantID  string      `json:"tenant_id"`
	MustEnrol bool        `json:"must_enrol"`
	Person    *personBody `json:"person,omitempty" doc:"Only in a session"`
	Tops      []topBody   `json:"tops" doc:"The topmost orgs that you may view"`
}

type meOutput struct{ Body meBody }

func newMeOutput(me identity.Me, err error) (*meOutput, error) {
	if err != nil {
		return nil, err
	}
	out := &meOutput{Body: meBody{
		SubjectID: string(me.Subject), Kind: string(me.Kind), Name: me.Name, TenantID: string(me.Tenant),
		MustEnrol: me.MustEnrol, Tops: make([]topBody, 0, len(me.Tops)),
	}}
	for _, t := range me.Tops {
		out.Body.Tops = append(out.Body.Tops, topBody{ID: string(t.ID), Key: t.Key, Name: t.Name, Can: some(t.Can)})
	}
	if p := me.Person; p.ID != "" {
		out.Body.Person = &personBody{
			ID: p.ID, Email: p.Email, EmailVerified: p.VerifiedAt != 0, Name: p.Name, Locale: p.Locale,
			SecondFactor: p.SecondFactor(), RecoveryCodes: me.RecoveryCodes, Memberships: []tenantNameBody{},
		}
		for _, m := range me.Memberships {
			out.Body.Person.Memberships = append(out.Body.Person.Memberships, tenantNameBody(m))
		}
	}
	return out, nil
}

// getMe: GET /me
func (a *API) getMe(ctx context.Context, _ *struct{}) (*meOutput, error) {
	return newMeOutput(a.Identity.Me(ctx, actor(ctx), identity.SessionOf(ctx)))
}

type editMeInput struct {
	Body struct {
		Name   *string `json:"name,omitempty"`
		Locale *string `json:"locale,omitempty" maxLength:"35" example:"zh-CN"`
	}
}

// editMe: PATCH /me
func (a *API) editMe(ctx context.Context, in *editMeInput) (*meOutput, error) {
	return newMeOutput(a.Identity.ChangeMe(ctx, actor(ctx), identity.SessionOf(ctx), in.Body.Name, in.Body.Locale))
}

type changePasswordInput struct {
	Body struct {
		Old      string `json:"old" maxLength:"1024"`
		Password string `json:"password" maxLength:"1024"`
	}
}

// changePassword: POST /me/password
func (a *API) changePassword(ctx context.Context, in *changePasswordInput) (*signedInOutput, error) {
	return newSignedInOutput(a.Identity.ChangePassword(ctx, actor(ctx), identity.SessionOf(ctx), in.Body.Old, in.Body.Password))
}

// requestVerification: POST /me/verification-requests
func (a *API) requestVerification(ctx context.Context, _ *struct{}) (*none, error) {
	return nil, a.Identity.RequestVerification(ctx, actor(ctx), identity.SessionOf(ctx))
}

type listedSessionBody struct {
	ID        string    `json:"id"`
	Tenant    string    `json:"tenant" doc:"The tenant's key"`
	Current   bool      `json:"current" doc:"It is the session of this request"`
	Address   string    `json:"address" doc:"Where it was last used from"`
	Agent     string    `json:"agent" doc:"What the browser said of itself"`
	CreatedAt time.Time `json:"created_at"`
	SeenAt    time.Time `json:"seen_at" doc:"Last use, to the minute"`
	EndsAt    time.Time `json:"ends_at"`
}

// listMySessions: GET /me/sessions
func (a *API) listMySessions(ctx context.Context, in *struct{ Paged }) (*listOutput[listedSessionBody], error) {
	r, err := in.page()
	if err != nil {
		return nil, err
	}
	session := identity.SessionOf(ctx)
	p, err := a.Identity.Sessions(ctx, actor(ctx), session, r)
	if err != nil {
		return nil, err
	}
	return list(p, func(s identity.ListedSession) listedSessionBody {
		return listedSessionBody{
			ID: s.ID, Tenant: s.TenantKey, Current: s.ID == session.ID, Address: s.Address, Agent: s.Agent,
			CreatedAt: clock.Time(s.CreatedAt), SeenAt: clock.Time(s.SeenAt), EndsAt: clock.Time(min(s.IdleAt, s.EndsAt)),
		}
	}), nil
}

// endMySession: DELETE /me/sessions/{session_id}
func (a *API) endMySession(ctx context.Context, in *struct {
	SessionID string `path:"session_id"`
},
) (*none, error) {
	return nil, a.Identity.EndSession(ctx, actor(ctx), identity.SessionOf(ctx), in.SessionID)
}
