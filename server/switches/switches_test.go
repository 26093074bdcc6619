package switches_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"catenary/internal/fault"
	"catenary/internal/page"
	"catenary/rbac"
	"catenary/runtime"
	"catenary/server/orgs"
	"catenary/server/servertest"
	"catenary/server/store"
	"catenary/server/switches"
)

// counting counts how often the state of switches is read.
type counting struct {
	*store.Store
	reads atomic.Int64
}

func (c *counting) SwitchStates(ctx context.Context, ids []string) ([]switches.State, error) {
	c.reads.Add(1)
	return c.Store.SwitchStates(ctx, ids)
}

// look is how often what is followed is looked at.
const look = time.Second

func service(t *testing.T, w *servertest.World) (*switches.Service, *counting) {
	t.Helper()
	c := &counting{Store: w.Store}
	s := &switches.Service{
		Store: c, Auth: w.Auth, Audit: w.Audit, Wake: func(runtime.ID) {}, NewID: w.NewID, Now: w.Clock.Now,
		Log: slog.New(slog.DiscardHandler), Process: w.NewID(), Poll: look,
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = s.Run(ctx)
	}()
	t.Cleanup(func() {
		cancel()
		<-done
	})
	return s, c
}

func mode() switches.New {
	return switches.New{
		Key: "mode", Name: "Mode", Type: switches.Enum, Options: []string{"old", "both", "new"}, Value: raw(`"old"`), Reason: "first",
	}
}

func raw(text string) json.RawMessage { return json.RawMessage(text) }

func TestLife(t *testing.T) {
	t.Parallel()
	servertest.Each(t, func(t *testing.T, w *servertest.World) {
		ctx, org := t.Context(), w.Org(servertest.Stock)
		operator, viewer := w.Actor(rbac.Operator, servertest.Stock), w.Actor(rbac.Viewer, servertest.Stock)
		s, _ := service(t, w)
		v, err := s.Create(ctx, operator, org, mode())
		if err != nil || v.Value != `"old"` || v.Revision != 1 {
			t.Fatalf("%+v, %v", v, err)
		}
		if _, err := s.Create(ctx, operator, org, mode()); !fault.HasCode(err, "switch.key_taken") {
			t.Errorf("a second one: %v", err)
		}
		w.Clock.Add(time.Minute)
		if v, _, err = s.Set(ctx, operator, org, "mode", 1, raw(` "both" `), "phase one"); err != nil || v.Value != `"both"` || v.Revision != 2 {
			t.Fatalf("%+v, %v", v, err)
		}
		if v, _, err = s.Set(ctx, operator, org, "mode", 2, raw(`"both"`), "again"); err != nil || v.Revision != 2 {
			t.Errorf("the value that it has: %+v, %v", v, err)
		}
		for code, set := range map[string]func() error{
			"switch.stale":   func() error { _, _, err := s.Set(ctx, operator, org, "mode", 1, raw(`"new"`), "late"); return err },
			"switch.reason":  func() error { _, _, err := s.Set(ctx, operator, org, "mode", 2, raw(`"new"`), " "); return err },
			"switch.value":   func() error { _, _, err := s.Set(ctx, operator, org, "mode", 2, raw(`"other"`), "why"); return err },
			"switch.unknown": func() error { _, _, err := s.Set(ctx, operator, org, "none", 2, raw(`"new"`), "why"); return err },
			"auth.forbidden": func() error { _, _, err := s.Set(ctx, viewer, org, "mode", 2, raw(`"new"`), "why"); return err },
		} {
			if err := set(); !fault.HasCode(err, code) {
				t.Errorf("want %s, not %v", code, err)
			}
		}
		name := "Mode of the stock"
		if v, err = s.Edit(ctx, operator, org, "mode", 2, switches.Edit{Name: &name}); err != nil || v.Name != name || v.Revision != 3 {
			t.Errorf("%+v, %v", v, err)
		}
		less := []string{"old", "new"}
		if _, err = s.Edit(ctx, operator, org, "mode", 3, switches.Edit{Options: &less}); !fault.HasCode(err, "switch.value") {
			t.Errorf("options without the value: %v", err)
		}
		h, err := s.History(ctx, viewer, org, "mode", page.Request{Limit: 1})
		if err != nil || len(h.Items) != 1 || h.Items[0].Was != `"old"` || h.Items[0].Value != `"both"` || h.Items[0].Reason != "phase one" || h.Items[0].By != operator.Subject {
			t.Fatalf("%+v, %v", h, err)
		}
		h, err = s.History(ctx, viewer, org, "mode", page.Request{Limit: 1, After: h.Next})
		if err != nil || len(h.Items) != 1 || h.Items[0].Was != "null" || !h.Next.IsZero() {
			t.Errorf("%+v, %v", h, err)
		}
		if err := s.Delete(ctx, operator, org, "mode", 3); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Get(ctx, viewer, org, "mode"); !fault.HasCode(err, "switch.unknown") {
			t.Errorf("a deleted one: %v", err)
		}
		if _, err := s.Create(ctx, operator, org, mode()); err != nil {
			t.Errorf("another with its key: %v", err)
		}
		for _, action := range []string{"switch:created", "switch:set", "switch:edited", "switch:deleted"} {
			if !slices.Contains(w.Audited(w.Tenant(servertest.Acme)), action) {
				t.Errorf("%s is not in the log", action)
			}
		}
	})
}

func TestWhatCannotBe(t *testing.T) {
	t.Parallel()
	w := servertest.SQLite(t)
	s, _ := service(t, w)
	for name, tt := range map[string]struct {
		in   switches.New
		code string
	}{
		"no options":        {switches.New{Type: switches.Enum, Value: raw(`"a"`)}, "switch.definition"},
		"an option twice":   {switches.New{Type: switches.Enum, Options: []string{"a", "a"}, Value: raw(`"a"`)}, "switch.definition"},
		"options of others": {switches.New{Type: switches.Boolean, Options: []string{"a"}, Value: raw(`true`)}, "switch.definition"},
		"a schema of those": {switches.New{Type: switches.Boolean, Schema: raw(`{}`), Value: raw(`true`)}, "switch.definition"},
		"no schema":         {switches.New{Type: switches.JSON, Schema: raw(`{"type":"words"}`), Value: raw(`1`)}, "switch.definition"},
		"no type":           {switches.New{Type: "text", Value: raw(`"a"`)}, "switch.definition"},
		"no boolean":        {switches.New{Type: switches.Boolean, Value: raw(`"true"`)}, "switch.value"},
		"no number":         {switches.New{Type: switches.Number, Value: raw(`"1"`)}, "switch.value"},
		"too much":          {switches.New{Type: switches.Number, Schema: raw(`{"maximum":5}`), Value: raw(`6`)}, "switch.value"},
		"no JSON":           {switches.New{Type: switches.JSON, Value: raw(`{`)}, "switch.value"},
		"nothing":           {switches.New{Type: switches.JSON}, "switch.value"},
		"number":            {switches.New{Type: switches.Number, Schema: raw(`{"maximum":5}`), Value: raw(`-1.50`)}, ""},
		"JSON":              {switches.New{Type: switches.JSON, Schema: raw(`{"type":"object"}`), Value: raw(`{"b":1,"a":[]}`)}, ""},
	} {
		tt.in.Key, tt.in.Name = "a", "A"
		v, err := s.Create(t.Context(), w.Actor(rbac.Owner, servertest.Acme), w.Org(servertest.Stock), tt.in)
		if tt.code != "" && !fault.HasCode(err, tt.code) || tt.code == "" && err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if err == nil {
			if err := s.Delete(t.Context(), w.Actor(rbac.Owner, servertest.Acme), w.Org(servertest.Stock), "a", v.Revision); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func TestSharedDownward(t *testing.T) {
	t.Parallel()
	servertest.Each(t, func(t *testing.T, w *servertest.World) {
		ctx, above, below := t.Context(), w.Org(servertest.Retail), w.Org(servertest.Stock)
		s, _ := service(t, w)
		owner, reader := w.Actor(rbac.Owner, servertest.Acme), w.Actor(rbac.Admin, servertest.Stock)
		made, err := s.Create(ctx, owner, above, mode())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Get(ctx, reader, below, "mode"); !fault.HasCode(err, "switch.unknown") {
			t.Errorf("not shared: %v", err)
		}
		share, err := w.Orgs.Share(ctx, owner, above, orgs.NewShare{Kind: orgs.KindSwitch, Resource: made.ID, To: below})
		if err != nil {
			t.Fatal(err)
		}
		v, err := s.Get(ctx, reader, below, "mode")
		if err != nil || !v.Shared || v.Org != "" || !slices.Equal(v.Can, []rbac.Permission{rbac.SwitchView}) {
			t.Errorf("%+v, %v", v, err)
		}
		if list, err := s.List(ctx, reader, below, page.Request{Limit: 10}); err != nil || len(list.Items) != 1 || !list.Items[0].Shared {
			t.Errorf("%+v, %v", list, err)
		}
		if _, _, err := s.Set(ctx, reader, below, "mode", 1, raw(`"new"`), "why"); !fault.HasCode(err, "switch.unknown") {
			t.Errorf("set from below: %v", err)
		}
		f, err := s.Follow(ctx, reader, below, "mode")
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		if now, err := f.State(ctx, reader); err != nil || now.Value != `"old"` {
			t.Errorf("%+v, %v", now, err)
		}
		seen := func(org rbac.OrgID) string {
			values, err := s.Values(ctx, owner.Tenant, org, []string{made.ID, "none"})
			return fmt.Sprintf("%s %v", values, err)
		}
		there := fmt.Sprintf("map[%s:\"old\"] <nil>", made.ID)
		if a, b, c := seen(above), seen(below), seen(w.Org(servertest.Acme)); a != there || b != there || c != "map[] <nil>" {
			t.Errorf("a run sees %s where it is, %s below, %s above", a, b, c)
		}
		if err := w.Orgs.Unshare(ctx, owner, above, share.ID); err != nil {
			t.Fatal(err)
		}
		w.Clock.Add(time.Minute)
		if _, err := f.State(ctx, reader); err == nil {
			t.Error("it is followed although it is no longer shared")
		}
		if b := seen(below); b != "map[] <nil>" {
			t.Errorf("a run below sees %s although it is no longer shared", b)
		}
	})
}

func TestAStepSetsOnceAndSetsBack(t *testing.T) {
	t.Parallel()
	servertest.Each(t, func(t *testing.T, w *servertest.World) {
		ctx, org, owner := t.Context(), w.Org(servertest.Stock), w.Actor(rbac.Owner, servertest.Acme)
		s, _ := service(t, w)
		made, err := s.Create(ctx, owner, org, mode())
		if err != nil {
			t.Fatal(err)
		}
		step := func(cause string) switches.Step {
			return switches.Step{Tenant: owner.Tenant, Org: org, By: owner.Subject, Run: "run", Cause: cause, Switch: made.ID}
		}
		value := func(want string) {
			t.Helper()
			if v, err := s.Get(ctx, owner, org, "mode"); err != nil || v.Value != want {
				t.Errorf("it is %s, want %s, %v", v.Value, want, err)
			}
		}
		first, err := s.SetByStep(ctx, step("a"), raw(`"both"`))
		if err != nil || !first.Changed || string(first.Was) != `"old"` {
			t.Fatalf("%+v, %v", first, err)
		}
		v, _ := s.Get(ctx, owner, org, "mode")
		if _, _, err := s.Set(ctx, owner, org, "mode", v.Revision, raw(`"new"`), "by hand"); err != nil {
			t.Fatal(err)
		}
		again, err := s.SetByStep(ctx, step("a"), raw(`"both"`))
		if err != nil || again.Revision != first.Revision || !again.Changed {
			t.Errorf("the same attempt: %+v, %v", again, err)
		}
		value(`"new"`)
		if _, err := s.Restore(ctx, step("b"), first); !fault.HasCode(err, "switch.changed") {
			t.Errorf("what somebody else set: %v", err)
		}
		value(`"new"`)
		v, _ = s.Get(ctx, owner, org, "mode")
		if _, _, err := s.Set(ctx, owner, org, "mode", v.Revision, raw(`"both"`), "by hand"); err != nil {
			t.Fatal(err)
		}
		for range 2 {
			back, err := s.Restore(ctx, step("c"), first)
			if err != nil || string(back.Value) != `"old"` {
				t.Errorf("%+v, %v", back, err)
			}
			value(`"old"`)
		}
		if back, err := s.Restore(ctx, step("d"), first); err != nil || back.Changed {
			t.Errorf("what it has already: %+v, %v", back, err)
		}
		other := step("e")
		other.Org = w.Org(servertest.Picking)
		if _, err := s.SetByStep(ctx, other, raw(`"new"`)); !fault.HasCode(err, "switch.unknown") {
			t.Errorf("by another org: %v", err)
		}
		if _, err := s.SetByStep(ctx, step("f"), raw(`5`)); !fault.HasCode(err, "switch.value") {
			t.Errorf("a value that it cannot have: %v", err)
		}
	})
}

// soon is within what time a change has to reach who follows. The promise is 1 s,
// which a machine that does much else cannot keep: SWITCH_SOON says what to hold
// it to.
func soon(t *testing.T) time.Duration {
	t.Helper()
	text := os.Getenv("SWITCH_SOON")
	if text == "" {
		return 10 * time.Second
	}
	d, err := time.ParseDuration(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// TestAThousandFollowers: a change reaches all who follow soon, and is read once.
func TestAThousandFollowers(t *testing.T) {
	t.Parallel()
	servertest.Each(t, func(t *testing.T, w *servertest.World) {
		const followers = 1000
		ctx, org, owner := t.Context(), w.Org(servertest.Stock), w.Actor(rbac.Owner, servertest.Acme)
		setter, _ := service(t, w)                 // one server
		reader, counted := service(t, w.Replica()) // and another
		if _, err := setter.Create(ctx, owner, org, mode()); err != nil {
			t.Fatal(err)
		}
		type seen struct {
			state switches.State
			at    time.Time
			err   error
		}
		got := make(chan seen, followers)
		begun := time.Now()
		// looks is how often all that is followed was looked at by now, at most.
		looks := func() int64 { return int64(time.Since(begun)/look) + 1 }
		viewer := w.Actor(rbac.Viewer, servertest.Stock)
		for range followers {
			f, err := reader.Follow(ctx, viewer, org, "mode")
			if err != nil {
				t.Fatal(err)
			}
			now, err := f.State(ctx, viewer)
			if err != nil {
				t.Fatal(err)
			}
			go func() {
				defer f.Close()
				next, _, err := f.Await(ctx, viewer, now.Revision, time.Minute)
				got <- seen{next, time.Now(), err}
			}()
		}
		if reads := counted.reads.Load(); reads > 1+looks() {
			t.Errorf("%d reads for %d who begin", reads, followers)
		}
		set := time.Now()
		if _, _, err := setter.Set(ctx, owner, org, "mode", 1, raw(`"new"`), "go"); err != nil {
			t.Fatal(err)
		}
		late := make([]time.Duration, 0, followers)
		for range followers {
			s := <-got
			if s.err != nil || s.state.Value != `"new"` || s.state.Revision != 2 {
				t.Fatalf("a follower got %+v, %v", s.state, s.err)
			}
			late = append(late, s.at.Sub(set))
		}
		slices.Sort(late)
		t.Logf("%d followers: median %v, p99 %v, last %v", followers, late[followers/2], late[followers*99/100], late[followers-1])
		if p99 := late[followers*99/100]; p99 > soon(t) {
			t.Errorf("p99 is %v", p99)
		}
		if reads := counted.reads.Load(); reads > 2+looks() {
			t.Errorf("%d reads for one change", reads)
		}
	})
}
