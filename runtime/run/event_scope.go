package run

import (
	"encoding/json"

	"catenary/chain"
)

// The kinds of events about inner scopes.
const (
	ExpandEvent  Kind = "expand"  // Expand
	CloseEvent   Kind = "close"   // Close
	UndoEvent    Kind = "undo"    // Note
	ReverseEvent Kind = "reverse" // Reverse
)

// Expand begins a step that does the same for every item of a list. The first
// AtOnce items begin with it, each in a scope of its own whose input is the
// item; the others follow when one is closed. Roots are those of the inner
// graph.
type Expand struct {
	Scope    string            `json:"scope,omitempty"`
	Node     chain.NodeID      `json:"node"`
	Attempt  int               `json:"attempt"`
	Input    json.RawMessage   `json:"input,omitempty"`
	Items    []json.RawMessage `json:"items,omitempty"`
	AtOnce   int               `json:"at_once"`
	Continue bool              `json:"continue,omitempty"` // when an item fails
	Roots    []chain.NodeID    `json:"roots,omitempty"`
}

// Close says how an inner scope ended: succeeded, failed or canceled. With
// Open, the next item begins if there is one.
type Close struct {
	Scope   string          `json:"scope"`
	State   StepState       `json:"state"`
	Output  json.RawMessage `json:"output,omitempty"`
	Failure *Failure        `json:"failure,omitempty"`
	Open    bool            `json:"open,omitempty"`
}

// Reverse begins the undo of a step that succeeded, in a scope of its own
// whose input is the step's output. Roots are those of the undo's graph.
type Reverse struct {
	Scope string         `json:"scope,omitempty"`
	Node  chain.NodeID   `json:"node"`
	Roots []chain.NodeID `json:"roots"`
}
