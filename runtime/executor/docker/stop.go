package docker

import (
	"context"
	"time"

	"github.com/docker/docker/api/types/container"

	"catenary/internal/fault"
	"catenary/runtime/executor"
)

// Stop implements executor.Executor.
func (e *Executor) Stop(ctx context.Context, id string, grace time.Duration) error {
	rung, end := e.bell.wait(id)
	defer end()
	c, err := e.find(ctx, id)
	if fault.HasCode(err, executor.FaultUnknown) {
		return nil
	}
	if err != nil {
		return err
	}
	if c.unstartable() || c.ended() {
		return nil
	}
	if c.never() {
		return e.take(ctx, c.container)
	}
	e.setReason(id, "stopped")
	e.signal(ctx, c, "USR1")
	kill := time.NewTimer(grace)
	defer kill.Stop()
	look := time.NewTicker(time.Second)
	defer look.Stop()
	for {
		select {
		case <-rung:
		case <-look.C:
		case <-kill.C:
			e.signal(ctx, c, "KILL")
		case <-ctx.Done():
			return context.Cause(ctx)
		}
		now, err := e.find(ctx, id)
		if fault.HasCode(err, executor.FaultUnknown) {
			return nil
		}
		if err != nil {
			return err
		}
		if now.ended() || now.container != c.container {
			return nil
		}
	}
}

// signal sends a signal to the bootstrap. One that cannot be sent, because the
// container has ended or the engine is away, shows in what follows.
func (e *Executor) signal(ctx context.Context, c found, signal string) {
	err := e.engine.ContainerKill(ctx, c.container, signal)
	if err != nil && !absent(err) && !clash(err) {
		e.config.Log.WarnContext(ctx, "a signal did not reach a task run", "task_run", c.id, "signal", signal, "error", err)
	}
}

// Remove implements executor.Executor.
func (e *Executor) Remove(ctx context.Context, id string) error {
	if err := e.take(ctx, id); err != nil {
		return err
	}
	e.forget(id)
	return nil
}

// take removes a container, by name or by the engine's id, and returns when it
// is gone.
func (e *Executor) take(ctx context.Context, target string) error {
	pause := firstPause
	for {
		err := e.engine.ContainerRemove(ctx, target, container.RemoveOptions{Force: true, RemoveVolumes: true})
		switch {
		case err == nil || absent(err):
			return nil
		case !clash(err) || ctx.Err() != nil:
			return away(ctx, err)
		}
		// Somebody else is removing it.
		pause = rest(ctx, pause)
	}
}
