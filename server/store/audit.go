package store

import (
	"context"
	"sync/atomic"

	"catenary/server/audit"
)

// auditEar is who wants to know of new audit entries.
type auditEar struct {
	wake atomic.Pointer[func(tenant string)]
}

// OnAudit has wake called whenever entries of a tenant are committed. It must
// not block. The last one given counts.
func (s *Store) OnAudit(wake func(tenant string)) { s.audited.wake.Store(&wake) }

const auditColumns = `tenant_id, id, at, subject_id, human_id, token_id, address, request_id,
  action, kind, resource_id, org_id, before, after, result, code, times`

// InsertAudit implements audit.Writer.
func (s *Store) InsertAudit(ctx context.Context, row audit.Row) error {
	_, err := s.exec(ctx, `
INSERT INTO audit_entries (`+auditColumns+`)
VALUES (:tenant_id, :id, :at, :subject_id, :human_id, :token_id, :address, :request_id,
  :action, :kind, :resource_id, :org_id, :before, :after, :result, :code, :times)`, row)
	if err != nil {
		return err
	}
	s.afterCommit(ctx, func() {
		if wake := s.audited.wake.Load(); wake != nil {
			(*wake)(row.Tenant)
		}
	})
	return nil
}

// CountRefusal implements audit.Writer.
func (s *Store) CountRefusal(ctx context.Context, row audit.Row, since int64) (bool, error) {
	err := s.alone(ctx, "refusal", row.Tenant, row.Subject, row.Action, row.Resource, row.Org, row.Code)
	if err != nil {
		return false, err
	}
	n, err := s.exec(ctx, `
UPDATE audit_entries SET times = times + 1
 WHERE tenant_id = :tenant AND subject_id = :subject AND action = :action AND resource_id = :resource
   AND code = :code AND result = 'refused' AND seq IS NULL
   AND `+s.dialect.unindexed("org_id")+` = :org AND at > :since`,
		map[string]any{
			"tenant": row.Tenant, "subject": row.Subject, "action": row.Action, "resource": row.Resource,
			"code": row.Code, "org": row.Org, "since": since,
		})
	return n > 0, err
}
