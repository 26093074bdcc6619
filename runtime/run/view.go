package run

import (
	"encoding/json"
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
	// Finished counts the steps that have ended; it gives Step.Order.
	Finished int `json:"finished,omitempty"`
	// Scopes are the graphs at work by their path; "" is the run's own.
	Scopes map[string]*Scope `json:"scopes,omitempty"`
}

// Scope is one graph of a run.
type Scope struct {
	Input json.RawMessage `json:"input,omitempty"`
	// Steps are those that an edge was decided to, or that no edge leads to.
	Steps map[chain.NodeID]*Step `json:"steps"`

	// due has the steps about which something is to be decided; processing
	// and waiting count the steps in these states. All follow from Steps.
	due                 map[chain.NodeID]struct{}
	processing, waiting int
}

// Step is the execution of a node.
type Step struct {
	State   StepState       `json:"state"`
	Attempt int             `json:"attempt,omitempty"`
	Input   json.RawMessage `json:"input,omitempty"`
	Output  json.RawMessage `json:"output,omitempty"`
	Failure *Failure        `json:"failure,omitempty"`
	Halves  []Half          `json:"halves,omitempty"`
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
	// Seq and At are those of the event that ended it.
	Seq int64 `json:"seq,omitempty"`
	At  int64 `json:"at,omitempty"`
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

// Scope returns the graph at a path, or nil.
func (v *View) Scope(path string) *Scope { return v.Scopes[path] }

// Due returns the steps about which something is to be decided, in no order.
func (s *Scope) Due() []chain.NodeID {
	ids := make([]chain.NodeID, 0, len(s.due))
	for id := range s.due {
		ids = append(ids, id)
	}
	return ids
}

// Active says how many steps have begun and not ended.
func (s *Scope) Active() int { return s.processing + s.waiting }

// UnmarshalJSON reads what encoding/json writes of a Scope.
func (s *Scope) UnmarshalJSON(data []byte) error {
	type plain Scope
	var p plain
	if err := json.Unmarshal(data, &p); err != nil {
		return err
	}
	*s = Scope(p)
	if s.Steps == nil {
		s.Steps = map[chain.NodeID]*Step{}
	}
	s.due, s.processing, s.waiting = map[chain.NodeID]struct{}{}, 0, 0
	for id, step := range s.Steps {
		s.count(step.State, 1)
		s.mark(id, step)
	}
	return nil
}

func (s *Scope) count(state StepState, by int) {
	switch state {
	case StepProcessing:
		s.processing += by
	case StepWaiting:
		s.waiting += by
	}
}

func (s *Scope) mark(id chain.NodeID, step *Step) {
	if step.pressing() {
		s.due[id] = struct{}{}
	} else {
		delete(s.due, id)
	}
}

// Clone returns a copy that shares nothing that Fold changes.
func (v *View) Clone() *View {
	c := *v
	c.Scopes = make(map[string]*Scope, len(v.Scopes))
	for path, scope := range v.Scopes {
		s := *scope
		s.Steps = make(map[chain.NodeID]*Step, len(scope.Steps))
		s.due = make(map[chain.NodeID]struct{}, len(scope.due))
		for id, step := range scope.Steps {
			t := *step
			t.Halves, t.In = slices.Clone(step.Halves), slices.Clone(step.In)
			s.Steps[id] = &t
		}
		for id := range scope.due {
			s.due[id] = struct{}{}
		}
		c.Scopes[path] = &s
	}
	return &c
}
