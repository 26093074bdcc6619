package store

import (
	"context"

	"catenary/server/approvals"
)

// DueApprovals are those whose next time has come, the longest due first.
func (s *Store) DueApprovals(ctx context.Context, now int64, limit int) ([]approvals.Ref, error) {
	var rows []approvals.Ref
	err := s.list(ctx, &rows, `
SELECT tenant_id, id FROM approvals WHERE next_at > 0 AND next_at <= :now ORDER BY next_at LIMIT :max`,
		map[string]any{"now": now, "max": limit})
	return rows, err
}

// NextDueApproval says when the first comes; 0 if none does.
func (s *Store) NextDueApproval(ctx context.Context) (int64, error) {
	var next int64
	err := s.get(ctx, &next, `SELECT COALESCE(MIN(next_at), 0) FROM approvals WHERE next_at > 0`, nil)
	return next, err
}

// MovedApprovals wait under rights that have changed since it was found who is
// asked.
func (s *Store) MovedApprovals(ctx context.Context, limit int) ([]approvals.Ref, error) {
	var rows []approvals.Ref
	err := s.list(ctx, &rows, `
SELECT a.tenant_id, a.id FROM tenants t CROSS JOIN approvals a
 WHERE a.tenant_id = t.id AND a.state = 'waiting' AND a.policy < t.policy_version LIMIT :max`, map[string]any{"max": limit})
	return rows, err
}
