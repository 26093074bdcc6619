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
	s := c.status()
	switch {
	case c.unstartable():
		s.State = executor.Refused
	case c.never():
		s.State = executor.Preparing
	case c.ended():
		r, err := (&waiter{executor: e, id: id}).settle(ctx, c)
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
// left out, and so is a container that has our labels from its image only.
func (e *Executor) List(ctx context.Context, owner string) ([]executor.Status, error) {
	all, err := e.engine.ContainerList(ctx, container.ListOptions{
		All: true, Filters: filters.NewArgs(filters.Arg("label", labelOwner+"="+owner), filters.Arg("label", labelID)),
	})
	if err != nil {
		return nil, away(ctx, err)
	}
	var list []executor.Status
	for _, c := range all {
		s, err := e.Observe(ctx, c.Labels[labelID])
		if fault.HasCode(err, executor.FaultUnknown) || fault.HasCode(err, faultForeign) {
			continue
		}
		if err != nil {
			return nil, err
		}
		list = append(list, s)
	}
	return list, nil
}
