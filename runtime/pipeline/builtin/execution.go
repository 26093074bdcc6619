package builtin

import (
	"context"
	"encoding/json"

	"catenary/runtime/pipeline"
	"catenary/runtime/run"
)

// Executions keeps executions.
type Executions interface {
	// BeginExecution keeps a new one, or gives the one that has its id.
	BeginExecution(ctx context.Context, x Execution) (Execution, error)
	// Execution gives one: execution.unknown (NotFound).
	Execution(ctx context.Context, tenant, id string) (Execution, error)
	// SaveExecution keeps a change of the revision that it has, and says whether
	// that was still the one.
	SaveExecution(ctx context.Context, x Execution) (bool, error)
}

// Execution is one run of a pipeline. Times are Unix µs.
type Execution struct {
	Tenant   string
	ID       string
	Org      string
	Revision int64
	State    pipeline.State
	// Waiting says that people are to decide.
	Waiting   bool
	CreatedAt int64
	UpdatedAt int64
	Body
}

// Body is what of an execution is kept as one JSON text.
type Body struct {
	Parameters Parameters      `json:"parameters"`
	Input      json.RawMessage `json:"input,omitempty"`
	People     []string        `json:"people,omitempty"`
	Steps      []Progress      `json:"steps"`
	Cancelled  bool            `json:"cancelled,omitempty"`
	Failure    *run.Failure    `json:"failure,omitempty"`
}

// StepState is where a step stands; the words are those of pipeline.State and
// these.
type StepState = pipeline.State

// More states of a step.
const (
	Pending StepState = "pending"
	Waiting StepState = "waiting"
	Skipped StepState = "skipped"
)

// Progress is where a step stands.
type Progress struct {
	State     StepState       `json:"state"`
	BeganAt   int64           `json:"began_at,omitempty"`
	EndedAt   int64           `json:"ended_at,omitempty"`
	Output    json.RawMessage `json:"output,omitempty"`
	Failure   *run.Failure    `json:"failure,omitempty"`
	Decisions []Decision      `json:"decisions,omitempty"`
}

func (p Progress) ended() bool { return p.State.Final() || p.State == Skipped }

// container names the container of a step.
func (x Execution) container(step int) Name {
	return Name{x.Tenant, x.ID, x.Parameters.Steps[step].Name}
}

// input is what a step reads: the pipeline's input, and what the steps before
// it gave.
func (x Execution) input() (json.RawMessage, error) {
	in := x.Input
	if len(in) == 0 {
		in = json.RawMessage("null")
	}
	return json.Marshal(map[string]any{"input": in, "steps": x.outputs()})
}

func (x Execution) outputs() map[string]json.RawMessage {
	out := map[string]json.RawMessage{}
	for i, s := range x.Steps {
		if s.State == pipeline.Succeeded {
			out[x.Parameters.Steps[i].Name] = s.Output
			if len(s.Output) == 0 {
				out[x.Parameters.Steps[i].Name] = json.RawMessage("null")
			}
		}
	}
	return out
}

// status is what the engine says of it.
func (x Execution) status() (pipeline.Status, error) {
	s := pipeline.Status{State: x.State, Failure: x.Failure}
	if x.State == pipeline.Succeeded {
		output, err := json.Marshal(x.outputs())
		if err != nil {
			return s, err
		}
		s.Output = output
	}
	if x.State.Final() {
		return s, nil
	}
	for i, p := range x.Steps {
		switch p.State {
		case Waiting:
			s.Progress = "waiting for approval: " + x.Parameters.Steps[i].Name
			return s, nil
		case pipeline.Running:
			s.Progress = x.Parameters.Steps[i].Name
		}
	}
	return s, nil
}
