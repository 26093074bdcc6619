package api_test

import (
	"net/http"

	"catenary/chain"
	"catenary/rbac"
	"catenary/runtime"
	"catenary/runtime/run"
	"catenary/server/chains"
	"catenary/server/runs"
)

// runCases are of runs.
func runCases() map[string]routeCase {
	waiting := func(g *given) { g.run(run.Waiting) }
	accepted := http.StatusAccepted
	return map[string]routeCase{
		"startRun": {prepare: func(g *given) {
			g.published()
			g.body = object{"input": object{"sku": "A-1"}, "title": "Order A-1", "version": 1}
		}, status: accepted},
		"tryChain": {prepare: func(g *given) {
			g.chain()
			g.body = object{"input": object{}, "up_to": "a", "pins": object{"a": 1}}
		}, status: accepted},
		"tryScript": {allowed: rbac.Designer, prepare: func(g *given) {
			g.script()
			g.imaged()
			delete(g.params, "environment_key")
			g.body = object{"environment": "shell", "source": "echo 2", "input": object{"sku": "A-1"}, "arguments": []string{"--all"}}
		}, status: accepted},
		"tryEnvironment": {prepare: func(g *given) {
			g.imaged()
			g.body = object{"command": "uname -a", "title": "Which kernel"}
		}, status: accepted},
		"rerun": {prepare: func(g *given) {
			g.run(run.Succeeded)
			g.body = object{"from": "b"}
		}, status: accepted},
		"listRuns":       {prepare: waiting},
		"getRunLoad":     {prepare: func(g *given) { g.run(run.Waiting); delete(g.params, "run_id"); g.query = "range=day" }},
		"getRun":         {prepare: waiting},
		"getRunDocument": {prepare: waiting},
		"listSteps":      {prepare: waiting},
		"getStep":        {prepare: func(g *given) { g.run(run.Waiting); g.params["node"] = "a" }},
		"listRunEvents":  {prepare: waiting},
		"getLog":         {prepare: func(g *given) { g.said() }},
		"streamLog":      {prepare: func(g *given) { g.said() }},
		// Streams end behind what there is when the server stops.
		"streamRunEvents": {prepare: func(g *given) { g.run(run.Waiting); g.Streams.Stop() }},
		"streamRuns":      {prepare: func(g *given) { g.Streams.Stop() }},
		"listArtefacts":   {prepare: func(g *given) { g.left() }},
		"getArtefact": {prepare: func(g *given) {
			g.left()
			g.query = "node=a&name=report.txt"
		}},
		"cancelRun": {prepare: func(g *given) { g.run(run.Waiting); g.body = object{"reason": "no stock"} }, status: accepted},
		"pauseRun":  {prepare: func(g *given) { g.run(run.Waiting); g.body = object{"reason": "no stock"} }, status: accepted},
		"resumeRun": {prepare: func(g *given) { g.run(run.Paused); g.body = object{"reason": "stock is there"} }, status: accepted},
		"undoRun":   {prepare: func(g *given) { g.run(run.Succeeded); g.body = object{"reason": "sent back"} }, status: accepted},
		"callBack": {prepare: func(g *given) {
			g.callback("s3cret", `{"type": "object"}`)
			g.body = object{"ok": true}
		}, status: http.StatusNoContent},
	}
}

// journal are the first events of a run of document: a waits, or both are over.
func (g *given) journal(state run.State) []run.Event {
	g.t.Helper()
	var events []run.Event
	add := func(kind run.Kind, body any) {
		events = append(events, must[run.Event](g)(run.NewEvent(int64(len(events))+1, 1, g.Clock.Now().UnixMicro(), kind, body)))
	}
	add(run.StartEvent, run.Start{Input: []byte(`{"sku":"A-1"}`), Roots: []chain.NodeID{"a"}})
	switch state {
	case run.Waiting, run.Paused:
		add(run.SuspendEvent, run.Suspend{Node: "a", Attempt: 1, For: run.ForTime, Until: g.Clock.Now().UnixMicro() + 1e6, Input: []byte(`{"sku":"A-1"}`)})
		if state == run.Paused {
			add(run.PauseEvent, run.Note{})
		}
	default:
		add(run.SegmentEvent, run.Segment{Entries: []run.Entry{
			{Node: "a", State: run.StepSucceeded, Output: []byte(`1`), Decided: &run.Decision{Edges: []run.Edge{{To: "b", Taken: true, Of: 1}}}},
			{Node: "b", State: run.StepSucceeded, Output: []byte(`2`), Decided: &run.Decision{}},
		}})
		add(run.EndEvent, run.End{State: state, Output: []byte(`2`)})
	}
	return events
}

// run makes a run of Stock in a state, and puts its id into the address.
func (g *given) run(state run.State) runtime.Run {
	g.t.Helper()
	c := g.published()
	v := must[chains.Version](g)(g.Chains.Version(g.t.Context(), g.owner(), g.stock(), c.Key, 1))
	r := runtime.Run{
		Tenant: string(c.Tenant), ID: g.NewID(), Org: string(c.Org), Chain: c.ID, Key: c.Key, Version: 1, Document: v.Checksum,
		Title: "Order A-1", Trigger: "manual", By: g.id(rbac.Operator), Human: g.id(rbac.Operator),
	}
	if err := g.Parking.Begin(g.t.Context(), r, state, g.journal(state)...); err != nil {
		g.t.Fatal(err)
	}
	delete(g.params, "chain_key")
	delete(g.params, "version")
	g.params["run_id"] = r.ID
	return r
}

// said makes a run one step of which has said something and says no more.
func (g *given) said() {
	g.t.Helper()
	r := g.run(run.Succeeded)
	err := g.Store.Append(g.t.Context(), runtime.ID{Tenant: r.Tenant, Run: r.ID}, runtime.StepRef{Node: "a", Attempt: 1}, []runtime.Line{
		{Number: 0, At: g.Clock.Now().UnixMicro(), Stream: "stdout", Text: "one"},
		{Number: 1, At: g.Clock.Now().UnixMicro(), Stream: "stderr", Text: "two"},
	})
	if err != nil {
		g.t.Fatal(err)
	}
	g.query = "node=a"
}

// left makes a run one step of which left a file.
func (g *given) left() {
	g.t.Helper()
	r := g.run(run.Succeeded)
	const digest = "sha256:aa"
	g.Files[digest] = "all is well\n"
	err := g.Store.InsertArtefact(g.t.Context(), runs.Artefact{
		Tenant: rbac.TenantID(r.Tenant), Run: r.ID, ArtefactRef: runs.ArtefactRef{Node: "a", Attempt: 1, Name: "report.txt"},
		Size: int64(len(g.Files[digest])), Digest: digest, CreatedAt: g.Clock.Now().UnixMicro(),
	})
	if err != nil {
		g.t.Fatal(err)
	}
}

// callback makes a run that waits for a call, and puts the secret of its address
// into the address.
func (g *given) callback(secret, schema string) runtime.Run {
	g.t.Helper()
	r := g.run(run.Waiting)
	id := runtime.ID{Tenant: r.Tenant, Run: r.ID}
	event := must[run.Event](g)(run.NewEvent(3, 2, g.Clock.Now().UnixMicro(), run.ResumeEvent, run.Resume{Node: "a"}))
	if _, _, err := g.Store.ClaimRun(g.t.Context(), g.Parking.Replica(), r.Tenant, r.ID); err != nil {
		g.t.Fatal(err)
	}
	_, err := g.Store.Commit(g.t.Context(), g.Parking.Replica(), []runtime.Write{{
		ID: id, Epoch: 2, From: 2, State: run.Running, Release: true, Events: []run.Event{event},
		Callbacks: []runtime.Callback{{
			Hash: runtime.CallbackHash(secret), Tenant: r.Tenant, Run: r.ID, Step: `{"node":"a","attempt":1}`,
			Schema: []byte(schema), EndsAt: g.Clock.Now().UnixMicro() + 1e9, Created: g.Clock.Now().UnixMicro(),
		}},
	}})
	if err != nil {
		g.t.Fatal(err)
	}
	delete(g.params, "run_id")
	delete(g.params, "org_id")
	g.params["secret"] = secret
	return r
}
