package api

import (
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
)

func TestHeadIsGetWithoutItsBody(t *testing.T) {
	t.Parallel()
	e := newEdge(t)
	s := httptest.NewServer(e.handler)
	t.Cleanup(s.Close)
	ask := func(method, path string) (*http.Response, string) {
		t.Helper()
		r, err := http.NewRequestWithContext(t.Context(), method, s.URL+path, http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Authorization", "Bearer good")
		a, err := s.Client().Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = a.Body.Close() }()
		body, err := io.ReadAll(a.Body)
		if err != nil {
			t.Fatal(err)
		}
		return a, string(body)
	}
	for path, status := range map[string]int{
		"/healthz": 200, "/readyz": 200, docsPath: 200, documentPath: 200, yamlPath: 200, "/problems/auth.both": 200,
		"/api/v1/things": 200, "/api/v1/things?limit=0": 422, "/nothing": 404, thingsPath: 405,
	} {
		get, _ := ask(http.MethodGet, path)
		head, body := ask(http.MethodHead, path)
		if head.StatusCode != status || body != "" {
			t.Errorf("HEAD %s: %d %q, want %d", path, head.StatusCode, body, status)
		}
		for _, h := range []http.Header{get.Header, head.Header} {
			h.Del("Date")
			h.Del("X-Request-Id")
		}
		for name, values := range get.Header {
			if !slices.Equal(head.Header[name], values) {
				t.Errorf("HEAD %s: %s = %q, of GET %q", path, name, head.Header[name], values)
			}
		}
	}
	if refused, _ := ask(http.MethodDelete, "/api/v1/things"); !strings.Contains(refused.Header.Get("Allow"), "GET, HEAD") {
		t.Errorf("Allow = %q", refused.Header.Get("Allow"))
	}
}
