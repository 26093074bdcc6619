// Package resources opens what the references of a running chain mean: the text
// of a script, the image of an environment, the pipeline of a node, a secret,
// another chain. It asks what the org of the run may use now; the people behind
// the run were asked when its chain was published.
package resources

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"path"
	"strconv"

	"catenary/chain"
	"catenary/internal/clock"
	"catenary/internal/fault"
	"catenary/internal/secret"
	"catenary/nodes"
	"catenary/rbac"
	"catenary/runtime"
	"catenary/runtime/executor"
	"catenary/runtime/pipeline"
	"catenary/server/chains"
	"catenary/server/engines"
	"catenary/server/environments"
	"catenary/server/holds"
	"catenary/server/runs"
	"catenary/server/scripts"
	"catenary/server/secrets"
	"catenary/server/switches"
)

// Store keeps what is referred to.
type Store interface {
	ScriptVersion(ctx context.Context, tenant rbac.TenantID, script string, version int64) (scripts.Version, error)
	// ChainRef reads org and key of a chain, deleted or not.
	ChainRef(ctx context.Context, tenant rbac.TenantID, id string) (chains.Chain, error)
	InsertArtefact(ctx context.Context, a runs.Artefact) error
	Artefact(ctx context.Context, tenant rbac.TenantID, run string, of runs.ArtefactRef) (runs.Artefact, error)
}

// Engines opens pipeline engines.
type Engines interface {
	Open(ctx context.Context, tenant rbac.TenantID, acting rbac.OrgID, id string) (pipeline.Engine, error)
	PipelineOf(ctx context.Context, tenant rbac.TenantID, chain string, version int64, node string, undo bool) (engines.Pipeline, error)
}

// Client sends requests, and only to some hosts once it is bound to them.
type Client interface {
	nodes.Doer
	Bind(hosts []string)
}

// Mailer sends one mail to all of to, who see each other.
type Mailer interface {
	SendTo(ctx context.Context, to []string, subject, text string) error
}

// Resources implements runtime.Resources.
type Resources struct {
	Store        Store
	Environments *environments.Service
	Engines      Engines
	Secrets      *secrets.Service
	Files        *Files
	Switches     *switches.Service
	Holds        *holds.Service
	// Mailer sends mails for steps; nil: none can be sent.
	Mailer Mailer
	// HTTP sends the requests of one step of a tenant under the outbound policy.
	HTTP  func(tenant rbac.TenantID) Client
	NewID func() string
	Now   clock.Now
}

var _ runtime.Resources = (*Resources)(nil)

// Task implements runtime.Resources.
func (r *Resources) Task(ctx context.Context, row runtime.Run, v *runtime.Version, t *chain.Task) (runtime.TaskSource, error) {
	tenant := rbac.TenantID(row.Tenant)
	script, environment := v.Pins[chain.ScriptRef][string(t.Script)], v.Pins[chain.EnvironmentRef][string(t.Environment)]
	text := script.Source
	if script.ID != "" {
		version, err := r.Store.ScriptVersion(ctx, tenant, script.ID, script.Version)
		if err != nil {
			return runtime.TaskSource{}, fmt.Errorf("script %q: %w", t.Script, err)
		}
		text = version.Source
	} else if script.Digest == "" {
		return runtime.TaskSource{}, fault.New(fault.NotFound, "script.unknown", "there is no script %q", t.Script)
	}
	if environment.Digest == "" {
		return runtime.TaskSource{}, fault.New(fault.NotFound, "image.unknown", "environment %q has no image yet", t.Environment)
	}
	image, err := r.Environments.Image(ctx, tenant, environment.ID, environment.Digest)
	if err != nil {
		return runtime.TaskSource{}, fmt.Errorf("environment %q: %w", t.Environment, err)
	}
	settings, err := r.Environments.ForTask(ctx, tenant, environment.ID)
	if err != nil {
		return runtime.TaskSource{}, fmt.Errorf("environment %q: %w", t.Environment, err)
	}
	user, password, err := r.Environments.Credentials(ctx, image.Reference)
	if err != nil {
		return runtime.TaskSource{}, fmt.Errorf("credentials: %w", err)
	}
	source := runtime.TaskSource{
		Script: text, ScriptName: string(t.Script), Interpreter: settings.Entry, Image: image.Reference,
		User: strconv.FormatInt(settings.User, 10), Limits: limits(settings.Limits),
	}
	if len(script.Interpreter) > 0 {
		source.Interpreter = script.Interpreter
	}
	if user != "" {
		source.Credentials = &executor.Credentials{Username: user, Password: password}
	}
	return source, nil
}

// limits are the most that an environment allows.
func limits(l environments.Limits) executor.Limits {
	most := executor.Limits{CPU: l.CPU, Pids: int(l.Pids)}
	if l.Memory != "" {
		most.Memory = chain.Size(l.Memory).Bytes()
	}
	if l.Timeout != "" {
		most.Timeout = chain.Duration(l.Timeout).Value()
	}
	return most
}

// Parameters implements runtime.Resources.
func (r *Resources) Parameters(ctx context.Context, row runtime.Run, _ *runtime.Version, node chain.NodeID, undo bool, p *chain.Pipeline) (json.RawMessage, error) {
	if row.Version == 0 {
		return p.Parameters, nil
	}
	made, err := r.Engines.PipelineOf(ctx, rbac.TenantID(row.Tenant), row.Chain, row.Version, string(node), undo)
	if err != nil {
		return nil, err
	}
	return json.RawMessage(made.Parameters), nil
}

// Pipeline implements runtime.Resources. That of a draft that is tried out is
// made for it, once for each text.
func (r *Resources) Pipeline(ctx context.Context, row runtime.Run, v *runtime.Version, node chain.NodeID, undo bool, p *chain.Pipeline) (pipeline.Engine, pipeline.Created, error) {
	tenant := rbac.TenantID(row.Tenant)
	engine, err := r.Engines.Open(ctx, tenant, rbac.OrgID(row.Org), v.Pins[chain.EngineRef][string(p.Engine)].ID)
	if err != nil {
		return nil, pipeline.Created{}, err
	}
	if row.Version == 0 {
		created, err := engine.Create(ctx, pipeline.CreateRequest{
			Position: string(p.Position), Key: row.Document + " " + string(node) + " " + strconv.FormatBool(undo), Name: string(node), Parameters: p.Parameters,
		})
		return engine, created, err
	}
	made, err := r.Engines.PipelineOf(ctx, tenant, row.Chain, row.Version, string(node), undo)
	if err != nil {
		return nil, pipeline.Created{}, err
	}
	return engine, pipeline.Created{
		Position: made.Position, ID: made.External, Link: made.Link, Parameters: json.RawMessage(made.Parameters),
	}, nil
}

// Secret implements runtime.Resources.
func (r *Resources) Secret(ctx context.Context, row runtime.Run, _ *runtime.Version, key string) (secret.Value, error) {
	return r.Secrets.IssueFree(ctx, rbac.TenantID(row.Tenant), rbac.OrgID(row.Org), key)
}

// Client implements runtime.Resources.
func (r *Resources) Client(row runtime.Run) (nodes.Doer, func(ctx context.Context, key string) (secret.Value, error)) {
	client := r.HTTP(rbac.TenantID(row.Tenant))
	return client, func(ctx context.Context, key string) (secret.Value, error) {
		used, err := r.Secrets.Issue(ctx, rbac.TenantID(row.Tenant), rbac.OrgID(row.Org), key)
		if err == nil && len(used.Hosts) == 0 && used.Bound() {
			err = secrets.BoundElsewhere(key, "a request: it is for engines only")
		}
		if err != nil {
			return secret.Value{}, err
		}
		client.Bind(used.Hosts)
		return used.Value, nil
	}
}

// Child implements runtime.Resources.
func (r *Resources) Child(ctx context.Context, parent runtime.Run, v *runtime.Version, call nodes.Chain) (runtime.Run, error) {
	key := string(call.Key)
	if call.Version != 0 {
		key += "@" + strconv.FormatInt(call.Version, 10)
	}
	pin, ok := v.Pins[chain.ChainRef][key]
	if !ok {
		return runtime.Run{}, fault.New(fault.NotFound, "chain.unknown", "the chain %q is not one that this version refers to", key)
	}
	c, err := r.Store.ChainRef(ctx, rbac.TenantID(parent.Tenant), pin.ID)
	if err != nil {
		return runtime.Run{}, err
	}
	return runtime.Run{
		Org: string(c.Org), Chain: pin.ID, Key: c.Key, Version: pin.Version, Document: pin.Digest, Title: parent.Title,
	}, nil
}

// Keep implements runtime.Resources.
func (r *Resources) Keep(ctx context.Context, id runtime.ID, of runtime.StepRef, name string, _ int64, content io.Reader) error {
	tenant := rbac.TenantID(id.Tenant)
	digest, size, err := r.Files.Put(tenant, content, r.NewID)
	if err != nil {
		return fmt.Errorf("keep the content: %w", err)
	}
	kind := mime.TypeByExtension(path.Ext(name))
	if kind == "" {
		kind = "application/octet-stream"
	}
	return r.Store.InsertArtefact(ctx, runs.Artefact{
		Tenant: tenant, Run: id.Run, Size: size, Digest: digest, MediaType: kind, CreatedAt: r.Now().UnixMicro(),
		ArtefactRef: runs.ArtefactRef{Scope: of.Scope, Node: string(of.Node), Attempt: of.Attempt, Name: name},
	})
}

// Artefact implements runtime.Resources.
func (r *Resources) Artefact(ctx context.Context, id runtime.ID, of runtime.StepRef, name string) (executor.Artefact, error) {
	tenant := rbac.TenantID(id.Tenant)
	a, err := r.Store.Artefact(ctx, tenant, id.Run, runs.ArtefactRef{Scope: of.Scope, Node: string(of.Node), Attempt: of.Attempt, Name: name})
	if err != nil {
		return executor.Artefact{}, err
	}
	return executor.Artefact{
		Name: name, Size: a.Size,
		Open: func() (io.ReadCloser, error) { return r.Files.Open(ctx, tenant, a.Digest) },
	}, nil
}
