package outbound

import (
	"context"
	"errors"
	"net"
	"net/url"
)

// Error is why a request got no answer. It has one text for everything that
// would tell whether something listens behind an address.
type Error struct {
	text    string
	refused bool
	timeout bool
	cause   error // only the end of a context, which the caller knows of
}

func (e *Error) Error() string { return e.text }

// Refused says that the policy does not allow the request.
func (e *Error) Refused() bool { return e.refused }

// Timeout says that something took too long.
func (e *Error) Timeout() bool { return e.timeout }

// Unwrap gives the end of the caller's context, if that was it.
func (e *Error) Unwrap() error { return e.cause }

// The errors of requests.
var (
	// ErrTooLarge is what reading an answer gives after MaxAnswer bytes.
	ErrTooLarge = &Error{text: "the answer is too large"}

	errRefused   = &Error{text: "the address may not be reached from here", refused: true}
	errSafer     = &Error{text: "the answer leads from https to http", refused: true}
	errRedirects = &Error{text: "the answer leads elsewhere too often", refused: true}
	errTimeout   = &Error{text: "there was no answer in time", timeout: true}
	errNone      = &Error{text: "the address cannot be reached"}
	errCut       = &Error{text: "the answer broke off"}
)

// shown gives the error that a caller may see for one of the transport. Those
// show addresses, which may hold secrets, and whether a port is open.
func shown(ctx context.Context, err error, otherwise *Error) error {
	var ours *Error
	if errors.As(err, &ours) {
		return ours
	}
	if cause := ctx.Err(); cause != nil {
		if errors.Is(cause, context.DeadlineExceeded) {
			return &Error{text: errTimeout.text, timeout: true, cause: cause}
		}
		return &Error{text: "the request was cancelled", cause: cause}
	}
	var slow net.Error
	if errors.As(err, &slow) && slow.Timeout() {
		return errTimeout
	}
	return otherwise
}

// inside takes away what http.Client wraps around errors.
func inside(err error) error {
	var wrapped *url.Error
	if errors.As(err, &wrapped) {
		return wrapped.Err
	}
	return err
}
