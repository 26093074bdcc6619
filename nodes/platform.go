package nodes

import (
	"context"
	"encoding/json"
	"time"

	"catenary/chain"
	"catenary/internal/fault"
)

// Platform is what a step may do on the platform itself, as the org of its run.
// What it does for an attempt it does once, however often it is asked. An error
// that Refused takes is a Failure of the step, others are the platform's.
type Platform interface {
	// SetSwitch gives a switch a value, or gives back what it had; or it gives what
	// people have to be asked first.
	SetSwitch(ctx context.Context, order SwitchOrder) (SwitchChange, error)
	// Hold keeps what starts a chain, and Release lets go of it.
	Hold(ctx context.Context, order HoldOrder) (Held, error)
	Release(ctx context.Context, order ReleaseOrder) (Held, error)
	// Mail sends a mail. The same may arrive twice, with the same id.
	Mail(ctx context.Context, m Mail) error
}

// SwitchOrder says what a switch is to be set to.
type SwitchOrder struct {
	// Switch is the key by which the chain refers to it.
	Switch string
	Value  json.RawMessage
	// Undo is the change that is to be taken back, instead of Value.
	Undo   *SwitchChange
	Reason string
}

// SwitchChange is what was done to a switch: the output of the step.
type SwitchChange struct {
	Switch   string          `json:"switch"`
	Value    json.RawMessage `json:"value"`
	Before   json.RawMessage `json:"before"`
	Revision int64           `json:"revision"`
	// Changed says that it had another value before.
	Changed bool `json:"changed"`
	// Ask says that nothing was done, because people have to approve it: the step
	// asks them, and what they decide is its outcome.
	Ask *Ask `json:"-"`
}

// HoldOrder says what is to be held.
type HoldOrder struct {
	// Chain is the key of a chain of the run's org.
	Chain string
	// OrderBy points into the inputs: what is alike there is released in order.
	OrderBy string
	Reason  string
}

// ReleaseOrder says what is to be let go of.
type ReleaseOrder struct {
	Chain string
	// Hold is the one to end, if it still stands; empty: whichever stands.
	Hold string
	// PerMinute is how many are released in a minute; 0: all at once.
	PerMinute int64
	Reason    string
}

// Held is how the hold of a chain stands: the output of the step.
type Held struct {
	Chain string `json:"chain"`
	// Hold is its id, empty if there is none.
	Hold    string `json:"hold,omitempty"`
	State   string `json:"state"`
	Waiting int64  `json:"waiting"` // 1000: so many or more
	// Taken says that this step began the hold.
	Taken bool `json:"taken,omitempty"`
}

// Mail is a mail of plain text.
type Mail struct {
	To            []string
	Subject, Text string
}

// Refused is the failure that an error of Tools stands for: what was asked for
// is not there, may not be, or is not as it should be. ok is false for errors of
// the platform, after which the attempt is tried again.
func Refused(err error) (failure *Failure, ok bool) {
	f := fault.As(err)
	if f == nil {
		return nil, false
	}
	switch f.Kind {
	case fault.NotFound, fault.Forbidden, fault.Invalid, fault.Malformed, fault.Conflict, fault.TooLarge:
		return &Failure{Code: f.Code, Message: f.Message}, true
	}
	return nil, false
}

// Awaiter is a Runner that does not run some of its steps, but lets them wait
// until a switch has a value.
type Awaiter interface {
	Runner
	// Await says what a step waits for; nil: it is to be run. It does nothing
	// outside and may be called again for the same step.
	Await(call Call) (*SwitchWait, *Failure, error)
}

// SwitchWait is what a step waits for. When the switch has the value the step
// succeeds with an object of value and revision.
type SwitchWait struct {
	// Switch is the key by which the chain refers to it.
	Switch string
	Value  json.RawMessage
	// Until is when the step fails with the code "timeout"; zero: never.
	Until time.Time
}

// Reverser is a kind that knows how to take back what a step of it did. Its
// steps have that undo unless the document says another.
type Reverser interface {
	// Reverse gives the undo of a body, or nil if it did nothing. The input of
	// its step is the output of the one that is undone.
	Reverse(body *chain.Body) *chain.Body
}

// Reverse gives the undo of a body whose document names none.
func (r *Registry) Reverse(body *chain.Body) *chain.Body {
	e, ok := r.entries[body.Kind]
	if !ok {
		return nil
	}
	if reverser, ok := e.kind.(Reverser); ok {
		return reverser.Reverse(body)
	}
	return nil
}

// Awaiter returns the kind if some of its steps wait for a switch.
func (r *Registry) Awaiter(name chain.KindName) (Awaiter, bool) {
	e, ok := r.entries[name]
	if !ok {
		return nil, false
	}
	awaiter, ok := e.kind.(Awaiter)
	return awaiter, ok
}
