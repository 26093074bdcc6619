package api_test

import (
	"encoding/json"
	"net/http"
	"strings"

	"catenary/runtime/pipeline"
	"catenary/runtime/pipeline/builtin"
	"catenary/server/engines"
)

// engineCases are of pipeline engines.
func engineCases() map[string]routeCase {
	return map[string]routeCase{
		"listEngineAdapters": {prepare: func(*given) {}},
		"listEngines":        {prepare: func(g *given) { g.engine() }},
		"createEngine": {prepare: func(g *given) {
			g.body = object{"key": "ci", "adapter": "http", "name": "CI", "settings": engineSettings(), "limits": object{"rate": 5, "concurrency": 2}}
		}, status: http.StatusCreated},
		"getEngine": {prepare: func(g *given) { g.engine() }},
		"replaceEngine": {prepare: func(g *given) {
			g.ifMatch(g.engine().Revision)
			g.body = object{"name": "Another name", "settings": engineSettings()}
		}},
		"deleteEngine":         {prepare: func(g *given) { g.ifMatch(g.engine().Revision) }, status: http.StatusNoContent},
		"listEnginePositions":  {prepare: func(g *given) { g.engine() }},
		"testEngine":           {prepare: func(g *given) { g.engine() }},
		"listWaitingPipelines": {prepare: func(g *given) { g.waiting() }},
		"decidePipelineStep": {prepare: func(g *given) {
			g.waiting()
			g.body = object{"step": "gate", "approve": true, "comment": "looks good"}
		}},
	}
}

// engineSettings describe an engine at which nobody listens.
func engineSettings() object {
	return object{"url": "http://127.0.0.1:1", "positions": []object{{
		"key": "build", "start": object{"method": "POST", "path": "jobs", "id": "/id"},
		"status": object{"path": "jobs/{execution}", "state": "/state", "states": object{"ok": "succeeded"}},
	}}}
}

func (g *given) engine() engines.View {
	g.t.Helper()
	settings, err := json.Marshal(engineSettings())
	if err != nil {
		g.t.Fatal(err)
	}
	v := must[engines.View](g)(g.Engines.Create(g.t.Context(), g.owner(), g.stock(), engines.New{
		Key: "ci", Name: "CI", Adapter: "http", Settings: settings,
	}))
	g.params["engine_key"] = v.Key
	return v
}

// waiting makes an execution in which people are to decide.
func (g *given) waiting() {
	g.t.Helper()
	x := must[builtin.Execution](g)(g.Store.BeginExecution(g.t.Context(), builtin.Execution{
		Tenant: string(g.owner().Tenant), ID: strings.ToLower(g.NewID()), Org: string(g.stock()), Revision: 1, State: pipeline.Running, Waiting: true,
		CreatedAt: 1, UpdatedAt: 1, Body: builtin.Body{
			Parameters: builtin.Parameters{Steps: []builtin.Step{{Name: "gate", Approval: &builtin.Approval{Text: "Ready?"}}}},
			Steps:      []builtin.Progress{{State: builtin.Waiting, BeganAt: 1}},
		},
	}))
	g.params["execution_key"] = x.ID
}
