package engines_test

import (
	"context"
	"encoding/json"
	"net/url"
	"strings"
	"testing"
	"time"

	"catenary/chain"
	"catenary/internal/fault"
	"catenary/internal/page"
	"catenary/rbac"
	"catenary/runtime/pipeline"
	"catenary/server/chains"
	"catenary/server/engines"
	"catenary/server/secrets"
	"catenary/server/servertest"
)

func everything() page.Request { return page.Request{Limit: page.MaxLimit} }

func TestEngines(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		r := newRemote(t)
		made := w.create(w.admin, w.org, "ci", r, "")
		if made.Revision != 1 || made.UpdatedByName == "" || !strings.Contains(made.Settings, r.URL) || len(made.Can) != 3 {
			t.Errorf("made %+v", made)
		}
		_, err := w.engines.Create(ctx, w.admin, w.org, engines.New{Key: "ci", Name: "x", Adapter: "http", Settings: r.settings()})
		wantCode(t, err, "engine.key_taken")
		next, err := w.engines.Replace(ctx, w.admin, w.org, "ci", 1, engines.New{Name: "Other", Settings: r.settings(), Rate: 2, Concurrency: 3})
		if err != nil || next.Revision != 2 || next.Name != "Other" || next.Rate != 2 || next.Concurrency != 3 {
			t.Errorf("replaced %+v, %v", next, err)
		}
		_, err = w.engines.Replace(ctx, w.admin, w.org, "ci", 1, engines.New{Name: "Late", Settings: r.settings()})
		wantCode(t, err, "engine.stale")
		_, err = w.engines.Replace(ctx, w.admin, w.org, "ci", 2, engines.New{Name: "x", Adapter: "buildbot"})
		wantCode(t, err, "engine.adapter_fixed")

		seen, err := w.engines.Get(ctx, w.designer, w.org, "ci")
		if err != nil || seen.Settings != "" || len(seen.Can) != 1 {
			t.Errorf("as a designer %+v, %v", seen, err)
		}
		list, err := w.engines.List(ctx, w.designer, w.org, everything())
		if err != nil || len(list.Items) != 2 || list.Items[0].ID != "builtin" || list.Items[1].Key != "ci" {
			t.Errorf("list %+v, %v", list, err)
		}
		if _, err := w.engines.Get(ctx, w.Actor(rbac.Owner, servertest.Umbra), w.org, "ci"); !fault.Is(err, fault.NotFound) {
			t.Errorf("another tenant: %v", err)
		}
		if err := w.engines.Delete(ctx, w.designer, w.org, "ci", 2); !fault.Is(err, fault.Forbidden) {
			t.Errorf("deleted by a designer: %v", err)
		}
		w.must(w.engines.Delete(ctx, w.admin, w.org, "ci", 2))
		_, err = w.engines.Get(ctx, w.admin, w.org, "ci")
		wantCode(t, err, "engine.unknown")
		if got := strings.Join(w.Audited(w.admin.Tenant), " "); got != "engine:created engine:changed engine:deleted" {
			t.Errorf("audited %s", got)
		}
	})
}

func TestBadInput(t *testing.T) {
	t.Parallel()
	w := newWorld(t, servertest.SQLite(t))
	r := newRemote(t)
	tests := map[string]struct {
		edit func(*engines.New)
		code string
	}{
		"no key":           {func(n *engines.New) { n.Key = "A B" }, "name.key"},
		"the built-in key": {func(n *engines.New) { n.Key = "builtin" }, "engine.key_reserved"},
		"no name":          {func(n *engines.New) { n.Name = " " }, "name.empty"},
		"no adapter":       {func(n *engines.New) { n.Adapter = "jenkins" }, "engine.adapter_unknown"},
		"built-in adapter": {func(n *engines.New) { n.Adapter = "builtin" }, "engine.adapter_unknown"},
		"no settings":      {func(n *engines.New) { n.Settings = nil }, "engine.settings"},
		"unknown setting":  {func(n *engines.New) { n.Settings = json.RawMessage(`{"url":"http://a","positions":[],"x":1}`) }, "engine.settings"},
		"no JSON":          {func(n *engines.New) { n.Settings = json.RawMessage(`{`) }, "engine.settings"},
		"a wrong address": {func(n *engines.New) {
			n.Settings = json.RawMessage(strings.Replace(string(r.settings()), "http:", "ftp:", 1))
		}, "engine.settings"},
		"long settings": {func(n *engines.New) {
			n.Settings = json.RawMessage(`"` + strings.Repeat("a", engines.MaxSettings) + `"`)
		}, "engine.settings"},
		"a negative rate":   {func(n *engines.New) { n.Rate = -1 }, "engine.limit"},
		"too many at once":  {func(n *engines.New) { n.Concurrency = 1e9 }, "engine.limit"},
		"an unknown secret": {func(n *engines.New) { n.Secret = "nowhere" }, "secret.unknown"},
	}
	for name, tt := range tests {
		in := engines.New{Key: "ci", Name: "CI", Adapter: "http", Settings: r.settings()}
		tt.edit(&in)
		_, err := w.engines.Create(ctx, w.admin, w.org, in)
		f := wantCode(t, err, tt.code)
		if tt.code == "engine.settings" && !strings.HasPrefix(f.Details[0].Pointer, "/settings") {
			t.Errorf("%s points at %+v", name, f.Details)
		}
	}
}

func TestSharedEngines(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		r := newRemote(t)
		owner, retail := w.Actor(rbac.Owner, servertest.Acme), w.Org(servertest.Retail)
		above := w.create(owner, retail, "ci", r, "")
		_, err := w.engines.Get(ctx, w.designer, w.org, "ci")
		wantCode(t, err, "engine.unknown")
		if _, err := w.engines.Open(ctx, w.admin.Tenant, w.org, above.ID); !fault.HasCode(err, "engine.unknown") {
			t.Errorf("opened without a share: %v", err)
		}
		w.share(above.ID, retail, w.org)
		seen, err := w.engines.Get(ctx, w.admin, w.org, "ci")
		if err != nil || !seen.Shared || seen.Settings != "" || seen.Org != "" || len(seen.Can) != 1 {
			t.Errorf("shared %+v, %v", seen, err)
		}
		positions, err := w.engines.Positions(ctx, w.designer, w.org, "ci", false)
		if err != nil || len(positions) != 1 || positions[0].Key != "build" {
			t.Errorf("positions %+v, %v", positions, err)
		}
		_, err = w.engines.Test(ctx, w.admin, w.org, "ci")
		wantCode(t, err, "engine.unknown")
		if _, err := w.engines.Open(ctx, w.admin.Tenant, w.org, above.ID); err != nil {
			t.Errorf("opened: %v", err)
		}
		if _, err := w.engines.Open(ctx, w.admin.Tenant, w.Org(servertest.Shop), above.ID); !fault.HasCode(err, "engine.unknown") {
			t.Errorf("opened by a sibling: %v", err)
		}
		if _, err := w.engines.Open(ctx, rbac.TenantID(w.Org(servertest.Umbra)), w.Org(servertest.Umbra), above.ID); !fault.HasCode(err, "engine.unknown") {
			t.Errorf("opened by another tenant: %v", err)
		}
		own := w.create(w.admin, w.org, "ci", r, "")
		if seen, err := w.engines.Get(ctx, w.designer, w.org, "ci"); err != nil || seen.ID != own.ID || seen.Shared {
			t.Errorf("the own one is nearer: %+v, %v", seen, err)
		}
	})
}

// growing is an engine that has one more position each time it is asked.
type growing struct {
	pipeline.Engine
	asked int
}

func (*growing) Describe() pipeline.Description {
	return pipeline.Description{Name: "growing", Settings: json.RawMessage(`{"type":"object"}`)}
}

func (g *growing) Open(pipeline.Connection) (pipeline.Engine, error) { return g, nil }

func (g *growing) Positions(context.Context) ([]pipeline.Position, error) {
	g.asked++
	return make([]pipeline.Position, g.asked), nil
}

func TestPositionsAreKeptUntilSomebodyWantsThemFresh(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		w.engines.Adapters = append(w.engines.Adapters, &growing{})
		_, err := w.engines.Create(ctx, w.admin, w.org, engines.New{Key: "ci", Name: "CI", Adapter: "growing", Settings: json.RawMessage(`{}`)})
		w.must(err)
		for i, q := range []struct {
			fresh bool
			after time.Duration
			want  int
		}{{false, 0, 1}, {false, 50 * time.Second, 1}, {true, 0, 2}, {true, 0, 2}, {false, 50 * time.Second, 2}, {false, 11 * time.Second, 3}} {
			w.Clock.Add(q.after)
			got, err := w.engines.Positions(ctx, w.designer, w.org, "ci", q.fresh)
			if err != nil || len(got) != q.want {
				t.Errorf("%d: %d positions, %v; want %d", i, len(got), err, q.want)
			}
		}
	})
}

func TestCredentials(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		r := newRemote(t)
		token := w.secret("token", "first value", secrets.Bindings{})
		made := w.create(w.admin, w.org, "ci", r, "token")
		ask := func() string {
			t.Helper()
			e, err := w.engines.Open(ctx, w.admin.Tenant, w.org, made.ID)
			w.must(err)
			_, _ = e.Status(ctx, pipeline.Execution{Position: "build", ID: "1"})
			r.mu.Lock()
			defer r.mu.Unlock()
			return r.asked[len(r.asked)-1]
		}
		if got := ask(); got != "GET Bearer first value" {
			t.Errorf("asked %s", got)
		}
		_, err := w.secrets.Replace(ctx, w.admin, w.org, "token", token.Revision, secrets.NewValue([]byte("second value")))
		w.must(err)
		if got := ask(); got != "GET Bearer second value" {
			t.Errorf("after another value: asked %s", got)
		}
		// Whoever may not use the secret cannot lead it elsewhere.
		narrow := w.Token(w.admin, w.org, rbac.OrgView, rbac.EngineUse, rbac.EngineWrite)
		same := engines.New{Name: "Other name", Settings: r.settings(), Secret: "token"}
		_, err = w.engines.Replace(ctx, narrow, w.org, "ci", 1, same)
		w.must(err)
		same.Settings = newRemote(t).settings()
		if _, err = w.engines.Replace(ctx, narrow, w.org, "ci", 2, same); !fault.Is(err, fault.Forbidden) && !fault.Is(err, fault.NotFound) {
			t.Errorf("led elsewhere: %v", err)
		}
		host, _ := url.Parse(r.URL)
		w.secret("elsewhere", "first value", secrets.Bindings{Hosts: []string{"ci.example.org"}})
		w.secret("host", "first value", secrets.Bindings{Hosts: []string{host.Host}})
		w.secret("engine", "first value", secrets.Bindings{Engines: []string{"engine"}})
		for key, good := range map[string]bool{"elsewhere": false, "host": true, "engine": true} {
			e := w.create(w.admin, w.org, key, r, key)
			_, err := w.engines.Open(ctx, w.admin.Tenant, w.org, e.ID)
			if (err == nil) != good || err != nil && !fault.HasCode(err, "engine.secret") {
				t.Errorf("%s: %v", key, err)
			}
		}
	})
}

func TestAnEngineIsTested(t *testing.T) {
	t.Parallel()
	w := newWorld(t, servertest.SQLite(t))
	r := newRemote(t)
	w.create(w.admin, w.org, "ci", r, "")
	got, err := w.engines.Test(ctx, w.admin, w.org, "ci")
	if err != nil || !got.Reachable || got.Positions != 1 || !got.Can.Create {
		t.Errorf("there: %+v, %v", got, err)
	}
	r.Close()
	if got, err = w.engines.Test(ctx, w.admin, w.org, "ci"); err != nil || got.Reachable || got.Code != "engine.unreachable" {
		t.Errorf("away: %+v, %v", got, err)
	}
	for range 5 {
		_, _ = w.engines.Test(ctx, w.admin, w.org, "ci")
	}
	seen, err := w.engines.Get(ctx, w.admin, w.org, "ci")
	if err != nil || seen.Breaker == nil || seen.Breaker.State != "open" {
		t.Errorf("the breaker %+v, %v", seen.Breaker, err)
	}
}

func TestCallsAreCheckedWithTheChain(t *testing.T) {
	t.Parallel()
	w := newWorld(t, servertest.SQLite(t))
	w.create(w.admin, w.org, "ci", newRemote(t), "")
	const at = "/nodes/0/pipeline"
	w.environment("shell", w.org)
	w.environment("theirs", w.Org(servertest.Shop))
	w.secret("token", "some value", secrets.Bindings{})
	step := func(environment, secret string) string {
		return `{"steps":[{"name":"a","environment":"` + environment + `","commands":["x"],"secrets":{"T":"` + secret + `"}}]}`
	}
	builtIn := `{"steps":[{"name":"a","environment":"shell","commands":["echo ${{ input.x }}"]}]}`
	tests := map[string]struct{ engine, position, parameters, want string }{
		"good":               {"ci", "build", `{"ref":"main","n":1}`, ""},
		"dynamic":            {"ci", "build", `{"ref":"${{ input.ref }}","n":"${{ input.n }}"}`, ""},
		"missing":            {"ci", "build", `{}`, "chain.parameters@" + at + "/parameters/ref"},
		"wrong type":         {"ci", "build", `{"ref":"a","n":"x"}`, "chain.parameters@" + at + "/parameters/n"},
		"unknown position":   {"ci", "deploy", `{}`, "chain.reference_missing@" + at + "/position"},
		"unknown engine":     {"no", "build", `{}`, "chain.reference_missing@" + at + "/engine"},
		"built-in, secret":   {"builtin", "pipeline.run", step("shell", "token"), ""},
		"no such secret":     {"builtin", "pipeline.run", step("shell", "nowhere"), "chain.reference_missing@" + at + "/parameters/steps/0/secrets/T"},
		"not our place":      {"builtin", "pipeline.run", step("theirs", "token"), "chain.reference_missing@" + at + "/parameters/steps/0/environment"},
		"built-in":           {"builtin", "pipeline.run", builtIn, ""},
		"built-in, twofold":  {"builtin", "pipeline.run", `{"steps":[{"name":"a"},{"name":"a","approval":{}}]}`, "chain.parameters@" + at + "/parameters/steps/0 chain.parameters@" + at + "/parameters/steps/1/name"},
		"built-in, own step": {"builtin", "pipeline.run", `{"steps":[{"name":"a","image":"x"}]}`, "chain.parameters@" + at + "/parameters/steps/0/image"},
	}
	for name, tt := range tests {
		problems, err := w.chains.Check(ctx, w.designer, w.org, chains.Input{Data: document("x", tt.engine, tt.position, tt.parameters), Encoding: chain.EncodingJSON}, chain.Publish)
		if err != nil || codes(problems) != tt.want {
			t.Errorf("%s: %s, %v", name, codes(problems), err)
		}
	}
}
