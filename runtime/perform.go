package runtime

import (
	"context"
	"errors"
	"time"

	"catenary/chain"
	"catenary/internal/fault"
	"catenary/internal/secret"
	"catenary/nodes"
	"catenary/runtime/run"
)

var errTimeout = errors.New("the attempt takes longer than it may")

// perform does a job to its end, or finds it again and follows it. The error is
// that of a process that is about to stop: then the job goes on, and is followed
// by another.
func (e *Engine) perform(ctx context.Context, j job) (outcome, error) {
	if !j.deadline.IsZero() {
		var cancel context.CancelFunc
		ctx, cancel = context.WithDeadlineCause(ctx, j.deadline, errTimeout)
		defer cancel()
	}
	switch j.ref.Half {
	case chain.TaskPart:
		return e.performTask(ctx, j)
	case chain.PipelinePart:
		return e.performPipeline(ctx, j)
	default:
		return e.performKind(ctx, j)
	}
}

// ending says how a job ends whose context ended. It is an error if the job
// itself goes on.
func ending(ctx context.Context) (outcome, error) {
	switch cause := context.Cause(ctx); {
	case errors.Is(cause, errCancel):
		return outcome{canceled: true}, nil
	case errors.Is(cause, errTimeout):
		return outcome{failure: timedOut()}, nil
	default:
		return outcome{}, cause
	}
}

// refusal is the failure of a step that can never be carried out, if that is
// what the error says.
func refusal(err error) (outcome, bool) {
	f := fault.As(err)
	if f == nil {
		return outcome{}, false
	}
	switch f.Kind {
	case fault.NotFound, fault.Forbidden, fault.Invalid, fault.Malformed, fault.Conflict, fault.TooLarge:
		return failed(f.Code, "%s", f.Message), true
	}
	return outcome{}, false
}

// How long is waited before the platform tries again what it could not do.
const (
	firstPause   = 200 * time.Millisecond
	longestPause = 15 * time.Second
)

// insist calls work until it has an outcome. An error of it is the platform's,
// and is tried again.
func (e *Engine) insist(ctx context.Context, j job, what string, work func() (outcome, error)) (outcome, error) {
	for pause := firstPause; ; pause = min(2*pause, longestPause) {
		o, err := work()
		if err == nil {
			return o, nil
		}
		if ctx.Err() != nil {
			return ending(ctx)
		}
		if o, ok := refusal(err); ok {
			return o, nil
		}
		e.Log.Warn("a step could not be carried out yet", "what", what, "run", j.row.ID, "node", j.ref.Node, "error", err)
		select {
		case <-ctx.Done():
			return ending(ctx)
		case <-time.After(pause):
		}
	}
}

// performKind does the work of a kind that is a Runner.
func (e *Engine) performKind(ctx context.Context, j job) (outcome, error) {
	runner, ok := e.Kinds.Runner(j.body.Kind)
	if !ok {
		return failed("node.kind", "kind %q cannot be run", j.body.Kind), nil
	}
	var values []secret.Value
	log := e.newLog(j, func() []secret.Value { return values })
	defer log.close()
	client, open := e.Resources.Client(j.row)
	call := nodes.Call{
		Written: j.body.Config, Config: j.config, Input: j.input, Key: j.key, Attempt: j.ref.Attempt, Now: j.begun,
		Tools: nodes.Tools{
			HTTP: client, Platform: e.Resources.Platform(j.row, j.version, j.key), Log: func(line string) { log.say("system", line) },
			Secret: func(ctx context.Context, key string) (secret.Value, error) {
				v, err := open(ctx, key)
				if err == nil {
					values = append(values, v)
				}
				return v, err
			},
		},
	}
	o, err := e.insist(ctx, j, "node", func() (outcome, error) {
		done, err := runner.Run(ctx, call)
		switch {
		case err != nil:
			return outcome{}, err
		case done.Failure == nil:
			return outcome{output: done.Output, ask: done.Ask}, nil
		case ctx.Err() != nil:
			return ending(ctx)
		}
		return outcome{failure: &run.Failure{Code: done.Failure.Code, Message: done.Failure.Message, Unknown: done.Failure.Unknown}}, nil
	})
	return redacted(o, values), err
}

// redacted takes secrets out of what a step gave.
func redacted(o outcome, values []secret.Value) outcome {
	if len(values) == 0 {
		return o
	}
	r := secret.NewRedactor(values...)
	o.output = secret.JSON(o.output, r.Text)
	if o.failure != nil {
		f := *o.failure
		f.Message = r.Text(f.Message)
		o.failure = &f
	}
	return o
}
