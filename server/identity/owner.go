package identity

import (
	"context"
	"strings"

	"catenary/internal/fault"
	"catenary/internal/name"
	"catenary/rbac"
	"catenary/server/audit"
	"catenary/server/orgs"
)

// prepared is a tenant and an owner whose words were checked.
type prepared struct {
	root   orgs.Org
	person Person
	known  bool // the person is there already
}

// newTenant checks what is wanted of a tenant.
func (s *Service) newTenant(in NewOwner) (prepared, error) {
	called, err := name.Check("/tenant/name", in.TenantName)
	if err != nil {
		return prepared{}, err
	}
	key, err := tenantKey(in.TenantKey, called)
	if err != nil {
		return prepared{}, err
	}
	id, now := s.NewID(), s.Now().UnixMicro()
	return prepared{root: orgs.Org{
		Tenant: rbac.TenantID(id), ID: rbac.OrgID(id), Key: key, Name: called, Revision: 1, CreatedAt: now, UpdatedAt: now,
	}}, nil
}

// newOwner checks what is wanted of a tenant and of a person who is not there
// yet, and hashes the password.
func (s *Service) newOwner(ctx context.Context, in NewOwner) (prepared, error) {
	o, err := s.newTenant(in)
	if err != nil {
		return prepared{}, err
	}
	address, err := CheckEmail("/email", in.Email)
	if err != nil {
		return prepared{}, err
	}
	if in.Name == "" {
		in.Name, _, _ = strings.Cut(address, "@")
	}
	called, err := name.Check("/name", in.Name)
	if err != nil {
		return prepared{}, err
	}
	// Whoever has the host, or its code, is believed to have the address too.
	now := s.Now().UnixMicro()
	o.person = Person{
		ID: s.NewID(), Email: address, Name: called, Locale: locale(in.Locale), VerifiedAt: now, CreatedAt: now, UpdatedAt: now,
	}
	o.person.PasswordHash, err = s.newPassword(ctx, o.person, in.Password, o.root.Key, o.root.Name)
	return o, err
}

// insertOwner makes tenant, root org, system roles, person, member and grant,
// in the transaction of ctx.
func (s *Service) insertOwner(ctx context.Context, o prepared) (Membership, error) {
	tenant, org, now := o.root.Tenant, o.root.ID, o.root.CreatedAt
	err := s.Store.InsertTenant(ctx, o.root, orgs.SystemRoles(tenant, now))
	if fault.HasCode(err, "org.key_taken") {
		taken := fault.Detail{Code: "tenant.key_taken", Pointer: "/tenant/key", Detail: "another tenant has this key"}
		return Membership{}, fault.New(fault.Conflict, "tenant.key_taken", "another tenant has the key %s: choose another", o.root.Key).With(taken)
	}
	if err != nil {
		return Membership{}, err
	}
	if !o.known {
		if err := s.Store.InsertPerson(ctx, o.person); err != nil {
			return Membership{}, err
		}
	}
	m := Member{
		Tenant: tenant, ID: rbac.SubjectID(s.NewID()), Kind: rbac.User, Org: org, Person: o.person.ID,
		Name: o.person.Name, State: Active, Revision: 1, CreatedAt: now, UpdatedAt: now,
	}
	if err := s.Store.InsertMember(ctx, m); err != nil {
		return Membership{}, err
	}
	g := orgs.Grant{
		Tenant: tenant, ID: s.NewID(), Subject: m.ID, Role: rbac.Owner, Org: org, Revision: 1, CreatedAt: now, CreatedBy: m.ID,
	}
	if err := s.Store.InsertGrant(ctx, g); err != nil {
		return Membership{}, err
	}
	version, err := s.Store.LockTenant(ctx, tenant)
	if err != nil {
		return Membership{}, err
	}
	rootFact, subject, grant := o.root.Fact(), m.Fact(), g.Fact()
	err = s.Store.AppendPolicy(ctx, tenant, rbac.Change{Org: &rootFact}, rbac.Change{Subject: &subject}, rbac.Change{Grant: &grant})
	if err != nil {
		return Membership{}, err
	}
	out := Membership{Tenant: tenant, TenantKey: o.root.Key, TenantName: o.root.Name, Subject: m.ID, Version: version + 1}
	return out, s.Audit.Record(ctx, out.actor(), audit.Entry{
		Action: "tenant:created", Kind: "org", ResourceID: string(org), OrgID: org,
		After: map[string]string{"key": o.root.Key, "name": o.root.Name, "owner": string(m.ID)},
	})
}
