package e2e

import (
	"context"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/docker/docker/api/types/container"
	"github.com/docker/docker/client"

	"catenary/internal/testkit"
)

// dockerd is a container engine of a test's own, which it may stop and start.
type dockerd struct {
	*client.Client
	t      *testing.T
	dir    string
	args   []string
	cmd    *exec.Cmd
	socket string
}

// newDockerd starts an engine that has the image of a shell.
func newDockerd(t *testing.T, more ...string) *dockerd {
	t.Helper()
	from := watchContainers(t).engine
	program, err := exec.LookPath("dockerd")
	if err != nil {
		program = "/usr/sbin/dockerd"
	}
	if _, err := os.Stat(program); err != nil {
		testkit.Missing(t, "docker", "no dockerd is installed")
	}
	if os.Geteuid() != 0 {
		testkit.Missing(t, "root", "a container engine is started by root")
	}
	dir, err := os.MkdirTemp("", "engine") // the path of a socket must be short
	if err != nil {
		t.Fatal(err)
	}
	d := &dockerd{t: t, dir: dir, socket: "unix://" + filepath.Join(dir, "sock")}
	d.args = append([]string{
		program, "--data-root", filepath.Join(dir, "data"), "--exec-root", filepath.Join(dir, "exec"), "--pidfile", filepath.Join(dir, "pid"),
		"--host", d.socket, "--bridge", "none", "--iptables=false", "--shutdown-timeout", "3",
	}, more...)
	if d.Client, err = client.NewClientWithOpts(client.WithHost(d.socket), client.WithAPIVersionNegotiation()); err != nil {
		t.Fatal(err)
	}
	d.start()
	t.Cleanup(d.remove)
	image, err := from.ImageSave(context.Background(), []string{os.Getenv("TEST_IMAGE_SHELL")})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = image.Close() }()
	loaded, err := d.ImageLoad(context.Background(), image)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = loaded.Body.Close() }()
	if _, err := io.Copy(io.Discard, loaded.Body); err != nil {
		t.Fatal(err)
	}
	return d
}

func (d *dockerd) start() {
	d.t.Helper()
	log, err := os.OpenFile(filepath.Join(d.dir, "log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		d.t.Fatal(err)
	}
	defer func() { _ = log.Close() }()
	d.cmd = exec.Command(d.args[0], d.args[1:]...)
	d.cmd.Stdout, d.cmd.Stderr = log, log
	if err := d.cmd.Start(); err != nil {
		d.t.Fatal(err)
	}
	until(d.t, "the engine answers", func() bool {
		_, err := d.Ping(context.Background())
		return err == nil
	})
}

// stop ends the engine in its order, and what it does with its containers then.
func (d *dockerd) stop() {
	d.t.Helper()
	if d.cmd.ProcessState != nil {
		return
	}
	if err := d.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		d.t.Error(err)
	}
	_ = d.cmd.Wait()
}

// remove leaves nothing of the engine.
func (d *dockerd) remove() {
	if d.t.Failed() {
		log, _ := os.ReadFile(filepath.Join(d.dir, "log"))
		d.t.Logf("the end of the engine's log:\n%s", log[max(0, len(log)-4000):])
	}
	all, _ := d.ContainerList(context.Background(), container.ListOptions{All: true})
	for _, c := range all {
		_ = d.ContainerRemove(context.Background(), c.ID, container.RemoveOptions{Force: true})
	}
	d.stop()
	_ = d.Close()
	_ = syscall.Unmount(filepath.Join(d.dir, "data"), syscall.MNT_DETACH) // some engines mount it over itself
	if err := os.RemoveAll(d.dir); err != nil {
		d.t.Errorf("something of the engine is left: %v", err)
	}
}

// The container engine is stopped in the midst of a run, and started again.
// Meanwhile the run stands as it did and another may begin. A container that the
// engine let run is followed to its end; of one that it took down nobody knows
// how far it came, so that the run fails at once and nothing runs again by itself.
func TestContainerEngineStopped(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		args        []string
		state, code string
	}{
		"with its containers":    {state: "failed", code: "task.lost"},
		"without its containers": {args: []string{"--live-restore"}, state: "succeeded"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			engine := newDockerd(t, tt.args...)
			m := newMortal(t, t.TempDir(), "", "DOCKER_HOST="+engine.socket)
			m.environment("echo begun; i=0; while [ $i -lt 60 ]; do sleep 0.1; i=$((i+1)); done; echo '{\"n\": 1}' >$CATENARY_OUTPUT\n")
			m.publish("task", "nodes:\n  - {id: a, kind: work, retry: {attempts: 3}, task: {script: pack, environment: shell}}\n"+
				"  - {id: b, kind: script, script: {body: 'return nodes.a.output.n'}}\nedges: [{from: a, to: b}]\n")
			at := func(id string) string { return "/orgs/" + m.tenant + "/runs/" + id }
			log := func(id string) string {
				return string(m.owner.must(http.StatusOK, "GET", at(id)+"/logs?node=a&half=task", nil).Body)
			}
			first, _ := m.begin("task")
			until(t, "the task is at work", func() bool { return strings.Contains(log(first), "begun") })
			engine.stop()
			second, _ := m.begin("task") // nothing of it can begin
			for _, id := range []string{first, second} {
				until(t, "a run stands clear", func() bool {
					a := m.owner.must(http.StatusOK, "GET", at(id), nil)
					step := m.owner.do("GET", at(id)+"/steps/a", nil)
					if id == first && tt.state == "failed" && a.field(t, "state") == "failed" {
						return true // the engine could tell of the container's end before its own
					}
					return a.field(t, "state") == "running" && step.Status == http.StatusOK && step.field(t, "state") == "processing"
				})
			}
			engine.start()
			m.settled()
			for id, want := range map[string]string{first: tt.state, second: "succeeded"} {
				a := m.owner.must(http.StatusOK, "GET", at(id), nil)
				if a.field(t, "state") != want || want == "failed" && a.field(t, "failure.code") != tt.code {
					t.Errorf("the run is %s", a.Body)
				}
				step := m.owner.must(http.StatusOK, "GET", at(id)+"/steps/a", nil)
				if step.field(t, "attempt") != "1" || strings.Count(log(id), "begun") != 1 {
					t.Errorf("it ran again: %s, %s", step.Body, log(id))
				}
			}
			until(t, "no container is left", func() bool {
				all, err := engine.ContainerList(context.Background(), container.ListOptions{All: true})
				return err == nil && len(all) == 0
			})
		})
	}
}
