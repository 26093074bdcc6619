package store_test

import (
	"testing"

	"catenary/internal/clock"
	"catenary/rbac"
	"catenary/server/store"
	"catenary/server/store/storetest"
)

// bigTenant is 10,000 orgs on 14 levels, 10,000 members and 100,000 grants.
var bigTenant = []string{
	`INSERT INTO tenants (id, key, created_at) VALUES ('01ARZ3NDEKTSV4RRFF10000001', 'big', 1)`,
	`INSERT INTO roles (tenant_id, id, owner_org_id, key, name, effect, created_at, updated_at)
	 VALUES ('01ARZ3NDEKTSV4RRFF10000001', 'viewer', NULL, 'viewer', 'Viewer', 'allow', 1, 1)`,
	`INSERT INTO orgs (tenant_id, id, parent_id, key, name, created_at, updated_at)
	 WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000)
	 SELECT '01ARZ3NDEKTSV4RRFF10000001', '01ARZ3NDEKTSV4RRFF' || CAST(10000000 + i AS TEXT),
	        CASE WHEN i = 1 THEN NULL ELSE '01ARZ3NDEKTSV4RRFF' || CAST(10000000 + i / 2 AS TEXT) END, CAST(i AS TEXT), 'x', 1, 1 FROM n`,
	`INSERT INTO subjects (tenant_id, id, kind, org_id, name, state, created_at, updated_at)
	 WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000)
	 SELECT '01ARZ3NDEKTSV4RRFF10000001', '01BX5ZZKBKACTAV9WE' || CAST(10000000 + i AS TEXT), 'user', '01ARZ3NDEKTSV4RRFF10000001', 'x', 'active', 1, 1 FROM n`,
	`INSERT INTO grants (tenant_id, id, subject_id, role_id, org_id, created_at, created_by)
	 WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
	 SELECT '01ARZ3NDEKTSV4RRFF10000001', CAST(i AS TEXT), '01BX5ZZKBKACTAV9WE' || CAST(10000001 + i % 10000 AS TEXT), 'viewer',
	        '01ARZ3NDEKTSV4RRFF' || CAST(10000001 + (i / 10000 * 997 + i * 7) % 10000 AS TEXT), 1, 'x' FROM n`,
}

// BenchmarkLoadRights is from nothing to the first answer, the database
// included.
func BenchmarkLoadRights(b *testing.B) {
	open := map[string]func(testing.TB, clock.Now) *store.Store{"sqlite": storetest.SQLite, "postgres": storetest.Postgres}
	for name, open := range open {
		b.Run(name, func(b *testing.B) {
			s := open(b, clock.Wall)
			for _, statement := range bigTenant {
				if _, err := s.Exec(b.Context(), statement, nil); err != nil {
					b.Fatal(err)
				}
			}
			who := rbac.Actor{Subject: "01BX5ZZKBKACTAV9WE10000001", Kind: rbac.User, Tenant: "01ARZ3NDEKTSV4RRFF10000001", Scope: "*"}
			for b.Loop() {
				set, err := rbac.New(rbac.Config{Source: s, Now: clock.Wall}).Filter(b.Context(), who, rbac.OrgView)
				if err != nil || set.Mode != rbac.In {
					b.Fatal(set.Mode, err)
				}
			}
		})
	}
}
