package store

import (
	"context"
	"slices"
	"time"

	"catenary/internal/clock"
	"catenary/internal/id"
	"catenary/rbac"
	"catenary/server/inbox"
)

// ofRuns are the tables whose rows go with their runs, by run_id. Events can
// only go once their run has gone.
var ofRuns = []string{
	"run_events",
	"run_signals",
	"run_callbacks",
	"run_waits",
	"switch_waits",
	"held_runs",
	"run_asks",
	"forms",
	"artefacts",
}

// PruneRuns deletes at most max runs that ended before a time, the oldest first,
// with all that they left here, and documents that no run refers to any more. It
// says how many runs there were.
func (s *Store) PruneRuns(ctx context.Context, tenant string, before int64, max int) (int64, error) {
	const ended = ` AND ended_at > 0 AND ended_at < :before AND owner = '' AND state IN ` + finalStates
	args := map[string]any{"tenant": tenant, "before": before, "max": max, "below": id.First(time.UnixMicro(before).Add(time.Minute))}
	var old []string
	err := s.list(ctx, &old, `SELECT id FROM runs WHERE tenant_id = :tenant AND id < :below`+ended+` ORDER BY id LIMIT :max`, args)
	if err != nil || len(old) == 0 {
		return 0, err
	}
	// The logs stand in a file of their own: if this ends between the two, the
	// run is still there, and the next time finds it.
	if err := s.dropLogs(ctx, tenant, old); err != nil {
		return 0, err
	}
	var gone []struct{ ID, Title string }
	err = s.InTx(ctx, func(ctx context.Context) error {
		args["ids"] = s.dialect.list(old)
		gone = gone[:0]
		err := s.listFrom(ctx, s.writer(ctx), &gone, `DELETE FROM runs WHERE tenant_id = :tenant AND `+s.dialect.in("id", "ids")+ended+` RETURNING id, title`, args)
		if err != nil {
			return err
		}
		var ids []string
		var words [][]any
		for _, run := range gone {
			ids = append(ids, run.ID)
			for _, word := range wordsOf(run.Title) {
				words = append(words, []any{tenant, word, run.ID})
			}
		}
		if _, err := s.bulksOf(ctx).do(deleteWords, words); err != nil {
			return err
		}
		args["ids"] = s.dialect.list(ids)
		for _, table := range ofRuns {
			_, err := s.exec(ctx, `DELETE FROM `+table+` WHERE tenant_id = :tenant AND `+s.dialect.in("run_id", "ids"), args)
			if err != nil {
				return err
			}
		}
		if err := s.forgetFailures(ctx, rbac.TenantID(tenant), ids); err != nil {
			return err
		}
		_, err = s.exec(ctx, `
DELETE FROM run_documents WHERE tenant_id = :tenant AND created_at < :before AND NOT EXISTS (
  SELECT 1 FROM runs r WHERE r.tenant_id = run_documents.tenant_id AND r.document = run_documents.digest AND r.version = 0)`, args)
		return err
	})
	return int64(len(gone)), err
}

// forgetFailures takes failed runs that are gone out of the lists of those whose
// they were.
func (s *Store) forgetFailures(ctx context.Context, tenant rbac.TenantID, runs []string) error {
	args := map[string]any{"tenant": tenant, "source": inbox.Runs, "gone": inbox.Gone, "now": clock.Micros(s.now()), "runs": s.dialect.list(runs)}
	of := ` WHERE tenant_id = :tenant AND source = :source AND ` + s.dialect.in("source_id", "runs")
	_, err := s.exec(ctx, `DELETE FROM todo_holders WHERE tenant_id = :tenant AND todo_id IN (SELECT id FROM todos`+of+`)`, args)
	if err != nil {
		return err
	}
	n, err := s.exec(ctx, `UPDATE todos SET state = :gone, updated_at = :now, done_at = :now`+of+` AND state = 'waiting'`, args)
	if err != nil || n == 0 {
		return err
	}
	return s.tellInbox(ctx, tenant)
}

// TenantsBehind reads ids of tenants in their order, behind one; at most max.
func (s *Store) TenantsBehind(ctx context.Context, last rbac.TenantID, max int) ([]rbac.TenantID, error) {
	var out []rbac.TenantID
	err := s.list(ctx, &out, `SELECT id FROM tenants WHERE id > :last ORDER BY id LIMIT :max`, map[string]any{"last": last, "max": max})
	return out, err
}

// Unreferred gives those of the digests that no artefact of a tenant has, and no
// file that somebody gave to a form.
func (s *Store) Unreferred(ctx context.Context, tenant rbac.TenantID, digests []string) ([]string, error) {
	var used []string
	err := s.list(ctx, &used, `SELECT digest FROM artefacts WHERE tenant_id = :tenant AND `+s.dialect.in("digest", "digests")+`
UNION SELECT digest FROM form_files WHERE tenant_id = :tenant AND `+s.dialect.in("digest", "digests"),
		map[string]any{"tenant": tenant, "digests": s.dialect.list(digests)})
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(slices.Clone(digests), func(d string) bool { return slices.Contains(used, d) }), nil
}
