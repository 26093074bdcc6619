package main

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// newOwner makes a tenant beside the running server and returns its id and a token.
func (p *process) newOwner() (tenant, token string) {
	p.t.Helper()
	r := command(p.t, "correct horse battery staple", nil,
		"owner", "create", "--data", p.data, "--tenant", "Acme", "--email", "ann@example.org", "--password-stdin", "--token", "-o", "json")
	r.wants(p.t, exitOK)
	var made struct {
		Token string `json:"token"`
	}
	if err := json.Unmarshal([]byte(r.out), &made); err != nil || made.Token == "" {
		p.t.Fatalf("owner create: %s, %v", r.out, err)
	}
	_, body := p.call(http.MethodGet, "/api/v1/me", made.Token, "", "")
	var me struct {
		Tenant string `json:"tenant_id"`
	}
	if err := json.Unmarshal([]byte(body), &me); err != nil || me.Tenant == "" {
		p.t.Fatalf("me: %s, %v", body, err)
	}
	return me.Tenant, made.Token
}

// call sends a request with a token.
func (p *process) call(method, path, token, contentType, body string) (int, string) {
	p.t.Helper()
	r, err := http.NewRequest(method, p.url+path, bytes.NewReader([]byte(body)))
	if err != nil {
		p.t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+token)
	if contentType != "" {
		r.Header.Set("Content-Type", contentType)
	}
	resp, err := (&http.Client{Timeout: patience}).Do(r)
	if err != nil {
		p.t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	return resp.StatusCode, string(text)
}

// TestAllIsWired goes once through what serve puts together: people, rights,
// the edge, node kinds, glue in its child, the audit sealer.
func TestAllIsWired(t *testing.T) {
	t.Parallel()
	p := serveIn(t, t.TempDir(), nil)
	tenant, token := p.newOwner()
	const document = `
format: catenary/v1
kind: Chain
key: two-steps
name: Two steps
nodes:
  - {id: a, name: A, kind: script, script: {body: "return 1"}}
  - {id: b, name: B, kind: script, script: {body: "return (("}}
edges:
  - {from: a, to: b}
`
	status, body := p.call(http.MethodPost, "/api/v1/orgs/"+tenant+"/chain-validations", token, "application/yaml", document)
	if status != http.StatusOK || !strings.Contains(body, "glue.syntax") || !strings.Contains(body, "/nodes/1/script/body") {
		t.Errorf("validation: %d %s", status, body)
	}
	if status, body := p.call(http.MethodGet, "/api/v1/node-kinds", token, "", ""); status != http.StatusOK || !strings.Contains(body, `"script"`) {
		t.Errorf("node kinds: %d %s", status, body)
	}
	p.signal(syscall.SIGTERM)
	if code := p.ended(); code != exitOK {
		t.Errorf("exit code %d", code)
	}
	if !strings.Contains(p.log.String(), "audit head signed") {
		t.Error("the audit log was not sealed and signed at the end")
	}
	if strings.Contains(p.log.String(), token) {
		t.Error("the log shows the token")
	}

	// After a restart it is the same instance, and nobody is asked to set it up.
	again := serveIn(t, p.data, nil)
	if status, body := again.call(http.MethodGet, "/api/v1/orgs/"+tenant, token, "", ""); status != http.StatusOK {
		t.Errorf("after a restart: %d %s", status, body)
	}
	if strings.Contains(again.log.String(), "no owner yet") {
		t.Error("it asks for a set-up")
	}
	if _, err := os.Stat(filepath.Join(p.data, setupFile)); !os.IsNotExist(err) {
		t.Errorf("the set-up code is still there: %v", err)
	}
}

func TestLimitsChangeWhileItRuns(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	p := serveIn(t, dir, nil)
	for range 3 {
		if status, body := p.get("/api/v1/setup"); status != http.StatusOK {
			t.Fatalf("before: %d %s", status, body)
		}
	}
	path := filepath.Join(dir, "catenary.yaml")
	if err := os.WriteFile(path, []byte("limits: {address: {rate: 0.001, burst: 1}}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	p.signal(syscall.SIGHUP)
	p.log.wait(t, "settings taken over")
	last := 0
	for range 3 {
		last, _ = p.get("/api/v1/setup")
	}
	if last != http.StatusTooManyRequests {
		t.Errorf("after: %d", last)
	}
}
