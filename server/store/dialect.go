package store

import (
	"database/sql"
	"encoding/json"
	"errors"
	"strconv"

	"github.com/jackc/pgx/v5/pgconn"
)

// dialect is what SQLite and PostgreSQL do not say alike.
type dialect struct {
	name string
	// forUpdate locks the rows read until the transaction ends. SQLite has one
	// writer and needs no such words.
	forUpdate string
	// skipLocked locks them too, and leaves out those that another has locked.
	skipLocked string
	// forShare keeps others from changing the rows read.
	forShare string
	// in is the condition "column is one of the list in parameter :ids", whose
	// value is made by list. A plus before a column keeps SQLite from choosing
	// that column's index.
	in func(column, parameter string) string
	// list makes the value of such a parameter.
	list func(values []string) any
	// values is the FROM item, called v, whose rows have such a list as value.
	values func(parameter string) string
	// unindexed keeps the planner from choosing a column's index. PostgreSQL,
	// too, sorts thousands of rows rather than to walk over a hundred when it
	// cannot look into the list.
	unindexed func(column string) string
	// ofEach is the FROM item, called c, of rows of a table: of each org in
	// :org_set those that where lets through, as far as its order and limit go.
	ofEach func(table, where string) string
	// newestOf selects, as source and id, the newest :each runs of each source in
	// :keys, between :floor and :below. A source is a value of a column of runs,
	// an org and a state (org_state), a word of titles (word), a chain whose runs
	// succeeded and were no tests (done), one whose runs were no tests (last), or,
	// without a column, all there are.
	// Of each source only those count that where lets through, a condition on
	// runs x that begins with AND; not of words, nor without a column.
	newestOf func(column, where string) string
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
	values:    func(parameter string) string { return "json_each(:" + parameter + ") v" },
	unindexed: func(column string) string { return "+" + column },
	ofEach: func(table, where string) string {
		return `json_each(:org_set) o CROSS JOIN ` + table + ` c ON c.rowid IN (
  SELECT c.rowid FROM ` + table + ` c WHERE c.org_id = o.value AND ` + where + `)`
	},
	newestOf: func(column, where string) string {
		switch column {
		case "":
			return allRuns
		case "word":
			return `SELECT k.value AS source, c.run_id AS id FROM json_each(:keys) k CROSS JOIN run_words c
 WHERE c.tenant_id = :tenant AND c.word = k.value AND c.run_id IN (
   SELECT run_id FROM run_words x WHERE x.tenant_id = :tenant AND x.word = k.value AND x.run_id < :below AND x.run_id >= :floor
    ORDER BY x.run_id DESC LIMIT :each)
 ORDER BY 1, 2 DESC`
		}
		return `SELECT k.value AS source, c.id FROM json_each(:keys) k CROSS JOIN runs c
 WHERE c.rowid IN (
   SELECT x.rowid FROM runs x WHERE x.tenant_id = :tenant AND ` + fromSource(column, func(n int) string {
			return [3]string{1: `SUBSTR(k.value, 1, INSTR(k.value, ' ') - 1)`, 2: `SUBSTR(k.value, INSTR(k.value, ' ') + 1)`}[n]
		}) + where + ` AND x.id < :below AND x.id >= :floor
    ORDER BY x.id DESC LIMIT :each)
 ORDER BY 1, 2 DESC`
	},
	givenUp: func(error) bool { return false },
}

// allRuns is newestOf without a column.
const allRuns = `SELECT '' AS source, id FROM runs
 WHERE tenant_id = :tenant AND id < :below AND id >= :floor ORDER BY id DESC LIMIT :each`

// fromSource is the condition that a run x is of source k.value. It repeats
// the conditions of the indexes.
func fromSource(column string, part func(n int) string) string {
	switch column {
	case "parent_id":
		return `x.parent_id = k.value AND x.parent_id <> ''`
	case "state":
		return `x.state = k.value AND x.state <> 'succeeded'`
	case "done":
		return `x.chain_id = k.value AND x.state = 'succeeded' AND NOT x.test`
	case "last":
		return `x.chain_id = k.value AND NOT x.test`
	case "org_state":
		return `x.org_id = ` + part(1) + ` AND x.state = ` + part(2) + ` AND x.state <> 'succeeded'`
	default:
		return `x.` + column + ` = k.value`
	}
}

var postgresDialect = dialect{
	name:      "postgres",
	snapshot:  sql.LevelRepeatableRead,
	forUpdate: " FOR UPDATE", skipLocked: " FOR UPDATE SKIP LOCKED",
	forShare: " FOR SHARE",
	in: func(column, parameter string) string {
		return column + " = ANY(CAST(:" + parameter + " AS text[]))"
	},
	list:      func(values []string) any { return values },
	values:    func(parameter string) string { return "unnest(CAST(:" + parameter + " AS text[])) v (value)" },
	unindexed: func(column string) string { return "(" + column + " || '')" },
	ofEach: func(table, where string) string {
		return `unnest(CAST(:org_set AS text[])) o (id) CROSS JOIN LATERAL (
  SELECT * FROM ` + table + ` c WHERE c.org_id = o.id AND ` + where + `) c`
	},
	newestOf: func(column, where string) string {
		from := `SELECT x.id FROM runs x WHERE x.tenant_id = :tenant AND ` + fromSource(column, func(n int) string {
			return `SPLIT_PART(k.value, ' ', ` + strconv.Itoa(n) + `)`
		}) + where + ` AND x.id < :below AND x.id >= :floor
    ORDER BY x.id DESC LIMIT :each`
		switch column {
		case "":
			return allRuns
		case "word":
			from = `SELECT x.run_id AS id FROM run_words x WHERE x.tenant_id = :tenant AND x.word = k.value AND x.run_id < :below AND x.run_id >= :floor
    ORDER BY x.run_id DESC LIMIT :each`
		}
		return `SELECT k.value AS source, c.id FROM unnest(CAST(:keys AS text[])) k (value) CROSS JOIN LATERAL (` + from + `) c
 ORDER BY 1, 2 DESC`
	},
	givenUp: func(err error) bool {
		var pg *pgconn.PgError
		return errors.As(err, &pg) && (pg.Code == "40001" || pg.Code == "40P01")
	},
}

// newestFirst is the order of most lists, and their end.
const newestFirst = ` ORDER BY c.updated_at DESC, c.id DESC LIMIT :max`

// The codes by which use cases tell one broken rule of the schema from another.
const (
	// CodeTaken: a unique key exists already.
	CodeTaken = "store.taken"
	// CodeMissing: a row that is referred to is not there, or is still referred to.
	CodeMissing = "store.missing"
	// CodeRefused: a check of the schema says no.
	CodeRefused = "store.refused"
)
