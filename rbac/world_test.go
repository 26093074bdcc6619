package rbac_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"catenary/internal/testkit"
	"catenary/rbac"
)

// world is a tenant that changes at random, but only as use cases may change it.
type world struct {
	*source
	chance *rand.Rand
	clock  *testkit.Clock
	made   int
}

func newWorld(seed uint64) *world {
	w := &world{
		source: &source{facts: rbac.Facts{Tenant: "t0", Version: 1}},
		chance: rand.New(rand.NewPCG(seed, 7)),
		clock:  testkit.NewClock(),
	}
	w.apply(rbac.Change{Org: &rbac.OrgFact{ID: "t0"}})
	for range 12 {
		w.commit(w.addOrg()...)
	}
	for range 9 {
		w.commit(w.addSubject()...)
	}
	for range 4 {
		w.commit(w.addRole()...)
	}
	for range 60 {
		w.commit(w.addGrant()...)
	}
	return w
}

func (w *world) id(prefix string) string {
	w.made++
	return fmt.Sprintf("%s%d", prefix, w.made)
}

func one[T any](w *world, list []T) (item T, ok bool) {
	if len(list) == 0 {
		return item, false
	}
	return list[w.chance.IntN(len(list))], true
}

// step commits one or two random changes as one version and sometimes lets time
// pass.
func (w *world) step() int64 {
	if w.chance.IntN(4) == 0 {
		w.clock.Add(time.Duration(w.chance.IntN(120)) * time.Minute)
	}
	first := w.change()
	w.mu.Lock()
	for _, op := range first {
		w.apply(op) // the second change must be one to the state after the first
	}
	w.mu.Unlock()
	second := w.change()
	return w.commit(append(first, second...)...)
}

func (w *world) change() []rbac.Change {
	changes := []func() []rbac.Change{
		w.addOrg, w.moveOrg, w.moveOrg, w.moveOrg, w.deleteOrg, w.restoreOrg, w.purgeOrg,
		w.addSubject, w.switchSubject, w.dropSubject, w.join, w.join, w.leave,
		w.addRole, w.changeRole, w.dropRole,
		w.addGrant, w.addGrant, w.addGrant, w.addGrant, w.addGrant, w.addGrant, w.changeGrant, w.dropGrant, w.dropGrant,
		func() []rbac.Change { return []rbac.Change{{Touch: "someone"}} },
	}
	return changes[w.chance.IntN(len(changes))]()
}

func (w *world) naive() *naive { return newNaive(w.facts, w.clock.Now()) }

func (w *world) living() []rbac.OrgFact {
	n := w.naive()
	var list []rbac.OrgFact
	for _, o := range w.facts.Orgs {
		if n.up(o.ID) != nil {
			list = append(list, o)
		}
	}
	return list
}

func (w *world) addOrg() []rbac.Change {
	if len(w.facts.Orgs) > 40 {
		return nil
	}
	parent, _ := one(w, w.living())
	return []rbac.Change{{Org: &rbac.OrgFact{ID: rbac.OrgID(w.id("o")), Parent: parent.ID}}}
}

// moves are those that the tree allows.
func (w *world) move() (rbac.Move, bool) {
	n := w.naive()
	moved, _ := one(w, w.living())
	to, _ := one(w, w.living())
	if moved.Parent == "" || slices.Contains(n.up(to.ID), moved.ID) {
		return rbac.Move{}, false
	}
	return rbac.Move{Org: moved.ID, To: to.ID}, true
}

func (w *world) moveOrg() []rbac.Change {
	if m, ok := w.move(); ok {
		return []rbac.Change{{Org: &rbac.OrgFact{ID: m.Org, Parent: m.To}}}
	}
	return nil
}

func (w *world) deleteOrg() []rbac.Change {
	o, _ := one(w, w.living())
	if o.Parent == "" || w.chance.IntN(2) == 0 {
		return nil
	}
	o.Deleted = true
	return []rbac.Change{{Org: &o}}
}

func (w *world) deleted() (rbac.OrgFact, bool) {
	return one(w, slices.DeleteFunc(slices.Clone(w.facts.Orgs), func(o rbac.OrgFact) bool { return !o.Deleted }))
}

// restoreOrg needs a living parent, as the use case does: else an org that was
// moved meanwhile could come to stand above itself.
func (w *world) restoreOrg() []rbac.Change {
	o, ok := w.deleted()
	if !ok || w.naive().up(o.Parent) == nil {
		return nil
	}
	o.Deleted = false
	return []rbac.Change{{Org: &o}}
}

func (w *world) purgeOrg() []rbac.Change {
	o, ok := w.deleted()
	if !ok || slices.ContainsFunc(w.facts.Orgs, func(x rbac.OrgFact) bool { return x.Parent == o.ID }) ||
		slices.ContainsFunc(w.facts.Roles, func(x rbac.RoleFact) bool { return x.Owner == o.ID }) {
		return nil
	}
	var ops []rbac.Change
	for _, g := range w.facts.Grants {
		if g.Org == o.ID {
			ops = append(ops, rbac.Change{GrantGone: &g})
		}
	}
	return append(ops, rbac.Change{OrgGone: o.ID})
}

func (w *world) subjects(kinds ...rbac.SubjectKind) []rbac.SubjectFact {
	return slices.DeleteFunc(slices.Clone(w.facts.Subjects), func(s rbac.SubjectFact) bool { return !slices.Contains(kinds, s.Kind) })
}

func (w *world) addSubject() []rbac.Change {
	if len(w.facts.Subjects) > 16 {
		return nil
	}
	kind := []rbac.SubjectKind{rbac.User, rbac.User, rbac.User, rbac.Service, rbac.Group}[w.chance.IntN(5)]
	return []rbac.Change{{Subject: &rbac.SubjectFact{ID: rbac.SubjectID(w.id("s")), Kind: kind, Active: w.chance.IntN(6) > 0}}}
}

func (w *world) switchSubject() []rbac.Change {
	s, ok := one(w, w.facts.Subjects)
	if !ok {
		return nil
	}
	s.Active = !s.Active
	return []rbac.Change{{Subject: &s}}
}

func (w *world) dropSubject() []rbac.Change {
	s, ok := one(w, w.facts.Subjects)
	if !ok || w.chance.IntN(3) > 0 {
		return nil
	}
	return []rbac.Change{{SubjectGone: s.ID}}
}

func (w *world) join() []rbac.Change {
	group, ok := one(w, w.subjects(rbac.Group))
	member, ok2 := one(w, w.subjects(rbac.User, rbac.Service))
	m := rbac.MembershipFact{Group: group.ID, Member: member.ID}
	if !ok || !ok2 || slices.Contains(w.facts.Members, m) {
		return nil
	}
	return []rbac.Change{{Member: &m}}
}

func (w *world) leave() []rbac.Change {
	m, ok := one(w, w.facts.Members)
	if !ok {
		return nil
	}
	return []rbac.Change{{MemberGone: &m}}
}

func (w *world) permissions() []rbac.Permission {
	var list []rbac.Permission
	for _, p := range rbac.Permissions() {
		if w.chance.IntN(4) == 0 {
			list = append(list, p)
		}
	}
	return list
}

func (w *world) addRole() []rbac.Change {
	if len(w.facts.Roles) > 4 {
		return nil
	}
	owner, _ := one(w, w.living())
	r := rbac.RoleFact{ID: rbac.RoleID(w.id("r")), Owner: owner.ID, Effect: rbac.Allow, Permissions: w.permissions()}
	if w.chance.IntN(2) == 0 {
		r.Effect = rbac.Deny
	}
	return []rbac.Change{{Role: &r}}
}

func (w *world) changeRole() []rbac.Change {
	r, ok := one(w, w.facts.Roles)
	if !ok {
		return nil
	}
	r.Permissions = w.permissions()
	return []rbac.Change{{Role: &r}}
}

func (w *world) dropRole() []rbac.Change {
	r, ok := one(w, w.facts.Roles)
	if !ok || slices.ContainsFunc(w.facts.Grants, func(g rbac.GrantFact) bool { return g.Role == r.ID }) {
		return nil
	}
	return []rbac.Change{{RoleGone: r.ID}}
}

func (w *world) ends() int64 {
	if w.chance.IntN(4) > 0 {
		return 0
	}
	return w.clock.Now().Add(time.Duration(w.chance.IntN(300)-30) * time.Minute).UnixMicro()
}

// addGrant grants custom roles also where they do not count.
func (w *world) addGrant() []rbac.Change {
	subject, ok := one(w, w.facts.Subjects)
	// Most stand high in the tree, so that much is inherited.
	org := w.facts.Orgs[min(w.chance.IntN(len(w.facts.Orgs)), w.chance.IntN(len(w.facts.Orgs)))]
	roles := []rbac.RoleID{rbac.Owner, rbac.Admin, rbac.Designer, rbac.Operator, rbac.Approver, rbac.Viewer, rbac.Auditor}
	for _, r := range w.facts.Roles {
		roles = append(roles, r.ID, r.ID)
	}
	role, _ := one(w, roles)
	g := rbac.GrantFact{Subject: subject.ID, Role: role, Org: org.ID, EndsAt: w.ends()}
	if !ok || len(w.facts.Grants) > 90 || slices.ContainsFunc(w.facts.Grants, func(x rbac.GrantFact) bool { return sameGrant(x, g) }) {
		return nil
	}
	return []rbac.Change{{Grant: &g}}
}

func (w *world) changeGrant() []rbac.Change {
	g, ok := one(w, w.facts.Grants)
	if !ok {
		return nil
	}
	g.EndsAt = w.ends()
	return []rbac.Change{{Grant: &g}}
}

func (w *world) dropGrant() []rbac.Change {
	g, ok := one(w, w.facts.Grants)
	if !ok {
		return nil
	}
	return []rbac.Change{{GrantGone: &g}}
}
