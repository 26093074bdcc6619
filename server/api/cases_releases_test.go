package api_test

import (
	"net/http"
	"testing"

	"catenary/internal/page"
	"catenary/rbac"
	"catenary/server/approvals"
	"catenary/server/releases"
	"catenary/server/servertest"
)

// releaseCases are of releases, their reviews and rehearsals.
func releaseCases() map[string]routeCase {
	return map[string]routeCase{
		"listReleases": {prepare: func(g *given) {
			g.release()
			g.query = "q=stock&state=draft,in_review&limit=1"
		}},
		"getRelease": {prepare: func(g *given) { g.executed() }},
		"createRelease": {prepare: func(g *given) {
			g.published()
			g.calendar()
			g.body = releaseOf()
		}, status: http.StatusCreated},
		"replaceRelease": {prepare: func(g *given) {
			g.calendar()
			g.ifMatch(g.release().Revision)
			g.body = releaseOf()
		}},
		"deleteRelease":           {prepare: func(g *given) { g.ifMatch(g.release().Revision) }, status: http.StatusNoContent},
		"submitRelease":           {prepare: func(g *given) { g.ifMatch(g.release().Revision) }},
		"withdrawRelease":         {prepare: func(g *given) { g.release(); g.body = object{"reason": "not this year"} }},
		"executeRelease":          {prepare: func(g *given) { g.approvedRelease() }, status: http.StatusAccepted},
		"rollBackPhase":           {prepare: func(g *given) { g.executed(); g.params["phase"] = "1"; g.body = object{"reason": "wrong"} }, status: http.StatusAccepted},
		"getReleaseRule":          {prepare: func(*given) {}},
		"setReleaseRule":          {prepare: func(g *given) { g.ifMatch(1); g.body = object{"rehearsal_days": 14} }},
		"getReleaseReview":        {prepare: func(g *given) { g.approvedRelease() }},
		"listReleaseComments":     {prepare: func(g *given) { g.comment() }},
		"commentRelease":          {prepare: func(g *given) { g.release(); g.body = object{"body": "why so late?", "pointer": "/phases/0"} }, status: http.StatusCreated},
		"listReleaseMilestones":   {prepare: func(g *given) { g.comment(); g.query = "after=1" }},
		"streamReleaseMilestones": {prepare: func(g *given) { g.release(); g.Streams.Stop() }},
		"rehearseRelease":         {prepare: func(g *given) { g.release() }, status: http.StatusAccepted},
		"listRehearsals":          {prepare: func(g *given) { g.rehearsal() }},
		"getRehearsal":            {prepare: func(g *given) { g.params["rehearsal_id"] = g.rehearsal().ID }},
	}
}

func releaseOf() object {
	return object{
		"name": "Stock release 12", "description": "All of it", "valid_days": 7,
		"review": object{"levels": []object{{"by": []object{{"role": "approver", "org": "owner"}}, "quorum": 1, "due": "24h", "remind": object{"every": "4h"}}}},
		"phases": []object{
			{
				"name": "Prepare", "chain": object{"key": "release"}, "input": object{"sku": "a"}, "mocks": object{"a": object{"done": true}},
				"gates": []object{
					{"approval": object{"levels": []object{{"by": []object{{"role": "approver"}}}}}},
					{"check": object{"chain": object{"key": "release", "version": 1}, "when": "nodes.check.output.ready"}},
					{"window": object{"from": "22:00", "to": "05:00", "weekdays": []int{1, 2}, "time_zone": "Asia/Shanghai", "not_after": "2030-01-01T00:00:00Z"}},
					{"freeze": object{"calendar": "office"}},
				},
			},
			{"name": "Switch", "chain": object{"key": "release"}, "rollback": object{"chain": object{"key": "release"}, "input": object{"back": true}}},
		},
	}
}

// release makes a draft of a designer and puts its id into the address.
func (g *given) release() releases.View {
	g.t.Helper()
	g.published()
	v := must[releases.View](g)(g.Releases.Create(g.t.Context(), g.drawer(), g.stock(), releases.In{
		Name: "Stock release", Plan: releases.Plan{Phases: []releases.Phase{{Name: "All", Chain: releases.Chain{Key: "release"}}}},
	}))
	g.params["release_id"] = v.ID
	return v
}

func (g *given) drawer() rbac.Actor { return g.Actor(rbac.Designer, servertest.Stock) }

// approvedRelease is one that was settled as package approvals tells of it.
func (g *given) approvedRelease() releases.View {
	g.t.Helper()
	v := g.release()
	v = must[releases.View](g)(g.Releases.Submit(g.t.Context(), g.drawer(), g.stock(), v.ID, v.Revision))
	g.settle(v)
	return v
}

// settle approves what was asked about a release, without anybody's decision.
func (g *given) settle(v releases.View) {
	g.t.Helper()
	a := must[approvals.Approval](g)(g.Store.Approval(g.t.Context(), v.Tenant, v.Approval))
	a.State, a.SettledBy, a.SettledAt, a.NextAt = approvals.Approved, g.Subject(rbac.Approver, servertest.Stock), g.Clock.Now().UnixMicro(), 0
	if _, err := g.Store.UpdateApproval(g.t.Context(), a); err != nil {
		g.t.Fatal(err)
	}
	if err := g.Releases.Settled(g.t.Context(), a); err != nil {
		g.t.Fatal(err)
	}
}

// executed is one whose phase waits.
func (g *given) executed() {
	g.t.Helper()
	v := g.approvedRelease()
	must[releases.View](g)(g.Releases.Execute(g.t.Context(), g.owner(), g.stock(), v.ID))
	if _, err := g.Releases.Due(g.t.Context()); err != nil {
		g.t.Fatal(err)
	}
}

func (g *given) comment() {
	g.t.Helper()
	v := g.release()
	must[releases.Comment](g)(g.Releases.Say(g.t.Context(), g.drawer(), g.stock(), v.ID, "/phases/0", "why so late?"))
}

func (g *given) rehearsal() releases.Rehearsal {
	g.t.Helper()
	v := g.release()
	return must[releases.Rehearsal](g)(g.Releases.Rehearse(g.t.Context(), g.drawer(), g.stock(), v.ID))
}

// A release goes its way over the API: drawn up, reviewed, approved, executed,
// and then it can be neither edited nor deleted.
func TestReleaseOverTheAPI(t *testing.T) {
	t.Parallel()
	g := newGiven(t, routeCase{})
	g.published()
	designer := newCaller(t, g.Server, rbac.Designer, servertest.Stock, servertest.Stock)
	operator := newCaller(t, g.Server, rbac.Operator, servertest.Stock, servertest.Stock)
	designer.ask(422, "POST", "/releases", "", `{"name":"R","phases":[]}`)
	designer.ask(422, "POST", "/releases", "", `{"name":"R","phases":[{"name":"One","chain":{"key":"nowhere"}}]}`)
	designer.ask(422, "POST", "/releases", "", `{"name":"R","phases":[{"name":"One","chain":{"key":"release"},"gates":[{}]}]}`)
	designer.ask(422, "POST", "/releases", "", `{"name":"R","phases":[{"name":"One","chain":{"key":"release"}}],"review":{"levels":[]}}`)
	designer.ask(201, "POST", "/releases", "", `{"name":"R","phases":[{"name":"One","chain":{"key":"release"}}]}`)
	found := must[page.Of[releases.View]](g)(g.Releases.List(t.Context(), g.owner(), g.stock(), releases.Query{}, page.Request{Limit: 1}))
	at := "/releases/" + found.Items[0].ID
	operator.ask(409, "POST", at+"/execute", "", ``)
	designer.ask(403, "POST", at+"/execute", "", ``)
	designer.ask(200, "POST", at+"/submit", `"1"`, ``)
	v := must[releases.View](g)(g.Releases.Get(t.Context(), g.owner(), g.stock(), found.Items[0].ID))
	g.settle(v)
	designer.ask(409, "PUT", at, `"1"`, `{"name":"R2","phases":[{"name":"One","chain":{"key":"release"}}]}`)
	designer.ask(409, "DELETE", at, `"1"`, ``)
	operator.ask(202, "POST", at+"/execute", "", ``)
	operator.ask(409, "POST", at+"/execute", "", ``)
	designer.ask(409, "DELETE", at, `"1"`, ``)
	if _, err := g.Releases.Due(t.Context()); err != nil {
		t.Fatal(err)
	}
	v = must[releases.View](g)(g.Releases.Get(t.Context(), g.owner(), g.stock(), v.ID))
	if len(v.Phases) != 1 || v.Phases[0].State != releases.PhaseRunning || len(v.Runs) != 1 {
		t.Fatalf("%+v", v)
	}
	run, err := g.Runs.Get(t.Context(), g.owner(), g.stock(), v.Runs[0].Run)
	if err != nil || run.Trigger != "release" || run.TriggerID != v.ID {
		t.Errorf("its run: %+v, %v", run.Row, err)
	}
}
