package triggers

import (
	"context"
	"time"

	"catenary/internal/fault"
	"catenary/internal/name"
	"catenary/rbac"
	"catenary/server/audit"
)

// Put makes a trigger if revision is 0, and replaces it otherwise. A key that is
// taken is trigger.key_taken (Conflict); a trigger that is no longer at revision
// is trigger.stale (Stale). From now on its runs are started as who.
func (s *Service) Put(ctx context.Context, who rbac.Actor, org rbac.OrgID, key string, revision int64, in In) (View, error) {
	if err := s.mayWrite(ctx, who, org, s.Auth.Can); err != nil {
		return View{}, err
	}
	if err := name.Key("/key", key); err != nil {
		return View{}, err
	}
	in, err := in.checked()
	if err != nil {
		return View{}, err
	}
	return s.change(ctx, who, org, func(ctx context.Context) (Trigger, error) {
		t := Trigger{Tenant: who.Tenant, ID: s.NewID(), Org: org, Key: key, CreatedAt: s.Now().UnixMicro(), Revision: 1}
		entry := audit.Entry{Action: "trigger:created", Kind: kind, OrgID: org}
		var before Trigger
		if revision != 0 {
			if before, err = s.at(ctx, who, org, key, revision); err != nil {
				return t, err
			}
			t = before
			entry.Action, entry.Before = "trigger:changed", record(before)
		}
		t.Name, t.Chain, t.Enabled, t.Spec = in.Name, in.Chain, in.Enabled, in.Spec
		if t.Kind = ScheduleKind; in.Webhook != nil {
			t.Kind = WebhookKind
		}
		if revision != 0 && t.Kind != before.Kind {
			return t, fault.At("", "trigger.kind", "a %s cannot become a %s; make another trigger", before.Kind, t.Kind)
		}
		if _, err := s.Store.Chain(ctx, who.Tenant, org, t.Chain); err != nil {
			return t, at("/chain", err)
		}
		if err := s.write(ctx, who, &t, revision == 0); err != nil {
			return t, err
		}
		entry.ResourceID, entry.After = t.ID, record(t)
		return t, s.Audit.Record(ctx, who, entry)
	})
}

// Enable lets a trigger fire, or stops it. Times that pass while it is stopped
// are not missed.
func (s *Service) Enable(ctx context.Context, who rbac.Actor, org rbac.OrgID, key string, revision int64, enabled bool) (View, error) {
	return s.change(ctx, who, org, func(ctx context.Context) (Trigger, error) {
		t, err := s.at(ctx, who, org, key, revision)
		if err != nil || t.Enabled == enabled {
			return t, err
		}
		before := record(t)
		t.Enabled = enabled
		if err := s.write(ctx, who, &t, false); err != nil {
			return t, err
		}
		action := "trigger:disabled"
		if enabled {
			action = "trigger:enabled"
		}
		return t, s.Audit.Record(ctx, who, audit.Entry{
			Action: action, Kind: kind, ResourceID: t.ID, OrgID: org, Before: before, After: record(t),
		})
	})
}

// Delete removes a trigger with its keys. Runs that it started go on.
func (s *Service) Delete(ctx context.Context, who rbac.Actor, org rbac.OrgID, key string, revision int64) error {
	return s.Store.InTx(ctx, func(ctx context.Context) error {
		if err := s.Auth.Confirm(ctx, who, rbac.TriggerWrite, rbac.Resource{OrgID: org}); err != nil {
			return err
		}
		t, err := s.at(ctx, who, org, key, revision)
		if err != nil {
			return err
		}
		done, err := s.Store.DeleteTrigger(ctx, t)
		if err != nil {
			return err
		}
		if !done {
			return stale(t)
		}
		if _, err := s.Store.DropGate(ctx, string(t.Tenant), Gate(t.ID)); err != nil {
			return err
		}
		return s.Audit.Record(ctx, who, audit.Entry{Action: "trigger:deleted", Kind: kind, ResourceID: t.ID, OrgID: org, Before: record(t)})
	})
}

// mayWrite asks for both rights that a trigger takes: whoever writes one starts
// runs by it.
func (s *Service) mayWrite(ctx context.Context, who rbac.Actor, org rbac.OrgID,
	ask func(context.Context, rbac.Actor, rbac.Permission, rbac.Resource) error,
) error {
	if err := ask(ctx, who, rbac.TriggerWrite, rbac.Resource{OrgID: org}); err != nil {
		return err
	}
	return ask(ctx, who, rbac.RunStart, rbac.Resource{OrgID: org})
}

// change makes one change in a transaction and shows what came of it.
func (s *Service) change(ctx context.Context, who rbac.Actor, org rbac.OrgID, work func(context.Context) (Trigger, error)) (View, error) {
	var after Trigger
	err := s.Store.InTx(ctx, func(ctx context.Context) error {
		if err := s.mayWrite(ctx, who, org, s.Auth.Confirm); err != nil {
			return err
		}
		t, err := work(ctx)
		if err != nil {
			return err
		}
		after, err = s.Store.Trigger(ctx, who.Tenant, org, t.Key)
		return err
	})
	if err != nil {
		return View{}, err
	}
	s.due.Wake()
	return s.view(ctx, who, after)
}

// at reads a trigger that is at a revision.
func (s *Service) at(ctx context.Context, who rbac.Actor, org rbac.OrgID, key string, revision int64) (Trigger, error) {
	t, err := s.Store.Trigger(ctx, who.Tenant, org, key)
	if err == nil && t.Revision != revision {
		err = stale(t)
	}
	return t, err
}

// write stores a trigger as who's, with the time at which it is due next.
func (s *Service) write(ctx context.Context, who rbac.Actor, t *Trigger, fresh bool) error {
	now := s.Now()
	t.UpdatedAt, t.UpdatedBy, t.ActorKind, t.Human = now.UnixMicro(), who.Subject, who.Kind, who.Human
	t.Since, t.NextAt, t.Calendar = now.UnixMicro(), 0, ""
	if t.Spec.Schedule != nil {
		t.Calendar = t.Spec.Schedule.Calendar
		table, err := s.timetable(ctx, *t)
		if err != nil {
			return at("/schedule/calendar", err)
		}
		if t.Enabled {
			t.NextAt = micros(table.next(now))
		}
	}
	if fresh {
		if err := s.Store.InsertTrigger(ctx, *t); err != nil {
			return err
		}
		return s.bound(ctx, *t)
	}
	done, err := s.Store.UpdateTrigger(ctx, *t)
	switch {
	case err != nil:
		return err
	case !done:
		return stale(*t)
	}
	return s.bound(ctx, *t)
}

// Gate is the limit that runs of a trigger count for.
func Gate(trigger string) string { return "trigger:" + trigger }

// bound sets how many runs are at work at once. Those that find a place by it
// are due, and are found by whoever drives runs.
func (s *Service) bound(ctx context.Context, t Trigger) error {
	if n := t.Spec.Limits.Concurrency; n > 0 {
		_, err := s.Store.SetGate(ctx, string(t.Tenant), Gate(t.ID), int64(n), -1) // the trigger says itself who may wait
		return err
	}
	_, err := s.Store.DropGate(ctx, string(t.Tenant), Gate(t.ID))
	return err
}

// timetable is that of a schedule with its calendar as it is now.
func (s *Service) timetable(ctx context.Context, t Trigger) (*timetable, error) {
	calendar, err := s.calendarFor(ctx, t.Tenant, t.Org, t.Spec.Schedule.Calendar)
	if err != nil {
		return nil, err
	}
	return newTimetable(*t.Spec.Schedule, calendar)
}

// at makes what is not there a detail of the request.
func at(pointer string, err error) error {
	if f := fault.As(err); f.Kind == fault.NotFound {
		return fault.At(pointer, f.Code, "%s", f.Message)
	}
	return err
}

// micros is 0 for the zero Time.
func micros(at time.Time) int64 {
	if at.IsZero() {
		return 0
	}
	return at.UnixMicro()
}
