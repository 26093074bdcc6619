package store

import (
	"context"
	"slices"

	"catenary/chain"
	"catenary/internal/page"
	"catenary/rbac"
	"catenary/server/chains"
	"catenary/server/orgs"
)

// useRow says that the latest version of a chain refers to a thing.
type useRow struct {
	Tenant   rbac.TenantID `db:"tenant_id"`
	Chain    string        `db:"chain_id"`
	Kind     chain.RefKind `db:"kind"`
	Resource string        `db:"resource_id"`
	Pinned   int64         `db:"pinned"`
}

// usesAtOnce bounds the parameters of one statement.
const usesAtOnce = 1000

// replaceUses makes the pins of a version what its chain uses.
func (s *Store) replaceUses(ctx context.Context, v chains.Version) error {
	_, err := s.exec(ctx, `DELETE FROM chain_uses WHERE tenant_id = :tenant_id AND chain_id = :chain_id`, v)
	if err != nil {
		return err
	}
	for rows := range slices.Chunk(uses(v), usesAtOnce) {
		_, err := s.exec(ctx, `
INSERT INTO chain_uses (tenant_id, chain_id, kind, resource_id, pinned)
VALUES (:tenant_id, :chain_id, :kind, :resource_id, :pinned)`, rows)
		if err != nil {
			return err
		}
	}
	return nil
}

// uses gives each thing once; of several pinned versions the newest counts.
func uses(v chains.Version) []useRow {
	type thing struct {
		kind chain.RefKind
		id   string
	}
	pinned := map[thing]int64{}
	for kind, pins := range v.Pins {
		for _, pin := range pins {
			at := thing{kind, pin.ID}
			pinned[at] = max(pinned[at], pin.Version)
		}
	}
	rows := make([]useRow, 0, len(pinned))
	for at, version := range pinned {
		rows = append(rows, useRow{Tenant: v.Tenant, Chain: v.Chain, Kind: at.kind, Resource: at.id, Pinned: version})
	}
	return rows
}

// fromUses joins the living chains, other than the thing itself, whose latest
// version refers to a thing.
const fromUses = `
  FROM chain_uses u JOIN chains c ON c.tenant_id = u.tenant_id AND c.id = u.chain_id
 WHERE u.tenant_id = :tenant AND u.kind = :kind AND u.resource_id = :id AND u.chain_id <> :id AND c.deleted_at IS NULL`

// UsedByChains says whether the latest version of any chain refers to a thing.
func (s *Store) UsedByChains(ctx context.Context, tenant rbac.TenantID, kind chain.RefKind, id string) (bool, error) {
	var used bool
	err := s.get(ctx, &used, `SELECT EXISTS (SELECT 1`+fromUses+`)`, map[string]any{"tenant": tenant, "kind": kind, "id": id})
	return used, err
}

// ChainUses lists the chains of the orgs of set whose latest version refers to a
// thing; the last changed one comes first.
func (s *Store) ChainUses(ctx context.Context, tenant rbac.TenantID, kind chain.RefKind, id string, set rbac.OrgSet, r page.Request) (page.Of[chains.Use], error) {
	args := map[string]any{"tenant": tenant, "kind": kind, "id": id}
	where := ` AND ` + s.inOrgs(set, "c.org_id", args) + after(r, "c.updated_at", args)
	var rows []chains.Use
	err := s.list(ctx, &rows, `SELECT u.chain_id, c.org_id, c.key, c.name, c.version, u.pinned, c.updated_at`+fromUses+where+`
 ORDER BY c.updated_at DESC, c.id DESC LIMIT :max`, args)
	return page.Cut(rows, r, func(u chains.Use) page.Cursor { return page.At(u.UpdatedAt, u.Chain) }), err
}

// UseCounts counts for each of ids the chains that ChainUses lists; what none
// uses is left out.
func (s *Store) UseCounts(ctx context.Context, tenant rbac.TenantID, kind chain.RefKind, ids []string, set rbac.OrgSet) (map[string]int64, error) {
	args := map[string]any{"tenant": tenant, "kind": kind, "ids": s.dialect.list(ids)}
	var rows []struct {
		ID string `db:"resource_id"`
		N  int64  `db:"n"`
	}
	err := s.list(ctx, &rows, `
SELECT u.resource_id, COUNT(*) AS n
  FROM chain_uses u JOIN chains c ON c.tenant_id = u.tenant_id AND c.id = u.chain_id
 WHERE u.tenant_id = :tenant AND u.kind = :kind AND `+s.dialect.in("u.resource_id", "ids")+` AND u.chain_id <> u.resource_id
   AND c.deleted_at IS NULL AND `+s.inOrgs(set, "c.org_id", args)+`
 GROUP BY u.resource_id`, args)
	out := make(map[string]int64, len(rows))
	for _, r := range rows {
		out[r.ID] = r.N
	}
	return out, err
}

// UsableScripts finds those of the keys that an org may use: its own scripts,
// and what is shared to it for what it needs. Inside a transaction they are held.
func (s *Store) UsableScripts(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, needs rbac.Permission, keys []string) ([]chains.Target, error) {
	return s.usable(ctx, tenant, org, orgs.KindScript, needs, keys, `
SELECT c.id, c.org_id, c.key, c.version, c.digest FROM scripts c
 WHERE c.tenant_id = :tenant AND c.deleted_at IS NULL`)
}

// UsableSecrets is UsableScripts for secrets.
func (s *Store) UsableSecrets(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, needs rbac.Permission, keys []string) ([]chains.Target, error) {
	return s.usable(ctx, tenant, org, orgs.KindSecret, needs, keys, `
SELECT c.id, c.org_id, c.key, 0 AS version, '' AS digest FROM secrets c
 WHERE c.tenant_id = :tenant`)
}

func (s *Store) usable(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, kind orgs.Kind, needs rbac.Permission, keys []string, query string) ([]chains.Target, error) {
	shared, err := s.usableFor(ctx, tenant, kind, org, needs)
	if err != nil {
		return nil, err
	}
	args := map[string]any{"tenant": tenant, "org": org, "keys": s.dialect.list(keys)}
	from := s.ownOr(shared, args)
	return s.targets(ctx, query+` AND `+s.dialect.in("c.key", "keys")+` AND `+from, args)
}

// PublishedChains finds those of the keys that are chains of the org with a
// version; chains are not shared, so nothing is needed of shares. Inside a
// transaction they are held.
func (s *Store) PublishedChains(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, _ rbac.Permission, keys []string) ([]chains.Target, error) {
	return s.targets(ctx, `
SELECT c.id, c.org_id, c.key, c.version, '' AS digest FROM chains c
 WHERE c.tenant_id = :tenant AND c.org_id = :org AND c.version > 0 AND c.deleted_at IS NULL AND `+s.dialect.in("c.key", "keys"),
		map[string]any{"tenant": tenant, "org": org, "keys": s.dialect.list(keys)})
}

// targets reads in the order of the ids, so that two transactions hold what
// they find in one order.
func (s *Store) targets(ctx context.Context, query string, args map[string]any) ([]chains.Target, error) {
	query += ` ORDER BY c.id`
	if current(ctx, s) != nil {
		query += s.dialect.forShare
	}
	var rows []chains.Target
	err := s.list(ctx, &rows, query, args)
	return rows, err
}
