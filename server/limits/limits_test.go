package limits_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"catenary/chain"
	"catenary/internal/fault"
	"catenary/nodes/builtin"
	"catenary/rbac"
	"catenary/runtime"
	"catenary/server/chains"
	"catenary/server/limits"
	"catenary/server/servertest"
)

const document = `
format: catenary/v1
kind: Chain
key: release
name: Release
nodes:
  - {id: a, kind: wait, wait: {for: 1s}}
  - {id: b, kind: wait, wait: {for: 1s}}
edges: [{from: a, to: b}]
`

func service(w *servertest.World) *limits.Service {
	return &limits.Service{Store: w.Store, Auth: w.Auth, Audit: w.Audit, Wake: func(runtime.ID) {}, Now: w.Clock.Now}
}

func TestLimitsOfAChainAndOfAllOrgsAboveIt(t *testing.T) {
	t.Parallel()
	servertest.Each(t, func(t *testing.T, w *servertest.World) {
		ctx, org, admin := context.Background(), w.Org(servertest.Stock), w.Actor(rbac.Owner, servertest.Acme)
		made := &chains.Service{Store: w.Store, Auth: w.Auth, Audit: w.Audit, Kinds: builtin.Registry(), NewID: w.NewID, Now: w.Clock.Now}
		c, err := made.Create(ctx, admin, org, chains.Input{Data: []byte(document), Encoding: chain.EncodingYAML})
		if err != nil {
			t.Fatal(err)
		}
		first, second := service(w), service(w)
		tenant, root := w.Tenant(servertest.Acme), w.Org(servertest.Acme)
		of := func(s *limits.Service, gates, rates []string) {
			t.Helper()
			got, err := s.Of(ctx, tenant, org, c.ID)
			if err != nil || !slices.Equal(got.Gates, gates) || !slices.Equal(got.Rates, rates) {
				t.Errorf("Of = %+v, %v; want %v and %v", got, err, gates, rates)
			}
		}
		of(first, nil, nil)
		of(second, nil, nil)
		set := func(at rbac.OrgID, key string, revision int64, b limits.Bounds) limits.View {
			t.Helper()
			v, err := first.Set(ctx, admin, at, key, revision, b)
			if err != nil || v.Revision != revision+1 {
				t.Fatalf("%+v, %v", v, err)
			}
			return v
		}
		set(org, "release", 1, limits.Bounds{Concurrency: 2, Rate: 3})
		set(root, "", 1, limits.Bounds{Concurrency: 5, Queue: 1})
		set(w.Org(servertest.Retail), "", 1, limits.Bounds{Rate: 100})
		set(w.Org(servertest.Shop), "", 1, limits.Bounds{Concurrency: 1})
		gates := []string{"chain:" + c.ID, "org:" + string(root)}
		rates := []string{"chain:" + c.ID, "org:" + string(w.Org(servertest.Retail))}
		of(first, gates, rates)
		if got, err := first.Of(ctx, tenant, w.Org(servertest.Retail), ""); err != nil || !slices.Equal(got.Gates, gates[1:]) || !slices.Equal(got.Rates, rates[1:]) {
			t.Errorf("without a chain: %+v, %v; each limit counts once", got, err)
		}
		of(second, nil, nil) // it has not heard of them
		w.Clock.Add(limits.Stale)
		of(second, gates, rates)
		set(org, "release", 2, limits.Bounds{})
		of(first, gates[1:], rates[1:])
		if left, err := w.Store.Gates(ctx, string(tenant), gates[:1]); err != nil || len(left) > 0 {
			t.Errorf("a gate without a limit: %+v, %v", left, err)
		}
		if _, err := first.Set(ctx, admin, org, "release", 1, limits.Bounds{Rate: 1}); !fault.HasCode(err, "limits.stale") {
			t.Errorf("an overtaken revision: %v", err)
		}
		if _, err := first.Set(ctx, admin, org, "", 1, limits.Bounds{Rate: -1, Queue: limits.MaxQueue + 1}); !fault.HasCode(err, "limits.range") || len(fault.As(err).Details) != 2 {
			t.Errorf("bounds that cannot be: %v", err)
		}
		if log := w.Audited(tenant); !slices.Contains(log, "limits:set") {
			t.Errorf("the log has %v", log)
		}
	})
}

func TestPaceHoldsOverTwoServers(t *testing.T) {
	t.Parallel()
	servertest.Each(t, func(t *testing.T, w *servertest.World) {
		ctx, tenant, org := context.Background(), w.Tenant(servertest.Acme), w.Org(servertest.Stock)
		first, second := service(w), service(w)
		if _, err := first.Set(ctx, w.Actor(rbac.Owner, servertest.Acme), org, "", 1, limits.Bounds{Rate: 6}); err != nil {
			t.Fatal(err)
		}
		keys := []string{"org:" + string(org)}
		let := func(want int) {
			t.Helper()
			let := 0
			for i := range want + 3 {
				err := []*limits.Service{first, second}[i%2].Pace(ctx, tenant, keys)
				if err == nil {
					let++
				} else if !fault.HasCode(err, "run.rate") || fault.As(err).RetryAfter != 10 {
					t.Errorf("start %d: %v", i, err)
				}
			}
			if let != want {
				t.Errorf("%d starts, want %d", let, want)
			}
		}
		let(6)
		w.Clock.Add(20 * time.Second)
		let(2)
		w.Clock.Add(time.Hour)
		let(6)
	})
}
