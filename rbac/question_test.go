package rbac_test

import (
	"slices"

	"catenary/rbac"
)

// ask makes a random question: mostly of sessions, some of tokens and authors.
func (w *world) ask() question {
	q := question{who: rbac.Actor{Tenant: "t0", Subject: "nobody", Kind: rbac.User, Scope: "*"}}
	if s, ok := one(w, w.facts.Subjects); ok {
		q.who.Subject, q.who.Kind, q.who.Human = s.ID, s.Kind, s.ID
	}
	q.act = rbac.OrgView
	if w.chance.IntN(3) > 0 {
		q.act, _ = one(w, rbac.Permissions())
	}
	if w.chance.IntN(8) == 0 {
		q.act, _ = one(w, []rbac.Permission{rbac.ApprovalDecide, rbac.ReleaseApprove})
	}
	if g, ok := one(w, w.facts.Grants); ok && w.chance.IntN(2) == 0 { // something that can be answered with yes
		for _, s := range w.facts.Subjects {
			if s.ID == g.Subject || slices.Contains(w.facts.Members, rbac.MembershipFact{Group: g.Subject, Member: s.ID}) {
				q.who.Subject, q.who.Kind, q.who.Human = s.ID, s.Kind, s.ID
			}
		}
		for _, r := range w.facts.Roles {
			if r.ID == g.Role && len(r.Permissions) > 0 {
				q.act, _ = one(w, r.Permissions)
			}
		}
	}
	org, _ := one(w, w.facts.Orgs)
	q.org = org.ID
	if w.chance.IntN(4) == 0 {
		q.words = append(w.permissions(), w.permissions()...)
		root, _ := one(w, w.facts.Orgs)
		q.who.Token, q.who.Scope, q.who.Root = "token", rbac.Words(q.words), root.ID
	}
	if w.chance.IntN(4) == 0 {
		if s, ok := one(w, w.facts.Subjects); ok {
			q.authors = []rbac.SubjectID{"someone", s.ID}
			if w.chance.IntN(2) == 0 {
				q.who.Human = s.ID
			}
		}
	}
	q.who.Version = w.facts.Version
	return q
}
