package store_test

import (
	"context"
	"fmt"
	"testing"

	"catenary/internal/clock"
	"catenary/internal/page"
	"catenary/rbac"
	"catenary/runtime/run"
	"catenary/server/runs"
	"catenary/server/store"
	"catenary/server/store/storetest"
)

// fillRuns makes runs that ended: spread over 100 orgs and 50 chains; one in 50
// failed. Each has two words of its own and two that all have.
func fillRuns(b *testing.B, s *store.Store, n int) {
	b.Helper()
	count := fmt.Sprintf(`WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < %d) `, n-1)
	ulid := `'01BX5ZZKBKACTAV9WE' || CAST(10000000 + i AS TEXT)`
	word := func(text string) string {
		return `INSERT INTO run_words (tenant_id, word, run_id) ` + count + `SELECT 'O100000', ` + text + `, ` + ulid + ` FROM n`
	}
	for _, query := range []string{
		`INSERT INTO runs (tenant_id, id, state, owner, epoch, seq, due_at, held, counted, created_at, started_at, ended_at,
 org_id, chain_id, chain_key, version, document, trigger_kind, trigger_id, started_by, human_id, test,
 parent_id, parent_step, parent_key, start_key, start_digest, gates, failure_code, failure_node, failure_message, title, options, input) ` + count + `
SELECT 'O100000', ` + ulid + `, CASE WHEN i % 50 = 7 THEN 'failed' ELSE 'succeeded' END, '', 1, 9, 0, 1 = 0, 1 = 0, 1000000 + i, 1000000 + i, 1000001 + i,
 'O' || CAST(100000 + ((i % 10007) * 7919) % 100 AS TEXT), 'C', 'chain-' || CAST(i % 50 AS TEXT), 1, '2f77668a9dfbf8d5848b9eeb4a7145ca94c6ed9236e4a773f6dcafa5132b2f91', CASE WHEN i % 10000 = 77 THEN 'manual' ELSE 'api' END, '', '01ARZ3NDEKTSV4RRFF10000004', '', 1 = 0,
 '', '', '', '', '', '[]', '', '', '', 'Order ' || CAST(i AS TEXT) || ' of acme', '', '' FROM n`,
		word(`'order'`), word(`CAST(i AS TEXT)`), word(`'of'`), word(`'acme'`),
		`ANALYZE`,
	} {
		if _, err := s.Exec(context.Background(), query, nil); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkRunsPage reads a page of 50 out of a thousand and of a million runs.
func BenchmarkRunsPage(b *testing.B) {
	all := rbac.OrgSet{Mode: rbac.All, Total: 100}
	some := func(n int) rbac.OrgSet {
		set := rbac.OrgSet{Mode: rbac.In, Total: 100}
		for i := range n {
			set.IDs = append(set.IDs, benchOrg(i))
		}
		return set
	}
	for name, open := range map[string]func(testing.TB, clock.Now) *store.Store{"sqlite": storetest.SQLite, "postgres": storetest.Postgres} {
		for _, n := range []int{1000, 1_000_000} {
			b.Run(fmt.Sprintf("%s/%d", name, n), func(b *testing.B) {
				s := open(b, clock.Wall)
				fillRuns(b, s, n)
				middle := page.Cursor{Sort: "x", ID: fmt.Sprintf("01BX5ZZKBKACTAV9WE%d", 10000000+n/2)}
				for _, bm := range []struct {
					name   string
					filter runs.Filter
					after  page.Cursor
				}{
					{"all", runs.Filter{Set: all}, page.Cursor{}},
					{"from-the-middle", runs.Filter{Set: all}, middle},
					{"one-org", runs.Filter{Set: some(1)}, page.Cursor{}},
					{"60-orgs", runs.Filter{Set: some(60)}, page.Cursor{}},
					{"failed", runs.Filter{Set: all, States: []run.State{run.Failed}}, page.Cursor{}},
					{"failed-of-10-orgs", runs.Filter{Set: some(10), States: []run.State{run.Failed}}, page.Cursor{}},
					{"running", runs.Filter{Set: all, States: []run.State{run.Running, run.Waiting}}, page.Cursor{}},
					{"chain", runs.Filter{Set: all, Chain: "chain-7"}, page.Cursor{}},
					{"by-one", runs.Filter{Set: all, By: "01ARZ3NDEKTSV4RRFF10000004"}, page.Cursor{}},
					{"by-nobody", runs.Filter{Set: all, By: "nobody"}, page.Cursor{}},
					{"trigger-of-few", runs.Filter{Set: all, Trigger: "manual"}, page.Cursor{}},
					{"word-of-all", runs.Filter{Set: all, Search: "order"}, page.Cursor{}},
					{"word-of-one", runs.Filter{Set: all, Search: "777"}, page.Cursor{}},
					{"beginning-of-many-words", runs.Filter{Set: all, Search: "7"}, page.Cursor{}},
					{"two-words", runs.Filter{Set: all, Search: "acme order"}, page.Cursor{}},
					{"word-in-one-org", runs.Filter{Set: some(1), Search: "order"}, page.Cursor{}},
					{"no-such-word", runs.Filter{Set: all, Search: "nothing"}, page.Cursor{}},
				} {
					b.Run(bm.name, func(b *testing.B) {
						for b.Loop() {
							if _, err := s.Runs(context.Background(), "O100000", bm.filter, page.Request{Limit: 50, After: bm.after}); err != nil {
								b.Fatal(err)
							}
						}
					})
				}
			})
		}
	}
}
