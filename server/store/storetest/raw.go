package storetest

import (
	"context"
	"database/sql"
	"path/filepath"
	"testing"

	"catenary/internal/clock"
	"catenary/server/store"
)

// Raw is a database with a way around its store: that of somebody who has its
// file or its password.
type Raw struct {
	*store.Store
	DB      *sql.DB
	Options store.Options
}

// EachRaw does as Each does, with such a database.
func EachRaw(t *testing.T, now clock.Now, test func(*testing.T, Raw)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		dir := t.TempDir()
		Seed(t, dir)
		test(t, raw(t, store.Options{Dir: dir, Now: now}, "sqlite", "file:"+filepath.Join(dir, store.File)+"?_pragma=busy_timeout(5000)"))
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		url := postgresCopy(t)
		test(t, raw(t, store.Options{URL: url, Now: now, MaxConns: 8}, "pgx", url))
	})
}

func raw(t *testing.T, o store.Options, driver, source string) Raw {
	t.Helper()
	db, err := sql.Open(driver, source)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	db.SetMaxOpenConns(1)
	return Raw{Store: open(t, o), DB: db, Options: o}
}

// Another opens the same database once more, as a second server does.
func (r Raw) Another(t *testing.T) *store.Store {
	t.Helper()
	return open(t, r.Options)
}

// Exec runs statements that the store knows nothing of.
func (r Raw) Exec(t *testing.T, statements ...string) {
	t.Helper()
	for _, s := range statements {
		if _, err := r.DB.ExecContext(context.Background(), s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
}

// Unprotect takes away what keeps audit entries from being changed, as only
// the owner of the database can.
func (r Raw) Unprotect(t *testing.T) {
	t.Helper()
	if r.Database() == "postgres" {
		r.Exec(t, `ALTER TABLE audit_entries DISABLE TRIGGER ALL`, `ALTER TABLE audit_heads DISABLE TRIGGER ALL`)
		return
	}
	for _, table := range []string{"audit_entries", "audit_heads"} {
		for _, what := range []string{"insert", "update", "delete"} {
			r.Exec(t, `DROP TRIGGER `+table+`_`+what)
		}
	}
}
