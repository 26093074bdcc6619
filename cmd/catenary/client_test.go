package main

import (
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"catenary/cmd/catenary/client"
)

// person is somebody at a terminal of their own.
type person struct {
	t    *testing.T
	home string
	env  []string
}

// newPerson knows where the server is, and works in an org.
func newPerson(t *testing.T, p *process, env ...string) *person {
	t.Helper()
	home := t.TempDir()
	return &person{t: t, home: home, env: append([]string{"HOME=" + home, "CATENARY_SERVER=" + p.url}, env...)}
}

func (p *person) types(in string, args ...string) result {
	p.t.Helper()
	return command(p.t, in, p.env, args...)
}

func (p *person) runs(args ...string) result {
	p.t.Helper()
	return p.types("", args...)
}

func (p *person) file(name, text string) string {
	p.t.Helper()
	path := filepath.Join(p.home, name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		p.t.Fatal(err)
	}
	return path
}

// id is that of what a command prints.
func (p *person) id(args ...string) string {
	p.t.Helper()
	var printed struct{ ID string }
	if err := json.Unmarshal([]byte(p.runs(append(args, "-o", "json")...).out), &printed); err != nil {
		p.t.Fatal(err)
	}
	return printed.ID
}

// session is a client with the session that login kept.
func (p *person) session(server *process) *client.Client {
	p.t.Helper()
	text, err := os.ReadFile(filepath.Join(p.home, ".config", "catenary", "credentials.json"))
	if err != nil {
		p.t.Fatal(err)
	}
	var kept map[string]client.Credential
	if err := json.Unmarshal(text, &kept); err != nil {
		p.t.Fatal(err)
	}
	c := client.New(server.url)
	c.Session = kept[server.url].Session
	return c
}

// posts sends JSON with that session, and reads the answer.
func (p *person) posts(server *process, path, body string) (answer map[string]any) {
	p.t.Helper()
	err := send(p.t.Context(), p.session(server), client.Request{
		Method: http.MethodPost, Path: path, Body: json.RawMessage(body),
	}, &answer)
	if err != nil {
		p.t.Fatal(err)
	}
	return answer
}

// signedIn is the owner of a new tenant, with a session and two orgs.
func signedIn(t *testing.T) (*process, *person) {
	t.Helper()
	server := serveIn(t, t.TempDir(), nil)
	_, _ = server.newOwner()
	p := newPerson(t, server, "CATENARY_ORG=acme/retail")
	p.types("correct horse battery staple\n", "login", "--email", "ann@example.org").wants(t, exitOK, "signed in as")
	p.runs("orgs", "create", "acme/retail", "--name", "零售").wants(t, exitOK, "acme/retail")
	p.runs("orgs", "create", "acme/retail/stock").wants(t, exitOK, "acme/retail/stock")
	return server, p
}

func TestOrgsFromTheCommandLine(t *testing.T) {
	t.Parallel()
	_, p := signedIn(t)
	p.runs("orgs", "list", "acme").wants(t, exitOK, "ORG          NAME  ID", "acme/retail  零售  ")
	p.runs("orgs", "show", "acme/retail").wants(t, exitOK, "you may  org: view ", "\n         chain: view edit")
	p.runs("orgs", "rename", "acme/retail/stock", "--key", "store").wants(t, exitOK, "acme/retail/store")
	p.runs("orgs", "move", "acme/retail/store", "--to", "acme", "--preview").wants(t, exitOK, "nobody's rights change")
	p.runs("orgs", "move", "acme/retail/store", "--to", "acme").wants(t, exitOK, "acme/store")
	p.runs("orgs", "move", "acme", "--to", "acme/store").wants(t, exitConflict, "(org.root)")
	p.runs("orgs", "create", "acme/retail/inner").wants(t, exitOK)
	p.runs("orgs", "delete", "acme/retail").wants(t, exitConflict, "--subtree", "(org.not_empty)")
	p.runs("orgs", "delete", "acme/retail", "--subtree", "--reason", "closed").wants(t, exitOK)
	p.runs("orgs", "show", "acme/retail/inner").wants(t, exitNotFound, "(org.unknown)")
	p.runs("orgs", "create", "acme/retail").wants(t, exitOK)
	p.runs("orgs", "restore", "acme/retail").wants(t, exitConflict, "(org.key_taken)")
	p.runs("orgs", "restore", "acme/retail", "--key", "old").wants(t, exitOK, "acme/old")
	p.runs("orgs", "show", "acme/old/inner").wants(t, exitOK)
	p.runs("orgs", "restore", "acme/never").wants(t, exitNotFound, "no org acme/never was deleted")

	// No path is no org, and surely not the first at the top.
	p.runs("orgs", "delete", "/", "--subtree").wants(t, exitUsage, "say which org")
	p.runs("orgs", "create", "other").wants(t, exitUsage, "names a root")
	p.runs("orgs", "create", "acme/Big").wants(t, exitInvalid, `"Big"`, "(name.key)")
	if r := p.runs("orgs", "create", "acme/store"); strings.Count(r.err, "is there already") != 1 {
		t.Errorf("it is not said once: %s", r.err)
	}
}

// TestOrgsOfWhoSeesNoneAbove: lists name orgs from the topmost that one sees,
// and such a path can be given as well as that from the root.
func TestOrgsOfWhoSeesNoneAbove(t *testing.T) {
	t.Parallel()
	server, p := signedIn(t)
	org := p.id("orgs", "show", "acme/retail")
	account := p.posts(server, "/orgs/"+org+"/accounts", `{"key": "ci", "name": "CI"}`)
	p.posts(server, "/orgs/"+org+"/grants", `{"subject_id": "`+account["id"].(string)+`", "role_id": "viewer"}`)
	token := p.posts(server, "/orgs/"+org+"/accounts/"+account["id"].(string)+"/tokens", `{"name": "ci", "permissions": ["org:view", "chain:view"]}`)
	ci := newPerson(t, server, "CATENARY_TOKEN="+token["token"].(string))
	ci.runs("orgs", "list").wants(t, exitOK, "\nretail  ")
	for _, path := range []string{"acme/retail/stock", "retail/stock"} {
		ci.runs("chains", "list", "--org", path).wants(t, exitOK, "KEY")
	}
	ci.runs("chains", "list", "--org", "stock").wants(t, exitNotFound, "(org.unknown)")
	ci.runs("orgs", "show", "acme").wants(t, exitNotFound, "(org.unknown)")
	ci.runs("secrets", "list", "--org", "retail").wants(t, exitRefused, "needs secret:list in org retail")
}

func TestScriptsFromTheCommandLine(t *testing.T) {
	t.Parallel()
	_, p := signedIn(t)
	first, second := p.file("a.sh", "echo 1\n"), p.file("b.sh", "echo 二\n")
	p.runs("scripts", "apply", "check", "--file", first).wants(t, exitOK, "check  check  shell     1 ")
	p.runs("scripts", "apply", "check", "--file", first).wants(t, exitOK, "check  check  shell     1 ")
	p.runs("scripts", "apply", "check", "--file", second, "-m", "第二").wants(t, exitOK, "check  check  shell     2 ")
	p.runs("scripts", "versions", "check").wants(t, exitOK, "第二")
	p.runs("scripts", "diff", "check", "1", "2").wants(t, exitOK, "-echo 1", "+echo 二")
	p.runs("scripts", "diff", "check", "1", "two").wants(t, exitUsage, `"two" is not the number of a version`)
	p.runs("scripts", "get", "check", "--version", "1").wants(t, exitOK, "echo 1")
	p.runs("scripts", "get", "check", "--version", "9").wants(t, exitNotFound, "(script.version_unknown)")
	p.runs("scripts", "apply", "Bad_Key", "--file", first).wants(t, exitInvalid, "(name.key)")
	p.runs("scripts", "delete", "check").wants(t, exitOK)
	p.runs("scripts", "get", "check").wants(t, exitNotFound, "(script.unknown)")
	p.runs("scripts", "restore", "check").wants(t, exitOK, "check  check  shell     2 ")
	p.runs("scripts", "restore", "check").wants(t, exitNotFound, "no script with the key")
}

const smallChain = `
format: catenary/v1
kind: Chain
key: two-steps
name: 两步
nodes:
  - {id: a, name: A, kind: script, script: {body: "return 1"}}
  - {id: b, name: B, kind: script, script: {body: "return 2"}}
edges:
  - {from: a, to: b}
`

func TestChainsFromTheCommandLine(t *testing.T) {
	t.Parallel()
	_, p := signedIn(t)
	file := p.file("chain.yaml", smallChain)
	p.runs("chains", "validate", "--file", file).wants(t, exitOK, "valid")
	p.runs("chains", "validate", "--file", file, "--for", "lunch").wants(t, exitUsage, "save or publish")
	p.runs("chains", "apply", "--file", file).wants(t, exitOK, "two-steps  两步  -        changed")
	p.runs("chains", "diff", "two-steps").wants(t, exitNotFound, "no version is published yet")
	p.runs("chains", "publish", "two-steps").wants(t, exitOK, "version    1")
	p.runs("chains", "publish", "two-steps").wants(t, exitConflict, "(chain.unchanged)")
	p.runs("chains", "diff", "two-steps").wants(t, exitOK, "nothing")
	changed := p.file("changed.yaml", strings.Replace(smallChain, "return 2", "return 3", 1))
	p.runs("chains", "diff", "two-steps", "--file", changed).wants(t, exitOK, "/script/body", "return 3")
	p.runs("chains", "apply", "--file", changed).wants(t, exitOK)
	p.runs("chains", "publish", "two-steps", "-m", "三").wants(t, exitOK, "version    2")
	p.runs("chains", "versions", "two-steps").wants(t, exitOK, "三")
	p.runs("chains", "diff", "two-steps", "--from", "1", "--to", "2").wants(t, exitOK, "return 3")
	exported := p.runs("chains", "export", "two-steps", "--version", "2", "-o", "json")
	exported.wants(t, exitOK)
	if again := p.types(exported.out, "chains", "diff", "two-steps", "--file", "-", "-o", "json"); strings.TrimSpace(again.out) != "[]" {
		t.Errorf("what was exported differs: %s%s", again.out, again.err)
	}
	p.runs("chains", "validate", "--file", p.file("bad.yaml", smallChain+"nodez: 1\n")).wants(t, exitInvalid, "/nodez", "11:")
	p.runs("chains", "delete", "two-steps").wants(t, exitOK)
	p.runs("chains", "restore", "two-steps").wants(t, exitOK, "two-steps")
}

func TestSecretsFromTheCommandLine(t *testing.T) {
	t.Parallel()
	_, p := signedIn(t)
	p.types("a long secret", "secrets", "set", "db", "--description", "数据库").wants(t, exitOK, "db   数据库       1 ")
	p.types("another secret", "secrets", "set", "db").wants(t, exitOK, "db   数据库       2 ")
	p.types("short", "secrets", "set", "db").wants(t, exitInvalid, "(secret.size)")
	p.types(strings.Repeat("x", 70_000), "secrets", "set", "db").wants(t, exitInvalid, "(secret.size)")
	p.types("a long secret", "secrets", "set", "D B").wants(t, exitInvalid, "(name.key)")
	listed := p.runs("secrets", "list", "-o", "yaml")
	listed.wants(t, exitOK, "key: db")
	if strings.Contains(listed.out, "another secret") {
		t.Error("a secret is shown")
	}
	p.runs("secrets", "delete", "db").wants(t, exitOK)
	p.runs("secrets", "delete", "db").wants(t, exitNotFound, "(secret.unknown)")
}

// TestWhoIsSignedIn: each way of not being let in says what to do.
func TestWhoIsSignedIn(t *testing.T) {
	t.Parallel()
	server := serveIn(t, t.TempDir(), nil)
	_, token := server.newOwner()
	p := newPerson(t, server)
	p.runs("orgs", "list").wants(t, exitRefused, "nobody is signed in to "+server.url, "Run 'catenary login'")
	p.types("wrong password\n", "login", "--email", "ann@example.org").wants(t, exitRefused, "(auth.failed)")
	p.runs("login").wants(t, exitUsage, "standard input ended", "E-mail")
	p.runs("login", "--email", "ann@example.org").wants(t, exitUsage, "Password")
	p.runs("login", "--server", "localhost:1").wants(t, exitUsage, "is not the address of a server")
	p.runs("orgs", "list", "--server", "ftp://localhost").wants(t, exitUsage, "is not the address of a server")
	p.types("x\n", "login", "--email", "a@example.org", "--server", "http://127.0.0.1:1").wants(t, exitUnavailable, "cannot be reached")

	p.types(token+"\n", "login", "--token").wants(t, exitOK, "signed in as")
	p.runs("orgs", "list").wants(t, exitOK, "acme")
	p.runs("orgs", "create", "acme/retail").wants(t, exitRefused, "(auth.session_needed)", "run 'catenary login' with your password")
	p.runs("logout").wants(t, exitOK)
	p.runs("whoami").wants(t, exitRefused, "(auth.needed)")

	command(t, "correct horse battery staple", nil,
		"owner", "create", "--data", server.data, "--tenant", "Second", "--email", "ann@example.org", "--password-stdin").wants(t, exitOK)
	p.types("correct horse battery staple\n", "login", "--email", "ann@example.org").wants(t, exitConflict, "--tenant KEY: acme, second")
	p.types("correct horse battery staple\n", "login", "--email", "ann@example.org", "--tenant", "second").wants(t, exitOK, "second")

	p.env = append(p.env, "CATENARY_TOKEN=ctn_nothing")
	p.runs("whoami").wants(t, exitRefused, "(auth.token)", "unset it")
	p.types("correct horse battery staple\n", "login", "--email", "ann@example.org", "--tenant", "acme").wants(t, exitOK, "CATENARY_TOKEN is set")
}

// TestSessionsThatEnded: a session that was ended elsewhere says so.
func TestSessionsThatEnded(t *testing.T) {
	t.Parallel()
	server := serveIn(t, t.TempDir(), nil)
	_, _ = server.newOwner()
	p := newPerson(t, server)
	p.types("correct horse battery staple\n", "login", "--email", "ann@example.org").wants(t, exitOK)
	kept := filepath.Join(p.home, ".config", "catenary", "credentials.json")
	text, err := os.ReadFile(kept)
	if err != nil {
		t.Fatal(err)
	}
	p.runs("logout").wants(t, exitOK)
	if err := os.WriteFile(kept, text, 0o600); err != nil {
		t.Fatal(err)
	}
	p.runs("whoami").wants(t, exitRefused, "(auth.session)", "Run 'catenary login' again.")
	if status, _ := server.get("/healthz"); status != http.StatusOK {
		t.Errorf("healthz: %d", status)
	}
}
