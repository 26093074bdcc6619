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
	// Limit reads one; there is none at revision 0.
	Limit(ctx context.Context, tenant rbac.TenantID, key string) (Limit, error)
	LimitUse(ctx context.Context, tenant rbac.TenantID, key string) (Use, error)
	// InsertLimit is limits.stale if there is one. UpdateLimit and DeleteLimit
	// say whether it was at the revision.
	InsertLimit(ctx context.Context, l Limit) error
	UpdateLimit(ctx context.Context, l Limit) (bool, error)
	DeleteLimit(ctx context.Context, l Limit) (bool, error)
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
	if err != nil || l.Revision == 0 {
		return View{Limit: at}, err
	}
	use, err := s.Store.LimitUse(ctx, l.Tenant, l.Key)
	return View{Limit: l, Use: use}, err
}

// Set sets the limit of a chain, or of the org if chain is empty. revision is
// that of the one that was seen, 0 for none; another one is limits.stale
// (Stale). Bounds that cannot be are limits.range, such that bound nothing
// limits.none (both Invalid).
func (s *Service) Set(ctx context.Context, who rbac.Actor, org rbac.OrgID, chain string, revision int64, b Bounds) (View, error) {
	if err := s.Auth.Can(ctx, who, rbac.LimitsWrite, rbac.Resource{OrgID: org}); err != nil {
		return View{}, err
	}
	if err := b.check(); err != nil {
		return View{}, err
	}
	return s.change(ctx, who, org, chain, revision, func(ctx context.Context, at, before Limit) ([]runtime.ID, error) {
		at.Bounds, at.Revision, at.UpdatedAt, at.UpdatedBy = b, revision+1, s.Now().UnixMicro(), who.Subject
		if revision == 0 {
			if err := s.Store.InsertLimit(ctx, at); err != nil {
				return nil, err
			}
		} else {
			at.Revision = revision
			if done, err := s.Store.UpdateLimit(ctx, at); err != nil || !done {
				return nil, orStale(err, before)
			}
		}
		if b.Concurrency == 0 {
			return s.Store.DropGate(ctx, string(at.Tenant), at.Key)
		}
		return s.Store.SetGate(ctx, string(at.Tenant), at.Key, b.Concurrency, b.Queue)
	})
}

// Clear takes a limit away; those who wait for it go on. Without one it is
// limits.unknown (NotFound).
func (s *Service) Clear(ctx context.Context, who rbac.Actor, org rbac.OrgID, chain string, revision int64) error {
	if err := s.Auth.Can(ctx, who, rbac.LimitsWrite, rbac.Resource{OrgID: org}); err != nil {
		return err
	}
	_, err := s.change(ctx, who, org, chain, revision, func(ctx context.Context, at, before Limit) ([]runtime.ID, error) {
		if before.Revision == 0 {
			return nil, unknown()
		}
		at.Revision = revision
		if done, err := s.Store.DeleteLimit(ctx, at); err != nil || !done {
			return nil, orStale(err, before)
		}
		return s.Store.DropGate(ctx, string(at.Tenant), at.Key)
	})
	return err
}

func orStale(err error, now Limit) error {
	if err != nil {
		return err
	}
	return stale(now.Revision)
}

// change carries out what writes a limit, with the right to it and the audit
// entry.
func (s *Service) change(ctx context.Context, who rbac.Actor, org rbac.OrgID, chain string, revision int64,
	write func(ctx context.Context, at, before Limit) ([]runtime.ID, error),
) (View, error) {
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
		if before.Revision != revision && before.Revision != 0 {
			return stale(before.Revision)
		}
		if before.Revision == 0 && revision != 0 {
			return unknown()
		}
		if freed, err = write(ctx, at, before); err != nil {
			return err
		}
		if after, err = s.view(ctx, at); err != nil {
			return err
		}
		e := audit.Entry{Action: "limits:set", Kind: "limits", ResourceID: at.Key, OrgID: org}
		if before.Revision != 0 {
			e.Before = before.Bounds
		}
		if after.Revision != 0 {
			e.After = after.Bounds
		} else {
			e.Action = "limits:cleared"
		}
		return s.Audit.Record(ctx, who, e)
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
