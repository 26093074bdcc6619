package fake

import (
	"context"
	"time"

	"catenary/runtime/executor"
)

// Await implements executor.Executor.
func (x *Executor) Await(ctx context.Context, id string) (executor.Result, error) {
	for seen := false; ; seen = true {
		x.mu.Lock()
		r, there := x.runs[id]
		change, down := x.change, x.down
		var result executor.Result
		if there {
			result = r.result
		}
		final := there && r.status.State.Final()
		x.mu.Unlock()
		switch {
		case down != nil: // wait until it is back
		case !there && seen:
			return lost(), nil
		case !there:
			return executor.Result{}, executor.Unknown(id)
		case final:
			return result, nil
		}
		select {
		case <-change:
		case <-ctx.Done():
			return executor.Result{}, context.Cause(ctx)
		}
	}
}

// Observe implements executor.Executor.
func (x *Executor) Observe(_ context.Context, id string) (executor.Status, error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.down != nil {
		return executor.Status{}, x.down
	}
	r, there := x.runs[id]
	if !there {
		return executor.Status{}, executor.Unknown(id)
	}
	return r.status, nil
}

// Logs implements executor.Executor.
func (x *Executor) Logs(ctx context.Context, id string, from int64, follow bool, each func(executor.Line) error) error {
	for {
		x.mu.Lock()
		r, there := x.runs[id]
		change, down := x.change, x.down
		var lines []executor.Line
		final := false
		if there {
			lines, final = r.lines, r.status.State.Final()
		}
		x.mu.Unlock()
		if down != nil && !follow {
			return down
		}
		if down == nil {
			if !there {
				return executor.Unknown(id)
			}
			for ; from < int64(len(lines)); from++ {
				if err := each(lines[from]); err != nil {
					return err
				}
			}
			if final || !follow {
				return nil
			}
		}
		select {
		case <-change:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

// Stop implements executor.Executor.
func (x *Executor) Stop(ctx context.Context, id string, grace time.Duration) error {
	x.mu.Lock()
	if x.down != nil {
		defer x.mu.Unlock()
		return x.down
	}
	r, there := x.runs[id]
	switch {
	case !there || r.status.State.Final():
		x.mu.Unlock()
		return nil
	case r.status.State == executor.Preparing:
		delete(x.runs, id)
		x.changed()
		x.mu.Unlock()
		return nil
	}
	r.tell("stopped")
	x.mu.Unlock()
	kill := time.AfterFunc(grace, func() {
		x.mu.Lock()
		defer x.mu.Unlock()
		r.kill()
	})
	defer kill.Stop()
	_, err := x.Await(ctx, id)
	return err
}

// Remove implements executor.Executor.
func (x *Executor) Remove(_ context.Context, id string) error {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.down != nil {
		return x.down
	}
	x.remove(id)
	return nil
}

func (x *Executor) remove(id string) {
	if r, there := x.runs[id]; there {
		r.kill()
		delete(x.runs, id)
		x.changed()
	}
}

// List implements executor.Executor.
func (x *Executor) List(_ context.Context, owner string) ([]executor.Status, error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.down != nil {
		return nil, x.down
	}
	var all []executor.Status
	for _, r := range x.runs {
		if r.status.Owner == owner {
			all = append(all, r.status)
		}
	}
	return all, nil
}
