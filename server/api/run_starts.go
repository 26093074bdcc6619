package api

import (
	"encoding/json"
	"net/http"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/labstack/echo/v4"

	"catenary/chain"
	"catenary/internal/fault"
	"catenary/rbac"
	"catenary/runtime/run"
	"catenary/server/runs"
)

func (a *API) registerStarts() {
	a.raw(route{
		ID: "startRun", Method: http.MethodPost, Path: chainPath + "/runs", Permission: rbac.RunStart, Tag: runTag,
		Summary: "Start a run of a published chain; with Prefer: wait=N the answer is its result if it ends in time",
		Limit:   limitStart, Keyed: true, MaxBody: startMaxBody,
	}, a.startOperation(schemaOf[startBody](a), chainKeyParam), a.startRun)
	a.raw(route{
		ID: "tryChain", Method: http.MethodPost, Path: chainPath + "/test-runs", Permission: rbac.ChainEdit, Tag: runTag,
		Summary: "Try the draft of a chain out; needs run:start, too",
		Limit:   limitStart, Keyed: true, MaxBody: startMaxBody,
	}, a.startOperation(schemaOf[trialBody](a), chainKeyParam), a.tryChain)
	a.raw(route{
		ID: "rerun", Method: http.MethodPost, Path: runPath + "/rerun", Permission: rbac.RunRerun, Tag: runTag,
		Summary: "Run again with the same input: whole or from a node, in the same version or another",
		Limit:   limitStart, Keyed: true,
	}, a.startOperation(schemaOf[rerunBody](a), runIDParam), a.rerun)
}

// startMaxBody leaves room for an input of 1 MiB and what stands around it.
const startMaxBody = 1<<20 + 4<<10

func chainKeyParam() *huma.Param {
	return pathParam("chain_key", "The chain's key", "stock-release")
}

func runIDParam() *huma.Param {
	return pathParam("run_id", "The run's id", "01JD0000000000000000000000")
}

// startOperation describes a route that begins a run.
func (a *API) startOperation(body *huma.Schema, param func() *huma.Param) *huma.Operation {
	content := map[string]*huma.MediaType{jsonType: {Schema: schemaOf[startedBody](a)}}
	header := func(doc string) *huma.Param {
		return &huma.Param{Description: doc, Schema: &huma.Schema{Type: huma.TypeString}}
	}
	headers := map[string]*huma.Param{
		"Location":             header("The run"),
		"Preference-Applied":   header("wait=N, if it was waited for"),
		"Idempotency-Replayed": header("true, if the run was started before with this Idempotency-Key"),
	}
	return &huma.Operation{
		RequestBody: &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{jsonType: {Schema: body}}},
		Parameters: []*huma.Param{
			pathParam("org_id", "The org's id", "01JD0000000000000000000000"), param(),
			{
				Name: "Prefer", In: "header", Description: "wait=N waits up to N seconds, 60 at most, for the end of the run (RFC 7240)",
				Schema: &huma.Schema{Type: huma.TypeString}, Example: "wait=30",
			},
		},
		Responses: map[string]*huma.Response{
			"200": {Description: "The run has ended, whether it succeeded or failed", Headers: headers, Content: content},
			"202": {Description: "The run is on disk and goes on", Headers: headers, Content: content},
		},
	}
}

// startBody is what a run is started with.
type startBody struct {
	Input   json.RawMessage `json:"input,omitempty" doc:"What the chain's input schema asks for; {} if left out"`
	Title   string          `json:"title,omitempty" maxLength:"200" doc:"What people find the run by"`
	Version int64           `json:"version,omitempty" minimum:"0" doc:"Of the chain; the latest if left out"`
}

// startedBody is a run that was begun, and how it ended if it has.
type startedBody struct {
	ID       string          `json:"id"`
	State    run.State       `json:"state" enum:"queued,running,waiting,paused,succeeded,failed,canceled,undoing,undone,undo_failed"`
	ChainKey string          `json:"chain_key" doc:"Empty for a trial of a script or an environment"`
	Version  int64           `json:"version" doc:"Of the chain; 0: a draft, or no chain"`
	Title    string          `json:"title,omitempty"`
	Output   json.RawMessage `json:"output,omitempty" doc:"If it has ended; absent without run:data"`
	Failure  *failureBody    `json:"failure,omitempty" doc:"If it has failed"`
	Links    startedLinks    `json:"links"`
}

type startedLinks struct {
	Self   string `json:"self" format:"uri-reference"`
	Steps  string `json:"steps" format:"uri-reference"`
	Events string `json:"events" format:"uri-reference"`
	Stream string `json:"stream" format:"uri-reference" doc:"Server-sent events"`
}

// started answers a start: 202, or 200 if the run has ended in time.
func started(c echo.Context, s runs.Started, wait time.Duration) error {
	self := prefix + "/orgs/" + s.Run.Org + "/runs/" + s.Run.ID
	h, status := c.Response().Header(), http.StatusAccepted
	h.Set(echo.HeaderLocation, self)
	if wait > 0 {
		h.Set("Preference-Applied", applied(wait))
	}
	if s.Replayed {
		h.Set(replayedHeader, "true")
	}
	body := startedBody{
		ID: s.Run.ID, State: s.Run.State, ChainKey: s.Run.Key, Version: s.Run.Version, Title: s.Run.Title,
		Links: startedLinks{Self: self, Steps: self + "/steps", Events: self + "/events", Stream: self + "/events/stream"},
	}
	if s.Ended {
		status, body.Output, body.Failure = http.StatusOK, s.Output, newFailure(s.Failure)
	}
	return c.JSON(status, body)
}

// onceOf is the caller's Idempotency-Key, as a run keeps it.
func onceOf(c echo.Context) (runs.Once, error) {
	key, given, err := keyOf(c)
	if err != nil || !given {
		return runs.Once{}, err
	}
	return runs.Once{Key: hashed(key), Digest: digestOf(c, key)}, nil
}

// startRun: POST /orgs/{org_id}/chains/{chain_key}/runs
func (a *API) startRun(c echo.Context) error {
	var q runs.Request
	err := fieldsOf(bodyOf(c), map[string]any{"input": &q.Input, "title": &q.Title, "version": &q.Version})
	if err != nil {
		return err
	}
	if q.Once, err = onceOf(c); err != nil {
		return err
	}
	ctx := c.Request().Context()
	q.Wait = waitOf(c.Request().Header)
	s, err := a.Runs.Start(ctx, actor(ctx), rbac.OrgID(c.Param("org_id")), c.Param("chain_key"), q)
	if err != nil {
		return err
	}
	return started(c, s, q.Wait)
}

// trialBody is how a draft is tried out.
type trialBody struct {
	Revision int64                      `json:"revision,omitempty" minimum:"0" doc:"Of the draft; the present one if left out"`
	Input    json.RawMessage            `json:"input,omitempty" doc:"What the draft's input schema asks for; {} if left out"`
	Title    string                     `json:"title,omitempty" maxLength:"200"`
	UpTo     string                     `json:"up_to,omitempty" doc:"The run ends behind this node"`
	Only     string                     `json:"only,omitempty" doc:"This node runs alone"`
	Pins     map[string]json.RawMessage `json:"pins,omitempty" doc:"Outputs that nodes have without being carried out, by node"`
	Mock     bool                       `json:"mock,omitempty" doc:"Nodes with effects outside are left out: they give null, or what is pinned"`
}

// tryChain: POST /orgs/{org_id}/chains/{chain_key}/test-runs
func (a *API) tryChain(c echo.Context) error {
	var q runs.Trial
	var upTo, only string
	pins := map[string]json.RawMessage{}
	err := fieldsOf(bodyOf(c), map[string]any{
		"revision": &q.Revision, "input": &q.Input, "title": &q.Title, "up_to": &upTo, "only": &only, "pins": &pins, "mock": &q.Mock,
	})
	if err != nil {
		return err
	}
	q.UpTo, q.Only = chain.NodeID(upTo), chain.NodeID(only)
	for node, output := range pins {
		if q.Pins == nil {
			q.Pins = map[chain.NodeID]json.RawMessage{}
		}
		q.Pins[chain.NodeID(node)] = output
	}
	if q.Once, err = onceOf(c); err != nil {
		return err
	}
	ctx := c.Request().Context()
	q.Wait = waitOf(c.Request().Header)
	s, err := a.Runs.Try(ctx, actor(ctx), rbac.OrgID(c.Param("org_id")), c.Param("chain_key"), q)
	if err != nil {
		return err
	}
	return started(c, s, q.Wait)
}

// rerunBody is how a run is run again.
type rerunBody struct {
	From    string `json:"from,omitempty" doc:"The node to begin at, with the outputs before it as they were; the whole run if left out"`
	Version string `json:"version,omitempty" doc:"Number of a version, or latest; that of the run if left out" example:"latest"`
	Title   string `json:"title,omitempty" maxLength:"200" doc:"That of the run if left out"`
}

// rerun: POST /orgs/{org_id}/runs/{run_id}/rerun
func (a *API) rerun(c echo.Context) error {
	var q runs.Rerun
	var from, version string
	err := fieldsOf(bodyOf(c), map[string]any{"from": &from, "version": &version, "title": &q.Title})
	if err != nil {
		return err
	}
	q.From = chain.NodeID(from)
	switch {
	case version == "latest":
		q.Latest = true
	case version != "":
		if q.Version, err = strconv.ParseInt(version, 10, 64); err != nil || q.Version < 1 {
			return fault.At("/version", "run.version", "%q is neither the number of a version nor latest", version)
		}
	}
	if q.Once, err = onceOf(c); err != nil {
		return err
	}
	ctx := c.Request().Context()
	q.Wait = waitOf(c.Request().Header)
	s, err := a.Runs.Rerun(ctx, actor(ctx), rbac.OrgID(c.Param("org_id")), c.Param("run_id"), q)
	if err != nil {
		return err
	}
	return started(c, s, q.Wait)
}
