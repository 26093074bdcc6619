package runs

import (
	"context"
	"slices"
	"strings"

	"catenary/chain"
	"catenary/internal/fault"
	"catenary/rbac"
	"catenary/runtime"
	"catenary/runtime/run"
)

// Step is the execution of a node in one scope of a run.
type Step struct {
	Scope string
	Node  chain.NodeID
	*run.Step
	// Data says that what it was given and gave may be shown.
	Data bool
}

// Steps gives the steps of one scope of a run, without what they were given and
// gave: those that ended first, in their order, then the others. "" is the
// scope of the run itself. One that was not begun is step.unknown (NotFound).
func (s *Service) Steps(ctx context.Context, who rbac.Actor, org rbac.OrgID, id, scope string) ([]Step, error) {
	if _, err := s.find(ctx, who, rbac.RunView, org, id); err != nil {
		return nil, err
	}
	view, err := runtime.View(ctx, s.Store, runtime.ID{Tenant: string(who.Tenant), Run: id})
	if err != nil {
		return nil, err
	}
	at := view.Scope(scope)
	if at == nil {
		if scope == "" {
			return nil, nil // it has not started
		}
		return nil, stepUnknown()
	}
	steps := make([]Step, 0, len(at.Steps))
	for node, step := range at.Steps {
		steps = append(steps, Step{Scope: scope, Node: node, Step: step})
	}
	slices.SortFunc(steps, func(x, y Step) int {
		switch {
		case x.Order > 0 && y.Order > 0:
			return x.Order - y.Order
		case x.Order != y.Order:
			return y.Order - x.Order // ended ones first
		}
		return strings.Compare(string(x.Node), string(y.Node))
	})
	return steps, nil
}

// Step gives one step, and what it was given and gave to who has run:data. One
// to which no edge was decided is step.unknown (NotFound).
func (s *Service) Step(ctx context.Context, who rbac.Actor, org rbac.OrgID, id, scope string, node chain.NodeID) (Step, error) {
	r, err := s.find(ctx, who, rbac.RunView, org, id)
	if err != nil {
		return Step{}, err
	}
	view, err := runtime.View(ctx, s.Store, runtime.ID{Tenant: string(who.Tenant), Run: id})
	if err != nil {
		return Step{}, err
	}
	at := view.Scope(scope)
	if at == nil || at.Steps[node] == nil {
		return Step{}, stepUnknown()
	}
	step := Step{Scope: scope, Node: node, Step: at.Steps[node], Data: s.mayData(ctx, who, org)}
	if !step.Data {
		return step, nil
	}
	return step, s.noteRead(ctx, who, r)
}

func stepUnknown() error {
	return fault.New(fault.NotFound, "step.unknown", "the run has no such step, or has not come to it yet")
}
