package stream_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"catenary/internal/fault"
	"catenary/rbac"
	"catenary/server/runs"
	"catenary/server/servertest"
	"catenary/server/stream"
)

func TestARunIsStreamedWithoutGapOrRepeat(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	p.pauses(2)
	first := p.run(rbac.Operator, "")
	if got := first.ids(3); !slices.Equal(got, numbers(1, 3)) {
		t.Fatalf("what was there: %v", got)
	}
	p.pauses(2)
	if got := first.ids(2); !slices.Equal(got, numbers(4, 5)) {
		t.Fatalf("what came: %v", got)
	}
	first.cancel()
	p.pauses(500) // more than are read at once
	again := p.run(rbac.Operator, "5")
	p.ends()
	if got := again.ids(502); !slices.Equal(got, numbers(6, 507)) {
		t.Errorf("after coming back: %v", got)
	}
	if last := again.next(); last != "" {
		t.Errorf("after the end: %s", last)
	}
	if over := p.run(rbac.Operator, "507"); over.resp.StatusCode != http.StatusNoContent {
		t.Errorf("of a run that is over: %d", over.resp.StatusCode)
	}
	if late := p.run(rbac.Operator, "506"); late.next() == "" || late.next() != "" {
		t.Error("the last event alone is not sent, or more")
	}
}

func TestAStreamWaitsForWhatIsAskedOfARunThatIsOver(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	p.ends()
	if _, err := p.Runs.Undo(t.Context(), p.Actor(rbac.Operator, servertest.Stock), p.Org(servertest.Stock), p.id.Run, "wrong order"); err != nil {
		t.Fatal(err)
	}
	late := p.run(rbac.Operator, "3") // has all that there is
	whole := p.run(rbac.Operator, "")
	if got := whole.ids(3); !slices.Equal(got, numbers(1, 3)) {
		t.Fatalf("what was there: %v", got)
	}
	p.undoes()
	for name, r := range map[string]*reader{"late": late, "whole": whole} {
		if got := r.next(); !strings.HasPrefix(got, "4 undo ") {
			t.Errorf("%s: the undo: %q", name, got)
		}
		if got := r.next(); !strings.HasPrefix(got, "5 end ") {
			t.Errorf("%s: its end: %q", name, got)
		}
		if got := r.next(); got != "" {
			t.Errorf("%s: after the end: %q", name, got)
		}
	}
}

func TestInputsAndOutputsNeedTheirRight(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	p.ends()
	for role, sees := range map[rbac.RoleID]bool{rbac.Operator: true, rbac.Viewer: false} {
		r := p.run(role, "")
		all := r.next() + r.next() + r.next()
		if strings.Contains(all, "A-1") != sees || strings.Contains(all, "secretive") != sees || !strings.Contains(all, `"roots":["a"]`) {
			t.Errorf("%s sees %s", role, all)
		}
	}
}

func TestStreamsAreRefusedAsTheirRunsAre(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	for name, tt := range map[string]struct {
		reader stream.Reader
		org    rbac.OrgID
		code   string
	}{
		"other tenant": {p.as(rbac.Owner, servertest.Umbra, ""), p.Org(servertest.Stock), "resource.unknown"},
		"sibling":      {p.as(rbac.Viewer, servertest.Shop, ""), p.Org(servertest.Stock), "resource.unknown"},
		"other org":    {p.as(rbac.Operator, servertest.Stock, ""), p.Org(servertest.Picking), "run.unknown"},
		"no number":    {p.as(rbac.Operator, servertest.Stock, "x"), p.Org(servertest.Stock), "request.parameter"},
	} {
		if _, err := p.Run(t.Context(), tt.reader, tt.org, p.id.Run); !fault.HasCode(err, tt.code) {
			t.Errorf("%s: %v, want %s", name, err, tt.code)
		}
	}
	_, err := p.Lines(t.Context(), p.as(rbac.Viewer, servertest.Stock, ""), p.Org(servertest.Stock), p.id.Run, runs.LogRef{Node: "a"})
	if !fault.HasCode(err, "auth.forbidden") {
		t.Errorf("a log without run:data: %v", err)
	}
}

func TestAStreamEndsWithTheRight(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	r := p.run(rbac.Viewer, "")
	r.next()
	who := p.Actor(rbac.Viewer, servertest.Stock)
	grants, err := p.World.Auth.Grants(t.Context(), who.Tenant, who.Subject)
	p.must(err)
	p.must(p.Store.InTx(t.Context(), func(ctx context.Context) error {
		if _, err := p.Store.LockTenant(ctx, who.Tenant); err != nil {
			return err
		}
		if err := p.Store.DropRights(ctx, who.Tenant, who.Subject); err != nil {
			return err
		}
		var ops []rbac.Change
		for _, g := range grants {
			ops = append(ops, rbac.Change{GrantGone: &g})
		}
		return p.Store.AppendPolicy(ctx, who.Tenant, ops...)
	}))
	p.World.Auth.Hint(who.Tenant, p.Version(who.Tenant))
	if got := r.next(); !strings.HasPrefix(got, "refused") || !strings.Contains(got, "resource.unknown") {
		t.Errorf("after the right has ended: %q", got)
	}
	if got := r.next(); got != "" {
		t.Errorf("and then %q", got)
	}
}

func TestAStreamEndsWithTheSession(t *testing.T) {
	t.Parallel()
	p := newPlace(t, func(s *stream.Service) { s.Recheck = time.Millisecond })
	reader := p.as(rbac.Viewer, servertest.Stock, "")
	reader.Still = func(context.Context) error { return fault.New(fault.Unauthenticated, "auth.session", "sign in") }
	r := p.read(p.Run(t.Context(), reader, p.Org(servertest.Stock), p.id.Run))
	r.next()
	if got := r.next(); !strings.HasPrefix(got, "refused") || !strings.Contains(got, "auth.session") {
		t.Errorf("after the session has ended: %q", got)
	}
}

func TestStreamsEndWhenTheServerStops(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	r := p.run(rbac.Viewer, "")
	list := p.read(p.List(t.Context(), p.as(rbac.Viewer, servertest.Stock, ""), p.Org(servertest.Stock)))
	r.next()
	list.next()
	p.Stop()
	p.Stop()
	if r.next() != "" || list.next() != "" {
		t.Error("something came after the stop")
	}
}

func TestSilenceIsBroken(t *testing.T) {
	t.Parallel()
	p := newPlace(t, func(s *stream.Service) { s.Heartbeat = time.Millisecond })
	r := p.run(rbac.Viewer, "")
	r.next()
	for r.lines.Scan() {
		if r.lines.Text() == ":" {
			return
		}
	}
	t.Error("no heart beat")
}

// stuck accepts nothing.
type stuck struct {
	*httptest.ResponseRecorder
	deadline time.Time
}

func (s *stuck) SetWriteDeadline(t time.Time) error { s.deadline = t; return nil }
func (s *stuck) Write([]byte) (int, error) {
	<-time.After(time.Until(s.deadline))
	return 0, context.DeadlineExceeded
}

func TestASlowReaderIsCutOff(t *testing.T) {
	t.Parallel()
	p := newPlace(t, func(s *stream.Service) { s.Patience = 10 * time.Millisecond })
	s, err := p.Run(t.Context(), p.as(rbac.Viewer, servertest.Stock, ""), p.Org(servertest.Stock), p.id.Run)
	p.must(err)
	if err := s(t.Context(), &stuck{ResponseRecorder: httptest.NewRecorder()}); err == nil {
		t.Error("the stream went on")
	}
	p.pauses(3) // nobody waits for that reader
	if got := p.run(rbac.Viewer, "").ids(4); !slices.Equal(got, numbers(1, 4)) {
		t.Errorf("from the start again: %v", got)
	}
}
