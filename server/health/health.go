// Package health looks whether the parts that a server is made of are at work:
// the database, the disk, the container engine, the registry, glue, the lease
// of its runs and the chain of its audit log. It says in words of its own how
// each part is; addresses and messages of errors go to the log, and to doctor.
package health

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"catenary/internal/clock"
	"catenary/rbac"
)

// Part names what is looked at.
type Part string

// The parts, in the order in which they are told.
const (
	Database   Part = "database"
	Disk       Part = "disk"
	Containers Part = "containers"
	Registry   Part = "registry"
	Glue       Part = "glue"
	Runs       Part = "runs"
	Audit      Part = "audit"
)

// State says how a part is.
type State string

// The states.
const (
	Good   State = "good"
	Low    State = "low"    // it works, with little left
	Failed State = "failed" // it does not do its work
	Silent State = "silent" // it did not answer in time
)

// ErrLow is what a look says of a part that works with little left.
var ErrLow = errors.New("little is left")

// Check is how one part is looked at.
type Check struct {
	Part Part
	Look func(context.Context) error
}

// Found is what a look found out.
type Found struct {
	Part  Part
	State State
	Took  time.Duration
}

const (
	// lookTime is how long a part may take to answer.
	lookTime = 3 * time.Second
	// fresh is how long a look is good for: whoever asks again within it makes
	// the parts no work.
	fresh = 10 * time.Second
)

// Service tells people how the parts are. All fields are needed; without Checks
// there is nothing to tell.
type Service struct {
	Auth   *rbac.Authorizer
	Checks []Check
	Now    clock.Now
	Log    *slog.Logger

	mu     sync.Mutex
	at     time.Time
	latest []Found
	busy   []atomic.Bool // by check: one that never answered is not asked again
}

// Parts says how each part is, and since when that is known. Who may view the
// audit log of an org may ask.
func (s *Service) Parts(ctx context.Context, who rbac.Actor, org rbac.OrgID) ([]Found, time.Time, error) {
	if err := s.Auth.Can(ctx, who, rbac.AuditView, rbac.Resource{OrgID: org}); err != nil {
		return nil, time.Time{}, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.busy == nil {
		s.busy = make([]atomic.Bool, len(s.Checks))
	}
	if s.latest == nil || s.Now().Sub(s.at) >= fresh {
		s.latest, s.at = s.look(context.WithoutCancel(ctx)), s.Now() // others are told of it, too
	}
	return s.latest, s.at, nil
}

// look looks at all parts at once.
func (s *Service) look(ctx context.Context) []Found {
	found := make([]Found, len(s.Checks))
	var all sync.WaitGroup
	for i, c := range s.Checks {
		all.Go(func() {
			began := s.Now()
			err := s.one(ctx, i)
			found[i] = Found{Part: c.Part, State: stateOf(err), Took: s.Now().Sub(began)}
			if err != nil && (s.latest == nil || s.latest[i].State != found[i].State) {
				s.Log.WarnContext(ctx, "a part of the server is not well", "part", c.Part, "state", found[i].State, "error", err)
			}
		})
	}
	all.Wait()
	return found
}

// one does not wait for a look that outstays its time, as one at a disk that is
// gone may; there is never more than one of a part.
func (s *Service) one(ctx context.Context, i int) error {
	if !s.busy[i].CompareAndSwap(false, true) {
		return context.DeadlineExceeded
	}
	ctx, cancel := context.WithTimeout(ctx, lookTime)
	said := make(chan error, 1)
	go func() {
		defer cancel()
		err := s.Checks[i].Look(ctx)
		s.busy[i].Store(false)
		said <- err
	}()
	select {
	case err := <-said:
		return err
	case <-ctx.Done():
		select {
		case err := <-said: // it answered, and ended its context itself
			return err
		default:
			return ctx.Err()
		}
	}
}

func stateOf(err error) State {
	switch {
	case err == nil:
		return Good
	case errors.Is(err, ErrLow):
		return Low
	case errors.Is(err, context.DeadlineExceeded):
		return Silent
	}
	return Failed
}
