package rest_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"catenary/internal/fault"
	"catenary/internal/secret"
	"catenary/internal/testkit"
	"catenary/runtime/pipeline"
	"catenary/runtime/pipeline/rest"
)

var ctx = context.Background()

const token = "flow-secret"

// flow is an engine made of a flow in the real Node-RED, of its own.
type flow struct {
	t    *testing.T
	root string
	pipeline.Engine
}

// nodeRED loads the flow through Node-RED's admin interface.
func nodeRED(t *testing.T) *flow {
	t.Helper()
	server := os.Getenv("TEST_NODERED_URL")
	if server == "" {
		testkit.Missing(t, "nodered", `eval "$(tools/services up nodered)"`)
	}
	var random [8]byte
	_, _ = rand.Read(random[:])
	prefix := "t" + hex.EncodeToString(random[:])
	source, err := os.ReadFile("testdata/jobs.js")
	if err != nil {
		t.Fatal(err)
	}
	type node map[string]any
	nodes := []node{
		{"id": prefix + "jobs", "type": "function", "func": strings.ReplaceAll(string(source), "PREFIX", prefix), "outputs": 2, "wires": [][]string{{prefix + "answer"}, {prefix + "callback"}}},
		{"id": prefix + "answer", "type": "http response", "wires": []any{}},
		{"id": prefix + "callback", "type": "http request", "method": "use", "ret": "txt", "wires": []any{[]string{}}},
	}
	for i, route := range []string{"post pipelines", "get pipelines", "delete pipelines/:id", "post jobs", "get jobs", "get jobs/:id", "delete jobs/:id", "get jobs/:id/log", "get calls"} {
		method, path, _ := strings.Cut(route, " ")
		nodes = append(nodes, node{"id": fmt.Sprint(prefix, i), "type": "http in", "method": method, "url": "/" + prefix + "/" + path, "wires": [][]string{{prefix + "jobs"}}})
	}
	made := admin(t, http.MethodPost, server+"/admin/flow", map[string]any{"label": prefix, "nodes": nodes})
	t.Cleanup(func() { admin(t, http.MethodDelete, server+"/admin/flow/"+made["id"].(string), nil) })
	f := &flow{t: t, root: server + "/" + prefix}
	f.Engine = open(t, settings(t, f.root), token)
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); { // the routes come a little after the answer
		answer, err := http.Get(f.root + "/calls")
		if err != nil {
			t.Fatal(err)
		}
		_ = answer.Body.Close()
		if answer.StatusCode != http.StatusNotFound {
			return f
		}
		<-time.After(20 * time.Millisecond)
	}
	t.Fatal("the flow never began")
	return f
}

func admin(t *testing.T, method, url string, body any) map[string]any {
	t.Helper()
	var text []byte
	if body != nil {
		text, _ = json.Marshal(body)
	}
	r, err := http.NewRequestWithContext(ctx, method, url, bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	said, _ := io.ReadAll(answer.Body)
	if answer.StatusCode >= 300 {
		t.Fatalf("%s %s: %d %s", method, url, answer.StatusCode, said)
	}
	var out map[string]any
	_ = json.Unmarshal(said, &out)
	return out
}

func settings(t *testing.T, url string) string {
	t.Helper()
	text, err := os.ReadFile("testdata/settings.json")
	if err != nil {
		t.Fatal(err)
	}
	return strings.ReplaceAll(string(text), "URL", url)
}

func open(t *testing.T, settings, credential string) pipeline.Engine {
	t.Helper()
	e, err := rest.Adapter{}.Open(pipeline.Connection{Tenant: "t1", Settings: json.RawMessage(settings), Credential: secret.New([]byte(credential)), Client: &http.Client{}})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func (f *flow) start(key, parameters, callback string) pipeline.Execution {
	f.t.Helper()
	x, err := f.Start(ctx, f.request(key, parameters, callback))
	if err != nil {
		f.t.Fatal(err)
	}
	return x
}

func (f *flow) request(key, parameters, callback string) pipeline.StartRequest {
	return pipeline.StartRequest{Pipeline: pipeline.Created{Position: "check", ID: "p-0"}, Key: key, Parameters: json.RawMessage(parameters), Input: json.RawMessage(`{"from":"before"}`), Callback: callback}
}

func (f *flow) follow(x pipeline.Execution) pipeline.Status {
	f.t.Helper()
	ctx, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	s, err := pipeline.Follower{First: 20 * time.Millisecond, Max: 200 * time.Millisecond}.Follow(ctx, f, x, nil, nil)
	if err != nil {
		f.t.Fatal(err)
	}
	return s
}

func TestNodeRED(t *testing.T) {
	t.Parallel()
	f := nodeRED(t)
	x := f.start("k1", `{"sku":"A-1","count":3}`, "")
	if x.ID != "1" || !strings.HasSuffix(x.Link, "/jobs/1") {
		t.Errorf("started %+v", x)
	}
	got := f.follow(x)
	if got.State != pipeline.Succeeded || string(got.Output) != `{"count":3,"input":{"from":"before"},"sku":"A-1"}` {
		t.Errorf("ended %+v %s", got, got.Output)
	}
	var lines []string
	next, err := f.Logs(ctx, x, 0, func(l pipeline.Line) error { lines = append(lines, l.Text); return nil })
	if err != nil || next != 2 || strings.Join(lines, ", ") != "begun A-1, ended GOOD" {
		t.Errorf("log %v, %d, %v", lines, next, err)
	}
	if next, err = f.Logs(ctx, x, 1, func(l pipeline.Line) error { lines = append(lines, l.Text); return nil }); err != nil || next != 2 || len(lines) != 3 {
		t.Errorf("from the second line: %v, %d, %v", lines, next, err)
	}
	if again := f.start("k1", `{"sku":"A-1","count":3}`, ""); again.ID != x.ID {
		t.Errorf("the same key began another: %+v", again)
	}
	if err := f.Cancel(ctx, x); err != nil {
		t.Errorf("cancel after the end: %v", err)
	}
	if bad := f.follow(f.start("k2", `{"sku":"bad"}`, "")); bad.State != pipeline.Failed || bad.Failure.Message != "no such package" {
		t.Errorf("failed %+v %+v", bad, bad.Failure)
	}
	hangs := f.start("k3", `{"sku":"hang"}`, "")
	if err := f.Cancel(ctx, hangs); err != nil {
		t.Fatal(err)
	}
	if got := f.follow(hangs); got.State != pipeline.Canceled {
		t.Errorf("canceled %+v", got)
	}
	if gone := f.follow(pipeline.Execution{Position: "check", ID: "99"}); gone.State != pipeline.Failed || gone.Failure.Code != pipeline.CodeLost {
		t.Errorf("an execution that is not there: %+v", gone)
	}
	if err := f.Cancel(ctx, pipeline.Execution{Position: "check", ID: "99"}); !fault.HasCode(err, "execution.unknown") {
		t.Errorf("cancel what is not there: %v", err)
	}
}

// An answer that was lost does not begin a second execution.
func TestNodeREDFindsWhatItBegan(t *testing.T) {
	t.Parallel()
	f := nodeRED(t)
	_, err := f.Start(ctx, f.request("k", `{"sku":"A","lose":true}`, ""))
	if !fault.HasCode(err, "engine.unanswered") {
		t.Errorf("the answer is lost: %v", err)
	}
	if x := f.start("k", `{"sku":"A","lose":true}`, ""); x.ID != "1" {
		t.Errorf("began %+v", x)
	}
}

func TestNodeREDCreatesAndDeletes(t *testing.T) {
	t.Parallel()
	f := nodeRED(t)
	r := pipeline.CreateRequest{Position: "check", Key: "k", Name: "Check A", Parameters: json.RawMessage(`{"sku":"${{ input.sku }}"}`)}
	c, err := f.Create(ctx, r)
	if err != nil || c.ID != "p-0" {
		t.Fatalf("created %+v, %v", c, err)
	}
	if again, err := f.Create(ctx, r); err != nil || again.ID != c.ID {
		t.Errorf("created again %+v, %v", again, err)
	}
	for range 2 {
		if err := f.Delete(ctx, c); err != nil {
			t.Errorf("deleted: %v", err)
		}
	}
	r.Name, r.Key = "refused", "k2"
	if _, err := f.Create(ctx, r); !fault.HasCode(err, "engine.refused") || !strings.Contains(err.Error(), "not this one") {
		t.Errorf("refused: %v", err)
	}
	if _, err := f.Create(ctx, pipeline.CreateRequest{Position: "other"}); !fault.HasCode(err, "position.unknown") {
		t.Errorf("another position: %v", err)
	}
	if _, err := f.Start(ctx, f.request("k", `{"sku":""}`, "")); !fault.HasCode(err, "engine.refused") {
		t.Errorf("parameters that do not fit: %v", err)
	}
}

// A callback of Node-RED wakes who follows, long before the next question.
func TestNodeREDCallsBack(t *testing.T) {
	t.Parallel()
	f := nodeRED(t)
	wake, told := make(chan struct{}, 1), make(chan string, 1)
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		id, err := f.VerifyCallback(r.Header, body)
		if err != nil {
			id = err.Error()
		}
		told <- id
		wake <- struct{}{}
	}))
	t.Cleanup(server.Close)
	x := f.start("k", `{"sku":"A"}`, server.URL)
	ctx, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	got, err := pipeline.Follower{First: time.Hour}.Follow(ctx, f, x, wake, nil)
	if err != nil || got.State != pipeline.Succeeded {
		t.Errorf("followed %+v, %v", got, err)
	}
	if id := <-told; id != x.ID {
		t.Errorf("told of %s; want %s", id, x.ID)
	}
}

func TestNodeREDTakesNoStrangers(t *testing.T) {
	t.Parallel()
	f := nodeRED(t)
	stranger := open(t, settings(t, f.root), "guessed-secret")
	if _, err := stranger.Start(ctx, f.request("k", `{"sku":"A"}`, "")); !fault.HasCode(err, "engine.credentials") {
		t.Errorf("started: %v", err)
	}
}
