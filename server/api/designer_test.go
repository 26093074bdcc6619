package api

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
)

func withDesigner(a *API) {
	file := func(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }
	a.Designer = fstest.MapFS{
		"index.html":           file(`<!doctype html><script nonce="__NONCE__"></script>`),
		"licenses.txt":         file("elkjs: EPL-2.0, 许可"),
		"assets/main-1.js":     file("plain"),
		"assets/main-1.js.br":  file("brotli"),
		"assets/main-1.js.gz":  file("gzip"),
		"assets/picture-2.png": file("png"),
	}
}

func TestEachScreenHasAnAddress(t *testing.T) {
	t.Parallel()
	e := newEdge(t, withDesigner)
	seen := map[string]bool{}
	for _, path := range []string{"/", "/sign-in?to=%2F", "/setup", "/o/01ARZ3NDEKTSV4RRFFQ69G5FAV/chains/pay?node=a", "/o/x/runs", "/system"} {
		w := e.send(ask{method: http.MethodGet, path: path})
		if w.Code != http.StatusOK || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") {
			t.Fatalf("%s: %d %v", path, w.Code, w.Header())
		}
		nonce := regexp.MustCompile(`nonce="([\w-]{22})"`).FindStringSubmatch(w.Body.String())
		if nonce == nil || !strings.Contains(w.Header().Get("Content-Security-Policy"), "'nonce-"+nonce[1]+"'") {
			t.Fatalf("%s: %s with %v", path, w.Body, w.Header())
		}
		if seen[nonce[1]] {
			t.Errorf("%s: a nonce was used twice", path)
		}
		seen[nonce[1]] = true
		if w.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("%s: Cache-Control = %q", path, w.Header().Get("Cache-Control"))
		}
	}
}

func TestAnAddressWithoutAScreen(t *testing.T) {
	t.Parallel()
	const browser = "text/html,application/xhtml+xml,*/*;q=0.8"
	e := newEdge(t, withDesigner)
	bare := newEdge(t)
	for _, tt := range []struct {
		name, method, path, accept string
		edge                       *edge
		page                       bool
	}{
		{"a person", http.MethodGet, "/no/such/screen", browser, e, true},
		{"a person of one word", http.MethodGet, "/nothing", browser, e, true},
		{"below a screen", http.MethodGet, "/o/A/chains/b/c/d", browser, e, true},
		{"a program below a screen", http.MethodGet, "/o/A/chains/b/c/d", "*/*", e, false},
		{"a program", http.MethodGet, "/no/such/screen", "*/*", e, false},
		{"a change", http.MethodPost, "/no/such/screen", browser, e, false},
		{"the API", http.MethodGet, "/api/v1/nothing", browser, e, false},
		{"what pages load", http.MethodGet, "/assets/main-9.js", browser, e, false},
		{"below what pages load", http.MethodGet, "/assets/a/b", browser, e, false},
		{"a problem without a page", http.MethodGet, "/problems/no.such", browser, e, false},
		{"built without a designer", http.MethodGet, "/no/such/screen", browser, bare, false},
	} {
		w := tt.edge.send(ask{method: tt.method, path: tt.path, header: headers("Accept", tt.accept)})
		is := strings.HasPrefix(w.Header().Get("Content-Type"), "text/html")
		if w.Code != http.StatusNotFound || is != tt.page {
			t.Errorf("%s: %d %v", tt.name, w.Code, w.Header())
		}
		if is && !strings.Contains(w.Header().Get("Content-Security-Policy"), "'nonce-") {
			t.Errorf("%s: no nonce in %v", tt.name, w.Header())
		}
	}
}

func TestNoticesOfOthersAreForEverybody(t *testing.T) {
	t.Parallel()
	w := newEdge(t, withDesigner).send(ask{method: http.MethodGet, path: "/licenses"})
	if w.Code != http.StatusOK || w.Body.String() != "elkjs: EPL-2.0, 许可" ||
		w.Header().Get("Content-Type") != "text/plain; charset=utf-8" {
		t.Errorf("%d %q %v", w.Code, w.Body, w.Header())
	}
	bare := newEdge(t, func(a *API) { a.Designer = fstest.MapFS{} })
	if w := bare.send(ask{method: http.MethodGet, path: "/licenses"}); w.Code != http.StatusNotFound {
		t.Errorf("built without them = %d", w.Code)
	}
}

func TestFilesOfTheDesignerArePackedAndKept(t *testing.T) {
	t.Parallel()
	e := newEdge(t, withDesigner)
	for name, want := range map[string]struct{ path, accept, body, coding, media string }{
		"brotli":        {"/assets/main-1.js", "gzip, deflate, br", "brotli", "br", "text/javascript"},
		"gzip":          {"/assets/main-1.js", "gzip", "gzip", "gzip", "text/javascript"},
		"neither":       {"/assets/main-1.js", "", "plain", "", "text/javascript"},
		"only as it is": {"/assets/picture-2.png", "gzip, br", "png", "", "image/png"},
	} {
		w := e.send(ask{method: http.MethodGet, path: want.path, header: headers("Accept-Encoding", want.accept)})
		h := w.Header()
		if w.Code != http.StatusOK || w.Body.String() != want.body || h.Get("Content-Encoding") != want.coding ||
			!strings.HasPrefix(h.Get("Content-Type"), want.media) || !strings.Contains(h.Get("Cache-Control"), "immutable") {
			t.Errorf("%s: %d %q %v", name, w.Code, w.Body, h)
		}
	}
	for _, path := range []string{"/assets/main-9.js", "/assets/..%2Findex.html", "/assets/%2e%2e%2f%2e%2e%2fetc%2fpasswd", "/assets/"} {
		if w := e.send(ask{method: http.MethodGet, path: path}); w.Code != http.StatusNotFound {
			t.Errorf("%s = %d %s", path, w.Code, w.Body)
		}
	}
}
