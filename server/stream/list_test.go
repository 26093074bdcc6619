package stream_test

import (
	"strings"
	"testing"

	"catenary/rbac"
	"catenary/runtime"
	"catenary/runtime/run"
	"catenary/server/runs"
	"catenary/server/servertest"
)

func TestAListIsStreamed(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	list := func(role rbac.RoleID, path, after string, org rbac.OrgID) *reader {
		t.Helper()
		return p.read(p.List(t.Context(), p.as(role, path, after), org))
	}
	r := list(rbac.Viewer, servertest.Retail, "", p.Org(servertest.Retail)) // an org above
	below := list(rbac.Viewer, servertest.Picking, "", p.Org(servertest.Picking))
	cursor, _, _ := strings.Cut(r.next(), " ")
	if got := below.next(); !strings.Contains(got, "ready") {
		t.Errorf("at first %q", got)
	}
	p.pauses(1)
	got := r.next()
	if !strings.Contains(got, "run {") || !strings.Contains(got, p.id.Run) || !strings.Contains(got, `"state":"paused"`) {
		t.Errorf("the change: %q", got)
	}
	r.cancel()
	p.pauses(1)
	back := list(rbac.Viewer, servertest.Retail, cursor, p.Org(servertest.Retail))
	if got := back.next(); !strings.Contains(got, "run {") || !strings.Contains(got, `"seq":3`) {
		t.Errorf("after coming back: %q", got)
	}
	for _, lost := range []string{"other-7", "x", strings.Split(cursor, "-")[0] + "-999999"} {
		if got := list(rbac.Viewer, servertest.Retail, lost, p.Org(servertest.Retail)).next(); !strings.Contains(got, "refresh") {
			t.Errorf("with the cursor %s: %q", lost, got)
		}
	}
	for range 5000 { // more than is kept
		p.engine.tell(runtime.Change{ID: runtime.ID{Tenant: "other", Run: "r"}})
	}
	if got := list(rbac.Viewer, servertest.Retail, cursor, p.Org(servertest.Retail)).next(); !strings.Contains(got, "refresh") {
		t.Errorf("after too much was missed: %q", got)
	}
	p.Stop()
	for got := below.next(); got != ""; got = below.next() {
		if strings.Contains(got, p.id.Run) {
			t.Errorf("a run of an org above is shown: %q", got)
		}
	}
}

func TestALogIsStreamed(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	of := runtime.StepRef{Node: "a", Attempt: 1, Half: "task"}
	p.commit(run.Running, nil, p.event(run.IntentEvent, run.Intent{Node: "a", Attempt: 1, Halves: []run.Begun{{Half: "task", Key: "k"}}}))
	say := func(n int64, text string) {
		t.Helper()
		p.must(p.Store.Append(t.Context(), p.id, of, []runtime.Line{{Number: n, At: 1, Stream: "stdout", Text: text}}))
	}
	say(0, "one")
	ref := runs.LogRef{Node: "a", Half: "task"}
	r := p.read(p.Lines(t.Context(), p.as(rbac.Operator, servertest.Stock, ""), p.Org(servertest.Stock), p.id.Run, ref))
	if got := r.next(); !strings.HasPrefix(got, "0 line") || !strings.Contains(got, `"one"`) {
		t.Errorf("what was there: %q", got)
	}
	say(1, "two")
	if got := r.next(); !strings.HasPrefix(got, "1 line") || !strings.Contains(got, `"two"`) {
		t.Errorf("what came: %q", got)
	}
	say(2, "three")
	p.commit(run.Running, nil, p.event(run.ResultEvent, run.Result{Node: "a", Attempt: 1, Half: "task", State: run.StepSucceeded}))
	if got := r.next(); !strings.HasPrefix(got, "2 line") {
		t.Errorf("the last line: %q", got)
	}
	if got := r.next(); got != `end {"lines":3}` {
		t.Errorf("the end: %q", got)
	}
	back := p.read(p.Lines(t.Context(), p.as(rbac.Operator, servertest.Stock, "1"), p.Org(servertest.Stock), p.id.Run, ref))
	if got := back.next(); !strings.HasPrefix(got, "2 line") {
		t.Errorf("after coming back: %q", got)
	}
}
