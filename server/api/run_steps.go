package api

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"catenary/chain"
	"catenary/rbac"
	"catenary/runtime/run"
	"catenary/server/runs"
	"catenary/server/stream"
)

func (a *API) registerSteps() {
	register(a, route{
		ID: "listSteps", Method: http.MethodGet, Path: runPath + "/steps", Permission: rbac.RunView, Tag: runTag,
		Summary: "The steps of a run, or of one scope in it, without inputs and outputs: those that ended first, in their order",
	}, a.listSteps)
	register(a, route{
		ID: "getStep", Method: http.MethodGet, Path: runPath + "/steps/{node}", Permission: rbac.RunView, Tag: runTag,
		Summary: "One step; its input and output for who has run:data",
	}, a.getStep)
	register(a, route{
		ID: "getLog", Method: http.MethodGet, Path: runPath + "/logs", Permission: rbac.RunData, Tag: runTag,
		Summary: "Lines of what a step has said, from a number on",
	}, a.getLog)
}

// InScope is embedded in the input of routes about one scope of a run.
type InScope struct {
	Scope string `query:"scope" maxLength:"1000" doc:"Path of an item's graph or of an undo; the run itself if left out" example:"pack:3"`
}

type stepBody struct {
	Scope   string          `json:"scope,omitempty"`
	Node    string          `json:"node"`
	State   run.StepState   `json:"state" enum:"pending,ready,processing,waiting,succeeded,failed,skipped,canceled,undone"`
	Attempt int             `json:"attempt,omitempty"`
	BegunAt *time.Time      `json:"begun_at,omitempty" doc:"When the attempt began"`
	EndedAt *time.Time      `json:"ended_at,omitempty"`
	Order   int             `json:"order,omitempty" doc:"Its place among all steps that have ended, from 1"`
	For     run.Cause       `json:"for,omitempty" doc:"What it waits for: time, callback, child, people or retry"`
	Until   *time.Time      `json:"until,omitempty" doc:"When the wait ends"`
	Given   bool            `json:"given,omitempty" doc:"This run did not do it: the outcome is pinned, mocked or that of an earlier run"`
	Failure *failureBody    `json:"failure,omitempty"`
	Halves  []halfBody      `json:"halves,omitempty" doc:"The pipeline and the task of the attempt, or all of it under no name"`
	Items   *itemsBody      `json:"items,omitempty" doc:"If it does the same for every item of a list"`
	Input   json.RawMessage `json:"input,omitempty" doc:"Absent in lists, and without run:data"`
	Output  json.RawMessage `json:"output,omitempty" doc:"Absent in lists, and without run:data"`
}

type halfBody struct {
	Name    string          `json:"name,omitempty"`
	State   run.StepState   `json:"state" enum:"processing,succeeded,failed,canceled"`
	EndedAt *time.Time      `json:"ended_at,omitempty"`
	Failure *failureBody    `json:"failure,omitempty"`
	Link    string          `json:"link,omitempty" doc:"Where the engine shows the pipeline's execution, if it says so"`
	Output  json.RawMessage `json:"output,omitempty" doc:"Absent in lists, and without run:data"`
}

type itemsBody struct {
	Count  int `json:"count"`
	Begun  int `json:"begun"`
	Open   int `json:"open" doc:"At work"`
	Failed int `json:"failed"`
}

func newStep(s runs.Step) stepBody {
	b := stepBody{
		Scope: s.Scope, Node: string(s.Node), State: s.State, Attempt: s.Attempt, BegunAt: moment(s.BegunAt), EndedAt: moment(s.EndedAt),
		Order: s.Order, For: s.For, Until: moment(s.Until), Given: s.Given, Failure: newFailure(s.Failure),
	}
	for _, h := range s.Halves {
		half := halfBody{Name: string(h.Name), State: h.State, EndedAt: moment(h.At), Failure: newFailure(h.Failure), Link: h.Link}
		if s.Data {
			half.Output = h.Output
		}
		b.Halves = append(b.Halves, half)
	}
	if e := s.Each; e != nil {
		b.Items = &itemsBody{Count: e.Count, Begun: e.Count - len(e.Rest), Open: len(e.Open), Failed: e.Failed}
	}
	if s.Data {
		b.Input, b.Output = s.Input, s.Output
	}
	return b
}

type inRunScope struct {
	InRun
	InScope
}

// listSteps: GET /orgs/{org_id}/runs/{run_id}/steps
func (a *API) listSteps(ctx context.Context, in *inRunScope) (*listOutput[stepBody], error) {
	steps, err := a.Runs.Steps(ctx, actor(ctx), in.org(), in.RunID, in.Scope)
	if err != nil {
		return nil, err
	}
	out := &listOutput[stepBody]{Body: listBody[stepBody]{Items: make([]stepBody, len(steps))}}
	for i, s := range steps {
		out.Body.Items[i] = newStep(s)
	}
	return out, nil
}

type getStepInput struct {
	InRun
	InScope
	Node string `path:"node" doc:"The node's id" example:"build"`
}

type stepOutput struct{ Body stepBody }

// getStep: GET /orgs/{org_id}/runs/{run_id}/steps/{node}
func (a *API) getStep(ctx context.Context, in *getStepInput) (*stepOutput, error) {
	s, err := a.Runs.Step(ctx, actor(ctx), in.org(), in.RunID, in.Scope, chain.NodeID(in.Node))
	if err != nil {
		return nil, err
	}
	return &stepOutput{Body: newStep(s)}, nil
}

// OfLog is embedded in the input of routes about the log of a step.
type OfLog struct {
	InScope
	Node    string `query:"node" required:"true" maxLength:"100" doc:"The node's id" example:"build"`
	Attempt int    `query:"attempt" minimum:"0" doc:"The last one if left out"`
	Half    string `query:"half" enum:"pipeline,task" doc:"Which half of a node that has both; else leave it out"`
}

func (in OfLog) ref() runs.LogRef {
	return runs.LogRef{Scope: in.Scope, Node: chain.NodeID(in.Node), Attempt: in.Attempt, Half: chain.Part(in.Half)}
}

type getLogInput struct {
	InRun
	OfLog
	From  int64 `query:"from" minimum:"0" doc:"Number of the first line, from 0"`
	Limit int   `query:"limit" minimum:"1" maximum:"1000" default:"500" doc:"Lines at most"`
}

type logOutput struct {
	Body struct {
		Items   []stream.Line `json:"items"`
		Attempt int           `json:"attempt"`
		End     int64         `json:"end" doc:"How many lines there are by now"`
		Over    bool          `json:"over" doc:"No more will come"`
	}
}

// getLog: GET /orgs/{org_id}/runs/{run_id}/logs
func (a *API) getLog(ctx context.Context, in *getLogInput) (*logOutput, error) {
	l, err := a.Runs.Log(ctx, actor(ctx), in.org(), in.RunID, in.ref(), in.From, in.Limit)
	if err != nil {
		return nil, err
	}
	out := &logOutput{}
	out.Body.Items = make([]stream.Line, len(l.Lines))
	for i, line := range l.Lines {
		out.Body.Items[i] = stream.NewLine(line)
	}
	out.Body.Attempt, out.Body.End, out.Body.Over = l.Of.Attempt, l.End, l.Over
	return out, nil
}
