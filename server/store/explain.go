package store

import (
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
	lite "modernc.org/sqlite/lib"
)

// explainSQLite says what an operator can do about a database that does not open.
func explainSQLite(path string, err error) error {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return fmt.Errorf("open %s: %w", path, err)
	}
	advice := ""
	switch e.Code() & 0xff {
	case lite.SQLITE_NOTADB, lite.SQLITE_CORRUPT:
		advice = "the file is damaged or is no database; stop everything that uses it and restore a backup"
	case lite.SQLITE_FULL:
		advice = "the disk is full"
	case lite.SQLITE_READONLY, lite.SQLITE_PERM, lite.SQLITE_CANTOPEN:
		advice = "the data directory and what is in it must be writable for this user"
	case lite.SQLITE_IOERR:
		advice = "the disk cannot be written to; it may be full or failing"
	case lite.SQLITE_BUSY, lite.SQLITE_LOCKED:
		advice = "another program holds it"
	default:
		return fmt.Errorf("open %s: %w", path, err)
	}
	return fmt.Errorf("open %s: %s: %w", path, advice, err)
}

// explainPostgres says what an operator can do about a PostgreSQL that does not
// let us in. pgx's own text names user, database and address, never a password.
func explainPostgres(err error) error {
	var pg *pgconn.PgError
	if !errors.As(err, &pg) {
		return fmt.Errorf("open database: PostgreSQL does not answer; is its address right, and does it run? %w", classify(err))
	}
	switch {
	case strings.HasPrefix(pg.Code, "28"):
		return fmt.Errorf("open database: PostgreSQL refuses the user or the password: %w", err)
	case pg.Code == "3D000":
		return fmt.Errorf("open database: PostgreSQL has no such database; make it with createdb: %w", err)
	}
	return fmt.Errorf("open database: %w", classify(err))
}
