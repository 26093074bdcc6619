package orgs

import (
	"context"

	"catenary/rbac"
)

// maxForeseen is how many lines of what a role or a grant would change are shown.
const maxForeseen = 200

// Foreseen is whose rights a change of a role or of a grant would change.
type Foreseen struct {
	Rights []PreviewRight
	// Total counts the lines; the first maxForeseen are shown.
	Total int
	// Gain and Lose count the members and service accounts that get something,
	// or lose it.
	Gain, Lose int
}

// PreviewRole says whose rights EditRole would change, by the same rules, and
// changes nothing; a fresh factor is not needed yet.
func (s *Service) PreviewRole(ctx context.Context, who rbac.Actor, org rbac.OrgID, id rbac.RoleID, permissions []rbac.Permission) (Foreseen, error) {
	_, after, err := s.edited(ctx, s.unconfirmed(who), org, id, RoleEdit{Permissions: permissions})
	if err != nil {
		return Foreseen{}, err
	}
	fact := after.Fact()
	return s.foresee(ctx, who, rbac.Change{Role: &fact})
}

// PreviewGrant says whose rights Grant would change, by the same rules, and
// changes nothing; a fresh factor is not needed yet.
func (s *Service) PreviewGrant(ctx context.Context, who rbac.Actor, org rbac.OrgID, in NewGrant) (Foreseen, error) {
	g, err := s.grantable(ctx, s.unconfirmed(who), org, in)
	if err != nil {
		return Foreseen{}, err
	}
	fact := g.Fact()
	return s.foresee(ctx, who, rbac.Change{Grant: &fact})
}

// PreviewWithdrawal says whose rights Withdraw would change, by the same rules,
// and changes nothing; a fresh factor is not needed yet.
func (s *Service) PreviewWithdrawal(ctx context.Context, who rbac.Actor, org rbac.OrgID, id string) (Foreseen, error) {
	g, err := s.changeable(ctx, s.unconfirmed(who), org, id)
	if err != nil {
		return Foreseen{}, err
	}
	fact := g.Fact()
	change := rbac.Change{GrantGone: &fact}
	if err := s.Auth.KeepsOwner(ctx, who.Tenant, change); err != nil {
		return Foreseen{}, err
	}
	return s.foresee(ctx, who, change)
}

// unconfirmed is the actor as after a factor that was just given: a preview asks
// for it no more than a form does.
func (s *Service) unconfirmed(who rbac.Actor) rbac.Actor {
	who.AuthAt = s.Now()
	return who
}

func (s *Service) foresee(ctx context.Context, who rbac.Actor, c rbac.Change) (Foreseen, error) {
	if err := rbac.HumanOnly(who); err != nil {
		return Foreseen{}, err
	}
	rights, err := s.Auth.Foresee(ctx, who, c)
	if err != nil {
		return Foreseen{}, err
	}
	out := Foreseen{Total: len(rights)}
	gain, lose := map[rbac.SubjectID]bool{}, map[rbac.SubjectID]bool{}
	var n naming
	for i, r := range rights {
		if len(r.Gains) > 0 {
			gain[r.Subject] = true
		}
		if len(r.Loses) > 0 {
			lose[r.Subject] = true
		}
		if i < maxForeseen {
			n.subjects, n.orgs = append(n.subjects, r.Subject), append(n.orgs, r.Org)
		}
	}
	out.Gain, out.Lose = len(gain), len(lose)
	if err := s.resolve(ctx, who, &n); err != nil {
		return Foreseen{}, err
	}
	for _, r := range rights[:min(len(rights), maxForeseen)] {
		out.Rights = append(out.Rights, PreviewRight{Subject: n.subject(r.Subject), Org: n.org(r.Org), Gains: r.Gains, Loses: r.Loses})
	}
	return out, nil
}
