// Package chains is what people do with chains: draw a draft that nobody
// overwrites, look back at its saves, publish it as numbered versions that
// never change, compare them. What a document may say is package chain's to
// judge; this package gives it what the platform knows: the references that an
// org may use, the kinds of node and the compiler of glue.
package chains

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"catenary/chain"
	"catenary/internal/clock"
	"catenary/internal/fault"
	"catenary/internal/page"
	"catenary/internal/wake"
	"catenary/rbac"
	"catenary/server/audit"
)

// Store keeps chains. What is not there is chain.unknown, chain.save_unknown or
// chain.version_unknown (NotFound).
type Store interface {
	InTx(ctx context.Context, work func(context.Context) error) error

	Chains(ctx context.Context, tenant rbac.TenantID, f Filter, r page.Request) (page.Of[Chain], error)
	// UsualDurations gives how long runs of chains take, in µs, by their ids: the
	// median of the last that succeeded; none for a chain with hardly any.
	UsualDurations(ctx context.Context, tenant rbac.TenantID, chains []string) (map[string]int64, error)
	// LastRuns gives the newest runs of each chain in the orgs of a set but for
	// tests, the newest first, by its id.
	LastRuns(ctx context.Context, tenant rbac.TenantID, set rbac.OrgSet, chains []string, each int) (map[string][]LastRun, error)
	StarredChains(ctx context.Context, tenant rbac.TenantID, who rbac.SubjectID, set rbac.OrgSet, r page.Request) (page.Of[Chain], error)
	Star(ctx context.Context, tenant rbac.TenantID, who rbac.SubjectID, chain string) error
	Unstar(ctx context.Context, tenant rbac.TenantID, who rbac.SubjectID, chain string) (bool, error)
	// LivingChain gives the org of a chain.
	LivingChain(ctx context.Context, tenant rbac.TenantID, id string) (rbac.OrgID, error)
	Chain(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, key string) (Chain, error)
	InsertChain(ctx context.Context, c Chain) error
	UpdateDraft(ctx context.Context, c Chain, lease Lease) (bool, error)
	LockChain(ctx context.Context, tenant rbac.TenantID, id string) error
	DeleteChain(ctx context.Context, c Chain) (bool, error)
	DeletedChains(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, since int64, r page.Request) (page.Of[Chain], error)
	DeletedChain(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, id string, since int64) (Chain, error)
	RestoreChain(ctx context.Context, c Chain) (bool, error)
	ChainsByKey(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, keys []string) ([]Chain, error)
	TagChains(ctx context.Context, tenant rbac.TenantID, ids, add, remove []string, most int) error
	ChainTags(ctx context.Context, tenant rbac.TenantID, f Filter, most int) ([]TagCount, error)

	TakeChainLease(ctx context.Context, c Chain, lease Lease, over bool) (bool, error)
	RenewChainLease(ctx context.Context, c Chain, lease Lease) (bool, error)
	ReleaseChainLease(ctx context.Context, c Chain, lease Lease) (bool, error)
	AskChainLease(ctx context.Context, c Chain, lease Lease, now int64) (bool, error)
	DeclineChainLease(ctx context.Context, c Chain, lease Lease) (bool, error)
	HandOverChainLease(ctx context.Context, c Chain, lease Lease, to string) (bool, error)

	ChainSaves(ctx context.Context, tenant rbac.TenantID, chain string, labelled bool, r page.Request) (page.Of[Save], error)
	ChainSave(ctx context.Context, tenant rbac.TenantID, chain string, revision int64) (Save, error)
	InsertChainSave(ctx context.Context, save Save) error
	LabelChainSave(ctx context.Context, save Save, limit int) (bool, error)
	ThinChainSaves(ctx context.Context, tenant rbac.TenantID, chain string, rule Thinning) error

	PublishChain(ctx context.Context, c Chain) (bool, error)
	InsertChainVersion(ctx context.Context, v Version) error
	ChainVersions(ctx context.Context, tenant rbac.TenantID, chain string, r page.Request) (page.Of[Version], error)
	ChainVersion(ctx context.Context, tenant rbac.TenantID, chain string, version int64) (Version, error)
	// AuthorsSince are those of the first version that has a revision in it; nobody
	// if none has it yet.
	AuthorsSince(ctx context.Context, tenant rbac.TenantID, chain string, revision int64) ([]rbac.SubjectID, error)

	InsertPublication(ctx context.Context, p Publication) error
	UpdatePublication(ctx context.Context, p Publication) (bool, error)
	KeepPublication(ctx context.Context, p Publication) (bool, error)
	TakePublication(ctx context.Context, p Publication, was string) (bool, error)
	// RunningPublications gives those of all tenants, the one whose lease ends
	// first before the others.
	RunningPublications(ctx context.Context, limit int) ([]Publication, error)
	Publications(ctx context.Context, tenant rbac.TenantID, chain string, r page.Request) (page.Of[Publication], error)
	Publication(ctx context.Context, tenant rbac.TenantID, chain, id string) (Publication, error)

	UsableScripts(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, needs rbac.Permission, keys []string) ([]Target, error)
	UsableEngines(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, needs rbac.Permission, keys []string) ([]Target, error)
	UsableSecrets(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, needs rbac.Permission, keys []string) ([]Target, error)
	UsableEnvironments(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, needs rbac.Permission, keys []string) ([]Target, error)
	UsableSwitches(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, needs rbac.Permission, keys []string) ([]Target, error)
	PublishedChains(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, needs rbac.Permission, keys []string) ([]Target, error)
	UsesStore
}

// Compilers gives the compiler of glue that serves a tenant.
type Compilers interface {
	For(tenant string) chain.Compiler
}

// Engines checks calls of pipeline engines.
type Engines interface {
	// BuiltInEngine is the key and the id of the engine that every org has.
	BuiltInEngine() string
	// CheckCall looks at a call of an engine, given by its id, at a position. An
	// engine that does not answer is a fault of kind Unavailable, Limited or
	// Conflict.
	CheckCall(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, engine, position string, parameters chain.JSON) (CheckedCall, error)
}

// CheckedCall is what an engine says of a call. Pointers begin at its
// parameters.
type CheckedCall struct {
	// Known says that the engine has the position.
	Known bool
	Wrong []fault.Detail
	// Needs are things of the platform that the parameters name.
	Needs []chain.Reference
}

// Service is the use cases. All fields are needed but Glue, Trials, Engines, Log,
// Lease and Reached: without Glue it is not compiled, without Trials it cannot be
// tried, without Engines there is no built-in engine and calls of engines are not
// checked.
type Service struct {
	Store Store
	Auth  *rbac.Authorizer
	Audit *audit.Log
	Kinds chain.Kinds
	Glue  Compilers
	// Trials tries glue out.
	Trials Trials
	// Engines knows what engines can be asked.
	Engines Engines
	// Creation makes what nodes need outside.
	Creation Creation
	// People checks whom nodes ask, at publish; nil: nobody does.
	People People
	NewID  func() string
	Now    clock.Now
	Log    *slog.Logger
	// Lease is how long a process has a publication for itself without saying so
	// again, half a minute if it is 0.
	Lease time.Duration
	// Reached is told of points on a publication's way, for tests of crashes.
	Reached func(point string)

	working sync.WaitGroup
	// due wakes what settles publications of dead processes.
	due wake.Due
	// changed wakes who follows a publication, by its id.
	changed wake.Calls[string]
}

// kind is what audit entries call a chain.
const kind = "chain"

func (s *Service) reached(point string) {
	if s.Reached != nil {
		s.Reached(point)
	}
}

// find reads a chain in whose org who may do act.
func (s *Service) find(ctx context.Context, who rbac.Actor, act rbac.Permission, org rbac.OrgID, key string) (Chain, error) {
	if err := s.Auth.Can(ctx, who, act, rbac.Resource{OrgID: org}); err != nil {
		return Chain{}, err
	}
	return s.Store.Chain(ctx, who.Tenant, org, key)
}

// confirm is find inside the transaction that writes.
func (s *Service) confirm(ctx context.Context, who rbac.Actor, act rbac.Permission, org rbac.OrgID, key string) (Chain, error) {
	if err := s.Auth.Confirm(ctx, who, act, rbac.Resource{OrgID: org}); err != nil {
		return Chain{}, err
	}
	return s.Store.Chain(ctx, who.Tenant, org, key)
}

// view adds what who may do with a chain.
func (s *Service) view(ctx context.Context, who rbac.Actor, c Chain) (View, error) {
	allowed, err := s.Auth.Allowed(ctx, who, c.Org)
	if err != nil {
		return View{}, err
	}
	return View{Chain: c, Can: can(allowed[c.Org])}, nil
}
