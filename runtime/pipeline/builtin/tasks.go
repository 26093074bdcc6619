package builtin

import (
	"context"
	"sync"
	"time"

	"catenary/internal/fault"
	"catenary/runtime/executor"
	"catenary/runtime/pipeline"
	"catenary/runtime/run"
)

// stopGrace is how long a stopped step has for its own clean-up.
const stopGrace = 10 * time.Second

// Tasks is the Runner over an executor. Of each container that it begins or
// finds, it awaits the end, which also holds the container to its limits.
type Tasks struct {
	executor executor.Executor
	prepare  Prepare
	ctx      context.Context
	stop     context.CancelFunc
	work     sync.WaitGroup
	hub      hub

	mu      sync.Mutex
	awaited map[string]*awaited
}

var _ Runner = (*Tasks)(nil)

// awaited is a container whose end is awaited in this process; done is closed
// when the rest is set.
type awaited struct {
	done     chan struct{}
	result   executor.Result
	err      error
	stopping bool
}

// Prepare adds to a container what the platform decides: its owner, the
// registry's credentials, the limits of the org, the secrets it asks for.
type Prepare func(ctx context.Context, c Container, s *executor.Spec) error

// NewTasks returns a Runner.
func NewTasks(e executor.Executor, prepare Prepare) *Tasks {
	ctx, stop := context.WithCancel(context.Background())
	return &Tasks{executor: e, prepare: prepare, ctx: ctx, stop: stop, awaited: map[string]*awaited{}}
}

// Close ends the work in the background and waits for that. Containers go on;
// the next process finds them.
func (t *Tasks) Close() {
	t.stop()
	t.work.Wait()
}

func id(n Name) string { return executor.Name(n.Execution, "builtin", n.Step, "", 1) }

// interpreter is what reads a source; none leaves it to the environment.
func interpreter(language string) []string {
	switch language {
	case "":
		return nil
	case "python":
		return []string{"python3"}
	case "javascript":
		return []string{"node"}
	default:
		return []string{"/bin/sh"}
	}
}

// Begin implements Runner.
func (t *Tasks) Begin(_ context.Context, c Container) error {
	t.await(c.Name, func(ctx context.Context) error {
		spec := executor.Spec{
			ID: id(c.Name), Tenant: c.Tenant, Run: c.Execution, Node: c.Step, Attempt: 1,
			Image: c.Image, Interpreter: interpreter(c.Language), Script: c.Source, Env: c.Env, Input: c.Input,
			Limits:  executor.Limits{CPU: c.CPU, Memory: c.Memory, Pids: c.Pids, Timeout: c.Timeout},
			Network: executor.Network(c.Network),
		}
		if err := t.prepare(ctx, c, &spec); err != nil {
			return err
		}
		return t.executor.Submit(ctx, spec)
	})
	return nil
}

// await does something about a container and awaits its end, in the background
// and once at a time.
func (t *Tasks) await(n Name, first func(context.Context) error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.awaited[id(n)] != nil || t.ctx.Err() != nil {
		return
	}
	a := &awaited{done: make(chan struct{})}
	t.awaited[id(n)] = a
	t.work.Go(func() {
		a.result, a.err = t.outcome(n, first)
		close(a.done)
		t.hub.tell(n.Execution)
	})
}

func (t *Tasks) outcome(n Name, first func(context.Context) error) (executor.Result, error) {
	if err := first(t.ctx); err != nil {
		if refused, ok := executor.RefusedBy(err); ok {
			return refused, nil
		}
		return executor.Result{}, err
	}
	result, err := t.executor.Await(t.ctx, id(n))
	if fault.HasCode(err, executor.FaultUnknown) {
		return executor.Result{State: executor.Stopped}, nil
	}
	return result, err
}

// Observe implements Runner. An end is given once: asked again, it is awaited
// again.
func (t *Tasks) Observe(_ context.Context, n Name) (Observation, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	a := t.awaited[id(n)]
	if a == nil {
		return Observation{State: Absent}, nil
	}
	select {
	case <-a.done:
	default:
		return Observation{State: pipeline.Running}, nil
	}
	delete(t.awaited, id(n))
	if a.err != nil {
		return Observation{}, a.err
	}
	return observed(a.result), nil
}

func observed(r executor.Result) Observation {
	o := Observation{State: pipeline.Failed, Output: r.Output}
	switch r.State {
	case executor.Succeeded:
		o.State = pipeline.Succeeded
	case executor.Stopped:
		o.State = pipeline.Canceled
	}
	if r.Failure != nil {
		o.Failure = &run.Failure{Code: r.Failure.Code, Message: r.Failure.Message}
	}
	return o
}

// Stop implements Runner. It does not wait for the end.
func (t *Tasks) Stop(_ context.Context, n Name) error {
	halt := func(ctx context.Context) error { return t.executor.Stop(ctx, id(n), stopGrace) }
	t.await(n, halt) // where nobody awaits it, as after a restart
	t.mu.Lock()
	defer t.mu.Unlock()
	if a := t.awaited[id(n)]; a != nil && !a.stopping && t.ctx.Err() == nil {
		a.stopping = true
		t.work.Go(func() {
			_ = halt(t.ctx) // whoever waits for the end asks again
			t.mu.Lock()
			defer t.mu.Unlock()
			a.stopping = false
		})
	}
	return nil
}

// Remove implements Runner.
func (t *Tasks) Remove(ctx context.Context, n Name) error { return t.executor.Remove(ctx, id(n)) }

// Logs implements Runner.
func (t *Tasks) Logs(ctx context.Context, n Name, from int64, each func(pipeline.Line) error) (int64, error) {
	err := t.executor.Logs(ctx, id(n), from, false, func(l executor.Line) error {
		err := each(pipeline.Line{Next: l.Number + 1, At: l.At, Stream: string(l.Stream), Text: l.Text})
		if err == nil {
			from = l.Number + 1
		}
		return err
	})
	if fault.HasCode(err, executor.FaultUnknown) {
		return from, nil // not begun, or gone
	}
	return from, err
}

// Watch implements Runner.
func (t *Tasks) Watch(ctx context.Context, execution string) <-chan struct{} {
	return t.hub.watch(ctx, execution)
}

// Tell wakes those who follow an execution, after a decision.
func (t *Tasks) Tell(execution string) { t.hub.tell(execution) }
