package store

import (
	"context"

	"catenary/server/audit"
)

// InsertAudit implements audit.Writer. When the transaction of ctx commits, the
// sealer is told.
func (s *Store) InsertAudit(ctx context.Context, row audit.Row) error {
	_, err := s.exec(ctx, `
INSERT INTO audit_entries (tenant_id, id, at, subject_id, human_id, token_id, address, request_id,
  action, kind, resource_id, org_id, before, after, result, code, times)
VALUES (:tenant_id, :id, :at, :subject_id, :human_id, :token_id, :address, :request_id,
  :action, :kind, :resource_id, :org_id, :before, :after, :result, :code, :times)`, row)
	return err
}
