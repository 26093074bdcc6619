package runtime

import (
	"context"
	"maps"
	"slices"

	"catenary/chain"
	"catenary/internal/fault"
	"catenary/nodes"
	"catenary/runtime/executor"
	"catenary/runtime/run"
)

// fromArtefact is a file that a task takes, by where it was left.
type fromArtefact struct {
	Node chain.NodeID   `json:"node"`
	Name nodes.Template `json:"name,omitempty"`
}

// leaver is an attempt, in this run or in one before it, that has ended and may
// have left artefacts.
type leaver struct {
	ID
	StepRef
}

// leavers finds whose artefacts the task of a step takes: for each node that it
// names the last attempt, in its own graph or one around it. A node that has not
// ended, or whose outcome was given, is left out, unless it is known which run
// did it.
func (d *driver) leavers(of StepRef, task *chain.Task) map[chain.NodeID]leaver {
	found := map[chain.NodeID]leaver{}
	for _, a := range task.Artefacts {
		if at, ok := d.options.Left[a.Node]; ok {
			found[a.Node] = leaver{ID{d.id.Tenant, at.Run}, StepRef{Node: a.Node, Attempt: at.Attempt}}
			continue
		}
		for path := range run.Outward(of.Scope) {
			scope := d.view.Scope(path)
			if scope == nil || path == of.Scope && a.Node == of.Node { // an undo means the node that it undoes
				continue
			}
			step := scope.Steps[a.Node]
			if step == nil {
				continue
			}
			if step.State.Final() && !step.Given {
				found[a.Node] = leaver{d.id, StepRef{Scope: path, Node: a.Node, Attempt: step.Attempt}}
			}
			break
		}
	}
	return found
}

// artefacts opens what the task of a job takes. What nobody left is
// artefact.unknown (NotFound).
func (e *Engine) artefacts(ctx context.Context, j job, all map[chain.FileName]fromArtefact) ([]executor.Artefact, error) {
	var out []executor.Artefact
	for _, as := range slices.Sorted(maps.Keys(all)) {
		from, name := all[as].Node, string(all[as].Name)
		if name == "" {
			name = string(as)
		}
		unknown := fault.New(fault.NotFound, "artefact.unknown", "node %q left no artefact %q", from, name)
		by, ok := j.leavers[from]
		if !ok {
			return nil, unknown
		}
		a, err := e.Resources.Artefact(ctx, by.ID, by.StepRef, name)
		if fault.Is(err, fault.NotFound) {
			return nil, unknown
		}
		if err != nil {
			return nil, err
		}
		a.Name = string(as)
		out = append(out, a)
	}
	return out, nil
}
