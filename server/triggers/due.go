package triggers

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"catenary/internal/fault"
	"catenary/internal/wake"
)

const (
	// lookEvery is how long a server waits at most until it looks again: so long
	// may it take until it does what another left.
	lookEvery = 30 * time.Second
	// atOnce is how many are looked at before the next look.
	atOnce = 100
	// late is from when on a time counts as missed.
	late = time.Minute
	// afterFailure is how long is waited when the database did not answer.
	afterFailure = 5 * time.Second
)

// Run starts what is due, until ctx ends. It sleeps until the next time there
// is, or until something changes here.
func (s *Service) Run(ctx context.Context) error {
	return s.due.Run(ctx, wake.Pace{Look: lookEvery, AfterFailure: afterFailure}, s.Now, s.Due, func(err error) {
		s.Log.WarnContext(ctx, "what is due by triggers could not be started", "error", err)
	})
}

// Due starts what is due now, and says when something is due next; the zero Time
// if nothing is.
func (s *Service) Due(ctx context.Context) (time.Time, error) {
	now := s.Now()
	triggers, err := s.Store.DueTriggers(ctx, now.UnixMicro(), atOnce)
	if err != nil {
		return time.Time{}, fmt.Errorf("due schedules: %w", err)
	}
	var failed error
	for _, t := range triggers {
		if err := s.advance(ctx, t, now); err != nil {
			failed = errors.Join(failed, fmt.Errorf("schedule %s: %w", t.ID, err))
		}
	}
	firings, err := s.Store.DueFirings(ctx, now.UnixMicro(), atOnce)
	if err != nil {
		return time.Time{}, fmt.Errorf("due firings: %w", err)
	}
	for _, f := range firings {
		if err := s.startDue(ctx, f); err != nil {
			failed = errors.Join(failed, fmt.Errorf("firing %s: %w", f.ID, err))
		}
	}
	if _, err := s.Store.PruneFirings(ctx, now.UnixMicro()); err != nil {
		failed = errors.Join(failed, fmt.Errorf("prune: %w", err))
	}
	next, err := s.Store.NextDueTrigger(ctx)
	if err != nil || next == 0 {
		return time.Time{}, errors.Join(failed, err)
	}
	return time.UnixMicro(next), failed
}

// advance deals with the times of a schedule that have come. It is the database
// that lets one of several servers do so.
func (s *Service) advance(ctx context.Context, t Trigger, now time.Time) error {
	before := t.NextAt
	table, err := s.timetable(ctx, t)
	wrong := userFault(err)
	if err != nil && wrong == nil {
		return err
	}
	var fire time.Time
	t.NextAt = 0
	if wrong == nil {
		last, _ := table.latest(time.UnixMicro(t.Since), now)
		if !last.IsZero() && (t.Spec.Schedule.Missed == Once || now.Sub(last) <= late) {
			fire = last
		}
		t.NextAt = micros(table.next(now))
	}
	t.Since = now.UnixMicro()
	return s.Store.InTx(ctx, func(ctx context.Context) error {
		mine, err := s.Store.AdvanceTrigger(ctx, t, before)
		switch {
		case err != nil || !mine:
			return err
		case wrong != nil:
			return s.failedAt(ctx, t, now, wrong)
		case fire.IsZero():
			return nil
		}
		input := []byte(t.Spec.Schedule.Input)
		if len(input) == 0 {
			input = []byte("{}")
		}
		_, _, err = s.acceptIn(ctx, t, timeKey(fire), input, 0)
		if f := userFault(err); f != nil {
			return s.failedAt(ctx, t, fire, f)
		}
		return err
	})
}

func timeKey(at time.Time) string { return "at:" + strconv.FormatInt(at.UnixMicro(), 10) }

// failedAt writes down that a time came and why nothing was started.
func (s *Service) failedAt(ctx context.Context, t Trigger, at time.Time, why *fault.Fault) error {
	_, err := s.Store.InsertFiring(ctx, Firing{
		Tenant: t.Tenant, Trigger: t.ID, Key: timeKey(at), ID: s.NewID(), State: Failed,
		FiredAt: s.Now().UnixMicro(), EndsAt: s.Now().Add(kept).UnixMicro(), Code: why.Code, Message: explained(why),
	})
	return err
}

// userFault is the fault if it is one of what people wrote.
func userFault(err error) *fault.Fault {
	var f *fault.Fault
	if errors.As(err, &f) && f.Kind != fault.Internal && f.Kind != fault.Unavailable {
		return f
	}
	return nil
}

// startDue starts a firing that nobody has started yet.
func (s *Service) startDue(ctx context.Context, f Firing) error {
	until := s.Now().Add(startWithin).UnixMicro()
	if mine, err := s.Store.ClaimFiring(ctx, f, until); err != nil || !mine {
		return err
	}
	f.DueAt = until
	t, err := s.Store.TriggerByID(ctx, f.Trigger)
	if err != nil {
		return err
	}
	_, err = s.start(ctx, t, f)
	if fault.Is(err, fault.Limited) { // it was to wait for its rate, and is refused after all
		return nil
	}
	return err
}
