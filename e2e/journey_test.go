package e2e

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const password = "a long and private phrase"

// setUp makes the first owner with the one-time code.
func (s *server) setUp() *user {
	s.t.Helper()
	u := s.user()
	u.must(http.StatusCreated, "POST", "/setup", map[string]any{
		"code": s.setupCode(), "tenant": map[string]string{"name": "Acme"}, "name": "The owner",
		"email": "owner@example.org", "password": password,
	})
	return u
}

// child adds an org and returns its id.
func (u *user) child(parent, key string) string {
	u.t.Helper()
	a := u.must(http.StatusCreated, "POST", "/orgs", map[string]string{"parent_id": parent, "key": key, "name": key})
	return a.field(u.t, "id")
}

// invite adds a member with a role at the org, who accepts and signs in.
func (u *user) invite(org, role, email string) *user {
	u.t.Helper()
	a := u.must(http.StatusCreated, "POST", "/orgs/"+org+"/members", map[string]string{"email": email, "name": role})
	_, link, _ := strings.Cut(a.field(u.t, "url"), "#")
	member := a.field(u.t, "member.id")
	u.must(http.StatusCreated, "POST", "/orgs/"+org+"/grants", map[string]string{"subject_id": member, "role_id": role})
	invited := &user{t: u.t, url: u.url}
	invited.must(http.StatusOK, "POST", "/invitations/accept", map[string]string{"link": link, "password": password})
	invited.must(http.StatusCreated, "POST", "/session", map[string]string{"email": email, "password": password})
	return invited
}

// The way of a new user: an owner by set-up code, a tree of four levels, an
// admin in its middle who sees only his part, a designer there who writes a
// script and a chain from the command line, and a neighbour who sees nothing.
func TestNewUser(t *testing.T) {
	t.Parallel()
	s := start(t, t.TempDir())
	owner := s.setUp()
	if a := s.user().do("POST", "/setup", map[string]any{}); a.Status != http.StatusNotFound {
		t.Errorf("a second set-up = %d", a.Status)
	}
	acme := owner.must(http.StatusOK, "GET", "/orgs", nil).field(t, "items.0.id")
	retail := owner.child(acme, "retail")
	wholesale := owner.child(acme, "wholesale")
	stock := owner.child(retail, "stock")
	shop := owner.child(retail, "shop")
	owner.child(stock, "picking")

	admin := owner.invite(retail, "admin", "admin@example.org")
	top := admin.must(http.StatusOK, "GET", "/orgs", nil)
	if got := top.field(t, "items.0.id"); got != retail {
		t.Errorf("the admin's tree starts at %s, want %s", got, retail)
	}
	if strings.Contains(string(top.Body), "acme") || strings.Contains(string(top.Body), acme) {
		t.Errorf("the admin sees what is above: %s", top.Body)
	}
	for _, hidden := range []string{acme, wholesale} {
		if a := admin.do("GET", "/orgs/"+hidden, nil); a.Status != http.StatusNotFound {
			t.Errorf("the admin's look at an org above or beside = %d", a.Status)
		}
	}
	admin.invite(stock, "designer", "designer@example.org")
	neighbour := admin.invite(shop, "viewer", "viewer@example.org")

	home := t.TempDir()
	credentials := filepath.Join(home, "catenary", "credentials.json")
	env := []string{"CATENARY_SERVER=" + s.url, "XDG_CONFIG_HOME=" + home, "CATENARY_ORG=acme/retail/stock", "CATENARY_TOKEN="}
	run := func(want int, input string, args ...string) string {
		t.Helper()
		code, out, errs := command(t, env, input, args...)
		if code != want {
			t.Fatalf("catenary %s = %d, want %d\n%s%s", strings.Join(args, " "), code, want, out, errs)
		}
		return out
	}
	run(0, password+"\n", "login", "--email", "designer@example.org")
	run(0, "", "scripts", "apply", "check-package", "--file", file(t, "check.sh", "echo '{\"ok\": true}' >\"$OUTPUT\"\n"))
	document := file(t, "chain.yaml", stockRelease)
	if out := run(0, "", "chains", "validate", "--file", document); !strings.Contains(out, "valid") {
		t.Errorf("validate printed %q", out)
	}
	run(0, "", "chains", "apply", "--file", document)
	exported := run(0, "", "chains", "export", "stock-release", "-o", "json")
	run(0, exported, "chains", "apply", "--file", "-")
	if again := run(0, "", "chains", "export", "stock-release", "-o", "json"); again != exported {
		t.Errorf("import and export changed the document:\n%s\n%s", exported, again)
	}
	asYAML := run(0, "", "chains", "export", "stock-release")
	run(0, asYAML, "chains", "apply", "--file", "-")
	if again := run(0, "", "chains", "export", "stock-release", "-o", "json"); again != exported {
		t.Errorf("import of the YAML changed the document:\n%s\n%s", exported, again)
	}
	run(0, "", "chains", "publish", "stock-release", "--message", "the first")
	// The server replaces the session when rights change; the command line keeps the new one.
	designer := admin.must(http.StatusOK, "GET", "/orgs/"+stock+"/members", nil).field(t, "items.0.id")
	admin.must(http.StatusCreated, "POST", "/orgs/"+stock+"/grants", map[string]string{"subject_id": designer, "role_id": "operator"})
	before := read(t, credentials)
	run(0, "", "whoami")
	if read(t, credentials) == before {
		t.Error("the session was not replaced, or not kept")
	}
	run(0, "", "whoami")
	if code, _, _ := command(t, env, "some private value", "secrets", "set", "artefact-token"); code != 4 {
		t.Errorf("a designer who sets a secret ends with %d", code)
	}

	for _, path := range []string{"/orgs/" + stock, "/orgs/" + stock + "/chains", "/orgs/" + stock + "/chains/stock-release", "/orgs/" + stock + "/scripts/check-package"} {
		if a := neighbour.do("GET", path, nil); a.Status != http.StatusNotFound {
			t.Errorf("the neighbour's GET %s = %d %s", path, a.Status, a.Body)
		}
	}
	if a := s.user().do("GET", "/orgs", nil); a.Status != http.StatusUnauthorized {
		t.Errorf("nobody's GET /orgs = %d", a.Status)
	}

	s.stop()
	if code, out, errs := command(t, env, "", "audit", "verify", "--data", s.data); code != 0 {
		t.Errorf("audit verify = %d\n%s%s", code, out, errs)
	}
}

// A server that is killed at work loses nothing that it has answered.
func TestKilledServerKeepsWhatItAnswered(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	s := start(t, data)
	owner := s.setUp()
	acme := owner.must(http.StatusOK, "GET", "/orgs", nil).field(t, "items.0.id")
	org := owner.child(acme, "retail")
	s.kill()
	again := start(t, data)
	owner.url = again.url
	owner.must(http.StatusOK, "GET", "/orgs/"+org, nil)
	owner.child(org, "stock")
}

const stockRelease = `format: catenary/v1
kind: Chain
key: stock-release
name: Stock release 库存发布
input: {type: object, required: [sku], properties: {sku: {type: string}}}
nodes:
  - {id: build, name: Build, kind: script, script: {body: "return {risk: input.sku.length}"}}
  - {id: decide, kind: branch}
  - {id: deploy, kind: script, script: {body: "return {ok: true}"}}
edges:
  - {from: build, to: decide}
  - {from: decide, to: deploy, when: "nodes.build.output.risk > 3"}
output: "${{ nodes.deploy.output }}"
layout: {nodes: {build: {x: 0, y: 0}, decide: {x: 0, y: 120.5}}}
`

func file(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
