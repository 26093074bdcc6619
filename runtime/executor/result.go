package executor

import (
	"encoding/json"
	"errors"
	"time"

	"catenary/internal/fault"
)

// State of a task run.
type State string

// The states. Lost is not failed: nobody knows how the script ended, because
// the container or its engine went away under it.
const (
	Queued    State = "queued"    // waits for its turn to start
	Preparing State = "preparing" // image, container, hand-over
	Running   State = "running"   // the script has begun
	Succeeded State = "succeeded"
	Failed    State = "failed"
	Stopped   State = "stopped" // by Stop
	Lost      State = "lost"
	Refused   State = "refused" // the script never began and never can
)

// Final says whether the state can change no more.
func (s State) Final() bool {
	switch s {
	case Succeeded, Failed, Stopped, Lost, Refused:
		return true
	}
	return false
}

// Codes of failures.
const (
	CodeExit      = "task.exit"      // the script ended with a code other than 0
	CodeTimeout   = "timeout"        // longer than Limits.Timeout
	CodeMemory    = "task.memory"    // killed for want of memory
	CodeProcesses = "task.processes" // failed, and had come to its limit of processes
	CodeDisk      = "task.disk"      // failed, or gave no whole output, and its files fill their space
	CodeOutput    = "task.output"    // the output is no JSON, or too large
	CodeLogLimit  = "task.log_limit" // wrote more than Limits.Log
	CodeArtefact  = "task.artefact"  // an artefact is no plain file, or they are too many or too large
	CodeStart     = "task.start"     // the container cannot start: no /bin/sh in the image, say
	CodeImage     = "task.image"     // the image is absent, refused, too large or another than asked for
	CodeSpec      = "task.spec"      // what was asked for is not possible
	CodeStopped   = "task.stopped"   // by Stop
	CodeLost      = "task.lost"      // see Lost
)

// Codes of faults.
const (
	FaultUnknown     = "executor.unknown"
	FaultUnavailable = "executor.unavailable"
)

// Failure is why a task run did not succeed.
type Failure struct {
	Code    string
	Message string
}

// Result is how a task run ended.
type Result struct {
	State State
	// ExitCode is the script's; -1 if it has none (it was killed, or never
	// began).
	ExitCode int
	// Output is what the script left in $CATENARY_OUTPUT: valid JSON, or nil
	// if it left nothing. One that failed may have an output too.
	Output json.RawMessage
	// Failure is set in every state but Succeeded.
	Failure *Failure
	// Artefacts are what the script left in $CATENARY_ARTEFACTS_OUT. They can
	// be opened as long as the Result is held.
	Artefacts []Artefact
	// StartedAt and EndedAt are the engine's times of the script; zero if it
	// never began.
	StartedAt, EndedAt time.Time
	// Pulled is how long pulling the image took; 0 if it was there.
	Pulled time.Duration
}

// Status is how a task run stands.
type Status struct {
	ID                string
	Owner             string
	Tenant, Run, Node string
	Attempt           int
	Image             string
	State             State
	// CreatedAt is when its container was made.
	CreatedAt time.Time
	// StartedAt is when its container started; zero if it has not.
	StartedAt time.Time
	// Deadline is when Await stops it; zero before it started.
	Deadline time.Time
}

// Line is one line of a task run's log.
type Line struct {
	Number int64 // 0 is the first
	At     time.Time
	Stream Stream
	// Text is valid UTF-8 without NUL and without the line's end; what was
	// neither is U+FFFD.
	Text string
	// Cut is how many bytes were left out at its end, because it was too long.
	Cut int64
}

// Stream is where a line was written to.
type Stream string

// The streams.
const (
	Stdout Stream = "stdout"
	Stderr Stream = "stderr"
)

// RefusedBy makes a Result of an error of Submit that says that the task can
// never run. It is false for errors after which Submit may be called again.
func RefusedBy(err error) (Result, bool) {
	var f *fault.Fault
	if !errors.As(err, &f) {
		return Result{}, false
	}
	switch f.Kind {
	case fault.Invalid, fault.NotFound, fault.Forbidden:
		return Result{State: Refused, ExitCode: -1, Failure: &Failure{Code: f.Code, Message: f.Message}}, true
	}
	return Result{}, false
}

// Unknown is the fault of asking about a task run that is not there.
func Unknown(id string) error {
	return fault.New(fault.NotFound, FaultUnknown, "there is no task run %s", id)
}

// Unavailable is the fault of not reaching the place where tasks run.
func Unavailable(cause error) error {
	f := fault.New(fault.Unavailable, FaultUnavailable, "the container engine cannot be reached")
	f.RetryAfter = 5
	return f.Because(cause)
}
