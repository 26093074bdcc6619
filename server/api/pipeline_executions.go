package api

import (
	"context"
	"net/http"
	"time"

	"catenary/internal/clock"
	"catenary/rbac"
	"catenary/runtime/pipeline/builtin"
)

func (a *API) registerPipelineExecutions() {
	const tag, all = "engines", "/orgs/{org_id}/pipeline-executions"
	register(a, route{
		ID: "listWaitingPipelines", Method: http.MethodGet, Path: all, Permission: rbac.ApprovalDecide, Tag: tag,
		Summary: "Executions of built-in pipelines that wait for people to decide, the oldest first",
	}, a.listWaitingPipelines)
	register(a, route{
		ID: "decidePipelineStep", Method: http.MethodPost, Path: all + "/{execution_key}/decisions", Permission: rbac.ApprovalDecide, Tag: tag,
		Summary: "Say yes or no to an approval step of a built-in pipeline",
	}, a.decidePipelineStep)
}

type pipelineExecutionBody struct {
	ID        string             `json:"id"`
	State     string             `json:"state" enum:"queued,running,succeeded,failed,canceled"`
	CreatedAt time.Time          `json:"created_at"`
	UpdatedAt time.Time          `json:"updated_at"`
	Steps     []pipelineStepBody `json:"steps"`
}

type pipelineStepBody struct {
	Name      string         `json:"name"`
	State     string         `json:"state" enum:"pending,running,waiting,succeeded,failed,canceled,skipped"`
	Question  string         `json:"question,omitempty" doc:"Of an approval"`
	Quorum    int            `json:"quorum,omitempty" doc:"How many must say yes"`
	Decisions []decisionBody `json:"decisions,omitempty"`
}

type decisionBody struct {
	By      string    `json:"by" doc:"Who decided"`
	Approve bool      `json:"approve"`
	Comment string    `json:"comment,omitempty"`
	At      time.Time `json:"at"`
}

func newPipelineExecutionBody(x builtin.Execution) pipelineExecutionBody {
	b := pipelineExecutionBody{
		ID: x.ID, State: string(x.State), CreatedAt: clock.Time(x.CreatedAt), UpdatedAt: clock.Time(x.UpdatedAt), Steps: []pipelineStepBody{},
	}
	for i, p := range x.Steps {
		step := pipelineStepBody{Name: x.Parameters.Steps[i].Name, State: string(p.State)}
		if approval := x.Parameters.Steps[i].Approval; approval != nil {
			step.Question, step.Quorum = approval.Text, max(approval.Quorum, 1)
		}
		for _, d := range p.Decisions {
			step.Decisions = append(step.Decisions, decisionBody{By: d.People[0], Approve: d.Approve, Comment: d.Comment, At: clock.Time(d.At)})
		}
		b.Steps = append(b.Steps, step)
	}
	return b
}

// listWaitingPipelines: GET /orgs/{org_id}/pipeline-executions
func (a *API) listWaitingPipelines(ctx context.Context, in *inOrgPaged) (*listOutput[pipelineExecutionBody], error) {
	r, err := in.page()
	if err != nil {
		return nil, err
	}
	p, err := a.Engines.Waiting(ctx, actor(ctx), in.org(), r)
	if err != nil {
		return nil, err
	}
	return list(p, newPipelineExecutionBody), nil
}

type decidePipelineStepInput struct {
	InOrg
	ExecutionID string `path:"execution_key" doc:"The execution's id"`
	Body        struct {
		Step    string `json:"step" doc:"Name of the step" example:"gate"`
		Approve bool   `json:"approve"`
		Comment string `json:"comment,omitempty"`
	}
}

type pipelineExecutionOutput struct{ Body pipelineExecutionBody }

// decidePipelineStep: POST /orgs/{org_id}/pipeline-executions/{execution_key}/decisions
func (a *API) decidePipelineStep(ctx context.Context, in *decidePipelineStepInput) (*pipelineExecutionOutput, error) {
	x, err := a.Engines.Decide(ctx, actor(ctx), in.org(), in.ExecutionID, in.Body.Step, in.Body.Approve, in.Body.Comment)
	if err != nil {
		return nil, err
	}
	return &pipelineExecutionOutput{Body: newPipelineExecutionBody(x)}, nil
}
