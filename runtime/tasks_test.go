package runtime_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"catenary/runtime/executor"
	"catenary/runtime/pipeline"
	"catenary/runtime/run"
)

// tasks is a place where things are done outside. It outlives engines, as a
// container engine does, and counts what was begun. What a task does its first
// argument says: "ok VALUE", "exit N", "wait" (until it is stopped or released),
// "gone" (somebody takes it away), and several of these with "; " between them
// for its attempts; "leave NAME" leaves a file, and "echo" gives the files that
// it was handed, or else its input.
type tasks struct {
	mu      sync.Mutex
	all     map[string]*task
	begun   []string
	stopped []string
}

type task struct {
	done  chan struct{}
	ended executor.Result
	once  sync.Once
	gone  bool
}

func newTasks() *tasks { return &tasks{all: map[string]*task{}} }

func (*tasks) Capabilities() executor.Capabilities { return executor.Capabilities{Name: "test"} }

func (t *tasks) Submit(_ context.Context, s executor.Spec) error {
	if name, leaves := strings.CutPrefix(s.Arguments[0], "leave "); leaves {
		t.leave(s, name)
		return nil
	}
	input := s.Input
	if len(s.Artefacts) > 0 {
		found := map[string]string{}
		for _, a := range s.Artefacts {
			content, err := read(a)
			if err != nil {
				return err
			}
			found[a.Name] = content
		}
		input, _ = json.Marshal(found) // texts can always be written
	}
	t.begin(s.ID, s.Node, s.Attempt, s.Arguments[0], input)
	return nil
}

func read(a executor.Artefact) (string, error) {
	r, err := a.Open()
	if err != nil {
		return "", err
	}
	defer func() { _ = r.Close() }()
	content, err := io.ReadAll(r)
	return string(content), err
}

// leave is a task that leaves a file with who left it, and fails in its first
// attempt if its input is 1.
func (t *tasks) leave(s executor.Spec, name string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.all[s.ID] != nil {
		return
	}
	mine := &task{done: make(chan struct{})}
	t.all[s.ID] = mine
	t.begun = append(t.begun, s.Node)
	r := executor.Result{State: executor.Succeeded}
	if s.Attempt == 1 && string(s.Input) == "1" {
		r = executor.Result{State: executor.Failed, ExitCode: 1, Failure: &executor.Failure{Code: executor.CodeExit, Message: "exit 1"}}
	}
	content := fmt.Sprintf("%s %d %s", s.Node, s.Attempt, s.Input)
	r.Artefacts = []executor.Artefact{{
		Name: name, Size: int64(len(content)), Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(content)), nil },
	}}
	mine.end(r)
}

func (t *tasks) begin(id, node string, attempt int, script string, input json.RawMessage) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.all[id] != nil {
		return
	}
	mine := &task{done: make(chan struct{})}
	t.all[id] = mine
	t.begun = append(t.begun, node)
	parts := strings.Split(script, "; ")
	word, rest, _ := strings.Cut(parts[min(attempt, len(parts))-1], " ")
	switch word {
	case "ok":
		mine.end(executor.Result{State: executor.Succeeded, Output: json.RawMessage(rest)})
	case "echo":
		mine.end(executor.Result{State: executor.Succeeded, Output: input})
	case "exit":
		code, _ := strconv.Atoi(rest)
		mine.end(executor.Result{State: executor.Failed, ExitCode: code, Failure: &executor.Failure{Code: executor.CodeExit, Message: "exit " + rest}})
	case "wait":
	case "gone":
		mine.gone = true
	default:
		panic(fmt.Sprintf("no such script: %q", script))
	}
}

func (t *task) end(r executor.Result) {
	t.once.Do(func() {
		t.ended = r
		close(t.done)
	})
}

func (t *tasks) find(id string) *task {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.all[id]
}

func (t *tasks) Await(ctx context.Context, id string) (executor.Result, error) {
	mine := t.find(id)
	if mine == nil || mine.gone {
		return executor.Result{}, executor.Unknown(id)
	}
	select {
	case <-mine.done:
		return mine.ended, nil
	case <-ctx.Done():
		return executor.Result{}, ctx.Err()
	}
}

func (t *tasks) Stop(_ context.Context, id string, _ time.Duration) error {
	t.mu.Lock()
	t.stopped = append(t.stopped, id)
	t.mu.Unlock()
	if mine := t.find(id); mine != nil {
		mine.end(executor.Result{State: executor.Stopped, Failure: &executor.Failure{Code: executor.CodeStopped}})
	}
	return nil
}

// release ends all tasks that wait.
func (t *tasks) release(value string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, mine := range t.all {
		mine.end(executor.Result{State: executor.Succeeded, Output: json.RawMessage(value)})
	}
}

// times says how often something was begun for a node.
func (t *tasks) times(node string) int {
	t.mu.Lock()
	defer t.mu.Unlock()
	n := 0
	for _, b := range t.begun {
		if b == node {
			n++
		}
	}
	return n
}

func (t *tasks) order() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return strings.Join(t.begun, " ")
}

func (t *tasks) Observe(context.Context, string) (executor.Status, error) {
	return executor.Status{}, nil
}

func (t *tasks) Logs(context.Context, string, int64, bool, func(executor.Line) error) error {
	return nil
}
func (t *tasks) Remove(context.Context, string) error                    { return nil }
func (t *tasks) List(context.Context, string) ([]executor.Status, error) { return nil, nil }

// engines is a pipeline engine whose executions are tasks: the parameter "do"
// is the script, "node" the name under which it is counted.
type engines struct{ tasks *tasks }

func (engines) Capabilities() pipeline.Capabilities {
	return pipeline.Capabilities{IdempotentStart: true, Cancel: true}
}
func (engines) Positions(context.Context) ([]pipeline.Position, error) { return nil, nil }
func (engines) Create(context.Context, pipeline.CreateRequest) (pipeline.Created, error) {
	return pipeline.Created{}, nil
}
func (engines) Delete(context.Context, pipeline.Created) error { return nil }

func (e engines) Start(_ context.Context, r pipeline.StartRequest) (pipeline.Execution, error) {
	var p struct {
		Do, Node string
		Attempt  int
	}
	if err := json.Unmarshal(r.Parameters, &p); err != nil {
		return pipeline.Execution{}, err
	}
	e.tasks.begin(r.Key, p.Node, max(p.Attempt, 1), p.Do, r.Input)
	return pipeline.Execution{ID: r.Key, Link: "https://ci.example/" + p.Node}, nil
}

func (e engines) Status(_ context.Context, x pipeline.Execution) (pipeline.Status, error) {
	mine := e.tasks.find(x.ID)
	if mine == nil {
		return pipeline.Status{}, pipeline.NoExecution()
	}
	select {
	case <-mine.done:
	default:
		return pipeline.Status{State: pipeline.Running}, nil
	}
	switch mine.ended.State {
	case executor.Succeeded:
		return pipeline.Status{State: pipeline.Succeeded, Output: mine.ended.Output}, nil
	case executor.Stopped:
		return pipeline.Status{State: pipeline.Canceled}, nil
	default:
		return pipeline.Status{State: pipeline.Failed, Failure: &run.Failure{Code: mine.ended.Failure.Code, Message: mine.ended.Failure.Message}}, nil
	}
}

func (engines) VerifyCallback(http.Header, []byte) (string, error) { return "", pipeline.Forged() }

func (engines) Forget(context.Context, pipeline.Execution) error { return nil }

func (engines) Logs(context.Context, pipeline.Execution, int64, func(pipeline.Line) error) (int64, error) {
	return 0, nil
}

func (e engines) Cancel(ctx context.Context, x pipeline.Execution) error {
	return e.tasks.Stop(ctx, x.ID, 0)
}
