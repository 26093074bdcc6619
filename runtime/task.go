package runtime

import (
	"context"
	"encoding/json"
	"time"

	"catenary/chain"
	"catenary/internal/fault"
	"catenary/internal/secret"
	"catenary/runtime/executor"
	"catenary/runtime/run"
)

// stopGrace is what a script is given to end by itself when it is cancelled.
const stopGrace = 10 * time.Second

// performTask runs a script in its container. The container's name is that of
// the attempt: after a crash it is found and followed, not started again.
func (e *Engine) performTask(ctx context.Context, j job) (outcome, error) {
	if e.Executor == nil {
		return failed("task.no_executor", "this server has no container engine"), nil
	}
	id := executor.Name(j.row.ID, j.ref.Scope, string(j.ref.Node), string(j.ref.Half), j.ref.Attempt)
	o, err := e.runTask(ctx, j, id)
	if err != nil {
		return o, err
	}
	if o.unwanted() {
		// Also if this process has not begun it: one before may have.
		e.stopTask(id)
	}
	o.clear = func() { e.clearTask(id) }
	return o, nil
}

// unwanted says that a job ended because nobody waits for it any more.
func (o outcome) unwanted() bool {
	return o.canceled || o.failure != nil && o.failure.Code == run.CodeTimeout
}

func (e *Engine) runTask(ctx context.Context, j job, id string) (outcome, error) {
	var spec executor.Spec
	var values []secret.Value
	o, err := e.insist(ctx, j, "task", func() (o outcome, err error) {
		spec, values, err = e.taskSpec(ctx, j, id)
		return outcome{}, err
	})
	if err != nil || o.failure != nil || o.canceled {
		return o, err
	}
	release, err := e.tasks.take(ctx, j.row.Tenant)
	if err != nil {
		return ending(ctx)
	}
	defer release()
	log := e.newLog(j, func() []secret.Value { return values })
	defer log.close()

	var ended executor.Result
	o, err = e.insist(ctx, j, "task", func() (outcome, error) {
		if err := e.Executor.Submit(ctx, spec); err != nil {
			if r, ok := executor.RefusedBy(err); ok {
				ended = r
				return outcome{}, nil
			}
			return outcome{}, err
		}
		e.Reached("submitted")
		following := e.followLog(ctx, spec.ID, log)
		r, err := e.Executor.Await(ctx, spec.ID)
		switch {
		case err == nil:
			following()
		case fault.HasCode(err, executor.FaultUnknown):
			// It was there a moment ago: somebody took it away, and nobody knows how far it came.
			r, err = executor.Result{State: executor.Lost, Failure: &executor.Failure{
				Code: executor.CodeLost, Message: "the task was taken away from outside, so nobody knows how it ended",
			}}, nil
		}
		ended = r
		return outcome{}, err
	})
	if err != nil || o.failure != nil || o.canceled {
		return o, err
	}
	if o, err = e.keepArtefacts(ctx, j, ended.Artefacts); err != nil || o.failure != nil || o.canceled {
		return o, err
	}
	return redacted(taskOutcome(ended), values), nil
}

// taskOutcome is what a result means for the step.
func taskOutcome(r executor.Result) outcome {
	if r.State == executor.Succeeded {
		return outcome{output: orNull(r.Output)}
	}
	if r.State == executor.Stopped {
		return outcome{canceled: true}
	}
	f := &run.Failure{Code: executor.CodeExit, Message: "the task ended as " + string(r.State), Unknown: r.State == executor.Lost}
	if r.Failure != nil {
		f.Code, f.Message = r.Failure.Code, r.Failure.Message
	}
	return outcome{failure: f}
}

// taskSpec makes what the executor is asked for.
func (e *Engine) taskSpec(ctx context.Context, j job, id string) (executor.Spec, []secret.Value, error) {
	config, err := j.taskConfig()
	if err != nil {
		return executor.Spec{}, nil, err
	}
	task := j.body.Task
	source, err := e.Resources.Task(ctx, j.row, j.version, task)
	if err != nil {
		return executor.Spec{}, nil, err
	}
	spec := executor.Spec{
		ID: id, Owner: e.Owner, Tenant: j.row.Tenant, Run: j.row.ID, Node: string(j.ref.Node), Attempt: j.ref.Attempt,
		Image: source.Image, Credentials: source.Credentials, Interpreter: source.Interpreter,
		Script: source.Script, ScriptName: source.ScriptName, Input: j.input,
		Env: map[string]string{}, Secrets: map[string]secret.Value{}, Limits: lowered(source.Limits, task.Limits, j),
		Network: executor.NetworkNone, User: source.User,
	}
	for _, a := range config.Arguments {
		spec.Arguments = append(spec.Arguments, string(a))
	}
	if len(config.Input) > 0 {
		spec.Input = json.RawMessage(config.Input)
	}
	if spec.Artefacts, err = e.artefacts(ctx, j, config.Artefacts); err != nil {
		return executor.Spec{}, nil, err
	}
	if task.Network != "" {
		spec.Network = executor.Network(task.Network)
	}
	var values []secret.Value
	for name, text := range config.Env {
		if text.Secret == "" {
			spec.Env[string(name)] = text.Value
			continue
		}
		v, err := e.Resources.Secret(ctx, j.row, j.version, string(text.Secret))
		if err != nil {
			return executor.Spec{}, nil, err
		}
		spec.Secrets[string(name)] = v
		values = append(values, v)
	}
	return spec, values, nil
}

// lowered gives the limits of a task: what it asks for, but never more than is
// allowed.
func lowered(most executor.Limits, asked *chain.Limits, j job) executor.Limits {
	l := most.OrDefaults()
	if asked != nil {
		if asked.CPU != "" {
			l.CPU = min(l.CPU, asked.CPU.Float())
		}
		if asked.Memory != "" {
			l.Memory = min(l.Memory, asked.Memory.Bytes())
			l.Disk = min(l.Disk, l.Memory/2)
		}
		if asked.Pids > 0 {
			l.Pids = min(l.Pids, asked.Pids)
		}
		if asked.Timeout != "" {
			l.Timeout = min(l.Timeout, asked.Timeout.Value())
		}
	}
	if !j.deadline.IsZero() {
		l.Timeout = min(l.Timeout, max(time.Second, j.deadline.Sub(j.begun)))
	}
	return l
}

// followLog copies the log of a task while it runs. What it returns waits until
// the copy has come to the end.
func (e *Engine) followLog(ctx context.Context, task string, log *stepLog) (wait func()) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		err := e.Executor.Logs(ctx, task, log.from(), true, func(l executor.Line) error {
			log.line(Line{Number: l.Number, At: l.At.UnixMicro(), Stream: string(l.Stream), Text: l.Text})
			return nil
		})
		if err != nil && ctx.Err() == nil {
			e.Log.Warn("the log of a task could not be read to its end", "task", task, "error", err)
		}
	}()
	return func() { <-done }
}

// clearTimeout bounds what is done to take a task away.
const clearTimeout = time.Minute

// stopTask ends a task whose run wants it no more.
func (e *Engine) stopTask(task string) {
	ctx, cancel := context.WithTimeout(e.writeCtx, clearTimeout)
	defer cancel()
	if err := e.Executor.Stop(ctx, task, stopGrace); err != nil {
		e.Log.Warn("a task could not be stopped; the janitor will", "task", task, "error", err)
	}
}

// clearTask takes away what is left of a task when its result is on disk. What
// it misses the janitor finds.
func (e *Engine) clearTask(task string) {
	ctx, cancel := context.WithTimeout(e.writeCtx, clearTimeout)
	defer cancel()
	if err := e.Executor.Remove(ctx, task); err != nil {
		e.Log.Warn("a task could not be removed; the janitor will", "task", task, "error", err)
	}
	e.Reached("removed")
}

// keepArtefacts stores what a task left. The task's end is not told before: as
// long as they cannot be written, as on a full disk, the container stays and it
// is tried again.
func (e *Engine) keepArtefacts(ctx context.Context, j job, artefacts []executor.Artefact) (outcome, error) {
	for _, a := range artefacts {
		o, err := e.insist(ctx, j, "artefact "+a.Name, func() (outcome, error) {
			// Also of an attempt whose time is over.
			ctx, cancel := context.WithTimeout(e.writeCtx, clearTimeout)
			defer cancel()
			content, err := a.Open()
			if err != nil {
				return outcome{}, err
			}
			defer func() { _ = content.Close() }()
			return outcome{}, e.Resources.Keep(ctx, ID{j.row.Tenant, j.row.ID}, j.ref, a.Name, a.Size, content)
		})
		if err != nil || o.failure != nil || o.canceled {
			return o, err
		}
	}
	return outcome{}, nil
}
