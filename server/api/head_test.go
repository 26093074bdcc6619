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
	ask := func(method, path string) (status int, header http.Header, body string) {
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
		text, err := io.ReadAll(a.Body)
		if err != nil {
			t.Fatal(err)
		}
		return a.StatusCode, a.Header, string(text)
	}
	for path, status := range map[string]int{
		"/healthz": 200, "/readyz": 200, docsPath: 200, documentPath: 200, yamlPath: 200, "/problems/auth.both": 200,
		"/api/v1/things": 200, "/api/v1/things?limit=0": 422, "/nothing": 404, thingsPath: 405,
	} {
		_, get, _ := ask(http.MethodGet, path)
		got, head, body := ask(http.MethodHead, path)
		if got != status || body != "" {
			t.Errorf("HEAD %s: %d %q, want %d", path, got, body, status)
		}
		for _, h := range []http.Header{get, head} {
			h.Del("Date")
			h.Del("X-Request-Id")
		}
		for name, values := range get {
			if !slices.Equal(head[name], values) {
				t.Errorf("HEAD %s: %s = %q, of GET %q", path, name, head[name], values)
			}
		}
	}
	if _, refused, _ := ask(http.MethodDelete, "/api/v1/things"); !strings.Contains(refused.Get("Allow"), "GET, HEAD") {
		t.Errorf("Allow = %q", refused.Get("Allow"))
	}
}
