package e2e

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
)

// otherPoints are the changes that releasePoints do not come by: the ends of
// releases and approvals that are not the good ones, gates of other kinds, and a
// rollback that fails.
var otherPoints = []string{
	// sent back, withdrawn from review by who asked, rejected; withdrawn
	"settled:1", "settled:1", "decided:1", "changed:2",
	// passed on, escalated, the next level, nobody in time
	"passed:1", "timed:1", "decided:1", "timed:1",
	// an expression and a window; a phase that never begins; a rollback that fails
	"gate_opened:1", "run_started:1", "gate_settled:1", "phase_begun:1", "phase_succeeded:1", "phase_canceled:1", "finished:1",
	"rolling_back:1", "rollback_failed:1",
	// an expression that does not hold; people who say no; an approval that is too old
	"gate_settled:1", "phase_failed:1", "finished:1", "gate_decided:1", "expired:1",
}

// The server is killed at every change of state of releases and approvals that
// end otherwise than well. Each comes to its end after the restart, by what people
// said and by time; everybody is asked once, everything was decided once, and
// what ran has run once.
func TestKilledWhereReleasesEndOtherwise(t *testing.T) {
	t.Parallel()
	eachDatabase(t, killedWhereReleasesEndOtherwise)
}

func killedWhereReleasesEndOtherwise(t *testing.T, more string) {
	outside := newCounter(t)
	m := newMortal(t, t.TempDir(), more)
	owner := m.user()
	owner.must(http.StatusCreated, "POST", "/session", map[string]string{"email": "owner@example.org", "password": password})
	people := map[string]*user{"owner": owner}
	for _, one := range []string{"first", "second", "third"} {
		people[one] = owner.invite(m.tenant, "approver", one+"@example.org")
	}
	m.publish("move", "nodes:\n"+outside.call("moved", "moved", "")+"  - {id: b, kind: script, script: {body: 'return 1'}}\nedges: [{from: moved, to: b}]\n")
	m.publish("back", "nodes:\n"+outside.call("back", "back", "")+"  - {id: b, kind: fail, fail: {message: no}}\nedges: [{from: back, to: b}]\n")
	m.publish("count", "nodes:\n"+outside.call("counted", "counted", "")+"  - {id: b, kind: script, script: {body: 'return {pieces: 3}'}}\nedges: [{from: counted, to: b}]\noutput: '${{ nodes.b.output }}'\n")

	c := &course{mortal: m, left: slices.Clone(otherPoints)}
	c.kill() // the first life comes to no point
	at := func(path string) string { return "/orgs/" + m.tenant + "/" + path }
	as := func(name string) *user {
		people[name].url = m.url
		return people[name]
	}
	level := func(name, due string, more map[string]any) map[string]any {
		l := map[string]any{"by": []any{map[string]string{"member": name + "@example.org"}}, "due": due}
		for k, v := range more {
			l[k] = v
		}
		return l
	}
	asking := func(levels ...any) map[string]any { return map[string]any{"levels": levels} }
	phase := func(name string, gates ...any) map[string]any {
		return map[string]any{
			"name": name, "gates": gates, "chain": map[string]any{"key": "move"}, "rollback": map[string]any{"chain": map[string]any{"key": "back"}},
		}
	}
	check := func(when string) any {
		return map[string]any{"check": map[string]any{"chain": map[string]any{"key": "count"}, "when": when}}
	}
	drawn := 0
	draw := func(review map[string]any, phases ...any) (id string) {
		drawn++
		name := fmt.Sprintf("release %d", drawn)
		c.through(name+" is drawn up", func() bool {
			a, err := m.owner.try("POST", at("releases"), map[string]any{
				"name": name, "valid_days": 1, "review": review, "phases": phases,
			}, "Idempotency-Key", fmt.Sprintf("release-%d", drawn))
			if err == nil && a.Status/100 == 4 {
				t.Fatalf("%s: %s", name, a.Body)
			}
			if err != nil || a.Status != http.StatusCreated {
				return false
			}
			id = a.field(t, "id")
			return true
		})
		return id
	}
	// bring does something for a release until it is as it should be.
	bring := func(id string, there func(a answer) bool, act func(a answer)) {
		t.Helper()
		c.through("release "+id+" goes on", func() bool {
			a, err := m.owner.try("GET", at("releases/"+id), nil)
			if err != nil || a.Status != http.StatusOK {
				return false
			}
			if there(a) {
				return true
			}
			act(a)
			return false
		})
	}
	is := func(state string) func(answer) bool {
		return func(a answer) bool { return a.field(t, "state") == state }
	}
	phaseIs := func(i int, state string) func(answer) bool {
		return func(a answer) bool { return a.field(t, fmt.Sprintf("progress.%d.state", i)) == state }
	}
	// gate is what is known of the first gate of the first phase, "" before it was looked at.
	gate := func(a answer, field string) string {
		if a.field(t, "progress.0.gates") == "[]" {
			return ""
		}
		return a.field(t, "progress.0.gates.0."+field)
	}
	wait := func(answer) {}
	approvals := map[string]string{} // the last of each release or gate
	submit := func(id string) {
		t.Helper()
		bring(id, is("in_review"), func(a answer) {
			_, _ = m.owner.try("POST", at("releases/"+id+"/submit"), nil, "If-Match", a.Header.Get("ETag"))
		})
		bring(id, func(a answer) bool { approvals[id] = a.field(t, "approval_id"); return true }, wait)
	}
	decide := func(name, approval, verdict string) func(answer) {
		return func(answer) {
			a, err := as(name).try("GET", at("approvals/"+approval), nil)
			if err == nil && a.Status == http.StatusOK && a.field(t, "state") == "waiting" {
				_, _ = people[name].try("POST", at("approvals/"+approval+"/decisions"), map[string]string{
					"verdict": verdict, "digest": a.field(t, "digest"), "reason": "so it is",
				})
			}
		}
	}
	post := func(who func() *user, path string, body any) func(answer) {
		return func(answer) { _, _ = who().try("POST", at(path), body) }
	}
	program := func() *user { return m.owner }
	acted := func(approval, act string) func(answer) bool {
		return func(answer) bool {
			a, err := m.owner.try("GET", at("approvals/"+approval+"/acts?limit=200"), nil)
			return err == nil && strings.Contains(string(a.Body), `"kind":"`+act+`"`)
		}
	}
	first := asking(level("first", "24h", nil))
	execute := func(id string) {
		t.Helper()
		submit(id)
		bring(id, is("approved"), decide("first", approvals[id], "approve"))
		bring(id, func(a answer) bool { return a.field(t, "state") != "approved" }, post(program, "releases/"+id+"/execute", nil))
	}

	rejected := draw(first, phase("one"))
	submit(rejected)
	sentBack := approvals[rejected]
	bring(rejected, is("draft"), decide("first", sentBack, "send_back"))
	submit(rejected)
	dropped := approvals[rejected]
	bring(rejected, is("draft"), post(func() *user { return as("owner") }, "approvals/"+dropped+"/withdrawal", map[string]string{"reason": "not yet"}))
	submit(rejected)
	bring(rejected, is("rejected"), decide("first", approvals[rejected], "reject"))
	withdrawn := draw(first, phase("one"))
	submit(withdrawn)
	bring(withdrawn, is("withdrawn"), post(program, "releases/"+withdrawn+"/withdraw", map[string]string{"reason": "no need"}))

	late := draw(asking(level("first", "1m", map[string]any{"escalate": 1}), level("second", "1m", map[string]any{"at_end": "reject"})), phase("one"))
	submit(late)
	bring(late, acted(approvals[late], "transferred"), post(func() *user { return as("first") }, "approvals/"+approvals[late]+"/transfers",
		map[string]string{"to": "third@example.org", "reason": "on leave"}))
	c.later(61 * time.Second)
	bring(late, acted(approvals[late], "escalated"), wait)
	bring(late, acted(approvals[late], "approve"), decide("third", approvals[late], "approve"))
	c.later(61 * time.Second)
	bring(late, is("expired"), wait)

	opens := time.Now().Add(c.passed + time.Hour).UTC().Format(time.RFC3339)
	gated := draw(first,
		phase("one", check("nodes.check.output.pieces == 3"), map[string]any{"window": map[string]string{"not_before": opens}}),
		phase("two", map[string]any{"approval": first}), phase("three"))
	execute(gated)
	bring(gated, func(a answer) bool { return gate(a, "state") == "passed" }, wait)
	bring(gated, func(a answer) bool {
		if !phaseIs(0, "waiting")(a) {
			t.Error("a phase began before its window was open")
		}
		return true
	}, wait)
	c.later(time.Hour)
	bring(gated, func(a answer) bool { return phaseIs(1, "waiting")(a) && a.field(t, "progress.1.gates") != "[]" }, wait)
	bring(gated, func(a answer) bool { return !phaseIs(1, "waiting")(a) }, post(program, "releases/"+gated+"/phases/2/rollback", map[string]string{"reason": "not now"}))
	bring(gated, is("rolled_back"), wait)
	bring(gated, func(a answer) bool { return !phaseIs(0, "succeeded")(a) }, post(program, "releases/"+gated+"/phases/1/rollback", map[string]string{"reason": "all of it"}))
	bring(gated, phaseIs(0, "rollback_failed"), wait)

	short := draw(first, phase("one", check("nodes.check.output.pieces > 3")), phase("two"))
	execute(short)
	bring(short, is("failed"), wait)
	refused := draw(first, phase("one", map[string]any{"approval": first}))
	execute(refused)
	bring(refused, func(a answer) bool {
		approvals["gate"] = gate(a, "subject_id")
		return approvals["gate"] != "<nil>" && approvals["gate"] != ""
	}, wait)
	bring(refused, is("failed"), decide("first", approvals["gate"], "reject"))
	old := draw(first, phase("one"))
	submit(old)
	bring(old, is("approved"), decide("first", approvals[old], "approve"))
	c.later(25 * time.Hour)
	bring(old, is("expired"), wait)
	c.over()
	m.settled()

	var ran []string
	states := map[string]string{}
	for id, want := range map[string]string{
		rejected: "", withdrawn: "", late: "", old: "",
		gated: "rollback_failed canceled canceled", short: "failed canceled", refused: "failed",
	} {
		a := m.owner.must(http.StatusOK, "GET", at("releases/"+id), nil)
		states[id] = a.field(t, "state")
		for i, state := range strings.Fields(want) {
			if !phaseIs(i, state)(a) {
				t.Errorf("phase %d of %s is not %s: %s", i+1, id, state, a.Body)
			}
		}
		for _, kind := range []string{"review_requested", "sent_back", "rejected", "withdrawn", "expired", "approved", "execution_begun", "finished", "rollback_begun", "rollback_failed"} {
			most := 1
			if id == rejected {
				most = 3
			}
			milestones := string(m.owner.must(http.StatusOK, "GET", at("releases/"+id+"/milestones"), nil).Body)
			if n := strings.Count(milestones, `"`+kind+`"`); n > most {
				t.Errorf("%s happened %d times: %s", kind, n, milestones)
			}
		}
	}
	a := m.owner.must(http.StatusOK, "GET", at("releases/"+gated), nil)
	ran = append(ran, a.field(t, "progress.0.runs.0.run_id"), a.field(t, "progress.0.runs.1.run_id"), a.field(t, "progress.0.runs.2.run_id"))
	if len(outside.asked) != 4 { // both checks, one phase, its rollback
		t.Errorf("outside was asked for %v, by the runs %v", outside.asked, ran)
	}
	outside.check(t, m.lives(), nil)
	for approval, want := range map[string]string{
		sentBack: "sent_back", dropped: "withdrawn", approvals[rejected]: "rejected", approvals[withdrawn]: "canceled", approvals[late]: "expired",
		approvals["gate"]: "rejected", approvals[old]: "approved", a.field(t, "progress.1.gates.0.subject_id"): "canceled",
	} {
		one := m.owner.must(http.StatusOK, "GET", at("approvals/"+approval), nil)
		acts := string(m.owner.must(http.StatusOK, "GET", at("approvals/"+approval+"/acts?limit=200"), nil).Body)
		if one.field(t, "state") != want {
			t.Errorf("an approval is %s, not %s", one.Body, want)
		}
		for _, kind := range []string{"opened", "transferred", "escalated", "approve", "reject", "send_back", want} {
			if n := strings.Count(acts, `"kind":"`+kind+`"`); n > 1 {
				t.Errorf("%s happened %d times: %s", kind, n, acts)
			}
		}
	}
	for _, name := range []string{"first", "second", "third"} {
		u := as(name) // the session is over by now
		u.must(http.StatusCreated, "POST", "/session", map[string]string{"email": name + "@example.org", "password": password})
		if n := u.must(http.StatusOK, "GET", "/me/inbox/counts", nil).field(t, "waiting"); n != "0" {
			t.Errorf("%s things wait for the %s", n, name)
		}
	}
	if want := map[string]string{rejected: "rejected", withdrawn: "withdrawn", late: "expired", gated: "rolled_back", short: "failed", refused: "failed", old: "expired"}; fmt.Sprint(states) != fmt.Sprint(want) {
		t.Errorf("the releases are %v, want %v", states, want)
	}
}
