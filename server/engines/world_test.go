package engines_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"catenary/chain"
	"catenary/internal/fault"
	"catenary/internal/secret"
	"catenary/nodes/builtin"
	"catenary/rbac"
	"catenary/runtime/image"
	"catenary/runtime/pipeline"
	steps "catenary/runtime/pipeline/builtin"
	"catenary/runtime/pipeline/rest"
	"catenary/server/chains"
	"catenary/server/engines"
	"catenary/server/environments"
	"catenary/server/orgs"
	"catenary/server/secrets"
	"catenary/server/servertest"
)

var ctx = context.Background()

// remote is an engine that makes pipelines: what it was asked, and what is
// there.
type remote struct {
	*httptest.Server
	mu    sync.Mutex
	made  map[string]string // by key
	asked []string
	// down makes it answer 500 after it has done what it was asked.
	down bool
}

func newRemote(t *testing.T) *remote {
	r := &remote{made: map[string]string{}}
	r.Server = httptest.NewServer(http.HandlerFunc(r.serve))
	t.Cleanup(r.Close)
	return r
}

func (r *remote) serve(w http.ResponseWriter, q *http.Request) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.asked = append(r.asked, q.Method+" "+q.Header.Get("Authorization"))
	body, _ := io.ReadAll(q.Body)
	var in struct{ Key, Name string }
	_ = json.Unmarshal(body, &in)
	switch {
	case q.Method == http.MethodPost && in.Name == "refused":
		w.WriteHeader(http.StatusUnprocessableEntity)
	case q.Method == http.MethodPost:
		if r.made[in.Key] == "" {
			r.made[in.Key] = "p" + in.Key
		}
		if r.down {
			w.WriteHeader(http.StatusInternalServerError)
		}
		_ = json.NewEncoder(w).Encode(map[string]string{"id": r.made[in.Key]})
	case q.Method == http.MethodDelete:
		for key, id := range r.made {
			if strings.HasSuffix(q.URL.Path, "/"+id) {
				delete(r.made, key)
				return
			}
		}
		w.WriteHeader(http.StatusNotFound)
	}
}

func (r *remote) has() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.made)
}

func (r *remote) set(down bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.down = down
}

func (r *remote) settings() json.RawMessage {
	return json.RawMessage(`{"url":"` + r.URL + `","auth":{"scheme":"bearer"},"positions":[{"key":"build",
  "parameters":{"type":"object","required":["ref"],"properties":{"ref":{"type":"string","minLength":1},"n":{"type":"integer"}},"additionalProperties":false},
  "create":{"method":"POST","path":"pipelines","body":{"key":"{key}","name":"{name}"},"id":"/id","idempotent":true},
  "delete":{"method":"DELETE","path":"pipelines/{pipeline}"},
  "start":{"method":"POST","path":"jobs","id":"/id"},
  "status":{"path":"jobs/{execution}","state":"/state","states":{"ok":"succeeded"}}}]}`)
}

// world is a servertest.World with engines, secrets and chains.
type world struct {
	*servertest.World
	t       *testing.T
	engines *engines.Service
	secrets *secrets.Service
	chains  *chains.Service
	// admin writes in Stock, designer uses there.
	admin, designer rbac.Actor
	org             rbac.OrgID
}

func each(t *testing.T, test func(*testing.T, *world)) {
	t.Helper()
	servertest.Each(t, func(t *testing.T, w *servertest.World) { test(t, newWorld(t, w)) })
}

func newWorld(t *testing.T, base *servertest.World) *world {
	sealer, _, err := secrets.Start(ctx, base.Store, secrets.KeySettings{Dir: t.TempDir()}, base.NewID, base.Clock.Now)
	if err != nil {
		t.Fatal(err)
	}
	w := &world{
		World: base, t: t, org: base.Org(servertest.Stock),
		admin: base.Actor(rbac.Admin, servertest.Stock), designer: base.Actor(rbac.Designer, servertest.Stock),
		secrets: &secrets.Service{Store: base.Store, Sealer: sealer, Auth: base.Auth, Audit: base.Audit, NewID: base.NewID, Now: base.Clock.Now},
	}
	w.restart()
	w.chains = &chains.Service{
		Store: base.Store, Auth: base.Auth, Audit: base.Audit, Kinds: builtin.Registry(), Engines: w.engines, Creation: creation{w.engines},
		NewID: base.NewID, Now: base.Clock.Now,
	}
	return w
}

func (w *world) environment(key string, org rbac.OrgID) {
	w.t.Helper()
	made := &environments.Service{Store: w.Store, Auth: w.Auth, Audit: w.Audit, NewID: w.NewID, Now: w.Clock.Now}
	_, err := made.Create(ctx, w.Actor(rbac.Owner, servertest.Acme), org, environments.New{
		Key: key, Name: key, Entry: []string{"sh"}, Source: environments.Source{Kind: image.Docker, Reference: "shell:1"},
	})
	w.must(err)
}

// creation makes pipelines, and no images.
type creation struct{ *engines.Service }

func (creation) Image(context.Context, rbac.TenantID, string, func(chains.Progress)) (string, error) {
	return "", errors.New("no images here")
}

// restart is a new process over the same database.
func (w *world) restart() {
	w.engines = &engines.Service{
		Store: w.Store, Executions: w.Store, Auth: w.Auth, Audit: w.Audit, Secrets: w.secrets,
		Adapters: []pipeline.Adapter{rest.Adapter{}, &steps.Adapter{Resources: resources{}, Executions: w.Store, Now: w.Clock.Now}},
		Client:   func(rbac.TenantID) pipeline.Client { return &http.Client{} },
		NewID:    w.NewID, Now: w.Clock.Now,
	}
}

type resources struct{}

func (resources) Secret(context.Context, string, string, string) (secret.Value, error) {
	return secret.New([]byte("value")), nil
}

func (resources) Pin(context.Context, string, string, string) (string, error) {
	return "e@sha256:00", nil
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) create(who rbac.Actor, org rbac.OrgID, key string, r *remote, secret string) engines.View {
	w.t.Helper()
	v, err := w.engines.Create(ctx, who, org, engines.New{Key: key, Name: "Engine " + key, Adapter: "http", Settings: r.settings(), Secret: secret})
	w.must(err)
	return v
}

func (w *world) share(id string, owner, to rbac.OrgID) {
	w.t.Helper()
	w.must(w.Store.InsertShare(ctx, orgs.Share{
		Tenant: w.admin.Tenant, ID: w.NewID(), Kind: orgs.KindEngine, Resource: id, Owner: owner, To: to, Subtree: true,
		Permissions: orgs.UsePermissions(orgs.KindEngine), CreatedAt: 1, CreatedBy: w.admin.Subject,
	}))
}

func (w *world) secret(key, value string, b secrets.Bindings) secrets.View {
	w.t.Helper()
	v, err := w.secrets.Create(ctx, w.admin, w.org, secrets.New{Key: key, Value: secrets.NewValue([]byte(value)), Bindings: b})
	w.must(err)
	return v
}

// draft makes a chain whose first node calls an engine.
func (w *world) draft(key, engine, position, parameters string) chains.Saved {
	w.t.Helper()
	saved, err := w.chains.Create(ctx, w.designer, w.org, chains.Input{Data: document(key, engine, position, parameters), Encoding: chain.EncodingJSON})
	w.must(err)
	return saved
}

func document(key, engine, position, parameters string) []byte {
	return []byte(`{"format":"catenary/v1","kind":"Chain","key":"` + key + `","name":"` + key + `","nodes":[
  {"id":"build","kind":"work","pipeline":{"engine":"` + engine + `","position":"` + position + `","parameters":` + parameters + `}},
  {"id":"after","kind":"wait","wait":{"for":"1s"}}],"edges":[{"from":"build","to":"after"}]}`)
}

func wantCode(t *testing.T, err error, code string) *fault.Fault {
	t.Helper()
	var f *fault.Fault
	if !errors.As(err, &f) || f.Code != code {
		t.Fatalf("error = %v; want %s", err, code)
	}
	return f
}

func codes(problems []chain.Problem) string {
	list := make([]string, len(problems))
	for i, p := range problems {
		list[i] = p.Code + "@" + p.Pointer
	}
	return strings.Join(list, " ")
}
