package audit_test

import (
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"fmt"
	"testing"

	"catenary/server/audit"
)

func TestVerifyNamesTheFirstWrongRow(t *testing.T) {
	t.Parallel()
	const table = `audit_entries WHERE tenant_id = '` + tenant + `' AND `
	set := func(what string, seq int) string {
		return fmt.Sprintf(`UPDATE audit_entries SET %s WHERE tenant_id = '%s' AND seq = %d`, what, tenant, seq)
	}
	tests := []struct {
		name string
		do   []string
		seq  int64
		code string
	}{
		{name: "nothing done"},
		{name: "flip a result", do: []string{set(`result = 'refused'`, 4)}, seq: 4, code: "changed"},
		{name: "flip a time", do: []string{set(`at = at + 1`, 1)}, seq: 1, code: "changed"},
		{name: "flip who", do: []string{set(`subject_id = 's2'`, 10)}, seq: 10, code: "changed"},
		{name: "flip a count", do: []string{set(`times = 2`, 9)}, seq: 9, code: "changed"},
		{name: "flip a hash", do: []string{set(`hash = 'ff' || substr(hash, 3)`, 5)}, seq: 5, code: "changed"},
		{name: "move text between fields", do: []string{set(`before = before || substr(after, 1, 1), after = substr(after, 2)`, 3)}, seq: 3, code: "changed"},
		{name: "give to another tenant", do: []string{set(`tenant_id = 'other'`, 6)}, seq: 6, code: "missing"},
		{name: "drop the first", do: []string{`DELETE FROM ` + table + `seq = 1`}, seq: 1, code: "missing"},
		{name: "drop one", do: []string{`DELETE FROM ` + table + `seq = 7`}, seq: 7, code: "missing"},
		{name: "drop one and close the gap", do: []string{
			`DELETE FROM ` + table + `seq = 7`, set(`seq = 7`, 8), set(`seq = 8`, 9), set(`seq = 9`, 10),
		}, seq: 7, code: "changed"},
		{name: "swap two", do: []string{set(`seq = 100`, 3), set(`seq = 3`, 5), set(`seq = 5`, 100)}, seq: 3, code: "changed"},
		{name: "insert one", do: []string{
			`INSERT INTO audit_entries SELECT tenant_id, 'forged', at, subject_id, human_id, token_id, address, request_id, action, kind,
 resource_id, org_id, before, after, result, code, times, 11, hash, prev FROM ` + table + `seq = 10`,
		}, seq: 11, code: "changed"},
		{name: "insert one twice", do: []string{
			`DROP INDEX audit_entries_seq`,
			`INSERT INTO audit_entries SELECT tenant_id, 'forged', at, subject_id, human_id, token_id, address, request_id, action, kind,
 resource_id, org_id, before, after, result, code, times, seq, prev, hash FROM ` + table + `seq = 2`,
		}, seq: 2, code: ""}, // whichever comes first is changed, or there twice
		{name: "unseal one", do: []string{set(`seq = NULL, prev = NULL, hash = NULL`, 8)}, seq: 8, code: "missing"},
		{name: "cut the tail", do: []string{`DELETE FROM ` + table + `seq > 8`}, seq: 9, code: "cut"},
		{name: "cut all", do: []string{`DELETE FROM ` + table + `seq > 0`}, seq: 1, code: "cut"},
		{name: "cut the tail below its head", do: []string{
			`DELETE FROM ` + table + `seq > 4`,
			`INSERT INTO audit_heads SELECT tenant_id, 4, hash, at, key_id, signature FROM audit_heads WHERE seq = 10`,
			`DELETE FROM audit_heads WHERE seq = 10`,
		}, seq: 4, code: "head"},
	}
	each(t, func(t *testing.T, w *world) {
		w.record(t, 10)
		w.seal(t)
		w.Unprotect(t)
		for _, tt := range tests {
			t.Run(tt.name, func(t *testing.T) {
				w.Exec(t, `CREATE TABLE kept AS SELECT * FROM audit_entries`, `CREATE TABLE kept_heads AS SELECT * FROM audit_heads`)
				w.Exec(t, tt.do...)
				r := w.verify(t)
				w.Exec(t, `DELETE FROM audit_entries`, `INSERT INTO audit_entries SELECT * FROM kept`, `DROP TABLE kept`,
					`DELETE FROM audit_heads`, `INSERT INTO audit_heads SELECT * FROM kept_heads`, `DROP TABLE kept_heads`)
				switch {
				case tt.seq == 0 && r.Problem == nil:
					if r.Rows != 10 || r.Last != 10 || r.HeadSeq != 10 || r.Heads != 1 || r.Unsealed != 0 {
						t.Errorf("report %+v", r)
					}
				case tt.seq == 0 || r.Problem == nil:
					t.Errorf("found %v, want row %d", r.Problem, tt.seq)
				case r.Problem.Seq != tt.seq || tt.code != "" && r.Problem.Code != tt.code:
					t.Errorf("found %s at row %d (%s), want %s at %d", r.Problem.Code, r.Problem.Seq, r.Problem, tt.code, tt.seq)
				}
			})
		}
	})
}

func TestVerifyFindsASealOfAnotherKey(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		w.record(t, 6)
		w.seal(t)
		known, err := w.LastHead(ctx, tenant)
		if err != nil {
			t.Fatal(err)
		}
		w.Unprotect(t)

		// Somebody changes row 3, seals all rows anew and signs with a key of his
		// own, which he puts beside ours.
		w.Exec(t, `UPDATE audit_entries SET result = 'refused', at = at - 100000000 WHERE seq = 3`,
			`UPDATE audit_entries SET seq = NULL, prev = NULL, hash = NULL`, `DELETE FROM audit_heads`)
		public, private, err := ed25519.GenerateKey(nil)
		if err != nil {
			t.Fatal(err)
		}
		if err := w.InsertAuditKey(ctx, audit.KeyRow{
			ID: "zz", Public: base64.StdEncoding.EncodeToString(public), Sealed: private.Seed(), CreatedAt: 1 << 60,
		}); err != nil {
			t.Fatal(err)
		}
		if err := w.sealer.Seal(ctx, tenant); err != nil {
			t.Fatal(err)
		}
		end, err := w.AuditEnd(ctx, tenant)
		if err != nil || end.Seq != 6 {
			t.Fatalf("AuditEnd = %+v, %v", end, err)
		}
		forged := sign(audit.Head{Tenant: tenant, Seq: 6, Hash: end.Hash, At: known.At, Key: "zz"}, private)
		if !forged.SignedBy(public) {
			t.Fatal("the forged head is not even signed")
		}
		if err := w.InsertHead(ctx, forged); err != nil {
			t.Fatal(err)
		}

		if r := w.verify(t); r.Problem == nil || r.Problem.Code != "signature" || r.Problem.Seq != 6 {
			t.Errorf("with our keys: %+v", r.Problem)
		}
		if r := w.verifyWith(t, []ed25519.PublicKey{public}); r.Problem != nil {
			t.Errorf("with his key all fits, yet: %+v", r.Problem)
		}
		trusted, err := w.keys.Trusted(ctx)
		if err != nil || len(trusted) != 1 || trusted[0].Equal(public) {
			t.Errorf("Trusted = %v, %v", trusted, err)
		}
		if stored, err := w.keys.Stored(ctx); err != nil || len(stored) != 2 {
			t.Errorf("Stored = %v, %v", stored, err)
		}
		if r := w.verifyWith(t, append(trusted, public), known); r.Problem == nil || r.Problem.Code != "head" {
			t.Errorf("with a head from outside: %+v", r.Problem)
		}
	})
}

func TestVerifyFindsACutTailByAHeadFromOutside(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		w.record(t, 5)
		w.seal(t)
		w.record(t, 3)
		w.seal(t)
		known, err := w.LastHead(context.Background(), tenant)
		if err != nil || known.Seq != 8 {
			t.Fatalf("LastHead = %+v, %v", known, err)
		}
		w.Unprotect(t)
		w.Exec(t, `DELETE FROM audit_entries WHERE seq > 6`, `DELETE FROM audit_heads WHERE seq > 5`)
		if r := w.verify(t); r.Problem != nil {
			t.Errorf("without the head from outside: %+v", r.Problem)
		}
		if r := w.verify(t, known); r.Problem == nil || r.Problem.Code != "cut" || r.Problem.Seq != 7 {
			t.Errorf("with it: %+v", r.Problem)
		}
		w.Exec(t, `DELETE FROM audit_entries`, `DELETE FROM audit_heads`)
		if r := w.verify(t, known); r.Problem == nil || r.Problem.Code != "cut" || r.Problem.Seq != 1 {
			t.Errorf("all gone: %+v", r.Problem)
		}
	})
}
