package builtin

import (
	"context"
	"encoding/json"
	"time"

	"catenary/internal/secret"
	"catenary/runtime/pipeline"
	"catenary/runtime/run"
)

// Runner runs containers. Tasks is the one of the product.
type Runner interface {
	// Begin starts a container, or finds the one of that name. It does not wait
	// for it.
	Begin(ctx context.Context, c Container) error
	// Observe says where it stands; Absent for one that this process knows
	// nothing of: it is to be begun, or stopped, again.
	Observe(ctx context.Context, name Name) (Observation, error)
	// Logs is that of pipeline.Engine; lines have no step.
	Logs(ctx context.Context, name Name, from int64, each func(pipeline.Line) error) (int64, error)
	// Stop asks for its end; nothing there is no error.
	Stop(ctx context.Context, name Name) error
	// Remove takes it away with its log; nothing there is no error.
	Remove(ctx context.Context, name Name) error
	// Watch gives a value whenever a container of an execution has ended, until
	// the context ends.
	Watch(ctx context.Context, execution string) <-chan struct{}
}

// Name names the container of a step, for good.
type Name struct{ Tenant, Execution, Step string }

// Container is what a step runs.
type Container struct {
	Name
	Org string
	// Image is name@sha256:….
	Image    string
	Language string
	Source   string
	Env      map[string]string
	// Secrets are the keys of those that are given in environment variables.
	Secrets map[string]string
	// Input is what the source reads.
	Input   json.RawMessage
	CPU     float64
	Memory  int64
	Pids    int
	Timeout time.Duration
	Network string
}

// Absent is the state of a container that this process knows nothing of.
const Absent pipeline.State = "absent"

// Observation is where a container stands.
type Observation struct {
	State   pipeline.State
	Output  json.RawMessage
	Failure *run.Failure
}

// Resources is what an org may use in steps.
type Resources interface {
	// Pin finds the image of an environment, and has it put into the registry if
	// it is not there: name@sha256:….
	Pin(ctx context.Context, tenant, org, environment string) (string, error)
	// Secret gives the value of a secret: secret.unknown (NotFound),
	// secret.bound (Forbidden) for one that is not for containers.
	Secret(ctx context.Context, tenant, org, key string) (secret.Value, error)
}
