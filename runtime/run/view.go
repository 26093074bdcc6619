package run

import (
	"encoding/json"
	"iter"
	"maps"
	"slices"

	"catenary/chain"
)

// View is the state of a run: the fold over its journal. The zero View is a
// queued run without an event. It is changed by Fold and by nothing else.
type View struct {
	State State `json:"state"`
	// Seq and Epoch are those of the last event.
	Seq     int64           `json:"seq"`
	Epoch   int64           `json:"epoch"`
	Input   json.RawMessage `json:"input,omitempty"`
	Output  json.RawMessage `json:"output,omitempty"`
	Failure *Failure        `json:"failure,omitempty"`
	// Canceling says that someone asked for the run to be cancelled.
	Canceling bool `json:"canceling,omitempty"`
	// StartedAt is when the run began, in Unix microseconds.
	StartedAt int64 `json:"started_at,omitempty"`
	// Overdue is what a run fails with that takes longer than it may, from then
	// on. An undo has all the time.
	Overdue *Failure `json:"overdue,omitempty"`
	// Finished counts the steps that have ended; it gives Step.Order.
	Finished int `json:"finished,omitempty"`
	// Scopes are the graphs that were begun, by their path; "" is the run's
	// own. They stay when they are over.
	Scopes map[string]*Scope `json:"scopes,omitempty"`
	// Undo is where the undo stands, nil before there is one. Output and
	// Failure stay those of the run.
	Undo *Undo `json:"undo,omitempty"`

	// What follows from Scopes: the steps by their Order, the scopes that are
	// not over, those of them in which something is to be decided, and sums
	// over the open ones and all steps.
	ended []ended
	open  map[string]*Scope
	live  map[string]*Scope
	all   tally
	steps Progress
}

type ended struct {
	scope string
	node  chain.NodeID
}

// Undo is where the undo of a run stands.
type Undo struct {
	// Left is the highest Order of a step that may still have to be undone.
	Left int `json:"left,omitempty"`
	// Scope is the path of the undo at work, empty between two.
	Scope   string   `json:"scope,omitempty"`
	Failure *Failure `json:"failure,omitempty"`
}

// Scope is one graph of a run: the run's own, that of an item, or an undo.
type Scope struct {
	// Input is that of the run, the item, or the output of what is undone.
	Input json.RawMessage `json:"input,omitempty"`
	// State is how the scope ended; empty while it is open. Output and Failure
	// are kept of inner scopes; those of the run are in the View.
	State   StepState       `json:"state,omitempty"`
	Output  json.RawMessage `json:"output,omitempty"`
	Failure *Failure        `json:"failure,omitempty"`
	// Opened counts the scopes that were opened before.
	Opened int `json:"opened,omitempty"`
	// Steps are those that an edge was decided to, or that no edge leads to.
	Steps map[chain.NodeID]*Step `json:"steps"`

	// due has the steps about which something is to be decided. All of this
	// follows from Steps and the path.
	due  map[chain.NodeID]struct{}
	sum  tally
	path string
	undo bool
}

// Step is the execution of a node.
type Step struct {
	State   StepState       `json:"state"`
	Attempt int             `json:"attempt,omitempty"`
	Input   json.RawMessage `json:"input,omitempty"`
	Output  json.RawMessage `json:"output,omitempty"`
	Failure *Failure        `json:"failure,omitempty"`
	Halves  []Half          `json:"halves,omitempty"`
	Each    *Each           `json:"each,omitempty"`
	// BegunAt is when the attempt began, EndedAt when the step ended, in Unix
	// microseconds. A step that was finished without an attempt has only this.
	BegunAt int64 `json:"begun_at,omitempty"`
	EndedAt int64 `json:"ended_at,omitempty"`
	// Given says that this run did not do it (Entry.Given).
	Given bool `json:"given,omitempty"`
	// For and Until say what a waiting step waits for.
	For   Cause `json:"for,omitempty"`
	Until int64 `json:"until,omitempty"`
	// Order is the place among all steps that have ended, from 1.
	Order int `json:"order,omitempty"`
	// In are the edges that were taken to the step, in the order of their
	// decision; Refused counts the others.
	In      []Incoming `json:"in,omitempty"`
	Refused int        `json:"refused,omitempty"`
	Of      int        `json:"of,omitempty"`
	Need    int        `json:"need,omitempty"`
	// Decided says that the step's own edges are decided. Failure of their
	// glue is in EdgeFailure.
	Decided     bool     `json:"decided,omitempty"`
	EdgeFailure *Failure `json:"edge_failure,omitempty"`
}

// Incoming is an edge that was taken.
type Incoming struct {
	From   chain.NodeID    `json:"from"`
	Mapped json.RawMessage `json:"mapped,omitempty"`
}

// Half is the pipeline or the task of an attempt, or, under an empty name, the
// whole of it.
type Half struct {
	Name    chain.Part      `json:"name,omitempty"`
	Key     string          `json:"key,omitempty"`
	State   StepState       `json:"state"` // processing, succeeded, failed or canceled
	Output  json.RawMessage `json:"output,omitempty"`
	Failure *Failure        `json:"failure,omitempty"`
	// Link is where the engine shows it; empty if it does not say.
	Link string `json:"link,omitempty"`
	// Seq and At are those of the event that ended it.
	Seq int64 `json:"seq,omitempty"`
	At  int64 `json:"at,omitempty"`
}

// Each is the list of a step's present attempt. The items that were begun are
// scopes at Place{…}.Path().
type Each struct {
	Count    int            `json:"count"`
	AtOnce   int            `json:"at_once"`
	Continue bool           `json:"continue,omitempty"`
	Roots    []chain.NodeID `json:"roots,omitempty"`
	// Rest are the items that have not begun, Open the indices of those that
	// have begun and are not over, ascending.
	Rest []json.RawMessage `json:"rest,omitempty"`
	Open []int             `json:"open,omitempty"`
	// Failed and Canceled count items that ended so; Failure is that of the
	// first that failed, or what ended the step from outside.
	Failed   int      `json:"failed,omitempty"`
	Canceled int      `json:"canceled,omitempty"`
	Failure  *Failure `json:"failure,omitempty"`
	// Stopped says that no item begins any more, and that those at work are to
	// be cancelled.
	Stopped bool `json:"stopped,omitempty"`
	// At is the time of the last event about it.
	At int64 `json:"at,omitempty"`
}

// Half returns the half with this name, or nil.
func (s *Step) Half(name chain.Part) *Half {
	for i := range s.Halves {
		if s.Halves[i].Name == name {
			return &s.Halves[i]
		}
	}
	return nil
}

// Joined says whether the join of the step is fulfilled.
func (s *Step) Joined() bool {
	if s.Need > 0 {
		return len(s.In) >= s.Need
	}
	return len(s.In) > 0 && s.complete()
}

// complete says that all edges to the step are decided.
func (s *Step) complete() bool { return len(s.In)+s.Refused == s.Of }

// pressing says whether something is to be decided about the step.
func (s *Step) pressing() bool {
	switch s.State {
	case StepReady:
		return true
	case StepPending:
		return s.complete() // and its join is not fulfilled: it is to be skipped
	case StepProcessing:
		if e := s.Each; e != nil {
			return e.Stopped || len(e.Rest) == 0 && len(e.Open) == 0
		}
		// A half that goes on leaves nothing to decide, unless the other ended
		// without success.
		going, bad := false, false
		for i := range s.Halves {
			switch s.Halves[i].State {
			case StepProcessing:
				going = true
			case StepFailed, StepCanceled:
				bad = true
			}
		}
		return !going || bad
	case StepSucceeded, StepFailed, StepSkipped:
		return !s.Decided || s.EdgeFailure != nil
	default:
		return false
	}
}

// working says whether a half or an item is at work.
func (s *Step) working() bool {
	if s.Each != nil {
		return len(s.Each.Open) > 0
	}
	for i := range s.Halves {
		if s.Halves[i].State == StepProcessing {
			return true
		}
	}
	return false
}

// Ending says that nothing may begin any more: the run is cancelled or overdue.
func (v *View) Ending() bool { return v.Canceling || v.Overdue != nil }

// Scope returns the graph at a path, or nil.
func (v *View) Scope(path string) *Scope { return v.Scopes[path] }

// Open gives the scopes that are not over by their path, in no order.
func (v *View) Open() iter.Seq2[string, *Scope] { return maps.All(v.open) }

// Due returns the paths of the open scopes in which something is to be
// decided, or which are done, in the order in which they were opened.
func (v *View) Due() []string {
	paths := make([]string, 0, len(v.live))
	for path := range v.live {
		paths = append(paths, path)
	}
	slices.SortFunc(paths, func(a, b string) int { return v.live[a].Opened - v.live[b].Opened })
	return paths
}

// Ended returns the step with this Order, from 1 to Finished; nil if the view
// was made without it.
func (v *View) Ended(order int) (scope string, node chain.NodeID, step *Step) {
	e := v.ended[order-1]
	if s := v.Scopes[e.scope]; s != nil {
		step = s.Steps[e.node]
	}
	return e.scope, e.node, step
}

// Due returns the steps about which something is to be decided, in no order.
func (s *Scope) Due() []chain.NodeID {
	ids := make([]chain.NodeID, 0, len(s.due))
	for id := range s.due {
		ids = append(ids, id)
	}
	return ids
}

// Active says how many steps have begun and not ended.
func (s *Scope) Active() int { return s.sum.processing + s.sum.waiting }
