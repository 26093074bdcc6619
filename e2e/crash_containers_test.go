package e2e

import (
	"context"
	"os"
	"sync"
	"testing"

	"github.com/docker/docker/api/types/container"
	"github.com/docker/docker/api/types/events"
	"github.com/docker/docker/api/types/filters"
	"github.com/docker/docker/client"

	"catenary/internal/testkit"
)

// containers watches the container engine: which of them ran to their end.
type containers struct {
	engine *client.Client
	mu     sync.Mutex
	ran    map[string]map[string]int // run → name → how often its script ended well
}

const runLabel = "catenary.run"

func watchContainers(t *testing.T) *containers {
	t.Helper()
	if os.Getenv("DOCKER_HOST") == "" || os.Getenv("TEST_IMAGE_SHELL") == "" {
		testkit.Missing(t, "docker", "set DOCKER_HOST and TEST_IMAGE_SHELL")
	}
	engine, err := client.NewClientWithOpts(client.FromEnv, client.WithAPIVersionNegotiation())
	if err != nil {
		t.Fatal(err)
	}
	c := &containers{engine: engine, ran: map[string]map[string]int{}}
	ctx, cancel := context.WithCancel(context.Background())
	told, _ := engine.Events(ctx, events.ListOptions{Filters: filters.NewArgs(
		filters.Arg("type", "container"), filters.Arg("event", "die"), filters.Arg("label", runLabel),
	)})
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for {
			select {
			case e := <-told:
				c.note(e.Actor.Attributes)
			case <-ctx.Done():
				return
			}
		}
	}()
	t.Cleanup(func() { cancel(); <-ended; _ = engine.Close() })
	return c
}

func (c *containers) note(of map[string]string) {
	if of["exitCode"] != "0" {
		return // a hand-over that a death broke; its script never began
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	id := of[runLabel]
	if c.ran[id] == nil {
		c.ran[id] = map[string]int{}
	}
	c.ran[id][of["name"]]++
}

// check says whether each run had so many containers, each ran once, and none
// is left.
func (c *containers) check(t *testing.T, runs []string, each int) {
	t.Helper()
	until(t, "the engine has told of all containers", func() bool {
		c.mu.Lock()
		defer c.mu.Unlock()
		for _, id := range runs {
			if len(c.ran[id]) < each {
				return false
			}
		}
		return true
	})
	c.mu.Lock()
	for _, id := range runs {
		if len(c.ran[id]) != each {
			t.Errorf("run %s had %d containers, not %d", id, len(c.ran[id]), each)
		}
		for name, n := range c.ran[id] {
			if n != 1 {
				t.Errorf("the script of %s ran %d times", name, n)
			}
		}
	}
	c.mu.Unlock()
	for _, id := range runs {
		until(t, "no container is left", func() bool { return len(c.of(t, id)) == 0 })
	}
}

// of are the containers of a run.
func (c *containers) of(t *testing.T, id string) []container.Summary {
	t.Helper()
	all, err := c.engine.ContainerList(context.Background(), container.ListOptions{
		All: true, Filters: filters.NewArgs(filters.Arg("label", runLabel+"="+id)),
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// environment makes the environment shell and a script for it.
func (m *mortal) environment(script string) {
	m.t.Helper()
	org := "/orgs/" + m.tenant
	m.owner.must(201, "POST", org+"/environments", map[string]any{
		"key": "shell", "name": "Shell", "entry": []string{"sh"}, "limits": map[string]any{"memory": "64Mi"},
		"source": map[string]string{"kind": "docker", "reference": os.Getenv("TEST_IMAGE_SHELL")},
	})
	m.owner.must(201, "POST", org+"/scripts", map[string]string{"key": "pack", "name": "Pack", "language": "shell", "source": script})
}
