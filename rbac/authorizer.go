package rbac

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"catenary/internal/clock"
)

// Authorizer answers what may be done, from one tree in memory for each tenant.
type Authorizer struct{ config Config }

// Config is what an Authorizer needs. Source and Now must be given.
type Config struct {
	Source Source
	Now    clock.Now
	// Idle is how long the tree of a tenant that nobody asks about is kept; 0: 15 min.
	Idle time.Duration
	Log  *slog.Logger
}

// New returns an Authorizer that has nothing loaded yet.
func New(c Config) *Authorizer { return &Authorizer{config: c} }

var errNotYet = errors.New("not built yet")

// Can says whether who may do act on the resource: nil, or a fault.
func (a *Authorizer) Can(ctx context.Context, who Actor, act Permission, on Resource) error {
	return errNotYet
}

// CanFor says whether who may do act on a shared resource on behalf of acting.
func (a *Authorizer) CanFor(ctx context.Context, who Actor, act Permission, on Resource, acting OrgID) error {
	return errNotYet
}

// Usable says whether the org acting may have act done to the resource: it is
// its own, or shared to it.
func (a *Authorizer) Usable(ctx context.Context, tenant TenantID, act Permission, on Resource, acting OrgID) (bool, error) {
	return false, errNotYet
}

// Confirm is Can, asked inside the transaction that writes.
func (a *Authorizer) Confirm(ctx context.Context, who Actor, act Permission, on Resource) error {
	return errNotYet
}

// Filter says in which orgs who may do act.
func (a *Authorizer) Filter(ctx context.Context, who Actor, act Permission) (OrgSet, error) {
	return OrgSet{}, errNotYet
}

// Allowed says what who may do in each of the orgs.
func (a *Authorizer) Allowed(ctx context.Context, who Actor, orgs ...OrgID) (map[OrgID][]Permission, error) {
	return nil, errNotYet
}

// Path gives the ancestors of org that who may see, topmost first, org last.
func (a *Authorizer) Path(ctx context.Context, who Actor, org OrgID) ([]OrgID, error) {
	return nil, errNotYet
}

// Ancestors gives org and all above it, up to the root.
func (a *Authorizer) Ancestors(ctx context.Context, tenant TenantID, org OrgID) ([]OrgID, error) {
	return nil, errNotYet
}

// Depth is 1 at the root.
func (a *Authorizer) Depth(ctx context.Context, tenant TenantID, org OrgID) (int, error) {
	return 0, errNotYet
}

// Subtree gives org and all living orgs below it, parents first.
func (a *Authorizer) Subtree(ctx context.Context, tenant TenantID, org OrgID) ([]OrgID, error) {
	return nil, errNotYet
}

// RolePermissions gives what a role allows or denies.
func (a *Authorizer) RolePermissions(ctx context.Context, tenant TenantID, role RoleID) (Effect, []Permission, error) {
	return "", nil, errNotYet
}

// RoleCounts says whether a role may be granted at org: a system role, or a
// custom one of org or of an org above it.
func (a *Authorizer) RoleCounts(ctx context.Context, tenant TenantID, role RoleID, org OrgID) (bool, error) {
	return false, errNotYet
}

// Grants gives the grants of a subject itself, not those of its groups.
func (a *Authorizer) Grants(ctx context.Context, tenant TenantID, subject SubjectID) ([]GrantFact, error) {
	return nil, errNotYet
}

// Groups gives the groups that a member or service account is in.
func (a *Authorizer) Groups(ctx context.Context, tenant TenantID, subject SubjectID) ([]SubjectID, error) {
	return nil, errNotYet
}

// KeepsOwner refuses changes that would leave no active person with
// member:write at the tenant's root.
func (a *Authorizer) KeepsOwner(ctx context.Context, tenant TenantID, ops ...Change) error {
	return errNotYet
}

// Hint says that a tenant's rights have this version now.
func (a *Authorizer) Hint(tenant TenantID, version int64) {}

// Watch gives the newest version each time that the tenant's rights changed,
// until ctx ends.
func (a *Authorizer) Watch(ctx context.Context, tenant TenantID) <-chan int64 { return nil }

// Fresh refuses who did not give a factor in the last minutes.
func (a *Authorizer) Fresh(who Actor) error { return errNotYet }
