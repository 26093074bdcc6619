package asks_test

import (
	"encoding/json"
	"testing"

	"catenary/rbac"
	"catenary/runtime/run"
	"catenary/server/approvals"
	"catenary/server/inbox"
	"catenary/server/servertest"
	"catenary/server/switches"
)

// governed makes a switch of Stock whose changes an approver has to approve.
func (p *place) governed() {
	p.t.Helper()
	ctx, admin := p.t.Context(), p.Actor(rbac.Admin, servertest.Stock)
	_, err := p.switches.Create(ctx, admin, p.org(), switches.New{Key: "mode", Name: "Mode", Type: switches.Enum, Options: []string{"old", "new"}, Value: []byte(`"old"`)})
	if err != nil {
		p.t.Fatal(err)
	}
	plan := &approvals.Plan{Levels: []approvals.Level{{By: []approvals.By{{Role: "approver"}}}}}
	if _, _, err := p.switches.SetApproval(ctx, admin, p.org(), "mode", 1, plan, ""); err != nil {
		p.t.Fatal(err)
	}
}

func (p *place) mode(want string) {
	p.t.Helper()
	v, err := p.switches.Get(p.t.Context(), p.Actor(rbac.Viewer, servertest.Stock), p.org(), "mode")
	if err != nil || v.Value != want {
		p.t.Errorf("the switch is %s, want %s, %v", v.Value, want, err)
	}
}

func (p *place) decide(verdict approvals.Verdict) {
	p.t.Helper()
	approver := p.Actor(rbac.Approver, servertest.Stock)
	todo := p.todo(approver, inbox.Approvals)
	_, err := p.asks.Approvals.Decide(p.t.Context(), approver, p.org(), todo.SourceID, approvals.In{Verdict: verdict, Digest: todo.Digest, Reason: "seen"})
	if err != nil {
		p.t.Fatal(err)
	}
}

const setMode = `
nodes:
  - {id: over, kind: switch, on_failure: follow_failure_edges, switch: {set: {switch: mode, value: new, reason: go}}}
  - {id: good, kind: script, script: {body: "return nodes.over.output"}}
  - {id: bad, kind: script, script: {body: "return nodes.over.error.code"}}
edges: [{from: over, to: good}, {from: over, to: bad, failure: true}]
output: "${{ nodes.good?.output ?? nodes.bad.output }}"
`

func TestASwitchNodeWaitsForTheApproval(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, p *place) {
		p.governed()
		id := p.startBy(rbac.Admin, setMode)
		for _, author := range []rbac.RoleID{rbac.Admin, rbac.Operator} {
			if n := p.count(p.Actor(author, servertest.Stock)); n != 0 {
				t.Errorf("%d to-dos wait for the %s", n, author)
			}
		}
		p.todo(p.Actor(rbac.Approver, servertest.Stock), inbox.Approvals)
		p.mode(`"old"`)
		p.decide(approvals.Approve)
		view := p.ends(id, run.Succeeded)
		p.mode(`"new"`)
		var out struct {
			Before, Value string
			Revision      int64
			Changed       bool
		}
		if err := json.Unmarshal(view.Output, &out); err != nil || out.Before != "old" || out.Value != "new" || out.Revision != 3 || !out.Changed {
			t.Errorf("output %s, %v", view.Output, err)
		}
		// The run takes it back without asking again.
		if err := p.runs.TakeBack(t.Context(), p.Tenant(servertest.Acme), id.Run, "", "back"); err != nil {
			t.Fatal(err)
		}
		p.until("the run is undone", func() bool {
			row, err := p.Store.Run(t.Context(), id.Tenant, id.Run)
			return err == nil && row.State == run.Undone
		})
		p.mode(`"old"`)
	})
}

func TestASwitchNodeFailsWithTheApproval(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, p *place) {
		p.governed()
		id := p.startBy(rbac.Admin, setMode)
		p.decide(approvals.Reject)
		if view := p.ends(id, run.Succeeded); string(view.Output) != `"approval.rejected"` {
			t.Errorf("output %s", view.Output)
		}
		p.mode(`"old"`)
	})
}

func TestASwitchNodeIsOvertaken(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, p *place) {
		p.governed()
		id := p.startBy(rbac.Admin, setMode)
		p.todo(p.Actor(rbac.Approver, servertest.Stock), inbox.Approvals)
		name := "Another name"
		_, err := p.switches.Edit(t.Context(), p.Actor(rbac.Operator, servertest.Stock), p.org(), "mode", 2, switches.Edit{Name: &name})
		if err != nil {
			t.Fatal(err)
		}
		if view := p.ends(id, run.Succeeded); string(view.Output) != `"switch.overtaken"` {
			t.Errorf("output %s", view.Output)
		}
		if n := p.count(p.Actor(rbac.Approver, servertest.Stock)); n != 0 {
			t.Errorf("%d to-dos are left", n)
		}
	})
}

func TestACancelledRunAsksNoMore(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, p *place) {
		p.governed()
		id := p.startBy(rbac.Admin, setMode)
		approver := p.Actor(rbac.Approver, servertest.Stock)
		p.todo(approver, inbox.Approvals)
		if err := p.runs.End(t.Context(), p.Tenant(servertest.Acme), id.Run, "", "enough"); err != nil {
			t.Fatal(err)
		}
		p.until("the run is cancelled", func() bool {
			row, err := p.Store.Run(t.Context(), id.Tenant, id.Run)
			return err == nil && row.State == run.Canceled
		})
		p.until("nobody is asked", func() bool { return p.count(approver) == 0 })
		p.mode(`"old"`)
	})
}
