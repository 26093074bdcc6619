// Package orgs holds the use cases that shape who may do what: the tree of
// orgs, roles, grants, groups and shares. Whatever changes rights here does so
// in one transaction under the tenant's lock, with the rbac.Change that tells
// of it and its entry in the audit log.
package orgs

import (
	"context"

	"catenary/internal/clock"
	"catenary/internal/fault"
	"catenary/rbac"
	"catenary/server/audit"
)

// Service is the use cases of this package. All fields are needed.
type Service struct {
	Store Store
	Auth  *rbac.Authorizer
	Audit *audit.Log
	NewID func() string
	Now   clock.Now
}

// change makes one change of rights: work runs under the tenant's lock, on
// state that nobody else can change, and returns what it did. Nothing is left
// of it if the tenant would then have no owner: grant.last_owner (Conflict).
// Work that returns no ops changed no rights and raises no version. The actor
// that comes back asks under the version that the change made.
func (s *Service) change(ctx context.Context, who rbac.Actor, work func(context.Context) ([]rbac.Change, error)) (rbac.Actor, error) {
	if err := rbac.HumanOnly(who); err != nil {
		return who, err
	}
	return s.locked(ctx, who, work)
}

// locked is change for what tokens may do too.
func (s *Service) locked(ctx context.Context, who rbac.Actor, work func(context.Context) ([]rbac.Change, error)) (rbac.Actor, error) {
	err := s.Store.InTx(ctx, func(ctx context.Context) error {
		version, err := s.Store.LockTenant(ctx, who.Tenant)
		if err != nil {
			return err
		}
		ops, err := work(ctx)
		if err != nil || len(ops) == 0 {
			return err
		}
		if err := s.Auth.KeepsOwner(ctx, who.Tenant, ops...); err != nil {
			return err
		}
		who.Version = version + 1
		return s.Store.AppendPolicy(ctx, who.Tenant, ops...)
	})
	return who, err
}

// confirmAbove is Confirm at an org that the actor may not see while what is
// below it he may: then he is told what is lacking, but not where.
func (s *Service) confirmAbove(ctx context.Context, who rbac.Actor, act rbac.Permission, above rbac.OrgID) error {
	err := s.Auth.Confirm(ctx, who, act, rbac.Resource{OrgID: above})
	if fault.Is(err, fault.NotFound) {
		return fault.New(fault.Forbidden, "auth.forbidden", "this needs %s in the org above", act).Because(err)
	}
	return err
}

// hidden is what the Authorizer says of what may not be seen, for things that it
// cannot be asked about.
func hidden(cause error) error {
	return fault.New(fault.NotFound, "resource.unknown", "there is no such thing, or you may not see it").Because(cause)
}

// stale is what a change gets whose revision is overtaken.
func stale(code, what string) error {
	return fault.New(fault.Stale, code, "the %s was changed meanwhile: read it again", what)
}
