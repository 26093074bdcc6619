package api_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"catenary/chain"
	"catenary/rbac"
	"catenary/runtime"
	"catenary/server/api/apitest"
	"catenary/server/servertest"
)

// newTrier tries things out at Stock, as who may edit and run there.
func newTrier(t *testing.T) *operator {
	t.Helper()
	o := newOperator(t)
	o.cookie = o.SignIn(rbac.Owner, servertest.Stock)
	return o
}

// began is the run that an answer tells of, and what its script is pinned to.
func (o *operator) began(a apitest.Answer, script string) (runtime.Run, runtime.Pin) {
	o.t.Helper()
	o.wants(a, http.StatusAccepted, "", "")
	r := must[runtime.Run](o.given)(o.Store.Run(o.t.Context(), string(o.Tenant(servertest.Stock)), a.Header.Get("Location")[len(o.path+"/runs/"):]))
	v := must[*runtime.Version](o.given)(o.Runs.Versions.Version(o.t.Context(), r))
	if v.Pins[chain.EnvironmentRef]["shell"].Digest != "sha256:aa" || v.Document.Nodes[0].Timeout.Value().Minutes() != 5 {
		o.t.Errorf("%+v runs %+v", v.Pins, v.Document.Nodes[0])
	}
	return r, v.Pins[chain.ScriptRef][script]
}

func TestAScriptIsTriedWithoutAChain(t *testing.T) {
	t.Parallel()
	o := newTrier(t)
	s := o.script()
	o.imaged()
	const path = "/scripts/check/trial"
	r, pin := o.began(o.post(path, `{"environment":"shell","input":{"n":1},"arguments":["${{ 1 }}"]}`), "check")
	if r.Chain != "" || r.Key != "" || r.Version != 0 || !r.Test || r.Trigger != "test" || r.TriggerID != s.ID || r.Title != "Trial: Check" || r.Input != `{"n":1}` {
		t.Errorf("the run: %+v", r)
	}
	if pin.ID != s.ID || pin.Version != 1 || pin.Source != "" {
		t.Errorf("the newest version is pinned as %+v", pin)
	}
	v := must[*runtime.Version](o.given)(o.Runs.Versions.Version(t.Context(), r))
	if task := v.Document.Nodes[0].Task; task.Arguments[0] != "$${{ 1 }}" || len(task.Env) > 0 || task.Network != "" {
		t.Errorf("the task: %+v", task)
	}
	r, pin = o.began(o.post(path, `{"environment":"shell","source":"echo 2","title":"试运行"}`), "check")
	if pin.ID != "" || pin.Source != "echo 2" || r.Title != "试运行" {
		t.Errorf("a text that was not saved is pinned as %+v of %+v", pin, r)
	}
	log := o.Audited(o.Tenant(servertest.Stock))
	if !strings.Contains(strings.Join(log, " "), "script:tried") {
		t.Errorf("the log has %v", log)
	}
	o.wants(o.post(path, `{"environment":"shell","version":2}`), 422, "script.version_unknown", "/version")
	o.wants(o.post(path, `{"environment":"nothing"}`), 422, "environment.unknown", "/environment")
	o.wants(o.post(path, `{"environment":"shell","source":"a\u0000b"}`), 422, "script.not_text", "/source")
	o.wants(o.post(path, `{"environment":"shell","arguments":["`+strings.Repeat(`","`, 1000)+`"]}`), 422, "trial.arguments", "/arguments")
	o.wants(o.post(path, `{"environment":"shell","input":1,"else":1}`), 422, "request.unknown_field", "/else")

	once := []string{"Idempotency-Key", "one"}
	first := o.post(path, `{"environment":"shell"}`, once...)
	if again := o.post(path, `{"environment":"shell"}`, once...); again.Header.Get("Idempotency-Replayed") != "true" || again.Header.Get("Location") != first.Header.Get("Location") {
		t.Errorf("the same trial again: %d %s", again.Status, again.Body)
	}
	o.wants(o.post(path, `{"environment":"shell","version":1}`, once...), 422, "idempotency.mismatch", "")

	var list struct{ Items []map[string]any }
	a := o.Do(apitest.Call{Method: http.MethodGet, Path: o.path + "/runs?test=true", Cookie: o.cookie})
	if err := json.Unmarshal(a.Body, &list); err != nil || len(list.Items) != 3 || list.Items[0]["chain_key"] != "" {
		t.Errorf("the list: %s", a.Body)
	}
	run := o.path + "/runs/" + r.ID
	for _, of := range []string{run, run + "/document", run + "/steps"} {
		if a := o.Do(apitest.Call{Method: http.MethodGet, Path: of, Cookie: o.cookie}); a.Status != http.StatusOK {
			t.Errorf("%s: %d %s", of, a.Status, a.Body)
		}
	}
	o.wants(o.post("/runs/"+r.ID+"/cancel", `{"reason":"enough"}`), http.StatusAccepted, "", "")
}

func TestWhoOnlyStartsRunsTriesNoTextOfHisOwn(t *testing.T) {
	t.Parallel()
	o := newOperator(t)
	o.script()
	o.imaged()
	o.wants(o.post("/scripts/check/trial", `{"environment":"shell","source":"echo 2"}`), 403, "auth.forbidden", "")
	o.wants(o.post("/environments/shell/trial", `{"command":"true"}`), 403, "auth.forbidden", "")
}

func TestAnEnvironmentIsTriedWithACommand(t *testing.T) {
	t.Parallel()
	o := newTrier(t)
	const path = "/environments/shell/trial"
	o.wants(o.post(path, `{"command":"true"}`), 404, "environment.unknown", "")
	o.script()
	e := o.environment()
	o.wants(o.post(path, `{"command":"true"}`), 409, "environment.imageless", "")
	o.wants(o.post("/scripts/check/trial", `{"environment":"shell"}`), 409, "environment.imageless", "")
	if done, err := o.Store.SetImage(t.Context(), e.Environment, "sha256:aa"); err != nil || !done {
		t.Fatal(done, err)
	}
	for _, wrong := range []string{`" "`, `"` + strings.Repeat("x", 64<<10+1) + `"`, `"a\u0000b"`} {
		o.wants(o.post(path, `{"command":`+wrong+`}`), 422, "trial.command", "/command")
	}
	r, pin := o.began(o.post(path, `{"command":"uname -a"}`), "command")
	if pin.Source != "uname -a" || len(pin.Interpreter) != 1 || pin.Interpreter[0] != "/bin/sh" || r.TriggerID != e.ID || r.Title != "Trial: Shell" {
		t.Errorf("%+v, %+v", r, pin)
	}
}
