// Package apitest serves the API over a world of tests, asks it as one of the
// world's people, and checks every answer against the OpenAPI document.
package apitest

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"catenary/internal/clock"
	"catenary/internal/testkit"
	"catenary/internal/tuple"
	"catenary/nodes/builtin"
	"catenary/rbac"
	"catenary/runtime/image"
	"catenary/runtime/image/registry"
	"catenary/runtime/pipeline"
	steps "catenary/runtime/pipeline/builtin"
	"catenary/runtime/pipeline/rest"
	"catenary/server/api"
	"catenary/server/asks"
	"catenary/server/chains"
	"catenary/server/engines"
	"catenary/server/environments"
	"catenary/server/health"
	"catenary/server/holds"
	"catenary/server/identity"
	"catenary/server/limits"
	"catenary/server/portal"
	"catenary/server/releases"
	"catenary/server/runs"
	"catenary/server/scripts"
	"catenary/server/secrets"
	"catenary/server/servertest"
	"catenary/server/store"
	"catenary/server/store/storetest"
	"catenary/server/stream"
	"catenary/server/switches"
	"catenary/server/templates"
	"catenary/server/trials"
	"catenary/server/triggers"
)

// Server is the API over a world on SQLite, with real services and no rate
// limits. Glue is not compiled.
type Server struct {
	*servertest.World
	API      *api.API
	Identity *identity.Service
	Secrets  *secrets.Service
	Scripts  *scripts.Service
	Chains   *chains.Service
	Engines  *engines.Service
	Triggers *triggers.Service
	Switches *switches.Service
	Holds    *holds.Service
	Releases *releases.Service
	Portal   *portal.Service
	// Environments uploads nothing: it has neither an engine nor a registry.
	Environments *environments.Service
	Runs         *runs.Service
	RunLimits    *limits.Service
	Streams      *stream.Service
	Parking      *Parking
	Asks         *asks.Service
	Files        Files
	// Mails is what was sent.
	Mails *Mails

	t        testing.TB
	handler  http.Handler
	contract *contract
	dir      string // of the database
	snapshot func() map[string]string
}

// New makes a world with people and an API over it. set may change the API
// before it is built.
func New(t testing.TB, set ...func(*api.API)) *Server {
	t.Helper()
	s := over(t, servertest.New, set...)
	if err := s.Store.EndSetup(t.Context()); err != nil {
		t.Fatal(err)
	}
	return s
}

// Empty makes an API over a database without anybody, which waits for its
// set-up.
func Empty(t testing.TB, set ...func(*api.API)) *Server {
	t.Helper()
	return over(t, servertest.Over, set...)
}

func over(t testing.TB, world func(testing.TB, *store.Store, *testkit.Clock) *servertest.World, set ...func(*api.API)) *Server {
	t.Helper()
	now, dir := testkit.NewClock(), t.TempDir()
	s := On(t, world(t, storetest.In(t, dir, now.Now), now), set...)
	s.dir = dir
	return s
}

// On makes an API over a world of any database; it has no Snapshot.
func On(t testing.TB, w *servertest.World, set ...func(*api.API)) *Server {
	t.Helper()
	now := w.Clock
	s := &Server{World: w, t: t, Mails: NewMails()}
	t.Cleanup(func() { *s = Server{} }) // a test that is over is kept until its parent is
	sealer, _, err := secrets.Start(t.Context(), w.Store, secrets.KeySettings{Dir: t.TempDir()}, w.NewID, now.Now)
	if err != nil {
		t.Fatal(err)
	}
	log := slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelError}))
	s.Secrets = &secrets.Service{Store: w.Store, Sealer: sealer, Auth: w.Auth, Audit: w.Audit, NewID: w.NewID, Now: now.Now}
	s.Scripts = &scripts.Service{Store: w.Store, Auth: w.Auth, Audit: w.Audit, NewID: w.NewID, Now: now.Now}
	s.Chains = &chains.Service{Store: w.Store, Auth: w.Auth, Audit: w.Audit, Kinds: builtin.Registry(), NewID: w.NewID, Now: now.Now}
	s.Identity = &identity.Service{
		Store: w.Store, Auth: w.Auth, Audit: w.Audit, Passwords: identity.NewPasswords(), Sealer: sealer, Mailer: s.Mails,
		PublicURL: "https://catenary.example.org", NewID: w.NewID, Now: now.Now, Log: log,
	}
	t.Cleanup(s.Identity.Close)
	s.Environments = &environments.Service{
		Store: w.Store, Auth: w.Auth, Audit: w.Audit, Secrets: s.Secrets, BuiltIn: &registry.Registry{},
		Images: &image.Images{Dir: t.TempDir(), Limits: image.DefaultLimits()}, Dir: t.TempDir(),
		Outside: func(rbac.TenantID) http.RoundTripper { return nil },
		NewID:   w.NewID, Now: now.Now, Log: log, Process: "test",
	}
	if err := s.Environments.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Environments.Stop)
	s.Engines = &engines.Service{
		Store: w.Store, Executions: w.Store, Auth: w.Auth, Audit: w.Audit, Secrets: s.Secrets, NewID: w.NewID, Now: now.Now,
		Adapters: []pipeline.Adapter{rest.Adapter{}, &steps.Adapter{Now: now.Now}},
		Client:   func(rbac.TenantID) pipeline.Client { return &http.Client{} },
	}
	s.Chains.Engines = s.Engines
	s.addRuns()
	s.Triggers = &triggers.Service{
		Store: w.Store, Starter: triggers.Runs{Service: s.Runs, Gates: w.Store}, Sealer: sealer, Auth: w.Auth, Audit: w.Audit,
		NewID: w.NewID, Now: now.Now, Log: log,
	}
	s.addSwitches(log)
	s.Asks = asks.New(asks.Config{
		Store: w.Store, Auth: w.Auth, Audit: w.Audit, Mailer: s.Mails, PublicURL: "https://catenary.example.org", NewID: w.NewID, Now: now.Now, Log: log,
		Outside: s.outside, Switches: s.Switches, Files: s.Files,
	})
	s.Chains.People = s.Asks
	s.Releases = &releases.Service{
		Store: w.Store, Runs: s.Runs, Approvals: s.Asks.Approvals, Kinds: builtin.Registry(), Auth: w.Auth, Audit: w.Audit,
		NewID: w.NewID, Now: now.Now, Log: log,
	}
	s.Releases.Register(s.Asks.Approvals)
	s.Portal = &portal.Service{Store: w.Store, Auth: w.Auth, Audit: w.Audit, NewID: w.NewID, Now: now.Now}
	s.API = &api.API{
		Switches: s.Switches, Holds: s.Holds, Portal: s.Portal,
		Health: &health.Service{Auth: w.Auth, Now: now.Now, Log: log, Checks: []health.Check{
			{Part: health.Database, Look: w.Store.Ping},
			{Part: health.Registry, Look: func(context.Context) error { return errors.New("no route to 10.9.8.7") }},
		}},
		Approvals: s.Asks.Approvals, Forms: s.Asks.Forms, Inbox: s.Asks.Inbox,
		Templates: &templates.Service{Store: w.Store, Audit: w.Audit, NewID: w.NewID, Now: now.Now, Auth: w.Auth, Scripts: s.Scripts, Chains: s.Chains, Triggers: s.Triggers, Releases: s.Releases},
		Runs:      s.Runs, Trials: &trials.Service{Store: w.Store, Runs: s.Runs, Auth: w.Auth, Audit: w.Audit, NewID: w.NewID}, RunLimits: s.RunLimits, Streams: s.Streams, Triggers: s.Triggers, Releases: s.Releases,
		Engines: s.Engines,
		Auth:    w.Auth, Audit: w.Audit, Identity: s.Identity, Orgs: w.Orgs, Secrets: s.Secrets, Scripts: s.Scripts, Chains: s.Chains, Environments: s.Environments,
		Store: w.Store, Log: log, Now: now.Now, NewID: w.NewID, Ready: w.Store.Ping,
		Settings: api.Settings{Limits: func() api.Limits { return api.Limits{} }},
	}
	for _, f := range set {
		f(s.API)
	}
	if s.handler, err = s.API.Handler(); err != nil {
		t.Fatal(err)
	}
	if s.contract, err = theContract(); err != nil {
		t.Fatal(err)
	}
	return s
}

// Snapshot is what the database holds, by table: two that are equal mean that
// nothing was changed but who was seen when.
func (s *Server) Snapshot() map[string]string {
	s.t.Helper()
	if s.snapshot == nil {
		s.snapshot = storetest.Snapshots(s.t, s.dir)
	}
	return s.snapshot()
}

// SetPassword gives a member of the world a password.
func (s *Server) SetPassword(role rbac.RoleID, path, password string) {
	s.t.Helper()
	member, err := s.Store.Member(context.Background(), s.Tenant(path), s.Subject(role, path))
	if err != nil {
		s.t.Fatal(err)
	}
	hash, err := s.Identity.Passwords.Hash(context.Background(), password)
	if err != nil {
		s.t.Fatal(err)
	}
	if done, err := s.Store.SetPassword(context.Background(), member.Person, "", hash); err != nil || !done {
		s.t.Fatalf("set the password: %v, %v", done, err)
	}
}

// SignIn begins a session of the member who holds a system role at an org, and
// returns what its cookie holds.
func (s *Server) SignIn(role rbac.RoleID, path string) string {
	s.t.Helper()
	tenant, subject := s.Tenant(path), s.Subject(role, path)
	member, err := s.Store.Member(context.Background(), tenant, subject)
	if err != nil {
		s.t.Fatal(err)
	}
	// A password would cost each test its hashing; this is the row that signing
	// in with one leaves.
	token, now := s.NewID(), s.Clock.Now()
	sum := sha256.Sum256(tuple.Of("catenary.session", token))
	err = s.Store.InsertSession(context.Background(), identity.SessionRow{
		ID: s.NewID(), Hash: hex.EncodeToString(sum[:]), Person: member.Person, Tenant: tenant, Subject: subject,
		AuthAt: clock.Micros(now), Factors: "password", Version: s.Version(tenant), CreatedAt: clock.Micros(now), SeenAt: clock.Micros(now),
		IdleAt: clock.Micros(now.Add(8 * time.Hour)), EndsAt: clock.Micros(now.Add(24 * time.Hour)),
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return token
}

// Handler is what answers.
func (s *Server) Handler() http.Handler { return s.handler }

// Call is a request. Without Cookie and Bearer nobody asks.
type Call struct {
	Method, Path string
	// Body is sent as it is; Type is application/json unless it says another.
	Body, Type     string
	Header         http.Header
	Cookie, Bearer string
}

// Answer is what came back.
type Answer struct {
	Status int
	Header http.Header
	Body   []byte
}

// Do asks and checks the answer against the document.
func (s *Server) Do(c Call) Answer {
	s.t.Helper()
	r := httptest.NewRequestWithContext(s.t.Context(), c.Method, c.Path, strings.NewReader(c.Body))
	if c.Body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	if c.Type != "" {
		r.Header.Set("Content-Type", c.Type)
	}
	for name, values := range c.Header {
		r.Header[name] = values
	}
	if c.Cookie != "" {
		r.AddCookie(&http.Cookie{Name: identity.Cookie, Value: c.Cookie})
	}
	if c.Bearer != "" {
		r.Header.Set("Authorization", "Bearer "+c.Bearer)
	}
	w := httptest.NewRecorder()
	s.handler.ServeHTTP(w, r)
	a := Answer{Status: w.Code, Header: w.Result().Header, Body: bytes.Clone(w.Body.Bytes())}
	if err := s.contract.check(c.Method, r.URL.Path, a); err != nil {
		s.t.Errorf("%s %s answers %d against the document: %v\n%s", c.Method, c.Path, a.Status, err, a.Body)
	}
	return a
}

// Problem is what matters of a refusal.
type Problem struct {
	Code, Detail string
	Errors       []struct{ Code, Pointer, Detail string }
}

// Problem reads a refusal; other answers give an empty one.
func (a Answer) Problem() Problem {
	var p Problem
	if a.Status >= http.StatusBadRequest {
		_ = json.Unmarshal(a.Body, &p) // the contract has seen it
	}
	return p
}

// JSON reads the body.
func (a Answer) JSON(t testing.TB, into any) {
	t.Helper()
	if err := json.Unmarshal(a.Body, into); err != nil {
		t.Fatalf("%v: %s", err, a.Body)
	}
}
