package api_test

import (
	"net/http"
	"testing"

	"catenary/rbac"
	"catenary/server/api/apitest"
	"catenary/server/orgs"
	"catenary/server/servertest"
)

// A kept answer is only for who still has the right to ask for it.
func TestARepeatNeedsTheRightStill(t *testing.T) {
	t.Parallel()
	s := apitest.New(t)
	owner := s.Actor(rbac.Owner, servertest.Acme)
	stock, someone := s.Org(servertest.Stock), s.Subject(rbac.Viewer, servertest.Stock)
	grant := func(role rbac.RoleID) orgs.GrantView {
		t.Helper()
		v, err := s.Orgs.Grant(t.Context(), owner, stock, orgs.NewGrant{Subject: someone, Role: role})
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	designs := grant(rbac.Designer)
	c := newCaller(t, s, rbac.Viewer, servertest.Stock, servertest.Stock)
	call := apitest.Call{
		Method: http.MethodPost, Path: c.path + "/scripts", Cookie: c.cookie, Header: http.Header{"Idempotency-Key": {"k1"}},
		Body: `{"key":"check","name":"Check","language":"shell","source":"echo 1\n"}`,
	}
	asks := func(status int, code string, replayed bool) {
		t.Helper()
		a := s.Do(call)
		for _, cookie := range (&http.Response{Header: a.Header}).Cookies() {
			call.Cookie = cookie.Value
		}
		if a.Status != status || a.Problem().Code != code || (a.Header.Get("Idempotency-Replayed") == "true") != replayed {
			t.Errorf("%d %s %v, want %d %s", a.Status, a.Body, a.Header, status, code)
		}
	}
	asks(http.StatusCreated, "", false)
	asks(http.StatusCreated, "", true)
	grant(rbac.Approver) // the rights of the tenant are others now, these are not
	asks(http.StatusCreated, "", true)
	if err := s.Orgs.Withdraw(t.Context(), owner, stock, designs.ID); err != nil {
		t.Fatal(err)
	}
	asks(http.StatusForbidden, "auth.forbidden", false)
	grant(rbac.Designer)
	asks(http.StatusCreated, "", true)
}
