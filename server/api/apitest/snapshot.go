package apitest

import (
	"crypto/sha256"
	"database/sql"
	"fmt"
	"sort"
	"strings"

	_ "modernc.org/sqlite" // registers the driver "sqlite"
)

// passing are the tables and columns that a refused request may touch: that it
// was refused, and who was seen when.
var passing = map[string]bool{
	"audit_entries": true, "throttles": true, "idempotency_keys": true, "sqlite_sequence": true,
}

// Snapshot is what the database holds, by table: two that are equal mean that
// nothing was changed.
func (s *Server) Snapshot() map[string]string {
	s.t.Helper()
	db, err := sql.Open("sqlite", "file:"+s.database+"?mode=ro")
	if err != nil {
		s.t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	out := map[string]string{}
	for _, table := range s.strings(db, `SELECT name FROM sqlite_master WHERE type = 'table'`) {
		if !passing[table] {
			out[table] = s.rows(db, table)
		}
	}
	return out
}

// rows is a hash of all rows of a table, in whatever order they lie.
func (s *Server) rows(db *sql.DB, table string) string {
	s.t.Helper()
	columns := s.strings(db, fmt.Sprintf(`SELECT name FROM pragma_table_info('%s')`, table))
	for i, name := range columns {
		columns[i] = `quote("` + name + `")`
		if table == "sessions" && (name == "seen_at" || name == "idle_at" || name == "address") || table == "tokens" && strings.HasPrefix(name, "used_") {
			columns[i] = "''"
		}
	}
	rows := s.strings(db, fmt.Sprintf(`SELECT %s FROM "%s"`, strings.Join(columns, " || ',' || "), table))
	sort.Strings(rows)
	return fmt.Sprintf("%d rows, %x", len(rows), sha256.Sum256([]byte(strings.Join(rows, "\n"))))
}

func (s *Server) strings(db *sql.DB, query string) []string {
	s.t.Helper()
	rows, err := db.Query(query)
	if err != nil {
		s.t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	var out []string
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			s.t.Fatal(err)
		}
		out = append(out, text)
	}
	if err := rows.Err(); err != nil {
		s.t.Fatal(err)
	}
	return out
}
