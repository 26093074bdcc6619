package main

import (
	"database/sql"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"catenary/server/audit"
	"catenary/server/store"
)

// secret makes a secret over the API.
func (p *process) secret(tenant, token, key, value string) {
	p.t.Helper()
	status, body := p.call(http.MethodPost, "/api/v1/orgs/"+tenant+"/secrets", token, "application/json", `{"key":"`+key+`","value":"`+value+`"}`)
	if status != http.StatusCreated || strings.Contains(body, value) {
		p.t.Fatalf("create secret: %d %s", status, body)
	}
}

// stop ends the server as an operator does.
func (p *process) stop() {
	p.t.Helper()
	p.signal(syscall.SIGTERM)
	if code := p.ended(); code != exitOK {
		p.t.Errorf("the server ended with %d", code)
	}
}

// verified is what audit verify prints.
type verified struct {
	OK      bool
	Keys    string
	Tenants []audit.Report
}

func (r result) verified(t *testing.T) verified {
	t.Helper()
	var v verified
	if err := json.Unmarshal([]byte(r.out), &v); err != nil {
		t.Fatalf("%v: %s %s", err, r.out, r.err)
	}
	return v
}

func TestAuditVerify(t *testing.T) {
	t.Parallel()
	p := serveIn(t, t.TempDir(), nil)
	tenant, token := p.newOwner()
	for _, key := range []string{"a", "b", "c"} {
		p.secret(tenant, token, key, "value-of-"+key)
	}
	running := catenary(t, "audit", "verify", "--data", p.data, "-o", "json")
	running.wants(t, exitOK)
	p.stop()
	if strings.Contains(p.log.String(), "value-of-") {
		t.Error("the log shows a secret")
	}
	heads := filepath.Join(t.TempDir(), "server.log")
	if err := os.WriteFile(heads, []byte(p.log.String()), 0o600); err != nil {
		t.Fatal(err)
	}

	r := catenary(t, "audit", "verify", "--data", p.data, "--heads", heads, "-o", "json")
	r.wants(t, exitOK)
	v := r.verified(t)
	if !v.OK || v.Keys != keysOfInstance {
		t.Errorf("verified %+v", v)
	}
	for _, report := range v.Tenants {
		if report.Tenant == tenant && (report.Rows < 4 || report.HeadSeq != report.Rows || report.Unsealed != 0) {
			t.Errorf("report %+v", report)
		}
	}
	catenary(t, "audit", "verify", "--data", p.data).wants(t, exitOK, "right", tenant)
	catenary(t, "audit", "verify", "--data", t.TempDir()).wants(t, exitNotFound)
	catenary(t, "audit", "verify", "--data", p.data, "--heads", "/nonexistent").wants(t, exitFailed, "/nonexistent")
	catenary(t, "audit", "verify", "--data", p.data, "--key", "AAAA").wants(t, exitFailed, "32 bytes")

	shown := catenary(t, "audit", "keys", "--data", p.data, "-o", "json")
	shown.wants(t, exitOK)
	var keys []string
	if err := json.Unmarshal([]byte(shown.out), &keys); err != nil || len(keys) != 1 {
		t.Fatalf("keys: %s, %v", shown.out, err)
	}
	other := base64.StdEncoding.EncodeToString(make([]byte, 32))
	catenary(t, "audit", "verify", "--data", p.data, "--key", other).wants(t, exitFailed, "not signed with a key of this instance")
	if err := os.RemoveAll(filepath.Join(p.data, "keys")); err != nil { // on another machine
		t.Fatal(err)
	}
	catenary(t, "audit", "verify", "--data", p.data, "--key", keys[0]).wants(t, exitOK, "right")
	if v := catenary(t, "audit", "verify", "--data", p.data, "-o", "json"); v.code != exitOK || v.verified(t).Keys != keysOfDatabase || !strings.Contains(v.err, "--key") {
		t.Errorf("without any key: %+v", v)
	}

	db, err := sql.Open("sqlite", "file:"+filepath.Join(p.data, store.File))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	if _, err := db.Exec(`UPDATE audit_entries SET action = 'secret:listed' WHERE seq = 3 AND tenant_id = '` + tenant + `'`); err == nil {
		t.Error("the database let an entry be changed")
	}
	for _, statement := range []string{
		`DROP TRIGGER audit_entries_update`,
		`UPDATE audit_entries SET action = 'secret:listed' WHERE seq = 3 AND tenant_id = '` + tenant + `'`,
	} {
		if _, err := db.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	r = catenary(t, "audit", "verify", "--data", p.data, "--key", keys[0], "-o", "json")
	r.wants(t, exitFailed, "row 3 was changed", "1 of")
	for _, report := range r.verified(t).Tenants {
		if report.Tenant == tenant && (report.Problem == nil || report.Problem.Seq != 3 || report.Problem.ID == "") {
			t.Errorf("report %+v", report.Problem)
		}
	}
}

func TestKeysRotateBesideAServer(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	catenary(t, "keys", "list", "--data", dir).wants(t, exitNotFound)
	p := serveIn(t, dir, nil)
	tenant, token := p.newOwner()
	p.secret(tenant, token, "before", "value-before")
	list := func() (uses []struct {
		ID       string
		InUse    bool `json:"in_use"`
		DataKeys int  `json:"data_keys"`
		Here     bool
	},
	) {
		t.Helper()
		r := catenary(t, "keys", "list", "--data", dir, "-o", "json")
		r.wants(t, exitOK)
		if err := json.Unmarshal([]byte(r.out), &uses); err != nil {
			t.Fatal(err)
		}
		return uses
	}
	first := list()
	if len(first) != 1 || !first[0].InUse || !first[0].Here || first[0].DataKeys == 0 {
		t.Fatalf("keys %+v", first)
	}
	catenary(t, "keys", "rotate", "--data", dir, "--prepare").wants(t, exitOK, "added")
	if uses := list(); len(uses) != 2 {
		t.Errorf("prepared: %+v", uses)
	}
	catenary(t, "keys", "rotate", "--data", dir, "--data-keys").wants(t, exitOK, "values sealed anew", first[0].ID)
	after := list()
	if len(after) != 1 || after[0].ID == first[0].ID || !after[0].InUse {
		t.Errorf("rotated: %+v", after)
	}
	p.secret(tenant, token, "after", "value-after")
	p.stop()
	if log := p.log.String(); strings.Contains(log, `"level":"ERROR"`) {
		t.Error(log)
	}
	key := filepath.Join(dir, "keys", "instance.key")
	if err := os.Chmod(key, 0o644); err != nil {
		t.Fatal(err)
	}
	catenary(t, "serve", "--data", dir, "--listen", "127.0.0.1:0").wants(t, exitFailed, "chmod 600")
	if err := os.Remove(key); err != nil {
		t.Fatal(err)
	}
	catenary(t, "serve", "--data", dir, "--listen", "127.0.0.1:0").wants(t, exitFailed, "not the instance key of the database")
	catenary(t, "audit", "verify", "--data", dir).wants(t, exitOK, "(instance)")
}
