package docker

import (
	"context"

	"github.com/docker/docker/api/types/container"
	"github.com/docker/docker/api/types/filters"

	"catenary/internal/fault"
	"catenary/runtime/executor"
)

// Observe implements executor.Executor.
func (e *Executor) Observe(ctx context.Context, id string) (executor.Status, error) {
	c, err := e.find(ctx, id)
	if fault.HasCode(err, executor.FaultUnknown) {
		if early := e.earlyState(id); early != "" {
			return executor.Status{ID: id, State: early}, nil
		}
	}
	if err != nil {
		return executor.Status{}, err
	}
	return e.observed(ctx, c)
}

func (e *Executor) observed(ctx context.Context, c found) (executor.Status, error) {
	s := c.status()
	switch {
	case c.unstartable():
		s.State = executor.Refused
	case c.never():
		s.State = executor.Preparing
	case c.ended():
		r, err := (&waiter{executor: e, id: c.id}).settle(ctx, c)
		if err != nil {
			return executor.Status{}, err
		}
		s.State = r.State
	default:
		s.State = executor.Running
		said, err := e.said(ctx, c)
		if err != nil {
			return executor.Status{}, err
		}
		if said == nothing {
			s.State = executor.Preparing
		}
	}
	return s, nil
}

// List implements executor.Executor. One that vanishes while it is listed is
// left out, and so is a container that has our labels from its image only, or
// that the engine is only making: it lists those before they can be inspected.
func (e *Executor) List(ctx context.Context, owner string) ([]executor.Status, error) {
	all, err := e.engine.ContainerList(ctx, container.ListOptions{
		All: true, Filters: filters.NewArgs(filters.Arg("label", labelOwner+"="+owner), filters.Arg("label", labelID)),
	})
	if err != nil {
		return nil, away(ctx, err)
	}
	var list []executor.Status
	for _, c := range all {
		f, err := e.find(ctx, c.Labels[labelID])
		if fault.HasCode(err, executor.FaultUnknown) || fault.HasCode(err, faultForeign) {
			continue
		}
		if err != nil {
			return nil, err
		}
		s, err := e.observed(ctx, f)
		if err != nil {
			return nil, err
		}
		list = append(list, s)
	}
	return list, nil
}
