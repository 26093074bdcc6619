package rbac_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	goruntime "runtime"
	"syscall"
	"testing"
	"time"

	"catenary/internal/clock"
	"catenary/internal/id"
	"catenary/rbac"
)

// big is 10,000 orgs on 14 levels, 100,000 grants to 10,000 members and 100
// groups, and 26 roles.
func big() *source {
	chance := rand.New(rand.NewPCG(1, 2))
	ids := id.NewMaker(clock.Wall)
	return grown(chance, ids, 10_000, 10_000, 100, 19, 100_000)
}

// small is 10 orgs, 20 members and 100 grants.
func small() *source {
	chance := rand.New(rand.NewPCG(1, 2))
	return grown(chance, id.NewMaker(clock.Wall), 10, 20, 2, 1, 100)
}

func grown(chance *rand.Rand, ids *id.Maker, orgs, members, groups, custom, grants int) *source {
	s := &source{}
	f := &s.facts
	f.Version = 1
	f.Tenant = rbac.TenantID(ids.New())
	f.Orgs = []rbac.OrgFact{{ID: rbac.OrgID(f.Tenant)}}
	depth := []int{1}
	for len(f.Orgs) < orgs {
		// The first 14 make the deepest path, the others stand anywhere.
		parent := len(f.Orgs) - 1
		if len(f.Orgs) >= 14 {
			for ok := false; !ok; ok = depth[parent] < 14 {
				parent = chance.IntN(len(f.Orgs))
			}
		}
		f.Orgs = append(f.Orgs, rbac.OrgFact{ID: rbac.OrgID(ids.New()), Parent: f.Orgs[parent].ID})
		depth = append(depth, depth[parent]+1)
	}
	var roles []rbac.RoleID
	for _, r := range rbac.SystemRoles() {
		roles = append(roles, r.ID)
	}
	for i := range custom {
		r := rbac.RoleFact{ID: rbac.RoleID(ids.New()), Owner: f.Orgs[0].ID, Effect: rbac.Allow, Permissions: rbac.SystemRoles()[i%7].Permissions}
		if i%10 == 9 {
			r.Effect, r.Permissions = rbac.Deny, []rbac.Permission{rbac.ChainDelete, rbac.SecretWrite}
		}
		f.Roles = append(f.Roles, r)
		roles = append(roles, r.ID)
	}
	for i := range members + groups {
		kind := rbac.User
		if i >= members {
			kind = rbac.Group
		}
		f.Subjects = append(f.Subjects, rbac.SubjectFact{ID: rbac.SubjectID(ids.New()), Kind: kind, Active: true})
	}
	for i := range members {
		if groups > 0 && i%2 == 0 {
			f.Members = append(f.Members, rbac.MembershipFact{Group: f.Subjects[members+i%groups].ID, Member: f.Subjects[i].ID})
		}
	}
	seen := map[rbac.GrantFact]bool{}
	for len(f.Grants) < grants {
		g := rbac.GrantFact{
			Subject: f.Subjects[chance.IntN(len(f.Subjects))].ID,
			Role:    roles[chance.IntN(len(roles))], Org: f.Orgs[chance.IntN(len(f.Orgs))].ID,
		}
		if !seen[g] {
			seen[g] = true
			f.Grants = append(f.Grants, g)
		}
	}
	return s
}

func session(s *source, i int) rbac.Actor {
	return rbac.Actor{Subject: s.facts.Subjects[i].ID, Kind: rbac.User, Tenant: s.facts.Tenant, Scope: "*", Human: s.facts.Subjects[i].ID}
}

func authorizer(s *source) *rbac.Authorizer { return rbac.New(rbac.Config{Source: s, Now: clock.Wall}) }

func BenchmarkCan(b *testing.B) {
	ctx := context.Background()
	s := big()
	a := authorizer(s)
	who := session(s, 0)
	deepest := s.facts.Orgs[13].ID
	s.apply(rbac.Change{Grant: &rbac.GrantFact{Subject: who.Subject, Role: rbac.Designer, Org: s.facts.Orgs[0].ID}})
	if err := a.Can(ctx, who, rbac.ChainEdit, rbac.Resource{OrgID: deepest}); err != nil {
		b.Fatal(err)
	}
	// More of them than answers are remembered, so that each is a new one.
	many := make([]rbac.Actor, 1000)
	for i := range many {
		many[i] = who
		many[i].Token, many[i].Scope = "token", fmt.Sprintf(" %s %s %s other:%d ", rbac.ChainEdit, rbac.ChainView, rbac.ChainDelete, i)
	}
	for name, q := range map[string]struct {
		act rbac.Permission
		org rbac.OrgID
	}{"allowed": {rbac.ChainEdit, deepest}, "forbidden": {rbac.ChainDelete, deepest}, "unknown": {rbac.ChainEdit, "nowhere"}} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			begun := processor()
			for i := 0; b.Loop(); i++ {
				_ = a.Can(ctx, many[i%len(many)], q.act, rbac.Resource{OrgID: q.org})
			}
			b.ReportMetric(float64(processor()-begun)/float64(b.N), "cpu-ns/op")
		})
	}
	b.Run("again", func(b *testing.B) {
		for b.Loop() {
			_ = a.Can(ctx, who, rbac.ChainEdit, rbac.Resource{OrgID: deepest})
		}
	})
	b.Run("parallel", func(b *testing.B) {
		b.RunParallel(func(pb *testing.PB) {
			for pb.Next() {
				_ = a.Can(ctx, who, rbac.ChainEdit, rbac.Resource{OrgID: deepest})
			}
		})
	})
}

// processor is how long the process has computed: on a busy machine that is
// less than the time gone by.
func processor() time.Duration {
	var use syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &use)
	return time.Duration(use.Utime.Nano() + use.Stime.Nano())
}

func BenchmarkFilter(b *testing.B) {
	ctx := context.Background()
	s := big()
	a := authorizer(s)
	for name, role := range map[string]rbac.OrgID{"part": s.facts.Orgs[3].ID, "all": s.facts.Orgs[0].ID} {
		b.Run(name, func(b *testing.B) {
			who := session(s, 1)
			who.Version = s.commit(rbac.Change{Grant: &rbac.GrantFact{Subject: who.Subject, Role: rbac.Designer, Org: role}})
			for b.Loop() {
				_, _ = a.Filter(ctx, who, rbac.ChainView)
			}
		})
	}
}

func BenchmarkAllowed(b *testing.B) {
	ctx := context.Background()
	s := big()
	a := authorizer(s)
	var page []rbac.OrgID
	for _, o := range s.facts.Orgs[:50] {
		page = append(page, o.ID)
	}
	for b.Loop() {
		_, _ = a.Allowed(ctx, session(s, 0), page...)
	}
}

func BenchmarkLoad(b *testing.B) {
	for name, make := range map[string]func() *source{"big": big, "small": small} {
		b.Run(name, func(b *testing.B) {
			s := make()
			who := session(s, 0)
			b.ReportAllocs()
			for b.Loop() {
				_, _ = authorizer(s).Filter(context.Background(), who, rbac.OrgView)
			}
			b.ReportMetric(float64(resident(s))/1024, "KiB")
		})
	}
}

// resident is how much memory a loaded tenant takes.
func resident(s *source) uint64 {
	const copies = 3
	var before, after goruntime.MemStats
	held := make([]*rbac.Authorizer, 0, copies)
	goruntime.GC()
	goruntime.ReadMemStats(&before)
	for range copies {
		a := authorizer(s)
		_, _ = a.Filter(context.Background(), session(s, 0), rbac.OrgView)
		held = append(held, a)
	}
	goruntime.GC()
	goruntime.ReadMemStats(&after)
	goruntime.KeepAlive(held)
	return (after.HeapAlloc - before.HeapAlloc) / copies
}

// BenchmarkMove is a move that was committed until the next check knows it,
// that check included.
func BenchmarkMove(b *testing.B) {
	ctx := context.Background()
	s := big()
	a := authorizer(s)
	who := session(s, 0)
	moved := s.facts.Orgs[2]
	parents := []rbac.OrgID{s.facts.Orgs[0].ID, s.facts.Orgs[1].ID}
	_ = a.Can(ctx, who, rbac.OrgView, rbac.Resource{OrgID: moved.ID})
	for i := 0; b.Loop(); i++ {
		s.facts.Version++
		who.Version = s.facts.Version
		s.changes = []rbac.VersionedChange{{Version: who.Version, Ops: []rbac.Change{{Org: &rbac.OrgFact{ID: moved.ID, Parent: parents[i%2]}}}}}
		_ = a.Can(ctx, who, rbac.OrgView, rbac.Resource{OrgID: moved.ID})
	}
	b.ReportMetric(float64(s.loads), "loads")
}

func BenchmarkPreview(b *testing.B) {
	ctx := context.Background()
	s := big()
	a := authorizer(s)
	who := session(s, 0)
	who.Version = s.commit(rbac.Change{Grant: &rbac.GrantFact{Subject: who.Subject, Role: rbac.Owner, Org: s.facts.Orgs[0].ID}})
	if err := a.Can(ctx, who, rbac.OrgMove, rbac.Resource{OrgID: s.facts.Orgs[2].ID}); err != nil {
		b.Fatal(fmt.Errorf("the owner: %w", err))
	}
	for b.Loop() {
		if _, err := a.Preview(ctx, who, rbac.Move{Org: s.facts.Orgs[3].ID, To: s.facts.Orgs[0].ID}); err != nil {
			b.Fatal(err)
		}
	}
}
