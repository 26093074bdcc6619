package run

import (
	"encoding/json"

	"catenary/chain"
)

// step finds a step that an event is about.
func (v *View) step(path string, id chain.NodeID) (*Scope, *Step, error) {
	s := v.Scopes[path]
	if s == nil {
		return nil, nil, refuse("there is no scope %q", path)
	}
	if s.State != "" {
		return nil, nil, refuse("the scope %q is %s", path, s.State)
	}
	step := s.Steps[id]
	if step == nil {
		return nil, nil, refuse("no edge to %q is decided", id)
	}
	return s, step, nil
}

// shift brings a step to another state.
func (v *View) shift(s *Scope, id chain.NodeID, step *Step, to StepState) error {
	if step.State == to {
		return nil
	}
	if !StepMay(step.State, to) {
		return refuse("%q is %s and cannot become %s", id, step.State, to)
	}
	v.count(s, step, -1)
	step.State = to
	v.count(s, step, 1)
	return nil
}

// begin begins an attempt.
func (s *Step) begin(attempt int, input json.RawMessage, at int64) {
	s.Attempt, s.Input, s.Failure, s.BegunAt = attempt, input, nil, at
}

func (v *View) segment(b Segment, at Event) error {
	for _, e := range b.Entries {
		s, step, err := v.step(b.Scope, e.Node)
		if err != nil {
			return err
		}
		if e.State != "" {
			if err := v.finish(s, step, e, at); err != nil {
				return err
			}
		}
		if e.Decided != nil {
			if err := v.decide(s, e.Node, step, *e.Decided); err != nil {
				return err
			}
		}
		v.mark(s, e.Node, step)
	}
	return nil
}

func (v *View) finish(s *Scope, step *Step, e Entry, at Event) error {
	if step.State.Final() || !e.State.Final() || e.State == StepUndone {
		return refuse("%q is %s and cannot end as %s", e.Node, step.State, e.State)
	}
	if step.working() {
		return refuse("%q is still at work", e.Node)
	}
	if each := step.Each; each != nil && e.State == StepSucceeded && len(each.Rest)+each.Failed+each.Canceled > 0 {
		return refuse("not all items of %q succeeded", e.Node)
	}
	if e.State == StepSkipped && !step.complete() {
		return refuse("not all edges to %q are decided", e.Node)
	}
	pure := step.State == StepReady && e.State != StepCanceled
	if err := v.shift(s, e.Node, step, e.State); err != nil {
		return err
	}
	if pure {
		step.Input, step.Attempt = e.Input, step.Attempt+1
	}
	v.Finished++
	v.ended = append(v.ended, ended{s.path, e.Node})
	step.Output, step.Failure, step.Order = e.Output, e.Failure, v.Finished
	step.Given, step.EndedAt = e.Given, at.At
	step.For, step.Until = "", 0
	return nil
}

func (v *View) decide(s *Scope, from chain.NodeID, step *Step, d Decision) error {
	if step.Decided {
		return refuse("the edges of %q are decided", from)
	}
	if !step.State.Final() {
		return refuse("%q is %s", from, step.State)
	}
	step.Decided, step.EdgeFailure = true, d.Failure
	for _, e := range d.Edges {
		to := s.Steps[e.To]
		if to == nil {
			to = &Step{State: StepPending, Of: e.Of, Need: e.Need}
			s.Steps[e.To] = to
			v.count(s, to, 1)
		}
		if to.Of != e.Of || to.Need != e.Need || to.complete() {
			return refuse("the edges to %q do not fit together", e.To)
		}
		if !e.Taken {
			to.Refused++
		} else {
			to.In = append(to.In, Incoming{From: from, Mapped: e.Mapped})
		}
		if to.State == StepPending && to.Joined() {
			if err := v.shift(s, e.To, to, StepReady); err != nil {
				return err
			}
		}
		v.mark(s, e.To, to)
	}
	return nil
}

func (v *View) intent(b Intent, e Event) error {
	if err := v.free(); err != nil {
		return err
	}
	s, step, err := v.step(b.Scope, b.Node)
	if err != nil {
		return err
	}
	switch {
	case len(b.Halves) == 0:
		return refuse("%q begins nothing", b.Node)
	case step.State == StepReady && b.Attempt == step.Attempt+1:
		step.begin(b.Attempt, b.Input, e.At)
	case step.State == StepProcessing && step.Each == nil && b.Attempt == step.Attempt:
	default:
		return refuse("%q is %s in attempt %d", b.Node, step.State, step.Attempt)
	}
	for _, h := range b.Halves {
		if step.Half(h.Half) != nil {
			return refuse("%q has begun its %q in attempt %d", b.Node, h.Half, b.Attempt)
		}
		step.Halves = append(step.Halves, Half{Name: h.Half, Key: h.Key, State: StepProcessing})
	}
	if err := v.shift(s, b.Node, step, StepProcessing); err != nil {
		return err
	}
	v.mark(s, b.Node, step)
	return nil
}

// free refuses what begins when nothing may begin.
func (v *View) free() error {
	if v.State == Paused || v.Ending() {
		return refuse("nothing may begin: paused, cancelled or overdue")
	}
	return nil
}

func (v *View) link(b Link) error {
	_, step, err := v.step(b.Scope, b.Node)
	if err != nil {
		return err
	}
	h := step.Half(b.Half)
	if h == nil || h.State != StepProcessing || b.Attempt != step.Attempt {
		return refuse("%q is not at work on %q in attempt %d", b.Node, b.Half, b.Attempt)
	}
	h.Link = b.Link
	return nil
}

func (v *View) result(b Result, e Event) error {
	s, step, err := v.step(b.Scope, b.Node)
	if err != nil {
		return err
	}
	if step.Each != nil {
		return v.halt(s, step, b)
	}
	h := step.Half(b.Half)
	if h == nil || h.State != StepProcessing || b.Attempt != step.Attempt {
		return refuse("%q is not at work on %q in attempt %d", b.Node, b.Half, b.Attempt)
	}
	switch b.State {
	case StepSucceeded, StepFailed, StepCanceled:
	default:
		return refuse("a result cannot be %s", b.State)
	}
	h.State, h.Output, h.Failure, h.Seq, h.At = b.State, b.Output, b.Failure, e.Seq, e.At
	if err := v.shift(s, b.Node, step, StepProcessing); err != nil {
		return err
	}
	step.For, step.Until = "", 0
	v.mark(s, b.Node, step)
	return nil
}

func (v *View) suspend(b Suspend, e Event) error {
	s, step, err := v.step(b.Scope, b.Node)
	if err != nil {
		return err
	}
	switch b.For {
	case ForTime, ForCallback, ForChild, ForPeople, ForSwitch:
	default:
		return refuse("a step cannot be suspended for %q", b.For)
	}
	switch {
	case step.State == StepReady && b.Attempt == step.Attempt+1:
		if err := v.free(); err != nil {
			return err
		}
		step.begin(b.Attempt, b.Input, e.At)
		step.Halves = []Half{{State: StepProcessing}}
	case step.State == StepProcessing && step.Each == nil && b.Attempt == step.Attempt:
	default:
		return refuse("%q is %s in attempt %d", b.Node, step.State, step.Attempt)
	}
	if err := v.shift(s, b.Node, step, StepWaiting); err != nil {
		return err
	}
	step.For, step.Until = b.For, b.Until
	v.mark(s, b.Node, step)
	return nil
}

func (v *View) resume(b Resume) error {
	s, step, err := v.step(b.Scope, b.Node)
	if err != nil {
		return err
	}
	to := StepProcessing
	if step.For == ForRetry {
		to = StepReady
	}
	if step.State != StepWaiting {
		return refuse("%q is %s", b.Node, step.State)
	}
	if err := v.shift(s, b.Node, step, to); err != nil {
		return err
	}
	step.For, step.Until = "", 0
	v.mark(s, b.Node, step)
	return nil
}

func (v *View) retry(b Retry) error {
	s, step, err := v.step(b.Scope, b.Node)
	if err != nil {
		return err
	}
	if step.State != StepProcessing || b.Attempt != step.Attempt+1 {
		return refuse("%q is %s in attempt %d", b.Node, step.State, step.Attempt)
	}
	if step.working() {
		return refuse("%q is still at work", b.Node)
	}
	if err := v.shift(s, b.Node, step, StepWaiting); err != nil {
		return err
	}
	step.Halves, step.Each, step.Failure = nil, nil, b.Failure
	step.For, step.Until = ForRetry, b.At
	v.mark(s, b.Node, step)
	return nil
}
