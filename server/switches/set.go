package switches

import (
	"context"
	"encoding/json"
	"fmt"

	"catenary/internal/fault"
	"catenary/internal/page"
	"catenary/rbac"
	"catenary/runtime"
	"catenary/server/audit"
)

// wakes are runs that got what they waited for.
type wakes []runtime.ID

func (s *Service) wake(all wakes) {
	for _, id := range all {
		s.Wake(id)
	}
}

// set gives a locked switch a value, in the transaction of ctx: it writes the
// history, tells all servers, and answers the steps that wait for the value. c
// says who and why.
func (s *Service) set(ctx context.Context, who rbac.Actor, row Switch, value json.RawMessage, c Change) (Switch, wakes, error) {
	fits, err := row.fit(value)
	if err != nil || fits == row.Value {
		return row, nil, err
	}
	c.Was, c.Value = row.Value, fits
	row.Value, row.ChangedAt = fits, s.Now().UnixMicro()
	if err := s.save(ctx, who.Subject, &row); err != nil {
		return row, nil, err
	}
	c.Tenant, c.Switch, c.Revision, c.At, c.By, c.Human = row.Tenant, row.ID, row.Revision, row.ChangedAt, who.Subject, who.Human
	if err := s.Store.InsertSwitchChange(ctx, c); err != nil {
		return row, nil, err
	}
	woken, err := s.answer(ctx, row)
	if err != nil {
		return row, nil, err
	}
	after := map[string]any{"key": row.Key, "value": raw(c.Value), "reason": c.Reason}
	if c.Run != "" {
		after["run"] = c.Run
	}
	if c.Request != "" {
		after["request"] = c.Request
	}
	return row, woken, s.Audit.Record(ctx, who, audit.Entry{
		Action: "switch:set", Kind: kind, ResourceID: row.ID, OrgID: row.Org,
		Before: map[string]any{"key": row.Key, "value": raw(c.Was)}, After: after,
	})
}

// answer tells the steps that wait for the value which a switch has now.
func (s *Service) answer(ctx context.Context, row Switch) (wakes, error) {
	waits, err := s.Store.TakeSwitchWaits(ctx, row.Tenant, row.ID, row.Value)
	if err != nil {
		return nil, err
	}
	var woken wakes
	for _, w := range waits {
		g, err := w.Answer(row.Value, row.Revision, s.Now().UnixMicro())
		if err != nil {
			return nil, fmt.Errorf("answer a step that waits for a switch: %w", err)
		}
		switch err := s.Store.InsertSignal(ctx, g); {
		case fault.Is(err, fault.NotFound), fault.HasCode(err, "run.ended"):
		case err != nil:
			return nil, err
		default:
			woken = append(woken, runtime.ID{Tenant: w.Tenant, Run: w.Run})
		}
	}
	return woken, nil
}

// Step is an attempt of a step that sets a switch.
type Step struct {
	Tenant rbac.TenantID
	// Org is that of the run, which By started; Human stands behind a token.
	Org       rbac.OrgID
	By, Human rbac.SubjectID
	Run       string
	// Cause names the attempt: what was done for it is not done again.
	Cause string
	// Switch is the id that the reference was given when the chain was published.
	Switch string
	Reason string
}

// Made is what a step did to a switch.
type Made struct {
	Key        string
	Was, Value json.RawMessage
	Revision   int64
	// Changed says that the switch had another value before.
	Changed bool
	// Ask is what has to be approved first: nothing was done.
	Ask *Wanted
}

// SetByStep gives a switch a value for a step of a run, once for each cause. The
// people behind the run were asked when its chain was published; whether the org
// may still set the switch is asked now: else it is switch.unknown (NotFound).
// Where the change has to be approved first, it gives what to AskByStep for.
func (s *Service) SetByStep(ctx context.Context, step Step, value json.RawMessage) (Made, error) {
	return s.byStep(ctx, step, func(context.Context, Switch) (json.RawMessage, bool, error) { return value, false, nil })
}

// Restore gives a switch back what it had before a step set it. One that has
// another value by now than the step gave it, and than it had before, was set by
// somebody else, and is left alone: switch.changed (Conflict). Who approved a
// change saw from what it was, and so approved that its run takes it back, as
// long as it is the last; taking back anything else has to be approved.
func (s *Service) Restore(ctx context.Context, step Step, made Made) (Made, error) {
	return s.byStep(ctx, step, func(ctx context.Context, row Switch) (json.RawMessage, bool, error) {
		switch now := raw(row.Value); {
		case !made.Changed || same(now, made.Was):
			return now, false, nil
		case !same(now, made.Value):
			return nil, false, fault.New(fault.Conflict, "switch.changed", "the switch %s was set to another value since", row.Key)
		}
		covered, err := s.covers(ctx, step, row, made)
		return made.Was, covered, err
	})
}

// covers says whether the last change of a switch is one that a step of this run
// made, was approved, and is what the step says of it: who drew the undo may have
// written that himself.
func (s *Service) covers(ctx context.Context, step Step, row Switch, made Made) (bool, error) {
	if row.Approval == "" {
		return false, nil
	}
	last, err := s.Store.SwitchChanges(ctx, row.Tenant, row.ID, page.Request{Limit: 1})
	if err != nil || len(last.Items) == 0 {
		return false, err
	}
	c := last.Items[0]
	return c.Request != "" && c.Run == step.Run && c.Revision == made.Revision && same(raw(c.Was), made.Was) && same(raw(c.Value), made.Value), nil
}

// own locks the switch of a step's org; what is shared can be followed, not set.
func (s *Service) own(ctx context.Context, step Step) (Switch, error) {
	row, err := s.Store.LockSwitch(ctx, step.Tenant, step.Switch)
	if err == nil && row.Org != step.Org {
		err = unknown()
	}
	return row, err
}

// byStep sets a switch to what value gives; free says that it needs no approval.
func (s *Service) byStep(ctx context.Context, step Step, value func(context.Context, Switch) (to json.RawMessage, free bool, err error)) (Made, error) {
	who := rbac.Actor{Tenant: step.Tenant, Subject: step.By, Human: step.Human}
	var made Made
	var woken wakes
	err := s.Store.InTx(ctx, func(ctx context.Context) error {
		row, err := s.own(ctx, step)
		if err != nil {
			return err
		}
		done, found, err := s.Store.CausedChange(ctx, step.Tenant, step.Cause)
		if err != nil {
			return err
		}
		if found {
			made = Made{Key: row.Key, Was: raw(done.Was), Value: raw(done.Value), Revision: done.Revision, Changed: true}
			return nil
		}
		to, free, err := value(ctx, row)
		if err != nil {
			return err
		}
		if row.Approval != "" && !free {
			fits, err := row.fit(to)
			if err == nil && fits != row.Value {
				made = Made{Key: row.Key, Was: raw(row.Value), Value: raw(fits), Revision: row.Revision, Ask: &Wanted{Switch: row.ID, Value: raw(fits), Reason: step.Reason}}
			}
			if err != nil || made.Ask != nil {
				return err
			}
		}
		after, some, err := s.set(ctx, who, row, to, Change{Run: step.Run, Cause: step.Cause, Reason: step.Reason})
		made = Made{Key: row.Key, Was: raw(row.Value), Value: raw(after.Value), Revision: after.Revision, Changed: after.Revision != row.Revision}
		woken = some
		return err
	})
	if err == nil {
		s.wake(woken)
	}
	return made, err
}
