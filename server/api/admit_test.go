package api

import (
	"net/http"
	"strings"
	"testing"

	"catenary/server/identity"
)

func TestUnknownAddresses(t *testing.T) {
	t.Parallel()
	e := newEdge(t)
	for _, path := range []string{"/", "/api/v1/nothing", "/api/v1/orgs/" + someOrg + "/things/more", "/API/v1/things", "/api/v1//things"} {
		want(t, e.send(ask{method: http.MethodGet, path: path}), http.StatusNotFound, "route.unknown")
	}
	w := e.send(ask{method: http.MethodDelete, path: "/api/v1/things"})
	want(t, w, http.StatusMethodNotAllowed, "route.method")
	if allow := w.Header().Get("Allow"); !strings.Contains(allow, "GET") {
		t.Errorf("Allow = %q", allow)
	}
}

func TestAcceptsThatCannotBeRead(t *testing.T) {
	t.Parallel()
	e := newEdge(t)
	for _, accept := range []string{
		",", ";", ";;", ";q", ";q=", "q=1", "*/*;q=x", "application/json;q=", "application/json;q=0.", ";q=0.5,", "a;q=1;q=", "\x7f", "text/html;,",
		strings.Repeat("a/b;q=0.1,", 1000), "application/json;q=-1", "application/yaml; q=1 ,",
	} {
		for _, path := range []string{"/api/v1/things", "/nothing", "/readyz"} {
			if w := e.send(ask{method: http.MethodGet, path: path, token: "good", header: headers("Accept", accept)}); w.Code >= 500 || w.Code == 406 {
				t.Errorf("Accept %.40q of %s: %d %s", accept, path, w.Code, w.Body)
			}
		}
	}
}

func TestIDsInAddresses(t *testing.T) {
	t.Parallel()
	e := newEdge(t)
	for _, bad := range []string{
		"x", "01jd0000000000000000000000", "01JD000000000000000000000U", "01JD0000000000000000000000%00", "%ff",
		"01JD00000000000000000000000", "01JD0000000000000000000000%2F..", strings.Repeat("0", 10_000),
	} {
		w := e.send(ask{method: http.MethodPost, path: "/api/v1/orgs/" + bad + "/things", body: `{"name":"a"}`, token: "good"})
		want(t, w, http.StatusNotFound, "resource.unknown")
	}
	if e.made.Load() != 0 {
		t.Error("a handler ran")
	}
}

func TestSignIn(t *testing.T) {
	t.Parallel()
	e := newEdge(t)
	cookie := identity.Cookie + "=good"
	tests := []struct {
		name   string
		header []string
		status int
		code   string
	}{
		{"nobody", nil, 401, "auth.needed"},
		{"session", []string{"Cookie", cookie}, 200, ""},
		{"token", []string{"Authorization", "Bearer good"}, 200, ""},
		{"scheme in small letters", []string{"Authorization", "bearer good"}, 200, ""},
		{"unknown session", []string{"Cookie", identity.Cookie + "=bad"}, 401, "auth.session"},
		{"unknown token", []string{"Authorization", "Bearer bad"}, 401, "auth.token"},
		{"both", []string{"Cookie", cookie, "Authorization", "Bearer good"}, 400, "auth.both"},
		{"two cookies", []string{"Cookie", cookie + "; " + identity.Cookie + "=bad"}, 400, "auth.both"},
		{"two tokens", []string{"Authorization", "Bearer good", "Authorization", "Bearer bad"}, 401, "auth.scheme"},
		{"basic", []string{"Authorization", "Basic Z29vZDpnb29k"}, 401, "auth.scheme"},
		{"empty", []string{"Authorization", "Bearer "}, 401, "auth.scheme"},
		{"cookie without its prefix", []string{"Cookie", "catenary=good"}, 401, "auth.needed"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := e.send(ask{method: http.MethodGet, path: "/api/v1/things", header: headers(tt.header...)})
			want(t, w, tt.status, tt.code)
			if got := w.Header().Get("WWW-Authenticate"); (tt.status == 401) != (got != "") {
				t.Errorf("WWW-Authenticate = %q", got)
			}
		})
	}
	w := e.send(ask{method: http.MethodGet, path: "/api/v1/things?access_token=good"})
	want(t, w, http.StatusUnauthorized, "auth.needed")
}

func TestReplacedSessionTokenIsAnswered(t *testing.T) {
	t.Parallel()
	e := newEdge(t)
	e.gate.replaced = "newer"
	w := e.send(ask{method: http.MethodGet, path: "/api/v1/things", header: headers("Cookie", identity.Cookie+"=good")})
	want(t, w, http.StatusOK, "")
	cookies := w.Result().Cookies()
	if len(cookies) != 1 {
		t.Fatalf("cookies = %v", cookies)
	}
	c := cookies[0]
	if c.Name != "__Host-catenary" || c.Value != "newer" || !c.Secure || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Domain != "" {
		t.Errorf("cookie = %+v", c)
	}
}

func TestBeforeThereIsAnOwner(t *testing.T) {
	t.Parallel()
	e := newEdge(t)
	e.gate.needsSetup.Store(true)
	want(t, e.send(ask{method: http.MethodGet, path: "/api/v1/things", token: "good"}), http.StatusServiceUnavailable, "setup.needed")
	want(t, e.send(ask{method: http.MethodPost, path: "/api/v1/enter"}), http.StatusServiceUnavailable, "setup.needed")
	for _, path := range []string{"/healthz", "/readyz", "/api/docs", "/api/v1/openapi.json", "/problems/setup.needed"} {
		want(t, e.send(ask{method: http.MethodGet, path: path}), http.StatusOK, "")
	}
	want(t, e.send(ask{method: http.MethodPost, path: "/api/v1/begin"}), http.StatusNoContent, "")
	e.gate.needsSetup.Store(false)
	want(t, e.send(ask{method: http.MethodGet, path: "/api/v1/things", token: "good"}), http.StatusOK, "")
	want(t, e.send(ask{method: http.MethodPost, path: "/api/v1/begin"}), http.StatusNotFound, "setup.done")
	want(t, e.send(ask{method: http.MethodPost, path: "/api/v1/begin", body: `{"odd"`}), http.StatusNotFound, "setup.done")
	asked := e.gate.asked.Load()
	e.gate.needsSetup.Store(true)
	want(t, e.send(ask{method: http.MethodGet, path: "/api/v1/things", token: "good"}), http.StatusOK, "")
	if e.gate.asked.Load() != asked {
		t.Error("asked again after there was an owner")
	}
}

func TestTwoCookiesAreToldApartFromCookieAndToken(t *testing.T) {
	t.Parallel()
	e := newEdge(t)
	cookie := identity.Cookie + "=good"
	for text, header := range map[string]http.Header{
		"2 cookies have the name": headers("Cookie", cookie+"; "+cookie), "not both": headers("Cookie", cookie, "Authorization", "Bearer good"),
	} {
		p := want(t, e.send(ask{method: http.MethodGet, path: "/api/v1/things", header: header}), http.StatusBadRequest, "auth.both")
		if !strings.Contains(p.Detail, text) {
			t.Errorf("detail = %q, want %q in it", p.Detail, text)
		}
	}
}

func TestWhatIsGivenTwiceIsRefused(t *testing.T) {
	t.Parallel()
	e := newEdge(t)
	for _, q := range []ask{
		{path: "/api/v1/things?limit=1&limit=2"},
		{path: "/api/v1/things?limit=1&limit=1"},
		{path: "/api/v1/things?limit=1&%6cimit=1"},
		{path: "/api/v1/things", header: headers("If-Match", `"1"`, "If-Match", `"2"`)},
		{path: "/api/v1/things", header: headers("Lease", "a", "Lease", "a")},
	} {
		q.method, q.token = http.MethodGet, "good"
		if p := want(t, e.send(q), http.StatusBadRequest, "request.parameter"); len(p.Errors) != 1 {
			t.Errorf("%s: errors = %+v", q.path, p.Errors)
		}
	}
	want(t, e.send(ask{method: http.MethodGet, path: "/api/v1/things?limit=1", token: "good"}), http.StatusOK, "")
}
