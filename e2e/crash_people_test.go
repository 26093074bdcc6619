package e2e

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// The server is killed while runs ask people and people answer. Each step asks
// once, whatever dies in between; each decision counts once, and the run goes on
// from it; and nothing waits for anybody in the end.
func TestKilledWhilePeopleAreAsked(t *testing.T) {
	t.Parallel()
	outside := newCounter(t)
	data := t.TempDir()
	m := newMortal(t, data, "")
	owner := m.user()
	owner.must(http.StatusCreated, "POST", "/session", map[string]string{"email": "owner@example.org", "password": password})
	approver := owner.invite(m.tenant, "approver", "approver@example.org")
	m.publish("ask", "nodes:\n"+
		outside.call("before", "before", "")+
		"  - {id: gate, kind: approval, approval: {by: [{role: approver}]}}\n"+
		outside.call("after", "after", "")+
		"edges: [{from: before, to: gate}, {from: gate, to: after}]\n")
	m.signal(syscall.SIGKILL)

	// decide approves whatever waits, as far as the server lives.
	decide := func() {
		approver.url = m.url
		list, err := approver.try("GET", "/me/inbox?source=approval", nil)
		if err != nil || list.Status != http.StatusOK {
			return
		}
		var waiting struct {
			Items []struct {
				OrgID    string `json:"org_id"`
				SourceID string `json:"source_id"`
				Digest   string `json:"digest"`
			} `json:"items"`
		}
		if err := json.Unmarshal(list.Body, &waiting); err != nil {
			t.Fatal(err)
		}
		for _, w := range waiting.Items {
			a, err := approver.try("POST", "/orgs/"+w.OrgID+"/approvals/"+w.SourceID+"/decisions", map[string]string{"verdict": "approve", "digest": w.Digest})
			if err == nil && a.Status != http.StatusOK && a.Status < 500 && !strings.Contains(string(a.Body), "approval.over") {
				t.Errorf("a decision was answered %d: %s", a.Status, a.Body)
			}
		}
	}
	var runs []string
	for _, at := range []string{"ask:1", "asked:1", "write:3", "written:3", "write:4", "written:4", "effect:2", "claimed:1", "rested:1", "write:6", "written:7"} {
		if !m.boot(data, at) {
			continue // it came there with the run before
		}
		if id, _ := m.begin("ask"); id != "" {
			runs = append(runs, id)
		}
		until(t, "the server comes to "+at, func() bool {
			select {
			case <-m.done:
				return true
			default:
				if !strings.HasPrefix(at, "rested") { // a run rests only if nobody answers
					decide()
				}
				return false
			}
		})
	}
	m.boot(data, "")
	until(t, "all runs have ended", func() bool {
		decide()
		a := m.owner.do("GET", "/orgs/"+m.tenant+"/runs?state=queued,running,waiting,paused&limit=3", nil)
		return a.Status == http.StatusOK && strings.Contains(string(a.Body), `"items":[]`)
	})
	if len(runs) < 5 {
		t.Errorf("%d runs were accepted", len(runs))
	}
	outside.check(t, m.lives(), runs, "before", "after")
	approver.url, owner.url = m.url, m.url
	until(t, "nothing waits for the approver", func() bool {
		return approver.must(http.StatusOK, "GET", "/me/inbox/counts", nil).field(t, "waiting") == "0"
	})
	var all struct {
		Items []struct {
			ID    string `json:"id"`
			State string `json:"state"`
		} `json:"items"`
	}
	if err := json.Unmarshal(approver.must(http.StatusOK, "GET", "/orgs/"+m.tenant+"/approvals?limit=200", nil).Body, &all); err != nil {
		t.Fatal(err)
	}
	var started struct {
		Items []struct {
			State string `json:"state"`
		} `json:"items"`
	}
	if err := json.Unmarshal(m.owner.must(http.StatusOK, "GET", "/orgs/"+m.tenant+"/runs?limit=200", nil).Body, &started); err != nil {
		t.Fatal(err)
	}
	// A start whose answer was lost may have been accepted too.
	if len(started.Items) < len(runs) || len(all.Items) != len(started.Items) {
		t.Errorf("%d runs asked %d times", len(started.Items), len(all.Items))
	}
	for _, a := range all.Items {
		one := approver.must(http.StatusOK, "GET", fmt.Sprintf("/orgs/%s/approvals/%s", m.tenant, a.ID), nil)
		if a.State != "approved" || strings.Count(string(one.Body), `"verdict":"approve"`) != 1 {
			t.Errorf("an approval: %s", one.Body)
		}
	}
	m.stop()
	succeeded(t, journals(t, "", data, m.tenant, runs))
}

// talkPoints are the changes that people make to an approval without deciding it:
// somebody is asked as well, something is said, others are reminded; and those of
// a phase that a calendar holds back.
var talkPoints = []string{"passed:1", "talked:1", "talked:1", "phase_waiting:1", "phase_begun:1", "finished:1"}

// The server is killed right after each of these. All of them happened once,
// however often they were asked for again with the same key; both approvers are
// needed; and the phase begins on the first working day, once.
func TestKilledWhilePeopleTalk(t *testing.T) {
	t.Parallel()
	outside := newCounter(t)
	m := newMortal(t, t.TempDir(), "")
	owner := m.user()
	owner.must(http.StatusCreated, "POST", "/session", map[string]string{"email": "owner@example.org", "password": password})
	first := owner.invite(m.tenant, "approver", "first@example.org")
	second := owner.invite(m.tenant, "approver", "second@example.org")
	m.publish("move", "nodes:\n"+outside.call("moved", "moved", "")+"  - {id: b, kind: script, script: {body: 'return 1'}}\nedges: [{from: moved, to: b}]\n")
	at := func(path string) string { return "/orgs/" + m.tenant + "/" + path }
	var off []string
	for day := range 3 {
		off = append(off, time.Now().UTC().AddDate(0, 0, day).Format(time.DateOnly))
	}
	owner.must(http.StatusCreated, "POST", at("calendars"), map[string]any{
		"key": "office", "name": "Office", "weekdays": []int{1, 2, 3, 4, 5, 6, 7}, "days_off": off,
	})
	id := owner.must(http.StatusCreated, "POST", at("releases"), map[string]any{
		"name":   "Move",
		"review": map[string]any{"levels": []any{map[string]any{"by": []any{map[string]string{"member": "first@example.org"}}}}},
		"phases": []any{map[string]any{
			"name": "one", "chain": map[string]any{"key": "move"}, "gates": []any{map[string]any{"freeze": map[string]string{"calendar": "office"}}},
		}},
	}).field(t, "id")
	owner.must(http.StatusOK, "POST", at("releases/"+id+"/submit"), nil, "If-Match", `"1"`)
	approval := owner.must(http.StatusOK, "GET", at("releases/"+id), nil).field(t, "approval_id")

	c := &course{mortal: m, left: slices.Clone(talkPoints)}
	c.kill() // the first life comes to no point
	do := func(what string, who *user, path string, body any) {
		t.Helper()
		c.through(what, func() bool {
			who.url = m.url
			a, err := who.try("POST", at("approvals/"+approval+"/"+path), body, "Idempotency-Key", what)
			if err != nil || a.Status/100 == 5 {
				return false
			}
			// It was done, and the server died before it could say so.
			lost := strings.Contains(string(a.Body), "idempotency.answer_lost")
			if a.Status != http.StatusOK && !lost {
				t.Fatalf("%s: %s", what, a.Body)
			}
			return true
		})
	}
	do("add", first, "approvers", map[string]string{"to": "second@example.org", "reason": "two see more"})
	do("say", second, "comments", map[string]string{"text": "I look at it"})
	do("remind", owner, "reminders", nil)
	state := func(want string) func() bool {
		return func() bool {
			a, err := m.owner.try("GET", at("releases/"+id), nil)
			return err == nil && a.Status == http.StatusOK && a.field(t, "state") == want
		}
	}
	for _, who := range []*user{first, second} {
		c.through("it is approved", func() bool {
			who.url = m.url
			a, err := who.try("GET", at("approvals/"+approval), nil)
			if err != nil || a.Status != http.StatusOK {
				return false
			}
			if a.field(t, "may_decide") != "true" {
				return true
			}
			_, _ = who.try("POST", at("approvals/"+approval+"/decisions"), map[string]string{"verdict": "approve", "digest": a.field(t, "digest")})
			return false
		})
	}
	c.through("it is approved by both", state("approved"))
	c.through("it is executed", func() bool {
		_, _ = m.owner.try("POST", at("releases/"+id+"/execute"), nil)
		return !state("approved")()
	})
	c.through("the phase waits for a working day", func() bool {
		a, err := m.owner.try("GET", at("releases/"+id), nil)
		return err == nil && a.Status == http.StatusOK && a.field(t, "progress.0.state") == "waiting" && c.at == "phase_begun:1"
	})
	c.later(72 * time.Hour)
	c.through("it has succeeded", state("succeeded"))
	c.over()
	m.settled()

	acts := string(m.owner.must(http.StatusOK, "GET", at("approvals/"+approval+"/acts?limit=200"), nil).Body)
	for _, kind := range []string{"opened", "added", "commented", "reminded", "approved"} {
		if n := strings.Count(acts, `"kind":"`+kind+`"`); n != 1 {
			t.Errorf("%s happened %d times: %s", kind, n, acts)
		}
	}
	if n := strings.Count(acts, `"kind":"approve"`); n != 2 {
		t.Errorf("%d approved: %s", n, acts)
	}
	outside.check(t, m.lives(), nil)
	if len(outside.asked) != 1 {
		t.Errorf("outside was asked for %v", outside.asked)
	}
}
