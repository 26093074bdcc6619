// Package holds keeps what starts a chain: while a chain is held, each start by
// API, by hand, webhook or schedule is accepted, has its run and its id, and
// waits as a row. Released at a pace, they begin in the order in which they came;
// those that are alike at a place of their inputs one after another. What comes
// meanwhile stands behind them; when nobody waits any more the hold is over.
//
// Test runs, reruns and runs that other runs begin are not kept.
//
// To see a hold takes chain:view, to hold and to release run:cancel.
package holds

import (
	"context"
	"log/slog"
	"slices"
	"strings"

	"catenary/internal/clock"
	"catenary/internal/fault"
	"catenary/internal/name"
	"catenary/internal/page"
	"catenary/internal/wake"
	"catenary/rbac"
	"catenary/runtime"
	"catenary/server/audit"
	"catenary/server/runs"
)

// Store keeps holds.
type Store interface {
	InTx(ctx context.Context, work func(context.Context) error) error
	// Startable finds a living chain, or is chain.unknown (NotFound).
	Startable(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, key string) (runs.Startable, error)
	// Hold reads the hold of a chain; one without has none of its fields.
	Hold(ctx context.Context, tenant rbac.TenantID, chain string) (Hold, error)
	// LockHold is Hold, and keeps others from changing it.
	LockHold(ctx context.Context, tenant rbac.TenantID, chain string) (Hold, error)
	// ChainHolds lists those of living chains in the orgs of a set, the newest first.
	ChainHolds(ctx context.Context, tenant rbac.TenantID, set rbac.OrgSet, r page.Request) (page.Of[Listed], error)
	// HeldRuns counts the runs that a hold keeps, MaxWaiting at most.
	HeldRuns(ctx context.Context, tenant rbac.TenantID, chain string) (int64, error)
	InsertHold(ctx context.Context, h Hold) error
	UpdateHold(ctx context.Context, h Hold) error
	// DueHolds are those to be looked at by now; NextDueHold is when the next is, 0
	// for never.
	DueHolds(ctx context.Context, now int64, max int) ([]Hold, error)
	NextDueHold(ctx context.Context) (int64, error)
	// ReleaseHeld lets go of as many runs as the pace allows, and ends the hold if
	// nobody waits any more.
	ReleaseHeld(ctx context.Context, tenant rbac.TenantID, chain string) (freed []runtime.ID, err error)
}

// Service is the use cases. All fields are needed. Run releases.
type Service struct {
	Store Store
	Auth  *rbac.Authorizer
	Audit *audit.Log
	// Wake is told of runs that may begin.
	Wake  func(runtime.ID)
	NewID func() string
	Now   clock.Now
	Log   *slog.Logger
	// Reached, if set, is told of each change that was committed, for tests of
	// crashes.
	Reached func(point string)

	due wake.Due
}

// Get shows how the starts of a chain stand.
func (s *Service) Get(ctx context.Context, who rbac.Actor, org rbac.OrgID, key string) (View, error) {
	if err := s.Auth.Can(ctx, who, rbac.ChainView, rbac.Resource{OrgID: org}); err != nil {
		return View{}, err
	}
	c, err := s.Store.Startable(ctx, who.Tenant, org, key)
	if err != nil {
		return View{}, err
	}
	v, err := s.view(ctx, who.Tenant, org, c.ID)
	if err != nil {
		return View{}, err
	}
	allowed, err := s.Auth.Allowed(ctx, who, org)
	if slices.Contains(allowed[org], rbac.RunCancel) {
		v.Can = []rbac.Permission{rbac.RunCancel}
	}
	return v, err
}

func (s *Service) view(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, chain string) (View, error) {
	h, err := s.Store.Hold(ctx, tenant, chain)
	if err != nil {
		return View{}, err
	}
	if h.ID == "" {
		return View{Hold: Hold{Tenant: tenant, Chain: chain, Org: org, State: Open}}, nil
	}
	waiting, err := s.Store.HeldRuns(ctx, tenant, chain)
	return View{Hold: h, Waiting: waiting}, err
}

// Order says what is to be held.
type Order struct{ OrderBy, Reason string }

// checked refuses what is no pointer: hold.order_by (Invalid).
func (o Order) checked() (Order, error) {
	var err error
	if o.Reason, err = name.Text("/reason", o.Reason, MaxReason); err != nil {
		return o, err
	}
	if o.OrderBy != "" && !strings.HasPrefix(o.OrderBy, "/") || len(o.OrderBy) > MaxOrderBy {
		return o, fault.At("/order_by", "hold.order_by", "this is no JSON Pointer such as /order/id")
	}
	return o, nil
}

// Hold keeps what starts a chain from now on. A chain that is held already by
// another order of runs is hold.standing (Conflict).
func (s *Service) Hold(ctx context.Context, who rbac.Actor, org rbac.OrgID, key string, o Order) (View, error) {
	return s.change(ctx, who, org, key, func(ctx context.Context, chain string) error {
		o, err := o.checked()
		if err != nil {
			return err
		}
		_, err = s.hold(ctx, who, Hold{Org: org, Chain: chain, OrderBy: o.OrderBy, Reason: o.Reason})
		return err
	})
}

// Release lets go of what is kept, so many in a minute; 0: at once. A chain that
// is not held stays as it is.
func (s *Service) Release(ctx context.Context, who rbac.Actor, org rbac.OrgID, key string, perMinute int64, reason string) (View, error) {
	return s.change(ctx, who, org, key, func(ctx context.Context, chain string) error {
		reason, err := name.Text("/reason", reason, MaxReason)
		if err != nil {
			return err
		}
		return s.release(ctx, who, org, chain, "", perMinute, reason)
	})
}

// change shows the hold as the change left it, not as Run may have since.
func (s *Service) change(ctx context.Context, who rbac.Actor, org rbac.OrgID, key string, work func(ctx context.Context, chain string) error) (v View, err error) {
	if err := s.Auth.Can(ctx, who, rbac.RunCancel, rbac.Resource{OrgID: org}); err != nil {
		return View{}, err
	}
	err = s.Store.InTx(ctx, func(ctx context.Context) error {
		if err := s.Auth.Confirm(ctx, who, rbac.RunCancel, rbac.Resource{OrgID: org}); err != nil {
			return err
		}
		c, err := s.Store.Startable(ctx, who.Tenant, org, key)
		if err != nil {
			return err
		}
		if err := work(ctx, c.ID); err != nil {
			return err
		}
		v, err = s.view(ctx, who.Tenant, org, c.ID)
		return err
	})
	if err != nil {
		return View{}, err
	}
	s.changed()
	v.Can = []rbac.Permission{rbac.RunCancel}
	return v, nil
}

// hold makes a hold, or makes one that releases keep again. taken says that it is
// the caller's.
func (s *Service) hold(ctx context.Context, who rbac.Actor, h Hold) (taken bool, err error) {
	before, err := s.Store.LockHold(ctx, who.Tenant, h.Chain)
	if err != nil {
		return false, err
	}
	if before.ID != "" && before.OrderBy != h.OrderBy {
		return false, fault.New(fault.Conflict, "hold.standing", "the chain is held already, ordered by %q", before.OrderBy)
	}
	switch {
	case before.ID != "" && before.Cause == h.Cause && h.Cause != "" && before.State == Kept:
		return true, nil
	case before.State == Kept:
		return false, nil
	}
	h.Tenant, h.ID, h.State, h.HeldAt, h.HeldBy = who.Tenant, s.NewID(), Kept, s.Now().UnixMicro(), who.Subject
	if before.ID == "" {
		err = s.Store.InsertHold(ctx, h)
	} else {
		err = s.Store.UpdateHold(ctx, h)
	}
	if err != nil {
		return false, err
	}
	return true, s.Audit.Record(ctx, who, audit.Entry{
		Action: "chain:held", Kind: "chain", ResourceID: h.Chain, OrgID: h.Org, Before: record(before), After: record(h),
	})
}

// release begins to release a hold: the one with this id, or any if that is
// empty.
func (s *Service) release(ctx context.Context, who rbac.Actor, org rbac.OrgID, chain, id string, perMinute int64, reason string) error {
	if perMinute < 0 || perMinute > MaxPerMinute {
		return fault.At("/per_minute", "hold.pace", "want 0 to %d", MaxPerMinute)
	}
	h, err := s.Store.LockHold(ctx, who.Tenant, chain)
	if err != nil || h.ID == "" || id != "" && h.ID != id || h.State == Releasing && h.PerMinute == perMinute {
		return err
	}
	before := h
	now := s.Now().UnixMicro()
	h.State, h.PerMinute, h.DueAt, h.PacedTo, h.Reason = Releasing, perMinute, now, 0, reason
	if err := s.Store.UpdateHold(ctx, h); err != nil {
		return err
	}
	return s.Audit.Record(ctx, who, audit.Entry{
		Action: "chain:released", Kind: "chain", ResourceID: chain, OrgID: org, Before: record(before), After: record(h),
	})
}

// record is what audit entries tell of a hold.
func record(h Hold) map[string]any {
	if h.ID == "" {
		return nil
	}
	out := map[string]any{"state": h.State, "order_by": h.OrderBy, "per_minute": h.PerMinute, "reason": h.Reason}
	if h.Run != "" {
		out["run"] = h.Run
	}
	return out
}

// changed wakes Run behind what was held or released.
func (s *Service) changed() {
	s.reached("hold_changed")
	s.due.Wake()
}

func (s *Service) reached(point string) {
	if s.Reached != nil {
		s.Reached(point)
	}
}
