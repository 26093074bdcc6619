package limits

import (
	"context"
	"sync"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"

	"catenary/rbac"
	"catenary/server/runs"
)

// Stale is how long a server may go without hearing of a limit that was set on
// another one.
const Stale = 2 * time.Second

// knownTenants is of how many tenants the limits are remembered.
const knownTenants = 4096

// book is the limits of a tenant as they were read.
type book struct {
	mu     sync.Mutex
	readAt time.Time
	limits map[string]Bounds // by key
	orgs   bool              // some are of orgs
}

// Of finds the limits that a run counts for: those of its chain, if it has one, and
// those of its org. For a tenant without limits it costs a look into memory.
func (s *Service) Of(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, chain string) (runs.Limited, error) {
	limits, orgs, err := s.limits(ctx, tenant)
	if err != nil || len(limits) == 0 {
		return runs.Limited{}, err
	}
	var out runs.Limited
	add := func(key string) {
		if b := limits[key]; b.Concurrency > 0 {
			out.Gates = append(out.Gates, key)
		}
		if limits[key].Rate > 0 {
			out.Rates = append(out.Rates, key)
		}
	}
	if chain != "" { // a check or a trial is of no chain
		add(keyOf(org, chain))
	}
	if !orgs {
		return out, nil
	}
	above, err := s.Auth.Ancestors(ctx, tenant, org)
	if err != nil {
		return runs.Limited{}, err
	}
	for _, at := range above {
		add(orgKey(at))
	}
	return out, nil
}

// limits are those of a tenant, as they are or were no longer ago than Stale.
func (s *Service) limits(ctx context.Context, tenant rbac.TenantID) (all map[string]Bounds, orgs bool, err error) {
	b, found := s.books().Get(tenant)
	if !found {
		b = &book{}
		if first, there, _ := s.books().PeekOrAdd(tenant, b); there {
			b = first
		}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	now := s.Now()
	if !b.readAt.IsZero() && now.Sub(b.readAt) < Stale {
		return b.limits, b.orgs, nil
	}
	rows, err := s.Store.Limits(ctx, tenant)
	if err != nil {
		return nil, false, err
	}
	b.readAt, b.limits, b.orgs = now, nil, false
	for _, l := range rows {
		if l.Concurrency == 0 && l.Rate == 0 {
			continue
		}
		if b.limits == nil {
			b.limits = map[string]Bounds{}
		}
		b.limits[l.Key] = l.Bounds
		b.orgs = b.orgs || l.Chain == ""
	}
	return b.limits, b.orgs, nil
}

// forget makes the next start read the limits of a tenant anew. Who is reading
// the old ones now keeps them for himself.
func (s *Service) forget(tenant rbac.TenantID) { s.books().Remove(tenant) }

func (s *Service) books() *lru.Cache[rbac.TenantID, *book] {
	s.once.Do(func() { s.known, _ = lru.New[rbac.TenantID, *book](knownTenants) }) // fails for sizes below 1 only
	return s.known
}
