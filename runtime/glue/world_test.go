package glue_test

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"

	"catenary/chain"
	"catenary/runtime/glue"
	"catenary/runtime/plan"
	"catenary/runtime/run"
)

type natures map[chain.KindName]plan.Nature

func (n natures) Nature(k chain.KindName) (plan.Nature, bool) { v, ok := n[k]; return v, ok }

var kinds = natures{
	"script": plan.Glue, "branch": plan.Glue, "fail": plan.Fail,
	"work": plan.Effect, "http": plan.Effect, "chain": plan.Effect, "wait": plan.Wait, "each": plan.Each,
}

func script(id chain.NodeID, body string) chain.Node {
	config, err := json.Marshal(map[string]string{"body": body})
	if err != nil {
		panic(err)
	}
	return chain.Node{ID: id, Body: chain.Body{Kind: "script", Config: config}}
}

func node(id chain.NodeID, kind chain.KindName) chain.Node {
	return chain.Node{ID: id, Body: chain.Body{Kind: kind}}
}

func edge(from, to chain.NodeID) chain.Edge { return chain.Edge{From: from, To: to} }

func newGraph(t testing.TB, g chain.Graph) *glue.Graph {
	t.Helper()
	made, err := glue.NewGraph(fmt.Sprintf("%s %p", t.Name(), &g), g, kinds)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// runner advances a run as the engine does, without anything outside.
type runner struct {
	t      testing.TB
	pool   *glue.Pool
	tenant string
	work   glue.Work
	events []run.Event
}

func newRunner(t testing.TB, pool *glue.Pool, g chain.Graph, input string) *runner {
	t.Helper()
	return &runner{t: t, pool: pool, tenant: "t1", work: glue.Work{
		Graph: newGraph(t, g), View: &run.View{}, Input: json.RawMessage(input),
		Run: glue.RunInfo{ID: "r1", Chain: "stock", Version: 3, Org: "acme", Trigger: "manual", StartedAt: 1_700_000_000_123_456},
	}}
}

// advance advances once, and says whether anything came of it.
func (r *runner) advance() bool {
	r.t.Helper()
	bodies, err := r.pool.Advance(context.Background(), r.tenant, r.work)
	if err != nil {
		r.t.Fatal(err)
	}
	for _, b := range bodies {
		r.fold(b.Kind, b.Body)
	}
	return len(bodies) > 0
}

func (r *runner) fold(kind run.Kind, body json.RawMessage) {
	r.t.Helper()
	e := run.Event{Seq: r.work.View.Seq + 1, Epoch: 1, Kind: kind, Body: body}
	if err := run.Fold(r.work.View, e); err != nil {
		r.t.Fatalf("%v: %s", err, body)
	}
	r.events = append(r.events, e)
}

func (r *runner) drive() *run.View {
	r.t.Helper()
	for r.advance() {
	}
	return r.work.View
}
