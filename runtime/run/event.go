package run

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"catenary/chain"
)

// Kind says what an event tells.
type Kind string

// The kinds of events.
const (
	StartEvent   Kind = "start"   // Start
	SegmentEvent Kind = "segment" // Segment
	IntentEvent  Kind = "intent"  // Intent
	LinkEvent    Kind = "link"    // Link
	ResultEvent  Kind = "result"  // Result
	SuspendEvent Kind = "suspend" // Suspend
	ResumeEvent  Kind = "resume"  // Resume
	RetryEvent   Kind = "retry"   // Retry
	PauseEvent   Kind = "pause"   // Note
	UnpauseEvent Kind = "unpause" // Note
	CancelEvent  Kind = "cancel"  // Note
	TimeoutEvent Kind = "timeout" // Timeout
	EndEvent     Kind = "end"     // End
)

// Event is one entry of a run's journal. Seq counts from 1 without a gap;
// Epoch is that of the owner that wrote it and never falls; At is in Unix
// microseconds.
type Event struct {
	Seq   int64           `json:"seq"`
	Epoch int64           `json:"epoch"`
	At    int64           `json:"at"`
	Kind  Kind            `json:"kind"`
	Body  json.RawMessage `json:"body,omitempty"`
}

// Start begins the run: its input, and the nodes that no edge leads to.
type Start struct {
	Input json.RawMessage `json:"input,omitempty"`
	Roots []chain.NodeID  `json:"roots"`
}

// Segment is what was finished or decided since the event before, in its
// order, without anything outside having happened.
type Segment struct {
	Scope   string  `json:"scope,omitempty"`
	Entries []Entry `json:"entries"`
}

// Entry says that a step ended (State is set), that the edges of a step that
// ended are decided (Decided is set), or both.
type Entry struct {
	Node    chain.NodeID    `json:"node"`
	State   StepState       `json:"state,omitempty"`
	Input   json.RawMessage `json:"input,omitempty"`
	Output  json.RawMessage `json:"output,omitempty"`
	Failure *Failure        `json:"failure,omitempty"`
	Decided *Decision       `json:"decided,omitempty"`
	// Given says that this run did not do it: the outcome is pinned, mocked or
	// that of an earlier run. An undo passes the step over.
	Given bool `json:"given,omitempty"`
}

// Decision is what became of the edges of a node. With a Failure, the glue of
// an edge failed and the run fails with it.
type Decision struct {
	Edges   []Edge   `json:"edges,omitempty"`
	Failure *Failure `json:"failure,omitempty"`
}

// Edge is one decided edge. Of and Need repeat what the graph says of the node
// it leads to, so that the fold needs no graph: how many edges lead to it, and
// how many taken ones are enough (0: all are decided and one is taken).
type Edge struct {
	To    chain.NodeID `json:"to"`
	Taken bool         `json:"taken,omitempty"`
	Of    int          `json:"of"`
	Need  int          `json:"need,omitempty"`
	// Mapped is what the edge's map returned; empty if it has none.
	Mapped json.RawMessage `json:"mapped,omitempty"`
}

// Intent says that side effects are about to begin; it is on disk before they
// do. Parallel halves begin with one intent.
type Intent struct {
	Scope   string          `json:"scope,omitempty"`
	Node    chain.NodeID    `json:"node"`
	Attempt int             `json:"attempt"`
	Halves  []Begun         `json:"halves"`
	Input   json.RawMessage `json:"input,omitempty"`
}

// Begun is one half of a step's attempt, with its idempotency key. A node
// without halves has one whose name is empty.
type Begun struct {
	Half chain.Part `json:"half,omitempty"`
	Key  string     `json:"key"`
}

// Link says where the engine shows what it does for a half that is at work. The
// last one counts.
type Link struct {
	Scope   string       `json:"scope,omitempty"`
	Node    chain.NodeID `json:"node"`
	Attempt int          `json:"attempt"`
	Half    chain.Part   `json:"half,omitempty"`
	Link    string       `json:"link"`
}

// Result is how a half ended: succeeded, failed or canceled. A failure or a
// cancel of a step with items (a timeout, say) has no half: what is at work in
// them is then cancelled.
type Result struct {
	Scope   string          `json:"scope,omitempty"`
	Node    chain.NodeID    `json:"node"`
	Attempt int             `json:"attempt"`
	Half    chain.Part      `json:"half,omitempty"`
	State   StepState       `json:"state"`
	Output  json.RawMessage `json:"output,omitempty"`
	Failure *Failure        `json:"failure,omitempty"`
}

// Cause is what a step waits for.
type Cause string

// What a step can wait for.
const (
	ForTime     Cause = "time"
	ForCallback Cause = "callback"
	ForChild    Cause = "child"
	ForPeople   Cause = "people"
	ForSwitch   Cause = "switch"
	ForRetry    Cause = "retry" // written by a Retry
)

// Suspend says that a step waits. A ready step begins by it; one at work goes
// on waiting.
type Suspend struct {
	Scope   string          `json:"scope,omitempty"`
	Node    chain.NodeID    `json:"node"`
	Attempt int             `json:"attempt"`
	For     Cause           `json:"for"`
	Until   int64           `json:"until,omitempty"` // Unix microseconds
	Input   json.RawMessage `json:"input,omitempty"`
}

// Resume says that what a step waited for is there. After a Retry the step is
// ready again; otherwise it is at work.
type Resume struct {
	Scope string       `json:"scope,omitempty"`
	Node  chain.NodeID `json:"node"`
}

// Retry says that the attempt failed, and when the next may begin.
type Retry struct {
	Scope   string       `json:"scope,omitempty"`
	Node    chain.NodeID `json:"node"`
	Attempt int          `json:"attempt"` // the next one
	At      int64        `json:"at"`      // Unix microseconds
	Failure *Failure     `json:"failure,omitempty"`
}

// Note says who asked for a pause, its end, the cancel or the undo, and why.
type Note struct {
	By     string `json:"by,omitempty"`
	Reason string `json:"reason,omitempty"`
}

// Timeout says that the run takes longer than it may: what is at work is
// cancelled, and the run fails with Failure.
type Timeout struct {
	Failure *Failure `json:"failure"`
}

// End is how the run ended.
type End struct {
	State   State           `json:"state"`
	Output  json.RawMessage `json:"output,omitempty"`
	Failure *Failure        `json:"failure,omitempty"`
}

// ErrNewer says that an event is of a kind, or has a field, that this version
// does not know: a newer version wrote it.
var ErrNewer = errors.New("written by a newer version")

// NewEvent makes an event. The body is one of the types above that belongs to
// the kind.
func NewEvent(seq, epoch, at int64, kind Kind, body any) (Event, error) {
	data, err := json.Marshal(body)
	if err != nil {
		return Event{}, fmt.Errorf("write event %d (%s): %w", seq, kind, err)
	}
	return Event{Seq: seq, Epoch: epoch, At: at, Kind: kind, Body: data}, nil
}

// read takes a body; it refuses what this version does not know.
func read[T any](e Event) (T, error) {
	var body T
	data := e.Body
	if len(data) == 0 {
		data = json.RawMessage(`{}`)
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&body); err != nil {
		var syntax *json.SyntaxError
		var shape *json.UnmarshalTypeError
		if errors.As(err, &syntax) || errors.As(err, &shape) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			return body, err
		}
		return body, fmt.Errorf("%w: %w", ErrNewer, err)
	}
	if _, err := d.Token(); err != io.EOF {
		return body, errors.New("something stands behind the end of the body")
	}
	return body, nil
}
