package store

import (
	"context"
	"encoding/json"

	"catenary/internal/clock"
	"catenary/internal/fault"
	"catenary/runtime"
)

// Signals implements runtime.Journal.
func (s *Store) Signals(ctx context.Context, tenant, id string) ([]runtime.Signal, error) {
	var rows []struct {
		ID   string
		Kind runtime.SignalKind
		At   int64 `db:"created_at"`
		Body string
	}
	err := s.list(ctx, &rows, `
SELECT id, kind, created_at, body FROM run_signals
 WHERE tenant_id = :tenant AND run_id = :run ORDER BY created_at, id`, map[string]any{"tenant": tenant, "run": id})
	if err != nil {
		return nil, err
	}
	out := make([]runtime.Signal, len(rows))
	for i, r := range rows {
		out[i] = runtime.Signal{Tenant: tenant, Run: id, ID: r.ID, Kind: r.Kind, At: r.At}
		if r.Body != "" {
			out[i].Body = json.RawMessage(r.Body)
		}
	}
	return out, nil
}

// Signaled implements runtime.Journal.
func (s *Store) Signaled(ctx context.Context, replica string) ([]runtime.ID, error) {
	var rows []struct {
		Tenant string `db:"tenant_id"`
		Run    string `db:"run_id"`
	}
	err := s.list(ctx, &rows, `
SELECT DISTINCT g.tenant_id, g.run_id FROM run_signals g CROSS JOIN runs r
 WHERE r.tenant_id = g.tenant_id AND r.id = g.run_id AND r.owner = :replica`, map[string]any{"replica": replica})
	out := make([]runtime.ID, len(rows))
	for i, r := range rows {
		out[i] = runtime.ID{Tenant: r.Tenant, Run: r.Run}
	}
	return out, err
}

// InsertSignal asks something of a run, which becomes due unless somebody
// drives it. A second one with the same id is left out. A run that is not there
// is run.unknown (NotFound); one that has ended, of which only an undo can be
// asked, is run.ended (Conflict).
func (s *Store) InsertSignal(ctx context.Context, g runtime.Signal) error {
	return s.InTx(ctx, func(ctx context.Context) error {
		asked, err := s.ask(s.bulksOf(ctx), clock.Micros(s.now()), []runtime.Signal{g})
		if err != nil {
			return err
		}
		if len(asked) == 1 {
			return s.notifyRuns(ctx, asked)
		}
		if _, err := s.Run(ctx, g.Tenant, g.Run); err != nil {
			return err
		}
		return fault.New(fault.Conflict, "run.ended", "the run has ended")
	})
}

// ask inserts signals for runs that are there, have not ended, or can be
// undone, and makes those due that nobody drives. It returns the runs.
func (s *Store) ask(do *bulks, now int64, all []runtime.Signal) ([]runtime.ID, error) {
	var asked []runtime.ID
	for len(all) > 0 {
		var wave, later []runtime.Signal
		seen := map[runtime.ID]bool{}
		for _, g := range all {
			if id := (runtime.ID{Tenant: g.Tenant, Run: g.Run}); seen[id] {
				later = append(later, g)
			} else {
				seen[id] = true
				wave = append(wave, g)
			}
		}
		rows := make([][]any, len(wave))
		for i, g := range wave {
			rows[i] = []any{now, string(g.Kind), g.Tenant, g.Run}
		}
		there, err := do.do(askRuns, rows)
		if err != nil {
			return nil, err
		}
		rows = rows[:0]
		for i, g := range wave {
			if there[i] {
				rows = append(rows, []any{g.Tenant, g.Run, g.ID, string(g.Kind), g.At, clean(string(g.Body))})
				asked = append(asked, runtime.ID{Tenant: g.Tenant, Run: g.Run})
			}
		}
		if _, err := do.do(insertSignals, rows); err != nil {
			return nil, err
		}
		all = later
	}
	return asked, nil
}
