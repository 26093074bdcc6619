// Package engines is what people do with pipeline engines: register them with
// their settings and credentials, share them downward, see what they can be
// asked to do and whether they answer. It opens them for runs, and keeps what
// was made on them for chains.
//
// To use an engine and to see its interface positions takes engine:use at the
// org that uses it; to see its settings, to change and to test it engine:write
// at the org that owns it.
//
// The built-in engine is there in every org under the key builtin, without a
// row: its id is builtin, too.
package engines

import (
	"context"
	"slices"
	"sync"

	lru "github.com/hashicorp/golang-lru/v2"

	"catenary/internal/clock"
	"catenary/internal/fault"
	"catenary/internal/page"
	"catenary/rbac"
	"catenary/runtime/pipeline"
	"catenary/server/audit"
	"catenary/server/chains"
	"catenary/server/secrets"
)

// BuiltIn is the key and the id of the built-in engine.
const BuiltIn = "builtin"

// Store keeps engines. What is not there is engine.unknown or pipeline.unknown
// (NotFound).
type Store interface {
	InTx(ctx context.Context, work func(context.Context) error) error

	// Engines lists what an org owns and what is shared to it, by key.
	Engines(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, r page.Request) (page.Of[Engine], error)
	Engine(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, key string) (Engine, error)
	EngineByID(ctx context.Context, tenant rbac.TenantID, id string) (Engine, error)
	// SharedEngines lists those with a key that are shared to an org.
	SharedEngines(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, key string) ([]Engine, error)
	EngineShares(ctx context.Context, tenant rbac.TenantID, id string) ([]rbac.Share, error)
	InsertEngine(ctx context.Context, e Engine) error
	// UpdateEngine and DeleteEngine say whether it was at the revision.
	UpdateEngine(ctx context.Context, e Engine) (bool, error)
	LockEngine(ctx context.Context, tenant rbac.TenantID, id string) error
	// DeleteEngine takes its shares with it.
	DeleteEngine(ctx context.Context, e Engine) (bool, error)
	chains.UsesStore
	// HasPipelines says whether there is any pipeline on an engine.
	HasPipelines(ctx context.Context, tenant rbac.TenantID, engine string) (bool, error)

	// BeginPipeline keeps a new pipeline, or gives the one of its publication
	// and node that is there.
	BeginPipeline(ctx context.Context, p Pipeline) (Pipeline, error)
	// MovePipeline writes a pipeline that is in the state from, and says whether
	// it was.
	MovePipeline(ctx context.Context, p Pipeline, from PipelineState) (bool, error)
	RemovePipeline(ctx context.Context, p Pipeline) error
	PipelinesOfPublication(ctx context.Context, tenant rbac.TenantID, publication string) ([]Pipeline, error)
	KeepPipelines(ctx context.Context, tenant rbac.TenantID, publication string, version int64) error
	PipelineOf(ctx context.Context, tenant rbac.TenantID, chain string, version int64, node string, undo bool) (Pipeline, error)
}

// Secrets opens the secrets that engines refer to.
type Secrets interface {
	Find(ctx context.Context, tenant rbac.TenantID, acting rbac.OrgID, key string) (secrets.Secret, error)
	Issue(ctx context.Context, tenant rbac.TenantID, acting rbac.OrgID, key string) (secrets.Used, error)
}

// Service is the use cases. All fields are needed but Told and Reached.
type Service struct {
	Store Store
	// Executions are those of the built-in engine; Told is called when people
	// have decided in one.
	Executions Executions
	Told       func(execution string)
	Auth       *rbac.Authorizer
	Audit      *audit.Log
	Secrets    Secrets
	// Adapters are the kinds of engine that there are, the built-in one among
	// them.
	Adapters []pipeline.Adapter
	// Client gives the way out for a tenant.
	Client func(rbac.TenantID) pipeline.Client
	NewID  func() string
	Now    clock.Now
	// Reached is told of points on the way of a pipeline that is made or taken
	// away, for tests of crashes.
	Reached func(point string)

	once sync.Once
	open *lru.Cache[opened, *connection]
}

func (s *Service) reached(point string) {
	if s.Reached != nil {
		s.Reached(point)
	}
}

// kind is what audit entries call an engine.
const kind = "engine"

// Descriptions are what the adapters say of themselves, but the built-in one,
// of which nobody registers an engine.
func (s *Service) Descriptions() []pipeline.Description {
	var out []pipeline.Description
	for _, a := range s.Adapters {
		if d := a.Describe(); d.Name != BuiltIn {
			out = append(out, d)
		}
	}
	return out
}

func (s *Service) adapter(name string) pipeline.Adapter {
	i := slices.IndexFunc(s.Adapters, func(a pipeline.Adapter) bool { return a.Describe().Name == name })
	if i < 0 {
		return nil
	}
	return s.Adapters[i]
}

// builtIn is the engine that needs no row.
func (s *Service) builtIn(tenant rbac.TenantID, org rbac.OrgID) Engine {
	return Engine{Tenant: tenant, ID: BuiltIn, Org: org, Key: BuiltIn, Name: s.adapter(BuiltIn).Describe().Title.EN, Adapter: BuiltIn, Settings: "{}", Revision: 1}
}

// find gives the engine that an org means by a key: its own, or that of the
// nearest org above which shares one to it.
func (s *Service) find(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, key string) (Engine, error) {
	if key == BuiltIn && s.adapter(BuiltIn) != nil {
		return s.builtIn(tenant, org), nil
	}
	own, err := s.Store.Engine(ctx, tenant, org, key)
	if !fault.Is(err, fault.NotFound) {
		return own, err
	}
	shared, err2 := s.Store.SharedEngines(ctx, tenant, org, key)
	if err2 != nil || len(shared) == 0 {
		return Engine{}, errOr(err2, err)
	}
	above, err2 := s.Auth.Ancestors(ctx, tenant, org)
	if err2 != nil {
		return Engine{}, err2
	}
	for _, at := range above {
		i := slices.IndexFunc(shared, func(e Engine) bool { return e.Org == at })
		if i >= 0 {
			return shared[i], nil
		}
	}
	return Engine{}, err
}

func errOr(first, otherwise error) error {
	if first != nil {
		return first
	}
	return otherwise
}

// unknown is the fault of an engine that is not there.
func unknown() error { return fault.New(fault.NotFound, "engine.unknown", "no such engine") }

func stale(e Engine) error {
	return fault.New(fault.Stale, "engine.stale", "the engine was changed meanwhile; it is at revision %d", e.Revision).
		Carrying(map[string]int64{"revision": e.Revision})
}

// record is what audit entries tell of an engine.
func record(e Engine) map[string]any {
	return map[string]any{
		"key": e.Key, "name": e.Name, "description": e.Description, "adapter": e.Adapter, "settings": e.Settings, "secret": e.Secret,
		"rate": e.Rate, "concurrency": e.Concurrency,
	}
}
