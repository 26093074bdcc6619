package store_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"catenary/internal/clock"
	"catenary/internal/fault"
	"catenary/internal/testkit"
	"catenary/rbac"
	"catenary/server/store"
	"catenary/server/store/storetest"
)

// rightsWorld is a tenant with something of everything, and another one.
var rightsWorld = []string{
	`INSERT INTO tenants (id, key, policy_version, created_at) VALUES ('acme', 'acme', 7, 1), ('other', 'other', 3, 1)`,
	`INSERT INTO orgs (tenant_id, id, parent_id, key, name, created_at, updated_at, deleted_at) VALUES
	   ('acme', 'acme', NULL, 'acme', 'Acme', 1, 1, NULL), ('acme', 'stock', 'acme', 'stock', 'Stock', 1, 1, NULL),
	   ('acme', 'old', 'acme', 'old', 'Old', 1, 1, 5), ('other', 'other', NULL, 'other', 'Other', 1, 1, NULL)`,
	`INSERT INTO subjects (tenant_id, id, kind, org_id, name, state, created_at, updated_at) VALUES
	   ('acme', 'ann', 'user', 'acme', 'Ann', 'active', 1, 1), ('acme', 'bob', 'user', 'acme', 'Bob', 'disabled', 1, 1),
	   ('acme', 'new', 'user', 'acme', 'New', 'invited', 1, 1), ('acme', 'left', 'user', 'acme', 'Left', 'removed', 1, 1),
	   ('acme', 'crew', 'group', 'stock', 'Crew', 'active', 1, 1), ('acme', 'bot', 'service', 'stock', 'Bot', 'active', 1, 1),
	   ('other', 'eve', 'user', 'other', 'Eve', 'active', 1, 1)`,
	`INSERT INTO roles (tenant_id, id, owner_org_id, key, name, effect, created_at, updated_at) VALUES
	   ('acme', 'owner', NULL, 'owner', 'Owner', 'allow', 1, 1), ('acme', 'clerk', 'stock', 'clerk', 'Clerk', 'allow', 1, 1),
	   ('acme', 'empty', 'acme', 'empty', 'Empty', 'deny', 1, 1), ('other', 'owner', NULL, 'owner', 'Owner', 'allow', 1, 1)`,
	`INSERT INTO role_permissions (tenant_id, role_id, permission) VALUES ('acme', 'clerk', 'run:start'), ('acme', 'clerk', 'org:view')`,
	`INSERT INTO grants (tenant_id, id, subject_id, role_id, org_id, ends_at, created_at, created_by) VALUES
	   ('acme', 'g1', 'ann', 'owner', 'acme', 0, 1, 'ann'), ('acme', 'g2', 'crew', 'clerk', 'stock', 99, 1, 'ann'),
	   ('acme', 'g3', 'left', 'owner', 'acme', 0, 1, 'ann'), ('other', 'g4', 'eve', 'owner', 'other', 0, 1, 'eve')`,
	`INSERT INTO group_members (tenant_id, group_id, member_id, added_at) VALUES
	   ('acme', 'crew', 'bob', 1), ('acme', 'crew', 'left', 1)`,
	`INSERT INTO shares (tenant_id, id, kind, resource_id, owner_org_id, to_org_id, subtree, permissions, created_at, created_by) VALUES
	   ('acme', 's1', 'engine', 'e1', 'acme', 'stock', TRUE, '["engine:use"]', 1, 'ann')`,
	`INSERT INTO tokens (tenant_id, id, subject_id, human_id, name, hash, scope, root_org_id, created_at, ends_at, revoked_at) VALUES
	   ('acme', 'k1', 'bot', 'ann', 'one', 'h', ' run:start ', 'stock', 1, 9000000000000000, NULL),
	   ('acme', 'k2', 'bot', 'ann', 'ended', 'h', ' run:start ', 'stock', 1, 2, NULL),
	   ('acme', 'k3', 'bot', 'ann', 'revoked', 'h', ' run:start ', 'stock', 1, 9000000000000000, 2),
	   ('acme', 'k4', 'bot', 'bob', 'of a disabled person', 'h', ' run:start ', 'stock', 1, 9000000000000000, NULL)`,
}

func TestFacts(t *testing.T) {
	t.Parallel()
	storetest.EachRaw(t, clock.Wall, func(t *testing.T, r storetest.Raw) {
		ctx := t.Context()
		r.Exec(t, rightsWorld...)
		got, err := r.Facts(ctx, "acme")
		if err != nil {
			t.Fatal(err)
		}
		want := rbac.Facts{
			Tenant: "acme", Version: 7,
			Orgs: []rbac.OrgFact{{ID: "acme"}, {ID: "old", Parent: "acme", Deleted: true}, {ID: "stock", Parent: "acme"}},
			Roles: []rbac.RoleFact{
				{ID: "clerk", Owner: "stock", Effect: rbac.Allow, Permissions: []rbac.Permission{rbac.OrgView, rbac.RunStart}},
				{ID: "empty", Owner: "acme", Effect: rbac.Deny},
			},
			Grants:  []rbac.GrantFact{{Subject: "ann", Role: "owner", Org: "acme"}, {Subject: "crew", Role: "clerk", Org: "stock", EndsAt: 99}},
			Members: []rbac.MembershipFact{{Group: "crew", Member: "bob"}},
			Subjects: []rbac.SubjectFact{
				{ID: "ann", Kind: rbac.User, Active: true},
				{ID: "bob", Kind: rbac.User},
				{ID: "bot", Kind: rbac.Service, Active: true},
				{ID: "crew", Kind: rbac.Group, Active: true},
				{ID: "new", Kind: rbac.User},
			},
		}
		sorted := cmp.Options{
			cmpopts.SortSlices(func(a, b rbac.OrgFact) bool { return a.ID < b.ID }),
			cmpopts.SortSlices(func(a, b rbac.SubjectFact) bool { return a.ID < b.ID }),
			cmpopts.SortSlices(func(a, b rbac.GrantFact) bool { return a.Subject < b.Subject }),
		}
		if diff := cmp.Diff(want, got, sorted); diff != "" {
			t.Errorf("Facts (-want +got):\n%s", diff)
		}
		if _, err := r.Facts(ctx, "nobody"); !fault.HasCode(err, "tenant.unknown") {
			t.Errorf("Facts of no tenant: %v", err)
		}

		ties, err := r.Ties(ctx, "acme")
		if err != nil {
			t.Fatal(err)
		}
		wantTies := rbac.Ties{
			Shares: []rbac.ShareFact{{ID: "s1", Owner: "acme", Share: rbac.Share{ToOrg: "stock", Subtree: true, Permissions: []rbac.Permission{rbac.EngineUse}}}},
			Tokens: []rbac.TokenFact{{ID: "k1", Subject: "bot", Scope: " run:start ", Root: "stock"}},
		}
		if diff := cmp.Diff(wantTies, ties); diff != "" {
			t.Errorf("Ties (-want +got):\n%s", diff)
		}
		if ties, err := r.Ties(ctx, "other"); err != nil || len(ties.Shares)+len(ties.Tokens) > 0 {
			t.Errorf("Ties of another tenant = %+v, %v", ties, err)
		}
	})
}

// changeRights does what a use case does, with no rule.
func changeRights(ctx context.Context, s *store.Store, ops ...rbac.Change) error {
	return s.InTx(ctx, func(ctx context.Context) error {
		if _, err := s.LockTenant(ctx, "acme"); err != nil {
			return err
		}
		return s.AppendPolicy(ctx, "acme", ops...)
	})
}

func TestChanges(t *testing.T) {
	t.Parallel()
	now := testkit.NewClock()
	storetest.EachRaw(t, now.Now, func(t *testing.T, r storetest.Raw) {
		ctx := t.Context()
		r.Exec(t, rightsWorld...)
		ops := []rbac.Change{
			{Org: &rbac.OrgFact{ID: "stock", Parent: "acme", Deleted: true}},
			{OrgGone: "old"},
			{Role: &rbac.RoleFact{ID: "clerk", Owner: "acme", Effect: rbac.Deny, Permissions: []rbac.Permission{rbac.OrgView}}},
			{RoleGone: "clerk"},
			{Grant: &rbac.GrantFact{Subject: "ann", Role: "owner", Org: "acme", EndsAt: 5}},
			{GrantGone: &rbac.GrantFact{Subject: "ann", Role: "owner", Org: "acme"}},
			{Member: &rbac.MembershipFact{Group: "crew", Member: "ann"}},
			{MemberGone: &rbac.MembershipFact{Group: "crew", Member: "ann"}},
			{Subject: &rbac.SubjectFact{ID: "ann", Kind: rbac.User, Active: true}},
			{SubjectGone: "bob"},
			{Touch: "ann"},
		}
		for _, op := range ops {
			if err := changeRights(ctx, r.Store, op); err != nil {
				t.Fatal(err)
			}
		}
		versions := func(from int64, limit int) []int64 {
			t.Helper()
			changes, err := r.Changes(ctx, "acme", from, limit)
			if err != nil {
				t.Fatal(err)
			}
			var list []int64
			for _, c := range changes {
				list = append(list, c.Version)
				if diff := cmp.Diff([]rbac.Change{ops[c.Version-8]}, c.Ops); diff != "" {
					t.Errorf("change %d (-want +got):\n%s", c.Version, diff)
				}
			}
			return list
		}
		if got := versions(7, 256); !slices.Equal(got, []int64{8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18}) {
			t.Errorf("all: %v", got)
		}
		if got := versions(9, 2); !slices.Equal(got, []int64{10, 11, 12}) {
			t.Errorf("at most one more than two: %v", got)
		}
		if got := versions(18, 5); got != nil {
			t.Errorf("after the last: %v", got)
		}
		if changes, err := r.Changes(ctx, "other", 0, 5); err != nil || len(changes) > 0 {
			t.Errorf("of another tenant: %v, %v", changes, err)
		}

		if n, err := r.PrunePolicyChanges(ctx, now.Now()); err != nil || n != 0 {
			t.Errorf("nothing is old yet: %d, %v", n, err)
		}
		if n, err := r.PrunePolicyChanges(ctx, now.Now().Add(time.Microsecond)); err != nil || n != 11 {
			t.Errorf("pruned %d, %v", n, err)
		}
		if got := versions(7, 256); got != nil {
			t.Errorf("after pruning: %v", got)
		}
	})
}

// TestRightsAreReadAsCommitted asks inside a transaction that has changed them:
// facts and changes are those of before, the version is that of the transaction.
func TestRightsAreReadAsCommitted(t *testing.T) {
	t.Parallel()
	storetest.EachRaw(t, clock.Wall, func(t *testing.T, r storetest.Raw) {
		r.Exec(t, rightsWorld...)
		back := errors.New("back")
		err := r.InTx(t.Context(), func(ctx context.Context) error {
			if err := r.AppendPolicy(ctx, "acme", rbac.Change{Touch: "ann"}); err != nil {
				return err
			}
			if _, err := r.Store.Exec(ctx, `DELETE FROM grants WHERE id = 'g1'`, nil); err != nil {
				return err
			}
			if v, err := r.Version(ctx, "acme"); err != nil || v != 8 {
				t.Errorf("Version = %d, %v", v, err)
			}
			if f, err := r.Facts(ctx, "acme"); err != nil || f.Version != 7 || len(f.Grants) != 2 {
				t.Errorf("Facts = %+v, %v", f, err)
			}
			if c, err := r.Changes(ctx, "acme", 0, 10); err != nil || len(c) != 0 {
				t.Errorf("Changes = %+v, %v", c, err)
			}
			a := rbac.New(rbac.Config{Source: r.Store, Now: clock.Wall})
			ann := rbac.Actor{Subject: "ann", Kind: rbac.User, Tenant: "acme", Scope: "*", Version: 7}
			if err := a.Can(ctx, ann, rbac.OrgView, rbac.Resource{OrgID: "stock"}); err != nil {
				t.Errorf("Can = %v", err)
			}
			if err := a.Confirm(ctx, ann, rbac.OrgView, rbac.Resource{OrgID: "stock"}); fault.As(err).Kind != fault.Internal {
				t.Errorf("Confirm after an own change = %v", err)
			}
			return back
		})
		if !errors.Is(err, back) {
			t.Fatal(err)
		}
	})
}

// TestFactsAreOneSnapshot reads while rows and version change together: no read
// sees a version with another version's rows.
func TestFactsAreOneSnapshot(t *testing.T) {
	t.Parallel()
	storetest.EachRaw(t, clock.Wall, func(t *testing.T, r storetest.Raw) {
		r.Exec(t, rightsWorld...)
		ctx := t.Context()
		done := make(chan error, 1)
		const changes = 30
		go func() {
			for i := range changes {
				err := r.InTx(ctx, func(ctx context.Context) error {
					if _, err := r.LockTenant(ctx, "acme"); err != nil {
						return err
					}
					_, err := r.Store.Exec(ctx, `
INSERT INTO orgs (tenant_id, id, parent_id, key, name, created_at, updated_at) VALUES ('acme', :id, 'acme', :id, 'x', 1, 1)`,
						map[string]any{"id": fmt.Sprintf("o%d", i)})
					if err != nil {
						return err
					}
					return r.AppendPolicy(ctx, "acme", rbac.Change{Touch: "ann"})
				})
				if err != nil {
					done <- err
					return
				}
			}
			done <- nil
		}()
		for {
			f, err := r.Facts(ctx, "acme")
			if err != nil {
				t.Fatal(err)
			}
			if len(f.Orgs) != 3+int(f.Version)-7 {
				t.Fatalf("version %d with %d orgs", f.Version, len(f.Orgs))
			}
			if f.Version == 7+changes {
				break
			}
			select {
			case err := <-done:
				if err != nil {
					t.Fatal(err)
				}
			default:
			}
		}
	})
}

// TestConfirmNeverWaitsForItsOwnConnections lets more transactions confirm than
// there are connections, all under a version that no tree has.
func TestConfirmNeverWaitsForItsOwnConnections(t *testing.T) {
	t.Parallel()
	storetest.EachRaw(t, clock.Wall, func(t *testing.T, r storetest.Raw) {
		r.Exec(t, rightsWorld...)
		a := rbac.New(rbac.Config{Source: r.Store, Now: clock.Wall})
		ann := rbac.Actor{Subject: "ann", Kind: rbac.User, Tenant: "acme", Scope: "*"}
		answers := make(chan error)
		const writers = 40
		for i := range writers {
			go func() {
				if i%4 == 0 {
					answers <- changeRights(t.Context(), r.Store, rbac.Change{Touch: "ann"})
					return
				}
				answers <- r.InTx(t.Context(), func(ctx context.Context) error {
					return a.Confirm(ctx, ann, rbac.ChainEdit, rbac.Resource{OrgID: "stock"})
				})
			}()
		}
		for range writers {
			if err := <-answers; err != nil {
				t.Error(err)
			}
		}
	})
}

// TestAWriteIsConfirmedUnderTheRightsItCommitsWith: while a transaction that
// has confirmed is open, nobody can take the right away.
func TestAWriteIsConfirmedUnderTheRightsItCommitsWith(t *testing.T) {
	t.Parallel()
	storetest.EachRaw(t, clock.Wall, func(t *testing.T, r storetest.Raw) {
		r.Exec(t, rightsWorld...)
		a := rbac.New(rbac.Config{Source: r.Store, Now: clock.Wall})
		ann := rbac.Actor{Subject: "ann", Kind: rbac.User, Tenant: "acme", Scope: "*"}
		on := rbac.Resource{OrgID: "stock"}
		withdrawn := make(chan error, 1)
		err := r.InTx(t.Context(), func(ctx context.Context) error {
			if err := a.Confirm(ctx, ann, rbac.ChainEdit, on); err != nil {
				return err
			}
			begun := make(chan struct{})
			go func() {
				close(begun)
				withdrawn <- changeRights(t.Context(), r.Store, rbac.Change{GrantGone: &rbac.GrantFact{Subject: "ann", Role: "owner", Org: "acme"}})
			}()
			<-begun
			select {
			case err := <-withdrawn:
				t.Errorf("withdrawn under an open write: %v", err)
			case <-time.After(30 * time.Millisecond): // long enough to be wrong in, if nothing held it
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := <-withdrawn; err != nil {
			t.Fatal(err)
		}
		err = r.InTx(t.Context(), func(ctx context.Context) error { return a.Confirm(ctx, ann, rbac.ChainEdit, on) })
		if !fault.HasCode(err, "resource.unknown") {
			t.Errorf("after it was withdrawn: %v", err)
		}
	})
}

// TestCrossingMovesOnTwoServers moves two orgs under each other, each on a
// server of its own at the same time: one move is made, the other would be a
// cycle, and both servers know it.
func TestCrossingMovesOnTwoServers(t *testing.T) {
	t.Parallel()
	storetest.EachRaw(t, clock.Wall, func(t *testing.T, r storetest.Raw) {
		ctx := t.Context()
		r.Exec(t, rightsWorld...)
		r.Exec(t, `
INSERT INTO orgs (tenant_id, id, parent_id, key, name, created_at, updated_at) VALUES ('acme', 'left', 'acme', 'left', 'x', 1, 1)`)
		type server struct {
			*store.Store
			auth *rbac.Authorizer
		}
		var servers []server
		for _, s := range []*store.Store{r.Store, r.Another(t)} {
			servers = append(servers, server{s, rbac.New(rbac.Config{Source: s, Now: clock.Wall})})
		}
		ann := rbac.Actor{Subject: "ann", Kind: rbac.User, Tenant: "acme", Scope: "*"}
		move := func(s server, id, to rbac.OrgID) error {
			return s.InTx(ctx, func(ctx context.Context) error {
				if _, err := s.LockTenant(ctx, "acme"); err != nil {
					return err
				}
				if err := s.auth.Confirm(ctx, ann, rbac.OrgCreate, rbac.Resource{OrgID: to}); err != nil {
					return err
				}
				if err := s.auth.CheckMove(ctx, "acme", rbac.Move{Org: id, To: to}); err != nil {
					return err
				}
				args := map[string]any{"id": id, "to": to}
				if _, err := s.Exec(ctx, `UPDATE orgs SET parent_id = :to WHERE tenant_id = 'acme' AND id = :id`, args); err != nil {
					return err
				}
				return s.AppendPolicy(ctx, "acme", rbac.Change{Org: &rbac.OrgFact{ID: id, Parent: to}})
			})
		}
		for round := range 10 {
			crossed := make(chan error)
			for i, m := range []rbac.Move{{Org: "left", To: "stock"}, {Org: "stock", To: "left"}} {
				go func() { crossed <- move(servers[(i+round)%2], m.Org, m.To) }()
			}
			var refused []error
			for range 2 {
				if err := <-crossed; err != nil {
					refused = append(refused, err)
				}
			}
			if len(refused) != 1 || !fault.HasCode(refused[0], "org.cycle") {
				t.Fatalf("round %d: refused were %v", round, refused)
			}
			who := ann
			var err error
			if who.Version, err = r.Version(ctx, "acme"); err != nil {
				t.Fatal(err)
			}
			var paths [][]rbac.OrgID
			for _, s := range servers {
				for _, id := range []rbac.OrgID{"left", "stock"} {
					path, err := s.auth.Path(ctx, who, id)
					if err != nil {
						t.Fatal(err)
					}
					paths = append(paths, path)
				}
			}
			if diff := cmp.Diff(paths[:2], paths[2:]); diff != "" || len(paths[0])+len(paths[1]) != 5 {
				t.Fatalf("round %d: %v", round, paths)
			}
			for _, id := range []rbac.OrgID{"left", "stock"} {
				if err := move(servers[round%2], id, "acme"); err != nil {
					t.Fatal(err)
				}
			}
		}
	})
}

type heard struct {
	tenant  rbac.TenantID
	version int64
}

// listen starts to listen and says what is heard of acme.
func listen(t *testing.T, s *store.Store) <-chan heard {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	out := make(chan heard, 1000)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		s.ListenPolicy(ctx, func(tenant rbac.TenantID, version int64) {
			if tenant == "acme" { // other tests notify in the same database
				out <- heard{tenant, version}
			}
		})
	}()
	t.Cleanup(func() {
		cancel()
		<-ended
	})
	return out
}

// until changes rights again and again until one of the changes is heard of:
// nobody can know when a listener begins to hear.
func until(t *testing.T, s *store.Store, ears <-chan heard) {
	t.Helper()
	for {
		if err := changeRights(t.Context(), s, rbac.Change{Touch: "ann"}); err != nil {
			t.Fatal(err)
		}
		select {
		case h := <-ears:
			if h.tenant != "acme" || h.version < 8 {
				t.Errorf("heard %+v", h)
			}
			return
		case <-t.Context().Done():
			t.Fatal("heard nothing")
		case <-time.After(20 * time.Millisecond):
		}
	}
}

func TestListenPolicy(t *testing.T) {
	t.Parallel()
	storetest.EachRaw(t, clock.Wall, func(t *testing.T, r storetest.Raw) {
		r.Exec(t, rightsWorld...)
		ears := listen(t, r.Store)
		until(t, r.Store, ears)
		for len(ears) > 0 {
			<-ears
		}
		// What is not committed is not heard of, and the next is.
		back := errors.New("back")
		err := r.InTx(t.Context(), func(ctx context.Context) error {
			return errors.Join(r.AppendPolicy(ctx, "acme", rbac.Change{Touch: "ann"}), back)
		})
		if !errors.Is(err, back) {
			t.Fatal(err)
		}
		version, err := r.Version(t.Context(), "acme")
		if err != nil {
			t.Fatal(err)
		}
		if err := changeRights(t.Context(), r.Store, rbac.Change{Touch: "ann"}); err != nil {
			t.Fatal(err)
		}
		for h := range ears {
			if h.version == version+1 {
				break
			}
			if h.version > version {
				t.Fatalf("heard %+v", h)
			}
		}
	})
}

// TestListenPolicyGoesOnAfterALostConnection ends the connection that listens.
func TestListenPolicyGoesOnAfterALostConnection(t *testing.T) {
	t.Parallel()
	url := storetest.PostgresURL(t) + "&application_name=listener"
	db, err := sql.Open("pgx", url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	s, err := store.Open(t.Context(), store.Options{URL: url, MaxConns: 4})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	if _, err := s.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, statement := range rightsWorld {
		if _, err := db.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	ears := listen(t, s)
	until(t, s, ears)
	var ended int
	err = db.QueryRow(`
SELECT COUNT(pg_terminate_backend(pid)) FROM pg_stat_activity
 WHERE application_name = 'listener' AND query LIKE 'LISTEN%'`).Scan(&ended)
	if err != nil || ended != 1 {
		t.Fatalf("ended %d connections, %v", ended, err)
	}
	for len(ears) > 0 {
		<-ears
	}
	until(t, s, ears)
}
