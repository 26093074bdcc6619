package runs

import (
	"context"
	"io"

	"catenary/internal/page"
	"catenary/rbac"
)

// Artefact is a file that a task left.
type Artefact struct {
	Tenant rbac.TenantID `db:"tenant_id"`
	Run    string        `db:"run_id"`
	ArtefactRef
	Size      int64  `db:"size"`
	Digest    string `db:"digest"`
	MediaType string `db:"media_type"`
	CreatedAt int64  `db:"created_at"`
}

// ArtefactRef names an artefact within its run.
type ArtefactRef struct {
	Scope   string `db:"scope"`
	Node    string `db:"node"`
	Attempt int    `db:"attempt"`
	Name    string `db:"name"`
}

// Files has the content of artefacts.
type Files interface {
	Open(ctx context.Context, tenant rbac.TenantID, digest string) (io.ReadCloser, error)
}

// Artefacts lists the files that a run left.
func (s *Service) Artefacts(ctx context.Context, who rbac.Actor, org rbac.OrgID, id string, r page.Request) (page.Of[Artefact], error) {
	if _, err := s.find(ctx, who, rbac.RunView, org, id); err != nil {
		return page.Of[Artefact]{}, err
	}
	return s.Store.Artefacts(ctx, who.Tenant, id, r)
}

// Artefact opens one of them; close what it gives. It needs run:data. One that
// is not there, or whose content is gone, is artefact.unknown (NotFound).
func (s *Service) Artefact(ctx context.Context, who rbac.Actor, org rbac.OrgID, id string, of ArtefactRef) (Artefact, io.ReadCloser, error) {
	r, err := s.find(ctx, who, rbac.RunData, org, id)
	if err != nil {
		return Artefact{}, nil, err
	}
	if err := s.noteRead(ctx, who, r); err != nil {
		return Artefact{}, nil, err
	}
	a, err := s.Store.Artefact(ctx, who.Tenant, id, of)
	if err != nil {
		return Artefact{}, nil, err
	}
	content, err := s.Files.Open(ctx, who.Tenant, a.Digest)
	return a, content, err
}
