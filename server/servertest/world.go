// Package servertest builds the world that tests of the server play in: two
// tenants with trees, and people who hold each system role at each level.
package servertest

import (
	"context"
	"strings"
	"testing"

	"catenary/internal/id"
	"catenary/internal/testkit"
	"catenary/rbac"
	"catenary/server/audit"
	"catenary/server/identity"
	"catenary/server/orgs"
	"catenary/server/store"
	"catenary/server/store/storetest"
)

// The main line of the tree of acme, on which people of every role stand at
// every level.
const (
	Acme    = "acme"
	Retail  = "acme/retail"
	Stock   = "acme/retail/stock"
	Picking = "acme/retail/stock/picking"
)

// Orgs beside the main line, with an admin, a designer and a viewer each.
const (
	Packing   = "acme/retail/stock/packing"
	Shop      = "acme/retail/shop"
	Wholesale = "acme/wholesale"
	Export    = "acme/wholesale/export"
)

// The other tenant, with people of every role at its root.
const (
	Umbra = "umbra"
	Labs  = "umbra/labs"
)

// World is a database with two tenants, the services over it, and a clock that
// stands still.
type World struct {
	Store *store.Store
	Clock *testkit.Clock
	NewID func() string
	Auth  *rbac.Authorizer
	Audit *audit.Log
	Orgs  *orgs.Service

	t        testing.TB
	orgs     map[string]rbac.OrgID
	subjects map[string]rbac.SubjectID
}

// Each runs test in a world on SQLite and in one on PostgreSQL.
func Each(t *testing.T, test func(*testing.T, *World)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		test(t, SQLite(t))
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		clock := testkit.NewClock()
		test(t, New(t, storetest.Postgres(t, clock.Now), clock))
	})
}

// SQLite makes a world on a database of its own.
func SQLite(t testing.TB) *World {
	t.Helper()
	clock := testkit.NewClock()
	return New(t, storetest.SQLite(t, clock.Now), clock)
}

// New makes a world in an empty database that reads the time from clock.
func New(t testing.TB, s *store.Store, clock *testkit.Clock) *World {
	t.Helper()
	w := Over(t, s, clock)
	err := s.InTx(context.Background(), func(ctx context.Context) error {
		for _, key := range []string{Acme, Umbra} {
			w.tenant(ctx, key)
		}
		for _, path := range []string{Retail, Wholesale, Stock, Shop, Export, Picking, Packing, Labs} {
			w.org(ctx, path)
		}
		for _, path := range []string{Acme, Retail, Stock, Picking, Umbra} {
			for _, role := range rbac.SystemRoles() {
				w.member(ctx, role.ID, path)
			}
		}
		for _, path := range []string{Packing, Shop, Wholesale, Export} {
			for _, role := range []rbac.RoleID{rbac.Admin, rbac.Designer, rbac.Viewer} {
				w.member(ctx, role, path)
			}
		}
		return nil
	})
	w.must(err)
	return w
}

// Replica makes a second server over the database of a world: its services know
// the same people, but have a tree in memory of their own.
func (w *World) Replica() *World {
	second := Over(w.t, w.Store, w.Clock)
	second.orgs, second.subjects = w.orgs, w.subjects
	return second
}

// Over makes the services over a database, without any people.
func Over(t testing.TB, s *store.Store, clock *testkit.Clock) *World {
	newID := id.NewMaker(clock.Now).New
	auth := rbac.New(rbac.Config{Source: s, Now: clock.Now})
	log := &audit.Log{Store: s, NewID: newID, Now: clock.Now}
	return &World{
		Store: s, Clock: clock, NewID: newID, Auth: auth, Audit: log,
		Orgs: &orgs.Service{Store: s, Auth: auth, Audit: log, NewID: newID, Now: clock.Now},
		t:    t, orgs: map[string]rbac.OrgID{}, subjects: map[string]rbac.SubjectID{},
	}
}

// Org is the org at the end of a path of keys.
func (w *World) Org(path string) rbac.OrgID {
	w.t.Helper()
	org, ok := w.orgs[path]
	if !ok {
		w.t.Fatalf("the world has no org %s", path)
	}
	return org
}

// Tenant is the tenant that a path begins with.
func (w *World) Tenant(path string) rbac.TenantID {
	key, _, _ := strings.Cut(path, "/")
	return rbac.TenantID(w.Org(key))
}

// Subject is the member who holds a system role at an org, and no other.
func (w *World) Subject(role rbac.RoleID, path string) rbac.SubjectID {
	w.t.Helper()
	subject, ok := w.subjects[string(role)+"@"+path]
	if !ok {
		w.t.Fatalf("the world has no %s at %s", role, path)
	}
	return subject
}

// Email is the address of that member's person, who has no password yet.
func Email(role rbac.RoleID, path string) string {
	return string(role) + "." + strings.ReplaceAll(path, "/", ".") + "@example.org"
}

// Actor is that member in a session that began just now.
func (w *World) Actor(role rbac.RoleID, path string) rbac.Actor {
	w.t.Helper()
	return w.Session(w.Tenant(path), w.Subject(role, path))
}

// Session is any member in a session that began just now.
func (w *World) Session(tenant rbac.TenantID, subject rbac.SubjectID) rbac.Actor {
	w.t.Helper()
	return rbac.Actor{
		Subject: subject, Kind: rbac.User, Tenant: tenant, Human: subject,
		Scope: "*", AuthAt: w.Clock.Now(), Version: w.Version(tenant),
	}
}

// Token is an actor with a token for some permissions instead of a session.
func (w *World) Token(who rbac.Actor, root rbac.OrgID, words ...rbac.Permission) rbac.Actor {
	who.Token, who.Root, who.Scope = w.NewID(), root, " "
	for _, word := range words {
		who.Scope += string(word) + " "
	}
	return who
}

// Version reads a tenant's policy version.
func (w *World) Version(tenant rbac.TenantID) int64 {
	w.t.Helper()
	version, err := w.Store.Version(context.Background(), tenant)
	w.must(err)
	return version
}

// Audited gives the actions in a tenant's audit log, in order.
func (w *World) Audited(tenant rbac.TenantID) []string {
	w.t.Helper()
	var out []string
	w.must(w.Store.InTx(context.Background(), func(ctx context.Context) error {
		rows, err := w.Store.UnsealedAudit(ctx, string(tenant), w.Clock.Now().UnixMicro()+1, 100_000)
		out = nil
		for _, row := range rows {
			out = append(out, row.Action)
		}
		return err
	}))
	return out
}

func (w *World) tenant(ctx context.Context, key string) {
	now := w.Clock.Now().UnixMicro()
	org := w.NewID()
	w.orgs[key] = rbac.OrgID(org)
	tenant := rbac.TenantID(org)
	w.must(w.Store.InsertTenant(ctx, orgs.Org{
		Tenant: tenant, ID: rbac.OrgID(org), Key: key, Name: title(key), Revision: 1, CreatedAt: now, UpdatedAt: now,
	}, orgs.SystemRoles(tenant, now)))
}

func (w *World) org(ctx context.Context, path string) {
	now := w.Clock.Now().UnixMicro()
	cut := strings.LastIndex(path, "/")
	o := orgs.Org{
		Tenant: w.Tenant(path), ID: rbac.OrgID(w.NewID()), Parent: w.Org(path[:cut]), Key: path[cut+1:], Name: title(path[cut+1:]),
		Revision: 1, CreatedAt: now, UpdatedAt: now,
	}
	w.must(w.Store.InsertOrg(ctx, o))
	w.orgs[path] = o.ID
}

func (w *World) member(ctx context.Context, role rbac.RoleID, path string) {
	now := w.Clock.Now().UnixMicro()
	person, subject := w.NewID(), rbac.SubjectID(w.NewID())
	called := title(string(role)) + " of " + path
	w.must(w.Store.InsertPerson(ctx, identity.Person{
		ID: person, Email: Email(role, path), Name: called, CreatedAt: now, UpdatedAt: now,
	}))
	w.must(w.Store.InsertMember(ctx, identity.Member{
		Tenant: w.Tenant(path), ID: subject, Kind: rbac.User, Org: w.Org(path), Person: person,
		Name: called, State: identity.Active, Revision: 1, CreatedAt: now, UpdatedAt: now,
	}))
	w.must(w.Store.InsertGrant(ctx, orgs.Grant{
		Tenant: w.Tenant(path), ID: w.NewID(), Subject: subject, Role: role, Org: w.Org(path),
		Revision: 1, CreatedAt: now, CreatedBy: subject,
	}))
	w.subjects[string(role)+"@"+path] = subject
}

func (w *World) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func title(key string) string { return strings.ToUpper(key[:1]) + key[1:] }
