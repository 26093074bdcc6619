package runtime

import (
	"context"
	"encoding/json"
	"errors"

	"catenary/chain"
	"catenary/runtime/run"
)

// Journal keeps runs and their events. Its methods are safe for concurrent use;
// times are in Unix microseconds.
type Journal interface {
	// Enlist makes this process a replica whose lease ends at until. On a
	// database that only one process can have (SQLite) it declares all others
	// dead at once, and frees their runs.
	Enlist(ctx context.Context, replica string, until int64) error
	// Renew prolongs a lease; false says that the replica was declared dead.
	Renew(ctx context.Context, replica string, until int64) (bool, error)
	// Leave ends the lease and frees the replica's runs, which are due at once.
	Leave(ctx context.Context, replica string) error
	// Reap declares dead the replicas whose lease is over, and frees their runs.
	Reap(ctx context.Context) (freed int64, err error)

	// Commit carries out all of a batch in one transaction, or nothing. It
	// begins by looking at the replica's own lease: ErrFenced if that is over.
	// Each write stands under its guard; outcome i tells what became of batch[i].
	// To commit the same batch again, because nobody knows whether the first
	// time did it, gives the same outcomes and changes nothing.
	Commit(ctx context.Context, replica string, batch []Write) ([]Outcome, error)

	// Claim takes runs that nobody owns and that are due, the longest due first,
	// tenants in turns: it raises their epochs and makes replica their owner.
	Claim(ctx context.Context, replica string, max int) ([]Run, error)
	// ClaimRun takes one run that nobody owns, due or not; false if it is owned,
	// held back by a gate, final without a signal, or not there.
	ClaimRun(ctx context.Context, replica, tenant, id string) (Run, bool, error)
	// Owned gives the runs that replica owns.
	Owned(ctx context.Context, replica string) ([]Run, error)
	// NextDue says when the first run that nobody owns is due; 0 if none is.
	NextDue(ctx context.Context) (int64, error)

	// Run gives one row: run.unknown (NotFound) if there is none.
	Run(ctx context.Context, tenant, id string) (Run, error)
	// Events gives those after a sequence number, in order.
	Events(ctx context.Context, tenant, id string, after int64, max int) ([]run.Event, error)
	// Signals gives what was asked of a run and not yet taken up, the oldest first.
	Signals(ctx context.Context, tenant, id string) ([]Signal, error)
	// Signaled gives runs of this replica that have signals.
	Signaled(ctx context.Context, replica string) ([]ID, error)
}

// ErrFenced says that the lease of this replica is over: it must write nothing
// more and forget its runs.
var ErrFenced = errors.New("the lease is over")

// ID names a run.
type ID struct{ Tenant, Run string }

// Run is the row of a run: what lists show, and what is needed to drive it. The
// journal has everything else.
type Run struct {
	Tenant  string `db:"tenant_id"`
	ID      string `db:"id"`
	Org     string `db:"org_id"`
	Chain   string `db:"chain_id"`
	Key     string `db:"chain_key"` // of the chain
	Version int64  `db:"version"`   // 0: a draft, whose text has the digest Document
	// Document is the digest of the document that runs.
	Document string    `db:"document"`
	State    run.State `db:"state"`
	// Title is what people find the run by; it is searched.
	Title string `db:"title"`
	// Trigger says what started it: api, manual, webhook, schedule, chain,
	// rerun, test; TriggerID is that of the trigger, or the run before.
	Trigger   string `db:"trigger_kind"`
	TriggerID string `db:"trigger_id"`
	// By is who started it; Human the person behind a token.
	By    string `db:"started_by"`
	Human string `db:"human_id"`
	// Test says that it tries a draft out. Options is what a test run or a
	// rerun was asked for (package runtime, Options), as JSON.
	Test    bool   `db:"test"`
	Options string `db:"options"`
	// Input is what the run is to be started with. The row keeps it only if it
	// is inserted without an event: held back, as a child, or beyond what the
	// replica can drive. Otherwise the start event has it.
	Input string `db:"input"`
	// Parent is the run and the step that wait for this one. ParentKey is the
	// key of that attempt; with Parent it is unique.
	Parent     string `db:"parent_id"`
	ParentStep string `db:"parent_step"` // StepRef as JSON
	ParentKey  string `db:"parent_key"`
	// StartKey is the Idempotency-Key of its start, unique with Tenant and By;
	// StartDigest is that of what was asked.
	StartKey    string `db:"start_key"`
	StartDigest string `db:"start_digest"`

	// Owner is the replica that drives it, if any. Due is when it must be looked
	// at if nobody owns it; 0: only when something is asked of it.
	Owner string `db:"owner"`
	Epoch int64  `db:"epoch"`
	Seq   int64  `db:"seq"` // of its last event
	Due   int64  `db:"due_at"`
	// Held says that it waits for its gates.
	Held bool `db:"held"`
	// Gates are the limits that it counts for, as a JSON list of keys.
	Gates string `db:"gates"`

	CreatedAt int64 `db:"created_at"`
	StartedAt int64 `db:"started_at"`
	EndedAt   int64 `db:"ended_at"`
	// What it failed with.
	FailureCode    string `db:"failure_code"`
	FailureMessage string `db:"failure_message"`
	FailureNode    string `db:"failure_node"`
}

// StepRef names a step, or one half of it.
type StepRef struct {
	Scope   string       `json:"scope,omitempty"`
	Node    chain.NodeID `json:"node"`
	Attempt int          `json:"attempt"`
	Half    chain.Part   `json:"half,omitempty"`
}

// undo says whether the step is the undo of a node.
func (r StepRef) undo() bool {
	place, inner := run.PlaceOf(r.Scope)
	return inner && place.Undo
}

// Write is one change of one run. The guard is: the run's owner is the replica
// that commits, its epoch is Epoch and its last event From.
type Write struct {
	ID
	Epoch int64
	From  int64
	// Create inserts the row first, owned by the replica in epoch 1 with no
	// event. If its gates are full the row is inserted held back and without an
	// owner, and the rest of the write is left out: Outcome.Held; and nothing at
	// all if no more may wait there: Outcome.Full. If StartKey is taken:
	// Outcome.Twin.
	Create *Run
	// Events follow From without a gap.
	Events []run.Event
	// State is that after the events.
	State   run.State
	Failure *run.Failure
	// Release gives the run up; it is then due at Due (0: when something is
	// asked of it), or at once if it has signals that are not Taken.
	Release bool
	Due     int64
	// Ungated says that the row has no Gates, so that nobody need look there.
	Ungated bool
	// Taken are signals that the events have taken up; they are deleted.
	Taken []string
	// Children are rows of runs that begin with this write. They are inserted
	// without an owner and due at once; one whose ParentKey is there is left out.
	Children []Run
	// Callbacks are addresses that can be called from now on.
	Callbacks []Callback
	// SwitchWaits are steps that wait from now on until a switch has a value. One
	// whose switch has it already is answered at once.
	SwitchWaits []SwitchWait
	// Asks are what steps ask of people from now on; Answered are the keys of
	// those that ask no more.
	Asks     []Ask
	Answered []string
	// Todo is the id of the to-do about a failure for who started the run; empty:
	// nobody is told.
	Todo string
	// Signals are for other runs: that a child has ended, that it is to be
	// cancelled. Their runs become due.
	Signals []Signal
}

// Outcome is what became of a write.
type Outcome struct {
	// Lost says that the guard did not hold: the run belongs to another.
	Lost bool
	// Held says that the new run waits for its gates.
	Held bool
	// Full says that one of its gates lets no more runs wait; nothing was written.
	Full bool
	// Twin is the run that has the same StartKey; nothing was written.
	Twin *Run
	// Freed are runs that waited for the gates of one that ended, and are due now.
	Freed []ID
}

// Signal is something asked of a run from outside. It is kept until an event
// shows that it was taken up.
type Signal struct {
	Tenant string          `db:"tenant_id"`
	Run    string          `db:"run_id"`
	ID     string          `db:"id"` // unique in the run; a second one with the same id is left out
	Kind   SignalKind      `db:"kind"`
	Body   json.RawMessage `db:"body"` // Note or Answer
	At     int64           `db:"created_at"`
}

// SignalKind says what is asked.
type SignalKind string

// What can be asked of a run. Cancel, Pause, Unpause and Undo carry a run.Note,
// the others an Answer.
const (
	CancelSignal  SignalKind = "cancel"
	PauseSignal   SignalKind = "pause"
	UnpauseSignal SignalKind = "unpause"
	UndoSignal    SignalKind = "undo"
	AnswerSignal  SignalKind = "answer" // of what a step waits for: a callback, a child run, people
)

// Answer is what a step waited for.
type Answer struct {
	StepRef
	Output  json.RawMessage `json:"output,omitempty"`
	Failure *run.Failure    `json:"failure,omitempty"`
	// Canceled says that what was waited for was cancelled.
	Canceled bool `json:"canceled,omitempty"`
}

// Callback is a one-time address that a step waits for. Hash is that of its
// secret; calling it sends an Answer and ends it.
type Callback struct {
	Hash    string          `db:"hash"`
	Tenant  string          `db:"tenant_id"`
	Run     string          `db:"run_id"`
	Step    string          `db:"step"` // StepRef as JSON
	Schema  json.RawMessage `db:"schema"`
	EndsAt  int64           `db:"ends_at"`
	Created int64           `db:"created_at"`
}

// SwitchWait is a step that waits until a switch has a value.
type SwitchWait struct {
	Tenant string `db:"tenant_id"`
	Run    string `db:"run_id"`
	Step   string `db:"step"` // StepRef as JSON
	// Switch is the id, and Value canonical JSON.
	Switch string `db:"switch_id"`
	Value  string `db:"value"`
}

// Answer is the signal that ends the wait, with what the switch has now.
func (w SwitchWait) Answer(value string, revision, at int64) (Signal, error) {
	output, err := json.Marshal(map[string]any{"value": json.RawMessage(value), "revision": revision})
	if err != nil {
		return Signal{}, err
	}
	a := Answer{Output: output}
	if err := json.Unmarshal([]byte(w.Step), &a.StepRef); err != nil {
		return Signal{}, err
	}
	body, err := json.Marshal(a)
	return Signal{Tenant: w.Tenant, Run: w.Run, ID: "switch " + w.Step, Kind: AnswerSignal, Body: body, At: at}, err
}

// Ask is what a step asks of people, from its beginning until it is answered or
// asks no more. Key is that of the attempt. The answer comes as an AnswerSignal.
type Ask struct {
	Tenant  string `db:"tenant_id"`
	Key     string `db:"key"`
	Run     string `db:"run_id"`
	Step    string `db:"step"` // StepRef as JSON
	Kind    string `db:"kind"` // nodes.AskKind
	Body    string `db:"body"`
	Created int64  `db:"created_at"`
}

// Logs keeps what tasks and pipelines say, a line at a time.
type Logs interface {
	// Append adds lines to the log of a half of an attempt. Lines have numbers
	// from 0; those that are there already are left out.
	Append(ctx context.Context, id ID, of StepRef, lines []Line) error
	// Lines gives lines from a number on.
	Lines(ctx context.Context, id ID, of StepRef, from int64, max int) ([]Line, error)
	// End says how many lines there are.
	End(ctx context.Context, id ID, of StepRef) (int64, error)
}

// Line is one line of a log.
type Line struct {
	Number int64  `json:"n"`
	At     int64  `json:"at"`
	Stream string `json:"stream"` // stdout, stderr or system
	Text   string `json:"text"`
}
