package main

import (
	"os"
	"strings"
	"testing"

	"catenary/internal/testkit"
)

// TestTrialsRunInRealContainers: a script, saved or not, and a command run in an
// environment without a chain.
func TestTrialsRunInRealContainers(t *testing.T) {
	t.Parallel()
	shell := os.Getenv("TEST_IMAGE_SHELL")
	if shell == "" || os.Getenv("DOCKER_HOST") == "" {
		testkit.Missing(t, "docker", "set DOCKER_HOST and TEST_IMAGE_SHELL")
	}
	server, p := signedIn(t)
	p.runs("environments", "apply", "shell", "--docker", shell, "--entry", "sh,-eu").wants(t, exitOK)
	p.runs("environments", "ensure", "shell").wants(t, exitOK, "present")
	p.runs("scripts", "apply", "count", "--file", p.file("count", `echo "saved $1"; cat "$CATENARY_INPUT" >"$CATENARY_OUTPUT"`)).wants(t, exitOK)
	org := "/orgs/" + p.id("orgs", "show", "acme/retail")
	tried := func(path, body string) string {
		t.Helper()
		id, _ := p.posts(server, org+path, body)["id"].(string)
		p.sees(server, org+"/runs/"+id+"/events/stream", `"kind":"end"`)
		return id
	}
	saved := tried("/scripts/count/trial", `{"environment":"shell","input":{"sku":"A-1"},"arguments":["${{ 1 }}"]}`)
	p.runs("runs", "show", saved).wants(t, exitOK, "succeeded", `"sku"`, "A-1")
	p.runs("runs", "logs", saved, "script").wants(t, exitOK, "saved ${{ 1 }}")
	own := tried("/scripts/count/trial", `{"environment":"shell","source":"echo unsaved; env; exit 7"}`)
	p.runs("runs", "show", own).wants(t, exitOK, "failed", "task.exit")
	if log := p.runs("runs", "logs", own, "script"); !strings.Contains(log.out, "unsaved") {
		t.Errorf("the log: %s %s", log.out, log.err)
	}
	again := p.id("runs", "rerun", saved)
	p.sees(server, org+"/runs/"+again+"/events/stream", `"kind":"end"`)
	p.runs("runs", "show", again).wants(t, exitOK, "succeeded")
	command := tried("/environments/shell/trial", `{"command":"uname -s\ntrue"}`)
	p.runs("runs", "logs", command, "command").wants(t, exitOK, "Linux")
	p.runs("runs", "list").wants(t, exitOK, "Trial: count", "Trial: shell")
}
