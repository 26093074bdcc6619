package plan

import (
	"encoding/json"

	"catenary/chain"
	"catenary/runtime/run"
)

// Kind says what is to be done.
type Kind string

// The kinds of actions, and the event that shows each as done. Next returns an
// action again until its event is folded, so that whoever carries actions out
// remembers which are under way.
const (
	Start   Kind = "start"   // begin the run (start)
	Compute Kind = "compute" // run a glue node with Input (segment)
	Begin   Kind = "begin"   // begin Halves with Input (intent, then results)
	Await   Kind = "await"   // begin to wait (suspend, then a result)
	Expand  Kind = "expand"  // evaluate the list of an each, and begin it (expand)
	Retry   Kind = "retry"   // plan Attempt for At (retry)
	Finish  Kind = "finish"  // the step ends as State (segment)
	Decide  Kind = "decide"  // decide the edges of Node (segment)
	Cancel  Kind = "cancel"  // stop Halves, which are at work (results)
	Close   Kind = "close"   // end the inner scope Scope as State (close)
	Reverse Kind = "reverse" // begin the undo of a step (reverse)
	End     Kind = "end"     // end the run (end)
)

// Action is one thing that may happen now. Which fields are set depends on the
// kind.
type Action struct {
	Kind Kind
	// Scope is the path of the graph that it is about; Graph.At finds it.
	Scope string
	Node  chain.NodeID
	// Attempt is that of Begin, Await, Expand, Retry and Cancel, from 1.
	Attempt int
	// Halves are those to begin or to cancel; one empty name where the node
	// has no halves.
	Halves []chain.Part
	Input  json.RawMessage
	// Before is the output of the first half when the second begins.
	Before json.RawMessage
	// At is when a Retry may begin, in Unix microseconds.
	At int64
	// State is what a step or a scope ends as (Finish, Close).
	State   run.StepState
	Output  json.RawMessage
	Failure *run.Failure
	// Ask are the edges, by index in the graph, whose when must be evaluated.
	// Decided is set instead if no glue is needed; a Finish may have it too, and
	// both go into one entry then.
	Ask     []int
	Decided *run.Decision
	// End is how the run ends; with Evaluate, its output, or that of the scope
	// to be closed, is yet to be made from the graph's output expressions. If
	// they fail, the run or the scope fails.
	End      run.State
	Evaluate bool
	// Open says that the next item may begin in the place of this (Close).
	Open bool
	// Roots are the nodes that no edge leads to (Start, Expand, Reverse).
	Roots []chain.NodeID
}
