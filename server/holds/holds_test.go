package holds_test

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strconv"
	"testing"
	"time"

	"catenary/chain"
	"catenary/internal/fault"
	"catenary/nodes/builtin"
	"catenary/rbac"
	"catenary/runtime"
	"catenary/runtime/run"
	"catenary/server/chains"
	"catenary/server/holds"
	"catenary/server/servertest"
)

const document = `
format: catenary/v1
kind: Chain
key: orders
name: Orders
nodes:
  - {id: a, kind: wait, wait: {for: 1s}}
  - {id: b, kind: wait, wait: {for: 1s}}
edges: [{from: a, to: b}]
`

// world is a chain whose runs a test drives by hand.
type world struct {
	*servertest.World
	*holds.Service
	t     *testing.T
	org   rbac.OrgID
	admin rbac.Actor
	chain string
	woken []runtime.ID
}

const replica = "one"

func setup(t *testing.T, w *servertest.World) *world {
	t.Helper()
	ctx, admin := context.Background(), w.Actor(rbac.Owner, servertest.Acme)
	made := &chains.Service{Store: w.Store, Auth: w.Auth, Audit: w.Audit, Kinds: builtin.Registry(), NewID: w.NewID, Now: w.Clock.Now}
	c, err := made.Create(ctx, admin, w.Org(servertest.Stock), chains.Input{Data: []byte(document), Encoding: chain.EncodingYAML})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Store.Enlist(ctx, replica, w.Clock.Now().Add(1000*time.Hour).UnixMicro()); err != nil {
		t.Fatal(err)
	}
	out := &world{World: w, t: t, org: w.Org(servertest.Stock), admin: admin, chain: c.ID}
	out.Service = &holds.Service{
		Store: w.Store, Auth: w.Auth, Audit: w.Audit, NewID: w.NewID, Now: w.Clock.Now, Log: slog.New(slog.DiscardHandler),
		Wake: func(id runtime.ID) { out.woken = append(out.woken, id) },
	}
	return out
}

// start puts a start on disk, and says whether it is kept.
func (w *world) start(input, trigger string) (id string, held bool) {
	w.t.Helper()
	write := w.asked(input, trigger)
	out, err := w.World.Store.Commit(context.Background(), replica, []runtime.Write{write})
	if err != nil {
		w.t.Fatal(err)
	}
	return write.Run, out[0].Held
}

// asked is a start that is not yet on disk.
func (w *world) asked(input, trigger string) runtime.Write {
	row := runtime.Run{
		Tenant: string(w.admin.Tenant), ID: w.World.NewID(), Org: string(w.org), Chain: w.chain, Key: "orders", Version: 1, Document: "d",
		Trigger: trigger, By: string(w.admin.Subject), State: run.Queued, CreatedAt: w.Clock.Now().UnixMicro(), Input: input,
	}
	return runtime.Write{
		ID: runtime.ID{Tenant: row.Tenant, Run: row.ID}, Epoch: 1, Create: &row, State: run.Queued, Release: true, Due: row.CreatedAt,
	}
}

// begin claims what is due.
func (w *world) begin() []runtime.Run {
	w.t.Helper()
	rows, err := w.World.Store.Claim(context.Background(), replica, 1000)
	if err != nil {
		w.t.Fatal(err)
	}
	return rows
}

// end ends a run that was claimed.
func (w *world) end(r runtime.Run) {
	w.t.Helper()
	at := w.Clock.Now().UnixMicro()
	out, err := w.World.Store.Commit(context.Background(), replica, []runtime.Write{{
		ID: runtime.ID{Tenant: r.Tenant, Run: r.ID}, Epoch: r.Epoch, From: r.Seq, State: run.Succeeded, Release: true, Ungated: r.Gates == "",
		Events: []run.Event{{Seq: r.Seq + 1, Epoch: r.Epoch, At: at, Kind: run.StartEvent}, {Seq: r.Seq + 2, Epoch: r.Epoch, At: at, Kind: run.EndEvent}},
	}})
	if err != nil || out[0].Lost {
		w.t.Fatalf("end: %+v, %v", out, err)
	}
}

func (w *world) state(want holds.State, waiting int64) {
	w.t.Helper()
	v, err := w.Get(context.Background(), w.admin, w.org, "orders")
	if err != nil || v.State != want || v.Waiting != waiting {
		w.t.Errorf("it is %s with %d waiting, %v; want %s with %d", v.State, v.Waiting, err, want, waiting)
	}
}

func (w *world) release() {
	w.t.Helper()
	if _, err := w.Due(context.Background()); err != nil {
		w.t.Fatal(err)
	}
}

func TestHeldAndReleasedInOrderOfTheirKey(t *testing.T) {
	t.Parallel()
	servertest.Each(t, func(t *testing.T, sw *servertest.World) {
		w, ctx := setup(t, sw), t.Context()
		if _, held := w.start(`{}`, "api"); held {
			t.Error("an open chain keeps a start")
		}
		if _, err := w.Hold(ctx, w.admin, w.org, "orders", holds.Order{OrderBy: "/order/id", Reason: "stock moves"}); err != nil {
			t.Fatal(err)
		}
		const orders, keys = 80, 7
		key := map[string]int{}
		var all []string
		for i := range orders {
			id, held := w.start(fmt.Sprintf(`{"order":{"id":%d},"n":%d}`, i%keys, i), []string{"api", "manual", "webhook", "schedule"}[i%4])
			if !held {
				t.Fatalf("start %d is not kept", i)
			}
			key[id], all = i%keys, append(all, id)
		}
		for _, other := range []string{"chain", "rerun", "test"} {
			if _, held := w.start(`{}`, other); held {
				t.Errorf("what is started by a %s is kept", other)
			}
		}
		for _, r := range w.begin() {
			w.end(r)
		}
		w.state(holds.Kept, orders)
		w.release() // nothing is due
		w.state(holds.Kept, orders)
		if _, err := w.Release(ctx, w.admin, w.org, "orders", 60_000, "done"); err != nil {
			t.Fatal(err)
		}
		next, begun := map[int]int{}, map[string]bool{}
		for i, id := range all { // the places of each key's runs, in order
			if key[id] != i%keys {
				t.Fatal(id)
			}
		}
		late, _ := w.start(`{"order":{"id":3}}`, "api") // behind all others
		key[late], all = 3, append(all, late)
		for turn := 0; len(begun) < len(all); turn++ {
			if turn > 1000 {
				t.Fatalf("%d of %d have begun", len(begun), len(all))
			}
			w.Clock.Add(200 * time.Millisecond)
			w.release()
			rows := w.begin()
			atWork := map[int]bool{}
			for _, r := range rows {
				k := key[r.ID]
				if begun[r.ID] || atWork[k] {
					t.Fatalf("%s begins twice, or beside another of its key", r.ID)
				}
				begun[r.ID], atWork[k] = true, true
				var mine []string
				for _, id := range all {
					if key[id] == k {
						mine = append(mine, id)
					}
				}
				if mine[next[k]] != r.ID {
					t.Fatalf("key %d: %s begins out of turn", k, r.ID)
				}
				next[k]++
			}
			for _, r := range rows {
				w.end(r)
			}
		}
		w.Clock.Add(time.Second)
		w.release()
		w.state(holds.Open, 0)
		if _, held := w.start(`{"order":{"id":3}}`, "api"); held {
			t.Error("an open chain keeps a start")
		}
		if len(w.woken) != len(all) {
			t.Errorf("%d were woken, %d were kept", len(w.woken), len(all))
		}
		log := w.Audited(w.admin.Tenant)
		if !slices.Contains(log, "chain:held") || !slices.Contains(log, "chain:released") {
			t.Errorf("the log has %v", log)
		}
	})
}

// TestReleaseShowsWhatItMade: however soon what was kept is let go of.
func TestReleaseShowsWhatItMade(t *testing.T) {
	t.Parallel()
	servertest.Each(t, func(t *testing.T, sw *servertest.World) {
		w, ctx := setup(t, sw), t.Context()
		if _, err := w.Hold(ctx, w.admin, w.org, "orders", holds.Order{}); err != nil {
			t.Fatal(err)
		}
		w.start(`{}`, "api")
		w.Reached = func(point string) {
			if point == "hold_changed" {
				w.release()
			}
		}
		v, err := w.Release(ctx, w.admin, w.org, "orders", 0, "counted")
		if err != nil || v.State != holds.Releasing || v.Waiting != 1 || v.Reason != "counted" {
			t.Errorf("it is %s with %d waiting for %q, %v", v.State, v.Waiting, v.Reason, err)
		}
		w.state(holds.Open, 0)
	})
}

// TestNoMoreAreCountedThanIsTold: looking at a hold costs the same however many
// wait.
func TestNoMoreAreCountedThanIsTold(t *testing.T) {
	t.Parallel()
	servertest.Each(t, func(t *testing.T, sw *servertest.World) {
		w, ctx := setup(t, sw), t.Context()
		if _, err := w.Hold(ctx, w.admin, w.org, "orders", holds.Order{}); err != nil {
			t.Fatal(err)
		}
		keep := func(n int) {
			t.Helper()
			writes := make([]runtime.Write, n)
			for i := range writes {
				writes[i] = w.asked(`{}`, "api")
			}
			if _, err := w.World.Store.Commit(ctx, replica, writes); err != nil {
				t.Fatal(err)
			}
		}
		keep(holds.MaxWaiting - 1)
		w.state(holds.Kept, holds.MaxWaiting-1)
		keep(2)
		w.state(holds.Kept, holds.MaxWaiting)
	})
}

func TestPaceAndLimits(t *testing.T) {
	t.Parallel()
	servertest.Each(t, func(t *testing.T, sw *servertest.World) {
		w, ctx := setup(t, sw), t.Context()
		if _, err := w.Hold(ctx, w.admin, w.org, "orders", holds.Order{}); err != nil {
			t.Fatal(err)
		}
		var ids []string
		for range 30 {
			id, _ := w.start(`{}`, "api")
			ids = append(ids, id)
		}
		if _, err := w.Release(ctx, w.admin, w.org, "orders", 120, ""); err != nil { // two a second
			t.Fatal(err)
		}
		var begun []string
		step := func(want int) {
			t.Helper()
			w.release()
			rows := w.begin()
			for _, r := range rows {
				begun = append(begun, r.ID)
				w.end(r)
			}
			if len(begun) != want {
				t.Fatalf("%d have begun, want %d", len(begun), want)
			}
		}
		step(1)
		step(1) // no time has passed
		w.Clock.Add(500 * time.Millisecond)
		step(2)
		w.Clock.Add(time.Hour) // what was missed is not made up
		step(4)
		if _, err := w.Hold(ctx, w.admin, w.org, "orders", holds.Order{}); err != nil {
			t.Fatal(err)
		}
		w.Clock.Add(time.Hour)
		step(4)
		w.state(holds.Kept, 26)
		if _, err := w.World.Store.SetGate(ctx, string(w.admin.Tenant), "chain:"+w.chain, 3, -1); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Release(ctx, w.admin, w.org, "orders", 0, ""); err != nil {
			t.Fatal(err)
		}
		step(30)
		w.state(holds.Open, 0)
		if !slices.Equal(begun, ids) {
			t.Errorf("they began in another order than they came")
		}
	})
}

func TestCanceledWhileKept(t *testing.T) {
	t.Parallel()
	servertest.Each(t, func(t *testing.T, sw *servertest.World) {
		w, ctx := setup(t, sw), t.Context()
		if _, err := w.Hold(ctx, w.admin, w.org, "orders", holds.Order{OrderBy: "/id"}); err != nil {
			t.Fatal(err)
		}
		first, _ := w.start(`{"id":"a"}`, "api")
		second, _ := w.start(`{"id":"a"}`, "api")
		err := w.World.Store.InsertSignal(ctx, runtime.Signal{
			Tenant: string(w.admin.Tenant), Run: first, ID: "1", Kind: runtime.CancelSignal, Body: []byte(`{}`), At: w.Clock.Now().UnixMicro(),
		})
		if err != nil {
			t.Fatal(err)
		}
		rows := w.begin()
		if len(rows) != 1 || rows[0].ID != first || !rows[0].Held {
			t.Fatalf("to be cancelled: %+v", rows)
		}
		at := w.Clock.Now().UnixMicro()
		out, err := w.World.Store.Commit(ctx, replica, []runtime.Write{{
			ID: runtime.ID{Tenant: string(w.admin.Tenant), Run: first}, Epoch: rows[0].Epoch, State: run.Canceled, Release: true, Taken: []string{"1"},
			Events: []run.Event{{Seq: 1, Epoch: rows[0].Epoch, At: at, Kind: run.CancelEvent}, {Seq: 2, Epoch: rows[0].Epoch, At: at, Kind: run.EndEvent}},
		}})
		if err != nil || out[0].Lost {
			t.Fatalf("%+v, %v", out, err)
		}
		w.state(holds.Kept, 1)
		if _, err := w.Release(ctx, w.admin, w.org, "orders", 0, ""); err != nil {
			t.Fatal(err)
		}
		var begun []string
		for range 5 {
			w.release()
			for _, r := range w.begin() {
				begun = append(begun, r.ID)
				w.end(r)
			}
			w.Clock.Add(time.Second)
		}
		if !slices.Equal(begun, []string{second}) {
			t.Errorf("%v began, want %s", begun, second)
		}
		w.state(holds.Open, 0)
	})
}

func TestStepsHoldWhatTheyTake(t *testing.T) {
	t.Parallel()
	servertest.Each(t, func(t *testing.T, sw *servertest.World) {
		w, ctx := setup(t, sw), t.Context()
		step := func(n int) holds.Step {
			return holds.Step{Tenant: w.admin.Tenant, Org: w.org, By: w.admin.Subject, Run: "run", Cause: strconv.Itoa(n), Chain: "orders"}
		}
		v, taken, err := w.HoldByStep(ctx, step(1), holds.Order{})
		if err != nil || !taken || v.State != holds.Kept {
			t.Fatalf("%+v, %v, %v", v, taken, err)
		}
		if again, taken, err := w.HoldByStep(ctx, step(1), holds.Order{}); err != nil || !taken || again.ID != v.ID {
			t.Errorf("the same attempt: %+v, %v, %v", again, taken, err)
		}
		if _, taken, err := w.HoldByStep(ctx, step(2), holds.Order{}); err != nil || taken {
			t.Errorf("another takes it: %v", err)
		}
		if _, _, err := w.HoldByStep(ctx, step(3), holds.Order{OrderBy: "/id"}); !fault.HasCode(err, "hold.standing") {
			t.Errorf("another order: %v", err)
		}
		w.start(`{}`, "api")
		if _, err := w.ReleaseByStep(ctx, step(4), "another hold", 0, ""); err != nil {
			t.Fatal(err)
		}
		w.state(holds.Kept, 1)
		if _, err := w.ReleaseByStep(ctx, step(5), v.ID, 0, ""); err != nil {
			t.Fatal(err)
		}
		w.state(holds.Releasing, 1)
		w.release()
		w.state(holds.Open, 0)
		if _, err := w.Release(ctx, w.admin, w.org, "orders", 0, ""); err != nil {
			t.Errorf("an open chain: %v", err)
		}
		if _, err := w.Release(ctx, w.admin, w.org, "orders", -1, ""); !fault.HasCode(err, "hold.pace") {
			t.Errorf("no pace: %v", err)
		}
		if _, err := w.Hold(ctx, w.admin, w.org, "orders", holds.Order{OrderBy: "id"}); !fault.HasCode(err, "hold.order_by") {
			t.Errorf("no pointer: %v", err)
		}
		if _, err := w.Hold(ctx, w.Actor(rbac.Viewer, servertest.Stock), w.org, "orders", holds.Order{}); !fault.HasCode(err, "auth.forbidden") {
			t.Errorf("a viewer: %v", err)
		}
	})
}
