package releases_test

import (
	"log/slog"
	"testing"

	"catenary/internal/fault"
	"catenary/rbac"
	"catenary/server/approvals"
	"catenary/server/inbox"
	"catenary/server/releases"
	"catenary/server/servertest"
	"catenary/server/store/storetest"
)

// Whoever had a hand in any part of a release does not approve it, though he
// may approve others; somebody else does. A token approves nothing.
func TestSeparationOfDuties(t *testing.T) {
	t.Parallel()
	eachRaw(t, func(t *testing.T, s *scene, raw storetest.Raw) {
		s.whole(raw)
		asked := &approvals.Service{
			Store: s.World.Store, Auth: s.World.Auth, Audit: s.World.Audit, NewID: s.World.NewID, Now: s.Clock.Now, Log: slog.New(slog.NewTextHandler(t.Output(), nil)),
			Inbox: &inbox.Service{Store: s.World.Store, Auth: s.World.Auth, Audit: s.World.Audit, NewID: s.World.NewID, Now: s.Clock.Now},
		}
		s.Approvals = asked
		s.Register(asked)
		all := s.Actor(rbac.Owner, servertest.Stock) // may do each of it, and approve
		author := ` = '["` + string(all.Subject) + `"]'`
		for _, tt := range []struct {
			hand string
			own  bool
			// drawn, edited and submitted are who does so.
			drawn, edited, submitted rbac.Actor
			statement, undo          string
		}{
			{hand: "none"},
			{hand: "draws it up", own: true, drawn: all},
			{hand: "edits it last", own: true, edited: all},
			{hand: "asks for the review", own: true, submitted: all},
			{
				hand: "wrote the script", own: true, statement: `UPDATE script_versions SET human_id = '` + string(all.Subject) + `'`,
				undo: `UPDATE script_versions SET human_id = created_by`,
			},
			{
				hand: "edited a chain", own: true, statement: `UPDATE chain_versions SET authors` + author,
				undo: `UPDATE chain_versions SET authors = '[]'`,
			},
			{
				hand: "edited the chain of the rollback", own: true,
				statement: `UPDATE chain_versions SET authors` + author + ` WHERE chain_id = (SELECT id FROM chains WHERE key = 'back')`,
				undo:      `UPDATE chain_versions SET authors = '[]'`,
			},
		} {
			who := func(a rbac.Actor) rbac.Actor {
				if a.Subject == "" {
					return s.designer
				}
				return a
			}
			if tt.statement != "" {
				raw.Exec(t, tt.statement)
			}
			in := plan(phase("one", chained))
			in.Plan.Review = &approvals.Plan{Levels: []approvals.Level{{By: []approvals.By{{Role: "owner"}, {Role: "approver"}}}}}
			v, err := s.Create(t.Context(), who(tt.drawn), s.org, in)
			s.must(err)
			v, err = s.Replace(t.Context(), who(tt.edited), s.org, v.ID, v.Revision, in)
			s.must(err)
			v, err = s.Submit(t.Context(), who(tt.submitted), s.org, v.ID, v.Revision)
			s.must(err)
			if a, err := asked.Get(t.Context(), s.approver, s.org, v.Approval); err != nil || a.Link != "/o/"+string(s.org)+"/releases/"+v.ID {
				t.Errorf("%s: people are led to %q, %v", tt.hand, a.Link, err)
			}
			yes := approvals.In{Verdict: approvals.Approve, Digest: v.Seal}
			token := s.Token(s.approver, "", rbac.ReleaseApprove, rbac.ReleaseView, rbac.ApprovalDecide)
			if _, err := asked.Decide(t.Context(), token, s.org, v.Approval, yes); err == nil {
				t.Errorf("%s: a token approves", tt.hand)
			}
			other := approvals.In{Verdict: approvals.Approve, Digest: "sha256:00"}
			if _, err := asked.Decide(t.Context(), s.approver, s.org, v.Approval, other); err == nil {
				t.Errorf("%s: something else is approved", tt.hand)
			}
			_, err = asked.Decide(t.Context(), all, s.org, v.Approval, yes)
			switch {
			case tt.own && !fault.HasCode(err, "approval.own"):
				t.Errorf("who %s: %v", tt.hand, err)
			case !tt.own && err != nil:
				t.Errorf("who had no hand in it: %v", err)
			case tt.own:
				s.wants(v.ID, releases.InReview)
				_, err := asked.Decide(t.Context(), s.approver, s.org, v.Approval, yes)
				s.must(err)
			}
			s.wants(v.ID, releases.Approved)
			if tt.undo != "" {
				raw.Exec(t, tt.undo)
			}
		}
	})
}

// What people decided has its consequences: a no ends the release, one that is
// sent back or edited is a draft again.
func TestReviewsEnd(t *testing.T) {
	t.Parallel()
	servertest.Each(t, func(t *testing.T, w *servertest.World) {
		s := setup(t, w)
		of := func(v releases.View) approvals.Subject {
			return approvals.Subject{Kind: releases.SubjectRelease, ID: v.ID}
		}
		v := s.submitted(plan(phase("one")))
		s.must(s.decide(of(v), approvals.Rejected))
		s.wants(v.ID, releases.Rejected)
		if _, err := s.Execute(t.Context(), s.operate, s.org, v.ID); !fault.HasCode(err, "release.state") {
			t.Errorf("what was rejected runs: %v", err)
		}
		v = s.submitted(plan(phase("one")))
		s.must(s.decide(of(v), approvals.SentBack))
		s.wants(v.ID, releases.Draft)
		v = s.submitted(plan(phase("one")))
		v, err := s.Replace(t.Context(), s.designer, s.org, v.ID, v.Revision, plan(phase("two")))
		s.must(err)
		s.wants(v.ID, releases.Draft)
		if _, open := s.desk.open[of(v)]; open || v.Seal != "" || v.Revision != 2 {
			t.Errorf("the review goes on: %+v", v.Release)
		}
		if _, err := s.Replace(t.Context(), s.designer, s.org, v.ID, 1, plan(phase("two"))); !fault.HasCode(err, "release.stale") {
			t.Errorf("an overtaken revision: %v", err)
		}
		v, err = s.Withdraw(t.Context(), s.designer, s.org, v.ID, "not this year")
		s.must(err)
		s.wants(v.ID, releases.Withdrawn)
		stranger := w.Actor(rbac.Owner, servertest.Umbra)
		if _, err := s.Get(t.Context(), stranger, s.org, v.ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("another tenant: %v", err)
		}
		if _, err := s.Get(t.Context(), s.Actor(rbac.Owner, servertest.Acme), w.Org(servertest.Shop), v.ID); !fault.HasCode(err, "release.unknown") {
			t.Errorf("in another org: %v", err)
		}
	})
}

// An org may ask for a rehearsal of just what was approved, and not too old.
func TestARehearsalCanBeAskedFor(t *testing.T) {
	t.Parallel()
	servertest.Each(t, func(t *testing.T, w *servertest.World) {
		s := setup(t, w)
		owner := w.Actor(rbac.Owner, servertest.Acme)
		_, err := s.SetRule(t.Context(), owner, w.Org(servertest.Acme), 1, 7)
		s.must(err)
		rule, err := s.SetRule(t.Context(), owner, s.org, 1, 14)
		s.must(err)
		if rule.Effective != 7 {
			t.Errorf("an org asks for less than those above: %d days", rule.Effective)
		}
		if _, err := s.SetRule(t.Context(), owner, s.org, 1, 1); !fault.HasCode(err, "release.rule_stale") {
			t.Errorf("an overtaken revision: %v", err)
		}
		v := s.approved(plan(phase("one")))
		if _, err := s.Execute(t.Context(), s.operate, s.org, v.ID); !fault.HasCode(err, "release.rehearsal") {
			t.Fatalf("without a rehearsal: %v", err)
		}
		changed, leave := s.Watch(v.ID)
		defer leave()
		h, err := s.Rehearse(t.Context(), s.operate, s.org, v.ID)
		s.must(err)
		s.due()
		for h.State == releases.RehearsalRunning {
			<-changed
			h, err = s.Rehearsal(t.Context(), s.operate, s.org, v.ID, h.ID)
			s.must(err)
		}
		if h.State != releases.RehearsalPassed {
			t.Fatalf("%+v", h)
		}
		_, err = s.Execute(t.Context(), s.operate, s.org, v.ID)
		s.must(err)
	})
}
