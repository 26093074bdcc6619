package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"catenary/internal/page"
	"catenary/rbac"
	"catenary/runtime/pipeline"
	"catenary/runtime/pipeline/builtin"
	"catenary/server/engines"
)

const pipelineColumns = `tenant_id, id, org_id, publication_id, chain_id, version, node_id, undo, engine_id, position, state,
  external_id, link, parameters, created_at, updated_at`

func pipelineUnknown(err error) error {
	if errors.Is(err, ErrNoRows) {
		return pipeline.NoPipeline()
	}
	return err
}

// BeginPipeline implements engines.Store.
func (s *Store) BeginPipeline(ctx context.Context, p engines.Pipeline) (engines.Pipeline, error) {
	n, err := s.exec(ctx, `
INSERT INTO pipelines (`+pipelineColumns+`)
VALUES (:tenant_id, :id, :org_id, :publication_id, :chain_id, :version, :node_id, :undo, :engine_id, :position, :state,
  :external_id, :link, :parameters, :created_at, :updated_at)
ON CONFLICT (tenant_id, publication_id, node_id, undo) DO NOTHING`, p)
	if err != nil || n == 1 {
		return p, err
	}
	var row engines.Pipeline
	err = s.get(ctx, &row, `SELECT `+pipelineColumns+` FROM pipelines
 WHERE tenant_id = :tenant_id AND publication_id = :publication_id AND node_id = :node_id AND undo = :undo`, p)
	return row, pipelineUnknown(err)
}

// MovePipeline implements engines.Store.
func (s *Store) MovePipeline(ctx context.Context, p engines.Pipeline, from engines.PipelineState) (bool, error) {
	n, err := s.exec(ctx, `
UPDATE pipelines SET state = :state, external_id = :external_id, link = :link, parameters = :parameters, updated_at = :updated_at
 WHERE tenant_id = :tenant_id AND id = :id AND state = :from`,
		struct {
			engines.Pipeline
			From engines.PipelineState `db:"from"`
		}{p, from})
	return n == 1, err
}

// RemovePipeline implements engines.Store.
func (s *Store) RemovePipeline(ctx context.Context, p engines.Pipeline) error {
	_, err := s.exec(ctx, `DELETE FROM pipelines WHERE tenant_id = :tenant_id AND id = :id AND state = 'deleting'`, p)
	return err
}

// PipelinesOfPublication implements engines.Store.
func (s *Store) PipelinesOfPublication(ctx context.Context, tenant rbac.TenantID, publication string) ([]engines.Pipeline, error) {
	var rows []engines.Pipeline
	err := s.list(ctx, &rows, `SELECT `+pipelineColumns+` FROM pipelines
 WHERE tenant_id = :tenant AND publication_id = :publication ORDER BY id`,
		map[string]any{"tenant": tenant, "publication": publication})
	return rows, err
}

// KeepPipelines implements engines.Store.
func (s *Store) KeepPipelines(ctx context.Context, tenant rbac.TenantID, publication string, version int64) error {
	_, err := s.exec(ctx, `
UPDATE pipelines SET version = :version WHERE tenant_id = :tenant AND publication_id = :publication AND state = 'created'`,
		map[string]any{"tenant": tenant, "publication": publication, "version": version})
	return err
}

// PipelineOf implements engines.Store.
func (s *Store) PipelineOf(ctx context.Context, tenant rbac.TenantID, chain string, version int64, node string, undo bool) (engines.Pipeline, error) {
	var row engines.Pipeline
	err := s.get(ctx, &row, `SELECT `+pipelineColumns+` FROM pipelines
 WHERE tenant_id = :tenant AND chain_id = :chain AND version = :version AND node_id = :node AND undo = :undo AND state = 'created'`,
		map[string]any{"tenant": tenant, "chain": chain, "version": version, "node": node, "undo": undo})
	return row, pipelineUnknown(err)
}

// HasPipelines implements engines.Store.
func (s *Store) HasPipelines(ctx context.Context, tenant rbac.TenantID, engine string) (bool, error) {
	var has bool
	err := s.get(ctx, &has, `SELECT EXISTS (SELECT 1 FROM pipelines WHERE tenant_id = :tenant AND engine_id = :engine)`,
		map[string]any{"tenant": tenant, "engine": engine})
	return has, err
}

// executionRow is an execution of the built-in engine as it is kept.
type executionRow struct {
	Tenant    string         `db:"tenant_id"`
	ID        string         `db:"id"`
	Org       string         `db:"org_id"`
	State     pipeline.State `db:"state"`
	Waiting   bool           `db:"waiting"`
	Revision  int64          `db:"revision"`
	CreatedAt int64          `db:"created_at"`
	UpdatedAt int64          `db:"updated_at"`
	Body      string         `db:"body"`
}

const executionColumns = `c.tenant_id, c.id, c.org_id, c.state, c.waiting, c.revision, c.created_at, c.updated_at, c.body`

func newExecutionRow(x builtin.Execution) (executionRow, error) {
	body, err := json.Marshal(x.Body)
	return executionRow{
		Tenant: x.Tenant, ID: x.ID, Org: x.Org, State: x.State, Waiting: x.Waiting, Revision: x.Revision,
		CreatedAt: x.CreatedAt, UpdatedAt: x.UpdatedAt, Body: string(body),
	}, err
}

func (r executionRow) execution() (builtin.Execution, error) {
	x := builtin.Execution{
		Tenant: r.Tenant, ID: r.ID, Org: r.Org, State: r.State, Waiting: r.Waiting, Revision: r.Revision, CreatedAt: r.CreatedAt, UpdatedAt: r.UpdatedAt,
	}
	if err := json.Unmarshal([]byte(r.Body), &x.Body); err != nil {
		return x, fmt.Errorf("read execution %s: %w", r.ID, err)
	}
	return x, nil
}

// BeginExecution implements builtin.Executions.
func (s *Store) BeginExecution(ctx context.Context, x builtin.Execution) (builtin.Execution, error) {
	row, err := newExecutionRow(x)
	if err != nil {
		return x, err
	}
	n, err := s.exec(ctx, `
INSERT INTO pipeline_executions (tenant_id, id, org_id, state, waiting, revision, created_at, updated_at, body)
VALUES (:tenant_id, :id, :org_id, :state, :waiting, :revision, :created_at, :updated_at, :body)
ON CONFLICT (tenant_id, id) DO NOTHING`, row)
	if err != nil || n == 1 {
		return x, err
	}
	return s.Execution(ctx, x.Tenant, x.ID)
}

// Execution implements builtin.Executions.
func (s *Store) Execution(ctx context.Context, tenant, id string) (builtin.Execution, error) {
	var row executionRow
	err := s.get(ctx, &row, `SELECT `+executionColumns+` FROM pipeline_executions c WHERE c.tenant_id = :tenant AND c.id = :id`,
		map[string]any{"tenant": tenant, "id": id})
	if errors.Is(err, ErrNoRows) {
		return builtin.Execution{}, pipeline.NoExecution()
	}
	if err != nil {
		return builtin.Execution{}, err
	}
	return row.execution()
}

// SaveExecution implements builtin.Executions.
func (s *Store) SaveExecution(ctx context.Context, x builtin.Execution) (bool, error) {
	row, err := newExecutionRow(x)
	if err != nil {
		return false, err
	}
	n, err := s.exec(ctx, `
UPDATE pipeline_executions
   SET state = :state, waiting = :waiting, updated_at = :updated_at, body = :body, revision = revision + 1
 WHERE tenant_id = :tenant_id AND id = :id AND revision = :revision`, row)
	return n == 1, err
}

// WaitingExecutions lists the executions of an org that wait for people to
// decide, the oldest first.
func (s *Store) WaitingExecutions(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, r page.Request) (page.Of[builtin.Execution], error) {
	args := map[string]any{"tenant": tenant, "org": org, "max": r.Limit + 1}
	where := ""
	if !r.After.IsZero() {
		where = ` AND (c.created_at, c.id) > (:after_at, :after_id)`
		args["after_at"], args["after_id"] = r.After.Micros(), r.After.ID
	}
	var rows []executionRow
	err := s.list(ctx, &rows, `SELECT `+executionColumns+` FROM pipeline_executions c
 WHERE c.tenant_id = :tenant AND c.org_id = :org AND c.waiting`+where+`
 ORDER BY c.created_at, c.id LIMIT :max`, args)
	if err != nil {
		return page.Of[builtin.Execution]{}, err
	}
	items := make([]builtin.Execution, 0, len(rows))
	for _, row := range rows {
		x, err := row.execution()
		if err != nil {
			return page.Of[builtin.Execution]{}, err
		}
		items = append(items, x)
	}
	return page.Cut(items, r, func(x builtin.Execution) page.Cursor { return page.At(x.CreatedAt, x.ID) }), nil
}
