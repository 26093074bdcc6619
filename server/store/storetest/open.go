// Package storetest opens empty databases for tests, and holds the contract
// that both kinds of database fulfil.
package storetest

import (
	"context"
	"database/sql"
	"net/url"
	"path/filepath"
	"strings"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // registers the driver "pgx"

	"catenary/internal/clock"
	"catenary/internal/id"
	"catenary/server/store"
)

// Each runs test on an empty SQLite and on an empty PostgreSQL database. The
// latter needs TEST_POSTGRES_URL.
func Each(t *testing.T, now clock.Now, test func(*testing.T, *store.Store)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		test(t, SQLite(t, now))
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		test(t, Postgres(t, now))
	})
}

// SQLite opens an empty database in a temporary folder.
func SQLite(t testing.TB, now clock.Now) *store.Store {
	t.Helper()
	return In(t, t.TempDir(), now)
}

// In opens an empty SQLite database in dir.
func In(t testing.TB, dir string, now clock.Now) *store.Store {
	t.Helper()
	Seed(t, dir)
	return open(t, store.Options{Dir: dir, Now: now})
}

// Postgres opens an empty database that goes with the test. Without
// TEST_POSTGRES_URL the test is skipped, or fails if required.
func Postgres(t testing.TB, now clock.Now) *store.Store {
	t.Helper()
	return open(t, store.Options{URL: postgresCopy(t), Now: now, MaxConns: 8})
}

// Open opens a PostgreSQL database that may be open already, as another server
// does, and brings its schema up.
func Open(t testing.TB, url string, now clock.Now) *store.Store {
	t.Helper()
	s := open(t, store.Options{URL: url, Now: now, MaxConns: 8})
	if _, err := s.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	return s
}

// PostgresURL makes a schema without any table that goes with the test, and
// returns the address that uses it.
func PostgresURL(t testing.TB) string {
	t.Helper()
	base := postgres(t)
	schema := "t" + strings.ToLower(id.NewMaker(clock.Wall).New())
	during(t, base, `CREATE SCHEMA `+schema, `DROP SCHEMA `+schema+` CASCADE`)
	u, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	q.Set("search_path", schema)
	u.RawQuery = q.Encode()
	return u.String()
}

func open(t testing.TB, o store.Options) *store.Store {
	t.Helper()
	s, err := store.Open(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("close store: %v", err)
		}
	})
	return s
}

// SetSchema makes the SQLite database in dir one of another schema, as a newer
// program would leave it.
func SetSchema(dir string, version int64) error {
	db, err := sql.Open("sqlite", filepath.Join(dir, store.File))
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	_, err = db.Exec(`INSERT INTO goose_db_version (version_id, is_applied) VALUES (?, 1)`, version)
	return err
}
