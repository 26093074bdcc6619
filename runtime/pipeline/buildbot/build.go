package buildbot

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"catenary/internal/fault"
	"catenary/runtime/pipeline"
)

// Create checks that the scheduler is there.
func (e *engine) Create(ctx context.Context, r pipeline.CreateRequest) (pipeline.Created, error) {
	s, err := e.scheduler(ctx, r.Position)
	return pipeline.Created{Position: r.Position, ID: s.Name, Parameters: r.Parameters, Link: e.link("builders")}, err
}

// Delete implements pipeline.Engine: nothing was made.
func (*engine) Delete(context.Context, pipeline.Created) error { return nil }

func (e *engine) link(path string) string {
	return strings.TrimSuffix(e.caller.Base.String(), "/") + "/#/" + path
}

// Start forces a build, unless one was forced with the key.
func (e *engine) Start(ctx context.Context, r pipeline.StartRequest) (pipeline.Execution, error) {
	if request, err := e.find(ctx, r.Key); err != nil || request != 0 {
		return e.execution(r, request), err
	}
	s, err := e.scheduler(ctx, r.Pipeline.Position)
	if err != nil {
		return pipeline.Execution{}, err
	}
	params := map[string]any{}
	if len(r.Parameters) > 0 {
		if err := json.Unmarshal(r.Parameters, &params); err != nil {
			return pipeline.Execution{}, pipeline.Refused("/parameters", "the parameters are no object")
		}
	}
	if len(s.Builders) == 0 {
		return pipeline.Execution{}, pipeline.NoPosition(r.Pipeline.Position)
	}
	name := s.Builders[0]
	if chosen, ok := params[builderField].(string); ok && len(s.Builders) > 1 {
		name = chosen
		delete(params, builderField)
	}
	if !slices.Contains(s.Builders, name) {
		return pipeline.Execution{}, pipeline.Refused("/parameters/"+builderField, "the scheduler does not use the builder %q", name)
	}
	builder, err := e.builder(ctx, name)
	if err != nil {
		return pipeline.Execution{}, err
	}
	params["builderid"], params["reason"], params["username"] = strconv.FormatInt(builder, 10), reason(r.Key), ""
	if s.has(keyField) {
		params[keyField] = r.Key
	}
	var forced []json.RawMessage // the build set, and a request for each builder
	found, err := e.call(ctx, "forceschedulers/"+url.PathEscape(s.Name), "force", params, &forced)
	if err != nil {
		return pipeline.Execution{}, err
	}
	requests := map[string]int64{}
	if !found || len(forced) != 2 || json.Unmarshal(forced[1], &requests) != nil || requests[strconv.FormatInt(builder, 10)] == 0 {
		return pipeline.Execution{}, pipeline.BadAnswer("Buildbot does not say what it began")
	}
	return e.execution(r, requests[strconv.FormatInt(builder, 10)]), nil
}

// reason carries the key to where it can be looked for.
func reason(key string) string { return "catenary " + key }

// find looks for the request that was forced with a key; 0 if there is none.
func (e *engine) find(ctx context.Context, key string) (int64, error) {
	var sets struct {
		List []struct {
			ID int64 `json:"bsid"`
		} `json:"buildsets"`
	}
	if _, err := e.get(ctx, "buildsets?limit=1&order=bsid&field=bsid&field=reason&reason__contains="+url.QueryEscape(reason(key)), &sets); err != nil || len(sets.List) == 0 {
		return 0, err
	}
	var requests struct {
		List []struct {
			ID int64 `json:"buildrequestid"`
		} `json:"buildrequests"`
	}
	_, err := e.get(ctx, fmt.Sprintf("buildrequests?limit=1&buildsetid=%d", sets.List[0].ID), &requests)
	if err != nil || len(requests.List) == 0 {
		return 0, err
	}
	return requests.List[0].ID, nil
}

func (e *engine) execution(r pipeline.StartRequest, request int64) pipeline.Execution {
	if request == 0 {
		return pipeline.Execution{}
	}
	id := strconv.FormatInt(request, 10)
	return pipeline.Execution{Position: r.Pipeline.Position, ID: id, Link: e.link("buildrequests/" + id)}
}

type request struct {
	Complete bool `json:"complete"`
	Claimed  bool `json:"claimed"`
	Results  *int `json:"results"`
}

type build struct {
	ID       int64  `json:"buildid"`
	Builder  int64  `json:"builderid"`
	Number   int64  `json:"number"`
	Complete bool   `json:"complete"`
	Results  *int   `json:"results"`
	State    string `json:"state_string"`
}

// state reads a request and its newest build, which is another after a retry.
func (e *engine) state(ctx context.Context, x pipeline.Execution) (request, *build, error) {
	if _, err := strconv.ParseInt(x.ID, 10, 64); err != nil {
		return request{}, nil, pipeline.NoExecution()
	}
	var requests struct {
		List []request `json:"buildrequests"`
	}
	found, err := e.get(ctx, "buildrequests/"+x.ID, &requests)
	if err == nil && (!found || len(requests.List) == 0) {
		err = pipeline.NoExecution()
	}
	if err != nil {
		return request{}, nil, err
	}
	var builds struct {
		List []build `json:"builds"`
	}
	if _, err := e.get(ctx, "builds?limit=1&order=-buildid&buildrequestid="+x.ID, &builds); err != nil {
		return request{}, nil, err
	}
	if len(builds.List) == 0 {
		return requests.List[0], nil, nil
	}
	return requests.List[0], &builds.List[0], nil
}

// The results that Buildbot knows.
const (
	success = iota
	warnings
	failure
	skipped
	exception
	retry
	cancelled
)

func word(result int) string {
	words := []string{"success", "warnings", "failure", "skipped", "exception", "retry", "cancelled"}
	if result < 0 || result >= len(words) {
		return "result " + strconv.Itoa(result)
	}
	return words[result]
}

// Status implements pipeline.Engine.
func (e *engine) Status(ctx context.Context, x pipeline.Execution) (pipeline.Status, error) {
	r, b, err := e.state(ctx, x)
	if err != nil {
		return pipeline.Status{}, err
	}
	out := pipeline.Status{State: pipeline.Queued, Link: x.Link}
	if b != nil {
		out.Link = e.link(fmt.Sprintf("builders/%d/builds/%d", b.Builder, b.Number))
		out.State, out.Progress = pipeline.Running, b.State
	}
	if !r.Complete || r.Results == nil {
		return out, nil
	}
	out.Progress = ""
	switch *r.Results {
	case success, warnings, skipped:
		out.State = pipeline.Succeeded
		if b != nil {
			out.Output, err = e.output(ctx, *b, *r.Results)
		}
	case cancelled:
		out.State = pipeline.Canceled
	default:
		message := "Buildbot says " + word(*r.Results)
		if b != nil && b.State != "" {
			message += ": " + b.State
		}
		failed := pipeline.Fail(pipeline.CodeFailed, message)
		out.State, out.Failure = failed.State, failed.Failure
	}
	return out, err
}

// output is the build's number, result and properties.
func (e *engine) output(ctx context.Context, b build, result int) (json.RawMessage, error) {
	var answer struct {
		List []map[string][]json.RawMessage `json:"properties"`
	}
	if _, err := e.get(ctx, fmt.Sprintf("builds/%d/properties", b.ID), &answer); err != nil {
		return nil, err
	}
	properties := map[string]json.RawMessage{}
	for _, list := range answer.List {
		for name, value := range list {
			if len(value) > 0 {
				properties[name] = value[0]
			}
		}
	}
	text, err := json.Marshal(map[string]any{"number": b.Number, "result": word(result), "properties": properties})
	if err == nil && len(text) > pipeline.MaxOutput {
		text, err = json.Marshal(map[string]any{"number": b.Number, "result": word(result)})
	}
	return text, err
}

// Cancel stops the build, or takes back a request that no worker has taken.
func (e *engine) Cancel(ctx context.Context, x pipeline.Execution) error {
	r, b, err := e.state(ctx, x)
	if err != nil || r.Complete {
		return err
	}
	path, method := "buildrequests/"+x.ID, "cancel"
	if b != nil && !b.Complete {
		path, method = fmt.Sprintf("builds/%d", b.ID), "stop"
	}
	found, err := e.call(ctx, path, method, map[string]any{"reason": "cancelled by catenary"}, nil)
	if err == nil && !found {
		err = pipeline.NoExecution()
	}
	if fault.Is(err, fault.Invalid) { // it may have ended meanwhile
		if now, _, again := e.state(ctx, x); again == nil && now.Complete {
			return nil
		}
	}
	return err
}
