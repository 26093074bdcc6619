package nodes

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"catenary/chain"
	"catenary/internal/secret"
)

// Nature is how a kind behaves in a run.
type Nature string

// The natures.
const (
	// Glue computes its output and touches nothing outside.
	Glue Nature = "glue"
	// Fail ends the run as failed, whatever on_failure says.
	Fail Nature = "fail"
	// Effect does something outside. A Runner is one; others are carried out by
	// the runtime itself.
	Effect Nature = "effect"
	// Suspend waits from its beginning on. It is a Waiter.
	Suspend Nature = "wait"
)

// Runner is a kind whose work ends with the call.
type Runner interface {
	// Run does the work of one attempt. What went wrong with the user's work is a
	// Failure in the outcome; an error is the platform's fault, and the same
	// attempt is tried again with the same key. When ctx ends, Run returns soon:
	// with an error, or with a Failure that is Unknown if something may have
	// been done.
	Run(ctx context.Context, call Call) (Outcome, error)
}

// Waiter is a kind whose step waits as soon as it begins.
type Waiter interface {
	// Begin says what the step waits for. It does nothing outside and may be
	// called again for the same step.
	Begin(ctx context.Context, call Call) (Wait, *Failure, error)
}

// Call is what a kind gets when a step of it begins.
type Call struct {
	// Name is what people call the step: the node's name, or the chain's if the
	// node has none. Only a Waiter is told.
	Name string
	// Written is the configuration as it stands in the document, and Config the
	// same with the values of its expressions. A kind reads both with Values.
	Written, Config chain.JSON
	// Input is what the step got from the nodes before it.
	Input json.RawMessage
	// Key is the idempotency key: the same on every try of the attempt.
	Key string
	// Attempt is the number of the attempt, from 1.
	Attempt int
	// Now is when the attempt began: the same on every try.
	Now   time.Time
	Tools Tools
}

// Tools is what a kind may use. Outside of a run's own tenant they reach
// nothing.
type Tools struct {
	// HTTP sends requests under the outbound policy. IsRefused tells errors of
	// the policy apart.
	HTTP Doer
	// Secret gives the value of a secret that the chain's org may use. A fault
	// of kind NotFound or Forbidden says that there is none under the key: that
	// is a Failure of the step, other errors are the platform's.
	Secret func(ctx context.Context, key string) (secret.Value, error)
	// Platform is what the step may do on the platform itself.
	Platform Platform
	// Log adds a line to the step's log. Secrets are taken out of it.
	Log func(line string)
}

// Doer sends an HTTP request.
type Doer interface {
	Do(request *http.Request) (*http.Response, error)
}

// IsRefused says whether an error of Tools.HTTP means that the policy refused
// the request: it was not sent, and never will be.
func IsRefused(err error) bool {
	var refused interface{ Refused() bool }
	return errors.As(err, &refused) && refused.Refused()
}

// Outcome is how an attempt ended: with an output, with a failure, or waiting for
// people.
type Outcome struct {
	// Output is JSON of at most MaxOutput bytes.
	Output  json.RawMessage
	Failure *Failure
	// Ask says that the step waits for people from now on, as Wait.Ask.
	Ask *Ask
}

// MaxOutput is the largest output of a step in bytes.
const MaxOutput = 1 << 20

// Failure is why the user's work failed: a result, not an error.
type Failure struct {
	// Code is dotted and stable; Message is for people.
	Code    string
	Message string
	// Unknown says that the work may have been done or not: it must not be tried
	// again by itself.
	Unknown bool
}

// Failed is the outcome of an attempt that failed.
func Failed(code, message string) Outcome {
	return Outcome{Failure: &Failure{Code: code, Message: message}}
}

// Wait is what a step waits for.
type Wait struct {
	// Until is the moment at which the wait ends. Without Callback the step then
	// succeeds with its input as its output; with Callback it fails with the
	// code "timeout".
	Until time.Time
	// Callback says that the step waits for a call of its one-time address. What
	// is sent there becomes its output, if it fits Schema; nil fits all.
	Callback bool
	Schema   chain.JSON
	// Ask says that the step waits for people. What they answer becomes its
	// output, or its failure.
	Ask *Ask
}

// Ask is what a step asks of people.
type Ask struct {
	Kind AskKind
	// Body is a JSON object that the platform's part for the kind understands.
	Body chain.JSON
}

// AskKind says what people are asked for.
type AskKind string

// The kinds of ask.
const (
	AskApproval AskKind = "approval"
	AskForm     AskKind = "form"
	AskSwitch   AskKind = "switch" // whether a switch may be set
)

// Codes of failures that several kinds use.
const (
	CodeConfig = "node.config" // an expression put something into the configuration that cannot stand there
	CodeSecret = "node.secret" // a secret is not there, or the org may not use it
)

// Nature returns the nature of a kind.
func (r *Registry) Nature(name chain.KindName) (Nature, bool) {
	e, ok := r.entries[name]
	if !ok {
		return "", false
	}
	return e.description.Nature, true
}

// Runner returns the kind if its work ends with the call.
func (r *Registry) Runner(name chain.KindName) (Runner, bool) {
	e, ok := r.entries[name]
	if !ok {
		return nil, false
	}
	runner, ok := e.kind.(Runner)
	return runner, ok
}

// Waiter returns the kind if its steps wait.
func (r *Registry) Waiter(name chain.KindName) (Waiter, bool) {
	e, ok := r.entries[name]
	if !ok {
		return nil, false
	}
	waiter, ok := e.kind.(Waiter)
	return waiter, ok
}
