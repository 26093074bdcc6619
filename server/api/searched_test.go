package api_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"catenary/rbac"
	"catenary/server/api/apitest"
	"catenary/server/servertest"
)

func TestListsAreSearched(t *testing.T) {
	t.Parallel()
	s := apitest.New(t)
	cookie := s.SignIn(rbac.Owner, servertest.Acme)
	for list, has := range map[string]struct{ search, found string }{
		"members": {strings.ToUpper(servertest.Email(rbac.Auditor, servertest.Stock)), servertest.Email(rbac.Auditor, servertest.Stock)},
		"roles":   {"APPRO", `"approver"`}, "engines": {"built-", `"builtin"`}, "templates": {"HELLO", `"hello"`},
		"accounts": {}, "groups": {}, "secrets": {}, "switches": {}, "triggers": {},
	} {
		path := orgsPath + "/" + string(s.Org(servertest.Stock)) + "/" + list
		ask := func(search string) apitest.Answer {
			return s.Do(apitest.Call{Method: http.MethodGet, Path: path + "?q=" + url.QueryEscape(search), Cookie: cookie})
		}
		if a := ask(has.search); a.Status != http.StatusOK || !strings.Contains(string(a.Body), has.found) {
			t.Errorf("%s with %q: %d %s", list, has.search, a.Status, a.Body)
		}
		if a := ask("no such thing"); a.Status != http.StatusOK || !strings.Contains(string(a.Body), `"items":[]`) {
			t.Errorf("%s with what is not there: %d %s", list, a.Status, a.Body)
		}
		for _, bad := range []string{strings.Repeat("x", 201), "a\u202eb"} {
			if a := ask(bad); a.Status/100 != 4 || !strings.Contains(string(a.Body), "#/query/q") {
				t.Errorf("%s with %q: %d %s", list, bad, a.Status, a.Body)
			}
		}
	}
}
