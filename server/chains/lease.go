package chains

import (
	"context"
	"time"

	"catenary/internal/clock"
	"catenary/internal/fault"
	"catenary/internal/id"
	"catenary/rbac"
	"catenary/server/audit"
)

// LeaseTime is how long an edit lease lives unless it is renewed.
const LeaseTime = 60 * time.Second

// Lease says who edits a draft: while it lives, nobody else's saves are taken.
// It belongs to one open editor, not to the person: each has an ID of its own.
type Lease struct {
	LeaseID    string         `db:"lease_id"`
	Holder     rbac.SubjectID `db:"lease_holder"`
	HolderName string         `db:"lease_holder_name"`
	Since      int64          `db:"lease_since"`
	Ends       int64          `db:"lease_ends"`
	// AskedBy asks the holder to let them edit, since AskedAt; Declined says that
	// the holder does not want to.
	AskedBy   rbac.SubjectID `db:"lease_asked_by"`
	AskedName string         `db:"lease_asked_name"`
	AskedAt   int64          `db:"lease_asked_at"`
	Declined  bool           `db:"lease_declined"`
}

// Live says whether the lease holds others off.
func (l Lease) Live(now time.Time) bool { return l.LeaseID != "" && l.Ends > now.UnixMicro() }

// HandedOver says that the draft is kept for the holder, who asked for it and has
// not taken it yet.
func (l Lease) HandedOver() bool { return l.AskedBy != "" && l.AskedBy == l.Holder }

// bars says whether the lease keeps whoever has mine from saving.
func (l Lease) bars(mine Lease, now time.Time) bool {
	return l.Live(now) && (l.LeaseID != mine.LeaseID || l.Holder != mine.Holder)
}

// Held is what a program is told of a lease that is another's.
type Held struct {
	Holder rbac.SubjectID `json:"holder"`
	Name   string         `json:"holder_name"`
	Since  time.Time      `json:"since"`
	Until  time.Time      `json:"until"`
}

func leased(l Lease) error {
	return fault.New(fault.Conflict, "chain.leased", "%s edits this draft until %s", l.HolderName, clock.Time(l.Ends).Format(time.RFC3339)).
		Carrying(Held{Holder: l.Holder, Name: l.HolderName, Since: clock.Time(l.Since), Until: clock.Time(l.Ends)})
}

// TakeLease begins to edit. While another's lease lives that is chain.leased
// (Conflict), unless it is to be taken over: then the one who had it finds out
// at the next save or renewal.
func (s *Service) TakeLease(ctx context.Context, who rbac.Actor, org rbac.OrgID, key string, over bool) (Lease, error) {
	var taken Lease
	err := s.Store.InTx(ctx, func(ctx context.Context) error {
		c, err := s.confirm(ctx, who, rbac.ChainEdit, org, key)
		if err != nil {
			return err
		}
		now := s.Now()
		lease := Lease{LeaseID: s.NewID(), Holder: who.Subject, Since: now.UnixMicro(), Ends: now.Add(LeaseTime).UnixMicro()}
		done, err := s.Store.TakeChainLease(ctx, c, lease, over)
		if err != nil {
			return err
		}
		after, err := s.Store.Chain(ctx, who.Tenant, org, key)
		if err != nil {
			return err
		}
		if !done {
			return leased(after.Lease)
		}
		taken = after.Lease
		entry := audit.Entry{
			Action: "chain:lease_taken", Kind: kind, ResourceID: c.ID, OrgID: org, After: map[string]any{"lease": taken.LeaseID},
		}
		// Whom the draft was handed over to takes it without a word.
		if c.Live(now) && (!c.HandedOver() || c.Holder != who.Subject) {
			entry.Action = "chain:lease_taken_over"
			entry.Before = map[string]any{"lease": c.LeaseID, "holder": c.Holder}
		}
		return s.Audit.Record(ctx, who, entry)
	})
	return taken, err
}

// RenewLease goes on editing. A lease that another has taken over, or that was
// released, is chain.lease_lost (Conflict); one that has only run out is not lost.
func (s *Service) RenewLease(ctx context.Context, who rbac.Actor, org rbac.OrgID, key, lease string) (Lease, error) {
	var renewed Lease
	err := s.Store.InTx(ctx, func(ctx context.Context) error {
		c, err := s.confirm(ctx, who, rbac.ChainEdit, org, key)
		if err != nil {
			return err
		}
		mine := Lease{LeaseID: lease, Holder: who.Subject, Ends: s.Now().Add(LeaseTime).UnixMicro()}
		done := false
		if id.Valid(lease) {
			if done, err = s.Store.RenewChainLease(ctx, c, mine); err != nil {
				return err
			}
		}
		if !done {
			return s.lost(c.Lease)
		}
		renewed = c.Lease
		renewed.Ends = mine.Ends
		return nil
	})
	return renewed, err
}

func (s *Service) lost(now Lease) error {
	f := fault.New(fault.Conflict, "chain.lease_lost", "this edit lease is no longer yours")
	if !now.Live(s.Now()) {
		return f
	}
	return f.Carrying(Held{Holder: now.Holder, Name: now.HolderName, Since: clock.Time(now.Since), Until: clock.Time(now.Ends)})
}

// ReleaseLease ends editing. A lease that is no longer there is no error.
func (s *Service) ReleaseLease(ctx context.Context, who rbac.Actor, org rbac.OrgID, key, lease string) error {
	return s.Store.InTx(ctx, func(ctx context.Context) error {
		c, err := s.confirm(ctx, who, rbac.ChainEdit, org, key)
		if err != nil {
			return err
		}
		if !id.Valid(lease) {
			return nil
		}
		done, err := s.Store.ReleaseChainLease(ctx, c, Lease{LeaseID: lease, Holder: who.Subject})
		if err != nil || !done {
			return err
		}
		return s.Audit.Record(ctx, who, audit.Entry{
			Action: "chain:lease_released", Kind: kind, ResourceID: c.ID, OrgID: org, Before: map[string]any{"lease": lease},
		})
	})
}
