package runtime

import (
	"context"
	"errors"
	"log/slog"
	"sync/atomic"
	"time"

	"catenary/internal/clock"
)

// DefaultLease is how long a lease lasts. It is renewed each third of it, and
// this process does not believe in its last tenth: clocks of machines differ a
// little.
const DefaultLease = 10 * time.Second

// lease says whether this process may still write. It is judged by the
// monotonic clock of this process, which goes on while the process is stopped,
// so that whoever wakes up late finds it over.
type lease struct {
	journal Journal
	replica string
	// back is called when the lease was over and is renewed.
	back  func()
	lasts time.Duration
	now   clock.Now
	log   *slog.Logger

	start time.Time
	until atomic.Int64 // nanoseconds after start
	lost  atomic.Bool
}

func newLease(j Journal, replica string, lasts time.Duration, now clock.Now, log *slog.Logger) *lease {
	return &lease{journal: j, replica: replica, lasts: lasts, now: now, log: log, start: now()}
}

// held says whether the lease holds at this moment.
func (l *lease) held() bool {
	return !l.lost.Load() && int64(l.now().Sub(l.start)) < l.until.Load()
}

// enlist takes the lease.
func (l *lease) enlist(ctx context.Context) error {
	asked := l.now()
	if err := l.journal.Enlist(ctx, l.replica, asked.Add(l.lasts).UnixMicro()); err != nil {
		return err
	}
	l.prolong(asked)
	return nil
}

// prolong counts from the moment at which the lease was asked for.
func (l *lease) prolong(asked time.Time) {
	l.until.Store(int64(asked.Add(l.lasts - l.lasts/10).Sub(l.start)))
}

// keep renews the lease until ctx ends or it is lost. One that is over is asked
// for once more before it counts as lost: the machine may have slept in the midst
// of a renewal.
func (l *lease) keep(ctx context.Context) error {
	ticker := time.NewTicker(l.lasts * 3 / 10)
	defer ticker.Stop()
	for late := false; ; {
		if !late {
			select {
			case <-ctx.Done():
				return nil
			case <-ticker.C:
			}
		}
		err := l.renew(ctx)
		switch {
		case ctx.Err() != nil:
			return nil
		case errors.Is(err, ErrFenced):
			l.lost.Store(true)
			return err
		case err != nil:
			l.log.Warn("the lease could not be renewed", "error", err)
		}
		over := !l.held()
		if over && late {
			// Somebody else may have taken the runs over by now.
			l.lost.Store(true)
			return errors.Join(ErrFenced, errors.New("it could not be renewed in time"))
		}
		late = over
	}
}

// renew asks for the lease anew; ErrFenced says that it is another's to give. A
// database that does not answer at all is one that cannot be written.
func (l *lease) renew(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, l.lasts)
	defer cancel()
	asked := l.now()
	ok, err := l.journal.Renew(ctx, l.replica, asked.Add(l.lasts).UnixMicro())
	if err != nil {
		return err
	}
	if !ok {
		return ErrFenced
	}
	lapsed := !l.held()
	if l.prolong(asked); lapsed && l.held() {
		l.log.Warn("the lease was over and is renewed: this process, or the database, stood still")
		l.back()
	}
	return nil
}
