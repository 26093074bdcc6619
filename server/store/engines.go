package store

import (
	"context"
	"errors"

	"catenary/internal/fault"
	"catenary/internal/page"
	"catenary/rbac"
	"catenary/server/chains"
	"catenary/server/engines"
	"catenary/server/orgs"
)

const engineColumns = `c.tenant_id, c.id, c.org_id, c.key, c.name, c.description, c.adapter, c.settings, c.secret,
  c.calls_per_second, c.calls_at_once, c.revision, c.created_at, c.updated_at, c.updated_by`

// fromEngines joins who changed an engine last.
const fromEngines = `
  FROM engines c` + withWriter

func engineUnknown(err error) error {
	if errors.Is(err, ErrNoRows) {
		return fault.New(fault.NotFound, "engine.unknown", "no such engine")
	}
	return err
}

// Engines implements engines.Store.
func (s *Store) Engines(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, r page.Request) (page.Of[engines.Engine], error) {
	shared, err := s.UsableIn(ctx, tenant, orgs.KindEngine, org)
	if err != nil {
		return page.Of[engines.Engine]{}, err
	}
	args := map[string]any{"tenant": tenant, "org": org, "max": r.Limit + 1}
	from := s.ownOr(shared, args)
	where := ` WHERE c.tenant_id = :tenant AND ` + from + having(r, args, "c.key", "c.name")
	if !r.After.IsZero() {
		where += ` AND (c.key, c.id) > (:after_key, :after_id)`
		args["after_key"], args["after_id"] = r.After.Sort, r.After.ID
	}
	var rows []engines.Engine
	err = s.list(ctx, &rows, `SELECT `+engineColumns+`, COALESCE(w.name, '') AS updated_by_name`+fromEngines+where+`
 ORDER BY c.key, c.id LIMIT :max`, args)
	return page.Cut(rows, r, func(e engines.Engine) page.Cursor { return page.Cursor{Sort: e.Key, ID: e.ID} }), err
}

// Engine implements engines.Store.
func (s *Store) Engine(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, key string) (engines.Engine, error) {
	var row engines.Engine
	err := s.get(ctx, &row, `SELECT `+engineColumns+`, COALESCE(w.name, '') AS updated_by_name`+fromEngines+`
 WHERE c.tenant_id = :tenant AND c.org_id = :org AND c.key = :key`,
		map[string]any{"tenant": tenant, "org": org, "key": key})
	return row, engineUnknown(err)
}

// EngineByID implements engines.Store.
func (s *Store) EngineByID(ctx context.Context, tenant rbac.TenantID, id string) (engines.Engine, error) {
	var row engines.Engine
	err := s.get(ctx, &row, `SELECT `+engineColumns+` FROM engines c WHERE c.tenant_id = :tenant AND c.id = :id`,
		map[string]any{"tenant": tenant, "id": id})
	return row, engineUnknown(err)
}

// SharedEngines implements engines.Store.
func (s *Store) SharedEngines(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, key string) ([]engines.Engine, error) {
	shared, err := s.usableFor(ctx, tenant, orgs.KindEngine, org, rbac.EngineUse)
	if err != nil || len(shared) == 0 {
		return nil, err
	}
	var rows []engines.Engine
	err = s.list(ctx, &rows, `SELECT `+engineColumns+` FROM engines c
 WHERE c.tenant_id = :tenant AND c.key = :key AND `+s.dialect.in("c.id", "shared")+` ORDER BY c.id`,
		map[string]any{"tenant": tenant, "key": key, "shared": s.dialect.list(shared)})
	return rows, err
}

// EngineShares implements engines.Store.
func (s *Store) EngineShares(ctx context.Context, tenant rbac.TenantID, id string) ([]rbac.Share, error) {
	return s.sharesOf(ctx, tenant, orgs.KindEngine, id)
}

// InsertEngine adds an engine; a key that is there already is engine.key_taken
// (Conflict).
func (s *Store) InsertEngine(ctx context.Context, e engines.Engine) error {
	_, err := s.exec(ctx, `
INSERT INTO engines (tenant_id, id, org_id, key, name, description, adapter, settings, secret, calls_per_second, calls_at_once,
  revision, created_at, updated_at, updated_by)
VALUES (:tenant_id, :id, :org_id, :key, :name, :description, :adapter, :settings, :secret, :calls_per_second, :calls_at_once,
  :revision, :created_at, :updated_at, :updated_by)`, e)
	return keyTaken(err, "engine.key_taken", "an engine with this key is there already")
}

// UpdateEngine implements engines.Store.
func (s *Store) UpdateEngine(ctx context.Context, e engines.Engine) (bool, error) {
	n, err := s.exec(ctx, `
UPDATE engines
   SET name = :name, description = :description, settings = :settings, secret = :secret,
       calls_per_second = :calls_per_second, calls_at_once = :calls_at_once,
       revision = revision + 1, updated_at = :updated_at, updated_by = :updated_by
 WHERE tenant_id = :tenant_id AND id = :id AND revision = :revision`, e)
	return n == 1, err
}

// LockEngine keeps others from changing, deleting and pinning an engine until
// the transaction of ctx ends.
func (s *Store) LockEngine(ctx context.Context, tenant rbac.TenantID, id string) error {
	var found string
	err := s.get(ctx, &found, `SELECT id FROM engines WHERE tenant_id = :tenant AND id = :id`+s.dialect.forUpdate,
		map[string]any{"tenant": tenant, "id": id})
	return engineUnknown(err)
}

// DeleteEngine implements engines.Store.
func (s *Store) DeleteEngine(ctx context.Context, e engines.Engine) (bool, error) {
	n, err := s.exec(ctx, `DELETE FROM engines WHERE tenant_id = :tenant_id AND id = :id AND revision = :revision`, e)
	if err != nil || n != 1 {
		return false, err
	}
	_, err = s.exec(ctx, `DELETE FROM shares WHERE tenant_id = :tenant_id AND kind = 'engine' AND resource_id = :id`, e)
	return true, err
}

// UsableEngines is UsableScripts for engines.
func (s *Store) UsableEngines(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, needs rbac.Permission, keys []string) ([]chains.Target, error) {
	return s.usable(ctx, tenant, org, orgs.KindEngine, needs, keys, `
SELECT c.id, c.org_id, c.key, 0 AS version, '' AS digest FROM engines c
 WHERE c.tenant_id = :tenant`)
}
