package rbac

import (
	"errors"
	"fmt"
	"slices"
	"strconv"

	"github.com/casbin/casbin/v2/log"
	casbinrbac "github.com/casbin/casbin/v2/rbac"
)

// The kinds of g line.
const (
	lineGrant  = "g"  // subject, role, org, end
	lineParent = "g2" // org, parent
	lineMember = "g3" // member, group
	lineOwner  = "g4" // custom role, owner org
)

// noParent stands for the parent in the line of the root.
const noParent = "-"

// links is Casbin's RoleManager for one kind of line. It turns lines into links
// of the tree. Both ends must be nodes of the tree already; a link that is
// there, or would break the tree, is refused.
type links struct {
	tree *tree
	kind string
}

var _ casbinrbac.RoleManager = links{}

var (
	errUnknown  = errors.New("no such node")
	errTwice    = errors.New("the link is there already")
	errNoLink   = errors.New("no such link")
	errParent   = errors.New("a second parent")
	errCycle    = errors.New("a cycle")
	errRoot     = errors.New("only the tenant itself is a root")
	errGroup    = errors.New("only members and service accounts are in groups, and only in groups")
	errUnneeded = errors.New("not a question to this role manager")
)

// Clear takes all links of this kind away.
func (l links) Clear() error {
	t := l.tree
	switch l.kind {
	case lineGrant:
		for _, s := range t.subjects {
			s.grants = nil
		}
	case lineParent:
		for _, o := range t.orgs {
			o.parent, o.kids, o.rooted = nil, nil, false
		}
		t.linked = 0
	case lineMember:
		for _, s := range t.subjects {
			s.groups = nil
		}
	case lineOwner:
		for _, r := range t.roles {
			r.owner = nil
		}
	}
	return nil
}

// AddLink adds what the line says.
func (l links) AddLink(from, to string, more ...string) error {
	if err := l.add(from, to, more); err != nil {
		return fmt.Errorf("%s %s → %s %v: %w", l.kind, from, to, more, err)
	}
	return nil
}

func (l links) add(from, to string, more []string) error {
	t := l.tree
	switch l.kind {
	case lineGrant:
		g, s, err := t.grantOf(from, to, more)
		if err != nil {
			return err
		}
		return t.addGrant(s, g)
	case lineParent:
		return t.addParent(t.orgs[from], to)
	case lineMember:
		member, group := t.subjectNamed(from), t.subjectNamed(to)
		switch {
		case member == nil || group == nil:
			return errUnknown
		case member.kind == Group || group.kind != Group:
			return errGroup
		case slices.Contains(member.groups, group):
			return errTwice
		}
		member.groups = append(member.groups, group)
		return nil
	case lineOwner:
		r, o := t.roleNamed(from), t.orgs[to]
		switch {
		case r == nil || o == nil || r.system:
			return errUnknown
		case r.owner != nil:
			return errTwice
		}
		r.owner = o
		return nil
	default:
		return errUnneeded
	}
}

// DeleteLink takes away what the line says, which must be there.
func (l links) DeleteLink(from, to string, more ...string) error {
	if err := l.remove(from, to, more); err != nil {
		return fmt.Errorf("not %s %s → %s %v: %w", l.kind, from, to, more, err)
	}
	return nil
}

func (l links) remove(from, to string, more []string) error {
	t := l.tree
	switch l.kind {
	case lineGrant:
		g, s, err := t.grantOf(from, to, more)
		if err != nil {
			return err
		}
		i, ok := s.find(g.role, g.org)
		if !ok || s.grants[i].ends != g.ends {
			return errNoLink
		}
		s.grants = slices.Delete(s.grants, i, i+1)
		return nil
	case lineParent:
		return t.removeParent(t.orgs[from], to)
	case lineMember:
		member, group := t.subjectNamed(from), t.subjectNamed(to)
		if member == nil || group == nil {
			return errUnknown
		}
		i := slices.Index(member.groups, group)
		if i < 0 {
			return errNoLink
		}
		member.groups = slices.Delete(member.groups, i, i+1)
		return nil
	case lineOwner:
		r, o := t.roleNamed(from), t.orgs[to]
		if r == nil || o == nil || r.owner != o {
			return errNoLink
		}
		r.owner = nil
		return nil
	default:
		return errUnneeded
	}
}

func (t *tree) grantOf(sub, roleName string, more []string) (grant, *subject, error) {
	if len(more) != 2 {
		return grant{}, nil, errNoLink
	}
	s, r, o := t.subjectNamed(sub), t.roleNamed(roleName), t.orgs[more[0]]
	if s == nil || r == nil || o == nil {
		return grant{}, nil, errUnknown
	}
	ends, err := strconv.ParseInt(more[1], 10, 64)
	return grant{role: r, org: o, ends: ends}, s, err
}

func (t *tree) addGrant(s *subject, g grant) error {
	if t.building {
		s.grants = append(s.grants, g)
		return nil
	}
	i, there := s.find(g.role, g.org)
	if there {
		return errTwice
	}
	s.grants = slices.Insert(s.grants, i, g)
	return nil
}

func (t *tree) addParent(o *org, parentID string) error {
	switch {
	case o == nil:
		return errUnknown
	case o.parent != nil || o.rooted:
		return errParent
	case (parentID == noParent) != (o.id == string(t.tenant)):
		return errRoot
	case parentID == noParent:
		o.rooted = true
		t.linked++
		return nil
	}
	parent := t.orgs[parentID]
	switch {
	case parent == nil:
		return errUnknown
	case parent.below(o):
		return errCycle
	}
	o.parent = parent
	parent.kids = append(parent.kids, o)
	t.linked++
	return nil
}

func (t *tree) removeParent(o *org, parentID string) error {
	switch {
	case o == nil:
		return errUnknown
	case parentID == noParent && o.rooted:
		o.rooted = false
		t.linked--
		return nil
	case o.parent == nil || o.parent.id != parentID:
		return errNoLink
	}
	kids := o.parent.kids
	i := slices.Index(kids, o)
	kids[i] = kids[len(kids)-1]
	kids[len(kids)-1] = nil
	o.parent.kids = kids[:len(kids)-1]
	o.parent = nil
	t.linked--
	return nil
}

// What follows belongs to the interface and is asked by nobody: the matcher
// calls holds and within, because Casbin remembers the answers of g without
// limit and would so outlive the end of a grant.

// HasLink says no.
func (links) HasLink(string, string, ...string) (bool, error) { return false, errUnneeded }

// GetRoles gives nothing.
func (links) GetRoles(string, ...string) ([]string, error) { return nil, errUnneeded }

// GetUsers gives nothing.
func (links) GetUsers(string, ...string) ([]string, error) { return nil, errUnneeded }

// GetImplicitRoles gives nothing.
func (links) GetImplicitRoles(string, ...string) ([]string, error) { return nil, errUnneeded }

// GetImplicitUsers gives nothing.
func (links) GetImplicitUsers(string, ...string) ([]string, error) { return nil, errUnneeded }

// GetDomains gives nothing.
func (links) GetDomains(string) ([]string, error) { return nil, errUnneeded }

// GetAllDomains gives nothing.
func (links) GetAllDomains() ([]string, error) { return nil, errUnneeded }

// BuildRelationship does nothing.
func (links) BuildRelationship(string, string, ...string) error { return errUnneeded }

// DeleteDomain does nothing.
func (links) DeleteDomain(string) error { return errUnneeded }

// Match says no.
func (links) Match(string, string) bool { return false }

// PrintRoles does nothing.
func (links) PrintRoles() error { return nil }

// SetLogger does nothing.
func (links) SetLogger(log.Logger) {}

// AddMatchingFunc does nothing.
func (links) AddMatchingFunc(string, casbinrbac.MatchingFunc) {}

// AddDomainMatchingFunc does nothing.
func (links) AddDomainMatchingFunc(string, casbinrbac.MatchingFunc) {}
