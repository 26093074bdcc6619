package identity

import (
	"context"

	"catenary/internal/fault"
	"catenary/internal/name"
	"catenary/internal/page"
	"catenary/rbac"
	"catenary/server/audit"
)

// The states of a subject.
const (
	Invited  = "invited"
	Active   = "active"
	Disabled = "disabled"
	Removed  = "removed"
)

// Member is a person's place in a tenant: a subject that grants can name. Times
// are Unix µs.
type Member struct {
	Tenant rbac.TenantID    `db:"tenant_id"`
	ID     rbac.SubjectID   `db:"id"`
	Kind   rbac.SubjectKind `db:"kind"`
	// Org is where the member belongs: its members' admins look after the member.
	Org rbac.OrgID `db:"org_id"`
	// Person is empty until the invitation is taken up.
	Person   string `db:"person_id"`
	Email    string `db:"email"`
	Name     string `db:"name"`
	State    string `db:"state"`
	Revision int64  `db:"revision"`
	// SecondFactor says whether the person has one.
	SecondFactor bool  `db:"second_factor"`
	CreatedAt    int64 `db:"created_at"`
	UpdatedAt    int64 `db:"updated_at"`
}

// Fact is the member as the decision of rights sees it.
func (m Member) Fact() rbac.SubjectFact {
	return rbac.SubjectFact{ID: m.ID, Kind: rbac.User, Active: m.State == Active}
}

// seen is what the audit log keeps of a member: neither name nor address, which
// could not be erased there. Whoever reads the log looks them up by the id.
func (m Member) seen() map[string]string { return map[string]string{"state": m.State} }

// changed is what the audit log keeps of changes to what is personal.
func changed(what ...string) map[string][]string { return map[string][]string{"changed": what} }

// SeenMember is a member as somebody sees it who may view the members of an
// org. Can is what that one may do at the member's own org; an org that may not
// be viewed is not named.
type SeenMember struct {
	Member
	Can []rbac.Permission
}

// Members lists the people who belong to an org or were granted something
// there. It needs member:view.
func (s *Service) Members(ctx context.Context, who rbac.Actor, org rbac.OrgID, r page.Request) (page.Of[SeenMember], error) {
	if err := s.Auth.Can(ctx, who, rbac.MemberView, rbac.Resource{OrgID: org}); err != nil {
		return page.Of[SeenMember]{}, err
	}
	p, err := s.Store.Members(ctx, who.Tenant, org, r)
	if err != nil {
		return page.Of[SeenMember]{}, err
	}
	items, err := s.see(ctx, who, p.Items...)
	return page.Of[SeenMember]{Items: items, Next: p.Next}, err
}

// Member reads one of Members; any other is member.unknown (NotFound).
func (s *Service) Member(ctx context.Context, who rbac.Actor, org rbac.OrgID, id rbac.SubjectID) (SeenMember, error) {
	if err := s.Auth.Can(ctx, who, rbac.MemberView, rbac.Resource{OrgID: org}); err != nil {
		return SeenMember{}, err
	}
	m, err := s.Store.MemberAt(ctx, who.Tenant, org, id)
	if err != nil {
		return SeenMember{}, err
	}
	return s.seeOne(ctx, who, m)
}

func (s *Service) seeOne(ctx context.Context, who rbac.Actor, m Member) (SeenMember, error) {
	seen, err := s.see(ctx, who, m)
	if err != nil {
		return SeenMember{}, err
	}
	return seen[0], nil
}

// see adds what who may do with each, and hides orgs that who may not view.
func (s *Service) see(ctx context.Context, who rbac.Actor, members ...Member) ([]SeenMember, error) {
	orgs := make([]rbac.OrgID, 0, len(members))
	for _, m := range members {
		orgs = append(orgs, m.Org)
	}
	allowed, err := s.Auth.Allowed(ctx, who, orgs...)
	if err != nil {
		return nil, err
	}
	out := make([]SeenMember, 0, len(members))
	for _, m := range members {
		seen := SeenMember{Member: m, Can: only(allowed[m.Org], rbac.MemberView, rbac.MemberWrite)}
		if m.ID == who.Subject {
			seen.Can = only(seen.Can, rbac.MemberView)
		}
		if len(only(allowed[m.Org], rbac.OrgView)) == 0 {
			seen.Org = ""
		}
		out = append(out, seen)
	}
	return out, nil
}

// RenameMember gives a member of the org another name, if the revision is still
// the present one (else member.stale, Stale). It needs member:write; a member who
// holds what who lacks is auth.beyond (Forbidden).
func (s *Service) RenameMember(ctx context.Context, who rbac.Actor, org rbac.OrgID, id rbac.SubjectID, revision int64, to string) (SeenMember, error) {
	to, err := name.Check("/name", to)
	if err != nil {
		return SeenMember{}, err
	}
	var m Member
	err = s.Store.InTx(ctx, func(ctx context.Context) error {
		var err error
		if m, err = s.ownMember(ctx, who, org, id); err != nil {
			return err
		}
		if err := s.mayHandAll(ctx, who, id); err != nil {
			return err
		}
		if m.Revision != revision {
			return fault.New(fault.Stale, "member.stale", "the member is at revision %d", m.Revision)
		}
		m.Name, m.UpdatedAt = to, s.Now().UnixMicro()
		done, err := s.Store.RenameMember(ctx, m)
		if err != nil {
			return err
		}
		if !done {
			return fault.New(fault.Stale, "member.stale", "the member was changed meanwhile")
		}
		m.Revision++
		return s.Audit.Record(ctx, who, audit.Entry{
			Action: "member:renamed", Kind: "member", ResourceID: string(id), OrgID: org, After: changed("name"),
		})
	})
	if err != nil {
		return SeenMember{}, err
	}
	return s.seeOne(ctx, who, m)
}

// ownMember reads a member who belongs to the org, for somebody who may change
// the org's members and is another. Call it in the transaction that writes.
func (s *Service) ownMember(ctx context.Context, who rbac.Actor, org rbac.OrgID, id rbac.SubjectID) (Member, error) {
	if err := s.Auth.Confirm(ctx, who, rbac.MemberWrite, rbac.Resource{OrgID: org, ID: string(id)}); err != nil {
		return Member{}, err
	}
	m, err := s.Store.MemberAt(ctx, who.Tenant, org, id)
	if err != nil {
		return Member{}, err
	}
	if m.Org != org {
		return Member{}, fault.New(fault.Forbidden, "member.elsewhere", "the member belongs to another org, which looks after the account")
	}
	if id == who.Subject || id == who.Human {
		return Member{}, fault.New(fault.Forbidden, "member.self", "nobody changes their own membership")
	}
	return m, nil
}

// only keeps those permissions of a list that are named.
func only(list []rbac.Permission, named ...rbac.Permission) []rbac.Permission {
	out := []rbac.Permission{}
	for _, p := range list {
		for _, n := range named {
			if p == n {
				out = append(out, p)
			}
		}
	}
	return out
}
