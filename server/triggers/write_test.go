package triggers_test

import (
	"slices"
	"testing"

	"catenary/internal/fault"
	"catenary/internal/page"
	"catenary/rbac"
	"catenary/server/secrets"
	"catenary/server/servertest"
	"catenary/server/triggers"
)

func TestPut(t *testing.T) {
	t.Parallel()
	servertest.Each(t, func(t *testing.T, w *servertest.World) {
		s := setup(t, w)
		v := s.schedule("0 6 * * *", nil)
		in := triggers.In{Name: "Nightly", Chain: "release", Spec: v.Spec}
		if v.Spec.Schedule.TimeZone != "UTC" || v.Spec.Schedule.Missed != triggers.Once || v.Spec.Limits.Queue != triggers.Wait || v.Revision != 1 {
			t.Errorf("what was not said: %+v", v.Spec)
		}
		if _, err := s.Put(t.Context(), s.admin, s.org, v.Key, 0, in); !fault.HasCode(err, "trigger.key_taken") {
			t.Errorf("the same key: %v", err)
		}
		if _, err := s.Put(t.Context(), s.admin, s.org, v.Key, 7, in); !fault.HasCode(err, "trigger.stale") {
			t.Errorf("another revision: %v", err)
		}
		after, err := s.Put(t.Context(), s.admin, s.org, v.Key, 1, in)
		if err != nil || after.Revision != 2 || after.Enabled || after.NextAt != 0 || after.ID != v.ID || after.Name != "Nightly" {
			t.Errorf("changed: %+v, %v", after, err)
		}
		in.Spec = triggers.Spec{Webhook: &triggers.Webhook{}}
		if _, err := s.Put(t.Context(), s.admin, s.org, v.Key, 2, in); !fault.HasCode(err, "trigger.kind") {
			t.Errorf("another kind: %v", err)
		}
		if err := s.Delete(t.Context(), s.admin, s.org, v.Key, 1); !fault.HasCode(err, "trigger.stale") {
			t.Errorf("delete at another revision: %v", err)
		}
		if err := s.Delete(t.Context(), s.admin, s.org, v.Key, 2); err != nil {
			t.Error(err)
		}
		if _, err := s.Get(t.Context(), s.admin, s.org, v.Key); !fault.HasCode(err, "trigger.unknown") {
			t.Errorf("after that: %v", err)
		}
		hook, key := s.webhook(nil)
		if _, err := s.fire(s.call(hook, key, `{}`)); err != nil {
			t.Fatal(err)
		}
		if err := s.Delete(t.Context(), s.admin, s.org, hook.Key, hook.Revision); err != nil {
			t.Errorf("one with a key, that has fired: %v", err)
		}
		want := []string{"trigger:created", "trigger:changed", "trigger:deleted", "trigger:created", "trigger:key_added", "trigger:deleted"}
		got := slices.DeleteFunc(w.Audited(s.admin.Tenant), func(a string) bool { return a == "chain:created" })
		if !slices.Equal(got, want) {
			t.Errorf("the log has %v", got)
		}
	})
}

func TestWhoMay(t *testing.T) {
	t.Parallel()
	s := setup(t, servertest.SQLite(t))
	v, _ := s.webhook(nil)
	in := triggers.In{Name: "Nightly", Chain: "release", Spec: v.Spec}
	writes := map[string]func(rbac.Actor) error{
		"put": func(who rbac.Actor) error {
			_, err := s.Put(t.Context(), who, s.org, "other", 0, in)
			return err
		},
		"enable": func(who rbac.Actor) error {
			_, err := s.Enable(t.Context(), who, s.org, v.Key, v.Revision, false)
			return err
		},
		"delete": func(who rbac.Actor) error { return s.Delete(t.Context(), who, s.org, v.Key, v.Revision) },
		"add a key": func(who rbac.Actor) error {
			_, err := s.AddKey(t.Context(), who, s.org, v.Key, secrets.Value{})
			return err
		},
		"remove a key": func(who rbac.Actor) error { return s.RemoveKey(t.Context(), who, s.org, v.Key, v.Keys[0].ID) },
		"calendar": func(who rbac.Actor) error {
			_, err := s.PutCalendar(t.Context(), who, s.org, "c", 0, triggers.CalendarSpec{Name: "C"})
			return err
		},
	}
	for name, write := range writes {
		for _, who := range []rbac.Actor{
			s.Actor(rbac.Designer, servertest.Stock), s.Actor(rbac.Operator, servertest.Stock), s.Actor(rbac.Admin, servertest.Picking),
			s.Actor(rbac.Admin, servertest.Shop), s.Actor(rbac.Owner, servertest.Umbra),
		} {
			if err := write(who); !fault.Is(err, fault.Forbidden) && !fault.Is(err, fault.NotFound) {
				t.Errorf("%s by somebody else: %v", name, err)
			}
		}
	}
	// Whoever writes a trigger starts runs by it: the one right is not enough.
	half := s.Token(s.admin, s.org, rbac.TriggerWrite, rbac.ChainView)
	if err := writes["put"](half); !fault.Is(err, fault.Forbidden) && !fault.Is(err, fault.NotFound) {
		t.Errorf("without run:start: %v", err)
	}
	if _, err := s.Get(t.Context(), s.Actor(rbac.Viewer, servertest.Stock), s.org, v.Key); err != nil {
		t.Errorf("a viewer: %v", err)
	}
	for _, who := range []rbac.Actor{s.Actor(rbac.Admin, servertest.Shop), s.Actor(rbac.Owner, servertest.Umbra)} {
		if _, err := s.Get(t.Context(), who, s.org, v.Key); !fault.Is(err, fault.NotFound) {
			t.Errorf("somebody else sees it: %v", err)
		}
		if _, err := s.List(t.Context(), who, s.org, page.Request{Limit: 10}); !fault.Is(err, fault.NotFound) {
			t.Errorf("somebody else lists it: %v", err)
		}
		if _, err := s.Times(t.Context(), who, s.org, triggers.Schedule{Cron: "@daily"}); !fault.Is(err, fault.NotFound) {
			t.Errorf("somebody else asks for times there: %v", err)
		}
	}
}

func TestBadTriggers(t *testing.T) {
	t.Parallel()
	s := setup(t, servertest.SQLite(t))
	hook, daily := &triggers.Webhook{}, &triggers.Schedule{Cron: "@daily"}
	tests := []struct {
		code, pointer string
		in            triggers.In
	}{
		{"trigger.kind", "", triggers.In{}},
		{"trigger.kind", "", triggers.In{Spec: triggers.Spec{Webhook: hook, Schedule: daily}}},
		{"trigger.scheme", "/webhook/scheme", triggers.In{Spec: triggers.Spec{Webhook: &triggers.Webhook{Scheme: "md5"}}}},
		{"trigger.network", "/webhook/from/1", triggers.In{Spec: triggers.Spec{Webhook: &triggers.Webhook{From: []string{"10.0.0.1", "10.0.0.0/33"}}}}},
		{"trigger.field", "/webhook/input_key", triggers.In{Spec: triggers.Spec{Webhook: &triggers.Webhook{InputKey: "a b"}}}},
		{"trigger.field", "/webhook/events", triggers.In{Spec: triggers.Spec{Webhook: &triggers.Webhook{Events: []string{"push"}}}}},
		{"schedule.cron", "/schedule/cron", triggers.In{Spec: triggers.Spec{Schedule: &triggers.Schedule{Cron: "often"}}}},
		{"schedule.time_zone", "/schedule/time_zone", triggers.In{Spec: triggers.Spec{Schedule: &triggers.Schedule{Cron: "@daily", TimeZone: "Mars"}}}},
		{"schedule.missed", "/schedule/missed", triggers.In{Spec: triggers.Spec{Schedule: &triggers.Schedule{Cron: "@daily", Missed: "all"}}}},
		{"schedule.input", "/schedule/input", triggers.In{Spec: triggers.Spec{Schedule: &triggers.Schedule{Cron: "@daily", Input: []byte("{")}}}},
		{"calendar.unknown", "/schedule/calendar", triggers.In{Spec: triggers.Spec{Schedule: &triggers.Schedule{Cron: "@daily", Calendar: "none"}}}},
		{"trigger.limit", "/limits/queue", triggers.In{Spec: triggers.Spec{Webhook: hook, Limits: triggers.Limits{Queue: "drop"}}}},
		{"trigger.limit", "/limits/concurrency", triggers.In{Spec: triggers.Spec{Webhook: hook, Limits: triggers.Limits{Concurrency: -1}}}},
		{"trigger.limit", "/limits/rate/count", triggers.In{Spec: triggers.Spec{Webhook: hook, Limits: triggers.Limits{Rate: &triggers.Rate{Per: "1m"}}}}},
		{"trigger.limit", "/limits/rate/per", triggers.In{Spec: triggers.Spec{Webhook: hook, Limits: triggers.Limits{Rate: &triggers.Rate{Count: 1, Per: "soon"}}}}},
		{"chain.unknown", "/chain", triggers.In{Chain: "other", Spec: triggers.Spec{Webhook: hook}}},
	}
	for _, tt := range tests {
		tt.in.Name = "A trigger"
		if tt.in.Chain == "" {
			tt.in.Chain = "release"
		}
		_, err := s.Put(t.Context(), s.admin, s.org, "x", 0, tt.in)
		if f := fault.As(err); f.Kind != fault.Invalid || f.Code != tt.code || len(f.Details) == 0 || f.Details[0].Pointer != tt.pointer {
			t.Errorf("%s at %q: %v", tt.code, tt.pointer, err)
		}
	}
}
