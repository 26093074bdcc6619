package orgs

import (
	"context"
	"slices"

	"catenary/internal/fault"
	"catenary/rbac"
)

// Named is a subject, a role or an org with its name, which is empty where the
// asker may not see it.
type Named struct {
	ID   string `db:"id"`
	Kind string `db:"kind"`
	Name string `db:"name"`
}

// Explanation says why a subject may or may not do something at an org.
type Explanation struct {
	Allowed bool
	Lines   []ExplainedLine
	// Grantors could give the subject a role with the permission.
	Grantors []Named
}

// ExplainedLine is one grant that speaks for or against, denies first.
type ExplainedLine struct {
	// Via is the group that holds the grant; without an id it is the subject.
	Via    Named
	Role   Named
	Effect rbac.Effect
	// Path leads from the granting org to the one asked about, as far as it may
	// be viewed; Hidden says that some of it may not.
	Path   []Crumb
	Hidden bool
	EndsAt int64
}

// Explain says why a subject may or may not do act at an org. It needs
// member:view there. An unknown permission is explain.permission (Invalid), a
// subject that cannot be seen subject.unknown (NotFound).
func (s *Service) Explain(ctx context.Context, who rbac.Actor, org rbac.OrgID, subject rbac.SubjectID, act rbac.Permission) (Explanation, error) {
	if err := known(act); err != nil {
		return Explanation{}, err
	}
	if err := s.Auth.Can(ctx, who, rbac.MemberView, rbac.Resource{OrgID: org}); err != nil {
		return Explanation{}, err
	}
	if subject != who.Subject {
		if _, err := s.subject(ctx, who, subject); err != nil {
			return Explanation{}, err
		}
	}
	d, err := s.Auth.Explain(ctx, who, subject, act, org)
	if err != nil {
		return Explanation{}, err
	}
	var n naming
	n.lines(d.Lines)
	n.subjects = append(n.subjects, d.Grantors...)
	if err := s.resolve(ctx, who, &n); err != nil {
		return Explanation{}, err
	}
	out := Explanation{Allowed: d.Allowed, Lines: n.explained(d.Lines)}
	for _, id := range d.Grantors {
		out.Grantors = append(out.Grantors, n.subject(id))
	}
	return out, nil
}

func known(act rbac.Permission) error {
	if slices.Contains(rbac.Permissions(), act) {
		return nil
	}
	return fault.At("/permission", "explain.permission", "there is no such permission")
}

// Lacking is what somebody who lacks a permission is told of the org, and of who
// could help.
type Lacking struct {
	// Allowed: nothing is lacking.
	Allowed bool
	Org     Crumb
	// Grantors are names of people who could grant the permission there, at
	// most five; none for tokens, nor where no grant would help.
	Grantors []string
}

// maxAsked is how many people Lacking names.
const maxAsked = 5

// Lacking says to who lacks act at an org what the org is called and who could
// grant it. It needs org:view there. Whoever belongs to an org may know who runs
// it: the names are told without member:view. An unknown permission is
// explain.permission (Invalid).
func (s *Service) Lacking(ctx context.Context, who rbac.Actor, org rbac.OrgID, act rbac.Permission) (Lacking, error) {
	if err := known(act); err != nil {
		return Lacking{}, err
	}
	d, err := s.Auth.Explain(ctx, who, who.Subject, act, org)
	if err != nil {
		return Lacking{}, err
	}
	named, err := s.Store.OrgNames(ctx, who.Tenant, []rbac.OrgID{org})
	if err != nil {
		return Lacking{}, err
	}
	out := Lacking{Allowed: d.Allowed, Org: named[org]}
	if d.Allowed || !who.Session() {
		return out, nil
	}
	names, err := s.Store.SubjectNames(ctx, who.Tenant, rbac.OrgSet{Mode: rbac.All}, d.Grantors)
	if err != nil {
		return Lacking{}, err
	}
	for _, id := range d.Grantors {
		if one := names[string(id)]; one.Name != "" && len(out.Grantors) < maxAsked {
			out.Grantors = append(out.Grantors, one.Name)
		}
	}
	return out, nil
}

// MaxPreview is how many lines of a preview are shown.
const MaxPreview = 1000

// Preview is what a move would change, inside the moved subtree.
type Preview struct {
	Rights []PreviewRight
	// Total counts the rights that change; the first MaxPreview are shown.
	Total  int
	Stops  PreviewTies
	Starts PreviewTies
}

// PreviewRight is what a subject gains and loses at an org and below it, down
// to the next org with a line of its own.
type PreviewRight struct {
	Subject Named
	Org     Crumb
	Gains   []rbac.Permission
	Loses   []rbac.Permission
}

// PreviewTies are the grants of custom roles, shares and tokens that a move
// makes stop or start.
type PreviewTies struct {
	Grants []PreviewGrant
	Shares []string
	Tokens []string
}

// PreviewGrant is one of them.
type PreviewGrant struct {
	Subject Named
	Role    Named
	Org     Crumb
}

// PreviewMove says what Move would change, by the same rules, and changes
// nothing; a fresh factor is not needed yet.
func (s *Service) PreviewMove(ctx context.Context, who rbac.Actor, id, to rbac.OrgID) (Preview, error) {
	if _, err := s.movable(ctx, who, id, to); err != nil {
		return Preview{}, err
	}
	d, err := s.Auth.Preview(ctx, who, rbac.Move{Org: id, To: to})
	if err != nil {
		return Preview{}, err
	}
	out := Preview{Total: len(d.Rights)}
	d.Rights = first(d.Rights)
	var n naming
	for _, r := range d.Rights {
		n.subjects, n.orgs = append(n.subjects, r.Subject), append(n.orgs, r.Org)
	}
	for _, ties := range []*rbac.Affected{&d.Stops, &d.Starts} {
		ties.Grants, ties.Shares, ties.Tokens = first(ties.Grants), first(ties.Shares), first(ties.Tokens)
		for _, g := range ties.Grants {
			n.subjects, n.roles, n.orgs = append(n.subjects, g.Subject), append(n.roles, g.Role), append(n.orgs, g.Org)
		}
	}
	if err := s.resolve(ctx, who, &n); err != nil {
		return Preview{}, err
	}
	for _, r := range d.Rights {
		out.Rights = append(out.Rights, PreviewRight{Subject: n.subject(r.Subject), Org: n.org(r.Org), Gains: r.Gains, Loses: r.Loses})
	}
	out.Stops, out.Starts = n.ties(d.Stops), n.ties(d.Starts)
	return out, nil
}

func first[T any](list []T) []T { return list[:min(len(list), MaxPreview)] }

// naming collects ids whose names are then read at once.
type naming struct {
	subjects []rbac.SubjectID
	roles    []rbac.RoleID
	orgs     []rbac.OrgID

	subjectNames map[string]Named
	roleNames    map[string]Named
	orgNames     map[rbac.OrgID]Crumb
}

// resolve reads the names of what the asker may see.
func (s *Service) resolve(ctx context.Context, who rbac.Actor, n *naming) error {
	members, err := s.Auth.Filter(ctx, who, rbac.MemberView)
	if err != nil {
		return err
	}
	visible, err := s.Auth.Filter(ctx, who, rbac.OrgView)
	if err != nil {
		return err
	}
	if n.subjectNames, err = s.Store.SubjectNames(ctx, who.Tenant, members, n.subjects); err != nil {
		return err
	}
	if n.roleNames, err = s.Store.RoleNames(ctx, who.Tenant, n.roles); err != nil {
		return err
	}
	n.orgs = slices.DeleteFunc(n.orgs, func(id rbac.OrgID) bool { return !visible.Contains(id) })
	n.orgNames, err = s.Store.OrgNames(ctx, who.Tenant, n.orgs)
	return err
}

func (n *naming) subject(id rbac.SubjectID) Named {
	named := n.subjectNames[string(id)]
	named.ID = string(id)
	return named
}

func (n *naming) role(id rbac.RoleID) Named {
	named := n.roleNames[string(id)]
	named.ID = string(id)
	return named
}

func (n *naming) org(id rbac.OrgID) Crumb {
	crumb := n.orgNames[id]
	crumb.ID = id
	return crumb
}

func (n *naming) ties(a rbac.Affected) PreviewTies {
	out := PreviewTies{Shares: a.Shares, Tokens: a.Tokens}
	for _, g := range a.Grants {
		out.Grants = append(out.Grants, PreviewGrant{Subject: n.subject(g.Subject), Role: n.role(g.Role), Org: n.org(g.Org)})
	}
	return out
}
