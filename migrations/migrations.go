// Package migrations holds the database's schema as goose files. A file is
// never changed once it has been released: the schema only grows by new ones.
// name.sql is for both databases, name.sqlite.sql and name.postgres.sql for one.
package migrations

import (
	"embed"
	"strings"
)

// Files are all of them, for every database.
//
//go:embed *.sql
var Files embed.FS

// Logs are those of SQLite's file of logs.
//
//go:embed logs/*.sql
var Logs embed.FS

// NotFor names the files that are not for database: "sqlite" or "postgres".
func NotFor(database string) ([]string, error) {
	entries, err := Files.ReadDir(".")
	if err != nil {
		return nil, err
	}
	var out []string
	for _, e := range entries {
		_, only, found := strings.Cut(strings.TrimSuffix(e.Name(), ".sql"), ".")
		if found && only != database {
			out = append(out, e.Name())
		}
	}
	return out, nil
}
