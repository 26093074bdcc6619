package triggers

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"catenary/internal/fault"
	"catenary/rbac"
)

const (
	// startWithin is how long whoever took a firing up has to start its run;
	// then another may.
	startWithin = time.Minute
	// kept is how long it is known of a firing that it happened. Within it a
	// repeat gets the answer of the first.
	kept = 24 * time.Hour
	// longestPause is the longest time between two tries.
	longestPause = 5 * time.Minute
)

// accept writes a firing down, or reads the one that has its key already. fresh
// says that it is the former; it is this call's to start then, unless it waits.
func (s *Service) accept(ctx context.Context, t Trigger, key string, input []byte) (f Firing, fresh bool, err error) {
	err = s.Store.InTx(ctx, func(ctx context.Context) error {
		f, fresh, err = s.acceptIn(ctx, t, key, input, startWithin)
		return err
	})
	if fresh {
		s.due.Wake()
	}
	return f, fresh, err
}

// acceptIn is accept in a transaction; the firing is left alone for a while, so
// that it can be started by whoever called.
func (s *Service) acceptIn(ctx context.Context, t Trigger, key string, input []byte, alone time.Duration) (Firing, bool, error) {
	now := s.Now()
	f := Firing{
		Tenant: t.Tenant, Trigger: t.ID, Key: key, ID: s.NewID(), State: Pending, DueAt: now.Add(alone).UnixMicro(),
		FiredAt: now.UnixMicro(), EndsAt: now.Add(kept).UnixMicro(), Input: string(input),
	}
	if t.Spec.Limits.Rate != nil {
		locked, err := s.Store.LockTrigger(ctx, t.Tenant, t.ID)
		if err != nil {
			return f, false, err
		}
		if known, err := s.Store.Firing(ctx, t.Tenant, t.ID, key); err == nil {
			return known, false, nil
		}
		due, used, err := locked.Spec.Limits.pace(locked.PacedUntil, now.UnixMicro())
		if err != nil {
			return f, false, err
		}
		locked.PacedUntil = used
		if err := s.Store.PaceTrigger(ctx, locked); err != nil {
			return f, false, err
		}
		if due > now.UnixMicro() {
			f.DueAt, f.waits = due, true
		}
	}
	done, err := s.Store.InsertFiring(ctx, f)
	if err != nil || done {
		return f, done, err
	}
	f, err = s.Store.Firing(ctx, t.Tenant, t.ID, key)
	return f, false, err
}

// start starts the run of a firing that is this server's for now, and writes
// down what became of it. With Refuse a limit that is reached is the error, and
// the firing is forgotten.
func (s *Service) start(ctx context.Context, t Trigger, f Firing) (Firing, error) {
	by, err := s.actor(ctx, t)
	if err != nil {
		return f, err
	}
	f.Tries++
	started, err := s.Starter.Start(ctx, StartRequest{
		By: by, Org: t.Org, Chain: t.Chain, Input: json.RawMessage(f.Input), Kind: t.Kind, Trigger: t.ID,
		Key: "trigger:" + f.ID, Again: f.Tries > 1, Concurrency: t.Spec.Limits.Concurrency, Queue: t.Spec.Limits.Queue,
	})
	problem := fault.As(err)
	switch {
	case err == nil:
		f.State, f.Run, f.Input = Started, started.Run.ID, ""
	case problem.Kind == fault.Limited && t.Spec.Limits.Queue == Refuse && t.Kind == WebhookKind:
		if err := s.Store.DeleteFiring(ctx, f); err != nil {
			return f, err
		}
		limited := fault.New(fault.Limited, "trigger.limited", "as many runs of the trigger are at work as may be")
		limited.RetryAfter = max(problem.RetryAfter, 1)
		return f, limited
	case problem.Kind == fault.Limited && t.Spec.Limits.Queue == Wait, problem.Kind == fault.Internal, problem.Kind == fault.Unavailable:
		s.Log.WarnContext(ctx, "a trigger could not start its run yet", "tenant", t.Tenant, "trigger", t.ID, "error", err)
		f.DueAt = s.Now().Add(pause(f.Tries)).UnixMicro()
	default:
		f.State, f.Input, f.Code, f.Message = Failed, "", problem.Code, explained(problem)
	}
	return f, s.Store.SettleFiring(context.WithoutCancel(ctx), f)
}

// actor is who a trigger's runs are started as. He has lost what he lost since
// he wrote it, and may nothing besides.
func (s *Service) actor(ctx context.Context, t Trigger) (rbac.Actor, error) {
	version, err := s.Store.Version(ctx, t.Tenant)
	return rbac.Actor{
		Subject: t.UpdatedBy, Kind: t.ActorKind, Tenant: t.Tenant, Human: t.Human, Token: t.ID,
		Scope: " " + string(rbac.RunStart) + " ", Root: t.Org, Version: version,
	}, err
}

// pause is how long is waited after so many tries.
func pause(tries int64) time.Duration {
	return min(time.Second<<min(tries, 10), longestPause)
}

// explained is what people read of why no run was started.
func explained(f *fault.Fault) string {
	const most = 3
	switch f.Kind {
	case fault.Forbidden, fault.Unauthenticated:
		return "whoever wrote the trigger may no longer start runs here"
	}
	text := f.Message
	for i, d := range f.Details {
		if i == most {
			text += "; and more"
			break
		}
		text += fmt.Sprintf("; %s: %s", strings.TrimSpace(d.Pointer), d.Detail)
	}
	return text
}
