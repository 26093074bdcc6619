package api

import (
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/netip"
	"regexp"
	"strings"
	"testing"

	"catenary/internal/fault"
)

func TestSecureHeaders(t *testing.T) {
	t.Parallel()
	e := newEdge(t, func(a *API) { a.TLS = true })
	for _, path := range []string{"/api/v1/things", "/nothing", "/healthz", "/api/docs", "/api/v1/openapi.json", "/problems/internal"} {
		h := e.send(ask{method: http.MethodGet, path: path, token: "good"}).Header()
		for name, value := range map[string]string{
			"Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; " +
				"img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
			"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer",
			"Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin",
			"Strict-Transport-Security": "max-age=31536000", "Server": "", "X-Powered-By": "",
		} {
			if got := h.Get(name); got != value {
				t.Errorf("%s: %s = %q", path, name, got)
			}
		}
	}
	w := e.send(ask{method: http.MethodGet, path: "/api/v1/things", token: "good"})
	if got := w.Header().Get("Cache-Control"); got != "no-store" {
		t.Errorf("Cache-Control = %q", got)
	}
	if got := newEdge(t).send(ask{method: http.MethodGet, path: "/healthz"}).Header().Get("Strict-Transport-Security"); got != "" {
		t.Errorf("HSTS without TLS: %q", got)
	}
	if policy := contentPolicy("abc"); !strings.Contains(policy, "style-src 'self' 'nonce-abc';") {
		t.Errorf("policy with a nonce = %q", policy)
	}
}

func TestLongAnswersArePacked(t *testing.T) {
	t.Parallel()
	e := newEdge(t)
	accept := headers("Accept-Encoding", "gzip")
	w := e.send(ask{method: http.MethodGet, path: "/api/v1/things?limit=200", token: "good", header: accept})
	if w.Header().Get("Content-Encoding") != "gzip" {
		t.Fatalf("headers = %v", w.Header())
	}
	unpacked, err := gzip.NewReader(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	if text, err := io.ReadAll(unpacked); err != nil || !json.Valid(text) {
		t.Errorf("%v: %s", err, text)
	}
	for _, q := range []ask{
		{method: http.MethodGet, path: "/api/v1/things?limit=1", token: "good", header: accept},
		{method: http.MethodGet, path: "/api/v1/things?limit=200", token: "good"},
		{method: http.MethodPost, path: "/api/v1/secret", token: "good", header: accept},
	} {
		if w := e.send(q); w.Header().Get("Content-Encoding") != "" {
			t.Errorf("%s is packed", q.path)
		}
	}
}

func TestHealthAndReadiness(t *testing.T) {
	t.Parallel()
	var missing error
	e := newEdge(t, func(a *API) { a.Ready = func(context.Context) error { return missing } })
	want(t, e.send(ask{method: http.MethodGet, path: "/readyz"}), http.StatusOK, "")
	missing = fault.New(fault.Unavailable, "store.unavailable", "the database does not answer").Because(errors.New("password=hunter2"))
	w := e.send(ask{method: http.MethodGet, path: "/readyz"})
	if p := want(t, w, http.StatusServiceUnavailable, "server.not_ready"); !strings.Contains(p.Detail, "database does not answer") {
		t.Errorf("detail = %q", p.Detail)
	}
	if w.Header().Get("Retry-After") == "" {
		t.Error("no Retry-After")
	}
	missing = errors.New("connect to user=catenary password=hunter2")
	if p := want(t, e.send(ask{method: http.MethodGet, path: "/readyz"}), http.StatusServiceUnavailable, "server.not_ready"); strings.Contains(p.Detail, "hunter2") {
		t.Errorf("detail = %q", p.Detail)
	}
	w = e.send(ask{method: http.MethodGet, path: "/healthz"})
	want(t, w, http.StatusOK, "")
	if strings.TrimSpace(w.Body.String()) != `{"state":"alive"}` {
		t.Errorf("health = %s", w.Body)
	}
}

func TestMetrics(t *testing.T) {
	t.Parallel()
	listed := func(a *API) { a.MetricsFrom = []netip.Prefix{netip.MustParsePrefix("192.0.2.0/24")} }
	proxied := func(a *API) { a.Proxies = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")} }
	tests := []struct {
		name   string
		set    func(*API)
		from   string
		header []string
		served bool
	}{
		{"own host", func(*API) {}, "127.0.0.1:1", nil, true},
		{"own host over IPv6", func(*API) {}, "[::1]:1", nil, true},
		{"elsewhere", func(*API) {}, "192.0.2.9:1", nil, false},
		{"elsewhere through an unlisted proxy here", func(*API) {}, "127.0.0.1:1", []string{"X-Forwarded-For", "192.0.2.9"}, false},
		{"elsewhere, claiming to be here", func(*API) {}, "192.0.2.9:1", []string{"X-Forwarded-For", "127.0.0.1"}, false},
		{"elsewhere through a listed proxy here", proxied, "127.0.0.1:1", []string{"X-Forwarded-For", "192.0.2.9"}, false},
		{"listed network", listed, "192.0.2.9:1", nil, true},
		{"other network", listed, "198.51.100.9:1", nil, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e := newEdge(t, tt.set)
			e.send(ask{method: http.MethodGet, path: "/api/v1/things", token: "good"})
			e.send(ask{method: "ODD", path: "/x/1"})
			w := e.send(ask{method: http.MethodGet, path: "/metrics", from: tt.from, header: headers(tt.header...)})
			if !tt.served {
				want(t, w, http.StatusNotFound, "route.unknown")
				return
			}
			want(t, w, http.StatusOK, "")
			for _, line := range []string{
				`catenary_http_request_seconds_count{method="GET",route="/api/v1/things",status="2xx"} 1`,
				`catenary_http_request_seconds_count{method="any",route="unknown",status="4xx"} 1`,
				`catenary_db_connections_open{pool="write"}`, "go_goroutines ", "process_cpu_seconds_total ",
			} {
				if !strings.Contains(w.Body.String(), line) {
					t.Errorf("no %s in\n%.2000s", line, w.Body)
				}
			}
		})
	}
}

func TestProblemPages(t *testing.T) {
	t.Parallel()
	e := newEdge(t)
	w := e.send(ask{method: http.MethodGet, path: "/problems/request.too_deep"})
	want(t, w, http.StatusOK, "")
	if !strings.HasPrefix(w.Body.String(), "# ") || w.Header().Get("Content-Type") != "text/plain; charset=utf-8" {
		t.Errorf("%v: %s", w.Header(), w.Body)
	}
	for _, code := range []string{"no.such", "..%2f..%2fgo", "../docs", "%00", "x/y"} {
		w := e.send(ask{method: http.MethodGet, path: "/problems/" + code})
		if w.Code != http.StatusNotFound {
			t.Errorf("%s: %d", code, w.Code)
		}
	}
}

func TestDocsLoadNothingFromOutside(t *testing.T) {
	t.Parallel()
	e := newEdge(t)
	page := e.send(ask{method: http.MethodGet, path: "/api/docs"})
	want(t, page, http.StatusOK, "")
	text := page.Body.String()
	if regexp.MustCompile(`(?i)<script(?:>|[^>]*>[^<\s])|<style| style=| on[a-z]+=`).MatchString(text) {
		t.Error("the page has a script or a style of its own, which the policy forbids")
	}
	links := regexp.MustCompile(`(?:src|href)="([^"]+)"`).FindAllStringSubmatch(text, -1)
	if len(links) < 4 {
		t.Fatalf("links = %v", links)
	}
	for _, link := range links {
		w := e.send(ask{method: http.MethodGet, path: link[1]})
		want(t, w, http.StatusOK, "")
		again := e.send(ask{method: http.MethodGet, path: link[1], header: headers("If-None-Match", w.Header().Get("ETag"))})
		want(t, again, http.StatusNotModified, "")
	}
	want(t, e.send(ask{method: http.MethodGet, path: "/api/docs/swagger-ui-bundle.js.map"}), http.StatusNotFound, "route.unknown")
}

func TestOpenAPIDocument(t *testing.T) {
	t.Parallel()
	first, second := newEdge(t), newEdge(t)
	w := first.send(ask{method: http.MethodGet, path: "/api/v1/openapi.json"})
	want(t, w, http.StatusOK, "")
	if w.Body.String() != second.send(ask{method: http.MethodGet, path: "/api/v1/openapi.json"}).Body.String() {
		t.Error("two servers write the document differently")
	}
	etag := w.Header().Get("ETag")
	for _, known := range []string{etag, "W/" + etag, `"x", ` + etag, "*"} {
		again := first.send(ask{method: http.MethodGet, path: "/api/v1/openapi.json", header: headers("If-None-Match", known)})
		want(t, again, http.StatusNotModified, "")
		if again.Body.Len() != 0 {
			t.Error("304 has a body")
		}
	}
	var doc struct {
		OpenAPI string
		Paths   map[string]map[string]struct {
			OperationID string
			Permission  string `json:"x-permission"`
			Access      string `json:"x-access"`
			Security    []map[string][]string
			Responses   map[string]struct{ Content map[string]json.RawMessage }
		}
		Components struct{ Schemas map[string]json.RawMessage }
	}
	if err := json.Unmarshal(w.Body.Bytes(), &doc); err != nil {
		t.Fatal(err)
	}
	op := doc.Paths["/api/v1/orgs/{org_id}/things"]["post"]
	if doc.OpenAPI != "3.1.0" || op.OperationID != "makeThing" || op.Permission != "chain:edit" || op.Access != "guarded" || len(op.Security) != 2 {
		t.Errorf("operation = %+v", op)
	}
	for _, status := range []string{"201", "400", "401", "403", "404", "409", "413", "415", "422", "429", "500", "503"} {
		r, found := op.Responses[status]
		if !found || status != "201" && r.Content[problemType] == nil {
			t.Errorf("%s: %+v", status, r)
		}
	}
	if doc.Components.Schemas["Problem"] == nil {
		t.Errorf("schemas = %v", doc.Components.Schemas)
	}
	for _, path := range []string{"/healthz", "/readyz", "/metrics", "/api/docs", "/api/v1/openapi.json", "/problems/{code}"} {
		if doc.Paths[path]["get"].OperationID == "" {
			t.Errorf("%s is not described", path)
		}
	}
	yaml := first.send(ask{method: http.MethodGet, path: "/api/v1/openapi.yaml"})
	if !strings.Contains(yaml.Body.String(), "\nopenapi: ") || yaml.Header().Get("Content-Type") != "application/yaml" {
		t.Errorf("yaml = %.80s", yaml.Body)
	}
}
