package rbac_test

import (
	"slices"
	"time"

	"catenary/rbac"
)

// naive decides by walking plain lists, with nothing of package rbac but its
// types and the table of system roles. It is what the Authorizer is held to.
type naive struct {
	facts  rbac.Facts
	now    time.Time
	orgs   map[rbac.OrgID]rbac.OrgFact
	roles  map[rbac.RoleID]rbac.RoleFact
	grants map[rbac.SubjectID][]rbac.GrantFact
	groups map[rbac.SubjectID][]rbac.SubjectID
	active map[rbac.SubjectID]bool
}

func newNaive(f rbac.Facts, now time.Time) *naive {
	n := &naive{
		facts: f, now: now,
		orgs: map[rbac.OrgID]rbac.OrgFact{}, roles: map[rbac.RoleID]rbac.RoleFact{},
		grants: map[rbac.SubjectID][]rbac.GrantFact{}, groups: map[rbac.SubjectID][]rbac.SubjectID{},
		active: map[rbac.SubjectID]bool{},
	}
	for _, o := range f.Orgs {
		n.orgs[o.ID] = o
	}
	for _, r := range rbac.SystemRoles() {
		n.roles[r.ID] = rbac.RoleFact{ID: r.ID, Effect: rbac.Allow, Permissions: r.Permissions}
	}
	for _, r := range f.Roles {
		n.roles[r.ID] = r
	}
	for _, g := range f.Grants {
		n.grants[g.Subject] = append(n.grants[g.Subject], g)
	}
	for _, s := range f.Subjects {
		n.active[s.ID] = s.Active
	}
	for _, m := range f.Members {
		n.groups[m.Member] = append(n.groups[m.Member], m.Group)
	}
	return n
}

// up is the org and all above it; nothing if one of them is not there or deleted.
func (n *naive) up(org rbac.OrgID) []rbac.OrgID {
	var path []rbac.OrgID
	for {
		o, ok := n.orgs[org]
		if !ok || o.Deleted {
			return nil
		}
		path = append(path, org)
		if o.Parent == "" {
			return path
		}
		org = o.Parent
	}
}

// counts says whether a grant's role may be held where it is granted. It asks
// nothing about deleted orgs: up does.
func (n *naive) counts(g rbac.GrantFact) bool {
	role, ok := n.roles[g.Role]
	if !ok {
		return false
	}
	if role.Owner == "" {
		return true
	}
	for org := g.Org; org != ""; org = n.orgs[org].Parent {
		if org == role.Owner {
			return true
		}
	}
	return false
}

type question struct {
	who     rbac.Actor
	words   []rbac.Permission // the scope of a token
	act     rbac.Permission
	org     rbac.OrgID
	authors []rbac.SubjectID
}

func (n *naive) allowed(q question) bool {
	path := n.up(q.org)
	if path == nil || !n.active[q.who.Subject] || q.who.Kind == rbac.Group {
		return false
	}
	if q.who.Token != "" && !slices.Contains(q.words, q.act) {
		return false
	}
	if q.who.Root != "" && !slices.Contains(path, q.who.Root) {
		return false
	}
	if q.act == "approval:decide" || q.act == "release:approve" {
		if slices.Contains(q.authors, q.who.Subject) || slices.Contains(q.authors, q.who.Human) {
			return false
		}
	}
	holders := []rbac.SubjectID{q.who.Subject}
	for _, g := range n.groups[q.who.Subject] {
		if n.active[g] {
			holders = append(holders, g)
		}
	}
	yes := false
	for _, h := range holders {
		for _, g := range n.grants[h] {
			if g.EndsAt != 0 && g.EndsAt <= n.now.UnixMicro() || !slices.Contains(path, g.Org) ||
				!slices.Contains(n.roles[g.Role].Permissions, q.act) || !n.counts(g) {
				continue
			}
			if n.roles[g.Role].Effect == rbac.Deny {
				return false
			}
			yes = true
		}
	}
	return yes
}

// visible says whether the resource may be seen at all.
func (n *naive) visible(q question) bool {
	views := map[string]rbac.Permission{
		"chain": rbac.ChainView, "environment": rbac.EnvironmentView, "template": rbac.TemplateView, "release": rbac.ReleaseView,
		"run": rbac.RunView, "switch": rbac.SwitchView, "member": rbac.MemberView, "audit": rbac.AuditView,
	}
	kind := string(q.act[:slices.Index([]byte(q.act), ':')])
	q.authors = nil
	q.act = rbac.OrgView
	if v, ok := views[kind]; ok {
		q.act = v
	}
	return n.allowed(q)
}
