package main

import (
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"catenary/internal/fault"
	"catenary/server/identity"
	"catenary/server/store/storetest"
)

const goodPassword = "correct horse battery\n"

// askAPI asks the API with a token.
func (p *process) askAPI(path, token string) (int, string) {
	p.t.Helper()
	req, err := http.NewRequest(http.MethodGet, p.url+"/api/v1"+path, nil)
	if err != nil {
		p.t.Fatal(err)
	}
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	answer, err := http.DefaultClient.Do(req)
	if err != nil {
		p.t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	return answer.StatusCode, string(text)
}

func createOwnerIn(t *testing.T, data, in string, args ...string) result {
	t.Helper()
	return command(t, in, nil, append([]string{"owner", "create", "--data", data}, args...)...)
}

func TestOwnerCreateBeforeTheServer(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "data")
	r := createOwnerIn(t, dir, goodPassword, "--tenant", "Acme Inc", "--email", "a@example.org", "--password-stdin", "--token")
	r.wants(t, exitOK)
	token := strings.TrimSuffix(r.out, "\n")
	if !strings.HasPrefix(token, "ctn_pat_") || strings.ContainsAny(token, " \n") || r.err != "" {
		t.Fatalf("out: %q, err: %q", r.out, r.err)
	}
	p := serveIn(t, dir, nil)
	if _, err := os.Stat(filepath.Join(dir, setupFile)); err == nil {
		t.Error("there is a set-up code")
	}
	if status, body := p.askAPI("/setup", ""); status != http.StatusNotFound || !strings.Contains(body, "setup.done") {
		t.Errorf("GET /setup = %d %s", status, body)
	}
	if status, body := p.askAPI("/me", token); status != http.StatusOK || !strings.Contains(body, `"key":"acme-inc"`) {
		t.Errorf("GET /me = %d %s", status, body)
	}
}

func TestOwnerCreateBesideTheServer(t *testing.T) {
	t.Parallel()
	p := serveIn(t, t.TempDir(), nil)
	if status, _ := p.askAPI("/setup", ""); status != http.StatusOK {
		t.Errorf("GET /setup = %d", status)
	}
	create := func(in string, args ...string) result {
		return createOwnerIn(t, p.data, in, append(args, "--password-stdin", "-o", "json")...)
	}
	r := create(goodPassword, "--tenant", "Acme", "--email", "A@Example.org", "--token")
	r.wants(t, exitOK)
	var first, second identity.Owner
	if err := json.Unmarshal([]byte(r.out), &first); err != nil {
		t.Fatal(err)
	}
	if first.Known || first.TenantKey != "acme" || first.Email != "a@example.org" {
		t.Errorf("owner = %+v", first)
	}
	if status, body := p.askAPI("/me", first.Token); status != http.StatusOK {
		t.Errorf("GET /me = %d %s", status, body)
	}
	if status, _ := p.askAPI("/setup", ""); status != http.StatusNotFound {
		t.Errorf("GET /setup = %d", status)
	}

	r = create("another password", "--tenant", "库存", "--key", "stock", "--email", "a@example.org")
	r.wants(t, exitOK, "keeps the password")
	if err := json.Unmarshal([]byte(r.out), &second); err != nil {
		t.Fatal(err)
	}
	if !second.Known || second.Token != "" || second.Tenant == first.Tenant {
		t.Errorf("owner = %+v", second)
	}

	create(goodPassword, "--tenant", "Acme", "--email", "b@example.org").wants(t, exitConflict, "tenant.key_taken", "acme")
	create(goodPassword, "--tenant", "库存", "--email", "b@example.org").wants(t, exitInvalid, "tenant.key_needed")
	create(goodPassword, "--tenant", "B", "--email", "no address").wants(t, exitInvalid, "email.invalid")
	create("short\n", "--tenant", "B", "--email", "b@example.org").wants(t, exitInvalid, "password.short")
	create("", "--tenant", "B", "--email", "b@example.org").wants(t, exitInvalid, "password.short")
	create(goodPassword, "--email", "b@example.org").wants(t, exitUsage, "tenant")
	command(t, goodPassword, nil, "owner", "create", "--data", p.data, "--tenant", "B", "--email", "b@example.org").
		wants(t, exitFailed, "--password-stdin")
}

func TestOwnerCreateWhileTheServerStarts(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	lock, err := lockData(dir) // a server is about to make the schema
	if err != nil {
		t.Fatal(err)
	}
	made := make(chan result)
	go func() {
		made <- command(t, goodPassword, nil, "owner", "create", "--data", dir, "--tenant", "Acme", "--email", "a@example.org", "--password-stdin")
	}()
	if _, err := lockData(dir); !fault.HasCode(err, "data.in_use") {
		t.Errorf("the lock is not held: %v", err)
	}
	lock.Release()
	r := <-made
	r.wants(t, exitOK, "acme")
}

func TestOwnerCreatePostgres(t *testing.T) {
	t.Parallel()
	db := storetest.PostgresURL(t)
	r := createOwnerIn(t, t.TempDir(), goodPassword, "--database", db, "--tenant", "Acme", "--email", "a@example.org", "--password-stdin", "--token")
	r.wants(t, exitOK, "ctn_pat_")
	p := serveIn(t, t.TempDir(), nil, "--database", db)
	if status, body := p.askAPI("/me", strings.TrimSpace(r.out)); status != http.StatusOK {
		t.Errorf("GET /me = %d %s", status, body)
	}
}
