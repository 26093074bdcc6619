package store

import (
	"context"

	"catenary/rbac"
	"catenary/server/runs"
)

// Waited implements runs.QueueStore: the key of run_waits is in the order in
// which places are given.
func (s *Store) Waited(ctx context.Context, tenant rbac.TenantID, id string, max int) ([]runs.Waited, error) {
	var out []runs.Waited
	err := s.list(ctx, &out, `
SELECT w.gate, g.capacity, g.used, (SELECT COUNT(*) FROM (
         SELECT 1 FROM run_waits o WHERE o.tenant_id = w.tenant_id AND o.gate = w.gate AND o.run_id < w.run_id LIMIT :max) q) AS ahead
  FROM run_waits w JOIN run_gates g ON g.tenant_id = w.tenant_id AND g.key = w.gate
 WHERE w.tenant_id = :tenant AND w.run_id = :id ORDER BY w.gate`, map[string]any{"tenant": tenant, "id": id, "max": max})
	return out, err
}

// AheadInHold implements runs.QueueStore.
func (s *Store) AheadInHold(ctx context.Context, tenant rbac.TenantID, id string, max int) (int64, error) {
	var n int64
	err := s.get(ctx, &n, `
SELECT COUNT(*) FROM (
  SELECT 1 FROM held_runs h JOIN held_runs o ON o.tenant_id = h.tenant_id AND o.chain_id = h.chain_id AND o.number < h.number
   WHERE h.tenant_id = :tenant AND h.run_id = :id AND o.state IN ('behind', 'next') LIMIT :max) q`,
		map[string]any{"tenant": tenant, "id": id, "max": max})
	return n, err
}

// AheadOfDue implements runs.QueueStore.
func (s *Store) AheadOfDue(ctx context.Context, tenant rbac.TenantID, due int64, max int) (int64, error) {
	var n int64
	err := s.get(ctx, &n, `
SELECT COUNT(*) FROM (
  SELECT 1 FROM runs WHERE tenant_id = :tenant AND owner = '' AND due_at > 0 AND due_at < :due LIMIT :max) q`,
		map[string]any{"tenant": tenant, "due": due, "max": max})
	return n, err
}
