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
		if row.Code != code || row.Result != "refused" || row.Action != string(rbac.ChainEdit) || row.Kind != "chain" ||
			row.Org != someOrg || row.Subject != "alice" || row.Token != "tok-good" || row.Address != "192.0.2.1" || row.RequestID == "" {
			t.Errorf("entry = %+v", row)
		}
	}
}
