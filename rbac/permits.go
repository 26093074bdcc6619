package rbac

import "context"

// Permit is whether a permission is allowed, and why.
type Permit struct {
	Permission Permission
	Allowed    bool
	// Lines are the grants that speak for or against, denies first.
	Lines []Line
}

// Permits says of every permission, in their order, whether a subject has it at
// org, in a session. It is for the eyes that Explain is for, and refuses like it.
func (a *Authorizer) Permits(ctx context.Context, who Actor, subject SubjectID, org OrgID) (list []Permit, err error) {
	needed := OrgView
	if subject != who.Subject {
		needed = MemberView
	}
	err = a.tenants.with(ctx, who.Tenant, who.Version, func(t *tree) error {
		if !a.allows(ctx, t, who, needed, org, nil) {
			return a.refuse(ctx, t, who, needed, org)
		}
		s := t.subjects[string(subject)]
		if s == nil {
			return (&Refusal{Permission: needed, Org: org}).fault()
		}
		asked := Actor{Subject: s.id, Kind: s.kind, Tenant: who.Tenant, Scope: anything}
		o := t.orgs[string(org)]
		visible := t.visible(who, o)
		for _, act := range Permissions() {
			list = append(list, Permit{
				Permission: act, Allowed: a.allows(ctx, t, asked, act, org, nil), Lines: t.decided(s, t.words.bit[act], o, visible),
			})
		}
		return nil
	})
	return list, a.unknownTenant(err, needed, org)
}
