package run

import "slices"

// Moves are the states that may follow a state of a run. docs/states.md shows
// the same table.
func Moves(from State) []State {
	switch from {
	case Queued:
		return []State{Running, Canceled}
	case Running:
		return []State{Waiting, Paused, Succeeded, Failed, Canceled}
	case Waiting:
		return []State{Running, Paused, Succeeded, Failed, Canceled}
	case Paused:
		return []State{Running, Failed, Canceled}
	case Succeeded, Failed, Canceled:
		return []State{Undoing}
	case Undoing:
		return []State{Undone, UndoFailed}
	default:
		return nil
	}
}

// StepMoves are the states that may follow a state of a step.
func StepMoves(from StepState) []StepState {
	switch from {
	case StepPending:
		return []StepState{StepReady, StepSkipped}
	case StepReady:
		return []StepState{StepProcessing, StepWaiting, StepSucceeded, StepFailed, StepCanceled}
	case StepProcessing:
		return []StepState{StepWaiting, StepSucceeded, StepFailed, StepCanceled}
	case StepWaiting:
		return []StepState{StepReady, StepProcessing, StepCanceled}
	case StepSucceeded:
		return []StepState{StepUndone}
	default:
		return nil
	}
}

// May says whether a run may go from one state to another.
func May(from, to State) bool { return slices.Contains(Moves(from), to) }

// StepMay says whether a step may go from one state to another.
func StepMay(from, to StepState) bool { return slices.Contains(StepMoves(from), to) }
