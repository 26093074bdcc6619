package runtime

import (
	"context"
	"encoding/json"
	"io"

	"catenary/chain"
	"catenary/internal/secret"
	"catenary/nodes"
	"catenary/runtime/executor"
	"catenary/runtime/pipeline"
)

// Resources opens what the references of a version mean. A fault of the kind
// NotFound, Forbidden or Invalid says that a step cannot be carried out; others
// that it is to be tried again.
type Resources interface {
	// Task gives what a task is made of.
	Task(ctx context.Context, r Run, v *Version, t *chain.Task) (TaskSource, error)
	// undo says, here and below, that the pipeline is that of the node's undo.
	//
	// Parameters are those with which the pipeline of a node was created, or is
	// to be; expressions in them have no values yet.
	Parameters(ctx context.Context, r Run, v *Version, node chain.NodeID, undo bool, p *chain.Pipeline) (json.RawMessage, error)
	// Pipeline opens the engine of a node's pipeline.
	Pipeline(ctx context.Context, r Run, v *Version, node chain.NodeID, undo bool, p *chain.Pipeline) (pipeline.Engine, pipeline.Created, error)
	// Secret gives the value of a secret by its key to a task. One that is bound
	// to hosts or engines is refused: nobody can say where a task sends it.
	Secret(ctx context.Context, r Run, v *Version, key string) (secret.Value, error)
	// Client sends the requests of one step, and opens its secrets: once one is
	// opened, requests go only to the hosts that it is bound to.
	Client(r Run) (nodes.Doer, func(ctx context.Context, key string) (secret.Value, error))
	// Platform is what a step may do on the platform itself. key is that of its
	// attempt.
	Platform(r Run, v *Version, key string) nodes.Platform
	// SwitchValues are what the switches have now that the version refers to, as
	// an object by their keys. One that is gone, or no longer shared with the org
	// of the run, is not in it.
	SwitchValues(ctx context.Context, r Run, v *Version) (json.RawMessage, error)
	// Child gives the row of a run of another chain, as far as the chain says it:
	// org, chain, version, document, title.
	Child(ctx context.Context, parent Run, v *Version, call nodes.Chain) (Run, error)
	// Keep stores an artefact that a step left.
	Keep(ctx context.Context, id ID, of StepRef, name string, size int64, content io.Reader) error
	// Artefact gives one that a step left, as it is kept.
	Artefact(ctx context.Context, id ID, of StepRef, name string) (executor.Artefact, error)
}

// TaskSource is what a task is made of: the text of its script and the image
// of its environment.
type TaskSource struct {
	Script      string
	ScriptName  string
	Interpreter []string
	Image       string // name@sha256:…
	Credentials *executor.Credentials
	User        string
	// Limits are the most that the environment and the org allow.
	Limits executor.Limits
}
