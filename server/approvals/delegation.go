package approvals

import (
	"context"
	"time"

	"catenary/internal/fault"
	"catenary/internal/name"
	"catenary/internal/page"
	"catenary/rbac"
	"catenary/server/audit"
)

// DelegationStore keeps who stands in for whom. What is not there is
// delegation.unknown (NotFound).
type DelegationStore interface {
	InsertDelegation(ctx context.Context, d Delegation) error
	Delegation(ctx context.Context, tenant rbac.TenantID, id string) (Delegation, error)
	// EndDelegation moves the end of a delegation to an earlier time, and says
	// whether it lasted longer.
	EndDelegation(ctx context.Context, d Delegation, at int64) (bool, error)
	// Delegations are those from or to somebody that have not ended before a
	// time, the newest first.
	Delegations(ctx context.Context, tenant rbac.TenantID, of rbac.SubjectID, endingAfter int64, r page.Request) (page.Of[Delegation], error)
	// StandsIn says whether to is the deputy of from at a time.
	StandsIn(ctx context.Context, tenant rbac.TenantID, from, to rbac.SubjectID, at int64) (bool, error)
}

// Delegation (委托) names a deputy for a time. He decides on behalf of who named
// him, as far as he has the right to decide there himself: it lends a place
// among those who are asked, and no rights.
type Delegation struct {
	Tenant    rbac.TenantID  `db:"tenant_id"`
	ID        string         `db:"id"`
	From      rbac.SubjectID `db:"from_id"`
	To        rbac.SubjectID `db:"to_id"`
	BeginsAt  int64          `db:"begins_at"`
	EndsAt    int64          `db:"ends_at"`
	Reason    string         `db:"reason"`
	CreatedAt int64          `db:"created_at"`
	// The names of the two, where one is read; the log has ids only.
	FromName string `db:"from_name" json:"-"`
	ToName   string `db:"to_name" json:"-"`
}

// longestDelegation is how long somebody may be stood in for.
const longestDelegation = 366 * 24 * time.Hour

// Delegate names a deputy of who from one time to another. Only a person in a
// session does, for himself; the deputy is an active member of the tenant.
// Times that cannot be are delegation.times (Invalid), a deputy who cannot be is
// delegation.deputy (Invalid).
func (s *Service) Delegate(ctx context.Context, who rbac.Actor, to rbac.SubjectID, begins, ends time.Time, reason string) (Delegation, error) {
	if err := rbac.HumanOnly(who); err != nil {
		return Delegation{}, err
	}
	now := s.Now()
	if begins.IsZero() || begins.Before(now) {
		begins = now
	}
	if !ends.After(begins) || ends.Sub(begins) > longestDelegation {
		return Delegation{}, fault.At("/ends_at", "delegation.times", "want an end after the beginning, and not more than 366 days")
	}
	reason, err := name.Text("/reason", reason, maxText)
	if err != nil {
		return Delegation{}, err
	}
	d := Delegation{
		Tenant: who.Tenant, ID: s.NewID(), From: who.Subject, BeginsAt: begins.UnixMicro(), EndsAt: ends.UnixMicro(),
		Reason: reason, CreatedAt: now.UnixMicro(),
	}
	err = s.Store.InTx(ctx, func(ctx context.Context) error {
		if d.To, err = s.Store.FindMember(ctx, who.Tenant, string(to)); err != nil {
			return err
		}
		if d.To == "" || d.To == d.From {
			return fault.At("/to", "delegation.deputy", "want another member of the tenant")
		}
		if err := s.Store.InsertDelegation(ctx, d); err != nil {
			return err
		}
		if d, err = s.Store.Delegation(ctx, d.Tenant, d.ID); err != nil {
			return err
		}
		return s.Audit.Record(ctx, who, audit.Entry{
			Action: "delegation:created", Kind: "delegation", ResourceID: d.ID, OrgID: rbac.OrgID(who.Tenant), After: d,
		})
	})
	return d, err
}

// Delegations lists those from and to who that have not ended.
func (s *Service) Delegations(ctx context.Context, who rbac.Actor, r page.Request) (page.Of[Delegation], error) {
	return s.Store.Delegations(ctx, who.Tenant, who.Subject, s.Now().UnixMicro(), r)
}

// EndDelegation ends one that who made, now. What was decided by it stays.
func (s *Service) EndDelegation(ctx context.Context, who rbac.Actor, id string) error {
	if err := rbac.HumanOnly(who); err != nil {
		return err
	}
	return s.Store.InTx(ctx, func(ctx context.Context) error {
		d, err := s.Store.Delegation(ctx, who.Tenant, id)
		if err == nil && d.From != who.Subject {
			err = fault.New(fault.NotFound, "delegation.unknown", "no such delegation")
		}
		if err != nil {
			return err
		}
		ended, err := s.Store.EndDelegation(ctx, d, s.Now().UnixMicro())
		if err != nil || !ended {
			return err
		}
		return s.Audit.Record(ctx, who, audit.Entry{
			Action: "delegation:ended", Kind: "delegation", ResourceID: d.ID, OrgID: rbac.OrgID(who.Tenant), Before: d,
		})
	})
}
