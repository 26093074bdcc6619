package store

import (
	"context"
	"errors"

	"catenary/internal/fault"
	"catenary/internal/page"
	"catenary/rbac"
	"catenary/server/releases"
)

// ReleasePhases implements releases.Store.
func (s *Store) ReleasePhases(ctx context.Context, tenant rbac.TenantID, release string) ([]releases.PhaseRow, error) {
	var rows []releases.PhaseRow
	err := s.list(ctx, &rows, `
SELECT tenant_id, release_id, phase, state, began_at, ended_at, rollback_at, rollback_by, rollback_human, code, name, chain_id, version,
  message, rollback_reason FROM release_phases
 WHERE tenant_id = :tenant AND release_id = :release ORDER BY phase`, map[string]any{"tenant": tenant, "release": release})
	return rows, err
}

// InsertReleasePhase implements releases.Store.
func (s *Store) InsertReleasePhase(ctx context.Context, p releases.PhaseRow) error {
	_, err := s.exec(ctx, `
INSERT INTO release_phases (tenant_id, release_id, phase, state, began_at, ended_at, rollback_at, rollback_by, rollback_human,
  code, name, chain_id, version, message, rollback_reason)
VALUES (:tenant_id, :release_id, :phase, :state, :began_at, :ended_at, :rollback_at, :rollback_by, :rollback_human,
  :code, :name, :chain_id, :version, :message, :rollback_reason)`, p)
	return err
}

// UpdateReleasePhase implements releases.Store.
func (s *Store) UpdateReleasePhase(ctx context.Context, p releases.PhaseRow, was releases.PhaseState) (bool, error) {
	n, err := s.exec(ctx, `
UPDATE release_phases
   SET state = :state, began_at = :began_at, ended_at = :ended_at, rollback_at = :rollback_at, rollback_by = :rollback_by,
       rollback_human = :rollback_human, rollback_reason = :rollback_reason, code = :code, message = :message
 WHERE tenant_id = :tenant_id AND release_id = :release_id AND phase = :phase AND state = :was`, struct {
		releases.PhaseRow
		Was string `db:"was"`
	}{p, string(was)})
	return n == 1, err
}

// ReleaseRuns implements releases.Store.
func (s *Store) ReleaseRuns(ctx context.Context, tenant rbac.TenantID, release string) ([]releases.Run, error) {
	var rows []releases.Run
	err := s.list(ctx, &rows, `
SELECT tenant_id, release_id, phase, purpose, run_id, created_at FROM release_runs
 WHERE tenant_id = :tenant AND release_id = :release ORDER BY phase, created_at, purpose`, map[string]any{"tenant": tenant, "release": release})
	return rows, err
}

// InsertReleaseRun implements releases.Store. A second one for the same purpose
// is a fault: a phase runs once.
func (s *Store) InsertReleaseRun(ctx context.Context, r releases.Run) error {
	_, err := s.exec(ctx, `
INSERT INTO release_runs (tenant_id, release_id, phase, purpose, run_id, created_at)
VALUES (:tenant_id, :release_id, :phase, :purpose, :run_id, :created_at)`, r)
	return err
}

// ReleaseGates implements releases.Store.
func (s *Store) ReleaseGates(ctx context.Context, tenant rbac.TenantID, release string) ([]releases.GateRow, error) {
	var rows []releases.GateRow
	err := s.list(ctx, &rows, `
SELECT tenant_id, release_id, phase, gate, state, began_at, ended_at, subject_id, code, message FROM release_gates
 WHERE tenant_id = :tenant AND release_id = :release ORDER BY phase, gate`, map[string]any{"tenant": tenant, "release": release})
	return rows, err
}

// InsertReleaseGate implements releases.Store.
func (s *Store) InsertReleaseGate(ctx context.Context, g releases.GateRow) error {
	_, err := s.exec(ctx, `
INSERT INTO release_gates (tenant_id, release_id, phase, gate, state, began_at, ended_at, subject_id, code, message)
VALUES (:tenant_id, :release_id, :phase, :gate, :state, :began_at, :ended_at, :subject_id, :code, :message)`, g)
	return err
}

// SettleReleaseGate implements releases.Store.
func (s *Store) SettleReleaseGate(ctx context.Context, g releases.GateRow) (bool, error) {
	n, err := s.exec(ctx, `
UPDATE release_gates SET state = :state, ended_at = :ended_at, code = :code, message = :message
 WHERE tenant_id = :tenant_id AND release_id = :release_id AND phase = :phase AND gate = :gate AND subject_id = :subject_id
   AND state = 'waiting'`, g)
	return n == 1, err
}

// LastReleased implements releases.Store.
func (s *Store) LastReleased(ctx context.Context, tenant rbac.TenantID, chain, but string) (int64, error) {
	var version int64
	err := s.get(ctx, &version, `
SELECT version FROM release_phases
 WHERE tenant_id = :tenant AND chain_id = :chain AND state = 'succeeded' AND release_id <> :but
 ORDER BY ended_at DESC LIMIT 1`, map[string]any{"tenant": tenant, "chain": chain, "but": but})
	if errors.Is(err, ErrNoRows) {
		return 0, nil
	}
	return version, err
}

const rehearsalColumns = `tenant_id, release_id, id, state, due_at, began_at, ended_at, subject_id, human_id, seal, report`

// InsertRehearsal implements releases.Store.
func (s *Store) InsertRehearsal(ctx context.Context, h releases.Rehearsal) error {
	_, err := s.exec(ctx, `
INSERT INTO release_rehearsals (`+rehearsalColumns+`)
VALUES (:tenant_id, :release_id, :id, :state, :due_at, :began_at, :ended_at, :subject_id, :human_id, :seal, :report)`, h)
	return err
}

// ClaimRehearsal implements releases.Store.
func (s *Store) ClaimRehearsal(ctx context.Context, h releases.Rehearsal, until int64) (bool, error) {
	n, err := s.exec(ctx, `
UPDATE release_rehearsals SET due_at = :until
 WHERE tenant_id = :tenant AND release_id = :release AND id = :id AND due_at = :before AND state = 'running'`,
		map[string]any{"tenant": h.Tenant, "release": h.Release, "id": h.ID, "before": h.DueAt, "until": until})
	return n == 1, err
}

// EndRehearsal implements releases.Store.
func (s *Store) EndRehearsal(ctx context.Context, h releases.Rehearsal) (bool, error) {
	n, err := s.exec(ctx, `
UPDATE release_rehearsals SET state = :state, due_at = 0, ended_at = :ended_at, report = :report
 WHERE tenant_id = :tenant_id AND release_id = :release_id AND id = :id AND due_at = :due_at AND state = 'running'`, h)
	return n == 1, err
}

// DueRehearsals implements releases.Store.
func (s *Store) DueRehearsals(ctx context.Context, now int64, max int) ([]releases.Rehearsal, error) {
	var rows []releases.Rehearsal
	err := s.list(ctx, &rows, `SELECT `+rehearsalColumns+` FROM release_rehearsals
 WHERE state = 'running' AND due_at <= :now ORDER BY due_at, id LIMIT :max`, map[string]any{"now": now, "max": max})
	return rows, err
}

// Rehearsals implements releases.Store.
func (s *Store) Rehearsals(ctx context.Context, tenant rbac.TenantID, release string, r page.Request) (page.Of[releases.Rehearsal], error) {
	args := map[string]any{"tenant": tenant, "release": release, "max": r.Limit + 1}
	where := ""
	if !r.After.IsZero() {
		where = ` AND id < :after`
		args["after"] = r.After.ID
	}
	var rows []releases.Rehearsal
	err := s.list(ctx, &rows, `SELECT `+rehearsalColumns+` FROM release_rehearsals
 WHERE tenant_id = :tenant AND release_id = :release`+where+` ORDER BY id DESC LIMIT :max`, args)
	return page.Cut(rows, r, func(h releases.Rehearsal) page.Cursor { return page.Cursor{ID: h.ID} }), err
}

// Rehearsal implements releases.Store.
func (s *Store) Rehearsal(ctx context.Context, tenant rbac.TenantID, release, id string) (releases.Rehearsal, error) {
	var row releases.Rehearsal
	err := s.get(ctx, &row, `SELECT `+rehearsalColumns+` FROM release_rehearsals
 WHERE tenant_id = :tenant AND release_id = :release AND id = :id`, map[string]any{"tenant": tenant, "release": release, "id": id})
	if errors.Is(err, ErrNoRows) {
		err = fault.New(fault.NotFound, "release.rehearsal_unknown", "no such rehearsal")
	}
	return row, err
}

// RehearsedAt implements releases.Store.
func (s *Store) RehearsedAt(ctx context.Context, tenant rbac.TenantID, release, seal string) (int64, error) {
	var at int64
	err := s.get(ctx, &at, `
SELECT COALESCE(MAX(ended_at), 0) FROM release_rehearsals
 WHERE tenant_id = :tenant AND release_id = :release AND seal = :seal AND state = 'passed'`,
		map[string]any{"tenant": tenant, "release": release, "seal": seal})
	return at, err
}
