package environments_test

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"strings"
	"sync/atomic"
	"testing"

	"catenary/internal/clock"
	"catenary/internal/fault"
	"catenary/internal/page"
	"catenary/internal/testkit"
	"catenary/rbac"
	"catenary/runtime/image"
	"catenary/runtime/image/registry"
	"catenary/server/environments"
	"catenary/server/secrets"
	"catenary/server/servertest"
)

var ctx = context.Background()

// world is a servertest.World with environments, a registry inside the process
// and, where the machine has one, the real container engine.
type world struct {
	*servertest.World
	t            *testing.T
	environments *environments.Service
	secrets      *secrets.Service
	registry     *counted
	admin        rbac.Actor
	designer     rbac.Actor
	org          rbac.OrgID
}

func each(t *testing.T, test func(*testing.T, *world)) {
	t.Helper()
	servertest.Each(t, func(t *testing.T, w *servertest.World) { test(t, newWorld(t, w)) })
}

func newWorld(t *testing.T, w *servertest.World) *world {
	t.Helper()
	sealer, _, err := secrets.Start(ctx, w.Store, secrets.KeySettings{Dir: t.TempDir()}, w.NewID, w.Clock.Now)
	if err != nil {
		t.Fatal(err)
	}
	out := &world{
		World: w, t: t, org: w.Org(servertest.Stock),
		admin: w.Actor(rbac.Admin, servertest.Stock), designer: w.Actor(rbac.Designer, servertest.Stock),
		secrets:  &secrets.Service{Store: w.Store, Sealer: sealer, Auth: w.Auth, Audit: w.Audit, NewID: w.NewID, Now: w.Clock.Now},
		registry: newCounted(t),
	}
	out.environments = out.server("first")
	return out
}

// server is a process that shares the world's database, registry and files.
func (w *world) server(process string) *environments.Service {
	w.t.Helper()
	images := &image.Images{Dir: w.t.TempDir(), Limits: image.DefaultLimits()}
	if os.Getenv("DOCKER_HOST") != "" {
		engine, err := image.NewEngine()
		w.must(err)
		w.t.Cleanup(func() { _ = engine.Close() })
		images.Engine = engine
	}
	dir := w.t.TempDir()
	if w.environments != nil {
		dir = w.environments.Dir
	}
	s := &environments.Service{
		Store: w.Store, Auth: w.Auth, Audit: w.Audit, Secrets: w.secrets, Images: images, BuiltIn: w.registry,
		Inside:  &http.Transport{DisableKeepAlives: true},
		Outside: func(rbac.TenantID) http.RoundTripper { return &http.Transport{DisableKeepAlives: true} },
		Dir:     dir, NewID: w.NewID, Now: w.Clock.Now, Log: slog.New(slog.DiscardHandler), Process: process,
	}
	w.must(s.Start(ctx))
	w.t.Cleanup(s.Stop)
	return s
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// create makes an environment of an image of the engine.
func (w *world) create(who rbac.Actor, org rbac.OrgID, key, reference string) environments.View {
	w.t.Helper()
	view, err := w.environments.Create(ctx, who, org, fromEngine(key, reference))
	w.must(err)
	return view
}

func fromEngine(key, reference string) environments.New {
	return environments.New{
		Key: key, Name: "Environment " + key, Entry: []string{"sh"},
		Source: environments.Source{Kind: image.Docker, Reference: reference},
	}
}

func shellImage(t *testing.T) string {
	t.Helper()
	name := os.Getenv("TEST_IMAGE_SHELL")
	if name == "" || os.Getenv("DOCKER_HOST") == "" {
		testkit.Missing(t, "docker", "set DOCKER_HOST and TEST_IMAGE_SHELL")
	}
	return name
}

func quiet(image.Progress) {}

func (w *world) ensure(id string) (environments.Image, error) {
	return w.environments.EnsureImage(w.t.Context(), w.admin.Tenant, id, quiet)
}

func wantCode(t *testing.T, err error, code string) *fault.Fault {
	t.Helper()
	var f *fault.Fault
	if !errors.As(err, &f) || f.Code != code {
		t.Fatalf("error = %v; want %s", err, code)
	}
	return f
}

func everything() page.Request { return page.Request{Limit: page.MaxLimit} }

func second[T any](_ T, err error) error { return err }

// counted is the registry inside the process, behind a door that counts what is
// written and can be closed.
type counted struct {
	*registry.Registry
	door      *httptest.Server
	manifests atomic.Int64
	closed    atomic.Bool
	// held, when set, is waited for by each part of a layer.
	held atomic.Pointer[chan struct{}]
	// arrived gets a word for each part that waits.
	arrived chan struct{}
}

func newCounted(t *testing.T) *counted {
	t.Helper()
	r := &registry.Registry{Dir: t.TempDir(), Listen: "127.0.0.1:0", Log: slog.New(slog.DiscardHandler), Now: clock.Wall}
	if err := r.Start(ctx); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(r.Stop)
	c := &counted{Registry: r, arrived: make(chan struct{}, 100)}
	forward := httputil.NewSingleHostReverseProxy(&url.URL{Scheme: "http", Host: r.Address()})
	forward.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelDebug)
	c.door = httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if c.closed.Load() {
			panic(http.ErrAbortHandler)
		}
		if r.Method == http.MethodPatch {
			if held := c.held.Load(); held != nil {
				c.arrived <- struct{}{}
				select {
				case <-*held:
				case <-r.Context().Done():
				}
			}
		}
		if r.Method == http.MethodPut && strings.Contains(r.URL.Path, "/manifests/") {
			c.manifests.Add(1)
		}
		forward.ServeHTTP(rw, r)
	}))
	c.door.Config.ErrorLog = forward.ErrorLog
	t.Cleanup(c.door.Close)
	return c
}

// Address is that of the door.
func (c *counted) Address() string { return c.door.Listener.Addr().String() }
