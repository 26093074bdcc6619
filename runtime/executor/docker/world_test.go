package docker_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/docker/docker/api/types/events"
	"github.com/docker/docker/api/types/filters"
	"github.com/docker/docker/api/types/image"
	"github.com/docker/docker/client"

	"catenary/internal/id"
	"catenary/internal/testkit"
	"catenary/runtime/executor"
	"catenary/runtime/executor/docker"
	"catenary/runtime/executor/executortest"
)

// engine gives a client of the real engine.
func engine(t testing.TB) *client.Client {
	t.Helper()
	c, err := client.NewClientWithOpts(client.FromEnv, client.WithAPIVersionNegotiation())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	if _, err := c.Ping(t.Context()); err != nil {
		testkit.Missing(t, "docker", "no engine answers: "+err.Error())
	}
	return c
}

// pushed remembers what the images of the tests are called by digest.
var pushed = struct {
	sync.Mutex
	names map[string]string
}{names: map[string]string{}}

// byDigest gives name@digest of one of the machine's test images: it has one
// once it was pushed to a registry.
func byDigest(t testing.TB, variable string) string {
	t.Helper()
	local, registry := os.Getenv(variable), os.Getenv("TEST_REGISTRY")
	if local == "" || registry == "" {
		testkit.Missing(t, "docker", variable+" and TEST_REGISTRY name an image and a registry")
	}
	pushed.Lock()
	defer pushed.Unlock()
	if name := pushed.names[variable]; name != "" {
		return name
	}
	c := engine(t)
	name := registry + "/executor-test/" + strings.ToLower(variable)
	ctx := context.WithoutCancel(t.Context())
	if err := c.ImageTag(ctx, local, name+":1"); err != nil {
		t.Fatal(err)
	}
	r, err := c.ImagePush(ctx, name+":1", image.PushOptions{RegistryAuth: "e30="})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	for d := json.NewDecoder(r); ; {
		var m struct {
			Error string
			Aux   struct{ Digest string }
		}
		if err := d.Decode(&m); err == io.EOF {
			break
		} else if err != nil || m.Error != "" {
			t.Fatalf("push: %v %s", err, m.Error)
		}
		if m.Aux.Digest != "" {
			pushed.names[variable] = name + "@" + m.Aux.Digest
		}
	}
	return pushed.names[variable]
}

func newExecutor(t testing.TB) *docker.Executor {
	t.Helper()
	x, err := docker.New(docker.Config{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = x.Close() })
	return x
}

type place struct{ engine *client.Client }

func newPlace(t *testing.T) executortest.Place { return place{engine(t)} }

func (place) Executor(t *testing.T) executor.Executor { return newExecutor(t) }

func (place) Spec(t *testing.T, b executortest.Behaviour) executor.Spec {
	return spec(t, b.Shell())
}

// spec gives a task run of a shell script.
func spec(t testing.TB, script string) executor.Spec {
	t.Helper()
	run := id.NewMaker(time.Now).New()
	return executor.Spec{
		ID: executor.Name(run, "", "node", "", 1), Owner: "test-" + run, Tenant: "tenant", Run: run, Node: "node", Attempt: 1,
		Image:       byDigest(t, "TEST_IMAGE_SHELL"),
		Interpreter: []string{"/bin/sh"}, Script: script,
		// Many of these run at once.
		Limits: executor.Limits{Memory: 64 << 20},
	}
}

func (p place) Starts(t *testing.T, id string) int {
	t.Helper()
	return len(happened(t, p.engine, id, events.ActionStart))
}

// happened gives the events of one kind of a task run's containers.
func happened(t *testing.T, c *client.Client, id string, action events.Action) []events.Message {
	t.Helper()
	now, err := c.Info(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	heard, errs := c.Events(t.Context(), events.ListOptions{
		Since: "1", Until: now.SystemTime,
		Filters: filters.NewArgs(filters.Arg("label", "catenary.id="+id), filters.Arg("event", string(action))),
	})
	var all []events.Message
	for {
		select {
		case m := <-heard:
			all = append(all, m)
		case err := <-errs:
			if !errors.Is(err, io.EOF) {
				t.Fatal(err)
			}
			return all
		}
	}
}

func (p place) Lose(t *testing.T, id string) {
	t.Helper()
	if err := newExecutor(t).Remove(context.Background(), id); err != nil {
		t.Fatal(fmt.Errorf("lose: %w", err))
	}
}

func TestContract(t *testing.T) {
	t.Parallel()
	executortest.Run(t, newPlace)
}
