package store

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"unicode/utf8"

	"catenary/internal/fault"
	"catenary/runtime"
	"catenary/runtime/run"
)

var _ runtime.Journal = (*Store)(nil)

// runList has what lists show of runs: all but the long texts.
const runList = `tenant_id, id, state, owner, epoch, seq, due_at, held, created_at, started_at, ended_at,
  org_id, chain_id, chain_key, version, document, trigger_kind, trigger_id, started_by, human_id, test,
  parent_id, parent_step, parent_key, start_key, start_digest, gates, failure_code, failure_node, failure_message, title`

const runColumns = runList + `, options, input`

func runUnknown(err error) error {
	if errors.Is(err, ErrNoRows) {
		return fault.New(fault.NotFound, "run.unknown", "no such run")
	}
	return err
}

// Run implements runtime.Journal.
func (s *Store) Run(ctx context.Context, tenant, id string) (runtime.Run, error) {
	var r runtime.Run
	err := s.get(ctx, &r, `SELECT `+runColumns+` FROM runs WHERE tenant_id = :tenant AND id = :id`,
		map[string]any{"tenant": tenant, "id": id})
	return r, runUnknown(err)
}

// Events implements runtime.Journal.
func (s *Store) Events(ctx context.Context, tenant, id string, after int64, max int) ([]run.Event, error) {
	var rows []struct {
		Seq, Epoch, At int64
		Kind, Body     string
	}
	err := s.list(ctx, &rows, `
SELECT seq, epoch, at, kind, body FROM run_events
 WHERE run_id = :id AND tenant_id = :tenant AND seq > :after ORDER BY seq LIMIT :max`,
		map[string]any{"tenant": tenant, "id": id, "after": after, "max": max})
	if err != nil {
		return nil, err
	}
	out := make([]run.Event, len(rows))
	for i, r := range rows {
		out[i] = run.Event{Seq: r.Seq, Epoch: r.Epoch, At: r.At, Kind: run.Kind(r.Kind), Body: json.RawMessage(r.Body)}
	}
	return out, nil
}

// clean makes a text one that PostgreSQL takes: it refuses what is not UTF-8,
// and NUL. One such text would keep all of a batch from being written.
func clean(text string) string {
	if !utf8.ValidString(text) {
		text = strings.ToValidUTF8(text, "\uFFFD")
	}
	return strings.ReplaceAll(text, "\x00", "\uFFFD")
}
