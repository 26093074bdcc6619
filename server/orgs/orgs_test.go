package orgs_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"catenary/internal/fault"
	"catenary/internal/page"
	"catenary/rbac"
	"catenary/server/orgs"
	"catenary/server/servertest"
)

// all is the first page of a list, long enough for every test.
func all() page.Request { return page.Request{Limit: page.MaxLimit} }

// refused fails the test unless err has the code.
func refused(t *testing.T, err error, code string) {
	t.Helper()
	if !fault.HasCode(err, code) {
		t.Errorf("got %v, want %s", err, code)
	}
}

// works ends the test if err is not nil.
func works(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// raises runs one change, which has to raise the policy version by one, write
// one audit entry with the action, and be seen by another server at once.
func raises(t *testing.T, w *servertest.World, tenant rbac.TenantID, action string, change func() error) {
	t.Helper()
	before, entries := w.Version(tenant), len(w.Audited(tenant))
	works(t, change())
	if after := w.Version(tenant); after != before+1 {
		t.Errorf("%s raised the policy version by %d, want 1", action, after-before)
	}
	if got := w.Audited(tenant)[entries:]; !slices.Equal(got, []string{action}) {
		t.Errorf("audit entries %q, want %s", got, action)
	}
}

// unchanged runs what is refused with the code, which may neither raise the
// policy version nor write an entry.
func unchanged(t *testing.T, w *servertest.World, tenant rbac.TenantID, code string, attempt func() error) {
	t.Helper()
	before, entries := w.Version(tenant), len(w.Audited(tenant))
	refused(t, attempt(), code)
	if after := w.Version(tenant); after != before {
		t.Errorf("what was refused raised the policy version from %d to %d", before, after)
	}
	if got := w.Audited(tenant)[entries:]; len(got) > 0 {
		t.Errorf("what was refused wrote %q to the audit log", got)
	}
}

// may says whether someone may do act at an org, in the next request on any
// server.
func may(t *testing.T, w *servertest.World, who rbac.Actor, act rbac.Permission, org rbac.OrgID) bool {
	t.Helper()
	who = w.Session(who.Tenant, who.Subject)
	answer := w.Auth.Can(context.Background(), who, act, rbac.Resource{OrgID: org}) == nil
	if other := w.Replica().Auth.Can(context.Background(), who, act, rbac.Resource{OrgID: org}) == nil; other != answer {
		t.Errorf("%s at %s: this server says %v, one that loads everything anew %v", act, org, answer, other)
	}
	return answer
}

func names(views []orgs.View) []string {
	out := []string{}
	for _, v := range views {
		out = append(out, v.Name)
	}
	return out
}

// faultOf is what a caller is told.
func faultOf(err error) string {
	f := fault.As(err)
	return f.Code + " " + f.Message
}

func longPath(levels int) string { return strings.Repeat("/a", levels) }

// grant gives a role, and fails the test if it cannot.
func grant(t *testing.T, w *servertest.World, who rbac.Actor, path string, subject rbac.SubjectID, role rbac.RoleID) orgs.GrantView {
	t.Helper()
	g, err := w.Orgs.Grant(context.Background(), who, w.Org(path), orgs.NewGrant{Subject: subject, Role: role})
	works(t, err)
	return g
}

// inTurn runs a subtest that looks at the whole of a world which it shares with
// others, and so does not run beside them.
func inTurn(t *testing.T, name string, test func(*testing.T)) {
	t.Helper()
	t.Run(name, test)
}
