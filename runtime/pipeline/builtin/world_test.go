package builtin_test

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"catenary/internal/fault"
	"catenary/internal/secret"
	"catenary/runtime/executor"
	"catenary/runtime/pipeline"
	"catenary/runtime/pipeline/builtin"
)

var ctx = context.Background()

// memory keeps executions.
type memory struct {
	mu   sync.Mutex
	rows map[string]builtin.Execution
}

func (m *memory) BeginExecution(_ context.Context, x builtin.Execution) (builtin.Execution, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if old, ok := m.rows[x.Tenant+x.ID]; ok {
		return old, nil
	}
	m.rows[x.Tenant+x.ID] = x
	return x, nil
}

func (m *memory) Execution(_ context.Context, tenant, id string) (builtin.Execution, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	x, ok := m.rows[tenant+id]
	if !ok {
		return x, pipeline.NoExecution()
	}
	return x, nil
}

func (m *memory) SaveExecution(_ context.Context, x builtin.Execution) (bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.rows[x.Tenant+x.ID].Revision != x.Revision {
		return false, nil
	}
	x.Revision++
	m.rows[x.Tenant+x.ID] = x
	return true, nil
}

// machine is an executor on which a script is what it gives: "sleep" runs until
// it is stopped, "fail" fails, anything else is the output.
type machine struct {
	executor.Executor
	mu      sync.Mutex
	begun   []string
	specs   map[string]executor.Spec
	stopped map[string]chan struct{}
	removed int
	refuse  error
}

func (m *machine) Submit(_ context.Context, s executor.Spec) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.refuse != nil {
		return m.refuse
	}
	if _, ok := m.specs[s.ID]; ok {
		return nil
	}
	m.begun = append(m.begun, s.Node)
	m.specs[s.ID], m.stopped[s.ID] = s, make(chan struct{})
	return nil
}

func (m *machine) Await(ctx context.Context, id string) (executor.Result, error) {
	m.mu.Lock()
	s, ok := m.specs[id]
	stopped := m.stopped[id]
	m.mu.Unlock()
	source := strings.TrimSpace(strings.TrimPrefix(s.Script, "set -e\n"))
	switch {
	case !ok:
		return executor.Result{}, executor.Unknown(id)
	case source == "sleep":
		select {
		case <-stopped:
			return executor.Result{State: executor.Stopped}, nil
		case <-ctx.Done():
			return executor.Result{}, ctx.Err()
		}
	case source == "fail":
		return executor.Result{State: executor.Failed, ExitCode: 7, Failure: &executor.Failure{Code: executor.CodeExit, Message: "exit 7"}}, nil
	case source == "input":
		return executor.Result{State: executor.Succeeded, Output: s.Input}, nil
	}
	return executor.Result{State: executor.Succeeded, Output: json.RawMessage(source)}, nil
}

func (m *machine) Stop(_ context.Context, id string, _ time.Duration) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if c := m.stopped[id]; c != nil {
		select {
		case <-c:
		default:
			close(c)
		}
	}
	return nil
}

func (m *machine) Remove(context.Context, string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.removed++
	return nil
}

func (m *machine) Logs(_ context.Context, id string, from int64, _ bool, each func(executor.Line) error) error {
	m.mu.Lock()
	s, ok := m.specs[id]
	m.mu.Unlock()
	if !ok {
		return executor.Unknown(id)
	}
	for i, text := range []string{"a " + s.Node, "b " + s.Node + s.Env["SAYS"]} {
		if int64(i) >= from {
			if err := each(executor.Line{Number: int64(i), Stream: executor.Stdout, Text: text}); err != nil {
				return err
			}
		}
	}
	return nil
}

func (m *machine) List(_ context.Context, owner string) ([]executor.Status, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var all []executor.Status
	for id, s := range m.specs {
		if s.Owner == owner {
			all = append(all, executor.Status{ID: id, Tenant: s.Tenant, Run: s.Run, CreatedAt: time.Unix(1_700_000_000, 0)})
		}
	}
	return all, nil
}

func (m *machine) ran() string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return strings.Join(m.begun, " ")
}

type resources struct{}

func (resources) Secret(_ context.Context, _, _, key string) (secret.Value, error) {
	if key == "none" {
		return secret.Value{}, fault.New(fault.NotFound, "secret.unknown", "no such secret")
	}
	return secret.New([]byte("the value of " + key)), nil
}

func (resources) Pin(_ context.Context, _, org, environment string) (string, error) {
	if environment == "none" {
		return "", fault.At("/environment", "environment.unknown", "no such environment")
	}
	return "registry.example.org/" + org + "/" + environment + "@sha256:00", nil
}

// world is an engine with what stands behind it.
type world struct {
	t       *testing.T
	rows    *memory
	machine *machine
	tasks   *builtin.Tasks
	now     time.Time
	pipeline.Engine
}

func newWorld(t *testing.T) *world {
	w := &world{
		t: t, rows: &memory{rows: map[string]builtin.Execution{}}, now: time.Unix(1_700_000_000, 0),
		machine: &machine{specs: map[string]executor.Spec{}, stopped: map[string]chan struct{}{}},
	}
	w.restart()
	t.Cleanup(func() { w.tasks.Close() })
	return w
}

// restart is a new process over the same database and machine.
func (w *world) restart() {
	w.t.Helper()
	if w.tasks != nil {
		w.tasks.Close()
	}
	w.tasks = builtin.NewTasks(w.machine, func(_ context.Context, c builtin.Container, s *executor.Spec) error {
		s.Owner = "server of " + c.Org
		return nil
	})
	a := &builtin.Adapter{Runner: w.tasks, Resources: resources{}, Executions: w.rows, Now: func() time.Time { return w.now }}
	var err error
	if w.Engine, err = a.Open(pipeline.Connection{Tenant: "t1", Org: "stock"}); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) start(key, parameters string) pipeline.Execution {
	w.t.Helper()
	c, err := w.Create(ctx, pipeline.CreateRequest{Position: builtin.Run, Parameters: json.RawMessage(parameters)})
	if err != nil {
		w.t.Fatal(err)
	}
	x, err := w.Start(ctx, pipeline.StartRequest{Pipeline: c, Key: key, Parameters: c.Parameters, Input: json.RawMessage(`{"sku":"A"}`), People: []string{"mona"}})
	if err != nil {
		w.t.Fatal(err)
	}
	return x
}

func (w *world) follow(x pipeline.Execution) pipeline.Status {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	s, err := pipeline.Follower{First: 10 * time.Millisecond, Max: 50 * time.Millisecond}.Follow(ctx, w, x, nil, nil)
	if err != nil {
		w.t.Fatal(err)
	}
	return s
}

// until asks for the status until it is as wanted.
func (w *world) until(x pipeline.Execution, want func(pipeline.Status) bool) {
	w.t.Helper()
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); {
		s, err := w.Status(ctx, x)
		if err != nil {
			w.t.Fatal(err)
		}
		if want(s) {
			return
		}
		<-time.After(5 * time.Millisecond)
	}
	w.t.Fatal("never came")
}

func (w *world) decide(x pipeline.Execution, step string, d builtin.Decision) error {
	row, err := w.rows.Execution(ctx, "t1", x.ID)
	if err != nil {
		w.t.Fatal(err)
	}
	if err := row.Decide(step, d); err != nil {
		return err
	}
	if ok, err := w.rows.SaveExecution(ctx, row); !ok || err != nil {
		w.t.Fatal(ok, err)
	}
	return nil
}

func (w *world) log(x pipeline.Execution, from int64) (lines []string, next int64) {
	w.t.Helper()
	next, err := w.Logs(ctx, x, from, func(l pipeline.Line) error {
		lines = append(lines, l.Step+": "+l.Text)
		if l.Next <= from {
			w.t.Errorf("the place %d does not grow", l.Next)
		}
		return nil
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return slices.Clip(lines), next
}
