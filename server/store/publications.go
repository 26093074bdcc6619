package store

import (
	"context"
	"errors"

	"catenary/internal/fault"
	"catenary/internal/page"
	"catenary/rbac"
	"catenary/server/chains"
)

const publicationColumns = `tenant_id, id, org_id, chain_id, revision, state, owner, lease_until, version, created_at, created_by, ended_at, code, detail, message, parts`

// InsertPublication keeps a new one; another that is running for the same chain
// is store.taken (Conflict).
func (s *Store) InsertPublication(ctx context.Context, p chains.Publication) error {
	_, err := s.exec(ctx, `
INSERT INTO publications (`+publicationColumns+`)
VALUES (:tenant_id, :id, :org_id, :chain_id, :revision, :state, :owner, :lease_until, :version, :created_at, :created_by, :ended_at, :code, :detail, :message, :parts)`, p)
	return err
}

// UpdatePublication writes how far a running one is, or its end, and says
// whether it was the owner's still.
func (s *Store) UpdatePublication(ctx context.Context, p chains.Publication) (bool, error) {
	n, err := s.exec(ctx, `
UPDATE publications SET state = :state, lease_until = :lease_until, version = :version, ended_at = :ended_at, code = :code, detail = :detail, parts = :parts
 WHERE tenant_id = :tenant_id AND id = :id AND owner = :owner AND state = 'running'`, p)
	return n == 1, err
}

// KeepPublication moves the end of the lease.
func (s *Store) KeepPublication(ctx context.Context, p chains.Publication) (bool, error) {
	n, err := s.exec(ctx, `
UPDATE publications SET lease_until = :lease_until
 WHERE tenant_id = :tenant_id AND id = :id AND owner = :owner AND state = 'running'`, p)
	return n == 1, err
}

// TakePublication gives a running one that was another's to its new owner.
func (s *Store) TakePublication(ctx context.Context, p chains.Publication, was string) (bool, error) {
	n, err := s.exec(ctx, `
UPDATE publications SET owner = :owner, lease_until = :lease_until
 WHERE tenant_id = :tenant AND id = :id AND owner = :was AND state = 'running'`,
		map[string]any{"tenant": p.Tenant, "id": p.ID, "owner": p.Owner, "lease_until": p.LeaseUntil, "was": was})
	return n == 1, err
}

// RunningPublications implements chains.Store.
func (s *Store) RunningPublications(ctx context.Context, limit int) ([]chains.Publication, error) {
	var rows []chains.Publication
	err := s.list(ctx, &rows, `
SELECT `+publicationColumns+` FROM publications WHERE state = 'running' ORDER BY lease_until LIMIT :max`,
		map[string]any{"max": limit})
	return rows, err
}

// SettlePublications ends, at the start of a server, the leases of those before
// it. Only SQLite belongs to one server alone; on PostgreSQL others may be at
// work, and the leases of dead ones run out.
func (s *Store) SettlePublications(ctx context.Context) error {
	if s.dialect.name == "postgres" {
		return nil
	}
	_, err := s.exec(ctx, `UPDATE publications SET lease_until = 0 WHERE state = 'running'`, struct{}{})
	return err
}

// Publications lists those of a chain, the newest first.
func (s *Store) Publications(ctx context.Context, tenant rbac.TenantID, chain string, r page.Request) (page.Of[chains.Publication], error) {
	args := map[string]any{"tenant": tenant, "chain": chain, "max": r.Limit + 1}
	where := ""
	if !r.After.IsZero() {
		where = ` AND id < :after`
		args["after"] = r.After.ID
	}
	var rows []chains.Publication
	err := s.list(ctx, &rows, `
SELECT `+publicationColumns+` FROM publications WHERE tenant_id = :tenant AND chain_id = :chain`+where+` ORDER BY id DESC LIMIT :max`, args)
	return page.Cut(rows, r, func(p chains.Publication) page.Cursor { return page.Cursor{ID: p.ID} }), err
}

// Publication gives one of a chain: publication.unknown (NotFound) if there is none.
func (s *Store) Publication(ctx context.Context, tenant rbac.TenantID, chain, id string) (chains.Publication, error) {
	var row chains.Publication
	err := s.get(ctx, &row, `
SELECT `+publicationColumns+` FROM publications WHERE tenant_id = :tenant AND chain_id = :chain AND id = :id`,
		map[string]any{"tenant": tenant, "chain": chain, "id": id})
	if errors.Is(err, ErrNoRows) {
		return row, fault.New(fault.NotFound, "publication.unknown", "no such publication")
	}
	return row, err
}
