package runtime

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	goruntime "runtime"
	"time"

	"catenary/chain"
	"catenary/internal/fault"
	"catenary/runtime/glue"
	"catenary/runtime/run"
)

// How long what is pure may stay in memory only, how long a driver waits for
// what comes soon before it gives a waiting run up, and what counts as soon.
const (
	flushPause = 50 * time.Millisecond
	idlePause  = 2 * time.Second
	soon       = time.Minute
)

// driver drives one run, in one goroutine. Everything in it belongs to that
// goroutine; others reach it by post.
type driver struct {
	e       *Engine
	id      ID
	row     Run // as last committed
	first   Run // as first committed by this driver, for whoever waits for its start
	version *Version
	options Options
	graph   *glue.Graph
	ctx     context.Context
	cancel  context.CancelFunc

	// view is the fold over everything, committed or not.
	view *run.View
	// What the next write takes along.
	create    *Run
	pending   []run.Event
	children  []Run
	callbacks []Callback
	switches  []SwitchWait
	asks      []Ask
	answered  []string
	signals   []Signal
	taken     []string
	then      []func() // what may begin once it is on disk
	flushed   time.Time

	// atWork are the halves that are followed here; broken is what went wrong
	// where no error could be returned.
	atWork map[StepRef]*effect
	broken error
	asked  map[string]bool // children that were asked to end

	inbox    chan func()
	nudged   chan struct{}
	accepted chan struct{} // closed when the run is on disk
	done     chan struct{} // closed when the driver ends; what follows may be read then
	left     chan struct{} // closed when the engine has forgotten it
	final    *run.View
	twin     *Run
	err      error

	eager     bool // write the start before anything else
	recovered bool
	signaled  bool // signals are to be read
}

func (e *Engine) newDriver(row Run, v *Version) (*driver, error) {
	d := &driver{e: e, id: ID{row.Tenant, row.ID}, row: row, version: v, view: &run.View{State: run.Queued}}
	d.init()
	return d, d.compile()
}

func (d *driver) init() {
	d.ctx, d.cancel = context.WithCancel(d.e.ctx)
	d.atWork, d.asked = map[StepRef]*effect{}, map[string]bool{}
	d.inbox, d.nudged = make(chan func(), 16), make(chan struct{}, 1)
	d.accepted, d.done, d.left = make(chan struct{}), make(chan struct{}), make(chan struct{})
}

// compile finds the graph that the options leave.
func (d *driver) compile() (err error) {
	if d.options, err = ParseOptions(d.row.Options); err != nil {
		return fmt.Errorf("read options: %w", err)
	}
	d.graph, err = d.e.graphs.get(d.version, d.options)
	return err
}

// load brings a run that was claimed to where its journal ends.
func (d *driver) load() (err error) {
	if d.version, err = d.e.Versions.Version(d.ctx, d.row); err != nil {
		return fmt.Errorf("load version: %w", err)
	}
	if err = d.compile(); err != nil {
		return err
	}
	if d.view, err = View(d.ctx, d.e.Journal, d.id); err != nil {
		return fmt.Errorf("load journal: %w", err)
	}
	if d.view.Seq != d.row.Seq {
		return fmt.Errorf("the journal ends with %d, the row says %d", d.view.Seq, d.row.Seq)
	}
	d.signaled = true
	return nil
}

// errLost says that the run belongs to another process now.
var errLost = errors.New("another process has taken the run over")

// drive carries the run on until it ends, waits for something far off, or is to
// be driven by somebody else.
func (d *driver) drive() {
	defer d.end()
	defer d.cancel()
	defer func() {
		if p := recover(); p != nil {
			stack := make([]byte, 16<<10)
			d.e.Log.Error("driving a run failed", "run", d.id.Run, "panic", p, "stack", string(stack[:goruntime.Stack(stack, false)]))
			d.err = fmt.Errorf("panic: %v", p)
		}
	}()
	d.flushed = d.e.Now()
	if d.eager {
		if d.err = d.flush(d.begin()); d.err != nil {
			return
		}
	}
	if d.err = d.follow(); d.err != nil {
		return
	}
	for d.err == nil {
		var rest bool
		if rest, d.err = d.step(); d.err != nil || !rest {
			continue
		}
		if d.view.State.Final() && len(d.atWork) == 0 {
			d.final = d.view
			return
		}
		if d.ctx.Err() != nil {
			d.err = d.handOver()
			return
		}
		d.e.settled(d)
		if given, err := d.wait(); given || err != nil {
			d.err = err
			return
		}
	}
}

// end says what became of it.
func (d *driver) end() {
	switch cause := context.Cause(d.e.ctx); {
	case errors.Is(d.err, errTwin), errors.Is(d.err, errHeld), fault.HasCode(d.err, codeFull):
	case d.err == nil, errors.Is(d.err, errLost), errors.Is(d.err, ErrFenced), cause != nil:
		if d.err != nil {
			d.e.Log.Debug("a run is driven no longer", "run", d.id.Run, "why", d.err)
		}
	default:
		d.e.Log.Error("a run could not be driven; it will be tried again", "run", d.id.Run, "error", d.err)
		d.postpone()
	}
	close(d.done)
	d.e.leave(d)
	if errors.Is(d.err, errLost) || errors.Is(d.err, ErrFenced) {
		d.e.doubt.Store(true) // it may be ours still, or again
		d.e.stir()
	}
}

// giveUp ends a driver that never came to drive.
func (d *driver) giveUp(err error) {
	d.err = err
	d.cancel()
	d.end()
}

// postpone gives the run back for another try in a while. Without it the run
// would stay with this process until its end.
func (d *driver) postpone() {
	if !d.onDisk() {
		return
	}
	d.pending, d.children, d.callbacks, d.switches, d.signals, d.taken, d.then = nil, nil, nil, nil, nil, nil, nil
	d.asks, d.answered = nil, nil
	ctx, cancel := context.WithTimeout(context.WithoutCancel(d.ctx), 5*time.Second)
	defer cancel()
	w := Write{ID: d.id, Epoch: d.row.Epoch, From: d.row.Seq, State: d.row.State, Release: true, Due: d.e.Now().Add(retryPause).UnixMicro()}
	if _, err := d.e.committer.submit(ctx, w); err != nil {
		d.e.Log.Warn("a run could not be given back", "run", d.id.Run, "error", err)
		d.e.doubt.Store(true)
	}
}

// retryPause is how long a run rests that could not be driven.
const retryPause = 30 * time.Second

// wait lets time pass until there is something to do. given says that the run
// was given up, because nothing will come soon.
func (d *driver) wait() (given bool, err error) {
	next := d.nextTime()
	until := d.e.after(next)
	idle := len(d.atWork) == 0 && until > soon
	pause := until
	if idle {
		pause = idlePause
	}
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case f := <-d.inbox:
		f()
		for {
			select {
			case f := <-d.inbox:
				f()
				continue
			default:
			}
			return false, nil
		}
	case <-d.nudged:
		d.signaled = true
	case <-d.ctx.Done():
	case <-timer.C:
		if idle {
			return d.rest(next)
		}
	}
	return false, nil
}

// post has f done by the driver's goroutine.
func (d *driver) post(f func()) {
	select {
	case d.inbox <- f:
	case <-d.done:
	}
}

func (d *driver) nudge() {
	select {
	case d.nudged <- struct{}{}:
	default:
	}
}

// work is what glue must know of the run.
func (d *driver) work() glue.Work {
	return glue.Work{
		Graph: d.graph, View: d.view, Given: d.options.pinned, Switches: d.values,
		Run: glue.RunInfo{
			ID: d.row.ID, Chain: d.row.Key, Version: d.row.Version, Org: d.row.Org, Trigger: d.row.Trigger, StartedAt: d.row.CreatedAt,
		},
	}
}

// values are what the switches have now that the chain refers to.
func (d *driver) values(ctx context.Context) (json.RawMessage, error) {
	if len(d.version.Pins[chain.SwitchRef]) == 0 {
		return nil, nil
	}
	return d.e.Resources.SwitchValues(ctx, d.row, d.version)
}
