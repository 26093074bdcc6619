package store

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/jmoiron/sqlx"

	"catenary/runtime"
)

var _ runtime.Logs = (*Store)(nil)

const (
	// maxChunk is what a piece of a log has at most, unless one line is longer.
	maxChunk = 16 << 10
	// fillChunk is up to where a piece gets more lines. Each time it is written
	// as a whole.
	fillChunk = 4 << 10
)

// chunkRow is a piece of a log as it is stored: lines, each a JSON object with
// a line end.
type chunkRow struct {
	First int64  `db:"first"`
	Lines int64  `db:"lines"`
	Chunk string `db:"chunk"`
}

const ofLog = ` tenant_id = :tenant AND run_id = :run AND scope = :scope AND node = :node AND attempt = :attempt AND half = :half`

func logArgs(id runtime.ID, of runtime.StepRef) map[string]any {
	return map[string]any{
		"tenant": id.Tenant, "run": id.Run, "scope": of.Scope, "node": string(of.Node), "attempt": of.Attempt, "half": string(of.Half),
	}
}

// Append implements runtime.Logs. It is no part of a transaction of ctx.
func (s *Store) Append(ctx context.Context, id runtime.ID, of runtime.StepRef, lines []runtime.Line) error {
	if len(lines) == 0 {
		return nil
	}
	tx, err := s.logs.BeginTxx(ctx, nil)
	if err != nil {
		return fmt.Errorf("begin: %w", classify(err))
	}
	defer func() { _ = tx.Rollback() }() // does nothing after Commit
	if err := s.appendIn(ctx, tx, logArgs(id, of), lines); err != nil {
		return err
	}
	return classify(tx.Commit())
}

func (s *Store) appendIn(ctx context.Context, tx *sqlx.Tx, args map[string]any, lines []runtime.Line) error {
	if s.dialect.name == "postgres" { // SQLite's writer is alone anyway
		name := fmt.Sprint(args["tenant"], args["run"], args["scope"], args["node"], args["attempt"], args["half"])
		if _, err := tx.ExecContext(ctx, `SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || $1, 0))`, name); err != nil {
			return classify(err)
		}
	}
	var last []chunkRow
	err := s.listFrom(ctx, tx, &last, `SELECT first, lines, CASE WHEN LENGTH(chunk) <= `+strconv.Itoa(fillChunk)+` THEN chunk ELSE '' END AS chunk
  FROM run_logs WHERE`+ofLog+` ORDER BY first DESC LIMIT 1`, args)
	if err != nil {
		return err
	}
	var open chunkRow // is written again, or anew
	end := int64(0)
	if len(last) == 1 {
		open, end = last[0], last[0].First+last[0].Lines
		if open.Chunk == "" {
			open = chunkRow{First: end}
		}
	}
	for _, line := range lines {
		if line.Number < end {
			continue
		}
		text, err := json.Marshal(storedLine{line.At, line.Stream, clean(line.Text)})
		if err != nil {
			return fmt.Errorf("encode a line: %w", err)
		}
		if open.Lines > 0 && (line.Number > end || len(open.Chunk)+len(text) >= maxChunk) {
			if err := s.putChunk(ctx, tx, args, open); err != nil {
				return err
			}
			open = chunkRow{}
		}
		if open.Lines == 0 {
			open.First = line.Number
		}
		open.Chunk += string(text) + "\n"
		open.Lines++
		end = line.Number + 1
	}
	if open.Lines == 0 {
		return nil
	}
	return s.putChunk(ctx, tx, args, open)
}

type storedLine struct {
	At     int64  `json:"at"`
	Stream string `json:"s"`
	Text   string `json:"t"`
}

func (s *Store) putChunk(ctx context.Context, tx *sqlx.Tx, args map[string]any, c chunkRow) error {
	args["first"], args["lines"], args["chunk"] = c.First, c.Lines, c.Chunk
	text, values, err := s.bind(`
INSERT INTO run_logs (tenant_id, run_id, scope, node, attempt, half, first, lines, chunk)
VALUES (:tenant, :run, :scope, :node, :attempt, :half, :first, :lines, :chunk)
ON CONFLICT (tenant_id, run_id, scope, node, attempt, half, first) DO UPDATE SET lines = excluded.lines, chunk = excluded.chunk`, args)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, text, values...)
	return classify(err)
}

// chunkPage is how many pieces are read at once.
const chunkPage = 16

// Lines implements runtime.Logs.
func (s *Store) Lines(ctx context.Context, id runtime.ID, of runtime.StepRef, from int64, max int) ([]runtime.Line, error) {
	args := logArgs(id, of)
	args["page"] = chunkPage
	var out []runtime.Line
	for at := from; len(out) < max; {
		args["from"] = at
		var chunks []chunkRow
		err := s.listFrom(ctx, s.logsRead, &chunks, `SELECT first, lines, chunk FROM run_logs WHERE`+ofLog+`
   AND first >= COALESCE((SELECT MAX(first) FROM run_logs WHERE`+ofLog+` AND first <= :from), 0)
   AND first + lines > :from
 ORDER BY first LIMIT :page`, args)
		if err != nil {
			return nil, err
		}
		for _, c := range chunks {
			if out, err = c.read(out, from, max); err != nil {
				return nil, err
			}
			at = c.First + c.Lines
		}
		if len(chunks) < chunkPage {
			break
		}
	}
	return out, nil
}

// read appends the lines of a piece from a number on.
func (c chunkRow) read(out []runtime.Line, from int64, max int) ([]runtime.Line, error) {
	n := c.First
	for text := range strings.Lines(c.Chunk) {
		if n >= from && len(out) < max {
			var l storedLine
			if err := json.Unmarshal([]byte(text), &l); err != nil {
				return nil, fmt.Errorf("read line %d of a log: %w", n, err)
			}
			out = append(out, runtime.Line{Number: n, At: l.At, Stream: l.Stream, Text: l.Text})
		}
		n++
	}
	return out, nil
}

// End implements runtime.Logs.
func (s *Store) End(ctx context.Context, id runtime.ID, of runtime.StepRef) (int64, error) {
	var ends []int64
	err := s.listFrom(ctx, s.logsRead, &ends, `SELECT first + lines FROM run_logs WHERE`+ofLog+` ORDER BY first DESC LIMIT 1`, logArgs(id, of))
	if err != nil || len(ends) == 0 {
		return 0, err
	}
	return ends[0], nil
}

// dropLogs deletes all that was said in runs.
func (s *Store) dropLogs(ctx context.Context, tenant string, runs []string) error {
	text, args, err := s.bind(`DELETE FROM run_logs WHERE tenant_id = :tenant AND `+s.dialect.in("run_id", "runs"),
		map[string]any{"tenant": tenant, "runs": s.dialect.list(runs)})
	if err != nil {
		return err
	}
	_, err = s.logs.ExecContext(ctx, text, args...)
	return classify(err)
}
