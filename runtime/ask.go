package runtime

import (
	"encoding/json"

	"catenary/nodes"
	"catenary/runtime/run"
)

// AskKey names what an attempt of a step asks of people.
func AskKey(id ID, ref StepRef) string { return run.Key(id.Run, ref.Scope, ref.Node, ref.Attempt, "") }

// ask puts what a step asks of people before them, with the next write.
func (d *driver) ask(ref StepRef, a nodes.Ask) error {
	step, err := json.Marshal(ref)
	if err != nil {
		return err
	}
	d.asks = append(d.asks, Ask{
		Tenant: d.id.Tenant, Key: AskKey(d.id, ref), Run: d.id.Run, Step: string(step),
		Kind: string(a.Kind), Body: string(a.Body), Created: d.e.Now().UnixMicro(),
	})
	return nil
}

// askNoMore ends what a step asks of people that is about to end: because it was
// answered, because it takes too long, or because the run is cancelled.
func (d *driver) askNoMore(r run.Result) {
	scope := d.view.Scope(r.Scope)
	if scope == nil {
		return
	}
	step := scope.Steps[r.Node]
	if step != nil && step.State == run.StepWaiting && step.For == run.ForPeople {
		d.answered = append(d.answered, AskKey(d.id, StepRef{Scope: r.Scope, Node: r.Node, Attempt: r.Attempt}))
	}
}

// todo is the id of the to-do about a failure, for the person who started the
// run, if this write is its end.
func (d *driver) todo() string {
	failed := d.view.State == run.Failed || d.view.State == run.UndoFailed
	if !failed || d.row.State.Final() || d.row.Test || d.row.Parent != "" || d.row.Human == "" {
		return ""
	}
	return d.e.NewID()
}
