package docker

import (
	"context"
	"errors"
	"time"

	"catenary/internal/fault"
	"catenary/runtime/executor"
)

// handOvers is how often Submit makes a container anew whose hand-over broke,
// which needs a process of ours to die or two to be at it at once.
const handOvers = 3

// theirs is how long another process may take between making a container and
// having it begin, before we take over.
const theirs = time.Second

// Submit implements executor.Executor. The container's name decides who makes
// it; its first line of output says whether the script has begun, and only one
// that provably has not is fed or made again.
func (e *Executor) Submit(ctx context.Context, s executor.Spec) error {
	s.Limits = s.Limits.OrDefaults()
	if err := e.check(s); err != nil {
		return err
	}
	done, err := e.turns.take(ctx, s.ID)
	if err != nil {
		return err
	}
	defer done()
	e.setEarly(s.ID, executor.Queued)
	defer e.setEarly(s.ID, "")

	var last error
	for range handOvers {
		c, release, err := e.container(ctx, s)
		if err != nil {
			return err
		}
		last = e.carryOn(ctx, s, c, release)
		var again *againError
		if !errors.As(last, &again) {
			return last
		}
		if err := e.take(ctx, again.container); err != nil {
			return err
		}
	}
	return executor.Unavailable(last)
}

// againError says that a container ended without a script having begun in it.
type againError struct{ container string }

func (a *againError) Error() string {
	return "the hand-over to container " + a.container + " broke"
}

func (e *Executor) check(s executor.Spec) error {
	if err := executor.Check(s); err != nil {
		return err
	}
	if s.Network == executor.NetworkEgress && e.config.EgressNetwork == "" {
		return executor.Impossible("this server has no network for tasks that reach out; tasks.egress_network names one")
	}
	return nil
}

// container finds the task run's container, or makes it. It takes one of the
// starts, which release gives back.
func (e *Executor) container(ctx context.Context, s executor.Spec) (c found, release func(), err error) {
	for range 2 {
		// Looking first costs a request, but the image need not be there any
		// more for a task run that began long ago.
		if _, ok := e.images.known(s.Image); !ok {
			c, err := e.find(ctx, s.ID)
			if err == nil {
				release, err := e.turn(ctx)
				return c, release, err
			}
			if !fault.HasCode(err, executor.FaultUnknown) {
				return found{}, nil, err
			}
		}
		e.setEarly(s.ID, executor.Preparing)
		volumes, pulled, err := e.ensure(ctx, s)
		if err != nil {
			return found{}, nil, err
		}
		e.setEarly(s.ID, executor.Queued)
		release, err := e.turn(ctx)
		if err != nil {
			return found{}, nil, err
		}
		e.setEarly(s.ID, executor.Preparing)
		c, err := e.create(ctx, s, volumes, pulled)
		if err == nil {
			return c, release, nil
		}
		release()
		if !absent(err) {
			return found{}, nil, err
		}
		e.images.forget(s.Image)
	}
	return found{}, nil, executor.Unavailable(errors.New("the image vanishes as soon as it is there"))
}

// turn waits until one more container may start.
func (e *Executor) turn(ctx context.Context) (func(), error) {
	select {
	case e.starts <- struct{}{}:
		return func() { <-e.starts }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// create makes the container, or finds the one that has its name. It returns
// the engine's own error if the image is absent.
func (e *Executor) create(ctx context.Context, s executor.Spec, volumes []string, pulled time.Duration) (found, error) {
	config, host := e.containerOf(s, volumes, pulled)
	config.Image = s.Image
	pause := firstPause / 4
	for {
		made, err := e.engine.ContainerCreate(ctx, config, host, nil, nil, s.ID)
		switch {
		case err == nil:
			return found{
				container: made.ID, id: s.ID, marker: config.Labels[labelMarker], labels: config.Labels, mine: true,
			}, nil
		case clash(err):
			// One that is being made or removed just now has its name already,
			// or still, but cannot be found.
			c, err := e.find(ctx, s.ID)
			if !fault.HasCode(err, executor.FaultUnknown) {
				return c, err
			}
		case absent(err):
			return found{}, err
		case bad(err):
			return found{}, executor.Impossible("the container engine refuses the container: %v", err)
		default:
			return found{}, away(ctx, err)
		}
		pause = rest(ctx, pause)
	}
}

// carryOn starts and feeds a container that needs it.
func (e *Executor) carryOn(ctx context.Context, s executor.Spec, c found, release func()) error {
	defer release()
	ctx, cancel := context.WithTimeoutCause(ctx, preparing, executor.Unavailable(errSlow))
	defer cancel()
	if !c.mine {
		needed, err := e.needed(ctx, &c)
		if err != nil || !needed {
			return err
		}
	}
	return e.handOver(ctx, s, c)
}

var errSlow = errors.New("a container does not start in time")

// needed says whether a container that somebody made needs to be started or
// fed by us. Whoever made it is given some time to do it: two who feed at once
// spoil it for each other.
func (e *Executor) needed(ctx context.Context, c *found) (bool, error) {
	rung, end := e.bell.wait(c.id)
	defer end()
	patience := time.NewTimer(theirs)
	defer patience.Stop()
	tick := time.NewTicker(theirs / 10)
	defer tick.Stop()
	for waited := false; ; {
		now, err := e.find(ctx, c.id)
		if fault.HasCode(err, executor.FaultUnknown) {
			return false, &againError{c.container}
		}
		if err != nil {
			return false, err
		}
		*c = now
		if c.unstartable() {
			return false, nil
		}
		if !c.never() {
			said, err := e.said(ctx, *c)
			switch {
			case err != nil:
				return false, err
			case said == broken:
				return false, &againError{c.container}
			case said != nothing || c.ended():
				return false, nil
			}
		}
		if waited {
			return true, nil
		}
		select {
		case <-rung:
		case <-tick.C:
		case <-patience.C:
			waited = true
		case <-ctx.Done():
			return false, context.Cause(ctx)
		}
	}
}

// faultForeign is the code of a container that has the name of a task run and
// is none.
const faultForeign = "executor.foreign"

// find inspects the container of a task run: executor.unknown (NotFound) if
// there is none, or it is being removed, as a process that died may have asked
// for; executor.foreign (Conflict) if it is somebody else's.
func (e *Executor) find(ctx context.Context, id string) (found, error) {
	c, err := e.engine.ContainerInspect(ctx, id)
	if absent(err) {
		return found{}, executor.Unknown(id)
	}
	if err != nil {
		return found{}, away(ctx, err)
	}
	if c.ContainerJSONBase != nil && c.State != nil && (c.State.Status == "removing" || c.State.Dead) {
		return found{}, executor.Unknown(id)
	}
	f, ok := ours(c, id)
	if !ok {
		return found{}, fault.New(fault.Conflict, faultForeign, "the container %s is none of ours", id)
	}
	return f, nil
}
