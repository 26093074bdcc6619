package chain

import (
	"fmt"

	"catenary/internal/fault"
)

// Severity says whether a problem keeps a draft from being published.
type Severity string

// The severities.
const (
	Error   Severity = "error"
	Warning Severity = "warning"
)

// Problem is one thing that is wrong with a document. A draft can be saved
// with problems; publishing needs a document without errors.
type Problem struct {
	fault.Detail
	Severity Severity `json:"severity"`
	// Node is the node it is about, or From and To the edge, so that a canvas
	// can show it where it belongs.
	Node NodeID `json:"node,omitempty"`
	From NodeID `json:"from,omitempty"`
	To   NodeID `json:"to,omitempty"`
}

// NewProblem makes a problem with a formatted text.
func NewProblem(severity Severity, pointer, code, format string, args ...any) Problem {
	return Problem{Detail: fault.Detail{Code: code, Pointer: pointer, Detail: fmt.Sprintf(format, args...)}, Severity: severity}
}

// Errors returns the details of those problems that keep a document from being
// published, as a fault carries them.
func Errors(problems []Problem) []fault.Detail {
	var details []fault.Detail
	for _, p := range problems {
		if p.Severity == Error {
			details = append(details, p.Detail)
		}
	}
	return details
}
