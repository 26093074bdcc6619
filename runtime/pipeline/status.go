package pipeline

import (
	"encoding/json"
	"time"

	"catenary/runtime/run"
)

// State is where an execution stands.
type State string

// The states of an execution. Unknown means that the engine says something
// that its adapter cannot tell the meaning of.
const (
	Queued    State = "queued"
	Running   State = "running"
	Succeeded State = "succeeded"
	Failed    State = "failed"
	Canceled  State = "canceled"
	Unknown   State = "unknown"
)

// Final says that nothing follows.
func (s State) Final() bool { return s == Succeeded || s == Failed || s == Canceled }

// Status is what is known of an execution.
type Status struct {
	State State `json:"state"`
	// Output is JSON, of an execution that succeeded.
	Output json.RawMessage `json:"output,omitempty"`
	// Failure is why an execution failed.
	Failure *run.Failure `json:"failure,omitempty"`
	// Progress is what is being done now, for people.
	Progress string `json:"progress,omitempty"`
	Link     string `json:"link,omitempty"`
}

// Codes of failures that adapters find.
const (
	// CodeFailed: the pipeline ran and failed.
	CodeFailed = "pipeline.failed"
	// CodeLost: the engine no longer knows the execution.
	CodeLost = "pipeline.lost"
	// CodeOutput: what came out is no JSON, or too much.
	CodeOutput = "pipeline.output"
)

// Line is one line of an execution's log.
type Line struct {
	// Next is the place after this line, from which Logs goes on.
	Next int64 `json:"next"`
	// At is when it was written; zero if the engine does not say.
	At time.Time `json:"at"`
	// Step is the part of the pipeline that wrote it; empty if it has no parts.
	Step string `json:"step,omitempty"`
	// Stream is stdout, stderr or engine.
	Stream string `json:"stream"`
	Text   string `json:"text"`
}

// The streams of a log.
const (
	Stdout   = "stdout"
	Stderr   = "stderr"
	OfEngine = "engine"
)

// MaxLine is how many bytes a line of a log has at most; a longer one goes on
// in the next line.
const MaxLine = 16 << 10

// MaxOutput is how many bytes an output has at most.
const MaxOutput = 1 << 20

// Fail is a Status of an execution that failed.
func Fail(code, message string) Status {
	return Status{State: Failed, Failure: &run.Failure{Code: code, Message: message}}
}
