package e2e

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"sync"
	"testing"
	"time"
)

// shop gets orders, and keeps the first time that each arrived.
type shop struct {
	*httptest.Server
	mu    sync.Mutex
	seen  map[string]int   // by the key of the request
	turns map[string][]int // by order, in the order of their arrival
}

func newShop(t *testing.T) *shop {
	t.Helper()
	s := &shop{seen: map[string]int{}, turns: map[string][]int{}}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var call struct {
			Order string
			N     int
		}
		if err := json.NewDecoder(r.Body).Decode(&call); err != nil {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		key := r.Header.Get("Idempotency-Key")
		if s.seen[key]++; s.seen[key] == 1 {
			s.turns[call.Order] = append(s.turns[call.Order], call.N)
		}
	}))
	t.Cleanup(s.Close)
	return s
}

func (s *shop) arrived() (n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, turns := range s.turns {
		n += len(turns)
	}
	return n
}

// Calls are held, the server is killed again and again, and they are released:
// none is lost, none is doubled, and those of one order come in their order.
func TestHeldCallsSurviveKills(t *testing.T) {
	t.Parallel()
	const calls, orders = 200, 20
	outside, data := newShop(t), t.TempDir()
	m := newMortal(t, data, "")
	m.publish("orders", "nodes:\n  - {id: a, kind: http, http: {method: POST, url: \""+outside.URL+"\", body: \"${{ input }}\"}}\n"+
		"  - {id: b, kind: script, script: {body: 'return 1'}}\nedges: [{from: a, to: b}]\n")
	chain := "/orgs/" + m.tenant + "/chains/orders"
	m.owner.must(http.StatusOK, "PUT", chain+"/hold", map[string]string{"order_by": "/order", "reason": "stock moves"})

	var ids accepted
	var all sync.WaitGroup
	for order := range orders {
		all.Go(func() {
			for turn := range calls / orders {
				body := map[string]any{"input": map[string]any{"order": "o" + strconv.Itoa(order), "n": turn}}
				key := fmt.Sprintf("call-%d-%d", order, turn)
				for { // a caller who got no answer asks again
					a, err := m.owner.try("POST", chain+"/runs", body, "Idempotency-Key", key)
					if err == nil && a.Status == http.StatusAccepted {
						ids.add(a.field(t, "id"))
						break
					}
					if err == nil && a.Status != http.StatusServiceUnavailable {
						t.Errorf("a held call was answered %d: %s", a.Status, a.Body)
						return
					}
					<-time.After(20 * time.Millisecond)
				}
			}
		})
	}
	for _, n := range []int{calls / 4, calls / 2} {
		until(t, "some calls are held", func() bool { return ids.count() >= n })
		m.kill()
		m.boot(data, "")
	}
	all.Wait()
	m.kill()
	m.boot(data, "")
	held := m.owner.must(http.StatusOK, "GET", chain+"/hold", nil)
	if got := held.field(t, "waiting"); got != strconv.Itoa(calls) || outside.arrived() != 0 {
		t.Fatalf("%s wait and %d arrived; want %d and none", got, outside.arrived(), calls)
	}

	m.owner.must(http.StatusOK, "POST", chain+"/hold/release", map[string]any{"per_minute": 6000})
	for _, n := range []int{calls / 4, calls / 2} {
		until(t, "some calls are released", func() bool { return outside.arrived() >= n })
		m.kill()
		m.boot(data, "")
	}
	until(t, "the chain is open", func() bool {
		a := m.owner.do("GET", chain+"/hold", nil)
		return a.Status == http.StatusOK && a.field(t, "state") == "open"
	})
	m.settled()
	if len(outside.turns) != orders || outside.arrived() != calls {
		t.Errorf("%d calls of %d orders arrived, want %d of %d", outside.arrived(), len(outside.turns), calls, orders)
	}
	for order, turns := range outside.turns {
		for n, turn := range turns {
			if n != turn {
				t.Errorf("%s: the calls came as %v", order, turns)
				break
			}
		}
	}
	seen := map[string]bool{}
	for _, id := range ids.ids {
		seen[id] = true
	}
	if len(seen) != calls {
		t.Errorf("%d calls have %d runs", calls, len(seen))
	}
	m.stop()
	succeeded(t, journals(t, "", data, m.tenant, ids.ids))
}

// The server is killed at every change of a hold: kept, released, kept again
// before all were let go, and let go. None of what was held is lost or doubled,
// and what is of one order comes in its order.
func TestKilledAtEachChangeOfAHold(t *testing.T) {
	t.Parallel()
	eachDatabase(t, killedAtEachChangeOfAHold)
}

func killedAtEachChangeOfAHold(t *testing.T, more string) {
	const calls, orders = 12, 3
	outside := newShop(t)
	m := newMortal(t, t.TempDir(), more)
	m.publish("orders", "nodes:\n  - {id: a, kind: http, http: {method: POST, url: \""+outside.URL+"\", body: \"${{ input }}\"}}\n"+
		"  - {id: b, kind: script, script: {body: 'return 1'}}\nedges: [{from: a, to: b}]\n")
	chain := "/orgs/" + m.tenant + "/chains/orders"
	c := &course{mortal: m, left: []string{"hold_changed:1", "hold_changed:1", "hold_freed:2", "hold_changed:1", "hold_changed:1", "hold_freed:2"}}
	c.kill() // the first life comes to no point
	hold := func() bool {
		a, err := m.owner.try("PUT", chain+"/hold", map[string]string{"order_by": "/order", "reason": "stock moves"})
		return err == nil && a.Status == http.StatusOK
	}
	release := func(perMinute int) func() bool {
		return func() bool {
			a, err := m.owner.try("POST", chain+"/hold/release", map[string]any{"per_minute": perMinute})
			return err == nil && a.Status == http.StatusOK
		}
	}
	c.through("the chain is held", hold)
	for n := range calls {
		body := map[string]any{"input": map[string]any{"order": "o" + strconv.Itoa(n%orders), "n": n / orders}}
		c.through("a call is held", func() bool {
			a, err := m.owner.try("POST", chain+"/runs", body, "Idempotency-Key", fmt.Sprintf("call-%d", n))
			return err == nil && a.Status == http.StatusAccepted
		})
	}
	c.through("they are released", release(60))
	c.through("some arrive", func() bool { return outside.arrived() >= 2 && len(c.left) < 3 })
	c.through("the chain is held again", hold)
	c.through("all are released", release(0))
	c.through("the chain is open", func() bool {
		a, err := m.owner.try("GET", chain+"/hold", nil)
		return err == nil && a.Status == http.StatusOK && a.field(t, "state") == "open"
	})
	c.over()
	m.settled()
	for order, turns := range outside.turns {
		if fmt.Sprint(turns) != "[0 1 2 3]" {
			t.Errorf("%s: the calls came as %v", order, turns)
		}
	}
	if outside.arrived() != calls {
		t.Errorf("%d calls arrived, want %d", outside.arrived(), calls)
	}
}

// A run waits for a switch, sets another and sets it back when it is undone,
// whenever the server is killed.
func TestSwitchesSurviveKills(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	m := newMortal(t, data, "")
	switches := "/orgs/" + m.tenant + "/switches"
	for _, key := range []string{"gate", "mode"} {
		m.owner.must(http.StatusCreated, "POST", switches, map[string]any{
			"key": key, "name": key, "type": "enum", "options": []string{"old", "new"}, "value": "old",
		})
	}
	m.publish("move", "nodes:\n  - {id: a, kind: switch, switch: {wait: {switch: gate, value: new}}}\n"+
		"  - {id: b, kind: switch, switch: {set: {switch: mode, value: new, reason: \"run ${{ run.id }}\"}}}\nedges: [{from: a, to: b}]\n")
	mode := func() string { return m.owner.must(http.StatusOK, "GET", switches+"/mode", nil).field(t, "value") }
	id, _ := m.begin("move")
	run := "/orgs/" + m.tenant + "/runs/" + id
	state := func(want string) {
		t.Helper()
		until(t, "the run is "+want, func() bool {
			a := m.owner.do("GET", run, nil)
			return a.Status == http.StatusOK && a.field(t, "state") == want
		})
	}
	state("waiting")
	m.kill()
	m.boot(data, "")
	gate := m.owner.must(http.StatusOK, "GET", switches+"/gate", nil)
	m.owner.must(http.StatusOK, "PUT", switches+"/gate/value", map[string]string{"value": "new", "reason": "open"}, "If-Match", gate.Header.Get("ETag"))
	m.kill()
	m.boot(data, "")
	state("succeeded")
	if mode() != "new" {
		t.Errorf("the mode is %s", mode())
	}
	m.owner.must(http.StatusAccepted, "POST", run+"/undo", map[string]string{"reason": "back"})
	m.kill()
	m.boot(data, "")
	state("undone")
	history := m.owner.must(http.StatusOK, "GET", switches+"/mode/history", nil)
	if mode() != "old" || history.field(t, "items.0.from") != "new" || history.field(t, "items.1.from") != "old" || history.field(t, "items.1.run_id") != id {
		t.Errorf("the mode is %s after %s", mode(), history.Body)
	}
	// What it waits for is there already.
	again, _ := m.begin("move", "Prefer", "wait=30")
	if a := m.owner.must(http.StatusOK, "GET", "/orgs/"+m.tenant+"/runs/"+again, nil); a.field(t, "state") != "succeeded" {
		t.Errorf("a second run is %s", a.Body)
	}
}
