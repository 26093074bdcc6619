package releases

import (
	"context"
	"errors"
	"fmt"
	"time"

	"catenary/internal/fault"
	"catenary/server/runs"
)

// outcome is where a run stands, nil if it was not started.
func (e *execution) outcome(ctx context.Context, id string) (*runs.Outcome, error) {
	if id == "" {
		return nil, nil
	}
	o, err := e.s.Runs.Outcome(ctx, e.r.Tenant, id)
	if fault.HasCode(err, "run.unknown") {
		return nil, nil
	}
	return &o, err
}

// start starts a run of the release, the same each time, if the release is this
// server's still: not when somebody has asked for a rollback meanwhile.
func (e *execution) start(ctx context.Context, phase int, purpose Purpose, id string, u runs.Unattended, title string) error {
	u.ID, u.Key = id, "release:"+e.r.ID+":"+fmt.Sprint(phase)+":"+string(purpose)
	u.By, u.Org, u.Title = e.actor(), e.r.Org, e.r.Name+": "+title
	if runes := []rune(u.Title); len(runes) > maxRunTitle {
		u.Title = string(runes[:maxRunTitle])
	}
	u.Trigger = runs.Trigger{Kind: "release", ID: e.r.ID}
	if err := e.due(ctx, e.r.DueAt); err != nil {
		return err
	}
	_, err := e.s.Runs.Unattended(ctx, u)
	if err == nil {
		e.s.reached("run_started")
	}
	return err
}

const maxRunTitle = 200

// started goes on behind a start: what cannot be started is given up, what
// could not be started now is tried again.
func (e *execution) started(ctx context.Context, err error, giveUp func(*fault.Fault) error) (wait bool, _ error) {
	if f := userFault(err); f != nil {
		return false, giveUp(f)
	}
	if err != nil && ctx.Err() == nil && !errors.Is(err, errTaken) {
		e.s.Log.WarnContext(ctx, "a release could not start its run yet", "tenant", e.r.Tenant, "release", e.r.ID, "error", err)
		return true, e.until(ctx, e.s.Now().Add(retryStart))
	}
	return false, err
}

// await puts the release off until a run has moved on, or until somebody looks
// again.
func (e *execution) await(ctx context.Context, id string) error {
	if err := e.until(ctx, e.s.Now().Add(lookEvery)); err != nil {
		return err
	}
	e.s.listen(ctx, e.r, id)
	return nil
}

// listen makes a release due when its run comes to an end.
func (s *Service) listen(ctx context.Context, r Release, id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.following[r.ID] == id {
		return
	}
	if s.following == nil {
		s.following = map[string]string{}
	}
	s.following[r.ID] = id
	s.working.Go(func() {
		defer func() {
			s.mu.Lock()
			defer s.mu.Unlock()
			if s.following[r.ID] == id {
				delete(s.following, r.ID)
			}
		}()
		s.hear(ctx, r, id)
	})
}

func (s *Service) hear(ctx context.Context, r Release, id string) {
	moved, leave := s.Runs.Moved(r.Tenant, id)
	defer leave()
	// Whatever is missed is found by the next look.
	for patience := time.NewTimer(lookEvery); ; {
		at, err := s.Runs.Outcome(ctx, r.Tenant, id)
		if err == nil && at.State.Final() {
			if err := s.Store.WakeRelease(ctx, r.Tenant, r.ID, s.Now().UnixMicro()); err == nil {
				s.due.Wake()
			}
			return
		}
		select {
		case <-ctx.Done():
			patience.Stop()
			return
		case <-patience.C:
			return
		case <-moved:
		}
	}
}
