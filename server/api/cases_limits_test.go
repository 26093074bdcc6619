package api_test

import (
	"net/http"
	"testing"

	"catenary/rbac"
	"catenary/server/api/apitest"
	"catenary/server/limits"
	"catenary/server/servertest"
)

// limitCases are of limits of runs.
func limitCases() map[string]routeCase {
	return map[string]routeCase{
		"getOrgLimits": {prepare: func(*given) {}},
		"setOrgLimits": {prepare: func(g *given) {
			g.ifMatch(1)
			g.body = object{"concurrency": 3, "queue": 0, "rate": 60}
		}},
		"getChainLimits": {prepare: func(g *given) { g.limited(g.chain().Key) }},
		"setChainLimits": {prepare: func(g *given) {
			g.ifMatch(g.limited(g.chain().Key).Revision)
			g.body = object{"concurrency": 3}
		}},
	}
}

// limited limits a chain of Stock, or Stock itself.
func (g *given) limited(chain string) limits.View {
	g.t.Helper()
	return must[limits.View](g)(g.RunLimits.Set(g.t.Context(), g.owner(), g.stock(), chain, 1, limits.Bounds{Concurrency: 1, Queue: 1, Rate: 2}))
}

func TestStartsOverALimitAreRefused(t *testing.T) {
	t.Parallel()
	s := apitest.New(t)
	g := &given{Server: s, t: t, params: map[string]string{}}
	c := g.published()
	session := s.SignIn(rbac.Admin, servertest.Stock)
	base := "/api/v1/orgs/" + string(g.stock())
	set := func(path string, body object) {
		t.Helper()
		answer := s.Do(apitest.Call{Method: http.MethodPut, Path: base + path, Body: g.encode(body), Cookie: session, Header: http.Header{"If-Match": {`"1"`}}})
		if answer.Status != http.StatusOK {
			t.Fatalf("set: %d %s", answer.Status, answer.Body)
		}
	}
	start := func(key string, status int, code string) {
		t.Helper()
		call := apitest.Call{Method: http.MethodPost, Path: base + "/chains/" + c.Key + "/runs", Body: `{}`, Cookie: session, Header: http.Header{}}
		if key != "" {
			call.Header.Set("Idempotency-Key", key)
		}
		answer := s.Do(call)
		if answer.Status != status || code != "" && (answer.Problem().Code != code || answer.Header.Get("Retry-After") == "") {
			t.Errorf("start: %d %s, Retry-After %q; want %d %s", answer.Status, answer.Body, answer.Header.Get("Retry-After"), status, code)
		}
	}
	set("/limits", object{"concurrency": 1, "queue": 1})
	set("/chains/"+c.Key+"/limits", object{"rate": 4})
	start("first", http.StatusAccepted, "")
	start("", http.StatusAccepted, "") // it waits
	start("", http.StatusTooManyRequests, "run.queue_full")
	start("first", http.StatusAccepted, "") // the same again takes no place
	start("", http.StatusTooManyRequests, "run.queue_full")
	start("", http.StatusTooManyRequests, "run.rate")
	start("first", http.StatusAccepted, "")

	var list struct{ Items []object }
	s.Do(apitest.Call{Method: http.MethodGet, Path: base + "/runs?test=false", Cookie: session}).JSON(t, &list)
	var waits struct {
		Queue struct {
			For      string
			Position int
			Limits   []object
		}
	}
	s.Do(apitest.Call{Method: http.MethodGet, Path: base + "/runs/" + list.Items[0]["id"].(string), Cookie: session}).JSON(t, &waits)
	q := waits.Queue
	if q.For != "limit" || q.Position != 1 || len(q.Limits) != 1 || q.Limits[0]["of"] != "org" || q.Limits[0]["id"] != string(g.stock()) ||
		q.Limits[0]["concurrency"] != 1.0 || q.Limits[0]["running"] != 1.0 {
		t.Errorf("its queue is %+v", q)
	}
}
