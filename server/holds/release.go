package holds

import (
	"context"
	"errors"
	"fmt"
	"time"

	"catenary/internal/wake"
)

const (
	// lookEvery is how long a server waits at most until it looks again.
	lookEvery = time.Second
	// atOnce is how many holds are looked at before the next look.
	atOnce = 100
	// afterFailure is how long is waited when the database did not answer.
	afterFailure = 2 * time.Second
)

// Run releases what is due, until ctx ends.
func (s *Service) Run(ctx context.Context) error {
	return s.due.Run(ctx, wake.Pace{Look: lookEvery, AfterFailure: afterFailure}, s.Now, s.Due, func(err error) {
		s.Log.WarnContext(ctx, "what is held could not be released", "error", err)
	})
}

// Due releases what is due now, and says when something is due next; the zero
// Time if nothing is.
func (s *Service) Due(ctx context.Context) (time.Time, error) {
	due, err := s.Store.DueHolds(ctx, s.Now().UnixMicro(), atOnce)
	if err != nil {
		return time.Time{}, fmt.Errorf("due holds: %w", err)
	}
	var failed error
	for _, h := range due {
		freed, err := s.Store.ReleaseHeld(ctx, h.Tenant, h.Chain)
		if err != nil {
			failed = errors.Join(failed, fmt.Errorf("release chain %s: %w", h.Chain, err))
		}
		s.reached("hold_freed")
		for _, id := range freed {
			s.Wake(id)
		}
	}
	next, err := s.Store.NextDueHold(ctx)
	if err != nil || next == 0 {
		return time.Time{}, errors.Join(failed, err)
	}
	return time.UnixMicro(next), failed
}
