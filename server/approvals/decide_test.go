package approvals_test

import (
	"slices"
	"testing"
	"time"

	"catenary/internal/fault"
	"catenary/internal/page"
	"catenary/rbac"
	"catenary/server/approvals"
	"catenary/server/inbox"
	"catenary/server/servertest"
)

func each(t *testing.T, test func(*testing.T, *scene)) {
	t.Helper()
	servertest.Each(t, func(t *testing.T, w *servertest.World) {
		test(t, setup(t, w))
	})
}

func TestOneApproves(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, s *scene) {
		a := s.open()
		if v := s.get(a); v.State != approvals.Waiting || !slices.Equal(v.Asked, []rbac.SubjectID{s.Subject(rbac.Approver, servertest.Stock)}) || v.Nobody {
			t.Errorf("at first %+v", v)
		}
		v := s.approve(s.as(servertest.Stock), a)
		d := v.Decisions[0]
		if v.State != approvals.Approved || d.By != d.Behalf || d.Digest != "d1" || d.Address != "192.0.2.7" || d.At == 0 || d.Org != a.Org {
			t.Errorf("then %+v", v)
		}
		if len(s.settled) != 1 || s.settled[0].ID != a.ID {
			t.Errorf("settled %+v", s.settled)
		}
		_, err := s.decide(s.as(servertest.Retail), a, approvals.In{})
		s.wants(err, "approval.over")
		acts, err := s.Acts(t.Context(), s.as(servertest.Stock), a.Org, a.ID, page.Request{Limit: 10})
		if err != nil || len(acts.Items) != 3 || acts.Items[1].Kind != approvals.Approves || acts.Items[2].Kind != "approved" {
			t.Errorf("acts %+v, %v", acts.Items, err)
		}
		actions := s.Audited(a.Tenant)
		for _, want := range []string{"approval:opened", "approval:decided", "approval:approved"} {
			if !slices.Contains(actions, want) {
				t.Errorf("the audit log lacks %s: %v", want, actions)
			}
		}
	})
}

func TestWhoDecides(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, s *scene) {
		a := s.open()
		stranger := s.as(servertest.Umbra, rbac.Owner)
		for name, tt := range map[string]struct {
			who  rbac.Actor
			in   approvals.In
			code string
		}{
			"the requester":       {who: s.as(servertest.Stock, rbac.Operator), code: "auth.forbidden"},
			"another tenant":      {who: stranger, code: "resource.unknown"},
			"an org beside":       {who: s.as(servertest.Shop, rbac.Admin), code: "resource.unknown"},
			"not in that role":    {who: s.as(servertest.Stock, rbac.Admin), code: "approval.not_asked"},
			"without the right":   {who: s.as(servertest.Stock, rbac.Viewer), code: "auth.forbidden"},
			"a token":             {who: s.Token(s.as(servertest.Stock), "", rbac.ApprovalDecide, rbac.OrgView), code: "auth.session_needed"},
			"from below":          {who: s.as(servertest.Picking), code: "resource.unknown"},
			"what was not seen":   {who: s.as(servertest.Stock), in: approvals.In{Digest: "d0"}, code: "approval.changed"},
			"no without a reason": {who: s.as(servertest.Stock), in: approvals.In{Verdict: approvals.Reject}, code: "approval.reason"},
			"neither yes nor no":  {who: s.as(servertest.Stock), in: approvals.In{Verdict: "perhaps"}, code: "approval.verdict"},
			"for whom he is no deputy": {
				who: s.as(servertest.Retail), in: approvals.In{Behalf: s.Subject(rbac.Approver, servertest.Stock)}, code: "approval.no_deputy",
			},
		} {
			if _, err := s.decide(tt.who, a, tt.in); !fault.HasCode(err, tt.code) {
				t.Errorf("%s: %v, want %s", name, err, tt.code)
			}
		}
		s.digest = "d2" // what is decided has changed
		_, err := s.decide(s.as(servertest.Stock), a, approvals.In{})
		s.wants(err, "approval.changed")
		s.digest = "d1"
		if v := s.get(a); len(v.Decisions) != 0 || v.State != approvals.Waiting {
			t.Errorf("something was decided: %+v", v)
		}
		s.approve(s.as(servertest.Acme), a) // holds the role from above
	})
}

func TestAuthorsDoNotDecide(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, s *scene) {
		r := s.request()
		r.Authors = append(r.Authors, s.Subject(rbac.Approver, servertest.Stock))
		a, err := s.Open(t.Context(), r)
		if err != nil {
			t.Fatal(err)
		}
		_, err = s.decide(s.as(servertest.Stock), a, approvals.In{})
		s.wants(err, "approval.own")
		// The next one up is asked instead.
		if v := s.get(a); !slices.Equal(v.Asked, []rbac.SubjectID{s.Subject(rbac.Approver, servertest.Retail)}) {
			t.Errorf("asked %v", v.Asked)
		}
		// Nor does one for whom the author is deputy, or who is deputy of an author.
		retail, stock := s.as(servertest.Retail), s.as(servertest.Stock)
		for _, d := range [][2]rbac.Actor{{retail, stock}, {stock, s.as(servertest.Acme)}} {
			if _, err := s.Delegate(t.Context(), d[0], d[1].Subject, time.Time{}, s.Clock.Now().Add(time.Hour), ""); err != nil {
				t.Fatal(err)
			}
		}
		_, err = s.decide(stock, a, approvals.In{Behalf: retail.Subject})
		s.wants(err, "approval.own")
		_, err = s.decide(s.as(servertest.Acme), a, approvals.In{Behalf: stock.Subject})
		s.wants(err, "approval.own")
	})
}

func TestLevelsAndQuorum(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, s *scene) {
		a := s.open(
			approvals.Level{By: []approvals.By{{Role: "approver"}}, Quorum: 2},
			approvals.Level{By: []approvals.By{{Role: "approver", Org: "root"}, {Role: "admin", Org: "parent"}}},
		)
		stock, retail := s.as(servertest.Stock), s.as(servertest.Retail)
		if v := s.get(a); len(v.Asked) != 2 {
			t.Errorf("two have to decide, asked are %v", v.Asked)
		}
		if v := s.approve(stock, a); v.State != approvals.Waiting || v.Level != 0 {
			t.Errorf("after one of two: %+v", v)
		}
		_, err := s.decide(stock, a, approvals.In{})
		s.wants(err, "approval.twice")
		if v := s.approve(retail, a); v.State != approvals.Waiting || v.Level != 1 {
			t.Errorf("after two of two: %+v", v)
		}
		_, err = s.decide(retail, a, approvals.In{})
		s.wants(err, "approval.twice")
		v, err := s.decide(s.as(servertest.Retail, rbac.Admin), a, approvals.In{Verdict: approvals.Reject, Reason: "too dear"})
		if err != nil || v.State != approvals.Rejected || v.Reason != "too dear" || len(s.settled) != 1 {
			t.Errorf("rejected: %+v, %v", v, err)
		}
	})
}

func TestDistinctOrgs(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, s *scene) {
		stock := s.as(servertest.Stock)
		s.grant(s.Subject(rbac.Viewer, servertest.Stock), rbac.Approver, servertest.Stock)
		a := s.open(approvals.Level{By: []approvals.By{{Role: "approver"}}, Quorum: 2, DistinctOrgs: true})
		s.approve(stock, a)
		if v := s.approve(s.as(servertest.Stock, rbac.Viewer), a); v.State != approvals.Waiting {
			t.Errorf("two of one org were enough: %+v", v)
		}
		if v := s.approve(s.as(servertest.Retail), a); v.State != approvals.Approved {
			t.Errorf("two orgs were not enough: %+v", v)
		}
	})
}

func TestNobodyCan(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, s *scene) {
		me := s.Subject(rbac.Approver, servertest.Stock)
		for name, levels := range map[string][]approvals.Level{
			"an author alone":       {{By: []approvals.By{{Member: string(s.Subject(rbac.Operator, servertest.Stock))}}}},
			"without the right":     {{By: []approvals.By{{Role: "viewer"}}}},
			"more than there are":   {{By: []approvals.By{{Role: "approver"}}, Quorum: 4}},
			"one on two levels":     {{By: []approvals.By{{Member: string(me)}}}, {By: []approvals.By{{Member: string(me)}}}},
			"two orgs, one of them": {{By: []approvals.By{{Member: string(me)}, {Role: "admin"}}, Quorum: 5, DistinctOrgs: true}},
		} {
			if _, err := s.Open(t.Context(), s.request(levels...)); !fault.HasCode(err, "approval.nobody_can") {
				t.Errorf("%s: %v", name, err)
			}
		}
		for name, tt := range map[string]struct {
			level   approvals.Level
			pointer string
		}{
			"no such role":     {approvals.Level{By: []approvals.By{{Role: "king"}}}, "/levels/0/by/0/role"},
			"no such org":      {approvals.Level{By: []approvals.By{{Role: "approver", Org: string(s.Org(servertest.Shop))}}}, "/levels/0/by/0/org"},
			"no such group":    {approvals.Level{By: []approvals.By{{Group: "crew"}}}, "/levels/0/by/0/group"},
			"no such member":   {approvals.Level{By: []approvals.By{{Member: "nobody@example.org"}}}, "/levels/0/by/0/member"},
			"nobody":           {approvals.Level{By: []approvals.By{{}}}, "/levels/0/by/0"},
			"no due":           {approvals.Level{By: []approvals.By{{Role: "approver"}}, Escalate: 1}, "/levels/0/escalate"},
			"a silent end":     {approvals.Level{By: []approvals.By{{Role: "approver"}}, AtEnd: "approve"}, "/levels/0/at_end"},
			"an end of a sort": {approvals.Level{By: []approvals.By{{Role: "approver"}}, Due: "1h", AtEnd: "hope"}, "/levels/0/at_end"},
		} {
			_, err := s.Open(t.Context(), s.request(tt.level))
			if f := fault.As(err); f == nil || f.Code != "approval.plan" || f.Details[0].Pointer != tt.pointer {
				t.Errorf("%s: %v %+v", name, err, f)
			}
		}
		r := s.request(approvals.Level{By: []approvals.By{{Role: "approver"}}, Due: "1h", AtEnd: "approve"})
		r.Kind = "grave"
		if _, err := s.Open(t.Context(), r); !fault.HasCode(err, "approval.plan") {
			t.Errorf("what may not lapse: %v", err)
		}
	})
}

// A member of the plan who has left is named in the record and not asked. The
// others decide, if they are enough.
func TestWhoHasLeftIsLeftOut(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, s *scene) {
		stock, gone := s.as(servertest.Stock), s.Subject(rbac.Approver, servertest.Retail)
		if done, err := s.World.Store.SetSubjectState(t.Context(), stock.Tenant, gone, "active", "removed"); err != nil || !done {
			t.Fatalf("%v, %v", done, err)
		}
		left, stays := approvals.By{Member: string(gone)}, approvals.By{Member: string(stock.Subject)}
		for name, levels := range map[string][]approvals.Level{
			"nobody is left":  {{By: []approvals.By{left}}},
			"one is too few":  {{By: []approvals.By{left, stays}, Quorum: 2}},
			"a level is void": {{By: []approvals.By{stays}}, {By: []approvals.By{left}}},
		} {
			if _, err := s.Open(t.Context(), s.request(levels...)); !fault.HasCode(err, "approval.nobody_can") {
				t.Errorf("%s: %v", name, err)
			}
		}
		a := s.open(approvals.Level{By: []approvals.By{left, stays}}, approvals.Level{By: []approvals.By{{Role: "admin"}, left, {Member: servertest.Email(rbac.Approver, servertest.Retail)}}})
		if v := s.get(a); !slices.Equal(v.Asked, []rbac.SubjectID{stock.Subject}) {
			t.Errorf("asked: %v", v.Asked)
		}
		acts, err := s.Acts(t.Context(), stock, a.Org, a.ID, page.Request{Limit: 10})
		if err != nil || len(acts.Items) != 3 {
			t.Fatalf("%+v, %v", acts.Items, err)
		}
		for level, act := range acts.Items[1:] {
			if act.Kind != approvals.LeftOut || act.To != gone || act.ToName == "" || act.By != "" || act.Level != level {
				t.Errorf("level %d: %+v", level, act)
			}
		}
		s.approve(stock, a)
		if v := s.approve(s.as(servertest.Stock, rbac.Admin), a); v.State != approvals.Approved {
			t.Errorf("decided: %+v", v.State)
		}
	})
}

func TestOneWaitsForASubject(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, s *scene) {
		r := s.request()
		a, err := s.Open(t.Context(), r)
		if err != nil {
			t.Fatal(err)
		}
		_, err = s.Open(t.Context(), r)
		s.wants(err, "approval.open")
		s.wants(s.Cancel(t.Context(), a.Tenant, a.Subject, "", "no more"), "")
		s.wants(s.Cancel(t.Context(), a.Tenant, a.Subject, "", "no more"), "")
		if v := s.get(a); v.State != approvals.Canceled || len(s.settled) != 0 {
			t.Errorf("canceled: %+v, settled %v", v.State, s.settled)
		}
		if _, err := s.Open(t.Context(), r); err != nil {
			t.Errorf("a second round: %v", err)
		}
	})
}

func TestWhatTheSubjectRefusesIsNotDecided(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, s *scene) {
		a := s.open()
		s.refuse = fault.New(fault.Conflict, "run.ended", "too late")
		_, err := s.decide(s.as(servertest.Stock), a, approvals.In{})
		s.wants(err, "run.ended")
		if v := s.get(a); v.State != approvals.Waiting || len(v.Decisions) != 0 {
			t.Errorf("it was decided: %+v", v)
		}
	})
}

func TestAPlaceIsPassedOn(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, s *scene) {
		a := s.open()
		stock, admin := s.as(servertest.Stock), s.as(servertest.Stock, rbac.Admin)
		for to, code := range map[rbac.SubjectID]string{
			s.Subject(rbac.Operator, servertest.Stock): "approval.cannot", // asked for it
			s.Subject(rbac.Viewer, servertest.Stock):   "approval.cannot",
			s.Subject(rbac.Owner, servertest.Umbra):    "approval.cannot",
			stock.Subject:                              "approval.cannot",
		} {
			_, err := s.Transfer(t.Context(), stock, a.Org, a.ID, to, "")
			s.wants(err, code)
		}
		_, err := s.Transfer(t.Context(), admin, a.Org, a.ID, stock.Subject, "") // has no place
		s.wants(err, "approval.not_asked")
		v, err := s.Transfer(t.Context(), stock, a.Org, a.ID, admin.Subject, "away")
		if err != nil || !slices.Contains(v.Asked, admin.Subject) || slices.Contains(v.Asked, stock.Subject) {
			t.Fatalf("transferred: %v, %v", v.Asked, err)
		}
		_, err = s.decide(stock, a, approvals.In{})
		s.wants(err, "approval.not_asked")
		v, err = s.AddApprover(t.Context(), admin, a.Org, a.ID, s.Subject(rbac.Owner, servertest.Stock), "a second pair of eyes")
		if err != nil || v.Extra != 1 {
			t.Fatalf("added: %+v, %v", v, err)
		}
		if v := s.approve(admin, a); v.State != approvals.Waiting {
			t.Errorf("without the second: %+v", v)
		}
		if v := s.approve(s.as(servertest.Stock, rbac.Owner), a); v.State != approvals.Approved {
			t.Errorf("with the second: %+v", v)
		}
	})
}

func TestADeputyDecides(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, s *scene) {
		a := s.open(approvals.Level{By: []approvals.By{{Member: string(s.Subject(rbac.Approver, servertest.Stock))}, {Role: "owner", Org: "root"}}, Quorum: 2})
		chief, deputy := s.as(servertest.Stock), s.as(servertest.Stock, rbac.Admin)
		in := approvals.In{Behalf: chief.Subject}
		begin := s.Clock.Now().Add(time.Hour)
		_, err := s.Delegate(t.Context(), chief, chief.Subject, begin, begin.Add(time.Hour), "")
		s.wants(err, "delegation.deputy")
		_, err = s.Delegate(t.Context(), chief, deputy.Subject, begin, begin, "")
		s.wants(err, "delegation.times")
		_, err = s.Delegate(t.Context(), s.Token(chief, "", rbac.ApprovalDecide), deputy.Subject, begin, begin.Add(time.Hour), "")
		s.wants(err, "auth.session_needed")
		d, err := s.Delegate(t.Context(), chief, deputy.Subject, begin, begin.Add(time.Hour), "holidays")
		if err != nil {
			t.Fatal(err)
		}
		_, err = s.decide(deputy, a, in) // not yet
		s.wants(err, "approval.no_deputy")
		s.Clock.Add(time.Hour)
		// The deputy needs the right himself.
		operator := s.as(servertest.Stock, rbac.Viewer)
		if _, err := s.Delegate(t.Context(), chief, operator.Subject, time.Time{}, s.Clock.Now().Add(time.Hour), ""); err != nil {
			t.Fatal(err)
		}
		_, err = s.decide(operator, a, in)
		s.wants(err, "auth.forbidden")
		v, err := s.decide(deputy, a, in)
		if err != nil || v.Decisions[0].By != deputy.Subject || v.Decisions[0].Behalf != chief.Subject {
			t.Fatalf("decided: %+v, %v", v, err)
		}
		_, err = s.decide(chief, a, approvals.In{}) // his deputy has
		s.wants(err, "approval.twice")
		s.wants(s.EndDelegation(t.Context(), deputy, d.ID), "delegation.unknown")
		s.wants(s.EndDelegation(t.Context(), chief, d.ID), "")
		list, err := s.Delegations(t.Context(), chief, page.Request{Limit: 5})
		if err != nil || len(list.Items) != 1 || list.Items[0].FromName == "" || list.Items[0].ToName == "" || list.Items[0].FromName == list.Items[0].ToName {
			t.Errorf("delegations %+v, %v", list.Items, err)
		}
	})
}

func TestTalkAboutIt(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, s *scene) {
		a := s.open()
		requester := s.as(servertest.Stock, rbac.Operator)
		_, err := s.Comment(t.Context(), s.as(servertest.Umbra, rbac.Owner), a.Org, a.ID, "hello")
		s.wants(err, "resource.unknown")
		_, err = s.Comment(t.Context(), s.as(servertest.Stock, rbac.Viewer), a.Org, a.ID, " hello ")
		s.wants(err, "")
		_, err = s.Copy(t.Context(), requester, a.Org, a.ID, s.Subject(rbac.Viewer, servertest.Shop))
		s.wants(err, "approval.cannot")
		_, err = s.Copy(t.Context(), requester, a.Org, a.ID, s.Subject(rbac.Auditor, servertest.Stock))
		s.wants(err, "")
		told, err := s.Service.Inbox.(*inbox.Service).List(t.Context(), s.as(servertest.Stock, rbac.Auditor), inbox.Query{Box: inbox.BoxMine}, page.Request{Limit: 5})
		if err != nil || len(told.Items) != 1 {
			t.Errorf("who was told follows %+v, %v", told.Items, err)
		}
		_, err = s.Remind(t.Context(), s.as(servertest.Stock, rbac.Designer), a.Org, a.ID)
		s.wants(err, "approval.not_requester")
		_, err = s.Remind(t.Context(), requester, a.Org, a.ID)
		s.wants(err, "")
		_, err = s.Remind(t.Context(), requester, a.Org, a.ID)
		s.wants(err, "approval.reminded")
		_, err = s.Withdraw(t.Context(), s.as(servertest.Stock), a.Org, a.ID, "")
		s.wants(err, "approval.not_requester")
		v, err := s.Withdraw(t.Context(), requester, a.Org, a.ID, "not needed")
		if err != nil || v.State != approvals.Withdrawn || len(s.settled) != 1 {
			t.Errorf("withdrawn: %+v, %v", v, err)
		}
		_, err = s.Comment(t.Context(), requester, a.Org, a.ID, "late")
		s.wants(err, "approval.over")
	})
}

func TestWhoSeesIt(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, s *scene) {
		a := s.open()
		for _, tt := range []struct {
			who     rbac.Actor
			code    string
			details bool
		}{
			{s.as(servertest.Stock), "", true},
			{s.as(servertest.Stock, rbac.Viewer), "", false},
			{s.as(servertest.Stock, rbac.Operator), "", true},
			{s.as(servertest.Shop, rbac.Admin), "resource.unknown", false},
			{s.as(servertest.Umbra, rbac.Owner), "resource.unknown", false},
		} {
			v, err := s.Get(t.Context(), tt.who, a.Org, a.ID)
			s.wants(err, tt.code)
			if (v.Details != "") != tt.details {
				t.Errorf("details %q", v.Details)
			}
		}
		_, err := s.Get(t.Context(), s.as(servertest.Acme), s.Org(servertest.Retail), a.ID)
		s.wants(err, "approval.unknown")
		list, err := s.List(t.Context(), s.as(servertest.Retail, rbac.Viewer), s.Org(servertest.Retail), approvals.Waiting, page.Request{Limit: 5})
		if err != nil || len(list.Items) != 1 || list.Items[0].Details != "" {
			t.Errorf("list %+v, %v", list.Items, err)
		}
		list, err = s.List(t.Context(), s.as(servertest.Shop, rbac.Viewer), s.Org(servertest.Shop), "", page.Request{Limit: 5})
		if err != nil || len(list.Items) != 0 {
			t.Errorf("beside: %+v, %v", list.Items, err)
		}
	})
}
