package api

import (
	"fmt"
	"net/http"
	"strconv"
	"sync/atomic"
	"testing"
	"time"
)

// tight are limits that are soon reached.
func tight() Limits {
	return Limits{
		Login: Rate{PerSecond: 0.1, Burst: 1}, Write: Rate{PerSecond: 1, Burst: 2},
		Read: Rate{PerSecond: 1, Burst: 3}, Address: Rate{PerSecond: 1, Burst: 4}, Tenant: 2,
	}
}

// drain sends q until it is refused, and says how often it was served.
func (e *edge) drain(q ask) (served int, wait time.Duration) {
	e.t.Helper()
	for range 50 {
		w := e.send(q)
		if w.Code == http.StatusTooManyRequests {
			want(e.t, w, http.StatusTooManyRequests, "request.limited")
			seconds, err := strconv.Atoi(w.Header().Get("Retry-After"))
			if err != nil || seconds < 1 {
				e.t.Fatalf("Retry-After = %q", w.Header().Get("Retry-After"))
			}
			return served, time.Duration(seconds) * time.Second
		}
		served++
	}
	return served, 0
}

func TestLimitsOfAPrincipalAndATenant(t *testing.T) {
	t.Parallel()
	e := newEdge(t, func(a *API) { a.Limits = tight })
	read := ask{method: http.MethodGet, path: "/api/v1/things", token: "good"}
	write := ask{method: http.MethodPost, path: thingsPath, body: `{"name":"a"}`, token: "good"}
	if n, _ := e.drain(read); n != 3 {
		t.Errorf("reads served = %d, want 3", n)
	}
	n, wait := e.drain(write)
	if n != 2 {
		t.Errorf("writes served = %d, want 2: classes do not share", n)
	}
	e.now.Add(wait)
	want(t, e.send(write), http.StatusCreated, "")
	if n, _ := e.drain(write); n != 0 {
		t.Errorf("served %d more without waiting", n)
	}
	read.token = "bob"
	if n, _ := e.drain(read); n != 3 {
		t.Errorf("another principal's reads = %d, want 3", n)
	}
	read.token, read.header = "", headers("Cookie", "__Host-catenary=good")
	if n, _ := e.drain(read); n != 2 {
		t.Errorf("the tenant's reads by a third principal = %d, want the 2 of that second: the first 6 are used", n)
	}
}

func TestLimitsOfAnAddress(t *testing.T) {
	t.Parallel()
	e := newEdge(t, func(a *API) { a.Limits = tight })
	login := ask{method: http.MethodPost, path: "/api/v1/enter", from: "198.51.100.1:1"}
	if n, wait := e.drain(login); n != 1 || wait != 10*time.Second {
		t.Errorf("logins served = %d, wait %v", n, wait)
	}
	login.from = "198.51.100.2:1"
	if n, _ := e.drain(login); n != 1 {
		t.Errorf("logins of another address = %d", n)
	}
	for i, from := range []string{"[2001:db8::1]:1", "[2001:db8::2]:1", "[2001:db8:0:1::1]:1"} {
		login.from = from
		if n, _ := e.drain(login); n != []int{1, 0, 1}[i] {
			t.Errorf("logins of %s = %d", from, n)
		}
	}
	nobody := ask{method: http.MethodGet, path: "/api/v1/things", token: "guess"}
	if n, _ := e.drain(nobody); n != 4 {
		t.Errorf("unknown tokens answered = %d, want 4", n)
	}
	nobody.token = "good"
	want(t, e.send(nobody), http.StatusOK, "")
	if n, _ := e.drain(ask{method: http.MethodGet, path: "/nothing", from: "198.51.100.3:1"}); n != 4 {
		t.Errorf("unknown addresses answered = %d, want 4", n)
	}
	if n, _ := e.drain(ask{method: http.MethodGet, path: "/healthz"}); n != 50 {
		t.Errorf("probes answered = %d, want all", n)
	}
}

func TestLimitsChangeLive(t *testing.T) {
	t.Parallel()
	var limits atomic.Pointer[Limits]
	set := func(l Limits) { limits.Store(&l) }
	set(tight())
	e := newEdge(t, func(a *API) { a.Limits = func() Limits { return *limits.Load() } })
	read := ask{method: http.MethodGet, path: "/api/v1/things", token: "good"}
	e.drain(read)
	wider := tight()
	wider.Read = Rate{PerSecond: 100, Burst: 10}
	set(wider)
	if n, _ := e.drain(read); n != 10 {
		t.Errorf("served after widening = %d, want 10", n)
	}
	set(Limits{})
	if n, _ := e.drain(read); n != 50 {
		t.Errorf("served without a limit = %d", n)
	}
}

func TestLimitersAreBounded(t *testing.T) {
	t.Parallel()
	table := newLimiterTable()
	now := time.Unix(0, 0)
	for i := range limiterSlots + 100 {
		table.take(fmt.Sprint(i), Rate{PerSecond: 1, Burst: 1}, now)
	}
	if n := table.lru.Len(); n != limiterSlots {
		t.Errorf("limiters = %d", n)
	}
}
