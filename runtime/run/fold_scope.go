package run

import (
	"encoding/json"
	"slices"

	"catenary/chain"
)

// enter opens a scope.
func (v *View) enter(path string, input json.RawMessage, roots []chain.NodeID) {
	s := newScope(path)
	s.Input, s.Opened = input, len(v.Scopes)
	if v.Scopes == nil {
		v.Scopes = map[string]*Scope{}
	}
	v.Scopes[path] = s
	for _, id := range roots {
		step := &Step{State: StepReady}
		s.Steps[id] = step
		v.count(s, step, 1)
		v.mark(s, id, step)
	}
	v.touch(s)
}

// leave closes a scope.
func (v *View) leave(s *Scope, state StepState) {
	s.State = state
	s.due = nil
	v.touch(s)
}

func (v *View) expand(b Expand, e Event) error {
	if err := v.free(); err != nil {
		return err
	}
	s, step, err := v.step(b.Scope, b.Node)
	switch {
	case err != nil:
		return err
	case step.State != StepReady || b.Attempt != step.Attempt+1:
		return refuse("%q is %s in attempt %d", b.Node, step.State, step.Attempt)
	case b.AtOnce < 1:
		return refuse("%d items at once", b.AtOnce)
	}
	step.begin(b.Attempt, b.Input, e.At)
	step.Each = &Each{Count: len(b.Items), AtOnce: b.AtOnce, Continue: b.Continue, Roots: b.Roots, Rest: b.Items, At: e.At}
	if err := v.shift(s, b.Node, step, StepProcessing); err != nil {
		return err
	}
	for range min(b.AtOnce, len(b.Items)) {
		v.item(b.Scope, b.Node, step)
	}
	v.mark(s, b.Node, step)
	return nil
}

// item begins the next item of an each.
func (v *View) item(outer string, id chain.NodeID, step *Step) {
	each := step.Each
	index := each.Count - len(each.Rest)
	item := each.Rest[0]
	each.Rest = each.Rest[1:]
	each.Open = append(each.Open, index)
	v.enter(Place{Outer: outer, Node: id, Attempt: step.Attempt, Index: index}.Path(), item, each.Roots)
}

func (v *View) close(b Close, e Event) error {
	p, ok := PlaceOf(b.Scope)
	s := v.Scopes[b.Scope]
	switch {
	case !ok || s == nil || s.State != "":
		return refuse("no inner scope %q is open", b.Scope)
	case b.State != StepSucceeded && b.State != StepFailed && b.State != StepCanceled:
		return refuse("a scope cannot end as %s", b.State)
	case s.Active() > 0 || b.State == StepSucceeded && len(s.due) > 0:
		return refuse("not all is done in %q", b.Scope)
	}
	outer := v.Scopes[p.Outer]
	step := outer.Steps[p.Node]
	s.Output, s.Failure = b.Output, b.Failure
	v.leave(s, b.State)
	if p.Undo {
		return v.reversed(outer, p.Node, step, s)
	}
	each := step.Each
	i, _ := slices.BinarySearch(each.Open, p.Index)
	each.Open, each.At = slices.Delete(each.Open, i, i+1), e.At
	switch b.State {
	case StepCanceled:
		each.Canceled++
	case StepFailed:
		each.Failed++
		if each.Failure == nil {
			each.Failure = b.Failure
		}
		each.Stopped = each.Stopped || !each.Continue
	}
	if b.Open && len(each.Rest) > 0 && !each.Stopped && !v.Ending() {
		v.item(p.Outer, p.Node, step)
	}
	v.mark(outer, p.Node, step)
	return nil
}

// halt ends an each from outside: what it has begun is to be cancelled.
func (v *View) halt(s *Scope, step *Step, b Result) error {
	each := step.Each
	if step.State != StepProcessing || b.Attempt != step.Attempt || b.Half != "" || each.Stopped {
		return refuse("%q is not at work on %q in attempt %d", b.Node, b.Half, b.Attempt)
	}
	each.Failure = b.Failure
	switch b.State {
	case StepFailed:
	case StepCanceled:
		if each.Failure == nil {
			each.Failure = &Failure{Code: CodeCanceled, Message: "it was cancelled from outside", Node: b.Node}
		}
	default:
		return refuse("only its items make %q %s", b.Node, b.State)
	}
	each.Stopped = true
	v.mark(s, b.Node, step)
	return nil
}

func (v *View) undo(Note) error {
	if err := v.move(Undoing); err != nil {
		return err
	}
	v.Canceling, v.Overdue = false, nil
	v.Undo = &Undo{Left: v.Finished}
	return nil
}

func (v *View) reverse(b Reverse) error {
	s := v.Scopes[b.Scope]
	if s == nil || s.Steps[b.Node] == nil {
		return refuse("there is no step %q in %q", b.Node, b.Scope)
	}
	step := s.Steps[b.Node]
	switch {
	case v.State != Undoing || v.Canceling:
		return refuse("the run is %s or its undo is cancelled", v.State)
	case v.Undo.Scope != "" || v.Undo.Failure != nil:
		return refuse("one step is undone after another, until one fails")
	case step.State != StepSucceeded || step.Order > v.Undo.Left:
		return refuse("it is not the turn of %q, which is %s", b.Node, step.State)
	}
	path := Place{Outer: b.Scope, Node: b.Node, Undo: true}.Path()
	v.Undo.Left, v.Undo.Scope = step.Order-1, path
	v.enter(path, step.Output, b.Roots)
	return nil
}

// reversed notes how the undo of a step ended.
func (v *View) reversed(s *Scope, id chain.NodeID, step *Step, undo *Scope) error {
	v.Undo.Scope = ""
	if undo.State == StepSucceeded {
		return v.shift(s, id, step, StepUndone)
	}
	v.Undo.Failure = undo.Failure
	if v.Undo.Failure == nil {
		v.Undo.Failure = &Failure{Code: CodeCanceled, Message: "the undo was cancelled", Node: id, Scope: s.path}
	}
	return nil
}
