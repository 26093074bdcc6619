package runs

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"catenary/internal/fault"
	"catenary/internal/name"
	"catenary/rbac"
	"catenary/runtime"
	"catenary/runtime/run"
)

// maxTitle is how many characters the title of a run may have.
const maxTitle = 200

// Once makes a start happen once: of all that one caller sends with the same Key
// the first begins a run. Digest tells what was asked.
type Once struct{ Key, Digest string }

// Request is what a run is started with.
type Request struct {
	// Version is the one to run, 0 for the latest.
	Version int64
	Title   string
	// Input is one JSON value; without one it is an empty object.
	Input json.RawMessage
	Once  Once
	// Wait is how long to wait for the end.
	Wait time.Duration
	// Trigger is what starts it by itself; nil if who asks does so.
	Trigger *Trigger
}

// Trigger is what starts a run by itself: its kind, its id and the limits that
// its runs count for.
type Trigger struct {
	Kind, ID string
	Gates    []string
	// Makers had a hand in it where somebody else starts the run.
	Makers []rbac.SubjectID
}

// mark makes a run one of the trigger's.
func (t *Trigger) mark(r *runtime.Run) {
	if t == nil {
		return
	}
	gates, _ := json.Marshal(t.Gates) // a list of texts always marshals
	r.Trigger, r.TriggerID, r.Gates = t.Kind, t.ID, string(gates)
	if len(t.Makers) > 0 {
		options, _ := json.Marshal(runtime.Options{Makers: texts(t.Makers)})
		r.Options = string(options)
	}
}

// Started is a run that is on disk.
type Started struct {
	Run runtime.Run
	// Ended says that the run ended within Wait. Output and Failure are how;
	// Output is there for who has run:data.
	Ended   bool
	Output  json.RawMessage
	Failure *run.Failure
	// Replayed says that it was started before, with the same Once.
	Replayed bool
}

// Start begins a run of a published chain. Over a limit of starts it is run.rate,
// where too many wait already run.queue_full (both Limited). A chain without a version is
// chain.unpublished (Conflict); an input that the chain's schema does not allow
// is run.input (Invalid), with pointers from /input. A key that was used for
// something else is idempotency.mismatch (Invalid).
func (s *Service) Start(ctx context.Context, who rbac.Actor, org rbac.OrgID, key string, q Request) (Started, error) {
	if err := s.Auth.Can(ctx, who, rbac.RunStart, rbac.Resource{OrgID: org}); err != nil {
		return Started{}, err
	}
	title, err := name.Text("/title", q.Title, maxTitle)
	if err != nil {
		return Started{}, err
	}
	c, err := s.Store.Startable(ctx, who.Tenant, org, key)
	if err != nil {
		return Started{}, err
	}
	version := q.Version
	switch {
	case c.Version == 0:
		return Started{}, fault.New(fault.Conflict, "chain.unpublished", "the chain has no version yet; publish it first")
	case version == 0:
		version = c.Version
	case version < 0 || version > c.Version:
		return Started{}, fault.At("/version", "run.version", "the chain has no version %d", version)
	}
	p, err := s.Versions.published(ctx, who.Tenant, c.ID, version)
	if err != nil {
		return Started{}, err
	}
	input, err := p.check(q.Input)
	if err != nil {
		return Started{}, err
	}
	r := s.row(who, org, key, q.Once)
	r.Chain, r.Version, r.Document, r.Title = c.ID, version, p.document, title
	q.Trigger.mark(&r)
	return s.start(ctx, who, runtime.Start{Run: r, Version: &p.Version, Input: input, Wait: q.Wait})
}

// row is what all runs have that somebody starts.
func (s *Service) row(who rbac.Actor, org rbac.OrgID, key string, once Once) runtime.Run {
	r := runtime.Run{
		Tenant: string(who.Tenant), ID: s.NewID(), Org: string(org), Key: key, Trigger: "api",
		By: string(who.Subject), Human: string(who.Human), StartKey: once.Key, StartDigest: once.Digest,
	}
	if who.Session() {
		r.Trigger = "manual"
	}
	return r
}

// check gives the input that a run gets.
func (p *prepared) check(input json.RawMessage) (json.RawMessage, error) {
	if len(input) == 0 {
		input = json.RawMessage(`{}`)
	}
	if p.input != nil {
		if wrong := p.input.Check(input); len(wrong) > 0 {
			f := fault.New(fault.Invalid, "run.input", "the input is not what the chain asks for; see errors")
			for _, v := range wrong[:min(len(wrong), maxWrong)] {
				f.Details = append(f.Details, fault.Detail{Code: f.Code, Pointer: "/input" + v.Pointer, Detail: v.Detail})
			}
			return nil, f
		}
	}
	if !json.Valid(input) {
		return nil, fault.At("/input", "run.input", "this is not JSON")
	}
	return input, nil
}

// maxWrong is how many things one refusal lists.
const maxWrong = 100

// start hands a run over to the engine.
func (s *Service) start(ctx context.Context, who rbac.Actor, start runtime.Start) (Started, error) {
	if err := s.limit(ctx, &start.Run); err != nil {
		return Started{}, err
	}
	began, err := s.Engine.Start(ctx, start)
	if err != nil {
		return Started{}, fmt.Errorf("start a run: %w", err)
	}
	out := Started{Run: began.Run, Replayed: began.Twin}
	if began.Twin {
		if began.Run.StartDigest != start.Run.StartDigest {
			return Started{}, fault.New(fault.Invalid, "idempotency.mismatch", "another request was made with this Idempotency-Key")
		}
	}
	if began.Twin || began.Run.Owner == "" { // nobody here drives it
		if out.Run, began.View, err = s.await(ctx, runtime.ID{Tenant: began.Run.Tenant, Run: began.Run.ID}, start.Wait); err != nil {
			return Started{}, err
		}
	}
	if began.View == nil {
		return out, nil
	}
	out.Ended, out.Failure, out.Run.State = true, began.View.Failure, began.View.State
	if s.Auth.Can(ctx, who, rbac.RunData, rbac.Resource{OrgID: rbac.OrgID(out.Run.Org)}) == nil {
		out.Output = began.View.Output
	}
	return out, nil
}

// await waits for a run that was begun before. The view is there if it ended.
func (s *Service) await(ctx context.Context, id runtime.ID, wait time.Duration) (runtime.Run, *run.View, error) {
	watch := s.Engine.Watch(id)
	defer watch.Close()
	end := time.NewTimer(wait)
	defer end.Stop()
	for over := wait <= 0; ; {
		r, err := s.Store.Run(ctx, id.Tenant, id.Run)
		if err != nil {
			return r, nil, err
		}
		if wait > 0 && r.State.Final() {
			view, err := runtime.View(ctx, s.Store, id)
			return r, view, err
		}
		if over {
			return r, nil, nil
		}
		again := time.NewTimer(s.poll())
		select {
		case <-watch.C:
		case <-again.C:
		case <-end.C:
			over = true
		case <-ctx.Done():
			return r, nil, nil // it goes on
		}
		again.Stop()
	}
}
