package runtime

import (
	"errors"
	"fmt"

	"catenary/runtime/plan"
	"catenary/runtime/run"
)

// step does all that may be done now. rest says that nothing is left to do
// until something happens; everything is on disk then.
func (d *driver) step() (rest bool, err error) {
	if err := d.takeUp(); err != nil {
		return false, err
	}
	for d.ctx.Err() == nil && d.broken == nil {
		did, glue, err := d.carryOut(d.next())
		if err != nil {
			return false, err
		}
		switch {
		case len(d.then) > 0, d.e.Now().Sub(d.flushed) > flushPause && !d.waited():
			if err := d.flush(nil); err != nil {
				return false, err
			}
		}
		if did {
			continue
		}
		if !glue {
			break
		}
		if err := d.advance(); err != nil {
			return false, err
		}
		d.drain()
	}
	return true, d.flush(d.broken)
}

// takeUp takes what was asked of the run, and ends what its time is over for.
func (d *driver) takeUp() error {
	if d.signaled {
		d.signaled = false
		if err := d.takeSignals(); err != nil {
			return err
		}
	}
	if d.row.Held && d.view.State == run.Queued && !d.view.Canceling {
		return d.holdBack()
	}
	return d.elapse()
}

// holdBack gives a run up whose turn has not come: of one that waits for its
// gates only the end can be driven.
func (d *driver) holdBack() error {
	if err := d.write(true, 0); err != nil {
		return err
	}
	return errHeld
}

// waited says that somebody waits for the end of a run of which nothing is on
// disk yet: it is written whole, unless it takes long.
func (d *driver) waited() bool { return d.create != nil && !d.eager && len(d.then) == 0 }

// next is what may happen now.
func (d *driver) next() []plan.Action { return plan.Next(d.graph.Plan(), d.view, "") }

// advance lets glue do what it alone can do.
func (d *driver) advance() error {
	bodies, err := d.e.Glue.Advance(d.ctx, d.row.Tenant, d.work())
	if d.ctx.Err() != nil {
		return nil //nolint:nilerr // whoever takes the run over asks again
	}
	switch {
	case err != nil:
		return fmt.Errorf("glue: %w", err)
	case len(bodies) == 0:
		return errors.New("glue has nothing to do, the plan says it has")
	}
	for _, b := range bodies {
		ev := run.Event{Seq: d.view.Seq + 1, Epoch: d.row.Epoch, At: d.e.Now().UnixMicro(), Kind: b.Kind, Body: b.Body}
		if err := d.fold(ev, b.Value); err != nil {
			return fmt.Errorf("what glue did: %w", err)
		}
	}
	return nil
}

// drain takes what came meanwhile.
func (d *driver) drain() {
	for {
		select {
		case f := <-d.inbox:
			f()
		default:
			return
		}
	}
}

// carryOut does those actions that need no glue. glue says that others do.
func (d *driver) carryOut(actions []plan.Action) (did, glue bool, err error) {
	for _, a := range actions {
		one, err := true, error(nil)
		switch a.Kind {
		case plan.Start:
			err = d.begin()
		case plan.Finish:
			err = d.append(run.SegmentEvent, run.Segment{Scope: a.Scope, Entries: []run.Entry{{
				Node: a.Node, State: a.State, Output: a.Output, Failure: a.Failure, Decided: a.Decided,
			}}})
		case plan.Decide:
			if one = a.Decided != nil; one {
				err = d.append(run.SegmentEvent, run.Segment{Scope: a.Scope, Entries: []run.Entry{{Node: a.Node, Decided: a.Decided}}})
			} else {
				glue = true
			}
		case plan.End:
			if one = !a.Evaluate; one {
				err = d.append(run.EndEvent, run.End{State: a.End, Output: a.Output, Failure: a.Failure})
			} else {
				glue = true
			}
		case plan.Close:
			if one = !a.Evaluate; one {
				err = d.append(run.CloseEvent, run.Close{Scope: a.Scope, State: a.State, Output: a.Output, Failure: a.Failure, Open: a.Open})
			} else {
				glue = true
			}
		case plan.Reverse:
			err = d.append(run.ReverseEvent, run.Reverse{Scope: a.Scope, Node: a.Node, Roots: a.Roots})
		case plan.Begin:
			err = d.beginHalves(a)
		case plan.Expand:
			err = d.expand(a)
		case plan.Await:
			err = d.beginWait(a)
		case plan.Retry:
			err = d.append(run.RetryEvent, run.Retry{Scope: a.Scope, Node: a.Node, Attempt: a.Attempt, At: a.At, Failure: a.Failure})
		case plan.Cancel:
			one, err = d.cancelHalves(a)
		default:
			one, glue = false, true
		}
		if err != nil {
			return did, glue, fmt.Errorf("%s %s: %w", a.Kind, a.Node, err)
		}
		did = did || one
		if d.view.State.Final() {
			break
		}
	}
	return did, glue, nil
}

// cancelHalves ends what is at work. The plan asks for it until it has ended.
func (d *driver) cancelHalves(a plan.Action) (did bool, err error) {
	for _, half := range a.Halves {
		ref := StepRef{Scope: a.Scope, Node: a.Node, Attempt: a.Attempt, Half: half}
		if work := d.atWork[ref]; work != nil {
			if !work.canceling {
				// What it is cancelled for is on disk before it is.
				work.canceling = true
				d.then = append(d.then, func() { work.cancel(errCancel) })
			}
			continue
		}
		step := d.view.Scope(a.Scope).Steps[a.Node]
		if step.State == run.StepWaiting && step.For == run.ForChild {
			d.cancelChild(ref)
			continue
		}
		if err := d.append(run.ResultEvent, canceled(ref)); err != nil {
			return did, err
		}
		did = true
	}
	return did, nil
}

func canceled(ref StepRef) run.Result { return result(ref, run.StepCanceled, nil, nil) }

// errCancel is why the work of a step ends when the run wants it no more.
var errCancel = errors.New("the step is cancelled")
