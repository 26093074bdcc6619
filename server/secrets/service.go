// Package secrets keeps values that are used and never shown: it seals them for
// the database, keeps the keys for that, and lets them be set, bound, shared,
// used and deleted. There is no way to read one back.
//
// To see the names takes secret:list at the secret's org, to change one
// secret:write, to use one secret:use where it is used.
package secrets

import (
	"context"
	"slices"

	"catenary/chain"
	"catenary/internal/clock"
	"catenary/internal/fault"
	"catenary/internal/page"
	"catenary/rbac"
	"catenary/server/audit"
	"catenary/server/chains"
)

// Store keeps secrets. What is not there is secret.unknown (NotFound).
type Store interface {
	InTx(ctx context.Context, work func(context.Context) error) error
	// Secrets lists what an org owns and what is shared to it, by key.
	Secrets(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, r page.Request) (page.Of[Secret], error)
	Secret(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, key string) (Secret, error)
	// SharedSecrets lists those with a key that are shared to an org.
	SharedSecrets(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, key string) ([]Secret, error)
	SealedSecret(ctx context.Context, tenant rbac.TenantID, id string) (SealedSecret, error)
	// InsertSecret refuses a key that is taken with secret.key_taken (Conflict).
	InsertSecret(ctx context.Context, s SealedSecret) error
	// UpdateSecret and ReplaceSecret say whether the secret was at the revision;
	// they raise it.
	UpdateSecret(ctx context.Context, s Secret) (bool, error)
	ReplaceSecret(ctx context.Context, s SealedSecret) (bool, error)
	// DeleteSecret takes its shares with it.
	DeleteSecret(ctx context.Context, s Secret) (bool, error)
	// ChainUses lists the chains of the orgs of set whose latest version refers to
	// a thing.
	ChainUses(ctx context.Context, tenant rbac.TenantID, kind chain.RefKind, id string, set rbac.OrgSet, r page.Request) (page.Of[chains.Use], error)
	SecretShares(ctx context.Context, tenant rbac.TenantID, id string) ([]rbac.Share, error)
}

// Service is the use cases. All fields are needed.
type Service struct {
	Store  Store
	Sealer *Sealer
	Auth   *rbac.Authorizer
	Audit  *audit.Log
	NewID  func() string
	Now    clock.Now
}

// kind is what audit entries call a secret.
const kind = "secret"

// List gives the secrets of an org and those that orgs above share to it, by
// their keys. That who saw the names is an audit event.
func (s *Service) List(ctx context.Context, who rbac.Actor, org rbac.OrgID, r page.Request) (page.Of[View], error) {
	if err := s.Auth.Can(ctx, who, rbac.SecretList, rbac.Resource{OrgID: org}); err != nil {
		return page.Of[View]{}, err
	}
	mayList, err := s.Auth.Filter(ctx, who, rbac.SecretList)
	if err != nil {
		return page.Of[View]{}, err
	}
	allowed, err := s.Auth.Allowed(ctx, who, org)
	if err != nil {
		return page.Of[View]{}, err
	}
	rows, err := s.Store.Secrets(ctx, who.Tenant, org, r)
	if err != nil {
		return page.Of[View]{}, err
	}
	out := page.Of[View]{Items: make([]View, 0, len(rows.Items)), Next: rows.Next}
	for _, row := range rows.Items {
		out.Items = append(out.Items, view(row, allowed[org], mayList))
	}
	return out, s.Store.InTx(ctx, func(ctx context.Context) error {
		return s.Audit.Record(ctx, who, audit.Entry{
			Action: "secret:listed", Kind: kind, OrgID: org, After: map[string]any{"count": len(rows.Items)},
		})
	})
}

// Get describes a secret of an org.
func (s *Service) Get(ctx context.Context, who rbac.Actor, org rbac.OrgID, key string) (View, error) {
	if err := s.Auth.Can(ctx, who, rbac.SecretList, rbac.Resource{OrgID: org}); err != nil {
		return View{}, err
	}
	secret, err := s.Store.Secret(ctx, who.Tenant, org, key)
	if err != nil {
		return View{}, err
	}
	return s.view(ctx, who, secret)
}

// Uses lists the published chains whose latest version refers to a secret, as
// far as who may view them; the last changed one comes first.
func (s *Service) Uses(ctx context.Context, who rbac.Actor, org rbac.OrgID, key string, r page.Request) (page.Of[chains.Use], error) {
	if err := s.Auth.Can(ctx, who, rbac.SecretList, rbac.Resource{OrgID: org}); err != nil {
		return page.Of[chains.Use]{}, err
	}
	secret, err := s.Store.Secret(ctx, who.Tenant, org, key)
	if err != nil {
		return page.Of[chains.Use]{}, err
	}
	set, err := s.Auth.Filter(ctx, who, rbac.ChainView)
	if err != nil {
		return page.Of[chains.Use]{}, err
	}
	return s.Store.ChainUses(ctx, who.Tenant, chain.SecretRef, secret.ID, set, r)
}

func (s *Service) view(ctx context.Context, who rbac.Actor, secret Secret) (View, error) {
	allowed, err := s.Auth.Allowed(ctx, who, secret.Org)
	if err != nil {
		return View{}, err
	}
	return view(secret, allowed[secret.Org], rbac.OrgSet{Mode: rbac.All}), nil
}

// view says what may be done with a secret by someone who is allowed some
// things where he stands. Of a shared one he learns whose it is only if he may
// list there.
func view(secret Secret, allowed []rbac.Permission, mayList rbac.OrgSet) View {
	v := View{Secret: secret}
	for _, p := range []rbac.Permission{rbac.SecretList, rbac.SecretUse, rbac.SecretWrite, rbac.ShareWrite} {
		if slices.Contains(allowed, p) && (!secret.Shared || p == rbac.SecretUse) {
			v.Can = append(v.Can, p)
		}
	}
	if secret.Shared && !mayList.Contains(secret.Org) {
		v.Org, v.UpdatedBy, v.UpdatedByName = "", "", ""
	}
	return v
}

func stale(s Secret) error {
	return fault.New(fault.Stale, "secret.stale", "the secret was changed meanwhile; it is at revision %d", s.Revision).
		Carrying(map[string]int64{"revision": s.Revision})
}

// record is what audit entries tell of a secret.
func record(s Secret) map[string]any {
	return map[string]any{
		"key": s.Key, "description": s.Description, "hosts": []string(s.Hosts), "engines": []string(s.Engines),
		"version": s.Version, "value": Value{},
	}
}
