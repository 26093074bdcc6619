// Package docker runs tasks on a Docker engine: each in a container of its own,
// shut in as docs/security.md 4.2 says, with a name by which any process of
// ours finds it again. It is the only package that starts containers.
//
// Nothing is copied into a container or out of it, and nothing is mounted: what
// is to be run goes in through standard input to a small shell program
// (bootstrap.sh), and what came of it comes back through standard output, with
// the logs. Any engine that can do these two can do the same.
package docker

import (
	"context"
	"fmt"
	"log/slog"
	goruntime "runtime"
	"sync"
	"time"

	"github.com/docker/docker/client"

	"catenary/internal/clock"
	"catenary/runtime/executor"
)

// Config is what an Executor needs to know.
type Config struct {
	// Host of the engine, such as unix:///var/run/docker.sock. Empty for what
	// DOCKER_HOST and its companions say, or else the usual socket.
	Host string
	// EgressNetwork is the engine's network for tasks with network egress: its
	// only way out is the egress proxy. Empty if there is none.
	EgressNetwork string
	// Runtime of the containers, such as runsc; empty for the engine's default.
	Runtime string
	// MaxImage bounds the size of an image, in bytes; 0 for 8 GiB.
	MaxImage int64
	// Starts bounds how many containers start at once; 0 for twice the cores.
	Starts int
	Now    clock.Now
	Log    *slog.Logger
}

const (
	maxImage = 8 << 30
	// preparing is how long making and starting a container may take, without
	// its image.
	preparing = 2 * time.Minute
	// grace is what a script is given between SIGTERM and SIGKILL at a limit.
	grace = 5 * time.Second
)

// Executor implements executor.Executor.
type Executor struct {
	config Config
	engine *client.Client
	starts chan struct{}
	turns  turns
	images images
	bell   *bell

	mu sync.Mutex
	// early says how task runs stand that have no container yet.
	early map[string]executor.State
	// reasons say why we end task runs; what the container notes counts more.
	reasons map[string]string
}

var _ executor.Executor = (*Executor)(nil)

// New makes an Executor. It does not ask the engine anything yet, so an engine
// that is away is no error.
func New(c Config) (*Executor, error) {
	options := []client.Opt{client.WithAPIVersionNegotiation()}
	if c.Host == "" {
		options = append(options, client.FromEnv)
	} else {
		options = append(options, client.WithHost(c.Host))
	}
	engine, err := client.NewClientWithOpts(options...)
	if err != nil {
		return nil, fmt.Errorf("container engine %q: %w", c.Host, err)
	}
	if c.Starts == 0 {
		c.Starts = 2 * goruntime.NumCPU()
	}
	if c.MaxImage == 0 {
		c.MaxImage = maxImage
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	return &Executor{
		config:  c,
		engine:  engine,
		starts:  make(chan struct{}, c.Starts),
		images:  images{volumes: map[string][]string{}},
		bell:    newBell(engine, c.Now, c.Log),
		early:   map[string]executor.State{},
		reasons: map[string]string{},
	}, nil
}

// Close lets go of the engine. Containers go on.
func (e *Executor) Close() error {
	e.bell.close()
	return e.engine.Close()
}

// Capabilities says what tasks may ask for.
func (e *Executor) Capabilities() executor.Capabilities {
	c := executor.Capabilities{
		Name:     "docker",
		Networks: []executor.Network{executor.NetworkNone},
	}
	if e.config.EgressNetwork != "" {
		c.Networks = append(c.Networks, executor.NetworkEgress)
	}
	return c
}

func (e *Executor) setEarly(id string, s executor.State) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if s == "" {
		delete(e.early, id)
	} else {
		e.early[id] = s
	}
}

func (e *Executor) earlyState(id string) executor.State {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.early[id]
}

func (e *Executor) setReason(id, why string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.reasons[id] == "" {
		e.reasons[id] = why
	}
}

func (e *Executor) reason(id string) string {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.reasons[id]
}

func (e *Executor) forget(id string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	delete(e.reasons, id)
}

// turns lets one at a time do something under a name.
type turns struct {
	mu    sync.Mutex
	taken map[string]chan struct{}
}

// take waits until nobody has the name. Call the function it returns to give
// the name back.
func (t *turns) take(ctx context.Context, name string) (func(), error) {
	for {
		t.mu.Lock()
		if t.taken == nil {
			t.taken = map[string]chan struct{}{}
		}
		busy := t.taken[name]
		if busy == nil {
			mine := make(chan struct{})
			t.taken[name] = mine
			t.mu.Unlock()
			return func() {
				t.mu.Lock()
				delete(t.taken, name)
				t.mu.Unlock()
				close(mine)
			}, nil
		}
		t.mu.Unlock()
		select {
		case <-busy:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}
