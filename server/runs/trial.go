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
)

// Trial says how a draft is tried out.
type Trial struct {
	// Revision of the draft, 0 for the present one.
	Revision int64
	Title    string
	Input    json.RawMessage
	// UpTo ends the run behind a node, Only runs one node alone.
	UpTo, Only chain.NodeID
	// Pins are outputs that nodes have without being carried out.
	Pins map[chain.NodeID]json.RawMessage
	// Mock leaves out everything that could be noticed outside.
	Mock bool
	Once Once
	Wait time.Duration
}

// Try runs the draft of a chain. It needs chain:edit and run:start. A draft with
// errors is chain.invalid (Invalid), an input that it does not take run.input,
// a node that it does not have run.node (both Invalid).
func (s *Service) Try(ctx context.Context, who rbac.Actor, org rbac.OrgID, key string, q Trial) (Started, error) {
	for _, act := range []rbac.Permission{rbac.ChainEdit, rbac.RunStart} {
		if err := s.Auth.Can(ctx, who, act, rbac.Resource{OrgID: org}); err != nil {
			return Started{}, err
		}
	}
	title, err := name.Text("/title", q.Title, maxTitle)
	if err != nil {
		return Started{}, err
	}
	t, err := s.Drafts.Trial(ctx, who, org, key, q.Revision)
	if err != nil {
		return Started{}, err
	}
	pins, err := json.Marshal(t.Pins)
	if err != nil {
		return Started{}, fmt.Errorf("write pins: %w", err)
	}
	// The same text can mean something else tomorrow: what it meant counts.
	d := Document{
		Tenant: who.Tenant, Digest: digest(t.Document, string(pins)), CreatedAt: s.Now().UnixMicro(),
		Pins: string(pins), Document: t.Document,
	}
	p, err := prepare(d.Document, d.Digest, pins)
	if err != nil {
		return Started{}, err
	}
	input, err := p.check(q.Input)
	if err != nil {
		return Started{}, err
	}
	r := s.row(who, org, key, q.Once)
	r.Chain, r.Document, r.Title, r.Trigger, r.Test = t.Chain, d.Digest, title, "test", true
	if r.Options, err = q.options(p.Document.Graph, texts(t.Authors)); err != nil {
		return Started{}, err
	}
	if err := s.Store.InsertRunDocument(ctx, d); err != nil {
		return Started{}, err
	}
	return s.start(ctx, who, runtime.Start{Run: r, Version: &p.Version, Input: input, Wait: q.Wait})
}

func (q Trial) options(g chain.Graph, makers []string) (string, error) {
	named := map[string]chain.NodeID{"/up_to": q.UpTo, "/only": q.Only}
	for id := range q.Pins {
		named["/pins/"+string(id)] = id
	}
	if q.UpTo != "" && q.Only != "" {
		return "", fault.At("/only", "run.node", "a test run goes up to a node or runs only one, not both")
	}
	for pointer, id := range named {
		if id != "" && !has(g, id) {
			return "", fault.At(pointer, "run.node", "the draft has no node %q", id)
		}
	}
	return written(runtime.Options{Pins: q.Pins, UpTo: q.UpTo, Only: q.Only, Mock: q.Mock, Makers: makers})
}
