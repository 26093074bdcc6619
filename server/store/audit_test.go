package store_test

import (
	"context"
	"strings"
	"testing"

	"catenary/internal/clock"
	"catenary/internal/fault"
	"catenary/server/audit"
	"catenary/server/store"
	"catenary/server/store/storetest"
)

// auditWorld has two sealed entries, an unsealed one and an unsealed refusal.
func auditWorld(t *testing.T, r storetest.Raw) {
	t.Helper()
	ctx := context.Background()
	row := func(id, result string) audit.Row {
		return audit.Row{Tenant: "t1", ID: id, At: 5, Subject: "s", Action: "a:b", Result: result, Times: 1}
	}
	for _, row := range []audit.Row{row("e1", "allowed"), row("e2", "allowed"), row("e3", "allowed"), row("e4", "refused")} {
		if err := r.InsertAudit(ctx, row); err != nil {
			t.Fatal(err)
		}
	}
	err := r.SealAudit(ctx, []audit.Sealed{
		{Row: row("e1", "allowed"), Seq: 1, Prev: "", Hash: "h1"}, {Row: row("e2", "allowed"), Seq: 2, Prev: "h1", Hash: "h2"},
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := r.InsertHead(ctx, audit.Head{Tenant: "t1", Seq: 2, Hash: "h2", At: 1, Key: "k", Signature: "s"}); err != nil {
		t.Fatal(err)
	}
}

func TestAuditIsAppendOnly(t *testing.T) {
	t.Parallel()
	refused := map[string]string{
		"change a sealed entry":            `UPDATE audit_entries SET result = 'refused' WHERE id = 'e1'`,
		"change an unsealed entry":         `UPDATE audit_entries SET subject_id = 'x' WHERE id = 'e3'`,
		"change its time":                  `UPDATE audit_entries SET at = 6 WHERE id = 'e3'`,
		"change it while sealing":          `UPDATE audit_entries SET seq = 3, prev = 'h2', hash = 'h3', action = 'x' WHERE id = 'e3'`,
		"seal by halves":                   `UPDATE audit_entries SET seq = 3 WHERE id = 'e3'`,
		"seal without prev":                `UPDATE audit_entries SET seq = 3, hash = 'h' WHERE id = 'e3'`,
		"seal twice":                       `UPDATE audit_entries SET seq = 3, prev = 'x', hash = 'x' WHERE id = 'e2'`,
		"unseal":                           `UPDATE audit_entries SET seq = NULL, prev = NULL, hash = NULL WHERE id = 'e2'`,
		"count on a sealed entry":          `UPDATE audit_entries SET times = times + 1 WHERE id = 'e1'`,
		"count on what was allowed":        `UPDATE audit_entries SET times = times + 1 WHERE id = 'e3'`,
		"count by two":                     `UPDATE audit_entries SET times = times + 2 WHERE id = 'e4'`,
		"count down":                       `UPDATE audit_entries SET times = times - 1 WHERE id = 'e4'`,
		"count while sealing":              `UPDATE audit_entries SET times = 2, seq = 3, prev = 'h2', hash = 'h3' WHERE id = 'e4'`,
		"delete a sealed entry":            `DELETE FROM audit_entries WHERE id = 'e1'`,
		"delete an unsealed entry":         `DELETE FROM audit_entries WHERE id = 'e3'`,
		"delete all":                       `DELETE FROM audit_entries`,
		"insert a sealed entry":            `INSERT INTO audit_entries SELECT tenant_id, 'e9', at, subject_id, human_id, token_id, address, request_id, action, kind, resource_id, org_id, before, after, result, code, times, 3, 'h2', 'h3' FROM audit_entries WHERE id = 'e1'`,
		"insert one that is counted":       `INSERT INTO audit_entries SELECT tenant_id, 'e9', at, subject_id, human_id, token_id, address, request_id, action, kind, resource_id, org_id, before, after, result, code, 5, NULL, NULL, NULL FROM audit_entries WHERE id = 'e4'`,
		"change a head":                    `UPDATE audit_heads SET hash = 'x'`,
		"delete heads":                     `DELETE FROM audit_heads`,
		"seal in a place that is taken":    `UPDATE audit_entries SET seq = 2, prev = 'h1', hash = 'x' WHERE id = 'e3'`,
		"insert an entry with an id taken": `INSERT INTO audit_entries SELECT tenant_id, id, at, subject_id, human_id, token_id, address, request_id, action, kind, resource_id, org_id, before, after, result, code, times, NULL, NULL, NULL FROM audit_entries WHERE id = 'e3'`,
	}
	only := map[string]map[string]string{
		"sqlite": {
			"replace a sealed entry":   `INSERT OR REPLACE INTO audit_entries SELECT tenant_id, id, at, 'x', human_id, token_id, address, request_id, action, kind, resource_id, org_id, before, after, result, code, times, NULL, NULL, NULL FROM audit_entries WHERE id = 'e1'`,
			"take another's place":     `UPDATE OR REPLACE audit_entries SET seq = 2, prev = 'h1', hash = 'x' WHERE id = 'e3'`,
			"replace a head":           `INSERT OR REPLACE INTO audit_heads SELECT tenant_id, seq, 'x', at, key_id, signature FROM audit_heads`,
			"replace a head by upsert": `INSERT INTO audit_heads SELECT tenant_id, seq, 'x', at, key_id, signature FROM audit_heads WHERE TRUE ON CONFLICT DO UPDATE SET hash = 'x'`,
		},
		"postgres": {
			"truncate entries":           `TRUNCATE audit_entries`,
			"truncate heads":             `TRUNCATE audit_heads`,
			"change as a replica does":   `SET session_replication_role = replica; UPDATE audit_entries SET result = 'refused' WHERE id = 'e1'`,
			"truncate as a replica does": `SET session_replication_role = replica; TRUNCATE audit_heads`,
			"replace a head by upsert":   `INSERT INTO audit_heads SELECT tenant_id, seq, 'x', at, key_id, signature FROM audit_heads ON CONFLICT (tenant_id, seq) DO UPDATE SET hash = 'x'`,
		},
	}
	storetest.EachRaw(t, clock.Wall, func(t *testing.T, r storetest.Raw) {
		auditWorld(t, r)
		for _, cases := range []map[string]string{refused, only[r.Database()]} {
			for name, statement := range cases {
				if _, err := r.DB.ExecContext(context.Background(), statement); err == nil {
					t.Errorf("%s: the database lets it happen", name)
				} else if strings.Contains(err.Error(), "syntax") {
					t.Errorf("%s: %v", name, err)
				}
			}
		}
		for _, statement := range []string{
			`UPDATE audit_entries SET times = times + 1 WHERE id = 'e4'`,
			`UPDATE audit_entries SET seq = 3, prev = 'h2', hash = 'h3' WHERE id = 'e4'`,
			`UPDATE audit_entries SET seq = 4, prev = 'h3', hash = 'h4' WHERE id = 'e3'`,
		} {
			r.Exec(t, statement)
		}
	})
}

func TestSealingWhatIsSealedFails(t *testing.T) {
	t.Parallel()
	storetest.EachRaw(t, clock.Wall, func(t *testing.T, r storetest.Raw) {
		auditWorld(t, r)
		err := r.SealAudit(context.Background(), []audit.Sealed{{Row: audit.Row{Tenant: "t1", ID: "e1"}, Seq: 3, Prev: "h2", Hash: "h3"}})
		if err == nil {
			t.Error("a sealed entry was sealed again")
		}
		err = r.SealAudit(context.Background(), []audit.Sealed{{Row: audit.Row{Tenant: "t2", ID: "e3"}, Seq: 3, Prev: "h2", Hash: "h3"}})
		if err == nil {
			t.Error("an entry of another tenant was sealed")
		}
		err = r.SealAudit(context.Background(), []audit.Sealed{{Row: audit.Row{Tenant: "t1", ID: "e3"}, Seq: 2, Prev: "h2", Hash: "h3"}})
		if !fault.HasCode(err, store.CodeTaken) && !fault.HasCode(err, store.CodeRefused) {
			t.Errorf("a place was given twice: %v", err)
		}
	})
}

func TestOnAuditTellsOfWhatIsCommitted(t *testing.T) {
	t.Parallel()
	storetest.Each(t, clock.Wall, func(t *testing.T, s *store.Store) {
		var told []string
		s.OnAudit(func(tenant string) { told = append(told, tenant) })
		row := audit.Row{Tenant: "t1", ID: "e1", Result: "allowed", Times: 1}
		err := s.InTx(context.Background(), func(ctx context.Context) error {
			if err := s.InsertAudit(ctx, row); err != nil {
				return err
			}
			if len(told) != 0 {
				t.Error("told before the commit")
			}
			return nil
		})
		if err != nil || len(told) != 1 || told[0] != "t1" {
			t.Errorf("told %v, %v", told, err)
		}
	})
}
