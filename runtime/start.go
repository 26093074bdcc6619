package runtime

import (
	"context"
	"encoding/json"
	"time"

	"catenary/internal/fault"
	"catenary/runtime/run"
)

// Start is one request to begin a run. Rights and input are checked by whoever
// asks.
type Start struct {
	// Run has everything that the engine does not set: ID (or empty), Tenant,
	// Org, Chain … Gates.
	Run     Run
	Version *Version
	// Input is one JSON value. The journal keeps it without blanks.
	Input json.RawMessage
	// Wait is how long the end of the run is waited for.
	Wait time.Duration
}

// Started is a run that is on disk.
type Started struct {
	Run Run
	// View is there if the run ended within Wait.
	View *run.View
	// Twin says that Run is one that was started with the same StartKey before.
	Twin bool
}

// Start begins a run. When it returns without an error the run is on disk and
// will come to its end.
func (e *Engine) Start(ctx context.Context, s Start) (Started, error) {
	row := s.Run
	if row.ID == "" {
		row.ID = e.NewID()
	}
	row.State, row.CreatedAt, row.Epoch, row.Owner = run.Queued, e.Now().UnixMicro(), 1, e.replica
	row.Input = string(s.Input)
	d, err := e.newDriver(row, s.Version)
	if err != nil {
		return Started{}, err
	}
	d.create = &row
	d.eager = s.Wait == 0
	if full, err := e.admit(d, false); err != nil {
		return Started{}, err
	} else if full {
		return e.park(ctx, d)
	}
	go d.drive()
	return d.await(ctx, s.Wait)
}

// await waits for what a Start answers.
func (d *driver) await(ctx context.Context, wait time.Duration) (Started, error) {
	if wait > 0 {
		timer := time.NewTimer(wait)
		defer timer.Stop()
		select {
		case <-d.done:
		case <-timer.C:
		case <-ctx.Done():
		}
	}
	select {
	case <-d.accepted:
	case <-d.done:
	case <-ctx.Done():
		return Started{}, ctx.Err()
	}
	return d.started(wait > 0)
}

// started says what is on disk. How the run ended is told only to who waited for
// it, so that others get the same answer however fast it is.
func (d *driver) started(waited bool) (Started, error) {
	select {
	case <-d.done:
		if d.twin != nil {
			return Started{Run: *d.twin, Twin: true}, nil
		}
		if fault.HasCode(d.err, codeFull) {
			return Started{}, d.err
		}
		if d.err != nil && !d.onDisk() {
			return Started{}, fault.New(fault.Unavailable, "run.not_started", "the run could not be started; try again").Because(d.err)
		}
		if d.final != nil && waited {
			return Started{Run: d.row, View: d.final}, nil
		}
	default:
	}
	return Started{Run: d.first}, nil
}

func (d *driver) onDisk() bool {
	select {
	case <-d.accepted:
		return true
	default:
		return false
	}
}

// park writes a run that this replica has no room for: it is due at once, for
// whoever has.
func (e *Engine) park(ctx context.Context, d *driver) (Started, error) {
	defer d.cancel()
	row := *d.create
	outcome, err := e.committer.submit(ctx, Write{
		ID: d.id, Epoch: 1, Create: &row, State: run.Queued, Release: true, Due: row.CreatedAt,
	})
	switch {
	case err != nil:
		return Started{}, fault.New(fault.Unavailable, "run.not_started", "the run could not be started; try again").Because(err)
	case outcome.Twin != nil:
		return Started{Run: *outcome.Twin, Twin: true}, nil
	case outcome.Full:
		return Started{}, errFull()
	case outcome.Held:
		row.Owner, row.Held = "", true
		return Started{Run: row}, nil
	}
	row.Owner = ""
	e.stir()
	return Started{Run: row}, nil
}
