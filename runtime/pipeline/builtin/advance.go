package builtin

import (
	"encoding/json"
	"slices"

	"catenary/runtime/pipeline"
	"catenary/runtime/run"
)

// effects are what is to be done outside, by number of the step.
type effects struct{ begin, stop []int }

// advance moves an execution as far as it goes with what was observed of its
// running steps, and says what follows outside. It is pure: asked again with
// the same, it says the same.
func advance(x Execution, seen map[int]Observation, now int64) (Execution, effects) {
	x.Steps = slices.Clone(x.Steps)
	for i := range x.Steps {
		settle(&x.Steps[i], x.Parameters.Steps[i], seen[i], now)
	}
	over := x.Cancelled || slices.ContainsFunc(x.Steps, func(p Progress) bool { return p.State == pipeline.Failed || p.State == pipeline.Canceled })
	var todo effects
	for i := range x.Steps {
		p := &x.Steps[i]
		switch {
		case p.ended():
		case over && p.State == pipeline.Running: // also one that we know nothing of
			todo.stop = append(todo.stop, i)
		case over:
			p.State, p.EndedAt = Skipped, now
		case p.State == Pending && (x.Parameters.Mode == "parallel" || i == 0 || x.Steps[i-1].State == pipeline.Succeeded):
			p.State, p.BeganAt = pipeline.Running, now
			if x.Parameters.Steps[i].Approval != nil {
				p.State = Waiting
			}
		}
		if p.State == pipeline.Running && !over && (seen[i].State == Absent || seen[i].State == "") {
			todo.begin = append(todo.begin, i)
		}
	}
	finish(&x)
	return x, todo
}

// settle takes what was observed, or decided, into a step.
func settle(p *Progress, s Step, seen Observation, now int64) {
	switch {
	case p.State == pipeline.Running && seen.State.Final():
		p.State, p.Output, p.Failure, p.EndedAt = seen.State, seen.Output, seen.Failure, now
		if len(p.Output) > 0 && !json.Valid(p.Output) || len(p.Output) > pipeline.MaxOutput {
			p.State, p.Output = pipeline.Failed, nil
			p.Failure = &run.Failure{Code: pipeline.CodeOutput, Message: "the output is no JSON, or too large"}
		}
	case p.State == Waiting:
		yes := 0
		for _, d := range p.Decisions {
			if !d.Approve {
				p.State, p.EndedAt = pipeline.Failed, now
				p.Failure = &run.Failure{Code: CodeRejected, Message: "the approval was refused"}
				return
			}
			yes++
		}
		switch due := s.Approval.due(p.BeganAt); {
		case yes >= s.Approval.quorum():
			p.State, p.EndedAt = pipeline.Succeeded, now
			p.Output, _ = json.Marshal(map[string]any{"decisions": p.Decisions})
		case due > 0 && now >= due:
			p.State, p.EndedAt = pipeline.Failed, now
			p.Failure = &run.Failure{Code: run.CodeTimeout, Message: "nobody decided in time"}
		}
	}
}

// finish sets the state of the whole.
func finish(x *Execution) {
	x.State, x.Waiting = pipeline.Running, false
	ended := true
	for _, p := range x.Steps {
		ended = ended && p.ended()
		x.Waiting = x.Waiting || p.State == Waiting
	}
	if !ended {
		return
	}
	x.State = pipeline.Succeeded
	size := 0
	for i, p := range x.Steps {
		size += len(p.Output)
		if p.State == pipeline.Failed && x.Failure == nil && !x.Cancelled {
			x.State, x.Failure = pipeline.Failed, stepFailure(x.Parameters.Steps[i].Name, p.Failure)
		}
		if (p.State == pipeline.Canceled || p.State == Skipped) && x.State == pipeline.Succeeded {
			x.State = pipeline.Canceled
		}
	}
	switch {
	case x.Cancelled:
		x.State = pipeline.Canceled
	case x.Failure != nil:
		x.State = pipeline.Failed
	case x.State == pipeline.Succeeded && size > pipeline.MaxOutput:
		x.State, x.Failure = pipeline.Failed, &run.Failure{Code: pipeline.CodeOutput, Message: "the outputs of the steps are too large together"}
	}
}

func stepFailure(step string, f *run.Failure) *run.Failure {
	if f == nil {
		return &run.Failure{Code: pipeline.CodeFailed, Message: "step " + step + " failed"}
	}
	return &run.Failure{Code: f.Code, Message: "step " + step + ": " + f.Message, Line: f.Line}
}
