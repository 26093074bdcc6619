package e2e

import (
	"fmt"
	"syscall"
	"testing"
)

// points are the places at which the server is killed, and how often it comes to
// each before that.
var points = []string{
	"write:1", "written:1", "write:2", "written:2", "effect:1", "effected:1", "effect:3", "effected:3",
	"submitted:1", "started:1", "written:4", "submitted:2", "effected:6", "write:7", "written:7",
	"removed:1", "written:9", "claimed:1", "rested:1",
}

// The server is killed at each named point of a run's way and started again on
// the same data, in which the run before may still be at work: whatever it was
// in the middle of, all runs that were accepted end well, and nothing outside is
// done twice.
func TestKilledAtEachPoint(t *testing.T) {
	t.Parallel()
	outside, engine := newCounter(t), watchContainers(t)
	data := t.TempDir()
	m := newMortal(t, data, "")
	m.environment("echo $CATENARY_RUN; echo '{\"packed\": true}' >$CATENARY_OUTPUT\n")
	m.publish("mixed", "nodes:\n"+
		"  - {id: plan, kind: script, script: {body: 'return {items: [1, 2]}'}}\n"+
		outside.call("order", "order", "")+
		"  - id: list\n    kind: each\n    each:\n      items: '${{ nodes.plan.output.items }}'\n      graph:\n        nodes:\n"+
		fmt.Sprintf("          - {id: pick, kind: http, http: {method: POST, url: '%s/pick-${{ index }}/${{ run.id }}'}}\n", outside.URL)+
		"        edges: []\n"+
		"  - {id: pack, kind: work, task: {script: pack, environment: shell}}\n"+
		"  - id: ship\n    kind: work\n    execution: parallel\n    task: {script: pack, environment: shell}\n"+
		"    pipeline: {engine: builtin, position: pipeline.run, parameters: {steps: [{name: go, environment: shell, commands: ['exit 0']}]}}\n"+
		outside.call("flaky", "flaky", ", retry: {attempts: 3, backoff: {initial: 10ms}}")+
		"  - {id: done, kind: script, script: {body: 'return nodes.pack.output'}}\n"+
		"edges: [{from: plan, to: order}, {from: plan, to: list}, {from: plan, to: pack}, {from: order, to: flaky}, {from: list, to: ship},\n"+
		"  {from: flaky, to: done}, {from: pack, to: done}, {from: ship, to: done}]\noutput: '${{ nodes.done.output }}'\n")
	m.publish("far", "nodes:\n"+outside.call("before", "before", "")+"  - {id: wait, kind: wait, wait: {callback: {within: 1h}}}\nedges: [{from: before, to: wait}]\n")

	m.signal(syscall.SIGKILL)
	var mixed, far []string
	for _, at := range points {
		if !m.boot(data, at) {
			continue // it came there with the run before
		}
		if id, _ := m.begin("mixed"); id != "" {
			mixed = append(mixed, id)
		}
		if at == "rested:1" {
			if id, _ := m.begin("far"); id != "" {
				far = append(far, id)
			}
		}
		until(t, "the server comes to "+at, func() bool {
			select {
			case <-m.done:
				return true
			default:
				return false
			}
		})
	}
	m.boot(data, "")
	for _, id := range far {
		until(t, "the run waits", func() bool {
			return m.owner.must(200, "GET", "/orgs/"+m.tenant+"/runs/"+id, nil).field(t, "state") == "waiting"
		})
		m.owner.must(202, "POST", "/orgs/"+m.tenant+"/runs/"+id+"/cancel", map[string]string{"reason": "enough"})
	}
	m.settled()
	if len(mixed) < len(points)/2 || len(far) != 1 {
		t.Errorf("%d and %d runs were accepted", len(mixed), len(far))
	}
	outside.check(t, m.lives(), mixed, "order", "pick-0", "pick-1", "flaky")
	outside.check(t, m.lives(), far, "before")
	engine.check(t, mixed, 2)
	m.stop()
	succeeded(t, journals(t, "", data, m.tenant, mixed))
	journals(t, "", data, m.tenant, far)
}
