package api_test

import (
	"context"
	"encoding/json"
	"net/http"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"catenary/rbac"
	"catenary/runtime/glue"
	"catenary/runtime/run"
	"catenary/server/api/apitest"
	"catenary/server/servertest"
)

// The test binary is the child that tries glue, as the server is.
func TestMain(m *testing.M) {
	if len(os.Args) == 2 && os.Args[1] == glue.Command {
		os.Exit(glue.Child(os.Stdin, os.Stdout, os.Stderr))
	}
	os.Exit(m.Run())
}

// triedGlue gives the same for whatever is tried.
type triedGlue struct{}

func (triedGlue) Try(context.Context, string, glue.Trial, *glue.Sample) (json.RawMessage, *run.Failure, error) {
	return json.RawMessage(`"A-1"`), nil, nil
}

func TestGlueIsTriedWithASample(t *testing.T) {
	t.Parallel()
	s := apitest.New(t)
	pool := &glue.Pool{}
	t.Cleanup(pool.Stop)
	s.Chains.Trials = pool
	session := s.SignIn(rbac.Designer, servertest.Stock)
	before := s.Snapshot()
	type source struct {
		Kind string `json:"kind"`
		Text string `json:"text"`
	}
	type problem struct {
		Code string `json:"code"`
		Line int    `json:"line,omitempty"`
	}
	type result struct {
		Value   json.RawMessage `json:"value,omitempty"`
		Problem *problem        `json:"problem,omitempty"`
	}
	sources := []source{
		{"expression", `input.sku + " " + nodes.check.output.risk`},
		{"condition", "nodes.check?.output?.risk > 2"},
		{"condition", "nodes.missing.output.risk > 2"},
		{"script", "const a = 1;\nthrow new Error('no');"},
		{"script", "return {was: incoming.check.risk, item, at: new Date().toISOString()}"},
		{"script", "return 'x'.repeat(2 << 20)"},
		{"script", "for (;;);"},
		{"script", "const a = []; for (;;) a.push(new Array(1000).fill({}))"},
	}
	body, err := json.Marshal(map[string]any{"sources": sources, "sample": map[string]any{
		"input": map[string]any{"sku": "A-1"}, "item": 7, "now": "2026-01-02T03:04:05Z",
		"nodes":    map[string]any{"check": map[string]any{"output": map[string]any{"risk": 3}}},
		"incoming": map[string]any{"check": map[string]any{"risk": 3}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	reply := s.Do(apitest.Call{
		Method: http.MethodPost, Path: "/api/v1/orgs/" + string(s.Org(servertest.Stock)) + "/glue-trials", Body: string(body),
		Cookie: session,
	})
	if reply.Status != http.StatusOK {
		t.Fatalf("got %d %s", reply.Status, reply.Body)
	}
	var got struct {
		Results []result `json:"results"`
	}
	if err := json.Unmarshal(reply.Body, &got); err != nil {
		t.Fatal(err)
	}
	// Which of the limits of a child an endless growth meets first is chance.
	if last := got.Results[7].Problem; last == nil || !strings.HasPrefix(last.Code, "glue.") {
		t.Errorf("a memory bomb gave %+v", got.Results[7])
	}
	want := []result{
		{Value: json.RawMessage(`"A-1 3"`)},
		{Value: json.RawMessage(`true`)},
		{Problem: &problem{glue.CodeError, 1}},
		{Problem: &problem{glue.CodeError, 2}},
		{Value: json.RawMessage(`{"was":3,"item":7,"at":"2026-01-02T03:04:05.000Z"}`)},
		{Problem: &problem{glue.CodeTooLarge, 0}},
		{Problem: &problem{glue.CodeTimeout, 0}},
	}
	if diff := cmp.Diff(want, got.Results[:7]); diff != "" {
		t.Errorf("results (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(before, s.Snapshot()); diff != "" {
		t.Errorf("something was kept (-before +after):\n%s", diff)
	}
}

func TestGlueTrialsAreBounded(t *testing.T) {
	t.Parallel()
	s := apitest.New(t)
	s.Chains.Trials = triedGlue{}
	session := s.SignIn(rbac.Designer, servertest.Stock)
	many := strings.TrimSuffix(strings.Repeat(`{"kind":"expression","text":"1"},`, 51), ",")
	for name, tt := range map[string]struct {
		body   string
		status int
	}{
		"none":          {`{"sources":[]}`, http.StatusUnprocessableEntity},
		"too many":      {`{"sources":[` + many + `]}`, http.StatusUnprocessableEntity},
		"too long":      {`{"sources":[{"kind":"script","text":"` + strings.Repeat("x", 70_000) + `"}]}`, http.StatusUnprocessableEntity},
		"no such kind":  {`{"sources":[{"kind":"shell","text":"ls"}]}`, http.StatusUnprocessableEntity},
		"no such state": {`{"sources":[{"kind":"script","text":""}],"sample":{"nodes":{"a":{"state":"ready"}}}}`, http.StatusUnprocessableEntity},
		"a secret":      {`{"sources":[{"kind":"script","text":""}],"sample":{"secrets":{}}}`, http.StatusUnprocessableEntity},
		"too large":     {`{"sources":[{"kind":"script","text":""}],"sample":{"input":"` + strings.Repeat("x", 5<<20) + `"}}`, http.StatusRequestEntityTooLarge},
	} {
		reply := s.Do(apitest.Call{
			Method: http.MethodPost, Path: "/api/v1/orgs/" + string(s.Org(servertest.Stock)) + "/glue-trials", Body: tt.body,
			Cookie: session,
		})
		if reply.Status != tt.status {
			t.Errorf("%s: got %d %.300s, want %d", name, reply.Status, reply.Body, tt.status)
		}
	}
}
