package outbound_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/netip"
	"testing"
	"time"

	"catenary/outbound"
)

func timedOut(err error) bool {
	var e *outbound.Error
	return errors.As(err, &e) && e.Timeout()
}

func TestSlowHeaders(t *testing.T) {
	t.Parallel()
	release := make(chan struct{})
	s, _ := serve(t, func(http.ResponseWriter, *http.Request) { <-release })
	t.Cleanup(func() { close(release) })
	n := outbound.New(outbound.Config{Headers: 50 * time.Millisecond, Allow: func() []netip.Prefix { return []netip.Prefix{loopback} }})
	if _, err := get(t, n.Client("t"), s.URL); !timedOut(err) {
		t.Errorf("it gives %v", err)
	}
}

func TestSlowBody(t *testing.T) {
	t.Parallel()
	release := make(chan struct{})
	s, _ := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, "begun")
		_ = http.NewResponseController(w).Flush()
		<-release
	})
	t.Cleanup(func() { close(release) })
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
	defer cancel()
	text, err := getUntil(ctx, t, allowing(loopback).Client("t"), s.URL)
	if text != "begun" || !timedOut(err) || !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("%q, %v", text, err)
	}
}

func TestCancelled(t *testing.T) {
	t.Parallel()
	s, _ := serve(t, ok)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := getUntil(ctx, t, allowing(loopback).Client("t"), s.URL); !errors.Is(err, context.Canceled) {
		t.Errorf("it gives %v", err)
	}
}

// TestTurns: a tenant whose requests all hang has no more of them, and the next
// tenant is served at once.
func TestTurns(t *testing.T) {
	t.Parallel()
	begun, release := make(chan struct{}, 10), make(chan struct{})
	s, calls := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/hang" {
			begun <- struct{}{}
			<-release
		}
	})
	n := outbound.New(outbound.Config{Requests: 2, Allow: func() []netip.Prefix { return []netip.Prefix{loopback} }})
	done := make(chan error, 3)
	for range 2 {
		go func() {
			_, err := get(t, n.Client("full"), s.URL+"/hang")
			done <- err
		}()
		<-begun
	}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := getUntil(ctx, t, n.Client("full"), s.URL); !timedOut(err) || calls.Load() != 2 {
		t.Errorf("a third request of a full tenant: %v", err)
	}
	if _, err := get(t, n.Client("other"), s.URL); err != nil {
		t.Errorf("another tenant: %v", err)
	}
	close(release)
	for range 2 {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	if _, err := get(t, n.Client("full"), s.URL); err != nil {
		t.Errorf("once there is a place: %v", err)
	}
}
