package store_test

import (
	"context"
	"fmt"
	"testing"

	"catenary/internal/clock"
	"catenary/internal/page"
	"catenary/rbac"
	"catenary/server/chains"
	"catenary/server/store"
	"catenary/server/store/storetest"
)

const (
	benchOrgs   = 10_000
	benchChains = 100_000
)

// benchOrg is the id of an org of the benchmark; they are numbered from 0.
func benchOrg(i int) rbac.OrgID { return rbac.OrgID(fmt.Sprintf("O%d", 100_000+i)) }

// fillChains makes the orgs of a tenant and its chains. Nine in ten chains are
// spread over all orgs; the rest crowd in the first ten.
func fillChains(b *testing.B, s *store.Store) {
	b.Helper()
	count := func(n int) string {
		return fmt.Sprintf(`WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < %d) `, n-1)
	}
	for _, query := range []string{
		`INSERT INTO tenants (id, key, created_at) VALUES ('O100000', 'bench', 0)`,
		`INSERT INTO orgs (tenant_id, id, parent_id, key, name, created_at, updated_at) ` + count(benchOrgs) + `
SELECT 'O100000', 'O' || CAST(100000 + i AS TEXT), CASE WHEN i = 0 THEN NULL ELSE 'O100000' END, 'o' || CAST(i AS TEXT), 'Org', 0, 0 FROM n`,
		`INSERT INTO chains (tenant_id, id, org_id, key, name, search, revision, checksum, editors, created_at, created_by, updated_at, updated_by, description) ` + count(benchChains) + `
SELECT 'O100000', 'C' || CAST(1000000 + i AS TEXT),
       'O' || CAST(100000 + CASE WHEN i % 10 = 0 THEN (i / 10) % 10 ELSE (i * 7919) % 10000 END AS TEXT),
       'chain-' || CAST(i AS TEXT), 'Chain ' || CAST(i AS TEXT), 'chain-' || CAST(i AS TEXT), 1, 'x', '[]', 0, 'x',
       1000000 + (i * 31) % 100003, 'x', 'What it is for' FROM n`,
		`ANALYZE`,
	} {
		if _, err := s.Exec(context.Background(), query, nil); err != nil {
			b.Fatal(err)
		}
	}
}

func in(from, to int) rbac.OrgSet {
	set := rbac.OrgSet{Mode: rbac.In, Total: benchOrgs}
	for i := from; i < to; i++ {
		set.IDs = append(set.IDs, benchOrg(i))
	}
	return set
}

// BenchmarkChainsPage reads a page of 50 out of 100,000 chains in 10,000 orgs.
func BenchmarkChainsPage(b *testing.B) {
	for name, open := range map[string]func(testing.TB, clock.Now) *store.Store{"sqlite": storetest.SQLite, "postgres": storetest.Postgres} {
		b.Run(name, func(b *testing.B) {
			s := open(b, clock.Wall)
			fillChains(b, s)
			notIn := in(0, 3000)
			notIn.Mode = rbac.NotIn
			middle := page.At(1_050_000, "C1050000")
			for _, bm := range []struct {
				name   string
				filter chains.Filter
				after  page.Cursor
			}{
				{"all", chains.Filter{Set: rbac.OrgSet{Mode: rbac.All, Total: benchOrgs}}, page.Cursor{}},
				{"all-from-the-middle", chains.Filter{Set: rbac.OrgSet{Mode: rbac.All, Total: benchOrgs}}, middle},
				{"one-org", chains.Filter{Org: benchOrg(5000)}, page.Cursor{}},
				{"one-crowded-org", chains.Filter{Org: benchOrg(5)}, page.Cursor{}},
				{"ten-crowded-of-10000", chains.Filter{Set: in(0, 10)}, page.Cursor{}},
				{"50-of-10000", chains.Filter{Set: in(5000, 5050)}, page.Cursor{}},
				{"100-of-10000", chains.Filter{Set: in(5000, 5100)}, page.Cursor{}},
				{"101-of-10000", chains.Filter{Set: in(5000, 5101)}, page.Cursor{}},
				{"1000-of-10000", chains.Filter{Set: in(5000, 6000)}, page.Cursor{}},
				{"4000-of-10000", chains.Filter{Set: in(5000, 9000)}, page.Cursor{}},
				{"all-but-3000", chains.Filter{Set: notIn}, page.Cursor{}},
				{"search-few", chains.Filter{Set: rbac.OrgSet{Mode: rbac.All, Total: benchOrgs}, Search: "chain-9999"}, page.Cursor{}},
			} {
				b.Run(bm.name, func(b *testing.B) {
					for b.Loop() {
						if _, err := s.Chains(context.Background(), "O100000", bm.filter, page.Request{Limit: 50, After: bm.after}); err != nil {
							b.Fatal(err)
						}
					}
				})
			}
		})
	}
}
