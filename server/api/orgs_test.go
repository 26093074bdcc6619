package api_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"catenary/rbac"
	"catenary/server/api/apitest"
	"catenary/server/servertest"
)

const orgsPath = "/api/v1/orgs"

func TestAnAdminOfAMiddleOrgLearnsNothingOfTheRest(t *testing.T) {
	t.Parallel()
	s := apitest.New(t)
	cookie := s.SignIn(rbac.Admin, servertest.Stock)
	stock := string(s.Org(servertest.Stock))
	var seen strings.Builder
	for _, path := range []string{
		orgsPath, orgsPath + "?parent=" + stock, orgsPath + "?q=a", orgsPath + "?path=acme/retail/stock", orgsPath + "/" + stock,
		orgsPath + "/" + stock + "/roles", orgsPath + "/" + stock + "/grants?inherited=true", orgsPath + "/" + stock + "/groups",
		orgsPath + "/" + stock + "/explain?permission=tenant:settings&subject=" + string(s.Subject(rbac.Viewer, servertest.Stock)),
	} {
		a := s.Do(apitest.Call{Method: http.MethodGet, Path: path, Cookie: cookie})
		if a.Status != http.StatusOK {
			t.Errorf("GET %s: %d %s", path, a.Status, a.Body)
		}
		seen.Write(a.Body)
	}
	for _, path := range []string{orgsPath + "?path=acme/retail", orgsPath + "?path=acme/none", orgsPath + "/" + string(s.Org(servertest.Retail))} {
		a := s.Do(apitest.Call{Method: http.MethodGet, Path: path, Cookie: cookie})
		if a.Status != http.StatusNotFound {
			t.Errorf("GET %s: %d", path, a.Status)
		}
		seen.Write(a.Body)
	}
	for _, hidden := range []string{servertest.Acme, servertest.Retail, servertest.Shop, servertest.Wholesale, servertest.Umbra} {
		name := hidden[strings.LastIndex(hidden, "/")+1:]
		if strings.Contains(seen.String(), string(s.Org(hidden))) || strings.Contains(seen.String(), `"`+strings.ToUpper(name[:1])+name[1:]+`"`) {
			t.Errorf("%s appears", hidden)
		}
	}
}

func TestOrgIsEditedByItsETag(t *testing.T) {
	t.Parallel()
	s := apitest.New(t)
	cookie := s.SignIn(rbac.Admin, servertest.Retail)
	path := orgsPath + "/" + string(s.Org(servertest.Stock))
	read := s.Do(apitest.Call{Method: http.MethodGet, Path: path, Cookie: cookie})
	edit := func(etag string) apitest.Answer {
		h := http.Header{}
		if etag != "" {
			h.Set("If-Match", etag)
		}
		return s.Do(apitest.Call{Method: http.MethodPatch, Path: path, Cookie: cookie, Header: h, Body: `{"name":"Stores"}`})
	}
	if a := edit(""); a.Status != http.StatusPreconditionRequired {
		t.Errorf("without If-Match: %d", a.Status)
	}
	first := edit(read.Header.Get("ETag"))
	if first.Status != http.StatusOK || first.Header.Get("ETag") == read.Header.Get("ETag") {
		t.Errorf("edited: %d, ETag %s", first.Status, first.Header.Get("ETag"))
	}
	if a := edit(read.Header.Get("ETag")); a.Status != http.StatusPreconditionFailed || a.Problem().Code != "org.stale" {
		t.Errorf("with the old ETag: %d", a.Status)
	}
}

func TestGrantLosesItsEndWithNull(t *testing.T) {
	t.Parallel()
	s := apitest.New(t)
	cookie := s.SignIn(rbac.Admin, servertest.Stock)
	path := orgsPath + "/" + string(s.Org(servertest.Stock)) + "/grants"
	end := s.Clock.Now().Add(time.Hour).Format(time.RFC3339)
	made := s.Do(apitest.Call{
		Method: http.MethodPost, Path: path, Cookie: cookie,
		Body: `{"subject_id":"` + string(s.Subject(rbac.Viewer, servertest.Stock)) + `","role_id":"operator","ends_at":"` + end + `"}`,
	})
	at := made.Header.Get("Location")
	if made.Status != http.StatusCreated || !strings.HasPrefix(at, path+"/") || !strings.Contains(string(made.Body), `"ends_at"`) {
		t.Fatalf("made: %d %s at %s", made.Status, made.Body, at)
	}
	for body, status := range map[string]int{`{}`: http.StatusUnprocessableEntity, `{"ends_at":"2020-01-01T00:00:00Z"}`: http.StatusUnprocessableEntity} {
		a := s.Do(apitest.Call{Method: http.MethodPatch, Path: at, Cookie: cookie, Body: body, Header: http.Header{"If-Match": {`"1"`}}})
		if a.Status != status {
			t.Errorf("%s: %d %s", body, a.Status, a.Body)
		}
	}
	a := s.Do(apitest.Call{Method: http.MethodPatch, Path: at, Cookie: cookie, Body: `{"ends_at":null}`, Header: http.Header{"If-Match": {`"1"`}}})
	if a.Status != http.StatusOK || strings.Contains(string(a.Body), `"ends_at"`) {
		t.Errorf("null: %d %s", a.Status, a.Body)
	}
}

func TestOrgIsRestoredWithoutABody(t *testing.T) {
	t.Parallel()
	s := apitest.New(t)
	cookie := s.SignIn(rbac.Admin, servertest.Stock)
	path := orgsPath + "/" + string(s.Org(servertest.Packing))
	for _, step := range []struct {
		method, path string
		status       int
	}{
		{http.MethodDelete, path, http.StatusConflict},
		{http.MethodDelete, path + "?subtree=true", http.StatusNoContent},
		{http.MethodGet, path, http.StatusNotFound},
		{http.MethodGet, orgsPath + "/" + string(s.Org(servertest.Stock)) + "/deleted", http.StatusOK},
		{http.MethodPost, path + "/restore", http.StatusOK},
		{http.MethodGet, path, http.StatusOK},
	} {
		if a := s.Do(apitest.Call{Method: step.method, Path: step.path, Cookie: cookie}); a.Status != step.status {
			t.Errorf("%s %s: %d %s", step.method, step.path, a.Status, a.Body)
		}
	}
}

func TestIDsInOrgBodies(t *testing.T) {
	t.Parallel()
	s := apitest.New(t)
	cookie := s.SignIn(rbac.Owner, servertest.Acme)
	acme := orgsPath + "/" + string(s.Org(servertest.Acme))
	before := s.Version(s.Tenant(servertest.Acme))
	for _, call := range []apitest.Call{
		{Path: orgsPath, Body: `{"parent_id":"x","key":"a","name":"A"}`},
		{Path: orgsPath, Body: `{"parent_id":"\u0000","key":"a","name":"A"}`},
		{Path: orgsPath, Body: `{"parent_id":"` + string(s.Org(servertest.Acme)) + `","key":"a","name":"A\u0000"}`},
		{Path: acme + "/grants", Body: `{"subject_id":"me","role_id":"viewer"}`},
		{Path: acme + "/grants", Body: `{"subject_id":"` + string(s.Subject(rbac.Viewer, servertest.Acme)) + `","role_id":"a b"}`},
		{Path: acme + "/roles", Body: `{"key":"a","name":"A","effect":"maybe","permissions":["org:view"]}`},
		{Path: acme + "/roles", Body: `{"key":"a","name":"A","effect":"allow","permissions":null}`},
		{Path: acme + "/shares", Body: `{"kind":"chain","resource_id":"x","to_org_id":"y"}`},
	} {
		call.Method, call.Cookie = http.MethodPost, cookie
		if a := s.Do(call); a.Status != http.StatusUnprocessableEntity {
			t.Errorf("%s %s: %d %s", call.Path, call.Body, a.Status, a.Body)
		}
	}
	if after := s.Version(s.Tenant(servertest.Acme)); after != before {
		t.Errorf("the policy version rose from %d to %d", before, after)
	}
}
