package secrets

import (
	"context"

	"catenary/internal/name"
	"catenary/rbac"
	"catenary/server/audit"
)

// New is a secret to be made.
type New struct {
	Key, Description string
	Value            Value
	Bindings
}

// Edit is what changes of a secret besides its value; what is nil stays.
type Edit struct {
	Description    *string
	Hosts, Engines *Names
}

// Create makes a secret with the version 1 of its value. A secret of the org
// with this key is secret.key_taken (Conflict).
func (s *Service) Create(ctx context.Context, who rbac.Actor, org rbac.OrgID, in New) (View, error) {
	if err := s.Auth.Can(ctx, who, rbac.SecretWrite, rbac.Resource{OrgID: org}); err != nil {
		return View{}, err
	}
	if err := name.Key("/key", in.Key); err != nil {
		return View{}, err
	}
	description, err := checkDescription(in.Description)
	if err != nil {
		return View{}, err
	}
	if err := checkValue(in.Value); err != nil {
		return View{}, err
	}
	bindings, err := checkBindings(in.Bindings)
	if err != nil {
		return View{}, err
	}
	var made Secret
	err = s.Store.InTx(ctx, func(ctx context.Context) error {
		if err := s.Auth.Confirm(ctx, who, rbac.SecretWrite, rbac.Resource{OrgID: org}); err != nil {
			return err
		}
		now := s.Now().UnixMicro()
		made = Secret{
			Tenant: who.Tenant, ID: s.NewID(), Org: org, Key: in.Key, Description: description, Bindings: bindings,
			Version: 1, Revision: 1, CreatedAt: now, UpdatedAt: now, RotatedAt: now, UpdatedBy: who.Subject,
		}
		row, err := s.seal(ctx, made, in.Value)
		if err != nil {
			return err
		}
		if err := s.Store.InsertSecret(ctx, row); err != nil {
			return err
		}
		err = s.Audit.Record(ctx, who, audit.Entry{
			Action: "secret:created", Kind: kind, ResourceID: made.ID, OrgID: org, After: record(made),
		})
		if err != nil {
			return err
		}
		made, err = s.Store.Secret(ctx, who.Tenant, org, in.Key)
		return err
	})
	if err != nil {
		return View{}, err
	}
	return s.view(ctx, who, made)
}

func (s *Service) seal(ctx context.Context, secret Secret, value Value) (SealedSecret, error) {
	sealed, err := s.Sealer.Seal(ctx, string(secret.Tenant), PurposeSecret, secret.ID, secret.Version, value)
	if err != nil {
		return SealedSecret{}, err
	}
	key, err := KeyOf(sealed)
	return SealedSecret{Secret: secret, DataKey: key, Sealed: sealed}, err
}

// Replace gives a secret another value. A secret that is no longer at revision
// is secret.stale (Stale).
func (s *Service) Replace(ctx context.Context, who rbac.Actor, org rbac.OrgID, key string, revision int64, value Value) (View, error) {
	if err := s.Auth.Can(ctx, who, rbac.SecretWrite, rbac.Resource{OrgID: org}); err != nil {
		return View{}, err
	}
	if err := checkValue(value); err != nil {
		return View{}, err
	}
	return s.change(ctx, who, org, key, revision, "secret:replaced", func(ctx context.Context, secret Secret) (Secret, bool, error) {
		secret.Version++
		secret.RotatedAt = secret.UpdatedAt
		row, err := s.seal(ctx, secret, value)
		if err != nil {
			return secret, false, err
		}
		done, err := s.Store.ReplaceSecret(ctx, row)
		return secret, done, err
	})
}

// Edit changes the description and the bindings of a secret.
func (s *Service) Edit(ctx context.Context, who rbac.Actor, org rbac.OrgID, key string, revision int64, in Edit) (View, error) {
	if err := s.Auth.Can(ctx, who, rbac.SecretWrite, rbac.Resource{OrgID: org}); err != nil {
		return View{}, err
	}
	var given Bindings
	if in.Hosts != nil {
		given.Hosts = *in.Hosts
	}
	if in.Engines != nil {
		given.Engines = *in.Engines
	}
	bindings, err := checkBindings(given)
	if err != nil {
		return View{}, err
	}
	var description string
	if in.Description != nil {
		if description, err = checkDescription(*in.Description); err != nil {
			return View{}, err
		}
	}
	return s.change(ctx, who, org, key, revision, "secret:changed", func(ctx context.Context, secret Secret) (Secret, bool, error) {
		if in.Description != nil {
			secret.Description = description
		}
		if in.Hosts != nil {
			secret.Hosts = bindings.Hosts
		}
		if in.Engines != nil {
			secret.Engines = bindings.Engines
		}
		done, err := s.Store.UpdateSecret(ctx, secret)
		return secret, done, err
	})
}

// change makes one guarded change of a secret and records it.
func (s *Service) change(ctx context.Context, who rbac.Actor, org rbac.OrgID, key string, revision int64, action string,
	work func(context.Context, Secret) (Secret, bool, error),
) (View, error) {
	var after Secret
	err := s.Store.InTx(ctx, func(ctx context.Context) error {
		before, err := s.at(ctx, who, org, key, revision)
		if err != nil {
			return err
		}
		now := before
		now.UpdatedAt, now.UpdatedBy = s.Now().UnixMicro(), who.Subject
		changed, done, err := work(ctx, now)
		if err != nil {
			return err
		}
		if !done {
			return stale(before)
		}
		err = s.Audit.Record(ctx, who, audit.Entry{
			Action: action, Kind: kind, ResourceID: before.ID, OrgID: org, Before: record(before), After: record(changed),
		})
		if err != nil {
			return err
		}
		after, err = s.Store.Secret(ctx, who.Tenant, org, key)
		return err
	})
	if err != nil {
		return View{}, err
	}
	return s.view(ctx, who, after)
}

// at confirms that who may change a secret and reads it, if it is at revision.
func (s *Service) at(ctx context.Context, who rbac.Actor, org rbac.OrgID, key string, revision int64) (Secret, error) {
	if err := s.Auth.Confirm(ctx, who, rbac.SecretWrite, rbac.Resource{OrgID: org}); err != nil {
		return Secret{}, err
	}
	secret, err := s.Store.Secret(ctx, who.Tenant, org, key)
	if err == nil && secret.Revision != revision {
		err = stale(secret)
	}
	return secret, err
}

// Delete removes a secret and whatever lets others use it. Steps that ask for
// it later fail.
func (s *Service) Delete(ctx context.Context, who rbac.Actor, org rbac.OrgID, key string, revision int64) error {
	return s.Store.InTx(ctx, func(ctx context.Context) error {
		secret, err := s.at(ctx, who, org, key, revision)
		if err != nil {
			return err
		}
		done, err := s.Store.DeleteSecret(ctx, secret)
		if err != nil {
			return err
		}
		if !done {
			return stale(secret)
		}
		return s.Audit.Record(ctx, who, audit.Entry{
			Action: "secret:deleted", Kind: kind, ResourceID: secret.ID, OrgID: org, Before: record(secret),
		})
	})
}
