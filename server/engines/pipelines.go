package engines

import (
	"context"
	"encoding/json"

	"catenary/chain"
	"catenary/internal/fault"
	"catenary/rbac"
	"catenary/runtime/pipeline"
	"catenary/server/chains"
)

// Pipeline makes the pipeline of a node for a publication. What it is asked for
// twice it makes once: the row is there first, and its id is the key under which
// the engine finds what a dead process left.
func (s *Service) Pipeline(ctx context.Context, r chains.PipelineRequest) (id, link string, err error) {
	now := s.Now().UnixMicro()
	row, err := s.Store.BeginPipeline(ctx, Pipeline{
		Tenant: r.Publication.Tenant, ID: s.NewID(), Org: r.Publication.Org, Publication: r.Publication.ID, Chain: r.Publication.Chain,
		Node: string(r.Node), Undo: r.Undo, Engine: r.Engine, Position: string(r.Pipeline.Position), State: Creating,
		Parameters: orEmpty(r.Pipeline.Parameters), CreatedAt: now, UpdatedAt: now,
	})
	if err != nil || row.State == Created {
		return row.External, row.Link, err
	}
	s.reached("pipeline_begun")
	engine, err := s.Open(ctx, row.Tenant, row.Org, row.Engine)
	if err != nil {
		return "", "", err
	}
	made, err := engine.Create(ctx, request(row, r.Name))
	if err != nil {
		return "", "", err
	}
	s.reached("pipeline_made")
	row.External, row.Link, row.State, row.UpdatedAt = made.ID, made.Link, Created, s.Now().UnixMicro()
	if len(made.Parameters) > 0 {
		row.Parameters = string(made.Parameters)
	}
	moved, err := s.Store.MovePipeline(ctx, row, Creating)
	s.reached("pipeline_kept")
	if err == nil && !moved {
		err = fault.New(fault.Conflict, "pipeline.overtaken", "the publication was given up meanwhile")
	}
	return made.ID, made.Link, err
}

func request(row Pipeline, name string) pipeline.CreateRequest {
	return pipeline.CreateRequest{Position: row.Position, Key: row.ID, Name: name, Parameters: json.RawMessage(row.Parameters)}
}

func orEmpty(parameters chain.JSON) string {
	if len(parameters) == 0 {
		return "{}"
	}
	return string(parameters)
}

// Keep gives the pipelines of a publication to the version that it made; it
// belongs to the transaction of the version.
func (s *Service) Keep(ctx context.Context, p chains.Publication, version int64) error {
	return s.Store.KeepPipelines(ctx, p.Tenant, p.ID, version)
}

// Discard takes away the pipelines that a publication made. It can be called
// again until it succeeds.
func (s *Service) Discard(ctx context.Context, p chains.Publication) error {
	rows, err := s.Store.PipelinesOfPublication(ctx, p.Tenant, p.ID)
	if err != nil {
		return err
	}
	for _, row := range rows {
		if err := s.discard(ctx, row); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) discard(ctx context.Context, row Pipeline) error {
	from := row.State
	if from != Deleting {
		row.State, row.UpdatedAt = Deleting, s.Now().UnixMicro()
		if moved, err := s.Store.MovePipeline(ctx, row, from); err != nil || !moved {
			return err // another process is at it
		}
	}
	engine, err := s.owned(ctx, row)
	if err != nil {
		return err
	}
	made := row.Made()
	if can := engine.Capabilities(); row.External == "" && can.Create && can.Delete {
		// It may be there all the same: the process died before it could write
		// the id down. Asked with the same key, the engine finds it.
		made, err = engine.Create(ctx, request(row, row.Node))
		if fault.Is(err, fault.Invalid) || fault.Is(err, fault.NotFound) {
			return s.Store.RemovePipeline(ctx, row) // it never took it
		}
		if err != nil {
			return err
		}
	}
	if err := engine.Delete(ctx, made); err != nil {
		return err
	}
	s.reached("pipeline_gone")
	return s.Store.RemovePipeline(ctx, row)
}

// owned opens the engine of a pipeline, also if its org may no longer use it:
// what was made there is to be taken away.
func (s *Service) owned(ctx context.Context, row Pipeline) (pipeline.Engine, error) {
	if row.Engine == BuiltIn {
		return s.openBuiltIn(row.Tenant, row.Org)
	}
	e, err := s.Store.EngineByID(ctx, row.Tenant, row.Engine)
	if err != nil {
		return nil, err
	}
	c, err := s.connect(ctx, e)
	if err != nil {
		return nil, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.engine, nil
}

// PipelineOf gives the pipeline of a node of a version: pipeline.unknown
// (NotFound) if none was made.
func (s *Service) PipelineOf(ctx context.Context, tenant rbac.TenantID, chain string, version int64, node string, undo bool) (Pipeline, error) {
	return s.Store.PipelineOf(ctx, tenant, chain, version, node, undo)
}
