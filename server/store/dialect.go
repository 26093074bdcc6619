package store

import (
	"database/sql"
	"encoding/json"
	"errors"

	"github.com/jackc/pgx/v5/pgconn"
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
	// snapshot is the isolation in which all statements of a transaction see
	// one state. SQLite's always do.
	snapshot sql.IsolationLevel
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
	snapshot:  sql.LevelRepeatableRead,
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
