package api_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"catenary/rbac"
	"catenary/server/api/apitest"
	"catenary/server/servertest"
)

func TestTheAuditLogOverTheAPI(t *testing.T) {
	t.Parallel()
	s := apitest.New(t)
	stock := newCaller(t, s, rbac.Admin, servertest.Stock, servertest.Stock)
	stock.ask(http.StatusCreated, "POST", "/secrets", "", `{"key":"token","value":"long enough"}`)
	newCaller(t, s, rbac.Viewer, servertest.Stock, servertest.Stock).ask(http.StatusForbidden, "GET", "/secrets", "", "")
	auditor := newCaller(t, s, rbac.Auditor, servertest.Acme, servertest.Acme)
	type entry struct {
		Action, Result, Code string
		Subject              struct{ Name string }
		After                map[string]any
	}
	var list struct{ Items []entry }
	a := auditor.ask(http.StatusOK, "GET", "/audit?kind=secret&result=allowed", "", "")
	if err := json.Unmarshal(a.Body, &list); err != nil || len(list.Items) != 1 ||
		list.Items[0].Action != "secret:created" || list.Items[0].After["value"] != "[secret]" || list.Items[0].Subject.Name == "" {
		t.Errorf("%s, %v", a.Body, err)
	}
	a = auditor.ask(http.StatusOK, "GET", "/audit?result=refused", "", "")
	if err := json.Unmarshal(a.Body, &list); err != nil || len(list.Items) != 1 || list.Items[0].Code != "auth.forbidden" {
		t.Errorf("%s, %v", a.Body, err)
	}
	for _, bad := range []string{"result=perhaps", "from=yesterday", "limit=0", "other=1", "cursor=x"} {
		if a := auditor.Do(apitest.Call{Method: "GET", Path: auditor.path + "/audit?" + bad, Cookie: auditor.cookie}); a.Status != 400 && a.Status != 422 {
			t.Errorf("%s: %d %s", bad, a.Status, a.Body)
		}
	}

	a = auditor.ask(http.StatusOK, "GET", "/audit/export", "", "")
	lines := strings.Split(strings.TrimSpace(string(a.Body)), "\n")
	var last struct{ Exported int }
	if err := json.Unmarshal([]byte(lines[len(lines)-1]), &last); err != nil || last.Exported != len(lines)-1 || last.Exported < 3 {
		t.Errorf("export of %d lines ends with %s, %v", len(lines), lines[len(lines)-1], err)
	}
	if a.Header.Get("Content-Type") != "application/x-ndjson" || !bytes.Contains(a.Body, []byte("audit:exported")) {
		t.Errorf("export: %v", a.Header)
	}
	var checked struct {
		OK       bool
		Unsealed int64
	}
	a = auditor.ask(http.StatusOK, "GET", "/audit/verify", "", "")
	if err := json.Unmarshal(a.Body, &checked); err != nil || !checked.OK || checked.Unsealed == 0 {
		t.Errorf("verify: %s, %v", a.Body, err)
	}
}

// Why something was taken away stands in the audit log, beside what it became
// where something is left of it.
func TestTheReasonOfAnActIsInTheAuditLog(t *testing.T) {
	t.Parallel()
	s := apitest.New(t)
	stock := newCaller(t, s, rbac.Admin, servertest.Stock, servertest.Stock)
	stock.ask(http.StatusCreated, "POST", "/secrets", "", `{"key":"token","value":"long enough"}`)
	for _, bad := range []string{strings.Repeat("x", 501), "a%1Bb"} {
		if a := stock.ask(http.StatusUnprocessableEntity, "DELETE", "/secrets/token?reason="+bad, `"1"`, ""); a.Problem().Errors[0].Pointer != "#/query/reason" {
			t.Errorf("%s", a.Body)
		}
	}
	stock.ask(http.StatusNoContent, "DELETE", "/secrets/token?reason=%20leaked%20", `"1"`, "")
	stock.ask(http.StatusNoContent, "POST", "/members/"+string(s.Subject(rbac.Viewer, servertest.Stock))+"/disable?reason=on%20leave", "", "")

	auditor := newCaller(t, s, rbac.Auditor, servertest.Acme, servertest.Acme)
	type entry struct{ After map[string]any }
	for action, want := range map[string]entry{
		"secret:deleted":  {After: map[string]any{"reason": "leaked"}},
		"member:disabled": {After: map[string]any{"reason": "on leave", "state": "disabled"}},
	} {
		var list struct{ Items []entry }
		a := auditor.ask(http.StatusOK, "GET", "/audit?result=allowed&action="+action, "", "")
		if err := json.Unmarshal(a.Body, &list); err != nil || len(list.Items) != 1 {
			t.Fatalf("%s: %s, %v", action, a.Body, err)
		}
		for name, value := range want.After {
			if list.Items[0].After[name] != value {
				t.Errorf("%s: %s", action, a.Body)
			}
		}
	}
}

func TestTheChainIsCheckedAtTheRoot(t *testing.T) {
	t.Parallel()
	c := newCaller(t, apitest.New(t), rbac.Auditor, servertest.Stock, servertest.Stock)
	if a := c.ask(http.StatusConflict, "GET", "/audit/verify", "", ""); a.Problem().Code != "audit.not_root" {
		t.Errorf("%s", a.Body)
	}
}
