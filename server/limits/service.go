package limits

import (
	"context"
	"sync"

	lru "github.com/hashicorp/golang-lru/v2"

	"catenary/internal/clock"
	"catenary/internal/fault"
	"catenary/rbac"
	"catenary/runtime"
	"catenary/server/audit"
	"catenary/server/runs"
)

// Store keeps limits, and the gates by which runs are counted.
type Store interface {
	InTx(ctx context.Context, work func(context.Context) error) error
	// Startable finds a living chain, or is chain.unknown (NotFound).
	Startable(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, key string) (runs.Startable, error)

	// Limits are all of a tenant.
	Limits(ctx context.Context, tenant rbac.TenantID) ([]Limit, error)
	// Limit reads one; it is at revision 1 if it was never set.
	Limit(ctx context.Context, tenant rbac.TenantID, key string) (Limit, error)
	LimitUse(ctx context.Context, tenant rbac.TenantID, key string) (Use, error)
	// SetLimit says whether it was at the revision.
	SetLimit(ctx context.Context, l Limit) (bool, error)
	// PaceStart lets one start in at each of the keys, or at none and says how
	// long to wait, in microseconds.
	PaceStart(ctx context.Context, tenant rbac.TenantID, keys []string) (wait int64, err error)

	SetGate(ctx context.Context, tenant, key string, capacity, queueMax int64) ([]runtime.ID, error)
	DropGate(ctx context.Context, tenant, key string) ([]runtime.ID, error)
}

// Service is the use cases. All fields are needed.
type Service struct {
	Store Store
	Auth  *rbac.Authorizer
	Audit *audit.Log
	// Wake is told of runs that found a place because a limit was changed.
	Wake func(runtime.ID)
	Now  clock.Now

	once  sync.Once
	known *lru.Cache[rbac.TenantID, *book]
}

// place is where a limit stands: at an org, or at a chain of it.
func (s *Service) place(ctx context.Context, who rbac.Actor, org rbac.OrgID, chain string) (Limit, error) {
	l := Limit{Tenant: who.Tenant, Org: org}
	if chain != "" {
		c, err := s.Store.Startable(ctx, who.Tenant, org, chain)
		if err != nil {
			return l, err
		}
		l.Chain = c.ID
	}
	l.Key = keyOf(org, l.Chain)
	return l, nil
}

// Get shows the limit of a chain, or of the org if chain is empty.
func (s *Service) Get(ctx context.Context, who rbac.Actor, org rbac.OrgID, chain string) (View, error) {
	act := rbac.OrgView
	if chain != "" {
		act = rbac.ChainView
	}
	if err := s.Auth.Can(ctx, who, act, rbac.Resource{OrgID: org}); err != nil {
		return View{}, err
	}
	at, err := s.place(ctx, who, org, chain)
	if err != nil {
		return View{}, err
	}
	return s.view(ctx, at)
}

func (s *Service) view(ctx context.Context, at Limit) (View, error) {
	l, err := s.Store.Limit(ctx, at.Tenant, at.Key)
	if err != nil || l.Concurrency == 0 {
		return View{Limit: l}, err
	}
	use, err := s.Store.LimitUse(ctx, l.Tenant, l.Key)
	return View{Limit: l, Use: use}, err
}

// Set sets the limit of a chain, or of the org if chain is empty; bounds of 0
// clear it, and those who wait for it go on. One that is no longer at revision
// is limits.stale (Stale), bounds that cannot be are limits.range (Invalid).
func (s *Service) Set(ctx context.Context, who rbac.Actor, org rbac.OrgID, chain string, revision int64, b Bounds) (View, error) {
	if err := s.Auth.Can(ctx, who, rbac.LimitsWrite, rbac.Resource{OrgID: org}); err != nil {
		return View{}, err
	}
	if err := b.check(); err != nil {
		return View{}, err
	}
	if b.Concurrency == 0 {
		b.Queue = 0
	}
	var after View
	var freed []runtime.ID
	err := s.Store.InTx(ctx, func(ctx context.Context) error {
		if err := s.Auth.Confirm(ctx, who, rbac.LimitsWrite, rbac.Resource{OrgID: org}); err != nil {
			return err
		}
		at, err := s.place(ctx, who, org, chain)
		if err != nil {
			return err
		}
		before, err := s.Store.Limit(ctx, at.Tenant, at.Key)
		if err != nil {
			return err
		}
		at.Bounds, at.Revision, at.UpdatedAt, at.UpdatedBy = b, revision, s.Now().UnixMicro(), who.Subject
		if done, err := s.Store.SetLimit(ctx, at); err != nil {
			return err
		} else if !done {
			return stale(before.Revision)
		}
		if freed, err = s.gate(ctx, at); err != nil {
			return err
		}
		if after, err = s.view(ctx, at); err != nil {
			return err
		}
		return s.Audit.Record(ctx, who, audit.Entry{
			Action: "limits:set", Kind: "limits", ResourceID: at.Key, OrgID: org, Before: before.Bounds, After: b,
		})
	})
	if err != nil {
		return View{}, err
	}
	s.forget(who.Tenant)
	for _, id := range freed {
		s.Wake(id)
	}
	return after, nil
}

// gate makes the gate of a limit what the limit says. It returns the runs that
// find a place by it.
func (s *Service) gate(ctx context.Context, l Limit) ([]runtime.ID, error) {
	if l.Concurrency == 0 {
		return s.Store.DropGate(ctx, string(l.Tenant), l.Key)
	}
	return s.Store.SetGate(ctx, string(l.Tenant), l.Key, l.Concurrency, l.Queue)
}

// Pace takes the places of one start at limits of starts. One that has none left
// is run.rate (Limited).
func (s *Service) Pace(ctx context.Context, tenant rbac.TenantID, keys []string) error {
	wait, err := s.Store.PaceStart(ctx, tenant, keys)
	if err != nil || wait == 0 {
		return err
	}
	f := fault.New(fault.Limited, "run.rate", "as many runs were started as may be; try again later")
	f.RetryAfter = int((wait + 999_999) / 1_000_000)
	return f
}
