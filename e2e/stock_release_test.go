package e2e

import (
	"fmt"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"

	"catenary/internal/testkit"
)

// The second phase of the stock release fails at each of its seven steps in
// turn. Each time all is as it was recorded: the mode with its history, who holds
// what, the stock also where half of it was loaded; what was held meanwhile
// arrives, once and in order; and the release is rolled back. Then one goes well.
func TestStockReleaseIsRolledBackFromEachStep(t *testing.T) {
	t.Parallel()
	needsDocker(t)
	w, _ := newStockWorld(t)
	hold := func(key string) func() func() {
		return func() func() {
			w.owner.must(http.StatusOK, "PUT", w.at("chains/"+key+"/hold"), map[string]string{"order_by": "/n", "reason": "somebody else's"})
			return func() {
				w.owner.must(http.StatusOK, "POST", w.at("chains/"+key+"/hold/release"), map[string]any{})
				until(t, "it is open", func() bool { return w.hold(key) == "open" })
			}
		}
	}
	options := func(all ...string) {
		a := w.owner.must(http.StatusOK, "GET", w.at("switches/stock-mode"), nil)
		w.owner.must(http.StatusOK, "PATCH", w.at("switches/stock-mode"), map[string]any{"options": all}, "If-Match", a.Header.Get("ETag"))
	}
	breaks := func(place string) func() func() {
		return func() func() { w.system.set(place); return func() { w.system.set() } }
	}
	steps := []struct {
		step   string
		breaks func() (mend func())
	}{
		{"orders", hold("orders")},
		{"returns", hold("returns")},
		{"mode", func() func() { options("old"); return func() { options("old", "new") } }},
		{"record", breaks("snapshots")},
		{"initialise", breaks("articles")},
		{"load", breaks("stock")},
		{"verify", breaks("check")},
	}
	for i, s := range steps {
		w.order()
		w.inOrder()
		mend := s.breaks()
		mode, history := w.mode()
		before := [...]string{mode, w.system.stock(), w.hold("orders"), w.hold("returns")}
		kept := false
		w.system.recorded = func() {
			held := w.hold("orders") == "held /order" && w.hold("returns") == "held /order"
			kept = held && w.order() && w.shop.arrived() < w.sent
		}
		release := w.draw("Fails at " + s.step)
		a := w.over(release)
		if a.field(t, "state") != "rolled_back" || phases(t, a) != "succeeded rolled_back canceled" {
			t.Fatalf("after %s the release is %s", s.step, a.Body)
		}
		failed := w.owner.must(http.StatusOK, "GET", w.at("runs/"+a.field(t, "progress.1.runs.0.run_id")+"/steps/"+s.step), nil)
		if failed.field(t, "state") != "failed" {
			t.Errorf("the step %s is %s", s.step, failed.Body)
		}
		if i >= 3 && !kept {
			t.Errorf("failing at %s: an order that came meanwhile was not kept", s.step)
		}
		until(t, "nothing is let go any more", func() bool {
			return !strings.HasPrefix(w.hold("orders"), "releasing") && !strings.HasPrefix(w.hold("returns"), "releasing")
		})
		now, changes := w.mode()
		if after := [...]string{now, w.system.stock(), w.hold("orders"), w.hold("returns")}; after != before {
			t.Errorf("failing at %s: %v, and then %v", s.step, before, after)
		}
		want := history
		if i > 2 {
			want = append(slices.Clone(history), "old → new", "new → old")
		}
		if !slices.Equal(changes, want) {
			t.Errorf("failing at %s the mode was set as %v, want %v", s.step, changes, want)
		}
		mend()
		w.inOrder()
	}
	w.system.recorded = func() {}
	a := w.over(w.draw("Goes well"))
	mode, _ := w.mode()
	if a.field(t, "state") != "succeeded" || phases(t, a) != "succeeded succeeded succeeded" || mode != "new" || w.system.stock() != `{"A-1":10,"A-2":10,"A-3":10}` {
		t.Errorf("the last is %s; the mode is %s, the stock %s", a.Body, mode, w.system.stock())
	}
	until(t, "the orders are open", func() bool { return w.hold("orders") == "open" && w.hold("returns") == "open" })
	w.order()
	w.inOrder()
	w.system.once(t)
}

// phases are the states of the phases of an executed release.
func phases(t *testing.T, release answer) string {
	t.Helper()
	var all []string
	for i := range 3 {
		all = append(all, release.field(t, fmt.Sprintf("progress.%d.state", i)))
	}
	return strings.Join(all, " ")
}

func needsDocker(t *testing.T) {
	t.Helper()
	if os.Getenv("DOCKER_HOST") == "" || os.Getenv("TEST_IMAGE_SHELL") == "" {
		testkit.Missing(t, "docker", "set DOCKER_HOST and TEST_IMAGE_SHELL")
	}
}
