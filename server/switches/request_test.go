package switches_test

import (
	"context"
	"log/slog"
	"slices"
	"testing"
	"time"

	"catenary/internal/fault"
	"catenary/internal/page"
	"catenary/rbac"
	"catenary/server/approvals"
	"catenary/server/asks"
	"catenary/server/orgs"
	"catenary/server/servertest"
	"catenary/server/switches"
)

// governed is a switch of Stock whose changes an approver has to approve.
type governed struct {
	*servertest.World
	*switches.Service
	t         *testing.T
	org       rbac.OrgID
	approvals *approvals.Service
	made      switches.View
}

func govern(t *testing.T, w *servertest.World) *governed {
	t.Helper()
	s, _ := service(t, w)
	people := asks.New(asks.Config{
		Store: w.Store, Auth: w.Auth, Audit: w.Audit, NewID: w.NewID, Now: w.Clock.Now, Log: slog.New(slog.DiscardHandler), Switches: s,
	})
	g := &governed{World: w, Service: s, t: t, org: w.Org(servertest.Stock), approvals: people.Approvals}
	ctx, admin := t.Context(), w.Actor(rbac.Admin, servertest.Stock)
	if _, err := s.Create(ctx, admin, g.org, mode()); err != nil {
		t.Fatal(err)
	}
	made, asked, err := s.SetApproval(ctx, admin, g.org, "mode", 1, twoLevels(), "")
	if err != nil || asked != nil || made.Plan == nil || made.Revision != 2 {
		t.Fatalf("%+v, %+v, %v", made, asked, err)
	}
	g.made = made
	return g
}

// twoLevels asks for two approvers, one of the org above.
func twoLevels() *approvals.Plan {
	return &approvals.Plan{Levels: []approvals.Level{
		{By: []approvals.By{{Role: "approver"}, {Role: "admin"}}, Due: "2h", AtEnd: approvals.RejectAtEnd},
		{By: []approvals.By{{Role: "approver", Org: "parent"}}},
	}}
}

func (g *governed) as(role rbac.RoleID, path ...string) rbac.Actor {
	return g.Actor(role, append(path, servertest.Stock)[0])
}

func (g *governed) value(want string, revision int64) {
	g.t.Helper()
	v, err := g.Get(g.t.Context(), g.as(rbac.Viewer), g.org, "mode")
	if err != nil || v.Value != want || v.Revision != revision {
		g.t.Errorf("it is %s at %d, want %s at %d, %v", v.Value, v.Revision, want, revision, err)
	}
}

// want asks for a value, which stays as it is.
func (g *governed) want(who rbac.Actor, value string) switches.Request {
	g.t.Helper()
	now, err := g.Get(g.t.Context(), who, g.org, "mode")
	if err != nil {
		g.t.Fatal(err)
	}
	after, asked, err := g.Set(g.t.Context(), who, g.org, "mode", now.Revision, raw(value), "because")
	if err != nil || asked == nil || asked.State != switches.Waiting || after.Value != now.Value || after.Revision != now.Revision {
		g.t.Fatalf("%+v, %+v, %v", after, asked, err)
	}
	return *asked
}

func (g *governed) decide(who rbac.Actor, r switches.Request, verdict approvals.Verdict) error {
	_, err := g.approvals.Decide(g.t.Context(), who, g.org, r.ApprovalID, approvals.In{Verdict: verdict, Digest: r.Digest, Reason: "seen"})
	return err
}

// approve has both levels approve.
func (g *governed) approve(r switches.Request) {
	g.t.Helper()
	for _, path := range []string{servertest.Stock, servertest.Retail} {
		if err := g.decide(g.as(rbac.Approver, path), r, approvals.Approve); err != nil {
			g.t.Fatal(err)
		}
	}
}

func (g *governed) is(r switches.Request, state switches.RequestState) switches.Request {
	g.t.Helper()
	now, err := g.Request(g.t.Context(), g.as(rbac.Viewer), g.org, "mode", r.ID)
	if err != nil || now.State != state {
		g.t.Errorf("the request is %s, want %s (%s), %v", now.State, state, now.Message, err)
	}
	return now
}

func (g *governed) refused(what string, err error, code string) {
	g.t.Helper()
	if !fault.HasCode(err, code) {
		g.t.Errorf("%s: %v, want %s", what, err, code)
	}
}

func eachGoverned(t *testing.T, test func(*testing.T, *governed)) {
	t.Helper()
	servertest.Each(t, func(t *testing.T, w *servertest.World) { test(t, govern(t, w)) })
}

func TestAChangeIsMadeWhenItIsApproved(t *testing.T) {
	t.Parallel()
	eachGoverned(t, func(t *testing.T, g *governed) {
		ctx := t.Context()
		r := g.want(g.as(rbac.Operator), `"new"`)
		a, err := g.approvals.Get(ctx, g.as(rbac.Approver), g.org, r.ApprovalID)
		if err != nil || a.Title != `Mode: "old" → "new"` || !a.MayDecide || a.Digest != r.Digest {
			t.Fatalf("%+v, %v", a, err)
		}
		g.refused("another digest", func() error {
			other := r
			other.Digest = "sha256:other"
			return g.decide(g.as(rbac.Approver), other, approvals.Approve)
		}(), "approval.changed")
		if err := g.decide(g.as(rbac.Approver), r, approvals.Approve); err != nil {
			t.Fatal(err)
		}
		g.value(`"old"`, 2)
		if err := g.decide(g.as(rbac.Approver, servertest.Retail), r, approvals.Approve); err != nil {
			t.Fatal(err)
		}
		g.value(`"new"`, 3)
		g.is(r, switches.Approved)
		history, err := g.History(ctx, g.as(rbac.Viewer), g.org, "mode", page.Request{Limit: 1})
		if c := history.Items[0]; err != nil || c.Request != r.ID || c.By != g.as(rbac.Operator).Subject || c.Reason != "because" || c.Value != `"new"` {
			t.Errorf("%+v, %v", history.Items, err)
		}
		g.refused("decided again", g.decide(g.as(rbac.Approver, servertest.Acme), r, approvals.Approve), "approval.over")
		if v, asked, err := g.Set(ctx, g.as(rbac.Operator), g.org, "mode", 3, raw(`"new"`), "again"); err != nil || asked != nil || v.Revision != 3 {
			t.Errorf("the value that it has: %+v, %v", asked, err)
		}
	})
}

func TestWhoAsksDoesNotApprove(t *testing.T) {
	t.Parallel()
	eachGoverned(t, func(t *testing.T, g *governed) {
		r := g.want(g.as(rbac.Admin), `"new"`)
		g.refused("the requester", g.decide(g.as(rbac.Admin), r, approvals.Approve), "approval.own")
		token := g.as(rbac.Approver)
		token.Token = "t1"
		if err := g.decide(token, r, approvals.Approve); err == nil {
			t.Error("a token approves")
		}
		g.refused("an operator", g.decide(g.as(rbac.Operator), r, approvals.Approve), "auth.forbidden")
		// What a token asks for, who made it asked for.
		robot := g.as(rbac.Operator)
		robot.Human = g.as(rbac.Approver).Subject
		_, byRobot, err := g.Set(t.Context(), robot, g.org, "mode", 2, raw(`"both"`), "robot")
		if err != nil {
			t.Fatal(err)
		}
		g.refused("who made the token", g.decide(g.as(rbac.Approver), *byRobot, approvals.Approve), "approval.own")
		g.value(`"old"`, 2)
	})
}

func TestAChangeThatIsNotApprovedIsNotMade(t *testing.T) {
	t.Parallel()
	eachGoverned(t, func(t *testing.T, g *governed) {
		ctx, operator := t.Context(), g.as(rbac.Operator)
		no := g.want(operator, `"new"`)
		if err := g.decide(g.as(rbac.Approver), no, approvals.Reject); err != nil {
			t.Fatal(err)
		}
		if r := g.is(no, switches.Rejected); r.Message != "seen" {
			t.Errorf("the reason is %q", r.Message)
		}
		back := g.want(operator, `"new"`)
		if _, err := g.approvals.Withdraw(ctx, operator, g.org, back.ApprovalID, "not now"); err != nil {
			t.Fatal(err)
		}
		g.is(back, switches.Withdrawn)
		late := g.want(operator, `"new"`)
		g.Clock.Add(3 * time.Hour)
		if _, err := g.approvals.Due(ctx); err != nil {
			t.Fatal(err)
		}
		g.is(late, switches.Expired)
		g.value(`"old"`, 2)
	})
}

func TestARequestIsOvertakenByAnotherChange(t *testing.T) {
	t.Parallel()
	eachGoverned(t, func(t *testing.T, g *governed) {
		ctx := t.Context()
		first, second := g.want(g.as(rbac.Operator), `"both"`), g.want(g.as(rbac.Admin), `"new"`)
		g.approve(second)
		g.value(`"new"`, 3)
		if r := g.is(first, switches.Overtaken); r.Message != "the switch was changed meanwhile; it is at revision 3" {
			t.Errorf("it says %q", r.Message)
		}
		g.refused("what was overtaken", g.decide(g.as(rbac.Approver), first, approvals.Approve), "approval.over")
		third := g.want(g.as(rbac.Operator), `"old"`)
		name := "Another name"
		if _, err := g.Edit(ctx, g.as(rbac.Operator), g.org, "mode", 3, switches.Edit{Name: &name}); err != nil {
			t.Fatal(err)
		}
		g.is(third, switches.Overtaken)
		g.value(`"new"`, 4)
		waiting, err := g.Requests(ctx, g.as(rbac.Viewer), g.org, "mode", switches.Waiting, page.Request{Limit: 10})
		if err != nil || len(waiting.Items) != 0 {
			t.Errorf("%+v, %v", waiting.Items, err)
		}
		all, err := g.Requests(ctx, g.as(rbac.Viewer), g.org, "mode", "", page.Request{Limit: 2})
		if err != nil || len(all.Items) != 2 || all.Items[0].ID != third.ID || all.Next.IsZero() {
			t.Errorf("%+v, %v", all, err)
		}
	})
}

// TestTheRuleIsNoWayRound: who may set the rule and wants the change cannot take
// the rule away, make the switch anew, or write past it.
func TestTheRuleIsNoWayRound(t *testing.T) {
	t.Parallel()
	eachGoverned(t, func(t *testing.T, g *governed) {
		ctx, admin := t.Context(), g.as(rbac.Admin)
		_, _, err := g.SetApproval(ctx, g.as(rbac.Operator), g.org, "mode", 2, nil, "off")
		g.refused("an operator", err, "auth.forbidden")
		_, _, err = g.SetApproval(ctx, admin, g.org, "mode", 2, nil, "")
		g.refused("without a reason", err, "switch.reason")
		v, off, err := g.SetApproval(ctx, admin, g.org, "mode", 2, nil, "off")
		if err != nil || off == nil || v.Plan == nil {
			t.Fatalf("%+v, %+v, %v", v, off, err)
		}
		g.refused("his own", g.decide(admin, *off, approvals.Approve), "approval.own")
		g.refused("made anew", g.Delete(ctx, admin, g.org, "mode", 2), "switch.governed")
		row := v.Switch
		row.Value = `"new"`
		if done, err := g.World.Store.UpdateSwitch(ctx, row); err == nil || done {
			t.Errorf("the database lets the value change: %v", done)
		}
		row = v.Switch
		row.Approval = ""
		if done, err := g.World.Store.UpdateSwitch(ctx, row); err == nil || done {
			t.Errorf("the database lets the rule go: %v", done)
		}
		row = v.Switch
		row.DeletedAt = 1
		if done, err := g.World.Store.DeleteSwitch(ctx, row); err == nil || done {
			t.Errorf("the database lets it be deleted: %v", done)
		}
		forged := *off
		forged.State, forged.SettledAt = switches.Approved, 1
		if done, err := g.World.Store.SettleSwitchRequest(ctx, forged); err == nil || done {
			t.Errorf("the database lets a request be approved that nobody approved: %v", done)
		}
		nobody := &approvals.Plan{Levels: []approvals.Level{{By: []approvals.By{{Role: "approver"}}, Quorum: 19}}}
		_, _, err = g.SetApproval(ctx, admin, g.org, "mode", 2, nobody, "more")
		g.refused("who can never be", err, "approval.nobody_can")
		g.approve(*off)
		if v, err := g.Get(ctx, admin, g.org, "mode"); err != nil || v.Plan != nil || v.Revision != 3 {
			t.Errorf("%+v, %v", v, err)
		}
		if _, asked, err := g.Set(ctx, admin, g.org, "mode", 3, raw(`"new"`), "free"); err != nil || asked != nil {
			t.Errorf("%+v, %v", asked, err)
		}
		g.value(`"new"`, 4)
	})
}

// rule gives the switch a rule that asks these alone.
func (g *governed) rule(by ...approvals.By) *approvals.Plan {
	return &approvals.Plan{Levels: []approvals.Level{{By: by}}}
}

// strand makes the switch's rule one that asks only the approver of Stock, who
// then loses his role.
func (g *governed) strand() {
	g.t.Helper()
	ctx, admin := g.t.Context(), g.as(rbac.Admin)
	gone := g.as(rbac.Approver).Subject
	_, asked, err := g.SetApproval(ctx, admin, g.org, "mode", 2, g.rule(approvals.By{Member: string(gone)}), "he alone")
	if err != nil {
		g.t.Fatal(err)
	}
	g.approve(*asked)
	grants, err := g.World.Store.GrantsOf(ctx, admin.Tenant, gone, 5)
	if err != nil {
		g.t.Fatal(err)
	}
	if err := g.Orgs.Withdraw(ctx, g.as(rbac.Owner, servertest.Acme), g.org, grants[0].ID); err != nil {
		g.t.Fatal(err)
	}
}

// TestARuleThatNobodyCanMeetIsReplaced by those whom the new one asks; it is not
// taken away, and by nobody alone.
func TestARuleThatNobodyCanMeetIsReplaced(t *testing.T) {
	t.Parallel()
	eachGoverned(t, func(t *testing.T, g *governed) {
		ctx, admin, retail := t.Context(), g.as(rbac.Admin), g.as(rbac.Approver, servertest.Retail)
		if v, err := g.Get(ctx, admin, g.org, "mode"); err != nil || v.Stranded {
			t.Fatalf("%+v, %v", v, err)
		}
		g.strand()
		if v, err := g.Get(ctx, admin, g.org, "mode"); err != nil || !v.Stranded {
			t.Fatalf("%+v, %v", v, err)
		}
		_, _, err := g.Set(ctx, g.as(rbac.Operator), g.org, "mode", 3, raw(`"new"`), "now")
		g.refused("a value", err, "approval.nobody_can")
		_, _, err = g.SetApproval(ctx, admin, g.org, "mode", 3, nil, "off")
		g.refused("no rule at all", err, "approval.nobody_can")
		_, _, err = g.SetApproval(ctx, admin, g.org, "mode", 3, g.rule(approvals.By{Member: string(admin.Subject)}), "I")
		g.refused("himself", err, "approval.nobody_can")
		limits, err := g.Orgs.CreateRole(ctx, g.as(rbac.Owner, servertest.Acme), g.org, orgs.NewRole{
			Key: "limits", Name: "Limits", Effect: rbac.Allow, Permissions: []rbac.Permission{rbac.LimitsWrite, rbac.SwitchView},
		})
		if err != nil {
			t.Fatal(err)
		}
		viewer := g.as(rbac.Viewer)
		if _, err := g.Orgs.Grant(ctx, g.as(rbac.Owner, servertest.Acme), g.org, orgs.NewGrant{Subject: viewer.Subject, Role: limits.ID}); err != nil {
			t.Fatal(err)
		}
		others := g.rule(approvals.By{Role: "approver"})
		_, _, err = g.SetApproval(ctx, viewer, g.org, "mode", 3, others, "they are here")
		g.refused("who manages no roles", err, "auth.forbidden")

		v, asked, err := g.SetApproval(ctx, admin, g.org, "mode", 3, others, "they are here")
		if err != nil || asked == nil || v.Revision != 3 {
			t.Fatalf("%+v, %+v, %v", v, asked, err)
		}
		g.refused("his own", g.decide(admin, *asked, approvals.Approve), "approval.own")
		if err := g.decide(retail, *asked, approvals.Approve); err != nil {
			t.Fatal(err)
		}
		g.is(*asked, switches.Approved)
		if v, err := g.Get(ctx, admin, g.org, "mode"); err != nil || v.Stranded || v.Plan.Levels[0].By[0].Role != "approver" || v.Revision != 4 {
			t.Errorf("%+v, %v", v, err)
		}
		if log := g.Audited(admin.Tenant); !slices.Contains(log, "switch:approval_set") {
			t.Errorf("the log has %v", log)
		}
		g.value(`"old"`, 4)
	})
}

// TestARuleThatCanBeMetAgainStays, whatever those who were asked meanwhile say.
func TestARuleThatCanBeMetAgainStays(t *testing.T) {
	t.Parallel()
	eachGoverned(t, func(t *testing.T, g *governed) {
		ctx, admin := t.Context(), g.as(rbac.Admin)
		g.strand()
		_, asked, err := g.SetApproval(ctx, admin, g.org, "mode", 3, g.rule(approvals.By{Role: "approver"}), "they are here")
		if err != nil {
			t.Fatal(err)
		}
		back := orgs.NewGrant{Subject: g.as(rbac.Approver).Subject, Role: rbac.Approver}
		if _, err := g.Orgs.Grant(ctx, g.as(rbac.Owner, servertest.Acme), g.org, back); err != nil {
			t.Fatal(err)
		}
		if err := g.decide(g.as(rbac.Approver, servertest.Retail), *asked, approvals.Approve); err != nil {
			t.Fatal(err)
		}
		g.is(*asked, switches.Overtaken)
		if v, err := g.Get(ctx, admin, g.org, "mode"); err != nil || v.Plan.Levels[0].By[0].Member == "" || v.Revision != 3 {
			t.Errorf("%+v, %v", v, err)
		}
	})
}

// TestWhoIsGoneLeavesARuleToTheOthers: it is no reason to replace it.
func TestWhoIsGoneLeavesARuleToTheOthers(t *testing.T) {
	t.Parallel()
	eachGoverned(t, func(t *testing.T, g *governed) {
		ctx, admin := t.Context(), g.as(rbac.Admin)
		gone, left := g.as(rbac.Viewer, servertest.Retail), g.as(rbac.Approver, servertest.Retail)
		both := g.rule(approvals.By{Member: string(gone.Subject)}, approvals.By{Member: string(left.Subject)})
		_, asked, err := g.SetApproval(ctx, admin, g.org, "mode", 2, both, "either")
		if err != nil {
			t.Fatal(err)
		}
		g.approve(*asked)
		if done, err := g.World.Store.SetSubjectState(ctx, gone.Tenant, gone.Subject, "active", "disabled"); err != nil || !done {
			t.Fatal(done, err)
		}
		r := g.want(g.as(rbac.Operator), `"new"`)
		_, other, err := g.SetApproval(ctx, admin, g.org, "mode", 3, g.rule(approvals.By{Role: "owner"}), "others")
		if err != nil {
			t.Fatal(err)
		}
		g.refused("whom the new rule asks", g.decide(g.as(rbac.Owner, servertest.Acme), *other, approvals.Approve), "approval.not_asked")
		if err := g.decide(left, r, approvals.Approve); err != nil {
			t.Fatal(err)
		}
		g.value(`"new"`, 4)
	})
}

func TestAStepAsksAndItsUndoPutsBack(t *testing.T) {
	t.Parallel()
	eachGoverned(t, func(t *testing.T, g *governed) {
		ctx, by := t.Context(), g.as(rbac.Operator)
		var told []switches.Made
		g.Settled = func(_ context.Context, r switches.Request, made switches.Made) error {
			if r.State == switches.Approved {
				told = append(told, made)
			}
			return nil
		}
		step := func(run, cause string) switches.Step {
			return switches.Step{Tenant: by.Tenant, Org: g.org, By: by.Subject, Human: by.Human, Run: run, Cause: cause, Switch: g.made.ID}
		}
		ask := func(made switches.Made, s switches.Step) switches.Request {
			t.Helper()
			if made.Ask == nil {
				t.Fatalf("nothing is asked: %+v", made)
			}
			if err := g.AskByStep(ctx, s, *made.Ask, nil); err != nil {
				t.Fatal(err)
			}
			r, err := g.World.Store.SwitchRequestOf(ctx, by.Tenant, s.Cause)
			if err != nil {
				t.Fatal(err)
			}
			return r
		}
		made, err := g.SetByStep(ctx, step("run", "a"), raw(`"new"`))
		if err != nil {
			t.Fatal(err)
		}
		g.value(`"old"`, 2)
		g.approve(ask(made, step("run", "a")))
		g.value(`"new"`, 3)
		if len(told) != 1 || !told[0].Changed || told[0].Revision != 3 || string(told[0].Was) != `"old"` {
			t.Fatalf("told %+v", told)
		}
		if again, err := g.SetByStep(ctx, step("run", "a"), raw(`"new"`)); err != nil || again.Ask != nil || again.Revision != 3 {
			t.Errorf("the same attempt: %+v, %v", again, err)
		}
		// What another run, or an invented undo, wants back has to be approved.
		for what, undo := range map[string]struct {
			run  string
			made switches.Made
		}{
			"another run": {"other", told[0]},
			"invented":    {"run", switches.Made{Was: raw(`"both"`), Value: raw(`"new"`), Revision: 3, Changed: true}},
			"older":       {"run", switches.Made{Was: raw(`"old"`), Value: raw(`"new"`), Revision: 2, Changed: true}},
		} {
			if back, err := g.Restore(ctx, step(undo.run, "b"+what), undo.made); err != nil || back.Ask == nil {
				t.Errorf("%s: %+v, %v", what, back, err)
			}
		}
		g.value(`"new"`, 3)
		waiting := g.want(by, `"both"`)
		if back, err := g.Restore(ctx, step("run", "c"), told[0]); err != nil || back.Ask != nil || string(back.Value) != `"old"` {
			t.Errorf("%+v, %v", back, err)
		}
		g.value(`"old"`, 4)
		g.is(waiting, switches.Overtaken)
		// Taken back once, it is not done again without being asked.
		again := switches.Made{Was: raw(`"new"`), Value: raw(`"old"`), Revision: 4, Changed: true}
		if redo, err := g.Restore(ctx, step("run", "d"), again); err != nil || redo.Ask == nil {
			t.Errorf("%+v, %v", redo, err)
		}
		// A step that waits no more asks no more.
		made, err = g.SetByStep(ctx, step("run", "e"), raw(`"both"`))
		if err != nil {
			t.Fatal(err)
		}
		r := ask(made, step("run", "e"))
		for range 2 {
			if err := g.CancelAsk(ctx, by.Tenant, "e"); err != nil {
				t.Fatal(err)
			}
		}
		g.is(r, switches.Canceled)
		g.refused("what nobody waits for", g.decide(g.as(rbac.Approver), r, approvals.Approve), "approval.over")
		g.value(`"old"`, 4)
	})
}
