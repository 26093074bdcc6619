package run

import (
	"encoding/json"
	"slices"
	"strings"

	"catenary/chain"
)

// Progress counts steps by their state: all of a run but those of its undo.
// Nodes that no edge was decided to are not among them.
type Progress struct {
	Pending    int `json:"pending,omitempty"`
	Ready      int `json:"ready,omitempty"`
	Processing int `json:"processing,omitempty"`
	Waiting    int `json:"waiting,omitempty"`
	Succeeded  int `json:"succeeded,omitempty"`
	Failed     int `json:"failed,omitempty"`
	Skipped    int `json:"skipped,omitempty"`
	Canceled   int `json:"canceled,omitempty"`
	Undone     int `json:"undone,omitempty"`
}

// Progress returns the counts as they are now; it costs nothing.
func (v *View) Progress() Progress { return v.steps }

func (p *Progress) add(state StepState, by int) {
	switch state {
	case StepPending:
		p.Pending += by
	case StepReady:
		p.Ready += by
	case StepProcessing:
		p.Processing += by
	case StepWaiting:
		p.Waiting += by
	case StepSucceeded:
		p.Succeeded += by
	case StepFailed:
		p.Failed += by
	case StepSkipped:
		p.Skipped += by
	case StepCanceled:
		p.Canceled += by
	case StepUndone:
		p.Undone += by
	}
}

// tally sums up what is going on. expanded are those of processing whose items
// do the work.
type tally struct{ processing, expanded, waiting int }

func (t *tally) add(step *Step, by int) {
	switch step.State {
	case StepProcessing:
		t.processing += by
		if step.Each != nil {
			t.expanded += by
		}
	case StepWaiting:
		t.waiting += by
	}
}

func newScope(path string) *Scope {
	return &Scope{
		Steps: map[chain.NodeID]*Step{}, due: map[chain.NodeID]struct{}{},
		path: path, undo: strings.Contains(path, undoMark),
	}
}

func (v *View) count(s *Scope, step *Step, by int) {
	s.sum.add(step, by)
	v.all.add(step, by)
	if !s.undo {
		v.steps.add(step.State, by)
	}
}

// mark notes whether something is to be decided about a step.
func (v *View) mark(s *Scope, id chain.NodeID, step *Step) {
	if s.State == "" {
		if step.pressing() {
			s.due[id] = struct{}{}
		} else {
			delete(s.due, id)
		}
	}
	v.touch(s)
}

// touch notes whether a scope is open, and whether something is to be decided
// in it or about it.
func (v *View) touch(s *Scope) {
	if v.open == nil {
		v.open, v.live = map[string]*Scope{}, map[string]*Scope{}
	}
	put(v.open, s, s.State == "")
	put(v.live, s, s.State == "" && (len(s.due) > 0 || s.Active() == 0))
}

func put(set map[string]*Scope, s *Scope, in bool) {
	if in {
		set[s.path] = s
	} else {
		delete(set, s.path)
	}
}

// restore makes again what follows from the scopes.
func (v *View) restore() {
	v.open, v.live, v.all, v.steps = nil, nil, tally{}, Progress{}
	v.ended = make([]ended, v.Finished)
	for path, s := range v.Scopes {
		fresh := newScope(path)
		s.path, s.undo, s.sum, s.due = path, fresh.undo, tally{}, fresh.due
		if s.State != "" {
			s.due = nil
		}
		if s.Steps == nil {
			s.Steps = fresh.Steps
		}
		for id, step := range s.Steps {
			v.count(s, step, 1)
			v.mark(s, id, step)
			if n := step.Order; n > 0 && n <= len(v.ended) {
				v.ended[n-1] = ended{path, id}
			}
		}
		v.touch(s)
	}
}

// UnmarshalJSON reads what encoding/json writes of a View.
func (v *View) UnmarshalJSON(data []byte) error {
	type plain View
	var p plain
	if err := json.Unmarshal(data, &p); err != nil {
		return err
	}
	*v = View(p)
	v.restore()
	return nil
}

// Clone returns a copy that shares nothing that Fold changes.
func (v *View) Clone() *View {
	c := *v
	c.Scopes = make(map[string]*Scope, len(v.Scopes))
	for path, scope := range v.Scopes {
		s := *scope
		s.Steps = make(map[chain.NodeID]*Step, len(scope.Steps))
		for id, step := range scope.Steps {
			t := *step
			t.Halves, t.In = slices.Clone(step.Halves), slices.Clone(step.In)
			if step.Each != nil {
				each := *step.Each
				each.Open = slices.Clone(each.Open)
				t.Each = &each
			}
			s.Steps[id] = &t
		}
		c.Scopes[path] = &s
	}
	if v.Undo != nil {
		undo := *v.Undo
		c.Undo = &undo
	}
	c.restore()
	return &c
}
