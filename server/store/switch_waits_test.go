package store_test

import (
	"context"
	"testing"

	"catenary/chain"
	"catenary/rbac"
	"catenary/runtime"
	"catenary/runtime/run"
	"catenary/server/servertest"
	"catenary/server/switches"
)

// TestSwitchWaits: a step that waits for a switch is answered once: at once if
// the switch has the value, and else when it gets it.
func TestSwitchWaits(t *testing.T) {
	t.Parallel()
	servertest.Each(t, func(t *testing.T, w *servertest.World) {
		ctx, org, owner := context.Background(), w.Org(servertest.Stock), w.Actor(rbac.Owner, servertest.Acme)
		var woken []runtime.ID
		s := &switches.Service{Store: w.Store, Auth: w.Auth, Audit: w.Audit, NewID: w.NewID, Now: w.Clock.Now, Wake: func(id runtime.ID) { woken = append(woken, id) }}
		made, err := s.Create(ctx, owner, org, switches.New{Key: "go", Name: "Go", Type: switches.Boolean, Value: []byte("false")})
		if err != nil {
			t.Fatal(err)
		}
		if err := w.Store.Enlist(ctx, "r1", w.Clock.Now().UnixMicro()+hour); err != nil {
			t.Fatal(err)
		}
		tenant := string(owner.Tenant)
		begin := func(id, value string) {
			t.Helper()
			row := runtime.Run{Org: string(org), Chain: "c", Key: "c", Version: 1, Trigger: "api", CreatedAt: w.Clock.Now().UnixMicro()}
			out, err := w.Store.Commit(ctx, "r1", []runtime.Write{{
				ID: runtime.ID{Tenant: tenant, Run: id}, Epoch: 1, Create: &row, State: run.Waiting,
				Events:      []run.Event{{Seq: 1, Epoch: 1, Kind: run.StartEvent}},
				SwitchWaits: []runtime.SwitchWait{{Tenant: tenant, Run: id, Step: `{"node":"a","attempt":1}`, Switch: made.ID, Value: value}},
			}})
			if err != nil || out[0].Lost {
				t.Fatalf("%+v, %v", out, err)
			}
		}
		signals := func(id string, want int) {
			t.Helper()
			got, err := w.Store.Signals(ctx, tenant, id)
			if err != nil || len(got) != want {
				t.Fatalf("run %s has %d signals, want %d, %v", id, len(got), want, err)
			}
			if want > 0 && (got[0].Kind != runtime.AnswerSignal || string(got[0].Body) == "") {
				t.Errorf("the signal is %+v", got[0])
			}
		}
		begin("has-it", "false")
		begin("waits", "true")
		signals("has-it", 1)
		signals("waits", 0)
		if _, _, err := s.Set(ctx, owner, org, "go", 1, []byte("true"), "go"); err != nil {
			t.Fatal(err)
		}
		signals("has-it", 1)
		signals("waits", 1)
		if len(woken) != 1 || woken[0].Run != "waits" {
			t.Errorf("woken: %v", woken)
		}
		for i, value := range []string{"false", "true"} { // the wait is over
			if _, _, err := s.Set(ctx, owner, org, "go", int64(2+i), []byte(value), "again"); err != nil {
				t.Fatal(err)
			}
		}
		signals("waits", 1)
		if used, err := w.Store.UsableSwitches(ctx, owner.Tenant, org, rbac.SwitchView, []string{"go", "other"}); err != nil || len(used) != 1 || used[0].ID != made.ID {
			t.Errorf("usable: %+v, %v", used, err)
		}
		if used, err := w.Store.UsedByChains(ctx, owner.Tenant, chain.SwitchRef, made.ID); err != nil || used {
			t.Errorf("used: %v, %v", used, err)
		}
	})
}
