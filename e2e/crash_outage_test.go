package e2e

import (
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"

	"catenary/internal/testkit"
)

// relay stands between the server and a unix socket, and can be cut.
type relay struct {
	t        *testing.T
	path, to string
	mu       sync.Mutex
	listener net.Listener
	open     map[net.Conn]bool
}

func newRelay(t *testing.T, to string) *relay {
	t.Helper()
	r := &relay{t: t, path: filepath.Join(t.TempDir(), "relay.sock"), to: to, open: map[net.Conn]bool{}}
	r.mend()
	t.Cleanup(r.cut)
	return r
}

// mend lets calls through.
func (r *relay) mend() {
	r.t.Helper()
	l, err := net.Listen("unix", r.path)
	if err != nil {
		r.t.Fatal(err)
	}
	r.mu.Lock()
	r.listener = l
	r.mu.Unlock()
	go func() {
		for {
			from, err := l.Accept()
			if err != nil {
				return
			}
			to, err := net.Dial("unix", r.to)
			if err != nil {
				_ = from.Close()
				continue
			}
			r.mu.Lock()
			r.open[from], r.open[to] = true, true
			r.mu.Unlock()
			go pump(from, to)
			go pump(to, from)
		}
	}()
}

// pump copies one direction, and ends only that.
func pump(from, to net.Conn) {
	_, _ = io.Copy(to, from)
	if c, ok := to.(*net.UnixConn); ok {
		_ = c.CloseWrite()
	}
}

// cut ends all calls, and refuses new ones.
func (r *relay) cut() {
	r.mu.Lock()
	defer r.mu.Unlock()
	_ = r.listener.Close()
	for c := range r.open {
		_ = c.Close()
	}
	clear(r.open)
}

// The container engine is away in the midst of a task, and while another is to
// begin.
func TestContainerEngineAway(t *testing.T) {
	t.Parallel()
	engine := watchContainers(t)
	socket, unix := strings.CutPrefix(os.Getenv("DOCKER_HOST"), "unix://")
	if !unix {
		testkit.Missing(t, "docker", "DOCKER_HOST is no unix socket")
	}
	between, data := newRelay(t, socket), t.TempDir()
	m := newMortal(t, data, "", "DOCKER_HOST=unix://"+between.path)
	m.environment("echo begun; i=0; while [ $i -lt 20 ]; do sleep 0.1; i=$((i+1)); done; echo '{\"n\": 1}' >$CATENARY_OUTPUT\n")
	m.publish("tasks", `nodes:
  - {id: a, kind: work, task: {script: pack, environment: shell}}
  - {id: b, kind: work, task: {script: pack, environment: shell}}
  - {id: out, kind: script, script: {body: "return nodes.a.output.n + nodes.b.output.n"}}
edges: [{from: a, to: b}, {from: b, to: out}]
output: "${{ nodes.out.output }}"
`)
	first, _ := m.begin("tasks")
	until(t, "the first task is at work", func() bool {
		return strings.Contains(string(m.owner.must(http.StatusOK, "GET", "/orgs/"+m.tenant+"/runs/"+first+"/logs?node=a&half=task", nil).Body), "begun")
	})
	between.cut()
	second, _ := m.begin("tasks") // nothing of it can begin
	until(t, "the container has ended unseen", func() bool {
		all := engine.of(t, first)
		return len(all) == 1 && all[0].State == "exited"
	})
	between.mend()
	m.settled()
	engine.check(t, []string{first, second}, 2)
	m.stop()
	succeeded(t, journals(t, "", data, m.tenant, []string{first, second}))
}

// The disk is full for a while.
func TestDiskFull(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	if err := syscall.Mount("tmpfs", data, "tmpfs", 0, "size=48m"); err != nil {
		testkit.Missing(t, "mount", "only root can mount a small file system: "+err.Error())
	}
	t.Cleanup(func() { _ = syscall.Unmount(data, syscall.MNT_DETACH) })
	outside := newCounter(t)
	m := newMortal(t, data, "")
	t.Cleanup(m.kill) // before the file system goes
	const each = 4
	m.publish("steady", steady(outside, each))
	var runs []string
	for range 10 {
		id, _ := m.begin("steady")
		runs = append(runs, id)
	}
	until(t, "the runs are in their midst", func() bool { return outside.count() > len(runs) })
	filler := filepath.Join(data, "filler")
	fill(t, filler)
	// The database has some room of its own, until it has not.
	var refused answer
	until(t, "a start is refused", func() bool {
		id, a := m.begin("steady")
		if id != "" {
			runs = append(runs, id)
			return false
		}
		refused = a
		return true
	})
	if refused.Status != 0 && refused.Status != http.StatusServiceUnavailable {
		t.Errorf("a start was answered %d: %s", refused.Status, refused.Body)
	}
	if !strings.Contains(m.logs.String(), "database or disk is full") {
		t.Errorf("nobody can tell why:\n%s", m.logs.String())
	}
	if err := os.Remove(filler); err != nil {
		t.Fatal(err)
	}
	until(t, "it goes on", func() bool {
		select {
		case <-m.done: // the disk was full for longer than the lease
			m.boot(data, "")
		default:
		}
		id, _ := m.begin("steady")
		if id != "" {
			runs = append(runs, id)
		}
		return id != ""
	})
	m.settled()
	fresh, _ := m.begin("steady")
	m.settled()
	outside.check(t, m.lives(), append(runs, fresh), calls(each)...)
	m.stop()
	succeeded(t, journals(t, "", data, m.tenant, append(runs, fresh)))
}

// fill writes until nothing more fits.
func fill(t *testing.T, path string) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	for size := 1 << 20; size > 0; {
		if n, err := f.Write(make([]byte, size)); err != nil || n < size {
			size /= 2
		}
	}
}
