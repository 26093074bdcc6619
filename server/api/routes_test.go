package api_test

import (
	"cmp"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"catenary/rbac"
	"catenary/server/api/apitest"
	"catenary/server/servertest"
)

// routeCase is how a route is asked so that it does its work. Each stands in
// routeCases by its operationId, and goes through TestRoutes and TestNothingIs500.
type routeCase struct {
	// prepare makes what the route needs, and the request.
	prepare func(g *given)
	// status is that of success; 0: 200.
	status int
	// allowed has a role at Stock, and may; "": the weakest that has the route's
	// permission. at moves the caller elsewhere.
	allowed rbac.RoleID
	at      string
	// hidden says that whoever lacks the permission does not see the thing.
	hidden bool
	// empty says that others get an empty list instead of a refusal.
	empty bool
	// outside: the address names no org, so that each tenant has its own.
	outside bool
	// last: the caller's session ends with it.
	last bool
	// fresh: the server has no owner yet.
	fresh bool
	// settle waits for what goes on behind the answer.
	settle func(g *given)
}

// publicRoutes need nobody signed in. A route may join them only on purpose.
var publicRoutes = []string{
	"POST /api/v1/callbacks/{secret}", "POST /api/v1/hooks/{trigger_id}", "POST /api/v1/invitations/accept", "POST /api/v1/session", "POST /api/v1/session/reset-requests",
	"POST /api/v1/session/resets", "POST /api/v1/session/verifications", "GET /api/v1/setup", "POST /api/v1/setup",
}

func (c routeCase) wanted() int { return cmp.Or(c.status, http.StatusOK) }

// routeCases are those of all files.
func routeCases() map[string]routeCase {
	all := map[string]routeCase{}
	for _, some := range []map[string]routeCase{orgCases(), rightsCases(), peopleCases(), ownCases(), chainCases(), runCases(), thingCases(), triggerCases(), environmentCases(), engineCases(), limitCases(), switchCases(), holdCases(), approvalCases(), channelCases(), portalCases(), releaseCases()} {
		maps.Copy(all, some)
	}
	return all
}

// eachRoute runs test for every route of the document. One without a case
// fails: nobody would know who may call it.
func eachRoute(t *testing.T, test func(*testing.T, apitest.Operation, routeCase)) {
	t.Helper()
	cases := routeCases()
	operations := apitest.New(t).Operations()
	slices.SortFunc(operations, func(x, y apitest.Operation) int { return strings.Compare(x.ID, y.ID) })
	for _, o := range operations {
		c, found := cases[o.ID]
		if !found {
			t.Errorf("%s (%s %s) has no case", o.ID, o.Method, o.Path)
			continue
		}
		delete(cases, o.ID)
		t.Run(o.ID, func(t *testing.T) {
			t.Parallel()
			test(t, o, c)
		})
	}
	for id := range cases {
		t.Errorf("the case %s is of no route", id)
	}
}

// weakest is the weakest system role with a permission.
func weakest(p rbac.Permission) rbac.RoleID {
	roles := rbac.SystemRoles()
	slices.Reverse(roles)
	for _, r := range roles {
		if slices.Contains(r.Permissions, p) {
			return r.ID
		}
	}
	return ""
}

// lacking is the strongest system role that may see what a permission is about
// and lacks it. If there is none, it is one that may only view the org: the
// thing is hidden from it.
func lacking(p rbac.Permission) (role rbac.RoleID, hidden bool) {
	kind, _, _ := strings.Cut(string(p), ":")
	view := rbac.Permission(kind + ":view")
	if !slices.Contains(rbac.Permissions(), view) {
		view = rbac.OrgView
	}
	for _, seen := range []rbac.Permission{view, rbac.OrgView} {
		for _, r := range rbac.SystemRoles() {
			if slices.Contains(r.Permissions, seen) && !slices.Contains(r.Permissions, p) {
				return r.ID, seen != view || view == p
			}
		}
	}
	return "", false
}

// caller signs in whoever the case is for.
func (g *given) caller(o apitest.Operation, c routeCase) string {
	if g.session != "" || o.Access == "public" {
		return g.session
	}
	role := cmp.Or(c.allowed, weakest(rbac.Permission(o.Permission)), rbac.Viewer)
	return g.SignIn(role, cmp.Or(c.at, servertest.Stock))
}

func TestEveryRouteHasAnAccess(t *testing.T) {
	t.Parallel()
	var public []string
	server := apitest.New(t)
	for name, words := range server.Tags() {
		if words == "" {
			t.Errorf("tag %s is not described in tags.go", name)
		}
	}
	for _, o := range server.Operations() {
		switch o.Access {
		case "public":
			public = append(public, o.Method+" "+o.Path)
		case "guarded":
			if !slices.Contains(rbac.Permissions(), rbac.Permission(o.Permission)) {
				t.Errorf("%s: %q is no permission", o.ID, o.Permission)
			}
		case "personal":
			if o.Permission != "" {
				t.Errorf("%s is personal and has the permission %s", o.ID, o.Permission)
			}
		default:
			t.Errorf("%s: access %q", o.ID, o.Access)
		}
	}
	slices.Sort(public)
	want := slices.Sorted(slices.Values(publicRoutes))
	if !slices.Equal(public, want) {
		t.Errorf("public routes are\n%s\nand should be\n%s", strings.Join(public, "\n"), strings.Join(want, "\n"))
	}
}

// TestRoutes asks each route in every way in which it must refuse, all of which
// changes nothing, and at last as somebody who may.
func TestRoutes(t *testing.T) {
	t.Parallel()
	eachRoute(t, func(t *testing.T, o apitest.Operation, c routeCase) {
		g := newGiven(t, c)
		c.prepare(g)
		cookie := g.caller(o, c)
		g.visit(o, c)
		for _, step := range []struct {
			name string
			ask  func(g *given, o apitest.Operation, c routeCase, good apitest.Call)
		}{
			{"those who may not", (*given).asOthers},
			{"bad bodies", (*given).badly},
			{"wrong ids", (*given).withWrongIDs},
			{"wrong revisions", (*given).withWrongRevisions},
		} {
			t.Run(step.name, func(t *testing.T) { //nolint:paralleltest // steps of one story
				before, outer := g.Snapshot(), g.t
				g.t = t
				good := g.call(o)
				good.Cookie = cookie
				step.ask(g, o, c, good)
				if after := g.Snapshot(); !maps.Equal(before, after) {
					t.Errorf("a refused request changed something: %v", changed(before, after))
				}
				g.t = outer
			})
		}
		t.Run("those who may", func(t *testing.T) { //nolint:paralleltest // the last step
			good := g.call(o)
			good.Cookie = cookie
			g.t = t
			g.twice(o, c, good)
		})
	})
}

// asOthers asks signed out, from another tenant, from a sibling org and without
// the permission.
func (g *given) asOthers(o apitest.Operation, c routeCase, good apitest.Call) {
	if o.Access == "public" {
		return
	}
	asks := func(name, cookie string, status int, code string) {
		g.t.Helper()
		call := good
		call.Cookie = cookie
		a := g.Do(call)
		if a.Status != status || code != "" && a.Problem().Code != code {
			g.t.Errorf("%s: %d %.300s, want %d %s", name, a.Status, a.Body, status, code)
		}
	}
	asks("signed out", "", http.StatusUnauthorized, "auth.needed")
	asks("unknown session", "unknown", http.StatusUnauthorized, "auth.session")
	if o.Access == "guarded" {
		g.refusals(o, c, asks)
	}
}

// visitors are those who may not: what their cookies hold.
type visitors struct {
	umbra, shop, lacking string
	// hidden says that lacking is not told that the thing is there.
	hidden bool
}

func (g *given) visit(o apitest.Operation, c routeCase) {
	if o.Access != "guarded" {
		return
	}
	g.visitors = visitors{umbra: g.SignIn(rbac.Owner, servertest.Umbra), shop: g.SignIn(rbac.Viewer, servertest.Shop)}
	role, hidden := lacking(rbac.Permission(o.Permission))
	if role != "" {
		g.visitors.lacking, g.visitors.hidden = g.SignIn(role, cmp.Or(c.at, servertest.Stock)), hidden || c.hidden
	}
}

// refusals asks as those who may not. Whoever may not see the thing is told the
// same as of a thing that is not there.
func (g *given) refusals(o apitest.Operation, c routeCase, asks func(name, cookie string, status int, code string)) {
	for name, cookie := range map[string]string{"other tenant": g.visitors.umbra, "sibling org": g.visitors.shop} {
		switch {
		case c.outside:
		case c.empty:
			asks(name, cookie, http.StatusOK, "")
		default:
			asks(name, cookie, http.StatusNotFound, g.absent(o, cookie))
		}
	}
	switch cookie := g.visitors.lacking; {
	case cookie == "":
	case g.visitors.hidden:
		asks("forbidden", cookie, http.StatusNotFound, g.absent(o, cookie))
	default:
		asks("forbidden", cookie, http.StatusForbidden, "auth.forbidden")
	}
}

// absent is the code that somebody gets who asks for what is not there.
func (g *given) absent(o apitest.Operation, cookie string) string {
	g.t.Helper()
	there, body := maps.Clone(g.params), g.body
	for name := range g.params {
		if strings.HasSuffix(name, "_id") {
			g.params[name] = g.NewID()
		}
	}
	if fields, ok := body.(object); ok && fields["parent_id"] != nil {
		fields = maps.Clone(fields)
		fields["parent_id"] = g.NewID()
		g.body = fields
	}
	call := g.call(o)
	g.params, g.body = there, body
	call.Cookie = cookie
	a := g.Do(call)
	if a.Status != http.StatusNotFound {
		g.t.Errorf("what is not there: %d %.300s", a.Status, a.Body)
	}
	return a.Problem().Code
}

// changed names the tables that differ.
func changed(before, after map[string]string) []string {
	var out []string
	for name := range before {
		if before[name] != after[name] {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}
