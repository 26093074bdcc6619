package audit_test

import (
	"context"
	"testing"

	"catenary/internal/clock"
	"catenary/server/audit"
	"catenary/server/store/storetest"
)

// BenchmarkVerifyStored reads rows from SQLite and verifies them: time for a
// million of them is 25 times that of one round.
func BenchmarkVerifyStored(b *testing.B) {
	ctx := context.Background()
	s := storetest.SQLite(b, clock.Wall)
	const n = 40_000
	log := &audit.Log{Store: s, NewID: newID(), Now: clock.Wall}
	err := s.InTx(ctx, func(ctx context.Context) error {
		for range n {
			e := audit.Entry{
				Action: "chain:saved", Kind: "chain", ResourceID: "01JCHAIN000000000000000000", OrgID: "01JORG00000000000000000000",
				Before: map[string]any{"revision": 17}, After: map[string]any{"revision": 18, "digest": "sha256:0123456789abcdef0123456789abcdef"},
			}
			if err := log.Record(ctx, who, e); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	sealer := &audit.Sealer{Store: s, Keys: &audit.Keys{Store: s, Vault: open{}, NewID: newID(), Now: clock.Wall}, Log: quiet(), Now: clock.Wall}
	if err := sealer.Seal(ctx, tenant); err != nil {
		b.Fatal(err)
	}
	trusted, err := sealer.Keys.Trusted(ctx)
	if err != nil {
		b.Fatal(err)
	}
	v := audit.Verifier{Store: s, Trusted: trusted}
	for b.Loop() {
		if r, err := v.Tenant(ctx, tenant); err != nil || r.Problem != nil || r.Rows != n {
			b.Fatal(r.Problem, err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/n, "ns/row")
}
