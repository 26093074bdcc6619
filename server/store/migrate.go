package store

import (
	"context"
	"database/sql"
	"fmt"
	"io/fs"
	"path"
	"time"

	"github.com/pressly/goose/v3"

	"catenary/internal/fault"
	"catenary/internal/filelock"
	"catenary/migrations"
)

// Schema says how far the database's schema is and how far this program's goes.
type Schema struct{ Current, Wanted int64 }

// Migration is one step of the schema. AppliedAt is zero while it is not done.
type Migration struct {
	Version   int64
	Name      string
	AppliedAt time.Time
}

// Migrate brings the schema up to this program's and says how many steps that
// took. Of several processes one does it and the others wait. A database newer
// than the program is store.newer (Conflict).
func (s *Store) Migrate(ctx context.Context) (applied int, err error) {
	p, err := s.provider()
	if err != nil {
		return 0, err
	}
	logs, err := s.logsProvider()
	if err != nil {
		return 0, err
	}
	at, err := s.schema(ctx, p)
	if err != nil {
		return 0, err
	}
	if pending, err := isPending(ctx, logs); err != nil || at.Current == at.Wanted && !pending {
		return 0, err
	}
	if s.path != "" { // PostgreSQL has a lock of its own
		l, err := filelock.Wait(ctx, s.path+".migrate")
		if err != nil {
			return 0, fmt.Errorf("wait for another migration: %w", err)
		}
		defer l.Release()
	}
	if logs != nil {
		if _, err := logs.Up(ctx); err != nil {
			return 0, fmt.Errorf("migrate the logs: %w", classify(err))
		}
	}
	results, err := p.Up(ctx)
	if err != nil {
		return 0, fmt.Errorf("migrate: %w", classify(err))
	}
	return len(results), nil
}

// Schema reads where the database stands. A newer one is store.newer (Conflict).
func (s *Store) Schema(ctx context.Context) (Schema, error) {
	p, err := s.provider()
	if err != nil {
		return Schema{}, err
	}
	return s.schema(ctx, p)
}

// Migrations are all steps that this program knows, the first one first.
func (s *Store) Migrations(ctx context.Context) ([]Migration, error) {
	p, err := s.provider()
	if err != nil {
		return nil, err
	}
	status, err := p.Status(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the schema's steps: %w", classify(err))
	}
	out := make([]Migration, len(status))
	for i, m := range status {
		out[i] = Migration{Version: m.Source.Version, Name: path.Base(m.Source.Path), AppliedAt: m.AppliedAt}
	}
	return out, nil
}

func (s *Store) schema(ctx context.Context, p *goose.Provider) (Schema, error) {
	current, wanted, err := p.GetVersions(ctx)
	if err != nil {
		return Schema{}, fmt.Errorf("read the schema's version: %w", classify(err))
	}
	return Schema{current, wanted}, notNewer(current, wanted)
}

// newest is the schema that this program brings a database to.
func newest() (int64, error) {
	entries, err := migrations.Files.ReadDir(".")
	if err != nil {
		return 0, err
	}
	var last int64
	for _, e := range entries {
		n, err := goose.NumericComponent(e.Name())
		if err != nil {
			return 0, fmt.Errorf("read migrations: %w", err)
		}
		last = max(last, n)
	}
	return last, nil
}

func notNewer(current, wanted int64) error {
	if current <= wanted {
		return nil
	}
	return fault.New(fault.Conflict, "store.newer",
		"the database is at schema %d, which is newer than this program knows (%d): start a newer catenary, or restore a backup from before", current, wanted)
}

func (s *Store) provider() (*goose.Provider, error) {
	skip, err := migrations.NotFor(s.dialect.name)
	if err != nil {
		return nil, err
	}
	options := []goose.ProviderOption{goose.WithExcludeNames(skip), goose.WithDisableGlobalRegistry(true)}
	kind := goose.DialectSQLite3
	if s.dialect.name == "postgres" {
		kind = goose.DialectPostgres
		options = append(options, goose.WithSessionLocker(schemaLock{}))
	}
	p, err := goose.NewProvider(kind, s.write.DB, migrations.Files, options...)
	if err != nil {
		return nil, fmt.Errorf("read migrations: %w", err)
	}
	return p, nil
}

// logsProvider is for SQLite's file of logs; PostgreSQL has none, so nil.
func (s *Store) logsProvider() (*goose.Provider, error) {
	if s.logs == s.write {
		return nil, nil
	}
	files, err := fs.Sub(migrations.Logs, "logs")
	if err != nil {
		return nil, err
	}
	p, err := goose.NewProvider(goose.DialectSQLite3, s.logs.DB, files, goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return nil, fmt.Errorf("read migrations of logs: %w", err)
	}
	return p, nil
}

// isPending says whether the logs need a step; a newer file is store.newer
// (Conflict).
func isPending(ctx context.Context, logs *goose.Provider) (bool, error) {
	if logs == nil {
		return false, nil
	}
	current, wanted, err := logs.GetVersions(ctx)
	if err != nil {
		return false, fmt.Errorf("read the schema's version of the logs: %w", classify(err))
	}
	return current != wanted, notNewer(current, wanted)
}

// schemaLock lets one process at a time change a schema of PostgreSQL. The
// others wait in the database, which wakes them at once; goose's own lock looks
// every five seconds, and is one for all schemas.
type schemaLock struct{}

// schemaLockKey is an advisory lock's: a number of ours and the schema's name.
const schemaLockKey = `CAST(1128353875 AS int), hashtext(current_schema())`

func (schemaLock) SessionLock(ctx context.Context, c *sql.Conn) error {
	_, err := c.ExecContext(ctx, `SELECT pg_advisory_lock(`+schemaLockKey+`)`)
	return err
}

func (schemaLock) SessionUnlock(ctx context.Context, c *sql.Conn) error {
	_, err := c.ExecContext(ctx, `SELECT pg_advisory_unlock(`+schemaLockKey+`)`)
	return err
}
