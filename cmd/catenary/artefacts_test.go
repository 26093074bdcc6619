package main

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"catenary/internal/testkit"
)

// TestArtefactsGoFromTaskToTask goes through real containers: what one task
// leaves, or somebody gives to a form, the next one finds, byte for byte, in a rerun
// too.
func TestArtefactsGoFromTaskToTask(t *testing.T) {
	t.Parallel()
	shell := os.Getenv("TEST_IMAGE_SHELL")
	if shell == "" || os.Getenv("DOCKER_HOST") == "" {
		testkit.Missing(t, "docker", "set DOCKER_HOST and TEST_IMAGE_SHELL")
	}
	server, p := signedIn(t)
	p.runs("environments", "apply", "shell", "--docker", shell, "--entry", "sh,-eu").wants(t, exitOK)
	for key, source := range map[string]string{
		"pack": `head -c "$1" /dev/urandom >"$CATENARY_ARTEFACTS_OUT/out.bin"
sum=$(sha256sum <"$CATENARY_ARTEFACTS_OUT/out.bin")
printf '{"sum": "%s", "file": "out.bin"}' "${sum%% *}" >"$CATENARY_OUTPUT"`,
		"ship": `[ "$(ls "$CATENARY_ARTEFACTS_IN" | wc -l)" -eq 1 ]
[ "$(sha256sum <"$CATENARY_ARTEFACTS_IN/货 物.bin" | head -c 64)" = "$1" ]
printf '"%s"' "$1" >"$CATENARY_OUTPUT"`,
		"count": `ls "$CATENARY_ARTEFACTS_IN" | wc -l >"$CATENARY_OUTPUT"`,
	} {
		p.runs("scripts", "apply", key, "--file", p.file(key, source)).wants(t, exitOK)
	}
	chain := func(key, rest string) {
		t.Helper()
		file := p.file(key+".yaml", "format: catenary/v1\nkind: Chain\nkey: "+key+"\nname: "+key+"\n"+rest)
		p.runs("chains", "apply", "--file", file).wants(t, exitOK)
		published := p.runs("chains", "publish", key)
		published.wants(t, exitOK, "version    1")
		if !strings.Contains(published.err, "task     shell: made") {
			t.Errorf("publishing told %s", published.err)
		}
	}
	chain("release", `nodes:
  - {id: pack, kind: work, task: {script: pack, environment: shell, arguments: ["300001"]}}
  - {id: ship, kind: work, task: {script: ship, environment: shell, arguments: ["${{ nodes.pack.output.sum }}"], artefacts: {货 物.bin: {node: pack, name: "${{ nodes.pack.output.file }}"}}}}
edges: [{from: pack, to: ship}]
output: "${{ nodes.ship.output }}"
`)
	var first, again runResult
	run := p.runs("run", "release", "--wait", "-o", "json")
	run.wants(t, exitOK)
	if err := json.Unmarshal([]byte(run.out), &first); err != nil || len(first.Output) != 66 {
		t.Fatalf("the run: %s, %v", run.out, err)
	}
	rerun := p.runs("runs", "rerun", first.ID, "--from", "ship", "--wait", "-o", "json")
	rerun.wants(t, exitOK)
	if err := json.Unmarshal([]byte(rerun.out), &again); err != nil || string(again.Output) != string(first.Output) {
		t.Errorf("the rerun: %s, %v", rerun.out, err)
	}
	p.runs("runs", "rerun", again.ID, "--from", "ship", "--wait").wants(t, exitOK) // of what a rerun took over itself

	chain("given", `nodes:
  - {id: fill, kind: form, form: {by: [{role: owner}], schema: {properties: {goods: {type: string, format: file}}}}}
  - {id: ship, kind: work, task: {script: ship, environment: shell, arguments: ["${{ nodes.fill.output.goods.sha256 }}"], artefacts: {货 物.bin: {node: fill, name: "${{ nodes.fill.output.goods.artefact }}"}}}}
edges: [{from: fill, to: ship}]
`)
	asking := p.id("run", "given")
	p.sees(server, "/me/inbox/counts/stream", `"waiting":1`)
	todo, _ := p.first()
	p.runs("inbox", "fill", todo, "--file", "goods="+p.file("the goods.bin", "goods\x00")).wants(t, exitOK)
	p.sees(server, "/orgs/"+p.id("orgs", "show", "acme/retail")+"/runs/"+asking+"/events/stream", `"kind":"end"`)
	p.runs("runs", "show", asking).wants(t, exitOK, "succeeded")
	p.runs("runs", "rerun", asking, "--from", "ship", "--wait").wants(t, exitOK) // the file is that of the form before

	chain("heavy", `nodes:
  - {id: a, kind: work, task: {script: pack, environment: shell, arguments: ["5000000"]}}
  - {id: b, kind: work, task: {script: pack, environment: shell, arguments: ["5000000"]}}
  - {id: both, kind: work, task: {script: count, environment: shell, artefacts: {a.bin: {node: a, name: out.bin}, b.bin: {node: b, name: out.bin}}}}
edges: [{from: a, to: both}, {from: b, to: both}]
`)
	if heavy := p.runs("run", "heavy", "--wait"); heavy.code == exitOK || !strings.Contains(heavy.err, "(task.spec)") || !strings.Contains(heavy.err, "10000000 bytes") {
		t.Errorf("10 MB of artefacts: %d, %s", heavy.code, heavy.err)
	}
	broken := "format: catenary/v1\nkind: Chain\nkey: broken\nname: Broken\nnodes:\n" +
		"  - {id: a, kind: work, task: {script: pack, environment: shell, artefacts: {NAME: {node: b}}}}\n" +
		"  - {id: b, kind: script, script: {body: return 1}}\nedges: [{from: a, to: b}]\n"
	p.runs("chains", "validate", "--file", p.file("named.yaml", strings.Replace(broken, "NAME", "../x", 1))).wants(t, exitInvalid, "the name of a file")
	p.runs("chains", "validate", "--file", p.file("before.yaml", strings.Replace(broken, "NAME", "x", 1))).wants(t, exitInvalid, "does not come before this", "(chain.artefact)")
}
