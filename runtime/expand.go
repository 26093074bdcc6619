package runtime

import (
	"encoding/json"
	"fmt"

	"catenary/chain"
	"catenary/nodes"
	"catenary/nodes/each"
	"catenary/runtime/plan"
	"catenary/runtime/run"
)

// atOnce is how many items of a list are worked on at the same time, unless the
// node says so.
const atOnce = 10

// expand begins a list: its items are what an expression gives, so they are
// kept with the event.
func (d *driver) expand(a plan.Action) error {
	body, err := d.bodyAt(a.Scope, a.Node)
	if err != nil {
		return err
	}
	config, err := listConfig(body.Config)
	if err != nil {
		return err
	}
	rendered, failure, err := d.e.Glue.Render(d.ctx, d.row.Tenant, d.work(), a.Scope, a.Node, a.Input, config, nil)
	if err != nil {
		return fmt.Errorf("render: %w", err)
	}
	var list each.Config
	if failure == nil {
		if list, err = nodes.Decode[each.Config](rendered); err != nil {
			failure = &run.Failure{Code: nodes.CodeConfig, Message: "items is not a list, or concurrency no number: " + err.Error()}
		} else if n := list.Concurrency.Value; n < 0 || n > 1000 {
			failure = &run.Failure{Code: nodes.CodeConfig, Message: fmt.Sprintf("concurrency is %d; it can be 1 to 1000", n)}
		}
	}
	if failure != nil {
		return d.append(run.SegmentEvent, run.Segment{Scope: a.Scope, Entries: []run.Entry{{
			Node: a.Node, State: run.StepFailed, Input: a.Input, Failure: failure,
		}}})
	}
	e := run.Expand{
		Scope: a.Scope, Node: a.Node, Attempt: a.Attempt, Input: a.Input, AtOnce: list.Concurrency.Value,
		Continue: list.OnFailure == "continue", Roots: a.Roots, Items: make([]json.RawMessage, len(list.Items.Value)),
	}
	if e.AtOnce == 0 {
		e.AtOnce = atOnce
	}
	for i, item := range list.Items.Value {
		e.Items[i] = orNull(json.RawMessage(item))
	}
	return d.append(run.ExpandEvent, e)
}

// listConfig leaves out what the items do: that has expressions of its own.
func listConfig(config chain.JSON) (chain.JSON, error) {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(config, &fields); err != nil {
		return nil, fmt.Errorf("read list: %w", err)
	}
	delete(fields, "graph")
	delete(fields, "chain")
	text, err := json.Marshal(fields)
	return chain.JSON(text), err
}
