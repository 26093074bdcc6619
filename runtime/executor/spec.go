package executor

import (
	"encoding/json"
	"io"

	"catenary/internal/secret"
)

// Network is what a task may reach.
type Network string

// The networks.
const (
	NetworkNone   Network = "none"   // nothing, not even other tasks; the default
	NetworkEgress Network = "egress" // what the egress proxy lets through
)

// Spec is one try of one task: everything that is needed to run it.
type Spec struct {
	// ID is its name for all times, made by Name.
	ID string
	// Owner is who removes it; List finds it by that.
	Owner string
	// Tenant, Run, Node and Attempt say what it belongs to, for people who
	// look at containers.
	Tenant, Run, Node string
	Attempt           int

	// Image is name@sha256:…, nothing else.
	Image string
	// Credentials of the image's registry; nil for none.
	Credentials *Credentials
	// OnPull is told how far pulling the image is; nil if nobody wants to know.
	OnPull func(Pull)

	// Interpreter is the command that gets the path of the script, and then
	// Arguments, as its last arguments.
	Interpreter []string
	Script      string
	ScriptName  string // a file name; empty for "script"
	Arguments   []string
	// Env and Secrets are the environment of the script, beside the image's
	// own. Secrets are seen by the script only: not by who inspects containers.
	Env     map[string]string
	Secrets map[string]secret.Value
	// Input is found in the file $CATENARY_INPUT; empty is null.
	Input json.RawMessage
	// Artefacts are found as files in the directory $CATENARY_ARTEFACTS_IN.
	Artefacts []Artefact

	Limits  Limits
	Network Network
	// User is the number of the user, and after a colon of the group, that the
	// script runs as: not 0. Empty for 65532:65532.
	User string
}

// Credentials of a registry.
type Credentials struct {
	Username string
	Password secret.Value
	// Token is a registry's bearer token, instead of the two above.
	Token secret.Value
}

// Pull is how far pulling an image is.
type Pull struct {
	Layer string // short id
	State string // in the engine's words
	Done  int64  // bytes
	Total int64  // bytes, 0 if unknown
}

// Artefact is a file that is handed to a task or comes out of one.
type Artefact struct {
	// Name is a plain file name: no directories, see CheckArtefact.
	Name string
	Size int64
	// Open gives its content; it may be called more than once.
	Open func() (io.ReadCloser, error)
}
