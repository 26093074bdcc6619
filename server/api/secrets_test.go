package api_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"catenary/internal/secret"
	"catenary/rbac"
	"catenary/server/api/apitest"
	"catenary/server/servertest"
)

// caller is somebody who is signed in and asks about one org.
type caller struct {
	*apitest.Server
	t            *testing.T
	cookie, path string
}

func newCaller(t *testing.T, s *apitest.Server, role rbac.RoleID, at, org string) *caller {
	return &caller{Server: s, t: t, cookie: s.SignIn(role, at), path: "/api/v1/orgs/" + string(s.Org(org))}
}

// ask sends a request and wants a status; etag is sent as If-Match.
func (c *caller) ask(status int, method, path, etag, body string) apitest.Answer {
	c.t.Helper()
	call := apitest.Call{Method: method, Path: c.path + path, Body: body, Cookie: c.cookie, Header: http.Header{}}
	if body != "" {
		call.Type = "application/json"
	}
	if etag != "" {
		call.Header.Set("If-Match", etag)
	}
	a := c.Do(call)
	if a.Status != status {
		c.t.Errorf("%s %s: %d %.400s, want %d", method, path, a.Status, a.Body, status)
	}
	return a
}

// Whatever is asked, however wrongly, no answer shows a secret.
func TestNoAnswerShowsASecret(t *testing.T) {
	t.Parallel()
	c := newCaller(t, apitest.New(t), rbac.Admin, servertest.Stock, servertest.Stock)
	const value, second = "hunter2-hunter2", "correct-horse-battery"
	find := secret.NewRedactor(secret.New([]byte(value)), secret.New([]byte(second)), secret.New([]byte("12345678901")))
	steps := []struct {
		status             int
		method, path, etag string
		body               string
	}{
		{201, "POST", "/secrets", "", `{"key":"token","value":"` + value + `","hosts":["ci.example.org"],"engines":["ci"]}`},
		{409, "POST", "/secrets", "", `{"key":"token","value":"` + value + `"}`},
		{422, "POST", "/secrets", "", `{"key":"T","value":"` + value + `"}`},
		{422, "POST", "/secrets", "", `{"key":"number","value":12345678901}`},
		{422, "POST", "/secrets", "", `{"key":"list","value":["` + value + `"]}`},
		{422, "POST", "/secrets", "", `{"key":"object","value":{"x":"` + value + `"}}`},
		{422, "POST", "/secrets", "", `{"key":"none"}`},
		{422, "POST", "/secrets", "", `{"key":"short","value":"1234567"}`},
		{400, "POST", "/secrets", "", `{"key":"twice","value":"` + value + `","value":"` + value + `"}`},
		{400, "POST", "/secrets", "", `{"key":"broken","value":"` + value},
		{200, "GET", "/secrets", "", ""},
		{200, "GET", "/secrets/token", "", ""},
		{428, "PUT", "/secrets/token/value", "", `{"value":"` + second + `"}`},
		{412, "PUT", "/secrets/token/value", `"7"`, `{"value":"` + second + `"}`},
		{200, "PUT", "/secrets/token/value", `"1"`, `{"value":"` + second + `"}`},
		{200, "PATCH", "/secrets/token", `"2"`, `{"description":"of the build","hosts":[]}`},
		{412, "DELETE", "/secrets/token", `"1"`, ""},
		{204, "DELETE", "/secrets/token", `"3"`, ""},
		{404, "GET", "/secrets/token", "", ""},
		{405, "GET", "/secrets/token/value", "", ""},
	}
	for _, s := range steps {
		a := c.ask(s.status, s.method, s.path, s.etag, s.body)
		if found := find.Text(string(a.Body)); found != string(a.Body) {
			t.Errorf("%s %s %s answers %s", s.method, s.path, s.body, a.Body)
		}
	}
}

func TestASecretOverTheAPI(t *testing.T) {
	t.Parallel()
	c := newCaller(t, apitest.New(t), rbac.Admin, servertest.Stock, servertest.Stock)
	type body struct {
		Key, Description  string
		Hosts, Engines    []string
		Version, Revision int64
		Can               []string
		Shared            bool
	}
	read := func(a apitest.Answer) (b body) {
		t.Helper()
		if err := json.Unmarshal(a.Body, &b); err != nil {
			t.Fatalf("%s: %v", a.Body, err)
		}
		return b
	}
	made := c.ask(http.StatusCreated, "POST", "/secrets", "", `{"key":"token","value":"long enough","hosts":["CI.example.org"]}`)
	if b := read(made); b.Version != 1 || b.Hosts[0] != "ci.example.org" || len(b.Engines) != 0 || len(b.Can) != 4 ||
		made.Header.Get("ETag") != `"1"` || made.Header.Get("Location") != c.path+"/secrets/token" {
		t.Errorf("made %+v %v", b, made.Header)
	}
	edited := c.ask(http.StatusOK, "PATCH", "/secrets/token", `"1"`, `{"engines":["ci"]}`)
	if b := read(edited); b.Revision != 2 || len(b.Hosts) != 1 || len(b.Engines) != 1 || edited.Header.Get("ETag") != `"2"` {
		t.Errorf("edited %+v", b)
	}
	replaced := c.ask(http.StatusOK, "PUT", "/secrets/token/value", `"2"`, `{"value":"another one"}`)
	if b := read(replaced); b.Revision != 3 || b.Version != 2 {
		t.Errorf("replaced %+v", b)
	}
	var list struct{ Items []body }
	if err := json.Unmarshal(c.ask(http.StatusOK, "GET", "/secrets", "", "").Body, &list); err != nil || len(list.Items) != 1 || list.Items[0].Version != 2 {
		t.Errorf("list %+v, %v", list, err)
	}
}

// Who may list a secret sees the published chains that refer to it, as far as
// they may be viewed; a draft alone does not count.
func TestWhatUsesASecretIsKnown(t *testing.T) {
	t.Parallel()
	s := apitest.New(t)
	c := newCaller(t, s, rbac.Owner, servertest.Stock, servertest.Stock)
	c.ask(http.StatusCreated, "POST", "/secrets", "", `{"key":"token","value":"long enough"}`)
	c.ask(http.StatusCreated, "POST", "/chains", "", `{"format":"catenary/v1","kind":"Chain","key":"tell","name":"Tell","nodes":[
		{"id":"a","kind":"http","http":{"url":"https://example.org","auth":{"scheme":"bearer","secret":"token"}}},
		{"id":"b","kind":"wait","wait":{"for":"1s"}}],"edges":[{"from":"a","to":"b"}]}`)
	uses := func() string { return string(c.ask(http.StatusOK, "GET", "/secrets/token/uses", "", "").Body) }
	if got := uses(); strings.Contains(got, "tell") {
		t.Errorf("a draft counts: %s", got)
	}
	c.ask(http.StatusCreated, "POST", "/chains/tell/versions", `"1"`, `{"message":"first"}`)
	if got := uses(); !strings.Contains(got, `"key":"tell","name":"Tell","version":1`) {
		t.Errorf("the version does not: %s", got)
	}
}
