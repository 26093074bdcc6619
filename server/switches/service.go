// Package switches keeps governed values that other systems follow live: who may
// set one, from what to what it was set and why, and telling all who follow it
// in under a second. A switch belongs to an org; orgs below use it as far as it
// is shared to them.
//
// To see and to follow a switch takes switch:view, to make, set and delete one
// switch:set, at its org. A switch may need an approval: then each change of its
// value, and of who approves, is a request that becomes a change in the
// transaction of the last decision, if the switch is still as it was.
package switches

import (
	"context"
	"encoding/json"
	"log/slog"
	"slices"
	"time"

	"catenary/chain"
	"catenary/internal/clock"
	"catenary/internal/fault"
	"catenary/internal/page"
	"catenary/internal/wake"
	"catenary/rbac"
	"catenary/runtime"
	"catenary/server/approvals"
	"catenary/server/audit"
	"catenary/server/chains"
)

// Store keeps switches. What is not there is switch.unknown (NotFound).
type Store interface {
	InTx(ctx context.Context, work func(context.Context) error) error

	// Switches lists what an org owns and what is shared to it, by key.
	Switches(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, r page.Request) (page.Of[Switch], error)
	Switch(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, key string) (Switch, error)
	// SharedSwitches lists those with a key that are shared to an org.
	SharedSwitches(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, key string) ([]Switch, error)
	SwitchShares(ctx context.Context, tenant rbac.TenantID, id string) ([]rbac.Share, error)
	// LockSwitch reads a living switch and keeps others from changing it.
	LockSwitch(ctx context.Context, tenant rbac.TenantID, id string) (Switch, error)
	// InsertSwitch refuses a key that is taken with switch.key_taken (Conflict).
	InsertSwitch(ctx context.Context, s Switch) error
	// UpdateSwitch writes a switch that is at the revision before, and tells all
	// servers.
	UpdateSwitch(ctx context.Context, s Switch) (bool, error)
	DeleteSwitch(ctx context.Context, s Switch) (bool, error)

	InsertSwitchChange(ctx context.Context, c Change) error
	// SwitchChanges are the newest first.
	SwitchChanges(ctx context.Context, tenant rbac.TenantID, id string, r page.Request) (page.Of[Change], error)
	// CausedChange finds the change that an attempt of a step made.
	CausedChange(ctx context.Context, tenant rbac.TenantID, cause string) (Change, bool, error)
	// TakeSwitchWaits ends the waits for a value, and gives the steps.
	TakeSwitchWaits(ctx context.Context, tenant rbac.TenantID, id, value string) ([]runtime.SwitchWait, error)
	InsertSignal(ctx context.Context, g runtime.Signal) error

	// SwitchStates reads how living switches stand.
	SwitchStates(ctx context.Context, ids []string) ([]State, error)
	// SwitchValues reads living switches of an org, or shared to it, by their ids.
	SwitchValues(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, ids []string) ([]State, error)
	// ListenSwitches tells of changes by any server until ctx ends, if not of all.
	ListenSwitches(ctx context.Context, hear func(id string, revision int64))
	// ReplaceFollowers says who follows what on a server.
	ReplaceFollowers(ctx context.Context, process string, all []Presence, now int64) error
	AfterCommit(ctx context.Context, hook func())

	InsertSwitchRequest(ctx context.Context, r Request) error
	// SettleSwitchRequest ends one that waits, and says whether it was one.
	SettleSwitchRequest(ctx context.Context, r Request) (bool, error)
	// LockSwitchRequest keeps others from changing one. What is not there is
	// switch.request_unknown (NotFound).
	LockSwitchRequest(ctx context.Context, tenant rbac.TenantID, id string) (Request, error)
	// SwitchRequestOf is the one that a step asked for.
	SwitchRequestOf(ctx context.Context, tenant rbac.TenantID, ask string) (Request, error)
	SwitchRequest(ctx context.Context, tenant rbac.TenantID, of, id string) (Request, error)
	// SwitchRequests are the newest first; of all states if state is empty.
	SwitchRequests(ctx context.Context, tenant rbac.TenantID, of string, state RequestState, r page.Request) (page.Of[Request], error)
	// WaitingSwitchRequests are those that were asked before a revision.
	WaitingSwitchRequests(ctx context.Context, tenant rbac.TenantID, of string, before int64) ([]Request, error)
	SwitchFollowers(ctx context.Context, tenant rbac.TenantID, id string, since int64) ([]Follower, error)

	chains.UsesStore
}

// Approvals asks people to decide; approvals.Service is one.
type Approvals interface {
	Preview(ctx context.Context, r approvals.Request) error
	Stranded(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, of string, plan approvals.Plan) (bool, error)
	Open(ctx context.Context, r approvals.Request) (approvals.Approval, error)
	Cancel(ctx context.Context, tenant rbac.TenantID, of approvals.Subject, by rbac.SubjectID, reason string) error
}

// Service is the use cases. All fields but Poll are needed. Run it, so that it
// hears of what other servers change.
type Service struct {
	Store Store
	Auth  *rbac.Authorizer
	Audit *audit.Log
	// Wake is told of runs that got what they waited for.
	Wake func(runtime.ID)
	// Approvals asks people to approve changes; what they decided comes back by
	// Kind. Settled is told of the end of what a step asked for.
	Approvals Approvals
	Settled   func(ctx context.Context, r Request, made Made) error
	NewID     func() string
	Now       clock.Now
	Log       *slog.Logger
	// Process names this process among those that share the database.
	Process string
	// Poll is how often what is followed is looked at, for changes that passed
	// unheard; 0: this process makes all there are.
	Poll time.Duration

	hub   hub
	calls wake.Calls[string]
}

// Values are what switches have now, by their ids, as far as an org may follow
// them: its own, and those that an org above shares to it. It is for runs and
// asks for no right: whoever published their chain was asked.
func (s *Service) Values(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, ids []string) (map[string]json.RawMessage, error) {
	rows, err := s.Store.SwitchValues(ctx, tenant, org, ids)
	if err != nil {
		return nil, err
	}
	values := make(map[string]json.RawMessage, len(rows))
	for _, row := range rows {
		values[row.ID] = raw(row.Value)
	}
	return values, nil
}

// kind is what audit entries call a switch.
const kind = "switch"

// List gives the switches of an org and those that orgs above share to it, by
// their keys.
func (s *Service) List(ctx context.Context, who rbac.Actor, org rbac.OrgID, r page.Request) (page.Of[View], error) {
	if err := s.Auth.Can(ctx, who, rbac.SwitchView, rbac.Resource{OrgID: org}); err != nil {
		return page.Of[View]{}, err
	}
	rows, err := s.Store.Switches(ctx, who.Tenant, org, r)
	if err != nil {
		return page.Of[View]{}, err
	}
	mayView, err := s.Auth.Filter(ctx, who, rbac.SwitchView)
	if err != nil {
		return page.Of[View]{}, err
	}
	allowed, err := s.Auth.Allowed(ctx, who, org)
	if err != nil {
		return page.Of[View]{}, err
	}
	out := page.Of[View]{Items: make([]View, 0, len(rows.Items)), Next: rows.Next}
	for _, row := range rows.Items {
		v, err := view(row, org, allowed[org], mayView)
		if err != nil {
			return page.Of[View]{}, err
		}
		out.Items = append(out.Items, v)
	}
	return out, nil
}

// view hides what is not for someone who is allowed some things at org.
func view(row Switch, org rbac.OrgID, allowed []rbac.Permission, mayView rbac.OrgSet) (View, error) {
	row.Shared = row.Org != org
	v := View{Switch: row, Can: can(allowed)}
	if row.Shared {
		v.Can = slices.DeleteFunc(v.Can, func(p rbac.Permission) bool { return p != rbac.SwitchView })
		v.Approval = ""
	}
	if row.Shared && !mayView.Contains(row.Org) {
		v.Org, v.CreatedBy, v.UpdatedBy, v.UpdatedByName = "", "", "", ""
	}
	var err error
	v.Plan, err = v.plan()
	return v, err
}

// Get gives the switch that an org means by a key.
func (s *Service) Get(ctx context.Context, who rbac.Actor, org rbac.OrgID, key string) (View, error) {
	row, err := s.find(ctx, who, org, key)
	if err != nil {
		return View{}, err
	}
	v, err := s.view(ctx, who, org, row)
	if err == nil && !v.Shared {
		v.Stranded, err = s.stranded(ctx, row)
	}
	return v, err
}

func (s *Service) view(ctx context.Context, who rbac.Actor, org rbac.OrgID, row Switch) (View, error) {
	mayView, err := s.Auth.Filter(ctx, who, rbac.SwitchView)
	if err != nil {
		return View{}, err
	}
	allowed, err := s.Auth.Allowed(ctx, who, org)
	if err != nil {
		return View{}, err
	}
	return view(row, org, allowed[org], mayView)
}

// find reads the switch that an org means by a key, for who may view it there:
// the org's own, or else that of the nearest org above which shares one to it.
func (s *Service) find(ctx context.Context, who rbac.Actor, org rbac.OrgID, key string) (Switch, error) {
	if err := s.Auth.Can(ctx, who, rbac.SwitchView, rbac.Resource{OrgID: org}); err != nil {
		return Switch{}, err
	}
	own, err := s.Store.Switch(ctx, who.Tenant, org, key)
	if !fault.Is(err, fault.NotFound) {
		return own, err
	}
	shared, err2 := s.Store.SharedSwitches(ctx, who.Tenant, org, key)
	if err2 != nil || len(shared) == 0 {
		return Switch{}, either(err2, err)
	}
	above, err2 := s.Auth.Ancestors(ctx, who.Tenant, org)
	if err2 != nil {
		return Switch{}, err2
	}
	for _, at := range above {
		i := slices.IndexFunc(shared, func(row Switch) bool { return row.Org == at })
		if i < 0 {
			continue
		}
		return shared[i], s.may(ctx, who, org, shared[i])
	}
	return Switch{}, err
}

func either(err, otherwise error) error {
	if err != nil {
		return err
	}
	return otherwise
}

// may asks whether who may view a switch on behalf of an org.
func (s *Service) may(ctx context.Context, who rbac.Actor, org rbac.OrgID, row Switch) error {
	on := rbac.Resource{OrgID: row.Org, ID: row.ID}
	if row.Org == org {
		return s.Auth.Can(ctx, who, rbac.SwitchView, on)
	}
	var err error
	if on.Shares, err = s.Store.SwitchShares(ctx, row.Tenant, row.ID); err != nil {
		return err
	}
	return s.Auth.CanFor(ctx, who, rbac.SwitchView, on, org)
}

// History gives the values that a switch had, the newest first.
func (s *Service) History(ctx context.Context, who rbac.Actor, org rbac.OrgID, key string, r page.Request) (page.Of[Change], error) {
	row, err := s.find(ctx, who, org, key)
	if err != nil {
		return page.Of[Change]{}, err
	}
	rows, err := s.Store.SwitchChanges(ctx, who.Tenant, row.ID, r)
	if err != nil || row.Org == org {
		return rows, err
	}
	mayView, err := s.Auth.Filter(ctx, who, rbac.SwitchView)
	if err != nil || mayView.Contains(row.Org) {
		return rows, err
	}
	for i := range rows.Items { // of the org above, who is below sees no people
		c := &rows.Items[i]
		c.By, c.Human, c.ByName, c.Run, c.Reason, c.Request = "", "", "", "", "", ""
	}
	return rows, nil
}

// followedWithin is how old word of a follower may be.
const followedWithin = time.Minute

// Followers says who follows a switch of an org.
func (s *Service) Followers(ctx context.Context, who rbac.Actor, org rbac.OrgID, key string) ([]Follower, error) {
	if err := s.Auth.Can(ctx, who, rbac.SwitchView, rbac.Resource{OrgID: org}); err != nil {
		return nil, err
	}
	row, err := s.Store.Switch(ctx, who.Tenant, org, key)
	if err != nil {
		return nil, err
	}
	return s.Store.SwitchFollowers(ctx, who.Tenant, row.ID, s.Now().Add(-followedWithin).UnixMicro())
}

// Uses lists the published chains whose latest version refers to a switch, as
// far as who may view them.
func (s *Service) Uses(ctx context.Context, who rbac.Actor, org rbac.OrgID, key string, r page.Request) (page.Of[chains.Use], error) {
	row, err := s.find(ctx, who, org, key)
	if err != nil {
		return page.Of[chains.Use]{}, err
	}
	set, err := s.Auth.Filter(ctx, who, rbac.ChainView)
	if err != nil {
		return page.Of[chains.Use]{}, err
	}
	return s.Store.ChainUses(ctx, who.Tenant, chain.SwitchRef, row.ID, set, r)
}

func stale(row Switch) error {
	return fault.New(fault.Stale, "switch.stale", "the switch was changed meanwhile; it is at revision %d", row.Revision).
		Carrying(map[string]int64{"revision": row.Revision})
}

func unknown() error { return fault.New(fault.NotFound, "switch.unknown", "no such switch") }

// raw is a stored value as JSON.
func raw(text string) json.RawMessage { return json.RawMessage(text) }
