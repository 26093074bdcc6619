package triggers

import (
	"context"
	"crypto/rand"
	"encoding/base64"

	"catenary/internal/fault"
	"catenary/rbac"
	"catenary/server/audit"
	"catenary/server/secrets"
)

// maxKeys is how many keys a webhook has at once: the old one and the new one.
const maxKeys = 2

// AddKey gives a webhook a key that its calls are signed with, or one more while
// senders change to it. Without a value one is made, and shown this once. A
// third is trigger.keys_full (Conflict); a key that is too short or too long is
// trigger.key_size (Invalid).
func (s *Service) AddKey(ctx context.Context, who rbac.Actor, org rbac.OrgID, key string, value secrets.Value) (NewKey, error) {
	made := value.Len() == 0
	if made {
		random := make([]byte, 32)
		_, _ = rand.Read(random) // it never fails
		value = secrets.NewValue([]byte(base64.RawURLEncoding.EncodeToString(random)))
	}
	if n := value.Len(); n < MinKey || n > MaxKey {
		return NewKey{}, fault.At("/value", "trigger.key_size", "a key has %d to %d bytes", MinKey, MaxKey)
	}
	id := s.NewID()
	view, err := s.changeKeys(ctx, who, org, key, "trigger:key_added", func(ctx context.Context, t Trigger, keys []Key) error {
		switch {
		case t.Spec.Webhook == nil || t.Spec.Webhook.Scheme == Unsigned:
			return fault.New(fault.Conflict, "trigger.kind", "only webhooks with signatures have keys")
		case len(keys) >= maxKeys:
			return fault.New(fault.Conflict, "trigger.keys_full", "the trigger has two keys already; remove the one that is no longer used")
		}
		sealed, err := s.Sealer.Seal(ctx, string(t.Tenant), PurposeKey, id, 1, value)
		if err != nil {
			return err
		}
		data, err := secrets.KeyOf(sealed)
		if err != nil {
			return err
		}
		return s.Store.InsertTriggerKey(ctx, Key{
			Tenant: t.Tenant, ID: id, Trigger: t.ID, CreatedAt: s.Now().UnixMicro(), DataKey: data, Sealed: sealed,
		})
	})
	return NewKey{View: view, KeyID: id, Value: value, Made: made}, err
}

// RemoveKey takes a key away: calls that are signed with it are refused at once.
// One that is not there is trigger.key_unknown (NotFound).
func (s *Service) RemoveKey(ctx context.Context, who rbac.Actor, org rbac.OrgID, key, id string) error {
	_, err := s.changeKeys(ctx, who, org, key, "trigger:key_removed", func(ctx context.Context, t Trigger, _ []Key) error {
		done, err := s.Store.DeleteTriggerKey(ctx, t.Tenant, t.ID, id)
		if err == nil && !done {
			err = fault.New(fault.NotFound, "trigger.key_unknown", "no such key")
		}
		return err
	})
	return err
}

func (s *Service) changeKeys(ctx context.Context, who rbac.Actor, org rbac.OrgID, key, action string,
	work func(context.Context, Trigger, []Key) error,
) (View, error) {
	var t Trigger
	err := s.Store.InTx(ctx, func(ctx context.Context) error {
		if err := s.Auth.Confirm(ctx, who, rbac.TriggerWrite, rbac.Resource{OrgID: org}); err != nil {
			return err
		}
		found, err := s.Store.Trigger(ctx, who.Tenant, org, key)
		if err != nil {
			return err
		}
		if t, err = s.Store.LockTrigger(ctx, who.Tenant, found.ID); err != nil {
			return err
		}
		keys, err := s.Store.TriggerKeys(ctx, who.Tenant, t.ID)
		if err != nil {
			return err
		}
		if err := work(ctx, t, keys); err != nil {
			return err
		}
		return s.Audit.Record(ctx, who, audit.Entry{Action: action, Kind: kind, ResourceID: t.ID, OrgID: org})
	})
	if err != nil {
		return View{}, err
	}
	return s.view(ctx, who, t)
}
