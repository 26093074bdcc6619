package store

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/jmoiron/sqlx"
)

// bulk is a statement that is carried out for many rows at once: on SQLite once
// for each row, by a statement that stays prepared on the one connection that
// writes; on PostgreSQL once for all of them, whose columns are arrays.
type bulk struct {
	// columns are the names and types (text, bigint, boolean) of a row's values.
	columns []column
	// lite has a ? for each value.
	lite string
	// post uses the rows as b, with their columns and n, the number of the row.
	// If tells, it returns n of the rows for which something changed.
	post  string
	tells bool
}

type column struct{ name, kind string }

// columnsOf reads "name kind, name kind, …".
func columnsOf(text string) []column {
	var out []column
	for _, part := range strings.Split(text, ",") {
		name, kind, _ := strings.Cut(strings.TrimSpace(part), " ")
		out = append(out, column{name, kind})
	}
	return out
}

// marks is a ? for each column.
func marks(columns []column) string {
	return strings.TrimSuffix(strings.Repeat("?, ", len(columns)), ", ")
}

// listed are the names of columns, separated by commas.
func listed(columns []column) string {
	out := make([]string, len(columns))
	for i, c := range columns {
		out[i] = c.name
	}
	return strings.Join(out, ", ")
}

// rowsOf is the head of a statement of PostgreSQL that calls its arrays b.
func rowsOf(columns []column) string {
	casts := make([]string, len(columns))
	for i, c := range columns {
		casts[i] = "CAST($" + strconv.Itoa(i+1) + " AS " + c.kind + "[])"
	}
	return "WITH b AS MATERIALIZED (SELECT * FROM unnest(" + strings.Join(casts, ", ") + ") WITH ORDINALITY AS b (" + listed(columns) + ", n))\n"
}

// insertion makes a bulk that inserts rows into a table and leaves out those
// whose key is there.
func insertion(table, columns string) *bulk {
	c := columnsOf(columns)
	into := "INSERT INTO " + table + " (" + listed(c) + ") "
	return &bulk{
		columns: c,
		lite:    into + "VALUES (" + marks(c) + ") ON CONFLICT DO NOTHING",
		post:    rowsOf(c) + into + "SELECT " + listed(c) + " FROM b ORDER BY n ON CONFLICT DO NOTHING",
	}
}

// telling makes an insertion tell which rows it inserted, by a column that
// names them.
func telling(table, columns, key string) *bulk {
	b := insertion(table, columns)
	into := "INSERT INTO " + table + " (" + listed(b.columns) + ") "
	b.tells = true
	b.post = strings.TrimSuffix(rowsOf(b.columns), "\n") + ", i AS (" + into + "SELECT " + listed(b.columns) +
		" FROM b ORDER BY n ON CONFLICT DO NOTHING RETURNING " + key + ")\nSELECT b.n FROM b JOIN i ON i." + key + " = b." + key
	return b
}

// change makes a bulk of a statement for each database.
func change(columns, lite, post string, tells bool) *bulk {
	c := columnsOf(columns)
	return &bulk{columns: c, lite: lite, post: rowsOf(c) + post, tells: tells}
}

// hot keeps statements prepared on SQLite's one connection that writes. Who has
// that connection looks at now and never waits for preparing, which may be
// waiting for the connection.
type hot struct {
	preparing sync.Mutex
	now       atomic.Pointer[prepared]
}

type prepared struct {
	ready map[*bulk]*sqlx.Stmt
	lease *sqlx.Stmt // leaseQuery
}

// prepare must not be called inside a transaction: on SQLite it waits for the
// one connection.
func (s *Store) prepare(ctx context.Context, all []*bulk) error {
	if s.dialect.name == "postgres" || current(ctx, s) != nil {
		return nil
	}
	if s.hot.now.Load() != nil {
		return nil
	}
	s.hot.preparing.Lock()
	defer s.hot.preparing.Unlock()
	if s.hot.now.Load() != nil {
		return nil
	}
	ready := map[*bulk]*sqlx.Stmt{}
	for _, b := range all {
		statement, err := s.write.PreparexContext(ctx, b.lite) //nolint:sqlclosecheck // kept until Close
		if err != nil {
			return fmt.Errorf("prepare %.60q: %w", b.lite, classify(err))
		}
		ready[b] = statement
	}
	text, _, err := s.bind(leaseQuery, map[string]any{"id": "", "now": 0})
	if err != nil {
		return err
	}
	lease, err := s.write.PreparexContext(ctx, text)
	if err != nil {
		return fmt.Errorf("prepare %.60q: %w", text, classify(err))
	}
	s.hot.now.Store(&prepared{ready, lease})
	return nil
}

// hotLease is leaseQuery, if it is prepared.
func (s *Store) hotLease() *sqlx.Stmt {
	if now := s.hot.now.Load(); now != nil {
		return now.lease
	}
	return nil
}

// closeHot ends what is prepared.
func (s *Store) closeHot() {
	s.hot.preparing.Lock()
	defer s.hot.preparing.Unlock()
	was := s.hot.now.Swap(nil)
	if was == nil {
		return
	}
	for _, statement := range was.ready {
		_ = statement.Close()
	}
	_ = was.lease.Close()
}

// bulks carries out statements for many rows in one transaction.
type bulks struct {
	s   *Store
	tx  *sqlx.Tx
	ctx context.Context
	own map[*bulk]*sqlx.Stmt
}

// bulksOf is for use in the transaction of ctx.
func (s *Store) bulksOf(ctx context.Context) *bulks {
	// SQLite's driver starts a goroutine for each statement that can be
	// cancelled; these take microseconds.
	return &bulks{s: s, tx: current(ctx, s).tx, ctx: context.WithoutCancel(ctx), own: map[*bulk]*sqlx.Stmt{}}
}

// do carries out a statement for all rows. The answer says for which of them
// something changed; on PostgreSQL it is nil unless the statement tells.
func (b *bulks) do(statement *bulk, rows [][]any) ([]bool, error) {
	if len(rows) == 0 {
		return nil, nil
	}
	if b.s.dialect.name == "postgres" {
		return b.doArrays(statement, rows)
	}
	prepared, err := b.statement(statement) //nolint:sqlclosecheck // ends with the transaction
	if err != nil {
		return nil, err
	}
	changed := make([]bool, len(rows))
	for i, row := range rows {
		result, err := prepared.ExecContext(b.ctx, row...)
		if err != nil {
			return nil, classify(err)
		}
		n, err := result.RowsAffected()
		if err != nil {
			return nil, err
		}
		changed[i] = n > 0
	}
	return changed, nil
}

func (b *bulks) statement(of *bulk) (*sqlx.Stmt, error) {
	if st := b.own[of]; st != nil {
		return st, nil
	}
	var st *sqlx.Stmt
	if now := b.s.hot.now.Load(); now != nil && now.ready[of] != nil {
		st = b.tx.StmtxContext(b.ctx, now.ready[of])
	} else {
		var err error
		if st, err = b.tx.PreparexContext(b.ctx, of.lite); err != nil {
			return nil, fmt.Errorf("prepare %.60q: %w", of.lite, classify(err))
		}
	}
	b.own[of] = st
	return st, nil
}

func (b *bulks) doArrays(statement *bulk, rows [][]any) ([]bool, error) {
	args := make([]any, len(statement.columns))
	for i, c := range statement.columns {
		switch c.kind {
		case "bigint":
			args[i] = turned[int64](rows, i)
		case "boolean":
			args[i] = turned[bool](rows, i)
		default:
			args[i] = turned[string](rows, i)
		}
	}
	if !statement.tells {
		_, err := b.tx.ExecContext(b.ctx, statement.post, args...)
		return nil, classify(err)
	}
	var numbers []int64
	if err := b.tx.SelectContext(b.ctx, &numbers, statement.post, args...); err != nil {
		return nil, classify(err)
	}
	changed := make([]bool, len(rows))
	for _, n := range numbers {
		changed[n-1] = true
	}
	return changed, nil
}

// turned is a column of rows. A value of another type is a mistake in this
// package.
func turned[T any](rows [][]any, i int) []T {
	out := make([]T, len(rows))
	for n, row := range rows {
		out[n] = row[i].(T)
	}
	return out
}
