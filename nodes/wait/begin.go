package wait

import (
	"context"
	"time"

	"catenary/chain"
	"catenary/nodes"
)

// callbackWithin is how long a callback is waited for if nobody says.
const callbackWithin = 30 * 24 * time.Hour

// longest is how far ahead a wait may end: what is longer is a mistake.
const longest = 10 * 365 * 24 * time.Hour

// Begin implements nodes.Waiter. It fails with CodeConfig if an
// expression gave no time, or one that cannot be waited for.
func (Kind) Begin(_ context.Context, call nodes.Call) (nodes.Wait, *nodes.Failure, error) {
	c, failure, err := nodes.Values[Config](call)
	if err != nil || failure != nil {
		return nodes.Wait{}, failure, err
	}
	var wait nodes.Wait
	switch {
	case c.Callback != nil:
		within := callbackWithin
		if c.Callback.Within != "" {
			within = c.Callback.Within.Value()
		}
		wait = nodes.Wait{Until: after(call.Now, within), Callback: true, Schema: chain.JSON(c.Callback.Schema)}
	case c.Until != "":
		moment, err := time.Parse(time.RFC3339, string(c.Until))
		if err != nil {
			return nodes.Wait{}, wrong("until is no moment with date, time and time zone, such as 2026-10-01T08:00:00+08:00"), nil //nolint:nilerr // a value of the user's is no fault of ours
		}
		wait = nodes.Wait{Until: moment}
	default:
		if !c.For.Value.Valid() {
			return nodes.Wait{}, wrong("for is no time such as 90s, 2h30m or 7d"), nil
		}
		wait = nodes.Wait{Until: after(call.Now, c.For.Value.Value())}
	}
	if wait.Until.After(call.Now.Add(longest)) {
		return nodes.Wait{}, wrong("the wait would last for more than ten years"), nil
	}
	return wait, nil, nil
}

// after adds a time that may be the longest there is.
func after(now time.Time, d time.Duration) time.Time {
	return now.Add(min(d, longest+time.Hour))
}

func wrong(message string) *nodes.Failure {
	return &nodes.Failure{Code: nodes.CodeConfig, Message: message}
}
