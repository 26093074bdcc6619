package triggers_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"catenary/internal/fault"
	"catenary/internal/page"
	"catenary/rbac"
	"catenary/server/runs"
	"catenary/server/secrets"
	"catenary/server/servertest"
	"catenary/server/triggers"
)

func TestWebhook(t *testing.T) {
	t.Parallel()
	servertest.Each(t, func(t *testing.T, w *servertest.World) {
		s := setup(t, w)
		v, key := s.webhook(func(spec *triggers.Spec) { spec.Webhook.InputKey, spec.Limits.Concurrency = "payload", 3 })
		call := s.call(v, key, `{"sku":"a"}`)
		first, err := s.fire(call)
		if err != nil || first.State != triggers.Started || first.Run != "run-1" {
			t.Fatalf("the first call: %+v, %v", first, err)
		}
		got := s.starter.asked[0]
		if string(got.Input) != `{"payload":{"sku":"a"}}` || got.Chain != "release" || got.Org != s.org || got.Kind != triggers.WebhookKind ||
			got.Trigger != v.ID || got.Concurrency != 3 || got.By.Subject != s.admin.Subject || got.By.Session() {
			t.Errorf("asked for %+v", got)
		}
		if err := w.Auth.Can(t.Context(), got.By, rbac.ChainView, rbac.Resource{OrgID: s.org}); err == nil {
			t.Error("a trigger may do more than start runs")
		}

		again, err := s.fire(call)
		if err != nil || again.Run != "run-1" || s.starter.count() != 1 {
			t.Errorf("the same call again: %+v, %v, %d runs", again, err, s.starter.count())
		}
		s.Clock.Add(time.Second)
		if other, err := s.fire(s.call(v, key, `{"sku":"a"}`)); err != nil || other.Run != "run-2" {
			t.Errorf("another call of the same body: %+v, %v", other, err)
		}
		s.Clock.Add(6 * time.Minute)
		if _, err := s.fire(call); !fault.HasCode(err, "trigger.signature") {
			t.Errorf("an old call: %v", err)
		}
	})
}

// Who tries a trigger is who started the run, so that he may not decide in it.
func TestTry(t *testing.T) {
	t.Parallel()
	servertest.Each(t, func(t *testing.T, w *servertest.World) {
		s := setup(t, w)
		v, _ := s.webhook(func(spec *triggers.Spec) { spec.Webhook.InputKey, spec.Limits.Concurrency = "payload", 3 })
		if _, err := s.Enable(t.Context(), s.admin, s.org, v.Key, v.Revision, false); err != nil {
			t.Fatal(err)
		}
		operator := w.Actor(rbac.Operator, servertest.Stock)
		if seen, err := s.Get(t.Context(), operator, s.org, v.Key); err != nil || !slices.Contains(seen.Can, rbac.RunStart) {
			t.Errorf("an operator may %v, %v", seen.Can, err)
		}
		started, err := s.Try(t.Context(), operator, s.org, v.Key, []byte(`{"sku":"a"}`), runs.Once{Key: "one", Digest: "this"})
		if err != nil || started.Run.ID != "run-1" {
			t.Fatalf("a disabled webhook: %+v, %v", started, err)
		}
		got := s.starter.asked[0]
		if string(got.Input) != `{"payload":{"sku":"a"}}` || got.By.Subject != operator.Subject || got.Trigger != v.ID || got.Concurrency != 3 ||
			got.Key != "one" || got.Digest != "this" || !slices.Contains(got.Makers, s.admin.Subject) {
			t.Errorf("asked for %+v", got)
		}
		daily := s.schedule("@daily", func(spec *triggers.Spec) { spec.Schedule.Input = []byte(`{"a":1}`) })
		if _, err := s.Try(t.Context(), operator, s.org, daily.Key, []byte(`{"b":2}`), runs.Once{}); err != nil {
			t.Error(err)
		}
		if got := s.starter.asked[1]; string(got.Input) != `{"a":1}` {
			t.Errorf("a schedule was given %s", got.Input)
		}
		if _, err := s.Try(t.Context(), w.Actor(rbac.Viewer, servertest.Stock), s.org, v.Key, nil, runs.Once{}); !fault.HasCode(err, "auth.forbidden") {
			t.Errorf("by who may not start runs: %v", err)
		}
	})
}

// TestCallsAtOnce: of many equal calls to two servers one starts a run, and all
// get an answer.
func TestCallsAtOnce(t *testing.T) {
	t.Parallel()
	servertest.Each(t, func(t *testing.T, w *servertest.World) {
		s := setup(t, w)
		v, key := s.webhook(func(spec *triggers.Spec) { spec.Limits.Rate = &triggers.Rate{Count: 100, Per: "1s"} })
		call, servers := s.call(v, key, `{}`), []*triggers.Service{s.Service, s.second()}
		var all sync.WaitGroup
		for i := range 16 {
			all.Go(func() {
				from, err := servers[i%2].Verify(t.Context(), call)
				if err == nil {
					_, err = servers[i%2].Fire(t.Context(), from, call.Body)
				}
				if err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if s.starter.count() != 1 || s.last("pushed").State != triggers.Started {
			t.Errorf("%d runs, %+v", s.starter.count(), s.last("pushed"))
		}
	})
}

func TestCallsThatAreRefused(t *testing.T) {
	t.Parallel()
	servertest.Each(t, func(t *testing.T, w *servertest.World) {
		s := setup(t, w)
		v, key := s.webhook(func(spec *triggers.Spec) { spec.Webhook.From = []string{"192.0.2.0/24", "2001:db8::1"} })
		for name, change := range map[string]func(*triggers.Call){
			"another key":     func(c *triggers.Call) { *c = s.call(v, "a key that nobody gave", `{}`) },
			"another body":    func(c *triggers.Call) { c.Body = []byte(`{"a":1}`) },
			"no signature":    func(c *triggers.Call) { c.CatenarySignature = "" },
			"another address": func(c *triggers.Call) { c.Address = "198.51.100.1" },
			"no address":      func(c *triggers.Call) { c.Address = "" },
		} {
			c := s.call(v, key, `{}`)
			change(&c)
			if _, err := s.fire(c); !fault.HasCode(err, "trigger.signature") || fault.As(err).Message != "the call is not signed as it has to be" {
				t.Errorf("%s: %v", name, err)
			}
		}
		for name, id := range map[string]string{"unknown": w.NewID(), "no id": "x'; DROP TABLE triggers", "a schedule": s.schedule("@daily", nil).ID} {
			c := s.call(v, key, `{}`)
			c.Trigger = id
			if _, err := s.fire(c); !fault.HasCode(err, "trigger.unknown") {
				t.Errorf("%s: %v", name, err)
			}
		}
		off, err := s.Enable(t.Context(), s.admin, s.org, v.Key, v.Revision, false)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.fire(s.call(v, key, `{}`)); !fault.HasCode(err, "trigger.disabled") {
			t.Errorf("disabled: %v", err)
		}
		if _, err := s.Enable(t.Context(), s.admin, s.org, v.Key, off.Revision, true); err != nil {
			t.Fatal(err)
		}
		if s.starter.count() != 0 {
			t.Errorf("%d runs were started", s.starter.count())
		}
		if _, err := s.fire(s.call(v, key, `{}`)); err != nil {
			t.Errorf("enabled again: %v", err)
		}
	})
}

func TestKeys(t *testing.T) {
	t.Parallel()
	servertest.Each(t, func(t *testing.T, w *servertest.World) {
		s := setup(t, w)
		v, old := s.webhook(nil)
		added, err := s.AddKey(t.Context(), s.admin, s.org, v.Key, secrets.NewValue([]byte("a key that they gave us")))
		if err != nil || added.Made || len(added.Keys) != 2 {
			t.Fatalf("the second key: %+v, %v", added, err)
		}
		for _, key := range []string{old, "a key that they gave us"} {
			s.Clock.Add(time.Second)
			if _, err := s.fire(s.call(v, key, `{}`)); err != nil {
				t.Errorf("with one of two keys: %v", err)
			}
		}
		if _, err := s.AddKey(t.Context(), s.admin, s.org, v.Key, secrets.Value{}); !fault.HasCode(err, "trigger.keys_full") {
			t.Errorf("a third key: %v", err)
		}
		if err := s.RemoveKey(t.Context(), s.admin, s.org, v.Key, v.Keys[0].ID); err != nil {
			t.Fatal(err)
		}
		if err := s.RemoveKey(t.Context(), s.admin, s.org, v.Key, v.Keys[0].ID); !fault.HasCode(err, "trigger.key_unknown") {
			t.Errorf("a key that is gone: %v", err)
		}
		s.Clock.Add(time.Second)
		if _, err := s.fire(s.call(v, old, `{}`)); !fault.HasCode(err, "trigger.signature") {
			t.Errorf("with the key that was removed: %v", err)
		}
		if _, err := s.AddKey(t.Context(), s.admin, s.org, v.Key, secrets.NewValue([]byte("short"))); !fault.HasCode(err, "trigger.key_size") {
			t.Errorf("a short key: %v", err)
		}
		if _, err := s.AddKey(t.Context(), s.admin, s.org, s.schedule("@daily", nil).Key, secrets.Value{}); !fault.HasCode(err, "trigger.kind") {
			t.Errorf("a key of a schedule: %v", err)
		}
	})
}

func TestKnownSenders(t *testing.T) {
	t.Parallel()
	s := setup(t, servertest.SQLite(t))
	v, key := s.webhook(func(spec *triggers.Spec) {
		spec.Webhook.Scheme, spec.Webhook.Events = triggers.GitLab, []string{"Push Hook"}
	})
	call := triggers.Call{Trigger: v.ID, Method: "POST", Address: "192.0.2.1", Body: []byte(`{"ref":"main"}`), GitLabToken: key, GitLabEvent: "Push Hook"}
	first, err := s.fire(call)
	if err != nil || first.Run == "" {
		t.Fatalf("a push: %+v, %v", first, err)
	}
	if again, err := s.fire(call); err != nil || again.Run != first.Run {
		t.Errorf("the same push: %+v, %v", again, err)
	}
	call.IdempotencyKey = "another"
	if other, err := s.fire(call); err != nil || other.Run == first.Run {
		t.Errorf("another push with the same body: %+v, %v", other, err)
	}
	call.GitLabEvent = "Issue Hook"
	if f, err := s.fire(call); err != nil || f != nil || s.starter.count() != 2 {
		t.Errorf("an event that nobody wants: %+v, %v", f, err)
	}
}

func TestUnsigned(t *testing.T) {
	t.Parallel()
	s := setup(t, servertest.SQLite(t))
	in := triggers.In{Name: "Open", Chain: "release", Enabled: true, Spec: triggers.Spec{Webhook: &triggers.Webhook{Scheme: triggers.Unsigned}}}
	if _, err := s.Put(t.Context(), s.admin, s.org, "open", 0, in); !fault.HasCode(err, "trigger.scheme") {
		t.Fatalf("without a list of addresses: %v", err)
	}
	v, _ := s.webhook(func(spec *triggers.Spec) {
		spec.Webhook.Scheme, spec.Webhook.From = triggers.Unsigned, []string{"192.0.2.7"}
	})
	call := triggers.Call{Trigger: v.ID, Method: "POST", Address: "192.0.2.7", Body: []byte(`{}`)}
	for range 2 {
		if _, err := s.fire(call); err != nil {
			t.Error(err)
		}
	}
	if s.starter.count() != 2 {
		t.Errorf("two calls without a key are %d runs", s.starter.count())
	}
	call.Address = "192.0.2.8"
	if _, err := s.fire(call); !fault.HasCode(err, "trigger.signature") {
		t.Errorf("another address: %v", err)
	}
}

// TestStartsThatFail: what is wrong with the work is said at once and again; what
// is wrong with us is tried again until it is done.
func TestStartsThatFail(t *testing.T) {
	t.Parallel()
	servertest.Each(t, func(t *testing.T, w *servertest.World) {
		s := setup(t, w)
		v, key := s.webhook(func(spec *triggers.Spec) { spec.Limits.Queue = triggers.Refuse })
		s.starter.answer = func(triggers.StartRequest) error {
			return fault.At("/input/sku", "run.input", "this is missing")
		}
		wrong := s.call(v, key, `{}`)
		for range 2 {
			if _, err := s.fire(wrong); !fault.HasCode(err, "trigger.not_started") {
				t.Errorf("a wrong input: %v", err)
			}
		}
		if f := s.last(v.Key); f.State != triggers.Failed || f.Code != "run.input" || f.Message != "this is missing; /input/sku: this is missing" {
			t.Errorf("it is kept as %+v", f)
		}

		s.starter.answer = func(triggers.StartRequest) error { return fault.New(fault.Limited, "run.limited", "full") }
		full := s.call(v, key, `{"n":1}`)
		if _, err := s.fire(full); !fault.HasCode(err, "trigger.limited") || fault.As(err).RetryAfter < 1 {
			t.Errorf("a full queue: %v", err)
		}
		s.starter.answer = nil
		if f, err := s.fire(full); err != nil || f.State != triggers.Started {
			t.Errorf("the same call, when there is a place: %+v, %v", f, err)
		}

		s.starter.answer = func(triggers.StartRequest) error { return errors.New("the database is away") }
		later := s.call(v, key, `{"n":2}`)
		f, err := s.fire(later)
		if err != nil || f.State != triggers.Pending {
			t.Fatalf("when we fail: %+v, %v", f, err)
		}
		s.starter.answer = nil
		s.Clock.Add(10 * time.Second)
		s.due()
		if f, err := s.fire(later); err != nil || f.State != triggers.Started || s.starter.count() != 2 {
			t.Errorf("afterwards: %+v, %v, %d runs", f, err, s.starter.count())
		}
	})
}

// TestCrash: a call that was accepted is started by another server if the first
// died before it could.
func TestCrash(t *testing.T) {
	t.Parallel()
	servertest.Each(t, func(t *testing.T, w *servertest.World) {
		s := setup(t, w)
		v, key := s.webhook(nil)
		ctx, die := context.WithCancel(t.Context())
		s.starter.answer = func(triggers.StartRequest) error {
			die()
			return ctx.Err()
		}
		call := s.call(v, key, `{}`)
		from, err := s.Verify(ctx, call)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Fire(ctx, from, call.Body); err != nil {
			t.Fatal(err)
		}
		s.starter.answer = nil
		s.Clock.Add(2 * time.Minute)
		if _, err := s.second().Due(t.Context()); err != nil || s.starter.count() != 1 {
			t.Errorf("%d runs, %v", s.starter.count(), err)
		}
		if s.last(v.Key).State != triggers.Started {
			t.Errorf("it is kept as %+v", s.last(v.Key))
		}
	})
}

func TestRate(t *testing.T) {
	t.Parallel()
	servertest.Each(t, func(t *testing.T, w *servertest.World) {
		s := setup(t, w)
		v, key := s.webhook(func(spec *triggers.Spec) { spec.Limits.Rate = &triggers.Rate{Count: 1, Per: "10s"} })
		for i, body := range []string{`{"n":1}`, `{"n":2}`, `{"n":3}`} {
			f, err := s.fire(s.call(v, key, body))
			if err != nil || (f.State == triggers.Started) != (i == 0) || i > 0 && f.DueAt != s.Clock.Now().Add(time.Duration(i)*10*time.Second).UnixMicro() {
				t.Errorf("call %d: %+v, %v", i, f, err)
			}
		}
		for i, want := range []int{1, 2, 2, 3} {
			if next := s.due(); s.starter.count() != want {
				t.Errorf("after %d × 5 s there are %d runs, the next at %s", i, s.starter.count(), next)
			}
			s.Clock.Add([]time.Duration{10, 5, 5, 0}[i] * time.Second)
		}
	})
}

// TestRightsAreThoseOfNow: who wrote a trigger and has lost the right to start
// runs starts none by it.
func TestRightsAreThoseOfNow(t *testing.T) {
	t.Parallel()
	s := setup(t, servertest.SQLite(t))
	v, key := s.webhook(nil)
	owner := s.Actor(rbac.Owner, servertest.Acme)
	grants, err := s.Orgs.GrantsOf(t.Context(), owner, s.admin.Subject, page.Request{Limit: 10})
	if err != nil || len(grants.Items) != 1 {
		t.Fatal(grants, err)
	}
	g := grants.Items[0]
	if _, err := s.Orgs.EndGrant(t.Context(), owner, g.Org, g.ID, g.Revision, s.Clock.Now().Add(time.Second)); err != nil {
		t.Fatal(err)
	}
	s.Clock.Add(time.Minute)
	if _, err := s.fire(s.call(v, key, `{}`)); !fault.HasCode(err, "trigger.not_started") || s.starter.count() != 0 {
		t.Errorf("it gives %v", err)
	}
	s.admin = owner
	if _, err := s.Put(t.Context(), owner, s.org, v.Key, v.Revision, triggers.In{Name: v.Name, Chain: v.Chain, Enabled: true, Spec: v.Spec}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.fire(s.call(v, key, `{"n":1}`)); err != nil {
		t.Errorf("written by another: %v", err)
	}
}
