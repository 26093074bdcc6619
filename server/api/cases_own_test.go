package api_test

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/pquerna/otp/totp"

	"catenary/rbac"
	"catenary/server/identity"
	"catenary/server/servertest"
)

const (
	password = "correct horse battery"
	another  = "staple battery horse"
)

// ownCases are of what people do about themselves, and of what needs nobody.
func ownCases() map[string]routeCase {
	return map[string]routeCase{
		"getMe":  {prepare: func(*given) {}},
		"editMe": {prepare: func(g *given) { g.body = object{"name": "Another Name", "locale": "zh-CN"} }},
		"changePassword": {prepare: func(g *given) {
			g.signedIn()
			g.SetPassword(rbac.Designer, servertest.Stock, password)
			g.body = object{"old": password, "password": another}
		}},
		"requestVerification": {prepare: func(*given) {}, status: http.StatusAccepted},
		"listMySessions":      {prepare: func(*given) {}},
		"endMySession": {prepare: func(g *given) {
			_, session := g.signedIn()
			g.params["session_id"] = session.ID
		}, status: http.StatusNoContent, last: true},
		"listMyTokens": {prepare: func(g *given) { g.token() }},
		"createMyToken": {prepare: func(g *given) {
			g.body = object{"name": "laptop", "permissions": []string{"chain:view"}, "org_id": g.stock()}
		}, status: http.StatusCreated},
		"revokeMyToken":        {prepare: func(g *given) { g.token() }, status: http.StatusNoContent},
		"enrolTOTP":            {prepare: func(*given) {}, status: http.StatusCreated},
		"confirmTOTP":          {prepare: func(g *given) { g.body = object{"code": g.enrolled()} }},
		"disableTOTP":          {prepare: func(g *given) { g.confirmed() }},
		"replaceRecoveryCodes": {prepare: func(g *given) { g.confirmed() }, status: http.StatusCreated},
		"getSession":           {prepare: func(*given) {}},
		"signOut":              {prepare: func(*given) {}, status: http.StatusNoContent, last: true},
		"stepUp": {prepare: func(g *given) {
			g.signedIn()
			g.SetPassword(rbac.Designer, servertest.Stock, password)
			g.body = object{"password": password}
		}},
		"signIn": {prepare: func(g *given) {
			g.SetPassword(rbac.Designer, servertest.Stock, password)
			g.body = object{"email": servertest.Email(rbac.Designer, servertest.Stock), "password": password}
		}, status: http.StatusCreated},
		"requestReset": {prepare: func(g *given) { g.body = object{"email": "nobody@example.org"} }, status: http.StatusAccepted},
		"resetPassword": {prepare: func(g *given) {
			g.verified()
			g.body = object{"link": g.mailed(g.reset), "password": another}
		}, status: http.StatusNoContent},
		"verifyEmail": {prepare: func(g *given) { g.body = object{"link": g.mailed(g.verification)} }, status: http.StatusNoContent},
		"acceptInvitation": {prepare: func(g *given) {
			_, link, _ := strings.Cut(g.invited().URL, "#")
			g.Mails.Wait(1)
			g.body = object{"link": link, "password": password}
		}},
		"getSetup": {prepare: func(g *given) { g.code() }, fresh: true},
		"setUp": {prepare: func(g *given) {
			g.body = object{
				"code": g.code(), "tenant": object{"name": "Acme"}, "name": "First Owner",
				"email": "owner@example.org", "password": password,
			}
		}, status: http.StatusCreated, fresh: true},
	}
}

func (g *given) code() string {
	g.t.Helper()
	return must[string](g)(g.Identity.PrepareSetup(g.t.Context()))
}

func (g *given) token() {
	g.t.Helper()
	who, session := g.signedIn()
	made := must[identity.MadeToken](g)(g.Identity.MakeToken(g.t.Context(), who, session, identity.NewToken{
		Name: "laptop", Permissions: []string{"chain:view"}, Org: g.stock(),
	}))
	g.params["token_id"] = made.ID
}

// enrolled begins a second factor of the caller, and returns a code of it.
func (g *given) enrolled() string {
	g.t.Helper()
	who, session := g.signedIn()
	e := must[identity.Enrolment](g)(g.Identity.EnrolTOTP(g.t.Context(), who, session))
	return must[string](g)(totp.GenerateCode(e.Secret, g.Clock.Now()))
}

// confirmed gives the caller a second factor.
func (g *given) confirmed() {
	g.t.Helper()
	code := g.enrolled()
	who, session, err := g.Identity.BySession(g.t.Context(), g.session)
	if err != nil {
		g.t.Fatal(err)
	}
	_, again, err := g.Identity.ConfirmTOTP(g.t.Context(), who, session, code)
	if err != nil {
		g.t.Fatal(err)
	}
	g.session = again.Token
}

// mailed gives the secret of the link in the mail that send causes.
func (g *given) mailed(send func()) string {
	g.t.Helper()
	before := len(g.Mails.All())
	send()
	text := g.Mails.Wait(before + 1)[before]
	for word := range strings.FieldsSeq(text) {
		if u, err := url.Parse(word); err == nil && u.Fragment != "" {
			return u.Fragment
		}
	}
	g.t.Fatalf("no link in %q", text)
	return ""
}

func (g *given) verification() {
	g.t.Helper()
	who, session := g.signedIn()
	if err := g.Identity.RequestVerification(g.t.Context(), who, session); err != nil {
		g.t.Fatal(err)
	}
	g.session = ""
}

// verified makes it known that the designer's address is his.
func (g *given) verified() {
	g.t.Helper()
	if err := g.Identity.Verify(g.t.Context(), g.mailed(g.verification)); err != nil {
		g.t.Fatal(err)
	}
}

// reset asks for a link to set a new password.
func (g *given) reset() {
	g.t.Helper()
	if err := g.Identity.RequestReset(g.t.Context(), servertest.Email(rbac.Designer, servertest.Stock)); err != nil {
		g.t.Fatal(err)
	}
}
