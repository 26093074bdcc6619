package client_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strconv"
	"sync"
	"testing"
	"time"

	"catenary/server/switches/client"
)

// panel is a server with one switch.
type panel struct {
	mu       sync.Mutex
	value    string
	revision int
	changed  chan struct{}
	down     bool
}

func (p *panel) set(value string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.value, p.revision = value, p.revision+1
	close(p.changed)
	p.changed = make(chan struct{})
}

func (p *panel) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path != "/api/v1/orgs/org/switches/mode/value" || r.Header.Get("Authorization") != "Bearer token" {
		w.WriteHeader(http.StatusNotFound)
		return
	}
	for {
		p.mu.Lock()
		value, etag, changed, down := p.value, strconv.Quote(strconv.Itoa(p.revision)), p.changed, p.down
		revision := p.revision
		p.mu.Unlock()
		if down {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		if r.Header.Get("If-None-Match") != etag {
			w.Header().Set("ETag", etag)
			_ = json.NewEncoder(w).Encode(map[string]any{"value": json.RawMessage(value), "revision": revision})
			return
		}
		if r.URL.Query().Get("wait") == "" {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		select {
		case <-changed:
		case <-r.Context().Done():
			return
		}
	}
}

func follow(t *testing.T, c client.Config) *client.Switch {
	t.Helper()
	c.Token, c.Org = "token", "org"
	s, err := client.Follow(t.Context(), c, "mode")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

func wait(t *testing.T, s *client.Switch, want string) {
	t.Helper()
	end := time.NewTimer(30 * time.Second)
	defer end.Stop()
	for s.Text("none") != want {
		select {
		case <-s.Changed():
		case <-end.C:
			t.Fatalf("it is %q, want %q", s.Text("none"), want)
		}
	}
}

func TestFollow(t *testing.T) {
	t.Parallel()
	p := &panel{value: `"old"`, revision: 1, changed: make(chan struct{})}
	server := httptest.NewServer(p)
	t.Cleanup(server.Close)
	dir := t.TempDir()
	s := follow(t, client.Config{Server: server.URL + "/", Dir: dir})
	if err := s.Known(t.Context()); err != nil {
		t.Fatal(err)
	}
	wait(t, s, "old")
	p.set(`"new"`)
	wait(t, s, "new")
	if now, known := s.State(); !known || now.Revision != 2 || s.Bool(true) != true || s.Number(7) != 7 {
		t.Errorf("%+v", now)
	}
	s.Close()

	// Without the server the last value is known; when it is back it is followed.
	p.mu.Lock()
	p.down = true
	p.mu.Unlock()
	failed := make(chan struct{}, 100)
	s = follow(t, client.Config{Server: server.URL, Dir: dir, Failed: func(error) { failed <- struct{}{} }})
	if s.Text("none") != "new" {
		t.Errorf("without the server it is %q", s.Text("none"))
	}
	<-failed
	p.mu.Lock()
	p.down = false
	p.mu.Unlock()
	p.set(`"both"`)
	wait(t, s, "both")
}

func TestNothingIsKnown(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(server.Close)
	failed := make(chan error, 100)
	s := follow(t, client.Config{Server: server.URL, Failed: func(err error) { failed <- err }})
	<-failed
	if _, known := s.State(); known || s.Text("none") != "none" {
		t.Error("a value is known that nobody told")
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.Known(ctx); err == nil {
		t.Error("a value came from nowhere")
	}
	if _, err := client.Follow(t.Context(), client.Config{Server: server.URL}, "mode"); err == nil {
		t.Error("no token and no org")
	}
}
