package glue

import (
	"context"
	"encoding/json"
	"fmt"

	"catenary/chain"
	"catenary/runtime/run"
)

// RunInfo is what glue sees as `run`. ID seeds chance, StartedAt is the one
// moment that Date knows.
type RunInfo struct {
	ID      string
	Chain   string
	Version int64
	Org     string
	Trigger string
	// StartedAt is in Unix microseconds.
	StartedAt int64
}

// Work is what a child needs to know of a run.
type Work struct {
	Graph *Graph
	Run   RunInfo
	// Switches reads an object; nil: there are none. It is only asked where glue
	// means one.
	Switches func(context.Context) (json.RawMessage, error)
	// View is not changed.
	View *run.View
	// Input is what the Start event is to hold; it is needed only while the
	// run has not started.
	Input json.RawMessage
	// Given says of nodes of the outermost graph that their glue only repeats
	// an outcome that this run did not make (run.Entry.Given); nil: of none.
	Given func(chain.NodeID) bool
}

// switches reads what glue sees of them, if it means one.
func (w *Work) switches(ctx context.Context, meant bool) (json.RawMessage, error) {
	if !meant || w.Switches == nil {
		return nil, nil
	}
	values, err := w.Switches(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the switches: %w", err)
	}
	return values, nil
}

// Body is an event that is to be written: one of Start, Segment, Close, Reverse
// or End. Value is of the type that belongs to the kind and is not to be
// changed; Body is its JSON.
type Body struct {
	Kind  run.Kind
	Body  json.RawMessage
	Value any
}

// The codes of failures in glue, which are those of its author.
const (
	CodeError    = "glue.error"            // it threw, or gave what is no JSON
	CodeTimeout  = "glue.timeout"          // it took longer than its second
	CodeMemory   = "glue.memory"           // it needed more memory than it may
	CodeCrashed  = "glue.crashed"          // the interpreter could not take it
	CodeTooLarge = "glue.output_too_large" // it gave more than MaxOutput
)

// MaxOutput is how long the JSON of one output may be, in bytes.
const MaxOutput = 1 << 20
