package runs

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"catenary/chain"
	"catenary/internal/fault"
	"catenary/internal/name"
	"catenary/rbac"
	"catenary/runtime"
	"catenary/runtime/run"
)

// Rerun says how a run is to be run again.
type Rerun struct {
	// From is the node to begin at, with the outputs before it as they were;
	// empty: the whole run.
	From chain.NodeID
	// Version is the one to run, 0 for that of the first run. Latest takes the
	// latest one instead.
	Version int64
	Latest  bool
	// Title replaces that of the first run, unless it is empty.
	Title string
	Once  Once
	Wait  time.Duration
}

// Rerun begins a run with the input of another one that is over: of the same
// chain, in the same version or another. It needs run:rerun. A run that goes on
// still is run.state (Conflict), a node that is not there run.from (Invalid),
// an input that the version does not take run.input (Invalid).
func (s *Service) Rerun(ctx context.Context, who rbac.Actor, org rbac.OrgID, id string, q Rerun) (Started, error) {
	old, err := s.find(ctx, who, rbac.RunRerun, org, id)
	if err != nil {
		return Started{}, err
	}
	if !old.State.Final() {
		return Started{}, fault.New(fault.Conflict, "run.state", "the run goes on still: it is %s", old.State).
			Carrying(map[string]string{"state": string(old.State)})
	}
	p, version, err := s.again(ctx, who, org, old, q)
	if err != nil {
		return Started{}, err
	}
	view, err := runtime.View(ctx, s.Store, runtime.ID{Tenant: old.Tenant, Run: old.ID})
	if err != nil {
		return Started{}, err
	}
	input, err := p.check(view.Input)
	if err != nil {
		return Started{}, err
	}
	r := s.row(who, org, old.Key, q.Once)
	r.Chain, r.Version, r.Document, r.Trigger, r.TriggerID, r.Test = old.Chain, version, p.document, "rerun", old.ID, old.Test
	if r.Title, err = name.Text("/title", q.Title, maxTitle); err != nil {
		return Started{}, err
	}
	if r.Title == "" {
		r.Title = old.Title
	}
	options, err := runtime.ParseOptions(old.Options)
	if err != nil {
		return Started{}, fmt.Errorf("read options: %w", err)
	}
	options.From, options.Of = "", ""
	// Written down now, as the run before may be gone when somebody is to decide.
	if options.Makers, err = s.makers(ctx, old); err != nil {
		return Started{}, err
	}
	if q.From != "" {
		if !has(p.Document.Graph, q.From) {
			return Started{}, fault.At("/from", "run.from", "the version has no node %q", q.From)
		}
		options.From, options.Of = q.From, old.ID
		before := options.Pins
		options.Pins = given(p.Document.Graph, q.From, view, before)
		options.Left = left(p.Document.Graph, old.ID, view, options.Pins, before, options.Left)
	}
	if r.Options, err = written(options); err != nil {
		return Started{}, err
	}
	return s.start(ctx, who, runtime.Start{Run: r, Version: &p.Version, Input: input, Wait: q.Wait})
}

// given are the outputs that a rerun takes over: of all nodes to which no way
// leads from where it begins.
func given(g chain.Graph, from chain.NodeID, view *run.View, pins map[chain.NodeID]json.RawMessage) map[chain.NodeID]json.RawMessage {
	anew, out := runtime.From(g, from), map[chain.NodeID]json.RawMessage{}
	for id, output := range pins {
		if !anew[id] {
			out[id] = output
		}
	}
	top := view.Scope("")
	if top == nil {
		return out
	}
	for id, step := range top.Steps {
		if step.State != run.StepSucceeded && step.State != run.StepUndone || anew[id] {
			continue
		}
		if out[id] = step.Output; len(step.Output) == 0 {
			out[id] = json.RawMessage("null")
		}
	}
	return out
}

// left says where the artefacts are of the nodes whose outputs a rerun takes
// over. One that the first run had pinned already did nothing in it.
func left(g chain.Graph, id string, view *run.View, pins, before map[chain.NodeID]json.RawMessage, known map[chain.NodeID]runtime.Left) map[chain.NodeID]runtime.Left {
	out := map[chain.NodeID]runtime.Left{}
	for i := range g.Nodes {
		n := &g.Nodes[i]
		if _, pinned := pins[n.ID]; !pinned || !n.LeavesFiles() {
			continue
		}
		if at, ok := known[n.ID]; ok {
			out[n.ID] = at
		} else if _, was := before[n.ID]; !was {
			out[n.ID] = runtime.Left{Run: id, Attempt: view.Scope("").Steps[n.ID].Attempt}
		}
	}
	return out
}

// again finds the version of a rerun.
func (s *Service) again(ctx context.Context, who rbac.Actor, org rbac.OrgID, old runtime.Run, q Rerun) (*prepared, int64, error) {
	if !q.Latest && (q.Version == 0 || q.Version == old.Version) {
		p, err := s.Versions.of(ctx, old)
		return p, old.Version, err
	}
	c, err := s.Store.Startable(ctx, who.Tenant, org, old.Key)
	if err != nil {
		return nil, 0, err
	}
	version := q.Version
	if q.Latest {
		version = c.Version
	}
	if c.ID != old.Chain || version < 1 || version > c.Version {
		return nil, 0, fault.At("/version", "run.version", "the run's chain has no version %d", version)
	}
	p, err := s.Versions.published(ctx, who.Tenant, c.ID, version)
	return p, version, err
}

func has(g chain.Graph, id chain.NodeID) bool {
	for i := range g.Nodes {
		if g.Nodes[i].ID == id {
			return true
		}
	}
	return false
}

// written is how a row keeps options; none are an empty text.
func written(o runtime.Options) (string, error) {
	text, err := json.Marshal(o)
	if err != nil {
		return "", fmt.Errorf("write options: %w", err)
	}
	if string(text) == "{}" {
		return "", nil
	}
	return string(text), nil
}
