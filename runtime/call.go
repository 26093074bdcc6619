package runtime

import (
	"context"
	"time"

	"catenary/internal/fault"
	"catenary/internal/secret"
	"catenary/runtime/pipeline"
	"catenary/runtime/run"
)

// cancelTime is how long is waited for the end of a pipeline that was
// cancelled.
const cancelTime = 2 * time.Minute

// performPipeline starts a pipeline and follows it to its end. The key makes
// that an engine which was asked already is not asked for another.
func (e *Engine) performPipeline(ctx context.Context, j job) (outcome, error) {
	var engine pipeline.Engine
	var execution pipeline.Execution
	o, err := e.insist(ctx, j, "pipeline", func() (outcome, error) {
		opened, created, err := e.Resources.Pipeline(ctx, j.row, j.version, j.ref.Node, j.ref.undo(), j.body.Pipeline)
		if err != nil {
			return outcome{}, err
		}
		engine = opened
		execution, err = engine.Start(ctx, pipeline.StartRequest{
			Pipeline: created, Key: j.key, Parameters: j.config, Input: j.input,
			People: []string{j.row.By, j.row.Human},
		})
		if fault.HasCode(err, "engine.unanswered") && !engine.Capabilities().IdempotentStart {
			o := failed("pipeline.unknown", "the engine was asked to start and did not answer; whether it did, only a look at it tells")
			o.failure.Unknown = true
			return o, nil
		}
		return outcome{}, err
	})
	if err != nil || o.failure != nil || o.canceled {
		return o, err
	}
	e.Reached("started")
	log := e.newLog(j, func() []secret.Value { return nil })
	defer log.close()
	reading := e.readLog(ctx, engine, execution, log)
	link := ""
	seen := func(now string) {
		if now != "" && now != link {
			link = now
			j.seen(link)
		}
	}
	seen(execution.Link)
	status, err := pipeline.Follower{}.Follow(ctx, engine, execution, nil, func(s pipeline.Status) { seen(s.Link) })
	if err == nil {
		seen(status.Link)
		reading()
		o := pipelineOutcome(status)
		o.clear = func() { e.forgetPipeline(engine, execution) }
		return o, nil
	}
	if ctx.Err() == nil {
		if o, ok := refusal(err); ok {
			return o, nil
		}
		return outcome{}, err
	}
	o, err = ending(ctx)
	if err == nil {
		e.cancelPipeline(j, engine, execution)
	}
	return o, err
}

// forgetPipeline tells an engine that it need keep nothing of an execution.
func (e *Engine) forgetPipeline(engine pipeline.Engine, x pipeline.Execution) {
	ctx, cancel := context.WithTimeout(e.writeCtx, clearTimeout)
	defer cancel()
	if err := engine.Forget(ctx, x); err != nil {
		e.Log.Debug("an engine did not forget an execution", "execution", x.ID, "error", err)
	}
}

func pipelineOutcome(s pipeline.Status) outcome {
	switch {
	case s.State == pipeline.Succeeded:
		return outcome{output: orNull(s.Output)}
	case s.Failure != nil:
		return outcome{failure: s.Failure}
	case s.State == pipeline.Canceled:
		return outcome{failure: &run.Failure{Code: run.CodeCanceled, Message: "the pipeline was cancelled on its engine"}}
	default:
		return outcome{failure: &run.Failure{Code: pipeline.CodeFailed, Message: "the pipeline failed"}}
	}
}

// cancelPipeline ends a pipeline that the run wants no more.
func (e *Engine) cancelPipeline(j job, engine pipeline.Engine, x pipeline.Execution) {
	if !engine.Capabilities().Cancel {
		e.Log.Warn("an engine cannot cancel; its pipeline goes on", "run", j.row.ID, "node", j.ref.Node, "execution", x.ID)
		return
	}
	ctx, cancel := context.WithTimeout(e.writeCtx, cancelTime)
	defer cancel()
	_, err := e.insist(ctx, j, "cancel of a pipeline", func() (outcome, error) { return outcome{}, engine.Cancel(ctx, x) })
	if err == nil {
		_, err = pipeline.Follower{}.Follow(ctx, engine, x, nil, nil)
	}
	if err != nil {
		e.Log.Warn("the end of a cancelled pipeline was not seen", "run", j.row.ID, "node", j.ref.Node, "execution", x.ID, "error", err)
	}
}

// readPause is how often the log of a pipeline is read.
const readPause = time.Second

// readLog copies the log of a pipeline while it runs. What it returns reads the
// rest.
func (e *Engine) readLog(ctx context.Context, engine pipeline.Engine, x pipeline.Execution, log *stepLog) (rest func()) {
	if !engine.Capabilities().Logs {
		return func() {}
	}
	// Places in it are the engine's own, so after a crash it is read from its
	// beginning; lines that are kept already are left out by their number.
	var next, number int64
	read := func(ctx context.Context) {
		_, err := engine.Logs(ctx, x, next, func(l pipeline.Line) error {
			text := l.Text
			if l.Step != "" {
				text = "[" + l.Step + "] " + text
			}
			log.line(Line{Number: number, At: l.At.UnixMicro(), Stream: l.Stream, Text: text})
			next, number = l.Next, number+1
			return nil
		})
		if err != nil && ctx.Err() == nil {
			e.Log.Debug("the log of a pipeline could not be read", "execution", x.ID, "error", err)
		}
	}
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		ticker := time.NewTicker(readPause)
		defer ticker.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-stop:
				return
			case <-ticker.C:
				read(ctx)
			}
		}
	}()
	return func() {
		close(stop)
		<-stopped
		read(ctx)
	}
}
