package triggers

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/netip"
	"slices"

	"catenary/internal/fault"
	"catenary/internal/id"
	"catenary/rbac"
	"catenary/server/audit"
)

// Caller is who called a webhook, as far as that was proved.
type Caller struct {
	trigger Trigger
	once    string
	event   string
}

// Verify finds out whether a call may fire its trigger, from the bytes as they
// came and before anything of them is read. A trigger that is not there, or no
// webhook, is trigger.unknown (NotFound); whatever is wrong with a signature or
// an address is trigger.signature (Unauthenticated), and no more is said.
func (s *Service) Verify(ctx context.Context, c Call) (Caller, error) {
	if !id.Valid(c.Trigger) {
		return Caller{}, Unknown()
	}
	t, err := s.Store.TriggerByID(ctx, c.Trigger)
	if err != nil {
		return Caller{}, err
	}
	w := t.Spec.Webhook
	if w == nil {
		return Caller{}, Unknown()
	}
	keys, err := s.open(ctx, t)
	if err != nil {
		return Caller{}, err
	}
	once, good := c.verify(w.Scheme, keys, s.Now())
	if !good || !w.from(c.Address) {
		refused := fault.New(fault.Unauthenticated, "trigger.signature", "the call is not signed as it has to be")
		return Caller{}, orFirst(refused, s.Audit.Refuse(ctx, rbac.Actor{Tenant: t.Tenant}, audit.Entry{
			Action: "trigger:called", Kind: kind, ResourceID: t.ID, OrgID: t.Org, Code: refused.Code,
		}))
	}
	return Caller{trigger: t, once: once, event: c.event(w.Scheme)}, nil
}

// orFirst gives the second error where there is one: a refusal that could not be
// recorded is no answer.
func orFirst(refused, err error) error {
	if err != nil {
		return err
	}
	return refused
}

// Unknown is the fault of a trigger that is not there.
func Unknown() error { return fault.New(fault.NotFound, "trigger.unknown", "no such trigger") }

func (s *Service) open(ctx context.Context, t Trigger) ([][]byte, error) {
	if t.Spec.Webhook.Scheme == Unsigned {
		return nil, nil
	}
	sealed, err := s.Store.TriggerKeys(ctx, t.Tenant, t.ID)
	if err != nil {
		return nil, err
	}
	keys := make([][]byte, 0, len(sealed))
	for _, k := range sealed {
		value, err := s.Sealer.Open(ctx, string(k.Tenant), PurposeKey, k.ID, 1, k.Sealed)
		if err != nil {
			return nil, err
		}
		keys = append(keys, value.Reveal())
	}
	return keys, nil
}

// from says whether an address may call.
func (w *Webhook) from(address string) bool {
	if len(w.From) == 0 {
		return true
	}
	a, err := netip.ParseAddr(address)
	return err == nil && slices.ContainsFunc(w.From, func(text string) bool {
		p, err := netip.ParsePrefix(text)
		return err == nil && p.Contains(a.Unmap().WithZone(""))
	})
}

// Fire starts a run for a call whose body, which is JSON, becomes its input. A
// repeat of a call gets the answer of the first. Nothing, and no error, comes of
// an event that the trigger is not about. What stands in the way is
// trigger.disabled (Conflict), trigger.limited (Limited), or
// trigger.not_started (Invalid) with the code of the reason as its data.
func (s *Service) Fire(ctx context.Context, from Caller, body []byte) (*Firing, error) {
	t := from.trigger
	switch {
	case !t.Spec.Webhook.wanted(from.event):
		return nil, nil
	case !t.Enabled:
		return nil, fault.New(fault.Conflict, "trigger.disabled", "the trigger is disabled")
	}
	input, err := t.Spec.Webhook.input(body)
	if err != nil {
		return nil, err
	}
	key := "call:" + s.NewID()
	if from.once != "" {
		digest := sha256.Sum256([]byte(from.once))
		key = "once:" + hex.EncodeToString(digest[:])
	}
	f, fresh, err := s.accept(ctx, t, key, input)
	if err != nil {
		return nil, err
	}
	if fresh && !f.waits {
		if f, err = s.start(ctx, t, f); err != nil {
			return nil, err
		}
	}
	if f.State == Failed {
		return nil, fault.New(fault.Invalid, "trigger.not_started", "no run was started: %s", f.Message).
			Carrying(map[string]string{"code": f.Code})
	}
	return &f, nil
}

// input is what the run of a call is given.
func (w *Webhook) input(body []byte) ([]byte, error) {
	if w.InputKey == "" {
		return body, nil
	}
	input, err := json.Marshal(map[string]json.RawMessage{w.InputKey: body})
	if err != nil {
		return nil, fault.At("", "trigger.field", "the body is no JSON")
	}
	return input, nil
}
