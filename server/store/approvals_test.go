package store_test

import (
	"strings"
	"testing"

	"catenary/internal/testkit"
	"catenary/rbac"
	"catenary/server/approvals"
	"catenary/server/servertest"
	"catenary/server/store/storetest"
)

// TestTheDatabaseHoldsTheRulesOfApprovals goes around the use case: what it
// refuses, the database refuses too.
func TestTheDatabaseHoldsTheRulesOfApprovals(t *testing.T) {
	t.Parallel()
	clock := testkit.NewClock()
	storetest.EachRaw(t, clock.Now, func(t *testing.T, raw storetest.Raw) {
		w := servertest.New(t, raw.Store, clock)
		ctx, tenant := t.Context(), w.Tenant(servertest.Acme)
		author, ann, bob := w.Subject(rbac.Operator, servertest.Stock), w.Subject(rbac.Approver, servertest.Stock), w.Subject(rbac.Approver, servertest.Retail)
		a := approvals.Approval{
			Tenant: tenant, ID: w.NewID(), Org: w.Org(servertest.Stock), Subject: approvals.Subject{Kind: "thing", ID: "1"}, Digest: "d",
			Title: "A thing", PlanText: `{}`, Requester: author, State: approvals.Waiting, Revision: 1,
		}
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		must(raw.InsertApproval(ctx, a))
		must(raw.InsertAuthors(ctx, a, []rbac.SubjectID{author}))
		if raw.InsertDeciders(ctx, a, []rbac.SubjectID{author}) == nil {
			t.Error("an author became a decider")
		}
		must(raw.InsertDeciders(ctx, a, []rbac.SubjectID{ann, bob}))
		if raw.InsertDeciders(ctx, a, []rbac.SubjectID{ann}) == nil {
			t.Error("somebody became a decider twice")
		}
		good := approvals.Decision{
			Tenant: tenant, ID: w.NewID(), Approval: a.ID, Verdict: approvals.Approve, By: ann, Behalf: ann, Kind: rbac.User, Org: a.Org, Digest: "d",
		}
		for name, change := range map[string]func(*approvals.Decision){
			"by an author":      func(d *approvals.Decision) { d.By, d.Behalf = author, author },
			"for an author":     func(d *approvals.Decision) { d.Behalf = author },
			"by a token":        func(d *approvals.Decision) { d.Token = "t" },
			"by an account":     func(d *approvals.Decision) { d.Kind = rbac.Service },
			"on another digest": func(d *approvals.Decision) { d.Digest = "e" },
			"on another level":  func(d *approvals.Decision) { d.Level = 1 },
			"no for no reason":  func(d *approvals.Decision) { d.Verdict = approvals.Reject },
			"neither":           func(d *approvals.Decision) { d.Verdict = "perhaps" },
		} {
			bad := good
			change(&bad)
			if raw.InsertDecision(ctx, bad) == nil {
				t.Errorf("%s: the database took it", name)
			}
		}
		must(raw.InsertDecision(ctx, good))
		again := good
		again.ID, again.By = w.NewID(), bob
		if raw.InsertDecision(ctx, again) == nil {
			t.Error("one voice counts twice")
		}
		second := a
		second.ID = w.NewID()
		if raw.InsertApproval(ctx, second) == nil {
			t.Error("two approvals wait for one subject")
		}
		a.State, a.SettledAt = approvals.Approved, 1
		if done, err := raw.UpdateApproval(ctx, a); err != nil || !done {
			t.Fatal(done, err)
		}
		late := good
		late.ID, late.By, late.Behalf = w.NewID(), bob, bob
		if raw.InsertDecision(ctx, late) == nil {
			t.Error("it was decided after its end")
		}
		for _, statement := range []string{
			`UPDATE approval_decisions SET verdict = 'reject', reason = 'x'`, `DELETE FROM approval_decisions`,
			`UPDATE approval_parts SET part = 'decider'`, `DELETE FROM approval_parts`,
			`UPDATE approvals SET state = 'rejected'`, `UPDATE approvals SET digest = 'e'`, `DELETE FROM approvals`,
		} {
			if _, err := raw.DB.ExecContext(ctx, statement); err == nil || !strings.Contains(err.Error(), "final") {
				t.Errorf("%s: %v", statement, err)
			}
		}
	})
}
