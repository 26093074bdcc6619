package e2e

import (
	"math/rand/v2"
	"net/http"
	"os"
	"strconv"
	"sync"
	"testing"
	"time"
)

// kills is how often a server is killed under load.
func kills(t *testing.T) int {
	t.Helper()
	text := os.Getenv("CRASH_KILLS")
	if text == "" {
		return 20
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// soon is how long a new request may take after a restart, whatever waits. The
// promise is 2 s, which a machine that does much else cannot keep: CRASH_SOON
// says what to hold it to.
func soon(t *testing.T) time.Duration {
	t.Helper()
	text := os.Getenv("CRASH_SOON")
	if text == "" {
		return 20 * time.Second
	}
	d, err := time.ParseDuration(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// first asks the restarted server for a new run and its result at once.
func (m *mortal) first(key string) string {
	m.t.Helper()
	at := time.Now()
	id, a := m.begin(key, "Prefer", "wait=30")
	if took := time.Since(at); a.Status != http.StatusOK || took > soon(m.t) {
		m.t.Errorf("the first request after start %d was answered %d after %s: %s", m.boots, a.Status, took, a.Body)
	}
	return id
}

// The server is killed again and again while runs are started without end.
func TestKilledUnderLoad(t *testing.T) {
	t.Parallel()
	outside, data := newCounter(t), t.TempDir()
	m := newMortal(t, data, "")
	m.publish("glue", "nodes:\n  - {id: a, kind: script, script: {body: 'return 1'}}\n  - {id: b, kind: script, script: {body: 'return nodes.a.output + 1'}}\nedges: [{from: a, to: b}]\n")
	m.publish("calls", "nodes:\n"+outside.call("a", "a", "")+"  - {id: b, kind: script, script: {body: 'return 1'}}\n"+outside.call("c", "c", "")+
		"edges: [{from: a, to: b}, {from: b, to: c}]\n")
	m.publish("held", "nodes:\n"+outside.call("a", "held", "")+"  - {id: b, kind: script, script: {body: 'return 1'}}\nedges: [{from: a, to: b}]\n")

	glue, calls := &accepted{}, &accepted{}
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	chance := rand.New(rand.NewPCG(seed, 0))
	for range kills(t) {
		load := m.load(glue, calls)
		<-time.After(time.Duration(chance.IntN(300)) * time.Millisecond)
		m.kill()
		load.Wait()
		m.boot(data, "")
		glue.add(m.first("glue"))
	}

	// A backlog of runs that none can finish, and then one that can.
	const backlog = 3000
	var held accepted
	var some sync.WaitGroup
	for range 8 {
		some.Go(func() {
			for held.count() < backlog {
				id, _ := m.begin("held")
				held.add(id)
			}
		})
	}
	some.Wait()
	until(t, "the backlog is at work", func() bool { return outside.count() > 0 })
	m.kill()
	m.boot(data, "")
	glue.add(m.first("glue"))
	close(outside.held)

	m.settled()
	outside.check(t, m.lives(), calls.ids, "a", "c")
	outside.check(t, m.lives(), held.ids, "held")
	m.stop()
	all := append(append(glue.ids, calls.ids...), held.ids...)
	t.Logf("%d runs were accepted in %d lives", len(all), m.lives())
	succeeded(t, journals(t, "", data, m.tenant, all))
}

// accepted are runs that the server has answered for.
type accepted struct {
	mu  sync.Mutex
	ids []string
}

func (a *accepted) add(id string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if id != "" {
		a.ids = append(a.ids, id)
	}
}

func (a *accepted) count() int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return len(a.ids)
}

// load starts runs until the server is gone.
func (m *mortal) load(glue, calls *accepted) *sync.WaitGroup {
	var all sync.WaitGroup
	done := m.done
	for _, one := range []struct {
		to     *accepted
		key    string
		prefer string
	}{{glue, "glue", "wait=10"}, {glue, "glue", "wait=0"}, {calls, "calls", "wait=10"}, {calls, "calls", "wait=0"}} {
		all.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
				}
				id, _ := m.begin(one.key, "Prefer", one.prefer)
				one.to.add(id)
			}
		})
	}
	return &all
}
