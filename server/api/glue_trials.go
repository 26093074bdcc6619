package api

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"catenary/chain"
	"catenary/rbac"
	"catenary/runtime/glue"
	"catenary/runtime/run"
)

// glueTrialMaxBody leaves room for what a few nodes gave, of 1 MiB each.
const glueTrialMaxBody = 4 << 20

func (a *API) registerGlueTrials() {
	register(a, route{
		ID: "tryGlue", Method: http.MethodPost, Path: "/orgs/{org_id}/glue-trials", Permission: rbac.ChainEdit, Tag: chainTag,
		Summary: "What expressions and scripts of JavaScript give with a sample; nothing is kept", MaxBody: glueTrialMaxBody,
		// The answer is made of the sample, which is not ours to keep.
		Sensitive: true,
	}, a.tryGlue)
}

type glueTrialBody struct {
	Kind string `json:"kind" enum:"expression,condition,script" doc:"expression: as between ${{ and }}; condition: an expression that holds or not, as at an edge; script: the body of a function"`
	Text string `json:"text" maxLength:"65536" doc:"The source, of 64 KiB at most"`
}

type glueSampleNode struct {
	State  run.StepState   `json:"state,omitempty" enum:"succeeded,failed,skipped,canceled,undone" doc:"succeeded if it is left out"`
	Output json.RawMessage `json:"output,omitempty"`
	Error  json.RawMessage `json:"error,omitempty"`
}

type glueSample struct {
	Input    json.RawMessage           `json:"input,omitempty"`
	Nodes    map[string]glueSampleNode `json:"nodes,omitempty" doc:"The nodes that are done, by their ids"`
	Run      json.RawMessage           `json:"run,omitempty"`
	Switches json.RawMessage           `json:"switches,omitempty"`
	Incoming json.RawMessage           `json:"incoming,omitempty" doc:"By the nodes that it came from; conditions do not see it"`
	Item     json.RawMessage           `json:"item,omitempty"`
	Index    json.RawMessage           `json:"index,omitempty"`
	Now      time.Time                 `json:"now,omitempty" doc:"The moment that Date knows; now if it is left out"`
}

type tryGlueInput struct {
	InOrg
	Body struct {
		Sources []glueTrialBody `json:"sources" minItems:"1" maxItems:"50"`
		Sample  glueSample      `json:"sample,omitempty" doc:"What they see; what is left out is {}"`
	}
}

type glueTriedBody struct {
	Value   json.RawMessage `json:"value,omitempty" doc:"Absent if there is a problem"`
	Problem *failureBody    `json:"problem,omitempty" doc:"As what a run would fail there"`
}

type tryGlueOutput struct {
	Body struct {
		Results []glueTriedBody `json:"results" doc:"In the order of the sources"`
	}
}

var trialKinds = map[string]glue.TrialKind{
	"expression": glue.TryExpression, "condition": glue.TryCondition, "script": glue.TryBody,
}

// tryGlue: POST /orgs/{org_id}/glue-trials
func (a *API) tryGlue(ctx context.Context, in *tryGlueInput) (*tryGlueOutput, error) {
	sources := make([]glue.Trial, len(in.Body.Sources))
	for i, s := range in.Body.Sources {
		sources[i] = glue.Trial{Kind: trialKinds[s.Kind], Text: s.Text}
	}
	tried, err := a.Chains.TryGlue(ctx, actor(ctx), in.org(), sources, in.Body.Sample.sample())
	if err != nil {
		return nil, err
	}
	out := &tryGlueOutput{}
	out.Body.Results = make([]glueTriedBody, len(tried))
	for i, t := range tried {
		out.Body.Results[i] = glueTriedBody{Value: t.Value, Problem: newFailure(t.Failure)}
	}
	return out, nil
}

func (s *glueSample) sample() *glue.Sample {
	out := &glue.Sample{
		Input: s.Input, Run: s.Run, Switches: s.Switches, Incoming: s.Incoming,
		Nodes: map[chain.NodeID]glue.SampleNode{}, Names: map[string]json.RawMessage{},
	}
	if !s.Now.IsZero() {
		out.StartedAt = s.Now.UnixMicro()
	}
	for id, n := range s.Nodes {
		if n.State == "" {
			n.State = run.StepSucceeded
		}
		out.Nodes[chain.NodeID(id)] = glue.SampleNode{State: n.State, Output: n.Output, Error: n.Error}
	}
	for name, value := range map[string]json.RawMessage{"item": s.Item, "index": s.Index} {
		if len(value) > 0 {
			out.Names[name] = value
		}
	}
	return out
}
