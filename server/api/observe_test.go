package api

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"catenary/internal/fault"
	"catenary/rbac"
	"catenary/server/audit"
	"catenary/server/identity"
)

func TestPanicsShowNothing(t *testing.T) {
	t.Parallel()
	e := newEdge(t)
	e.work = func(context.Context) error { panic("the password is hunter2") }
	w := e.makeThing(`{"name":"a"}`)
	want(t, w, http.StatusInternalServerError, "internal")
	if strings.Contains(w.Body.String(), "hunter2") {
		t.Error("the panic's text is shown")
	}
	if !strings.Contains(e.log.String(), "hunter2") {
		t.Error("the panic is not logged")
	}
	e.work = func(context.Context) error { return io.ErrNoProgress }
	w = e.makeThing(`{"name":"a"}`)
	want(t, w, http.StatusInternalServerError, "internal")
	if strings.Contains(w.Body.String(), io.ErrNoProgress.Error()) {
		t.Error("a foreign error's text is shown")
	}
	e.work = func(context.Context) error { return fault.New(fault.Internal, "store.odd", "row 7 is odd") }
	if p := want(t, e.makeThing(`{"name":"a"}`), http.StatusInternalServerError, "internal"); strings.Contains(p.Detail, "odd") {
		t.Error("an internal fault's text is shown")
	}
}

func TestLogHoldsNoSecrets(t *testing.T) {
	t.Parallel()
	e := newEdge(t)
	w := e.send(ask{
		method: http.MethodPost, path: thingsPath + "?token=query-secret", body: `{"name":"body-secret"}`, token: "good",
		header: headers("Idempotency-Key", "key-secret"),
	})
	want(t, w, http.StatusUnprocessableEntity, "request.parameter")
	e.send(ask{method: http.MethodGet, path: "/api/v1/things", header: headers("Cookie", identity.Cookie+"=cookie-secret")})
	e.send(ask{method: http.MethodGet, path: "/api/v1/path-secret"})
	var line struct {
		Route, Method, Tenant, Subject, Token string
		Status                                int
		RequestID                             string `json:"request_id"`
	}
	if err := json.Unmarshal([]byte(strings.SplitN(e.log.String(), "\n", 2)[0]), &line); err != nil {
		t.Fatal(err)
	}
	if line.Route != "/api/v1/orgs/:org_id/things" || line.Method != http.MethodPost || line.Status != 422 ||
		line.Tenant != "t1" || line.Subject != "alice" || line.Token != "tok-good" || line.RequestID != w.Header().Get("X-Request-Id") {
		t.Errorf("line = %+v", line)
	}
	if strings.Contains(e.log.String(), "secret") {
		t.Errorf("log: %s", e.log)
	}
}

func TestRefusalsAreAudited(t *testing.T) {
	t.Parallel()
	e := newEdge(t)
	gone, cancel := context.WithCancel(context.Background())
	defer cancel()
	for _, visible := range []bool{true, false} {
		e.work = func(context.Context) error {
			cancel()
			f := fault.New(fault.NotFound, "resource.unknown", "there is no such thing")
			if visible {
				f = fault.New(fault.Forbidden, "auth.forbidden", "this needs chain:edit")
			}
			return f.Because(&rbac.Refusal{Permission: rbac.ChainEdit, Org: someOrg, Visible: visible})
		}
		r := httptest.NewRequestWithContext(gone, http.MethodPost, thingsPath, strings.NewReader(`{"name":"a"}`))
		r.Header.Set("Content-Type", jsonType)
		r.Header.Set("Authorization", "Bearer good")
		e.handler.ServeHTTP(httptest.NewRecorder(), r)
	}
	if len(e.audited.rows) != 2 {
		t.Fatalf("entries = %+v", e.audited.rows)
	}
	for i, code := range []string{"auth.forbidden", "resource.unknown"} {
		row := e.audited.rows[i]
		if row.Code != code || row.Result != "refused" || row.Action != string(rbac.ChainEdit) || row.Kind != "thing" ||
			row.Org != someOrg || row.Subject != "alice" || row.Token != "tok-good" || row.Address != "192.0.2.1" || row.RequestID == "" {
			t.Errorf("entry = %+v", row)
		}
	}
}

// What a rule of a use case forbids is in the log like what the Authorizer
// refuses, with what the address names.
func TestEveryForbiddenIsAudited(t *testing.T) {
	t.Parallel()
	e := newEdge(t)
	for _, f := range []*fault.Fault{
		fault.New(fault.Forbidden, "grant.self", "not your own"), fault.New(fault.Forbidden, "auth.step_up_needed", "again"),
		fault.New(fault.NotFound, "thing.unknown", "no such thing"), fault.New(fault.Conflict, "thing.taken", "it is there"),
	} {
		e.work = func(context.Context) error { return f }
		e.makeThing(oneThing)
	}
	if len(e.audited.rows) != 2 {
		t.Fatalf("entries = %+v", e.audited.rows)
	}
	for i, code := range []string{"grant.self", "auth.step_up_needed"} {
		row := e.audited.rows[i]
		if row.Code != code || row.Result != "refused" || row.Action != string(rbac.ChainEdit) || row.Kind != "thing" || row.Org != someOrg || row.Resource != "" {
			t.Errorf("entry = %+v", row)
		}
	}
}

func TestRefusedEntriesNameTheResource(t *testing.T) {
	t.Parallel()
	const other = "01JD0000000000000000000009"
	forbidden := &rbac.Refusal{Permission: rbac.OrgDelete, Org: other}
	for _, tt := range []struct {
		params  [][2]string
		route   route
		refusal *rbac.Refusal
		want    audit.Entry
	}{
		{
			[][2]string{{"org_id", someOrg}, {"chain_key", "release"}, {"version", "3"}},
			route{Tag: "chains", Permission: rbac.ChainEdit},
			nil,
			audit.Entry{Action: "chain:edit", Kind: "chain", ResourceID: "release", OrgID: someOrg},
		},
		{
			[][2]string{{"org_id", someOrg}, {"account_id", someOrg}, {"token_id", other}},
			route{Tag: "accounts", Permission: rbac.AccountWrite},
			nil,
			audit.Entry{Action: "account:write", Kind: "account", ResourceID: other, OrgID: someOrg},
		},
		{
			[][2]string{{"org_id", someOrg}},
			route{Tag: "orgs", Permission: rbac.OrgMove},
			forbidden,
			audit.Entry{Action: "org:delete", Kind: "org", ResourceID: someOrg, OrgID: other},
		},
		{nil, route{ID: "createMyToken", Tag: "tokens"}, nil, audit.Entry{Action: "token:createMyToken", Kind: "token"}},
	} {
		var on target
		for _, p := range tt.params {
			on.name(p[0], p[1])
		}
		tt.want.Refused, tt.want.Code = true, "a.b"
		if got := refusedEntry(on, tt.route, tt.refusal, "a.b"); got != tt.want {
			t.Errorf("entry = %+v, want %+v", got, tt.want)
		}
	}
}
