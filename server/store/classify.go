package store

import (
	"context"
	"database/sql/driver"
	"errors"
	"io"
	"net"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
	lite "modernc.org/sqlite/lib"

	"catenary/internal/fault"
)

// classify turns a database's error into a fault where a use case may want to
// know which it was. It is the only place that looks at such errors.
func classify(err error) error {
	switch {
	case err == nil, errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	case fault.As(err).Kind != fault.Internal: // it was classified further down
		return err
	}
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return classifyPostgres(pg.Code, err)
	}
	var e *sqlite.Error
	if errors.As(err, &e) {
		return classifySQLite(e.Code(), err)
	}
	if lost(err) {
		return unavailable(err)
	}
	return err
}

func classifyPostgres(code string, err error) error {
	switch {
	case code == "23505":
		return taken(err)
	case code == "23503":
		return missing(err)
	case code == "23514" || code == "P0001":
		return refused(err)
	case strings.HasPrefix(code, "08"), // the connection
		strings.HasPrefix(code, "57P"), // it goes down or comes up
		strings.HasPrefix(code, "53"),  // disk, memory or connections are used up
		strings.HasPrefix(code, "40"),  // it gave way to another
		code == "25006",                // read-only: another server has taken over
		code == "25P03",                // it stood still for too long
		code == "58030":                // it cannot read or write its files
		return unavailable(err)
	}
	return err
}

func classifySQLite(code int, err error) error {
	switch code {
	case lite.SQLITE_CONSTRAINT_UNIQUE, lite.SQLITE_CONSTRAINT_PRIMARYKEY:
		return taken(err)
	case lite.SQLITE_CONSTRAINT_FOREIGNKEY:
		return missing(err)
	case lite.SQLITE_CONSTRAINT_CHECK, lite.SQLITE_CONSTRAINT_TRIGGER:
		return refused(err)
	}
	switch code & 0xff { // the rest of an extended code says how it happened
	case lite.SQLITE_BUSY, lite.SQLITE_FULL, lite.SQLITE_IOERR, lite.SQLITE_READONLY, lite.SQLITE_CANTOPEN, lite.SQLITE_NOMEM:
		return unavailable(err)
	}
	return err
}

// lost says whether the connection to the database broke, or none came about.
func lost(err error) bool {
	var connect *pgconn.ConnectError
	var network net.Error
	return errors.As(err, &connect) || errors.As(err, &network) || errors.Is(err, driver.ErrBadConn) ||
		errors.Is(err, pgconn.ErrConnClosed) || errors.Is(err, net.ErrClosed) ||
		errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
}

func taken(err error) error {
	return fault.New(fault.Conflict, CodeTaken, "it exists already").Because(err)
}

func missing(err error) error {
	return fault.New(fault.Conflict, CodeMissing, "it refers to something that is not there").Because(err)
}

func refused(err error) error {
	return fault.New(fault.Conflict, CodeRefused, "the database refuses it").Because(err)
}

func unavailable(err error) error {
	return fault.New(fault.Unavailable, "store.unavailable", "the database does not answer; try again").Because(err)
}
