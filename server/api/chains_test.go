package api_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"catenary/chain"
	"catenary/rbac"
	"catenary/server/api/apitest"
	"catenary/server/servertest"
)

const yamlType = "application/yaml"

// drawer is a designer of Stock who calls the API.
type drawer struct {
	*apitest.Server
	t            *testing.T
	cookie, path string
}

func newDrawer(t *testing.T) *drawer {
	s := apitest.New(t)
	return &drawer{
		Server: s, t: t, cookie: s.SignIn(rbac.Designer, servertest.Stock),
		path: "/api/v1/orgs/" + string(s.Org(servertest.Stock)),
	}
}

// ask sends a request; headers are names and values in turn.
func (d *drawer) ask(method, path, contentType, body string, headers ...string) apitest.Answer {
	d.t.Helper()
	h := http.Header{}
	for i := 0; i < len(headers); i += 2 {
		h.Set(headers[i], headers[i+1])
	}
	return d.Do(apitest.Call{Method: method, Path: d.path + path, Body: body, Type: contentType, Cookie: d.cookie, Header: h})
}

func (d *drawer) want(a apitest.Answer, status int, code string) apitest.Answer {
	d.t.Helper()
	if a.Status != status || code != "" && a.Problem().Code != code {
		d.t.Fatalf("%d %.400s, want %d %s", a.Status, a.Body, status, code)
	}
	return a
}

const releaseYAML = `format: catenary/v1
kind: Chain
key: release
name: Release
nodes:
  - {id: a, kind: wait, wait: {for: 1s}}
  - {id: b, kind: wait, wait: {for: 2s}}
edges:
  - {from: a, to: b}
`

func TestADocumentGoesInAndComesOutAsItIs(t *testing.T) {
	t.Parallel()
	d := newDrawer(t)
	made := d.want(d.ask("POST", "/chains", yamlType, releaseYAML), http.StatusCreated, "")
	if made.Header.Get("Location") != d.path+"/chains/release" || made.Header.Get("ETag") != `"1"` {
		t.Errorf("headers %v", made.Header)
	}
	parsed, _ := chain.Parse([]byte(releaseYAML), chain.EncodingYAML)
	asJSON := d.want(d.ask("GET", "/chains/release/draft", "", ""), http.StatusOK, "")
	if !bytes.Equal(asJSON.Body, parsed.Canonical()) || asJSON.Header.Get("Content-Type") != "application/json" || asJSON.Header.Get("ETag") != `"1"` {
		t.Errorf("%v\n%s", asJSON.Header, asJSON.Body)
	}
	for _, accept := range []string{yamlType, "application/yaml, application/json;q=0.5"} {
		asYAML := d.want(d.ask("GET", "/chains/release/draft", "", "", "Accept", accept), http.StatusOK, "")
		if !bytes.Equal(asYAML.Body, parsed.YAML()) || asYAML.Header.Get("Content-Type") != yamlType {
			t.Errorf("%s: %v\n%s", accept, asYAML.Header, asYAML.Body)
		}
	}
	for _, accept := range []string{"*/*", "text/html", "a;,b", ";;;", "application/yaml;q=", ","} {
		a := d.want(d.ask("GET", "/chains/release/draft", "", "", "Accept", accept), http.StatusOK, "")
		if got := a.Header.Get("Content-Type"); got != "application/json" && !strings.Contains(accept, "yaml") {
			t.Errorf("%s gives %s", accept, got)
		}
	}
	// Nor does any other route fail over what it cannot read.
	d.want(d.ask("GET", "/chains", "", "", "Accept", "a;,b"), http.StatusOK, "")
	again := d.want(d.ask("PUT", "/chains/release/draft", yamlType, string(parsed.YAML()), "If-Match", `"1"`), http.StatusOK, "")
	if again.Header.Get("ETag") != `"1"` {
		t.Errorf("the same document makes a revision: %s", again.Header.Get("ETag"))
	}
}

func TestSavingOverTheAPI(t *testing.T) {
	t.Parallel()
	d := newDrawer(t)
	d.want(d.ask("POST", "/chains", yamlType, releaseYAML), http.StatusCreated, "")
	changed := strings.Replace(releaseYAML, "name: Release", "name: Changed", 1)
	draft := "/chains/release/draft"
	d.want(d.ask("PUT", draft, yamlType, changed), http.StatusPreconditionRequired, "request.if_match_missing")
	d.want(d.ask("PUT", draft, yamlType, changed, "If-Match", "*"), http.StatusPreconditionFailed, "request.if_match")
	d.want(d.ask("PUT", draft, "text/plain", changed, "If-Match", `"1"`), http.StatusUnsupportedMediaType, "request.content_type")
	d.want(d.ask("PUT", draft, yamlType, "", "If-Match", `"1"`), http.StatusBadRequest, "request.body_missing")
	d.want(d.ask("PUT", draft, yamlType, "a: [", "If-Match", `"1"`), http.StatusBadRequest, "chain.unreadable")
	d.want(d.ask("PUT", draft, yamlType, strings.Repeat("#", 5<<20), "If-Match", `"1"`), http.StatusRequestEntityTooLarge, "chain.too_large")
	d.want(d.ask("PUT", draft, yamlType, strings.Repeat("#", 9<<20), "If-Match", `"1"`), http.StatusRequestEntityTooLarge, "request.too_large")
	d.want(d.ask("PUT", draft, "application/json", `{"format":"catenary/v1","format":"catenary/v1"}`, "If-Match", `"1"`), http.StatusBadRequest, "")
	d.want(d.ask("PUT", draft, yamlType, changed+"more: 1\n", "If-Match", `"1"`), http.StatusUnprocessableEntity, "chain.document")
	d.want(d.ask("PUT", draft, yamlType, strings.Replace(changed, "key: release", "key: other", 1), "If-Match", `"1"`), http.StatusUnprocessableEntity, "chain.key_differs")

	saved := d.want(d.ask("PUT", draft, yamlType, strings.Replace(changed, "to: b", "to: c", 1), "If-Match", `"1"`), http.StatusOK, "")
	var body struct {
		Chain struct {
			Name  string
			Draft struct{ Revision int64 }
		}
		Problems []struct {
			Code, Severity, Pointer string
			Line, Column            int
		}
	}
	if err := json.Unmarshal(saved.Body, &body); err != nil {
		t.Fatal(err)
	}
	if body.Chain.Name != "Changed" || body.Chain.Draft.Revision != 2 || len(body.Problems) == 0 {
		t.Fatalf("saved %+v", body)
	}
	if p := body.Problems[len(body.Problems)-1]; p.Code != "chain.edge_end" || p.Severity != "error" || p.Pointer != "/edges/0/to" || p.Line != 9 || p.Column == 0 {
		t.Errorf("problem %+v", p)
	}
	stale := d.want(d.ask("PUT", draft, yamlType, changed, "If-Match", `"1"`), http.StatusPreconditionFailed, "chain.stale")
	var problem struct{ Data struct{ Revision int64 } }
	if err := json.Unmarshal(stale.Body, &problem); err != nil || problem.Data.Revision != 2 {
		t.Errorf("stale %s", stale.Body)
	}
	base := d.want(d.ask("GET", draft+"?revision=1", "", ""), http.StatusOK, "")
	if !bytes.Contains(base.Body, []byte("Release")) || base.Header.Get("ETag") != `"1"` {
		t.Errorf("base %s", base.Body)
	}
}

func TestALeaseOverTheAPI(t *testing.T) {
	t.Parallel()
	d := newDrawer(t)
	d.want(d.ask("POST", "/chains", yamlType, releaseYAML), http.StatusCreated, "")
	taken := d.want(d.ask("POST", "/chains/release/lease", "application/json", `{}`), http.StatusOK, "")
	var lease struct{ ID string }
	if err := json.Unmarshal(taken.Body, &lease); err != nil || lease.ID == "" {
		t.Fatalf("taken %s", taken.Body)
	}
	changed := strings.Replace(releaseYAML, "name: Release", "name: Changed", 1)
	other := *d
	other.cookie = d.SignIn(rbac.Admin, servertest.Retail)
	refused := other.want(other.ask("PUT", "/chains/release/draft", yamlType, changed, "If-Match", `"1"`), http.StatusConflict, "chain.leased")
	var problem struct {
		Data struct{ Holder, Until string }
	}
	if err := json.Unmarshal(refused.Body, &problem); err != nil || problem.Data.Holder != string(d.Subject(rbac.Designer, servertest.Stock)) || problem.Data.Until == "" {
		t.Errorf("told %s", refused.Body)
	}
	d.want(d.ask("PUT", "/chains/release/draft", yamlType, changed, "If-Match", `"1"`, "Lease", lease.ID), http.StatusOK, "")
	shown := other.want(other.ask("GET", "/chains/release", "", ""), http.StatusOK, "")
	if !bytes.Contains(shown.Body, []byte(`"lease":{"holder"`)) || bytes.Contains(shown.Body, []byte(lease.ID)) {
		t.Errorf("shown %s", shown.Body)
	}
	asked := other.want(other.ask("POST", "/chains/release/lease/ask", "", ""), http.StatusOK, "")
	if !bytes.Contains(asked.Body, []byte(`"ask":{"by":{`)) {
		t.Errorf("asked %s", asked.Body)
	}
	if told := d.want(d.ask("PUT", "/chains/release/lease", "", "", "Lease", lease.ID), http.StatusOK, ""); !bytes.Contains(told.Body, []byte(`"ask":{"by":{`)) {
		t.Errorf("told %s", told.Body)
	}
	other.want(other.ask("POST", "/chains/release/lease/answer", "application/json", `{"hand_over":true}`, "Lease", lease.ID), http.StatusConflict, "chain.lease_lost")
	d.want(d.ask("POST", "/chains/release/lease/answer", "application/json", `{"hand_over":false}`, "Lease", lease.ID), http.StatusNoContent, "")
	if told := other.want(other.ask("GET", "/chains/release", "", ""), http.StatusOK, ""); !bytes.Contains(told.Body, []byte(`"declined":true`)) {
		t.Errorf("declined %s", told.Body)
	}
	other.want(other.ask("POST", "/chains/release/lease", "application/json", `{"take_over":true}`), http.StatusOK, "")
	d.want(d.ask("PUT", "/chains/release/lease", "", "", "Lease", lease.ID), http.StatusConflict, "chain.lease_lost")
	d.want(d.ask("DELETE", "/chains/release/lease", "", "", "Lease", lease.ID), http.StatusNoContent, "")
	d.want(d.ask("PUT", "/chains/release/lease", "", ""), http.StatusUnprocessableEntity, "")
}

func TestCheckingOverTheAPI(t *testing.T) {
	t.Parallel()
	d := newDrawer(t)
	d.want(d.ask("POST", "/chains", yamlType, releaseYAML), http.StatusCreated, "")
	valid := func(a apitest.Answer) bool {
		t.Helper()
		d.want(a, http.StatusOK, "")
		var body struct{ Valid bool }
		if err := json.Unmarshal(a.Body, &body); err != nil {
			t.Fatal(err)
		}
		return body.Valid
	}
	if !valid(d.ask("POST", "/chains/release/validate", "", "")) {
		t.Error("the draft is right")
	}
	if !valid(d.ask("POST", "/chain-validations", yamlType, releaseYAML)) {
		t.Error("the document is right")
	}
	one := "format: catenary/v1\nkind: Chain\nkey: release\nname: One\nnodes: [{id: a, kind: fail, fail: {message: no}}]\nedges: []\n"
	if valid(d.ask("POST", "/chains/release/validate", yamlType, one)) || !valid(d.ask("POST", "/chains/release/validate?for=save", yamlType, one)) {
		t.Error("one node can be saved and not published")
	}
	if valid(d.ask("POST", "/chain-validations", yamlType, "a: [")) {
		t.Error("what cannot be read is not valid")
	}
}

func TestPublishingOverTheAPI(t *testing.T) {
	t.Parallel()
	d := newDrawer(t)
	d.want(d.ask("POST", "/chains", yamlType, releaseYAML), http.StatusCreated, "")
	made := d.want(d.ask("POST", "/chains/release/versions", "application/json", `{"message":"first"}`, "If-Match", `"1"`), http.StatusCreated, "")
	if made.Header.Get("Location") != d.path+"/chains/release/versions/1" {
		t.Errorf("location %s", made.Header.Get("Location"))
	}
	d.want(d.ask("POST", "/chains/release/versions", "application/json", `{}`, "If-Match", `"1"`), http.StatusConflict, "chain.unchanged")
	draft := d.want(d.ask("GET", "/chains/release/draft", "", ""), http.StatusOK, "")
	version := d.want(d.ask("GET", "/chains/release/versions/1/document", "", ""), http.StatusOK, "")
	if !bytes.Equal(draft.Body, version.Body) {
		t.Errorf("version 1 is %s", version.Body)
	}
	d.want(d.ask("PUT", "/chains/release/draft", yamlType, strings.Replace(releaseYAML, "for: 2s", "for: 3s", 1), "If-Match", `"1"`), http.StatusOK, "")
	changes := d.want(d.ask("GET", "/chains/release/compare?from=1&to=draft", "", ""), http.StatusOK, "")
	if !bytes.Contains(changes.Body, []byte(`"before":"2s","after":"3s"`)) {
		t.Errorf("changes %s", changes.Body)
	}
	d.want(d.ask("GET", "/chains/release/versions/2", "", ""), http.StatusNotFound, "chain.version_unknown")
	d.want(d.ask("GET", "/chains/release/compare?from=x&to=draft", "", ""), http.StatusUnprocessableEntity, "chain.compare")
}
