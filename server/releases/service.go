// Package releases is what people do with releases: draw up a plan of phases,
// have it reviewed and approved, execute it once, roll phases back, and look at
// what happened, for good.
//
// What is approved is sealed: a digest over all that would run. The seal is
// looked at again before the execution and before each phase, so nothing runs
// that nobody approved. The execution is a machine whose states are rows: any
// server takes it up where it stands, and each run of it is started once.
//
// It is the database that keeps the last word: what was approved cannot be
// changed or deleted there either.
package releases

import (
	"cmp"
	"context"
	"log/slog"
	"sync"
	"time"

	"catenary/chain"
	"catenary/internal/clock"
	"catenary/internal/page"
	"catenary/internal/wake"
	"catenary/nodes"
	"catenary/rbac"
	"catenary/runtime/run"
	"catenary/server/approvals"
	"catenary/server/audit"
	"catenary/server/chains"
	"catenary/server/engines"
	"catenary/server/environments"
	"catenary/server/runs"
	"catenary/server/scripts"
	"catenary/server/switches"
	"catenary/server/triggers"
)

// Store keeps releases. What is not there is release.unknown or
// release.rehearsal_unknown (NotFound); of what a release runs it says what the
// other services say.
type Store interface {
	InTx(ctx context.Context, work func(context.Context) error) error
	// AfterCommit runs hook when the transaction of ctx is committed.
	AfterCommit(ctx context.Context, hook func())
	Version(ctx context.Context, tenant rbac.TenantID) (int64, error)

	// Releases lists what f chooses; the last changed one comes first.
	Releases(ctx context.Context, tenant rbac.TenantID, f Filter, r page.Request) (page.Of[Release], error)
	Release(ctx context.Context, tenant rbac.TenantID, id string) (Release, error)
	// LockRelease is Release that keeps others from changing it until the
	// transaction of ctx ends.
	LockRelease(ctx context.Context, tenant rbac.TenantID, id string) (Release, error)
	InsertRelease(ctx context.Context, r Release) error
	// UpdateRelease writes all but ids and who made it, and says whether the
	// release was in a state and at the revision of r; edited raises that.
	UpdateRelease(ctx context.Context, r Release, was State, edited bool) (bool, error)
	DeleteRelease(ctx context.Context, r Release) (bool, error)

	// DueReleases are those of all tenants that are to be looked at by now.
	DueReleases(ctx context.Context, now int64, max int) ([]Release, error)
	// ClaimRelease puts one off to until, and says whether it was still due when
	// r says. WakeRelease makes it due now.
	ClaimRelease(ctx context.Context, r Release, until int64) (bool, error)
	WakeRelease(ctx context.Context, tenant rbac.TenantID, id string, now int64) error
	// NextDueRelease is when the next release or rehearsal is due; 0 for never.
	NextDueRelease(ctx context.Context) (int64, error)

	ReleasePhases(ctx context.Context, tenant rbac.TenantID, release string) ([]PhaseRow, error)
	InsertReleasePhase(ctx context.Context, p PhaseRow) error
	// UpdateReleasePhase writes state, times, code, message and who asked for a
	// rollback, and says whether the phase was in a state.
	UpdateReleasePhase(ctx context.Context, p PhaseRow, was PhaseState) (bool, error)
	ReleaseRuns(ctx context.Context, tenant rbac.TenantID, release string) ([]Run, error)
	InsertReleaseRun(ctx context.Context, r Run) error
	ReleaseGates(ctx context.Context, tenant rbac.TenantID, release string) ([]GateRow, error)
	InsertReleaseGate(ctx context.Context, g GateRow) error
	// SettleReleaseGate ends a waiting one and says whether it was one.
	SettleReleaseGate(ctx context.Context, g GateRow) (bool, error)
	// LastReleased is the version of a chain whose phase succeeded last, in
	// another release; 0 if none did.
	LastReleased(ctx context.Context, tenant rbac.TenantID, chain, but string) (int64, error)

	InsertReleaseMilestone(ctx context.Context, m Milestone) error
	ReleaseMilestones(ctx context.Context, tenant rbac.TenantID, release string, after int64, max int) ([]Milestone, error)
	InsertReleaseComment(ctx context.Context, c Comment) error
	ReleaseComments(ctx context.Context, tenant rbac.TenantID, release string, r page.Request) (page.Of[Comment], error)

	InsertRehearsal(ctx context.Context, h Rehearsal) error
	// ClaimRehearsal puts a running one off, EndRehearsal ends it; both say
	// whether it was as h says.
	ClaimRehearsal(ctx context.Context, h Rehearsal, until int64) (bool, error)
	EndRehearsal(ctx context.Context, h Rehearsal) (bool, error)
	DueRehearsals(ctx context.Context, now int64, max int) ([]Rehearsal, error)
	Rehearsals(ctx context.Context, tenant rbac.TenantID, release string, r page.Request) (page.Of[Rehearsal], error)
	Rehearsal(ctx context.Context, tenant rbac.TenantID, release, id string) (Rehearsal, error)
	// RehearsedAt is when a rehearsal of what has a seal passed last; 0: never.
	RehearsedAt(ctx context.Context, tenant rbac.TenantID, release, seal string) (int64, error)

	// ReleaseRules are those of some orgs that have one.
	ReleaseRules(ctx context.Context, tenant rbac.TenantID, orgs []rbac.OrgID) ([]Rule, error)
	// SetReleaseRule says whether the rule was at its revision.
	SetReleaseRule(ctx context.Context, r Rule) (bool, error)

	Startable(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, key string) (runs.Startable, error)
	ChainVersion(ctx context.Context, tenant rbac.TenantID, chain string, version int64) (chains.Version, error)
	ScriptVersion(ctx context.Context, tenant rbac.TenantID, script string, version int64) (scripts.Version, error)
	PipelineOf(ctx context.Context, tenant rbac.TenantID, chain string, version int64, node string, undo bool) (engines.Pipeline, error)
	EnvironmentByID(ctx context.Context, tenant rbac.TenantID, id string) (environments.Environment, error)
	EnvironmentImage(ctx context.Context, tenant rbac.TenantID, environment, digest string) (environments.Image, error)
	CalendarsOf(ctx context.Context, tenant rbac.TenantID, orgs []rbac.OrgID, key string) ([]triggers.Calendar, error)
	// UsableSwitches are those with the keys that an org may use, SwitchValues what
	// those of ids have that it may.
	UsableSwitches(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, needs rbac.Permission, keys []string) ([]chains.Target, error)
	SwitchValues(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, ids []string) ([]switches.State, error)
}

// Runs starts and steers what releases run; runs.Service does. Nothing of it
// asks for rights.
type Runs interface {
	// Unattended starts a run, or finds the one that has the same id.
	Unattended(ctx context.Context, u runs.Unattended) (runs.Started, error)
	// Fits says what is wrong with an input of a version: run.input (Invalid).
	Fits(ctx context.Context, tenant rbac.TenantID, chain string, version int64, input []byte) error
	// Outcome is where a run stands; run.unknown (NotFound) if it was not started.
	Outcome(ctx context.Context, tenant rbac.TenantID, id string) (runs.Outcome, error)
	// State is the fold over the journal of a run.
	State(ctx context.Context, tenant rbac.TenantID, id string) (*run.View, error)
	// End asks a run to end, TakeBack to undo what it did. One that has done so
	// is left alone.
	End(ctx context.Context, tenant rbac.TenantID, id, by, reason string) error
	TakeBack(ctx context.Context, tenant rbac.TenantID, id, by, reason string) error
	// Moved tells when a run has moved on, until the watcher leaves.
	Moved(tenant rbac.TenantID, id string) (moved <-chan struct{}, leave func())
}

// Kinds knows the kinds of nodes; nodes.Registry is one.
type Kinds interface {
	chain.Kinds
	Description(name chain.KindName) (nodes.Description, bool)
	// Changes says whether a body changes something outside, and Reverse how it
	// is taken back unless the document says so.
	Changes(body *chain.Body) bool
	Reverse(body *chain.Body) *chain.Body
}

// Approvals asks people to decide; approvals.Service is one. What they decided
// comes back by Settled.
type Approvals interface {
	Preview(ctx context.Context, r approvals.Request) error
	Open(ctx context.Context, r approvals.Request) (approvals.Approval, error)
	Cancel(ctx context.Context, tenant rbac.TenantID, of approvals.Subject, by rbac.SubjectID, reason string) error
}

// Service is the use cases and the executor. All fields are needed but Glue,
// Lease and Reached: without the first expressions are not compiled.
type Service struct {
	Store     Store
	Runs      Runs
	Approvals Approvals
	Kinds     Kinds
	Glue      chains.Compilers
	Auth      *rbac.Authorizer
	Audit     *audit.Log
	NewID     func() string
	Now       clock.Now
	Log       *slog.Logger
	// Lease is how long whoever took a release up has for one step, a minute if
	// it is 0; then another may take it.
	Lease time.Duration
	// Reached is told of each change of state that was committed, for tests of
	// crashes.
	Reached func(point string)

	// changed wakes who follows a release, by its id.
	changed wake.Calls[string]

	// due wakes the executor.
	due wake.Due
	// following are the runs that this process waits for, by release.
	mu        sync.Mutex
	following map[string]string
	working   sync.WaitGroup
}

// kind is what audit entries call a release.
const kind = "release"

func (s *Service) reached(point string) {
	if s.Reached != nil {
		s.Reached(point)
	}
}

// leased is until when somebody has a release who takes it up now.
func (s *Service) leased() time.Time { return s.Now().Add(cmp.Or(s.Lease, time.Minute)) }

// Watch tells of changes of a release that this process makes, until the
// watcher leaves. It asks for no right: it tells nothing.
func (s *Service) Watch(id string) (changed <-chan struct{}, leave func()) { return s.changed.Join(id) }

// tell wakes who follows a release, and the executor.
func (s *Service) tell(id string) {
	s.changed.Tell(id)
	s.due.Wake()
}
