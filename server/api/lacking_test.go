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

// What is lacking can be asked for before anything is refused.
func TestLackingIsToldBeforehand(t *testing.T) {
	t.Parallel()
	s := apitest.New(t)
	type told struct {
		Allowed    bool
		Permission string
		Org        struct{ ID, Name string }
		Grantors   []map[string]string
	}
	viewer := newCaller(t, s, rbac.Viewer, servertest.Stock, servertest.Stock)
	read := func(permission string) told {
		t.Helper()
		var l told
		if err := json.Unmarshal(viewer.ask(http.StatusOK, "GET", "/lacking?permission="+permission, "", "").Body, &l); err != nil {
			t.Fatal(err)
		}
		return l
	}
	if l := read("secret:list"); l.Allowed || l.Permission != "secret:list" || l.Org.Name != "Stock" || len(l.Grantors) == 0 || len(l.Grantors[0]) != 1 {
		t.Errorf("of what is lacking is told %+v", l)
	}
	if l := read("chain:view"); !l.Allowed || l.Grantors == nil || len(l.Grantors) != 0 {
		t.Errorf("of what is not lacking is told %+v", l)
	}
	viewer.ask(http.StatusUnprocessableEntity, "GET", "/lacking?permission=chain:*", "", "")
	newCaller(t, s, rbac.Owner, servertest.Umbra, servertest.Stock).ask(http.StatusNotFound, "GET", "/lacking?permission=chain:edit", "", "")
}
