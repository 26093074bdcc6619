package orgs

import (
	"context"
	"slices"

	"catenary/rbac"
)

// Permitted is a permission, whether somebody has it at an org, and by which
// grants.
type Permitted struct {
	Permission rbac.Permission
	Allowed    bool
	Lines      []ExplainedLine
}

// Permits says of every permission whether a subject has it at an org, and by
// which grants, as Explain does of one. It needs member:view there; a subject
// that cannot be seen is subject.unknown (NotFound).
func (s *Service) Permits(ctx context.Context, who rbac.Actor, org rbac.OrgID, subject rbac.SubjectID) ([]Permitted, error) {
	if err := s.Auth.Can(ctx, who, rbac.MemberView, rbac.Resource{OrgID: org}); err != nil {
		return nil, err
	}
	if subject != who.Subject {
		if _, err := s.subject(ctx, who, subject); err != nil {
			return nil, err
		}
	}
	all, err := s.Auth.Permits(ctx, who, subject, org)
	if err != nil {
		return nil, err
	}
	var n naming
	for _, p := range all {
		n.lines(p.Lines)
	}
	if err := s.resolve(ctx, who, &n); err != nil {
		return nil, err
	}
	out := make([]Permitted, len(all))
	for i, p := range all {
		out[i] = Permitted{Permission: p.Permission, Allowed: p.Allowed, Lines: n.explained(p.Lines)}
	}
	return out, nil
}

// lines collects what lines name.
func (n *naming) lines(lines []rbac.Line) {
	for _, l := range lines {
		n.orgs = appendNew(n.orgs, l.Path...)
		n.roles = appendNew(n.roles, l.Role)
		if l.Via != "" {
			n.subjects = appendNew(n.subjects, l.Via)
		}
	}
}

func appendNew[T comparable](list []T, more ...T) []T {
	for _, x := range more {
		if !slices.Contains(list, x) {
			list = append(list, x)
		}
	}
	return list
}

// explained gives lines their names.
func (n *naming) explained(lines []rbac.Line) []ExplainedLine {
	var out []ExplainedLine
	for _, l := range lines {
		line := ExplainedLine{Role: n.role(l.Role), Effect: l.Effect, Hidden: l.Hidden, EndsAt: l.EndsAt}
		if l.Via != "" {
			line.Via = n.subject(l.Via)
		}
		for _, id := range l.Path {
			line.Path = append(line.Path, n.org(id))
		}
		out = append(out, line)
	}
	return out
}
