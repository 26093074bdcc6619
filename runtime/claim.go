package runtime

import (
	"context"
	"errors"
	"time"
)

// claimPage is how many runs are claimed at once.
const claimPage = 64

// claim drives runs that nobody owns, as far as there is room: what another
// process left, what waited for its time or a signal, and what was held back.
// New runs do not wait for them.
func (e *Engine) claim(ctx context.Context) error {
	for {
		err := e.recall(ctx)
		var pause time.Duration
		if err == nil {
			pause, err = e.claimSome(ctx)
		}
		if err != nil && ctx.Err() == nil {
			// They may be claimed all the same: nobody knows.
			e.doubt.Store(true)
			e.Log.Warn("due runs could not be claimed", "error", err)
			pause = time.Second
		}
		timer := time.NewTimer(pause)
		select {
		case <-ctx.Done():
			timer.Stop()
			return nil
		case <-e.wake:
		case <-timer.C:
		}
		timer.Stop()
	}
}

// recall drives those runs that this process owns without driving them: they
// were claimed, or could not be given back, when the database did not answer; or
// the lease was over by our clock, as after a sleep of the machine, and then
// renewed before anybody took them.
func (e *Engine) recall(ctx context.Context) error {
	if !e.lease.held() || !e.doubt.Swap(false) {
		return nil
	}
	rows, err := e.Journal.Owned(ctx, e.replica)
	if err != nil {
		e.doubt.Store(true)
		return err
	}
	for _, row := range rows {
		if e.driver(ID{row.Tenant, row.ID}) == nil {
			e.takeOver(row)
		}
	}
	return nil
}

// claimSome claims what there is room for, and says when to look again.
func (e *Engine) claimSome(ctx context.Context) (time.Duration, error) {
	for {
		room := e.room()
		if room == 0 {
			return e.Poll, nil // a driver that ends wakes us
		}
		rows, err := e.Journal.Claim(ctx, e.replica, min(room, claimPage))
		if err != nil {
			return 0, err
		}
		for _, row := range rows {
			e.takeOver(row)
		}
		if len(rows) == 0 {
			break
		}
	}
	next, err := e.Journal.NextDue(ctx)
	if err != nil || next == 0 {
		return e.Poll, err
	}
	return min(e.Poll, e.after(next)), nil
}

func (e *Engine) room() int {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.closed || !e.lease.held() {
		return 0
	}
	return max(0, e.Bounds.Recovered-e.recovered)
}

// takeOver drives a run that was claimed.
func (e *Engine) takeOver(row Run) {
	d := &driver{e: e, id: ID{row.Tenant, row.ID}, row: row}
	d.init()
	close(d.accepted)
	d.first = row
	switch _, err := e.admit(d, true); {
	case errors.Is(err, errDriven):
		// This process has just given it up and is about to forget it.
		go func() {
			<-e.driver(d.id).gone()
			e.takeOver(row)
		}()
		return
	case err != nil:
		e.doubt.Store(true) // unless the lease comes back, its end frees the run
		return
	}
	go func() {
		if err := d.load(); err != nil {
			d.giveUp(err)
			return
		}
		e.Reached("claimed")
		d.drive()
	}()
}

// driver finds the driver of a run; nil if it is not driven here.
func (e *Engine) driver(id ID) *driver {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.drivers[id]
}

var gone = func() chan struct{} { c := make(chan struct{}); close(c); return c }()

// gone is closed when the driver is forgotten.
func (d *driver) gone() <-chan struct{} {
	if d == nil {
		return gone
	}
	return d.left
}

// reap frees the runs of replicas that are dead, and looks for signals that no
// nudge told of.
func (e *Engine) reap(ctx context.Context) error {
	ticker := time.NewTicker(e.Poll)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-ticker.C:
		}
		if !e.lease.held() {
			continue
		}
		freed, err := e.Journal.Reap(ctx)
		if err != nil && ctx.Err() == nil {
			e.Log.Warn("dead replicas could not be looked for", "error", err)
			continue
		}
		if freed > 0 {
			e.Log.Info("runs of dead replicas are free", "runs", freed)
			e.stir()
		}
		ids, err := e.Journal.Signaled(ctx, e.replica)
		if err != nil && ctx.Err() == nil {
			e.Log.Warn("signals could not be looked for", "error", err)
		}
		for _, id := range ids {
			e.Nudge(id)
		}
	}
}
