package asks_test

import (
	"context"
	"encoding/json"
	"log/slog"
	"os"
	"strings"
	"testing"
	"time"

	"catenary/chain"
	"catenary/internal/fault"
	"catenary/internal/page"
	"catenary/nodes/builtin"
	"catenary/rbac"
	"catenary/runtime"
	"catenary/runtime/glue"
	"catenary/runtime/run"
	"catenary/server/approvals"
	"catenary/server/asks"
	"catenary/server/chains"
	"catenary/server/forms"
	"catenary/server/inbox"
	"catenary/server/resources"
	"catenary/server/runs"
	"catenary/server/servertest"
	"catenary/server/switches"
)

// The test binary is its own glue child, as the server is.
func TestMain(m *testing.M) {
	if len(os.Args) == 2 && os.Args[1] == glue.Command {
		os.Exit(glue.Child(os.Stdin, os.Stdout, os.Stderr))
	}
	os.Exit(m.Run())
}

// place is a world in which runs ask people.
type place struct {
	*servertest.World
	t         *testing.T
	asks      *asks.Service
	switches  *switches.Service
	resources *resources.Resources
	engine    *runtime.Engine
	runs      *runs.Service
	chains    *chains.Service
}

func newPlace(t *testing.T, w *servertest.World) *place {
	t.Helper()
	p := &place{World: w, t: t}
	log := slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelWarn}))
	files, err := resources.OpenFiles(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = files.Close() })
	p.switches = &switches.Service{Store: w.Store, Auth: w.Auth, Audit: w.Audit, Wake: func(runtime.ID) {}, NewID: w.NewID, Now: w.Clock.Now, Log: log}
	p.asks = asks.New(asks.Config{Store: w.Store, Auth: w.Auth, Audit: w.Audit, NewID: w.NewID, Now: w.Clock.Now, Log: log, Switches: p.switches, Files: files})
	p.resources = &resources.Resources{
		Store: w.Store, Files: files, Switches: p.switches, HTTP: func(rbac.TenantID) resources.Client { return nil }, NewID: w.NewID, Now: w.Clock.Now,
	}
	pool := &glue.Pool{}
	t.Cleanup(pool.Stop)
	p.chains = &chains.Service{Store: w.Store, Auth: w.Auth, Audit: w.Audit, Kinds: builtin.Registry(), NewID: w.NewID, Now: w.Clock.Now}
	p.chains.People = p.asks
	p.engine = runtime.New(runtime.Config{
		Journal: w.Store, Logs: w.Store, Versions: runs.NewVersions(w.Store), Glue: pool, Kinds: builtin.Registry(),
		NewID: w.NewID, Now: w.Clock.Now, Log: log, Poll: 20 * time.Millisecond,
		CallbackSecret: func(id runtime.ID, of runtime.StepRef) string { return id.Run + string(of.Node) },
		Reached:        func(string) {},
		Resources:      p.resources,
	})
	if err := p.engine.Service().Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.engine.Service().Stop)
	p.runs = &runs.Service{
		Store: w.Store, Engine: p.engine, Logs: w.Store, Versions: runs.NewVersions(w.Store), Auth: w.Auth, Audit: w.Audit, NewID: w.NewID, Now: w.Clock.Now,
	}
	working, stop := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = p.asks.Run(working)
	}()
	t.Cleanup(func() {
		stop()
		<-done
	})
	return p
}

func each(t *testing.T, test func(*testing.T, *place)) {
	t.Helper()
	servertest.Each(t, func(t *testing.T, w *servertest.World) { test(t, newPlace(t, w)) })
}

func (p *place) org() rbac.OrgID { return p.Org(servertest.Stock) }

// start publishes a chain that the designer wrote and has the operator start it.
func (p *place) start(nodes string) runtime.ID {
	p.t.Helper()
	return p.startBy(rbac.Designer, nodes)
}

// startBy is start with a chain that somebody else wrote.
func (p *place) startBy(role rbac.RoleID, nodes string) runtime.ID {
	p.t.Helper()
	designer := p.Actor(role, servertest.Stock)
	text := "format: catenary/v1\nkind: Chain\nkey: ask\nname: Ask\n" + nodes
	saved, err := p.chains.Create(p.t.Context(), designer, p.org(), chains.Input{Data: []byte(text), Encoding: chain.EncodingYAML})
	if err != nil {
		p.t.Fatalf("%v %+v", err, fault.As(err).Details)
	}
	if _, err := p.chains.Publish(p.t.Context(), designer, p.org(), "ask", saved.Revision, ""); err != nil {
		p.t.Fatalf("%v %+v", err, fault.As(err).Details)
	}
	started, err := p.runs.Start(p.t.Context(), p.Actor(rbac.Operator, servertest.Stock), p.org(), "ask", runs.Request{Input: json.RawMessage(`{"price":3}`)})
	if err != nil {
		p.t.Fatal(err)
	}
	return runtime.ID{Tenant: string(p.Tenant(servertest.Acme)), Run: started.Run.ID}
}

// until waits for something to become so.
func (p *place) until(what string, so func() bool) {
	p.t.Helper()
	look := time.NewTicker(5 * time.Millisecond)
	defer look.Stop()
	late := time.After(30 * time.Second)
	for !so() {
		select {
		case <-late:
			p.t.Fatalf("it did not happen: %s", what)
		case <-look.C:
		}
	}
}

// todo is the one to-do of a source that waits for somebody.
func (p *place) todo(who rbac.Actor, source string) (found inbox.View) {
	p.t.Helper()
	p.until("a to-do of "+source, func() bool {
		list, err := p.asks.Inbox.List(p.t.Context(), who, inbox.Query{Source: source}, page.Request{Limit: 10})
		if err != nil {
			p.t.Fatal(err)
		}
		if len(list.Items) > 0 {
			found = list.Items[0]
		}
		return len(list.Items) == 1
	})
	return found
}

func (p *place) count(who rbac.Actor) int {
	p.t.Helper()
	c, err := p.asks.Inbox.Count(p.t.Context(), who)
	if err != nil {
		p.t.Fatal(err)
	}
	return c.Waiting
}

// ends waits for the end of a run and gives its view.
func (p *place) ends(id runtime.ID, state run.State) *run.View {
	p.t.Helper()
	var view *run.View
	p.until("the run is "+string(state), func() bool {
		row, err := p.Store.Run(p.t.Context(), id.Tenant, id.Run)
		if err != nil {
			p.t.Fatal(err)
		}
		if row.State.Final() && row.State != state {
			p.t.Fatalf("the run is %s: %s %s", row.State, row.FailureCode, row.FailureMessage)
		}
		return row.State == state
	})
	view, err := runtime.View(p.t.Context(), p.Store, id)
	if err != nil {
		p.t.Fatal(err)
	}
	return view
}

const gate = `
nodes:
  - {id: gate, kind: approval, approval: {title: "Price ${{ input.price }}", by: [{role: approver}]}}
  - {id: after, kind: script, script: {body: "return nodes.gate.output"}}
edges: [{from: gate, to: after}]
output: "${{ nodes.after.output }}"
`

func TestAnApprovalLetsARunGoOn(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, p *place) {
		id := p.start(gate)
		approver := p.Actor(rbac.Approver, servertest.Stock)
		todo := p.todo(approver, inbox.Approvals)
		if todo.Title != "Price 3" || todo.Digest == "" || todo.OrgName != "Stock" {
			t.Errorf("to-do %+v", todo)
		}
		for _, author := range []rbac.RoleID{rbac.Designer, rbac.Operator} {
			if n := p.count(p.Actor(author, servertest.Stock)); n != 0 {
				t.Errorf("%d to-dos wait for the %s", n, author)
			}
		}
		a, err := p.asks.Approvals.Get(t.Context(), approver, p.org(), todo.SourceID)
		if err != nil || len(a.Authors) != 2 || !a.MayDecide || a.Details != `{"price":3}` {
			t.Fatalf("%+v, %v", a, err)
		}
		if _, err := p.asks.Approvals.Decide(t.Context(), approver, p.org(), a.ID, approvals.In{Verdict: approvals.Approve, Digest: todo.Digest, Reason: "fine"}); err != nil {
			t.Fatal(err)
		}
		var out struct {
			Decision  string
			Decisions []struct{ By, Reason string }
		}
		view := p.ends(id, run.Succeeded)
		if err := json.Unmarshal(view.Output, &out); err != nil || out.Decision != "approved" || len(out.Decisions) != 1 ||
			out.Decisions[0].By != string(approver.Subject) || out.Decisions[0].Reason != "fine" {
			t.Errorf("output %s, %v", view.Output, err)
		}
		if n := p.count(approver); n != 0 {
			t.Errorf("%d to-dos are left", n)
		}
		done, err := p.asks.Inbox.List(t.Context(), approver, inbox.Query{Box: inbox.BoxDone}, page.Request{Limit: 5})
		if err != nil || len(done.Items) != 1 {
			t.Errorf("done: %+v, %v", done.Items, err)
		}
		mine, err := p.asks.Inbox.List(t.Context(), p.Actor(rbac.Operator, servertest.Stock), inbox.Query{Box: inbox.BoxMine}, page.Request{Limit: 5})
		if err != nil || len(mine.Items) != 1 {
			t.Errorf("mine: %+v, %v", mine.Items, err)
		}
	})
}

func TestARejectionGoesAlongFailureEdges(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, p *place) {
		id := p.start(`
nodes:
  - {id: gate, kind: approval, on_failure: follow_failure_edges, approval: {by: [{role: approver}]}}
  - {id: no, kind: script, script: {body: "return nodes.gate.error.code + ': ' + nodes.gate.error.message"}}
edges: [{from: gate, to: no, failure: true}]
output: "${{ nodes.no.output }}"
`)
		approver := p.Actor(rbac.Approver, servertest.Stock)
		todo := p.todo(approver, inbox.Approvals)
		if _, err := p.asks.Approvals.Decide(t.Context(), approver, p.org(), todo.SourceID, approvals.In{Verdict: approvals.Reject, Digest: todo.Digest, Reason: "too dear"}); err != nil {
			t.Fatal(err)
		}
		if view := p.ends(id, run.Succeeded); string(view.Output) != `"approval.rejected: it was rejected: too dear"` {
			t.Errorf("output %s", view.Output)
		}
	})
}

func TestWhatNobodyCanDecideFails(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, p *place) {
		id := p.start(`
nodes:
  - {id: gate, kind: approval, approval: {by: [{role: approver}], quorum: 9}}
  - {id: after, kind: script, script: {body: "return 1"}}
edges: [{from: gate, to: after}]
`)
		if view := p.ends(id, run.Failed); view.Failure.Code != "approval.nobody_can" {
			t.Errorf("failure %+v", view.Failure)
		}
		operator := p.Actor(rbac.Operator, servertest.Stock)
		todo := p.todo(operator, inbox.Runs)
		if todo.SourceID != id.Run {
			t.Errorf("the failed run is not before who started it: %+v", todo)
		}
		if err := p.asks.Inbox.Dismiss(t.Context(), p.Actor(rbac.Designer, servertest.Stock), todo.ID); !fault.HasCode(err, "todo.unknown") {
			t.Errorf("somebody else's: %v", err)
		}
		if err := p.asks.Inbox.Dismiss(t.Context(), operator, todo.ID); err != nil || p.count(operator) != 0 {
			t.Errorf("dismissed: %v", err)
		}
	})
}

func TestACancelledRunClosesItsTodos(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, p *place) {
		id := p.start(`
nodes:
  - {id: gate, kind: approval, approval: {by: [{role: approver}]}}
  - {id: fill, kind: form, form: {schema: {type: object}, by: [{role: operator}]}}
`)
		approver, operator := p.Actor(rbac.Approver, servertest.Stock), p.Actor(rbac.Operator, servertest.Stock)
		todo := p.todo(approver, inbox.Approvals)
		p.todo(operator, inbox.Forms)
		if _, err := p.runs.Cancel(t.Context(), operator, p.org(), id.Run, "no more"); err != nil {
			t.Fatal(err)
		}
		p.ends(id, run.Canceled)
		p.until("the to-dos are gone", func() bool { return p.count(approver) == 0 && p.count(operator) == 0 })
		_, err := p.asks.Approvals.Decide(t.Context(), approver, p.org(), todo.SourceID, approvals.In{Verdict: approvals.Approve, Digest: todo.Digest})
		if !fault.HasCode(err, "approval.over") {
			t.Errorf("decided after the end: %v", err)
		}
	})
}

func TestAFormBecomesTheOutput(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, p *place) {
		id := p.start(`
nodes:
  - {id: fill, kind: form, form: {title: Order, schema: {type: object, required: [sku], properties: {sku: {type: string}}}, initial: {sku: "x${{ input.price }}"}, by: [{role: operator, org: parent}]}}
  - {id: after, kind: script, script: {body: "return nodes.fill.output.sku"}}
edges: [{from: fill, to: after}]
output: "${{ nodes.after.output }}"
`)
		who, other := p.Actor(rbac.Operator, servertest.Retail), p.Actor(rbac.Operator, servertest.Stock)
		todo := p.todo(who, inbox.Forms)
		form := func(v forms.View, err error) forms.View {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
			return v
		}
		f, ctx := p.asks.Forms, t.Context()
		if v := form(f.Get(ctx, who, p.org(), todo.SourceID)); !v.MayFill || v.Initial != `{"sku":"x3"}` {
			t.Errorf("form %+v", v)
		}
		if _, err := f.Fill(ctx, other, p.org(), todo.SourceID, json.RawMessage(`{"sku":"a"}`)); !fault.HasCode(err, "form.not_asked") {
			t.Errorf("who is not asked: %v", err)
		}
		form(f.SaveDraft(ctx, who, p.org(), todo.SourceID, json.RawMessage(`{"sk":1}`)))
		if v := form(f.Get(ctx, who, p.org(), todo.SourceID)); v.Draft.Data != `{"sk":1}` {
			t.Errorf("draft %+v", v.Draft)
		}
		_, err := f.Fill(ctx, who, p.org(), todo.SourceID, json.RawMessage(`{"sku":1}`))
		if wrong := fault.As(err); err == nil || wrong.Code != "form.data" || wrong.Details[0].Pointer != "/data/sku" {
			t.Errorf("what does not fit: %v", err)
		}
		if v := form(f.Fill(ctx, who, p.org(), todo.SourceID, json.RawMessage(`{"sku":"a"}`))); v.State != forms.Filled || v.FilledBy != who.Subject || v.Draft.Data != "" {
			t.Errorf("filled %+v", v)
		}
		if _, err := f.Fill(ctx, who, p.org(), todo.SourceID, json.RawMessage(`{"sku":"b"}`)); !fault.HasCode(err, "form.over") {
			t.Errorf("twice: %v", err)
		}
		if view := p.ends(id, run.Succeeded); string(view.Output) != `"a"` {
			t.Errorf("output %s", view.Output)
		}
	})
}

func TestWhatHasNoTitleIsCalledByTheNodeOrTheChain(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, p *place) {
		p.start(`
nodes:
  - {id: gate, name: Check the price, kind: approval, approval: {by: [{role: approver}]}}
  - {id: fill, kind: form, form: {schema: {type: object}}}
`)
		if todo := p.todo(p.Actor(rbac.Approver, servertest.Stock), inbox.Approvals); todo.Title != "Check the price" {
			t.Errorf("the approval of a node with a name is called %q", todo.Title)
		}
		if todo := p.todo(p.Actor(rbac.Operator, servertest.Stock), inbox.Forms); todo.Title != "Ask" {
			t.Errorf("the form of a node without a name is called %q", todo.Title)
		}
	})
}

// leave takes a member away whom a node may name still.
func (p *place) leave(role rbac.RoleID, path string) (id string) {
	p.t.Helper()
	gone := p.Subject(role, path)
	if done, err := p.Store.SetSubjectState(p.t.Context(), p.Tenant(path), gone, "active", "removed"); err != nil || !done {
		p.t.Fatalf("%v, %v", done, err)
	}
	return string(gone)
}

// Of the members whom steps name, those who are left decide and fill in; if too
// few are, the step fails and nothing waits.
func TestWhoHasLeftHoldsNothingUp(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, p *place) {
		gone, approver, operator := p.leave(rbac.Approver, servertest.Retail), p.Actor(rbac.Approver, servertest.Stock), p.Actor(rbac.Operator, servertest.Stock)
		id := p.start(`
nodes:
  - {id: gate, kind: approval, approval: {members: ["` + gone + `", "` + string(approver.Subject) + `"]}}
  - {id: fill, kind: form, form: {schema: {type: object}, by: [{member: "` + gone + `"}, {role: operator}]}}
  - {id: none, kind: approval, on_failure: follow_failure_edges, approval: {members: "${{ ['` + gone + `'] }}"}}
  - {id: why, kind: script, script: {body: "return nodes.none.error.code"}}
edges: [{from: gate, to: fill}, {from: fill, to: none}, {from: none, to: why, failure: true}]
output: "${{ nodes.why.output }}"
`)
		todo := p.todo(approver, inbox.Approvals)
		if _, err := p.asks.Approvals.Decide(t.Context(), approver, p.org(), todo.SourceID, approvals.In{Verdict: approvals.Approve, Digest: todo.Digest}); err != nil {
			t.Fatal(err)
		}
		if _, err := p.asks.Forms.Fill(t.Context(), operator, p.org(), p.todo(operator, inbox.Forms).SourceID, json.RawMessage(`{}`)); err != nil {
			t.Fatal(err)
		}
		if view := p.ends(id, run.Succeeded); string(view.Output) != `"approval.nobody_can"` {
			t.Errorf("output %s", view.Output)
		}
	})
}

func TestWhomANodeAsksIsCheckedAtPublish(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, p *place) {
		designer, gone := p.Actor(rbac.Designer, servertest.Stock), p.leave(rbac.Approver, servertest.Retail)
		head := "format: catenary/v1\nkind: Chain\nkey: ask\nname: Ask\nnodes:\n  - {id: a, kind: branch}\n  - "
		for node, want := range map[string]string{
			`{id: b, kind: approval, approval: {by: [{role: approver}]}}`:                                                       "",
			`{id: b, kind: approval, approval: {by: [{role: king}]}}`:                                                           "error approval.plan /nodes/1/approval/by/0/role",
			`{id: b, kind: approval, approval: {levels: [{members: "${{ input.a }}"}, {by: [{group: crew}]}]}}`:                 "error approval.plan /nodes/1/approval/levels/1/by/0/group",
			`{id: b, kind: approval, approval: {by: [{role: approver}], quorum: 9}}`:                                            "warning approval.nobody_can /nodes/1/approval",
			`{id: b, kind: approval, approval: {members: ["` + string(designer.Subject) + `"]}}`:                                "warning approval.nobody_can /nodes/1/approval",
			`{id: b, kind: each, each: {items: [], graph: {nodes: [{id: c, kind: approval, approval: {by: [{role: king}]}}]}}}`: "error approval.plan /nodes/1/each/graph/nodes/0/approval/by/0/role",
			`{id: b, kind: approval, approval: {by: [{role: approver}], members: ["` + gone + `"]}}`:                            "",
			`{id: b, kind: approval, approval: {members: ["` + gone + `"]}}`:                                                    "warning approval.nobody_can /nodes/1/approval",
			`{id: b, kind: form, form: {schema: {}, by: [{member: "` + gone + `"}]}}`:                                           "warning form.nobody_can /nodes/1/form/by",
			`{id: b, kind: form, form: {schema: {}, by: [{member: "` + gone + `"}, {role: operator}]}}`:                         "",
			`{id: b, kind: form, form: {schema: {}, by: [{member: nobody@example.org}]}}`:                                       "error approval.plan /nodes/1/form/by/0/member",
			`{id: b, kind: form, form: {schema: {}, by: [{member: "${{ input.a }}"}, {role: operator, org: root}]}}`:            "",
			`{id: b, kind: form, form: {schema: {}, by: [{role: approver}]}}`:                                                   "warning form.nobody_can /nodes/1/form/by",
			`{id: b, kind: form, form: {schema: {}, by: [{role: approver}, {role: designer}]}}`:                                 "",
		} {
			found, err := p.chains.Check(t.Context(), designer, p.org(), chains.Input{Data: []byte(head + node), Encoding: chain.EncodingYAML}, chain.Publish)
			if err != nil {
				t.Fatal(err)
			}
			got := ""
			for _, f := range found {
				if strings.HasPrefix(f.Code, "approval.") || strings.HasPrefix(f.Code, "form.") {
					got += string(f.Severity) + " " + f.Code + " " + f.Pointer
				}
			}
			if got != want {
				t.Errorf("%s: got %q, want %q", node, got, want)
			}
		}
	})
}

func TestAnAskIsTakenOnce(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, p *place) {
		p.start(gate)
		approver := p.Actor(rbac.Approver, servertest.Stock)
		todo := p.todo(approver, inbox.Approvals)
		for range 3 { // and by another server, later
			if _, err := p.asks.Bring(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		list, err := p.asks.Approvals.List(t.Context(), approver, p.org(), "", page.Request{Limit: 5})
		if err != nil || len(list.Items) != 1 || p.todo(approver, inbox.Approvals).ID != todo.ID {
			t.Errorf("approvals %+v, %v", list.Items, err)
		}
	})
}

func TestADeputyFillsAFormIn(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, p *place) {
		id := p.start(`
nodes:
  - {id: fill, kind: form, form: {schema: {type: object}, by: [{role: operator, org: parent}]}}
  - {id: after, kind: script, script: {body: "return nodes.fill.output"}}
edges: [{from: fill, to: after}]
`)
		ctx, f := t.Context(), p.asks.Forms
		asked, deputy, viewer := p.Actor(rbac.Operator, servertest.Retail), p.Actor(rbac.Operator, servertest.Stock), p.Actor(rbac.Viewer, servertest.Stock)
		form := p.todo(asked, inbox.Forms).SourceID
		delegated := func() []inbox.View {
			t.Helper()
			list, err := p.asks.Inbox.List(ctx, deputy, inbox.Query{Box: inbox.BoxDelegated}, page.Request{Limit: 5})
			if err != nil {
				t.Fatal(err)
			}
			return list.Items
		}
		refused := func(who rbac.Actor, code string) {
			t.Helper()
			if _, err := f.Fill(ctx, who, p.org(), form, json.RawMessage(`{}`)); !fault.HasCode(err, code) {
				t.Errorf("got %v, want %s", err, code)
			}
		}
		refused(deputy, "form.not_asked")
		if n := len(delegated()); n != 0 {
			t.Errorf("%d wait for nobody's deputy", n)
		}
		for _, to := range []rbac.Actor{deputy, viewer} {
			if _, err := p.asks.Approvals.Delegate(ctx, asked, to.Subject, time.Time{}, p.Clock.Now().Add(time.Hour), ""); err != nil {
				t.Fatal(err)
			}
		}
		if list := delegated(); len(list) != 1 || list[0].SourceID != form || list[0].For != asked.Subject {
			t.Errorf("what is delegated: %+v", list)
		}
		refused(viewer, "auth.forbidden") // it lends no rights
		refused(p.Token(deputy, "", rbac.FormFill, rbac.RunView), "form.not_asked")
		if v, err := f.Get(ctx, deputy, p.org(), form); err != nil || !v.MayFill {
			t.Errorf("%+v, %v", v, err)
		}
		v, err := f.Fill(ctx, deputy, p.org(), form, json.RawMessage(`{"sku":"a"}`))
		if err != nil || v.FilledBy != deputy.Subject || v.Behalf != asked.Subject {
			t.Errorf("%+v, %v", v, err)
		}
		p.ends(id, run.Succeeded)
	})
}
