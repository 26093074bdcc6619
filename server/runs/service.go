// Package runs is what people and programs do with runs: start them, look at
// them, steer them, answer what they wait for. It asks for rights, checks the
// input and finds the document; package runtime does the rest. Values that are
// secret have been taken out by whoever wrote them.
package runs

import (
	"context"
	"time"

	"catenary/internal/clock"
	"catenary/internal/page"
	"catenary/rbac"
	"catenary/runtime"
	"catenary/runtime/run"
	"catenary/server/audit"
	"catenary/server/chains"
)

// Engine drives runs; runtime.Engine is one.
type Engine interface {
	Start(ctx context.Context, s runtime.Start) (runtime.Started, error)
	Nudge(id runtime.ID)
	Watch(id runtime.ID) *runtime.Watch
}

// Store keeps runs. What is not there is run.unknown, chain.unknown,
// chain.version_unknown or callback.unknown (NotFound).
type Store interface {
	MakersStore
	QueueStore
	InTx(ctx context.Context, work func(context.Context) error) error

	// Startable reads what a start needs of a living chain.
	Startable(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, key string) (Startable, error)
	ChainVersion(ctx context.Context, tenant rbac.TenantID, chain string, version int64) (chains.Version, error)

	// Runs lists what f chooses, the newest first: by id, which is the time.
	Runs(ctx context.Context, tenant rbac.TenantID, f Filter, r page.Request) (page.Of[Row], error)
	// UsualDurations gives how long runs of chains take, in µs, by their ids: the
	// median of the last that succeeded; none for a chain with hardly any.
	UsualDurations(ctx context.Context, tenant rbac.TenantID, chains []string) (map[string]int64, error)
	// RunMoments gives the times of the runs of set that were made since from,
	// and of those that still wait to begin; of each at most max, the newest
	// first. whole is since when all are among them; the zero time: all are.
	RunMoments(ctx context.Context, tenant rbac.TenantID, set rbac.OrgSet, from time.Time, max int) (all []Moments, whole time.Time, err error)
	// RunRow is Run with the names that lists show.
	RunRow(ctx context.Context, tenant rbac.TenantID, id string) (Row, error)
	Run(ctx context.Context, tenant, id string) (runtime.Run, error)
	Events(ctx context.Context, tenant, id string, after int64, max int) ([]run.Event, error)
	InsertSignal(ctx context.Context, s runtime.Signal) error
	// Signals are those that the run has not taken up.
	Signals(ctx context.Context, tenant, id string) ([]runtime.Signal, error)
	// StartedBefore says whether somebody started a run with this key.
	StartedBefore(ctx context.Context, tenant rbac.TenantID, by rbac.SubjectID, key string) (bool, error)

	// InsertRunDocument keeps what runs that is no version, by its digest; one
	// that is there already is left as it is.
	InsertRunDocument(ctx context.Context, d Document) error

	// Callback reads one by the hash of its secret; TakeCallback ends it, and
	// says whether it was there still.
	Callback(ctx context.Context, hash string) (runtime.Callback, error)
	TakeCallback(ctx context.Context, hash string) (bool, error)

	Artefacts(ctx context.Context, tenant rbac.TenantID, id string, r page.Request) (page.Of[Artefact], error)
	Artefact(ctx context.Context, tenant rbac.TenantID, id string, of ArtefactRef) (Artefact, error)
}

// Drafts gives what is tried out before it is published; chains.Service does.
type Drafts interface {
	Trial(ctx context.Context, who rbac.Actor, org rbac.OrgID, key string, revision int64) (chains.Trial, error)
}

// Service is the use cases. All fields are needed but Files and Limits: without
// those no artefact can be read, and nothing is limited.
type Service struct {
	Store    Store
	Engine   Engine
	Logs     runtime.Logs
	Versions *Versions
	Drafts   Drafts
	Files    Files
	Limits   Limits
	Auth     *rbac.Authorizer
	Audit    *audit.Log
	NewID    func() string
	Now      clock.Now
	// Keep is how long runs are kept after their end; nil: nobody says so.
	Keep func() time.Duration

	reads readings
	loads loads
}

// kind is what audit entries call a run.
const kind = "run"
