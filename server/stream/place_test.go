package stream_test

import (
	"bufio"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"catenary/chain"
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
	epoch  int64
}

const replica = "r1"

func newPlace(t *testing.T, set ...func(*stream.Service)) *place {
	t.Helper()
	w := servertest.SQLite(t)
	p := &place{World: w, t: t, epoch: 1, id: runtime.ID{Tenant: string(w.Tenant(servertest.Stock)), Run: w.NewID()}}
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
	e, err := run.NewEvent(p.seq, p.epoch, p.Clock.Now().UnixMicro(), kind, body)
	p.must(err)
	return e
}

// commit writes events of the run, and lets the engine tell of it.
func (p *place) commit(state run.State, set func(*runtime.Write), events ...run.Event) {
	p.t.Helper()
	w := runtime.Write{ID: p.id, Epoch: p.epoch, From: p.seq - int64(len(events)), State: state, Events: events}
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
	p.commit(run.Succeeded, func(w *runtime.Write) { w.Release = true }, p.event(run.EndEvent, run.End{State: run.Succeeded, Output: []byte(`1`)}))
}

// undoes takes up what was asked of the run that is over: its undo.
func (p *place) undoes() {
	p.t.Helper()
	taken, err := p.Store.Signals(p.t.Context(), p.id.Tenant, p.id.Run)
	p.must(err)
	claimed, err := p.Store.Claim(p.t.Context(), replica, 1)
	p.must(err)
	if len(claimed) != 1 || len(taken) != 1 {
		p.t.Fatalf("%d runs are due, %d signals wait", len(claimed), len(taken))
	}
	p.epoch = claimed[0].Epoch
	p.commit(run.Undoing, func(w *runtime.Write) { w.Taken = []string{taken[0].ID} }, p.event(run.UndoEvent, run.Note{Reason: "wrong order"}))
	p.commit(run.Undone, nil, p.event(run.EndEvent, run.End{State: run.Undone}))
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
