package runs

import (
	"cmp"
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

// What stands here is for parts of the server that start and steer runs by
// themselves, after they have asked for rights in their own way: it asks for
// none.

// Unattended is a run that a part of the server starts.
type Unattended struct {
	// ID is that of the run, chosen before, and Key the same for every try.
	ID, Key string
	// Digest tells what was asked, where somebody else chose the key: with
	// another one the start is idempotency.mismatch.
	Digest string
	// By is on whose behalf it runs.
	By  rbac.Actor
	Org rbac.OrgID
	// Chain and ChainKey say which chain, Version which version of it. Without a
	// version it is Document that runs.
	Chain, ChainKey string
	Version         int64
	Document        *Document
	Title           string
	Input           json.RawMessage
	Trigger         Trigger
	// Test marks it as a test run, carried out with Options.
	Test    bool
	Options runtime.Options
	Wait    time.Duration
}

// Unattended starts a run, or gives the one that was started with the same key.
// Faults are those of Start.
func (s *Service) Unattended(ctx context.Context, u Unattended) (Started, error) {
	var p *prepared
	var document *Document
	var err error
	if u.Document != nil {
		d := *u.Document
		d.Tenant, d.CreatedAt = u.By.Tenant, s.Now().UnixMicro()
		d.Digest = digest(d.Document, d.Pins)
		if p, err = prepare(d.Document, d.Digest, []byte(d.Pins)); err != nil {
			return Started{}, err
		}
		document = &d
	} else if p, err = s.Versions.published(ctx, u.By.Tenant, u.Chain, u.Version); err != nil {
		return Started{}, err
	}
	input, err := p.check(u.Input)
	if err != nil {
		return Started{}, err
	}
	r := runtime.Run{
		Tenant: string(u.By.Tenant), ID: u.ID, Org: string(u.Org), Chain: u.Chain, Key: u.ChainKey, Version: u.Version, Document: p.document,
		By: string(u.By.Subject), Human: string(u.By.Human), StartKey: u.Key, StartDigest: cmp.Or(u.Digest, u.Key), Test: u.Test,
	}
	if r.Title, err = name.Text("/title", u.Title, maxTitle); err != nil {
		return Started{}, err
	}
	u.Trigger.mark(&r)
	if r.Options, err = written(u.Options); err != nil {
		return Started{}, err
	}
	if document != nil {
		if err := s.Store.InsertRunDocument(ctx, *document); err != nil {
			return Started{}, err
		}
	}
	return s.start(ctx, u.By, runtime.Start{Run: r, Version: &p.Version, Input: input, Wait: u.Wait})
}

// Fits says what is wrong with an input of a published version: run.input
// (Invalid), with pointers from /input.
func (s *Service) Fits(ctx context.Context, tenant rbac.TenantID, chain string, version int64, input []byte) error {
	p, err := s.Versions.published(ctx, tenant, chain, version)
	if err != nil {
		return err
	}
	_, err = p.check(input)
	return err
}

// Outcome is where a run stands.
type Outcome struct {
	State   run.State
	EndedAt int64
	// Code and Message say why it failed.
	Code, Message string
}

// Outcome gives where a run stands; run.unknown (NotFound) if there is none.
func (s *Service) Outcome(ctx context.Context, tenant rbac.TenantID, id string) (Outcome, error) {
	r, err := s.Store.Run(ctx, string(tenant), id)
	if err != nil {
		return Outcome{}, err
	}
	return Outcome{State: r.State, EndedAt: r.EndedAt, Code: r.FailureCode, Message: r.FailureMessage}, nil
}

// State gives the fold over the journal of a run.
func (s *Service) State(ctx context.Context, tenant rbac.TenantID, id string) (*run.View, error) {
	return runtime.View(ctx, s.Store, runtime.ID{Tenant: string(tenant), Run: id})
}

// Moved tells when a run has moved on, until the watcher leaves.
func (s *Service) Moved(tenant rbac.TenantID, id string) (moved <-chan struct{}, leave func()) {
	w := s.Engine.Watch(runtime.ID{Tenant: string(tenant), Run: id})
	return w.C, w.Close
}

// End asks a run to end; one that is over is left alone.
func (s *Service) End(ctx context.Context, tenant rbac.TenantID, id, by, reason string) error {
	return s.order(ctx, tenant, id, by, reason, cancelOrder)
}

// TakeBack asks a run that is over to undo what it did; one that has begun to is
// left alone.
func (s *Service) TakeBack(ctx context.Context, tenant rbac.TenantID, id, by, reason string) error {
	return s.order(ctx, tenant, id, by, reason, undoOrder)
}

// order asks something of a run, once.
func (s *Service) order(ctx context.Context, tenant rbac.TenantID, id, by, reason string, o order) error {
	err := s.Store.InTx(ctx, func(ctx context.Context) error {
		r, err := s.Store.Run(ctx, string(tenant), id)
		if err != nil || o.bars(r.State) != "" {
			return err
		}
		asked, err := s.Store.Signals(ctx, r.Tenant, r.ID)
		if err != nil {
			return err
		}
		for _, g := range asked {
			if g.Kind == o.signal {
				return nil
			}
		}
		body, err := json.Marshal(run.Note{By: by, Reason: reason})
		if err != nil {
			return fmt.Errorf("write a note: %w", err)
		}
		return s.Store.InsertSignal(ctx, runtime.Signal{
			Tenant: r.Tenant, Run: r.ID, ID: "own-" + string(o.signal), Kind: o.signal, Body: body, At: s.Now().UnixMicro(),
		})
	})
	if fault.HasCode(err, "run.ended") { // it ended meanwhile
		err = nil
	}
	if err == nil {
		s.Engine.Nudge(runtime.ID{Tenant: string(tenant), Run: id})
	}
	return err
}
