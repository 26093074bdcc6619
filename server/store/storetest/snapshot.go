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

// Snapshot is what SQLite's database in a data directory holds, by table: two
// that are equal mean that nothing was changed in between.
func Snapshot(t testing.TB, dir string) map[string]string {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+filepath.Join(dir, store.File)+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	out := map[string]string{}
	for _, table := range texts(t, db, `SELECT name FROM sqlite_master WHERE type = 'table'`) {
		if !passing(table) {
			out[table] = hashed(t, db, table)
		}
	}
	return out
}

// hashed is a hash of all rows of a table, in whatever order they lie.
func hashed(t testing.TB, db *sql.DB, table string) string {
	t.Helper()
	columns := texts(t, db, fmt.Sprintf(`SELECT name FROM pragma_table_info('%s')`, table))
	for i, name := range columns {
		columns[i] = `quote("` + name + `")`
		if table == "sessions" && (name == "seen_at" || name == "idle_at" || name == "address") || table == "tokens" && strings.HasPrefix(name, "used_") {
			columns[i] = "''"
		}
	}
	rows := texts(t, db, fmt.Sprintf(`SELECT %s FROM "%s"`, strings.Join(columns, " || ',' || "), table))
	sort.Strings(rows)
	return fmt.Sprintf("%d rows, %x", len(rows), sha256.Sum256([]byte(strings.Join(rows, "\n"))))
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
