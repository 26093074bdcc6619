package storetest

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"catenary/internal/clock"
	"catenary/internal/id"
	"catenary/internal/testkit"
	"catenary/migrations"
	"catenary/server/store"
)

// Bringing a schema up takes hundreds of statements, and most tests want the
// newest: it is done once, and its result is copied.

// sqliteFiles are the files of an empty SQLite database of the newest schema,
// by name.
var sqliteFiles = sync.OnceValues(func() (map[string][]byte, error) {
	dir, err := os.MkdirTemp("", "catenary-template-")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	if err := bringUp(store.Options{Dir: dir, Now: clock.Wall}); err != nil {
		return nil, err
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	files := map[string][]byte{}
	for _, e := range entries {
		if files[e.Name()], err = os.ReadFile(filepath.Join(dir, e.Name())); err != nil {
			return nil, err
		}
	}
	return files, nil
})

func bringUp(o store.Options) error {
	s, err := store.Open(context.Background(), o)
	if err != nil {
		return err
	}
	_, err = s.Migrate(context.Background())
	if closing := s.Close(); err == nil {
		err = closing
	}
	return err
}

// Seed puts an empty SQLite database of the newest schema into dir.
func Seed(t testing.TB, dir string) {
	t.Helper()
	files, err := sqliteFiles()
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// postgresTemplate is the name of a database with the newest schema. It is named
// after the migrations, shared by all tests of a server, and left there.
var postgresTemplate = sync.OnceValues(func() (string, error) {
	ctx := context.Background()
	sum, err := migrationsDigest()
	if err != nil {
		return "", err
	}
	name := "catenary_test_" + sum[:16]
	admin, err := sql.Open("pgx", os.Getenv("TEST_POSTGRES_URL"))
	if err != nil {
		return "", err
	}
	defer func() { _ = admin.Close() }()
	lock, err := admin.Conn(ctx) // one connection: the lock is its own
	if err != nil {
		return "", err
	}
	defer func() { _ = lock.Close() }()
	if _, err := lock.ExecContext(ctx, `SELECT pg_advisory_lock(hashtext($1))`, name); err != nil {
		return "", err
	}
	var there bool
	if err := lock.QueryRowContext(ctx, `SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)`, name).Scan(&there); err != nil || there {
		return name, err
	}
	making := name + "_" + strings.ToLower(id.NewMaker(clock.Wall).New())
	if _, err := lock.ExecContext(ctx, `CREATE DATABASE `+making); err != nil {
		return "", err
	}
	at, err := onDatabase(making)
	if err != nil {
		return "", err
	}
	if err := bringUp(store.Options{URL: at, Now: clock.Wall, MaxConns: 2}); err != nil {
		return "", err
	}
	_, err = lock.ExecContext(ctx, `ALTER DATABASE `+making+` RENAME TO `+name)
	return name, err
})

// migrationsDigest is of all that makes a schema.
func migrationsDigest() (string, error) {
	h := sha256.New()
	err := fs.WalkDir(migrations.Files, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(migrations.Files, path)
		fmt.Fprintf(h, "%s %d\n%s", path, len(text), text)
		return err
	})
	return hex.EncodeToString(h.Sum(nil)), err
}

// onDatabase is TEST_POSTGRES_URL with another database's name.
func onDatabase(name string) (string, error) {
	u, err := url.Parse(os.Getenv("TEST_POSTGRES_URL"))
	if err != nil {
		return "", err
	}
	u.Path = "/" + name
	return u.String(), nil
}

// postgres is the address of the server of PostgreSQL that the tests use.
// Without one the test is skipped, or fails if it is required.
func postgres(t testing.TB) string {
	t.Helper()
	base := os.Getenv("TEST_POSTGRES_URL")
	if base == "" {
		testkit.Missing(t, "postgres", "set TEST_POSTGRES_URL")
	}
	return base
}

// postgresCopy makes an empty database of the newest schema that goes with the
// test, and returns its address.
func postgresCopy(t testing.TB) string {
	t.Helper()
	base := postgres(t)
	template, err := postgresTemplate()
	if err != nil {
		t.Fatal(err)
	}
	name := "t" + strings.ToLower(id.NewMaker(clock.Wall).New())
	during(t, base, `CREATE DATABASE `+name+` TEMPLATE `+template, `DROP DATABASE `+name+` WITH (FORCE)`)
	at, err := onDatabase(name)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// during has one statement done now and another when the test is over.
func during(t testing.TB, address, begin, end string) {
	t.Helper()
	admin, err := sql.Open("pgx", address)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := admin.Exec(begin); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if _, err := admin.Exec(end); err != nil {
			t.Errorf("%s: %v", end, err)
		}
		_ = admin.Close()
	})
}
