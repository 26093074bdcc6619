package httpcall_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"catenary/nodes"
	"catenary/nodes/httpcall"
	"catenary/nodes/nodestest"
	"catenary/outbound"
)

const password = "open-sesame-123"

// client reaches loopback.
func client() *outbound.Client {
	return outbound.New(outbound.Config{Headers: 2 * time.Second, Allow: func() []netip.Prefix {
		return []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}
	}}).Client("t")
}

// call makes a call of a configuration; SERVER in it stands for the address.
func call(t *testing.T, address, written, config string) nodes.Call {
	t.Helper()
	put := func(s string) string { return strings.ReplaceAll(s, "SERVER", address) }
	c := nodestest.Call(t, httpcall.Kind{}, put(written), put(config))
	c.Tools = nodestest.Tools(client(), map[string]string{"api-key": password})
	return c
}

// seen is what a server got.
type seen struct {
	*http.Request
	body string
}

func record(t *testing.T, answer http.HandlerFunc) (string, *atomic.Pointer[seen]) {
	t.Helper()
	var last atomic.Pointer[seen]
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		last.Store(&seen{r, string(body)})
		if answer != nil {
			answer(w, r)
		}
	}))
	t.Cleanup(s.Close)
	return s.URL, &last
}

func TestRequest(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, written, config string
		want                  func(*seen) bool
	}{
		{"a plain one", `{"url":"SERVER/a?b=c"}`, "", func(s *seen) bool {
			return s.Method == http.MethodGet && s.URL.String() == "/a?b=c" && s.body == "" && s.Header.Get("Idempotency-Key") == "key-of-the-attempt" &&
				s.Header.Get("Content-Type") == "" && s.Header.Get("User-Agent") == "catenary"
		}},
		{"query", `{"url":"SERVER/a?b=c","query":{"n":"${{ x }}","q":"a b&c","key":{"secret":"api-key"}}}`, `{"url":"SERVER/a?b=c","query":{"n":5,"q":"a b&c","key":null}}`, func(s *seen) bool {
			q := s.URL.Query()
			return q.Get("b") == "c" && q.Get("n") == "5" && q.Get("q") == "a b&c" && q.Get("key") == password
		}},
		{"headers", `{"url":"SERVER","headers":{"X-A":"${{ x }}","X-Key":{"secret":"api-key"},"content-type":"text/csv"},"method":"PUT","body":"a,b"}`, `{"url":"SERVER","headers":{"X-A":true},"body":"a,b"}`, func(s *seen) bool {
			return s.Header.Get("X-A") == "true" && s.Header.Get("X-Key") == password && s.Header.Get("Content-Type") == "text/csv" && s.body == "a,b"
		}},
		{"JSON", `{"url":"SERVER","method":"POST","body":{"a":"${{ x }}"}}`, `{"url":"SERVER","body":{"a":[1,null]}}`, func(s *seen) bool {
			return s.body == `{"a":[1,null]}` && s.Header.Get("Content-Type") == "application/json"
		}},
		{"text", `{"url":"SERVER","method":"POST","body":"${{ x }}"}`, `{"url":"SERVER","body":"grüße"}`, func(s *seen) bool {
			return s.body == "grüße" && s.Header.Get("Content-Type") == "text/plain; charset=utf-8"
		}},
		{"null", `{"url":"SERVER","method":"POST","body":"${{ x }}"}`, `{"url":"SERVER","body":null}`, func(s *seen) bool { return s.body == "null" }},
		{"bearer", `{"url":"SERVER","auth":{"scheme":"bearer","secret":"api-key"}}`, "", func(s *seen) bool {
			return s.Header.Get("Authorization") == "Bearer "+password
		}},
		{"basic", `{"url":"SERVER","auth":{"scheme":"basic","username":"${{ x }}","secret":"api-key"}}`, `{"url":"SERVER","auth":{"username":"me"}}`, func(s *seen) bool {
			user, pass, ok := s.BasicAuth()
			return ok && user == "me" && pass == password
		}},
		{"another idempotency header", `{"url":"SERVER","method":"DELETE","idempotency_header":"X-Once"}`, "", func(s *seen) bool {
			return s.Method == http.MethodDelete && s.Header.Get("X-Once") == "key-of-the-attempt" && s.Header.Get("Idempotency-Key") == ""
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			address, last := record(t, nil)
			nodestest.Outcome(t.Context(), t, httpcall.Kind{}, call(t, address, tt.written, tt.config), "")
			if got := last.Load(); !tt.want(got) {
				t.Errorf("the server got %s %s %v %q", got.Method, got.URL, got.Header, got.body)
			}
		})
	}
}

func TestAnswer(t *testing.T) {
	t.Parallel()
	send := func(kind, body string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", kind)
			_, _ = io.WriteString(w, body)
		}
	}
	deep := strings.Repeat("[", 65) + strings.Repeat("]", 65)
	tests := []struct {
		name   string
		answer http.HandlerFunc
		body   string
		extra  string
	}{
		{"JSON", send("application/json; charset=utf-8", `{"a": "<>"}`), `{"a":"<>"}`, ""},
		{"a kind of JSON", send("application/problem+json", `[1]`), `[1]`, ""},
		{"JSON that is none", send("application/json", `{"a":`), `"{\"a\":"`, ""},
		{"JSON that is too deep", send("application/json", deep), `"` + deep + `"`, ""},
		{"deep text in JSON", send("application/json", `"\"[[[["`), `"\"[[[["`, ""},
		{"text", send("text/html", "<b>ü</b>"), `"<b>ü</b>"`, ""},
		{"bytes", send("image/png", "\x89PNG\xff"), `"iVBOR/8="`, "base64"},
		{"nothing", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) }, `null`, ""},
		{"the secret", func(w http.ResponseWriter, r *http.Request) {
			send("application/json", `{"you":"`+r.Header.Get("X-Key")+`"}`)(w, r)
		}, `{"you":"[secret]"}`, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			address, _ := record(t, tt.answer)
			outcome := nodestest.Outcome(t.Context(), t, httpcall.Kind{}, call(t, address, `{"url":"SERVER","headers":{"X-Key":{"secret":"api-key"}}}`, ""), "")
			var got struct {
				Status   int
				Headers  map[string]string
				Body     json.RawMessage
				Encoding string
			}
			if err := json.Unmarshal(outcome.Output, &got); err != nil {
				t.Fatal(err)
			}
			if string(got.Body) != tt.body || got.Encoding != tt.extra || got.Status/100 != 2 || got.Headers["date"] == "" {
				t.Errorf("the output is %s", outcome.Output)
			}
		})
	}
}

func TestFailures(t *testing.T) {
	t.Parallel()
	status := func(code int) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			w.WriteHeader(code)
			_, _ = io.WriteString(w, "no\x00 \n"+r.Header.Get("X-Key"))
		}
	}
	cut := func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "100")
		_, _ = io.WriteString(w, "begun")
	}
	hang := func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }
	large := func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(make([]byte, nodes.MaxOutput+1)) }
	almost := func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, strings.Repeat("a", nodes.MaxOutput-10))
	}
	const keyed = `{"url":"SERVER","method":"POST","headers":{"X-Key":{"secret":"api-key"}}}`
	tests := []struct {
		name, written, config string
		answer                http.HandlerFunc
		code                  string
		unknown               bool
	}{
		{"a status", keyed, "", status(500), httpcall.CodeStatus, false},
		{"a status that is not listed", `{"url":"SERVER","accept":[404]}`, "", status(200), httpcall.CodeStatus, false},
		{"a listed status", `{"url":"SERVER","accept":[404]}`, "", status(404), "", false},
		{"a broken answer to GET", `{"url":"SERVER"}`, "", cut, httpcall.CodeUnreachable, false},
		{"a broken answer to POST", keyed, "", cut, httpcall.CodeUnreachable, true},
		{"no answer to PUT in time", `{"url":"SERVER","method":"PUT"}`, "", hang, httpcall.CodeTimeout, false},
		{"no answer to POST in time", keyed, "", hang, httpcall.CodeTimeout, true},
		{"an answer that is too large", `{"url":"SERVER"}`, "", large, httpcall.CodeTooLarge, false},
		{"an output that is too large", `{"url":"SERVER"}`, "", almost, httpcall.CodeTooLarge, false},
		{"an unknown secret", `{"url":"SERVER","query":{"a":{"secret":"other"}}}`, "", nil, nodes.CodeSecret, false},
		{"an address that is none", `{"url":"${{ x }}"}`, `{"url":"SERVER/a b"}`, nil, httpcall.CodeAddress, false},
		{"a scheme", `{"url":"${{ x }}"}`, `{"url":"file:///etc/passwd"}`, nil, httpcall.CodeAddress, false},
		{"a user in the address", `{"url":"${{ x }}"}`, `{"url":"http://a:b@127.0.0.1/"}`, nil, httpcall.CodeAddress, false},
		{"an address of another type", `{"url":"${{ x }}"}`, `{"url":{"a":1}}`, nil, nodes.CodeConfig, false},
		{"an address that may not be", `{"url":"http://10.0.0.1/"}`, "", nil, httpcall.CodeRefused, false},
		{"a header of two lines", `{"url":"SERVER","headers":{"A":"${{ x }}"}}`, `{"url":"SERVER","headers":{"A":"a\nb: c"}}`, nil, httpcall.CodeHeader, false},
		{"a value that wants a secret", `{"url":"SERVER","headers":{"A":"${{ x }}"}}`, `{"url":"SERVER","headers":{"A":{"secret":"api-key"}}}`, nil, nodes.CodeConfig, false},
		{"a user name with a colon", `{"url":"SERVER","auth":{"scheme":"basic","username":"${{ x }}","secret":"api-key"}}`, `{"url":"SERVER","auth":{"username":"a:b"}}`, nil, httpcall.CodeAuth, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			address, last := record(t, tt.answer)
			c := call(t, address, tt.written, tt.config)
			ctx := t.Context()
			if tt.code == httpcall.CodeTimeout {
				var cancel context.CancelFunc
				ctx, cancel = context.WithTimeout(ctx, 2*time.Second)
				defer cancel()
			}
			outcome := nodestest.Outcome(ctx, t, httpcall.Kind{}, c, tt.code)
			if tt.code == "" {
				return
			}
			if outcome.Failure.Unknown != tt.unknown || strings.Contains(outcome.Failure.Message, password) {
				t.Errorf("it fails with %+v", outcome.Failure)
			}
			if reached := last.Load() != nil; reached != (tt.answer != nil) {
				t.Errorf("the server was reached: %v", reached)
			}
		})
	}
}

// TestNobodyListens: what was never sent is not unknown.
func TestNobodyListens(t *testing.T) {
	t.Parallel()
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_ = closed.Close()
	c := call(t, "http://"+closed.Addr().String(), `{"url":"SERVER","method":"POST"}`, "")
	if outcome := nodestest.Outcome(t.Context(), t, httpcall.Kind{}, c, httpcall.CodeUnreachable); outcome.Failure.Unknown {
		t.Errorf("it fails with %+v", outcome.Failure)
	}
}

// TestCancel: a request that may have done something says so; any other just
// ends.
func TestCancel(t *testing.T) {
	t.Parallel()
	for method, unknown := range map[string]bool{http.MethodGet: false, http.MethodPost: true} {
		ctx, cancel := context.WithCancel(t.Context())
		address, _ := record(t, func(_ http.ResponseWriter, r *http.Request) {
			cancel()
			<-r.Context().Done()
		})
		outcome, err := httpcall.Kind{}.Run(ctx, call(t, address, `{"url":"SERVER","method":"`+method+`"}`, ""))
		if unknown && (err != nil || outcome.Failure == nil || !outcome.Failure.Unknown) || !unknown && !errors.Is(err, context.Canceled) {
			t.Errorf("%s gives %+v, %v", method, outcome.Failure, err)
		}
	}
}

func TestPlatformFaults(t *testing.T) {
	t.Parallel()
	address, _ := record(t, nil)
	c := call(t, address, `{"url":"SERVER","query":{"a":{"secret":"api-key"}}}`, "")
	broken := errors.New("the database is away")
	c.Tools = nodestest.Broken(broken)
	if _, err := (httpcall.Kind{}).Run(t.Context(), c); !errors.Is(err, broken) {
		t.Errorf("a secret that cannot be read gives %v", err)
	}
	c.Written = nil
	if _, err := (httpcall.Kind{}).Run(t.Context(), c); err == nil {
		t.Error("a call without a configuration passed")
	}
}

func TestLog(t *testing.T) {
	t.Parallel()
	address, _ := record(t, nil)
	c := call(t, address, `{"url":"SERVER/path?key=hidden","query":{"a":{"secret":"api-key"}}}`, "")
	var lines []string
	c.Tools.Log = func(line string) { lines = append(lines, line) }
	nodestest.Outcome(t.Context(), t, httpcall.Kind{}, c, "")
	if want := "GET " + address + "/path: 200 OK"; len(lines) != 1 || lines[0] != want {
		t.Errorf("the log is %q", lines)
	}
}
