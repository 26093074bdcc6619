// Package pipeline is the contract with pipeline engines (流水线接口引擎): what
// one can be asked to do, how a pipeline is created, started, followed,
// cancelled and deleted there; and what all adapters share: calls with limits,
// the rate and concurrency limits of an engine, its circuit breaker, and
// Follow. The adapters stand in the folders below.
//
// It dials nowhere by itself: requests go through the Client that it is given.
package pipeline

import (
	"context"
	"encoding/json"
	"net/http"

	"catenary/chain"
	"catenary/internal/fault"
	"catenary/internal/secret"
	"catenary/nodes"
)

// Engine is one engine that can be called. It is safe for concurrent use. What
// it cannot do it says in Capabilities, and refuses with engine.unsupported
// (Conflict).
//
// Errors are faults: engine.unreachable, engine.unanswered, engine.answer and
// engine.credentials (Unavailable) for the engine itself, engine.refused
// (Invalid) for what it does not take, position.unknown (Invalid),
// pipeline.unknown and execution.unknown (NotFound). A pipeline that ran and
// failed is no fault but a Status with a Failure.
type Engine interface {
	Capabilities() Capabilities
	// Positions lists what the engine can be asked to do.
	Positions(ctx context.Context) ([]Position, error)
	// Create makes a pipeline. It is idempotent by the request's Key: one that a
	// crash left behind is found and returned, not made a second time.
	Create(ctx context.Context, r CreateRequest) (Created, error)
	// Delete takes away what Create made. Nothing there is no error, nor is an
	// engine that made nothing.
	Delete(ctx context.Context, c Created) error
	// Start begins an execution, or finds the one that was begun with the same
	// Key. With engine.unanswered nobody knows whether it began: try again with
	// the same Key if Capabilities.IdempotentStart, else ask a person.
	Start(ctx context.Context, r StartRequest) (Execution, error)
	// Status says where an execution stands. A final state never changes.
	Status(ctx context.Context, x Execution) (Status, error)
	// Logs gives the lines from a place on, in order, as far as there are any
	// now, and the place after them. 0 is the beginning; all other places are
	// the engine's own, and grow. An error of each ends it.
	Logs(ctx context.Context, x Execution, from int64, each func(Line) error) (next int64, err error)
	// Cancel asks for the end of an execution; Status tells when it has come. One
	// that has ended already is no error.
	Cancel(ctx context.Context, x Execution) error
	// Forget tells the engine that the output and the log of an execution that
	// has ended are kept elsewhere: what it holds for us may go. It may be called
	// again.
	Forget(ctx context.Context, x Execution) error
	// VerifyCallback says which execution a callback is about, by its ID, after it has
	// looked whether the engine sent it: callback.refused (Unauthenticated) if
	// not. The callback only wakes Follow: what it claims is not believed.
	VerifyCallback(header http.Header, body []byte) (execution string, err error)
}

// Capabilities is what an engine can do beside start and status.
type Capabilities struct {
	// Create: pipelines exist on the engine before they run; else creating one
	// only checks it.
	Create bool `json:"create"`
	Delete bool `json:"delete"`
	// IdempotentStart: to start twice with one key begins one execution.
	IdempotentStart bool `json:"idempotent_start"`
	Logs            bool `json:"logs"`
	Cancel          bool `json:"cancel"`
	Callback        bool `json:"callback"`
}

// Position is one thing that an engine can be asked to do (接口位置).
type Position struct {
	Key   string      `json:"key"`
	Title nodes.Words `json:"title"`
	// Help is Markdown.
	Help nodes.Words `json:"help"`
	// Parameters is the JSON Schema of the parameters; the form is made from it.
	Parameters json.RawMessage `json:"parameters"`
	// Output is the JSON Schema of what comes out; empty if nobody knows.
	Output json.RawMessage `json:"output,omitempty"`
}

// CreateRequest asks for a pipeline at a position. In Parameters a string may
// still hold ${{ expressions }}, which have values only when it is started.
type CreateRequest struct {
	Position   string
	Key        string
	Name       string
	Parameters json.RawMessage
}

// Created is what an engine made, as it is kept with a chain version.
type Created struct {
	Position string `json:"position"`
	ID       string `json:"id"`
	Link     string `json:"link,omitempty"`
	// Parameters are those of the request with what the engine made of them,
	// such as the digests of images.
	Parameters json.RawMessage `json:"parameters,omitempty"`
}

// StartRequest starts a pipeline. Parameters are those of Created with all
// expressions replaced by their values.
type StartRequest struct {
	Pipeline   Created
	Key        string
	Parameters json.RawMessage
	// Input is that of the node.
	Input json.RawMessage
	// Callback is the address at which the engine may tell of a change; empty if
	// there is none.
	Callback string
	// People are behind the run: none of them approves within it.
	People []string
}

// Execution names one run of a pipeline on its engine.
type Execution struct {
	Position string `json:"position"`
	ID       string `json:"id"`
	Link     string `json:"link,omitempty"`
}

// Watcher is an engine that tells of changes by itself: the channel gets a
// value when something may have changed, until the context ends.
type Watcher interface {
	Watch(ctx context.Context, x Execution) <-chan struct{}
}

// Adapter is a kind of engine: it describes itself, and opens one engine of its
// kind with the settings of that one.
type Adapter interface {
	Describe() Description
	// Open makes an engine; it calls nobody. Settings that fit the schema and
	// are wrong all the same are engine.settings (Invalid).
	Open(c Connection) (Engine, error)
}

// Description is what an adapter says of itself. The form for an engine's
// settings is made from it.
type Description struct {
	Name  string      `json:"name"`
	Title nodes.Words `json:"title"`
	// Help is Markdown.
	Help nodes.Words `json:"help"`
	// Settings is a JSON Schema.
	Settings json.RawMessage `json:"settings"`
	// Credential says what the secret of such an engine holds; empty if it
	// takes none.
	Credential nodes.Words `json:"credential"`
}

// Connection is what it takes to open an engine.
type Connection struct {
	// Tenant, and Org for which the engine works: the one of the chain.
	Tenant, Org string
	Settings    json.RawMessage
	Credential  secret.Value
	Client      Client
}

// Client sends requests; package outbound has the one of the product.
type Client interface {
	Do(r *http.Request) (*http.Response, error)
}

// Checker is an engine that finds more wrong with parameters than a JSON Schema
// can say, without calling anybody. Texts in them may hold ${{ expressions }}.
// Pointers begin at the parameters.
type Checker interface {
	Check(position string, parameters json.RawMessage) []fault.Detail
}

// Referrer is an engine whose parameters name things of the platform, which
// whoever draws the chain must be allowed to use. Pointers begin at the
// parameters.
type Referrer interface {
	References(position string, parameters json.RawMessage) []chain.Reference
}

// Pinger is an engine whose positions come from its settings: Ping asks the
// engine itself whether it is there.
type Pinger interface {
	Ping(ctx context.Context) error
}
