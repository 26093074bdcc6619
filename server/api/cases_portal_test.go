package api_test

import (
	"net/http"
	"testing"

	"catenary/rbac"
	"catenary/server/api/apitest"
	"catenary/server/portal"
	"catenary/server/servertest"
)

// portalCases are of what orgs put before their people.
func portalCases() map[string]routeCase {
	return map[string]routeCase{
		"listMyNews": {prepare: func(g *given) { g.news() }},
		"listNews":   {prepare: func(g *given) { g.news() }},
		"writeNews": {prepare: func(g *given) {
			g.body = object{"title": "Freeze", "text": "Nothing is released.", "starts_at": "2026-10-01T00:00:00Z", "ends_at": "2026-10-08T00:00:00Z"}
		}, status: http.StatusCreated},
		"getNews": {prepare: func(g *given) { g.news() }},
		"changeNews": {prepare: func(g *given) {
			g.ifMatch(g.news().Revision)
			g.body = object{"title": "Freeze is over"}
		}},
		"listMyQuickLinks": {prepare: func(g *given) { g.pinned() }},
		"listQuickLinks":   {prepare: func(g *given) { g.pinned() }},
		"pinChain":         {prepare: func(g *given) { g.params["chain_id"] = g.published().ID }},
		"unpinChain":       {prepare: func(g *given) { g.pinned() }, status: http.StatusNoContent},
		"deleteNews":       {prepare: func(g *given) { g.ifMatch(g.news().Revision) }, status: http.StatusNoContent},
	}
}

func (g *given) news() portal.News {
	g.t.Helper()
	n := must[portal.News](g)(g.Portal.WriteNews(g.t.Context(), g.owner(), g.stock(), portal.NewsSpec{Title: "Freeze", Text: "1 to **7** October"}))
	g.params["news_id"] = n.ID
	return n
}

// pinned makes a quick link of Stock.
func (g *given) pinned() {
	g.t.Helper()
	c := g.published()
	must[portal.QuickLink](g)(g.Portal.Pin(g.t.Context(), g.owner(), g.stock(), c.ID))
	g.params["chain_id"] = c.ID
}

func TestAllNewsOfAnOrgAreForWhoWritesThem(t *testing.T) {
	t.Parallel()
	s := apitest.New(t)
	path := "/api/v1/orgs/" + string(s.Org(servertest.Stock)) + "/news?all=true"
	for role, status := range map[rbac.RoleID]int{rbac.Admin: http.StatusOK, rbac.Designer: http.StatusForbidden} {
		if a := s.Do(apitest.Call{Method: http.MethodGet, Path: path, Cookie: s.SignIn(role, servertest.Stock)}); a.Status != status {
			t.Errorf("%s: %d %s, want %d", role, a.Status, a.Body, status)
		}
	}
}

func TestNewsEndAfterTheyBegin(t *testing.T) {
	t.Parallel()
	s := apitest.New(t)
	a := s.Do(apitest.Call{
		Method: http.MethodPost, Path: "/api/v1/orgs/" + string(s.Org(servertest.Stock)) + "/news", Cookie: s.SignIn(rbac.Admin, servertest.Stock),
		Body: `{"title": "Freeze", "starts_at": "2026-10-08T00:00:00Z", "ends_at": "2026-10-01T00:00:00Z"}`,
	})
	if p := a.Problem(); a.Status != http.StatusUnprocessableEntity || p.Code != "news.dates" {
		t.Errorf("%d %s", a.Status, a.Body)
	}
}
