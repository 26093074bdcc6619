package fake

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"catenary/runtime/executor"
)

// end settles a task run as the real executor does. The lock is held.
func (x *Executor) end(r *taskRun) {
	res := &r.result
	res.EndedAt = time.Now()
	res.ExitCode = r.task.Exit
	if out := r.task.Output; json.Valid([]byte(out)) {
		res.Output = json.RawMessage(out)
	}
	bad := func(state executor.State, code, format string, args ...any) {
		res.State, res.Failure = state, &executor.Failure{Code: code, Message: fmt.Sprintf(format, args...)}
	}
	res.State = executor.Succeeded
	switch {
	case r.signal != "":
		res.ExitCode, res.Output = -1, nil
		switch r.signal {
		case "stopped":
			bad(executor.Stopped, executor.CodeStopped, "it was stopped")
		case "timeout":
			bad(executor.Failed, executor.CodeTimeout, "it took longer than %s", r.spec.Limits.Timeout)
		default:
			bad(executor.Failed, executor.CodeLogLimit, "it wrote more than %d bytes to its log", r.spec.Limits.Log)
		}
	case r.task.Lost:
		*res = lost()
	case r.task.Failure != nil:
		bad(executor.Failed, r.task.Failure.Code, "%s", r.task.Failure.Message)
	case r.task.Exit != 0:
		bad(executor.Failed, executor.CodeExit, "it ended with exit code %d", r.task.Exit)
	case int64(len(r.task.Output)) > r.spec.Limits.Output:
		res.Output = nil
		bad(executor.Failed, executor.CodeOutput, "its output has %d bytes, and may have %d", len(r.task.Output), r.spec.Limits.Output)
	case r.task.Output != "" && res.Output == nil:
		bad(executor.Failed, executor.CodeOutput, "its output is not valid JSON")
	}
	for name, content := range r.task.Artefacts {
		res.Artefacts = append(res.Artefacts, executor.Artefact{
			Name: name, Size: int64(len(content)),
			Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(content)), nil },
		})
	}
	r.status.State = res.State
	x.changed()
}

func lost() executor.Result {
	return executor.Result{State: executor.Lost, ExitCode: -1, Failure: &executor.Failure{
		Code: executor.CodeLost, Message: "the container was removed under it, so nobody knows how it ended",
	}}
}

// Starts is how often a script has begun under an ID.
func (x *Executor) Starts(id string) int {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.starts[id]
}

// Submitted gives what Submit was given under an ID, each time.
func (x *Executor) Submitted(id string) []executor.Spec {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.specs[id]
}

// Write adds lines to the log of a task run that is running.
func (x *Executor) Write(id string, lines ...string) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if r, there := x.runs[id]; there && !r.status.State.Final() {
		x.write(r, executor.Stdout, lines)
		if r.over {
			r.tell("log")
		}
		x.changed()
	}
}

// Lose makes a task run's container vanish.
func (x *Executor) Lose(id string) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.remove(id)
}

// Down makes the place unreachable, or reachable again.
func (x *Executor) Down(down bool) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.down = nil
	if down {
		x.down = executor.Unavailable(nil)
	}
	x.changed()
}
