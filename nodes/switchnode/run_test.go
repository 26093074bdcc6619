package switchnode_test

import (
	"context"
	"encoding/json"
	"errors"
	"testing"
	"time"

	"catenary/chain"
	"catenary/internal/fault"
	"catenary/nodes"
	"catenary/nodes/nodestest"
	"catenary/nodes/switchnode"
)

// panel is a platform with one switch.
type panel struct {
	nodes.Platform
	orders []nodes.SwitchOrder
	err    error
}

func (p *panel) SetSwitch(_ context.Context, order nodes.SwitchOrder) (nodes.SwitchChange, error) {
	p.orders = append(p.orders, order)
	return nodes.SwitchChange{Switch: order.Switch, Value: json.RawMessage(`"new"`), Before: json.RawMessage(`"old"`), Revision: 2, Changed: true}, p.err
}

func call(t *testing.T, p *panel, written, config string) nodes.Call {
	t.Helper()
	c := nodestest.Call(t, switchnode.Kind{}, written, config)
	c.Tools.Platform = p
	return c
}

func TestSet(t *testing.T) {
	t.Parallel()
	p := &panel{}
	outcome := nodestest.Outcome(t.Context(), t, switchnode.Kind{}, call(t, p,
		`{"set":{"switch":"mode","value":"${{ x }}","reason":"for ${{ y }}"}}`, `{"set":{"switch":"other","value":"new","reason":"for r1"}}`), "")
	if o := p.orders[0]; o.Switch != "mode" || string(o.Value) != `"new"` || o.Reason != "for r1" || o.Undo != nil {
		t.Errorf("the order is %+v", o)
	}
	if want := `{"switch":"mode","value":"new","before":"old","revision":2,"changed":true}`; string(outcome.Output) != want {
		t.Errorf("the output is %s", outcome.Output)
	}
	// What it gave is what its undo is given.
	undo := switchnode.Kind{}.Reverse(body(t, `{"set":{"switch":"mode","value":"new"}}`))
	c := call(t, p, string(undo.Config), "")
	c.Input = outcome.Output
	nodestest.Outcome(t.Context(), t, switchnode.Kind{}, c, "")
	if o := p.orders[1]; o.Switch != "mode" || o.Undo == nil || !o.Undo.Changed || string(o.Undo.Before) != `"old"` {
		t.Errorf("the undo orders %+v", o)
	}
	c.Input = json.RawMessage(`{"from":"before"}`)
	nodestest.Outcome(t.Context(), t, switchnode.Kind{}, c, nodes.CodeConfig)
}

func TestRefused(t *testing.T) {
	t.Parallel()
	p := &panel{err: fault.New(fault.Conflict, "switch.changed", "set by somebody else")}
	nodestest.Outcome(t.Context(), t, switchnode.Kind{}, call(t, p, `{"set":{"switch":"mode","value":1}}`, ""), "switch.changed")
	p.err = errors.New("the database is away")
	if _, err := (switchnode.Kind{}).Run(t.Context(), call(t, p, `{"set":{"switch":"mode","value":1}}`, "")); !errors.Is(err, p.err) {
		t.Errorf("a platform that fails gives %v", err)
	}
}

func TestAwait(t *testing.T) {
	t.Parallel()
	wait, failure, err := switchnode.Kind{}.Await(call(t, nil, `{"wait":{"switch":"mode","value":"${{ x }}","within":"2h"}}`, `{"wait":{"value":5}}`))
	if err != nil || failure != nil || wait.Switch != "mode" || string(wait.Value) != "5" || !wait.Until.Equal(nodestest.Now.Add(2*time.Hour)) {
		t.Errorf("%+v, %+v, %v", wait, failure, err)
	}
	wait, failure, err = switchnode.Kind{}.Await(call(t, nil, `{"set":{"switch":"mode","value":1}}`, ""))
	if wait != nil || failure != nil || err != nil {
		t.Errorf("setting waits: %+v, %+v, %v", wait, failure, err)
	}
	if undo := (switchnode.Kind{}).Reverse(body(t, `{"wait":{"switch":"mode","value":1}}`)); undo != nil {
		t.Errorf("waiting has an undo: %+v", undo)
	}
}

func body(t *testing.T, config string) *chain.Body {
	t.Helper()
	return &chain.Body{Kind: switchnode.Name, Config: chain.JSON(config)}
}
