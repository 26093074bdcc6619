// Package fake runs tasks in memory, for tests of what uses an executor. What a
// task does is said by the test, step by step; nothing happens by chance and
// nothing takes time unless it is told to. It passes the same contract suite as
// the real one.
package fake

import (
	"context"
	"sync"
	"time"

	"catenary/runtime/executor"
)

// Task is what one task run does, in this order.
type Task struct {
	// Refuse is what Submit returns, every time; nil to let it begin.
	Refuse error
	// Prepare holds Submit up until it is closed; nil for not at all.
	Prepare <-chan struct{}
	// Out and Err are the lines it writes.
	Out, Err []string
	// Until is how long it goes on: until it is closed. nil ends it at once.
	Until <-chan struct{}
	// Stubborn means that SIGTERM does not end it.
	Stubborn bool
	// Lost means that its container goes away in the end.
	Lost bool

	Exit      int
	Output    string
	Artefacts map[string]string
	// Failure ends it as failed with just that, such as task.memory.
	Failure *executor.Failure
}

// Never is an Until that does not come.
func Never() <-chan struct{} { return make(chan struct{}) }

// Executor implements executor.Executor. It is the place and the process at
// once: a process that starts anew uses the same one.
type Executor struct {
	does func(executor.Spec) Task

	mu     sync.Mutex
	runs   map[string]*taskRun
	starts map[string]int
	specs  map[string][]executor.Spec
	down   error
	change chan struct{} // closed and made anew when anything changes
}

var _ executor.Executor = (*Executor)(nil)

// New makes an Executor whose tasks do what does says of their Specs. nil lets
// all of them succeed at once.
func New(does func(executor.Spec) Task) *Executor {
	if does == nil {
		does = func(executor.Spec) Task { return Task{} }
	}
	return &Executor{
		does: does, runs: map[string]*taskRun{}, starts: map[string]int{},
		specs: map[string][]executor.Spec{}, change: make(chan struct{}),
	}
}

// taskRun is guarded by the Executor's lock.
type taskRun struct {
	spec   executor.Spec
	task   Task
	status executor.Status
	lines  []executor.Line
	over   bool
	result executor.Result
	// signal is what it was told: stopped, timeout or log.
	signal string
	told   chan struct{} // closed with the first signal
	killed chan struct{}
	dead   bool // killed is closed
}

// Capabilities implements executor.Executor.
func (x *Executor) Capabilities() executor.Capabilities {
	return executor.Capabilities{Name: "fake", Networks: []executor.Network{executor.NetworkNone, executor.NetworkEgress}}
}

// Submit implements executor.Executor.
func (x *Executor) Submit(ctx context.Context, s executor.Spec) error {
	s.Limits = s.Limits.OrDefaults()
	if err := executor.Check(s); err != nil {
		return err
	}
	x.mu.Lock()
	if x.down != nil {
		defer x.mu.Unlock()
		return x.down
	}
	x.specs[s.ID] = append(x.specs[s.ID], s)
	r, there := x.runs[s.ID]
	if !there {
		r = &taskRun{spec: s, task: x.does(s), told: make(chan struct{}), killed: make(chan struct{})}
		if r.task.Refuse != nil {
			x.mu.Unlock()
			return r.task.Refuse
		}
		r.status = executor.Status{
			ID: s.ID, Owner: s.Owner, Tenant: s.Tenant, Run: s.Run, Node: s.Node, Attempt: s.Attempt, Image: s.Image,
			State: executor.Preparing, CreatedAt: time.Now(),
		}
		x.runs[s.ID] = r
		x.changed()
	}
	x.mu.Unlock()
	if prepare := r.task.Prepare; prepare != nil {
		select {
		case <-prepare:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.runs[s.ID] == r && r.status.State == executor.Preparing {
		x.begin(r)
	}
	return nil
}

// begin starts the script. The lock is held.
func (x *Executor) begin(r *taskRun) {
	x.starts[r.spec.ID]++
	now := time.Now()
	r.status.State, r.status.StartedAt, r.status.Deadline = executor.Running, now, now.Add(r.spec.Limits.Timeout)
	r.result = executor.Result{StartedAt: now}
	x.write(r, executor.Stdout, r.task.Out)
	x.write(r, executor.Stderr, r.task.Err)
	if r.over {
		r.tell("log")
	}
	if r.task.Until == nil {
		x.end(r)
		return
	}
	x.changed()
	deadline := time.AfterFunc(r.spec.Limits.Timeout, func() {
		x.mu.Lock()
		defer x.mu.Unlock()
		r.tell("timeout")
		r.kill()
	})
	go func() {
		defer deadline.Stop()
		told := r.told
		if r.task.Stubborn {
			told = nil
		}
		select {
		case <-r.task.Until:
		case <-told:
		case <-r.killed:
		}
		x.mu.Lock()
		defer x.mu.Unlock()
		if !r.status.State.Final() {
			x.end(r)
		}
	}()
}

// write adds lines to its log, as far as the limit lets it.
func (x *Executor) write(r *taskRun, stream executor.Stream, lines []string) {
	used := int64(0)
	for _, l := range r.lines {
		used += int64(len(l.Text)) + executor.LineCost
	}
	for _, text := range lines {
		used += int64(len(text)) + executor.LineCost
		if used > r.spec.Limits.Log {
			r.over = true
			return
		}
		r.lines = append(r.lines, executor.Line{Number: int64(len(r.lines)), At: time.Now(), Stream: stream, Text: text})
	}
}

func (r *taskRun) tell(signal string) {
	if r.signal == "" {
		r.signal = signal
		close(r.told)
	}
}

func (r *taskRun) kill() {
	if !r.dead {
		r.dead = true
		close(r.killed)
	}
}

// changed wakes everybody who waits. The lock is held.
func (x *Executor) changed() {
	close(x.change)
	x.change = make(chan struct{})
}
