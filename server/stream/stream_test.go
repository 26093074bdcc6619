package stream_test

import (
	"bufio"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"catenary/chain"
	"catenary/internal/fault"
	"catenary/rbac"
	"catenary/runtime"
	"catenary/runtime/run"
	"catenary/server/runs"
	"catenary/server/servertest"
	"catenary/server/stream"
)

// engine tells of what place commits.
type engine struct {
	*runtime.Engine
	tell func(runtime.Change)
}

func (e *engine) WatchAll(f func(runtime.Change)) (stop func()) {
	e.tell = f
	return func() { e.tell = func(runtime.Change) {} }
}

// place is a world with a run that waits, and streams over it.
type place struct {
	*servertest.World
	*stream.Service
	t      *testing.T
	engine *engine
	id     runtime.ID
	seq    int64
}

const replica = "r1"

func newPlace(t *testing.T, set ...func(*stream.Service)) *place {
	t.Helper()
	w := servertest.SQLite(t)
	p := &place{World: w, t: t, id: runtime.ID{Tenant: string(w.Tenant(servertest.Stock)), Run: w.NewID()}}
	p.engine = &engine{Engine: runtime.New(runtime.Config{Journal: w.Store, NewID: w.NewID, Now: w.Clock.Now})}
	p.Service = &stream.Service{
		Runs:   &runs.Service{Store: w.Store, Engine: p.engine, Logs: w.Store, Auth: w.Auth, Audit: w.Audit, NewID: w.NewID, Now: w.Clock.Now},
		Engine: p.engine, Auth: w.Auth, NewID: w.NewID, Now: w.Clock.Now,
	}
	for _, f := range set {
		f(p.Service)
	}
	p.must(p.Start(t.Context()))
	t.Cleanup(p.Stop)
	p.must(w.Store.Enlist(t.Context(), replica, w.Clock.Now().Add(time.Hour).UnixMicro()))
	p.commit(run.Running, func(write *runtime.Write) {
		write.Create = &runtime.Run{
			Tenant: p.id.Tenant, ID: p.id.Run, Org: string(w.Org(servertest.Stock)), Chain: "c1", Key: "release", Version: 1,
			Trigger: "api", By: "u1", CreatedAt: w.Clock.Now().UnixMicro(),
		}
	}, p.event(run.StartEvent, run.Start{Input: []byte(`{"sku":"A-1"}`), Roots: []chain.NodeID{"a"}}))
	return p
}

func (p *place) must(err error) {
	p.t.Helper()
	if err != nil {
		p.t.Fatal(err)
	}
}

func (p *place) event(kind run.Kind, body any) run.Event {
	p.t.Helper()
	p.seq++
	e, err := run.NewEvent(p.seq, 1, p.Clock.Now().UnixMicro(), kind, body)
	p.must(err)
	return e
}

// commit writes events of the run, and lets the engine tell of it.
func (p *place) commit(state run.State, set func(*runtime.Write), events ...run.Event) {
	p.t.Helper()
	w := runtime.Write{ID: p.id, Epoch: 1, From: p.seq - int64(len(events)), State: state, Events: events}
	if set != nil {
		set(&w)
	}
	out, err := p.Store.Commit(p.t.Context(), replica, []runtime.Write{w})
	p.must(err)
	if out[0].Lost {
		p.t.Fatal("the run is lost")
	}
	p.engine.tell(runtime.Change{ID: p.id, Org: string(p.Org(servertest.Stock)), Chain: "c1", State: state, Seq: p.seq})
	p.engine.Hint(p.id)
}

// pauses writes n events that change nothing much.
func (p *place) pauses(n int) {
	p.t.Helper()
	for range n {
		if p.seq%2 == 1 {
			p.commit(run.Paused, nil, p.event(run.PauseEvent, run.Note{}))
		} else {
			p.commit(run.Running, nil, p.event(run.UnpauseEvent, run.Note{}))
		}
	}
}

// ends writes the end of the run.
func (p *place) ends() {
	p.t.Helper()
	p.commit(run.Running, nil, p.event(run.SegmentEvent, run.Segment{Entries: []run.Entry{
		{Node: "a", State: run.StepSucceeded, Output: []byte(`{"secretive":1}`), Decided: &run.Decision{}},
	}}))
	p.commit(run.Succeeded, nil, p.event(run.EndEvent, run.End{State: run.Succeeded, Output: []byte(`1`)}))
}

// reader is one who reads a stream over a real connection.
type reader struct {
	t      *testing.T
	cancel context.CancelFunc
	resp   *http.Response
	lines  *bufio.Scanner
}

// read asks for a stream; nil is answered with 204.
func (p *place) read(s stream.Stream, err error) *reader {
	p.t.Helper()
	p.must(err)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if s == nil {
			w.WriteHeader(http.StatusNoContent)
			return
		}
		_ = s(r.Context(), w) // what the reader sees is what counts
	}))
	ctx, cancel := context.WithCancel(p.t.Context())
	p.t.Cleanup(func() { cancel(); server.Close() })
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, server.URL, http.NoBody)
	p.must(err)
	resp, err := server.Client().Do(req)
	p.must(err)
	p.t.Cleanup(func() { _ = resp.Body.Close() })
	return &reader{t: p.t, cancel: cancel, resp: resp, lines: bufio.NewScanner(resp.Body)}
}

// next is the next event as "id name data"; "" at the end.
func (r *reader) next() string {
	r.t.Helper()
	var id, name string
	for r.lines.Scan() {
		field, value, _ := strings.Cut(r.lines.Text(), ": ")
		switch field {
		case "id":
			id = value
		case "event":
			name = value
		case "data":
			return strings.TrimSpace(id + " " + name + " " + value)
		}
	}
	return ""
}

// ids are those of the next n events.
func (r *reader) ids(n int) []string {
	r.t.Helper()
	var out []string
	for range n {
		id, _, _ := strings.Cut(r.next(), " ")
		out = append(out, id)
	}
	return out
}

func numbers(from, to int) []string {
	var out []string
	for n := from; n <= to; n++ {
		out = append(out, fmt.Sprint(n))
	}
	return out
}

func (p *place) as(role rbac.RoleID, path, after string) stream.Reader {
	return stream.Reader{Who: p.Actor(role, path), After: after}
}

func (p *place) run(role rbac.RoleID, after string) *reader {
	p.t.Helper()
	return p.read(p.Run(p.t.Context(), p.as(role, servertest.Stock, after), p.Org(servertest.Stock), p.id.Run))
}

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
