package storetest

import (
	"crypto/sha256"
	"database/sql"
	"fmt"
	"path/filepath"
	"sort"
	"strings"
	"testing"

	"catenary/server/store"
)

// passing are the tables that a refused request may touch: that it was refused,
// and who was seen when.
func passing(table string) bool {
	switch table {
	case "audit_entries", "throttles", "idempotency_keys", "sqlite_sequence":
		return true
	default:
		return false
	}
}

// Snapshots gives a function that says what SQLite's database in a data directory
// holds, by table: two that are equal mean that nothing was changed in between.
func Snapshots(t testing.TB, dir string) func() map[string]string {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+filepath.Join(dir, store.File)+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1) // one reads the schema once
	t.Cleanup(func() { _ = db.Close() })
	queries := map[string]string{}
	for _, table := range texts(t, db, `SELECT name FROM sqlite_master WHERE type = 'table'`) {
		if !passing(table) {
			queries[table] = allOf(t, db, table)
		}
	}
	return func() map[string]string {
		t.Helper()
		out := map[string]string{}
		for table, query := range queries {
			rows := texts(t, db, query)
			sort.Strings(rows) // in whatever order they lie
			out[table] = fmt.Sprintf("%d rows, %x", len(rows), sha256.Sum256([]byte(strings.Join(rows, "\n"))))
		}
		return out
	}
}

// allOf is the query for the rows of a table, each as one text.
func allOf(t testing.TB, db *sql.DB, table string) string {
	t.Helper()
	columns := texts(t, db, fmt.Sprintf(`SELECT name FROM pragma_table_info('%s')`, table))
	for i, name := range columns {
		columns[i] = `quote("` + name + `")`
		if table == "sessions" && (name == "seen_at" || name == "idle_at" || name == "address") || table == "tokens" && strings.HasPrefix(name, "used_") {
			columns[i] = "''"
		}
	}
	return fmt.Sprintf("SELECT %s FROM \"%s\"", strings.Join(columns, " || ',' || "), table)
}

func texts(t testing.TB, db *sql.DB, query string) []string {
	t.Helper()
	rows, err := db.Query(query)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	var out []string
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			t.Fatal(err)
		}
		out = append(out, text)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}
