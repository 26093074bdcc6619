package asks_test

import (
	"encoding/json"
	"testing"

	"catenary/chain"
	"catenary/internal/fault"
	"catenary/rbac"
	"catenary/runtime"
	"catenary/runtime/run"
	"catenary/server/approvals"
	"catenary/server/chains"
	"catenary/server/inbox"
	"catenary/server/runs"
	"catenary/server/servertest"
)

// publish makes a chain with a first version, all by one person.
func (p *place) publish(who rbac.Actor, key, nodes string) {
	p.t.Helper()
	text := "format: catenary/v1\nkind: Chain\nkey: " + key + "\nname: Ask\n" + nodes
	saved, err := p.chains.Create(p.t.Context(), who, p.org(), chains.Input{Data: []byte(text), Encoding: chain.EncodingYAML})
	if err != nil {
		p.t.Fatalf("%v %+v", err, fault.As(err).Details)
	}
	if _, err := p.chains.Publish(p.t.Context(), who, p.org(), key, saved.Revision, ""); err != nil {
		p.t.Fatalf("%v %+v", err, fault.As(err).Details)
	}
}

// decidedBy has somebody try to approve what waits, who may not, and then
// somebody who may.
func (p *place) decidedBy(hand, clean rbac.Actor) {
	p.t.Helper()
	todo := p.todo(clean, inbox.Approvals)
	yes := approvals.In{Verdict: approvals.Approve, Digest: todo.Digest}
	if _, err := p.asks.Approvals.Decide(p.t.Context(), hand, p.org(), todo.SourceID, yes); !fault.HasCode(err, "approval.own") {
		p.t.Fatalf("who had a hand in it decides: %v", err)
	}
	if n := p.count(hand); n != 0 {
		p.t.Errorf("%d to-dos wait for who had a hand in it", n)
	}
	if _, err := p.asks.Approvals.Decide(p.t.Context(), clean, p.org(), todo.SourceID, yes); err != nil {
		p.t.Fatal(err)
	}
}

func (p *place) idOf(id string) runtime.ID {
	return runtime.ID{Tenant: string(p.Tenant(servertest.Acme)), Run: id}
}

const (
	either = `by: [{role: owner}, {role: approver}]`
	after  = `{id: after, kind: script, script: {body: "return {}"}}`
)

// Whoever wrote a chain that calls another one does not approve in that one, nor
// who filled in a form that is in one that was called; and what a run before was
// is known in its rerun.
func TestWhoHadAHandInACallDoesNotDecide(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, p *place) {
		ctx := t.Context()
		owner, clean := p.Actor(rbac.Owner, servertest.Stock), p.Actor(rbac.Approver, servertest.Stock)
		designer, operator := p.Actor(rbac.Designer, servertest.Stock), p.Actor(rbac.Operator, servertest.Stock)
		p.publish(designer, "shared", "nodes: [{id: gate, kind: approval, approval: {"+either+"}}, "+after+"]\nedges: [{from: gate, to: after}]\n")
		p.publish(owner, "caller", "nodes: [{id: call, kind: chain, chain: {key: shared}}, "+after+"]\nedges: [{from: call, to: after}]\n")
		started, err := p.runs.Start(ctx, operator, p.org(), "caller", runs.Request{})
		if err != nil {
			t.Fatal(err)
		}
		p.decidedBy(owner, clean)
		id := p.idOf(started.Run.ID)
		p.ends(id, run.Succeeded)

		p.publish(designer, "asked", "nodes: [{id: fill, kind: form, form: {by: [{role: owner}], schema: {type: object}}}, "+after+"]\nedges: [{from: fill, to: after}]\n")
		p.publish(designer, "outer", `
nodes:
  - {id: call, kind: chain, chain: {key: asked}}
  - {id: gate, kind: approval, approval: {`+either+`}}
edges: [{from: call, to: gate}]
`)
		if started, err = p.runs.Start(ctx, operator, p.org(), "outer", runs.Request{}); err != nil {
			t.Fatal(err)
		}
		if _, err := p.asks.Forms.Fill(ctx, owner, p.org(), p.todo(owner, inbox.Forms).SourceID, json.RawMessage(`{}`)); err != nil {
			t.Fatal(err)
		}
		p.decidedBy(owner, clean)
		id = p.idOf(started.Run.ID)
		p.ends(id, run.Succeeded)
		if _, err := p.runs.Rerun(ctx, operator, p.org(), id.Run, runs.Rerun{From: "gate"}); err != nil {
			t.Fatal(err)
		}
		p.decidedBy(owner, clean)
	})
}

// Whoever wrote a trigger does not decide in a run that somebody else starts by
// trying it.
func TestWhoHadAHandInATriggerDoesNotDecide(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, p *place) {
		owner, clean := p.Actor(rbac.Owner, servertest.Stock), p.Actor(rbac.Approver, servertest.Stock)
		p.publish(p.Actor(rbac.Designer, servertest.Stock), "gated", "nodes: [{id: gate, kind: approval, approval: {"+either+"}}, "+after+"]\nedges: [{from: gate, to: after}]\n")
		tried := runs.Request{Trigger: &runs.Trigger{Kind: "schedule", ID: p.NewID(), Makers: []rbac.SubjectID{owner.Subject}}}
		started, err := p.runs.Start(t.Context(), p.Actor(rbac.Operator, servertest.Stock), p.org(), "gated", tried)
		if err != nil {
			t.Fatal(err)
		}
		p.decidedBy(owner, clean)
		p.ends(p.idOf(started.Run.ID), run.Succeeded)
	})
}

// Whoever fills in a form decides no more in an approval that was open before,
// be it in the same run or in one that is called.
func TestWhoFillsInAFormDoesNotDecideBesideIt(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, p *place) {
		ctx := t.Context()
		owner, clean := p.Actor(rbac.Owner, servertest.Stock), p.Actor(rbac.Approver, servertest.Stock)
		designer, operator := p.Actor(rbac.Designer, servertest.Stock), p.Actor(rbac.Operator, servertest.Stock)
		const fill = "{id: fill, kind: form, form: {by: [{role: owner}], schema: {type: object}}}"
		p.publish(designer, "beside", "nodes: ["+fill+", {id: gate, kind: approval, approval: {"+either+"}}]\n")
		p.publish(designer, "gated", "nodes: [{id: gate, kind: approval, approval: {"+either+"}}, "+after+"]\nedges: [{from: gate, to: after}]\n")
		p.publish(designer, "above", "nodes: ["+fill+", {id: call, kind: chain, chain: {key: gated}}]\n")
		for _, key := range []string{"beside", "above"} {
			started, err := p.runs.Start(ctx, operator, p.org(), key, runs.Request{})
			if err != nil {
				t.Fatal(err)
			}
			p.todo(owner, inbox.Approvals) // it is asked before
			if _, err := p.asks.Forms.Fill(ctx, owner, p.org(), p.todo(owner, inbox.Forms).SourceID, json.RawMessage(`{}`)); err != nil {
				t.Fatal(err)
			}
			p.decidedBy(owner, clean)
			p.ends(p.idOf(started.Run.ID), run.Succeeded)
		}
	})
}

// Before a chain is published it is known that all who could decide had a hand
// in it, also when others than who publishes did.
func TestEditorsAreMakersBeforeAChainIsPublished(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, p *place) {
		ctx, owner, designer := t.Context(), p.Actor(rbac.Owner, servertest.Stock), p.Actor(rbac.Designer, servertest.Stock)
		in := chains.Input{Encoding: chain.EncodingYAML, Data: []byte(`format: catenary/v1
kind: Chain
key: judged
name: Judged
nodes: [{id: gate, kind: approval, approval: {members: ["` + string(owner.Subject) + `"]}}, ` + after + `]
edges: [{from: gate, to: after}]
`)}
		if found, err := p.chains.Check(ctx, designer, p.org(), in, chain.Publish); err != nil || len(found) > 0 {
			t.Fatalf("before: %v %v", found, err)
		}
		if _, err := p.chains.Create(ctx, owner, p.org(), in); err != nil {
			t.Fatal(err)
		}
		found, err := p.chains.CheckDraft(ctx, designer, p.org(), "judged", chain.Publish)
		if err != nil || len(found) != 1 || found[0].Code != "approval.nobody_can" || found[0].Severity != chain.Warning {
			t.Errorf("an editor is the only one who could decide: %+v %v", found, err)
		}
	})
}
