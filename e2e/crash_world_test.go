package e2e

import (
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// crashing is the program that ends itself where CRASH_AT tells it to, and
// whose lease can be short.
var crashing = sync.OnceValues(func() (string, error) { return built("E2E_CRASH_BINARY", "catenary-crash", "-tags", "crash") })

// mortal is a server that dies and is started again on the same data.
type mortal struct {
	*server
	t      *testing.T
	env    []string
	args   []string
	owner  *user
	tenant string // its id, and that of the topmost org
	boots  int
	// lapses is how often the servers before this one had their lease renewed late.
	lapses int
	// passed is how far its clock is ahead of the machine's.
	passed time.Duration
}

// settings let tests ask as often as they like, and reach this machine.
const settings = `log: {level: warn, format: text}
outbound: {allow: [127.0.0.0/8], requests: 2000}
limits: {start: {rate: 1e6, burst: 1000000}, write: {rate: 1e6, burst: 1000000}, read: {rate: 1e6, burst: 1000000}, tenant: 1000}
`

func newMortal(t *testing.T, data string, more string, env ...string) *mortal {
	t.Helper()
	m := &mortal{t: t, env: append([]string{"CRASH_LEASE=1s"}, env...), args: []string{"--config", file(t, "catenary.yaml", settings+more)}}
	m.boot(data, "")
	owner := m.setUp()
	token := owner.must(http.StatusCreated, "POST", "/me/tokens", map[string]any{
		"name": "crash", "permissions": []string{"run:*", "chain:*", "switch:*", "script:*", "environment:*", "engine:*", "secret:*", "release:*", "template:*", "org:view"},
	}).field(t, "token")
	m.tenant = owner.must(http.StatusOK, "GET", "/orgs", nil).field(t, "items.0.id")
	m.owner = &user{t: t, url: m.url, token: token}
	return m
}

// eachDatabase runs a test of crashes on SQLite and on PostgreSQL; more are the
// settings that make the difference.
func eachDatabase(t *testing.T, test func(t *testing.T, more string)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		test(t, "")
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		_, _, more := shared(t)
		test(t, more)
	})
}

// twin is another server of the same database.
func (m *mortal) twin(data string) *mortal {
	m.t.Helper()
	other := &mortal{t: m.t, env: m.env, args: m.args, tenant: m.tenant, owner: &user{t: m.t, token: m.owner.token}}
	other.boot(data, "")
	return other
}

// boot starts the server and says whether it came up before it died.
func (m *mortal) boot(data, at string) bool {
	m.t.Helper()
	program, err := crashing()
	if err != nil {
		m.t.Fatal(err)
	}
	if m.server != nil {
		m.lapses += m.server.lapses()
	}
	m.boots++
	m.server = spawn(m.t, program, append(m.env, "CRASH_AT="+at, "CRASH_AHEAD="+m.passed.String()), data, m.args...)
	up := m.answers()
	if !up && at == "" {
		m.t.Fatalf("the server ended:\n%s", m.logs.String())
	}
	if m.owner != nil {
		m.owner.url = m.url
	}
	return up
}

// lives is how often the servers began with what others had left: when they
// started, and when they came back to a lease that was over.
func (m *mortal) lives() int { return m.boots + m.lapses + m.server.lapses() }

func (s *server) lapses() int {
	return strings.Count(s.logs.String(), "the lease was over and is renewed")
}

// course is a server that is killed at one point after the other, each in another
// of its lives.
type course struct {
	*mortal
	left   []string // the points to come
	at     string   // the one of this life
	killed int
}

// alive starts the server again when it has died, to die at the next point.
func (c *course) alive() {
	for {
		select {
		case <-c.done:
		default:
			return
		}
		c.killed++
		if c.at = ""; len(c.left) > 0 {
			c.at, c.left = c.left[0], c.left[1:]
		}
		c.boot(c.data, c.at) // or it died before it answered
	}
}

// through does a step, again in each life until it is done. Each life has its
// time.
func (c *course) through(what string, step func() bool) {
	c.t.Helper()
	for done := false; !done; {
		lives := c.boots
		until(c.t, what+" (to die at "+c.at+")", func() bool {
			c.alive()
			done = step()
			return done || c.boots != lives
		})
	}
}

// later lets time pass in which there is no server. The life goes on to its point,
// unless it has come there already.
func (c *course) later(d time.Duration) {
	c.t.Helper()
	c.alive()
	c.kill()
	c.passed += d
	c.boot(c.data, c.at)
}

// over ends the course: all points were come to. The last life has none.
func (c *course) over() {
	c.t.Helper()
	c.alive()
	if len(c.left) > 0 || c.at != "" {
		c.t.Errorf("the server was killed %d times, and never came to %s, then %v", c.killed-1, c.at, c.left)
	}
	c.kill()
	c.boot(c.data, "")
}

// publish makes a chain out of the nodes and edges of a document.
func (m *mortal) publish(key, document string) {
	m.t.Helper()
	head := "format: catenary/v1\nkind: Chain\nkey: " + key + "\nname: " + key + "\n"
	made := m.owner.must(http.StatusCreated, "POST", "/orgs/"+m.tenant+"/chains", []byte(head+document), "Content-Type", "application/yaml")
	m.owner.must(http.StatusCreated, "POST", "/orgs/"+m.tenant+"/chains/"+key+"/versions", map[string]string{"message": "x"}, "If-Match", made.Header.Get("ETag"))
}

// begin starts a run; "" says that the server was gone, and nobody knows.
func (m *mortal) begin(key string, headers ...string) (id string, a answer) {
	a, err := m.owner.try("POST", "/orgs/"+m.tenant+"/chains/"+key+"/runs", map[string]any{"input": map[string]any{}}, headers...)
	switch {
	case err != nil:
		return "", answer{}
	case a.Status == http.StatusServiceUnavailable:
		return "", a // it stops, and says so
	case a.Status/100 != 2:
		m.t.Errorf("a start was answered %d: %s", a.Status, a.Body)
		return "", a
	}
	return a.field(m.t, "id"), a
}

// patience is how long anything may take on a busy machine.
const patience = 2 * time.Minute

// until waits for a condition.
func until(t *testing.T, what string, ok func() bool) {
	t.Helper()
	deadline := time.After(patience)
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for !ok() {
		select {
		case <-deadline:
			t.Fatalf("not in time: %s", what)
		case <-tick.C:
		}
	}
}

// settled waits until no run is unfinished.
func (m *mortal) settled() {
	m.t.Helper()
	var last answer
	defer func() {
		if m.t.Failed() {
			m.t.Logf("unfinished: %s", last.Body)
		}
	}()
	until(m.t, "all runs have ended", func() bool {
		last = m.owner.do("GET", "/orgs/"+m.tenant+"/runs?state=queued,running,waiting,paused,undoing&limit=3", nil)
		// A page may be empty and not the last: its runs ended while it was looked for.
		return last.Status == http.StatusOK && strings.Contains(string(last.Body), `"items":[]`) && !strings.Contains(string(last.Body), `"next"`)
	})
}

// counter is a server outside that counts what it is asked to do. Who asks
// again with the same key asks for the same.
type counter struct {
	*httptest.Server
	mu sync.Mutex
	// asked is how often, by what and by key.
	asked map[string]map[string]int
	// first is the key that each asked with first: under /flaky it fails for good.
	first map[string]string
	// held is what requests under /held wait for.
	held chan struct{}
}

func newCounter(t *testing.T) *counter {
	c := &counter{asked: map[string]map[string]int{}, first: map[string]string{}, held: make(chan struct{})}
	c.Server = httptest.NewServer(http.HandlerFunc(c.serve))
	t.Cleanup(c.Close)
	return c
}

func (c *counter) serve(w http.ResponseWriter, r *http.Request) {
	what, key := r.URL.Path, r.Header.Get("Idempotency-Key")
	c.mu.Lock()
	if c.asked[what] == nil {
		c.asked[what], c.first[what] = map[string]int{}, key
	}
	c.asked[what][key]++
	fails := strings.HasPrefix(what, "/flaky/") && c.first[what] == key
	c.mu.Unlock()
	if strings.HasPrefix(what, "/held/") {
		select {
		case <-c.held:
		case <-r.Context().Done():
			return
		}
	}
	w.Header().Set("Content-Type", "application/json")
	if fails {
		w.WriteHeader(http.StatusServiceUnavailable)
	}
	fmt.Fprint(w, `{"ok": true}`)
}

// count is how many different things were asked for.
func (c *counter) count() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.asked)
}

// check says whether each thing was done once, though it was asked for as often
// as the server died, and that those wanted of the runs were asked for at all.
func (c *counter) check(t *testing.T, lives int, runs []string, want ...string) {
	t.Helper()
	c.mu.Lock()
	defer c.mu.Unlock()
	for what, keys := range c.asked {
		wanted := 1
		if strings.HasPrefix(what, "/flaky/") {
			wanted = 2
		}
		if len(keys) != wanted || keys[""] > 0 {
			t.Errorf("%s was asked for with %d keys, not %d", what, len(keys), wanted)
		}
		if most := slices.Max(slices.Collect(maps.Values(keys))); most > lives {
			t.Errorf("%s was asked for %d times in %d lives", what, most, lives)
		}
	}
	for _, id := range runs {
		for _, w := range want {
			if len(c.asked["/"+w+"/"+id]) == 0 {
				t.Errorf("%s of run %s was never asked for", w, id)
			}
		}
	}
}

// call is a node that asks the counter for something of its run.
func (c *counter) call(id, what, more string) string {
	return "  - {id: " + id + ", kind: http, http: {method: POST, url: " + strconv.Quote(c.URL+"/"+what+"/${{ run.id }}") + "}" + more + "}\n"
}
