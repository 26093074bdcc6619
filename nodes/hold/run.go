package hold

import (
	"context"
	"encoding/json"
	"fmt"

	"catenary/nodes"
)

// Run implements nodes.Runner. It fails with the code of the refusal if the
// chain is not there or cannot be held so.
func (Kind) Run(ctx context.Context, call nodes.Call) (nodes.Outcome, error) {
	c, failure, err := nodes.Values[Config](call)
	if err != nil || failure != nil {
		return nodes.Outcome{Failure: failure}, err
	}
	var held nodes.Held
	switch platform := call.Tools.Platform; {
	case c.Hold != nil:
		held, err = platform.Hold(ctx, nodes.HoldOrder{Chain: c.Hold.Chain, OrderBy: c.Hold.OrderBy, Reason: string(c.Hold.Reason)})
	case c.Release.Restore:
		var done nodes.Held
		if err := json.Unmarshal(call.Input, &done); err != nil || done.Chain != c.Release.Chain {
			return nodes.Failed(nodes.CodeConfig, "the input is not what holding this chain gave"), nil //nolint:nilerr // a value of the user's is no fault of ours
		}
		if !done.Taken { // it was held by somebody else
			return nodes.Outcome{Output: call.Input}, nil
		}
		held, err = platform.Release(ctx, release(c.Release, done.Hold))
	default:
		held, err = platform.Release(ctx, release(c.Release, ""))
	}
	if failure, ok := nodes.Refused(err); ok {
		return nodes.Outcome{Failure: failure}, nil
	}
	if err != nil {
		return nodes.Outcome{}, fmt.Errorf("hold or release: %w", err)
	}
	call.Tools.Log(fmt.Sprintf("%s: %s, %d waiting", held.Chain, held.State, held.Waiting))
	output, err := json.Marshal(held)
	return nodes.Outcome{Output: output}, err
}

func release(r *Release, hold string) nodes.ReleaseOrder {
	return nodes.ReleaseOrder{Chain: r.Chain, Hold: hold, PerMinute: r.PerMinute.Value, Reason: string(r.Reason)}
}
