// Package fault is the one error type that crosses package borders when a
// request or the platform failed. What went wrong with a user's own work (a
// script that exits 7) is not a fault but a result.
package fault

import (
	"errors"
	"fmt"
)

// Kind groups faults by what the caller can do about them; server/api turns
// each into one HTTP status.
type Kind int

// The kinds, with their HTTP status.
const (
	Internal        Kind = iota // 500; the message is never shown
	Malformed                   // 400: not readable as what it should be
	Unauthenticated             // 401
	Forbidden                   // 403: may be seen, may not be done
	NotFound                    // 404: absent, or not visible to the caller
	Conflict                    // 409: true state forbids it
	Stale                       // 412: If-Match or revision is overtaken
	TooLarge                    // 413
	Unsupported                 // 415: wrong content type
	Invalid                     // 422: readable but wrong, with Details
	Unconditional               // 428: If-Match is needed and missing
	Limited                     // 429
	Unavailable                 // 503: try again later
)

// Detail is one thing that is wrong and where: Pointer is an RFC 6901 JSON
// pointer into the request (empty: the whole of it), Line and Column are
// 1-based and zero when the input had no lines.
type Detail struct {
	Code    string `json:"code,omitempty"`
	Pointer string `json:"pointer"`
	Detail  string `json:"detail"`
	Line    int    `json:"line,omitempty"`
	Column  int    `json:"column,omitempty"`
}

// Fault is a failed request. Code is dotted and stable (chain.cycle); each has
// a page in docs/problems.
type Fault struct {
	Kind    Kind
	Code    string
	Message string
	Details []Detail
	// RetryAfter is in seconds, for Limited and Unavailable.
	RetryAfter int
	// Data is what a program needs to go on, such as the present revision; it
	// becomes the problem's member of that name.
	Data  any
	cause error
}

// New makes a fault with a formatted message meant for people.
func New(kind Kind, code, format string, args ...any) *Fault {
	return &Fault{Kind: kind, Code: code, Message: fmt.Sprintf(format, args...)}
}

// At makes an Invalid fault about one place in the request.
func At(pointer, code, format string, args ...any) *Fault {
	f := New(Invalid, code, format, args...)
	f.Details = []Detail{{Code: code, Pointer: pointer, Detail: f.Message}}
	return f
}

// With returns a copy that carries the details.
func (f *Fault) With(details ...Detail) *Fault {
	c := *f
	c.Details = append(append([]Detail(nil), f.Details...), details...)
	return &c
}

// Carrying returns a copy with data for the program that asked.
func (f *Fault) Carrying(data any) *Fault {
	c := *f
	c.Data = data
	return &c
}

// Because returns a copy that wraps cause for logs; it is never shown.
func (f *Fault) Because(cause error) *Fault {
	c := *f
	c.cause = cause
	return &c
}

func (f *Fault) Error() string {
	if f.cause != nil {
		return f.Code + ": " + f.Message + ": " + f.cause.Error()
	}
	return f.Code + ": " + f.Message
}

// Unwrap gives the cause to errors.Is and errors.As.
func (f *Fault) Unwrap() error { return f.cause }

// As finds the fault in an error chain; a foreign error is Internal.
func As(err error) *Fault {
	var f *Fault
	if errors.As(err, &f) {
		return f
	}
	return &Fault{Kind: Internal, Code: "internal", Message: "something failed on our side", cause: err}
}

// Is says whether err carries a fault of this kind.
func Is(err error, kind Kind) bool {
	var f *Fault
	return errors.As(err, &f) && f.Kind == kind
}

// HasCode says whether err carries a fault with this code.
func HasCode(err error, code string) bool {
	var f *Fault
	return errors.As(err, &f) && f.Code == code
}
