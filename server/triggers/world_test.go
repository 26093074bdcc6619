package triggers_test

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"log/slog"
	"strconv"
	"sync"
	"testing"
	"time"

	"catenary/chain"
	"catenary/nodes/builtin"
	"catenary/rbac"
	"catenary/runtime"
	"catenary/server/chains"
	"catenary/server/runs"
	"catenary/server/secrets"
	"catenary/server/servertest"
	"catenary/server/triggers"
)

// starter keeps what it is asked to start: one run for each key.
type starter struct {
	world *servertest.World
	mu    sync.Mutex
	asked []triggers.StartRequest
	runs  map[string]string
	// answer, if set, is given instead of a run.
	answer func(triggers.StartRequest) error
}

// Start implements triggers.Starter, with the rights that a real one asks for.
func (s *starter) Start(ctx context.Context, r triggers.StartRequest) (runs.Started, error) {
	if err := s.world.Auth.Can(ctx, r.By, rbac.RunStart, rbac.Resource{OrgID: r.Org}); err != nil {
		return runs.Started{}, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.answer != nil {
		if err := s.answer(r); err != nil {
			return runs.Started{}, err
		}
	}
	s.asked = append(s.asked, r)
	if s.runs[r.Key] == "" {
		s.runs[r.Key] = "run-" + strconv.Itoa(len(s.runs)+1)
	}
	return runs.Started{Run: runtime.Run{ID: s.runs[r.Key]}}, nil
}

func (s *starter) count() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.runs)
}

// scene is a world with a chain, and triggers over it.
type scene struct {
	*servertest.World
	*triggers.Service
	t       *testing.T
	starter *starter
	admin   rbac.Actor
	org     rbac.OrgID
}

func setup(t *testing.T, w *servertest.World) *scene {
	t.Helper()
	sealer, _, err := secrets.Start(t.Context(), w.Store, secrets.KeySettings{Dir: t.TempDir()}, w.NewID, w.Clock.Now)
	if err != nil {
		t.Fatal(err)
	}
	s := &scene{World: w, t: t, admin: w.Actor(rbac.Admin, servertest.Stock), org: w.Org(servertest.Stock)}
	s.starter = &starter{world: w, runs: map[string]string{}}
	s.Service = s.service(w, sealer)
	drawn := &chains.Service{Store: w.Store, Auth: w.Auth, Audit: w.Audit, Kinds: builtin.Registry(), NewID: w.NewID, Now: w.Clock.Now}
	document := `{"format":"catenary/v1","kind":"Chain","key":"release","name":"Release","nodes":[{"id":"a","kind":"branch"}]}`
	if _, err := drawn.Create(t.Context(), s.admin, s.org, chains.Input{Data: []byte(document), Encoding: chain.EncodingJSON}); err != nil {
		t.Fatal(err)
	}
	return s
}

func (s *scene) service(w *servertest.World, sealer triggers.Sealer) *triggers.Service {
	return &triggers.Service{
		Store: w.Store, Starter: s.starter, Sealer: sealer, Auth: w.Auth, Audit: w.Audit, NewID: w.NewID, Now: w.Clock.Now,
		Log: slog.New(slog.NewTextHandler(s.t.Output(), nil)),
	}
}

// second is another server over the same database.
func (s *scene) second() *triggers.Service { return s.service(s.Replica(), s.Sealer) }

func (s *scene) put(key string, spec triggers.Spec) triggers.View {
	s.t.Helper()
	v, err := s.Put(s.t.Context(), s.admin, s.org, key, 0, triggers.In{Name: "A trigger", Chain: "release", Enabled: true, Spec: spec})
	if err != nil {
		s.t.Fatal(err)
	}
	return v
}

func (s *scene) schedule(cron string, change func(*triggers.Spec)) triggers.View {
	s.t.Helper()
	spec := triggers.Spec{Schedule: &triggers.Schedule{Cron: cron, Input: json.RawMessage(`{"sku":"a"}`)}}
	if change != nil {
		change(&spec)
	}
	return s.put("nightly", spec)
}

// webhook makes one with a key.
func (s *scene) webhook(change func(*triggers.Spec)) (triggers.View, string) {
	s.t.Helper()
	spec := triggers.Spec{Webhook: &triggers.Webhook{}}
	if change != nil {
		change(&spec)
	}
	v := s.put("pushed", spec)
	if spec.Webhook.Scheme == triggers.Unsigned {
		return v, ""
	}
	k, err := s.AddKey(s.t.Context(), s.admin, s.org, v.Key, secrets.Value{})
	if err != nil {
		s.t.Fatal(err)
	}
	return k.View, string(k.Value.Reveal())
}

// call makes a signed call of a webhook.
func (s *scene) call(v triggers.View, key, body string) triggers.Call {
	digest, at := sha256.Sum256([]byte(body)), s.Clock.Now().Unix()
	h := hmac.New(sha256.New, []byte(key))
	fmt.Fprintf(h, "v1\n%d\n%s\nPOST\n%s", at, v.ID, hex.EncodeToString(digest[:]))
	return triggers.Call{
		Trigger: v.ID, Method: "POST", Address: "192.0.2.1", Body: []byte(body),
		CatenarySignature: fmt.Sprintf("t=%d,v1=%s", at, hex.EncodeToString(h.Sum(nil))),
	}
}

func (s *scene) fire(c triggers.Call) (*triggers.Firing, error) {
	s.t.Helper()
	from, err := s.Verify(s.t.Context(), c)
	if err != nil {
		return nil, err
	}
	return s.Fire(s.t.Context(), from, c.Body)
}

func (s *scene) due() time.Time {
	s.t.Helper()
	next, err := s.Due(s.t.Context())
	if err != nil {
		s.t.Fatal(err)
	}
	return next
}

func (s *scene) last(key string) triggers.Firing {
	s.t.Helper()
	v, err := s.Get(s.t.Context(), s.admin, s.org, key)
	if err != nil {
		s.t.Fatal(err)
	}
	if v.Last == nil {
		s.t.Fatal("it never fired")
	}
	return *v.Last
}
