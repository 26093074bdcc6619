package engines_test

import (
	"strings"
	"testing"
	"time"

	"catenary/chain"
	"catenary/internal/fault"
	"catenary/rbac"
	"catenary/runtime/pipeline"
	steps "catenary/runtime/pipeline/builtin"
	"catenary/server/chains"
	"catenary/server/engines"
	"catenary/server/servertest"
)

func TestPublishMakesPipelines(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		r := newRemote(t)
		made := w.create(w.admin, w.org, "ci", r, "")
		w.draft("one", "ci", "build", `{"ref":"main"}`)
		v, err := w.chains.Publish(ctx, w.designer, w.org, "one", 1, "")
		w.must(err)
		if v.Pins[chain.EngineRef]["ci"].ID != made.ID || r.has() != 1 {
			t.Errorf("pins %+v, %d made", v.Pins, r.has())
		}
		p, err := w.engines.PipelineOf(ctx, w.admin.Tenant, v.Chain, 1, "build", false)
		if err != nil || p.External == "" || p.Engine != made.ID || p.State != engines.Created {
			t.Errorf("pipeline %+v, %v", p, err)
		}
		if _, err := w.engines.PipelineOf(ctx, rbac.TenantID(w.Org(servertest.Umbra)), v.Chain, 1, "build", false); !fault.HasCode(err, "pipeline.unknown") {
			t.Errorf("of another tenant: %v", err)
		}
		wantCode(t, w.engines.Delete(ctx, w.admin, w.org, "ci", 1), "engine.in_use")

		w.environment("shell", w.org)
		w.draft("two", "builtin", "pipeline.run", `{"steps":[{"name":"a","environment":"shell","commands":["x"]}]}`)
		v, err = w.chains.Publish(ctx, w.designer, w.org, "two", 1, "")
		w.must(err)
		p, err = w.engines.PipelineOf(ctx, w.admin.Tenant, v.Chain, 1, "build", false)
		if err != nil || !strings.Contains(p.Parameters, "e@sha256:00") {
			t.Errorf("built-in %+v, %v", p, err)
		}
	})
}

// What a publication made that came to nothing is taken away, also what its
// process did not live to hear of.
func TestDiscard(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		r := newRemote(t)
		made := w.create(w.admin, w.org, "ci", r, "")
		saved := w.draft("one", "ci", "build", `{"ref":"main"}`)
		p := chains.Publication{Tenant: w.admin.Tenant, ID: w.NewID(), Org: w.org, Chain: saved.ID}
		request := chains.PipelineRequest{
			Publication: p, Node: "build", Engine: made.ID, Name: "build",
			Pipeline: &chain.Pipeline{Engine: "ci", Position: "build", Parameters: chain.JSON(`{"ref":"main"}`)},
		}
		for range 2 {
			id, _, err := w.engines.Pipeline(ctx, request)
			if w.must(err); !strings.HasPrefix(id, "p") {
				t.Errorf("made %q", id)
			}
		}
		if r.has() != 1 {
			t.Errorf("asked twice: %d made", r.has())
		}
		r.set(true)
		request.Node = "other"
		_, _, err := w.engines.Pipeline(ctx, request)
		wantCode(t, err, "engine.unanswered")
		if r.has() != 2 {
			t.Errorf("unanswered: %d made", r.has())
		}
		r.set(false)
		w.restart()
		for range 2 {
			w.must(w.engines.Discard(ctx, p))
		}
		if r.has() != 0 {
			t.Errorf("%d are left", r.has())
		}
		w.must(w.engines.Delete(ctx, w.admin, w.org, "ci", 1))
	})
}

func TestExecutionsAreKept(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		x := steps.Execution{
			Tenant: string(w.admin.Tenant), ID: "x1", Org: string(w.org), Revision: 1, State: pipeline.Running, Waiting: true, CreatedAt: 1, UpdatedAt: 1,
			Body: steps.Body{Steps: []steps.Progress{{State: steps.Waiting}}, Parameters: steps.Parameters{Steps: []steps.Step{{Name: "gate", Approval: &steps.Approval{}}}}},
		}
		for range 2 {
			got, err := w.Store.BeginExecution(ctx, x)
			if err != nil || got.Revision != 1 || len(got.Steps) != 1 {
				t.Errorf("begun %+v, %v", got, err)
			}
		}
		waiting, err := w.Store.WaitingExecutions(ctx, w.admin.Tenant, w.org, everything())
		if err != nil || len(waiting.Items) != 1 || waiting.Items[0].Parameters.Steps[0].Name != "gate" {
			t.Errorf("waiting %+v, %v", waiting, err)
		}
		x.State, x.Waiting, x.UpdatedAt = pipeline.Failed, false, time.Now().UnixMicro()
		for i, want := range []bool{true, false} {
			if done, err := w.Store.SaveExecution(ctx, x); done != want || err != nil {
				t.Errorf("saved the %d. time: %v, %v", i+1, done, err)
			}
		}
		if _, err := w.Store.Execution(ctx, string(w.Org(servertest.Umbra)), "x1"); !fault.HasCode(err, "execution.unknown") {
			t.Errorf("of another tenant: %v", err)
		}
		if waiting, err := w.Store.WaitingExecutions(ctx, w.admin.Tenant, w.org, everything()); err != nil || len(waiting.Items) != 0 {
			t.Errorf("waiting %+v, %v", waiting, err)
		}
	})
}

func TestPeopleDecide(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		approver, starter := w.Actor(rbac.Approver, servertest.Stock), w.Actor(rbac.Owner, servertest.Stock)
		x := steps.Execution{
			Tenant: string(w.admin.Tenant), ID: "x1", Org: string(w.org), Revision: 1, State: pipeline.Running, Waiting: true, CreatedAt: 1, UpdatedAt: 1,
			Body: steps.Body{
				Steps: []steps.Progress{{State: steps.Waiting, BeganAt: 1}}, People: []string{string(starter.Subject)},
				Parameters: steps.Parameters{Steps: []steps.Step{{Name: "gate", Approval: &steps.Approval{Quorum: 2}}}},
			},
		}
		_, err := w.Store.BeginExecution(ctx, x)
		w.must(err)
		list, err := w.engines.Waiting(ctx, approver, w.org, everything())
		if err != nil || len(list.Items) != 1 {
			t.Errorf("waiting %+v, %v", list, err)
		}
		decide := func(who rbac.Actor, org rbac.OrgID, id, step string) error {
			_, err := w.engines.Decide(ctx, who, org, id, step, true, "")
			return err
		}
		wantCode(t, decide(starter, w.org, "x1", "gate"), "approval.own")
		wantCode(t, decide(approver, w.org, "x1", "other"), "approval.over")
		wantCode(t, decide(approver, w.org, "x2", "gate"), "execution.unknown")
		if err := decide(w.designer, w.org, "x1", "gate"); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a designer: %v", err)
		}
		above := w.Actor(rbac.Approver, servertest.Retail)
		wantCode(t, decide(above, w.Org(servertest.Retail), "x1", "gate"), "execution.unknown")
		w.must(decide(approver, w.org, "x1", "gate"))
		wantCode(t, decide(approver, w.org, "x1", "gate"), "approval.twice")
		w.must(decide(above, w.org, "x1", "gate"))
		got, err := w.Store.Execution(ctx, string(w.admin.Tenant), "x1")
		if err != nil || len(got.Steps[0].Decisions) != 2 {
			t.Errorf("kept %+v, %v", got, err)
		}
		if got := strings.Join(w.Audited(w.admin.Tenant), " "); got != "pipeline:decided pipeline:decided" {
			t.Errorf("audited %s", got)
		}
	})
}
