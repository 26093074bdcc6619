package api

import (
	"context"
	"net/http"
	"time"

	"catenary/rbac"
	"catenary/server/identity"
)

func (a *API) registerSession() {
	const tag = "session"
	register(a, route{
		ID: "signIn", Method: http.MethodPost, Path: "/session", Access: public, Tag: tag, Sensitive: true,
		Summary: "Sign in", Status: http.StatusCreated,
	}, a.signIn)
	register(a, route{
		ID: "getSession", Method: http.MethodGet, Path: "/session", Access: personal, Tag: tag,
		Summary: "The session of this request",
	}, a.getSession)
	register(a, route{
		ID: "signOut", Method: http.MethodDelete, Path: "/session", Access: personal, Tag: tag,
		Summary: "Sign out", Status: http.StatusNoContent,
	}, a.signOut)
	register(a, route{
		ID: "stepUp", Method: http.MethodPost, Path: "/session/step-up", Access: personal, Tag: tag, Sensitive: true, Limit: limitLogin,
		Summary: "Confirm that it is you, for what is sensitive: a code of the second factor, or the password if there is none",
	}, a.stepUp)
	register(a, route{
		ID: "requestReset", Method: http.MethodPost, Path: "/session/reset-requests", Access: public, Tag: tag,
		Summary: "Ask for a mail with a link to set a new password; the answer does not tell whether there is such an address",
		Status:  http.StatusAccepted,
	}, a.requestReset)
	register(a, route{
		ID: "resetPassword", Method: http.MethodPost, Path: "/session/resets", Access: public, Tag: tag,
		Summary: "Set a new password by a link; all sessions end", Status: http.StatusNoContent,
	}, a.resetPassword)
	register(a, route{
		ID: "verifyEmail", Method: http.MethodPost, Path: "/session/verifications", Access: public, Tag: tag,
		Summary: "Show by a link that an address is yours", Status: http.StatusNoContent,
	}, a.verifyEmail)
}

type sessionBody struct {
	ID        string    `json:"id"`
	TenantID  string    `json:"tenant_id"`
	SubjectID string    `json:"subject_id"`
	MustEnrol bool      `json:"must_enrol" doc:"The tenant wants a second factor: nothing else is allowed before one is set up"`
	AuthAt    time.Time `json:"auth_at" doc:"When a factor was last given; what is sensitive needs it fresh"`
	EndsAt    time.Time `json:"ends_at"`
}

func newSessionBody(s identity.Session) sessionBody {
	return sessionBody{
		ID: s.ID, TenantID: string(s.Tenant), SubjectID: string(s.Subject), MustEnrol: s.MustEnrol,
		AuthAt: s.AuthAt, EndsAt: s.EndsAt,
	}
}

// sessionCookie carries a session's token.
func sessionCookie(token string, ends time.Time) string {
	return replacedCookie(identity.Session{NewToken: token, EndsAt: ends}).String()
}

// noSessionCookie takes the cookie away.
func noSessionCookie() string {
	c := http.Cookie{
		Name: identity.Cookie, Path: "/", MaxAge: -1, Secure: true, HttpOnly: true, SameSite: http.SameSiteLaxMode,
	}
	return c.String()
}

type sessionOutput struct{ Body sessionBody }

type signedInOutput struct {
	SetCookie string `header:"Set-Cookie" doc:"The session"`
	Body      sessionBody
}

func newSignedInOutput(s identity.SignedIn, err error) (*signedInOutput, error) {
	if err != nil {
		return nil, err
	}
	return &signedInOutput{SetCookie: sessionCookie(s.Token, s.EndsAt), Body: newSessionBody(s.Session)}, nil
}

type signInInput struct {
	UserAgent string `header:"User-Agent"`
	Previous  string `cookie:"__Host-catenary"`
	Body      struct {
		Email        string `json:"email" maxLength:"254" example:"a@example.org"`
		Password     string `json:"password" maxLength:"1024"`
		TOTP         string `json:"totp,omitempty" maxLength:"10" doc:"Code of the second factor, if there is one"`
		RecoveryCode string `json:"recovery_code,omitempty" maxLength:"100" doc:"Instead of a code of the second factor"`
		Tenant       string `json:"tenant,omitempty" maxLength:"64" doc:"Key of the tenant, for members of several"`
	}
}

// signIn: POST /session
func (a *API) signIn(ctx context.Context, in *signInInput) (*signedInOutput, error) {
	return newSignedInOutput(a.Identity.Login(ctx, identity.Login{
		Email: in.Body.Email, Password: in.Body.Password, TOTP: in.Body.TOTP, Recovery: in.Body.RecoveryCode,
		Tenant: in.Body.Tenant, Previous: in.Previous, Agent: in.UserAgent,
	}))
}

// getSession: GET /session
func (a *API) getSession(ctx context.Context, _ *struct{}) (*sessionOutput, error) {
	if err := rbac.HumanOnly(actor(ctx)); err != nil {
		return nil, err
	}
	return &sessionOutput{Body: newSessionBody(identity.SessionOf(ctx))}, nil
}

type signedOutOutput struct {
	SetCookie string `header:"Set-Cookie"`
}

// signOut: DELETE /session
func (a *API) signOut(ctx context.Context, _ *struct{}) (*signedOutOutput, error) {
	session := identity.SessionOf(ctx)
	if err := a.Identity.EndSession(ctx, actor(ctx), session, session.ID); err != nil {
		return nil, err
	}
	return &signedOutOutput{SetCookie: noSessionCookie()}, nil
}

type stepUpInput struct {
	Body struct {
		Password     string `json:"password,omitempty" maxLength:"1024"`
		TOTP         string `json:"totp,omitempty" maxLength:"10"`
		RecoveryCode string `json:"recovery_code,omitempty" maxLength:"100"`
	}
}

// stepUp: POST /session/step-up
func (a *API) stepUp(ctx context.Context, in *stepUpInput) (*signedInOutput, error) {
	return newSignedInOutput(a.Identity.StepUp(ctx, actor(ctx), identity.SessionOf(ctx), identity.StepUp{
		Password: in.Body.Password, TOTP: in.Body.TOTP, Recovery: in.Body.RecoveryCode,
	}))
}

type requestResetInput struct {
	Body struct {
		Email string `json:"email" maxLength:"254"`
	}
}

// requestReset: POST /session/reset-requests
func (a *API) requestReset(ctx context.Context, in *requestResetInput) (*none, error) {
	return nil, a.Identity.RequestReset(ctx, in.Body.Email)
}

type resetPasswordInput struct {
	Body struct {
		Link     string `json:"link" maxLength:"200" doc:"What stands behind the # of the link"`
		Password string `json:"password" maxLength:"1024"`
	}
}

// resetPassword: POST /session/resets
func (a *API) resetPassword(ctx context.Context, in *resetPasswordInput) (*none, error) {
	return nil, a.Identity.Reset(ctx, in.Body.Link, in.Body.Password)
}

type verifyEmailInput struct {
	Body struct {
		Link string `json:"link" maxLength:"200" doc:"What stands behind the # of the link"`
	}
}

// verifyEmail: POST /session/verifications
func (a *API) verifyEmail(ctx context.Context, in *verifyEmailInput) (*none, error) {
	return nil, a.Identity.Verify(ctx, in.Body.Link)
}
