package run

import "catenary/chain"

// Codes of failures that the engine itself finds.
const (
	CodeTimeout  = "timeout"
	CodeCanceled = "canceled" // ended from outside, not by the run
)

// Failure is why a step or a run failed: a result of the user's work, not a
// fault of the platform.
type Failure struct {
	Code    string `json:"code"`
	Message string `json:"message"`
	// Unknown says that the work may have been done: it is not tried again by
	// itself.
	Unknown bool `json:"unknown,omitempty"`
	// Node is the node that failed; empty if no single one did.
	Node chain.NodeID `json:"node,omitempty"`
	// Scope is the path of the graph that Node is in.
	Scope string `json:"scope,omitempty"`
	// Line is the 1-based line of the glue or script that failed, if known.
	Line int `json:"line,omitempty"`
}

// Doubtful says that it is there and Unknown.
func (f *Failure) Doubtful() bool { return f != nil && f.Unknown }
