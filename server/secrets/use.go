package secrets

import (
	"context"
	"slices"

	"catenary/internal/fault"
	"catenary/rbac"
)

// Used is a secret in the clear, with where it may be sent.
type Used struct {
	Value Value
	Bindings
	Version int64
}

// Find gives the secret that an org means by a key: its own, or else that of
// the nearest org above which shares one to it. None is secret.unknown
// (NotFound). It asks nobody's rights.
func (s *Service) Find(ctx context.Context, tenant rbac.TenantID, acting rbac.OrgID, key string) (Secret, error) {
	own, err := s.Store.Secret(ctx, tenant, acting, key)
	if !fault.Is(err, fault.NotFound) {
		return own, err
	}
	shared, err2 := s.Store.SharedSecrets(ctx, tenant, acting, key)
	if err2 != nil {
		return Secret{}, err2
	}
	above, err2 := s.Auth.Ancestors(ctx, tenant, acting)
	if err2 != nil {
		return Secret{}, err2
	}
	for _, org := range above {
		i := slices.IndexFunc(shared, func(s Secret) bool { return s.Org == org })
		if i >= 0 {
			return shared[i], nil
		}
	}
	return Secret{}, err
}

// Use opens the secret that an org means by a key, for someone who tries
// something out there: he needs secret:use at the org, and the org the right to
// the secret.
func (s *Service) Use(ctx context.Context, who rbac.Actor, acting rbac.OrgID, key string) (Used, error) {
	if err := s.Auth.Can(ctx, who, rbac.SecretUse, rbac.Resource{OrgID: acting}); err != nil {
		return Used{}, err
	}
	secret, on, err := s.resource(ctx, who.Tenant, acting, key)
	if err != nil {
		return Used{}, err
	}
	if err := s.Auth.CanFor(ctx, who, rbac.SecretUse, on, acting); err != nil {
		return Used{}, err
	}
	return s.open(ctx, secret)
}

// Issue opens the secret that an org means by a key for a step that begins now.
// The people behind the step were asked when the chain was published; the org
// is asked again.
func (s *Service) Issue(ctx context.Context, tenant rbac.TenantID, acting rbac.OrgID, key string) (Used, error) {
	secret, on, err := s.resource(ctx, tenant, acting, key)
	if err != nil {
		return Used{}, err
	}
	usable, err := s.Auth.Usable(ctx, tenant, rbac.SecretUse, on, acting)
	if err != nil {
		return Used{}, err
	}
	if !usable {
		return Used{}, fault.New(fault.NotFound, "secret.unknown", "no such secret")
	}
	return s.open(ctx, secret)
}

// IssueFree is Issue for a container, which may send a secret anywhere: one that
// is bound to hosts or engines is secret.bound (Forbidden).
func (s *Service) IssueFree(ctx context.Context, tenant rbac.TenantID, acting rbac.OrgID, key string) (Value, error) {
	used, err := s.Issue(ctx, tenant, acting, key)
	if err == nil && used.Bound() {
		err = BoundElsewhere(key, "containers, which may send it anywhere")
	}
	if err != nil {
		return Value{}, err
	}
	return used.Value, nil
}

// BoundElsewhere is the fault of giving a secret to whom it is not bound.
func BoundElsewhere(key, whom string) error {
	return fault.New(fault.Forbidden, "secret.bound", "secret %q is bound to hosts or engines, and cannot be given to %s", key, whom)
}

func (s *Service) resource(ctx context.Context, tenant rbac.TenantID, acting rbac.OrgID, key string) (Secret, rbac.Resource, error) {
	secret, err := s.Find(ctx, tenant, acting, key)
	if err != nil {
		return Secret{}, rbac.Resource{}, err
	}
	on := rbac.Resource{OrgID: secret.Org, ID: secret.ID}
	if secret.Org != acting {
		on.Shares, err = s.Store.SecretShares(ctx, tenant, secret.ID)
	}
	return secret, on, err
}

func (s *Service) open(ctx context.Context, secret Secret) (Used, error) {
	row, err := s.Store.SealedSecret(ctx, secret.Tenant, secret.ID)
	if err != nil {
		return Used{}, err
	}
	value, err := s.Sealer.Open(ctx, string(row.Tenant), PurposeSecret, row.ID, row.Version, row.Sealed)
	return Used{Value: value, Bindings: row.Bindings, Version: row.Version}, err
}
