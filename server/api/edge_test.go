package api

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"catenary/internal/fault"
	"catenary/internal/id"
	"catenary/internal/testkit"
	"catenary/rbac"
	"catenary/server/audit"
	"catenary/server/identity"
	"catenary/server/orgs"
	"catenary/server/store"
	"catenary/server/store/storetest"
)

// edge is an API with some routes of its own, over an empty database, to which
// "good" is a session and a token of alice.
type edge struct {
	*API
	t       testing.TB
	handler http.Handler
	now     *testkit.Clock
	log     *bytes.Buffer
	gate    *fakeGate
	audited *auditRows
	// work is what POST /things does after its input is read.
	work func(ctx context.Context) error
	// made counts how often it was done.
	made atomic.Int64
}

const someOrg = "01JD0000000000000000000000"

var alice = rbac.Actor{Tenant: "t1", Subject: "alice", Kind: rbac.User, Human: "alice", Scope: "*"}

// fakeGate lets in whoever it has.
type fakeGate struct {
	needsSetup atomic.Bool
	asked      atomic.Int64
	replaced   string
	people     map[string]rbac.Actor
}

func (g *fakeGate) NeedsSetup(context.Context) (bool, error) {
	g.asked.Add(1)
	return g.needsSetup.Load(), nil
}

func (g *fakeGate) BySession(_ context.Context, token string) (rbac.Actor, identity.Session, error) {
	who, found := g.people[token]
	if !found {
		return rbac.Actor{}, identity.Session{}, fault.New(fault.Unauthenticated, "auth.session", "sign in")
	}
	return who, identity.Session{ID: "s1", NewToken: g.replaced}, nil
}

func (g *fakeGate) ByToken(_ context.Context, bearer string) (rbac.Actor, error) {
	who, found := g.people[bearer]
	if !found {
		return rbac.Actor{}, fault.New(fault.Unauthenticated, "auth.token", "the token is unknown")
	}
	who.Token = "tok-" + bearer
	return who, nil
}

type thing struct {
	Name  string            `json:"name" maxLength:"20"`
	Count int64             `json:"count,omitempty"`
	Small int8              `json:"small,omitempty"`
	Items []thingItem       `json:"items,omitempty"`
	More  map[string]string `json:"more,omitempty"`
}

type thingItem struct {
	Tags []string `json:"tags"`
}

type thingInput struct {
	InOrg
	Body thing
}

type keptInput struct {
	RawBody []byte `contentType:"application/octet-stream"`
}

type thingOutput struct {
	ETag     string `header:"ETag"`
	Location string `header:"Location"`
	Body     thing
}

type originOutput struct {
	Body struct {
		Address   string `json:"address"`
		RequestID string `json:"request_id"`
	}
}

func newEdge(t testing.TB, set ...func(*API)) *edge {
	t.Helper()
	e := &edge{
		t: t, now: testkit.NewClock(), log: &bytes.Buffer{},
		gate: &fakeGate{people: map[string]rbac.Actor{"good": alice, "bob": {Tenant: "t1", Subject: "bob", Kind: rbac.User, Scope: "*"}}},
		work: func(context.Context) error { return nil },
	}
	s := storetest.SQLite(t, e.now.Now)
	newID := id.NewMaker(e.now.Now).New
	e.audited = &auditRows{Store: s}
	e.API = &API{
		Store: s, Audit: &audit.Log{Store: e.audited, NewID: newID, Now: e.now.Now}, Now: e.now.Now, NewID: newID,
		Orgs:  &orgs.Service{Store: s, Auth: rbac.New(rbac.Config{Source: s, Now: e.now.Now})},
		Log:   slog.New(slog.NewJSONHandler(e.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
		Ready: func(context.Context) error { return nil }, gate: e.gate,
	}
	for _, f := range set {
		f(e.API)
	}
	var err error
	if e.handler, err = e.API.handler(e.register); err != nil {
		t.Fatal(err)
	}
	return e
}

func (e *edge) register() {
	register(e.API, route{
		ID: "makeThing", Method: http.MethodPost, Path: "/orgs/{org_id}/things", Tag: "things", Status: http.StatusCreated, MaxBody: 4096,
		Permission: rbac.ChainEdit,
	}, func(ctx context.Context, in *thingInput) (*thingOutput, error) {
		e.made.Add(1)
		if err := e.work(ctx); err != nil {
			return nil, err
		}
		return &thingOutput{ETag: etag(1), Location: "/things/1", Body: in.Body}, nil
	})
	register(e.API, route{
		ID: "keepThing", Method: http.MethodPut, Path: "/thing", Tag: "things", Access: personal, MaxBody: large + 1,
	}, func(_ context.Context, in *keptInput) (*thingOutput, error) {
		return &thingOutput{Body: thing{Count: int64(len(in.RawBody))}}, nil
	})
	register(e.API, route{
		ID: "showSecret", Method: http.MethodPost, Path: "/secret", Tag: "things", Access: personal, Sensitive: true,
	}, func(context.Context, *struct{}) (*thingOutput, error) {
		return &thingOutput{Body: thing{Name: "hunter2"}}, nil
	})
	register(e.API, route{ID: "origin", Method: http.MethodGet, Path: "/origin", Tag: "things", Access: public},
		func(ctx context.Context, _ *struct{}) (*originOutput, error) {
			out := &originOutput{}
			out.Body.Address, out.Body.RequestID = audit.OriginOf(ctx).Address, audit.OriginOf(ctx).RequestID
			return out, nil
		})
	register(e.API, route{ID: "enter", Method: http.MethodPost, Path: "/enter", Tag: "things", Access: public},
		func(context.Context, *struct{}) (*none, error) { return nil, nil })
	register(e.API, route{ID: "begin", Method: http.MethodPost, Path: "/begin", Tag: setupTag, Access: public},
		func(context.Context, *struct{}) (*none, error) { return nil, nil })
	register(e.API, route{ID: "listThings", Method: http.MethodGet, Path: "/things", Tag: "things", Access: personal},
		func(_ context.Context, in *struct{ Paged }) (*listOutput[thing], error) {
			long := strings.Repeat("x", 20*in.Limit)
			return &listOutput[thing]{Body: listBody[thing]{Items: []thing{{Name: long}}}}, nil
		})
}

// ask is a request that is sent with send.
type ask struct {
	method, path, body, token string
	header                    http.Header
	from                      string
}

func (e *edge) send(q ask) *httptest.ResponseRecorder {
	e.t.Helper()
	var body io.Reader
	if q.body != "" {
		body = strings.NewReader(q.body)
	}
	r := httptest.NewRequest(q.method, q.path, body)
	if q.body != "" {
		r.Header.Set("Content-Type", jsonType)
	}
	if q.token != "" {
		r.Header.Set("Authorization", "Bearer "+q.token)
	}
	for name, values := range q.header {
		r.Header[name] = values
	}
	if q.from != "" {
		r.RemoteAddr = q.from
	}
	w := httptest.NewRecorder()
	e.handler.ServeHTTP(w, r)
	return w
}

// makeThing sends a body to POST /things as alice.
func (e *edge) makeThing(body string, header ...string) *httptest.ResponseRecorder {
	e.t.Helper()
	return e.send(ask{method: http.MethodPost, path: thingsPath, body: body, token: "good", header: headers(header...)})
}

const thingsPath = "/api/v1/orgs/" + someOrg + "/things"

func headers(pairs ...string) http.Header {
	h := http.Header{}
	for i := 0; i+1 < len(pairs); i += 2 {
		h.Add(pairs[i], pairs[i+1])
	}
	return h
}

// want checks status and, for a refusal, the problem's code and form.
func want(t testing.TB, w *httptest.ResponseRecorder, status int, code string) problem {
	t.Helper()
	var p problem
	if w.Code != status {
		t.Fatalf("status = %d, want %d: %s", w.Code, status, w.Body)
	}
	if code == "" {
		return p
	}
	if got := w.Header().Get("Content-Type"); got != problemType {
		t.Errorf("Content-Type = %q", got)
	}
	if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil {
		t.Fatalf("%v: %s", err, w.Body)
	}
	if p.Code != code || p.Status != status || p.Type != "/problems/"+code || p.Title != http.StatusText(status) {
		t.Fatalf("problem = %+v, want %s", p, code)
	}
	if p.Instance != "urn:catenary:request:"+w.Header().Get("X-Request-Id") {
		t.Errorf("instance = %q, request id = %q", p.Instance, w.Header().Get("X-Request-Id"))
	}
	return p
}

// auditRows is where refusals are written in these tests.
type auditRows struct {
	*store.Store
	mu   sync.Mutex
	rows []audit.Row
}

func (r *auditRows) InsertAudit(ctx context.Context, row audit.Row) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.rows = append(r.rows, row)
	return ctx.Err()
}

func (r *auditRows) CountRefusal(context.Context, audit.Row, int64) (bool, error) { return false, nil }
