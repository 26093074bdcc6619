package rbac_test

import (
	"cmp"
	"context"
	"slices"
	"sync"

	"catenary/internal/fault"
	"catenary/rbac"
)

// source is a rbac.Source of one tenant in memory. Facts are kept as plain
// lists, and changes are made to them without any help of package rbac.
type source struct {
	mu      sync.Mutex
	facts   rbac.Facts
	ties    rbac.Ties
	changes []rbac.VersionedChange
	loads   int // how often Facts was read
	follows int // how often Changes was read
	broken  error
	noFacts error
}

func (s *source) Facts(_ context.Context, tenant rbac.TenantID) (rbac.Facts, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := cmp.Or(s.broken, s.noFacts); err != nil {
		return rbac.Facts{}, err
	}
	if tenant != s.facts.Tenant {
		return rbac.Facts{}, fault.New(fault.NotFound, "tenant.unknown", "no such tenant")
	}
	s.loads++
	f := s.facts
	f.Orgs, f.Roles, f.Grants = slices.Clone(f.Orgs), slices.Clone(f.Roles), slices.Clone(f.Grants)
	f.Members, f.Subjects = slices.Clone(f.Members), slices.Clone(f.Subjects)
	return f, nil
}

func (s *source) Changes(_ context.Context, _ rbac.TenantID, version int64, limit int) ([]rbac.VersionedChange, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.broken != nil {
		return nil, s.broken
	}
	s.follows++
	var found []rbac.VersionedChange
	for _, c := range s.changes {
		if c.Version > version && len(found) <= limit {
			found = append(found, c)
		}
	}
	return found, nil
}

func (s *source) Version(_ context.Context, tenant rbac.TenantID) (int64, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if tenant != s.facts.Tenant {
		return 0, fault.New(fault.NotFound, "tenant.unknown", "no such tenant")
	}
	return s.facts.Version, nil
}

func (s *source) Ties(context.Context, rbac.TenantID) (rbac.Ties, error) { return s.ties, nil }

// commit makes a change and returns its version.
func (s *source) commit(ops ...rbac.Change) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, op := range ops {
		s.apply(op)
	}
	s.facts.Version++
	s.changes = append(s.changes, rbac.VersionedChange{Version: s.facts.Version, Ops: ops})
	return s.facts.Version
}

// forget drops the changes up to a version.
func (s *source) forget(version int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.changes = slices.DeleteFunc(s.changes, func(c rbac.VersionedChange) bool { return c.Version <= version })
}

// put replaces what same finds, or adds.
func put[T any](list []T, item T, same func(T) bool) []T {
	if i := slices.IndexFunc(list, same); i >= 0 {
		list = slices.Clone(list)
		list[i] = item
		return list
	}
	return append(slices.Clip(list), item)
}

func drop[T any](list []T, same func(T) bool) []T {
	return slices.DeleteFunc(slices.Clone(list), same)
}

func (s *source) apply(op rbac.Change) {
	f := &s.facts
	switch {
	case op.Org != nil:
		f.Orgs = put(f.Orgs, *op.Org, func(o rbac.OrgFact) bool { return o.ID == op.Org.ID })
	case op.OrgGone != "":
		f.Orgs = drop(f.Orgs, func(o rbac.OrgFact) bool { return o.ID == op.OrgGone })
	case op.Role != nil:
		f.Roles = put(f.Roles, *op.Role, func(r rbac.RoleFact) bool { return r.ID == op.Role.ID })
	case op.RoleGone != "":
		f.Roles = drop(f.Roles, func(r rbac.RoleFact) bool { return r.ID == op.RoleGone })
	case op.Grant != nil:
		f.Grants = put(f.Grants, *op.Grant, func(g rbac.GrantFact) bool { return sameGrant(g, *op.Grant) })
	case op.GrantGone != nil:
		f.Grants = drop(f.Grants, func(g rbac.GrantFact) bool { return sameGrant(g, *op.GrantGone) })
	case op.Member != nil:
		f.Members = put(f.Members, *op.Member, func(m rbac.MembershipFact) bool { return m == *op.Member })
	case op.MemberGone != nil:
		f.Members = drop(f.Members, func(m rbac.MembershipFact) bool { return m == *op.MemberGone })
	case op.Subject != nil:
		f.Subjects = put(f.Subjects, *op.Subject, func(x rbac.SubjectFact) bool { return x.ID == op.Subject.ID })
	case op.SubjectGone != "":
		f.Subjects = drop(f.Subjects, func(x rbac.SubjectFact) bool { return x.ID == op.SubjectGone })
		f.Grants = drop(f.Grants, func(g rbac.GrantFact) bool { return g.Subject == op.SubjectGone })
		f.Members = drop(f.Members, func(m rbac.MembershipFact) bool {
			return m.Member == op.SubjectGone || m.Group == op.SubjectGone
		})
	}
}

func sameGrant(a, b rbac.GrantFact) bool {
	return a.Subject == b.Subject && a.Role == b.Role && a.Org == b.Org
}
