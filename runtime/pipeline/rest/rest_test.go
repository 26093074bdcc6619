package rest_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"catenary/chain"
	"catenary/internal/fault"
	"catenary/internal/schema"
	"catenary/internal/secret"
	"catenary/runtime/pipeline"
	"catenary/runtime/pipeline/rest"
)

const minimal = `{"url":"URL","positions":[{"key":"a","start":{"method":"POST","path":"jobs","id":"/id"},"status":{"path":"jobs/{execution}","state":"/state","states":{"ok":"succeeded"}}}]}`

func TestSettings(t *testing.T) {
	t.Parallel()
	known, wrong := schema.Compile(rest.Adapter{}.Describe().Settings)
	if len(wrong) > 0 {
		t.Fatal(wrong)
	}
	for name, text := range map[string]string{"small": minimal, "whole": settings(t, "URL")} {
		text = strings.ReplaceAll(text, "URL", "http://127.0.0.1:1")
		if v := known.Check([]byte(text)); len(v) > 0 {
			t.Errorf("%s: the schema says %v", name, v)
		}
		open(t, text, "x")
	}
	tests := map[string][2]string{
		"no address":          {`"url":"URL"`, `"url":"ci"`},
		"credentials in it":   {`"url":"URL"`, `"url":"http://a:b@ci.example.org"`},
		"unknown field":       {`"url":"URL"`, `"url":"http://a.example.org","script":"x"`},
		"unknown placeholder": {`{execution}`, `{secret}`},
		"an open placeholder": {`{execution}`, `{execution`},
		"a query in the path": {`jobs/{execution}`, `jobs?id={execution}`},
		"a way out":           {`jobs/{execution}`, `../{execution}`},
		"no pointer":          {`"/state"`, `"state"`},
		"a state of its own":  {`"succeeded"`, `"done"`},
		"no way to succeed":   {`"succeeded"`, `"failed"`},
		"a header that frames": {
			`"id":"/id"`, `"id":"/id","headers":{"Content-Length":"1"}`,
		},
		"no schema": {`"key":"a"`, `"key":"a","parameters":{"type":"nothing"}`},
	}
	for name, change := range tests {
		text := strings.Replace(minimal, change[0], change[1], 1)
		text = strings.ReplaceAll(text, "URL", "http://127.0.0.1:1")
		_, err := rest.Adapter{}.Open(pipeline.Connection{Settings: json.RawMessage(text)})
		if !fault.HasCode(err, "engine.settings") || len(fault.As(err).Details) == 0 {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// What stands in parameters stays where it is put.
func TestPlaceholdersDoNotBreakOut(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		_ = json.NewEncoder(w).Encode(map[string]string{"id": strings.Join([]string{r.URL.EscapedPath(), r.URL.RawQuery, string(body), r.Header.Get("X-A")}, "|")})
	}))
	t.Cleanup(server.Close)
	text := strings.Replace(strings.ReplaceAll(minimal, "URL", server.URL), `"path":"jobs"`,
		`"path":"jobs/{parameters.a}","query":{"q":"{parameters.a}"},"headers":{"X-A":"{parameters.h}"},"body":{"whole":"{parameters}","part":"<{parameters.n}> {{x}"}`, 1)
	e := open(t, text, "")
	start := func(parameters string) (string, error) {
		x, err := e.Start(ctx, pipeline.StartRequest{Pipeline: pipeline.Created{Position: "a"}, Key: "k", Parameters: json.RawMessage(parameters)})
		return x.ID, err
	}
	got, err := start(`{"a":"x/../y?z=1&b","h":"v","n":12345678901234567890}`)
	want := `/jobs/x%2F..%2Fy%3Fz=1&b|q=x%2F..%2Fy%3Fz%3D1%26b|{"part":"\u003c12345678901234567890\u003e {x}","whole":{"a":"x/../y?z=1\u0026b","h":"v","n":12345678901234567890}}|v`
	if err != nil || got != want {
		t.Errorf("sent %s, %v\nwant %s", got, err, want)
	}
	for _, bad := range []string{`{"a":".."}`, `{"a":""}`, `{}`, `{"a":"b","h":"x\r\nEvil: 1"}`} {
		if got, err := start(bad); !fault.HasCode(err, "engine.refused") {
			t.Errorf("%s: sent %s, %v", bad, got, err)
		}
	}
}

func TestCallbackIsProved(t *testing.T) {
	t.Parallel()
	body := []byte(`{"id":7}`)
	sum := hmac.New(sha256.New, []byte("a-secret"))
	sum.Write(body)
	signed := "sha256=" + hex.EncodeToString(sum.Sum(nil))
	tests := []struct {
		name, scheme, credential, header string
		body                             []byte
		want                             string
	}{
		{"signed", "hmac-sha256", "a-secret", signed, body, "7"},
		{"another body", "hmac-sha256", "a-secret", signed, []byte(`{"id":8}`), ""},
		{"another secret", "hmac-sha256", "b-secret", signed, body, ""},
		{"no signature", "hmac-sha256", "a-secret", "", body, ""},
		{"a token", "token", "a-secret", "a-secret", body, "7"},
		{"another token", "token", "a-secret", "b-secret", body, ""},
		{"no secret", "token", "", "", body, ""},
		{"no id", "token", "a-secret", "a-secret", []byte(`{}`), ""},
		{"no JSON", "token", "a-secret", "a-secret", []byte(`x`), ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			text := strings.Replace(strings.ReplaceAll(minimal, "URL", "http://127.0.0.1:1"), `"positions"`, `"callback":{"execution":"/id","scheme":"`+tt.scheme+`","header":"X-Proof"},"positions"`, 1)
			got, err := open(t, text, tt.credential).VerifyCallback(http.Header{"X-Proof": {tt.header}}, tt.body)
			if got != tt.want || (tt.want == "") != fault.HasCode(err, "callback.refused") {
				t.Errorf("%q, %v", got, err)
			}
		})
	}
}

func TestStatusOfStrangeAnswers(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, answer string
		state        pipeline.State
		code         string
	}{
		{"a word nobody told us", `{"state":"resting"}`, pipeline.Unknown, ""},
		{"no word", `{}`, pipeline.Unknown, ""},
		{"a word that is a list", `{"state":["ok"]}`, pipeline.Unknown, ""},
		{"nothing", ``, pipeline.Unknown, ""},
		{"no JSON", `<html>`, "", "engine.answer"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, tt.answer) }))
			t.Cleanup(server.Close)
			got, err := open(t, strings.ReplaceAll(minimal, "URL", server.URL), "").Status(ctx, pipeline.Execution{Position: "a", ID: "1"})
			if got.State != tt.state || (err == nil) != (tt.code == "") || tt.code != "" && !fault.HasCode(err, tt.code) {
				t.Errorf("%+v, %v", got, err)
			}
		})
	}
}

func TestPositionsTakeExpressions(t *testing.T) {
	t.Parallel()
	positions, err := open(t, strings.ReplaceAll(settings(t, "URL"), "URL", "http://127.0.0.1:1"), "").Positions(ctx)
	if err != nil || len(positions) != 1 || positions[0].Title.ZH != "检查软件包" || positions[0].Help.ZH != "Looks at a package." {
		t.Fatalf("%+v, %v", positions, err)
	}
	s, wrong := schema.Compile(chain.WithExpressions(positions[0].Parameters))
	if len(wrong) > 0 {
		t.Fatal(wrong)
	}
	for text, good := range map[string]bool{
		`{"sku":"${{ input.sku }}","count":"${{ input.n }}"}`: true,
		`{"sku":"A","count":2}`:                               true,
		`{"sku":"A","count":0}`:                               false,
		`{"sku":"A","count":"two"}`:                           false,
		`{"count":2}`:                                         false,
	} {
		if (len(s.Check([]byte(text))) == 0) != good {
			t.Errorf("%s", text)
		}
	}
}

func TestOpenKeepsTheCredential(t *testing.T) {
	t.Parallel()
	for scheme, want := range map[string]string{"bearer": "Bearer user:pass|", "basic": "Basic dXNlcjpwYXNz|", "header": "|user:pass", "none": "|"} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			_ = json.NewEncoder(w).Encode(map[string]string{"id": r.Header.Get("Authorization") + "|" + r.Header.Get("X-Key")})
		}))
		t.Cleanup(server.Close)
		text := strings.Replace(strings.ReplaceAll(minimal, "URL", server.URL), `"positions"`, `"auth":{"scheme":"`+scheme+`","header":"X-Key"},"positions"`, 1)
		e, err := rest.Adapter{}.Open(pipeline.Connection{Settings: json.RawMessage(text), Credential: secret.New([]byte("user:pass\n")), Client: &http.Client{}})
		if err != nil {
			t.Fatal(err)
		}
		x, err := e.Start(ctx, pipeline.StartRequest{Pipeline: pipeline.Created{Position: "a"}, Key: "k"})
		if err != nil || x.ID != want {
			t.Errorf("%s: %q, %v", scheme, x.ID, err)
		}
	}
}
