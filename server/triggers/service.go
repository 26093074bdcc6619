// Package triggers starts runs by itself: when an address is called with the
// right signature, and at times. Each firing is on disk before it is answered
// or started, under a key that makes it happen once, whichever server sees to
// it. A run is started with the rights of whoever wrote the trigger last.
//
// To see triggers and calendars takes chain:view at their org, to change them
// trigger:write, and for triggers run:start too.
package triggers

import (
	"context"
	"encoding/json"
	"log/slog"
	"slices"

	"catenary/internal/clock"
	"catenary/internal/page"
	"catenary/internal/wake"
	"catenary/rbac"
	"catenary/runtime"
	"catenary/server/audit"
	"catenary/server/chains"
	"catenary/server/runs"
	"catenary/server/secrets"
)

// Store keeps triggers. What is not there is trigger.unknown, calendar.unknown
// or chain.unknown (NotFound).
type Store interface {
	InTx(ctx context.Context, work func(context.Context) error) error
	Version(ctx context.Context, tenant rbac.TenantID) (int64, error)
	Chain(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, key string) (chains.Chain, error)

	// Triggers lists those of an org by their keys.
	Triggers(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, r page.Request) (page.Of[Trigger], error)
	Trigger(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, key string) (Trigger, error)
	// TriggerByID reads one of any tenant: the id is all that a call names.
	TriggerByID(ctx context.Context, id string) (Trigger, error)
	// LockTrigger reads one and keeps others from changing it until the
	// transaction of ctx ends.
	LockTrigger(ctx context.Context, tenant rbac.TenantID, id string) (Trigger, error)
	InsertTrigger(ctx context.Context, t Trigger) error
	// UpdateTrigger says whether the trigger was at the revision; it raises it.
	UpdateTrigger(ctx context.Context, t Trigger) (bool, error)
	// DeleteTrigger takes keys and firings with it.
	DeleteTrigger(ctx context.Context, t Trigger) (bool, error)
	PaceTrigger(ctx context.Context, t Trigger) error
	// SetGate and DropGate change how many runs are at work at once.
	SetGate(ctx context.Context, tenant, key string, capacity, queueMax int64) ([]runtime.ID, error)
	DropGate(ctx context.Context, tenant, key string) ([]runtime.ID, error)

	TriggerKeys(ctx context.Context, tenant rbac.TenantID, trigger string) ([]Key, error)
	InsertTriggerKey(ctx context.Context, k Key) error
	DeleteTriggerKey(ctx context.Context, tenant rbac.TenantID, trigger, id string) (bool, error)

	Firing(ctx context.Context, tenant rbac.TenantID, trigger, key string) (Firing, error)
	// Firings lists those of a trigger, the newest first.
	Firings(ctx context.Context, tenant rbac.TenantID, trigger string, r page.Request) (page.Of[Firing], error)
	// InsertFiring says whether the key was free.
	InsertFiring(ctx context.Context, f Firing) (bool, error)
	// ClaimFiring puts a pending one off to until, and says whether it was still
	// due when f says.
	ClaimFiring(ctx context.Context, f Firing, until int64) (bool, error)
	// SettleFiring writes how far a pending one has come.
	SettleFiring(ctx context.Context, f Firing) error
	DeleteFiring(ctx context.Context, f Firing) error

	// DueTriggers are schedules of all tenants that are to be looked at by now.
	DueTriggers(ctx context.Context, now int64, max int) ([]Trigger, error)
	// AdvanceTrigger sets NextAt and Since, and says whether the schedule is as
	// it was read, with its NextAt at before.
	AdvanceTrigger(ctx context.Context, t Trigger, before int64) (bool, error)
	DueFirings(ctx context.Context, now int64, max int) ([]Firing, error)
	// NextDueTrigger is when the next of both is due; 0 for never.
	NextDueTrigger(ctx context.Context) (int64, error)
	PruneFirings(ctx context.Context, now int64) (int64, error)

	Calendars(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, r page.Request) (page.Of[Calendar], error)
	Calendar(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, key string) (Calendar, error)
	CalendarsOf(ctx context.Context, tenant rbac.TenantID, orgs []rbac.OrgID, key string) ([]Calendar, error)
	InsertCalendar(ctx context.Context, c Calendar) error
	UpdateCalendar(ctx context.Context, c Calendar) (bool, error)
	DeleteCalendar(ctx context.Context, c Calendar) (bool, error)
	// LookAgain makes the enabled schedules with a calendar due now.
	LookAgain(ctx context.Context, tenant rbac.TenantID, calendar string, now int64) error
}

// StartRequest is a run to be started.
type StartRequest struct {
	// By is who wrote the trigger, with no other rights than to start runs below
	// the trigger's org, or who tries it.
	By    rbac.Actor
	Org   rbac.OrgID
	Chain string
	Input json.RawMessage
	// Kind and Trigger are what it was started by.
	Kind    Kind
	Trigger string
	// Key is the same for every try: the first makes the run, the others get it.
	// Digest tells what was asked, where somebody else chose the key.
	Key, Digest string
	// Makers had a hand in the trigger, where By is who tries it.
	Makers []rbac.SubjectID
	// Again says that it may have been started before with this Key.
	Again bool
	// Concurrency is how many runs of the trigger are at work at once, 0 for any
	// number: the gate Gate(Trigger) holds the others. With Refuse one more is
	// Limited; with Wait it is kept.
	Concurrency int
	Queue       Queue
}

// Starter starts runs. Faults that come of the chain, the input or the rights of
// By are of the kinds below Unavailable but Internal; other errors pass.
type Starter interface {
	Start(ctx context.Context, r StartRequest) (runs.Started, error)
}

// Sealer keeps keys secret; secrets.Sealer is one.
type Sealer interface {
	Seal(ctx context.Context, tenant, purpose, rowID string, version int64, plain secrets.Value) ([]byte, error)
	Open(ctx context.Context, tenant, purpose, rowID string, version int64, sealed []byte) (secrets.Value, error)
}

// Service is the use cases, and what they do in the background. All fields are
// needed.
type Service struct {
	Store   Store
	Starter Starter
	Sealer  Sealer
	Auth    *rbac.Authorizer
	Audit   *audit.Log
	NewID   func() string
	Now     clock.Now
	Log     *slog.Logger

	due wake.Due
}

// kind is what audit entries call a trigger.
const kind = "trigger"

// view adds what who may do with a trigger.
func (s *Service) view(ctx context.Context, who rbac.Actor, t Trigger) (View, error) {
	allowed, err := s.Auth.Allowed(ctx, who, t.Org)
	if err != nil {
		return View{}, err
	}
	v := View{Trigger: t, Can: can(allowed[t.Org])}
	if v.Keys, err = s.Store.TriggerKeys(ctx, who.Tenant, t.ID); err != nil {
		return View{}, err
	}
	last, err := s.Store.Firings(ctx, who.Tenant, t.ID, page.Request{Limit: 1})
	if err == nil && len(last.Items) > 0 {
		v.Last = &last.Items[0]
	}
	return v, err
}

// can picks what is about triggers.
func can(all []rbac.Permission) []rbac.Permission {
	return slices.DeleteFunc(slices.Clone(all), func(p rbac.Permission) bool {
		return p != rbac.ChainView && p != rbac.RunStart && p != rbac.TriggerWrite
	})
}
