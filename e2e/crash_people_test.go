package e2e

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"syscall"
	"testing"
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
	outside.check(t, m.boots, runs, "before", "after")
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
