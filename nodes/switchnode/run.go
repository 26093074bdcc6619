package switchnode

import (
	"context"
	"encoding/json"
	"fmt"

	"catenary/nodes"
)

// Run implements nodes.Runner: it sets the switch, or has people asked who have to
// approve it. It fails with the code of the refusal if the switch cannot have the
// value, or is not there.
func (Kind) Run(ctx context.Context, call nodes.Call) (nodes.Outcome, error) {
	c, failure, err := nodes.Values[Config](call)
	if err != nil || failure != nil {
		return nodes.Outcome{Failure: failure}, err
	}
	if c.Set == nil {
		return nodes.Failed(nodes.CodeConfig, "there is nothing to set"), nil
	}
	order := nodes.SwitchOrder{Switch: string(c.Set.Switch), Value: json.RawMessage(c.Set.Value), Reason: string(c.Set.Reason)}
	if c.Set.Restore {
		var done nodes.SwitchChange
		if err := json.Unmarshal(call.Input, &done); err != nil || done.Switch != order.Switch || done.Value == nil || done.Before == nil {
			return nodes.Failed(nodes.CodeConfig, "the input is not what setting this switch gave"), nil //nolint:nilerr // a value of the user's is no fault of ours
		}
		order.Undo = &done
	}
	change, err := call.Tools.Platform.SetSwitch(ctx, order)
	if failure, ok := nodes.Refused(err); ok {
		return nodes.Outcome{Failure: failure}, nil
	}
	if err != nil {
		return nodes.Outcome{}, fmt.Errorf("set switch %s: %w", order.Switch, err)
	}
	if change.Ask != nil {
		call.Tools.Log(fmt.Sprintf("%s: %s → %s has to be approved", change.Switch, change.Before, change.Value))
		return nodes.Outcome{Ask: change.Ask}, nil
	}
	call.Tools.Log(fmt.Sprintf("%s: %s → %s", change.Switch, change.Before, change.Value))
	output, err := json.Marshal(change)
	return nodes.Outcome{Output: output}, err
}

// Await implements nodes.Awaiter.
func (Kind) Await(call nodes.Call) (*nodes.SwitchWait, *nodes.Failure, error) {
	c, failure, err := nodes.Values[Config](call)
	if err != nil || failure != nil || c.Wait == nil {
		return nil, failure, err
	}
	wait := &nodes.SwitchWait{Switch: string(c.Wait.Switch), Value: json.RawMessage(c.Wait.Value)}
	if c.Wait.Within != "" {
		wait.Until = call.Now.Add(c.Wait.Within.Value())
	}
	return wait, nil, nil
}
