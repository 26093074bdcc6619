package store

import (
	"encoding/json"
	"errors"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"

	"catenary/internal/fault"
)

// dialect is what SQLite and PostgreSQL do not say alike.
type dialect struct {
	name string
	// forUpdate locks the rows read until the transaction ends. SQLite has one
	// writer and needs no such words.
	forUpdate string
	// forShare keeps others from changing the rows read.
	forShare string
	// in is the condition "column is one of the list in parameter :ids", whose
	// value is made by list. A plus before a column keeps SQLite from choosing
	// that column's index.
	in func(column, parameter string) string
	// list makes the value of such a parameter.
	list func(values []string) any
	// givenUp says that the database gave a transaction up and it can be
	// begun anew.
	givenUp func(error) bool
}

var sqliteDialect = dialect{
	name: "sqlite",
	in: func(column, parameter string) string {
		return column + " IN (SELECT value FROM json_each(:" + parameter + "))"
	},
	list: func(values []string) any {
		text, _ := json.Marshal(values) // a list of strings always marshals
		return string(text)
	},
	givenUp: func(error) bool { return false },
}

var postgresDialect = dialect{
	name:      "postgres",
	forUpdate: " FOR UPDATE",
	forShare:  " FOR SHARE",
	in: func(column, parameter string) string {
		return column + " = ANY(CAST(:" + parameter + " AS text[]))"
	},
	list: func(values []string) any { return values },
	givenUp: func(err error) bool {
		var pg *pgconn.PgError
		return errors.As(err, &pg) && (pg.Code == "40001" || pg.Code == "40P01")
	},
}

// The codes by which use cases tell one broken rule of the schema from another.
const (
	// CodeTaken: a unique key exists already.
	CodeTaken = "store.taken"
	// CodeMissing: a row that is referred to is not there, or is still referred to.
	CodeMissing = "store.missing"
	// CodeRefused: a check of the schema says no.
	CodeRefused = "store.refused"
)

// classify turns a database's error into a fault where a use case may want to
// know which it was. It is the only place that looks at such errors.
func classify(err error) error {
	if err == nil {
		return nil
	}
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		switch {
		case pg.Code == "23505":
			return fault.New(fault.Conflict, CodeTaken, "it exists already").Because(err)
		case pg.Code == "23503":
			return fault.New(fault.Conflict, CodeMissing, "it refers to something that is not there").Because(err)
		case pg.Code == "23514" || pg.Code == "P0001":
			return fault.New(fault.Conflict, CodeRefused, "the database refuses it").Because(err)
		case pg.Code[:2] == "08" || pg.Code[:2] == "57" || pg.Code == "53300":
			return unavailable(err)
		}
		return err
	}
	var connect *pgconn.ConnectError
	if errors.As(err, &connect) {
		return unavailable(err)
	}
	var lite *sqlite.Error
	if errors.As(err, &lite) {
		switch lite.Code() {
		case 2067, 1555: // SQLITE_CONSTRAINT_UNIQUE, _PRIMARYKEY
			return fault.New(fault.Conflict, CodeTaken, "it exists already").Because(err)
		case 787: // SQLITE_CONSTRAINT_FOREIGNKEY
			return fault.New(fault.Conflict, CodeMissing, "it refers to something that is not there").Because(err)
		case 275, 1811: // SQLITE_CONSTRAINT_CHECK, _TRIGGER
			return fault.New(fault.Conflict, CodeRefused, "the database refuses it").Because(err)
		case 5, 13, 517: // SQLITE_BUSY, SQLITE_FULL, SQLITE_BUSY_SNAPSHOT
			return unavailable(err)
		}
	}
	return err
}

func unavailable(err error) error {
	return fault.New(fault.Unavailable, "store.unavailable", "the database does not answer; try again").Because(err)
}
