package builtin_test

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"catenary/internal/secret"
	"catenary/internal/testkit"
	"catenary/runtime/executor"
	"catenary/runtime/executor/docker"
	"catenary/runtime/pipeline"
	"catenary/runtime/pipeline/builtin"
)

// shell is the test image of a shell by its digest, which it has once it was
// pushed.
func shell(t *testing.T) string {
	t.Helper()
	local, registry := os.Getenv("TEST_IMAGE_SHELL"), os.Getenv("TEST_REGISTRY")
	if local == "" || registry == "" {
		testkit.Missing(t, "docker", "TEST_IMAGE_SHELL and TEST_REGISTRY name an image and a registry")
	}
	name := registry + "/pipeline-test/shell"
	for _, args := range [][]string{{"tag", local, name}, {"push", "-q", name}} {
		if out, err := exec.Command("docker", args...).CombinedOutput(); err != nil {
			t.Fatalf("docker %v: %v %s", args, err, out)
		}
	}
	out, err := exec.Command("docker", "image", "inspect", "--format", "{{join .RepoDigests \"\\n\"}}", name).Output()
	if err != nil {
		t.Fatal(err)
	}
	for reference := range strings.Lines(string(out)) {
		if strings.HasPrefix(reference, name+"@") {
			return strings.TrimSpace(reference)
		}
	}
	t.Fatalf("no digest of %s in %s", name, out)
	return ""
}

type fixed string

func (fixed) Secret(context.Context, string, string, string) (secret.Value, error) {
	return secret.New([]byte("correct horse battery")), nil
}

func (f fixed) Pin(context.Context, string, string, string) (string, error) { return string(f), nil }

// TestDocker runs steps in containers of the real engine, and goes on after the
// process that began them has gone.
func TestDocker(t *testing.T) {
	t.Parallel()
	image := shell(t)
	run, err := docker.New(docker.Config{Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = run.Close() })
	var random [8]byte
	_, _ = rand.Read(random[:])
	key := hex.EncodeToString(random[:])
	rows := &memory{rows: map[string]builtin.Execution{}}
	process := func() (pipeline.Engine, *builtin.Tasks) {
		tasks := builtin.NewTasks(run, func(_ context.Context, c builtin.Container, s *executor.Spec) error {
			s.Owner = "test " + key
			for name := range c.Secrets {
				s.Secrets = map[string]secret.Value{name: secret.New([]byte("correct horse battery"))}
			}
			return nil
		})
		e, err := (&builtin.Adapter{Runner: tasks, Resources: fixed(image), Executions: rows, Now: time.Now}).Open(pipeline.Connection{Tenant: "t1", Org: "o"})
		if err != nil {
			t.Fatal(err)
		}
		return e, tasks
	}
	e, tasks := process()
	made, err := e.Create(ctx, pipeline.CreateRequest{Position: builtin.Run, Parameters: json.RawMessage(`{"steps":[
  {"name":"first","environment":"shell","commands":["echo one $WORD","echo aside >&2","[ \"$TOKEN\" = 'correct horse battery' ] && echo token $TOKEN","echo '{\"sku\": 1}' > $CATENARY_OUTPUT"],"env":{"WORD":"word"},"secrets":{"TOKEN":"token"}},
  {"name":"second","environment":"shell","commands":["sleep 2","cat $CATENARY_INPUT > $CATENARY_OUTPUT"],"limits":{"timeout":"1m"}}]}`)})
	if err != nil {
		t.Fatal(err)
	}
	x, err := e.Start(ctx, pipeline.StartRequest{Pipeline: made, Key: key, Parameters: made.Parameters, Input: json.RawMessage(`{"a":"b"}`)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		last, tasks := process()
		defer tasks.Close()
		_ = last.Forget(context.Background(), x)
	})
	bounded, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	for {
		s, err := e.Status(bounded, x)
		if err != nil {
			t.Fatal(err)
		}
		if s.Progress == "second" {
			break
		}
		<-time.After(20 * time.Millisecond)
	}
	tasks.Close() // the process has gone in the middle
	e, tasks = process()
	defer tasks.Close()
	got, err := pipeline.Follower{First: 50 * time.Millisecond}.Follow(bounded, e, x, nil, nil)
	if err != nil || got.State != pipeline.Succeeded {
		t.Fatalf("ended %+v %+v, %v", got, got.Failure, err)
	}
	if want := `{"first":{"sku":1},"second":{"input":{"a":"b"},"steps":{"first":{"sku":1}}}}`; string(got.Output) != want {
		t.Errorf("output %s", got.Output)
	}
	var lines []string
	if _, err := e.Logs(ctx, x, 0, func(l pipeline.Line) error {
		lines = append(lines, l.Step+" "+l.Stream+" "+l.Text)
		return nil
	}); err != nil || !strings.Contains(strings.Join(lines, ", "), "first stdout one word") || !strings.Contains(strings.Join(lines, ", "), "first stderr aside") || !strings.Contains(strings.Join(lines, ", "), "first stdout token [secret]") {
		t.Errorf("log %v, %v", lines, err)
	}
	if err := e.Forget(ctx, x); err != nil {
		t.Error(err)
	}
	if left, err := run.List(ctx, "test "+key); err != nil || len(left) != 0 {
		t.Errorf("left %v, %v", left, err)
	}
}
