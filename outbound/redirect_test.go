package outbound_test

import (
	"crypto/tls"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"

	"catenary/outbound"
)

func TestRedirectToLoopback(t *testing.T) {
	t.Parallel()
	inner, calls := serve(t, ok)
	_, port, _ := net.SplitHostPort(strings.TrimPrefix(inner.URL, "http://"))
	outer := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "http://"+strings.TrimPrefix(r.URL.Path, "/")+":"+port, http.StatusFound)
	}))
	listener, err := net.Listen("tcp", "127.0.0.5:0")
	if err != nil {
		t.Fatal(err)
	}
	_ = outer.Listener.Close()
	outer.Listener = listener
	outer.Start()
	t.Cleanup(outer.Close)
	n := allowing(netip.MustParsePrefix("127.0.0.5/32"))
	for _, host := range []string{"127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "user@127.0.0.1"} {
		if _, err := get(t, n.Client("t"), outer.URL+"/"+host); err == nil {
			t.Errorf("a redirect to %s was followed", host)
		}
	}
	if calls.Load() != 0 {
		t.Error("the server was reached")
	}
}

func TestRedirectsEnd(t *testing.T) {
	t.Parallel()
	s, calls := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if n := len(r.URL.Path); n < 7 {
			http.Redirect(w, r, r.URL.Path+"a", http.StatusFound)
			return
		}
		ok(w, r)
	})
	c := allowing(loopback).Client("t")
	if text, err := get(t, c, s.URL+"/a"); err != nil || text != "here" {
		t.Errorf("five redirects: %q, %v", text, err)
	}
	calls.Store(0)
	if _, err := get(t, c, s.URL+"/"); !refused(err) || calls.Load() != 6 {
		t.Errorf("six redirects: %v after %d requests", err, calls.Load())
	}
}

// TestCredentials: what says who is asking goes to the first server only, also
// if a redirect leads back to it.
func TestCredentials(t *testing.T) {
	t.Parallel()
	var seen []http.Header
	var first *httptest.Server
	other, _ := serve(t, func(w http.ResponseWriter, r *http.Request) {
		seen = append(seen, r.Header)
		if r.URL.Path == "/back" {
			http.Redirect(w, r, first.URL+"/end", http.StatusTemporaryRedirect)
		}
	})
	first, _ = serve(t, func(w http.ResponseWriter, r *http.Request) {
		seen = append(seen, r.Header)
		switch r.URL.Path {
		case "/same":
			http.Redirect(w, r, "/end", http.StatusFound)
		case "/away":
			http.Redirect(w, r, other.URL+"/end", http.StatusFound)
		case "/around":
			http.Redirect(w, r, other.URL+"/back", http.StatusTemporaryRedirect)
		}
	})
	c := allowing(loopback).Client("t")
	for path, want := range map[string][]bool{
		"/same": {true, true}, "/away": {true, false}, "/around": {true, false, false},
	} {
		seen = nil
		request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, first.URL+path+"?key=hidden", strings.NewReader("body"))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{"Authorization", "Cookie", "X-Api-Key"} {
			request.Header.Set(name, "secret")
		}
		request.Header.Set("Accept", "text/plain")
		answer, err := c.Do(request)
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		_ = answer.Body.Close()
		if len(seen) != len(want) {
			t.Fatalf("%s: %d requests", path, len(seen))
		}
		for i, header := range seen {
			for _, name := range []string{"Authorization", "Cookie", "X-Api-Key"} {
				if got := header.Get(name) != ""; got != want[i] {
					t.Errorf("%s, request %d: %s was sent: %v", path, i, name, got)
				}
			}
			if header.Get("Accept") != "text/plain" || header.Get("Referer") != "" {
				t.Errorf("%s, request %d: %v", path, i, header)
			}
		}
	}
}

func TestRedirectFromHTTPS(t *testing.T) {
	t.Parallel()
	plain, calls := serve(t, ok)
	safe := httptest.NewTLSServer(http.RedirectHandler(plain.URL, http.StatusFound))
	t.Cleanup(safe.Close)
	safe.Config.ErrorLog = nil
	n := allowing(loopback)
	outbound.Trust(n, safe.Client().Transport.(*http.Transport).TLSClientConfig.RootCAs)
	if _, err := get(t, n.Client("t"), safe.URL); !refused(err) || calls.Load() != 0 {
		t.Errorf("from https to http: %v, reached %d times", err, calls.Load())
	}
}

// TestErrorsTellNothing: what listens and what does not cannot be told apart,
// and no error shows the address.
func TestErrorsTellNothing(t *testing.T) {
	t.Parallel()
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_ = closed.Close()
	other, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = other.Close() })
	go func() {
		for {
			conn, err := other.Accept()
			if err != nil {
				return
			}
			_, _ = io.WriteString(conn, "SSH-2.0-something\r\n")
			_ = conn.Close()
		}
	}()
	unknown := httptest.NewUnstartedServer(http.HandlerFunc(ok))
	unknown.TLS = &tls.Config{MinVersion: tls.VersionTLS13}
	unknown.StartTLS()
	t.Cleanup(unknown.Close)
	c := allowing(loopback).Client("t")
	texts := map[string]bool{}
	for _, address := range []string{
		"http://" + closed.Addr().String(), "https://" + closed.Addr().String(), "http://" + other.Addr().String(),
		"https://" + other.Addr().String(), unknown.URL, "http://nothing.invalid",
	} {
		_, err := get(t, c, address+"/?key=hidden")
		if err == nil {
			t.Fatalf("%s answers", address)
		}
		texts[err.Error()] = true
		if strings.Contains(err.Error(), "hidden") || strings.Contains(err.Error(), "127.0.0.1") {
			t.Errorf("the error shows the address: %v", err)
		}
	}
	if len(texts) != 1 {
		t.Errorf("the texts differ: %v", texts)
	}
}
