package api_test

import (
	"context"
	"encoding/json"
	"net/http"
	"testing"
	"time"

	"catenary/internal/fault"
	"catenary/internal/page"
	"catenary/rbac"
	"catenary/server/api/apitest"
	"catenary/server/approvals"
	"catenary/server/asks"
	"catenary/server/forms"
	"catenary/server/inbox"
	"catenary/server/servertest"
)

// approvalCases are of approvals, forms and to-dos.
func approvalCases() map[string]routeCase {
	pass := func(g *given) {
		g.approval()
		g.body = object{"to": g.id(rbac.Admin), "reason": "away"}
	}
	return map[string]routeCase{
		"listApprovals":    {prepare: func(g *given) { g.approval() }},
		"getApproval":      {prepare: func(g *given) { g.approval() }},
		"listApprovalActs": {prepare: func(g *given) { g.approval() }},
		"decideApproval": {prepare: func(g *given) {
			g.body = object{"verdict": "approve", "digest": g.approval().Digest}
		}},
		"transferApproval": {prepare: pass},
		"addApprover":      {prepare: pass},
		"copyApproval":     {prepare: func(g *given) { g.approval(); g.body = object{"to": g.id(rbac.Auditor)} }, allowed: rbac.Viewer},
		"commentApproval":  {prepare: func(g *given) { g.approval(); g.body = object{"text": "Why now?"} }, allowed: rbac.Viewer},
		"remindApproval":   {prepare: func(g *given) { g.approval() }, allowed: rbac.Operator},
		"withdrawApproval": {prepare: func(g *given) { g.approval(); g.body = object{"reason": "not needed"} }, allowed: rbac.Operator},

		"getForm":       {prepare: func(g *given) { g.form() }},
		"saveFormDraft": {prepare: func(g *given) { g.form(); g.body = object{"data": object{"sk": 1}} }, allowed: rbac.Operator},
		"addFormFile": {prepare: func(g *given) {
			g.form()
			g.query = "field=/photo&name=note.txt"
			g.body, g.kind = "hello", "application/octet-stream"
		}, status: http.StatusCreated, allowed: rbac.Operator},
		"removeFormFile": {prepare: func(g *given) {
			f := must[forms.File](g)(g.Asks.Forms.AddFile(g.t.Context(), g.Actor(rbac.Operator, servertest.Stock), g.stock(), g.form().ID, "/photo", "note.txt", []byte("hello")))
			g.params["file_id"] = f.ID
		}, status: http.StatusNoContent, allowed: rbac.Operator},
		"fillForm": {prepare: func(g *given) { g.form(); g.body = object{"data": object{"sku": "a"}} }, allowed: rbac.Operator},

		"listTodos":        {prepare: func(g *given) { g.approval(); g.session = g.SignIn(rbac.Approver, servertest.Stock) }, outside: true},
		"countTodos":       {prepare: func(g *given) { g.approval() }, outside: true},
		"streamTodoCounts": {prepare: func(g *given) { g.Streams.Stop() }, outside: true},
		"dismissTodo": {prepare: func(g *given) {
			t := must[inbox.Todo](g)(g.Asks.Inbox.Put(g.t.Context(), inbox.Todo{
				Tenant: g.Tenant(servertest.Acme), Org: g.stock(), Source: inbox.Runs, SourceID: g.NewID(), Title: "It failed",
			}, inbox.Asked{Holders: []inbox.Holder{inbox.Person(g.Subject(rbac.Viewer, servertest.Stock))}}))
			g.params["todo_id"] = t.ID
		}, status: http.StatusNoContent, outside: true},
		"completeTodo": {prepare: func(g *given) {
			g.params["todo_id"] = g.externalTodo().ID
			g.body = object{"reason": "it is on its way"}
		}, outside: true},
		"decideMany": {prepare: func(g *given) {
			a := g.approval()
			g.session = g.SignIn(rbac.Approver, servertest.Stock)
			g.body = object{"decisions": []object{{"org_id": string(a.Org), "approval_id": a.ID, "verdict": "approve", "digest": a.Digest}}}
		}, outside: true},
		"listDelegations": {prepare: func(g *given) { g.delegation() }, outside: true},
		"createDelegation": {prepare: func(g *given) {
			g.body = object{"to": g.id(rbac.Approver), "ends_at": g.Clock.Now().Add(time.Hour).Format(time.RFC3339), "reason": "holidays"}
		}, status: http.StatusCreated, outside: true},
		"endDelegation": {prepare: func(g *given) { g.delegation() }, status: http.StatusNoContent, outside: true},

		"getExternalTodo": {prepare: func(g *given) { g.externalTodo(); g.query = "source=erp&id=order-1" }},
		"putExternalTodo": {prepare: func(g *given) {
			g.body = object{"source": "erp", "id": "order-1", "title": "Check order 1", "link": "https://erp.example.org/1", "people": []string{g.id(rbac.Viewer)}}
		}},
		"endExternalTodo": {prepare: func(g *given) {
			g.externalTodo()
			g.body = object{"source": "erp", "id": "order-1", "state": "done", "by": g.id(rbac.Viewer)}
		}},
	}
}

// approval is one that waits for the approver of Stock; its operator asked for
// it.
func (g *given) approval() approvals.Approval {
	g.t.Helper()
	kind := g.Asks.Kind()
	kind.Settled = nil // no run waits for it
	g.Asks.Approvals.Register(asks.Step, kind)
	a := must[approvals.Approval](g)(g.Asks.Approvals.Open(g.t.Context(), approvals.Request{
		Tenant: g.Tenant(servertest.Acme), Org: g.stock(), Subject: approvals.Subject{Kind: asks.Step, ID: g.NewID()}, Digest: "sha256:1",
		Title: "Release", Details: json.RawMessage(`{"price":3}`), Requester: g.Subject(rbac.Operator, servertest.Stock),
		Plan: approvals.Plan{Levels: []approvals.Level{{By: []approvals.By{{Role: "approver"}}, Due: "24h"}}},
	}))
	g.params["approval_id"] = a.ID
	return a
}

// form is one that the operators of Stock fill in.
func (g *given) form() forms.Form {
	g.t.Helper()
	g.Asks.Forms.Settled = func(context.Context, forms.Form, []forms.File) error { return nil }
	f := must[forms.Form](g)(g.Asks.Forms.Open(g.t.Context(), forms.Request{
		Tenant: g.Tenant(servertest.Acme), Org: g.stock(), Ask: g.NewID(), Run: g.NewID(), Title: "Order",
		Schema: json.RawMessage(`{"type":"object","required":["sku"],"properties":{"sku":{"type":"string"},"photo":{"type":"string","format":"file"}}}`),
		By:     []approvals.By{{Role: "operator"}}, Requester: g.Subject(rbac.Operator, servertest.Stock),
	}))
	g.params["form_id"] = f.ID
	return f
}

// delegation is the viewer's.
func (g *given) delegation() approvals.Delegation {
	g.t.Helper()
	d := must[approvals.Delegation](g)(g.Asks.Approvals.Delegate(g.t.Context(), g.Actor(rbac.Viewer, servertest.Stock),
		g.Subject(rbac.Approver, servertest.Stock), time.Time{}, g.Clock.Now().Add(time.Hour), ""))
	g.params["delegation_id"] = d.ID
	return d
}

func (g *given) externalTodo() inbox.Todo {
	g.t.Helper()
	return must[inbox.Todo](g)(g.Asks.Inbox.PutExternal(g.t.Context(), g.owner(), g.stock(), "erp", "order-1", inbox.In{
		Title: "Check order 1", Link: "https://erp.example.org/1", People: []string{g.id(rbac.Viewer)},
	}))
}

func TestATokenDecidesNothing(t *testing.T) {
	t.Parallel()
	s := apitest.New(t)
	g := &given{Server: s, t: t, params: map[string]string{}}
	a := g.approval()
	who := s.Actor(rbac.Approver, servertest.Stock)
	for _, scope := range [][]rbac.Permission{{rbac.ApprovalDecide, rbac.RunView, rbac.OrgView}, rbac.Permissions()} {
		_, err := s.Asks.Approvals.Decide(t.Context(), s.Token(who, "", scope...), a.Org, a.ID, approvals.In{Verdict: approvals.Approve, Digest: a.Digest})
		if !fault.HasCode(err, "auth.session_needed") {
			t.Errorf("with a token: %v", err)
		}
	}
	if list, err := s.Asks.Approvals.Acts(t.Context(), who, a.Org, a.ID, page.Request{Limit: 5}); err != nil || len(list.Items) != 1 {
		t.Errorf("acts %+v, %v", list.Items, err)
	}
}
