package chains

import (
	"context"

	"catenary/internal/id"
	"catenary/rbac"
	"catenary/server/audit"
)

// AskLease asks whoever edits a draft to let who edit. Whoever asks first and has
// no answer yet comes first; to ask again, or where nobody else edits, changes
// nothing. It gives the chain as it is then.
func (s *Service) AskLease(ctx context.Context, who rbac.Actor, org rbac.OrgID, key string) (View, error) {
	err := s.Store.InTx(ctx, func(ctx context.Context) error {
		c, err := s.confirm(ctx, who, rbac.ChainEdit, org, key)
		if err != nil {
			return err
		}
		now := s.Now().UnixMicro()
		asked, err := s.Store.AskChainLease(ctx, c, Lease{AskedBy: who.Subject, AskedAt: now}, now)
		if err != nil || !asked {
			return err
		}
		return s.Audit.Record(ctx, who, audit.Entry{
			Action: "chain:lease_asked", Kind: kind, ResourceID: c.ID, OrgID: org, After: map[string]any{"lease": c.LeaseID, "holder": c.Holder},
		})
	})
	if err != nil {
		return View{}, err
	}
	return s.Get(ctx, who, org, key)
}

// AnswerLease answers who asks to edit: either the draft is handed over, and kept
// for them for the time of a lease so that nobody else slips in, or they are told
// no. Where nobody asks any more, handing over ends editing. A lease that is no
// longer the caller's is chain.lease_lost (Conflict).
func (s *Service) AnswerLease(ctx context.Context, who rbac.Actor, org rbac.OrgID, key, lease string, handOver bool) error {
	return s.Store.InTx(ctx, func(ctx context.Context) error {
		c, err := s.confirm(ctx, who, rbac.ChainEdit, org, key)
		if err != nil {
			return err
		}
		if !id.Valid(lease) || c.LeaseID != lease || c.Holder != who.Subject {
			return s.lost(c.Lease)
		}
		now := s.Now()
		mine := Lease{LeaseID: lease, Holder: who.Subject, Since: now.UnixMicro(), Ends: now.Add(LeaseTime).UnixMicro()}
		entry := audit.Entry{Action: "chain:lease_declined", Kind: kind, ResourceID: c.ID, OrgID: org, Before: map[string]any{"lease": lease, "asked_by": c.AskedBy}}
		var done bool
		if !handOver {
			done, err = s.Store.DeclineChainLease(ctx, c, mine)
		} else {
			entry.Action = "chain:lease_handed_over"
			if done, err = s.Store.HandOverChainLease(ctx, c, mine, s.NewID()); err == nil && !done {
				entry.Action = "chain:lease_released"
				done, err = s.Store.ReleaseChainLease(ctx, c, mine)
			}
		}
		if err != nil || !done {
			return err
		}
		return s.Audit.Record(ctx, who, entry)
	})
}
