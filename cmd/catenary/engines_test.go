package main

import (
	"strings"
	"testing"
)

const engineSettings = `{"url": "http://127.0.0.1:1", "positions": [{"key": "check", "title": "Check a package",
  "start": {"method": "POST", "path": "jobs", "id": "/id"},
  "status": {"path": "jobs/{execution}", "state": "/state", "states": {"ok": "succeeded"}}}]}`

func TestEnginesFromTheCommandLine(t *testing.T) {
	t.Parallel()
	_, p := signedIn(t)
	p.runs("engines", "list").wants(t, exitOK, "builtin  Built-in  builtin")
	p.runs("engines", "positions", "builtin").wants(t, exitOK, "pipeline.run", "Run steps")
	p.runs("engines", "test", "builtin").wants(t, exitOK, "builtin")
	file := p.file("ci.json", engineSettings)
	p.runs("engines", "apply", "ci", "--adapter", "http", "--file", file, "--rate", "5").wants(t, exitOK, "ci", "http")
	p.runs("engines", "apply", "ci", "--file", file, "--name", "The CI").wants(t, exitOK, "The CI")
	p.runs("engines", "show", "ci").wants(t, exitOK, "The CI", `"url": "http://127.0.0.1:1"`)
	p.runs("engines", "positions", "ci", "-o", "json").wants(t, exitOK, `"key": "check"`, `"type": "object"`)
	// The server calls nothing on its own machine unless it is told to.
	p.runs("engines", "test", "ci").wants(t, exitUnavailable, "(engine.address)")
	p.runs("engines", "apply", "ci", "--file", p.file("bad.json", strings.Replace(engineSettings, "succeeded", "done", 1))).wants(t, exitInvalid, "(engine.settings)", "/settings/positions/0/status/states")
	p.runs("engines", "apply", "builtin", "--file", file).wants(t, exitNotFound)
	p.runs("engines", "delete", "ci").wants(t, exitOK)
	p.runs("engines", "show", "ci").wants(t, exitNotFound, "(engine.unknown)")
}
