package api

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"catenary/internal/clock"
	"catenary/nodes"
	"catenary/rbac"
	"catenary/runtime/pipeline"
	"catenary/server/engines"
)

func (a *API) registerEngines() {
	const tag, all, one = "engines", "/orgs/{org_id}/engines", "/orgs/{org_id}/engines/{engine_key}"
	register(a, route{
		ID: "listEngineAdapters", Method: http.MethodGet, Path: "/engine-adapters", Access: personal, Tag: tag,
		Summary: "Kinds of pipeline engine that can be registered, with the schemas of their settings",
	}, a.listEngineAdapters)
	register(a, route{
		ID: "listEngines", Method: http.MethodGet, Path: all, Permission: rbac.EngineUse, Tag: tag,
		Summary: "Pipeline engines of an org and those shared to it, by key; the first page begins with the built-in one",
	}, a.listEngines)
	register(a, route{
		ID: "createEngine", Method: http.MethodPost, Path: all, Permission: rbac.EngineWrite, Tag: tag,
		Summary: "Register a pipeline engine", Status: http.StatusCreated,
	}, a.createEngine)
	register(a, route{
		ID: "getEngine", Method: http.MethodGet, Path: one, Permission: rbac.EngineUse, Tag: tag,
		Summary: "One pipeline engine; its settings only for those who may change it",
	}, a.getEngine)
	register(a, route{
		ID: "replaceEngine", Method: http.MethodPut, Path: one, Permission: rbac.EngineWrite, Tag: tag,
		Summary: "Give an engine another name, settings, secret and limits",
	}, a.replaceEngine)
	register(a, route{
		ID: "deleteEngine", Method: http.MethodDelete, Path: one, Permission: rbac.EngineWrite, Tag: tag,
		Summary: "Delete an engine that no published chain uses", Status: http.StatusNoContent,
	}, a.deleteEngine)
	register(a, route{
		ID: "listEnginePositions", Method: http.MethodGet, Path: one + "/positions", Permission: rbac.EngineUse, Tag: tag,
		Summary: "What an engine can be asked to do, with the schemas that forms are made of",
	}, a.listEnginePositions)
	register(a, route{
		ID: "testEngine", Method: http.MethodPost, Path: one + "/test", Permission: rbac.EngineWrite, Tag: tag,
		Summary: "Ask an engine whether it is there",
	}, a.testEngine)
	a.registerPipelineExecutions()
}

// InEngine is embedded in the input of routes below an engine.
type InEngine struct {
	InOrg
	Key string `path:"engine_key" doc:"The engine's key" example:"ci"`
}

type adapterBody struct {
	Name       string          `json:"name"`
	Title      nodes.Words     `json:"title"`
	Help       nodes.Words     `json:"help" doc:"Markdown"`
	Settings   json.RawMessage `json:"settings" doc:"JSON Schema of the settings, with hints for the form"`
	Credential nodes.Words     `json:"credential" doc:"What the secret of such an engine holds; empty if it takes none"`
}

type adaptersOutput struct {
	Body struct {
		Items []adapterBody `json:"items"`
	}
}

// listEngineAdapters: GET /engine-adapters
func (a *API) listEngineAdapters(context.Context, *struct{}) (*adaptersOutput, error) {
	out := &adaptersOutput{}
	out.Body.Items = []adapterBody{}
	for _, d := range a.Engines.Descriptions() {
		out.Body.Items = append(out.Body.Items, adapterBody(d))
	}
	return out, nil
}

type engineBody struct {
	ID          string            `json:"id" doc:"builtin for the built-in engine"`
	OrgID       string            `json:"org_id,omitempty" doc:"Absent if you may not view the org that shares it"`
	Key         string            `json:"key"`
	Name        string            `json:"name"`
	Description string            `json:"description"`
	Adapter     string            `json:"adapter"`
	Settings    json.RawMessage   `json:"settings,omitempty" doc:"Absent if you may not change the engine"`
	Secret      string            `json:"secret,omitempty" doc:"Key of the secret with its credentials; absent if you may not change the engine"`
	Limits      engineLimits      `json:"limits"`
	Breaker     *breakerBody      `json:"breaker,omitempty" doc:"The circuit breaker of the server that answers; absent if it has not called the engine"`
	Revision    int64             `json:"revision"`
	Shared      bool              `json:"shared" doc:"An org above lets it be used here"`
	CreatedAt   time.Time         `json:"created_at"`
	UpdatedAt   time.Time         `json:"updated_at"`
	UpdatedBy   *authorBody       `json:"updated_by,omitempty"`
	Can         []rbac.Permission `json:"can" doc:"What you may do with it"`
}

type engineLimits struct {
	Rate        float64 `json:"rate,omitempty" doc:"Calls in a second, of each server; 0 for no limit"`
	Concurrency int64   `json:"concurrency,omitempty" doc:"Calls at a time, of each server; 0 for no limit"`
}

type breakerBody struct {
	State    string `json:"state" enum:"closed,half-open,open" doc:"open: the engine failed several times and is left alone for a while"`
	Failures uint32 `json:"failures" doc:"In a row"`
}

type engineOutput struct {
	ETag     string `header:"ETag"`
	Location string `header:"Location"`
	Body     engineBody
}

func newEngineBody(v engines.View) engineBody {
	b := engineBody{
		ID: v.ID, OrgID: string(v.Org), Key: v.Key, Name: v.Name, Description: v.Description, Adapter: v.Adapter,
		Settings: json.RawMessage(v.Settings), Secret: v.Secret, Limits: engineLimits{Rate: v.Rate, Concurrency: v.Concurrency},
		Revision: v.Revision, Shared: v.Shared, CreatedAt: clock.Time(v.CreatedAt), UpdatedAt: clock.Time(v.UpdatedAt),
		UpdatedBy: newAuthor(v.UpdatedBy, v.UpdatedByName), Can: some(v.Can),
	}
	if v.Breaker != nil {
		b.Breaker = (*breakerBody)(v.Breaker)
	}
	return b
}

func newEngineOutput(v engines.View, err error) (*engineOutput, error) {
	if err != nil {
		return nil, err
	}
	return &engineOutput{ETag: etag(v.Revision), Body: newEngineBody(v)}, nil
}

// listEngines: GET /orgs/{org_id}/engines
func (a *API) listEngines(ctx context.Context, in *inOrgSearched) (*listOutput[engineBody], error) {
	r, err := in.page()
	if err != nil {
		return nil, err
	}
	p, err := a.Engines.List(ctx, actor(ctx), in.org(), r)
	if err != nil {
		return nil, err
	}
	return list(p, newEngineBody), nil
}

// engineFields are what is said of an engine when it is registered or replaced.
type engineFields struct {
	Name        string          `json:"name" doc:"What people call it"`
	Description string          `json:"description,omitempty"`
	Settings    json.RawMessage `json:"settings,omitempty" doc:"As the adapter's schema says"`
	Secret      string          `json:"secret,omitempty" doc:"Key of the secret with its credentials" example:"ci-token"`
	Limits      engineLimits    `json:"limits,omitempty"`
}

type createEngineInput struct {
	InOrg
	Body struct {
		Key         string          `json:"key" doc:"Small letters, digits and inner hyphens; unique in its org" example:"ci"`
		Adapter     string          `json:"adapter" doc:"The name of one" example:"http"`
		Name        string          `json:"name" doc:"What people call it"`
		Description string          `json:"description,omitempty"`
		Settings    json.RawMessage `json:"settings,omitempty" doc:"As the adapter's schema says"`
		Secret      string          `json:"secret,omitempty" doc:"Key of the secret with its credentials" example:"ci-token"`
		Limits      engineLimits    `json:"limits,omitempty"`
	}
}

// createEngine: POST /orgs/{org_id}/engines
func (a *API) createEngine(ctx context.Context, in *createEngineInput) (*engineOutput, error) {
	b := in.Body
	out, err := newEngineOutput(a.Engines.Create(ctx, actor(ctx), in.org(), engines.New{
		Key: b.Key, Name: b.Name, Description: b.Description, Adapter: b.Adapter, Settings: b.Settings, Secret: b.Secret,
		Rate: b.Limits.Rate, Concurrency: b.Limits.Concurrency,
	}))
	if err == nil {
		out.Location = prefix + "/orgs/" + in.OrgID + "/engines/" + out.Body.Key
	}
	return out, err
}

// getEngine: GET /orgs/{org_id}/engines/{engine_key}
func (a *API) getEngine(ctx context.Context, in *struct{ InEngine }) (*engineOutput, error) {
	return newEngineOutput(a.Engines.Get(ctx, actor(ctx), in.org(), in.Key))
}

type replaceEngineInput struct {
	InEngine
	IfMatch
	Body engineFields
}

// replaceEngine: PUT /orgs/{org_id}/engines/{engine_key}
func (a *API) replaceEngine(ctx context.Context, in *replaceEngineInput) (*engineOutput, error) {
	revision, err := in.revision()
	if err != nil {
		return nil, err
	}
	b := in.Body
	return newEngineOutput(a.Engines.Replace(ctx, actor(ctx), in.org(), in.Key, revision, engines.New{
		Name: b.Name, Description: b.Description, Settings: b.Settings, Secret: b.Secret, Rate: b.Limits.Rate, Concurrency: b.Limits.Concurrency,
	}))
}

type deleteEngineInput struct {
	InEngine
	IfMatch
	Reasoned
}

// deleteEngine: DELETE /orgs/{org_id}/engines/{engine_key}
func (a *API) deleteEngine(ctx context.Context, in *deleteEngineInput) (*none, error) {
	revision, err := in.revision()
	if err != nil {
		return nil, err
	}
	return &none{}, a.Engines.Delete(ctx, actor(ctx), in.org(), in.Key, revision)
}

type positionBody struct {
	Key        string          `json:"key"`
	Title      nodes.Words     `json:"title"`
	Help       nodes.Words     `json:"help" doc:"Markdown"`
	Parameters json.RawMessage `json:"parameters" doc:"JSON Schema of the parameters, with hints for the form"`
	Output     json.RawMessage `json:"output,omitempty" doc:"JSON Schema of what comes out, if it is known"`
}

type positionsOutput struct {
	Body struct {
		Items []positionBody `json:"items"`
	}
}

type listPositionsInput struct {
	InEngine
	Fresh bool `query:"fresh" doc:"Ask the engine again; without this its answer is kept for a minute"`
}

// listEnginePositions: GET /orgs/{org_id}/engines/{engine_key}/positions
func (a *API) listEnginePositions(ctx context.Context, in *listPositionsInput) (*positionsOutput, error) {
	found, err := a.Engines.Positions(ctx, actor(ctx), in.org(), in.Key, in.Fresh)
	if err != nil {
		return nil, err
	}
	out := &positionsOutput{}
	out.Body.Items = make([]positionBody, len(found))
	for i, p := range found {
		out.Body.Items[i] = positionBody(p)
	}
	return out, nil
}

type engineTestOutput struct {
	Body struct {
		Reachable    bool                  `json:"reachable"`
		Positions    int                   `json:"positions" doc:"How many interface positions it has"`
		TookMS       int64                 `json:"took_ms"`
		Code         string                `json:"code,omitempty" doc:"Why it cannot be reached"`
		Detail       string                `json:"detail,omitempty"`
		Capabilities pipeline.Capabilities `json:"capabilities" doc:"What it can do beside start and status"`
	}
}

// testEngine: POST /orgs/{org_id}/engines/{engine_key}/test
func (a *API) testEngine(ctx context.Context, in *struct{ InEngine }) (*engineTestOutput, error) {
	reach, err := a.Engines.Test(ctx, actor(ctx), in.org(), in.Key)
	if err != nil {
		return nil, err
	}
	out := &engineTestOutput{}
	out.Body.Reachable, out.Body.Positions, out.Body.TookMS = reach.Reachable, reach.Positions, reach.Took
	out.Body.Code, out.Body.Detail, out.Body.Capabilities = reach.Code, reach.Detail, reach.Can
	return out, nil
}
