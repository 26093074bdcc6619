package api_test

import (
	"net/http"
	"testing"

	"catenary/rbac"
	"catenary/server/api/apitest"
	"catenary/server/holds"
	"catenary/server/servertest"
)

// holdCases are of what keeps the starts of a chain.
func holdCases() map[string]routeCase {
	held := func(g *given) {
		must[holds.View](g)(g.Holds.Hold(g.t.Context(), g.owner(), g.stock(), g.chain().Key, holds.Order{OrderBy: "/sku", Reason: "stock moves"}))
	}
	return map[string]routeCase{
		"listHolds":    {prepare: held},
		"getChainHold": {prepare: held},
		"holdChain": {prepare: func(g *given) {
			g.chain()
			g.body = object{"order_by": "/sku", "reason": "stock moves"}
		}},
		"releaseChain": {prepare: func(g *given) {
			held(g)
			g.body = object{"per_minute": 600, "reason": "done"}
		}},
	}
}

func TestStartsOfAHeldChainAreAccepted(t *testing.T) {
	t.Parallel()
	s := apitest.New(t)
	g := &given{Server: s, t: t, params: map[string]string{}}
	c := g.published()
	session := s.SignIn(rbac.Operator, servertest.Stock)
	base := "/api/v1/orgs/" + string(g.stock()) + "/chains/" + c.Key
	ask := func(method, path string, body object, status int) object {
		t.Helper()
		answer := s.Do(apitest.Call{Method: method, Path: base + path, Body: g.encode(body), Cookie: session})
		if answer.Status != status {
			t.Fatalf("%s %s: %d %s", method, path, answer.Status, answer.Body)
		}
		var out object
		answer.JSON(t, &out)
		return out
	}
	ask(http.MethodPut, "/hold", object{"order_by": "/sku"}, http.StatusOK)
	for range 3 {
		if run := ask(http.MethodPost, "/runs", object{"input": object{"sku": "a"}}, http.StatusAccepted); run["id"] == "" {
			t.Errorf("a start without an id: %v", run)
		}
	}
	kept := s.Do(apitest.Call{Method: http.MethodGet, Path: "/api/v1/orgs/" + string(g.stock()) + "/runs?test=false", Cookie: session})
	var waiting struct{ Items []object }
	if kept.JSON(t, &waiting); len(waiting.Items) != 3 || waiting.Items[0]["held"] != true || waiting.Items[0]["held_by"] != "hold" {
		t.Errorf("the runs are %s", kept.Body)
	}
	last := s.Do(apitest.Call{Method: http.MethodGet, Path: "/api/v1/orgs/" + string(g.stock()) + "/runs/" + waiting.Items[0]["id"].(string), Cookie: session})
	var one struct{ Queue object }
	if last.JSON(t, &one); one.Queue["for"] != "hold" || one.Queue["position"] != float64(3) {
		t.Errorf("its queue is %v", one.Queue)
	}
	listed := s.Do(apitest.Call{Method: http.MethodGet, Path: "/api/v1/orgs/" + string(g.Org(servertest.Retail)) + "/holds", Cookie: s.SignIn(rbac.Viewer, servertest.Acme)})
	var all struct{ Items []object }
	if listed.JSON(t, &all); len(all.Items) != 1 || all.Items[0]["chain_key"] != c.Key || all.Items[0]["waiting"] != float64(3) {
		t.Errorf("the holds are %s", listed.Body)
	}
	aside := s.Do(apitest.Call{Method: http.MethodGet, Path: "/api/v1/orgs/" + string(g.Org(servertest.Picking)) + "/holds", Cookie: session})
	if aside.JSON(t, &all); len(all.Items) != 0 {
		t.Errorf("the holds below are %s", aside.Body)
	}
	answer := s.Do(apitest.Call{Method: http.MethodGet, Path: base + "/hold", Cookie: session})
	var v object
	if answer.JSON(t, &v); v["state"] != "held" || v["waiting"] != float64(3) {
		t.Errorf("the hold is %v", v)
	}
	ask(http.MethodPut, "/hold", object{"order_by": "/order"}, http.StatusConflict)
	if v := ask(http.MethodPost, "/hold/release", object{"per_minute": 60}, http.StatusOK); v["state"] != "releasing" {
		t.Errorf("the hold is %v", v)
	}
}
