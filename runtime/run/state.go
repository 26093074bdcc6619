// Package run holds what happens to a run: its states and those of its steps,
// the events of its journal, and the fold that makes the present state of them.
//
// A run is one journal, but not one graph: each item of an each, and each undo
// of a step, goes through a graph of its own in a Scope, whose path a Place
// makes. Expand opens the scopes of items, Reverse that of an undo, Close ends
// them; every other event names the scope that it is about. docs/states.md
// tells how an each and an undo live.
//
// It is pure: it reads no clock, does no input or output and decides nothing.
// What may happen next is decided by package plan, which looks at the View.
package run

// State is where a run stands.
type State string

// The states of a run.
const (
	Queued     State = "queued"
	Running    State = "running"
	Waiting    State = "waiting" // every step that has begun waits for something outside
	Paused     State = "paused"
	Succeeded  State = "succeeded"
	Failed     State = "failed"
	Canceled   State = "canceled"
	Undoing    State = "undoing"
	Undone     State = "undone"
	UndoFailed State = "undo_failed"
)

// States are all states of a run, in the order in which people read them.
func States() []State {
	return []State{Queued, Running, Waiting, Paused, Succeeded, Failed, Canceled, Undoing, Undone, UndoFailed}
}

// Final says that nothing follows by itself. Only an undo, which people ask
// for, leads out of succeeded, failed and canceled.
func (s State) Final() bool {
	switch s {
	case Succeeded, Failed, Canceled, Undone, UndoFailed:
		return true
	default:
		return false
	}
}

// StepState is where a step stands.
type StepState string

// The states of a step.
const (
	StepPending    StepState = "pending"    // not all of what its join waits for is decided
	StepReady      StepState = "ready"      // may begin
	StepProcessing StepState = "processing" // 处理中
	StepWaiting    StepState = "waiting"    // for a time, a callback, a child run or people
	StepSucceeded  StepState = "succeeded"
	StepFailed     StepState = "failed"
	StepSkipped    StepState = "skipped"
	StepCanceled   StepState = "canceled"
	StepUndone     StepState = "undone"
)

// StepStates are all states of a step, in the order in which people read them.
func StepStates() []StepState {
	return []StepState{
		StepPending, StepReady, StepProcessing, StepWaiting,
		StepSucceeded, StepFailed, StepSkipped, StepCanceled, StepUndone,
	}
}

// Final says that the step is over. Only an undo leads out of succeeded.
func (s StepState) Final() bool {
	switch s {
	case StepSucceeded, StepFailed, StepSkipped, StepCanceled, StepUndone:
		return true
	default:
		return false
	}
}
