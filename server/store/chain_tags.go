package store

import (
	"context"

	"catenary/internal/fault"
	"catenary/rbac"
	"catenary/server/chains"
)

// tagged adds to chains of one tenant their tags, in their order.
func (s *Store) tagged(ctx context.Context, tenant rbac.TenantID, items []chains.Chain) error {
	ids := make([]string, len(items))
	at := make(map[string]int, len(items))
	for i, c := range items {
		ids[i], at[c.ID] = c.ID, i
	}
	var rows []struct {
		Chain string `db:"chain_id"`
		Tag   string `db:"tag"`
	}
	err := s.list(ctx, &rows, `SELECT chain_id, tag FROM chain_tags WHERE tenant_id = :tenant AND `+s.dialect.in("chain_id", "ids")+` ORDER BY tag`,
		map[string]any{"tenant": tenant, "ids": s.dialect.list(ids)})
	for _, r := range rows {
		c := &items[at[r.Chain]]
		c.Tags = append(c.Tags, r.Tag)
	}
	return err
}

// ChainsByKey reads those living chains of an org that have one of the keys, in
// no order.
func (s *Store) ChainsByKey(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, keys []string) ([]chains.Chain, error) {
	return s.chainList(ctx, tenant, fromChains+`
 WHERE c.tenant_id = :tenant AND c.org_id = :org AND c.deleted_at IS NULL AND `+s.dialect.in("c.key", "keys"),
		map[string]any{"tenant": tenant, "org": org, "keys": s.dialect.list(keys)})
}

// TagChains takes tags from chains and gives them others; one that has more than
// most of them then is chain.tags (Invalid).
func (s *Store) TagChains(ctx context.Context, tenant rbac.TenantID, ids, add, remove []string, most int) error {
	args := map[string]any{"tenant": tenant, "ids": s.dialect.list(ids), "remove": s.dialect.list(remove), "most": most}
	if _, err := s.exec(ctx, `DELETE FROM chain_tags WHERE tenant_id = :tenant AND `+s.dialect.in("chain_id", "ids")+` AND `+s.dialect.in("tag", "remove"), args); err != nil {
		return err
	}
	for _, tag := range add {
		args["tag"] = tag
		if _, err := s.exec(ctx, `
INSERT INTO chain_tags (tenant_id, chain_id, tag)
SELECT tenant_id, id, CAST(:tag AS TEXT) FROM chains WHERE tenant_id = :tenant AND `+s.dialect.in("id", "ids")+`
    ON CONFLICT DO NOTHING`, args); err != nil {
			return err
		}
	}
	var over []string
	err := s.list(ctx, &over, `
SELECT chain_id FROM chain_tags WHERE tenant_id = :tenant AND `+s.dialect.in("chain_id", "ids")+`
 GROUP BY chain_id HAVING COUNT(*) > :most LIMIT 1`, args)
	if err == nil && len(over) > 0 {
		err = fault.At("/add", "chain.tags", "a chain may have %d tags", most)
	}
	return err
}

// ChainTags counts the living chains that f chooses by their tags, most at a
// time.
func (s *Store) ChainTags(ctx context.Context, tenant rbac.TenantID, f chains.Filter, most int) ([]chains.TagCount, error) {
	args := map[string]any{"tenant": tenant, "most": most}
	set := f.Set
	if f.Org != "" {
		set = rbac.OrgSet{Mode: rbac.In, IDs: []rbac.OrgID{f.Org}}
	}
	var out []chains.TagCount
	err := s.list(ctx, &out, `
SELECT g.tag, COUNT(*) AS chains FROM chain_tags g
  JOIN chains c ON c.tenant_id = g.tenant_id AND c.id = g.chain_id
 WHERE g.tenant_id = :tenant AND c.deleted_at IS NULL AND `+s.inOrgs(set, "c.org_id", args)+`
 GROUP BY g.tag ORDER BY g.tag LIMIT :most`, args)
	return out, err
}
