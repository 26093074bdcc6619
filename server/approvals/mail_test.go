package approvals_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"catenary/rbac"
	"catenary/server/inbox"
	"catenary/server/servertest"
)

// post keeps the mails that were sent, as the address and the subject.
type post struct{ sent []string }

// Send implements inbox.Mailer.
func (p *post) Send(_ context.Context, to, subject, _ string) error {
	name, _, _ := strings.Cut(to, "@")
	p.sent = append(p.sent, name+": "+subject)
	return nil
}

// Whoever a person names is mailed, and nobody else is again.
func TestWhoIsNamedIsMailed(t *testing.T) {
	t.Parallel()
	servertest.Each(t, func(t *testing.T, w *servertest.World) {
		s := setup(t, w)
		mails := &post{}
		box := &inbox.Service{Store: w.Store, Mailer: mails, Auth: w.Auth, Audit: w.Audit, NewID: w.NewID, Now: w.Clock.Now}
		s.Inbox = box
		sent := func() []string {
			t.Helper()
			mails.sent = nil
			if _, err := box.Post(t.Context()); err != nil {
				t.Fatal(err)
			}
			return mails.sent
		}
		a := s.open()
		if first := sent(); len(first) != 1 {
			t.Fatalf("those who are asked: %q", first)
		}
		who := s.as(servertest.Stock)
		admin, owner, viewer := s.Subject(rbac.Admin, servertest.Stock), s.Subject(rbac.Owner, servertest.Stock), s.Subject(rbac.Viewer, servertest.Stock)
		_, err := s.AddApprover(t.Context(), who, a.Org, a.ID, admin, "")
		s.wants(err, "")
		one := sent()
		_, err = s.Transfer(t.Context(), who, a.Org, a.ID, owner, "")
		s.wants(err, "")
		two := sent()
		_, err = s.Copy(t.Context(), who, a.Org, a.ID, viewer)
		s.wants(err, "")
		three := sent()
		for i, got := range [][]string{one, two, three} {
			want := []string{"To do: A thing", "To do: A thing", "For your information: A thing"}[i]
			if len(got) != 1 || !strings.HasSuffix(got[0], ": "+want) {
				t.Errorf("act %d is mailed as %q", i+1, got)
			}
		}
		all := slices.Concat(one, two, three)
		if slices.Sort(all); len(slices.Compact(all)) != 3 {
			t.Errorf("not each to another: %q", all)
		}
	})
}
