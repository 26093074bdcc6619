package runtime

import (
	"encoding/json"
	"fmt"

	"catenary/chain"
	"catenary/nodes"
	"catenary/runtime/run"
)

// awaitSwitch lets a step wait for a switch, if that is what it does. The wait is
// written together with the event, and answered by whoever sets the switch.
func (d *driver) awaitSwitch(j job, awaiter nodes.Awaiter) (waits bool, err error) {
	call := nodes.Call{Written: j.body.Config, Config: j.config, Input: j.input, Key: j.key, Attempt: j.ref.Attempt, Now: j.begun}
	wait, failure, err := awaiter.Await(call)
	if err != nil || wait == nil && failure == nil {
		return false, err
	}
	var id string
	if failure == nil {
		if id = d.version.Pins[chain.SwitchRef][wait.Switch].ID; id == "" {
			failure = &nodes.Failure{Code: "switch.unknown", Message: fmt.Sprintf("the chain refers to no switch %q", wait.Switch)}
		}
	}
	if failure != nil {
		return true, d.append(run.ResultEvent, result(j.ref, run.StepFailed, nil, &run.Failure{Code: failure.Code, Message: failure.Message}))
	}
	value, err := chain.CanonicalJSON(orNull(wait.Value))
	if err != nil {
		return true, fmt.Errorf("read the value that is waited for: %w", err)
	}
	step, err := json.Marshal(j.ref)
	if err != nil {
		return true, err
	}
	s := run.Suspend{Scope: j.ref.Scope, Node: j.ref.Node, Attempt: j.ref.Attempt, For: run.ForSwitch}
	if !wait.Until.IsZero() {
		s.Until = wait.Until.UnixMicro()
	}
	d.switches = append(d.switches, SwitchWait{Tenant: d.id.Tenant, Run: d.id.Run, Step: string(step), Switch: id, Value: string(value)})
	return true, d.append(run.SuspendEvent, s)
}
