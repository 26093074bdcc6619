package pipeline_test

import (
	"compress/gzip"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"catenary/internal/fault"
	"catenary/runtime/pipeline"
)

var ctx = context.Background()

func caller(t *testing.T, h http.HandlerFunc) *pipeline.Caller {
	t.Helper()
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	base, err := pipeline.ParseBase("/url", server.URL+"/root/")
	if err != nil {
		t.Fatal(err)
	}
	return &pipeline.Caller{Client: server.Client(), Base: base, Timeout: 2 * time.Second}
}

func TestCallOfHostileEngines(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, code string
		answer     http.HandlerFunc
	}{
		{"an endless body", "engine.answer", func(w http.ResponseWriter, _ *http.Request) {
			block := []byte(strings.Repeat("a", 1<<16))
			for {
				if _, err := w.Write(block); err != nil {
					return
				}
			}
		}},
		{"a gigabyte in a megabyte", "engine.answer", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			z, _ := gzip.NewWriterLevel(w, gzip.BestSpeed)
			block := make([]byte, 1<<20)
			for range 1 << 10 {
				if _, err := z.Write(block); err != nil {
					return
				}
			}
			_ = z.Close()
		}},
		{"a loop of redirects", "engine.unanswered", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, r.URL.Path+"x", http.StatusFound)
		}},
		{"a redirect to nowhere", "engine.answer", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNotModified) }},
		{"headers that never end", "engine.unanswered", func(w http.ResponseWriter, r *http.Request) { <-r.Context().Done() }},
		{"a body of one byte at a time", "engine.unanswered", func(w http.ResponseWriter, r *http.Request) {
			tick := time.NewTicker(50 * time.Millisecond)
			defer tick.Stop()
			for r.Context().Err() == nil {
				_, _ = w.Write([]byte("{"))
				_ = http.NewResponseController(w).Flush()
				<-tick.C
			}
		}},
		{"a body that breaks off", "engine.unanswered", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "100")
			_, _ = w.Write([]byte(`{"a":`))
		}},
		{"no JSON", "engine.answer", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("<html>")) }},
		{"half JSON", "engine.answer", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(`{"a": [1, 2`)) }},
		{"deep JSON", "engine.answer", func(w http.ResponseWriter, _ *http.Request) {
			_, _ = w.Write([]byte(strings.Repeat("[", 1<<20) + strings.Repeat("]", 1<<20)))
		}},
		{"another type", "engine.answer", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(`[1]`)) }},
		{"no credentials", "engine.credentials", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusForbidden) }},
		{"a broken engine", "engine.unanswered", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) }},
		{"a tired engine", "engine.unreachable", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Retry-After", "7")
			w.WriteHeader(http.StatusServiceUnavailable)
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			began := time.Now()
			answer, err := caller(t, tt.answer).Do(ctx, pipeline.Call{Method: http.MethodGet, Path: "/status"})
			if err == nil {
				var to struct{ A int }
				err = answer.JSON(&to)
			}
			if !fault.HasCode(err, tt.code) || !fault.Is(err, fault.Unavailable) {
				t.Errorf("error %v; want %s", err, tt.code)
			}
			if tt.name == "a tired engine" && fault.As(err).RetryAfter != 7 {
				t.Errorf("again after %d s", fault.As(err).RetryAfter)
			}
			if took := time.Since(began); took > 15*time.Second {
				t.Errorf("took %s", took)
			}
		})
	}
}

func TestCallStaysBelowItsBase(t *testing.T) {
	t.Parallel()
	c := caller(t, func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, `"`+r.URL.RequestURI()+" "+r.Header.Get("Authorization")+`"`)
	})
	c.Authorise = func(r *http.Request) { r.Header.Set("Authorization", "Bearer x") }
	for path, want := range map[string]string{"/jobs?a=b": "/root/jobs?a=b Bearer x", "jobs": "/root/jobs Bearer x", "//evil.example.org/x": "/root//evil.example.org/x Bearer x"} {
		answer, err := c.Do(ctx, pipeline.Call{Method: http.MethodGet, Path: path})
		var got string
		if err == nil {
			err = answer.JSON(&got)
		}
		if err != nil || got != want {
			t.Errorf("%s: %q, %v; want %q", path, got, err, want)
		}
	}
}

func TestUnreachableIsSureNotToHaveArrived(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	c := &pipeline.Caller{Client: &http.Client{}, Base: &url.URL{Scheme: "http", Host: l.Addr().String()}}
	_ = l.Close()
	_, err = c.Do(ctx, pipeline.Call{Method: http.MethodPost, Path: "/start"})
	if !fault.HasCode(err, "engine.unreachable") {
		t.Errorf("nobody listens: %v", err)
	}
	canceled, cancel := context.WithCancel(ctx)
	cancel()
	if _, err = c.Do(canceled, pipeline.Call{Method: http.MethodGet}); !errors.Is(err, context.Canceled) {
		t.Errorf("canceled: %v", err)
	}
}

func TestParseBase(t *testing.T) {
	t.Parallel()
	for _, bad := range []string{"", "ci.example.org", "ftp://ci.example.org", "http://", "http://a:b@ci.example.org", "http://ci.example.org?x=1", "http://ci.example.org/#a", "http://[::1"} {
		if _, err := pipeline.ParseBase("/url", bad); !fault.HasCode(err, "engine.settings") {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

func TestSaidIsOneBoundedLine(t *testing.T) {
	t.Parallel()
	got := pipeline.Answer{Body: []byte("no\x00pe\r\n\x1b[31m " + strings.Repeat("ü\xff", 5000))}.Said()
	if strings.ContainsFunc(got, func(r rune) bool { return r < ' ' }) || len([]rune(got)) > 301 {
		t.Errorf("said %q", got)
	}
}

type client func(*http.Request) (*http.Response, error)

func (c client) Do(r *http.Request) (*http.Response, error) { return c(r) }

func request(t *testing.T, ctx context.Context) *http.Request { //nolint:revive // t comes first in tests
	t.Helper()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://ci.example.org", nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// ask sends a request and closes the answer.
func ask(g *pipeline.Guard, r *http.Request) error {
	answer, err := g.Do(r)
	if err == nil {
		err = answer.Body.Close()
	}
	return err
}

func TestGuardOpensAfterFailures(t *testing.T) {
	t.Parallel()
	calls := 0
	g := pipeline.NewGuard(client(func(*http.Request) (*http.Response, error) {
		calls++
		if calls%2 == 0 {
			return &http.Response{StatusCode: http.StatusBadGateway, Body: http.NoBody}, nil
		}
		return nil, errors.New("no")
	}), pipeline.Limits{})
	for range 5 {
		_ = ask(g, request(t, ctx))
	}
	err := ask(g, request(t, ctx))
	if !fault.HasCode(err, "engine.resting") || fault.As(err).RetryAfter == 0 || calls != 5 {
		t.Errorf("after %d calls: %v", calls, err)
	}
	if got := g.Breaker().State; got != "open" {
		t.Errorf("the breaker is %s", got)
	}
}

func TestGuardHoldsTheConcurrency(t *testing.T) {
	t.Parallel()
	g := pipeline.NewGuard(client(func(*http.Request) (*http.Response, error) {
		return &http.Response{StatusCode: http.StatusOK, Body: http.NoBody}, nil
	}), pipeline.Limits{Concurrency: 1})
	first, err := g.Do(request(t, ctx))
	if err != nil {
		t.Fatal(err)
	}
	short, cancel := context.WithTimeout(ctx, 20*time.Millisecond)
	defer cancel()
	if err := ask(g, request(t, short)); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("a second at once: %v", err)
	}
	_ = first.Body.Close()
	_ = first.Body.Close()
	second, err := g.Do(request(t, ctx))
	if err != nil {
		t.Fatalf("after the first: %v", err)
	}
	_ = second.Body.Close()
}

func TestGuardHoldsTheRate(t *testing.T) {
	t.Parallel()
	g := pipeline.NewGuard(client(func(*http.Request) (*http.Response, error) {
		return &http.Response{StatusCode: http.StatusOK, Body: http.NoBody}, nil
	}), pipeline.Limits{Rate: 0.01})
	answer, err := g.Do(request(t, ctx))
	if err != nil {
		t.Fatal(err)
	}
	_ = answer.Body.Close()
	if err := ask(g, request(t, ctx)); !fault.HasCode(err, "engine.busy") {
		t.Errorf("a second within the minute: %v", err)
	}
}
