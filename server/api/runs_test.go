package api_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"catenary/chain"
	ids "catenary/internal/id"
	"catenary/rbac"
	"catenary/runtime"
	"catenary/runtime/run"
	"catenary/server/api/apitest"
	"catenary/server/chains"
	"catenary/server/runs"
	"catenary/server/servertest"
)

// operator is somebody who starts runs of the chain "order" of Stock.
type operator struct {
	*given
	cookie, path string
}

func newOperator(t *testing.T) *operator {
	t.Helper()
	g := newGiven(t, routeCase{})
	doc := document("order")
	doc["input"] = object{
		"type": "object", "required": []string{"sku"}, "additionalProperties": false,
		"properties": object{"sku": object{"type": "string"}, "lines": object{"type": "array", "items": object{"type": "integer"}}},
	}
	data, err := json.Marshal(doc)
	if err != nil {
		t.Fatal(err)
	}
	saved := must[chains.Saved](g)(g.Chains.Create(t.Context(), g.owner(), g.stock(), chains.Input{Data: data, Encoding: chain.EncodingJSON}))
	must[chains.Version](g)(g.Chains.Publish(t.Context(), g.owner(), g.stock(), "order", saved.Revision, ""))
	return &operator{given: g, cookie: g.SignIn(rbac.Operator, servertest.Stock), path: "/api/v1/orgs/" + string(g.stock())}
}

// post sends a body; headers are names and values in turn.
func (o *operator) post(path, body string, headers ...string) apitest.Answer {
	o.t.Helper()
	h := http.Header{}
	for i := 0; i < len(headers); i += 2 {
		h.Set(headers[i], headers[i+1])
	}
	return o.Do(apitest.Call{Method: http.MethodPost, Path: o.path + path, Body: body, Cookie: o.cookie, Header: h})
}

func (o *operator) wants(a apitest.Answer, status int, code, pointer string) {
	o.t.Helper()
	p := a.Problem()
	if a.Status != status || p.Code != code || pointer != "" && (len(p.Errors) == 0 || p.Errors[0].Pointer != pointer) {
		o.t.Errorf("%d %.400s, want %d %s at %q", a.Status, a.Body, status, code, pointer)
	}
}

func TestWhatARunIsStartedWith(t *testing.T) {
	t.Parallel()
	o := newOperator(t)
	for _, tt := range []struct {
		name, body    string
		status        int
		code, pointer string
	}{
		{"no input", `{}`, 422, "run.input", "/input/sku"},
		{"wrong type", `{"input":{"sku":1}}`, 422, "run.input", "/input/sku"},
		{"wrong inside", `{"input":{"sku":"A","lines":[1,"x"]}}`, 422, "run.input", "/input/lines/1"},
		{"unknown field of the input", `{"input":{"sku":"A","qty":1}}`, 422, "run.input", "/input/qty"},
		{"null input", `{"input":null}`, 422, "run.input", "/input"},
		{"unknown field", `{"input":{"sku":"A"},"priority":1}`, 422, "request.unknown_field", "/priority"},
		{"another case", `{"Input":{"sku":"A"}}`, 422, "request.unknown_field", "/Input"},
		{"title is no text", `{"input":{"sku":"A"},"title":1}`, 422, "request.invalid", "/title"},
		{"long title", `{"input":{"sku":"A"},"title":"` + strings.Repeat("x", 201) + `"}`, 422, "name.long", "/title"},
		{"version is no number", `{"input":{"sku":"A"},"version":"1"}`, 422, "request.invalid", "/version"},
		{"unknown version", `{"input":{"sku":"A"},"version":2}`, 422, "run.version", "/version"},
		{"negative version", `{"input":{"sku":"A"},"version":-1}`, 422, "run.version", "/version"},
		{"good", `{"input":{"sku":"A"},"title":"Order 1"}`, 202, "", ""},
		{"good version", `{"input":{"sku":"A"},"version":1}`, 202, "", ""},
	} {
		o.wants(o.post("/chains/order/runs", tt.body), tt.status, tt.code, tt.pointer)
	}
	o.wants(o.post("/chains/nothing/runs", `{}`), 404, "chain.unknown", "")
	o.wants(o.post("/chains/order/runs?wait=3", `{"input":{"sku":"A"}}`), 422, "request.parameter", "#/query/wait")
	o.chain() // has no version
	o.wants(o.post("/chains/release/runs", `{}`), 409, "chain.unpublished", "")
}

func TestAStartSaysWhereItsRunIs(t *testing.T) {
	t.Parallel()
	o := newOperator(t)
	a := o.post("/chains/order/runs", `{"input":{"sku":"A"},"title":"Order 1"}`, "Prefer", "respond-async, wait=1")
	var body struct {
		ID, State string
		Links     struct{ Self string }
	}
	a.JSON(t, &body)
	if a.Status != http.StatusAccepted || a.Header.Get("Location") != o.path+"/runs/"+body.ID || body.Links.Self != a.Header.Get("Location") ||
		body.State != "queued" || a.Header.Get("Preference-Applied") != "wait=1" {
		t.Errorf("%d %v %s", a.Status, a.Header, a.Body)
	}
	got := o.Do(apitest.Call{Method: http.MethodGet, Path: body.Links.Self, Cookie: o.cookie})
	if !strings.Contains(string(got.Body), `"input":{"sku":"A"}`) || !strings.Contains(string(got.Body), `"trigger":"manual"`) {
		t.Errorf("the run: %s", got.Body)
	}
	seen := o.Do(apitest.Call{Method: http.MethodGet, Path: body.Links.Self, Cookie: o.SignIn(rbac.Viewer, servertest.Stock)})
	if seen.Status != http.StatusOK || strings.Contains(string(seen.Body), "sku") {
		t.Errorf("without run:data: %d %s", seen.Status, seen.Body)
	}
	for query, found := range map[string]bool{
		"": true, "?q=order": true, "?q=nothing": false, "?state=queued,failed": true, "?started_by=me": true, "?started_by=01ARZ3NDEKTSV4RRFF10000004": false, "?state=failed": false,
		"?chain=order": true, "?chain=other": false, "?trigger=manual": true, "?trigger=api": false,
	} {
		list := o.Do(apitest.Call{Method: http.MethodGet, Path: o.path + "/runs" + query, Cookie: o.cookie})
		if list.Status != http.StatusOK || strings.Contains(string(list.Body), body.ID) != found {
			t.Errorf("%s: %d %s", query, list.Status, list.Body)
		}
	}
	for _, query := range []string{"?state=none", "?trigger=none"} {
		o.wants(o.Do(apitest.Call{Method: http.MethodGet, Path: o.path + "/runs" + query, Cookie: o.cookie}), 422, "request.parameter", "")
	}
}

func TestARunThatCannotBeKeptAnyMoreSaysSo(t *testing.T) {
	t.Parallel()
	o := newOperator(t)
	o.Runs.Keep = func() time.Duration { return 90 * 24 * time.Hour }
	now := o.Clock.Now()
	for age, told := range map[time.Duration]bool{time.Hour: false, 89 * 24 * time.Hour: false, 100 * 24 * time.Hour: true} {
		id := ids.Derived(now.Add(-age), "a run")
		a := o.Do(apitest.Call{Method: http.MethodGet, Path: o.path + "/runs/" + id, Cookie: o.cookie})
		o.wants(a, http.StatusNotFound, "run.unknown", "")
		if found := strings.Contains(string(a.Body), `"days":90`) && strings.Contains(string(a.Body), `"kept_until"`); found != told {
			t.Errorf("after %s: %s", age, a.Body)
		}
	}
}

func TestAHundredStartsWithOneKeyAreOneRun(t *testing.T) {
	t.Parallel()
	o := newOperator(t)
	const body = `{"input":{"sku":"A"}}`
	answers := make([]apitest.Answer, 100)
	var all sync.WaitGroup
	for i := range answers {
		all.Go(func() { answers[i] = o.post("/chains/order/runs", body, "Idempotency-Key", "k1") })
	}
	all.Wait()
	ids, first := map[string]int{}, 0
	for _, a := range answers {
		if a.Status != http.StatusAccepted {
			t.Fatalf("%d %s", a.Status, a.Body)
		}
		ids[a.Header.Get("Location")]++
		if a.Header.Get("Idempotency-Replayed") == "" {
			first++
		}
	}
	if len(ids) != 1 || first != 1 {
		t.Errorf("%d runs, %d answers that are no repeats", len(ids), first)
	}
	o.wants(o.post("/chains/order/runs", `{"input":{"sku":"B"}}`, "Idempotency-Key", "k1"), 422, "idempotency.mismatch", "")
	o.wants(o.post("/chains/order/runs", body, "Idempotency-Key", "with blank"), 400, "idempotency.key", "")
	o.cookie = o.SignIn(rbac.Operator, servertest.Retail) // whose keys are its own
	if other := o.post("/chains/order/runs", body, "Idempotency-Key", "k1"); ids[other.Header.Get("Location")] > 0 || other.Status != http.StatusAccepted {
		t.Errorf("another's: %d %s", other.Status, other.Body)
	}
}

func TestWhatARunCanBeAskedDependsOnItsState(t *testing.T) {
	t.Parallel()
	for state, may := range map[run.State][]string{
		run.Waiting: {"cancel", "pause"}, run.Paused: {"cancel", "resume"}, run.Succeeded: {"undo", "rerun"}, run.Failed: {"undo", "rerun"},
	} {
		o := newOperator(t)
		r := o.run(state)
		for _, verb := range []string{"cancel", "pause", "resume", "undo", "rerun"} {
			a := o.post("/runs/"+r.ID+"/"+verb, `{}`)
			if strings.Contains(strings.Join(may, " "), verb) {
				o.wants(a, http.StatusAccepted, "", "")
			} else {
				o.wants(a, http.StatusConflict, "run.state", "")
			}
		}
		signals, err := o.Store.Signals(t.Context(), r.Tenant, r.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range signals {
			var note run.Note
			if err := json.Unmarshal(s.Body, &note); err != nil || note.By != o.id(rbac.Operator) {
				t.Errorf("%s: %s %v", s.Kind, s.Body, err)
			}
		}
	}
}

func TestRunningAgain(t *testing.T) {
	t.Parallel()
	o := newOperator(t)
	r := o.run(run.Succeeded)
	path := "/runs/" + r.ID + "/rerun"
	o.wants(o.post(path, `{"from":"nothing"}`), 422, "run.from", "/from")
	o.wants(o.post(path, `{"version":"2"}`), 422, "run.version", "/version")
	o.wants(o.post(path, `{"version":"newest"}`), 422, "run.version", "/version")
	a := o.post(path, `{"from":"b","version":"latest"}`)
	o.wants(a, http.StatusAccepted, "", "")
	again := must[runtime.Run](o.given)(o.Store.Run(t.Context(), r.Tenant, a.Header.Get("Location")[len(o.path+"/runs/"):]))
	options, err := runtime.ParseOptions(again.Options)
	if err != nil || options.From != "b" || options.Of != r.ID {
		t.Errorf("options %s, %v", again.Options, err)
	}
	if again.TriggerID != r.ID || again.Input != `{"sku":"A-1"}` || again.Title != r.Title {
		t.Errorf("the new run: %+v", again)
	}
}

func TestADraftIsTriedOut(t *testing.T) {
	t.Parallel()
	o := newOperator(t)
	o.cookie = o.SignIn(rbac.Designer, servertest.Stock)
	const path = "/chains/order/test-runs"
	o.wants(o.post(path, `{"input":{}}`), 422, "run.input", "/input/sku")
	o.wants(o.post(path, `{"input":{"sku":"A"},"only":"nothing"}`), 422, "run.node", "/only")
	o.wants(o.post(path, `{"input":{"sku":"A"},"only":"a","up_to":"b"}`), 422, "run.node", "/only")
	o.wants(o.post(path, `{"input":{"sku":"A"},"revision":99}`), 404, "chain.save_unknown", "")
	a := o.post(path, `{"input":{"sku":"A"},"only":"a","pins":{"b":{"x":1}},"mock":true}`)
	o.wants(a, http.StatusAccepted, "", "")
	made := must[runtime.Run](o.given)(o.Store.Run(t.Context(), string(o.Tenant(servertest.Stock)), a.Header.Get("Location")[len(o.path+"/runs/"):]))
	options, err := runtime.ParseOptions(made.Options)
	if err != nil || !made.Test || made.Version != 0 || options.Only != "a" || !options.Mock || string(options.Pins["b"]) != `{"x":1}` {
		t.Errorf("the run: %+v, %v", made, err)
	}
	if v, err := o.Runs.Versions.Version(t.Context(), made); err != nil || v.Document.Key != "order" {
		t.Errorf("what it runs: %v, %v", v, err)
	}
}

func TestAnAddressIsCalledOnce(t *testing.T) {
	t.Parallel()
	g := newGiven(t, routeCase{})
	r := g.callback("s3cret", `{"type":"object","required":["ok"]}`)
	call := func(secret, body string) apitest.Answer {
		return g.Do(apitest.Call{Method: http.MethodPost, Path: "/api/v1/callbacks/" + secret, Body: body})
	}
	for _, tt := range []struct {
		secret, body string
		status       int
		code         string
	}{
		{"other", `{"ok":true}`, 404, "callback.unknown"},
		{"s3cret", `{}`, 422, "callback.body"},
		{"s3cret", `[]`, 422, "callback.body"},
		{"s3cret", `{"ok":true,"ok":false}`, 400, "request.duplicate_field"},
		{"s3cret", `{"ok":"` + strings.Repeat("x", 1<<20) + `"}`, 413, "request.too_large"},
		{"s3cret", `{"ok":true}`, 204, ""},
		{"s3cret", `{"ok":true}`, 404, "callback.unknown"},
	} {
		if a := call(tt.secret, tt.body); a.Status != tt.status || a.Problem().Code != tt.code {
			t.Errorf("%s %.40s: %d %.300s, want %d %s", tt.secret, tt.body, a.Status, a.Body, tt.status, tt.code)
		}
	}
	signals, err := g.Store.Signals(t.Context(), r.Tenant, r.ID)
	if err != nil || len(signals) != 1 {
		t.Fatalf("%d signals, %v", len(signals), err)
	}
	var answer runtime.Answer
	if err := json.Unmarshal(signals[0].Body, &answer); err != nil || answer.Node != "a" || answer.Attempt != 1 || string(answer.Output) != `{"ok":true}` {
		t.Errorf("the answer: %s, %v", signals[0].Body, err)
	}
	late := newGiven(t, routeCase{})
	late.callback("s3cret", "")
	late.Clock.Add(1e12)
	if a := late.Do(apitest.Call{Method: http.MethodPost, Path: "/api/v1/callbacks/s3cret", Body: `1`}); a.Status != http.StatusNotFound {
		t.Errorf("too late: %d %s", a.Status, a.Body)
	}
}

// What a test run tried out stays its document when the draft goes on.
func TestATestRunKeepsWhatItTriedOut(t *testing.T) {
	t.Parallel()
	o := newOperator(t)
	designer := o.SignIn(rbac.Designer, servertest.Stock)
	ask := func(method, path, body string) apitest.Answer {
		return o.Do(apitest.Call{Method: method, Path: o.path + path, Body: body, Cookie: designer})
	}
	draft := ask(http.MethodGet, "/chains/order/draft", "")
	began := ask(http.MethodPost, "/chains/order/test-runs", `{"input":{"sku":"A"}}`)
	var started object
	if began.JSON(t, &started); began.Status != http.StatusAccepted {
		t.Fatalf("%d %s", began.Status, began.Body)
	}
	doc := document("order")
	doc["name"] = "Another"
	data := o.encode(doc)
	if saved := o.Do(apitest.Call{
		Method: http.MethodPut, Path: o.path + "/chains/order/draft", Body: data, Cookie: designer,
		Header: http.Header{"If-Match": {draft.Header.Get("ETag")}},
	}); saved.Status != http.StatusOK {
		t.Fatalf("%d %s", saved.Status, saved.Body)
	}
	kept := ask(http.MethodGet, "/runs/"+started["id"].(string)+"/document", "")
	if kept.Status != http.StatusOK || strings.Contains(string(kept.Body), "Another") || !strings.Contains(string(kept.Body), `"sku"`) {
		t.Errorf("%d %s", kept.Status, kept.Body)
	}
}

func TestWhoReadsTheDataOfARunIsWrittenDown(t *testing.T) {
	t.Parallel()
	o := newOperator(t)
	var body struct{ ID string }
	o.post("/chains/order/runs", `{"input":{"sku":"A"}}`).JSON(t, &body)
	runPath := o.path + "/runs/" + body.ID
	get := func(path, cookie string) apitest.Answer {
		t.Helper()
		a := o.Do(apitest.Call{Method: http.MethodGet, Path: path, Cookie: cookie})
		if a.Status != http.StatusOK {
			t.Fatalf("%s: %d %s", path, a.Status, a.Body)
		}
		return a
	}
	auditor := o.SignIn(rbac.Auditor, servertest.Acme)
	read := func() []string {
		t.Helper()
		var list struct {
			Items []struct {
				ResourceID string `json:"resource_id"`
				Subject    struct{ ID string }
			}
		}
		get("/api/v1/orgs/"+string(o.Org(servertest.Acme))+"/audit?action=run:data_read", auditor).JSON(t, &list)
		var by []string
		for _, e := range list.Items {
			if e.ResourceID == body.ID {
				by = append(by, e.Subject.ID)
			}
		}
		return by
	}

	get(runPath, o.cookie)
	get(runPath+"/events", o.cookie)
	get(runPath, o.SignIn(rbac.Viewer, servertest.Stock)) // is given none
	if by := read(); len(by) > 0 {
		t.Errorf("the one who started it, and one who sees no data, stand as readers: %v", by)
	}
	admin := o.SignIn(rbac.Admin, servertest.Acme)
	for range 2 {
		get(runPath, admin)
		get(runPath+"/events", admin)
	}
	if by := read(); len(by) != 1 {
		t.Errorf("an admin reads the run for a while: entries %v, want one", by)
	}
	o.Clock.Add(runs.ReadsWithin)
	admin = o.SignIn(rbac.Admin, servertest.Acme)
	get(runPath+"/events", admin)
	if by := read(); len(by) != 2 {
		t.Errorf("and an hour later: entries %v, want two", by)
	}
}
