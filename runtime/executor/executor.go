// Package executor is the contract of what runs tasks: a script and its
// environment's image, run once in a container of its own and gone afterwards.
// docker/ runs them on a Docker engine, fake/ in memory for tests; executortest/
// holds both to the contract.
//
// It decides nothing: when a task run is tried again, what a lost one means and
// whose turn it is, the engine says. It knows no orgs and asks for no rights.
package executor

import (
	"context"
	"time"
)

// Executor runs tasks. Whatever it is asked about a task run holds over
// restarts of our process and of several processes at once, because the
// container, found by its name, is the only memory of it.
//
// Every method returns executor.unavailable (Unavailable) if the place where
// tasks run cannot be reached: ask again later. What went wrong with the
// user's own work is never an error but a Result with a Failure.
type Executor interface {
	// Capabilities says what this executor can do.
	Capabilities() Capabilities

	// Submit begins what s says and returns when its script has begun, or has
	// no more chance to. If there is a task run of that ID, in whatever state,
	// nothing is begun again: a script never begins twice under one ID. One
	// that was made and never began (we died in between) is carried on.
	//
	// A fault of one of the kinds Invalid, NotFound or Forbidden says that it
	// can never run (task.spec, task.image); RefusedBy makes a Result of it.
	Submit(ctx context.Context, s Spec) error

	// Observe says how it stands. executor.unknown (NotFound) if there is no
	// such task run.
	Observe(ctx context.Context, id string) (Status, error)

	// Await returns how it ended, as often as it is asked until Remove. It
	// holds the task run to its limits of time and log, so whoever submits
	// also awaits; after a restart of our process any process may. A task run
	// that vanishes meanwhile is lost. executor.unknown (NotFound) if there
	// was none to begin with; the error of ctx if that ends first.
	Await(ctx context.Context, id string) (Result, error)

	// Logs gives the lines of what the script wrote, from line from (0 is the
	// first) on, in the order in which they were written, until each returns
	// an error (which Logs returns), or the end; the end is, with follow, that
	// of the task run. It ends at the log limit. Numbers and texts are the
	// same each time they are read. executor.unknown (NotFound).
	Logs(ctx context.Context, id string, from int64, follow bool, each func(Line) error) error

	// Stop ends it: the script gets SIGTERM, and after grace everything that
	// is left gets SIGKILL. It returns when nothing runs any more. One that
	// ended before keeps its result; one that never began is taken away. No
	// error if there is none.
	Stop(ctx context.Context, id string, grace time.Duration) error

	// Remove takes away everything that is left of it, running or not, logs
	// too. No error if there is none.
	Remove(ctx context.Context, id string) error

	// List gives all task runs of an owner that are still there, in no order.
	List(ctx context.Context, owner string) ([]Status, error)
}

// Capabilities is what an executor can do.
type Capabilities struct {
	Name string // "docker"
	// Networks that a Spec may ask for.
	Networks []Network
}
