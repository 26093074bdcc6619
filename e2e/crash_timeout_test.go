package e2e

import (
	"net/http"
	"strings"
	"testing"
	"time"
)

// The time of a run is over while no server is there, and while the server is
// killed on the way to its end. The run fails once, for that reason; its container
// is stopped and its log is kept.
func TestKilledWhenTheTimeOfARunIsOver(t *testing.T) {
	t.Parallel()
	engine := watchContainers(t)
	m := newMortal(t, t.TempDir(), "")
	m.environment("echo begun; exec sleep 600\n")
	m.publish("long", `timeout: 2h
nodes:
  - {id: a, kind: work, task: {script: pack, environment: shell}}
  - {id: b, kind: wait, wait: {for: 9h}}
`)
	id, _ := m.begin("long")
	run := "/orgs/" + m.tenant + "/runs/" + id
	log := func() string {
		return string(m.owner.must(http.StatusOK, "GET", run+"/logs?node=a&half=task", nil).Body)
	}
	until(t, "the task is at work", func() bool { return strings.Contains(log(), "begun") })
	c := &course{mortal: m, left: []string{"claimed:1", "write:1", "written:1", "effected:1", "write:1"}}
	c.kill()
	c.passed += 2 * time.Hour
	c.through("the run has failed", func() bool {
		a, err := m.owner.try("GET", run, nil)
		return err == nil && a.Status == http.StatusOK && a.field(t, "state") == "failed"
	})
	c.over()
	a := m.owner.must(http.StatusOK, "GET", run, nil)
	if a.field(t, "state") != "failed" || a.field(t, "failure.code") != "timeout" || !strings.Contains(log(), "begun") {
		t.Errorf("the run is %s; its log: %s", a.Body, log())
	}
	until(t, "no container is left", func() bool { return len(engine.of(t, id)) == 0 })
}
