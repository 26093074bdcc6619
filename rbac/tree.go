package rbac

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/casbin/casbin/v2"
)

// tree is all that decides in one tenant: nodes that link to each other, and
// the enforcer that holds the same links as lines. Readers share it; whoever
// changes it is alone.
type tree struct {
	words    *vocabulary
	now      func() int64 // Unix µs
	tenant   TenantID
	version  int64
	enforcer *casbin.Enforcer
	answers  answers

	// The keys are ids, not the names that lines use.
	orgs     map[string]*org
	roles    map[string]*role
	subjects map[string]*subject
	// linked is how many orgs have a g2 line; the others are deleted.
	linked int
	// made is how many nodes were made ever; it gives them their order.
	made uint32
	// building is set while links come in no order and are sorted at the end.
	building bool
}

// org is a node of the tree. A deleted org has no parent and is not rooted, so
// that nothing below it reaches the root.
type org struct {
	id     string
	made   uint32
	rooted bool
	parent *org
	kids   []*org
}

// role is a system role, or a custom one, which counts at its owner and below.
type role struct {
	id     RoleID
	name   string
	made   uint32
	system bool
	owner  *org
	effect Effect
	grants set
	line   []string // its p line
}

// subject is a member, service account or group.
type subject struct {
	id     SubjectID
	name   string
	kind   SubjectKind
	active bool
	// grants are sorted by role and org.
	grants []grant
	groups []*subject
}

// grant ends at a Unix µs; 0 for never.
type grant struct {
	role *role
	org  *org
	ends int64
}

func (g grant) compare(h grant) int {
	if c := cmp.Compare(g.role.made, h.role.made); c != 0 {
		return c
	}
	return cmp.Compare(g.org.made, h.org.made)
}

func (g grant) ended(now int64) bool { return g.ends != 0 && g.ends <= now }

// prefix starts the name of a subject in a line, so that no id can be taken for
// one of another kind. A kind that is none has none.
func (k SubjectKind) prefix() string {
	switch k {
	case User:
		return "u:"
	case Service:
		return "sa:"
	case Group:
		return "grp:"
	default:
		return ""
	}
}

const rolePrefix = "role:"

// errNoID is given for an id that could be mistaken for something else in a line.
var errNoID = errors.New("not an id")

// plain refuses ids that would not stay one field of a line.
func plain(id string) error {
	if id == "" || len(id) > 64 || strings.ContainsAny(id, ", :*-\t\r\n\"") {
		return fmt.Errorf("%w: %.80q", errNoID, id)
	}
	return nil
}

// subjectNamed finds a subject by its name in a line.
func (t *tree) subjectNamed(name string) *subject {
	_, id, _ := strings.Cut(name, ":")
	if s := t.subjects[id]; s != nil && s.name == name {
		return s
	}
	return nil
}

// roleNamed finds a role by its name in a line.
func (t *tree) roleNamed(name string) *role {
	id, ok := strings.CutPrefix(name, rolePrefix)
	if !ok {
		return nil
	}
	return t.roles[id]
}

// find says where a grant of the role at the org is, or would be.
func (s *subject) find(r *role, o *org) (int, bool) {
	return slices.BinarySearchFunc(s.grants, grant{role: r, org: o}, grant.compare)
}

// holding gives the grants of one role.
func (s *subject) holding(r *role) []grant {
	from, _ := slices.BinarySearchFunc(s.grants, r.made, func(g grant, made uint32) int { return cmp.Compare(g.role.made, made) })
	to := from
	for to < len(s.grants) && s.grants[to].role == r {
		to++
	}
	return s.grants[from:to]
}

// alive says whether every link from o up to the root is there.
func (o *org) alive() bool {
	for o.parent != nil {
		o = o.parent
	}
	return o.rooted
}

// below says whether o is top or under it.
func (o *org) below(top *org) bool {
	for ; o != nil; o = o.parent {
		if o == top {
			return true
		}
	}
	return false
}

// counts says whether the role may be held at o.
func (r *role) counts(o *org) bool { return r.system || r.owner != nil && o.below(r.owner) }

// holds is the matcher's function: the subject, or one of its groups, has the
// role at the org or above it, not ended, and the org is alive.
func (t *tree) holds(sub, roleName, orgID string) bool {
	s, r, o := t.subjectNamed(sub), t.roleNamed(roleName), t.orgs[orgID]
	if s == nil || r == nil || o == nil || !s.active || !o.alive() {
		return false
	}
	now := t.now()
	if s.has(r, o, now) {
		return true
	}
	for _, g := range s.groups {
		if g.active && g.has(r, o, now) {
			return true
		}
	}
	return false
}

func (s *subject) has(r *role, o *org, now int64) bool {
	held := s.holding(r)
	if len(held) == 0 {
		return false
	}
	for ; o != nil; o = o.parent {
		i, ok := slices.BinarySearchFunc(held, o.made, func(g grant, made uint32) int { return cmp.Compare(g.org.made, made) })
		if ok && !held[i].ended(now) && r.counts(o) {
			return true
		}
	}
	return false
}

// within is the matcher's function: org is root or below it. No root is no bound.
func (t *tree) within(orgID, root string) bool {
	if root == "" {
		return true
	}
	o, top := t.orgs[orgID], t.orgs[root]
	return o != nil && top != nil && o.below(top)
}

// in says whether the subject is in the group.
func (s *subject) in(group *subject) bool { return slices.Contains(s.groups, group) }
