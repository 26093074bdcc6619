package buildbot_test

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"catenary/chain"
	"catenary/internal/fault"
	"catenary/internal/schema"
	"catenary/internal/secret"
	"catenary/internal/testkit"
	"catenary/runtime/pipeline"
	"catenary/runtime/pipeline/buildbot"
)

var ctx = context.Background()

func open(t *testing.T, url, credential string) pipeline.Engine {
	t.Helper()
	settings, _ := json.Marshal(map[string]string{"url": url})
	e, err := buildbot.Adapter{}.Open(pipeline.Connection{Settings: settings, Credential: secret.New([]byte(credential)), Client: &http.Client{}})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// realOne is the real Buildbot.
func realOne(t *testing.T) pipeline.Engine {
	t.Helper()
	url := os.Getenv("TEST_BUILDBOT_URL")
	if url == "" {
		testkit.Missing(t, "buildbot", `eval "$(tools/services up buildbot)"`)
	}
	return open(t, url, "")
}

func key() string {
	var random [16]byte
	_, _ = rand.Read(random[:])
	return hex.EncodeToString(random[:])
}

func start(t *testing.T, e pipeline.Engine, position, key, parameters string) pipeline.Execution {
	t.Helper()
	c, err := e.Create(ctx, pipeline.CreateRequest{Position: position, Parameters: json.RawMessage(parameters)})
	if err != nil {
		t.Fatal(err)
	}
	x, err := e.Start(ctx, pipeline.StartRequest{Pipeline: c, Key: key, Parameters: c.Parameters})
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func follow(t *testing.T, e pipeline.Engine, x pipeline.Execution) pipeline.Status {
	t.Helper()
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	s, err := pipeline.Follower{First: 50 * time.Millisecond, Max: 500 * time.Millisecond}.Follow(ctx, e, x, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func lines(t *testing.T, e pipeline.Engine, x pipeline.Execution, from int64) (own []pipeline.Line, next int64) {
	t.Helper()
	last := from
	next, err := e.Logs(ctx, x, from, func(l pipeline.Line) error {
		if l.Next <= last {
			t.Errorf("the place %d comes after %d", l.Next, last)
		}
		last = l.Next
		if l.Stream != pipeline.OfEngine {
			own = append(own, l)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return own, next
}

func TestBuildbot(t *testing.T) {
	t.Parallel()
	e, k := realOne(t), key()
	x := start(t, e, "check", k, `{"sku":"A-1","count":3,"mode":"full","dry":true}`)
	if again := start(t, e, "check", k, `{"sku":"A-1"}`); again.ID != x.ID {
		t.Errorf("the same key began another: %+v, %+v", x, again)
	}
	got := follow(t, e, x)
	var output struct {
		Result     string
		Number     int
		Properties map[string]any
	}
	if err := json.Unmarshal(got.Output, &output); err != nil {
		t.Fatalf("%+v %s: %v", got, got.Output, err)
	}
	if got.State != pipeline.Succeeded || output.Result != "success" || output.Number == 0 || output.Properties["sku"] != "A-1" ||
		output.Properties["count"] != 3.0 || output.Properties["dry"] != true || !strings.Contains(got.Link, "/builds/") {
		t.Errorf("ended %+v %+v", got, output)
	}
	log, next := lines(t, e, x, 0)
	var texts []string
	for _, l := range log {
		texts = append(texts, l.Stream+" "+l.Text)
	}
	if all := strings.Join(texts, ", "); !strings.Contains(all, "stdout checking A-1") || !strings.Contains(all, "stderr aside") || !strings.Contains(all, "stdout 3 times") {
		t.Errorf("log %s", all)
	}
	if more, again := lines(t, e, x, next); len(more) != 0 || again != next {
		t.Errorf("after the end %v, %d", more, again)
	}
	if middle, _ := lines(t, e, x, log[0].Next); len(middle) != len(log)-1 {
		t.Errorf("after the first line %d of %d", len(middle), len(log))
	}
	if err := e.Cancel(ctx, x); err != nil {
		t.Errorf("cancel after the end: %v", err)
	}
}

func TestBuildbotFailsAndIsCancelled(t *testing.T) {
	t.Parallel()
	e := realOne(t)
	if got := follow(t, e, start(t, e, "broken", key(), `{}`)); got.State != pipeline.Failed || got.Failure.Code != pipeline.CodeFailed || !strings.Contains(got.Failure.Message, "failure") {
		t.Errorf("failed %+v %+v", got, got.Failure)
	}
	x := start(t, e, "slow", key(), `{}`)
	for range 600 {
		log, _ := lines(t, e, x, 0)
		if len(log) > 0 {
			break
		}
		<-time.After(50 * time.Millisecond)
	}
	if err := e.Cancel(ctx, x); err != nil {
		t.Fatal(err)
	}
	if got := follow(t, e, x); got.State != pipeline.Canceled {
		t.Errorf("canceled %+v", got)
	}
}

func TestBuildbotRefuses(t *testing.T) {
	t.Parallel()
	e := realOne(t)
	_, err := e.Start(ctx, pipeline.StartRequest{Pipeline: pipeline.Created{Position: "check"}, Key: key(), Parameters: json.RawMessage(`{"count":"x","mode":"q"}`)})
	if f := fault.As(err); !fault.HasCode(err, "engine.refused") || len(f.Details) != 3 {
		t.Errorf("bad parameters: %+v", err)
	}
	if _, err := e.Create(ctx, pipeline.CreateRequest{Position: "nowhere"}); !fault.HasCode(err, "position.unknown") {
		t.Errorf("another position: %v", err)
	}
	for _, id := range []string{"999999", "x", "../builds/1", ""} {
		if _, err := e.Status(ctx, pipeline.Execution{Position: "check", ID: id}); !fault.HasCode(err, "execution.unknown") {
			t.Errorf("%q: %v", id, err)
		}
	}
}

func TestBuildbotPositions(t *testing.T) {
	t.Parallel()
	positions, err := realOne(t).Positions(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range positions {
		s, wrong := schema.Compile(chain.WithExpressions(p.Parameters))
		if len(wrong) > 0 {
			t.Fatalf("%s: %v", p.Key, wrong)
		}
		if p.Key != "check" {
			continue
		}
		for text, good := range map[string]bool{
			`{"sku":"A","count":2,"mode":"full","dry":true}`:      true,
			`{"sku":"${{ input.sku }}","count":"${{ input.n }}"}`: true,
			`{"count":2}`:                        false,
			`{"sku":""}`:                         false,
			`{"sku":"A","mode":"other"}`:         false,
			`{"sku":"A","reason":"of my own"}`:   false,
			`{"sku":"A","count":"not a number"}`: false,
		} {
			if (len(s.Check([]byte(text))) == 0) != good {
				t.Errorf("%s", text)
			}
		}
	}
}

func TestCallbackIsProved(t *testing.T) {
	t.Parallel()
	e := open(t, "http://127.0.0.1:1", "catenary:pass word")
	r := &http.Request{Header: http.Header{}}
	r.SetBasicAuth("catenary", "pass word")
	if id, err := e.VerifyCallback(r.Header, []byte(`{"buildid":3,"buildrequestid":7,"complete":true}`)); err != nil || id != "7" {
		t.Errorf("%s, %v", id, err)
	}
	for _, body := range []string{`{}`, `x`} {
		if _, err := e.VerifyCallback(r.Header, []byte(body)); !fault.HasCode(err, "callback.refused") {
			t.Errorf("%s: %v", body, err)
		}
	}
	r.SetBasicAuth("catenary", "guess")
	if _, err := e.VerifyCallback(r.Header, []byte(`{"buildrequestid":7}`)); !fault.HasCode(err, "callback.refused") {
		t.Errorf("another password: %v", err)
	}
}

func TestStrangeAnswers(t *testing.T) {
	t.Parallel()
	for _, answer := range []string{``, `x`, `[]`, `{"buildrequests": 1}`} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(answer)) }))
		t.Cleanup(server.Close)
		if _, err := open(t, server.URL, "").Status(ctx, pipeline.Execution{ID: "1"}); !fault.HasCode(err, "engine.answer") {
			t.Errorf("%q: %v", answer, err)
		}
	}
}
