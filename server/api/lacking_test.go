package api_test

import (
	"encoding/json"
	"net/http"
	"testing"

	"catenary/rbac"
	"catenary/server/api/apitest"
	"catenary/server/servertest"
)

// A refusal for want of a permission says which, where, and who can help.
func TestARefusalNamesWhatIsLacking(t *testing.T) {
	t.Parallel()
	s := apitest.New(t)
	type said struct {
		Data struct {
			Permission string
			Org        struct{ ID, Name string }
			Grantors   []map[string]string
		}
	}
	read := func(a apitest.Answer) said {
		t.Helper()
		var p said
		if err := json.Unmarshal(a.Body, &p); err != nil {
			t.Fatal(err)
		}
		return p
	}
	p := read(newCaller(t, s, rbac.Viewer, servertest.Stock, servertest.Stock).ask(http.StatusForbidden, "GET", "/secrets", "", ""))
	if p.Data.Permission != "secret:list" || p.Data.Org.ID != string(s.Org(servertest.Stock)) || p.Data.Org.Name != "Stock" ||
		len(p.Data.Grantors) == 0 || len(p.Data.Grantors[0]) != 1 || p.Data.Grantors[0]["name"] == "" {
		t.Errorf("said %+v", p.Data)
	}
	stranger := newCaller(t, s, rbac.Owner, servertest.Umbra, servertest.Stock)
	if p := read(stranger.ask(http.StatusNotFound, "GET", "/secrets", "", "")); p.Data.Permission != "" || p.Data.Org.ID != "" || p.Data.Grantors != nil {
		t.Errorf("another tenant is told %+v", p.Data)
	}
	// What cannot be seen is above: only the permission is told.
	admin := newCaller(t, s, rbac.Admin, servertest.Stock, servertest.Stock)
	p = read(admin.ask(http.StatusForbidden, "DELETE", "", `"1"`, ""))
	if p.Data.Permission != "org:delete" || p.Data.Org.ID != "" || p.Data.Grantors != nil {
		t.Errorf("of an org above is told %+v", p.Data)
	}
}
