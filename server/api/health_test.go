package api_test

import (
	"net/http"
	"strings"
	"testing"

	"catenary/rbac"
	"catenary/server/api/apitest"
	"catenary/server/servertest"
)

func TestPartsAreToldWithoutTheirAddresses(t *testing.T) {
	t.Parallel()
	s := apitest.New(t)
	answer := s.Do(apitest.Call{
		Method: http.MethodGet, Path: "/api/v1/orgs/" + string(s.Org(servertest.Acme)) + "/system/parts", Cookie: s.SignIn(rbac.Admin, servertest.Acme),
	})
	body := string(answer.Body)
	if answer.Status != http.StatusOK || !strings.Contains(body, `{"name":"database","state":"good"`) || !strings.Contains(body, `{"name":"registry","state":"failed"`) {
		t.Errorf("%d %s", answer.Status, body)
	}
	if strings.Contains(body, "10.9.8.7") {
		t.Errorf("it tells where the registry is: %s", body)
	}
}
