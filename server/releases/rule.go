package releases

import (
	"context"
	"time"

	"catenary/internal/fault"
	"catenary/rbac"
	"catenary/server/audit"
)

// MaxRehearsalDays is the longest time that a rule can give a rehearsal.
const MaxRehearsalDays = 3650

// Rule is what an org asks of the releases of itself and of all orgs below it.
// An org can ask for more than those above it, not for less.
type Rule struct {
	Tenant rbac.TenantID `db:"tenant_id"`
	Org    rbac.OrgID    `db:"org_id"`
	// RehearsalDays is how old a rehearsal may be when a release is executed; 0:
	// none is needed.
	RehearsalDays int64          `db:"rehearsal_days"`
	Revision      int64          `db:"revision"`
	UpdatedAt     int64          `db:"updated_at"`
	UpdatedBy     rbac.SubjectID `db:"updated_by"`
}

// RuleView is the rule of an org, and what holds in it by all rules above.
type RuleView struct {
	Rule
	Effective int64
}

// Rule shows what an org asks. Where nothing was ever said it is at revision 1.
func (s *Service) Rule(ctx context.Context, who rbac.Actor, org rbac.OrgID) (RuleView, error) {
	if err := s.Auth.Can(ctx, who, rbac.ReleaseView, rbac.Resource{OrgID: org}); err != nil {
		return RuleView{}, err
	}
	return s.rule(ctx, who.Tenant, org)
}

func (s *Service) rule(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID) (RuleView, error) {
	v := RuleView{Rule: Rule{Tenant: tenant, Org: org, Revision: 1}}
	above, err := s.Auth.Ancestors(ctx, tenant, org)
	if err != nil {
		return v, err
	}
	rules, err := s.Store.ReleaseRules(ctx, tenant, above)
	if err != nil {
		return v, err
	}
	for _, r := range rules {
		if r.Org == org {
			v.Rule = r
		}
		if n := r.RehearsalDays; n > 0 && (v.Effective == 0 || n < v.Effective) {
			v.Effective = n
		}
	}
	return v, nil
}

// SetRule says what an org asks. One that is no longer at revision is
// release.rule_stale (Stale).
func (s *Service) SetRule(ctx context.Context, who rbac.Actor, org rbac.OrgID, revision, rehearsalDays int64) (RuleView, error) {
	if err := s.Auth.Can(ctx, who, rbac.LimitsWrite, rbac.Resource{OrgID: org}); err != nil {
		return RuleView{}, err
	}
	if rehearsalDays < 0 || rehearsalDays > MaxRehearsalDays {
		return RuleView{}, fault.At("/rehearsal_days", "release.rule", "want 0 to %d", MaxRehearsalDays)
	}
	var after RuleView
	err := s.Store.InTx(ctx, func(ctx context.Context) error {
		if err := s.Auth.Confirm(ctx, who, rbac.LimitsWrite, rbac.Resource{OrgID: org}); err != nil {
			return err
		}
		before, err := s.rule(ctx, who.Tenant, org)
		if err != nil {
			return err
		}
		r := Rule{
			Tenant: who.Tenant, Org: org, RehearsalDays: rehearsalDays, Revision: revision, UpdatedAt: s.Now().UnixMicro(), UpdatedBy: who.Subject,
		}
		if done, err := s.Store.SetReleaseRule(ctx, r); err != nil || !done {
			if err == nil {
				err = fault.New(fault.Stale, "release.rule_stale", "the rule was changed meanwhile; it is at revision %d", before.Revision).
					Carrying(map[string]int64{"revision": before.Revision})
			}
			return err
		}
		if after, err = s.rule(ctx, who.Tenant, org); err != nil {
			return err
		}
		return s.Audit.Record(ctx, who, audit.Entry{
			Action: "release:rule_set", Kind: "release_rule", ResourceID: string(org), OrgID: org,
			Before: map[string]any{"rehearsal_days": before.RehearsalDays}, After: map[string]any{"rehearsal_days": rehearsalDays},
		})
	})
	return after, err
}

// rehearsed says that a release has the rehearsal that its org asks for:
// release.rehearsal (Conflict) if not.
func (s *Service) rehearsed(ctx context.Context, r Release) error {
	rule, err := s.rule(ctx, r.Tenant, r.Org)
	if err != nil || rule.Effective == 0 {
		return err
	}
	at, err := s.Store.RehearsedAt(ctx, r.Tenant, r.ID, r.Seal)
	if err != nil {
		return err
	}
	oldest := s.Now().Add(-time.Duration(rule.Effective) * 24 * time.Hour).UnixMicro()
	if at < oldest || at == 0 {
		return fault.New(fault.Conflict, "release.rehearsal", "a rehearsal that passed is needed, not older than %d days", rule.Effective).
			Carrying(map[string]int64{"rehearsal_days": rule.Effective})
	}
	return nil
}
