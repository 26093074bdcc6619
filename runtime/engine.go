package runtime

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"sync"
	"sync/atomic"
	"time"

	"catenary/chain"
	"catenary/internal/clock"
	"catenary/internal/fault"
	"catenary/internal/startstop"
	"catenary/nodes"
	"catenary/runtime/executor"
	"catenary/runtime/glue"
	"catenary/runtime/run"
)

// Glue carries out what is pure.
type Glue interface {
	Advance(ctx context.Context, tenant string, w glue.Work) ([]glue.Body, error)
	Render(ctx context.Context, tenant string, w glue.Work, scope string, node chain.NodeID, input json.RawMessage, value chain.JSON, extra map[string]json.RawMessage) (json.RawMessage, *run.Failure, error)
}

// Versions finds what a run runs.
type Versions interface {
	Version(ctx context.Context, r Run) (*Version, error)
}

// Bounds of one replica.
type Bounds struct {
	// Runs is how many runs are driven at once; those beyond wait as rows.
	Runs int
	// Recovered is how many of them may be such that nobody owned.
	Recovered int
	// Tasks is how many containers are at work at once.
	Tasks int
}

// DefaultBounds are those of a machine with few cores.
func DefaultBounds() Bounds { return Bounds{Runs: 4000, Recovered: 256, Tasks: 16} }

// Config is what an engine is made of.
type Config struct {
	Journal   Journal
	Logs      Logs
	Versions  Versions
	Resources Resources
	Glue      Glue
	Kinds     *nodes.Registry
	// Executor runs tasks. Owner is how their containers are found again.
	Executor executor.Executor
	Owner    string
	// CallbackSecret makes the secret of the one-time address of a step: the same
	// each time for one step, and for nobody to guess.
	CallbackSecret func(id ID, step StepRef) string
	Bounds         Bounds
	// Lease is how long this process owns its runs without a sign of life.
	Lease time.Duration
	// Poll is how often the journal is asked for what no event told of.
	Poll  time.Duration
	NewID func() string
	Now   clock.Now
	Log   *slog.Logger
	// Reached is called at each named point of a run's way; tests of crashes
	// end the process there. May be nil.
	Reached func(point string)
}

// Engine drives the runs of this process. Start it before it is asked for
// anything; Stop hands over what is not at its end.
type Engine struct {
	Config
	replica   string
	lease     *lease
	committer *committer
	hub       *hub
	tasks     *turns
	graphs    *graphs
	work      *startstop.Group

	// ctx is that of all drivers; it ends with errHandOver or errFenced.
	ctx    context.Context
	cancel context.CancelCauseFunc
	// writeCtx is that of what is written: it outlives ctx.
	writeCtx context.Context
	wake     chan struct{}
	// doubt says that this process may own runs that it does not drive.
	doubt atomic.Bool

	mu        sync.Mutex
	drivers   map[ID]*driver
	recovered int
	closed    bool
	driving   sync.WaitGroup
}

// errHandOver is why everything ends when the process is about to stop: what is
// at work outside goes on, and is followed by whoever takes the run over.
var errHandOver = errors.New("the run is handed over")

// New makes an engine.
func New(c Config) *Engine {
	if c.Bounds == (Bounds{}) {
		c.Bounds = DefaultBounds()
	}
	if c.Lease == 0 {
		c.Lease = DefaultLease
	}
	if c.Poll == 0 {
		c.Poll = time.Second
	}
	if c.Reached == nil {
		c.Reached = func(string) {}
	}
	e := &Engine{
		Config: c, replica: c.NewID(), hub: newHub(), tasks: newTurns(c.Bounds.Tasks), graphs: newGraphs(c.Kinds),
		wake: make(chan struct{}, 1), drivers: map[ID]*driver{}, work: startstop.NewGroup(),
	}
	e.lease = newLease(c.Journal, e.replica, c.Lease, c.Now, c.Log)
	e.lease.back = e.stir
	e.committer = newCommitter(c.Journal, e.replica, e.lease.held, c.Log)
	e.writeCtx = context.Background()
	e.ctx, e.cancel = context.WithCancelCause(e.writeCtx)
	return e
}

// Start takes the lease and begins to drive what nobody owns.
func (e *Engine) start(ctx context.Context) error {
	if err := e.lease.enlist(ctx); err != nil {
		return fmt.Errorf("enlist: %w", err)
	}
	e.work.Add("journal", startstop.Work(func(ctx context.Context) error { e.committer.run(ctx); return nil }))
	e.work.Add("lease", startstop.Work(e.keep))
	e.work.Add("reaper", startstop.Work(e.reap))
	e.work.Add("claims", startstop.Work(e.claim))
	return e.work.Start(ctx)
}

// Service is the engine as something that is started and stopped.
func (e *Engine) Service() startstop.Service { return (*service)(e) }

type service Engine

func (s *service) Start(ctx context.Context) error { return (*Engine)(s).start(ctx) }
func (s *service) Stop()                           { (*Engine)(s).stop() }
func (s *service) Failed() <-chan error            { return s.work.Failed() }

// keep renews the lease; without it this process forgets all its runs.
func (e *Engine) keep(ctx context.Context) error {
	err := e.lease.keep(ctx)
	if errors.Is(err, ErrFenced) {
		e.Log.Error("the lease is lost; all runs of this process are given up", "error", err)
		e.cancel(ErrFenced)
	}
	return err
}

// stopTime is how long it may take to hand runs over.
const stopTime = 10 * time.Second

// stop gives all runs up and waits until nothing is written any more.
func (e *Engine) stop() {
	e.mu.Lock()
	if e.closed {
		e.mu.Unlock()
		return
	}
	e.closed = true
	e.mu.Unlock()
	e.cancel(errHandOver)
	// What cannot be written by then is not written by this process any more.
	late := time.AfterFunc(stopTime, func() { e.lease.lost.Store(true) })
	e.driving.Wait()
	late.Stop()
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	if !e.lease.lost.Load() && e.lease.until.Load() > 0 {
		if err := e.Journal.Leave(ctx, e.replica); err != nil {
			e.Log.Warn("the lease could not be given up; others wait for its end", "error", err)
		}
	}
	e.work.Stop()
}

// Start is one request to begin a run. Rights and input are checked by whoever
// asks.
type Start struct {
	// Run has everything that the engine does not set: ID (or empty), Tenant,
	// Org, Chain … Gates.
	Run     Run
	Version *Version
	Input   json.RawMessage
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
	return d.started()
}

// started says what is on disk.
func (d *driver) started() (Started, error) {
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
		if d.final != nil {
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
	e.stir()
	return Started{Run: row}, nil
}

// admit takes a driver on. full says that there is no room for a new run.
func (e *Engine) admit(d *driver, recovered bool) (full bool, err error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.closed || !e.lease.held() {
		return false, fault.New(fault.Unavailable, "server.stopping", "the server is stopping")
	}
	if e.drivers[d.id] != nil {
		return false, errDriven
	}
	if !recovered && len(e.drivers) >= e.Bounds.Runs {
		return true, nil
	}
	e.drivers[d.id] = d
	d.recovered = recovered
	if recovered {
		e.recovered++
	}
	e.driving.Add(1)
	return false, nil
}

var errDriven = errors.New("the run is driven already")

// leave takes a driver off.
func (e *Engine) leave(d *driver) {
	e.mu.Lock()
	delete(e.drivers, d.id)
	if d.recovered {
		e.recovered--
	}
	e.mu.Unlock()
	close(d.left)
	e.driving.Done()
	if d.recovered {
		e.stir()
	}
}

// stir makes the claims look for what is due.
func (e *Engine) stir() {
	select {
	case e.wake <- struct{}{}:
	default:
	}
}

// Nudge says that a signal for a run is committed.
func (e *Engine) Nudge(id ID) {
	if d := e.driver(id); d != nil {
		d.nudge()
		return
	}
	e.stir()
}

// Hint says that another process has committed something of a run, or made it
// due.
func (e *Engine) Hint(id ID) {
	e.hub.hint(id)
	e.Nudge(id)
}

// Watch tells when a run moves on. Close it.
func (e *Engine) Watch(id ID) *Watch { return e.hub.watch(id) }

// WatchAll calls f, which must not block, after each commit.
func (e *Engine) WatchAll(f func(Change)) (stop func()) { return e.hub.watchAll(f) }

// View folds the journal of a run.
func (e *Engine) View(ctx context.Context, id ID) (*run.View, Run, error) {
	row, err := e.Journal.Run(ctx, id.Tenant, id.Run)
	if err != nil {
		return nil, Run{}, err
	}
	view, err := e.fold(ctx, id)
	return view, row, err
}

// eventPage is how many events are read at once.
const eventPage = 1000

// fold reads the whole journal.
func (e *Engine) fold(ctx context.Context, id ID) (*run.View, error) {
	view := &run.View{State: run.Queued}
	for {
		events, err := e.Journal.Events(ctx, id.Tenant, id.Run, view.Seq, eventPage)
		if err != nil {
			return nil, err
		}
		for _, ev := range events {
			if err := run.Fold(view, ev); err != nil {
				return nil, err
			}
		}
		if len(events) < eventPage {
			return view, nil
		}
	}
}

// after is the time from now until a moment, at least 0.
func (e *Engine) after(at int64) time.Duration {
	if at == math.MaxInt64 {
		return math.MaxInt64
	}
	return max(0, time.UnixMicro(at).Sub(e.Now()))
}
