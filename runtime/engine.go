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
	// Recovered is how many more may be on their way back: claimed, and not yet
	// at rest for the first time.
	Recovered int
	// Tasks is how many containers are at work at once, TenantTasks how many of them
	// one tenant may have: 0 for three quarters.
	Tasks, TenantTasks int
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
	if c.Bounds.TenantTasks == 0 {
		c.Bounds.TenantTasks = c.Bounds.Tasks - c.Bounds.Tasks/4
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
		Config: c, replica: c.NewID(), hub: newHub(), tasks: newTurns(c.Bounds.Tasks, c.Bounds.TenantTasks), graphs: newGraphs(c.Kinds),
		wake: make(chan struct{}, 1), drivers: map[ID]*driver{}, work: startstop.NewGroup(),
	}
	e.lease = newLease(c.Journal, e.replica, c.Lease, c.Now, c.Log)
	e.lease.back = e.stir
	e.committer = newCommitter(c.Journal, e.replica, e.lease.held, c.Log)
	e.writeCtx = context.Background()
	e.ctx, e.cancel = context.WithCancelCause(e.writeCtx)
	return e
}

// start takes the lease and begins to drive what nobody owns.
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

// Holds says whether this process may drive runs at this moment: its lease is
// not over.
func (e *Engine) Holds() bool { return e.lease.held() }

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

// settled says that a driver has come to its first rest. If it was claimed, and
// there is room for it among all others, its place is free for the next that
// comes back: one that waits for hours for a container keeps nobody out.
func (e *Engine) settled(d *driver) {
	if !d.recovered {
		return
	}
	e.mu.Lock()
	free := len(e.drivers)-e.recovered < e.Bounds.Runs
	if free {
		d.recovered = false
		e.recovered--
	}
	e.mu.Unlock()
	if free {
		e.stir()
	}
}

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

// after is the time from now until a moment, at least 0.
func (e *Engine) after(at int64) time.Duration {
	if at == math.MaxInt64 {
		return math.MaxInt64
	}
	return max(0, time.UnixMicro(at).Sub(e.Now()))
}
