package runtime

import (
	"encoding/json"
	"fmt"
	"time"

	"catenary/internal/fault"
	"catenary/internal/id"
	"catenary/nodes"
	"catenary/runtime/run"
)

// beginChild makes the row of a child run. It is written together with the
// intent, and has an id that is the same if it has to be made again.
func (d *driver) beginChild(j job) error {
	call, err := nodes.Decode[nodes.Chain]([]byte(j.config))
	if err != nil {
		return d.append(run.ResultEvent, result(j.ref, run.StepFailed, nil, &run.Failure{Code: nodes.CodeConfig, Message: err.Error()}))
	}
	row, err := d.e.Resources.Child(d.ctx, d.row, d.version, call)
	if fault.Is(err, fault.NotFound) || fault.Is(err, fault.Invalid) {
		return d.append(run.ResultEvent, result(j.ref, run.StepFailed, nil, &run.Failure{Code: "chain.child", Message: fault.As(err).Message}))
	}
	if err != nil {
		return fmt.Errorf("child run: %w", err)
	}
	step, err := json.Marshal(j.ref)
	if err != nil {
		return err
	}
	row.ID = childID(j)
	row.Tenant, row.State, row.CreatedAt, row.Due = d.row.Tenant, run.Queued, j.begun.UnixMicro(), j.begun.UnixMicro()
	row.Trigger, row.TriggerID, row.By, row.Human, row.Test = "chain", d.id.Run, d.row.By, d.row.Human, d.row.Test
	row.Parent, row.ParentStep, row.ParentKey = d.id.Run, string(step), j.key
	row.Input = string(j.input)
	if len(call.Input) > 0 {
		row.Input = string(call.Input)
	}
	d.children = append(d.children, row)
	if d.view.Scope(j.ref.Scope).Steps[j.ref.Node].State == run.StepWaiting {
		return nil
	}
	return d.append(run.SuspendEvent, run.Suspend{Scope: j.ref.Scope, Node: j.ref.Node, Attempt: j.ref.Attempt, For: run.ForChild})
}

// childID is an id made of the key of the attempt.
func childID(j job) string { return id.Derived(j.begun, "child "+j.key) }

// cancelChild asks the child run of a step to end. The signal's id makes that
// it is asked once, however often this is called.
func (d *driver) cancelChild(ref StepRef) {
	step := d.view.Scope(ref.Scope).Steps[ref.Node]
	j := job{ref: ref, key: run.Key(d.id.Run, ref.Scope, ref.Node, ref.Attempt, ref.Half), begun: time.UnixMicro(step.BegunAt)}
	child := childID(j)
	if d.asked[child] {
		return
	}
	d.asked[child] = true
	body, err := json.Marshal(run.Note{By: d.row.By, Reason: "its parent run wants it no more"})
	if err != nil {
		return // two strings can always be written
	}
	d.signals = append(d.signals, Signal{
		Tenant: d.id.Tenant, Run: child, ID: "cancel-" + d.id.Run, Kind: CancelSignal, Body: body, At: d.e.Now().UnixMicro(),
	})
}
