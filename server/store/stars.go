package store

import (
	"context"

	"catenary/internal/page"
	"catenary/rbac"
	"catenary/server/chains"
)

// StarredChains lists the living chains in the orgs of a set that somebody
// keeps at hand, in the order of their ids.
func (s *Store) StarredChains(ctx context.Context, tenant rbac.TenantID, who rbac.SubjectID, set rbac.OrgSet, r page.Request) (page.Of[chains.Chain], error) {
	args := map[string]any{"tenant": tenant, "who": who, "after": r.After.ID, "max": r.Limit + 1}
	return s.chainPage(ctx, `
  FROM stars s
  JOIN chains c ON c.tenant_id = s.tenant_id AND c.id = s.chain_id AND c.deleted_at IS NULL`+withPeople+`
 WHERE s.tenant_id = :tenant AND s.subject_id = :who AND s.chain_id > :after
   AND `+s.inOrgs(set, s.dialect.unindexed("c.org_id"), args)+`
 ORDER BY s.chain_id LIMIT :max`, args, r, func(c chains.Chain) page.Cursor { return page.Cursor{ID: c.ID} })
}

// Star keeps a chain at hand for somebody. One that is so already stays.
func (s *Store) Star(ctx context.Context, tenant rbac.TenantID, who rbac.SubjectID, chain string) error {
	_, err := s.exec(ctx, `INSERT INTO stars (tenant_id, subject_id, chain_id) VALUES (:tenant, :who, :chain) ON CONFLICT DO NOTHING`,
		map[string]any{"tenant": tenant, "who": who, "chain": chain})
	return err
}

// Unstar ends that, and says whether it was so.
func (s *Store) Unstar(ctx context.Context, tenant rbac.TenantID, who rbac.SubjectID, chain string) (bool, error) {
	n, err := s.exec(ctx, `DELETE FROM stars WHERE tenant_id = :tenant AND subject_id = :who AND chain_id = :chain`,
		map[string]any{"tenant": tenant, "who": who, "chain": chain})
	return n == 1, err
}
