package approvals_test

import (
	"slices"
	"testing"
	"time"

	"catenary/internal/page"
	"catenary/rbac"
	"catenary/server/approvals"
	"catenary/server/servertest"
)

// after lets time pass and does what is due then.
func (s *scene) after(d time.Duration) {
	s.t.Helper()
	s.Clock.Add(d)
	if _, err := s.Due(s.t.Context()); err != nil {
		s.t.Fatal(err)
	}
}

func (s *scene) acts(a approvals.Approval) []approvals.ActKind {
	s.t.Helper()
	acts, err := s.Acts(s.t.Context(), s.as(servertest.Acme, rbac.Owner), a.Org, a.ID, page.Request{Limit: 50})
	if err != nil {
		s.t.Fatal(err)
	}
	kinds := make([]approvals.ActKind, len(acts.Items))
	for i, act := range acts.Items {
		kinds[i] = act.Kind
	}
	return kinds
}

func TestRemindersEscalationAndTheEnd(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, s *scene) {
		level := approvals.Level{
			By: []approvals.By{{Role: "approver"}}, Due: "10h", Escalate: 1, AtEnd: approvals.RejectAtEnd,
			Remind: &approvals.Remind{Every: "4h", Rounds: 1},
		}
		a := s.open(level)
		next, err := s.Due(t.Context())
		if err != nil || !next.Equal(s.Clock.Now().Add(4*time.Hour)) {
			t.Errorf("next at %v, %v", next, err)
		}
		s.after(4 * time.Hour)
		s.after(4 * time.Hour) // one round only
		if got := s.acts(a); !slices.Equal(got, []approvals.ActKind{"opened", "reminded"}) {
			t.Errorf("after eight hours %v", got)
		}
		s.after(2 * time.Hour)
		v := s.get(a)
		if want := []rbac.SubjectID{s.Subject(rbac.Approver, servertest.Retail), s.Subject(rbac.Approver, servertest.Stock)}; v.Raised != 1 || len(v.Asked) != 2 ||
			!slices.Contains(v.Asked, want[0]) || v.DueAt != s.Clock.Now().Add(10*time.Hour).UnixMicro() {
			t.Errorf("after ten hours %+v", v)
		}
		s.after(4 * time.Hour)
		s.after(6 * time.Hour)
		if v := s.get(a); v.State != approvals.Expired || len(s.settled) != 1 {
			t.Errorf("at the end %+v", v)
		}
		if got := s.acts(a); !slices.Equal(got, []approvals.ActKind{"opened", "reminded", "escalated", "reminded", "expired"}) {
			t.Errorf("in all %v", got)
		}
	})
}

func TestWhatIsWrittenHappensAtTheEnd(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, s *scene) {
		by := []approvals.By{{Role: "approver"}}
		waits := s.open(approvals.Level{By: by, Due: "1h"})
		lapses := s.open(approvals.Level{By: by, Due: "1h", AtEnd: approvals.ApproveIt})
		s.after(2 * time.Hour)
		s.after(2 * time.Hour)
		if v := s.get(waits); v.State != approvals.Waiting || !slices.Equal(s.acts(waits), []approvals.ActKind{"opened", "reminded"}) {
			t.Errorf("keeps waiting: %v %v", v.State, s.acts(waits))
		}
		if v := s.get(lapses); v.State != approvals.Approved || !v.Lapsed || len(v.Decisions) != 0 {
			t.Errorf("lapses: %+v", v)
		}
		s.approve(s.as(servertest.Stock), waits)
	})
}

func TestRightsThatChangeMoveWhoIsAsked(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, s *scene) {
		a := s.open()
		if err := s.ungrant(servertest.Stock); err != nil {
			t.Fatal(err)
		}
		s.after(time.Second)
		if v := s.get(a); !slices.Equal(v.Asked, []rbac.SubjectID{s.Subject(rbac.Approver, servertest.Retail)}) {
			t.Errorf("asked %v", v.Asked)
		}
		for _, path := range []string{servertest.Retail, servertest.Acme} {
			if err := s.ungrant(path); err != nil {
				t.Fatal(err)
			}
		}
		s.after(time.Second)
		if v := s.get(a); !v.Nobody || len(v.Asked) != 0 {
			t.Errorf("nobody is left, and it says %+v", v)
		}
		s.grant(s.Subject(rbac.Viewer, servertest.Stock), rbac.Approver, servertest.Stock)
		s.after(time.Second)
		if v := s.get(a); v.Nobody || !v.MayDecide && len(v.Asked) != 1 {
			t.Errorf("somebody is there again, and it says %+v", v)
		}
	})
}

// TestWhoManagesRolesNamesSomebodyForThoseWhoAreGone: only while too few can
// decide, nobody who authored it, and not himself.
func TestWhoManagesRolesNamesSomebodyForThoseWhoAreGone(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, s *scene) {
		gone, admin, retail := s.as(servertest.Stock), s.as(servertest.Stock, rbac.Admin), s.as(servertest.Retail)
		a := s.open(approvals.Level{By: []approvals.By{{Member: string(gone.Subject)}}})
		name := func(who rbac.Actor, to rbac.SubjectID) error {
			_, err := s.Transfer(t.Context(), who, a.Org, a.ID, to, "he has left")
			return err
		}
		s.wants(name(admin, retail.Subject), "approval.not_asked")
		if err := s.ungrant(servertest.Stock); err != nil {
			t.Fatal(err)
		}
		s.after(time.Second)
		if v := s.get(a); !v.Nobody {
			t.Fatalf("somebody can decide: %+v", v)
		}
		s.wants(name(retail, s.Subject(rbac.Owner, servertest.Stock)), "auth.forbidden")
		s.wants(name(admin, admin.Subject), "approval.cannot")
		s.wants(name(admin, s.Subject(rbac.Operator, servertest.Stock)), "approval.cannot") // asked for it
		s.wants(name(admin, retail.Subject), "")
		_, err := s.decide(admin, a, approvals.In{})
		s.wants(err, "approval.not_asked")
		if v := s.get(a); v.Nobody || !slices.Equal(v.Asked, []rbac.SubjectID{retail.Subject}) {
			t.Errorf("asked %v", v.Asked)
		}
		s.wants(name(admin, s.Subject(rbac.Owner, servertest.Stock)), "approval.not_asked") // somebody can again
		if v := s.approve(retail, a); v.State != approvals.Approved {
			t.Errorf("it is %s", v.State)
		}
	})
}

func TestAnAuthorNamesNobody(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, s *scene) {
		admin := s.as(servertest.Stock, rbac.Admin)
		r := s.request(approvals.Level{By: []approvals.By{{Member: string(s.Subject(rbac.Approver, servertest.Stock))}}})
		r.Requester = admin.Subject
		a, err := s.Open(t.Context(), r)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.ungrant(servertest.Stock); err != nil {
			t.Fatal(err)
		}
		_, err = s.Transfer(t.Context(), admin, a.Org, a.ID, s.Subject(rbac.Approver, servertest.Retail), "he has left")
		s.wants(err, "approval.own")
	})
}

// ungrant takes the approver's role at an org away from him.
func (s *scene) ungrant(path string) error {
	owner := s.as(servertest.Acme, rbac.Owner)
	grants, err := s.World.Store.GrantsOf(s.t.Context(), owner.Tenant, s.Subject(rbac.Approver, path), 5)
	if err != nil {
		return err
	}
	return s.Orgs.Withdraw(s.t.Context(), owner, s.Org(path), grants[0].ID)
}
