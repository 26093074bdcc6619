package e2e

import (
	"net/http"
	"slices"
	"strings"
	"testing"
)

// releasePoints are the places at which the server is killed, one after the
// other, while one release that fails and one that does not go their ways: each
// change of a release, an approval, a rollback, a hold on the way of releases that
// are executed; otherPoints are the other ends. Each is the next time that the
// server started anew comes there: so a point may follow another only if nothing
// can pass it beside the first, before the kill. What the executor comes to does not
// stand right after decided, which is told of when it was woken; and no hold right
// after run_started, where the run goes on beside.
var releasePoints = []string{
	// the release that fails at the last step of its second phase
	"changed:1", "decided:1",
	"phase_waiting:1", "phase_begun:1", "run_started:1", "phase_succeeded:1",
	"phase_waiting:1", "gate_opened:1", "gate_decided:1", "phase_begun:1",
	"hold_changed:1", "effect:2", "submitted:1", "effect:1", "effected:1",
	"phase_failed:1", "rolling_back:1", "effect:1", "hold_changed:1", "rolled_back:1", "finished:1",
	// the one that goes well
	"changed:1", "settled:1", "changed:1", "phase_succeeded:1", "gate_decided:1", "phase_succeeded:1", "phase_begun:1", "hold_changed:2", "finished:1",
	// its last phase is rolled back by hand, and what that holds is released
	"changed:1", "rolling_back:1", "run_started:1", "rolled_back:1", "finished:1", "hold_freed:1",
}

// The server is killed at every change of state of releases. Each goes on after
// the restart; nothing outside is done twice, no container starts twice, every
// person is asked once and every value is set once; and what was held arrives in
// order.
func TestKilledAtEachChangeOfARelease(t *testing.T) {
	t.Parallel()
	engine := watchContainers(t)
	w, _ := newStockWorld(t)
	c := &course{mortal: w.mortal, left: slices.Clone(releasePoints)}
	c.kill() // the first life comes to no point
	through := c.through
	state := func(id, want string) func() bool {
		return func() bool { return w.push(id) == want }
	}
	draw := func(name string) (id string) {
		through("it is drawn up", func() bool {
			a, err := w.owner.try("POST", w.at("templates/stock-phases/releases"), map[string]any{
				"key": "move", "name": name, "values": map[string]string{"pieces": "10"},
			}, "Idempotency-Key", name)
			if err != nil || a.Status != http.StatusCreated {
				return false
			}
			id = a.field(t, "id")
			return true
		})
		return id
	}
	open := func() bool {
		for _, key := range []string{"orders", "returns"} {
			a, err := w.owner.try("GET", w.at("chains/"+key+"/hold"), nil)
			if err != nil || a.Status != http.StatusOK || a.field(t, "state") != "open" {
				return false
			}
		}
		return true
	}
	w.system.recorded = func() { w.order() }

	w.system.set("check")
	failing := draw("fails")
	through("the first is rolled back", state(failing, "rolled_back"))
	through("all is open again", open)
	w.system.set()
	passing := draw("passes")
	through("the second has succeeded", state(passing, "succeeded"))
	through("all is open again", open)
	asked := false
	through("its last phase is rolled back", func() bool {
		if !asked {
			a, err := w.owner.try("POST", w.at("releases/"+passing+"/phases/3/rollback"), map[string]string{"reason": "not yet"})
			asked = err == nil && (a.Status == http.StatusAccepted || strings.Contains(string(a.Body), "release.phase_state"))
		}
		return asked && w.push(passing) == "rolled_back"
	})
	for _, key := range []string{"orders", "returns"} {
		through("it is released", func() bool {
			a, err := w.owner.try("POST", w.at("chains/"+key+"/hold/release"), map[string]any{})
			return err == nil && a.Status == http.StatusOK
		})
	}
	through("all is open again", open)
	c.over()
	w.inOrder()
	w.settled()

	if mode, changes := w.mode(); mode != "new" || strings.Join(changes[1:], ", ") != "old → new, new → old, old → new" {
		t.Errorf("the mode is %s after %v", mode, changes)
	}
	w.system.once(t)
	var switched []string
	for _, id := range []string{failing, passing} {
		a := w.owner.must(http.StatusOK, "GET", w.at("releases/"+id), nil)
		switched = append(switched, a.field(t, "progress.1.runs.0.run_id"))
		asked := a.field(t, "approval_id") + " " + a.field(t, "progress.1.gates.0.subject_id")
		w.approver.url = w.url
		for one := range strings.FieldsSeq(asked) {
			approval := w.approver.must(http.StatusOK, "GET", w.at("approvals/"+one), nil)
			if approval.field(t, "state") != "approved" || strings.Count(string(approval.Body), `"verdict":"approve"`) != 1 {
				t.Errorf("an approval: %s", approval.Body)
			}
		}
		milestones := string(w.owner.must(http.StatusOK, "GET", w.at("releases/"+id+"/milestones"), nil).Body)
		for _, m := range []string{"execution_begun", "phase_failed", "rollback_begun"} {
			if strings.Count(milestones, `"`+m+`"`) > 1 {
				t.Errorf("%s happened twice: %s", m, milestones)
			}
		}
	}
	engine.check(t, switched, 1)
}
