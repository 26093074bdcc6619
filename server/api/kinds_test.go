package api

import (
	"encoding/json"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"catenary/internal/schema"
	"catenary/nodes/builtin"
)

// kindsEdge is an edge with the routes of node kinds only.
func kindsEdge(t *testing.T) *edge {
	t.Helper()
	e := newEdge(t)
	e.routes, e.pages = nil, nil
	var err error
	if e.handler, err = e.API.handler(e.registerKinds); err != nil {
		t.Fatal(err)
	}
	return e
}

func (e *edge) read(path, token string, header ...string) (int, string, []byte) {
	e.t.Helper()
	w := e.send(ask{method: http.MethodGet, path: "/api/v1" + path, token: token, header: headers(header...)})
	return w.Code, w.Header().Get("ETag"), w.Body.Bytes()
}

func TestListNodeKinds(t *testing.T) {
	t.Parallel()
	e := kindsEdge(t)
	status, etag, body := e.read("/node-kinds", "good")
	var list struct {
		Items []struct {
			Name, Icon      string
			Version         int
			Title, Help     struct{ EN, ZH string }
			Keywords        []string
			Schema          map[string]any
			Fields, Effects bool
			Ports           struct{ In, Out, Failure bool }
		}
	}
	if err := json.Unmarshal(body, &list); err != nil || status != http.StatusOK || etag == "" {
		t.Fatalf("%d %q %v: %s", status, etag, err, body)
	}
	var names []string
	for _, k := range list.Items {
		names = append(names, k.Name)
		if k.Version != 1 || k.Icon == "" || k.Title.ZH == "" || k.Help.EN == "" || len(k.Keywords) == 0 || k.Schema["type"] != "object" {
			t.Errorf("incomplete: %+v", k)
		}
		if (k.Name == "work") != k.Fields || (k.Name == "fail") == k.Ports.Out {
			t.Errorf("%s: fields %v, ports %+v", k.Name, k.Fields, k.Ports)
		}
	}
	if diff := cmp.Diff([]string{"work", "script", "branch", "http", "approval", "form", "wait", "chain", "each", "notify", "switch", "hold", "fail"}, names); diff != "" {
		t.Errorf("kinds (-want +got):\n%s", diff)
	}
}

func TestGetNodeKind(t *testing.T) {
	t.Parallel()
	e := kindsEdge(t)
	status, etag, body := e.read("/node-kinds/http", "good")
	var one struct{ Name string }
	if err := json.Unmarshal(body, &one); err != nil || status != http.StatusOK || one.Name != "http" {
		t.Fatalf("%d %v: %s", status, err, body)
	}
	if _, other, _ := e.read("/node-kinds/wait", "good"); other == etag {
		t.Error("two kinds have the same ETag")
	}
	for _, name := range []string{"approval2", "HTTP", "..", "%00"} {
		w := e.send(ask{method: http.MethodGet, path: "/api/v1/node-kinds/" + name, token: "good"})
		if w.Code != http.StatusNotFound {
			t.Errorf("%s: %d %s", name, w.Code, w.Body)
		}
	}
	want(t, e.send(ask{method: http.MethodGet, path: "/api/v1/node-kinds/nothing", token: "good"}), http.StatusNotFound, "kind.unknown")
}

func TestGetChainSchema(t *testing.T) {
	t.Parallel()
	e := kindsEdge(t)
	status, _, body := e.read("/chain-schema", "good")
	if status != http.StatusOK {
		t.Fatalf("%d: %s", status, body)
	}
	if _, wrong := schema.Compile(body); wrong != nil {
		t.Errorf("the schema is none: %v", wrong)
	}
	var got, want any
	if json.Unmarshal(body, &got) != nil || json.Unmarshal(builtin.Registry().ChainSchema(), &want) != nil || !cmp.Equal(got, want) {
		t.Error("another schema is served")
	}
}

func TestNodeKindsAreKept(t *testing.T) {
	t.Parallel()
	e := kindsEdge(t)
	for _, path := range []string{"/node-kinds", "/node-kinds/work", "/chain-schema"} {
		_, etag, _ := e.read(path, "good")
		for _, known := range []string{etag, "W/" + etag, `"other", ` + etag, "*"} {
			status, again, body := e.read(path, "good", "If-None-Match", known)
			if status != http.StatusNotModified || again != etag || len(body) > 0 {
				t.Errorf("%s with %s: %d, %q, %d bytes", path, known, status, again, len(body))
			}
		}
		if status, _, body := e.read(path, "good", "If-None-Match", `"other"`); status != http.StatusOK || len(body) == 0 {
			t.Errorf("%s with another: %d", path, status)
		}
		want(t, e.send(ask{method: http.MethodGet, path: "/api/v1" + path}), http.StatusUnauthorized, "auth.needed")
		if status, _, _ := e.read(path+"?deep=true", "good"); status == http.StatusOK {
			t.Errorf("%s takes an unknown parameter", path)
		}
	}
}
