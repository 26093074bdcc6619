package store

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"

	"catenary/rbac"
	"catenary/runtime"
	"catenary/server/runs"
)

var _ runs.MakersStore = (*Store)(nil)

// RunLine is a run and those above it that wait for it, upwards. A run is begun
// after the one that waits for it, so that this ends.
func (s *Store) RunLine(ctx context.Context, tenant rbac.TenantID, id string) ([]runtime.Run, error) {
	var rows []runtime.Run
	err := s.list(ctx, &rows, `
WITH RECURSIVE up (at, level) AS (
  SELECT CAST(:id AS TEXT), 0
  UNION ALL
  SELECT r.parent_id, up.level + 1 FROM up JOIN runs r ON r.tenant_id = :tenant AND r.id = up.at AND r.parent_id <> ''
)
SELECT r.tenant_id, r.id, r.chain_id, r.version, r.document, r.trigger_kind, r.trigger_id, r.started_by, r.human_id, r.options
  FROM up JOIN runs r ON r.tenant_id = :tenant AND r.id = up.at ORDER BY up.level`, map[string]any{"tenant": tenant, "id": id})
	return rows, err
}

// FormFillers filled in forms of a run and of those that it began, themselves or
// by a deputy.
func (s *Store) FormFillers(ctx context.Context, tenant rbac.TenantID, id string) ([]rbac.SubjectID, error) {
	var rows []struct {
		By     rbac.SubjectID `db:"filled_by"`
		Behalf rbac.SubjectID `db:"filled_behalf"`
	}
	err := s.list(ctx, &rows, `
WITH RECURSIVE down (at) AS (
  SELECT CAST(:id AS TEXT)
  UNION ALL
  SELECT r.id FROM down JOIN runs r ON r.tenant_id = :tenant AND r.parent_id = down.at AND r.parent_id <> ''
)
SELECT DISTINCT f.filled_by, f.filled_behalf
  FROM down JOIN forms f ON f.tenant_id = :tenant AND f.run_id = down.at WHERE f.filled_by <> ''`,
		map[string]any{"tenant": tenant, "id": id})
	var all []rbac.SubjectID
	for _, r := range rows {
		all = append(all, r.By, r.Behalf)
	}
	return all, err
}

// WaitingApprovals are those that steps of a run, and of those that it began,
// wait for, also to change a switch; by id.
func (s *Store) WaitingApprovals(ctx context.Context, tenant rbac.TenantID, run string) ([]string, error) {
	var ids []string
	err := s.list(ctx, &ids, `
WITH RECURSIVE down (at) AS (
  SELECT CAST(:id AS TEXT)
  UNION ALL
  SELECT r.id FROM down JOIN runs r ON r.tenant_id = :tenant AND r.parent_id = down.at AND r.parent_id <> ''
)
SELECT a.id
  FROM down JOIN run_asks k ON k.tenant_id = :tenant AND k.run_id = down.at
  JOIN approvals a ON a.tenant_id = :tenant AND a.subject_kind = 'step' AND a.subject_id = k.key
 WHERE a.state = 'waiting'
UNION
SELECT a.id
  FROM down JOIN run_asks k ON k.tenant_id = :tenant AND k.run_id = down.at
  JOIN switch_requests q ON q.tenant_id = :tenant AND q.ask = k.key AND q.ask <> ''
  JOIN approvals a ON a.tenant_id = :tenant AND a.id = q.approval_id
 WHERE a.state = 'waiting'
 ORDER BY 1`, map[string]any{"tenant": tenant, "id": run})
	return ids, err
}

// ReleaseMakers drew releases up, edited them last, asked for their review, or
// executed them.
func (s *Store) ReleaseMakers(ctx context.Context, tenant rbac.TenantID, releases []string) ([]rbac.SubjectID, error) {
	var all []rbac.SubjectID
	var rows []struct {
		Created        rbac.SubjectID `db:"created_by"`
		CreatedHuman   rbac.SubjectID `db:"created_human"`
		Edited         rbac.SubjectID `db:"edited_by"`
		EditedHuman    rbac.SubjectID `db:"edited_human"`
		Requested      rbac.SubjectID `db:"requested_by"`
		RequestedHuman rbac.SubjectID `db:"requested_human"`
		Executed       rbac.SubjectID `db:"executed_by"`
		ExecutedHuman  rbac.SubjectID `db:"executed_human"`
	}
	err := s.list(ctx, &rows, `
SELECT created_by, created_human, edited_by, edited_human, requested_by, requested_human, executed_by, executed_human
  FROM releases WHERE tenant_id = :tenant AND `+s.dialect.in("id", "ids"), map[string]any{"tenant": tenant, "ids": s.dialect.list(releases)})
	for _, r := range rows {
		all = append(all, r.Created, r.CreatedHuman, r.Edited, r.EditedHuman, r.Requested, r.RequestedHuman, r.Executed, r.ExecutedHuman)
	}
	return all, err
}

// ChainMakers are versions of chains with their authors and their pins. One that
// is not there is left out.
func (s *Store) ChainMakers(ctx context.Context, tenant rbac.TenantID, versions []runs.ChainRef) ([]runs.ChainMakers, error) {
	ids, refs := make([]string, len(versions)), make([]string, len(versions))
	for i, v := range versions {
		ids[i], refs[i] = v.ID, atVersion(v.ID, v.Version)
	}
	var rows []struct {
		Chain   string         `db:"chain_id"`
		Version int64          `db:"version"`
		Authors string         `db:"authors"`
		By      rbac.SubjectID `db:"created_by"`
		Pins    string         `db:"pins"`
	}
	err := s.list(ctx, &rows, `
SELECT chain_id, version, authors, created_by, pins FROM chain_versions
 WHERE tenant_id = :tenant AND `+s.dialect.in("chain_id", "ids")+` AND `+s.dialect.in("(chain_id || '@' || version)", "refs"),
		map[string]any{"tenant": tenant, "ids": s.dialect.list(ids), "refs": s.dialect.list(refs)})
	if err != nil {
		return nil, err
	}
	out := make([]runs.ChainMakers, len(rows))
	for i, r := range rows {
		out[i].ID, out[i].Version = r.Chain, r.Version
		if out[i].Authors, err = subjectsOf(r.Authors); err != nil {
			return nil, err
		}
		out[i].Authors = append(out[i].Authors, r.By)
		if err := json.Unmarshal([]byte(r.Pins), &out[i].Pins); err != nil {
			return nil, fmt.Errorf("read the pins of version %d: %w", r.Version, err)
		}
	}
	return out, nil
}

// ScriptAuthors wrote versions of scripts: the subjects, and the people behind
// them.
func (s *Store) ScriptAuthors(ctx context.Context, tenant rbac.TenantID, scripts []runs.ScriptRef) ([]rbac.SubjectID, error) {
	ids, refs := make([]string, len(scripts)), make([]string, len(scripts))
	for i, v := range scripts {
		ids[i], refs[i] = v.ID, atVersion(v.ID, v.Version)
	}
	var rows []struct {
		By    rbac.SubjectID `db:"created_by"`
		Human rbac.SubjectID `db:"human_id"`
	}
	err := s.list(ctx, &rows, `
SELECT created_by, human_id FROM script_versions
 WHERE tenant_id = :tenant AND `+s.dialect.in("script_id", "ids")+` AND `+s.dialect.in("(script_id || '@' || version)", "refs"),
		map[string]any{"tenant": tenant, "ids": s.dialect.list(ids), "refs": s.dialect.list(refs)})
	var all []rbac.SubjectID
	for _, r := range rows {
		all = append(all, r.By, r.Human)
	}
	return all, err
}

func atVersion(id string, version int64) string { return id + "@" + strconv.FormatInt(version, 10) }
