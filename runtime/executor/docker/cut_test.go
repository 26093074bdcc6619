package docker_test

import (
	"io"
	"net"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"catenary/internal/fault"
	"catenary/internal/testkit"
	"catenary/runtime/executor"
	"catenary/runtime/executor/docker"
)

// cable is the way to the engine, which a test can cut.
type cable struct {
	path, engine string
	mu           sync.Mutex
	listener     net.Listener
	open         map[net.Conn]bool
}

func newCable(t *testing.T) *cable {
	t.Helper()
	path, local := strings.CutPrefix(engine(t).DaemonHost(), "unix://")
	if !local {
		testkit.Missing(t, "docker", "the engine is not behind a socket of this machine")
	}
	c := &cable{path: filepath.Join(t.TempDir(), "engine.sock"), engine: path, open: map[net.Conn]bool{}}
	c.mend(t)
	t.Cleanup(c.cut)
	return c
}

func (c *cable) mend(t *testing.T) {
	t.Helper()
	l, err := net.Listen("unix", c.path)
	if err != nil {
		t.Fatal(err)
	}
	c.mu.Lock()
	c.listener = l
	c.mu.Unlock()
	go func() {
		for {
			near, err := l.Accept()
			if err != nil {
				return
			}
			go c.carry(near)
		}
	}()
}

func (c *cable) carry(near net.Conn) {
	far, err := net.Dial("unix", c.engine)
	if err != nil {
		_ = near.Close()
		return
	}
	c.mu.Lock()
	c.open[near], c.open[far] = true, true
	c.mu.Unlock()
	var both sync.WaitGroup
	for _, way := range [][2]net.Conn{{near, far}, {far, near}} {
		both.Go(func() {
			_, _ = io.Copy(way[0], way[1])
			if w, ok := way[0].(interface{ CloseWrite() error }); ok {
				_ = w.CloseWrite()
			}
		})
	}
	both.Wait()
	_ = near.Close()
	_ = far.Close()
	c.mu.Lock()
	delete(c.open, near)
	delete(c.open, far)
	c.mu.Unlock()
}

func (c *cable) cut() {
	c.mu.Lock()
	defer c.mu.Unlock()
	_ = c.listener.Close()
	for conn := range c.open {
		_ = conn.Close()
	}
}

func TestAwaitAndLogsSurviveThatTheEngineIsAway(t *testing.T) {
	t.Parallel()
	way := newCable(t)
	x, err := docker.New(docker.Config{Host: "unix://" + way.path})
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	for name, tt := range map[string]struct {
		script string
		back   executor.State // how it stands when the engine is back
	}{
		"it still runs":      {"i=0; while [ $i -lt 60 ]; do i=$((i+1)); echo line $i; sleep 0.1; done; echo 1 >$CATENARY_OUTPUT", executor.Running},
		"it ended meanwhile": {"i=0; while [ $i -lt 10 ]; do i=$((i+1)); echo line $i; sleep 0.1; done; echo 1 >$CATENARY_OUTPUT", executor.Succeeded},
	} {
		s := spec(t, tt.script)
		removeLater(t, newExecutor(t), s.ID)
		if err := x.Submit(within(t), s); err != nil {
			t.Fatal(err)
		}
		type ending struct {
			r   executor.Result
			err error
		}
		ended := make(chan ending, 1)
		go func() {
			r, err := x.Await(within(t), s.ID)
			ended <- ending{r, err}
		}()
		var lines []executor.Line
		first, read := make(chan struct{}), make(chan error, 1)
		go func() {
			read <- x.Logs(within(t), s.ID, 0, true, func(l executor.Line) error {
				if lines = append(lines, l); len(lines) == 1 {
					close(first)
				}
				return nil
			})
		}()
		<-first
		way.cut()
		if _, err := x.Observe(within(t), s.ID); !fault.Is(err, fault.Unavailable) {
			t.Errorf("%s: while the engine is away: %v", name, err)
		}
		direct := newExecutor(t)
		if tt.back == executor.Succeeded {
			await(t, direct, s.ID)
		}
		way.mend(t)
		e := <-ended
		if e.err != nil || e.r.State != executor.Succeeded || string(e.r.Output) != "1" {
			t.Errorf("%s: %+v, %v", name, e.r, e.err)
		}
		if err := <-read; err != nil {
			t.Errorf("%s: logs: %v", name, err)
		}
		whole := logs(t, direct, s.ID)
		if texts(lines) != texts(whole) || len(whole) < 10 {
			t.Errorf("%s: followed %d lines of %d:\n%s", name, len(lines), len(whole), texts(lines))
		}
		for i, l := range lines {
			if l.Number != int64(i) {
				t.Fatalf("%s: line %d has the number %d", name, i, l.Number)
			}
		}
	}
}

func TestTheDoctorLooksAtTheEngine(t *testing.T) {
	t.Parallel()
	engine(t)
	x, err := docker.New(docker.Config{Runtime: "nothing-such", EgressNetwork: "nothing-such"})
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	level := map[string]docker.Level{}
	for _, f := range x.Doctor(within(t)) {
		level[f.Name] = f.Level
		if f.Text == "" || (f.Level == docker.OK) != (f.Advice == "") {
			t.Errorf("%+v", f)
		}
	}
	for name, want := range map[string]docker.Level{
		"engine": docker.OK, "engine API": docker.OK, "storage driver": docker.OK,
		"container runtime": docker.Fail, "task network": docker.Fail,
	} {
		if level[name] != want {
			t.Errorf("%s is %q, want %q", name, level[name], want)
		}
	}
}

func TestVersionsAreComparedByTheirNumbers(t *testing.T) {
	t.Parallel()
	for pair, want := range map[[2]string]bool{
		{"1.9", "1.41"}: true, {"1.41", "1.41"}: false, {"1.50", "1.41"}: false,
		{"1.1.5", "1.2.8"}: true, {"1.2", "1.2.8"}: true, {"1.3.0-rc.1", "1.2.8"}: false, {"", "1.41"}: true,
	} {
		if got := docker.Older(pair[0], pair[1]); got != want {
			t.Errorf("%q is older than %q: %t", pair[0], pair[1], got)
		}
	}
}
