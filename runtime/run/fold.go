package run

import (
	"errors"
	"fmt"
)

// ErrMove says that an event does not fit the state in which it came.
var ErrMove = errors.New("this cannot follow")

func refuse(format string, args ...any) error {
	return fmt.Errorf("%w: "+format, append([]any{ErrMove}, args...)...)
}

// Fold brings the view from one event to the next. Folding the same events
// gives the same view, in one go or in parts. The error is or wraps ErrMove if
// the event cannot follow, ErrNewer if a newer version wrote it; the view must
// not be used any more then.
func Fold(v *View, e Event) error { return Apply(v, e, nil) }

// Apply is Fold for who has just made the event: body is what e.Body tells, of
// the type that belongs to the kind, and is not read from it again. The view
// keeps parts of it, which must not be changed any more. A nil body is read.
func Apply(v *View, e Event, body any) error {
	if err := v.fold(e, body); err != nil {
		return fmt.Errorf("event %d (%s): %w", e.Seq, e.Kind, err)
	}
	v.Seq, v.Epoch = e.Seq, e.Epoch
	return nil
}

// FoldAll folds a whole journal.
func FoldAll(events []Event) (*View, error) {
	v := &View{State: Queued}
	for _, e := range events {
		if err := Fold(v, e); err != nil {
			return nil, err
		}
	}
	return v, nil
}

func (v *View) fold(e Event, body any) error {
	if v.State == "" {
		v.State = Queued
	}
	if e.Seq != v.Seq+1 {
		return refuse("the last event was %d", v.Seq)
	}
	if e.Epoch < v.Epoch {
		return refuse("epoch %d is over; it is %d", e.Epoch, v.Epoch)
	}
	if v.State.Final() && e.Kind != UndoEvent {
		return refuse("the run is %s", v.State)
	}
	if v.State == Queued && e.Kind != StartEvent && e.Kind != CancelEvent && e.Kind != EndEvent {
		return refuse("the run has not started")
	}
	var err error
	switch e.Kind {
	case StartEvent:
		err = apply(e, body, func(b Start) error { return v.start(b, e) })
	case SegmentEvent:
		err = apply(e, body, func(b Segment) error { return v.segment(b, e) })
	case IntentEvent:
		err = apply(e, body, func(b Intent) error { return v.intent(b, e) })
	case LinkEvent:
		err = apply(e, body, v.link)
	case ResultEvent:
		err = apply(e, body, func(b Result) error { return v.result(b, e) })
	case SuspendEvent:
		err = apply(e, body, func(b Suspend) error { return v.suspend(b, e) })
	case ResumeEvent:
		err = apply(e, body, v.resume)
	case RetryEvent:
		err = apply(e, body, v.retry)
	case PauseEvent:
		err = apply(e, body, func(Note) error { return v.move(Paused) })
	case UnpauseEvent:
		err = apply(e, body, func(Note) error {
			if v.State != Paused {
				return refuse("the run is %s", v.State)
			}
			return v.move(Running)
		})
	case CancelEvent:
		err = apply(e, body, func(Note) error { v.Canceling = true; return nil })
	case TimeoutEvent:
		err = apply(e, body, v.timeout)
	case ExpandEvent:
		err = apply(e, body, func(b Expand) error { return v.expand(b, e) })
	case CloseEvent:
		err = apply(e, body, func(b Close) error { return v.close(b, e) })
	case UndoEvent:
		err = apply(e, body, v.undo)
	case ReverseEvent:
		err = apply(e, body, v.reverse)
	case EndEvent:
		err = apply(e, body, v.end)
	default:
		err = fmt.Errorf("%w: unknown kind", ErrNewer)
	}
	if err == nil {
		v.rest()
	}
	return err
}

func apply[T any](e Event, known any, to func(T) error) error {
	body, typed := known.(T)
	switch {
	case typed:
	case known != nil:
		return fmt.Errorf("%T is not the body of such an event", known)
	default:
		var err error
		if body, err = read[T](e); err != nil {
			return err
		}
	}
	return to(body)
}

func (v *View) move(to State) error {
	if !May(v.State, to) {
		return refuse("the run is %s and cannot become %s", v.State, to)
	}
	v.State = to
	return nil
}

// rest keeps running and waiting apart.
func (v *View) rest() {
	if v.State != Running && v.State != Waiting {
		return
	}
	v.State = Running
	if len(v.live) == 0 && v.all.processing == v.all.expanded && v.all.waiting > 0 {
		v.State = Waiting
	}
}

func (v *View) start(b Start, e Event) error {
	if err := v.move(Running); err != nil {
		return err
	}
	v.Input, v.StartedAt = b.Input, e.At
	v.enter("", b.Input, b.Roots)
	return nil
}

func (v *View) timeout(b Timeout) error {
	switch {
	case v.Ending() || v.State == Undoing:
		return refuse("the run is %s or about to end", v.State)
	case b.Failure == nil:
		return refuse("it does not say what the run fails with")
	}
	v.Overdue = b.Failure
	return nil
}

func (v *View) end(b End) error {
	if !b.State.Final() {
		return refuse("a run cannot end as %s", b.State)
	}
	if n := v.all.processing + v.all.waiting; n > 0 {
		return refuse("%d steps are still at work", n)
	}
	undo := v.State == Undoing
	if undo && v.Undo.Scope != "" {
		return refuse("%q is at work", v.Undo.Scope)
	}
	if err := v.move(b.State); err != nil {
		return err
	}
	if undo {
		v.Undo.Failure = b.Failure
		return nil
	}
	v.Output, v.Failure = b.Output, b.Failure
	if s := v.Scopes[""]; s != nil {
		v.leave(s, StepState(b.State))
	}
	return nil
}
