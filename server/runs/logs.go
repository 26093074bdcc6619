package runs

import (
	"context"

	"catenary/chain"
	"catenary/rbac"
	"catenary/runtime"
	"catenary/runtime/run"
)

// LogRef names the log of a step: of a half of an attempt.
type LogRef struct {
	Scope string
	Node  chain.NodeID
	// Attempt 0 is the last one.
	Attempt int
	Half    chain.Part
}

// Log is a part of what a step has said.
type Log struct {
	Of    runtime.StepRef
	Lines []runtime.Line
	// End is how many lines there are, Over that no more will come.
	End  int64
	Over bool
}

// maxLines is how many lines are read at once.
const maxLines = 1000

// Log gives lines of a step's log from a number on, 1000 at most. It needs
// run:data. A step that is not there is step.unknown (NotFound).
func (s *Service) Log(ctx context.Context, who rbac.Actor, org rbac.OrgID, id string, of LogRef, from int64, limit int) (Log, error) {
	r, err := s.find(ctx, who, rbac.RunData, org, id)
	if err != nil {
		return Log{}, err
	}
	if err := s.noteRead(ctx, who, r); err != nil {
		return Log{}, err
	}
	named := runtime.ID{Tenant: string(who.Tenant), Run: id}
	// Looked at before the lines: what is said until a half is over is there.
	ref, over, err := s.half(ctx, named, of)
	if err != nil {
		return Log{}, err
	}
	return s.MoreLog(ctx, who, id, Log{Of: ref, Over: over}, from, limit)
}

// MoreLog gives more lines of a log that Log gave a part of, without asking for
// rights and for the state of the step again.
func (s *Service) MoreLog(ctx context.Context, who rbac.Actor, id string, l Log, from int64, limit int) (Log, error) {
	named := runtime.ID{Tenant: string(who.Tenant), Run: id}
	var err error
	if l.Lines, err = s.Logs.Lines(ctx, named, l.Of, max(from, 0), min(limit, maxLines)); err != nil {
		return Log{}, err
	}
	l.End, err = s.Logs.End(ctx, named, l.Of)
	return l, err
}

// half finds the half of an attempt, and says whether it is over.
func (s *Service) half(ctx context.Context, id runtime.ID, of LogRef) (runtime.StepRef, bool, error) {
	view, err := runtime.View(ctx, s.Store, id)
	if err != nil {
		return runtime.StepRef{}, false, err
	}
	at := view.Scope(of.Scope)
	if at == nil || at.Steps[of.Node] == nil {
		return runtime.StepRef{}, false, stepUnknown()
	}
	step := at.Steps[of.Node]
	ref := runtime.StepRef{Scope: of.Scope, Node: of.Node, Attempt: of.Attempt, Half: of.Half}
	if ref.Attempt == 0 {
		ref.Attempt = max(step.Attempt, 1)
	}
	if ref.Attempt > max(step.Attempt, 1) {
		return ref, false, stepUnknown()
	}
	if ref.Half == "" && len(step.Halves) == 1 {
		ref.Half = step.Halves[0].Name
	}
	over := step.State.Final() || view.State.Final() || ref.Attempt < step.Attempt
	if h := step.Half(ref.Half); h != nil && h.State != run.StepProcessing {
		over = true
	}
	return ref, over, nil
}
