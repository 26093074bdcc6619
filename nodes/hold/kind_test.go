package hold_test

import (
	"context"
	"testing"

	"catenary/chain"
	"catenary/internal/fault"
	"catenary/nodes"
	"catenary/nodes/hold"
	"catenary/nodes/nodestest"
)

func TestKind(t *testing.T) {
	t.Parallel()
	nodestest.Check(t, hold.Kind{}, []nodestest.Case{
		{
			Name: "hold", Body: `hold: {hold: {chain: orders, order_by: /order/id, undo_per_minute: 600, reason: "for ${{ input.why }}"}}`,
			Sources: []string{"expression /hold/hold/reason input.why"},
		},
		{Name: "release", Body: `hold: {release: {chain: orders, per_minute: "${{ input.pace }}"}}`, Sources: []string{"expression /hold/release/per_minute input.pace"}},
		{Name: "nothing", Problems: []string{"hold.one /hold"}},
		{Name: "both", Body: `hold: {hold: {chain: a}, release: {chain: a}}`, Problems: []string{"hold.one /hold"}},
		{Name: "no place", Body: `hold: {hold: {chain: a, order_by: id}}`, Problems: []string{"hold.order_by /hold/hold/order_by"}},
		{Name: "no chain", Body: `hold: {hold: {}}`, Problems: []string{"chain.config /hold/hold/chain"}},
		{Name: "no pace", Body: `hold: {release: {chain: a, per_minute: -1}}`, Problems: []string{"chain.config /hold/release/per_minute"}},
	})
}

// gate is a platform with one chain.
type gate struct {
	nodes.Platform
	held     []nodes.HoldOrder
	released []nodes.ReleaseOrder
	err      error
}

func (g *gate) Hold(_ context.Context, o nodes.HoldOrder) (nodes.Held, error) {
	g.held = append(g.held, o)
	return nodes.Held{Chain: o.Chain, Hold: "h1", State: "held", Taken: true}, g.err
}

func (g *gate) Release(_ context.Context, o nodes.ReleaseOrder) (nodes.Held, error) {
	g.released = append(g.released, o)
	return nodes.Held{Chain: o.Chain, State: "releasing", Waiting: 7}, g.err
}

func TestHoldAndItsUndo(t *testing.T) {
	t.Parallel()
	g := &gate{}
	run := func(config string, input []byte, code string) nodes.Outcome {
		t.Helper()
		c := nodestest.Call(t, hold.Kind{}, config, "")
		c.Tools.Platform = g
		if input != nil {
			c.Input = input
		}
		return nodestest.Outcome(t.Context(), t, hold.Kind{}, c, code)
	}
	const written = `{"hold":{"chain":"orders","order_by":"/id","undo_per_minute":60}}`
	out := run(written, nil, "")
	if want := `{"chain":"orders","hold":"h1","state":"held","waiting":0,"taken":true}`; string(out.Output) != want {
		t.Errorf("the output is %s", out.Output)
	}
	undo := hold.Kind{}.Reverse(&chain.Body{Kind: hold.Name, Config: chain.JSON(written)})
	run(string(undo.Config), out.Output, "")
	if len(g.released) != 1 || g.released[0].Hold != "h1" || g.released[0].PerMinute != 60 {
		t.Errorf("the undo releases %+v", g.released)
	}
	run(string(undo.Config), []byte(`{"chain":"orders","hold":"h2","state":"held","waiting":1}`), "")
	if len(g.released) != 1 {
		t.Error("the undo releases what somebody else holds")
	}
	run(string(undo.Config), []byte(`{"from":"before"}`), nodes.CodeConfig)
	if run(`{"release":{"chain":"orders"}}`, nil, ""); len(g.released) != 2 || g.released[1].Hold != "" {
		t.Errorf("it releases %+v", g.released)
	}
	g.err = fault.New(fault.NotFound, "chain.unknown", "no such chain")
	run(`{"release":{"chain":"orders"}}`, nil, "chain.unknown")
	if undo := (hold.Kind{}).Reverse(&chain.Body{Kind: hold.Name, Config: chain.JSON(`{"release":{"chain":"orders"}}`)}); undo != nil {
		t.Errorf("a release has an undo: %+v", undo)
	}
}
