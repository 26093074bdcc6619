package rbac

import (
	"errors"
	"fmt"
)

var errChange = errors.New("a change that this program does not understand")

// errUnexpected is given when Casbin found a line, or found none, where the
// tree says otherwise.
var errUnexpected = errors.New("the lines and the tree differ")

// apply carries changes out, the next versions after the tree's. After any
// error the tree is of no use: Casbin keeps lines whose links were refused.
func (t *tree) apply(changes []VersionedChange) (err error) {
	t.answers.forget()
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic while changing the tree: %v", r)
		}
	}()
	for _, c := range changes {
		if c.Version != t.version+1 {
			return fmt.Errorf("%w: %d after %d", errChange, c.Version, t.version)
		}
		for _, op := range c.Ops {
			if err := t.applyOne(op); err != nil {
				return fmt.Errorf("change %d: %w", c.Version, err)
			}
		}
		t.version = c.Version
	}
	return nil
}

func (t *tree) applyOne(c Change) error {
	switch {
	case c.Org != nil:
		return t.putOrg(*c.Org)
	case c.OrgGone != "":
		return t.dropOrg(c.OrgGone)
	case c.Role != nil:
		return t.putRole(*c.Role)
	case c.RoleGone != "":
		return t.dropRole(c.RoleGone)
	case c.Grant != nil:
		return t.putGrant(*c.Grant)
	case c.GrantGone != nil:
		return t.dropGrant(*c.GrantGone)
	case c.Member != nil:
		return t.add(lineMember, t.memberLine(*c.Member))
	case c.MemberGone != nil:
		return t.dropMember(*c.MemberGone)
	case c.Subject != nil:
		return t.putSubject(*c.Subject)
	case c.SubjectGone != "":
		return t.dropSubject(c.SubjectGone)
	case c.Touch != "":
		return nil
	default:
		return errChange
	}
}

// add, drop and swap change one g line and with it one link. Never the methods
// of Casbin that take many lines: removing with them looks at every line there
// is.
func (t *tree) add(kind string, line []string) error {
	ok, err := t.enforcer.AddNamedGroupingPolicy(kind, line)
	return expect(ok, err, kind, line)
}

func (t *tree) drop(kind string, line []string) error {
	ok, err := t.enforcer.RemoveNamedGroupingPolicy(kind, line)
	return expect(ok, err, kind, line)
}

func (t *tree) swap(kind string, from, to []string) error {
	ok, err := t.enforcer.UpdateNamedGroupingPolicy(kind, from, to)
	return expect(ok, err, kind, to)
}

func expect(ok bool, err error, kind string, line []string) error {
	if err != nil {
		return err
	}
	if !ok {
		return fmt.Errorf("%w: %s %v", errUnexpected, kind, line)
	}
	return nil
}

// putOrg adds, moves, deletes or restores an org. A deleted org has no line.
func (t *tree) putOrg(f OrgFact) error {
	o := t.orgs[string(f.ID)]
	if o == nil {
		var err error
		if o, err = t.makeOrg(f.ID); err != nil {
			return err
		}
	}
	line := t.parentLine(f.ID, f.Parent)
	was := t.lineOf(o)
	switch {
	case f.Deleted && was == nil:
		return nil
	case f.Deleted:
		return t.drop(lineParent, was)
	case was == nil:
		return t.add(lineParent, line)
	case was[1] == line[1]:
		return nil
	default:
		return t.swap(lineParent, was, line)
	}
}

// lineOf gives the org's g2 line, nil for a deleted org.
func (t *tree) lineOf(o *org) []string {
	switch {
	case o.parent != nil:
		return []string{o.id, o.parent.id}
	case o.rooted:
		return []string{o.id, noParent}
	default:
		return nil
	}
}

func (t *tree) dropOrg(id OrgID) error {
	o := t.orgs[string(id)]
	if o == nil || len(o.kids) > 0 {
		return fmt.Errorf("%w: org %s is not there, or has orgs below it", errUnexpected, id)
	}
	if line := t.lineOf(o); line != nil {
		if err := t.drop(lineParent, line); err != nil {
			return err
		}
	}
	delete(t.orgs, string(id))
	return nil
}

func (t *tree) putRole(f RoleFact) error {
	r := t.roles[string(f.ID)]
	if r == nil {
		made, err := t.makeRole(f, false)
		if err != nil {
			return err
		}
		ok, err := t.enforcer.AddPolicy(made.line)
		if err := expect(ok, err, "p", made.line); err != nil {
			return err
		}
		return t.add(lineOwner, []string{made.name, t.orgName(f.Owner)})
	}
	if r.system || r.owner == nil {
		return fmt.Errorf("%w: role %s", errUnexpected, f.ID)
	}
	was := r.line
	if err := t.describe(r, f); err != nil {
		return err
	}
	ok, err := t.enforcer.UpdatePolicy(was, r.line)
	if err := expect(ok, err, "p", r.line); err != nil {
		return err
	}
	if r.owner.id == string(f.Owner) {
		return nil
	}
	return t.swap(lineOwner, []string{r.name, r.owner.id}, []string{r.name, t.orgName(f.Owner)})
}

func (t *tree) dropRole(id RoleID) error {
	r := t.roles[string(id)]
	if r == nil || r.system || r.owner == nil {
		return fmt.Errorf("%w: role %s", errUnexpected, id)
	}
	ok, err := t.enforcer.RemovePolicy(r.line)
	if err := expect(ok, err, "p", r.line); err != nil {
		return err
	}
	if err := t.drop(lineOwner, []string{r.name, r.owner.id}); err != nil {
		return err
	}
	delete(t.roles, string(id))
	return nil
}

// grantThere gives the line of a grant, nil if there is none.
func (t *tree) grantThere(f GrantFact) []string {
	s, r, o := t.subjects[string(f.Subject)], t.roles[string(f.Role)], t.orgs[string(f.Org)]
	if s == nil || r == nil || o == nil {
		return nil
	}
	i, ok := s.find(r, o)
	if !ok {
		return nil
	}
	line := make([]string, 4)
	f.EndsAt = s.grants[i].ends
	t.grantLine(line, f)
	return line
}

func (t *tree) putGrant(f GrantFact) error {
	line := make([]string, 4)
	t.grantLine(line, f)
	was := t.grantThere(f)
	switch {
	case was == nil:
		return t.add(lineGrant, line)
	case was[3] == line[3]:
		return nil
	default:
		return t.swap(lineGrant, was, line)
	}
}

func (t *tree) dropGrant(f GrantFact) error {
	if t.subjects[string(f.Subject)] == nil {
		return nil // went with its subject
	}
	line := t.grantThere(f)
	if line == nil {
		return fmt.Errorf("%w: grant of %s to %s at %s", errUnexpected, f.Role, f.Subject, f.Org)
	}
	return t.drop(lineGrant, line)
}

func (t *tree) dropMember(m MembershipFact) error {
	if t.subjects[string(m.Member)] == nil || t.subjects[string(m.Group)] == nil {
		return nil // went with one of them
	}
	return t.drop(lineMember, t.memberLine(m))
}

func (t *tree) putSubject(f SubjectFact) error {
	s := t.subjects[string(f.ID)]
	if s == nil {
		return t.makeSubject(f)
	}
	if s.kind != f.Kind {
		return fmt.Errorf("%w: subject %s was a %s", errUnexpected, f.ID, s.kind)
	}
	s.active = f.Active
	return nil
}

// dropSubject takes a subject away, with its grants and memberships. One that
// was removed before the tree was loaded is not in it.
func (t *tree) dropSubject(id SubjectID) error {
	s := t.subjects[string(id)]
	if s == nil {
		return nil
	}
	for len(s.grants) > 0 {
		g := s.grants[len(s.grants)-1]
		line := make([]string, 4)
		t.grantLine(line, GrantFact{Subject: s.id, Role: g.role.id, Org: OrgID(g.org.id), EndsAt: g.ends})
		if err := t.drop(lineGrant, line); err != nil {
			return err
		}
	}
	for len(s.groups) > 0 {
		if err := t.drop(lineMember, []string{s.name, s.groups[0].name}); err != nil {
			return err
		}
	}
	if s.kind == Group {
		for _, m := range t.subjects {
			if !m.in(s) {
				continue
			}
			if err := t.drop(lineMember, []string{m.name, s.name}); err != nil {
				return err
			}
		}
	}
	delete(t.subjects, string(id))
	return nil
}
