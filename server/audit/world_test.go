package audit_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"fmt"
	"log/slog"
	"slices"
	"testing"

	"catenary/internal/clock"
	"catenary/internal/id"
	"catenary/internal/secret"
	"catenary/internal/testkit"
	"catenary/rbac"
	"catenary/server/audit"
	"catenary/server/secrets"
	"catenary/server/store/storetest"
)

// world is a database with a sealer, and with a log that the sealer writes.
type world struct {
	storetest.Raw
	clock  *testkit.Clock
	keys   *audit.Keys
	log    *audit.Log
	sealer *audit.Sealer
	logged *bytes.Buffer
}

const tenant = "01JTENANT0000000000000000A"

var who = rbac.Actor{Subject: "s1", Kind: rbac.User, Tenant: tenant, Human: "s1", Scope: "*"}

// each builds a world on each kind of database.
func each(t *testing.T, test func(*testing.T, *world)) {
	t.Helper()
	still := testkit.NewClock()
	storetest.EachRaw(t, still.Now, func(t *testing.T, raw storetest.Raw) {
		raw.Exec(t, `INSERT INTO tenants (id, key, created_at) VALUES ('`+tenant+`', 'acme', 1)`)
		test(t, build(t, raw, testkit.NewClock()))
	})
}

func build(t *testing.T, raw storetest.Raw, still *testkit.Clock) *world {
	t.Helper()
	newID := id.NewMaker(still.Now).New
	vault, _, err := secrets.Start(context.Background(), raw.Store, secrets.KeySettings{Dir: t.TempDir()}, newID, still.Now)
	if err != nil {
		t.Fatal(err)
	}
	w := &world{Raw: raw, clock: still, logged: &bytes.Buffer{}}
	w.keys = &audit.Keys{Store: raw.Store, Vault: vault, NewID: newID, Now: still.Now}
	w.log = &audit.Log{Store: raw.Store, NewID: newID, Now: still.Now}
	w.sealer = &audit.Sealer{
		Store: raw.Store, Keys: w.keys, Now: still.Now,
		Log: slog.New(slog.NewJSONHandler(w.logged, &slog.HandlerOptions{Level: slog.LevelDebug})),
	}
	return w
}

// record writes n entries.
func (w *world) record(t testing.TB, n int) {
	t.Helper()
	for i := range n {
		err := w.InTx(context.Background(), func(ctx context.Context) error {
			return w.log.Record(ctx, who, audit.Entry{
				Action: "org:moved", Kind: "org", ResourceID: fmt.Sprint("r", i), OrgID: "o1", Before: i, After: "über",
			})
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// seal seals all there is and signs the ends.
func (w *world) seal(t testing.TB) {
	t.Helper()
	ctx := context.Background()
	if err := w.sealer.Pass(ctx); err != nil {
		t.Fatal(err)
	}
	if err := w.sealer.SignAll(ctx, w.clock.Now()); err != nil {
		t.Fatal(err)
	}
}

// verify verifies with the keys that the instance made.
func (w *world) verify(t testing.TB, known ...audit.Head) audit.Report {
	t.Helper()
	trusted, err := w.keys.Trusted(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return w.verifyWith(t, trusted, known...)
}

func (w *world) verifyWith(t testing.TB, trusted []ed25519.PublicKey, known ...audit.Head) audit.Report {
	t.Helper()
	v := audit.Verifier{Store: w.Store, Trusted: trusted, Known: known}
	var reports []audit.Report
	err := v.All(context.Background(), func(r audit.Report) error {
		reports = append(reports, r)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(reports, func(r audit.Report) bool { return r.Tenant == tenant })
	if i < 0 {
		t.Fatalf("no report of the tenant in %+v", reports)
	}
	return reports[i]
}

// rows reads all sealed rows.
func (w *world) rows(t testing.TB) []audit.Sealed {
	t.Helper()
	var out []audit.Sealed
	err := w.WalkAudit(context.Background(), tenant, 0, 1<<60, func(s *audit.Sealed) error {
		out = append(out, *s)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func newID() func() string { return id.NewMaker(clock.Wall).New }

func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }

// open is a Vault that seals nothing.
type open struct{}

func (open) Seal(_ context.Context, _, _, _ string, _ int64, plain secret.Value) ([]byte, error) {
	return plain.Reveal(), nil
}

func (open) Open(_ context.Context, _, _, _ string, _ int64, sealed []byte) (secret.Value, error) {
	return secret.New(sealed), nil
}
