package rbac

import (
	"errors"
	"fmt"
	"slices"
	"strconv"

	"github.com/casbin/casbin/v2"
	"github.com/casbin/casbin/v2/model"
)

// modelText is what Casbin decides by; docs/authorisation.md explains it.
const modelText = `
[request_definition]
r = sub, org, act, scope, root, rel
[policy_definition]
p = role, acts, eft
[role_definition]
g  = _, _, _, _
g2 = _, _
g3 = _, _
g4 = _, _
[policy_effect]
e = some(where (p.eft == allow)) && !some(where (p.eft == deny))
[matchers]
m = has(p.acts, r.act) && has(r.scope, r.act) && (r.rel != "author" || !has(" approval:decide release:approve ", r.act)) && holds(r.sub, p.role, r.org) && within(r.org, r.root)
`

// author is r.rel of someone who decides on their own work.
const author = "author"

// newTree builds the tree of a tenant from its facts. Facts that contradict
// each other give an error, and then nobody may do anything.
func newTree(f Facts, words *vocabulary, now func() int64) (*tree, error) {
	t := &tree{
		words: words, now: now, tenant: f.Tenant, version: f.Version, building: true,
		orgs:     make(map[string]*org, len(f.Orgs)),
		roles:    make(map[string]*role, len(f.Roles)+len(words.roles)),
		subjects: make(map[string]*subject, len(f.Subjects)),
	}
	lines, err := t.lines(f)
	if err != nil {
		return nil, err
	}
	if err := t.enforce(lines); err != nil {
		return nil, err
	}
	t.building = false
	if err := t.sortGrants(); err != nil {
		return nil, err
	}
	// The first question compiles the matcher; nobody may do anything.
	if ok, err := t.enforcer.Enforce("", "", "", "", "", ""); ok || err != nil {
		return nil, fmt.Errorf("the model allows nobody something: %v, %w", ok, err)
	}
	return t, nil
}

// lines makes the nodes and gives the lines that link them.
func (t *tree) lines(f Facts) (map[string][][]string, error) {
	lines := map[string][][]string{
		lineGrant:  make([][]string, 0, len(f.Grants)),
		lineParent: make([][]string, 0, len(f.Orgs)),
		lineMember: make([][]string, 0, len(f.Members)),
	}
	for _, o := range f.Orgs {
		if _, err := t.makeOrg(o.ID); err != nil {
			return nil, err
		}
	}
	for _, s := range f.Subjects {
		if err := t.makeSubject(s); err != nil {
			return nil, err
		}
	}
	for _, r := range t.words.roles {
		made, err := t.makeRole(RoleFact{ID: r.ID, Effect: Allow, Permissions: r.Permissions}, true)
		if err != nil {
			return nil, err
		}
		lines["p"] = append(lines["p"], made.line)
	}
	for _, r := range f.Roles {
		made, err := t.makeRole(r, false)
		if err != nil {
			return nil, err
		}
		lines["p"] = append(lines["p"], made.line)
		lines[lineOwner] = append(lines[lineOwner], []string{made.name, t.orgName(r.Owner)})
	}
	for _, o := range f.Orgs {
		if !o.Deleted {
			lines[lineParent] = append(lines[lineParent], t.parentLine(o.ID, o.Parent))
		}
	}
	for _, m := range f.Members {
		lines[lineMember] = append(lines[lineMember], t.memberLine(m))
	}
	fields := make([]string, 4*len(f.Grants))
	for i, g := range f.Grants {
		line := fields[4*i : 4*i+4 : 4*i+4]
		t.grantLine(line, g)
		lines[lineGrant] = append(lines[lineGrant], line)
	}
	return lines, nil
}

// enforce makes the enforcer, which gives every line to its role manager.
func (t *tree) enforce(lines map[string][][]string) error {
	m, err := model.NewModelFromString(modelText)
	if err != nil {
		return fmt.Errorf("model: %w", err)
	}
	for kind, rules := range lines {
		section := kind[:1]
		m[section][kind].Policy = make([][]string, 0, len(rules))
		m[section][kind].PolicyMap = make(map[string]int, len(rules))
		for _, rule := range rules {
			if err := m.AddPolicy(section, kind, rule); err != nil {
				return fmt.Errorf("line %v: %w", rule, err)
			}
		}
	}
	if t.enforcer, err = casbin.NewEnforcer(m); err != nil {
		return fmt.Errorf("enforcer: %w", err)
	}
	for _, kind := range []string{lineGrant, lineParent, lineMember, lineOwner} {
		t.enforcer.SetNamedRoleManager(kind, links{tree: t, kind: kind})
	}
	t.enforcer.AddFunction("has", func(args ...any) (any, error) {
		return two(args, has)
	})
	t.enforcer.AddFunction("within", func(args ...any) (any, error) {
		return two(args, t.within)
	})
	t.enforcer.AddFunction("holds", t.holdsArgs)
	// Until this, Casbin would go on with its own role managers.
	if err := t.enforcer.BuildRoleLinks(); err != nil {
		return fmt.Errorf("links: %w", err)
	}
	return nil
}

var errArguments = errors.New("the matcher gives its function something else than text")

func two(args []any, f func(a, b string) bool) (any, error) {
	if len(args) != 2 {
		return nil, errArguments
	}
	a, okA := args[0].(string)
	b, okB := args[1].(string)
	if !okA || !okB {
		return nil, errArguments
	}
	return f(a, b), nil
}

func (t *tree) holdsArgs(args ...any) (any, error) {
	if len(args) != 3 {
		return nil, errArguments
	}
	sub, okS := args[0].(string)
	role, okR := args[1].(string)
	org, okO := args[2].(string)
	if !okS || !okR || !okO {
		return nil, errArguments
	}
	return t.holds(sub, role, org), nil
}

// sortGrants brings the grants into order, once for all, and refuses doubles.
func (t *tree) sortGrants() error {
	for _, s := range t.subjects {
		slices.SortFunc(s.grants, grant.compare)
		s.grants = slices.Clip(s.grants)
		for i := 1; i < len(s.grants); i++ {
			if s.grants[i-1].compare(s.grants[i]) == 0 {
				return fmt.Errorf("grant of %s to %s at %s: %w", s.grants[i].role.id, s.id, s.grants[i].org.id, errTwice)
			}
		}
	}
	return nil
}

func (t *tree) makeOrg(id OrgID) (*org, error) {
	if err := plain(string(id)); err != nil {
		return nil, err
	}
	if t.orgs[string(id)] != nil {
		return nil, fmt.Errorf("org %s: %w", id, errTwice)
	}
	t.made++
	o := &org{id: string(id), made: t.made}
	t.orgs[o.id] = o
	return o, nil
}

func (t *tree) makeSubject(f SubjectFact) error {
	if err := plain(string(f.ID)); err != nil {
		return err
	}
	if f.Kind.prefix() == "" || t.subjects[string(f.ID)] != nil {
		return fmt.Errorf("subject %s of kind %q: %w", f.ID, f.Kind, errTwice)
	}
	name := f.Kind.prefix() + string(f.ID)
	s := &subject{id: SubjectID(name[len(name)-len(f.ID):]), name: name, kind: f.Kind, active: f.Active}
	t.subjects[string(s.id)] = s
	return nil
}

func (t *tree) makeRole(f RoleFact, system bool) (*role, error) {
	if err := plain(string(f.ID)); err != nil {
		return nil, err
	}
	if t.roles[string(f.ID)] != nil {
		return nil, fmt.Errorf("role %s: %w", f.ID, errTwice)
	}
	t.made++
	r := &role{id: f.ID, name: rolePrefix + string(f.ID), made: t.made, system: system}
	if err := t.describe(r, f); err != nil {
		return nil, err
	}
	t.roles[string(f.ID)] = r
	return r, nil
}

// describe gives a role what it allows or denies.
func (t *tree) describe(r *role, f RoleFact) error {
	if f.Effect != Allow && f.Effect != Deny {
		return fmt.Errorf("role %s has effect %q", f.ID, f.Effect)
	}
	r.effect, r.grants = f.Effect, t.words.set(f.Permissions)
	r.line = []string{r.name, Words(t.words.list(r.grants)), string(f.Effect)}
	return nil
}

// orgName gives the tree's own copy of an id, so that lines share it.
func (t *tree) orgName(id OrgID) string {
	if o := t.orgs[string(id)]; o != nil {
		return o.id
	}
	return string(id)
}

func (t *tree) subjectName(id SubjectID) string {
	if s := t.subjects[string(id)]; s != nil {
		return s.name
	}
	return string(id)
}

func (t *tree) parentLine(id, parent OrgID) []string {
	if parent == "" {
		return []string{t.orgName(id), noParent}
	}
	return []string{t.orgName(id), t.orgName(parent)}
}

func (t *tree) memberLine(m MembershipFact) []string {
	return []string{t.subjectName(m.Member), t.subjectName(m.Group)}
}

func (t *tree) grantLine(line []string, g GrantFact) {
	line[0], line[1], line[2], line[3] = t.subjectName(g.Subject), rolePrefix+string(g.Role), t.orgName(g.Org), "0"
	if r := t.roles[string(g.Role)]; r != nil {
		line[1] = r.name
	}
	if g.EndsAt != 0 {
		line[3] = strconv.FormatInt(g.EndsAt, 10)
	}
}
