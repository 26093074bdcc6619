// Package environments is what people do with environments: say where the image
// of one comes from, have it brought to the registry, see how far that is, and
// pin it. What is pinned never follows its source by itself.
//
// To see an environment takes environment:view at its org, to change it
// environment:write, to use it in a chain environment:use. What an org above
// shares can be used and is named in lists.
package environments

import (
	"context"
	"log/slog"
	"net/http"
	"slices"
	"sync"
	"time"

	"catenary/chain"
	"catenary/internal/clock"
	"catenary/internal/fault"
	"catenary/internal/page"
	"catenary/internal/wake"
	"catenary/rbac"
	"catenary/runtime/image"
	"catenary/runtime/image/registry"
	"catenary/server/audit"
	"catenary/server/chains"
	"catenary/server/secrets"
)

// Store keeps environments. What is not there is environment.unknown, image.unknown,
// upload.unknown or registry.unknown (NotFound).
type Store interface {
	InTx(ctx context.Context, work func(context.Context) error) error

	Environments(ctx context.Context, tenant rbac.TenantID, f Filter, r page.Request) (page.Of[Environment], error)
	Environment(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, key string) (Environment, error)
	// EnvironmentByID reads deleted ones too.
	EnvironmentByID(ctx context.Context, tenant rbac.TenantID, id string) (Environment, error)
	InsertEnvironment(ctx context.Context, e Environment) error
	UpdateEnvironment(ctx context.Context, e Environment) (bool, error)
	LockEnvironment(ctx context.Context, tenant rbac.TenantID, id string) error
	DeleteEnvironment(ctx context.Context, e Environment) (bool, error)
	// SetImage says whether the source is still that of the revision.
	SetImage(ctx context.Context, e Environment, digest string) (bool, error)

	PutImage(ctx context.Context, img Image) error
	EnvironmentImage(ctx context.Context, tenant rbac.TenantID, environment, digest string) (Image, error)
	EnvironmentImages(ctx context.Context, tenant rbac.TenantID, environment string, r page.Request) (page.Of[Image], error)
	TouchImage(ctx context.Context, img Image) error
	ImagesIn(ctx context.Context, registry string) ([]Image, error)
	PruneImages(ctx context.Context, unusedSince int64) (int64, error)

	// ClaimPush makes the push the caller's, unless another process is at one.
	ClaimPush(ctx context.Context, p Push) (bool, error)
	Push(ctx context.Context, tenant rbac.TenantID, environment string) (Push, bool, error)
	// UpdatePush says whether the push is still the owner's.
	UpdatePush(ctx context.Context, p Push) (bool, error)
	DeadPushes(ctx context.Context, now int64, limit int) ([]Push, error)

	chains.UsesStore
	// UseCounts counts for each of ids the chains of the orgs of set whose latest
	// version uses it; what none uses is left out.
	UseCounts(ctx context.Context, tenant rbac.TenantID, kind chain.RefKind, ids []string, set rbac.OrgSet) (map[string]int64, error)
	// UsableEnvironments finds those of keys that an org may use.
	UsableEnvironments(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, needs rbac.Permission, keys []string) ([]chains.Target, error)

	InsertUpload(ctx context.Context, u Upload, most int) (bool, error)
	Upload(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, id string) (Upload, error)
	// AdvanceUpload says whether as many bytes were there as before says.
	AdvanceUpload(ctx context.Context, u Upload, before int64) (bool, error)
	DeleteUpload(ctx context.Context, u Upload) (bool, error)
	OldUploads(ctx context.Context, before int64, limit int) ([]Upload, error)

	Registry(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID) (Registry, error)
	RegistriesOf(ctx context.Context, tenant rbac.TenantID, orgs []rbac.OrgID) ([]Registry, error)
	InsertRegistry(ctx context.Context, r Registry) error
	UpdateRegistry(ctx context.Context, r Registry) (bool, error)
	DeleteRegistry(ctx context.Context, r Registry) (bool, error)
}

// BuiltIn is the registry inside the process.
type BuiltIn interface {
	Address() string
	Push() registry.Account
	Pull() registry.Account
	Collect(ctx context.Context, keep func(repository, digest string) bool, grace time.Duration) (registry.Freed, error)
}

// Service is the use cases. All fields are needed but Instance and Reached.
// Between Start and Stop it uploads images.
type Service struct {
	Store   Store
	Auth    *rbac.Authorizer
	Audit   *audit.Log
	Secrets *secrets.Service
	Images  *image.Images
	BuiltIn BuiltIn
	// Instance is the registry of the whole instance instead of the built-in
	// one; nil: the built-in one.
	Instance *image.Registry
	// Inside carries requests to the built-in registry.
	Inside http.RoundTripper
	// Outside carries requests to registries that people of a tenant name.
	Outside func(tenant rbac.TenantID) http.RoundTripper
	// Dir is where uploaded files lie.
	Dir   string
	NewID func() string
	Now   clock.Now
	Log   *slog.Logger
	// Process names this process among those that share the database.
	Process string
	// Reached is told of points on the way of an image, for tests of crashes.
	Reached func(point string)

	mu      sync.Mutex
	running context.Context //nolint:containedctx // the time from Start to Stop, in which uploads go on
	cancel  context.CancelFunc
	work    sync.WaitGroup
	files   files
	// changed wakes who follows an upload, by the id of its environment.
	changed wake.Calls[string]
}

func (s *Service) reached(point string) {
	if s.Reached != nil {
		s.Reached(point)
	}
}

// kind is what audit entries call an environment.
const kind = "environment"

// find reads an environment that who may view.
func (s *Service) find(ctx context.Context, who rbac.Actor, org rbac.OrgID, key string) (Environment, error) {
	if err := s.Auth.Can(ctx, who, rbac.EnvironmentView, rbac.Resource{OrgID: org}); err != nil {
		return Environment{}, err
	}
	return s.Store.Environment(ctx, who.Tenant, org, key)
}

// Get gives one environment.
func (s *Service) Get(ctx context.Context, who rbac.Actor, org rbac.OrgID, key string) (View, error) {
	e, err := s.find(ctx, who, org, key)
	if err != nil {
		return View{}, err
	}
	return s.view(ctx, who, e)
}

func (s *Service) view(ctx context.Context, who rbac.Actor, e Environment) (View, error) {
	allowed, err := s.Auth.Allowed(ctx, who, e.Org)
	if err != nil {
		return View{}, err
	}
	return View{Environment: e, Can: can(allowed[e.Org])}, nil
}

// can picks what is about environments; run:start is to try one.
func can(all []rbac.Permission) []rbac.Permission {
	about := []rbac.Permission{rbac.EnvironmentView, rbac.EnvironmentUse, rbac.EnvironmentEdit, rbac.ShareWrite, rbac.RunStart}
	return slices.DeleteFunc(slices.Clone(all), func(p rbac.Permission) bool { return !slices.Contains(about, p) })
}

// stale is the fault of a change that was made to an older revision.
func stale(e Environment) error {
	return fault.New(fault.Stale, "environment.stale", "the environment was changed meanwhile; it is at revision %d", e.Revision).
		Carrying(map[string]int64{"revision": e.Revision})
}

// Uses lists the published chains whose latest version uses the environment, as
// far as who may view them; the last changed one comes first.
func (s *Service) Uses(ctx context.Context, who rbac.Actor, org rbac.OrgID, key string, r page.Request) (page.Of[chains.Use], error) {
	e, err := s.find(ctx, who, org, key)
	if err != nil {
		return page.Of[chains.Use]{}, err
	}
	set, err := s.Auth.Filter(ctx, who, rbac.ChainView)
	if err != nil {
		return page.Of[chains.Use]{}, err
	}
	return s.Store.ChainUses(ctx, who.Tenant, chain.EnvironmentRef, e.ID, set, r)
}
